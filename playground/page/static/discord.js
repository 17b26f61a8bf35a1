// The left half: Discord.

import { get, post } from "./api.js";
import { components } from "./components.js";
import { commandHint } from "./chips.js";
import { composer } from "./composer.js";
import { modalDialog } from "./dialogs.js";
import { el } from "./dom.js";
import { attachment, embed } from "./embeds.js";
import { markdown } from "./markdown.js";
import { Pane } from "./pane.js";
import { SlashLine, flatten } from "./slash.js";
import { clock } from "./times.js";

const LANGUAGES = [["en-GB", "English"], ["de", "Deutsch"], ["es-ES", "Español"], ["fr", "Français"], ["ru", "Русский"], ["zh-CN", "中文"]];

const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const CROSSPOSTED = 1 << 0;
const HAS_THREAD = 1 << 5;
const SIGNS = { channel: "#", news: "📣 ", thread: "\u2003↳ ", direct: "@" };

export class Discord extends Pane {
  constructor() {
    super("discord");
    this.people = [];
    this.channels = [];
    this.inMenu = [];
    this.line = new SlashLine({
      ask: (entry, values, focused) => this.choices(entry, values, focused),
      people: () => this.people,
      places: () => this.channels.filter((channel) => channel.guild),
      roles: () => this.channel?.roles ?? [],
    });
    this.composer = composer(this.parts.composer, {
      id: "discord-line",
      label: "Message or slash command for Discord",
      placeholder: "/previous provider:SpaceX",
      suggest: (text) => this.line.suggest(text),
      hint: (text, fill) => commandHint(this.line.entries, text, fill),
      send: (text) => this.send(text),
    });
  }

  /** Take everything as it stands. */
  load(state) {
    this.people = state.people;
    this.channels = state.channels;
    this.messages = new Map(state.messages.map((message) => [message.id, message]));
    this.present(state.connected);
    this.offer("person", this.people.map((person) => [person.id, person.name]));
    this.offerLanguages(LANGUAGES);
    this.offerPlaces();
    this.moved();
  }

  /** Take one change. */
  take(event) {
    if (event.kind === "message") this.arrived(event.message);
    else if (event.kind === "deleted") this.drop(event.id);
    else if (event.kind === "status") this.present(event.connected);
    else if (event.kind === "commands") this.learn();
    else if (event.kind === "typing" && event.channel === this.place) this.startTyping();
  }

  arrived(message) {
    this.put(message);
    if (message.author.bot && this.shows(message)) this.stopTyping();
  }

  offerPlaces() {
    const mine = this.channels.filter((channel) => !channel.recipient || channel.recipient === this.person);
    this.offer("place", mine.map((channel) => [channel.id, SIGNS[channel.kind] + (channel.recipient ? "Launchlog" : channel.name)]));
  }

  moved() {
    this.notice("");
    this.stopTyping();
    this.offerPlaces();
    this.speak(this.people.find((person) => person.id === this.person)?.locale);
    this.rights(this.standing());
    this.redraw();
    this.learn();
  }

  get channel() {
    return this.channels.find((channel) => channel.id === this.place);
  }

  standing() {
    if (!this.channel?.guild) return "";
    return this.channel.managers.includes(this.person) ? "can manage" : "member";
  }

  async learn() {
    const answer = await this.attempt(() => get("/discord/commands", { user: this.person, channel: this.place }));
    this.line.entries = flatten(answer?.commands ?? []);
    const offered = JSON.stringify(answer?.in_menu ?? []);
    if (offered === JSON.stringify(this.inMenu)) return;
    this.inMenu = JSON.parse(offered);
    this.redraw();
  }

  /** Set the app of the person to another language. */
  async turnTo(language) {
    const person = this.people.find((each) => each.id === this.person);
    if (await this.attempt(() => post("/discord/language", { user: person.id, language }))) person.locale = language;
  }

  async choices(entry, values, focused) {
    const wish = { user: this.person, channel: this.place, name: entry.sent, options: values, focused };
    return (await post("/discord/autocomplete", wish)).choices;
  }

  async send(text) {
    if (!text.startsWith("/")) {
      return (await this.attempt(() => post("/discord/say", { user: this.person, channel: this.place, text }))) !== undefined;
    }
    const command = this.line.finished(text);
    if (command.problem) {
      this.notice(command.problem);
      return false;
    }
    return this.act("/discord/slash", { user: this.person, channel: this.place, ...command });
  }

  /** Do something that the bot answers; resolves to whether it did. */
  async act(path, wish) {
    const answer = await this.attempt(() => post(path, wish));
    if (answer?.modal) this.showModal(answer.modal, wish.user);
    return answer !== undefined;
  }

