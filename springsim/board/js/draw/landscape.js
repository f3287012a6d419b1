// The loss as a landscape under the board: over the place of the selected point, all others held. Python computes it.

import { digits } from "../panel/dom.js";
import { head } from "./glyphs.js";
import { at } from "../state/motion.js";

const AGAIN = 150; // ms between two that are asked for while the points move
const RING = 1.65; // of the mark of a minimum, in radii of a point
const TICK = 2.6;
const LEGEND = { wide: 14, high: 15, right: 62, top: 74 };

/**
 * A landscape as Python sent it.
 * @typedef {object} Survey
 * @property {number} serial of the trajectory
 * @property {number} frame
 * @property {number} point
 * @property {[number, number, number, number]} view left, right, bottom, top of the grid
 * @property {[number, number]} shape rows and columns
 * @property {number} whole what the highest loss is sent as; the lowest is 0
 * @property {number} low
 * @property {number} high
 * @property {number[]} levels
 * @property {{light: string[], dark: string[]}} colours of the bands between them
 * @property {number} scale of the arrows
 * @property {[number, number]} fieldShape
 * @property {[number, number][]} minima
 * @property {Uint16Array} loss rows × columns, the lowest row first
 * @property {Float32Array} field arrows, as x, y of the force
 */

/** Asks for landscapes, and draws the newest one. */
export class Landscape {
  /**
   * @param {import("../state/state.js").State} state
   * @param {import("./picture.js").Picture} picture
   * @param {import("../state/wire.js").CommandLog} log to ask through
   */
  constructor(state, picture, log) {
    this.state = state;
    this.picture = picture;
    this.log = log;
    /** @type {Survey | null} */
    this.survey = null;
    this.asked = "";
    this.askedAt = 0;
    this.canvas = document.createElement("canvas");
    this.painted = "";
  }

  /** Whether one is to be seen. */
  get wanted() {
    const { show, run, selected, editable } = this.state;
    return editable && show.landscape && run !== null && selected !== null && selected < run.n;
  }

  /** The newest one, if it is of what is to be seen. */
  get seen() {
    return this.wanted && this.survey && this.survey.point === this.state.selected ? this.survey : null;
  }

  /** Ask for the one of this moment, unless it is here or under way. */
  ask() {
    const { picture, log } = this;
    if (!this.wanted || log.newest("landscape") || picture.camera.glide) return;
    const { run, selected } = this.state;
    const { view } = picture;
    const seen = `${run?.serial}/${picture.frame}/${selected}/${view.state}`;
    if (this.asked === seen || performance.now() - this.askedAt < AGAIN) {
      if (this.asked !== seen) picture.redraw();
      return;
    }
    this.asked = seen;
    this.askedAt = performance.now();
    const low = view.toPlane(0, view.height);
    const high = view.toPlane(view.width, 0);
    log.push("landscape", { point: selected, left: low.x, right: high.x, bottom: low.y, top: high.y });
  }

  /**
   * Take what comes with an answer.
   * @param {any} said
   * @param {Record<string, Uint8Array>} arrays
   */
  hear(said, arrays) {
    if (!said.ground) return;
    const [rows, columns] = said.arrays.ground[1];
    const fieldShape = said.arrays.field[1];
    this.survey = {
      ...said.ground,
      serial: said.serial,
      shape: [rows, columns],
      fieldShape,
      loss: new Uint16Array(...at(arrays.ground), rows * columns),
      field: new Float32Array(...at(arrays.field), fieldShape[0] * fieldShape[1] * 2),
    };
    this.painted = "";
  }

  /**
   * Paint the bands and the arrows, under everything else.
   * @param {CanvasRenderingContext2D} c
   */
  paint(c) {
    const { seen } = this;
    if (!seen) return;
    const { view, theme } = this.picture;
    const now = `${view.state}/${theme.dark}`;
    if (this.painted !== now) paintBands(this.canvas, seen, view, theme);
    this.painted = now;
    c.drawImage(this.canvas, 0, 0, view.width, view.height);
    paintField(c, seen, view, theme);
  }

