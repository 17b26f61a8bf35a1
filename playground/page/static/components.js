// Discord's message components as nodes.
// https://docs.discord.com/developers/components/reference

import { el, link } from "./dom.js";
import { markdown, spoiler } from "./markdown.js";
import { menu } from "./menu.js";
import { picture } from "./pictures.js";

const BUTTON_STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "premium" };
const RENDERERS = {
  1: (row, on) => el("div", { class: "action-row" }, components(row.components, on)),
  2: button,
  3: select,
  5: select,
  6: select,
  7: select,
  8: select,
  9: section,
  10: (text, on) => el("div", { class: "text-display" }, markdown(text.content, on)),
  11: (thumbnail) => hidden(thumbnail, picture(thumbnail.media.url, thumbnail.description, "thumbnail")),
  12: (gallery) => el("div", { class: `gallery of-${Math.min(gallery.items.length, 4)}` }, gallery.items.map(galleryItem)),
  13: (file) => hidden(file, el("p", { class: "file" }, link(new URL(file.file.url, location.href).href, file.name ?? "File"))),
  14: (line) => el("hr", { class: `separator spacing-${line.spacing ?? 1}${line.divider === false ? " blank" : ""}` }),
  17: container,
};

/**
 * The nodes of some components. `on.use(customId, values)` is called for presses (no values) and choices;
 * `on.people`, `on.roles` and `on.places` are what user, role and channel menus offer.
 */
export function components(list, on) {
  return (list ?? []).map((component) => {
    const render = RENDERERS[component.type];
    return render ? render(component, on) : el("p", { class: "unknown" }, `Component of type ${component.type}`);
  });
}

function emoji(component) {
  return component.emoji?.name ? `${component.emoji.name}${component.label ? " " : ""}` : "";
}

function button(component, on) {
  const style = `button ${BUTTON_STYLES[component.style] ?? "secondary"}`;
  const label = emoji(component) + (component.label ?? "");
  if (component.url && !component.disabled) {
    const node = link(component.url, label, el("span", { class: "out", "aria-label": "opens elsewhere" }, " ↗"));
    node.setAttribute("class", style);
    return node;
  }
  const props = { type: "button", class: style, disabled: component.disabled, "data-key": component.custom_id };
  return el("button", { ...props, onclick: () => on.use(component.custom_id) }, label);
}

function offered(component, on) {
  if (component.type === 3) return component.options;
  const people = on.people.map((person) => ({ value: person.id, label: person.name }));
  const places = on.places.map((place) => ({ value: place.id, label: `#${place.name}` }));
  const roles = (on.roles ?? []).map((role) => ({ value: role.id, label: `@${role.name}` }));
  return { 5: people, 6: roles, 7: people, 8: places }[component.type] ?? [];
}

function select(component, on) {
  const options = offered(component, on).map((option) => ({
    value: option.value,
    label: emoji(option) + option.label,
    description: option.description,
    chosen: Boolean(option.default),
  }));
  return menu({
    label: component.placeholder || "Choose",
    options,
    least: component.min_values ?? 1,
    most: component.max_values ?? 1,
    disabled: component.disabled,
    key: component.custom_id,
    onChoose: (values) => on.use(component.custom_id, values),
  });
}

function section(component, on) {
  const texts = el("div", { class: "section-texts" }, components(component.components, on));
  const accessory = component.accessory ? components([component.accessory], on) : [];
  return el("div", { class: "section" }, texts, el("div", { class: "accessory" }, accessory));
}

function galleryItem(item) {
  return hidden(item, el("figure", {}, picture(item.media.url, item.description)));
}

function hidden(component, node) {
  return component.spoiler ? spoiler([node]) : node;
}

function container(component, on) {
  const node = el("div", { class: "container" }, components(component.components, on));
  if (component.accent_color !== null && component.accent_color !== undefined) {
    node.style.borderInlineStartColor = `#${component.accent_color.toString(16).padStart(6, "0")}`;
  }
  return hidden(component, node);
}
