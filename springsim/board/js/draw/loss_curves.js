// Figure 1 of the paper for this margin, with one dot a spring.

const DOTS = 500; // springs that are shown as dots; more are shown as density
const BINS = 56;
const COUNTED = 60_000; // springs that are counted in one picture while they move
const MEASURED = 20_000; // springs of either kind that the distance axis is fitted to

/** The loss curves: a map from (distance, loss) to the screen, the drawing, and what is under the pointer. */
export class Curves {
  /** @param {import("../board.js").SpringBoard} board */
  constructor(board) {
    this.board = board;
    this.width = 1;
    this.height = 1;
    this.reach = 2; // of the distance axis, in margins
    this.counted = ""; // what was counted
    this.rate = 1; // one in so many springs was
    this.counts = [new Uint32Array(BINS), new Uint32Array(BINS)];
  }

  /** Fit the distance axis to a trajectory, in whole margins, so that it seldom changes. */
  fit() {
    const { run, springs } = this.board;
    if (!run || !springs) return;
    let farthest = 0;
    for (const { pairs, size } of [springs.sample(0), springs.sample(1)]) {
      for (const frame of [0, run.frames - 1]) {
        for (let k = 0; k < Math.min(size, MEASURED); k++) {
          const i = (frame * run.n + pairs[2 * k]) * 2;
          const j = (frame * run.n + pairs[2 * k + 1]) * 2;
          farthest = Math.max(
            farthest,
            Math.hypot(run.positions[i] - run.positions[j], run.positions[i + 1] - run.positions[j + 1]),
          );
        }
      }
    }
    this.reach = Math.min(Math.max(2, Math.ceil((farthest / run.margin) * 1.02)), 4);
  }

  get box() {
    const { size } = this.board.picture.theme;
    return { left: 28 + 12 * size, right: this.width - 12, top: 14, bottom: this.height - 34 * size };
  }

  /** Highest loss on the axis, in squared margins. */
  get top() {
    return this.reach <= 2 ? 1.5 : 2;
  }

  /** @param {number} d in margins */
  x(d) {
    const { left, right } = this.box;
    return left + (Math.min(d, this.reach) / this.reach) * (right - left);
  }

  /** @param {number} loss in squared margins */
  y(loss) {
    const { top, bottom } = this.box;
    return bottom - (Math.min(loss, this.top) / this.top) * (bottom - top);
  }

  /**
   * Read a partial loss off the table that Python sent.
   * @param {boolean} similar
   * @param {number} d in margins
   */
  loss(similar, d) {
    const { curves, choices } = this.board;
    const count = curves.length / 2;
    const at = Math.min((d / choices.curveEnd) * (count - 1), count - 1.001);
    const k = Math.floor(at);
    const row = similar ? 0 : count;
    return curves[row + k] + (at - k) * (curves[row + k + 1] - curves[row + k]);
  }

  /**
   * Where the dot of a spring is.
   * @param {number} k
   */
  dot(k) {
    const springs = /** @type {import("../state/springset.js").SpringSet} */ (this.board.springs);
    const [i, j] = springs.ends(k).map((point) => 2 * point);
    const { shown } = this.board.picture;
    const d = Math.hypot(shown[i] - shown[j], shown[i + 1] - shown[j + 1]) / this.board.picture.marginShown();
    return { x: this.x(d), y: this.y(this.loss(springs.similar(k) === 1, d)), d };
  }

  /**
   * The spring whose dot is nearest to a place, if near enough.
   * @param {number} x
   * @param {number} y
   * @returns {number | null}
   */
  under(x, y) {
    const { springs } = this.board;
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
    const { board } = this;
    c.clearRect(0, 0, this.width, this.height);
    if (!board.run || !board.curves.length) return;
    this.drawAxes(c);
    this.drawCurve(c, true);
    this.drawCurve(c, false);
    if (board.springs && board.springs.total > DOTS) this.drawDensity(c, board.springs);
    else {
      this.rate = 1;
      this.drawDots(c);
    }
  }

  /** @param {CanvasRenderingContext2D} c */
  drawAxes(c) {
    const { texts } = this.board;
    const { theme } = this.board.picture;
    const m = this.board.picture.marginShown();
    const { left, right, top, bottom } = this.box;
    c.font = `${12 * theme.size}px ${theme.font}`;
    c.lineWidth = 1;
    c.strokeStyle = theme.line;
    c.fillStyle = theme.muted;
    c.textBaseline = "middle";
    c.textAlign = "right";
    const rise = nice((this.top * m * m) / 3);
    for (let v = 0; v <= this.top * m * m + 1e-12; v += rise) {
      const y = Math.round(this.y(v / (m * m))) + 0.5;
      c.beginPath();
      c.moveTo(left, y);
      c.lineTo(right, y);
      c.stroke();
      c.fillText(tick(v), left - 6, y);
    }
    c.textAlign = "center";
    c.textBaseline = "top";
    const run = nice((this.reach * m) / 4);
    for (let v = 0; v <= this.reach * m + 1e-12; v += run) c.fillText(tick(v), this.x(v / m), bottom + 5);
    c.textAlign = "right";
    c.fillText(texts.axis_distance, right, bottom + 5 + 14 * theme.size);
    c.textAlign = "left";
    c.textBaseline = "middle";
    c.fillText(texts.axis_loss, left + 4, top - 4);
    c.strokeStyle = theme.text;
    c.setLineDash([1, 4]);
    c.lineCap = "round";
    c.lineWidth = 1.6;
    c.beginPath();
    c.moveTo(this.x(1), top);
    c.lineTo(this.x(1), bottom);
    c.stroke();
    c.setLineDash([]);
    c.lineCap = "butt";
    c.fillStyle = theme.text;
    c.font = `600 ${13 * theme.size}px ${theme.font}`;
    c.fillText("m", this.x(1) + 5, top + 8);
  }

