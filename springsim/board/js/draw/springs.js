// Springs on the board: as zigzags like the paper's, as lines where there are many, as a density where there are very many.

import { fill } from "../panel/dom.js";
import { bar, head, zigzag } from "./glyphs.js";
import { paintDensity } from "./dense.js";
import { COLUMN } from "../types.js";

const LEGIBLE = 60; // springs that can all be shown as springs
const BOLD = 150; // springs that can be drawn with bold lines
const ZIGZAGS = 400; // springs that can be drawn as zigzags at all
const LINES = 2000; // thin lines that still let the points be seen
const MINE = 1.6; // strength of those of a selected point, where there are many
const FAINT = 0.5; // of those of a selected point, however they are: what has come to rest is fainter
const AT_ONCE = 200; // lines in one path
const AT_REST = 1 - 1e-6; // of the reach of a spring: a longer one has come to rest

/** @typedef {import("../state/springset.js").SpringSet} SpringSet */

/**
 * How springs are drawn: as zigzags or lines those of a list or all, as a density all, as lines parts of a sample; or the few
 * that act of very many, which are looked for while nothing moves.
 * @typedef {object} Shown
 * @property {"zigzags" | "lines" | "density" | "sample" | "acting"} style
 * @property {number[] | null} list their numbers, where these are not all
 * @property {[number, number]} parts of the samples of dissimilar and of similar springs, how many are looked at
 * @property {string} note what to say about it
 */

/**
 * Springs to draw, in what style, and what to say about it.
 * @param {import("../state/state.js").State} state
 * @param {import("./picture.js").Picture} picture
 * @returns {Shown}
 */
export function springsShown(state, picture) {
  const { run, springs, selected, texts } = state;
  const total = springs ? springs.total : 0;
  const shown = (/** @type {Shown["style"]} */ style, list = /** @type {number[] | null} */ (null), note = "") => ({
    style,
    list,
    parts: /** @type {[number, number]} */ ([0, 0]),
    note,
  });
  if (!run || !springs || !state.show.springs || !total) return shown("zigzags", []);
  if (total <= LEGIBLE || state.show.every) {
    if (total > LINES) return shown("density", null, picture.dense.note(state));
    return shown(total <= ZIGZAGS ? "zigzags" : "lines");
  }
  if (selected !== null && selected < springs.n) {
    const list = springs.of(selected);
    return shown(list.length <= ZIGZAGS ? "zigzags" : "lines", list, fill(texts.note_selected, { shown: list.length, total }));
  }
  const pushing = picture.number(COLUMN.pushing);
  const acting = run.counts[0] + pushing;
  if (acting <= LINES && springs.sample(0).size < run.counts[1] && !picture.moves) {
    return { ...shown("acting", null, lines(texts, run.counts[0], pushing, total)), parts: [0, run.counts[0]] };
  }
  return { ...shown("sample"), ...sampled(springs, pushing, texts) };
}

/**
 * What to say where all similar springs are drawn, and of the others those that push: at rest many of them may be slack.
 * @param {Record<string, string>} texts
 * @param {number} similar
 * @param {number} pushing
 * @param {number} total
 */
function lines(texts, similar, pushing, total) {
  if (!pushing) return fill(texts.note_lines_pull, { similar, total });
  return fill(texts.note_lines, { similar, pushing, total });
}

/**
 * Which parts of the samples to look at, so that few enough lines are drawn: the rare kind is never lost among the other.
 * @param {SpringSet} springs
 * @param {number} pushing how many of the dissimilar ones push
 * @param {Record<string, string>} texts
 * @returns {{parts: [number, number], note: string}}
 */
function sampled(springs, pushing, texts) {
  const [similar, dissimilar] = springs.counts;
  const pulls = Math.min(similar, Math.max(LINES / 2, LINES - pushing));
  const looked = pushing ? Math.ceil(((LINES - pulls) * dissimilar) / pushing) : dissimilar;
  const parts = /** @type {[number, number]} */ ([Math.min(looked, springs.sample(0).size), pulls]);
  const [one, other] = [similar / Math.max(pulls, 1), dissimilar / Math.max(parts[0], 1)];
  const all = pulls === similar && (!pushing || parts[0] === dissimilar);
  return {
    parts,
    note: all
      ? lines(texts, similar, pushing, springs.total)
      : fill(pushing ? texts.note_some : texts.note_some_pull, { similar, one: rate(one), pushing, other: rate(other) }),
  };
}

/**
 * One in how many, to read.
 * @param {number} ratio
 */
