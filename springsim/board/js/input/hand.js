// The hand: every change that a visitor can make, as commands of the log.

const KEY_GESTURE = 900; // ms within which key presses are one change
const MARGIN_STEP = 0.05; // by key
const STILL = 120; // ms without a move after which something counts as held still

/** Makes changes, and holds what is being changed just now. */
export class Hand {
  /** @param {import("../board.js").SpringBoard} board */
  constructor(board) {
    this.board = board;
    this.tool = "move";
    this.nextClass = 0;
    /** @type {number | null} */
    this.anchor = null;
    /** @type {{i: number, x: number, y: number, gesture: number, last: number} | null} */
    this.dragging = null;
    /** @type {{value: number, angle: number, gesture: number, last: number} | null} */
    this.marginDrag = null;
    /** @type {{name: string, value: number, gesture: number, last: number} | null} */
    this.slider = null;
    this.moved = 0;
    this.gesture = Date.now() % 1e9; // other than after a reload
    this.keyGesture = { gesture: 0, what: "", until: 0 };
    /** @type {{seq: number, act: () => void}[]} */
    this.afterwards = [];
  }

  /** A number that no gesture before had. */
  newGesture() {
    return ++this.gesture;
  }

  /** Whether something is in the hand, and not yet let go. */
  get holds() {
    const held = this.dragging ?? this.marginDrag ?? this.slider;
    return held !== null && held.last === 0;
  }

  /** Whether what is in the hand rests. */
  get still() {
    return performance.now() - this.moved > STILL;
  }

  /** Send what is in the hand once more: held still, it goes on acting. */
  again() {
    if (this.dragging) this.sendDrag(true);
    else if (this.marginDrag) this.sendMargin(true);
    else if (this.slider) {
      this.board.log.push(this.slider.name, { value: this.slider.value, gesture: this.slider.gesture, live: true });
    }
  }

  /** Whether something is being dragged, so that answers come and go by the moment. */
  get busy() {
    return this.dragging !== null || this.marginDrag !== null || this.slider !== null;
  }

  /**
   * Let go of what a server has dealt with.
   * @param {number} ack
   */
  acknowledged(ack) {
    const due = this.afterwards.filter(({ seq }) => seq <= ack);
    this.afterwards = this.afterwards.filter(({ seq }) => seq > ack);
    for (const { act } of due) act();
    const done = (/** @type {{last: number} | null} */ held) => held !== null && held.last > 0 && ack >= held.last;
    if (done(this.dragging)) this.dragging = null;
    if (done(this.marginDrag)) this.marginDrag = null;
    if (done(this.slider)) this.slider = null;
  }

