// The picture: what is where on the screen at this moment, and how it looks.

import { Dense } from "./dense.js";
import { outline } from "./glyphs.js";
import { Stamps } from "./stamps.js";
import { Camera } from "../state/camera.js";
import { LOOK } from "../state/look.js";
import { forcesColours, pointsByFinger, wantsContrast } from "../state/preferences.js";

const FINGER = 12; // pixels between points that a finger hits apart
const SIGN = 26; // pixels across, of the sign of a class where it is largest
const ROWS = 2 ** 26; // of cells of that size, more than there can be

/** Puts each moment together from two frames, and knows the theme. */
export class Picture {
  /**
   * @param {import("../state/state.js").State} state
   * @param {import("../state/player.js").Player} player
   * @param {() => void} redraw
   */
  constructor(state, player, redraw) {
    this.state = state;
    this.player = player;
    this.redraw = redraw;
    this.camera = new Camera();
    this.dense = new Dense();
    this.stamps = new Stamps();
    this.pushers = { moment: "", pairs: /** @type {number[]} */ ([]) };
    /** @type {import("../types.js").Theme} */
    this.theme = {
      dark: false,
      text: "#000",
      muted: "#666",
      background: "#fff",
      line: "#eee",
      spring: "#d00",
      force: "#00f",
      font: "sans-serif",
      size: 1,
    };
    this.ratio = 1; // pixels of the device a pixel
    this.arrows = 0.5; // length of an arrow, in units of the force
    this.handle = { of: -1, serial: -1, angle: 0 }; // of the margin circle: round which point, in which run, and where
    this.shown = new Float32Array(0); // positions
    this.force = new Float32Array(0);
  }

  /**
   * Take the colours and the font of the page, and tell its style sheet those of springs and forces.
   * @param {HTMLElement} root
   * @returns {boolean} whether any is another than before
   */
  readTheme(root) {
    const style = getComputedStyle(root);
    const read = (/** @type {string} */ name, /** @type {string} */ fallback) =>
      style.getPropertyValue(name).trim() || fallback;
    const system = forcesColours(); // drawings do not follow these by themselves
    const background = system ? "Canvas" : read("--st-background-color", "#ffffff");
    const dark = luminance(background) < 0.4;
    const tone = dark ? "dark" : "light";
    const text = system ? "CanvasText" : read("--st-text-color", LOOK.ink[tone]);
    const theme = {
      dark,
      background,
      text,
      muted: system || wantsContrast() ? text : LOOK.muted[tone],
      line: dark ? "rgba(255,255,255,0.07)" : "rgba(20,30,50,0.075)",
      spring: LOOK.spring[tone],
      force: LOOK.force[tone],
      font: read("--st-font", "sans-serif"),
      size: Number(read("--k", "1")) || 1,
    };
    if (JSON.stringify(theme) === JSON.stringify(this.theme)) return false;
    this.theme = theme;
    root.dataset.tone = tone;
    for (const name of /** @type {const} */ (["spring", "force", "muted"])) root.style.setProperty(`--${name}`, theme[name]);
    return true;
  }

  get view() {
    return this.camera.view;
  }

  /** Whether the picture is changing: time passes, the view moves, or something is being dragged. */
  get moves() {
    return this.player.playing || this.state.busy || this.camera.glide !== null;
  }

  /** How many points are out of view. */
  get outside() {
    return this.view.outside(this.shown);
  }

  /** The frame shown. */
  get frame() {
    return this.player.frame;
  }

  /** What the run is doing at the frame shown. */
  get phase() {
    return this.player.phase;
  }

  /**
   * A number of the frame shown, as Python computed it.
   * @param {number} column
   */
  number(column) {
    return this.player.number(this.player.frame, column);
  }

  /** Sizes, by how many points there are. */
  get sizes() {
    const { sizes } = LOOK.points;
    return sizes.find(({ points }) => this.state.n <= points) ?? sizes[sizes.length - 1];
  }

