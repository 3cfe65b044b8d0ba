// The form as a value: which factors it asks, what was answered, and the other way round. The form is the authority on what is valid.

/**
 * @typedef {Record<string, string>} Answers factor key → level key, "unknown" or "not_applicable"
 * @typedef {{answers: Answers, role: string}} Filled what the visitor filled in; role is "" where none is chosen
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
  return { answers: Object.fromEntries(checked.map((radio) => [radio.name, radio.value])), role: form.elements.role.value };
}

/** Show what was filled in. Events do not fire: whoever calls this knows. @param {Filled} filled */
export function write(form, { answers, role }) {
  for (const radio of radiosOf(form)) radio.checked = answers[radio.name] === radio.value;
  form.elements.role.value = role;
}

/** Only what this form could have been given: a stored answer may be damaged, or be older than the questions. @returns {Filled} */
export function valid(form, answers, role) {
  const known = radiosOf(form).filter((radio) => Object.hasOwn(answers, radio.name) && answers[radio.name] === radio.value);
  const roles = [...form.elements.role.options].map((option) => option.value);
  return {
    answers: Object.fromEntries(known.map((radio) => [radio.name, radio.value])),
    role: roles.includes(role) ? role : "",
  };
}

/** The words of an answer, as the form has them. */
export function wordsOf(form, key, level) {
  const radio = radiosOf(form).find((each) => each.name === key && each.value === level);
  return radio.closest("label").querySelector("[data-words]").textContent;
}
