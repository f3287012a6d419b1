// All springs as a density: from a sample while they move, from every one of them once they stand still.

import { Density } from "./density.js";
import { fill } from "../panel/dom.js";
import { LOOK } from "../state/look.js";

const CHUNK = 9; // ms of counting all, between two animation frames
const RATES = [1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 300, 500, 800, 1200, 2000]; // one in so many

/** Counts a sample for each new picture, and all springs of one that stays. */
export class Dense {
  constructor() {
    this.some = new Density();
    this.every = new Density();
    this.rate = 1; // one in so many is in the sample
    this.length = 80; // cells of a line, on the average of the picture before
    this.shown = ""; // what the sample is of
    this.whole = ""; // what all are being counted of
    this.next = Infinity; // number of the first that is not yet counted
  }

  /**
   * What is said of it.
   * @param {import("../state/state.js").State} state
   */
  note({ springs, texts }) {
    const total = springs?.total ?? 0;
    return this.rate === 1 || this.complete
      ? fill(texts.note_density, { total })
      : fill(texts.note_density_some, { every: this.rate, total });
  }

  /** Whether all springs of what is shown were counted. */
  get complete() {
    return this.whole === this.shown && this.next === Infinity;
  }

  /**
   * Count a sample.
   * @param {import("../state/springset.js").SpringSet} springs
   * @param {(density: Density, i: number, j: number) => void} line
   */
  count(springs, line) {
    const least = Math.max(...[0, 1].map((kind) => springs.counts[1 - kind] / Math.max(springs.sample(kind ? 1 : 0).size, 1)));
    const wanted = Math.max(least, (springs.total * this.length) / LOOK.lines.work);
    this.rate = RATES.find((rate) => rate >= wanted) ?? RATES[RATES.length - 1];
    for (const kind of /** @type {const} */ ([0, 1])) {
      const { pairs, size, total } = springs.sample(kind);
      const count = Math.min(Math.ceil(total / this.rate), size);
      for (let k = 0; k < count; k++) line(this.some, pairs[2 * k], pairs[2 * k + 1]);
    }
    this.length = Math.max(this.some.steps / Math.max(this.some.lines, 1), 1);
  }

  /**
   * Count more of all springs, for a while.
   * @param {import("../state/springset.js").SpringSet} springs
   * @param {(density: Density, i: number, j: number) => void} line
   */
  goOn(springs, line) {
    const end = performance.now() + CHUNK;
    while (this.next < springs.total && performance.now() < end) {
      const { i, j, count } = springs.block(this.next);
      for (let k = 0; k < count; k++) line(this.every, i[k], j[k]);
      this.next += count;
    }
    if (this.next >= springs.total) this.next = Infinity;
  }
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {import("../state/state.js").State} state
 * @param {import("./picture.js").Picture} picture
 * @param {import("../state/springset.js").SpringSet} springs
 */
export function paintDensity(c, state, picture, springs) {
  const { view, shown, theme, dense } = picture;
  const now = `${picture.moment()}/${theme.spring}`;
  const cell = springs.total > LOOK.lines.fine ? 2 : 1;
  const scale = view.scale / cell;
  const left = view.width / 2 / cell - view.x * scale;
  const top = view.height / 2 / cell + view.y * scale;
  const line = (/** @type {Density} */ density, /** @type {number} */ i, /** @type {number} */ j) =>
    density.line(
      left + shown[2 * i] * scale,
      top - shown[2 * i + 1] * scale,
      left + shown[2 * j] * scale,
      top - shown[2 * j + 1] * scale,
    );
  if (dense.shown !== now) {
    dense.shown = now;
    dense.some.begin(view.width, view.height, cell);
    dense.count(springs, line);
    dense.some.develop(theme.spring, dense.rate);
    if (dense.rate > 1 && !picture.moves) picture.redraw();
  } else if (dense.rate > 1 && !picture.moves && !dense.complete) {
    if (dense.whole !== now) {
      Object.assign(dense, { whole: now, next: 0 });
      dense.every.begin(view.width, view.height, cell);
    }
    dense.goOn(springs, line);
    if (dense.complete) dense.every.develop(theme.spring, 1);
    else picture.redraw();
  }
  if (dense.complete && dense.rate > 1) dense.every.paint(c);
  else dense.some.paint(c);
}