function rate(ratio) {
  return ratio < 2.95 ? Number(ratio.toFixed(1)) : Math.round(ratio);
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {import("../state/state.js").State} state
 * @param {import("./picture.js").Picture} picture
 */
export function drawSprings(c, state, picture) {
  const { springs } = state;
  if (!springs) return;
  const { style, list, parts } = springsShown(state, picture);
  if (style === "density") paintDensity(c, state, picture, springs);
  else if (style === "zigzags") {
    drawZigzags(c, state, picture, list ?? Array.from({ length: springs.total }, (_, k) => k), picture.theme.spring);
  } else if (style === "sample" || style === "acting") {
    strokeLines(c, state, picture, 1, springs.sample(1).pairs, parts[1], true);
    if (style === "sample") strokeLines(c, state, picture, 0, springs.sample(0).pairs, parts[0], true);
    else {
      const pairs = picture.pushing(springs);
      strokeLines(c, state, picture, 0, pairs, pairs.length / 2, true);
    }
  } else {
    for (const kind of /** @type {const} */ ([1, 0])) {
      const pairs = (list ?? Array.from({ length: springs.total }, (_, k) => k))
        .filter((k) => springs.similar(k) === kind)
        .flatMap((k) => springs.ends(k));
      strokeLines(c, state, picture, kind, pairs, pairs.length / 2, !state.show.every, list ? MINE : 1);
      if (list && !kind) strokeLines(c, state, picture, kind, pairs, pairs.length / 2, false, FAINT);
    }
  }
}

/**
 * Springs as springs: each a path of its own, since one long path that crosses itself is slow to fill.
 * @param {CanvasRenderingContext2D} c
 * @param {import("../state/state.js").State} state
 * @param {import("./picture.js").Picture} picture
 * @param {number[]} list
 * @param {string} colour
 */
function drawZigzags(c, state, picture, list, colour) {
  const springs = /** @type {SpringSet} */ (state.springs);
  const fine = list.length > BOLD;
  const amplitude = list.length > LEGIBLE ? 3 : 5;
  const reach = [0, 1].map((kind) => state.reach(kind) * picture.view.scale);
  c.strokeStyle = c.fillStyle = colour;
  for (const k of list) {
    const [a, b] = ends(state, picture, springs, k);
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    if (length < 1) continue;
    const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length];
    const inset = Math.min(picture.pointRadius, length / 2);
    const similar = springs.similar(k) === 1;
    const slack = length >= reach[similar ? 1 : 0];
    const [ax, ay] = [a.x + ux * inset, a.y + uy * inset];
    const far = slack ? reach[similar ? 1 : 0] : length - inset;
    const [bx, by] = [a.x + ux * far, a.y + uy * far];
    if (similar) drawAttract(c, ax, ay, bx, by, amplitude, fine);
    else drawRepulse(c, ax, ay, bx, by, amplitude, fine, slack ? 0.45 : 1, picture.theme.background, colour);
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
 * Thin lines for many springs of a kind, a few hundred at a time: one long path that crosses itself is slow to draw.
 * @param {CanvasRenderingContext2D} c
 * @param {import("../state/state.js").State} state
 * @param {import("./picture.js").Picture} picture
 * @param {0 | 1} kind 1 for similar ones: solid, others dashed
 * @param {ArrayLike<number>} pairs of points
 * @param {number} count how many of them to look at
 * @param {boolean} acting leave out what has come to rest
 * @param {number} [strength]
 */
function strokeLines(c, state, picture, kind, pairs, count, acting, strength = 1) {
  const { view, shown, theme } = picture;
  const { scale } = view;
  const left = view.width / 2 - view.x * scale;
  const top = view.height / 2 + view.y * scale;
  const reach = acting ? (AT_REST * state.reach(kind)) ** 2 : Infinity;
  c.strokeStyle = theme.spring;
  c.lineWidth = count > 800 ? 0.8 : 1;
  const { similar, dissimilar } = state.choices.line;
  c.globalAlpha = Math.min((kind ? similar : dissimilar) * picture.crowd * strength, 1);
  c.setLineDash(kind || !acting ? [] : [4, 3]);
  c.beginPath();
  for (let k = 0, drawn = 0; k < count; k++) {
    const [i, j] = [2 * pairs[2 * k], 2 * pairs[2 * k + 1]];
    const [dx, dy] = [shown[j] - shown[i], shown[j + 1] - shown[i + 1]];
    if (dx * dx + dy * dy >= reach) continue;
    c.moveTo(left + shown[i] * scale, top - shown[i + 1] * scale);
    c.lineTo(left + shown[j] * scale, top - shown[j + 1] * scale);
    if (++drawn % AT_ONCE) continue;
    c.stroke();
    c.beginPath();
  }
  c.stroke();
  c.setLineDash([]);
  c.globalAlpha = 1;
}

/**
 * The spring under the pointer, here or on the loss curves, drawn strongly.
 * @param {CanvasRenderingContext2D} c
 * @param {import("../state/state.js").State} state
 * @param {import("./picture.js").Picture} picture
 */
export function drawHovered(c, state, picture) {
  const { springs, hoverSpring } = state;
  const { theme } = picture;
  if (hoverSpring === null || !springs || hoverSpring >= springs.total) return;
  const [a, b] = ends(state, picture, springs, hoverSpring);
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
  drawZigzags(c, state, picture, [hoverSpring], theme.spring);
}

/**
 * The two ends of a spring on the screen, the one it is seen from first.
 * @param {import("../state/state.js").State} state
 * @param {import("./picture.js").Picture} picture
 * @param {SpringSet} springs
 * @param {number} k
 */
function ends(state, picture, springs, k) {
  const [i, j] = springs.ends(k);
  return j === state.selected ? [picture.place(j), picture.place(i)] : [picture.place(i), picture.place(j)];
}
