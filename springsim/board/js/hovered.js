// The two loss curves at the margin under the pointer in the charts of a sweep; at the chosen margin, when there is none.
// A click on the charts chooses a margin and, in the chart of equilibria, the nearest of them.

import { onRatio } from "./draw/canvases.js";
import { strokeLoss } from "./draw/loss_curves.js";
import { LossTable } from "./state/losstable.js";

/**
 * What Python sent.
 * @typedef {object} Curves
 * @property {string} chart class of the element round the charts
 * @property {number} chosen margin
 * @property {number} most highest margin
 * @property {boolean} units whether lengths are in margins
 * @property {number} end of the table, in margins
 * @property {number} degree of the losses in the margin
 * @property {number[][]} table partial losses at margin 1, dissimilar and similar, by distance from 0 to the end
 * @property {Record<"light" | "dark", string>} spring
 * @property {Record<"light" | "dark", string>} force
 * @property {Record<string, string>} words
 * @property {string} language
 * @property {boolean} dark whether the charts and pictures beside it are
 */

/**
 * A point of the charts, as Plotly tells of it.
 * @typedef {{x: number, customdata: any, fullData: any, yaxis: any}} Place
 */

const HEIGHT = 170;
const REACH = 1.3; // of the distance axis, in highest margins
const ABOVE = 1.12; // of the loss axis, in losses of a dissimilar pair in one place

/** @type {WeakMap<Element, Hovered>} */
const shown = new WeakMap();

/**
 * Streamlit's entry: called at the first mount, at every answer and at every change of theme.
 * @param {object} component
 * @param {HTMLElement | ShadowRoot} component.parentElement
 * @param {Curves} component.data
 * @param {(name: string, value: any) => void} component.setTriggerValue
 */
export default function hovered({ parentElement, data, setTriggerValue }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector(".hovered"));
  const here = shown.get(root) ?? new Hovered(root);
  shown.set(root, here);
  here.choose = (chosen) => setTriggerValue("chosen", chosen);
  here.repaint = (dark) => setTriggerValue("dark", dark);
  here.show(data);
  return () => {
    if (!root.isConnected) here.leave();
  };
}