  showModal(modal, user) {
    modalDialog(modal, async (values) => {
      const answer = await post("/discord/submit", { user, modal: modal.key, values });
      if (answer.modal) this.showModal(answer.modal, user);
    });
  }

  keyOf(message) {
    return message.id;
  }

  isMine(message) {
    return (message.interaction_metadata?.user.id ?? message.author.id) === this.person;
  }

  shows(message) {
    return message.channel_id === this.place && (message.visible_to === null || message.visible_to === this.person);
  }

  emptyText() {
    return "Nothing here yet. Type /start, or / to see what the bot can do.";
  }

  nameOf(sign, id) {
    if (sign === "#") return this.channels.find((channel) => channel.id === id)?.name;
    return this.people.find((person) => person.id === id)?.name;
  }

  /** Put a command into the line, as it is called in the person's language, if it is offered here. */
  typeCommand(id) {
    const entry = this.line.entries.find((each) => each.id === id);
    if (entry) this.composer.type(`/${entry.name} `);
  }

  draw(message) {
    const on = {
      people: this.people,
      places: this.channels.filter((channel) => channel.guild),
      roles: (this.channel?.roles ?? []).filter((role) => role.id !== this.channel?.guild_id && role.name !== "@everyone"),
      names: (sign, id) => this.nameOf(sign, id),
      command: (id) => this.typeCommand(id),
      language: this.language,
      use: (customId, values) => this.use(message, customId, values),
    };
    const ephemeral = Boolean(message.flags & EPHEMERAL);
    return el(
      "article",
      { class: `message${ephemeral ? " ephemeral" : ""}`, "data-message": message.id },
      this.origin(message),
      el("span", { class: `avatar${message.author.bot ? " bot" : ""}`, "aria-hidden": "true" }, this.authorName(message)[0]),
      el(
        "div",
        { class: "message-body" },
        this.body(message, on),
        ephemeral ? this.mark(message) : null,
        ephemeral ? null : this.apps(message),
      ),
    );
  }

  body(message, on) {
    return [
      this.author(message),
      message.flags & LOADING ? el("p", { class: "faint thinking" }, el("span", { class: "dots", "aria-hidden": "true" }), " Launchlog is thinking…") : null,
      message.content ? el("div", { class: "content" }, markdown(message.content, on)) : null,
      message.embeds.map((data) => embed(data, on)),
      components(message.components, on),
      unplaced(message).map(attachment),
      message.edited_timestamp ? el("small", { class: "faint edited" }, "(edited)") : null,
      message.flags & HAS_THREAD ? el("small", { class: "faint published" }, "A thread is open under this message") : null,
      message.flags & CROSSPOSTED ? el("small", { class: "faint published" }, "Published to the servers that follow") : null,
    ];
  }

  /** What Discord's own client has behind a long press, under "Apps". */
  apps(message) {
    if (!this.inMenu.length) return null;
    const ask = (name) => this.act("/discord/ask-of", { user: this.person, channel: message.channel_id, message: message.id, name });
    const entries = this.inMenu.map((entry) => el("button", { type: "button", class: "plain", onclick: () => ask(entry.sent) }, entry.name));
    return el("details", { class: "apps faint" }, el("summary", {}, "Apps"), entries);
  }

  use(message, customId, values) {
    const wish = { user: this.person, channel: message.channel_id, message: message.id, custom_id: customId };
    return this.act("/discord/use", values ? { ...wish, values } : wish);
  }

  origin(message) {
    if (!message.interaction) return null;
    const words = `${message.interaction.user.global_name} used /${message.interaction.name}`;
    return el("p", { class: "origin faint" }, words);
  }

  authorName(message) {
    return message.author.bot ? "Launchlog" : (message.author.global_name ?? message.author.username);
  }

  author(message) {
    const badge = message.author.bot ? el("span", { class: "badge" }, "APP") : null;
    const sent = new Date(message.timestamp);
    const time = el("time", { datetime: sent.toISOString(), class: "faint" }, clock(sent));
    return el("p", { class: "author" }, el("strong", {}, this.authorName(message)), badge, time);
  }

  mark(message) {
    const dismiss = el("button", { type: "button", class: "plain", onclick: () => this.drop(message.id) }, "Dismiss message");
    return el("p", { class: "faint mark" }, "👁 Only you can see this · ", dismiss);
  }
}

/** Attachments that no component shows. */
function unplaced(message) {
  const layout = JSON.stringify(message.components);
  return message.attachments.filter((file) => !layout.includes(JSON.stringify(file.url)));
}
