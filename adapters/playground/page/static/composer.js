// The line to write in, with suggestions: a combobox.

import { el } from "./dom.js";

const PAUSE = 150;

/**
 * Fill a form. `suggest(text)` resolves to [{label, note, tag, text, onTake, isCommand}]: taking a suggestion
 * puts its text into the line; a command still being typed is taken by Enter too. `hint(text, fill)` gives nodes
 * that stand above the line, in which `fill(text)` puts a text into it. `send(text)` resolves to whether the line
 * may be emptied. The answer's `fill(text)` puts a text into the line, ready to be changed.
 */
export function composer(form, { id, label, placeholder, suggest, hint = () => [], send }) {
  const listId = `${id}-suggestions`;
  const list = el("div", { class: "suggestions", id: listId, role: "listbox", "aria-label": "Suggestions", hidden: true });
  const input = el("textarea", {
    rows: 1,
    placeholder,
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": label,
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": listId,
    "aria-describedby": `${id}-hint`,
  });
  const about = el("div", { class: "hint", hidden: true });
  const button = el("button", { type: "submit", class: "send" }, "Send");
  form.replaceChildren(list, about, input, button);

  let offered = [];
  let active = -1;
  let asked = 0;
  let timer = 0;

  function show(suggestions) {
    offered = suggestions;
    active = -1;
    list.hidden = offered.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(...offered.map(optionNode));
  }
  function optionNode(suggestion, index) {
    return el(
      "div",
      { class: "suggestion", role: "option", id: `${listId}-${index}`, "aria-selected": "false", onmousedown: (event) => {
        event.preventDefault();
        take(suggestion);
      } },
      el("span", { class: "suggestion-label" }, suggestion.label),
      suggestion.note ? el("span", { class: "faint suggestion-note" }, suggestion.note) : null,
      suggestion.tag ? el("span", { class: `tag ${suggestion.tag}` }, suggestion.tag) : null,
    );
  }
  function mark(index) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const node = list.children[active];
    if (!node) return input.removeAttribute("aria-activedescendant");
    node.setAttribute("aria-selected", "true");
    node.scrollIntoView({ block: "nearest" });
    return input.setAttribute("aria-activedescendant", node.id);
  }
  function take(suggestion) {
    suggestion.onTake?.();
    fill(suggestion.text);
    refresh(0);
  }
  function fill(text) {
    input.value = text;
    fit();
    input.focus();
  }
  function refresh(pause = PAUSE) {
    clearTimeout(timer);
    const turn = ++asked;
    timer = setTimeout(async () => {
      const suggestions = await suggest(input.value);
      if (turn === asked) show(suggestions);
    }, pause);
  }
  function hide() {
    asked += 1;
    clearTimeout(timer);
    show([]);
  }
  function fit() {
    const hints = hint(input.value, (text) => {
      fill(text);
      refresh(0);
    });
    about.replaceChildren(...hints);
    hints[0]?.setAttribute("id", `${id}-hint`);
    about.hidden = hints.length === 0;
    input.style.height = "auto";
    input.style.height = `${Math.min(input.scrollHeight + 2, 160)}px`;
  }
  async function submit() {
    const text = input.value.trim();
    hide();
    if (text && (await send(text)) && input.value.trim() === text) {
      input.value = "";
      fit();
    }
  }

  input.addEventListener("input", () => {
    fit();
    refresh(input.value.includes(":") ? PAUSE : 0);
  });
  input.addEventListener("focus", () => input.value.startsWith("/") && refresh());
  input.addEventListener("blur", hide);
  input.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    if (event.key === "ArrowDown" && open) mark(Math.min(active + 1, offered.length - 1));
    else if (event.key === "ArrowUp" && open) mark(Math.max(active - 1, -1));
    else if (event.key === "Escape" && open) hide();
    else if (event.key === "Tab" && open && !event.shiftKey && (active >= 0 || /\S$/.test(input.value))) {
      take(offered[Math.max(active, 0)]);
    }
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      if (open && (active >= 0 || offered[0].isCommand)) take(offered[Math.max(active, 0)]);
      else submit();
    } else return;
    event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });

  return { fill };
}
