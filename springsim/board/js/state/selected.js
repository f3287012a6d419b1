// Which points are selected: one from which the others are seen, and beside it those that are moved, pinned, deleted and given
// a class together with it.

/** The points that are selected. */
export class Selected {
  constructor() {
    /** The one from which the others are seen. @type {number | null} */
    this.first = null;
    /** Those beside it. @type {Set<number>} */
    this.others = new Set();
  }

  /** How many there are. */
  get count() {
    return this.first === null ? 0 : 1 + this.others.size;
  }

  /** All of them, the first one first. @returns {number[]} */
  get all() {
    return this.first === null ? [] : [this.first, ...this.others];
  }

  /** @param {number} i */
  has(i) {
    return i === this.first || this.others.has(i);
  }

  /**
   * Let these be all.
   * @param {number[]} points
   * @param {number | null} wanted from which the others are to be seen, if it is among them
   */
  set(points, wanted = this.first) {
    const first = wanted !== null && points.includes(wanted) ? wanted : (points[0] ?? null);
    this.others = new Set(points.filter((i) => i !== first));
    this.first = first;
  }

  /**
   * Take a point in, or leave it out.
   * @param {number} i
   */
  toggle(i) {
    this.set(this.has(i) ? this.all.filter((j) => j !== i) : [...this.all, i]);
  }

  /**
   * In another scene, of n points: what was beside the first one means nothing there.
   * @param {number} n
   */
  alone(n) {
    this.set(this.first !== null && this.first < n ? [this.first] : []);
  }
}
