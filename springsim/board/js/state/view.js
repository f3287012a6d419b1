// The map between the plane and the screen.

import { DOMAINS } from "./domains.js";

const EDGE = 8; // pixels from the edge at which a point counts as out of view
const EVEN = 1e-3; // log of the ratio of two scales that are as good as one
const AIR = 1.05; // round the least that is shown

/**
 * Where a view looks: the point of the plane in the middle of the screen, and pixels a unit.
 * @typedef {{x: number, y: number, scale: number}} Aim
 */

/**
 * Part of the plane.
 * @typedef {{left: number, right: number, bottom: number, top: number}} Box
 */

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
   * Tell whether a part of the plane is in view.
   * @param {Box} box
   * @param {Aim} aim
   */
  shows({ left, right, bottom, top }, { x, y, scale } = this) {
    const [wide, high] = [(this.width / 2 - EDGE) / scale, (this.height / 2 - EDGE) / scale];
    return left >= x - wide && right <= x + wide && bottom >= y - high && top <= y + high;
  }

  /**
   * How many points are out of view.
   * @param {ArrayLike<number>} points x and y of each
   */
  outside(points) {
    const [low, high] = [this.toPlane(0, this.height), this.toPlane(this.width, 0)];
    let count = 0;
    for (let p = 0; p < points.length; p += 2) {
      const [x, y] = [points[p], points[p + 1]];
      if (!(x >= low.x && x <= high.x && y >= low.y && y <= high.y)) count++;
    }
    return count;
  }

  /**
   * Where to look to see a part of the plane clear of what lies over the picture.
   * @param {Box} box
   * @param {[number, number]} least width and height to show, however small that part is
   * @returns {Aim}
   */
  fitted({ left, right, bottom, top }, [leastWide, leastHigh]) {
    const wide = Math.max(right - left, leastWide);
    const high = Math.max(top - bottom, leastHigh);
    const { width, height, room } = this;
    const scale = this.allowed(Math.min((width - room.left - room.right) / wide, (height - room.top - room.bottom) / high));
    return {
      x: (left + right) / 2 - (room.left - room.right) / 2 / scale,
      y: (bottom + top) / 2 + (room.top - room.bottom) / 2 / scale,
      scale,
    };
  }

  /**
   * Where to look to see a part of the plane and all that is in view: no nearer than now, and no farther than that takes.
   * @param {Box} box
   * @returns {Aim}
   */
  widened({ left, right, bottom, top }) {
    const { room } = this;
    const [low, high] = [this.toPlane(room.left, this.height - room.bottom), this.toPlane(this.width - room.right, room.top)];
    const all = {
      left: Math.min(left, low.x),
      right: Math.max(right, high.x),
      bottom: Math.min(bottom, low.y),
      top: Math.max(top, high.y),
    };
    return this.fitted(all, [0, 0]);
  }
}

/**
 * A view on the way from one to another: it zooms evenly, about the point of the plane that has the same place in both.
 * @param {Aim} from
 * @param {Aim} to
 * @param {number} share of the way, 0 … 1
 * @returns {Aim}
 */
export function between(from, to, share) {
  if (share >= 1) return to;
  const ratio = from.scale / to.scale;
  const even = Math.abs(Math.log(ratio)) < EVEN;
  const moved = even ? share : (ratio ** share - 1) / (ratio - 1);
  return {
    x: from.x + moved * (to.x - from.x),
    y: from.y + moved * (to.y - from.y),
    scale: from.scale / ratio ** share,
  };
}

/**
 * Where the points get to, in all frames (of a trajectory that diverges, in the first), and the circle round one; all of the
 * domain, where it has an end.
 * @param {import("../types.js").Run} run
 * @param {number | null} centre
 * @returns {Box}
 */
export function reached({ n, positions, frames, margin, status, domain }, centre) {
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

/**
 * The least width and height to show of a trajectory, however near its points are.
 * @param {import("../types.js").Run} run
 * @returns {[number, number]}
 */
export function leastShown({ domain, margin }) {
  const { box } = DOMAINS[domain];
  const [wide, high] = box ? [box[1] - box[0], box[3] - box[2]] : [2 * margin, 2 * margin];
  return [AIR * wide, AIR * high];
}
