// The map between the plane and the screen.

import { DOMAINS } from "./domains.js";

const EDGE = 8; // pixels from the edge at which a point counts as out of view

/** Pixels a unit, and the point of the plane in the middle of the screen; y points up in the plane, down on the screen. */
export class View {
  constructor() {
    this.width = 1;
    this.height = 1;
    this.scale = 150;
    this.scales = [0, Infinity]; // the least and the largest allowed
    this.room = { top: 0, right: 0, bottom: 0, left: 0 }; // pixels at the edges that a picture is not fitted into
    this.x = 0;
    this.y = 0;
  }

  /** What it is, as a word: another one whenever anything of it has changed. */
  get state() {
    return `${this.x}/${this.y}/${this.scale}/${this.width}/${this.height}`;
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {import("../types.js").Point}
   */
  toScreen(x, y) {
    return { x: this.width / 2 + (x - this.x) * this.scale, y: this.height / 2 - (y - this.y) * this.scale };
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {import("../types.js").Point}
   */
  toPlane(x, y) {
    return { x: this.x + (x - this.width / 2) / this.scale, y: this.y - (y - this.height / 2) / this.scale };
  }

  /**
   * The allowed scale nearest to one.
   * @param {number} scale
   */
  allowed(scale) {
    return Math.min(Math.max(scale, this.scales[0]), this.scales[1]);
  }

  /**
   * Move the picture by so many pixels.
   * @param {number} dx
   * @param {number} dy
   */
  pan(dx, dy) {
    this.x -= dx / this.scale;
    this.y += dy / this.scale;
  }

  /**
   * Zoom, keeping what is under a point of the screen there.
   * @param {number} factor
   * @param {number} x
   * @param {number} y
   */
  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const before = this.toPlane(x, y);
    this.scale = this.allowed(this.scale * factor);
    const after = this.toPlane(x, y);
    this.x += before.x - after.x;
    this.y += before.y - after.y;
  }

  /**
   * Tell whether every point is in view, in all frames, and the margin circle round one of them.
   * @param {import("../types.js").Run} run
   * @param {number | null} centre
   */
  shows(run, centre) {
    if (!run.n) return true;
    const { left, right, bottom, top } = bounds(run, centre);
    const [low, high] = [this.toScreen(left, bottom), this.toScreen(right, top)];
    return low.x >= EDGE && high.y >= EDGE && high.x <= this.width - EDGE && low.y <= this.height - EDGE;
  }

  /**
   * Show all frames of a trajectory (of one that diverges, the first), and the margin circle round one of the points.
   * @param {import("../types.js").Run} run
   * @param {number | null} centre
   */
  fit(run, centre) {
    const { left, right, bottom, top } = bounds(run, centre);
    this.x = (left + right) / 2;
    this.y = (bottom + top) / 2;
    const { box } = DOMAINS[run.domain];
    const [leastWide, leastHigh] = box ? [box[1] - box[0], box[3] - box[2]] : [2 * run.margin, 2 * run.margin];
    const wide = Math.max(right - left, 1.05 * leastWide);
    const high = Math.max(top - bottom, 1.05 * leastHigh);
    const { width, height, room } = this;
    this.scale = this.allowed(Math.min((width - room.left - room.right) / wide, (height - room.top - room.bottom) / high));
    this.pan((room.left - room.right) / 2, (room.top - room.bottom) / 2);
  }
}

/**
 * Where the points get to, in all frames (of a trajectory that diverges, in the first), and the circle round one; all of the
 * domain, where it has an end.
 * @param {import("../types.js").Run} run
 * @param {number | null} centre
 */
function bounds({ n, positions, frames, margin, status, domain }, centre) {
  const { box } = DOMAINS[domain];
  if (!n && !box) return { left: -margin, right: margin, bottom: -margin, top: margin };
  let [left, right, bottom, top] = box ?? [Infinity, -Infinity, Infinity, -Infinity];
  const shown = status === "diverged" ? 1 : frames;
  for (let frame = 0; frame < shown; frame++) {
    for (let p = 0; p < n; p++) {
      const x = positions[(frame * n + p) * 2];
      const y = positions[(frame * n + p) * 2 + 1];
      const r = p === centre ? margin : 0;
      left = Math.min(left, x - r);
      right = Math.max(right, x + r);
      bottom = Math.min(bottom, y - r);
      top = Math.max(top, y + r);
    }
  }
  return { left, right, bottom, top };
}
