// Every change that a visitor can make, as commands of the log.

import { radiusOf } from "../draw/circle.js";
import { fill, lengthText, placeText } from "../panel/dom.js";
import { DOMAINS } from "../state/domains.js";

const KEY_GESTURE = 900; // ms within which key presses are one change
const MARGIN_STEP = 0.05; // by key
const STILL = 120; // ms without a move after which something counts as held still
const ALONGSIDE = new Set(["add", "pin", "label", "springs", "tie"]); // what leaves every point its number and its place

/** Makes changes; what is being changed just now is in the state. */
export class Hand {
  /**
   * @param {Pick<import("../board.js").SpringBoard, "state" | "log" | "picture" | "player" | "speech" | "select" | "changed"
   *   | "letGo">} board
   */
  constructor(board) {
    this.state = board.state;
    this.log = board.log;
    this.picture = board.picture;
    this.player = board.player;
    this.speech = board.speech;
    this.act = board;
    this.moved = 0;
    this.gesture = Date.now() % 1e9; // other than after a reload
    /** What is being dragged, as it was before. @type {Record<string, any>} */
    this.before = {};
    this.keyGesture = { gesture: 0, what: "", until: 0 };
    /** @type {{seq: number, act: () => void}[]} */
    this.afterwards = [];
  }

  /** A number that no gesture before had. */
  newGesture() {
    return ++this.gesture;
  }

  /** Whether what is being dragged is held still. */
  get still() {
    return performance.now() - this.moved > STILL;
  }

  /** Send what is being dragged once more: held still, it goes on acting. */
  again() {
    const { dragging, marginDrag, slider } = this.state;
    if (dragging) this.sendDrag(true);
    else if (marginDrag) this.sendMargin(true);
    else if (slider) {
      this.log.push(slider.name, { value: slider.value, gesture: slider.gesture, live: true });
    }
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
    const { state } = this;
    if (done(state.dragging)) state.dragging = null;
    if (done(state.marginDrag)) state.marginDrag = null;
    if (done(state.slider)) state.slider = null;
  }

  /**
   * Ask for a change of the scene, or to leave it: a drag belongs to its point, and ends before its point may be another one.
   * @param {string} op
   * @param {Record<string, any>} args
   * @param {boolean} fit whether to show all of what comes
   */
  change(op, args = {}, fit = false) {
    if (!ALONGSIDE.has(op)) this.act.letGo();
    const seq = this.log.push(op, args);
    if (fit) this.after(seq, () => this.picture.fit());
    this.act.changed(); // what waits is counted
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
    const preset = this.state.choices.presets.find((p) => p.id === id);
    if (!preset) return;
    this.player.begin();
    const seq = this.change("preset", { id, seed });
    this.after(seq, () => {
      this.speech.say(fill(this.state.texts.spoken_scene, { title: preset.title }));
      this.act.select(preset.focus !== null && this.state.run && this.state.run.n > preset.focus ? preset.focus : null);
      this.picture.fit();
    });
  }

  /**
   * Load the next preset, as a presenter's remote asks for.
   * @param {number} by
   */
  loadNext(by) {
    const { presets } = this.state.choices;
    const now = presets.findIndex((p) => p.id === this.preset);
    this.loadPreset(presets[(Math.max(now, 0) + by + presets.length) % presets.length].id);
  }

  reset() {
    if (this.state.run && this.state.run.preset) this.loadPreset(this.state.run.preset);
  }

  /** The preset that is shown, or going to be. @returns {string} */
  get preset() {
    return this.log.newest("preset")?.id ?? this.state.run?.preset ?? "";
  }

  /** The seed that was used last. */
  get seed() {
    const { log } = this;
    const { run } = this.state;
    return (log.newest("preset") ?? log.newest("scatter") ?? run ?? { seed: 0 }).seed;
  }

  /**
   * Put the points at random positions; a random preset is loaded again with the seed.
   * @param {number} seed as it was typed: what is none is refused by Python, with the range
   */
  scatter(seed) {
    const preset = this.state.choices.presets.find((p) => p.id === this.state.run?.preset);
    if (preset && preset.random) this.loadPreset(preset.id, seed);
    else this.change("scatter", { seed }, true);
  }

  /** Let the points be on the unit circle only, or anywhere in the plane again. */
  toggleDomain() {
    const now = this.log.newest("domain")?.value ?? this.state.run?.domain;
    this.change("domain", { value: now === "circle" ? "plane" : "circle" }, true);
  }

