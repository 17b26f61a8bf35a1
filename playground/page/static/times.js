// Timestamps in the reader's own time zone, and in the language of their app or else of their browser.

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};
const NUMBERS = { year: "numeric", month: "2-digit", day: "2-digit" };
const WORDS = { year: "numeric", month: "long", day: "numeric" };
const CLOCK = { hour: "2-digit", minute: "2-digit" };
const UNITS = [
  ["year", 31557600],
  ["month", 2629800],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

function relative(seconds, language) {
  const distance = seconds - Date.now() / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(distance) >= length) ?? UNITS.at(-1);
  const words = new Intl.RelativeTimeFormat(language, { numeric: "always" });
  return words.format(Math.round(distance / size), unit);
}

/** The words of a `<t:seconds:style>`, or null where the date is none. */
export function timestamp(seconds, style = "f", language = undefined) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return null;
  const text = style === "R" ? relative(seconds, language) : format(date, STYLES[style] ?? STYLES.f, language);
  return { text, title: format(date, STYLES.F, language), iso: date.toISOString() };
}

/** The words of Telegram's `<tg-time>`: "r", or day of the week, date and time, short in small letters. */
export function moment(seconds, form, language = undefined) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return null;
  const told = { title: format(date, STYLES.F, language), iso: date.toISOString() };
  if (form === "r") return { ...told, text: relative(seconds, language) };
  const letters = { w: { weekday: "long" }, d: NUMBERS, D: WORDS, t: CLOCK, T: { ...CLOCK, second: "2-digit" } };
  const parts = [...form].map((letter) => letters[letter] ?? {});
  return form ? { ...told, text: format(date, Object.assign({}, ...parts), language) } : null;
}

/** The short time of a message. */
export function clock(date) {
  return format(date, STYLES.t);
}

/** The time to the second. */
export function seconds(date) {
  return format(date, STYLES.T);
}

function format(date, options, language = undefined) {
  return new Intl.DateTimeFormat(language, options).format(date);
}
