// The spaces that points may be in, as far as the board has to know: which part of the plane they are, and how they look.

/**
 * @typedef {object} Domain
 * @property {[number, number, number, number] | null} box left, right, bottom, top of all of it, where it has an end
 * @property {(x: number, y: number) => import("../types.js").Point} nearest the point of it nearest to one of the plane
 * @property {(point: import("../types.js").Point, from: import("../types.js").Point, to: import("../types.js").Point) =>
 * import("../types.js").Point} carried where a point goes that another one takes along on its way from one place to another
 * @property {((c: CanvasRenderingContext2D, x: number, y: number, scale: number) => void) | null} trace its outline, as a path
 * around the origin at a place of the screen
 */

/** @type {Record<string, Domain>} */
export const DOMAINS = {
  plane: {
    box: null,
    nearest: (x, y) => ({ x, y }),
    carried: (point, from, to) => ({ x: point.x + to.x - from.x, y: point.y + to.y - from.y }),
    trace: null,
  },
  circle: {
    box: [-1, 1, -1, 1],
    nearest: (x, y) => {
      const norm = Math.hypot(x, y);
      return norm > 0 ? { x: x / norm, y: y / norm } : { x, y };
    },
    carried: (point, from, to) => {
      const turn = Math.atan2(to.y, to.x) - Math.atan2(from.y, from.x);
      const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
      return { x: cos * point.x - sin * point.y, y: sin * point.x + cos * point.y };
    },
    trace: (c, x, y, scale) => {
      c.arc(x, y, scale, 0, 2 * Math.PI);
      c.moveTo(x + 2, y);
      c.arc(x, y, 2, 0, 2 * Math.PI);
    },
  },
};
