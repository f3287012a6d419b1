// The picture of the board: springs, forces, the margin circle and the points, as in the paper. Draws what it is given.

import { bar, head, outline, zigzag } from "./glyphs.js";
import { fill } from "./dom.js";
import { COLUMN } from "./types.js";

const LEGIBLE = 60; // springs that can all be shown as springs
const BOLD = 150; // springs that can be drawn with bold lines
const ZIGZAGS = 400; // springs that can be drawn as zigzags at all
const LINES = 2000; // thin lines that still let the points be seen
const AT_REST = 1 - 1e-6; // margins: a dissimilar spring longer than that has come to rest
const HANDLE_ANGLES = [-0.31, 0.31, -0.6, 0.6, -0.95, 0.95, -1.2, 1.2, 1.9, -1.9, 2.4, -2.4, 2.83, 3.45];
const SCALES = [1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 5e-4, 2e-4, 1e-4];

/**
 * Draw the whole board.
 * @param {CanvasRenderingContext2D} c
 * @param {import("./board.js").SpringBoard} board
 */
export function drawBoard(c, board) {
  const { run } = board;
  const { view, theme } = board.picture;
  c.clearRect(0, 0, view.width, view.height);
  if (!run) return;
  c.lineJoin = "round";
  drawGrid(c, board);
  if (board.show.margin && board.selected !== null) drawMargin(c, board, board.selected);
  if (board.show.trails) drawTrails(c, board);
  if (board.show.springs) drawSprings(c, board);
  drawHovered(c, board);
  if (board.show.forces) drawForces(c, board);
  drawPoints(c, board);
  if (board.show.margin && board.selected !== null) drawHandle(c, board, board.selected);
  drawTie(c, board);
  if (board.keyboard && board.selected === null) drawCrosshair(c, view, theme);
}

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
 * Largest of the allowed arrow lengths that keeps the strongest force of a trajectory's start on the board.
 * @param {import("./types.js").Run} run
 * @param {number | null} now the scale in use, kept while it will do
 */
export function arrowScale(run, now) {
  let strongest = 0;
  for (let p = 0; p < 2 * run.n; p += 2) {
    if (!run.pinned.has(p / 2)) strongest = Math.max(strongest, Math.hypot(run.forces[p], run.forces[p + 1]));
  }
  const short = now !== null && now < SCALES[0] && strongest * now < 0.12 * run.margin;
  if (now !== null && (!strongest || (strongest * now <= 1.4 * run.margin && !short))) return now;
  return SCALES.find((scale) => strongest * scale <= 0.9 * run.margin) ?? SCALES[SCALES.length - 1];
}

/**
 * Where the handle of the margin circle is: where it was, as long as that is on the screen, else where there is room.
 * @param {import("./board.js").SpringBoard} board
 * @param {number} i
 */
