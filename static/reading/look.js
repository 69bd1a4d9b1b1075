"use strict";
// What the archive is shown before anything is handed in: some of many files; of a zip archive its directory, which lies
// at its end, and some stretches of what is in it.
(() => {
  const { post, packed, isZip } = window.sending;
  const BYTES = 4 * 1024 * 1024;
  const FILES = 200;
  const LARGEST = 2 * 1024 * 1024;
  const ZIPS = 20;
  // How far before the end of an archive the record may begin that says where the directory is; the longest directory.
  const RECORD = 65557;
  const DIRECTORY = 24 * 1024 * 1024;

  const spread = (files, bytes) => {
    const small = files.filter((one) => one.size <= LARGEST);
    const average = small.reduce((sum, one) => sum + one.size, 0) / small.length || 1;
    const most = Math.max(12, Math.min(FILES, Math.floor(bytes / average)));
    if (small.length <= most) return small;
    return Array.from({ length: most }, (_, number) => small[number < 3 ? number : Math.floor((number * small.length) / most)]);
  };

  const bytesOf = async (file, start, stop) => new DataView(await file.slice(start, stop).arrayBuffer());

  // Where the directory begins. Of what has none the end is sent: it is for the archive to say what is wrong with it.
  const directory = async (file) => {
    const from = Math.max(file.size - RECORD, 0);
    const end = await bytesOf(file, from, file.size);
    let at = end.byteLength - 22;
    while (at >= 0 && end.getUint32(at, true) !== 0x06054b50) at -= 1;
    if (at < 0) return from;
    let stop = from + at;
    let length = end.getUint32(at + 12, true);
    // Archives of very many files have a second record before it, with longer numbers.
    if (at >= 20 && end.getUint32(at - 20, true) === 0x07064b50) {
      stop = Number(end.getBigUint64(at - 12, true));
      const long = await bytesOf(file, stop, stop + 56);
      if (long.byteLength === 56) length = Number(long.getBigUint64(40, true));
    }
    const start = Math.min(stop - length, from);
    return start < 0 || file.size - start > DIRECTORY ? from : start;
  };

  // The beginning, something of the middle, and the directory: places and lengths.
  const stretches = async (file, bytes) => {
    if (file.size <= bytes) return [[0, file.size]];
    const end = await directory(file);
    const found = [];
    let taken = 0;
    for (const [share, part] of [[0, 0.5], [0.25, 0.15], [0.5, 0.15], [0.75, 0.15]]) {
      const start = Math.max(Math.floor(end * share), taken);
      const length = Math.min(Math.floor(bytes * part), end - start);
      if (length > 0) found.push([start, length]);
      taken = start + Math.max(length, 0);
    }
    return [...found, [end, file.size - end]];
  };

  const addZip = async (data, { path, file }, bytes) => {
    const parts = await stretches(file, bytes);
    const slices = await Promise.all(parts.map(([start, length]) => file.slice(start, start + length).arrayBuffer()));
    data.append("zip", path);
    data.append("zip_size", String(file.size));
    data.append("zip_parts", parts.map(([start, length]) => `${start}+${length}`).join(" "));
    data.append("zip_bytes", new Blob(slices), "part");
  };

  // What is to be shown, what may be handed in, and in which words that is offered: in none where nothing can be read.
  const look = async (files, address, limits, source) => {
    const zips = files.filter((one) => isZip(one.path));
    const loose = files.filter((one) => !isZip(one.path));
    const opened = zips.slice(0, ZIPS);
    const share = BYTES / (opened.length + (loose.length ? 1 : 0));
    const some = spread(loose, share);
    const large = loose.filter((one) => one.size > limits.file).slice(0, FILES);
    const { data, gone } = await packed([...some, ...large], limits);
    data.append("total", String(loose.length));
    data.append("source", source);
    for (const zip of opened) await addZip(data, zip, share);
    const html = await post(address, data, { html: true });
    const seen = new DOMParser().parseFromString(html, "text/html").body;
    const said = seen.querySelector("[data-hopeless]").dataset;
    const asked = [...some.filter((one) => !gone.includes(one)), ...large, ...opened];
    const hopeless = new Set(said.hopeless.split(" ").filter(Boolean).map((place) => asked[place]));
    const others = zips.length - opened.length;
    return {
      seen,
      left: files.filter((one) => !hopeless.has(one)),
      words: others ? `${said.handIn || "Hand in"}${said.handIn ? " and" : ""} ${others} zip archive${others === 1 ? "" : "s"} unseen` : said.handIn,
    };
  };

  window.looking = { look };
})();
