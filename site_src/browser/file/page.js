// Gives addresses to the parts of the quiz as one file, before the quiz starts. The site's own scripts expect addresses.

import { find, findAll } from "../page/ui/find.js";

const form = find("[data-runtime]");

// The runtime stays packed: the worker unpacks it, so that the form answers at once. It travels inside the worker's own script, because on
// a page from disk Chromium and WebKit let a worker read no address that the page made. Nor does Chromium run modules as workers there.
/** @type {Record<string, {type: string, size: number, text: string}>} */
const held = {};
for (const { dataset, textContent } of findAll("script[data-role]")) {
  held[dataset.role] = { type: dataset.type, size: Number(dataset.size), text: textContent };
}
const script = find("script[data-worker-script]").textContent;
const parts = ["self.held = ", JSON.stringify(held), ";\n", script];
form.dataset.worker = URL.createObjectURL(new Blob(parts, { type: "text/javascript" }));
form.dataset.workerType = "classic";
// The worker knows its files already.
form.dataset.runtime = 'data:application/json,{"files":{}}';
