// The board: one object that holds the state and wires the parts together. Streamlit calls the default export below.

import { Curves, drawTimeline } from "./curves.js";
import { arrowScale, drawBoard, springsShown } from "./draw.js";
import { fill } from "./dom.js";
import { outline } from "./glyphs.js";
import { pressed } from "./keys.js";
import { Panel } from "./panel.js";
import { Player } from "./player.js";
import { Pointer } from "./pointer.js";
import { View } from "./view.js";
import { CommandLog, decoded, runOf, springsOf } from "./wire.js";

const TOGETHER = 3; // pixels within which points show as one
const LIVE_DELAY_MAX = 0.15; // seconds of a live answer that may be skipped to make up for its travel
const KEY_GESTURE = 900; // ms within which key presses are one change

/** All of one board. */
export class SpringBoard {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    /** @type {any} */
    this.texts = null;
    /** @type {import("./types.js").Choices} */
    this.choices = /** @type {any} */ (null);
    this.language = "";
    this.curves = new Float32Array(0);
    /** @type {import("./types.js").Run | null} */
    this.run = null;
    /** @type {import("./types.js").Springs | null} */
    this.springs = null;
    /** @type {import("./types.js").Theme} */
    this.theme = { dark: false, text: "#000", muted: "#666", background: "#fff", line: "#eee", spring: "#d00", force: "#00f", font: "sans-serif" };
    this.view = new View();
    this.player = new Player();
    this.panel = new Panel(this);
    this.chart = new Curves(this);
    this.log = new CommandLog(() => ({
      seen: [this.run ? this.run.serial : -1, this.player.frame],
      texts: this.language,
      springs: this.springs ? this.springs.serial : -1,
    }));
    this.show = { springs: true, every: false, forces: true, margin: true, trails: false };
    this.tool = "move";
    this.nextClass = 0;
    /** @type {number | null} */
    this.selected = null;
    /** @type {number | null} */
    this.anchor = null;
    /** @type {number | null} */
    this.hoverPoint = null;
    /** @type {number | null} */
    this.hoverSpring = null;
    /** @type {import("./types.js").Point | null} */
    this.pointerAt = null;
    /** @type {{i: number, x: number, y: number, gesture: number, last: number} | null} */
    this.dragging = null;
    /** @type {{value: number, angle: number, gesture: number, last: number} | null} */
    this.marginDrag = null;
    /** @type {{name: string, last: number} | null} */
    this.slider = null;
    this.handle = { of: -1, angle: 0 }; // of the margin circle
    this.keyboard = false;
    this.keyGesture = { gesture: 0, what: "", until: 0 };
    this.arrows = 0.4;
    this.shown = new Float32Array(0); // positions in the picture
    this.force = new Float32Array(0);
    /** @type {{seq: number, act: () => void}[]} */
    this.afterwards = [];
    this.stale = true;
    this.lastTime = 0;
    this.loop = (/** @type {number} */ now) => this.frame(now);
    this.request = 0;
    this.resized = new ResizeObserver(() => this.measure());
  }

  // ── answers ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Take an answer of the server.
   * @param {Uint8Array} bytes
   */
  receive(bytes) {
    const { head, arrays } = decoded(bytes);
    this.readTheme();
    if (head.texts) this.learn(head, arrays);
    if (!this.texts) return;
    const fresh = !this.run || head.serial !== this.run.serial || head.epoch !== this.log.epoch;
    const waited = (performance.now() - this.log.waitingSince) / 1000;
    if (arrays.pairs) this.springs = springsOf(head, arrays);
    if (fresh) this.take(runOf(head, arrays), head, waited);
    this.log.answered(head);
    this.afterwards = this.afterwards.filter(({ seq, act }) => seq > head.ack || act());
    if (head.errors.length) this.panel.toast(head.errors);
    if (head.shared && head.shared.seq !== this.sharedSeq) {
      this.sharedSeq = head.shared.seq;
      if (head.shared.kind === "link") this.panel.offerLink(head.shared.text);
      else this.panel.offerFile(head.shared.text);
    }
    if (head.history?.query !== undefined) this.keepAddress(head.history.query);
    if (this.dragging && this.dragging.last && head.ack >= this.dragging.last) this.dragging = null;
    if (this.marginDrag && this.marginDrag.last && head.ack >= this.marginDrag.last) this.marginDrag = null;
    if (this.slider && this.slider.last && head.ack >= this.slider.last) this.slider = null;
    this.changed();
  }

  /**
   * Learn the words of a language, and what the controls offer.
   * @param {any} head
   * @param {Record<string, Uint8Array>} arrays
   */
  learn(head, arrays) {
    const first = !this.texts;
    this.texts = head.texts;
    this.choices = head.choices;
    this.readTheme();
    this.language = head.language;
    this.curves = new Float32Array(/** @type {ArrayBuffer} */ (arrays.curves.buffer), arrays.curves.byteOffset, 2 * head.arrays.curves[1][1]);
    this.panel.build();
    const { stage } = this.panel.at;
    this.pointer = new Pointer(this, stage);
    stage.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      this.usesKeyboard(true);
      if (pressed(this, event)) event.preventDefault();
    });
    stage.addEventListener("blur", () => this.usesKeyboard(false));
    if (first) {
      this.root.addEventListener("keydown", (event) => {
        const undo = (event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key);
        if (undo && !event.defaultPrevented && pressed(this, event)) event.preventDefault();
      });
    }
    const { curves } = this.panel.at;
    curves.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
      const box = curves.getBoundingClientRect();
      this.hoverSpring = this.chart.under(event.clientX - box.left, event.clientY - box.top);
      this.redraw();
    });
    curves.addEventListener("pointerleave", () => {
      this.hoverSpring = null;
      this.redraw();
    });
    this.resized.disconnect();
    for (const canvas of [this.panel.at.canvas, curves, this.panel.at.timeline]) this.resized.observe(canvas.parentElement);
    this.measure();
  }

  /**
   * Take another trajectory.
   * @param {import("./types.js").Run} run
   * @param {any} head
   * @param {number} waited seconds since the command was sent
   */
  take(run, head, waited) {
    const first = !this.run || head.epoch !== this.log.epoch;
    const longer = !first && this.run && this.run.origin === run.origin;
    const live = this.dragging !== null || this.marginDrag !== null || this.slider !== null;
    this.run = run;
    this.player.take(run, live ? Math.min(waited, LIVE_DELAY_MAX) * this.player.speed : 0);
    if (!longer && !live && head.cursor) this.player.seek(head.cursor);
    if (this.selected !== null && this.selected >= run.n) this.selected = null;
    if (this.anchor !== null && this.anchor >= run.n) this.anchor = null;
    this.hoverPoint = null;
    this.arrows = arrowScale(run, first ? 0.4 : this.arrows);
    if (this.springs && this.hoverSpring !== null && this.hoverSpring >= this.springs.similar.length) this.hoverSpring = null;
    if (first) {
      const preset = this.choices.presets.find((p) => p.id === run.preset);
      if (preset && preset.focus !== null && run.n > preset.focus) this.selected = preset.focus;
      this.view.fit(run);
    }
    if (!live) this.chart.fit();
  }

  /**
   * Keep the address of the page at what the board shows, so that a reload loses nothing.
   * @param {string} query
   */
  keepAddress(query) {
    const address = query ? `${location.pathname}?${query}` : location.pathname;
    if (`${location.pathname}${location.search}` !== address) history.replaceState(history.state, "", address);
  }

  // ── changes ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Ask for a change of the scene.
   * @param {string} op
   * @param {Record<string, any>} args
   * @param {boolean} fit whether to show all of what comes
   */
  change(op, args, fit = false) {
    const seq = this.log.push(op, args);
    if (fit) this.after(seq, () => this.fit());
    return seq;
  }

  /**
   * Do something once a command has been dealt with.
   * @param {number} seq
   * @param {() => void} act
   */
  after(seq, act) {
    this.afterwards.push({ seq, act });
  }

  /** @param {string} id */
  loadPreset(id) {
    const preset = this.choices.presets.find((p) => p.id === id);
    if (!preset) return;
    this.player.wanted = true;
    const seq = this.change("preset", { id, seed: this.seed() }, true);
    this.after(seq, () => this.select(preset.focus !== null && this.run && this.run.n > preset.focus ? preset.focus : null));
  }

  reset() {
    if (this.run && this.run.preset) this.loadPreset(this.run.preset);
  }

  seed() {
    const value = Math.round(Number(this.panel.at.seed.value));
    return value >= 0 && value <= 4294967295 ? value : 0;
  }

  /**
   * Put the points at random positions; a random preset is made anew.
   * @param {string | null} seed null for another one
   */
  scatter(seed) {
    if (!this.run) return;
    if (seed === null) this.panel.at.seed.value = String((this.seed() + 1) % 4294967296);
    const preset = this.choices.presets.find((p) => p.id === this.run?.preset);
    if (preset && preset.random) this.loadPreset(preset.id);
    else this.change("scatter", { seed: this.seed() }, true);
  }

  nudge() {
    this.player.wanted = true;
    this.change("nudge", { seed: this.seed() });
  }

  /**
   * Add a point of the current class at a place of the screen.
   * @param {number} x
   * @param {number} y
   */
  addAt(x, y) {
    const at = this.view.toPlane(x, y);
    const keyboard = this.keyboard;
    const seq = this.change("add", { x: rounded(at.x, this.view.scale), y: rounded(at.y, this.view.scale), label: this.nextClass });
    if (keyboard) this.after(seq, () => this.run && this.select(this.run.n - 1));
  }

  /** @param {number} i */
  startDrag(i) {
    const at = this.view.toPlane(this.place(i).x, this.place(i).y);
    if (this.selected !== i) this.select(i);
    this.dragging = { i, ...at, gesture: this.panel.newGesture(), last: 0 };
  }

  /**
   * @param {number} x pixels
   * @param {number} y
   */
  drag(x, y) {
    if (!this.dragging) return;
    const at = this.view.toPlane(x, y);
    this.dragging.x = clamped(rounded(at.x, this.view.scale));
    this.dragging.y = clamped(rounded(at.y, this.view.scale));
    this.sendDrag(true);
  }

  /** @param {boolean} live */
  sendDrag(live) {
    if (!this.dragging) return;
    const { i, x, y, gesture } = this.dragging;
    this.dragging.last = 0;
    const seq = this.log.push("move", { i, x, y, gesture, live });
    if (!live) this.dragging.last = seq;
  }

  endDrag() {
    this.sendDrag(false);
  }

  startMargin() {
    if (this.selected === null || !this.run) return;
    this.marginDrag = { value: this.run.margin, angle: 0, gesture: this.panel.newGesture(), last: 0 };
  }

  /** @param {import("./types.js").Point} at pixels */
  dragMargin(at) {
    if (!this.marginDrag || this.selected === null) return;
    const centre = this.place(this.selected);
    const radius = Math.hypot(at.x - centre.x, at.y - centre.y) / this.view.scale;
    const [low, high] = this.choices.margin;
    this.marginDrag.value = Math.round(Math.min(Math.max(radius, low), high) * 100) / 100;
    this.marginDrag.angle = Math.atan2(centre.y - at.y, at.x - centre.x);
    this.log.push("margin", { value: this.marginDrag.value, gesture: this.marginDrag.gesture, live: true });
    this.panel.update();
  }

  endMargin() {
    if (!this.marginDrag) return;
    this.marginDrag.last = this.log.push("margin", { value: this.marginDrag.value, gesture: this.marginDrag.gesture, live: false });
  }

  /**
   * Set a slider's quantity.
   * @param {"margin" | "step" | "momentum"} name
   * @param {number} value
   * @param {number} gesture
   * @param {boolean} live
   */
  tune(name, value, gesture, live) {
    const seq = this.log.push(name, { value, gesture, live });
    this.slider = { name, last: live ? 0 : seq };
    if (name === "margin") this.sliderMargin = value;
    this.changed();
  }

  /** @param {number} by margin */
  tuneBy(by) {
    if (!this.run) return;
    const [low, high] = this.choices.margin;
    const value = Math.round(Math.min(Math.max(this.run.margin + by, low), high) * 100) / 100;
    this.log.push("margin", { value, gesture: this.keyed("margin"), live: false });
  }

  /** @param {string} name */
  tuning(name) {
    return this.slider !== null && this.slider.name === name;
  }

  /**
   * The number of the gesture that key presses on the same thing belong to.
   * @param {string} what
   */
  keyed(what) {
    const now = performance.now();
    if (this.keyGesture.what !== what || now > this.keyGesture.until) this.keyGesture.gesture = this.panel.newGesture();
    Object.assign(this.keyGesture, { what, until: now + KEY_GESTURE });
    return this.keyGesture.gesture;
  }

  /**
   * Move the selected point, in margins.
   * @param {number} dx
   * @param {number} dy
   */
  nudgeSelected(dx, dy) {
    if (this.selected === null || !this.run) return;
    const i = this.selected;
    const [x, y] = [this.shown[2 * i] + dx * this.run.margin, this.shown[2 * i + 1] + dy * this.run.margin];
    this.log.push("move", { i, x: clamped(x), y: clamped(y), gesture: this.keyed(`move ${i}`), live: false });
  }

  deletePoint() {
    if (this.selected === null) return;
    const seq = this.change("delete", { i: this.selected });
    this.select(null);
    this.after(seq, () => this.select(null));
  }

  togglePin() {
    if (this.selected === null || !this.run) return;
    this.change("pin", { i: this.selected, on: !this.run.pinned.has(this.selected) });
  }

  /** @param {number} label */
  setClass(label) {
    if (this.selected !== null) this.change("label", { i: this.selected, label });
  }

  /** @param {number} label */
  setNextClass(label) {
    this.nextClass = label;
    this.changed();
  }

  /** @param {string} kind */
  setSprings(kind) {
    if (this.run && kind !== this.run.kind && kind !== "neighbours") this.change("springs", { kind });
  }

  /**
   * The spring or springs between two points.
   * @param {number} i
   * @param {number} j
   */
  between(i, j) {
    const found = { similar: false, dissimilar: false };
    for (const k of this.springs?.of[i] ?? []) {
      const { pairs, similar } = /** @type {import("./types.js").Springs} */ (this.springs);
      if (pairs[2 * k] + pairs[2 * k + 1] - i === j) found[similar[k] ? "similar" : "dissimilar"] = true;
    }
    return found;
  }

  /**
   * Tie two points with the tool in hand, or cut what ties them.
   * @param {number} i
   * @param {number} j
   * @param {boolean} add keep the other spring of the pair too
   */
  tie(i, j, add) {
    if (i === j) return;
    const now = this.between(i, j);
    const similar = this.tool === "similar" || (add && this.tool !== "cut" && now.similar);
    const dissimilar = this.tool === "dissimilar" || (add && this.tool !== "cut" && now.dissimilar);
    if (similar !== now.similar || dissimilar !== now.dissimilar) this.change("tie", { i, j, similar, dissimilar });
  }

  /**
   * Act with the tool on a spring: flip it to the tool's kind, or cut it.
   * @param {number} k
   * @param {boolean} add
   */
  retie(k, add) {
    if (this.springs) this.tie(this.springs.pairs[2 * k], this.springs.pairs[2 * k + 1], add);
  }

  /** @param {string} tool */
  useTool(tool) {
    this.tool = tool;
    this.anchor = tool === "move" ? null : this.keyboard ? this.selected : null;
    this.changed();
  }

  undo() {
    this.log.push("undo");
  }

  redo() {
    this.log.push("redo");
  }

  /** @param {"link" | "file"} kind */
  share(kind) {
    this.log.push("share", { kind });
  }

  // ── selection and view ─────────────────────────────────────────────────────────────────────────────────────────────────

  /** @param {number | null} i */
  select(i) {
    this.selected = i;
    if (i !== null && this.run) {
      const { run } = this;
      this.announce(fill(this.texts.spoken_selected, { i: i + 1, name: this.className(run.labels[i]), pinned: run.pinned.has(i) ? this.texts.pinned : "" }));
    }
    this.changed();
  }

  /** @param {number} by */
  selectNext(by) {
    if (!this.run || !this.run.n) return;
    const { n } = this.run;
    this.select(this.selected === null ? (by > 0 ? 0 : n - 1) : (this.selected + by + n) % n);
  }

  /** Enter: tie the two chosen points, or add a point. */
  enter() {
    if (this.tool === "move") {
      if (this.selected === null) this.addAt(this.view.width / 2, this.view.height / 2);
      return;
    }
    if (this.anchor === null) this.anchor = this.selected;
    else if (this.selected !== null && this.selected !== this.anchor) {
      this.tie(this.anchor, this.selected, false);
      this.anchor = null;
    }
    this.changed();
  }

  escape() {
    if (this.tool !== "move") this.useTool("move");
    else this.select(null);
  }

  /** @param {boolean} yes */
  usesKeyboard(yes) {
    if (this.keyboard === yes) return;
    this.keyboard = yes;
    this.redraw();
  }

  /** @param {keyof SpringBoard["show"]} what */
  toggle(what) {
    this.show[what] = !this.show[what];
    this.changed();
  }

  /** @param {number} factor */
  zoom(factor) {
    this.view.zoom(factor);
    this.redraw();
  }

  fit() {
    if (this.run) this.view.fit(this.run);
    this.redraw();
  }

  // ── time ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

  togglePlay() {
    const { player, run } = this;
    if (!run) return;
    if (player.phase === "playing") {
      player.wanted = false;
      player.seek(player.frame);
    } else {
      player.wanted = true;
      if (player.atEnd && run.ends) {
        if (run.status === "max_steps") this.log.push("resume");
        else if (run.frames > 1) player.seek(0);
      }
    }
    this.changed();
  }

  /** @param {number} by frames */
  stepBy(by) {
    const { player } = this;
    player.wanted = false;
    player.seek(player.frame + (by < 0 && player.share > 0 ? 0 : by));
    this.changed();
  }

  restart() {
    this.player.wanted = true;
    this.player.seek(0);
    this.changed();
  }

  /** @param {number} frame */
  scrub(frame) {
    this.player.wanted = false;
    this.player.seek(frame);
    this.changed();
  }

  // ── words ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** @param {number} label */
  className(label) {
    return label < 26 ? String.fromCharCode(65 + label) : String(label + 1);
  }

  /** What is drawn, where that is not all. */
  note() {
    const { texts, run } = this;
    if (!run) return "";
    const arrows = this.show.forces && run.n ? fill(texts.note_arrows, { scale: this.arrows }) : "";
    return [springsShown(this).note, arrows].filter(Boolean).join(" · ");
  }

  /** What to do now. */
  hint() {
    const { texts, run } = this;
    if (!run) return "";
    if (this.tool !== "move") return texts[this.anchor === null ? `hint_${this.tool}` : "hint_second"];
    if (!run.n) return texts.hint_empty;
    return this.selected === null ? texts.hint : texts.hint_ring;
  }

  /** @param {string} words */
  announce(words) {
    if (this.panel.at.live) this.panel.at.live.textContent = words;
  }

  // ── looks ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

  readTheme() {
    const style = getComputedStyle(this.root);
    const read = (/** @type {string} */ name, /** @type {string} */ fallback) => style.getPropertyValue(name).trim() || fallback;
    const background = read("--st-background-color", "#ffffff");
    const dark = luminance(background) < 0.4;
    const tone = dark ? "dark" : "light";
    this.theme = {
      dark,
      background,
      text: read("--st-text-color", dark ? "#fafafa" : "#1c2024"),
      muted: dark ? "#a3a8b4" : "#5d6470",
      line: dark ? "rgba(255,255,255,0.07)" : "rgba(20,30,50,0.075)",
      spring: this.choices ? this.choices.spring[tone] : "#d01c1f",
      force: this.choices ? this.choices.force[tone] : "#1a4fc4",
      font: read("--st-font", "sans-serif"),
    };
    this.root.dataset.tone = tone;
    this.root.style.setProperty("--spring", this.theme.spring);
    this.root.style.setProperty("--force", this.theme.force);
    this.root.style.setProperty("--muted", this.theme.muted);
  }

  /** Radius of points, in pixels. */
  get pointRadius() {
    const n = this.run ? this.run.n : 0;
    return n <= 30 ? 9 : n <= 60 ? 7.5 : n <= 120 ? 6 : 5;
  }

  /** @param {number} label */
  classColour(label) {
    const { colours } = this.choices;
    return colours[label % colours.length];
  }

  /** @param {number} label */
  classShape(label) {
    const { shapes } = this.choices;
    return shapes[(label + Math.floor(label / shapes.length)) % shapes.length];
  }

  /**
   * How a point looks: seen from the selected one solid or hollow, otherwise by its class.
   * @param {number} i
   */
  look(i) {
    const { theme, selected } = this;
    const run = /** @type {import("./types.js").Run} */ (this.run);
    const label = run.labels[i];
    if (selected === null) return { shape: this.classShape(label), fill: this.classColour(label), stroke: theme.text, width: 1.5 };
    if (i === selected) return { shape: "circle", fill: theme.force, stroke: theme.text, width: 1.5 };
    const tied = this.between(i, selected);
    const none = !tied.similar && !tied.dissimilar;
    const solid = tied.similar || (none && label === run.labels[selected]);
    return { shape: "circle", fill: solid ? (none ? theme.muted : theme.text) : theme.background, stroke: none && solid ? theme.muted : theme.text, width: 2 };
  }

  /**
   * Paint the sign of a class.
   * @param {HTMLCanvasElement} canvas
   * @param {number} label
   */
  paintClass(canvas, label) {
    const c = canvas.getContext("2d");
    if (!c) return;
    c.clearRect(0, 0, canvas.width, canvas.height);
    c.beginPath();
    outline(c, this.classShape(label), canvas.width / 2, canvas.height / 2 + (this.classShape(label) === "triangle" ? 2 : 0), 12);
    c.fillStyle = this.classColour(label);
    c.strokeStyle = this.theme.text;
    c.lineWidth = 3;
    c.fill();
    c.stroke();
  }

  /** The margin in the picture: the one under the hand while it is being changed. */
  marginShown() {
    if (this.marginDrag) return this.marginDrag.value;
    if (this.tuning("margin")) return /** @type {number} */ (this.sliderMargin);
    return this.run ? this.run.margin : 1;
  }

  // ── the picture ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Where a point is on the screen.
   * @param {number} i
   */
  place(i) {
    return this.view.toScreen(this.shown[2 * i], this.shown[2 * i + 1]);
  }

  /**
   * The point at a place of the screen; of several the selected one, then the one drawn in front.
   * @param {number} x
   * @param {number} y
   * @param {number} slack
   * @returns {number | null}
   */
  pointAt(x, y, slack) {
    const n = this.run ? this.run.n : 0;
    let [best, distance] = [/** @type {number | null} */ (null), this.pointRadius + slack];
    for (let i = 0; i < n; i++) {
      const at = this.place(i);
      const away = Math.hypot(at.x - x, at.y - y) - (i === this.selected ? 0.5 : 0);
      if (away < distance) [best, distance] = [i, away];
    }
    return best;
  }

  /** Points that show as one, front ones last. */
  groups() {
    const n = this.run ? this.run.n : 0;
    /** @type {{front: number, count: number, x: number, y: number}[]} */
    const groups = [];
    /** @type {Map<string, number[]>} */
    const cells = new Map();
    for (let i = 0; i < n; i++) {
      const { x, y } = this.place(i);
      const [cx, cy] = [Math.floor(x / TOGETHER), Math.floor(y / TOGETHER)];
      let mine = null;
      for (let a = -1; a <= 1 && mine === null; a++) {
        for (let b = -1; b <= 1 && mine === null; b++) {
          for (const g of cells.get(`${cx + a},${cy + b}`) ?? []) {
            if (Math.hypot(groups[g].x - x, groups[g].y - y) < TOGETHER) mine = g;
          }
        }
      }
      if (mine === null) {
        mine = groups.push({ front: i, count: 0, x, y }) - 1;
        const key = `${cx},${cy}`;
        cells.set(key, [...(cells.get(key) ?? []), mine]);
      }
      groups[mine].count++;
      if (i === this.selected) groups[mine].front = i;
    }
    return groups.sort((a, b) => Number(a.front === this.selected) - Number(b.front === this.selected));
  }

  /** Put the picture of this moment together from the two frames around it. */
  compose() {
    const { run, player } = this;
    if (!run) return;
    const size = 2 * run.n;
    if (this.shown.length !== size) {
      this.shown = new Float32Array(size);
      this.force = new Float32Array(size);
    }
    const k = player.frame;
    const share = player.share;
    const [a, b] = [k * size, Math.min(k + 1, run.frames - 1) * size];
    for (let p = 0; p < size; p++) {
      this.shown[p] = run.positions[a + p] + share * (run.positions[b + p] - run.positions[a + p]);
      this.force[p] = run.forces[a + p] + share * (run.forces[b + p] - run.forces[a + p]);
    }
    if (this.dragging && this.dragging.i < run.n) {
      this.shown[2 * this.dragging.i] = this.dragging.x;
      this.shown[2 * this.dragging.i + 1] = this.dragging.y;
    }
  }

  /** Something other than time has changed: words and controls follow, then the picture. */
  changed() {
    this.stale = true;
    this.redraw();
  }

  redraw() {
    if (!this.request) this.request = requestAnimationFrame(this.loop);
  }

  /** @param {number} now */
  frame(now) {
    this.request = 0;
    if (!this.root.isConnected || !this.run) {
      this.lastTime = 0;
      return;
    }
    const { player } = this;
    const playing = player.playing;
    if (playing && this.lastTime) player.advance(Math.min((now - this.lastTime) / 1000, 0.1));
    this.lastTime = playing ? now : 0;
    this.lookAhead();
    this.compose();
    for (const [canvas, paint] of this.canvases()) paint(canvas);
    if (this.stale) this.panel.update();
    this.stale = false;
    this.panel.tick();
    if (player.playing) this.redraw();
    this.drawn = (this.drawn ?? 0) + 1;
  }

  /** Ask for more of the trajectory in time; a point that is held still goes on pulling. */
  lookAhead() {
    const { run, player, log } = this;
    if (!run || log.busy || log.queue.length) return;
    const nearEnd = player.frame >= player.last - 2;
    if (this.dragging && !this.dragging.last) {
      if (nearEnd && player.wanted && run.status === "max_steps") this.sendDrag(true);
    } else if (run.more && !this.marginDrag && !this.slider) log.push("more");
  }

  /** @returns {[HTMLCanvasElement, (canvas: HTMLCanvasElement) => void][]} */
  canvases() {
    const { canvas, curves, timeline } = this.panel.at;
    const on = (/** @type {(c: CanvasRenderingContext2D) => void} */ paint) => (/** @type {HTMLCanvasElement} */ target) => {
      const c = target.getContext("2d");
      if (!c) return;
      c.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
      paint(c);
    };
    return [
      [canvas, on((c) => drawBoard(c, this))],
      [curves, on((c) => this.chart.draw(c))],
      [timeline, on((c) => drawTimeline(c, this, timeline.width / this.ratio, timeline.height / this.ratio))],
    ];
  }

  /** Fit the canvases to their places on the page. */
  measure() {
    this.ratio = Math.min(window.devicePixelRatio || 1, 3);
    const { canvas, curves, timeline } = this.panel.at;
    for (const target of [canvas, curves, timeline]) {
      const { clientWidth, clientHeight } = target.parentElement;
      const [width, height] = [Math.round(clientWidth * this.ratio), Math.round(clientHeight * this.ratio)];
      if (target.width !== width || target.height !== height) Object.assign(target, { width, height });
      target.style.width = `${clientWidth}px`;
      target.style.height = `${clientHeight}px`;
    }
    const before = [this.view.width, this.view.height];
    Object.assign(this.view, { width: canvas.parentElement.clientWidth || 1, height: canvas.parentElement.clientHeight || 1 });
    if (this.run && before[0] <= 1) this.view.fit(this.run);
    else if (this.run) this.view.scale *= Math.min(this.view.width / before[0], this.view.height / before[1]);
    Object.assign(this.chart, { width: curves.parentElement.clientWidth, height: curves.parentElement.clientHeight });
    this.redraw();
  }

  /** Stop listening when the board leaves the page. */
  leave() {
    this.resized.disconnect();
    cancelAnimationFrame(this.request);
    clearTimeout(this.log.timer);
  }
}

/**
 * Round a coordinate to what the screen can tell, so that links stay short.
 * @param {number} x
 * @param {number} scale pixels a unit
 */
function rounded(x, scale) {
  const unit = 10 ** Math.ceil(Math.log10(scale * 10));
  return Math.round(x * unit) / unit;
}

/** @param {number} x */
function clamped(x) {
  return Math.min(Math.max(x, -1e6), 1e6);
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

/** @type {WeakMap<Element | ShadowRoot, SpringBoard>} */
const boards = new WeakMap();

/**
 * Streamlit's entry: called at the first mount, at every answer and at every change of theme.
 * @param {{parentElement: HTMLElement | ShadowRoot, data: Uint8Array, setStateValue: (name: string, value: any) => void}} component
 */
export default function spring({ parentElement, data, setStateValue }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector(".board"));
  let board = boards.get(root);
  if (!board) {
    board = new SpringBoard(root);
    boards.set(root, board);
  }
  const here = board;
  here.log.send = (message) => setStateValue("log", message);
  here.receive(data);
  return () => {
    if (!root.isConnected) here.leave();
  };
}
