// Time: which frame is shown. Knows frames and their spacing, nothing of forces.

import { COLUMN, COLUMNS } from "../types.js";
import { wantsStillness } from "./preferences.js";

const PACE = 0.35; // margins a second, at speed 1: slow enough to talk about
const LIVE_PACE = 1; // while something is dragged
const LONGEST_LEAP = 0.5; // seconds for the move between two frames
const SHORTEST = 1 / 240;
const LONGEST = 12; // seconds for a whole trajectory
const BRIEFEST = 2; // seconds for a trajectory that ends at rest

/** Plays one trajectory. */
export class Player {
  constructor() {
    /** @type {import("../types.js").Run | null} */
    this.run = null;
    this.times = new Float64Array(1);
    this.time = 0;
    this.speed = 1;
    this.wanted = !wantsStillness(); // whether it plays whenever there is something to play
  }

  /** Play what comes, unless nothing is to move by itself. */
  begin() {
    this.wanted = !wantsStillness();
  }

  /** Index of the last frame. */
  get last() {
    return this.run ? this.run.frames - 1 : 0;
  }

  /** Index of the frame shown. */
  get frame() {
    let low = 0;
    let high = this.last;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.times[middle] <= this.time + 1e-9) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** How far the picture is on its way to the next frame, 0 … 1. */
  get share() {
    const k = this.frame;
    if (k >= this.last) return 0;
    return Math.max(0, (this.time - this.times[k]) / (this.times[k + 1] - this.times[k]));
  }

  /** Whether the last frame is shown. */
  get atEnd() {
    return this.frame >= this.last;
  }

  /** Whether time is passing. */
  get playing() {
    return this.wanted && !this.atEnd;
  }

  /**
   * Take another trajectory.
   * @param {import("../types.js").Run} run
   * @param {number | null} delay seconds that have passed since its first frame, while something is dragged
   */
  take(run, delay) {
    const old = this.run;
    const longer = old && old.origin === run.origin;
    const step = longer ? this.stepShown() : 0;
    this.run = run;
    this.times = spacing(run, delay !== null);
    if (longer) this.seekStep(step);
    else this.time = this.wanted ? Math.min((delay ?? 0) * this.speed, this.times[this.last]) : 0;
  }

  /** Number of the step shown, in between too. */
  stepShown() {
    const k = this.frame;
    const at = (/** @type {number} */ i) => this.number(i, COLUMN.step);
    return k >= this.last ? at(k) : at(k) + this.share * (at(k + 1) - at(k));
  }

  /** @param {number} step */
  seekStep(step) {
    let k = 0;
    while (k < this.last && this.number(k + 1, COLUMN.step) <= step) k++;
    const [low, high] = [this.number(k, COLUMN.step), this.number(Math.min(k + 1, this.last), COLUMN.step)];
    const share = high > low ? Math.min(Math.max((step - low) / (high - low), 0), 1) : 0;
    this.time = this.times[k] + share * ((this.times[k + 1] ?? this.times[k]) - this.times[k]);
  }

  /** @param {number} frame */
  seek(frame) {
    this.time = this.times[Math.min(Math.max(frame, 0), this.last)];
  }

  /**
   * Let time pass.
   * @param {number} seconds
   */
  advance(seconds) {
    if (this.playing) this.time = Math.min(this.time + seconds * this.speed, this.times[this.last]);
  }

  /**
   * A number of a frame, as Python computed it.
   * @param {number} frame
   * @param {number} column
   */
  number(frame, column) {
    return this.run ? this.run.numbers[frame * COLUMNS + column] : 0;
  }

  /** What `data-phase` says. */
  get phase() {
    if (!this.run) return "paused";
    if (this.atEnd && this.run.ends) return this.run.status;
    return this.wanted ? "playing" : "paused";
  }
}

/**
 * When each frame is shown: farther moves take longer, so that the speed is even to the eye.
 * @param {import("../types.js").Run} run
 * @param {boolean} live
 */
function spacing(run, live) {
  const { frames, n, positions, margin } = run;
  const times = new Float64Array(frames);
  for (let k = 1; k < frames; k++) {
    let farthest = 0;
    for (let p = 0; p < 2 * n; p += 2) {
      const b = k * 2 * n + p;
      const a = b - 2 * n;
      farthest = Math.max(farthest, (positions[b] - positions[a]) ** 2 + (positions[b + 1] - positions[a + 1]) ** 2);
    }
    times[k] =
      times[k - 1] + Math.min(Math.max(Math.sqrt(farthest) / ((live ? LIVE_PACE : PACE) * margin), SHORTEST), LONGEST_LEAP);
  }
  const total = times[frames - 1];
  const wanted = live ? total : Math.min(Math.max(total, run.ends ? BRIEFEST : 0), LONGEST);
  if (total > 0) for (let k = 0; k < frames; k++) times[k] *= wanted / total;
  return times;
}
