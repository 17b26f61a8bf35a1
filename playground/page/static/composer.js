// The line to write in, with suggestions: a combobox.

import { el } from "./dom.js";

const PAUSE = 150;

/**
 * Fill a form. `suggest(text)` resolves to [{label, note, tag, picture, text, onTake, isCommand, act, more}]:
 * taking a suggestion puts its text into the line; a command still being typed is taken by Enter too. One with an
 * `act()` does that instead, which resolves to whether the line may be emptied, and one with `more()` makes room for
 * the suggestions that it resolves to. `hint(text, fill)` gives nodes that stand above the line, in which `fill(text)`
 * puts a text into it. `send(text)` resolves to whether the line may be emptied. The answer's `fill(text)` puts a text
 * into the line, ready to be changed; `type(text)` does so as if it had been typed.
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
      { class: suggestion.picture ? "suggestion pictured" : "suggestion", role: "option", id: `${listId}-${index}`, "aria-selected": "false", onmousedown: (event) => {
        event.preventDefault();
        take(suggestion);
      } },
      suggestion.picture ? el("img", { src: suggestion.picture, alt: "", class: "suggestion-picture" }) : null,
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
    if (suggestion.act) return done(suggestion.act);
    if (suggestion.more) return extend(suggestion.more);
    suggestion.onTake?.();
    fill(suggestion.text);
    return refresh(0);
  }
  async function done(act) {
    const text = input.value;
    hide();
    if ((await act()) && input.value === text) {
      input.value = "";
      fit();
    }
  }
  async function extend(more) {
    const turn = asked;
    const kept = offered.slice(0, -1);
    const further = await more();
    if (turn !== asked) return;
    show([...kept, ...further]);
    mark(Math.min(kept.length, offered.length - 1));
  }
  function type(text) {
    fill(text);
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
    if (text) await done(() => send(text));
    else hide();
  }

  /** Whether the first suggestion goes on with what is typed: doing something wants to be chosen. */
  function completes() {
    return /\S$/.test(input.value) && !offered[0].act;
  }

  input.addEventListener("input", () => {
    fit();
    refresh(/:|^@/.test(input.value) ? PAUSE : 0);
  });
  input.addEventListener("focus", () => /^[/@]/.test(input.value) && refresh());
  input.addEventListener("blur", hide);
  input.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    if (event.key === "ArrowDown" && open) mark(Math.min(active + 1, offered.length - 1));
    else if (event.key === "ArrowUp" && open) mark(Math.max(active - 1, -1));
    else if (event.key === "Escape" && open) hide();
    else if (event.key === "Tab" && open && !event.shiftKey && (active >= 0 || completes())) {
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

  return { fill, type };
}
