// Very many lines as a picture of their density: counted pixel by pixel, which is fast, and legible where strokes would clog.

const FAINT = 0.05; // opacity of one line
const STRONG = 0.8; // of very many
const SHADES = 256;

/** Counts how many lines cross each pixel, and paints the counts. */
export class Density {
  constructor() {
    this.width = 0;
    this.height = 0;
    this.counts = new Uint16Array(0);
    /** @type {ImageData | null} */
    this.image = null;
    this.canvas = document.createElement("canvas");
    this.colour = "";
    this.shades = new Uint32Array(SHADES);
  }

  /**
   * Begin a picture of a size.
   * @param {number} width
   * @param {number} height
   */
  begin(width, height) {
    if (width !== this.width || height !== this.height) {
      Object.assign(this, { width, height, counts: new Uint16Array(width * height), image: new ImageData(width, height) });
      Object.assign(this.canvas, { width, height });
    } else this.counts.fill(0);
  }

  /**
   * Count a line.
   * @param {number} ax
   * @param {number} ay
   * @param {number} bx
   * @param {number} by
   */
  line(ax, ay, bx, by) {
    const { width, height, counts } = this;
    const [dx, dy] = [bx - ax, by - ay];
    const steps = Math.ceil(Math.max(Math.abs(dx), Math.abs(dy)));
    if (!(steps > 0)) return;
    const [sx, sy] = [dx / steps, dy / steps];
    const [x0, x1] = inside(ax, sx, width);
    const [y0, y1] = inside(ay, sy, height);
    const first = Math.max(0, x0, y0);
    const last = Math.min(steps, x1, y1);
    let x = ax + first * sx;
    let y = ay + first * sy;
    for (let k = first; k < last; k++) {
      counts[(y | 0) * width + (x | 0)]++;
      x += sx;
      y += sy;
    }
  }

  /**
   * Paint what was counted.
   * @param {CanvasRenderingContext2D} c
   * @param {string} colour
   * @param {number} width of the picture on the canvas
   * @param {number} height
   */
  paint(c, colour, width, height) {
    if (!this.image) return;
    if (colour !== this.colour) this.mix(colour);
    const pixels = new Uint32Array(this.image.data.buffer);
    const { counts, shades } = this;
    for (let p = 0; p < pixels.length; p++) pixels[p] = shades[counts[p] < SHADES ? counts[p] : SHADES - 1];
    this.canvas.getContext("2d")?.putImageData(this.image, 0, 0);
    c.drawImage(this.canvas, 0, 0, width, height);
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
      const alpha = STRONG * (1 - (1 - FAINT / STRONG) ** k);
      this.shades[k] = ((Math.round(255 * alpha) << 24) | (b << 16) | (g << 8) | r) >>> 0;
    }
  }
}

/**
 * The steps k for which a + k s stays within 0 … size.
 * @param {number} a
 * @param {number} s
 * @param {number} size
 * @returns {[number, number]}
 */
function inside(a, s, size) {
  if (s === 0) return a >= 0 && a < size ? [0, Infinity] : [0, -1];
  const [t0, t1] = s > 0 ? [-a / s, (size - a) / s] : [(size - a) / s, -a / s];
  return [Math.ceil(t0 + 1e-9), Math.floor(t1 - 1e-9)];
}
