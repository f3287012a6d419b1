// Springs on the board: as zigzags like the paper's, as lines where there are many, as a density where there are very many.

import { fill } from "./dom.js";
import { bar, head, zigzag } from "./glyphs.js";
import { COLUMN } from "./types.js";

const LEGIBLE = 60; // springs that can all be shown as springs
const BOLD = 150; // springs that can be drawn with bold lines
const ZIGZAGS = 400; // springs that can be drawn as zigzags at all
const LINES = 2000; // thin lines that still let the points be seen
const AT_REST = 1 - 1e-6; // margins: a dissimilar spring longer than that has come to rest

/**
 * Springs to draw, in what style, and what to say about it.
 * @param {import("./board.js").SpringBoard} board
 * @returns {{list: number[] | null, every: number, zigzags: boolean, note: string}}
 */
export function springsShown(board) {
  const { run, springs, selected, texts } = board;
  const total = springs ? springs.similar.length : 0;
  if (!run || !springs || !board.show.springs || !total) return { list: [], every: 1, zigzags: true, note: "" };
  if (total <= LEGIBLE || board.show.every) return { list: null, every: 1, zigzags: total <= ZIGZAGS, note: "" };
  if (selected !== null) {
    const list = springs.of[selected] || [];
    return { list, every: 1, zigzags: true, note: fill(texts.note_selected, { shown: list.length, total }) };
  }
  const acting = run.counts[0] + board.player.number(board.player.frame, COLUMN.pushing);
  const every = Math.ceil(acting / LINES);
  const note = fill(every > 1 ? texts.note_some : texts.note_acting, { shown: acting, total, every });
  return { list: null, every, zigzags: false, note };
}

/**
 * Which kinds of spring there are between two points.
 * @param {import("./types.js").Springs | null} springs
 * @param {number} i
 * @param {number} j
 */
