// The part of Discord's markdown that messages of bots use, as nodes.
// https://support.discord.com/hc/en-us/articles/210298617

import { el, link, webAddress } from "./dom.js";
import { timestamp } from "./times.js";

const INLINE = [
  [/^\\([^A-Za-z0-9\s])/, (match) => match[1]],
  [/^```(?:[a-z0-9_+-]+\n)?\n?([\s\S]+?)\n?```/i, (match) => el("pre", {}, el("code", {}, match[1]))],
  [/^``(.+?)``(?!`)/s, (match) => el("code", {}, match[1])],
  [/^`([^`]+)`/, (match) => el("code", {}, match[1])],
  [/^\*\*\*(.+?)\*\*\*(?!\*)/s, (match, on) => el("strong", {}, el("em", {}, inline(match[1], on)))],
  [/^\*\*(.+?)\*\*(?!\*)/s, (match, on) => el("strong", {}, inline(match[1], on))],
  [/^__(.+?)__(?!_)/s, (match, on) => el("u", {}, inline(match[1], on))],
  [/^~~(.+?)~~/s, (match, on) => el("s", {}, inline(match[1], on))],
  [/^\|\|(.+?)\|\|/s, (match, on) => spoiler(inline(match[1], on))],
  [/^\*(?=\S)(.+?)(?<=\S)\*(?!\*)/s, (match, on) => el("em", {}, inline(match[1], on))],
  [/^_(?=\S)(.+?)(?<=\S)_(?![_\w])/s, (match, on) => el("em", {}, inline(match[1], on))],
  [/^\[((?:\\.|[^\]\\])+)\]\(<?(https?:\/\/(?:[^\s()<>]|\([^\s()<>]*\))+)>?(?: "[^"]*")?\)/, masked],
  [/^<(https?:\/\/[^\s>]+)>/, (match) => link(match[1], match[1])],
  [/^https?:\/\/[^\s<]*[^\s<.,:;"')\]]/, (match) => link(match[0], match[0])],
  [/^<t:(-?\d{1,13})(?::([tTdDfFR]))?>/, moment],
  [/^<(@[!&]?|#)(\d+)>/, (match, on) => mention(match[1][0], on.names?.(match[1][0], match[2]) ?? match[2])],
  [/^<\/([^:>]+):(\d+)>/, (match, on) => command(match[1], match[2], on)],
  [/^<a?:(\w+):\d+>/, (match) => `:${match[1]}:`],
  [/^@(everyone|here)\b/, (match) => mention("@", match[1])],
];
// Where an inline pattern may begin; everything else is text.
const PLAIN = /^(?:[^\\`*_~|[<h@]|h(?!ttps?:\/\/)|[\s\S])[^\\`*_~|[<h@]*/;

function masked(match, on) {
  return webAddress(match[2]) ? link(match[2], inline(match[1], on)) : match[0];
}

function moment(match, on) {
  const told = timestamp(Number(match[1]), match[2], on.language);
  if (told === null) return match[0];
  return el("time", { datetime: told.iso, title: told.title }, told.text);
}

function mention(sign, name) {
  return el("span", { class: "mention" }, sign + name);
}

/** The name of a command, which is put into the line when it is pressed. */
function command(name, id, on) {
  if (!on.command) return mention("/", name);
  return el("button", { type: "button", class: "command mention", onclick: () => on.command(id) }, `/${name}`);
}

/** Text that shows itself when pressed. */
export function spoiler(children) {
  const reveal = (event) => {
    if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
    event.currentTarget.classList.add("revealed");
    // From now on its words are read, not what hid them.
    for (const name of ["role", "aria-label", "title"]) event.currentTarget.removeAttribute(name);
  };
  const props = { class: "spoiler", role: "button", tabindex: 0, "aria-label": "Spoiler", title: "Spoiler" };
  return el("span", { ...props, onclick: reveal, onkeydown: reveal }, ...children);
}

/**
 * The nodes of one run of text. `on.names(sign, id)` may give the name of a mention, `on.command(id)` types that
 * command; instants are told in `on.language`.
 */
export function inline(text, on = {}) {
  const nodes = [];
  let rest = text;
  let before = "";
  while (rest) {
    const [node, length] = step(rest, before, on);
    nodes.push(node);
    before = rest[length - 1];
    rest = rest.slice(length);
  }
  return nodes;
}

function step(rest, before, on) {
  for (const [pattern, make] of INLINE) {
    const match = pattern.exec(rest);
    // An underscore within a word is no emphasis.
    if (match && !(rest[0] === "_" && /\w/.test(before))) return [make(match, on), match[0].length];
  }
  const plain = PLAIN.exec(rest)[0];
  return [plain, plain.length];
}

const BLOCKS = [
  [/^(#{1,3}) +(.+)$/, (match, on) => el(`h${match[1].length + 2}`, {}, inline(match[2], on))],
  [/^-# +(.+)$/, (match, on) => el("small", { class: "subtext" }, inline(match[1], on))],
  [/^(?:>>> |> )(.*)$/, (match, on) => el("blockquote", {}, inline(match[1], on))],
  [/^( *)[-*] +(.+)$/, (match, on) => item("•", match, on)],
  [/^( *)(\d+)\. +(.+)$/, (match, on) => item(`${match[2]}.`, [match[0], match[1], match[3]], on)],
];

function item(sign, match, on) {
  const level = Math.min(Math.floor(match[1].length / 2), 3);
  return el("div", { class: `item level-${level}` }, el("span", { class: "sign" }, sign), el("span", {}, inline(match[2], on)));
}

/** The nodes of a whole text. */
export function markdown(text, on = {}) {
  const nodes = [];
  let open = [];
  const close = () => {
    if (open.length) nodes.push(el("p", {}, inline(open.join("\n"), on)));
    open = [];
  };
  const take = (line) => {
    const [make, match] = block(line);
    if (match === null) return open.push(line);
    close();
    return nodes.push(make(match, on));
  };
  // Every second part is a block of code.
  text.split(/\n?(```[\s\S]+?```)\n?/).forEach((part, index) => {
    if (index % 2) {
      close();
      nodes.push(...inline(part, on));
    } else if (part) {
      part.split("\n").forEach(take);
    }
  });
  close();
  return nodes;
}

function block(line) {
  for (const [pattern, make] of BLOCKS) {
    const match = pattern.exec(line);
    if (match) return [make, match];
  }
  return [null, null];
}
