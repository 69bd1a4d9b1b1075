"use strict";
// Files out of what somebody chose or dropped: folders are walked through, hidden files left out.
(() => {
  const hidden = (path) => path.split("/").some((part) => (part.startsWith(".") && !/^\.+$/.test(part)) || part === "__MACOSX") || /(^|\/)Thumbs\.db$/.test(path);

  const found = () => ({ files: [], hidden: 0, empty: [], unreadable: [] });

  const take = (into, path, file) => {
    if (path.includes("/") && hidden(path)) into.hidden += 1;
    else into.files.push({ path, file, size: file.size });
  };

  // Folders tell of their files in any order; the receipt is to be read in one that people know. Files that were chosen
  // one by one stay as they were chosen.
  const order = new Intl.Collator("en", { numeric: true });
  const sorted = (into) => {
    const inFolders = into.files.filter((one) => one.path.includes("/"));
    const loose = into.files.filter((one) => !one.path.includes("/"));
    into.files = [...loose, ...inFolders.sort((one, other) => order.compare(one.path, other.path))];
    return into;
  };

  const fromInput = (list) => {
    const into = found();
    for (const file of list) take(into, file.webkitRelativePath || file.name, file);
    return sorted(into);
  };

  const fileOf = (entry) => new Promise((done, failed) => entry.file(done, failed));
  const portion = (reader) => new Promise((done, failed) => reader.readEntries(done, failed));

  const walk = async (entry, into) => {
    const path = entry.fullPath.replace(/^\//, "");
    try {
      if (entry.isFile) {
        take(into, path, await fileOf(entry));
        return;
      }
      const reader = entry.createReader();
      let count = 0;
      // A folder tells of a hundred entries at a time, until it tells of none.
      for (let some = await portion(reader); some.length; some = await portion(reader)) {
        count += some.length;
        for (const inner of some) await walk(inner, into);
      }
      if (!count) into.empty.push(path);
    } catch {
      into.unreadable.push(path);
    }
  };

  // The entries must be asked for before anything is waited for: the browser forgets them then.
  const fromDrop = async (transfer) => {
    const items = [...transfer.items].filter((item) => item.kind === "file");
    const dropped = items.map((item) => ({ entry: item.webkitGetAsEntry?.(), file: item.getAsFile() }));
    const into = found();
    for (const { entry, file } of dropped) {
      if (entry) await walk(entry, into);
      else if (file) take(into, file.name, file);
    }
    return sorted(into);
  };

  window.gather = { fromInput, fromDrop };
})();