export function between(springs, i, j) {
  const found = { similar: false, dissimilar: false };
  for (const k of springs?.of[i] ?? []) {
    const { pairs, similar } = /** @type {import("./types.js").Springs} */ (springs);
    if (pairs[2 * k] + pairs[2 * k + 1] - i === j) found[similar[k] ? "similar" : "dissimilar"] = true;
  }
  return found;
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {import("./board.js").SpringBoard} board
 */
export function drawSprings(c, board) {
  const shown = springsShown(board);
  const count = board.springs ? board.springs.similar.length : 0;
  if (shown.zigzags) {
    const list = shown.list ?? Array.from({ length: count }, (_, k) => k);
    drawZigzags(c, board, list, board.picture.theme.spring);
  } else {
    drawLines(c, board, shown.every);
  }
}

/**
 * Springs as springs: each a path of its own, since one long path that crosses itself is slow to fill.
 * @param {CanvasRenderingContext2D} c
 * @param {import("./board.js").SpringBoard} board
 * @param {number[]} list
 * @param {string} colour
 */
function drawZigzags(c, board, list, colour) {
  const springs = /** @type {import("./types.js").Springs} */ (board.springs);
  const fine = list.length > BOLD;
  const amplitude = list.length > LEGIBLE ? 3 : 5;
  const reach = board.picture.marginShown() * board.picture.view.scale;
  c.strokeStyle = c.fillStyle = colour;
  for (const k of list) {
    const [a, b] = ends(board, springs, k);
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    if (length < 1) continue;
    const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
    const inset = Math.min(board.picture.pointRadius, length / 2);
    const slack = !springs.similar[k] && length >= reach;
    const [ax, ay] = [a.x + ux * inset, a.y + uy * inset];
    const [bx, by] = slack ? [a.x + ux * reach, a.y + uy * reach] : [b.x - ux * inset, b.y - uy * inset];
    if (springs.similar[k]) drawAttract(c, ax, ay, bx, by, amplitude, fine);
    else drawRepulse(c, ax, ay, bx, by, amplitude, fine, slack ? 0.45 : 1, board.picture.theme.background, colour);
  }
  c.globalAlpha = 1;
}

/**
 * An attract-only spring: a single line with heads that point inward.
 * @param {CanvasRenderingContext2D} c
 * @param {number} ax
 * @param {number} ay
 * @param {number} bx
 * @param {number} by
 * @param {number} amplitude
 * @param {boolean} fine
 */
function drawAttract(c, ax, ay, bx, by, amplitude, fine) {
  c.globalAlpha = 1;
  c.lineWidth = fine ? 1 : 1.7;
  c.beginPath();
  zigzag(c, ax, ay, bx, by, amplitude);
  c.stroke();
  if (fine || Math.hypot(bx - ax, by - ay) < 36) return;
  c.beginPath();
  head(c, ax, ay, ax + (bx - ax) * 0.09, ay + (by - ay) * 0.09, 8);
  head(c, bx, by, bx + (ax - bx) * 0.09, by + (ay - by) * 0.09, 8);
  c.fill();
}

/**
 * An m-repulse-only spring: a double line closed by a bar.
 * @param {CanvasRenderingContext2D} c
 * @param {number} ax
 * @param {number} ay
 * @param {number} bx
 * @param {number} by
 * @param {number} amplitude
 * @param {boolean} fine
 * @param {number} alpha
 * @param {string} background
 * @param {string} colour
 */
function drawRepulse(c, ax, ay, bx, by, amplitude, fine, alpha, background, colour) {
  c.globalAlpha = alpha;
  c.beginPath();
  if (fine) {
    const length = Math.hypot(bx - ax, by - ay) || 1;
    const [nx, ny] = [(-(by - ay) / length) * 1.4, ((bx - ax) / length) * 1.4];
    c.lineWidth = 1;
    zigzag(c, ax - nx, ay - ny, bx - nx, by - ny, amplitude);
    zigzag(c, ax + nx, ay + ny, bx + nx, by + ny, amplitude);
  } else {
    zigzag(c, ax, ay, bx, by, amplitude);
    c.lineWidth = 4.2;
    c.stroke();
    c.globalAlpha = 1;
    c.strokeStyle = background;
    c.lineWidth = 1.8;
    c.stroke();
    c.globalAlpha = alpha;
    c.strokeStyle = colour;
    c.lineWidth = 2.2;
    c.beginPath();
  }
  bar(c, ax, ay, bx, by, amplitude + 3);
  c.stroke();
}

/**
 * Thin lines for many springs: similar ones, and those dissimilar ones that push; a picture of their density for very many.
 * @param {CanvasRenderingContext2D} c
 * @param {import("./board.js").SpringBoard} board
 * @param {number} every draw one of so many
 */
function drawLines(c, board, every) {
  const { pairs, similar } = /** @type {import("./types.js").Springs} */ (board.springs);
  const { view, shown, theme } = board.picture;
  const { scale } = view;
  const left = view.width / 2 - view.x * scale;
  const top = view.height / 2 + view.y * scale;
  const reach = board.show.every ? Infinity : (AT_REST * board.picture.marginShown()) ** 2;
  const dense = board.show.every && similar.length > LINES;
  if (dense) board.picture.density.begin(Math.ceil(view.width), Math.ceil(view.height));
  c.strokeStyle = theme.spring;
  c.lineWidth = similar.length > 800 ? 0.8 : 1;
  for (const kind of [1, 0]) {
    c.globalAlpha = kind ? 0.7 : 0.55;
    c.setLineDash(kind ? [] : [4, 3]);
    c.beginPath();
    let acting = 0;
    for (let k = 0; k < similar.length; k++) {
      if (similar[k] !== kind) continue;
      const i = 2 * pairs[2 * k];
      const j = 2 * pairs[2 * k + 1];
      const [dx, dy] = [shown[j] - shown[i], shown[j + 1] - shown[i + 1]];
      if (!kind && dx * dx + dy * dy >= reach) continue;
      if (acting++ % every) continue;
      const [ax, ay, bx, by] = [left + shown[i] * scale, top - shown[i + 1] * scale, left + shown[j] * scale, top - shown[j + 1] * scale];
      if (dense) board.picture.density.line(ax, ay, bx, by);
      else {
        c.moveTo(ax, ay);
        c.lineTo(bx, by);
      }
    }
    if (!dense) c.stroke();
  }
  c.setLineDash([]);
  c.globalAlpha = 1;
  if (dense) board.picture.density.paint(c, theme.spring, Math.ceil(view.width), Math.ceil(view.height));
}

/**
 * The spring under the pointer, here or on the loss curves, drawn strongly.
 * @param {CanvasRenderingContext2D} c
 * @param {import("./board.js").SpringBoard} board
 */
export function drawHovered(c, board) {
  const { springs, hoverSpring } = board;
  const { theme } = board.picture;
  if (hoverSpring === null || !springs || hoverSpring >= springs.similar.length) return;
  const [a, b] = ends(board, springs, hoverSpring);
  c.strokeStyle = theme.force;
  c.globalAlpha = 0.22;
  c.lineWidth = 16;
  c.lineCap = "round";
  c.beginPath();
  c.moveTo(a.x, a.y);
  c.lineTo(b.x, b.y);
  c.stroke();
  c.lineCap = "butt";
  c.globalAlpha = 1;
  drawZigzags(c, board, [hoverSpring], theme.spring);
}

/**
 * The two ends of a spring on the screen, the one it is seen from first.
 * @param {import("./board.js").SpringBoard} board
 * @param {import("./types.js").Springs} springs
 * @param {number} k
 */
function ends(board, springs, k) {
  const [i, j] = [springs.pairs[2 * k], springs.pairs[2 * k + 1]];
  return j === board.selected ? [board.picture.place(j), board.picture.place(i)] : [board.picture.place(i), board.picture.place(j)];
}