  /**
   * Paint the minima and the scale of the colours, over everything else.
   * @param {CanvasRenderingContext2D} c
   */
  paintMarks(c) {
    const { seen } = this;
    if (!seen) return;
    const { view, theme, pointRadius } = this.picture;
    for (const [x, y] of seen.minima) {
      const place = view.toScreen(x, y);
      target(c, place.x, place.y, pointRadius, theme.background, 4.5);
      target(c, place.x, place.y, pointRadius, theme.text, 1.8);
    }
    paintLegend(c, seen, view, theme, this.state.texts.loss_short);
  }
}

/**
 * Fill the bands between levels, with a line along each level.
 * @param {HTMLCanvasElement} canvas
 * @param {Survey} survey
 * @param {import("../state/view.js").View} view
 * @param {import("../types.js").Theme} theme
 */
function paintBands(canvas, survey, view, theme) {
  const [width, height] = [Math.max(Math.round(view.width), 1), Math.max(Math.round(view.height), 1)];
  Object.assign(canvas, { width, height });
  const c = canvas.getContext("2d");
  if (!c) return;
  const image = c.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const [rows, columns] = survey.shape;
  const [left, right, bottom, top] = survey.view;
  const bands = bandsOf(survey);
  const fills = survey.colours[theme.dark ? "dark" : "light"].map((hex) => packed(hex, 255));
  const edge = packed(theme.dark ? "#FFFFFF" : "#000000", theme.dark ? 46 : 52);
  const across = columnsOf(width, (x) => ((view.toPlane(x + 0.5, 0).x - left) / (right - left)) * (columns - 1), columns);
  let above = new Int8Array(width).fill(-1);
  let here = new Int8Array(width);
  for (let y = 0; y < height; y++) {
    const v = ((view.toPlane(0, y + 0.5).y - bottom) / (top - bottom)) * (rows - 1);
    const j = Math.min(Math.max(Math.floor(v), 0), rows - 2);
    const t = v - j;
    if (v < -0.5 || v > rows - 0.5) {
      here.fill(-1);
    } else {
      for (let x = 0; x < width; x++) {
        const i = across.cell[x];
        if (i < 0) {
          here[x] = -1;
          continue;
        }
        const s = across.share[x];
        const p = j * columns + i;
        const low = survey.loss[p] + s * (survey.loss[p + 1] - survey.loss[p]);
        const high = survey.loss[p + columns] + s * (survey.loss[p + columns + 1] - survey.loss[p + columns]);
        here[x] = bands[Math.min(Math.max(Math.round(low + t * (high - low)), 0), survey.whole) >> 4];
      }
    }
    for (let x = 0; x < width; x++) {
      if (here[x] < 0) continue;
      const border = (x > 0 && here[x - 1] >= 0 && here[x - 1] !== here[x]) || (above[x] >= 0 && above[x] !== here[x]);
      pixels[y * width + x] = border ? blended(fills[here[x]], edge) : fills[here[x]];
    }
    [above, here] = [here, above];
  }
  c.putImageData(image, 0, 0);
}

/**
 * The band of each loss, as it is sent, without its last four bits.
 * @param {Survey} survey
 */
function bandsOf({ whole, low, high, levels }) {
  const bands = new Int8Array((whole >> 4) + 1);
  for (let q = 0, band = 0; q < bands.length; q++) {
    const loss = low + ((high - low) * ((q << 4) + 8)) / whole;
    while (band < levels.length - 2 && loss >= levels[band + 1]) band++;
    bands[q] = band;
  }
  return bands;
}

/**
 * Between which columns of the grid each pixel is, and how far from one to the other.
 * @param {number} width
 * @param {(x: number) => number} place
 * @param {number} columns
 */
function columnsOf(width, place, columns) {
  const cell = new Int32Array(width);
  const share = new Float64Array(width);
  for (let x = 0; x < width; x++) {
    const u = place(x);
    cell[x] = u < -0.5 || u > columns - 0.5 ? -1 : Math.min(Math.max(Math.floor(u), 0), columns - 2);
    share[x] = u - cell[x];
  }
  return { cell, share };
}

/**
 * A colour as the bytes of a pixel.
 * @param {string} hex
 * @param {number} alpha
 */
