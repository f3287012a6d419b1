// Shapes on a canvas: springs, arrows, points. Pure functions of where and how large.

import { LOOK } from "../state/look.js";

/**
 * Add a zigzag from a to b to the current path.
 * @param {CanvasRenderingContext2D} c
 * @param {number} ax
 * @param {number} ay
 * @param {number} bx
 * @param {number} by
 * @param {number} amplitude pixels
 */
export function zigzag(c, ax, ay, bx, by, amplitude) {
  const dx = bx - ax;
  const dy = by - ay;
  const length = Math.hypot(dx, dy);
  c.moveTo(ax, ay);
  const { turns, straight, least, slim } = LOOK.zigzag;
  if (length > least) {
    const wide = Math.min(amplitude, length * slim);
    const nx = (-dy / length) * wide;
    const ny = (dx / length) * wide;
    c.lineTo(ax + dx * straight, ay + dy * straight);
    for (let k = 0; k < 2 * turns; k++) {
      const along = straight + ((1 - 2 * straight) * (k + 0.5)) / (2 * turns);
      const side = k % 2 ? 1 : -1;
      c.lineTo(ax + dx * along + nx * side, ay + dy * along + ny * side);
    }
    c.lineTo(bx - dx * straight, by - dy * straight);
  }
  c.lineTo(bx, by);
}

/**
 * Add a bar across the end b of a line from a to b.
 * @param {CanvasRenderingContext2D} c
 * @param {number} ax
 * @param {number} ay
 * @param {number} bx
 * @param {number} by
 * @param {number} half pixels
 */
export function bar(c, ax, ay, bx, by, half) {
  const length = Math.hypot(bx - ax, by - ay) || 1;
  const nx = (-(by - ay) / length) * half;
  const ny = ((bx - ax) / length) * half;
  c.moveTo(bx - nx, by - ny);
  c.lineTo(bx + nx, by + ny);
}

/**
 * Add a filled head at b, of an arrow from a to b.
 * @param {CanvasRenderingContext2D} c
 * @param {number} ax
 * @param {number} ay
 * @param {number} bx
 * @param {number} by
 * @param {number} size pixels
 */
export function head(c, ax, ay, bx, by, size) {
  const length = Math.hypot(bx - ax, by - ay) || 1;
  const ux = (bx - ax) / length;
  const uy = (by - ay) / length;
  const wing = LOOK.arrows.wing * size;
  c.moveTo(bx, by);
  c.lineTo(bx - size * ux + wing * uy, by - size * uy - wing * ux);
  c.lineTo(bx - size * ux - wing * uy, by - size * uy + wing * ux);
  c.closePath();
}

/**
 * Add a shape to the current path.
 * @param {CanvasRenderingContext2D} c
 * @param {string} shape
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
export function outline(c, shape, x, y, radius) {
  const known = LOOK.shapes.find(({ name }) => name === shape);
  if (!known || shape === "circle") {
    c.moveTo(x + radius, y);
    c.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  const { corners, outer, inner, turn } = known;
  for (let k = 0; k < corners; k++) {
    const angle = 2 * Math.PI * (turn + k / corners);
    const share = radius * (k % 2 ? inner : outer);
    const [px, py] = [x + share * Math.cos(angle), y - share * Math.sin(angle)];
    if (k === 0) c.moveTo(px, py);
    else c.lineTo(px, py);
  }
  c.closePath();
}
