// The editor of `make serve`: a file in its languages side by side, and the page itself beside them.

import { find, findAll } from "../page/ui/find.js";
import { announce } from "./announce.js";
import { ask, Refusal, readState } from "./api.js";
import { askChoice } from "./conflict.js";
import { askName, sayRefusal } from "./dialogs.js";
import { showFiles } from "./file_list.js";
import { lockFile } from "./lock.js";
import { Pane } from "./pane.js";
import { askPicture } from "./pictures.js";
import { Preview } from "./preview.js";
import { listPictures } from "./text_editor.js";
import { say, writeWords } from "./words.js";

const FOLLOW_MS = 80;
const MOST_WAITING_MS = 20_000;
const IDLE_MS = 2_000;

const { file } = find("html").dataset;
const alertPart = find("[data-alert]");
/** @type {Pane[]} */
const panes = [];
const preview = new Preview(onKey);
/** @type {Pane | undefined} */
let current;
/** How many builds there were when something was saved last; the page follows when there are more. */
let builds = -1;
/** Until when the next build is awaited. */
let awaited = 0;

/** @type {import("./pane.js").Listener} */
const listener = {
  onState: () => tellState(),
  onFocus: (pane) => {
    if (current === pane) return;
    current = pane;
    preview.show(pane.opened.address);
  },
  onSection: (_pane, section) => preview.follow(section),
  onPictures: (pane, files) =>
    askPicture(
      pane,
      panes.find((each) => each !== pane),
      files,
    ),
  onConflict: askChoice,
  onRefusal: (refusal) => tellRefusal(refusal),
};

/** @param {unknown} refusal */
function tellRefusal(refusal) {
  alertPart.textContent = `${sayRefusal(refusal)} `;
  alertPart.hidden = false;
  // A token that is no longer right is that of an earlier start of the server.
  if (refusal instanceof Refusal && ![0, 403].includes(refusal.status)) return;
  const reload = Object.assign(document.createElement("button"), { type: "button", textContent: say("state.reload") });
  reload.addEventListener("click", () => location.reload());
  alertPart.append(reload);
}

/** Say whether everything is saved, and whether the languages match. */
function tellState() {
  const states = panes.map(({ state }) => state);
  const state = /** @type {const} */ (["failed", "saving", "unsaved"]).find((each) => states.includes(each)) ?? "saved";
  const place = find("[data-save-part] > [data-state]");
  place.dataset.state = state;
  place.textContent = say(`state.${state}`);
  const { matches, kind } = panes[0]?.opened ?? {};
  find("[data-step]").hidden = panes.length < 2 || (kind !== "page" && kind !== "factor");
  const isSame = Boolean(matches) && state === "saved";
  find("[data-step-state]").textContent = say(isSame ? "step.same" : matches === null ? "step.unmarked" : "step.differs");
  find("[data-mark]").hidden = isSame;
}

/** Save all that is open. Returns whether everything is saved. */
async function saveAll() {
  alertPart.hidden = true;
  const before = await readState();
  const wasDirty = panes.some((pane) => pane.isDirty);
  let isSaved = true;
  for (const pane of panes) isSaved = (await pane.save()) && isSaved;
  if (isSaved) announce(say("state.all_saved"));
  if (wasDirty) {
    builds = before?.count ?? builds;
    awaited = Date.now() + MOST_WAITING_MS;
    follow();
  }
  await Promise.all(panes.map((pane) => pane.refresh()));
  tellPage();
  return isSaved;
}