  /** Radius of points, in pixels. */
  get pointRadius() {
    const { alone, roomy, power, least } = LOOK.points;
    const { radius } = this.sizes;
    if (this.state.n <= alone) return radius;
    const room = Math.min(Math.min(this.view.width, this.view.height) / roomy, 1) ** power; // less on a phone
    return Math.max(radius * room, least);
  }

  /** How strongly lines and arrows are drawn, 1 unless there are very many points. */
  get crowd() {
    const { alone } = LOOK.points;
    return this.state.n <= alone ? 1 : Math.sqrt(alone / this.state.n);
  }

  /**
   * The dissimilar pairs that push, found among all and kept until anything moves.
   * @param {import("../state/springset.js").SpringSet} springs
   * @returns {number[]}
   */
  pushing(springs) {
    const moment = this.moment();
    if (this.pushers.moment === moment) return this.pushers.pairs;
    const { shown } = this;
    const reach = this.state.reach(0) ** 2;
    /** @type {number[]} */
    const pairs = [];
    for (let from = 0; from < springs.total;) {
      const { i, j, similar, count } = springs.block(from);
      for (let k = 0; k < count; k++) {
        const [dx, dy] = [shown[2 * i[k]] - shown[2 * j[k]], shown[2 * i[k] + 1] - shown[2 * j[k] + 1]];
        if (!similar[k] && dx * dx + dy * dy < reach) pairs.push(i[k], j[k]);
      }
      from += count;
    }
    this.pushers = { moment, pairs };
    return pairs;
  }

  /** What is shown, and where, as a word: another one whenever any point or the view has moved. */
  moment() {
    const { run, dragging, margin } = this.state;
    const held = dragging ? `${dragging.points.length} ${dragging.places[0]} ${dragging.places[1]}` : ""; // the others follow
    return `${run?.serial}/${this.player.time}/${held}/${margin}/${this.view.state}`;
  }

  /** @param {number} label */
  classColour(label) {
    const { colours } = LOOK;
    return colours[label % colours.length];
  }

  /** @param {number} label */
  classShape(label) {
    const { shapes } = LOOK;
    return shapes[(label + Math.floor(label / shapes.length)) % shapes.length].name;
  }

  /**
   * What a class is called: by its name, else by a letter or a number.
   * @param {number} label
   */
  className(label) {
    const name = this.state.run?.classes[label];
    if (name !== undefined) return name;
    return label < 26 ? String.fromCharCode(65 + label) : String(label + 1);
  }

  /**
   * How a point looks: seen from the selected one solid or hollow, or grey without a spring to it; otherwise by its class.
   * @param {number} i
   */
  look(i) {
    const { theme } = this;
    const { selected } = this.state;
    const run = /** @type {import("../types.js").Run} */ (this.state.run);
    const label = run.labels[i];
    const small = this.pointRadius < LOOK.points.small;
    const { outline: byClass, seen } = this.sizes;
    const line = (/** @type {number} */ width) => (small ? LOOK.points.thin : width);
    const edge = small ? theme.background : theme.text;
    if (selected === null) {
      return { shape: this.classShape(label), fill: this.classColour(label), stroke: edge, width: line(byClass) };
    }
    if (i === selected) return { shape: "circle", fill: theme.force, stroke: theme.text, width: byClass };
    const tie = this.state.springs && selected < this.state.springs.n ? this.state.springs.ties(selected)[i] : 0;
    const width = line(seen);
    if (!tie) return { shape: "circle", fill: theme.muted, stroke: theme.muted, width };
    return { shape: "circle", fill: tie & 1 ? theme.text : theme.background, stroke: theme.text, width };
  }