function packed(hex, alpha) {
  const [r, g, b] = [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16));
  return ((alpha << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

/**
 * A pixel with another over it.
 * @param {number} under
 * @param {number} over
 */
function blended(under, over) {
  const alpha = (over >>> 24) / 255;
  const mix = (/** @type {number} */ shift) =>
    Math.round(((under >>> shift) & 255) * (1 - alpha) + ((over >>> shift) & 255) * alpha) << shift;
  return ((255 << 24) | mix(16) | mix(8) | mix(0)) >>> 0;
}

/**
 * The force on the point wherever it would stand, as faint arrows.
 * @param {CanvasRenderingContext2D} c
 * @param {Survey} survey
 * @param {import("../state/view.js").View} view
 * @param {import("../types.js").Theme} theme
 */
function paintField(c, survey, view, theme) {
  const [rows, columns] = survey.fieldShape;
  const [left, right, bottom, top] = survey.view;
  const pixels = survey.scale * view.scale;
  c.strokeStyle = c.fillStyle = theme.force;
  c.globalAlpha = 0.42;
  c.lineWidth = 1.1;
  for (let j = 0, p = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++, p += 2) {
      const [fx, fy] = [survey.field[p] * pixels, -survey.field[p + 1] * pixels];
      const size = Math.hypot(fx, fy);
      if (size < 2) continue;
      const { x, y } = view.toScreen(
        left + ((right - left) * (i + 0.5)) / columns,
        bottom + ((top - bottom) * (j + 0.5)) / rows,
      );
      const [ax, ay, bx, by] = [x - fx / 2, y - fy / 2, x + fx / 2, y + fy / 2];
      c.beginPath();
      c.moveTo(ax, ay);
      c.lineTo(ax + 0.9 * fx, ay + 0.9 * fy);
      c.stroke();
      c.beginPath();
      head(c, ax, ay, bx, by, Math.min(5, 2 + size / 3));
      c.fill();
    }
  }
  c.globalAlpha = 1;
}

/**
 * A crossed ring, into which a point fits.
 * @param {CanvasRenderingContext2D} c
 * @param {number} x
 * @param {number} y
 * @param {number} radius of a point
 * @param {string} colour
 * @param {number} width
 */
function target(c, x, y, radius, colour, width) {
  c.strokeStyle = colour;
  c.lineWidth = width;
  c.beginPath();
  c.arc(x, y, RING * radius, 0, 2 * Math.PI);
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ]) {
    c.moveTo(x + RING * radius * dx, y + RING * radius * dy);
    c.lineTo(x + TICK * radius * dx, y + TICK * radius * dy);
  }
  c.stroke();
}

/**
 * The scale of the colours: a box for each band, and the levels between.
 * @param {CanvasRenderingContext2D} c
 * @param {Survey} survey
 * @param {import("../state/view.js").View} view
 * @param {import("../types.js").Theme} theme
 * @param {string} name
 */
function paintLegend(c, survey, view, theme, name) {
  const fills = survey.colours[theme.dark ? "dark" : "light"];
  const high = Math.min(LEGEND.high * theme.size, (view.height - LEGEND.top - 120) / fills.length);
  const x = view.width - LEGEND.right * theme.size;
  const bottom = LEGEND.top + 18 * theme.size + high * fills.length;
  c.globalAlpha = 0.85;
  c.fillStyle = theme.background;
  c.fillRect(x - 8, LEGEND.top - 8, LEGEND.right * theme.size + 4, bottom - LEGEND.top + 18);
  c.globalAlpha = 1;
  c.font = `600 ${12 * theme.size}px ${theme.font}`;
  c.textAlign = "left";
  c.textBaseline = "middle";
  c.fillStyle = theme.text;
  c.fillText(name, x, LEGEND.top + 4);
  c.font = `${12 * theme.size}px ${theme.font}`;
  c.strokeStyle = theme.muted;
  c.lineWidth = 0.8;
  const every = Math.ceil((13 * theme.size) / high);
  fills.forEach((fill, k) => {
    c.fillStyle = fill;
    c.fillRect(x, bottom - (k + 1) * high, LEGEND.wide, high);
    c.strokeRect(x, bottom - (k + 1) * high, LEGEND.wide, high);
  });
  c.fillStyle = theme.text;
  const short = survey.levels.map((level) =>
    digits(level)
      .replace(/(\.\d*?)0+$/, "$1")
      .replace(/\.$/, ""),
  );
  const told =
    new Set(short).size === short.length ? short : survey.levels.map((level) => String(Number(level.toPrecision(7))));
  for (let k = 0; k <= fills.length; k += every) c.fillText(told[k], x + LEGEND.wide + 5, bottom - k * high);
}
