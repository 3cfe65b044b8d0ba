// The lines between the dashes, as a form.

import { writeMessage } from "./problems.js";
import { say } from "./words.js";

/** @typedef {import("./api.js").Field} Field */
/** @typedef {import("./api.js").Problem} Problem */
/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

/** The form of one file. */
export class FieldsForm {
  /** @type {Map<string, {field: Field, row: HTMLElement, control: Control, problems: HTMLElement}>} */
  #controls = new Map();

  /**
   * @param {HTMLElement} place
   * @param {{prefix: string, lang: string, onChange: (key: string, value: unknown) => void}} given
   *   `prefix`: makes ids unique on the page
   */
  constructor(place, given) {
    this.place = place;
    this.given = given;
  }

  /**
   * Show fields. Those that stay keep their controls, and the one with the focus keeps what is typed.
   * @param {Field[]} fields
   */
  show(fields) {
    const same = fields.length === this.#controls.size && fields.every((field) => this.#controls.get(field.key)?.field.type === field.type);
    if (!same) {
      this.#controls.clear();
      this.place.replaceChildren(...fields.map((field) => this.#draw(field)));
    }
    for (const field of fields) {
      const entry = this.#controls.get(field.key);
      if (!entry) continue;
      entry.field = field;
      if (entry.control !== document.activeElement) write(entry.control, field);
    }
  }

  /**
   * Say what is wrong with each field. A warning leaves its value valid.
   * @param {Map<string, Problem[]>} found by key
   */
  mark(found) {
    for (const [key, { row, control, problems }] of this.#controls) {
      const here = found.get(key) ?? [];
      const isFault = here.some(({ level }) => level === "fault");
      row.dataset.level = isFault ? "fault" : here.length ? "warning" : "none";
      problems.textContent = here.map(writeMessage).join(" ");
      problems.hidden = !here.length;
      if (isFault) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }

  /**
   * Put the focus into a field.
   * @param {string} key
   */
  focus(key) {
    this.#controls.get(key)?.control.focus();
  }

  /**
   * Find the field whose value a key of the file, such as `levels.none`, belongs to.
   * @param {string} key
   */
  findKey(key) {
    let name = key;
    while (name && !this.#controls.has(name)) name = name.slice(0, Math.max(0, name.lastIndexOf(".")));
    return name;
  }

  /** @param {Field} field */
  #draw(field) {
    const id = `${this.given.prefix}-${field.key}`;
    const control = create(field);
    control.id = id;
    if (!["date", "choice", "flag", "number"].includes(field.type)) control.lang = this.given.lang;
    const row = Object.assign(document.createElement("div"), { className: "field" });
    row.dataset.field = field.key;
    row.dataset.type = field.type;
    const label = Object.assign(document.createElement("label"), { htmlFor: id, textContent: field.label });
    if (field.required) {
      control.setAttribute("aria-required", "true");
      label.append(" ", Object.assign(document.createElement("small"), { textContent: say("fields.required") }));
    }
    const helps = [field.help, field.type === "list" ? say("fields.list_help") : ""].filter(Boolean).join(" ");
    const help = Object.assign(document.createElement("p"), { className: "help", id: `${id}-help`, textContent: helps, hidden: !helps });
    const problems = Object.assign(document.createElement("p"), { className: "field-problem", id: `${id}-problem`, hidden: true });
    control.setAttribute("aria-describedby", `${help.id} ${problems.id}`);
    control.addEventListener("input", () => this.given.onChange(field.key, read(control, field)));
    row.append(...(field.type === "flag" ? [control, label] : [label, control]), help, problems);
    this.#controls.set(field.key, { field, row, control, problems });
    return row;
  }
}

/**
 * @param {Field} field
 * @returns {Control}
 */
function create(field) {
  if (field.type === "long" || field.type === "list") return Object.assign(document.createElement("textarea"), { rows: 2 });
  if (field.type !== "choice") {
    const type = field.type === "flag" ? "checkbox" : field.type === "text" ? "text" : field.type;
    return Object.assign(document.createElement("input"), { type, autocomplete: "off", ...(type === "number" ? { step: "any" } : {}) });
  }
  return document.createElement("select");
}

/**
 * @param {Control} control
 * @param {Field} field
 */
function write(control, field) {
  if (control instanceof HTMLSelectElement) {
    const value = String(field.value ?? "");
    // A value that is no choice is a fault, which the author must be able to see.
    const choices = new Set([...(field.required && value ? [] : [""]), ...field.choices, ...(value ? [value] : [])]);
    control.replaceChildren(...[...choices].map((each) => new Option(each || say("fields.none"), each, false, each === value)));
  } else if (control instanceof HTMLInputElement && field.type === "flag") control.checked = field.value === true;
  else control.value = Array.isArray(field.value) ? field.value.join("\n") : String(field.value ?? "");
}

/**
 * @param {Control} control
 * @param {Field} field
 * @returns {unknown}
 */
function read(control, field) {
  if (field.type === "flag") return /** @type {HTMLInputElement} */ (control).checked;
  if (field.type === "list")
    return control.value
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
  if (field.type === "number") return control.value === "" ? null : Number(control.value);
  return control.value;
}
