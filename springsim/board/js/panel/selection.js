// The bar of the selected point.

import { CLASSES } from "./controls.js";
import { el, fill, iconButton } from "./dom.js";

/** Builds the bar and keeps it in step with the board. */
export class Selection {
  /** @param {import("../board.js").SpringBoard} board */
  constructor(board) {
    this.board = board;
    /** @type {any} */
    this.bar = null;
  }

  /** Make it anew, in the language of the texts. */
  build() {
    this.bar = el("div", { class: "selection", role: "toolbar", "aria-label": this.board.texts.selected_point, hidden: true });
    return this.bar;
  }

  /** Bring what changes with an answer or a choice up to date. */
  update() {
    const { board, bar } = this;
    const { run, selected, texts: t } = board;
    bar.hidden = selected === null || !run;
    if (selected === null || !run) return;
    const pinned = run.pinned.has(selected);
    const label = run.labels[selected];
    const state = `${selected}/${label}/${pinned}/${board.language}`;
    if (bar.dataset.state === state) return;
    bar.dataset.state = state;
    bar.replaceChildren(
      el("strong", {}, fill(t.point, { i: selected + 1 })),
      ...(board.editable ? this.changes(label, pinned) : this.words(label, pinned)),
      iconButton("close", t.deselect, () => board.select(null)),
    );
  }

  /**
   * What the point is.
   * @param {number} label
   * @param {boolean} pinned
   */
  words(label, pinned) {
    const { texts: t, picture } = this.board;
    const words = [fill(t.class_name, { name: picture.className(label) }), ...(pinned ? [t.pinned] : [])];
    return [el("span", { class: "what" }, words.join(" · "))];
  }

  /**
   * What can be done with the point.
   * @param {number} label
   * @param {boolean} pinned
   */
  changes(label, pinned) {
    const { board } = this;
    const t = board.texts;
    const options = [...new Set([...Array(CLASSES).keys(), label])].sort((a, b) => a - b);
    const choose = el(
      "select",
      { "aria-label": t.class_of_point, onchange: () => board.hand.setClass(Number(choose.value)) },
      ...options.map((k) =>
        el(
          "option",
          { value: k, ...(k === label ? { selected: true } : {}) },
          fill(t.class_name, { name: board.picture.className(k) }),
        ),
      ),
    );
    return [
      choose,
      iconButton("pin", pinned ? t.unpin : t.pin, () => board.hand.togglePin(), {
        "aria-pressed": String(pinned),
        words: pinned ? t.unpin : t.pin,
      }),
      iconButton("trash", t.delete_point, () => board.hand.deletePoint(), { words: t.delete_short }),
    ];
  }
}
