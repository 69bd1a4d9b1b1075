"use strict";
// Arrow keys on the page of two articles: to the previous and the next copy, s swaps sides. Nothing while somebody
// types, holds another key, or moves about in something that scrolls by itself.
(() => {
  const ways = { ArrowLeft: "a[rel=prev]", ArrowRight: "a[rel=next]", s: "a[data-key=s]" };
  const typing = "input, textarea, select, [contenteditable], [tabindex='0']";

  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target instanceof Element && event.target.closest(typing)) return;
    const link = ways[event.key] && document.querySelector(`.steps ${ways[event.key]}`);
    if (!link) return;
    event.preventDefault();
    link.click();
  });
})();
