// Very many lines as a picture of their density: counted cell by cell, which is fast, and legible where strokes would clog.

import { LOOK } from "../state/look.js";

const SHADES = 256;

/** Counts how many lines cross each cell, and paints the counts. */
export class Density {
  constructor() {
    this.cell = 1; // pixels
    this.width = 0; // cells
    this.height = 0;
    this.counts = new Uint32Array(0);
    this.lines = 0;
    this.steps = 0; // cells crossed by all lines
    /** @type {ImageData | null} */
    this.image = null;
    this.canvas = document.createElement("canvas");
    this.colour = "";
    this.shades = new Uint32Array(SHADES);
  }

  /**
   * Begin a picture.
   * @param {number} across pixels
   * @param {number} down
   * @param {number} cell
   */
  begin(across, down, cell) {
    const [width, height] = [Math.ceil(across / cell), Math.ceil(down / cell)];
    if (width !== this.width || height !== this.height) {
      Object.assign(this, { width, height, counts: new Uint32Array(width * height), image: new ImageData(width, height) });
      Object.assign(this.canvas, { width, height });
    } else this.counts.fill(0);
    this.cell = cell;
    this.lines = this.steps = 0;
  }

  /**
   * Count a line.
   * @param {number} ax cells
   * @param {number} ay
   * @param {number} bx
   * @param {number} by
   */
  line(ax, ay, bx, by) {
    const { width, height, counts } = this;
    this.lines++;
    const dx = bx - ax;
    const dy = by - ay;
    const steps = Math.ceil(Math.max(Math.abs(dx), Math.abs(dy)));
    if (!(steps > 0)) return;
    const sx = dx / steps;
    const sy = dy / steps;
    const first = Math.max(0, entered(ax, sx, width), entered(ay, sy, height));
    const last = Math.min(steps, left(ax, sx, width), left(ay, sy, height));
    this.steps += Math.max(last - first, 0);
    let x = ax + first * sx;
    let y = ay + first * sy;
    for (let k = first; k < last; k++) {
      counts[(y | 0) * width + (x | 0)]++;
      x += sx;
      y += sy;
    }
  }

  /**
   * Make a picture of what was counted.
   * @param {string} colour
   * @param {number} weight lines that each line stands for
   */
  develop(colour, weight) {
    if (!this.image) return;
    if (colour !== this.colour) this.mix(colour);
    const pixels = new Uint32Array(this.image.data.buffer);
    const { counts, shades } = this;
    let touched = 1;
    for (let p = 0; p < counts.length; p++) touched += Number(counts[p] > 0);
    // where there are so many lines that all would be full, what is as dense as on the average is at two thirds
    const full = Math.max((LOOK.lines.full * this.cell) / weight, this.steps / touched);
    const shade = (SHADES - 1) / (LOOK.lines.deep * full);
    for (let p = 0; p < pixels.length; p++) pixels[p] = shades[Math.min(Math.ceil(counts[p] * shade), SHADES - 1)];
    this.canvas.getContext("2d")?.putImageData(this.image, 0, 0);
  }

  /**
   * Paint the picture.
   * @param {CanvasRenderingContext2D} c
   */
  paint(c) {
    c.drawImage(this.canvas, 0, 0, this.width * this.cell, this.height * this.cell);
  }

  /** @param {string} colour */
  mix(colour) {
    this.colour = colour;
    const c = document.createElement("canvas").getContext("2d");
    if (!c) return;
    c.fillStyle = colour;
    c.fillRect(0, 0, 1, 1);
    const [r, g, b] = c.getImageData(0, 0, 1, 1).data;
    for (let k = 1; k < SHADES; k++) {
      const alpha = LOOK.lines.strong * (1 - Math.exp((-LOOK.lines.deep * k) / (SHADES - 1)));
      this.shades[k] = ((Math.round(255 * alpha) << 24) | (b << 16) | (g << 8) | r) >>> 0;
    }
  }
}

/**
 * The first step k for which a + k s is within 0 … size; after all steps, if there is none.
 * @param {number} a
 * @param {number} s
 * @param {number} size
 */
function entered(a, s, size) {
  if (s === 0) return a >= 0 && a < size ? 0 : Infinity;
  return Math.ceil((s > 0 ? -a : size - a) / s + 1e-9);
}

/**
 * The last step k for which a + k s is within 0 … size.
 * @param {number} a
 * @param {number} s
 * @param {number} size
 */
function left(a, s, size) {
  if (s === 0) return Infinity;
  return Math.floor((s > 0 ? size - a : -a) / s - 1e-9);
}