  /**
   * @param {CanvasRenderingContext2D} c
   * @param {boolean} similar
   */
  drawCurve(c, similar) {
    const { texts } = this.board;
    const { theme } = this.board.picture;
    c.strokeStyle = similar ? theme.spring : theme.force;
    c.lineWidth = 2;
    c.setLineDash(similar ? [6, 4] : []);
    c.beginPath();
    for (let k = 0; k <= 120; k++) {
      const d = (k / 120) * this.reach;
      const loss = this.loss(similar, d);
      if (loss > this.top) {
        const edge = Math.sqrt(2 * this.top); // where the dashed parabola leaves the picture
        c.lineTo(this.x(edge), this.y(this.top));
        break;
      }
      if (k) c.lineTo(this.x(d), this.y(loss));
      else c.moveTo(this.x(d), this.y(loss));
    }
    c.stroke();
    c.setLineDash([]);
    c.fillStyle = c.strokeStyle;
    c.font = `${12 * theme.size}px ${theme.font}`;
    c.textBaseline = "middle";
    if (similar) {
      c.textAlign = "right";
      c.fillText(texts.curve_similar, this.box.right, this.y(0.42 * this.top));
    } else {
      c.textAlign = "right";
      c.fillText(texts.curve_dissimilar, this.box.right, this.y(0) - 16 * theme.size);
    }
  }

  /** @param {CanvasRenderingContext2D} c */
  drawDots(c) {
    const { springs, hoverSpring, selected } = this.board;
    const { theme } = this.board.picture;
    if (!springs) return;
    const many = springs.total > 80;
    const mine = new Set(selected !== null && selected < springs.n ? springs.of(selected) : []);
    c.lineWidth = 1.5;
    for (let k = 0; k < springs.total; k++) {
      if (k === hoverSpring) continue;
      const { x, y } = this.dot(k);
      c.globalAlpha = !many || mine.has(k) ? 1 : 0.45;
      this.drawDot(c, x, y, springs.similar(k) === 1, many && !mine.has(k) ? 3 : 5, theme);
    }
    c.globalAlpha = 1;
    if (hoverSpring !== null && hoverSpring < springs.total) {
      const { x, y } = this.dot(hoverSpring);
      c.beginPath();
      c.arc(x, y, 10, 0, 2 * Math.PI);
      c.strokeStyle = theme.force;
      c.lineWidth = 2.5;
      c.stroke();
      c.lineWidth = 1.5;
      this.drawDot(c, x, y, springs.similar(hoverSpring) === 1, 6, theme);
    }
  }

  /**
   * @param {CanvasRenderingContext2D} c
   * @param {number} x
   * @param {number} y
   * @param {boolean} similar
   * @param {number} radius
   * @param {import("../types.js").Theme} theme
   */
  drawDot(c, x, y, similar, radius, theme) {
    c.beginPath();
    c.arc(x, y, radius, 0, 2 * Math.PI);
    c.fillStyle = similar ? theme.text : theme.background;
    c.strokeStyle = theme.text;
    c.fill();
    c.stroke();
  }

  /**
   * @param {CanvasRenderingContext2D} c
   * @param {import("../state/springset.js").SpringSet} springs
   */
  drawDensity(c, springs) {
    const { theme } = this.board.picture;
    this.count(springs);
    c.lineWidth = 1.2;
    for (const kind of [0, 1]) {
      for (let b = 0; b < BINS; b++) {
        if (!this.counts[kind][b]) continue;
        const d = ((b + 0.5) / BINS) * this.reach;
        const radius = 1.2 + 11 * Math.sqrt((this.counts[kind][b] * this.rate) / springs.total);
        c.globalAlpha = 0.8;
        this.drawDot(c, this.x(d), this.y(this.loss(kind === 1, d)), kind === 1, radius, theme);
      }
    }
    c.globalAlpha = 1;
  }

  /**
   * Count springs by their length: of very many a sample while they move, and all once they stand still.
   * @param {import("../state/springset.js").SpringSet} springs
   */
  count(springs) {
    const { board } = this;
    const { shown } = board.picture;
    const now = `${board.picture.moment()}/${this.reach}`;
    const still = this.counted === now;
    if (still && (this.rate === 1 || board.moves)) return;
    const unit = BINS / (board.picture.marginShown() * this.reach);
    const counts = (this.counts = [new Uint32Array(BINS), new Uint32Array(BINS)]);
    const see = (/** @type {number} */ i, /** @type {number} */ j, /** @type {number} */ similar) => {
      const dx = shown[2 * i] - shown[2 * j];
      const dy = shown[2 * i + 1] - shown[2 * j + 1];
      counts[similar][Math.min(Math.floor(Math.sqrt(dx * dx + dy * dy) * unit), BINS - 1)]++;
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
    if (this.rate > 1 && !board.moves) board.redraw();
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