  /**
   * Paint the sign of a class, sharp on this screen.
   * @param {HTMLCanvasElement} canvas
   * @param {number} label
   */
  paintClass(canvas, label) {
    const across = Math.ceil(SIGN * this.ratio);
    Object.assign(canvas, { width: across, height: across });
    const c = canvas.getContext("2d");
    if (!c) return;
    c.scale(across / 40, across / 40);
    c.beginPath();
    outline(c, this.classShape(label), 20, this.classShape(label) === "triangle" ? 22 : 20, 12);
    c.fillStyle = this.classColour(label);
    c.strokeStyle = this.theme.text;
    c.lineWidth = 3;
    c.fill();
    c.stroke();
  }

  /**
   * Where a point is on the screen.
   * @param {number} i
   */
  place(i) {
    return this.view.toScreen(this.shown[2 * i], this.shown[2 * i + 1]);
  }

  /**
   * The point at a place of the screen; of several the selected one, which is drawn on top, then the nearest.
   * @param {number} x
   * @param {number} y
   * @param {number} slack
   * @returns {number | null}
   */
  pointAt(x, y, slack) {
    const { n, selected, selection } = this.state;
    const away = (/** @type {number} */ i) => {
      const at = this.place(i);
      return Math.hypot(at.x - x, at.y - y);
    };
    if (selected !== null && selected < n && away(selected) <= this.pointRadius) return selected;
    let [best, distance] = [/** @type {number | null} */ (null), this.pointRadius + slack];
    for (let i = 0; i < n; i++) {
      const far = away(i) - (selection.has(i) ? 0.5 : 0);
      if (far < distance) [best, distance] = [i, far];
    }
    return best;
  }

  /**
   * The points that lie so near to one that they cannot be told from it by pointing, and that one, by number.
   * @param {number} i
   * @returns {number[]}
   */
  stack(i) {
    const { x, y } = this.place(i);
    const reach = Math.max(this.pointRadius, pointsByFinger() ? FINGER : 0) ** 2;
    const near = (/** @type {number} */ j) => {
      const at = this.place(j);
      return (at.x - x) ** 2 + (at.y - y) ** 2 < reach;
    };
    return Array.from({ length: this.state.n }, (_, j) => j).filter(near);
  }

  /** Points that show as one, front ones last. */
  groups() {
    const { n, selection } = this.state;
    const { together } = LOOK.points;
    const rank = (/** @type {number} */ i) => (i === selection.first ? 2 : Number(selection.others.has(i)));
    /** @type {{front: number, count: number, x: number, y: number}[]} */
    const groups = [];
    /** @type {Map<number, number[]>} */
    const cells = new Map();
    for (let i = 0; i < n; i++) {
      const { x, y } = this.place(i);
      const [cx, cy] = [Math.floor(x / together), Math.floor(y / together)];
      let mine = null;
      for (let a = -1; a <= 1 && mine === null; a++) {
        for (let b = -1; b <= 1 && mine === null; b++) {
          for (const g of cells.get((cx + a) * ROWS + cy + b) ?? []) {
            if ((groups[g].x - x) ** 2 + (groups[g].y - y) ** 2 < together ** 2) mine = g;
          }
        }
      }
      if (mine === null) {
        mine = groups.push({ front: i, count: 0, x, y }) - 1;
        const here = cells.get(cx * ROWS + cy);
        if (here) here.push(mine);
        else cells.set(cx * ROWS + cy, [mine]);
      }
      groups[mine].count++;
      if (rank(i) > rank(groups[mine].front)) groups[mine].front = i;
    }
    return groups.sort((a, b) => rank(a.front) - rank(b.front));
  }

  /** Put the picture of this moment together from the two frames around it. */
  compose() {
    const { player } = this;
    const { run } = this.state;
    if (!run) return;
    const size = 2 * run.n;
    if (this.shown.length !== size) {
      this.shown = new Float32Array(size);
      this.force = new Float32Array(size);
    }
    const k = player.frame;
    const share = player.share;
    const [a, b] = [k * size, Math.min(k + 1, run.frames - 1) * size];
    if (run.smooth && share > 0) this.between(run, k, share);
    else {
      for (let p = 0; p < size; p++) {
        this.shown[p] = run.positions[a + p] + share * (run.positions[b + p] - run.positions[a + p]);
      }
    }
    for (let p = 0; p < size; p++) {
      this.force[p] = run.forces[a + p] + share * (run.forces[b + p] - run.forces[a + p]);
    }
    const { dragging } = this.state;
    dragging?.points.forEach((i, at) => {
      if (i < run.n) this.shown.set(dragging.places.slice(2 * at, 2 * at + 2), 2 * i);
    });
  }