  /**
   * Ask for a change of the scene.
   * @param {string} op
   * @param {Record<string, any>} args
   * @param {boolean} fit whether to show all of what comes
   */
  change(op, args, fit = false) {
    const seq = this.board.log.push(op, args);
    if (fit) this.after(seq, () => this.board.picture.fit());
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

  /**
   * Load a preset.
   * @param {string} id
   * @param {number} seed
   */
  loadPreset(id, seed = this.seed) {
    const preset = this.board.choices.presets.find((p) => p.id === id);
    if (!preset) return;
    this.board.player.wanted = true;
    const seq = this.change("preset", { id, seed });
    this.after(seq, () => {
      this.board.select(preset.focus !== null && this.board.run && this.board.run.n > preset.focus ? preset.focus : null);
      this.board.picture.fit();
    });
  }

  /**
   * Load the next preset, as a presenter's remote asks for.
   * @param {number} by
   */
  loadNext(by) {
    const { presets } = this.board.choices;
    const now = presets.findIndex((p) => p.id === this.board.run?.preset);
    this.loadPreset(presets[(Math.max(now, 0) + by + presets.length) % presets.length].id);
  }

  reset() {
    if (this.board.run && this.board.run.preset) this.loadPreset(this.board.run.preset);
  }

  /** The seed that was used last. */
  get seed() {
    const { log, run } = this.board;
    return (log.newest("preset") ?? log.newest("scatter") ?? run ?? { seed: 0 }).seed;
  }

  /**
   * Put the points at random positions; a random preset is made anew.
   * @param {number} seed as it was typed: what is none is refused by Python, with the range
   */
  scatter(seed) {
    const preset = this.board.choices.presets.find((p) => p.id === this.board.run?.preset);
    if (preset && preset.random) this.loadPreset(preset.id, seed);
    else this.change("scatter", { seed }, true);
  }

  /** Let the points be on the unit circle only, or anywhere in the plane again. */
  toggleDomain() {
    const now = this.board.log.newest("domain")?.value ?? this.board.run?.domain;
    this.change("domain", { value: now === "circle" ? "plane" : "circle" }, true);
  }

  nudge() {
    this.board.player.wanted = true;
    this.change("nudge", { seed: this.seed });
  }

  /**
   * Add a point of the current class at a place of the screen.
   * @param {number} x
   * @param {number} y
   */
  addAt(x, y) {
    const at = this.board.picture.view.toPlane(x, y);
    const keyboard = this.board.keyboard;
    const seq = this.change("add", {
      x: rounded(at.x, this.board.picture.view.scale),
      y: rounded(at.y, this.board.picture.view.scale),
      label: this.nextClass,
      to: this.board.run?.kind === "pairs" ? (this.board.selected ?? -1) : -1,
    });
    if (keyboard) this.after(seq, () => this.board.run && this.board.select(this.board.run.n - 1));
  }

  /** @param {number} i */
  startDrag(i) {
    const at = this.board.picture.view.toPlane(this.board.picture.place(i).x, this.board.picture.place(i).y);
    if (this.board.selected !== i) this.board.select(i);
    this.dragging = { i, ...at, gesture: this.newGesture(), last: 0 };
  }

  /**
   * @param {number} x pixels
   * @param {number} y
   */
  drag(x, y) {
    if (!this.dragging) return;
    const at = this.board.picture.view.toPlane(x, y);
    const { scale } = this.board.picture.view;
    Object.assign(this.dragging, this.within(clamped(rounded(at.x, scale)), clamped(rounded(at.y, scale))));
    this.moved = performance.now();
    this.sendDrag(true);
  }

  /**
   * The place where a point may be that is nearest to one of the plane.
   * @param {number} x
   * @param {number} y
   * @returns {import("../types.js").Point}
   */
  within(x, y) {
    const norm = Math.hypot(x, y);
    return this.board.run?.domain === "circle" && norm > 0 ? { x: x / norm, y: y / norm } : { x, y };
  }

  /** @param {boolean} live */
  sendDrag(live) {
    if (!this.dragging) return;
    const { i, x, y, gesture } = this.dragging;
    this.dragging.last = 0;
    const seq = this.board.log.push("move", { i, x, y, gesture, live });
    if (!live) this.dragging.last = seq;
  }

  endDrag() {
    this.sendDrag(false);
  }

  startMargin() {
    if (this.board.selected === null || !this.board.run) return;
    this.marginDrag = { value: this.board.run.margin, angle: 0, gesture: this.newGesture(), last: 0 };
  }

  /** @param {import("../types.js").Point} at pixels */
  dragMargin(at) {
    if (!this.marginDrag || this.board.selected === null) return;
    const centre = this.board.picture.place(this.board.selected);
    const radius = Math.hypot(at.x - centre.x, at.y - centre.y) / this.board.picture.view.scale;
    this.marginDrag.value = this.marginNear(radius);
    this.marginDrag.angle = Math.atan2(centre.y - at.y, at.x - centre.x);
    this.moved = performance.now();
    this.sendMargin(true);
    this.board.panel.update();
  }

  /** @param {boolean} live */
  sendMargin(live) {
    const { value, gesture } = /** @type {{value: number, gesture: number}} */ (this.marginDrag);
    return this.board.log.push("margin", { value, gesture, live });
  }

  endMargin() {
    if (!this.marginDrag) return;
    this.marginDrag.last = this.sendMargin(false);
  }

  /**
   * Set a slider's quantity.
   * @param {"margin" | "step" | "momentum"} name
   * @param {number} value
   * @param {number} gesture
   * @param {boolean} live
   */
  tune(name, value, gesture, live) {
    this.moved = performance.now();
    const seq = this.board.log.push(name, { value, gesture, live });
    this.slider = { name, value, gesture, last: live ? 0 : seq };
    this.board.changed();
  }

  /** Whether there is more than one margin to be had. */
  get tunesMargin() {
    return this.board.choices.margins?.length !== 1;
  }

  /**
   * The margin that can be had nearest to a length.
   * @param {number} length
   */
  marginNear(length) {
    const { margin, margins } = this.board.choices;
    if (margins) return margins.reduce((best, m) => (Math.abs(m - length) < Math.abs(best - length) ? m : best));
    return Math.round(Math.min(Math.max(length, margin[0]), margin[1]) * 100) / 100;
  }

  /**
   * Make the margin a little larger or smaller.
   * @param {number} by steps
   */
  tuneBy(by) {
    if (!this.board.run) return;
    const { margins } = this.board.choices;
    const from = this.board.log.newest("margin")?.value ?? this.board.run.margin;
    const value = margins
      ? margins[Math.min(Math.max(margins.indexOf(from) + by, 0), margins.length - 1)]
      : this.marginNear(from + by * MARGIN_STEP);
    this.board.log.push("margin", { value, gesture: this.keyed("margin"), live: false });
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
    if (this.keyGesture.what !== what || now > this.keyGesture.until) this.keyGesture.gesture = this.newGesture();
    Object.assign(this.keyGesture, { what, until: now + KEY_GESTURE });
    return this.keyGesture.gesture;
  }

  /**
   * Move the selected point, in margins.
   * @param {number} dx
   * @param {number} dy
   */
  nudgeSelected(dx, dy) {
    if (this.board.selected === null || !this.board.run) return;
    const i = this.board.selected;
    const { log, run, picture } = this.board;
    const last = log.newest("move");
    const from = last && last.i === i ? last : { x: picture.shown[2 * i], y: picture.shown[2 * i + 1] };
    const at = this.within(clamped(from.x + dx * run.margin), clamped(from.y + dy * run.margin));
    log.push("move", { i, ...at, gesture: this.keyed(`move ${i}`), live: false });
  }

  deletePoint() {
    if (this.board.selected === null) return;
    const seq = this.change("delete", { i: this.board.selected });
    this.board.select(null);
    this.after(seq, () => this.board.select(null));
  }

  togglePin() {
    const { run, selected, log } = this.board;
    if (selected === null || !run) return;
    const newest = log.newest("pin");
    const pinned = newest && newest.i === selected ? newest.on : run.pinned.has(selected);
    this.change("pin", { i: selected, on: !pinned });
  }

  /** @param {number} label */
  setClass(label) {
    if (this.board.selected !== null) this.change("label", { i: this.board.selected, label });
  }

  /** @param {number} label */
  setNextClass(label) {
    this.nextClass = label;
    this.board.changed();
  }

  /** @param {string} kind */
  setSprings(kind) {
    if (this.board.run && kind !== this.board.run.kind && kind !== "neighbours") this.change("springs", { kind });
  }

  /**
   * Tie two points with the tool in hand, or cut what ties them.
   * @param {number} i
   * @param {number} j
   * @param {boolean} add keep the other spring of the pair too
   */
  tie(i, j, add) {
    if (i === j || !this.board.springs) return;
    const now = this.board.springs.between(i, j);
    const similar = this.tool === "similar" || (add && this.tool !== "cut" && now.similar);
    const dissimilar = this.tool === "dissimilar" || (add && this.tool !== "cut" && now.dissimilar);
    if (similar !== now.similar || dissimilar !== now.dissimilar) this.change("tie", { i, j, similar, dissimilar });
  }

  /**
   * Act with the tool on a spring: flip it, or cut it.
   * @param {number} k
   * @param {boolean} add make it both springs instead
   */
  retie(k, add) {
    const { springs } = this.board;
    if (!springs) return;
    const [i, j] = springs.ends(k);
    const alike = springs.similar(k) === 1;
    if (this.tool === "cut") this.tie(i, j, false);
    else this.change("tie", { i, j, similar: add || !alike, dissimilar: add || alike });
  }

  /** @param {string} tool */
  useTool(tool) {
    this.tool = tool;
    this.anchor = tool === "move" ? null : this.board.keyboard ? this.board.selected : null;
    this.board.changed();
  }

  undo() {
    this.board.log.push("undo");
  }

  redo() {
    this.board.log.push("redo");
  }

  /** @param {"link" | "start" | "file"} kind */
  share(kind) {
    this.board.log.push("share", { kind });
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
