// Shapes on a canvas: springs, arrows, points. Pure functions of where and how large.

const TURNS = 8; // constant, so that a stretched spring looks stretched
const STRAIGHT = 0.1; // share of a spring's length that is straight, at either end

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
  if (length > 6) {
    const wide = Math.min(amplitude, length / 10);
    const nx = (-dy / length) * wide;
    const ny = (dx / length) * wide;
    for (let k = 0; k <= 2 * TURNS; k++) {
      const along = STRAIGHT + ((1 - 2 * STRAIGHT) * k) / (2 * TURNS);
      const side = k === 0 || k === 2 * TURNS ? 0 : k % 2 ? 1 : -1;
      c.lineTo(ax + dx * along + nx * side, ay + dy * along + ny * side);
    }
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
  c.moveTo(bx, by);
  c.lineTo(bx - size * ux + 0.42 * size * uy, by - size * uy - 0.42 * size * ux);
  c.lineTo(bx - size * ux - 0.42 * size * uy, by - size * uy + 0.42 * size * ux);
  c.closePath();
}

/** Corners of the shapes, as angle in turns and radius. @type {Record<string, [number, number][]>} */
const CORNERS = {
  square: polygon(4, 1.12, 0.125),
  triangle: polygon(3, 1.25, 0.25),
  diamond: polygon(4, 1.25, 0),
  pentagon: polygon(5, 1.12, 0.25),
  hexagon: polygon(6, 1.1, 0),
  star: star(5, 1.35, 0.6),
  cross: star(4, 1.35, 0.55),
};

/**
 * @param {number} n
 * @param {number} radius
 * @param {number} turn
 * @returns {[number, number][]}
 */
function polygon(n, radius, turn) {
  return Array.from({ length: n }, (_, k) => [turn + k / n, radius]);
}

/**
 * @param {number} n
 * @param {number} outer
 * @param {number} inner
 * @returns {[number, number][]}
 */
function star(n, outer, inner) {
  return Array.from({ length: 2 * n }, (_, k) => [0.25 + k / (2 * n), k % 2 ? inner : outer]);
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
  const corners = CORNERS[shape];
  if (!corners) {
    c.moveTo(x + radius, y);
    c.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  corners.forEach(([turn, share], k) => {
    const angle = 2 * Math.PI * turn;
    const px = x + radius * share * Math.cos(angle);
    const py = y - radius * share * Math.sin(angle);
    if (k === 0) c.moveTo(px, py);
    else c.lineTo(px, py);
  });
  c.closePath();
}
