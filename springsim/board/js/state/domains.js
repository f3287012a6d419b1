// The spaces that points may be in, as far as the board has to know: which part of the plane they are, and how they look.

/**
 * @typedef {object} Domain
 * @property {[number, number, number, number] | null} box left, right, bottom, top of all of it, where it has an end
 * @property {(x: number, y: number) => import("../types.js").Point} nearest the point of it nearest to one of the plane
 * @property {((c: CanvasRenderingContext2D, x: number, y: number, scale: number) => void) | null} trace its outline, as a path
 * around the origin at a place of the screen
 */

/** @type {Record<string, Domain>} */
export const DOMAINS = {
  plane: { box: null, nearest: (x, y) => ({ x, y }), trace: null },
  circle: {
    box: [-1, 1, -1, 1],
    nearest: (x, y) => {
      const norm = Math.hypot(x, y);
      return norm > 0 ? { x: x / norm, y: y / norm } : { x, y };
    },
    trace: (c, x, y, scale) => {
      c.arc(x, y, scale, 0, 2 * Math.PI);
      c.moveTo(x + 2, y);
      c.arc(x, y, 2, 0, 2 * Math.PI);
    },
  },
};
