// Slash commands as they are typed: "/previous provider:SpaceX since:2024".

const SUB = 1;
const GROUP = 2;
const BOOLEAN = 5;
const USER = 6;
const CHANNEL = 7;
const ROLE = 8;

/**
 * All commands with their sub-commands as flat entries {name, sent, description, options}. What is called `name` is
 * read and typed, in the person's language; `sent` is what it is called on the wire.
 */
export function flatten(commands) {
  return commands.flatMap((command) => below(command, command.name, command.sent));
}

function below(entry, name, sent) {
  const options = entry.options ?? [];
  const subs = options.filter((option) => option.type === SUB || option.type === GROUP);
  if (subs.length) return subs.flatMap((sub) => below(sub, `${name} ${sub.name}`, `${sent} ${sub.sent}`));
  return [{ id: entry.id, name, sent, description: entry.description, options }];
}

/** What a line means so far: its command, the options with their texts, the one being typed, stray words. */
export function parse(text, entries) {
  const typed = text.replace(/^\//, "");
  const command = [...entries]
    .sort((a, b) => b.name.length - a.name.length)
    .find((entry) => typed === entry.name || typed.startsWith(`${entry.name} `));
  if (!command) return { command: null, values: {}, current: null, stray: "" };
  const rest = typed.slice(command.name.length);
  const marks = [...rest.matchAll(/(?<=\s)([\p{L}\p{N}_-]+):/gu)].filter((mark) =>
    command.options.some((option) => option.name === mark[1]),
  );
  const values = {};
  marks.forEach((mark, index) => {
    const end = marks[index + 1]?.index ?? rest.length;
    values[mark[1]] = rest.slice(mark.index + mark[0].length, end).trim();
  });
  const stray = rest.slice(0, marks[0]?.index ?? rest.length).trim();
  const current = marks.length ? marks.at(-1)[1] : null;
  return { command, values, current, stray };
}

/** The line with the value of its last option replaced. */
function completed(text, option, value) {
  const start = text.lastIndexOf(`${option}:`) + option.length + 1;
  return `${text.slice(0, start)}${value} `;
}

/**
 * Suggestions and values for one pane. `ask(entry, values, focused)` gives the bot's choices; `people`,
 * `places` and `roles` are functions that give what user, channel and role options offer.
 */
export class SlashLine {
  constructor({ ask, people, places, roles = () => [] }) {
    this.ask = ask;
    this.people = people;
    this.places = places;
    this.roles = roles;
    this.entries = [];
    // The value behind the name of a choice: what is sent differs from what is read.
    this.picked = new Map();
  }

  /** What could come next in this line. */
  async suggest(text) {
    if (!text.startsWith("/")) return [];
    const line = parse(text, this.entries);
    if (!line.command) return this.commandsLike(text.slice(1));
    const option = line.command.options.find((each) => each.name === line.current);
    const values = option && !/\s$/.test(text) ? await this.valuesFor(text, line, option) : [];
    return [...values, ...this.optionsLeft(text, line)];
  }

  commandsLike(typed) {
    const wanted = typed.trimStart().toLowerCase();
    return this.entries
      .filter((entry) => entry.name.startsWith(wanted))
      .map((entry) => ({ label: `/${entry.name}`, note: entry.description, text: `/${entry.name} `, tag: "Launchlog", isCommand: true }));
  }

  optionsLeft(text, line) {
    const word = /\s([^\s:]*)$/.exec(text)?.[1];
    if (word === undefined) return [];
    const start = text.slice(0, text.length - word.length);
    return line.command.options
      .filter((option) => !(option.name in line.values) && option.name.startsWith(word.toLowerCase()))
      .map((option) => ({
        label: `${option.name}:`,
        note: option.description,
        tag: option.required ? "required" : "optional",
        text: `${start}${option.name}:`,
      }));
  }

  async valuesFor(text, line, option) {
    const typed = line.values[option.name];
    const choices = option.autocomplete
      ? await this.ask(line.command, this.sent(line, option.name), option.sent).catch(() => [])
      : this.fixed(option).filter((choice) => choice.name.toLowerCase().includes(typed.toLowerCase()));
    return choices.map((choice) => ({
      label: choice.name,
      text: completed(text, option.name, choice.name),
      onTake: () => this.picked.set(`${option.name}:${choice.name}`, choice.value),
    }));
  }

  fixed(option) {
    if (option.type === BOOLEAN) return [{ name: "True", value: true }, { name: "False", value: false }];
    if (option.type === USER) return this.people().map((person) => ({ name: person.name, value: person.id }));
    if (option.type === CHANNEL) return this.places().map((place) => ({ name: place.name, value: place.id }));
    if (option.type === ROLE) return this.roles().map((role) => ({ name: role.name, value: role.id }));
    return option.choices ?? [];
  }

  /** The values to send, by what their options are called on the wire: behind a name its choice, otherwise the text. */
  sent(line, focused = null) {
    const values = {};
    for (const [name, text] of Object.entries(line.values)) {
      const option = line.command.options.find((each) => each.name === name);
      const known = this.fixed(option).find((choice) => choice.name.toLowerCase() === text.toLowerCase());
      const picked = name === focused ? undefined : this.picked.get(`${name}:${text}`);
      if (text || name === focused) values[option.sent] = picked ?? known?.value ?? text;
    }
    return values;
  }

  /** The command of a finished line: {name, options}, or {problem} in words. */
  finished(text) {
    const line = parse(text, this.entries);
    if (!line.command) return { problem: `${text.split(/\s/)[0]} is not a command here.` };
    if (line.stray) {
      const names = line.command.options.map((option) => `${option.name}:`).join(" ");
      return { problem: `"${line.stray}" belongs to no option. ${names ? `Use ${names}` : "There are none."}` };
    }
    return { name: line.command.sent, options: this.sent(line) };
  }
}
