"use strict";
// Shortcuts of the reading pages. None where somebody types, none with Ctrl, Alt or Meta; all of them can be switched off.
(() => {
  const KEPT = "newsarchive.shortcuts";
  const TYPING = "input, textarea, select, [contenteditable], dialog";
  const LISTS = "[data-walk] > *, ol.stories > li, ol.lines > li, ul.uploads > li, .members tbody > tr";
  const dialog = document.getElementById("shortcuts");
  if (!dialog) return;

  const isOn = () => {
    try {
      return localStorage.getItem(KEPT) !== "off";
    } catch {
      return true;
    }
  };

  const keep = (on) => {
    try {
      localStorage.setItem(KEPT, on ? "on" : "off");
    } catch {
      // Where nothing may be kept, they are on again on the next page.
    }
  };

  const show = () => {
    dialog.querySelector("[data-keys-on]").checked = isOn();
    if (!dialog.open) dialog.showModal();
  };

  const search = () => {
    const box = [...document.querySelectorAll("main input[type=search]")].find((field) => field.checkVisibility());
    if (box) {
      box.focus();
      box.select();
    } else {
      location.assign(document.querySelector(".nameplate").href + "#q");
    }
  };

  // The link of each thing listed, from the top of the page to its end.
  const links = () =>
    [...document.querySelectorAll(LISTS)]
      .map((item) => ({ item, link: item.querySelector("a[href]") }))
      .filter(({ link }) => link && link.checkVisibility());

  const walk = (step) => {
    const all = links();
    const here = all.findIndex(({ item }) => item.contains(document.activeElement));
    const inView = all.findIndex(({ item }) => item.getBoundingClientRect().bottom > 0);
    const next = all[here < 0 ? Math.max(inView, 0) : here + step];
    if (!next) return;
    next.link.focus();
    next.item.scrollIntoView({ block: "nearest" });
  };

  const acts = { "/": search, "?": show, j: () => walk(1), k: () => walk(-1) };

  document.addEventListener("keydown", (event) => {
    const at = event.target instanceof Element ? event.target : document.body;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !isOn()) return;
    if (at.closest(TYPING)) {
      if (event.key === "Escape" && at.matches("main input[type=search]") && !at.value) at.blur();
      return;
    }
    const act = acts[event.key];
    if (!act || event.defaultPrevented) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("click", (event) => {
    const shows = event.target.closest("[data-shows-keys]");
    if (shows && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      show();
    }
    // A click beside the list closes it, as on its button.
    if (event.target === dialog || event.target.closest("[data-closes]")) dialog.close();
  });

  dialog.querySelector("[data-keys-on]").addEventListener("change", (event) => keep(event.target.checked));
  if (location.hash === "#q") document.getElementById("q")?.focus();
})();
