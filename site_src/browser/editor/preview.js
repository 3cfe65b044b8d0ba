// The page itself beside its text. It runs no scripts here, and is loaded anew when the site was built.

import { copyTemplate, find } from "../page/ui/find.js";
import { say, sayCount, writeWords } from "./words.js";

/** The page of the text that has the focus. */
export class Preview {
  #address = "";
  #section = "";
  #top = 0;

  /** @param {(event: KeyboardEvent) => void} onKey keys in the page, which has no scripts of its own here */
  constructor(onKey) {
    this.element = copyTemplate("template[data-preview]");
    writeWords(this.element);
    this.frame = find("iframe", this.element);
    this.frame.title = say("page.frame");
    this.frame.addEventListener("load", () => {
      const { contentDocument, contentWindow } = this.frame;
      contentDocument?.addEventListener("keydown", onKey);
      contentWindow?.scrollTo(0, this.#top);
      contentWindow?.addEventListener("scroll", () => {
        this.#top = contentWindow.scrollY;
      });
    });
  }

  /**
   * Show a page. `null`: the text has none of its own.
   * @param {string | null} address
   */
  show(address) {
    if (this.#address === (address ?? "")) return;
    this.#address = address ?? "";
    this.#top = 0;
    find("[data-none]", this.element).hidden = Boolean(address);
    this.frame.hidden = !address;
    const link = find("a[data-address]", this.element);
    link.hidden = !address;
    if (!address) return;
    link.href = address;
    this.frame.src = address;
  }

  /** Load the page anew where it was scrolled to. */
  reload() {
    if (this.#address) this.frame.contentWindow?.location.reload();
  }

  /**
   * Scroll to what is being written.
   * @param {string} section the id of its heading
   */
  follow(section) {
    if (section === this.#section) return;
    this.#section = section;
    const heading = section && this.frame.contentDocument?.getElementById(section);
    if (heading) heading.scrollIntoView({ block: "start" });
  }

  /**
   * Say whether the page shown is the newest.
   * @param {number} faults that hold the site back
   */
  tell(faults) {
    const place = find("[data-build]", this.element);
    place.textContent = faults ? `${sayCount("page.faults", faults)}. ${say("page.last_good")}` : "";
    place.dataset.state = faults ? "failed" : "saved";
  }
}
