// The picture of the board: springs, forces, the margin circle and the points. Draws what it is given.

import { drawBand } from "../input/band.js";
import { DOMAINS } from "../state/domains.js";
import { LOOK } from "../state/look.js";
import { drawHandle, drawMargin, plate } from "./circle.js";
import { head } from "./glyphs.js";
import { outlined } from "./stamps.js";
import { drawHovered, drawSprings } from "./springs.js";

const ARROWS_AT_ONCE = 250;
const NAME = 40; // characters of the name of a class that are written beside a point
const EDGE = 6; // pixels from such a name to the edge of the picture

/**
 * Draw the whole board.
 * @param {CanvasRenderingContext2D} c
 * @param {import("../state/state.js").State} state
 * @param {import("./picture.js").Picture} picture
 * @param {import("./landscape.js").Landscape} landscape
 */
export function drawBoard(c, state, picture, landscape) {
  const { run } = state;
  const { view, theme } = picture;
  c.clearRect(0, 0, view.width, view.height);
  if (!run) return;
  c.lineJoin = "round";
  if (landscape.seen) landscape.paint(c);
  else drawGrid(c, picture);
  drawDomain(c, run.domain, picture);
  if (state.show.margin && state.selected !== null) drawMargin(c, state, picture, state.selected, !landscape.seen);
  if (state.show.trails) drawTrails(c, state, picture);
  if (state.show.springs) drawSprings(c, state, picture);
  drawHovered(c, state, picture);
  if (state.show.forces) drawForces(c, state, picture);
  if (modeShown(state, picture)) drawMode(c, run, picture);
  drawPoints(c, state, picture);
  landscape.paintMarks(c);
  if (state.show.margin && state.selected !== null) drawHandle(c, state, picture, state.selected);
  drawTie(c, state, picture);
  if (state.band) drawBand(c, state.band, theme);
  if (state.keyboard && state.selected === null) drawCrosshair(c, view, theme);
}

/**
 * Largest of the allowed arrow lengths that keeps the strongest force of a trajectory's start on the board.
 * @param {import("../types.js").Run} run
 * @param {number | null} now the scale in use, kept while it will do
 */