  nudge() {
    this.player.begin();
    this.change("nudge", { seed: this.seed });
  }

  /**
   * Add a point of the current class at a place of the screen.
   * @param {number} x
   * @param {number} y
   */
  addAt(x, y) {
    const at = this.picture.view.toPlane(x, y);
    const keyboard = this.state.keyboard;
    const seq = this.change("add", {
      x: rounded(at.x, this.picture.view.scale),
      y: rounded(at.y, this.picture.view.scale),
      label: this.state.nextClass,
      to: this.state.run?.kind === "pairs" ? (this.state.selected ?? -1) : -1,
    });
    this.after(seq, () => {
      if (keyboard && this.state.run) this.act.select(this.state.run.n - 1);
      else this.speech.say(fill(this.state.texts.spoken_added, placeText(this.picture.view, at.x, at.y)));
    });
  }

  /** @param {number} i */
  startDrag(i) {
    const { selection } = this.state;
    if (!selection.has(i)) this.act.select(i);
    const points = [i, ...selection.all.filter((j) => j !== i)];
    const places = points.flatMap((j) => [...this.picture.shown.subarray(2 * j, 2 * j + 2)]);
    this.state.dragging = { points, places, gesture: this.newGesture(), last: 0 };
    this.before = { places };
  }

  /**
   * @param {number} x pixels
   * @param {number} y
   */
  drag(x, y) {
    const { dragging } = this.state;
    if (!dragging) return;
    const at = this.picture.view.toPlane(x, y);
    const { scale } = this.picture.view;
    dragging.places = this.carried(this.before.places, this.within(rounded(at.x, scale), rounded(at.y, scale)));
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
    const most = this.state.choices.limits.coordinate;
    const clamped = (/** @type {number} */ z) => Math.min(Math.max(z, -most), most);
    return DOMAINS[this.state.run?.domain ?? "plane"].nearest(clamped(x), clamped(y));
  }

  /**
   * Where points go, x and y of each, when the first one goes to a place and takes the others along.
   * @param {number[]} places
   * @param {import("../types.js").Point} to
   */
  carried(places, to) {
    const { scale } = this.picture.view;
    const { carried } = DOMAINS[this.state.run?.domain ?? "plane"];
    const from = { x: places[0], y: places[1] };
    const there = [to.x, to.y];
    for (let k = 2; k < places.length; k += 2) {
      const at = carried({ x: places[k], y: places[k + 1] }, from, to);
      const { x, y } = this.within(rounded(at.x, scale), rounded(at.y, scale));
      there.push(x, y);
    }
    return there;
  }

  /** @param {boolean} live */
  sendDrag(live) {
    if (!this.state.dragging) return;
    const { points, places, gesture } = this.state.dragging;
    this.state.dragging.last = 0;
    const seq = this.sendPlaces(points, places, gesture, live);
    if (!live) this.state.dragging.last = seq;
  }

  /**
   * @param {number[]} points
   * @param {number[]} places x and y of each
   * @param {number} gesture
   * @param {boolean} live
   */
  sendPlaces(points, places, gesture, live) {
    const [x, y] = [0, 1].map((axis) => places.filter((_, k) => k % 2 === axis));
    const args = points.length === 1 ? { i: points[0], x: x[0], y: y[0] } : { i: points, x, y };
    return this.log.push("move", { ...args, gesture, live });
  }

  endDrag() {
    this.sendDrag(false);
    if (this.state.dragging) this.tellPlaces(this.state.dragging.points, this.state.dragging.places);
  }

  /**
   * @param {number[]} points
   * @param {number[]} places x and y of each
   */
  tellPlaces(points, [x, y]) {
    const t = this.state.texts;
    const values = { i: points[0] + 1, n: points.length, ...placeText(this.picture.view, x, y) };
    this.speech.sayLast(fill(points.length > 1 ? t.spoken_moved_several : t.spoken_moved, values));
  }

  startMargin() {
    if (this.state.selected === null || !this.state.run) return;
    const { margin: value } = this.state.run;
    this.state.marginDrag = { value, angle: 0, gesture: this.newGesture(), last: 0 };
    this.before = { value };
  }

  /** @param {import("../types.js").Point} at pixels */
  dragMargin(at) {
    if (!this.state.marginDrag || this.state.selected === null) return;
    const centre = this.picture.place(this.state.selected);
    const { view, pointRadius } = this.picture;
    const radius = radiusOf(Math.hypot(at.x - centre.x, at.y - centre.y), pointRadius);
    this.state.marginDrag.value = this.marginNear(radius / view.scale);
    this.state.marginDrag.angle = Math.atan2(centre.y - at.y, at.x - centre.x);
    this.moved = performance.now();
    this.sendMargin(true);
    this.act.changed();
  }

