// Figure 1 of the paper for this margin, with one dot a spring.

import { fill, lengthText, many } from "../panel/dom.js";

const DOTS = 500; // springs that are shown as dots; more are shown as density
const BINS = 56;
const SAMPLES = 120; // points of a curve
const ROOM = 1.02; // of the distance axis, in farthest distances
const COUNTED = 60_000; // springs that are counted in one picture while they move
const CORNER = 12; // pixels for a mark in the upper right corner
const NEARLY = 1 + 1e-9; // what is beyond the axes is so by more than rounding
const MEASURED = 20_000; // springs of either kind that the distance axis is fitted to

/**
 * Where a curve is drawn: how far the axes go, and the maps from both to the screen.
 * @typedef {object} Axes
 * @property {number} reach longest distance
 * @property {number} top highest loss
 * @property {(d: number) => number} x
 * @property {(loss: number) => number} y
 */

/**
 * Where the dot of a spring is on the screen, its distance in margins, and how it goes beyond the axes.
 * @typedef {{x: number, y: number, d: number, beyond: [number, number]}} Dot
 */

/**
 * Draw a partial loss as a line in the style that is set, up to the end of the axes.
 * @param {CanvasRenderingContext2D} c
 * @param {import("../state/losstable.js").LossTable} losses
 * @param {number} similar 1 or 0
 * @param {number} margin in the unit of the axes
 * @param {Axes} axes
 */
export function strokeLoss(c, losses, similar, margin, { reach, top, x, y }) {
  const scale = losses.scale(margin);
  c.beginPath();
  for (let k = 0; k <= SAMPLES; k++) {
    const d = (k / SAMPLES) * reach;
    const loss = scale * losses.loss(similar, d / margin);
    if (loss > top) {
      c.lineTo(x(margin * losses.where(similar, top / scale)), y(top));
      break;
    }
    c.lineTo(x(d), y(loss));
  }
  c.stroke();
}

/** The loss curves: a map from (distance, loss) to the screen, the drawing, and what is under the pointer. */
export class Curves {
  /**
   * @param {import("../state/state.js").State} state
   * @param {import("./picture.js").Picture} picture
   */
  constructor(state, picture) {
    this.state = state;
    this.picture = picture;
    this.width = 1;
    this.height = 1;
    this.reach = 2; // of the distance axis, in margins
    this.top = 1.5; // of the loss axis, at margin 1
    this.counted = ""; // what was counted
    this.rate = 1; // one in so many springs was
    this.counts = [new Uint32Array(BINS + 1), new Uint32Array(BINS + 1)];
    this.farthest = [0, 0]; // of the springs beyond the axis, in bins
    this.out = { count: 0, farthest: 0 }; // springs beyond the axes, and how long the longest is, in margins
  }

  /** Fit the distance axis to a trajectory, in whole margins, so that it seldom changes. */
  fit() {
    const { run, springs, choices } = this.state;
    if (!run || !springs) return;
    let farthest = 0;
    for (const { pairs, size } of [springs.sample(0), springs.sample(1)]) {
      for (const frame of [0, run.frames - 1]) {
        for (let k = 0; k < Math.min(size, MEASURED); k++) {
          const i = (frame * run.n + pairs[2 * k]) * 2;
          const j = (frame * run.n + pairs[2 * k + 1]) * 2;
          const [dx, dy] = [run.positions[i] - run.positions[j], run.positions[i + 1] - run.positions[j + 1]];
          farthest = Math.max(farthest, Math.hypot(dx, dy));
        }
      }
    }
    const axes = choices.curveAxes;
    const roomy = axes.find(([reach]) => reach >= (farthest / run.margin) * ROOM);
    [this.reach, this.top] = roomy ?? axes[axes.length - 1];
  }

  get box() {
    const { size } = this.picture.theme;
    return { left: 30 + 12 * size, right: this.width - 12, top: 18, bottom: this.height - 34 * size };
  }

  /**
   * How a place goes beyond the axes: to the right, and up; zero where it does not.
   * @param {number} d in margins
   * @param {number} loss at margin 1
   * @returns {[number, number]}
   */
  beyond(d, loss) {
    return [Number(d > this.reach * NEARLY), Number(loss > this.top * NEARLY)];
  }

