// What screen readers say by themselves, when there is a pause.

import { el } from "./dom.js";

const KEPT = 3; // lines: nothing is lost when more than one thing is said at once
const PAUSE = 400; // ms without another after which one of a series is said

/** One polite live region: each thing that is said is a line of its own. */
export class Speech {
  constructor() {
    this.region = el("div", { class: "sr", "aria-live": "polite" });
    this.waiting = 0;
  }

  /** @param {string} words */
  say(words) {
    const { region } = this;
    region.append(el("p", {}, words));
    while (region.childElementCount > KEPT) region.firstElementChild.remove();
  }

  /**
   * Say the last of a series, once that is over.
   * @param {string} words
   */
  sayLast(words) {
    clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => this.say(words), PAUSE);
  }
}