function tellPage() {
  tellState();
  if (current) preview.show(current.opened.address);
  const title = panes[0]?.title ?? file;
  find("[data-title]").textContent = title;
  document.title = `${title} · ${say("app.title")}`;
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** Look whether the site was built, and load the page anew when it was. */
async function follow() {
  clearTimeout(timer);
  const isAwaited = Date.now() < awaited;
  const state = document.hidden && !isAwaited ? null : await readState();
  if (state && (builds < 0 || (!state.building && state.count !== builds))) {
    const isFirst = builds < 0;
    builds = state.count;
    preview.tell(state.faults.length);
    if (!isFirst) {
      awaited = 0;
      preview.reload();
      for (const pane of panes) pane.refresh().then(tellPage);
    }
  }
  clearTimeout(timer);
  timer = setTimeout(follow, isAwaited ? FOLLOW_MS : IDLE_MS);
}

async function markTranslated() {
  if (!(await saveAll())) return;
  try {
    await ask("translated", { file });
    await Promise.all(panes.map((pane) => pane.refresh()));
    tellPage();
    announce(say("step.marked"));
    // The button that had the focus is gone.
    find("button[data-save]").focus();
  } catch (refusal) {
    tellRefusal(refusal);
  }
}

/** @param {string} name */
const openFile = (name) => location.assign(`/.serve/edit?file=${encodeURIComponent(name)}`);

function askNewPage() {
  askName({ title: "new.title", label: "new.name", help: "new.help", act: "new.make" }, "", async (name) => {
    const { files } = await ask("new", { what: "page", name });
    const own = files.find((each) => each.includes(`/${document.documentElement.lang}/`)) ?? files[0];
    if (own) openFile(own);
    return "";
  });
}

function askRename() {
  const old = file.replace(/^content\//, "");
  askName({ title: "rename.title", label: "rename.name", help: "rename.help", act: "rename.do" }, old, async (name) => {
    if (!(await saveAll())) return say("rename.unsaved");
    await ask("rename", { old, new: name });
    openFile(`content/${name}`);
    return "";
  });
}

/** @param {"twin" | "page"} view */
function toggleView(view) {
  const button = find(`button[data-view="${view}"]`);
  const isShown = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(isShown));
  find("[data-panes]").toggleAttribute(`data-no-${view}`, !isShown);
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  if (panes.length && !document.querySelector("dialog[open]")) saveAll();
}

async function openPanes() {
  await lockFile(file, () => tellElsewhere());
  const first = await ask("open", { file });
  const twins = await Promise.all(first.twins.map((twin) => ask("open", { file: twin.file })));
  alertPart.hidden = true;
  for (const opened of [first, ...twins]) panes.push(new Pane(opened, listener));
  const place = find("[data-panes]");
  place.append(...panes.map(({ element }) => element), preview.element);
  place.dataset.count = String(panes.length);
  place.hidden = false;
  current = panes[0];
  find("[data-path]").textContent = file;
  for (const part of findAll("[data-views], [data-save-part]")) part.hidden = false;
  find('[data-view="twin"]').hidden = panes.length < 2;
  find('button[data-open="rename"]').hidden = first.kind !== "page";
  if (!first.address) toggleView("page");
  // Three columns need more room than this; the page is one button away.
  else if (panes.length > 1 && matchMedia("(width < 80rem)").matches) toggleView("page");
  tellPage();
  follow();
}

function tellElsewhere() {
  alertPart.textContent = say("state.elsewhere");
  alertPart.hidden = false;
}

writeWords(document);
document.title = say("app.title");
find("[data-save]").addEventListener("click", saveAll);
find("[data-mark]").addEventListener("click", markTranslated);
find('[data-open="new"]').addEventListener("click", askNewPage);
find('[data-open="rename"]').addEventListener("click", askRename);
for (const view of /** @type {const} */ (["twin", "page"]))
  find(`button[data-view="${view}"]`).addEventListener("click", () => toggleView(view));
document.addEventListener("keydown", onKey);
// A picture that is dropped beside the text must not replace this page.
document.addEventListener("dragover", (event) => {
  if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  if (event.defaultPrevented || !event.dataTransfer?.files.length) return;
  event.preventDefault();
  const pictures = listPictures(event.dataTransfer);
  if (current && pictures.length && !document.querySelector("dialog[open]")) listener.onPictures(current, pictures);
});
addEventListener("beforeunload", (event) => {
  if (panes.some((pane) => pane.isDirty)) event.preventDefault();
});
if (/Mac|iPhone|iPad/.test(navigator.platform)) find("[data-save] kbd").textContent = "⌘ S";
find("[data-title]").textContent = file.replace(/^.*\//, "") || say("files.title");
find("[data-other]").hidden = !file;

(file ? openPanes() : showFiles(find("[data-list]"))).catch(tellRefusal).finally(() => {
  find("[data-loading]").hidden = true;
});
