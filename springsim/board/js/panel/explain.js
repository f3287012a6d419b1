// The one little help control: a question mark beside a word opens a few words about it, by a tap or by the keyboard.

import { el, fill } from "./dom.js";

const EDGE = 8; // pixels between the words and the edge of the window
const ID = "springsim-explained";

/** Makes the question marks, and shows the words of one of them at a time. */
export class Explainer {
  /** @param {Pick<import("../board.js").SpringBoard, "root" | "state" | "announce">} board */
  constructor(board) {
    this.root = board.root;
    this.state = board.state;
    this.act = board;
    /** @type {HTMLElement | null} */
    this.open = null;
    /** @type {any} */
    this.note = null;
  }

  /** The place for the words. */
  build() {
    this.open = null;
    this.note = el("div", { class: "explained", id: ID, role: "note", tabindex: "-1", hidden: true });
    this.note.addEventListener("focusout", (/** @type {FocusEvent} */ event) => this.left(event));
    this.note.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.key(event));
    return this.note;
  }

  /**
   * A question mark.
   * @param {string} what it stands beside
   * @param {string | (() => string)} words lines of them
   */
  button(what, words) {
    const button = el(
      "button",
      {
        type: "button",
        class: "explain",
        "aria-label": fill(this.state.texts.explain, { what }),
        "aria-expanded": "false",
        "aria-controls": ID,
        onclick: () => (this.open === button ? this.close() : this.show(button, typeof words === "string" ? words : words())),
        onfocusout: (/** @type {FocusEvent} */ event) => this.left(event),
        onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event),
      },
      el("span", { "aria-hidden": "true" }, "?"),
    );
    return button;
  }

  /**
   * @param {HTMLElement} button
   * @param {string} words
   */
  show(button, words) {
    this.close();
    const { note, root } = this;
    this.open = button;
    button.setAttribute("aria-expanded", "true");
    button.focus(); // not every browser does so at a click
    note.replaceChildren(...words.split("\n").map((line) => el("p", {}, line)));
    note.hidden = false;
    const [at, frame, box] = [button, root, note].map((node) => node.getBoundingClientRect());
    const left = Math.max(Math.min(at.left, innerWidth - box.width - EDGE), EDGE);
    const below = at.bottom + EDGE / 2;
    const top = below + box.height > innerHeight - EDGE ? Math.max(at.top - box.height - EDGE / 2, EDGE) : below;
    note.style.left = `${left - frame.left}px`;
    note.style.top = `${top - frame.top}px`;
    this.act.announce(words);
  }

  close() {
    if (!this.open) return;
    this.open.setAttribute("aria-expanded", "false");
    this.open = null;
    this.note.hidden = true;
  }

  /**
   * Close when the focus goes to neither the words nor their question mark.
   * @param {FocusEvent} event
   */
  left({ relatedTarget: to }) {
    if (to !== this.open && to !== this.note) this.close();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key !== "Escape" || !this.open) return;
    const { open } = this;
    this.close();
    open.focus();
    event.stopPropagation();
    event.preventDefault();
  }
}
