// Discord's embeds and attachments as nodes.

import { el, link } from "./dom.js";
import { inline, markdown } from "./markdown.js";
import { picture } from "./pictures.js";

/** One embed. */
export function embed(data, on) {
  const node = el(
    "div",
    { class: "embed" },
    data.author ? el("p", { class: "faint" }, data.author.name) : null,
    data.title ? el("h3", {}, data.url ? link(data.url, inline(data.title, on)) : inline(data.title, on)) : null,
    data.description ? markdown(data.description, on) : null,
    (data.fields ?? []).map((field) => el("div", {}, el("strong", {}, inline(field.name, on)), markdown(field.value, on))),
    data.image ? picture(data.image.url, "") : null,
    data.thumbnail ? picture(data.thumbnail.url, "", "thumbnail") : null,
    data.footer ? el("p", { class: "subtext" }, data.footer.text) : null,
  );
  if (data.color) node.style.borderInlineStartColor = `#${data.color.toString(16).padStart(6, "0")}`;
  return node;
}

/** One uploaded file: a picture is shown, anything else is a link. */
export function attachment(file) {
  if (file.content_type?.startsWith("image/")) return picture(file.url, file.description ?? file.filename);
  return el("p", { class: "file" }, link(new URL(file.url, location.href).href, file.filename));
}
