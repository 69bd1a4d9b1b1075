// Suggestions below the search box: a combobox with a list, after the WAI-ARIA Authoring Practices. The box keeps the
// focus; arrows move through the list, Enter takes what is marked, Escape closes. Without this script, and until
// something is marked, the box is a box.
(() => {
  const WAIT = 150;
  const box = document.querySelector("[data-suggest]");
  if (!box) return;

  const list = document.createElement("ul");
  list.id = "suggested";
  list.className = "suggested";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  box.parentElement.append(list, said);
  for (const [name, value] of Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) box.setAttribute(name, value);

  let timer = 0;
  let asked = 0;
  let marked = null;

  const options = () => [...list.querySelectorAll("[role=option]")];

  const mark = (option) => {
    marked?.setAttribute("aria-selected", "false");
    marked = option;
    if (!option) return box.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const close = () => {
    asked += 1;
    clearTimeout(timer);
    mark(null);
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
  };

  const show = (fragment) => {
    mark(null);
    list.innerHTML = fragment;
    const many = options().length;
    list.hidden = !many;
    box.setAttribute("aria-expanded", String(Boolean(many)));
    said.textContent = many ? `${many} suggestion${many > 1 ? "s" : ""}` : "";
  };

  const ask = async () => {
    const mine = (asked += 1);
    try {
      const answer = await fetch(`${box.dataset.suggest}?${new URLSearchParams({ q: box.value })}`, {
        headers: { "HX-Request": "true" },
      });
      const fragment = answer.ok ? await answer.text() : "";
      if (mine === asked && document.activeElement === box) show(fragment);
    } catch {
      close();
    }
  };

  const take = (option) => {
    if (option.dataset.address) {
      close();
      location.assign(option.dataset.address);
      return;
    }
    box.value = option.dataset.box;
    close();
    box.focus();
  };

  const step = (by) => {
    const all = options();
    const at = all.indexOf(marked) + by;
    mark(at < 0 ? (marked ? null : all[all.length - 1]) : at >= all.length ? null : all[at]);
  };

  box.addEventListener("input", () => {
    clearTimeout(timer);
    if (box.selectionStart !== box.value.length || box.value.trim().length < 2) return close();
    timer = setTimeout(ask, WAIT);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && marked) {
      event.preventDefault();
      take(marked);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  box.addEventListener("blur", close);
  // A press would move the focus away, and close the list under it.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
})();
