// What can be chosen where nothing can be changed: the margin, among those recorded, and what is drawn.

import { el, fill, lengthText, press, say } from "./dom.js";
import { Slider, listed } from "./slider.js";

const SHOW = /** @type {const} */ (["springs", "every", "forces", "margin", "trails", "mode", "landscape"]);
const ASKS_PYTHON = ["landscape"];

/**
 * Buttons for what is drawn.
 * @param {import("../board.js").SpringBoard} board
 * @returns {HTMLElement[]}
 */
export function showChips(board) {
  const { texts: t } = board;
  return SHOW.filter((what) => board.editable || !ASKS_PYTHON.includes(what)).map((what) =>
    el(
      "button",
      {
        type: "button",
        class: "chip",
        "data-show": what,
        "aria-pressed": "true",
        title: t[`show_${what}_help`],
        onclick: () => board.toggle(what),
      },
      t[`show_${what}`],
    ),
  );
}

/**
 * Press those whose thing is drawn.
 * @param {import("../board.js").SpringBoard} board
 * @param {HTMLElement[]} chips
 */
export function pressShown(board, chips) {
  for (const chip of chips) press(chip, board.show[/** @type {keyof typeof board.show} */ (chip.dataset.show)]);
}

/** Builds the controls of a board that plays recorded runs, and keeps them in step with it. */
export class Sights {
  /** @param {import("../board.js").SpringBoard} board */
  constructor(board) {
    this.board = board;
    /** @type {Slider | null} */
    this.margin = null;
    /** @type {HTMLElement[]} */
    this.chips = [];
  }

  /** Make all elements anew, in the language of the texts. */
  build() {
    const { board } = this;
    const t = board.texts;
    const { margins = [], own } = board.choices;
    this.chips = showChips(board);
    const shows = el(
      "fieldset",
      { class: "control control-show" },
      el("legend", {}, t.show),
      el("div", { class: "chips" }, ...this.chips),
    );
    this.margin = margins.length > 1 ? new Slider(board, "margin", listed(margins)) : null;
    if (own !== undefined) this.margin?.mark(own);
    return el("section", { class: "controls", "aria-label": t.controls }, ...(this.margin ? [this.margin.element] : []), shows);
  }

  /** Bring what changes with an answer or a choice up to date. */
  update() {
    const { board, margin } = this;
    pressShown(board, this.chips);
    if (!margin) return;
    const words = lengthText(margin.follow(board.picture.marginShown()));
    say(margin.value, words);
    margin.input.setAttribute("aria-valuetext", fill(board.texts.margin_value, { value: words }));
  }

  /** A saddle is said in words; there is nothing to press. */
  attend() {}
}
