// What stands above the line while a slash command is typed: the command, the option in focus, all options.

import { el } from "./dom.js";
import { parse } from "./slash.js";

/** Nodes for a line so far, none where it names no command. `fill(text)` puts a text into the line. */
export function commandHint(entries, text, fill) {
  if (!text.startsWith("/")) return [];
  const line = parse(text, entries);
  if (!line.command) return [];
  const current = line.command.options.find((option) => option.name === line.current);
  const chips = line.command.options.map((option) => chip(option, line, text, fill));
  const about = current ?? line.command;
  const name = current ? `${current.name}${current.required ? " (required)" : ""}` : `/${line.command.name}`;
  return [
    el("p", { class: "hint-about" }, el("strong", {}, name), " ", about.description),
    chips.length ? el("div", { class: "chips" }, chips) : null,
  ].filter(Boolean);
}

function chip(option, line, text, fill) {
  const value = line.values[option.name];
  const state = [
    value ? "filled" : "",
    option.name === line.current ? "current" : "",
    option.required && !value ? "missing" : "",
  ];
  const shown = value ? `${option.name}: ${value}` : option.name + (option.required ? " *" : "");
  const props = {
    type: "button",
    // The suggestions offer the same to the keyboard.
    tabindex: -1,
    class: `chip ${state.filter(Boolean).join(" ")}`,
    title: `${option.required ? "Required" : "Optional"}: ${option.description}`,
    disabled: value !== undefined,
    onmousedown: (event) => event.preventDefault(),
    onclick: () => fill(`${text.trimEnd()} ${option.name}:`),
  };
  return el("button", props, shown);
}
