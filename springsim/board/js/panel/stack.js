// Points in one place: which others lie where the selected one does, each to be chosen.

import { el, fill, say } from "./dom.js";

const NAMED = 7; // points that have a button; a click on the picture goes through all of them

/** Builds the line and keeps it in step with the board. */
export class Stack {
  /** @param {Pick<import("../board.js").SpringBoard, "state" | "picture" | "select">} board */
  constructor(board) {
    this.state = board.state;
    this.picture = board.picture;
    this.act = board;
    this.shown = "";
    /** @type {Record<string, any>} */
    this.at = {};
  }

  /** Make it, in the language of the texts. */
  build() {
    const { at } = this;
    this.shown = "";
    at.words = el("span", {});
    at.points = el("span", { class: "chips" });
    at.all = el("p", { class: "stack", hidden: true }, at.words, at.points);
    return at.all;
  }

  /**
   * The points where one lies, if others do.
   * @param {number | null} i
   * @returns {number[]}
   */
  here(i) {
    const { n, selection } = this.state;
    const points = i !== null && i < n && selection.count < 2 ? this.picture.stack(i) : [];
    return points.length > 1 ? points : [];
  }

  /**
   * How many there are where one lies, in words; nothing where it lies alone.
   * @param {number} i
   */
  words(i) {
    const { length } = this.here(i);
    return length ? fill(this.state.texts.stack_spoken, { n: length }) : "";
  }

  /**
   * Show the points where the selected one lies. While they move, what was shown goes where it is true no more, and what comes
   * together for a moment is not shown.
   * @param {boolean} moves
   */
  tick(moves) {
    const { at, act } = this;
    const { selected, texts: t } = this.state;
    let points = this.here(selected);
    if ([selected, ...points].join() === this.shown) return;
    if (moves) points = [];
    const now = [selected, ...points].join();
    this.shown = now;
    at.all.hidden = !points.length;
    if (!points.length) return;
    const middle = Math.max(points.indexOf(/** @type {number} */ (selected)) - (NAMED >> 1), 0);
    const named = points.slice(Math.min(middle, Math.max(points.length - NAMED, 0))).slice(0, NAMED);
    say(at.words, fill(t.stack_here, { n: points.length }));
    while (at.points.childElementCount > named.length) at.points.lastElementChild.remove();
    while (at.points.childElementCount < named.length) {
      const chip = el("button", { type: "button", class: "chip", onclick: () => act.select(Number(chip.dataset.point)) });
      at.points.append(chip);
    }
    [...at.points.children].forEach((chip, k) => {
      chip.dataset.point = named[k];
      say(chip, String(named[k] + 1));
      chip.setAttribute("aria-label", fill(t.point, { i: named[k] + 1 }));
      chip.setAttribute("aria-pressed", String(named[k] === selected));
    });
  }
}