export function arrowScale(run, now) {
  const { scales, fits, longest, short } = LOOK.arrows;
  const strongest = run.strongest / Math.min(1, Math.sqrt(LOOK.points.few / run.n)); // shorter where there are very many
  const tiny = now !== null && now < scales[0] && strongest * now < short * run.margin;
  if (now !== null && (!strongest || (strongest * now <= longest * run.margin && !tiny))) return now;
  return scales.find((scale) => strongest * scale <= fits * run.margin) ?? scales[scales.length - 1];
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {import("./picture.js").Picture} picture
 */
function drawGrid(c, picture) {
  const { view, theme } = picture;
  const { gap: least, grid, faint } = LOOK.ground;
  const unit = 10 ** Math.ceil(Math.log10(least / view.scale));
  const gap = unit / 2 >= least / view.scale ? unit / 2 : unit;
  const low = view.toPlane(0, view.height);
  const high = view.toPlane(view.width, 0);
  c.strokeStyle = theme.text;
  c.globalAlpha = faint;
  c.lineWidth = grid;
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
  c.globalAlpha = 1;
}

/**
 * The outline of where points may be, if it has one.
 * @param {CanvasRenderingContext2D} c
 * @param {string} domain
 * @param {import("./picture.js").Picture} picture
 */
function drawDomain(c, domain, { view, theme }) {
  const { trace } = DOMAINS[domain];
  if (!trace) return;
  const { x, y } = view.toScreen(0, 0);
  c.strokeStyle = theme.muted;
  c.globalAlpha = LOOK.ground.domain;
  c.lineWidth = LOOK.ground.outline;
  c.beginPath();
  trace(c, x, y, view.scale);
  c.stroke();
  c.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {import("../state/state.js").State} state
 * @param {import("./picture.js").Picture} picture
 */
function drawTrails(c, state, picture) {
  const run = /** @type {import("../types.js").Run} */ (state.run);
  const { view } = picture;
  const last = picture.frame;
  const stride = Math.max(1, Math.round((run.n * last) / LOOK.trails.most));
  c.lineWidth = picture.sizes.trail;
  c.globalAlpha = LOOK.trails.strength * picture.crowd;
  for (let i = 0; i < run.n; i++) {
    c.strokeStyle = picture.classColour(run.labels[i]);
    c.beginPath();
    for (let k = 0; k <= last; k += stride) {
      const p = (k * run.n + i) * 2;
      const { x, y } = view.toScreen(run.positions[p], run.positions[p + 1]);
      if (k) c.lineTo(x, y);
      else c.moveTo(x, y);
    }
    const { x, y } = picture.place(i);
    c.lineTo(x, y);
    c.stroke();
  }
  c.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {import("../state/state.js").State} state
 * @param {import("./picture.js").Picture} picture
 */
function drawForces(c, state, picture) {
  const run = /** @type {import("../types.js").Run} */ (state.run);
  const pixels = picture.arrows * picture.view.scale;
  c.strokeStyle = c.fillStyle = picture.theme.force;
  const { least, head: start, slope, faint } = LOOK.arrows;
  const { shaft, head: most } = picture.sizes;
  c.lineWidth = shaft;
  c.globalAlpha = Math.max(picture.crowd, faint);
  /** @type {number[][]} */
  const arrows = [];
  for (let i = 0; i < run.n; i++) {
    if (run.pinned.has(i)) continue;
    const [fx, fy] = [picture.force[2 * i] * pixels, -picture.force[2 * i + 1] * pixels];
    const length = Math.hypot(fx, fy);
    if (length < least) continue;
    const { x, y } = picture.place(i);
    arrows.push([x, y, x + fx, y + fy, Math.min(most, start + slope * length)]);
  }
  for (let first = 0; first < arrows.length; first += ARROWS_AT_ONCE) {
    const some = arrows.slice(first, first + ARROWS_AT_ONCE);
    c.beginPath();
    for (const [ax, ay, bx, by] of some) {
      c.moveTo(ax, ay);
      c.lineTo(ax + (bx - ax) * 0.94, ay + (by - ay) * 0.94);
    }
    c.stroke();
    c.beginPath();
    for (const [ax, ay, bx, by, size] of some) head(c, ax, ay, bx, by, size);
    c.fill();
  }
  c.globalAlpha = 1;
}

/**
 * Whether the softest mode is on the board: at rest, where it has one.
 * @param {import("../state/state.js").State} state
 * @param {import("./picture.js").Picture} picture
 */
export function modeShown({ show, run }, { phase }) {
  return show.mode && run !== null && run.mode !== null && run.rest !== null && phase === "equilibrium";
}

/**
 * The softest mode as ghosts of arrows, the way a nudge goes.
 * @param {CanvasRenderingContext2D} c
 * @param {import("../types.js").Run} run
 * @param {import("./picture.js").Picture} picture
 */
function drawMode(c, run, picture) {
  const mode = /** @type {Float32Array} */ (run.mode);
  const { reach, least, gap, width, strength, dash, head: wide, beyond } = LOOK.mode;
  const start = picture.pointRadius + gap;
  c.strokeStyle = c.fillStyle = run.rest?.kind === "saddle" ? picture.theme.spring : picture.theme.muted;
  c.lineWidth = width;
  c.globalAlpha = strength;
  for (let i = 0; i < run.n; i++) {
    const [mx, my] = [mode[2 * i], -mode[2 * i + 1]];
    const size = Math.hypot(mx, my);
    if (size < least) continue;
    const { x, y } = picture.place(i);
    const [ux, uy] = [mx / size, my / size];
    const [ax, ay] = [x + start * ux, y + start * uy];
    const [bx, by] = [ax + reach * mx, ay + reach * my];
    c.setLineDash(dash);
    c.beginPath();
    c.moveTo(ax, ay);
    c.lineTo(bx, by);
    c.stroke();
    c.setLineDash([]);
    c.beginPath();
    head(c, ax, ay, bx + beyond * ux, by + beyond * uy, wide);
    c.fill();
  }
  c.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {import("../state/state.js").State} state
 * @param {import("./picture.js").Picture} picture
 */
function drawPoints(c, state, picture) {
  const run = /** @type {import("../types.js").Run} */ (state.run);
  const { theme } = picture;
  const radius = picture.pointRadius;
  const groups = picture.groups();
  const { few, grown, shown, ring, band, count } = LOOK.points;
  const told = run.n <= few ? 2 : crowded(groups, run.n);
  for (const group of groups) {
    const i = group.front;
    const { x, y } = picture.place(i);
    const look = picture.look(i);
    if (i === state.selected) outlined(c, look, x, y, Math.max(radius, shown) + grown);
    else if (run.n <= few) outlined(c, look, x, y, radius);
    else picture.stamps.put(c, look, x, y, radius, picture.ratio);
    if (run.pinned.has(i)) drawPin(c, theme, x, y, radius);
    if (state.selection.has(i) || i === state.anchor || i === state.hoverPoint) {
      c.beginPath();
      c.arc(x, y, radius + ring, 0, 2 * Math.PI);
      c.strokeStyle = theme.force;
      c.lineWidth = i === state.hoverPoint && !state.selection.has(i) ? 1.5 : band;
      c.stroke();
    }
    if (group.count >= told) {
      c.font = `600 ${LOOK.ground.words * theme.size}px ${theme.font}`;
      const words = `×${group.count}`;
      const [right, down] = clearSide(arrowOf(i, state, picture));
      const [aside, below] = [radius + count[0], radius + count[1]];
      plate(c, theme, words, right > 0 ? x + aside : x - aside - c.measureText(words).width, y + down * below);
    }
  }
  if (state.hoverPoint !== null && state.hoverPoint < run.n) drawClassName(c, state, picture, state.hoverPoint);
}

/**
 * The name of the class of a point above it, where classes have names.
 * @param {CanvasRenderingContext2D} c
 * @param {import("../state/state.js").State} state
 * @param {import("./picture.js").Picture} picture
 * @param {number} i
 */
function drawClassName(c, state, picture, i) {
  const { theme, view } = picture;
  const name = state.run?.classes[state.run.labels[i]];
  if (name === undefined) return;
  const words = name.length > NAME ? `${name.slice(0, NAME)}…` : name;
  const { x, y } = picture.place(i);
  c.font = `600 ${LOOK.ground.words * theme.size}px ${theme.font}`;
  const wide = c.measureText(words).width;
  const above = picture.pointRadius + 1.5 * LOOK.ground.words * theme.size;
  const left = Math.min(Math.max(x - wide / 2, EDGE), view.width - EDGE - wide);
  plate(c, theme, words, left, y - above > EDGE ? y - above : y + above);
}

/**
 * The arrow that is drawn from a point, on the screen: of the mode or else of the force; none where that is short.
 * @param {number} i
 * @param {import("../state/state.js").State} state
 * @param {import("./picture.js").Picture} picture
 * @returns {[number, number]}
 */
function arrowOf(i, state, picture) {
  const run = /** @type {import("../types.js").Run} */ (state.run);
  const mode = modeShown(state, picture) ? run.mode : null;
  if (!mode && (!state.show.forces || run.pinned.has(i))) return [0, 0];
  const [arrows, pixels] = mode ? [mode, LOOK.mode.reach] : [picture.force, picture.arrows * picture.view.scale];
  const [x, y] = [arrows[2 * i] * pixels, -arrows[2 * i + 1] * pixels];
  return Math.hypot(x, y) < LOOK.arrows.least ? [0, 0] : [x, y];
}

/**
 * On which side of a point there is room for words beside an arrow: right or left, below or above.
 * @param {[number, number]} arrow on the screen
 * @returns {[number, number]} signs of x and y
 */
export function clearSide([x, y]) {
  const { sides, clear } = LOOK.points;
  const long = Math.hypot(x, y) || 1;
  return sides.find(([right, down]) => (right * x + clear[0] * down * y) / long < clear[1]) ?? sides[0];
}

/**
 * How many points must be in one place, where there are many points, for it to be told.
 * @param {{count: number}[]} groups
 * @param {number} n
 */
function crowded(groups, n) {
  const counts = groups.map(({ count }) => count).sort((a, b) => b - a);
  return Math.max(2, Math.ceil(n / LOOK.points.share), (counts[LOOK.points.telling] ?? 0) + 1);
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {import("../types.js").Theme} theme
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
function drawPin(c, theme, x, y, radius) {
  const { foot, top, stem, head: share, least, rim } = LOOK.pin;
  const [tx, ty] = [x + radius * top[0], y - radius * top[1]];
  c.strokeStyle = theme.text;
  c.lineWidth = stem;
  c.beginPath();
  c.moveTo(x + radius * foot[0], y - radius * foot[1]);
  c.lineTo(tx, ty);
  c.stroke();
  c.beginPath();
  c.arc(tx, ty, Math.max(least, radius * share), 0, 2 * Math.PI);
  c.fillStyle = theme.text;
  c.strokeStyle = theme.background;
  c.lineWidth = rim;
  c.fill();
  c.stroke();
}

/**
 * The spring that is being tied, from its first point to the pointer.
 * @param {CanvasRenderingContext2D} c
 * @param {import("../state/state.js").State} state
 * @param {import("./picture.js").Picture} picture
 */
function drawTie(c, state, picture) {
  if (state.anchor === null || !state.ties) return;
  const from = picture.place(state.anchor);
  const to = state.keyboard && state.selected !== null ? picture.place(state.selected) : state.pointerAt;
  if (!to) return;
  c.strokeStyle = state.tool === "cut" ? picture.theme.muted : picture.theme.spring;
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
 * @param {import("../state/view.js").View} view
 * @param {import("../types.js").Theme} theme
 */
function drawCrosshair(c, view, theme) {
  const [x, y] = [view.width / 2, view.height / 2];
  c.strokeStyle = theme.force;
  c.lineWidth = 2;
  c.beginPath();
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ]) {
    c.moveTo(x + 5 * dx, y + 5 * dy);
    c.lineTo(x + 14 * dx, y + 14 * dy);
  }
  c.stroke();
}
