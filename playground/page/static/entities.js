// Telegram's message entities as nodes. Offsets count UTF-16 units, as strings do here.
// https://core.telegram.org/bots/api#messageentity

import { el, link } from "./dom.js";
import { spoiler } from "./markdown.js";
import { moment } from "./times.js";

const WRAPPERS = {
  bold: (children) => el("strong", {}, children),
  italic: (children) => el("em", {}, children),
  underline: (children) => el("u", {}, children),
  strikethrough: (children) => el("s", {}, children),
  spoiler,
  code: (children) => el("code", {}, children),
  pre: (children) => el("pre", {}, el("code", {}, children)),
  blockquote: (children) => el("blockquote", {}, children),
  expandable_blockquote: folded,
  date_time: (children, entity, on) => instant(children, entity, on.language),
  url: (children, entity, on) => on.link(entity.text, children),
  text_link: (children, entity, on) => on.link(entity.url, children),
  email: (children) => el("span", { class: "mention" }, children),
  mention: (children) => el("span", { class: "mention" }, children),
  text_mention: (children) => el("span", { class: "mention" }, children),
  hashtag: (children) => el("span", { class: "mention" }, children),
  bot_command: (children, entity, on) =>
    el("button", { type: "button", class: "command", onclick: () => on.command(entity.text) }, children),
};

/** A quotation of which three lines are seen until it is tapped. */
function folded(children) {
  const open = () => node.classList.toggle("open", true);
  const more = el("button", { type: "button", class: "more", "aria-label": "Show all of it", onclick: open }, "⌄");
  const node = el("blockquote", { class: "folded" }, el("span", {}, children), more);
  return node;
}

/** An instant in the reader's own time, in place of its words; those where it is none. */
function instant(children, entity, language) {
  const shown = moment(entity.unix_time, entity.date_time_format ?? "", language);
  return shown ? el("time", { datetime: shown.iso, title: shown.title }, shown.text) : el("span", {}, children);
}

/** The nodes of a text. `on.link(address, children)` makes links, `on.command(text)` sends a command,
 * `on.language` is that of the reader's app. */
export function entityNodes(text, entities, on) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return between(text, 0, text.length, sorted, on);
}

function between(text, start, end, entities, on) {
  const nodes = [];
  let position = start;
  let rest = entities;
  while (rest.length) {
    const [first, ...others] = rest;
    const stop = Math.min(first.offset + first.length, end);
    if (first.offset > position) nodes.push(text.slice(position, first.offset));
    const inside = others.filter((other) => other.offset < stop);
    const children = between(text, first.offset, stop, inside, on);
    const wrap = WRAPPERS[first.type] ?? ((given) => el("span", {}, given));
    nodes.push(wrap(children, { ...first, text: text.slice(first.offset, stop) }, on));
    position = stop;
    rest = others.filter((other) => other.offset >= stop);
  }
  if (position < end) nodes.push(text.slice(position, end));
  return nodes;
}

/** A link for texts that need nothing more. */
export function plainLink(address, children) {
  return link(/^[a-z]+:\/\//i.test(address) ? address : `https://${address}`, children);
}
