// CodeMirror's own words in the author's language.

import { EditorState } from "@codemirror/state";
import { language } from "./words.js";

const NL = {
  Find: "Zoek",
  Replace: "Vervang door",
  next: "volgende",
  previous: "vorige",
  all: "alle",
  "match case": "hoofdletters tellen",
  "by word": "hele woorden",
  regexp: "patroon",
  replace: "vervang",
  "replace all": "vervang alle",
  close: "sluiten",
  "current match": "gevonden plek",
  "replaced $ matches": "$ keer vervangen",
  "replaced match on line $": "vervangen op regel $",
  "on line": "op regel",
  "Go to line": "Ga naar regel",
  go: "ga",
  Diagnostics: "Fouten en waarschuwingen",
  "No diagnostics": "Niets op aan te merken",
  "$ unchanged lines": "$ gelijke regels",
};

/** Return CodeMirror's words, as an extension; English is its own language. */
export const phrases = () => (language === "nl" ? EditorState.phrases.of(NL) : []);
