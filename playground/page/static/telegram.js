// The right half: Telegram.

import { get, post } from "./api.js";
import { composer } from "./composer.js";
import { alertDialog } from "./dialogs.js";
import { el, link } from "./dom.js";
import { entityNodes, plainLink } from "./entities.js";
import { Pane } from "./pane.js";
import { ownAddress, picture } from "./pictures.js";
import { preview } from "./preview.js";
import { clock } from "./times.js";

const SIGNS = { private: "@", group: "", supergroup: "", channel: "📣 " };
const TOAST = 4000;
const LANGUAGES = [["en", "English"], ["de", "Deutsch"], ["es", "Español"], ["fr", "Français"], ["ru", "Русский"], ["zh-hans", "中文"]];

export class Telegram extends Pane {
  constructor() {
    super("telegram");
    this.people = [];
    this.chats = [];
    this.menu = [];
    this.editing = null;
    this.line = composer(this.parts.composer, {
      id: "telegram-line",
      label: "Message for Telegram",
      placeholder: "/previous provider:spacex",
      suggest: async (text) => this.suggest(text),
      send: (text) => this.send(text),
    });
  }

  /** Take everything as it stands. */
  load(state) {
    this.bot = state.bot;
    this.people = state.people;
    this.chats = state.chats;
    this.messages = new Map(state.messages.map((message) => [this.keyOf(message), message]));
    this.present(state.connected);
    this.offer("person", this.people.map((person) => [String(person.id), person.first_name]));
    this.offerLanguages(LANGUAGES);
    this.offerPlaces();
    this.moved();
  }

  /** Take one change. */
  take(event) {
    if (event.kind === "message") this.arrived(event.message);
    else if (event.kind === "deleted") this.drop(`${event.chat}/${event.id}`);
    else if (event.kind === "status") this.present(event.connected);
    else if (event.kind === "commands") this.learn();
    else if (event.kind === "typing") this.typing(event);
  }

  arrived(message) {
    this.put(message);
    if (message.from?.is_bot && this.shows(message)) this.stopTyping();
  }

  typing(event) {
    if (event.chat === this.chat && (event.thread ?? null) === this.thread) this.startTyping();
  }

  get chat() {
    return Number(this.place.split("/")[0]);
  }

  get thread() {
    const [, thread] = this.place.split("/");
    return thread ? Number(thread) : null;
  }

  offerPlaces() {
    const mine = this.chats.filter((chat) => chat.person === null || String(chat.person) === this.person);
    this.offer("place", mine.flatMap((chat) => this.placesOf(chat)));
  }

  standing() {
    const chat = this.chats.find((each) => each.id === this.chat);
    if (!chat || chat.person !== null) return "";
    return chat.administrators.includes(Number(this.person)) ? "admin" : "member";
  }

  placesOf(chat) {
    const title = SIGNS[chat.type] + (chat.person === null ? chat.title : this.bot.first_name);
    const whole = [[String(chat.id), title]];
    return [...whole, ...chat.topics.map((topic) => [`${chat.id}/${topic.id}`, `\u2003${chat.title} › ${topic.name}`])];
  }

  moved() {
    this.notice("");
    this.editing = null;
    this.stopTyping();
    this.offerPlaces();
    this.speak(this.people.find((person) => String(person.id) === this.person)?.language_code);
    this.rights(this.standing());
    this.redraw();
    this.learn();
  }

  async learn() {
    const answer = await this.attempt(() => get("/telegram/menu", { user: this.person, chat: this.chat }));
    this.menu = answer?.commands ?? [];
  }

  /** Set the app of the person to another language. */
  async turnTo(language) {
    const person = this.people.find((each) => String(each.id) === this.person);
    if (await this.attempt(() => post("/telegram/language", { user: person.id, language }))) person.language_code = language;
  }

