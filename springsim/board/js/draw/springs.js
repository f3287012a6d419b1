// Springs on the board: as zigzags like the paper's, as lines where there are many, as a density where there are very many.

import { fill } from "../panel/dom.js";
import { bar, head, zigzag } from "./glyphs.js";
import { paintDensity } from "./dense.js";
import { LOOK } from "../state/look.js";
import { COLUMN } from "../types.js";

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
  const { legible, most: zigzags } = LOOK.zigzag;
  const { most } = LOOK.lines;
  if (!run || !springs || !state.show.springs || !total) return shown("zigzags", []);
  if (total <= legible || state.show.every) {
    if (total > most) return shown("density", null, picture.dense.note(state));
    return shown(total <= zigzags ? "zigzags" : "lines");
  }
  if (selected !== null && selected < springs.n) {
    const list = springs.of(selected);
    return shown(list.length <= zigzags ? "zigzags" : "lines", list, fill(texts.note_selected, { shown: list.length, total }));
  }
  const pushing = picture.number(COLUMN.pushing);
  const acting = run.counts[0] + pushing;
  if (acting <= most && springs.sample(0).size < run.counts[1] && !picture.moves) {
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
  const { most } = LOOK.lines;
  const pulls = Math.min(similar, Math.max(most / 2, most - pushing));
  const looked = pushing ? Math.ceil(((most - pulls) * dissimilar) / pushing) : dissimilar;
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
      strokeLines(c, state, picture, kind, pairs, pairs.length / 2, !state.show.every, list ? LOOK.lines.mine : 1);
      if (list && !kind) strokeLines(c, state, picture, kind, pairs, pairs.length / 2, false, LOOK.lines.faint);
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
  const fine = list.length > LOOK.zigzag.bold;
  const amplitude = list.length > LOOK.zigzag.legible ? LOOK.zigzag.narrow : LOOK.zigzag.half;
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
    else drawRepulse(c, ax, ay, bx, by, amplitude, fine, slack ? LOOK.zigzag.slack : 1, picture.theme.background, colour);
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
  const { width, fine: thin, roomy, place, head: size } = LOOK.zigzag;
  c.globalAlpha = 1;
  c.lineWidth = fine ? thin : width;
  c.beginPath();
  zigzag(c, ax, ay, bx, by, amplitude);
  c.stroke();
  if (fine || Math.hypot(bx - ax, by - ay) < roomy) return;
  c.beginPath();
  head(c, ax, ay, ax + (bx - ax) * place, ay + (by - ay) * place, size);
  head(c, bx, by, bx + (ax - bx) * place, by + (ay - by) * place, size);
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
  const { apart, fine: thin, double, gap, bar: wide, beyond } = LOOK.zigzag;
  c.globalAlpha = alpha;
  c.beginPath();
  if (fine) {
    const length = Math.hypot(bx - ax, by - ay) || 1;
    const [nx, ny] = [(-(by - ay) / length) * apart, ((bx - ax) / length) * apart];
    c.lineWidth = thin;
    zigzag(c, ax - nx, ay - ny, bx - nx, by - ny, amplitude);
    zigzag(c, ax + nx, ay + ny, bx + nx, by + ny, amplitude);
  } else {
    zigzag(c, ax, ay, bx, by, amplitude);
    c.lineWidth = double;
    c.stroke();
    c.globalAlpha = 1;
    c.strokeStyle = background;
    c.lineWidth = gap;
    c.stroke();
    c.globalAlpha = alpha;
    c.strokeStyle = colour;
    c.lineWidth = wide;
    c.beginPath();
  }
  bar(c, ax, ay, bx, by, amplitude + beyond);
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
  const { many, thin, width, similar, dissimilar, dash, together } = LOOK.lines;
  const { scale } = view;
  const left = view.width / 2 - view.x * scale;
  const top = view.height / 2 + view.y * scale;
  const reach = acting ? (LOOK.lines.rest * state.reach(kind)) ** 2 : Infinity;
  c.strokeStyle = theme.spring;
  c.lineWidth = count > many ? thin : width;
  c.globalAlpha = Math.min((kind ? similar : dissimilar) * picture.crowd * strength, 1);
  c.setLineDash(kind || !acting ? [] : dash);
  c.beginPath();
  for (let k = 0, drawn = 0; k < count; k++) {
    const [i, j] = [2 * pairs[2 * k], 2 * pairs[2 * k + 1]];
    const [dx, dy] = [shown[j] - shown[i], shown[j + 1] - shown[i + 1]];
    if (dx * dx + dy * dy >= reach) continue;
    c.moveTo(left + shown[i] * scale, top - shown[i + 1] * scale);
    c.lineTo(left + shown[j] * scale, top - shown[j + 1] * scale);
    if (++drawn % together) continue;
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
