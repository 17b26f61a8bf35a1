// The buttons in the header that the program offers which runs the playground.

import { get, post } from "./api.js";
import { el } from "./dom.js";

export class Controls {
  constructor() {
    this.root = document.getElementById("controls");
    this.said = document.getElementById("said");
    this.drawn = "[]";
  }

  /** Ask which buttons there are, and draw them unless they are there already. */
  async load() {
    const { controls } = await get("/api/controls", {}).catch(() => ({ controls: [] }));
    const known = JSON.stringify(controls);
    if (known === this.drawn) return;
    this.drawn = known;
    this.root.hidden = controls.length === 0;
    this.root.replaceChildren(...controls.map((control) => this.button(control)));
  }

  button(control) {
    const node = el("button", { type: "button", class: "control", onclick: () => this.press(control, node) }, control.label);
    return node;
  }

  async press(control, node) {
    // Not `disabled`: that would take the focus away.
    if (node.getAttribute("aria-disabled") === "true") return;
    node.setAttribute("aria-disabled", "true");
    this.say(`${control.label}…`);
    try {
      this.say((await post(`/api/controls/${encodeURIComponent(control.name)}`, {})).said);
    } catch (error) {
      this.say(error.message, true);
    } finally {
      node.removeAttribute("aria-disabled");
    }
  }

  say(text, isProblem = false) {
    this.said.textContent = text;
    this.said.classList.toggle("problem", isProblem);
  }
}