export function handleAt(board, i) {
  const centre = board.picture.place(i);
  const { view } = board.picture;
  const radius = board.picture.marginShown() * view.scale;
  const on = (/** @type {number} */ angle) => ({ x: centre.x + radius * Math.cos(angle), y: centre.y - radius * Math.sin(angle) });
  if (board.hand.marginDrag) return on(board.hand.marginDrag.angle);
  const visible = (/** @type {import("./types.js").Point} */ at) =>
    at.x > 62 && at.x < view.width - 84 && at.y > 56 && at.y < view.height - 56;
  const { handle } = board.picture;
  if (handle.of !== i || !visible(on(handle.angle))) {
    const seen = HANDLE_ANGLES.filter((angle) => visible(on(angle)));
    const clear = seen.find((angle) => board.picture.pointAt(on(angle).x, on(angle).y, 22) === null);
    Object.assign(handle, { of: i, angle: clear ?? seen[0] ?? HANDLE_ANGLES[0] });
  }
  return on(handle.angle);
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {import("./board.js").SpringBoard} board
 */
function drawGrid(c, board) {
  const { view, theme } = board.picture;
  const unit = 10 ** Math.ceil(Math.log10(60 / view.scale));
  const gap = unit / 2 >= 60 / view.scale ? unit / 2 : unit;
  const low = view.toPlane(0, view.height);
  const high = view.toPlane(view.width, 0);
  c.strokeStyle = theme.line;
  c.lineWidth = 1;
  c.beginPath();
  for (let k = Math.ceil(low.x / gap); k <= high.x / gap; k++) {
    const x = Math.round(view.toScreen(k * gap, 0).x) + 0.5;
    c.moveTo(x, 0);
    c.lineTo(x, view.height);
  }
  for (let k = Math.ceil(low.y / gap); k <= high.y / gap; k++) {
    const y = Math.round(view.toScreen(0, k * gap).y) + 0.5;
    c.moveTo(0, y);
    c.lineTo(view.width, y);
  }
  c.stroke();
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {import("./board.js").SpringBoard} board
 * @param {number} i
 */
function drawMargin(c, board, i) {
  const { x, y } = board.picture.place(i);
  const { theme } = board.picture;
  c.beginPath();
  c.arc(x, y, board.picture.marginShown() * board.picture.view.scale, 0, 2 * Math.PI);
  c.globalAlpha = 0.05;
  c.fillStyle = theme.force;
  c.fill();
  c.globalAlpha = 0.85;
  c.setLineDash([2, 5]);
  c.lineCap = "round";
  c.lineWidth = 1.8;
  c.strokeStyle = theme.text;
  c.stroke();
  c.setLineDash([]);
  c.lineCap = "butt";
  c.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {import("./board.js").SpringBoard} board
 * @param {number} i
 */
function drawHandle(c, board, i) {
  const { theme, view } = board.picture;
  const from = board.picture.place(i);
  const to = handleAt(board, i);
  const radius = board.picture.pointRadius;
  c.strokeStyle = c.fillStyle = theme.text;
  c.lineWidth = 1.4;
  c.setLineDash([2, 4]);
  c.beginPath();
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  c.moveTo(from.x + ux * (radius + 5), from.y + uy * (radius + 5));
  c.lineTo(to.x - ux * 9, to.y - uy * 9);
  c.stroke();
  c.setLineDash([]);
  c.beginPath();
  head(c, from.x, from.y, to.x - ux * 8, to.y - uy * 8, 7);
  c.fill();
  c.beginPath();
  c.arc(to.x, to.y, 8, 0, 2 * Math.PI);
  c.fillStyle = board.hand.marginDrag ? theme.force : theme.background;
  c.lineWidth = 2;
  c.fill();
  c.stroke();
  const label = `m = ${board.picture.marginShown().toFixed(2)}`;
  c.font = `600 ${14 * theme.size}px ${theme.font}`;
  const wide = c.measureText(label).width;
  const left = to.x + 14 + wide > view.width - 4;
  plate(c, theme, label, left ? to.x - 14 - wide : to.x + 14, to.y);
}

/**
 * Write on a plate of the background's colour.
 * @param {CanvasRenderingContext2D} c
 * @param {import("./types.js").Theme} theme
 * @param {string} label
 * @param {number} x left
 * @param {number} y middle
 */
function plate(c, theme, label, x, y) {
  c.globalAlpha = 0.82;
  c.fillStyle = theme.background;
  c.fillRect(x - 3, y - 10 * theme.size, c.measureText(label).width + 6, 20 * theme.size);
  c.globalAlpha = 1;
  c.fillStyle = theme.text;
  c.textBaseline = "middle";
  c.textAlign = "left";
  c.fillText(label, x, y + 0.5);
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {import("./board.js").SpringBoard} board
 */
function drawTrails(c, board) {
  const run = /** @type {import("./types.js").Run} */ (board.run);
  const { view } = board.picture;
  const last = board.player.frame;
  const stride = Math.max(1, Math.round((run.n * last) / 20000));
  c.lineWidth = 1.6;
  c.globalAlpha = 0.55;
  for (let i = 0; i < run.n; i++) {
    c.strokeStyle = board.picture.classColour(run.labels[i]);
    c.beginPath();
    for (let k = 0; k <= last; k += stride) {
      const p = (k * run.n + i) * 2;
      const { x, y } = view.toScreen(run.positions[p], run.positions[p + 1]);
      if (k) c.lineTo(x, y);
      else c.moveTo(x, y);
    }
    const { x, y } = board.picture.place(i);
    c.lineTo(x, y);
    c.stroke();
  }
  c.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {import("./board.js").SpringBoard} board
 */
function drawSprings(c, board) {
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
function drawHovered(c, board) {
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

/**
 * @param {CanvasRenderingContext2D} c
 * @param {import("./board.js").SpringBoard} board
 */
function drawForces(c, board) {
  const run = /** @type {import("./types.js").Run} */ (board.run);
  const pixels = board.picture.arrows * board.picture.view.scale;
  c.strokeStyle = c.fillStyle = board.picture.theme.force;
  c.lineWidth = run.n > 120 ? 1.3 : 2.2;
  /** @type {number[][]} */
  const arrows = [];
  for (let i = 0; i < run.n; i++) {
    if (run.pinned.has(i)) continue;
    const [fx, fy] = [board.picture.force[2 * i] * pixels, -board.picture.force[2 * i + 1] * pixels];
    const length = Math.hypot(fx, fy);
    if (length < 3) continue;
    const { x, y } = board.picture.place(i);
    arrows.push([x, y, x + fx, y + fy, Math.min(10, 3 + length / 3)]);
  }
  c.beginPath();
  for (const [ax, ay, bx, by] of arrows) {
    c.moveTo(ax, ay);
    c.lineTo(ax + (bx - ax) * 0.94, ay + (by - ay) * 0.94);
  }
  c.stroke();
  c.beginPath();
  for (const [ax, ay, bx, by, size] of arrows) head(c, ax, ay, bx, by, size);
  c.fill();
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {import("./board.js").SpringBoard} board
 */
function drawPoints(c, board) {
  const run = /** @type {import("./types.js").Run} */ (board.run);
  const { theme } = board.picture;
  const radius = board.picture.pointRadius;
  for (const group of board.picture.groups()) {
    const i = group.front;
    const { x, y } = board.picture.place(i);
    const look = board.picture.look(i);
    c.beginPath();
    outline(c, look.shape, x, y, i === board.selected ? radius + 1 : radius);
    c.fillStyle = look.fill;
    c.strokeStyle = look.stroke;
    c.lineWidth = look.width;
    c.fill();
    c.stroke();
    if (run.pinned.has(i)) drawPin(c, theme, x, y, radius);
    if (i === board.selected || i === board.hand.anchor || i === board.hoverPoint) {
      c.beginPath();
      c.arc(x, y, radius + 5, 0, 2 * Math.PI);
      c.strokeStyle = theme.force;
      c.lineWidth = i === board.hoverPoint && i !== board.selected ? 1.5 : 2.5;
      c.stroke();
    }
    if (group.count > 1) {
      c.font = `600 ${12 * theme.size}px ${theme.font}`;
      plate(c, theme, `×${group.count}`, x + radius + 6, y + radius + 4);
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {import("./types.js").Theme} theme
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
function drawPin(c, theme, x, y, radius) {
  const [tx, ty] = [x + radius * 1.15, y - radius * 1.5];
  c.strokeStyle = theme.text;
  c.lineWidth = 2;
  c.beginPath();
  c.moveTo(x + radius * 0.25, y - radius * 0.3);
  c.lineTo(tx, ty);
  c.stroke();
  c.beginPath();
  c.arc(tx, ty, Math.max(3.5, radius * 0.48), 0, 2 * Math.PI);
  c.fillStyle = theme.text;
  c.strokeStyle = theme.background;
  c.lineWidth = 1.2;
  c.fill();
  c.stroke();
}

/**
 * The spring that is being tied, from its first point to the pointer.
 * @param {CanvasRenderingContext2D} c
 * @param {import("./board.js").SpringBoard} board
 */
function drawTie(c, board) {
  if (board.hand.anchor === null || board.hand.tool === "move") return;
  const from = board.picture.place(board.hand.anchor);
  const to = board.keyboard && board.selected !== null ? board.picture.place(board.selected) : board.pointerAt;
  if (!to) return;
  c.strokeStyle = board.hand.tool === "cut" ? board.picture.theme.muted : board.picture.theme.spring;
  c.lineWidth = 2;
  c.setLineDash([6, 4]);
  c.beginPath();
  c.moveTo(from.x, from.y);
  c.lineTo(to.x, to.y);
  c.stroke();
  c.setLineDash([]);
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {import("./view.js").View} view
 * @param {import("./types.js").Theme} theme
 */
function drawCrosshair(c, view, theme) {
  const [x, y] = [view.width / 2, view.height / 2];
  c.strokeStyle = theme.force;
  c.lineWidth = 2;
  c.beginPath();
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
    c.moveTo(x + 5 * dx, y + 5 * dy);
    c.lineTo(x + 14 * dx, y + 14 * dy);
  }
  c.stroke();
}