  /** @param {boolean} live */
  sendMargin(live) {
    const { value, gesture } = /** @type {{value: number, gesture: number}} */ (this.state.marginDrag);
    return this.log.push("margin", { value, gesture, live });
  }

  endMargin() {
    if (!this.state.marginDrag) return;
    this.state.marginDrag.last = this.sendMargin(false);
    this.speech.sayLast(fill(this.state.texts.margin_value, { value: lengthText(this.state.marginDrag.value) }));
  }

  /**
   * Take back what is being dragged, as if it had not been touched.
   * @param {Record<string, any>} before what it was then
   */
  cancel(before = this.before) {
    const { state, player } = this;
    const held = state.dragging ?? state.marginDrag ?? state.slider;
    if (!held || held.last) return;
    const serial = state.run?.serial;
    held.last = this.log.push("cancel", { gesture: held.gesture });
    Object.assign(held, before);
    this.after(held.last, () => {
      const { run } = state;
      if (!run || run.serial === serial) return; // nothing had come of it yet
      player.take(run, null);
      player.seek(run.cursor);
    });
    this.act.changed();
  }

  /**
   * Set a slider's quantity.
   * @param {string} name
   * @param {number} value
   * @param {number} gesture
   * @param {boolean} live
   */
  tune(name, value, gesture, live) {
    this.moved = performance.now();
    const seq = this.log.push(name, { value, gesture, live });
    this.state.slider = { name, value, gesture, last: live ? 0 : seq };
    this.act.changed();
  }

  /**
   * The margin that can be had nearest to a length.
   * @param {number} length
   */
  marginNear(length) {
    const { sliders, margins } = this.state.choices;
    if (margins) return margins.reduce((best, m) => (Math.abs(m - length) < Math.abs(best - length) ? m : best));
    const [{ min, max }] = sliders.filter(({ id }) => id === "margin");
    return Math.round(Math.min(Math.max(length, min), max) * 100) / 100;
  }

  /**
   * Make the margin a little larger or smaller.
   * @param {number} by steps
   */
  tuneBy(by) {
    if (!this.state.run) return;
    const { margins } = this.state.choices;
    const from = this.log.newest("margin")?.value ?? this.state.run.margin;
    const value = margins
      ? margins[Math.min(Math.max(margins.indexOf(from) + by, 0), margins.length - 1)]
      : this.marginNear(from + by * MARGIN_STEP);
    this.log.push("margin", { value, gesture: this.keyed("margin"), live: false });
    this.speech.sayLast(fill(this.state.texts.margin_value, { value: lengthText(value) }));
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
    if (this.state.selected === null || !this.state.run) return;
    const { log, picture } = this;
    const { run, selection } = this.state;
    const points = selection.all;
    const last = log.newest("move");
    const waits = last !== undefined && [last.i].flat().join() === points.join();
    const from = waits
      ? points.flatMap((_, k) => [[last.x].flat()[k], [last.y].flat()[k]])
      : points.flatMap((i) => [...picture.shown.subarray(2 * i, 2 * i + 2)]);
    const places = this.carried(from, this.within(from[0] + dx * run.margin, from[1] + dy * run.margin));
    this.sendPlaces(points, places, this.keyed(`move ${points}`), false);
    this.tellPlaces(points, places);
  }

  /**
   * Put the selected point where its coordinates were typed: Python refuses what is none.
   * @param {Record<string, number | string>} typed by the name of the coordinate
   */
  place(typed) {
    const { selected } = this.state;
    if (selected === null) return;
    const [name, value] = Object.entries(typed)[0];
    if (Object.keys(typed).length > 1) this.change("move", { i: selected, ...typed, gesture: 0, live: false });
    else this.change(name, { i: selected, value });
  }

  /** What a command is about: the selected point by its number, several as a list. */
  get chosen() {
    const { all } = this.state.selection;
    return all.length === 1 ? all[0] : all;
  }

  /** Delete what is selected. */
  deletePoint() {
    const { selected, selection, texts: t } = this.state;
    if (selected === null) return;
    const seq = this.change("delete", { i: this.chosen });
    const words = selection.count > 1 ? t.spoken_deleted_several : t.spoken_deleted;
    this.speech.say(fill(words, { i: selected + 1, n: selection.count }));
    this.act.select(null);
    this.after(seq, () => this.act.select(null));
  }

