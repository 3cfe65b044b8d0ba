// The form as a value: which factors it asks, what was answered, and the other way round. The form is the authority on what is valid.

/**
 * @typedef {Record<string, string>} Answers factor key → level key, "unknown" or "not_applicable"
 * @typedef {{answers: Answers, role: string, target: string}} Filled what the visitor filled in; role is "" where none is chosen, and target
 *   is what was typed
 * @typedef {{key: string, name: string, pillar: string, part: string, element: HTMLFieldSetElement}} Factor
 */

/** The factors in the order of the form. @returns {Factor[]} */
export function factorsOf(form) {
  return [...form.querySelectorAll("[data-factor]")].map((element) => {
    const part = element.closest("[data-part]").dataset;
    return { key: element.dataset.factor, name: element.dataset.name, pillar: part.pillar, part: part.part, element };
  });
}

const radiosOf = (form) => [...form.querySelectorAll("[data-factor] input[type=radio]")];

/** @returns {Filled} */
export function read(form) {
  const checked = radiosOf(form).filter((radio) => radio.checked);
  const { role, target } = form.elements;
  return { answers: Object.fromEntries(checked.map((radio) => [radio.name, radio.value])), role: role.value, target: target.value };
}

/** Whether an answer says something: "does not apply" does, "I don't know" and no answer do not. */
export const isKnown = (answer) => answer !== undefined && answer !== "unknown";

/** Show what was filled in. Events do not fire: whoever calls this knows. @param {Filled} filled */
export function write(form, { answers, role, target }) {
  for (const radio of radiosOf(form)) radio.checked = answers[radio.name] === radio.value;
  form.elements.role.value = role;
  form.elements.target.value = target;
}

/**
 * Only what this form could have been given: a stored answer may be damaged, or be older than the questions.
 * @returns {{answers: Answers, role: string}}
 */
export function valid(form, answers, role) {
  const known = radiosOf(form).filter((radio) => Object.hasOwn(answers, radio.name) && answers[radio.name] === radio.value);
  const roles = [...form.elements.role.options].map((option) => option.value);
  return {
    answers: Object.fromEntries(known.map((radio) => [radio.name, radio.value])),
    role: roles.includes(role) ? role : "",
  };
}

/** Into a list: links to these questions, in this order. @param {Factor[]} factors @param {string[]} keys */
export function linkQuestions(list, factors, keys) {
  const wanted = keys.map((wanted) => factors.find(({ key }) => key === wanted));
  list.replaceChildren(
    ...wanted.map(({ key, name, pillar }) => {
      const item = document.createElement("li");
      item.dataset.pillar = pillar;
      const link = item.appendChild(document.createElement("a"));
      link.href = `#${key}`;
      link.textContent = name;
      return item;
    }),
  );
  list.hidden = wanted.length === 0;
}

/** The words of an answer, as the form has them. */
export function wordsOf(form, key, level) {
  const radio = radiosOf(form).find((each) => each.name === key && each.value === level);
  return radio.closest("label").querySelector("[data-words]").textContent;
}