  /** @param {number} d in margins */
  x(d) {
    const { left, right } = this.box;
    return left + (Math.min(d, this.reach) / this.reach) * (right - left);
  }

  /** @param {number} loss at margin 1 */
  y(loss) {
    const { top, bottom } = this.box;
    return bottom - (Math.min(loss, this.top) / this.top) * (bottom - top);
  }

  /**
   * Where the dot of a spring is.
   * @param {number} k
   * @returns {Dot}
   */
  dot(k) {
    const springs = /** @type {import("../state/springset.js").SpringSet} */ (this.state.springs);
    const losses = /** @type {import("../state/losstable.js").LossTable} */ (this.state.losses);
    const [i, j] = springs.ends(k).map((point) => 2 * point);
    const { shown } = this.picture;
    const d = Math.hypot(shown[i] - shown[j], shown[i + 1] - shown[j + 1]) / this.state.margin;
    const loss = losses.loss(springs.similar(k), d);
    return { x: this.x(d), y: this.y(loss), d, beyond: this.beyond(d, loss) };
  }

  /**
   * The spring whose dot is nearest to a place, if near enough.
   * @param {number} x
   * @param {number} y
   * @returns {number | null}
   */
  under(x, y) {
    const { springs } = this.state;
    if (!springs || springs.total > DOTS) return null;
    let [best, distance] = [/** @type {number | null} */ (null), 14];
    for (let k = 0; k < springs.total; k++) {
      const dot = this.dot(k);
      const away = Math.hypot(dot.x - x, dot.y - y);
      if (away < distance) [best, distance] = [k, away];
    }
    return best;
  }

  /** @param {CanvasRenderingContext2D} c */
  draw(c) {
    const { run, springs, losses } = this.state;
    c.clearRect(0, 0, this.width, this.height);
    if (!run || !losses) return;
    this.drawAxes(c, losses);
    this.drawCurve(c, losses, 1);
    this.drawCurve(c, losses, 0);
    this.out = { count: 0, farthest: 0 };
    if (springs && springs.total > DOTS) this.drawDensity(c, springs, losses);
    else {
      this.rate = 1;
      this.drawDots(c);
    }
    this.tellBeyond(c);
  }

  /**
   * Say how many springs are beyond the axes, and how long the longest of them is; of one that is pointed at, how long it is.
   * @param {CanvasRenderingContext2D} c
   */
  tellBeyond(c) {
    const { count, farthest } = this.out;
    const { hoverSpring, springs, texts: t, margin } = this.state;
    if (!count || !springs) return;
    const { theme } = this.picture;
    const pointed = hoverSpring !== null && hoverSpring < springs.total && springs.total <= DOTS ? this.dot(hoverSpring) : null;
    const one = pointed?.beyond.some(Boolean) ? pointed.d : null;
    const words = one !== null ? t.beyond_this : count === 1 ? t.beyond_one : t.beyond;
    const text = fill(words, { n: many(count), d: lengthText((one ?? farthest) * margin) });
    const top = this.box.top;
    const right = this.box.right - CORNER;
    const size = 4 * theme.size;
    const middle = top - 8;
    c.font = `${12 * theme.size}px ${theme.font}`;
    c.textAlign = "right";
    c.textBaseline = "middle";
    c.fillStyle = theme.text;
    const room = right - this.box.left - c.measureText(t.axis_loss).width - 3 * CORNER;
    const wide = Math.min(c.measureText(text).width, room);
    c.fillText(text, right, middle, wide);
    const tip = right - wide - 5;
    c.beginPath();
    c.moveTo(tip, middle);
    c.lineTo(tip - 1.6 * size, middle - size);
    c.lineTo(tip - 1.6 * size, middle + size);
    c.closePath();
    c.strokeStyle = theme.text;
    c.lineWidth = 1.2;
    c.stroke();
  }