  async suggest(text) {
    const name = `@${this.bot.username}`;
    if (/^@\w*$/.test(text) && name.toLowerCase().startsWith(text.toLowerCase())) {
      return [{ label: name, note: "Words after it find launches for this chat", text: `${name} `, isCommand: true }];
    }
    if (text.toLowerCase().startsWith(`${name.toLowerCase()} `)) return this.inline(text.slice(name.length + 1));
    if (!/^\/\w*$/.test(text)) return [];
    return this.menu
      .filter((entry) => entry.command.startsWith(text.slice(1).toLowerCase()) && text !== `/${entry.command}`)
      .map((entry) => ({ label: `/${entry.command}`, note: entry.description, text: `/${entry.command} `, isCommand: true }));
  }

  /** What the bot offers for words typed after its name: its button, its results, and more of them. */
  async inline(text, offset = "") {
    const wish = { user: Number(this.person), chat: this.chat, text, offset };
    const answer = await this.attempt(() => post("/telegram/inline", wish));
    if (!answer) return [];
    const offers = answer.results.map((result) => ({
      label: result.title,
      note: result.description,
      picture: result.thumbnail ? ownAddress(result.thumbnail) : null,
      act: () => this.choose(answer.answer, result.id),
    }));
    const button = answer.button;
    if (button) offers.unshift({ label: button.text, note: "Opens the chat with the bot", act: () => this.start(button.start_parameter) });
    if (answer.more) offers.push({ label: "More…", more: () => this.inline(text, answer.more) });
    return offers;
  }

  async choose(answer, result) {
    const wish = { user: Number(this.person), chat: this.chat, answer, result };
    if (this.thread !== null) wish.thread = this.thread;
    return (await this.attempt(() => post("/telegram/choose", wish))) !== undefined;
  }

  async send(text) {
    const wish = { user: Number(this.person), chat: this.chat, text };
    if (this.editing !== null) wish.message = this.editing;
    else if (this.thread !== null) wish.thread = this.thread;
    this.editing = null;
    return (await this.attempt(() => post("/telegram/write", wish))) !== undefined;
  }

  keyOf(message) {
    return `${message.chat.id}/${message.message_id}`;
  }

  isMine(message) {
    return String(message.from?.id) === this.person;
  }

  shows(message) {
    if (message.chat.id !== this.chat) return false;
    return this.thread === null ? !message.is_topic_message : message.message_thread_id === this.thread;
  }

  emptyText() {
    return "No messages yet. Try /start, or type / for the commands.";
  }

  draw(message) {
    const mine = this.isMine(message);
    const kind = message.forum_topic_created ? " service" : mine ? " mine" : "";
    return el(
      "article",
      { class: `bubble${kind}`, "data-message": this.keyOf(message) },
      el("div", { class: "bubble-body" }, this.body(message, mine)),
      this.keyboard(message),
    );
  }

  body(message, mine) {
    if (message.forum_topic_created) return el("p", { class: "faint" }, `Topic “${message.forum_topic_created.name}” was opened`);
    const card = preview(message);
    const sender = message.sender_chat?.title ?? message.from?.first_name;
    return [
      mine || message.chat.type === "private" ? null : el("p", { class: "author" }, el("strong", {}, sender ?? "")),
      message.via_bot ? el("p", { class: "via faint" }, `via @${message.via_bot.username}`) : null,
      this.reply(message),
      this.photo(message),
      message.location ? el("p", {}, `📍 ${message.location.latitude}, ${message.location.longitude}`) : null,
      card?.above ? card.node : null,
      el("div", { class: "content" }, this.text(message)),
      card && !card.above ? card.node : null,
      this.foot(message, mine),
    ];
  }

  text(message) {
    const language = this.people.find((each) => String(each.id) === this.person)?.language_code;
    const on = { link: (address, children) => this.link(address, children), command: (text) => this.send(text), language };
    return entityNodes(message.text ?? message.caption ?? "", message.entities ?? message.caption_entities, on);
  }

  photo(message) {
    if (message.document) return el("p", { class: "file" }, link(fileAddress(message.document), message.document.file_name ?? "File"));
    if (!message.photo) return null;
    return picture(`/telegram/files/${message.photo.at(-1).file_id}`, "Photo");
  }

