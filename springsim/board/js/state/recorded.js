// Answers the board's commands where there is no Python, from runs recorded at a few margins.

import { decoded } from "./wire.js";

const NOWHERE = {
  epoch: "recorded",
  origin: 0,
  offset: 0,
  preset: "",
  seed: 0,
  smooth: false,
  errors: [],
  held: [],
  hidden: [],
  history: { index: 0, first: 0, length: 1 },
};

/** Runs of one start, packed by springsim.board.recording. */
export class Recorded {
  /** @param {Uint8Array} block */
  constructor(block) {
    const { head, arrays } = decoded(block);
    const { texts, touch, choices, runs, shown, ...common } = head;
    this.words = { texts, touch, choices };
    this.common = common;
    this.runs = runs;
    this.arrays = arrays;
    this.shown = shown;
    this.before = { gesture: 0, shown }; // the margin before the last gesture
    this.serial = 0;
    this.ack = 0;
  }

  /**
   * What the board is given first: the words and the springs as well.
   * @returns {import("../types.js").Answer}
   */
  opening() {
    const { head, arrays } = this.answer([]);
    return { head: { ...head, ...this.words }, arrays: { ...this.arrays, ...arrays } };
  }

  /**
   * The answer to commands; all that is understood here is another margin.
   * @param {any[]} commands
   * @returns {import("../types.js").Answer}
   */
  answer(commands) {
    const { margins } = this.words.choices;
    for (const { op, value, gesture, seq } of commands) {
      if (op === "margin" && gesture !== this.before.gesture) this.before = { gesture, shown: this.shown };
      if (op === "margin") this.shown = Math.max(margins.indexOf(value), 0);
      if (op === "cancel" && gesture === this.before.gesture) this.shown = this.before.shown;
      this.ack = seq;
    }
    this.serial++;
    const { common, shown: k, serial, ack } = this;
    const layout = { ...common.arrays, numbers: common.arrays[`numbers${k}`] };
    const said = { ...this.runs[k], margin: margins[k], ends: true, more: false, serial, ack };
    return { head: { ...common, ...NOWHERE, ...said, arrays: layout }, arrays: this.run(k) };
  }

  /**
   * The arrays of a run: their names end with its number.
   * @param {number} k
   */
  run(k) {
    const names = ["start", "moves", "pulls", "units", "numbers", "mode"].filter((name) => this.arrays[`${name}${k}`]);
    return Object.fromEntries(names.map((name) => [name, this.arrays[`${name}${k}`]]));
  }
}
