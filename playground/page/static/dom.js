// Making elements. Text only ever enters the page as text nodes.

/**
 * Make an element. `props` are attributes; functions are listeners ("onclick"), `class` is the class
 * attribute, `true` an empty attribute; undefined, null and false are left out.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

/** The address if it is one that a link may lead to, otherwise null. */
export function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that opens beside the playground, or plain text where the address is no web address. */
export function link(address, ...children) {
  const href = webAddress(address);
  if (href === null) return el("span", {}, ...children);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

/**
 * Put `fresh` in the place of `old`, and keep the focus where it was: controls are told apart by
 * their data-key.
 */
export function replaceKeepingFocus(old, fresh) {
  const active = document.activeElement;
  const key = old.contains(active) ? active.dataset.key : undefined;
  old.replaceWith(fresh);
  if (old.contains(active)) {
    const twin = [...fresh.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);
    (twin && !twin.disabled ? twin : fresh.querySelector("button:not([disabled]), a[href]"))?.focus();
  }
}

/** Whether a scrolled element shows its end. */
export function atEnd(node) {
  return node.scrollHeight - node.scrollTop - node.clientHeight < 80;
}