  /**
   * @param {CanvasRenderingContext2D} c
   * @param {import("../state/losstable.js").LossTable} losses
   */
  drawAxes(c, losses) {
    const { texts } = this.state;
    const { theme } = this.picture;
    const m = this.state.margin;
    const top = this.top * losses.scale(m);
    const { left, right, top: above, bottom } = this.box;
    c.font = `${12 * theme.size}px ${theme.font}`;
    c.lineWidth = 1;
    c.strokeStyle = theme.line;
    c.fillStyle = theme.muted;
    c.textBaseline = "middle";
    c.textAlign = "right";
    const rise = nice(top / 3);
    for (let v = 0; v <= top + 1e-12; v += rise) {
      const y = Math.round(this.y(v / losses.scale(m))) + 0.5;
      c.beginPath();
      c.moveTo(left, y);
      c.lineTo(right, y);
      c.stroke();
      c.fillText(tick(v), left - 8, y);
    }
    c.textAlign = "center";
    c.textBaseline = "top";
    const run = nice((this.reach * m) / 4);
    for (let v = 0; v <= this.reach * m + 1e-12; v += run) c.fillText(tick(v), this.x(v / m), bottom + 7);
    c.textAlign = "right";
    c.fillText(texts.axis_distance, right, bottom + 7 + 14 * theme.size);
    c.textAlign = "left";
    c.textBaseline = "middle";
    c.fillText(texts.axis_loss, left + 4, above - 8);
    c.strokeStyle = theme.text;
    c.setLineDash([1, 4]);
    c.lineCap = "round";
    c.lineWidth = 1.6;
    c.beginPath();
    c.moveTo(this.x(1), above);
    c.lineTo(this.x(1), bottom);
    c.stroke();
    c.setLineDash([]);
    c.lineCap = "butt";
    c.fillStyle = theme.text;
    c.font = `600 ${13 * theme.size}px ${theme.font}`;
    c.fillText("m", this.x(1) + 5, above + 8);
  }

  /**
   * @param {CanvasRenderingContext2D} c
   * @param {import("../state/losstable.js").LossTable} losses
   * @param {number} similar 1 or 0
   */
  drawCurve(c, losses, similar) {
    const { texts } = this.state;
    const { theme } = this.picture;
    const { reach, top, box } = this;
    c.strokeStyle = c.fillStyle = similar ? theme.spring : theme.force;
    c.lineWidth = 2;
    c.setLineDash(similar ? [6, 4] : []);
    strokeLoss(c, losses, similar, 1, { reach, top, x: (d) => this.x(d), y: (loss) => this.y(loss) });
    c.setLineDash([]);
    c.font = `${12 * theme.size}px ${theme.font}`;
    c.textBaseline = "middle";
    c.textAlign = "right";
    if (similar) c.fillText(texts.curve_similar, box.right, this.y(0.42 * top));
    else c.fillText(texts.curve_dissimilar, box.right, this.y(0) - 16 * theme.size);
  }

  /** @param {CanvasRenderingContext2D} c */
  drawDots(c) {
    const { springs, hoverSpring, selected } = this.state;
    const { theme } = this.picture;
    if (!springs) return;
    const crowded = springs.total > 80;
    const mine = new Set(selected !== null && selected < springs.n ? springs.of(selected) : []);
    c.lineWidth = 1.5;
    for (let k = 0; k < springs.total; k++) {
      if (k === hoverSpring) continue;
      const dot = this.dot(k);
      c.globalAlpha = !crowded || mine.has(k) ? 1 : 0.45;
      this.drawDot(c, dot, springs.similar(k) === 1, crowded && !mine.has(k) ? 3 : 5);
      this.noteBeyond(dot, 1);
    }
    c.globalAlpha = 1;
    if (hoverSpring !== null && hoverSpring < springs.total) {
      const dot = this.dot(hoverSpring);
      c.beginPath();
      c.arc(dot.x, dot.y, 10, 0, 2 * Math.PI);
      c.strokeStyle = theme.force;
      c.lineWidth = 2.5;
      c.stroke();
      c.lineWidth = 1.5;
      this.drawDot(c, dot, springs.similar(hoverSpring) === 1, 6);
      this.noteBeyond(dot, 1);
    }
  }

  /**
   * @param {Dot} dot
   * @param {number} count of springs there
   */
  noteBeyond({ d, beyond }, count) {
    if (!beyond.some(Boolean)) return;
    this.out.count += count;
    this.out.farthest = Math.max(this.out.farthest, d);
  }

