// Conveniences of the article's page: buttons that copy, and folds that open for print where style sheets cannot.
"use strict";

function said(words) {
  for (const place of document.querySelectorAll(".copied")) place.textContent = words;
}

async function copy(button) {
  const words = document.getElementById(button.dataset.copy).textContent.trim().replace(/\s+/g, " ");
  try {
    await navigator.clipboard.writeText(words);
    said(button.dataset.copied);
  } catch {
    getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
    said("It is selected now: copy it with your keyboard.");
  }
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}

let opened = [];

addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details.fold:not([open])")];
  for (const fold of opened) fold.open = true;
});

addEventListener("afterprint", () => {
  for (const fold of opened) fold.open = false;
});
