// Windows over the page: Discord's modals and Telegram's alerts.

import { el } from "./dom.js";
import { markdown } from "./markdown.js";

let number = 0;

const GROUPS = { 21: "radio", 22: "checkbox" };

function open(dialog) {
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

/** A Telegram alert. */
export function alertDialog(text) {
  const done = el("button", { type: "button", autofocus: true }, "OK");
  const dialog = el("dialog", { role: "alertdialog", class: "alert", "aria-label": "Alert" }, el("p", {}, text), done);
  done.addEventListener("click", () => dialog.close());
  open(dialog);
}

/** A Discord modal; `submit(values)` resolves to whether it may close, or throws with the reason. */
export function modalDialog(modal, submit) {
  const fields = new Map();
  const problem = el("p", { class: "notice", role: "alert", hidden: true });
  const cancel = el("button", { type: "button", class: "button secondary" }, "Cancel");
  const form = el(
    "form",
    { method: "dialog" },
    el("h2", {}, modal.title),
    modal.components.map((component) => field(component, fields)),
    problem,
    el("div", { class: "action-row" }, cancel, el("button", { type: "submit", class: "button primary" }, "Submit")),
  );
  const dialog = el("dialog", { class: "modal", "aria-label": modal.title }, form);
  cancel.addEventListener("click", () => dialog.close());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = Object.fromEntries([...fields].map(([key, read]) => [key, read()]));
    try {
      await submit(values);
      dialog.close();
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
    }
  });
  open(dialog);
}

function field(component, fields) {
  if (component.type === 10) return el("div", {}, markdown(component.content));
  if (component.type === 1) return component.components.map((input) => labelled(input.label, "", input, fields));
  if (component.type === 18) return labelled(component.label, component.description, component.component, fields);
  return el("p", { class: "unknown" }, `Component of type ${component.type}`);
}

function labelled(label, description, input, fields) {
  number += 1;
  const id = `field-${number}`;
  const [node, read] = control(input, id);
  fields.set(input.custom_id, read);
  if (GROUPS[input.type]) {
    return el("fieldset", { class: "field" }, el("legend", {}, label), description ? el("small", {}, description) : null, node);
  }
  return el("div", { class: "field" }, el("label", { for: id }, label), description ? el("small", {}, description) : null, node);
}

function control(input, id) {
  const required = input.required ?? true;
  if (input.type === 4) return textInput(input, id, required);
  if (input.type === 23) {
    const node = el("input", { type: "checkbox", id, checked: input.default });
    return [node, () => node.checked];
  }
  if (GROUPS[input.type]) return group(input, id, required);
  const many = (input.max_values ?? 1) > 1;
  const options = (input.options ?? []).map((option) =>
    el("option", { value: option.value, selected: option.default }, option.label),
  );
  const blank = many || (required && options.length) ? [] : [el("option", { value: "" }, "—")];
  const node = el("select", { id, required, multiple: many }, blank, options);
  const chosen = () => [...node.selectedOptions].map((option) => option.value).filter(Boolean);
  return [node, chosen];
}

/** Radio buttons, of which one is taken, or boxes, of which any are. */
function group(input, id, required) {
  const type = GROUPS[input.type];
  const boxes = input.options.map((option) =>
    el("input", { type, name: id, value: option.value, checked: option.default, required: required && type === "radio" }),
  );
  const rows = input.options.map((option, at) =>
    el("label", { class: "pick" }, boxes[at], " ", option.label, option.description ? el("small", {}, ` ${option.description}`) : null),
  );
  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
  return [el("div", { class: "picks" }, rows), () => (type === "radio" ? (chosen()[0] ?? "") : chosen())];
}

function textInput(input, id, required) {
  const limits = { minlength: input.min_length, maxlength: input.max_length };
  const props = { id, required, placeholder: input.placeholder, ...limits };
  const node = input.style === 2 ? el("textarea", { ...props, rows: 4 }) : el("input", { ...props, type: "text" });
  node.value = input.value ?? "";
  return [node, () => node.value];
}
