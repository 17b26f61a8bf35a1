// What both halves of the page share: where one is, who one is, the list of messages, notices.

import { atEnd, el, replaceKeepingFocus } from "./dom.js";

const TYPING = 5000;

/** One half. `name` is its element's id; subclasses draw messages and send what is written. */
export class Pane {
  constructor(name) {
    this.name = name;
    this.root = document.getElementById(name);
    this.parts = Object.fromEntries([...this.root.querySelectorAll("[data-part]")].map((node) => [node.dataset.part, node]));
    this.messages = new Map();
    this.follows = true;
    this.typingTimer = 0;
    this.parts.log.addEventListener("scroll", () => (this.follows = atEnd(this.parts.log)));
    new ResizeObserver(() => this.follows && this.toEnd()).observe(this.parts.log);
    // A picture that has loaded makes its message longer.
    this.parts.log.addEventListener("load", () => this.follows && this.toEnd(), true);
    for (const part of ["place", "person"]) {
      this.parts[part].addEventListener("change", () => {
        sessionStorage.setItem(`${name}-${part}`, this.parts[part].value);
        this.moved();
      });
    }
    this.parts.language.addEventListener("change", async () => {
      await this.turnTo(this.parts.language.value);
      this.moved();
    });
  }

  get place() {
    return this.parts.place.value;
  }

  get person() {
    return this.parts.person.value;
  }

  /** Fill a list to choose from and keep what was chosen before. `options` are [value, label]. */
  offer(part, options) {
    const before = this.parts[part].value || sessionStorage.getItem(`${this.name}-${part}`);
    this.parts[part].replaceChildren(...options.map(([value, label]) => el("option", { value }, label)));
    if (options.some(([value]) => value === before)) this.parts[part].value = before;
  }

  /** Fill the list of languages that an app can be set to. */
  offerLanguages(options) {
    this.parts.language.replaceChildren(...options.map(([value, label]) => el("option", { value, lang: value }, label)));
  }

  /** Show the language that the person's app is set to; most of what is said here is then in it. */
  speak(language) {
    const known = [...this.parts.language.options].find((option) => option.value.split("-")[0] === language?.split("-")[0]);
    this.parts.language.value = known?.value ?? this.parts.language.options[0].value;
    this.parts.log.lang = this.parts.language.value;
    this.parts.composer.lang = this.parts.language.value;
  }

  /** The language of the person's app; undefined for English, of which the browser knows the reader's kind. */
  get language() {
    const chosen = this.parts.language.value;
    return chosen.startsWith("en") ? undefined : chosen;
  }

  /** Say whether the bot is there. */
  present(connected) {
    this.parts.presence.textContent = connected ? "bot online" : "bot offline";
    this.parts.presence.classList.toggle("online", connected);
  }

  /** Say what the person may do here. */
  rights(text) {
    this.parts.rights.textContent = text;
  }

  /** Say for a while that the bot is typing. */
  startTyping() {
    this.parts.typing.hidden = false;
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.stopTyping(), TYPING);
    if (this.follows) this.toEnd();
  }

  stopTyping() {
    this.parts.typing.hidden = true;
  }

  /** Tell the person of something that did not work; an empty text takes it away. */
  notice(text) {
    this.parts.notice.textContent = text;
    this.parts.notice.hidden = !text;
  }

  /** Do something and show why if it is refused; resolves to the answer, or undefined. */
  async attempt(deed) {
    this.notice("");
    try {
      return await deed();
    } catch (error) {
      this.notice(error.message);
      return undefined;
    }
  }

  /** Draw all messages of the place anew. */
  redraw() {
    const shown = [...this.messages.values()].filter((message) => this.shows(message));
    this.parts.log.replaceChildren(...shown.map((message) => this.draw(message)));
    if (!shown.length) this.parts.log.append(el("p", { class: "empty faint" }, this.emptyText()));
    this.toEnd();
  }

  toEnd() {
    this.follows = true;
    this.parts.log.scrollTop = this.parts.log.scrollHeight;
  }

  /** Take a new or changed message. */
  put(message) {
    const key = this.keyOf(message);
    const known = this.messages.has(key);
    this.messages.set(key, message);
    if (!this.shows(message)) return;
    const fresh = this.draw(message);
    const old = known ? this.find(key) : null;
    const follow = this.follows;
    if (old) replaceKeepingFocus(old, fresh);
    else {
      this.parts.log.querySelector(".empty")?.remove();
      this.parts.log.append(fresh);
    }
    if (follow || (this.isMine(message) && !known)) this.toEnd();
  }

  /** Take a message away. */
  drop(key) {
    this.messages.delete(key);
    this.find(key)?.remove();
  }

  find(key) {
    return [...this.parts.log.children].find((node) => node.dataset.message === key) ?? null;
  }
}