  reply(message) {
    const replied = message.reply_to_message;
    if (!replied || replied.forum_topic_created) return null;
    return el("blockquote", { class: "replied faint" }, replied.text ?? replied.caption ?? "…");
  }

  foot(message, mine) {
    const sent = new Date(message.date * 1000);
    const change = () => {
      this.editing = message.message_id;
      this.line.fill(message.text);
    };
    return el(
      "p",
      { class: "foot faint" },
      mine && message.text && !message.via_bot ? el("button", { type: "button", class: "plain", onclick: change }, "Edit") : null,
      message.edit_date ? el("span", { class: "edited" }, "edited") : null,
      el("time", { datetime: sent.toISOString() }, clock(sent)),
    );
  }

  keyboard(message) {
    const rows = message.reply_markup?.inline_keyboard;
    if (!rows) return null;
    return el("div", { class: "keyboard" }, rows.map((row) => el("div", { class: "keyboard-row" }, row.map((button) => this.button(message, button)))));
  }

  button(message, button) {
    const classes = ["key", ...(button.style ? [button.style] : [])];
    const label = el("span", {}, button.text);
    if (button.url) {
      const node = this.link(button.url, [label, el("span", { class: "out", "aria-label": "opens elsewhere" }, "↗")]);
      node.classList.add(...classes);
      return node;
    }
    const words = button.switch_inline_query ?? button.switch_inline_query_current_chat;
    if (words !== undefined) {
      const name = () => this.line.type(`@${this.bot.username} ${words}`);
      return el("button", { type: "button", class: classes.join(" "), "data-key": `inline ${words}`, onclick: name }, label);
    }
    if (button.copy_text) {
      const copy = () => this.copy(button.copy_text.text);
      return el("button", { type: "button", class: classes.join(" "), "data-key": "copy", onclick: copy }, label);
    }
    const props = { type: "button", class: classes.join(" "), disabled: !button.callback_data, "data-key": button.callback_data };
    return el("button", { ...props, onclick: () => this.press(message, button.callback_data) }, label);
  }

  async press(message, data) {
    const wish = { user: Number(this.person), chat: message.chat.id, message: message.message_id, data };
    const answer = await this.attempt(() => post("/telegram/press", wish));
    if (!answer) return;
    const payload = answer.url ? this.payload(answer.url) : null;
    if (payload !== null) this.start(payload);
    else if (answer.alert && answer.text) alertDialog(answer.text);
    else if (answer.text) this.toast(answer.text);
  }

  /** Put a text where it can be pasted from, as far as the browser lets a page do so, and say it. */
  copy(text) {
    navigator.clipboard?.writeText(text).catch(() => {});
    this.toast(`Copied: ${text}`);
  }

  toast(text) {
    const node = el("p", { class: "toast" }, text);
    this.parts.toasts.append(node);
    setTimeout(() => node.remove(), TOAST);
  }

  /** The start payload of a link to our bot, or null for any other link. */
  payload(address) {
    let url;
    try {
      url = new URL(address);
    } catch {
      return null;
    }
    const names = url.pathname.slice(1).toLowerCase() === this.bot.username.toLowerCase();
    return /(^|\.)t(elegram)?\.me$/.test(url.hostname) && names ? (url.searchParams.get("start") ?? "") : null;
  }

  /** A link; those to our bot stay here. */
  link(address, children) {
    const payload = this.payload(address);
    if (payload === null) return plainLink(address, children);
    return el("button", { type: "button", class: "command", onclick: () => this.start(payload) }, children);
  }

  /** Go to the private chat and press Start, as a deep link does. */
  async start(payload) {
    this.parts.place.value = this.person;
    this.moved();
    return this.send(`/start ${payload}`.trim());
  }
}

function fileAddress(file) {
  return new URL(`/telegram/files/${file.file_id}`, location.href).href;
}
