// Where a file changed elsewhere while it was edited here: both texts beside each other, and the author chooses.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { MergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { find, findAll } from "../page/ui/find.js";
import { Refusal } from "./api.js";
import { sayRefusal } from "./dialogs.js";
import { phrases } from "./phrases.js";
import { say } from "./words.js";

/**
 * Show both texts until the author has chosen. Until then nothing is written, and both stay.
 * @param {import("./pane.js").Pane} pane
 * @param {{text: string, hash: string}} disk the file as it is now
 * @returns {Promise<void>}
 */
export function askChoice(pane, disk) {
  const dialog = find('dialog[data-dialog="conflict"]');
  const fault = find("[data-fault]", dialog);
  const place = find("[data-merge]", dialog);
  let latest = disk;
  let merge = draw(place, disk.text, pane.text);
  fault.hidden = true;
  /** @type {Record<string, () => Promise<void> | void>} */
  const choices = {
    save: () => pane.saveChoice(merge.b.state.doc.toString(), latest.hash),
    take: () => pane.takeFile(latest.text, latest.hash),
    later: () => {},
  };
  for (const button of findAll("button[data-choose]", dialog)) {
    button.onclick = async () => {
      try {
        await choices[button.dataset.choose]?.();
        dialog.close();
      } catch (refusal) {
        fault.textContent = sayRefusal(refusal);
        fault.hidden = false;
        if (!(refusal instanceof Refusal) || !refusal.disk) return;
        // It changed once more: the newest text is shown, beside what the author had made of it.
        const mine = merge.b.state.doc.toString();
        merge.destroy();
        latest = refusal.disk;
        merge = draw(place, latest.text, mine);
      }
    };
  }
  return new Promise((resolve) => {
    dialog.onclose = () => {
      merge.destroy();
      pane.editor.view.focus();
      resolve();
    };
    dialog.showModal();
    find('button[data-choose="save"]', dialog).focus();
  });
}

/**
 * @param {HTMLElement} place
 * @param {string} disk
 * @param {string} mine
 */
function draw(place, disk, mine) {
  const shared = [EditorView.cspNonce.of(document.documentElement.dataset.nonce ?? ""), phrases(), EditorView.lineWrapping];
  return new MergeView({
    a: {
      doc: disk,
      extensions: [...shared, EditorState.readOnly.of(true), EditorView.contentAttributes.of({ "aria-label": say("conflict.disk") })],
    },
    b: {
      doc: mine,
      extensions: [
        ...shared,
        history(),
        keymap.of([...historyKeymap, ...defaultKeymap]),
        EditorView.contentAttributes.of({ "aria-label": say("conflict.mine") }),
      ],
    },
    parent: place,
    revertControls: "a-to-b",
    renderRevertControl: () => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: "→" });
      button.setAttribute("aria-label", say("conflict.take_chunk"));
      return button;
    },
    collapseUnchanged: { margin: 2, minSize: 5 },
  });
}
