"use strict";
// The upload page: choose or drop, look first where it is much, send in portions, go on after whatever broke it off.
(() => {
  const form = document.getElementById("upload-form");
  if (!form) return;
  const { Trouble, post, patiently, portions, packed, begun, without, isZip } = window.sending;
  const at = (id) => document.getElementById(id);
  const MUCH = 50;
  const SHOWN = 2000;
  // Bytes of a request beside those of its files.
  const AROUND = 65536;
  const limits = { file: form.dataset.mostBytes * 1048576, zip: form.dataset.mostRequest * 1048576 - AROUND, files: Number(form.dataset.mostFiles) };
  const number = new Intl.NumberFormat("en-GB");
  const counted = (count, word) => `${number.format(count)} ${word}${count === 1 ? "" : "s"}`;
  const size = (bytes) => (bytes < 1048576 ? `${Math.ceil(bytes / 1024)} kB` : `${number.format(Math.round(bytes / 104857.6) / 10)} MB`);

  let chosen = null;
  let upload = form.dataset.add ? { ...form.dataset } : null;
  let stopping = null;
  let key = "";

  const show = (element, shown = true) => { element.hidden = !shown; };
  const say = (element, words) => {
    element.textContent = words;
    show(element, Boolean(words));
  };

  // --- Choosing ---------------------------------------------------------------------------------------------------
  const most = { file: `${number.format(form.dataset.mostBytes)} MB`, zip: `${number.format(form.dataset.mostRequest)} MB` };

  // A zip archive that is too large is told from its size, and not sent.
  const tooLarge = (found) => {
    const large = found.files.filter((one) => isZip(one.path) && one.size > limits.zip);
    found.files = found.files.filter((one) => !large.includes(one));
    const named = large.slice(0, 5).map((one) => `${one.path} (${size(one.size)})`).join(", ");
    return large.length ? `Over ${most.zip} no zip archive is taken. Left out: ${named}${large.length > 5 ? " …" : ""}. Pack it as several smaller ones, or choose the folder it was packed from.` : "";
  };

  const told = (found) => {
    const said = [`${counted(found.files.length, "file")}, ${size(found.files.reduce((sum, one) => sum + one.size, 0))} in all.`];
    const zips = found.files.filter((one) => isZip(one.path)).length;
    if (zips) said.push(`${counted(zips, "zip archive")} will be opened.`);
    const large = found.files.filter((one) => !isZip(one.path) && one.size > limits.file).length;
    if (large) said.push(`${counted(large, "file")} over ${most.file} will be refused.`);
    if (found.hidden) said.push(`${counted(found.hidden, "hidden file")} left out.`);
    if (found.unreadable.length) said.push(`Could not be read: ${found.unreadable.slice(0, 3).join(", ")}${found.unreadable.length > 3 ? " …" : ""}`);
    return said.join(" ");
  };

  const choose = (found) => {
    const refused = tooLarge(found);
    say(at("trouble"), refused);
    at("looked").replaceChildren();
    show(at("looked"), false);
    key = "";
    if (!found.files.length && refused) chosen = null;
    else if (!found.files.length) {
      chosen = null;
      const folder = found.empty.length ? `There are no files in ${found.empty[0]}.` : "There are no files in this.";
      say(at("trouble"), found.hidden ? `${folder} ${counted(found.hidden, "hidden file")} left out.` : folder);
    } else if (found.files.length > limits.files) {
      chosen = null;
      say(at("trouble"), `These are ${counted(found.files.length, "file")}; an upload takes at most ${number.format(limits.files)}. Hand them in by several uploads, a folder each.`);
    } else {
      chosen = found;
      at("chosen-said").textContent = told(found);
    }
    at("files").required = !chosen;
    show(at("chosen"), Boolean(chosen));
  };

  const forget = () => {
    at("files").value = "";
    at("folder").value = "";
    chosen = null;
    key = "";
    at("files").required = true;
    show(at("chosen"), false);
    show(at("looked"), false);
    at("files").focus();
  };

  at("files").addEventListener("change", (event) => { if (event.target.files.length) choose(window.gather.fromInput(event.target.files)); });
  at("folder").addEventListener("change", (event) => choose(window.gather.fromInput(event.target.files)));
  at("forget").addEventListener("click", forget);
  show(at("by-folder"));

  const drop = at("drop");
  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  // A file dropped beside the frame would otherwise take the place of the page.
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => { if (carriesFiles(event)) event.preventDefault(); });
  drop.addEventListener("dragenter", (event) => { if (carriesFiles(event)) drop.classList.add("over"); });
  drop.addEventListener("dragleave", (event) => { if (!drop.contains(event.relatedTarget)) drop.classList.remove("over"); });
  drop.addEventListener("drop", async (event) => {
    drop.classList.remove("over");
    if (stopping || !carriesFiles(event)) return;
    event.preventDefault();
    at("files").value = "";
    at("folder").value = "";
    choose(await window.gather.fromDrop(event.dataTransfer));
  });

  // --- Looking first ----------------------------------------------------------------------------------------------
  const button = (words, act, quiet) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    if (quiet) made.className = "secondary outline";
    made.addEventListener("click", act);
    return made;
  };

  // `unasked`: nobody ticked that they want to see it.
  const look = async (found, unasked) => {
    const { seen, left, words } = await window.looking.look(found.files, form.dataset.look, limits, form.elements.source.value.trim());
    const why = document.createElement("p");
    why.textContent = `${found.files.some((one) => isZip(one.path)) ? "Zip archives" : `More than ${MUCH} files`} are always looked at before they go in.`;
    if (unasked) seen.querySelector(".looked h2").after(why);
    const decide = document.createElement("div");
    decide.className = "decide";
    if (words) decide.append(button(words, () => send({ ...found, files: left })));
    decide.append(button(words ? "Cancel" : "Choose others", forget, Boolean(words)));
    at("looked").replaceChildren(...seen.childNodes, decide);
    show(at("looked"));
    at("looked").focus();
  };

  // --- Sending ----------------------------------------------------------------------------------------------------
  const rows = new Map();
  // The first thousands have a line each, and besides these what was not taken.
  const row = (one, always) => {
    if (rows.has(one) || (rows.size >= SHOWN && !always)) return rows.get(one);
    const made = document.createElement("li");
    const name = document.createElement("bdi");
    name.textContent = one.path;
    const state = document.createElement("span");
    made.append(name, " ", state);
    at("each").append(made);
    rows.set(one, state);
    return state;
  };
  const mark = (one, words, kind) => {
    const state = row(one, kind === "bad");
    if (!state) return;
    state.textContent = words;
    state.parentElement.className = kind;
  };

  const sent = { files: 0, already: 0, refused: 0, gone: 0 };
  const overall = (found, part = 0) => {
    at("sent").max = found.files.length;
    at("sent").value = sent.files + part;
    const said = [`${number.format(sent.files)} of ${counted(found.files.length, "file")} sent`];
    if (sent.already) said.push(`${number.format(sent.already)} were here already`);
    if (sent.refused) said.push(`${number.format(sent.refused)} not taken`);
    if (sent.gone) said.push(`${number.format(sent.gone)} could not be read on your machine`);
    const words = `${said.join(", ")}.`;
    if (at("sending-said").textContent !== words) at("sending-said").textContent = words;
  };

  // What comes out of an archive takes a while: say how many files have come.
  const watched = (one) => {
    const timer = setInterval(async () => {
      try {
        const { count } = await post(`${upload.there}?count=on`, null);
        mark(one, `sent, is being opened: ${counted(count, "file")} so far`, "going");
      } catch {
        // The portion itself will tell what is the matter.
      }
    }, 2000);
    return () => clearInterval(timer);
  };

  const sendPortion = async (some, found, how) => {
    const { data, gone } = await packed(some, limits);
    for (const one of some) mark(one, "sending", "going");
    let unwatch = () => {};
    const progress = (share) => {
      overall(found, share * some.length);
      if (some.length > 1) return;
      const opened = share === 1 && isZip(some[0].path);
      mark(some[0], share < 1 ? `${Math.floor(100 * share)} %` : opened ? "sent, is being opened" : "sent", "going");
      unwatch();
      if (opened) unwatch = watched(some[0]);
    };
    const ask = () => post(upload.add, data, { ...how, progress }).finally(() => unwatch());
    const answer = await patiently(ask, how.aborted, how.waiting);
    say(at("sending-trouble"), "");
    const reasons = new Map(answer.refused);
    for (const one of some) {
      if (gone.includes(one)) mark(one, "could not be read on your machine", "bad");
      else if (reasons.has(one.path)) mark(one, `not taken: ${reasons.get(one.path)}`, "bad");
      else mark(one, "has come", "come");
    }
    for (const [path, reason] of answer.refused) if (!some.some((one) => one.path === path)) mark({ path }, `not taken: ${reason}`, "bad");
    sent.files += some.length;
    sent.gone += gone.length;
    sent.already += answer.already;
    sent.refused += answer.refused.length;
    overall(found);
  };

  const sendAll = async (found, how) => {
    key ||= [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const resumed = Boolean(upload);
    upload ??= await begun(form, found.files, key, how);
    at("to-receipt").href = upload.more;
    let left = found.files;
    if (resumed) {
      const { there } = await patiently(() => post(upload.there, null, how), how.aborted, how.waiting);
      const skipped = without(found.files, there);
      left = skipped.left;
      for (const one of skipped.already) mark(one, "is here already", "come");
      sent.files = sent.already = skipped.already.length;
    }
    overall(found);
    for (const some of portions(left)) await sendPortion(some, found, how);
    await patiently(() => post(upload.end, new FormData(), how), how.aborted, how.waiting);
  };

  const send = async (found) => {
    chosen = found;
    stopping = new AbortController();
    const how = { aborted: stopping.signal, waiting: (words) => say(at("sending-trouble"), words) };
    Object.assign(sent, { files: 0, already: 0, refused: 0, gone: 0 });
    show(form, false);
    if (at("unfinished-list")) show(at("unfinished-list"), false);
    show(at("looked"), false);
    show(at("sending"));
    show(at("go-on"), false);
    show(at("to-receipt"), false);
    show(at("stop"));
    say(at("trouble"), "");
    say(at("sending-trouble"), "");
    for (const one of found.files.slice(0, SHOWN)) row(one).textContent = size(one.size);
    say(at("each-more"), found.files.length > SHOWN ? `and ${number.format(found.files.length - SHOWN)} more, which are counted above` : "");
    try {
      await sendAll(found, how);
      stopping = null;
      if (sent.gone) {
        leaveOff(`${counted(sent.gone, "file")} could not be read on your machine; the list says which. All others came.`, upload.done);
        show(at("go-on"), false);
      } else location.assign(upload.done);
    } catch (trouble) {
      stopping = null;
      const came = upload ? " What came is kept." : "";
      if (trouble instanceof Trouble) leaveOff(`${trouble.message}${came}`);
      else if (trouble.name === "AbortError") leaveOff(`Stopped.${came} You can go on now, or later from your receipts.`);
      else throw trouble;
    }
  };

  const leaveOff = (words, receipt) => {
    say(at("sending-trouble"), words);
    show(at("stop"), false);
    show(at("go-on"));
    if (upload) {
      at("to-receipt").href = receipt ?? upload.done;
      show(at("to-receipt"));
    }
    at("go-on").focus();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (stopping || !chosen) return;
    const zipped = chosen.files.some((one) => isZip(one.path));
    const wants = Boolean(form.elements.look?.checked);
    if (upload || (!wants && !zipped && chosen.files.length <= MUCH)) {
      await send(chosen);
      return;
    }
    const submit = form.querySelector("[type=submit]");
    submit.setAttribute("aria-busy", "true");
    try {
      await look(chosen, !wants);
    } catch (trouble) {
      say(at("trouble"), trouble.message);
    } finally {
      submit.removeAttribute("aria-busy");
    }
  });
  at("go-on").addEventListener("click", () => send(chosen));
  at("stop").addEventListener("click", () => stopping?.abort());
  window.addEventListener("beforeunload", (event) => { if (stopping) event.preventDefault(); });
})();
