// Telegram's link previews.

import { el, link } from "./dom.js";
import { picture } from "./pictures.js";

/** The address that a message previews, or null. */
function previewed(message) {
  const options = message.link_preview_options ?? {};
  if (options.is_disabled) return null;
  if (options.url) return options.url;
  const first = (message.entities ?? []).find((entity) => entity.type === "text_link" || entity.type === "url");
  if (!first) return null;
  return first.url ?? message.text.slice(first.offset, first.offset + first.length);
}

/** The card of a message's link preview: {node, above}, or null where there is none. */
export function preview(message) {
  const address = previewed(message);
  if (address === null) return null;
  const options = message.link_preview_options ?? {};
  const isPicture = /\.(svg|png|jpe?g|gif|webp)$/i.test(address.split(/[?#]/)[0]);
  const large = options.prefer_large_media ? " large" : "";
  const node = isPicture
    ? el("div", { class: `preview${large}` }, picture(address, "Picture of the link preview"))
    : el("div", { class: "preview" }, el("strong", {}, siteOf(address)), link(address, address));
  return { node, above: Boolean(options.show_above_text) };
}

function siteOf(address) {
  try {
    return new URL(address).hostname;
  } catch {
    return "Link";
  }
}
