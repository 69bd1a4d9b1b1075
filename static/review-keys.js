"use strict";
// Keys on the review page: each presses the button that says the same. Nothing while somebody types, or twice.
(() => {
  const acts = { s: "same", d: "different", u: "unsure", k: "skip", z: "undo" };
  const typing = "textarea, select, [contenteditable], input:not([type=checkbox]):not([type=submit])";
  let sent = false;

  const pressed = (event) => {
    const at = event.target instanceof Element ? event.target : document.body;
    if (at.closest(typing)) {
      if (event.key === "Escape") at.blur();
      return;
    }
    if (sent || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = acts[event.key.toLowerCase()];
    const button = act && document.querySelector(`#review-form button[value="${act}"]`);
    if (!button) return;
    event.preventDefault();
    sent = true;
    button.click();
  };

  document.addEventListener("keydown", pressed);
  // A page that comes back from the browser's memory can be answered again.
  window.addEventListener("pageshow", () => {
    sent = false;
  });
})();