  /**
   * A disc on the curve or, where that goes beyond the axes, a triangle at their edge that points there.
   * @param {CanvasRenderingContext2D} c
   * @param {Dot} dot
   * @param {boolean} similar
   * @param {number} radius
   */
  drawDot(c, { x, y, beyond: [right, up] }, similar, radius) {
    const { theme } = this.picture;
    c.beginPath();
    if (right || up) {
      const size = radius + 2;
      const turn = Math.atan2(-up, right);
      for (const corner of [0, 1, 2]) {
        const angle = turn + (corner * 2 * Math.PI) / 3;
        c.lineTo(x + size * Math.cos(angle), y + size * Math.sin(angle));
      }
      c.closePath();
    } else c.arc(x, y, radius, 0, 2 * Math.PI);
    c.fillStyle = similar ? theme.text : theme.background;
    c.strokeStyle = theme.text;
    c.fill();
    c.stroke();
  }

  /**
   * @param {CanvasRenderingContext2D} c
   * @param {import("../state/springset.js").SpringSet} springs
   * @param {import("../state/losstable.js").LossTable} losses
   */
  drawDensity(c, springs, losses) {
    this.count(springs);
    c.lineWidth = 1.2;
    for (const kind of [0, 1]) {
      for (let b = 0; b <= BINS; b++) {
        const count = this.counts[kind][b] * this.rate;
        if (!count) continue;
        const d = b < BINS ? ((b + 0.5) / BINS) * this.reach : (this.farthest[kind] / BINS) * this.reach;
        const loss = losses.loss(kind, d);
        const dot = { x: this.x(d), y: this.y(loss), d, beyond: this.beyond(d, loss) };
        c.globalAlpha = 0.8;
        this.drawDot(c, dot, kind === 1, 1.2 + 11 * Math.sqrt(count / springs.total));
        this.noteBeyond(dot, count);
      }
    }
    c.globalAlpha = 1;
  }

  /**
   * Count springs by their length: of very many a sample while they move, and all once they stand still.
   * @param {import("../state/springset.js").SpringSet} springs
   */
  count(springs) {
    const { state, picture } = this;
    const { shown } = picture;
    const now = `${picture.moment()}/${this.reach}`;
    const still = this.counted === now;
    if (still && (this.rate === 1 || picture.moves)) return;
    const unit = BINS / (state.margin * this.reach);
    const counts = (this.counts = [new Uint32Array(BINS + 1), new Uint32Array(BINS + 1)]); // the last: beyond the axis
    const farthest = (this.farthest = [0, 0]);
    const see = (/** @type {number} */ i, /** @type {number} */ j, /** @type {number} */ similar) => {
      const dx = shown[2 * i] - shown[2 * j];
      const dy = shown[2 * i + 1] - shown[2 * j + 1];
      const bin = Math.sqrt(dx * dx + dy * dy) * unit;
      counts[similar][Math.min(Math.floor(bin), BINS)]++;
      if (bin >= BINS && bin > farthest[similar]) farthest[similar] = bin;
    };
    this.counted = now;
    this.rate = still ? 1 : Math.max(1, Math.ceil(springs.total / COUNTED));
    if (still) {
      for (let from = 0; from < springs.total;) {
        const { i, j, similar, count } = springs.block(from);
        for (let k = 0; k < count; k++) see(i[k], j[k], similar[k]);
        from += count;
      }
      return;
    }
    for (const kind of /** @type {const} */ ([0, 1])) {
      const { pairs, size, total } = springs.sample(kind);
      const count = Math.min(Math.ceil(total / this.rate), size);
      for (let k = 0; k < count; k++) see(pairs[2 * k], pairs[2 * k + 1], kind);
    }
    if (this.rate > 1 && !picture.moves) picture.redraw();
  }
}

/**
 * A round number at least as large as x: 1, 2 or 5 times a power of ten.
 * @param {number} x
 */
function nice(x) {
  const power = 10 ** Math.floor(Math.log10(x));
  return (x <= power ? 1 : x <= 2 * power ? 2 : x <= 5 * power ? 5 : 10) * power;
}

/** @param {number} v */
function tick(v) {
  return v === 0 ? "0" : String(Number(v.toPrecision(3)));
}
