// The log of the wire: what the bot asked the stand-ins, what they replied, and what the contracts say of it.

import { get } from "./api.js";
import { atEnd, el } from "./dom.js";
import { seconds } from "./times.js";

const PLATFORMS = { discord: "Discord", telegram: "Telegram", launch_library: "Launch Library" };
const VERDICTS = { waiting: "checking…", kept: "✓ contract kept", unchecked: "not checked", uncovered: "no contract" };
const DIRECTIONS = { send: "to the bot", receive: "from the bot" };

export class Wire {
  constructor() {
    this.root = document.getElementById("wire");
    this.parts = Object.fromEntries([...this.root.querySelectorAll("[data-part]")].map((node) => [node.dataset.part, node]));
    this.exchanges = new Map();
    this.root.addEventListener("toggle", () => this.redraw());
    this.parts.filter.addEventListener("change", () => this.redraw());
  }

  /** Take everything as it stands. */
  load(state) {
    this.most = state.most;
    this.exchanges = new Map(state.exchanges.map((exchange) => [exchange.number, exchange]));
    this.checks = state.checks;
    this.parts.contracts.textContent = state.checks
      ? "Every request and reply is held against the platforms' published contracts."
      : "No contracts are at hand: nothing is checked.";
    this.redraw();
  }

  /** Take one change. */
  take(event) {
    if (event.kind === "exchange") this.add(event.exchange, event.replaces);
    else if (this.exchanges.has(event.exchange.number)) this.judge(event.exchange);
    this.count();
  }

  add(exchange, replaced) {
    if (replaced !== null) this.drop(replaced);
    // After a new connection it may be told twice.
    this.drop(exchange.number);
    this.exchanges.set(exchange.number, exchange);
    while (this.exchanges.size > this.most) this.drop(this.exchanges.keys().next().value);
    if (!this.root.open || !this.shows(exchange)) return;
    const follow = atEnd(this.parts.list);
    this.parts.list.append(row(exchange));
    if (follow) this.toEnd();
  }

  judge(exchange) {
    this.exchanges.set(exchange.number, exchange);
    const node = this.find(exchange.number);
    if (node) {
      node.querySelector(".verdict").replaceWith(verdict(exchange));
      node.querySelector(".problems").replaceWith(problems(exchange));
    } else if (this.root.open && this.shows(exchange)) {
      this.redraw();
    }
  }

  drop(number) {
    this.exchanges.delete(number);
    this.find(number)?.remove();
  }

  find(number) {
    return this.parts.list.querySelector(`[data-number="${number}"]`);
  }

  shows(exchange) {
    const wanted = this.parts.filter.value;
    return wanted === "broken" ? exchange.verdict === "broken" : !wanted || exchange.platform === wanted;
  }

  redraw() {
    this.count();
    const shown = this.root.open ? [...this.exchanges.values()].filter((exchange) => this.shows(exchange)) : [];
    this.parts.list.replaceChildren(...shown.map(row));
    this.toEnd();
  }

  toEnd() {
    this.parts.list.scrollTop = this.parts.list.scrollHeight;
  }

  count() {
    const total = this.exchanges.size;
    const broken = [...this.exchanges.values()].filter((exchange) => exchange.verdict === "broken").length;
    const said = this.checks ? (broken ? `${broken} with deviations` : "contracts kept") : "no contracts at hand";
    this.parts.tally.textContent = `${total} ${total === 1 ? "exchange" : "exchanges"} · ${said}`;
    this.parts.tally.classList.toggle("problem", broken > 0);
  }
}

function row(exchange) {
  const at = new Date(exchange.at);
  const bodies = el("div", { class: "bodies" });
  const details = el(
    "details",
    { ontoggle: () => details.open && !bodies.hasChildNodes() && show(exchange, bodies) },
    el(
      "summary",
      {},
      el("time", { datetime: at.toISOString() }, seconds(at)),
      el("span", { class: `platform ${exchange.platform}` }, PLATFORMS[exchange.platform]),
      el("code", { class: "path" }, subject(exchange)),
      exchange.times > 1 ? el("span", { class: "faint" }, `× ${exchange.times}, nothing new`) : null,
      exchange.method === "GATEWAY" ? null : status(exchange),
      verdict(exchange),
    ),
    exchange.note ? el("p", { class: "note" }, `The stand-in says: ${exchange.note}`) : null,
    problems(exchange),
    bodies,
  );
  return el("li", { "data-number": exchange.number }, details);
}

/** What an exchange is about: method and path, or the direction and the name of a gateway frame. */
function subject(exchange) {
  if (exchange.method !== "GATEWAY") return `${exchange.method} ${exchange.path}`;
  const [direction, event] = exchange.path.split(" ");
  return `${event} ${DIRECTIONS[direction] ?? direction}`;
}

function status(exchange) {
  const failed = exchange.status < 200 || exchange.status > 299;
  return el("span", { class: `status${failed ? " failed" : ""}` }, exchange.status ? String(exchange.status) : "cut off");
}

function verdict(exchange) {
  const number = exchange.problems.length;
  const words = exchange.verdict === "broken" ? `✗ ${number} ${number === 1 ? "deviation" : "deviations"}` : VERDICTS[exchange.verdict];
  return el("span", { class: `verdict ${exchange.verdict}` }, words);
}

function problems(exchange) {
  return el("ul", { class: "problems" }, exchange.problems.map((problem) => el("li", {}, problem)));
}

async function show(exchange, bodies) {
  try {
    const { request, reply } = await get(`/wire/${exchange.number}`, {});
    bodies.replaceChildren(...body("Request", request), ...body("Reply", reply));
  } catch (error) {
    bodies.replaceChildren(el("p", { class: "note" }, error.message));
  }
  bodies.scrollIntoView({ block: "nearest" });
}

function body(title, value) {
  if (value === null) return [];
  const text = JSON.stringify(value, null, 2);
  return [el("h3", {}, title), el("pre", { tabindex: 0, role: "region", "aria-label": title }, el("code", {}, text))];
}
