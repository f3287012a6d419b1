// The rubber band: which points lie in a rectangle that is drawn over the picture.

/** @typedef {{from: import("../types.js").Point, to: import("../types.js").Point, before: number[]}} Band */

/**
 * The points in a band, after those that were selected before it.
 * @param {import("../draw/picture.js").Picture} picture
 * @param {number} n
 * @param {Band} band
 * @returns {number[]}
 */
export function pointsIn(picture, n, { from, to, before }) {
  const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
  const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
  const inside = (/** @type {number} */ i) => {
    const { x, y } = picture.place(i);
    return x >= left && x <= right && y >= top && y <= bottom;
  };
  return [...new Set([...before, ...Array.from({ length: n }, (_, i) => i).filter(inside)])];
}

/**
 * Draw a band.
 * @param {CanvasRenderingContext2D} c
 * @param {Band} band
 * @param {import("../types.js").Theme} theme
 */
export function drawBand(c, { from, to }, theme) {
  const place = /** @type {const} */ ([from.x, from.y, to.x - from.x, to.y - from.y]);
  c.fillStyle = c.strokeStyle = theme.force;
  c.globalAlpha = 0.1;
  c.fillRect(...place);
  c.globalAlpha = 1;
  c.lineWidth = 1.5;
  c.setLineDash([5, 4]);
  c.strokeRect(...place);
  c.setLineDash([]);
}