  togglePin() {
    const { selected, selection, texts: t } = this.state;
    if (selected === null) return;
    const on = !this.allPinned;
    this.change("pin", { i: this.chosen, on });
    const one = on ? t.spoken_pinned : t.spoken_unpinned;
    const several = on ? t.spoken_pinned_several : t.spoken_unpinned_several;
    this.speech.say(fill(selection.count > 1 ? several : one, { i: selected + 1, n: selection.count }));
    this.act.changed();
  }

  /**
   * Whether a point is pinned, or going to be.
   * @param {number} i
   * @returns {boolean}
   */
  pinned(i) {
    const newest = this.log.newest("pin");
    return concerns(newest, i) ? newest.on : (this.state.run?.pinned.has(i) ?? false);
  }

  /** Whether all that is selected is pinned, or going to be. */
  get allPinned() {
    return this.state.selection.all.every((i) => this.pinned(i));
  }

  /** @param {number} label */
  setClass(label) {
    const { selected, selection, texts: t } = this.state;
    if (selected === null) return;
    this.change("label", { i: this.chosen, label });
    const words = selection.count > 1 ? t.spoken_class_several : t.spoken_class;
    this.speech.sayLast(fill(words, { i: selected + 1, n: selection.count, name: this.picture.className(label) }));
  }

  /**
   * The class that a point has, or is going to have.
   * @param {number} i
   * @returns {number}
   */
  classOf(i) {
    const newest = this.log.newest("label");
    return concerns(newest, i) ? newest.label : (this.state.run?.labels[i] ?? 0);
  }

  /** @param {number} label */
  setNextClass(label) {
    this.state.nextClass = label;
    const words = fill(this.state.texts.spoken_next_class, { name: this.picture.className(label) });
    if (this.state.selected === null) this.speech.sayLast(words);
    this.act.changed();
  }

  /** @param {string} kind */
  setSprings(kind) {
    if (this.state.run && kind !== this.state.run.kind && kind !== "neighbours") this.change("springs", { kind });
  }

  /**
   * Tie two points with the tool in hand, or cut what ties them.
   * @param {number} i
   * @param {number} j
   * @param {boolean} add keep the other spring of the pair too
   */
  tie(i, j, add) {
    if (i === j || !this.state.springs) return;
    const now = this.state.springs.between(i, j);
    const similar = this.state.tool === "similar" || (add && this.state.tool !== "cut" && now.similar);
    const dissimilar = this.state.tool === "dissimilar" || (add && this.state.tool !== "cut" && now.dissimilar);
    if (similar !== now.similar || dissimilar !== now.dissimilar) this.setTie(i, j, similar, dissimilar);
  }

  /**
   * @param {number} i
   * @param {number} j
   * @param {boolean} similar
   * @param {boolean} dissimilar
   */
  setTie(i, j, similar, dissimilar) {
    this.change("tie", { i, j, similar, dissimilar });
    const kind = similar ? (dissimilar ? "both" : "similar") : dissimilar ? "dissimilar" : "none";
    this.speech.say(fill(this.state.texts[`spoken_tie_${kind}`], { i: i + 1, j: j + 1 }));
  }

  /**
   * Act with the tool on a spring: flip it, or cut it.
   * @param {number} k
   * @param {boolean} add make it both springs instead
   */
  retie(k, add) {
    const { springs } = this.state;
    if (!springs) return;
    const [i, j] = springs.ends(k);
    const alike = springs.similar(k) === 1;
    if (this.state.tool === "cut") this.tie(i, j, false);
    else this.setTie(i, j, add || !alike, add || alike);
  }

  /** @param {string} tool */
  useTool(tool) {
    this.state.tool = tool;
    this.state.anchor = this.state.ties && this.state.keyboard ? this.state.selected : null;
    this.speech.say(this.state.texts[`tool_${tool}`]);
    this.act.changed();
  }

  undo() {
    this.after(this.change("undo"), () => this.speech.say(this.state.texts.spoken_undone));
  }

  redo() {
    this.after(this.change("redo"), () => this.speech.say(this.state.texts.spoken_redone));
  }

  /** @param {"link" | "start" | "file"} kind */
  share(kind) {
    this.log.push("share", { kind });
  }
}

/**
 * Whether a command is about a point.
 * @param {any} command
 * @param {number} i
 */
function concerns(command, i) {
  return command !== undefined && [command.i].flat().includes(i);
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
