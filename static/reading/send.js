"use strict";
// Sends files in portions of one upload, tries again when the connection fails, and says what it cannot mend.
(() => {
  const FILES = 200;
  const BYTES = 2 * 1024 * 1024;
  const WAITS = [1, 2, 4, 8, 15];

  // What went wrong: `again` says that trying again may help, `kept` that what came is kept and can be gone on with.
  class Trouble extends Error {
    constructor(reason, again = false) {
      super(reason);
      this.again = again;
    }
  }

  // Signing in anew changes the token, and the cookie with it: so it is read each time.
  const token = () => document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const SIGNED_OUT = "You have been signed out. Sign in again in another window, then go on here.";

  const judged = (status, signedOut, reason) => {
    if (signedOut) return new Trouble(SIGNED_OUT);
    if (status === 403) return new Trouble("This was refused: your account may not do it, or somebody else is signed in now. Sign in as yourself in another window, then go on here.");
    if (status === 404) return new Trouble("This upload is not here any more. Load the page again, and hand the files in anew.");
    if (status === 413) return new Trouble("This was too large for the archive at once. Hand in smaller files, or a smaller zip archive.");
    if (status === 409 || status === 422) return new Trouble(reason || "The archive would not take this.");
    return new Trouble("The archive does not answer as it should.", true);
  };

  const stopped = () => new DOMException("stopped", "AbortError");

  // XMLHttpRequest, because it alone tells how much of a request has been sent.
  const post = (address, data, { progress, aborted, html } = {}) =>
    new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      request.open(data ? "POST" : "GET", address);
      if (data) request.setRequestHeader("X-CSRFToken", token());
      request.setRequestHeader("HX-Request", "true");
      if (progress) request.upload.addEventListener("progress", (event) => progress(event.loaded / (event.total || 1)));
      request.addEventListener("load", () => {
        const signedOut = request.getResponseHeader("HX-Refresh") === "true";
        const text = request.responseText;
        if (request.status === 200 && !signedOut && html) return done(text);
        let said = null;
        try {
          said = html ? { reason: text } : JSON.parse(text);
        } catch {
          said = null;
        }
        if (request.status === 200 && !signedOut && said) done(said);
        else failed(judged(request.status, signedOut, said?.reason));
      });
      request.addEventListener("error", () => failed(new Trouble("The connection was lost.", true)));
      request.addEventListener("abort", () => failed(stopped()));
      const abort = () => request.abort();
      aborted?.addEventListener("abort", abort);
      request.addEventListener("loadend", () => aborted?.removeEventListener("abort", abort));
      // Stopped between two requests, none follows.
      if (aborted?.aborted) failed(stopped());
      else request.send(data);
    });

  const pause = (seconds, aborted) =>
    new Promise((done, failed) => {
      const timer = setTimeout(done, seconds * 1000);
      window.addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
      aborted.addEventListener("abort", () => { clearTimeout(timer); failed(stopped()); }, { once: true });
    });

  const patiently = async (ask, aborted, waiting) => {
    for (let tried = 0; ; tried += 1) {
      try {
        return await ask();
      } catch (trouble) {
        if (!trouble.again || tried === WAITS.length) throw trouble;
        waiting(`${trouble.message} Trying again in ${WAITS[tried]} s.`);
        await pause(WAITS[tried], aborted);
      }
    }
  };

  const isZip = (path) => /\.zip$/i.test(path);

  // A portion: files that are small together, or one that is large by itself.
  function* portions(files) {
    let some = [];
    let bytes = 0;
    for (const one of files) {
      if (some.length && (some.length === FILES || bytes + one.size > BYTES)) {
        yield some;
        some = [];
        bytes = 0;
      }
      some.push(one);
      bytes += one.size;
    }
    if (some.length) yield some;
  }

  // Read before it is sent: a file that was moved meanwhile is told from a connection that broke.
  const readable = async (one) => {
    if (one.size > BYTES) return one.file;
    try {
      return new Blob([await one.file.arrayBuffer()]);
    } catch {
      return null;
    }
  };

  const packed = async (some, limits) => {
    const data = new FormData();
    const gone = [];
    for (const one of some) {
      if (one.size > (isZip(one.path) ? limits.zip : limits.file)) {
        data.append("missed", one.path);
        data.append("missed_size", String(one.size));
        continue;
      }
      const content = await readable(one);
      if (content) {
        data.append("path", one.path);
        data.append("files", content, "file");
      } else gone.push(one);
    }
    return { data, gone };
  };

  const begun = async (form, files, key, told) => {
    const data = new FormData();
    data.append("files", String(files.length));
    data.append("source", form.elements.source?.value ?? "");
    data.append("key", key);
    return patiently(() => post(form.dataset.begin, data, told), told.aborted, told.waiting);
  };

  // Leave out what the upload has: as often as a name and a size are there, so often are they skipped.
  const without = (files, there) => {
    const has = new Map();
    for (const [name, size] of there) has.set(`${size} ${name}`, (has.get(`${size} ${name}`) ?? 0) + 1);
    const already = [];
    const left = files.filter((one) => {
      const key = `${one.size} ${one.path}`;
      const times = has.get(key) ?? 0;
      if (times) {
        has.set(key, times - 1);
        already.push(one);
      }
      return !times;
    });
    return { left, already };
  };

  window.sending = { Trouble, post, patiently, portions, packed, begun, without, isZip };
})();
