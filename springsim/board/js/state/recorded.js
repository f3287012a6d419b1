// Stands in for Python where there is none: answers the board's commands from runs recorded at a few margins.

import { at } from "./motion.js";
import { decoded } from "./wire.js";

const NOWHERE = {
  epoch: "recorded",
  origin: 0,
  offset: 0,
  preset: "",
  seed: 0,
  errors: [],
  history: { index: 0, first: 0, length: 1 },
};

/** Runs of one start, packed by springsim.board.recording. */
export class Recorded {
  /** @param {Uint8Array} block */
  constructor(block) {
    const { head, arrays } = decoded(block);
    const { texts, choices, runs, shown, ...common } = head;
    this.words = { texts, choices };
    this.common = common;
    this.runs = runs;
    this.arrays = arrays;
    this.shown = shown;
    this.serial = 0;
    this.ack = 0;
    /** @type {Map<number, Record<string, Uint8Array>>} */
    this.unpacked = new Map();
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
    for (const { op, value, seq } of commands) {
      if (op === "margin") this.shown = Math.max(margins.indexOf(value), 0);
      this.ack = seq;
    }
    this.serial++;
    const { common, shown: k, serial, ack } = this;
    const { status, rest } = this.runs[k];
    const layout = { ...common.arrays, numbers: common.arrays[`numbers${k}`] };
    const said = { margin: margins[k], status, rest, ends: true, more: false, serial, ack };
    return { head: { ...common, ...NOWHERE, ...said, arrays: layout }, arrays: this.run(k) };
  }

  /**
   * The arrays of a run, unpacked when it is first asked for.
   * @param {number} k
   */
  run(k) {
    const known = this.unpacked.get(k);
    if (known) return known;
    const [frames] = this.common.arrays[`numbers${k}`][1];
    const units = new Int16Array(...at(this.arrays[`units${k}`]), 2 * frames);
    const values = (/** @type {string} */ name, /** @type {number} */ column, /** @type {[number, number]} */ centre) => {
      const changes = new Int16Array(...at(this.arrays[`${name}${k}`]), 2 * this.common.n * frames);
      return new Uint8Array(added(changes, frames, (f) => 2 ** units[2 * f + column], centre).buffer);
    };
    const run = {
      positions: values("positions", 0, this.runs[k].centre),
      forces: values("forces", 1, [0, 0]),
      numbers: this.arrays[`numbers${k}`],
      ...(this.arrays[`mode${k}`] ? { mode: this.arrays[`mode${k}`] } : {}),
    };
    this.unpacked.set(k, run);
    return run;
  }
}

/**
 * Add up changes from frame to frame, and give them their unit back.
 * @param {Int16Array} changes frames × n × 2
 * @param {number} frames
 * @param {(frame: number) => number} unit
 * @param {[number, number]} centre
 */
function added(changes, frames, unit, centre) {
  const size = frames ? changes.length / frames : 0;
  const whole = new Int16Array(size); // wraps round, as the changes do
  const values = new Float32Array(changes.length);
  for (let f = 0, p = 0; f < frames; f++) {
    const u = unit(f);
    for (let q = 0; q < size; q++, p++) {
      whole[q] += changes[p];
      values[p] = centre[q & 1] + whole[q] * u;
    }
  }
  return values;
}
