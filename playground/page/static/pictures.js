// Pictures: only those that this machine serves are loaded, others are named.

import { el, link } from "./dom.js";

/** The address of a picture below this page's own origin, or null for any other. */
export function ownAddress(address) {
  let url;
  try {
    url = new URL(address, location.href);
  } catch {
    return null;
  }
  const ours = ["127.0.0.1", "localhost"].includes(url.hostname) && url.port === location.port;
  return ours && url.protocol === location.protocol ? url.pathname + url.search : null;
}

/** A picture, or a labelled box with its text and address where it lies elsewhere. */
export function picture(address, alt, className = "picture") {
  const own = ownAddress(address);
  // Not lazily: until it is loaded it has no height, and above a long text it might never be.
  if (own !== null) return el("img", { src: own, alt: alt || "Picture", class: className });
  const words = el("span", { class: "placeholder-alt" }, alt || "Picture");
  const note = "Pictures from elsewhere are not loaded here. ";
  return el(
    "span",
    { class: `${className} placeholder`, role: "img", "aria-label": alt || "Picture" },
    words,
    el("span", { class: "placeholder-note" }, note, link(address, shortened(address))),
  );
}

function shortened(address) {
  return address.length > 60 ? `${address.slice(0, 57)}…` : address;
}
