// A menu of choices that opens below its button: Discord's select menus.

import { el } from "./dom.js";

let openMenu = null;

document.addEventListener("click", (event) => {
  if (openMenu && !openMenu.root.contains(event.target)) openMenu.close();
});

/**
 * A button with a listbox. `options` are {value, label, description, chosen}; `least` and `most` say how
 * many may be chosen; `onChoose(values)` is called when the menu closes with a choice.
 */
export function menu({ label, options, least = 1, most = 1, disabled, key, onChoose }) {
  const chosen = new Set(options.filter((option) => option.chosen).map((option) => option.value));
  const many = most > 1;
  const list = el("div", { class: "menu-list", role: "listbox", "aria-label": label, hidden: true });
  if (many) list.setAttribute("aria-multiselectable", "true");
  const shown = options.filter((option) => option.chosen).map((option) => option.label);
  const button = el(
    "button",
    { type: "button", class: "menu-button", "aria-haspopup": "listbox", "aria-expanded": "false", disabled, "data-key": key },
    el("span", { class: shown.length ? "" : "faint" }, shown.join(", ") || label),
    el("span", { class: "menu-arrow", "aria-hidden": "true" }, "▾"),
  );
  button.setAttribute("aria-label", shown.length ? `${label}: ${shown.join(", ")}` : label);
  const root = el("div", { class: "menu" }, button, list);

  const handle = { root, close };
  function close(focus = false) {
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (openMenu === handle) openMenu = null;
    if (focus) button.focus();
  }
  function open() {
    openMenu?.close();
    openMenu = handle;
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    (list.querySelector("[aria-selected=true]") ?? list.firstElementChild)?.focus();
    list.scrollIntoView({ block: "nearest" });
  }
  function pick(option, node) {
    if (!many) {
      close(true);
      onChoose([option.value]);
      return;
    }
    if (chosen.has(option.value)) chosen.delete(option.value);
    else if (chosen.size < most) chosen.add(option.value);
    node.setAttribute("aria-selected", String(chosen.has(option.value)));
  }
  function done() {
    if (chosen.size < least) return;
    close(true);
    onChoose([...chosen]);
  }

  for (const option of options) {
    const node = el(
      "button",
      { type: "button", class: "menu-option", role: "option", "aria-selected": String(chosen.has(option.value)) },
      el("span", {}, option.label),
      option.description ? el("span", { class: "faint" }, option.description) : null,
    );
    node.addEventListener("click", () => pick(option, node));
    list.append(node);
  }
  if (many) list.append(el("button", { type: "button", class: "menu-done", onclick: done }, "Done"));
  root.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !root.contains(event.relatedTarget)) close();
  });
  button.addEventListener("click", () => (list.hidden ? open() : close()));
  list.addEventListener("keydown", (event) => {
    const nodes = [...list.querySelectorAll("button")];
    const index = nodes.indexOf(document.activeElement);
    if (event.key === "Escape") close(true);
    else if (event.key === "ArrowDown") nodes[Math.min(index + 1, nodes.length - 1)].focus();
    else if (event.key === "ArrowUp") nodes[Math.max(index - 1, 0)].focus();
    else if (event.key === "Home") nodes[0].focus();
    else if (event.key === "End") nodes.at(-1).focus();
    else if (event.key === "Tab") close();
    else return;
    if (event.key !== "Tab") event.preventDefault();
  });
  return root;
}
