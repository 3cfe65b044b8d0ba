// A line above a text that says what happened, with a button or two that take it away.

import { find } from "../page/ui/find.js";
import { announce } from "./announce.js";

/** The line of one file. */
export class Notice {
  /**
   * @param {HTMLElement} place
   * @param {() => void} onChosen a button was used, and is gone: the focus needs another place
   */
  constructor(place, onChosen) {
    this.place = place;
    this.onChosen = onChosen;
  }

  /**
   * Say something.
   * @param {string} words
   * @param {...[label: string, act: () => void]} choices
   */
  show(words, ...choices) {
    find("[data-notice-text]", this.place).textContent = words;
    [find("button[data-notice-first]", this.place), find("button[data-notice-second]", this.place)].forEach((button, index) => {
      const [label, act] = choices[index] ?? ["", () => {}];
      button.hidden = !label;
      button.textContent = label;
      button.onclick = () => {
        this.hide();
        act();
        this.onChosen();
      };
    });
    this.place.hidden = false;
    announce(words);
  }

  hide() {
    this.place.hidden = true;
  }
}
