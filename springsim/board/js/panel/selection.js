// The bar of the selected point.

import { el, fill, iconButton } from "./dom.js";

/** Builds the bar and keeps it in step with the board. */
export class Selection {
  /** @param {Pick<import("../board.js").SpringBoard, "state" | "picture" | "hand" | "select">} board */
  constructor(board) {
    this.state = board.state;
    this.picture = board.picture;
    this.hand = board.hand;
    this.act = board;
    /** @type {any} */
    this.bar = null;
  }

  /** Make it, in the language of the texts. */
  build() {
    this.bar = el("div", { class: "selection", role: "toolbar", "aria-label": this.state.texts.selected_point, hidden: true });
    return this.bar;
  }

  /** Bring what changes with an answer or a choice up to date. */
  update() {
    const { act, bar } = this;
    const { run, selected, language, editable, texts: t } = this.state;
    bar.hidden = selected === null || !run;
    if (selected === null || !run) return;
    const pinned = run.pinned.has(selected);
    const label = run.labels[selected];
    const state = `${selected}/${label}/${pinned}/${language}`;
    if (bar.dataset.state === state) return;
    bar.dataset.state = state;
    bar.replaceChildren(
      el("strong", {}, fill(t.point, { i: selected + 1 })),
      ...(editable ? this.changes(label, pinned) : this.words(label, pinned)),
      iconButton("close", t.deselect, () => act.select(null)),
    );
  }

  /**
   * What the point is.
   * @param {number} label
   * @param {boolean} pinned
   */
  words(label, pinned) {
    const { picture } = this;
    const t = this.state.texts;
    const named = this.state.run?.kind === "labels" ? [fill(t.class_name, { name: picture.className(label) })] : [];
    const words = [...named, ...(pinned ? [t.pinned] : [])];
    return [el("span", { class: "what" }, words.join(" · "))];
  }

  /**
   * What can be done with the point.
   * @param {number} label
   * @param {boolean} pinned
   */
  changes(label, pinned) {
    const { picture, hand } = this;
    const t = this.state.texts;
    const options = [...new Set([...Array(this.state.classes).keys(), label])].sort((a, b) => a - b);
    const choose = el(
      "select",
      { "aria-label": t.class_of_point, onchange: () => hand.setClass(Number(choose.value)) },
      ...options.map((k) =>
        el(
          "option",
          { value: k, ...(k === label ? { selected: true } : {}) },
          fill(t.class_name, { name: picture.className(k) }),
        ),
      ),
    );
    return [
      choose,
      iconButton("pin", pinned ? t.unpin : t.pin, () => hand.togglePin(), {
        "aria-pressed": String(pinned),
        words: pinned ? t.unpin : t.pin,
      }),
      iconButton("trash", t.delete_point, () => hand.deletePoint(), { words: t.delete_short }),
    ];
  }
}
