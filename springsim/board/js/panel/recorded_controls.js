// What can be chosen where nothing can be changed: the margin, among those recorded, and what is drawn.

import { el, fill, lengthText, press, say } from "./dom.js";
import { Slider, listed } from "./slider.js";

/**
 * Buttons for what is drawn.
 * @param {import("../state/state.js").State} state
 * @param {(what: string) => void} toggle
 * @returns {HTMLElement[]}
 */
export function showChips({ texts: t, choices }, toggle) {
  return choices.view.map(({ id }) =>
    el(
      "button",
      {
        type: "button",
        class: "chip",
        "data-show": id,
        "aria-pressed": "true",
        title: t[`show_${id}_help`],
        onclick: () => toggle(id),
      },
      t[`show_${id}`],
    ),
  );
}

/**
 * What each of these buttons draws, a line each.
 * @param {import("../state/state.js").State} state
 */
export function showWords({ texts: t, choices }) {
  return choices.view.map(({ id }) => fill(t.name_help, { name: t[`show_${id}`], help: t[`show_${id}_help`] })).join("\n");
}

/**
 * Press those whose thing is drawn.
 * @param {Record<string, boolean>} show
 * @param {HTMLElement[]} chips
 */
export function pressShown(show, chips) {
  for (const chip of chips) press(chip, show[String(chip.dataset.show)]);
}

/** Builds the controls of a board that plays recorded runs, and keeps them in step with it. */
export class RecordedControls {
  /** @param {Pick<import("../board.js").SpringBoard, "state" | "hand" | "explainer" | "toggle">} board */
  constructor(board) {
    this.state = board.state;
    this.hand = board.hand;
    this.act = board;
    /** @type {Slider | null} */
    this.margin = null;
    /** @type {HTMLElement[]} */
    this.chips = [];
  }

  /** Make all elements, in the language of the texts. */
  build() {
    const { state, hand, act } = this;
    const t = state.texts;
    const { margins = [], own } = state.choices;
    this.chips = showChips(state, (what) => act.toggle(what));
    const shows = el(
      "fieldset",
      { class: "control control-show" },
      el("legend", {}, t.show, act.explainer.button(t.show, showWords(state))),
      el("div", { class: "chips" }, ...this.chips),
    );
    this.margin = margins.length > 1 ? new Slider(state, hand, act.explainer, "margin", listed(margins)) : null;
    if (own !== undefined) this.margin?.mark(own);
    return el("section", { class: "controls", "aria-label": t.controls }, ...(this.margin ? [this.margin.element] : []), shows);
  }

  /** Bring what changes with an answer or a choice up to date. */
  update() {
    const { state, margin } = this;
    pressShown(state.show, this.chips);
    if (!margin) return;
    const words = lengthText(margin.follow(state.margin));
    say(margin.value, words);
    margin.input.setAttribute("aria-valuetext", fill(state.texts.margin_value, { value: words }));
  }

  /** Nothing here is painted. */
  paint() {}

  /** A saddle is said in words; there is nothing to press. */
  attend() {}
}