  /**
   * Round the way between two frames that may be far apart, so that speeds do not leap: by cubics that go through every frame,
   * and in neither coordinate beyond the two around (Fritsch and Butland, 1984).
   * @param {import("../types.js").Run} run
   * @param {number} k frame
   * @param {number} share of the way to the next
   */
  between({ positions, frames, n }, k, share) {
    const { times } = this.player;
    const size = 2 * n;
    const h = times[k + 1] - times[k];
    const before = k > 0 ? times[k] - times[k - 1] : 0;
    const after = k + 2 < frames ? times[k + 2] - times[k + 1] : 0;
    const s = share;
    const [rise, into, out] = [s * s * (3 - 2 * s), s * (1 - s) * (1 - s) * h, s * s * (s - 1) * h];
    for (let p = 0, q = k * size; p < size; p++, q++) {
      const here = positions[q];
      const way = positions[q + size] - here;
      const speed = way / h;
      const first = before > 0 ? steady((here - positions[q - size]) / before, speed, before, h) : speed;
      const last = after > 0 ? steady(speed, (positions[q + 2 * size] - here - way) / after, h, after) : speed;
      this.shown[p] = here + rise * way + into * first + out * last;
    }
  }

  /**
   * Take a size.
   * @param {number} width
   * @param {number} height
   */
  resize(width, height) {
    this.camera.resize(width, height, this.state);
  }

  /**
   * Show all of the trajectory.
   * @param {boolean} smoothly
   */
  fit(smoothly = true) {
    if (this.state.run) this.camera.fit(this.state.run, this.state.selected, smoothly);
    this.redraw();
  }

  /** Follow what has left the view. */
  follow() {
    const { run, selected, show } = this.state;
    if (run) this.camera.follow(run, show.margin ? selected : null);
  }

  /**
   * Look at the part of the plane that was looked at before; what showed everything in a window of another size shows it again.
   * @param {{x: number, y: number, scale: number, width: number, height: number, follows: boolean}} look
   */
  recall({ x, y, scale, width, height, follows }) {
    const { camera, view } = this;
    this.fit(false);
    camera.automatic = follows;
    if (follows && (width !== Math.round(view.width) || height !== Math.round(view.height))) return;
    Object.assign(view, { x, y, scale: view.allowed(scale) });
  }

  /**
   * @param {number} factor
   */
  zoom(factor) {
    this.camera.take();
    this.view.zoom(factor);
    this.redraw();
  }

  /**
   * @param {number} dx pixels
   * @param {number} dy
   */
  pan(dx, dy) {
    this.camera.take();
    this.view.pan(dx, dy);
    this.redraw();
  }
}

/**
 * The speed at a frame between two moves: none where they go opposite ways, else a mean that neither of them overshoots with.
 * @param {number} a speed before
 * @param {number} b speed after
 * @param {number} before seconds
 * @param {number} after
 */
function steady(a, b, before, after) {
  if (a * b <= 0) return 0;
  const part = (before + 2 * after) / (3 * (before + after));
  return (a * b) / (part * b + (1 - part) * a);
}

/**
 * How light a colour is, 0 … 1.
 * @param {string} colour
 */
function luminance(colour) {
  const c = document.createElement("canvas").getContext("2d");
  if (!c) return 1;
  c.fillStyle = colour;
  c.fillRect(0, 0, 1, 1);
  const [r, g, b] = c.getImageData(0, 0, 1, 1).data;
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}