/** The drawing, and what listens to the charts. */
class Hovered {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("role", "img");
    root.replaceChildren(this.canvas);
    /** @type {Curves | null} */
    this.data = null;
    /** @type {number | null} */
    this.pointed = null;
    /** @type {(chosen: [number, number]) => void} */
    this.choose = () => {};
    /** Asks for charts and pictures in another theme. @type {(dark: boolean) => void} */
    this.repaint = () => {};
    this.dark = false; // whether the page is
    /** @param {{points: Place[]}} event */
    this.point = (event) => this.at(event.points[0].x);
    this.unpoint = () => this.at(null);
    /** @param {{points: Place[], event: MouseEvent}} event */
    this.click = ({ points, event }) => this.choose(chosenAt(points, event));
    /** @param {Event} event */
    this.enter = (event) => this.listen(event);
    document.addEventListener("pointerover", this.enter);
    this.resizes = new ResizeObserver(() => this.draw());
    this.resizes.observe(root);
    this.end = onRatio(() => this.draw());
  }

  leave() {
    document.removeEventListener("pointerover", this.enter);
    this.resizes.disconnect();
    this.end();
  }

  /** @param {Curves} data */
  show(data) {
    this.data = data;
    this.root.lang = data.language;
    this.draw();
    const { dark } = look(this.root);
    if (dark !== this.dark && dark !== data.dark) this.repaint(dark);
    this.dark = dark;
  }

  /**
   * Listen to the charts that the pointer enters; they may have been replaced since.
   * @param {Event} event
   */
  listen(event) {
    const inside = event.target instanceof Element && this.data ? event.target.closest(`.${this.data.chart}`) : null;
    const charts = /** @type {any} */ (inside?.querySelector(".js-plotly-plot"));
    if (!charts?.on) return;
    for (const [name, hear] of Object.entries({
      plotly_hover: this.point,
      plotly_unhover: this.unpoint,
      plotly_click: this.click,
    })) {
      charts.removeListener(name, hear);
      charts.on(name, hear);
    }
  }

  /** @param {number | null} margin */
  at(margin) {
    if (margin === this.pointed) return;
    this.pointed = margin;
    this.draw();
  }

  draw() {
    const { data, canvas, root } = this;
    const width = root.clientWidth;
    const c = canvas.getContext("2d");
    if (!data || !width || !c) return;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(HEIGHT * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${HEIGHT}px`;
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    const margin = this.pointed ?? data.chosen;
    root.dataset.margin = String(margin);
    const said = (this.pointed === null ? data.words.chosen : data.words.pointed).replace("{margin}", digits(margin));
    canvas.setAttribute("aria-label", said);
    drawCurves(c, data, margin, said, look(root), width);
  }
}

/**
 * Return what was clicked: the index of a margin and, in the chart of equilibria, that of the seed of the nearest; else −1.
 * @param {Place[]} points at the margin, in all charts
 * @param {MouseEvent} event
 * @returns {[number, number]}
 */
function chosenAt(points, event) {
  const { customdata } = points[0];
  let chosen = /** @type {[number, number]} */ ([typeof customdata === "number" ? customdata : customdata[0], -1]);
  const top = /** @type {Element} */ (event.target).closest("svg")?.getBoundingClientRect().top;
  let nearest = Infinity;
  for (const { fullData, yaxis, x } of points) {
    const y = event.clientY - (top ?? NaN) - yaxis._offset;
    if (!String(fullData.meta).startsWith("kind ") || !(y > 0 && y < yaxis._length)) continue;
    for (let k = 0; k < fullData.x.length; k++) {
      const away = Math.abs(yaxis.d2p(fullData.y[k]) - y);
      if (fullData.x[k] !== x || away >= nearest) continue;
      nearest = away;
      chosen = [fullData.customdata[k][0], fullData.customdata[k][1]];
    }
  }
  return chosen;
}

/** @param {HTMLElement} root */
function look(root) {
  const style = getComputedStyle(root);
  const of = (/** @type {string} */ name, /** @type {string} */ fallback) => style.getPropertyValue(name).trim() || fallback;
  const text = of("--st-text-color", "#31333f");
  const dark = /^#[c-f]/i.test(text) || /^rgb\(2\d\d/.test(text);
  return { text, dark, line: of("--st-border-color", "#ccc"), font: of("--st-font", "sans-serif") };
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {Curves} data
 * @param {number} margin
 * @param {string} said
 * @param {{text: string, dark: boolean, line: string, font: string}} theme
 * @param {number} width
 */
function drawCurves(c, data, margin, said, theme, width) {
  const unit = data.units ? 1 : data.most; // what the axes are scaled to
  const m = data.units ? 1 : margin;
  const box = { left: 14, right: width - 12, top: 30, bottom: HEIGHT - 40 };
  const losses = new LossTable(data.table, data.end, data.degree);
  const highest = ABOVE * losses.scale(unit) * losses.loss(0, 0);
  const x = (/** @type {number} */ d) => box.left + (d / (REACH * unit)) * (box.right - box.left);
  const y = (/** @type {number} */ loss) => box.bottom - (loss / highest) * (box.bottom - box.top);
  const tone = theme.dark ? "dark" : "light";
  c.clearRect(0, 0, width, HEIGHT);
  c.font = `13px ${theme.font}`;
  c.fillStyle = theme.text;
  c.textBaseline = "alphabetic";
  c.textAlign = "left";
  c.fillText(said, box.left, 16, width - 26);
  c.strokeStyle = theme.line;
  c.lineWidth = 1;
  c.beginPath();
  c.moveTo(box.left, box.top);
  c.lineTo(box.left, box.bottom);
  c.lineTo(box.right, box.bottom);
  c.stroke();
  const axes = { reach: REACH * unit, top: highest, x, y };
  for (const similar of [1, 0]) {
    c.strokeStyle = (similar ? data.spring : data.force)[tone];
    c.lineWidth = 2.5;
    c.setLineDash(similar ? [7, 4] : []);
    strokeLoss(c, losses, similar, similar ? unit : m, axes); // that of a similar pair is the same at any margin
  }
  c.setLineDash([]);
  c.lineWidth = 1;
  c.strokeStyle = theme.text;
  c.beginPath();
  c.moveTo(x(m), box.bottom - 4);
  c.lineTo(x(m), box.bottom + 4);
  c.stroke();
  c.textAlign = "center";
  c.fillText("m", Math.max(x(m), box.left + 6), box.bottom + 17);
  c.textAlign = "right";
  const { distance, distance_units: inMargins } = data.words;
  c.fillText(data.units ? inMargins : distance, box.right, box.bottom + 33);
  legend(c, data, tone, theme.text, box.left, box.bottom + 33);
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {Curves} data
 * @param {"light" | "dark"} tone
 * @param {string} ink
 * @param {number} left
 * @param {number} y
 */
function legend(c, data, tone, ink, left, y) {
  let x = left;
  c.textAlign = "left";
  for (const [name, colour, dashes] of /** @type {[string, string, number[]][]} */ ([
    [data.words.similar, data.spring[tone], [7, 4]],
    [data.words.dissimilar, data.force[tone], []],
  ])) {
    c.strokeStyle = colour;
    c.lineWidth = 2.5;
    c.setLineDash(dashes);
    c.beginPath();
    c.moveTo(x, y - 4);
    c.lineTo(x + 24, y - 4);
    c.stroke();
    c.setLineDash([]);
    c.fillStyle = ink;
    c.fillText(name, x + 29, y);
    x += 29 + c.measureText(name).width + 14;
  }
}

/** @param {number} x */
function digits(x) {
  return Number(x.toPrecision(4)).toString();
}
