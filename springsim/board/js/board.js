// The board: one object that holds the state and wires the parts together.

import { Curves } from "./draw/loss_curves.js";
import { fill } from "./panel/dom.js";
import { arrowScale, modeShown } from "./draw/draw.js";
import { Ground } from "./draw/landscape.js";
import { Hand } from "./input/hand.js";
import { pressed } from "./input/keys.js";
import { Notices } from "./panel/notices.js";
import { Panel } from "./panel/panel.js";
import { Picture } from "./draw/picture.js";
import { Player } from "./state/player.js";
import { Pointer } from "./input/pointer.js";
import { Session } from "./state/session.js";
import { springsShown } from "./draw/springs.js";

const LIVE_DELAY_MAX = 0.15; // seconds of a live answer that may be skipped to make up for its travel

/** All of one board. */
export class SpringBoard {
  /**
   * @param {HTMLElement} root
   * @param {boolean} editable whether the scene can be changed here, or looked at only
   */
  constructor(root, editable = true) {
    this.root = root;
    this.editable = editable;
    /** @type {any} */
    this.texts = null;
    /** @type {import("./types.js").Choices} */
    this.choices = /** @type {any} */ (null);
    this.language = "";
    this.title = "";
    this.curves = new Float32Array(0);
    /** @type {import("./types.js").Run | null} */
    this.run = null;
    /** @type {import("./state/springset.js").SpringSet | null} */
    this.springs = null;
    this.player = new Player();
    this.picture = new Picture(this);
    this.hand = new Hand(this);
    this.notices = new Notices(this);
    this.panel = new Panel(this);
    this.chart = new Curves(this);
    this.ground = new Ground(this);
    this.session = new Session(this);
    /** What offers exports, where there is Python to make them. @type {import("./panel/exports.js").Exporter | null} */
    this.exporter = null;
    this.show = { springs: true, every: false, forces: true, margin: true, trails: false, mode: true, landscape: false };
    /** @type {number | null} */
    this.selected = null;
    /** @type {number | null} */
    this.hoverPoint = null;
    /** @type {number | null} */
    this.hoverSpring = null;
    /** @type {import("./types.js").Point | null} */
    this.pointerAt = null;
    this.keyboard = false;
    this.stale = true;
    this.lastTime = 0;
    this.loop = (/** @type {number} */ now) => this.frame(now);
    this.request = 0;
    this.anywhere = (/** @type {KeyboardEvent} */ event) => this.pressedAnywhere(event);
    this.away = false; // whether another page is shown
    this.resized = new ResizeObserver(() => this.picture.measure());
    document.addEventListener("keydown", this.anywhere);
  }

  /** Whether the picture is changing by itself or under the hand. */
  get moves() {
    return this.player.playing || this.hand.busy;
  }

  /** The commands given here. */
  get log() {
    return this.session.log;
  }

  /**
   * Learn the words of a language, and what the controls offer.
   * @param {any} head
   * @param {Record<string, Uint8Array>} arrays
   */
  learn(head, arrays) {
    this.texts = head.texts;
    this.choices = head.choices;
    this.picture.readTheme();
    this.language = head.language;
    this.title = head.title ?? "";
    this.curves = new Float32Array(
      /** @type {ArrayBuffer} */ (arrays.curves.buffer),
      arrays.curves.byteOffset,
      2 * head.arrays.curves[1][1],
    );
    this.panel.build();
    const { stage } = this.panel.at;
    this.pointer = new Pointer(this, stage);
    stage.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      this.usesKeyboard(true);
      if (pressed(this, event)) event.preventDefault();
    });
    stage.addEventListener("focus", () => this.usesKeyboard(true)); // a pointer says at once that it was one
    stage.addEventListener("blur", () => this.usesKeyboard(false));
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
    this.observe();
    this.picture.measure();
  }

  /** Follow the sizes of the canvases' places. */
  observe() {
    this.resized.disconnect();
    for (const canvas of [this.panel.at.canvas, this.panel.at.curves, this.panel.transport.at.timeline]) {
      this.resized.observe(canvas.parentElement);
    }
  }

  /**
   * Take another trajectory.
   * @param {import("./types.js").Run} run
   * @param {any} head
   * @param {number} waited seconds since the command was sent
   */
  take(run, head, waited) {
    const old = this.run;
    const first = !old || (this.away && old.serial !== run.serial); // what has changed elsewhere is seen anew
    const longer = old && old.origin === run.origin;
    if (this.away) {
      this.player.wanted = true;
      if (first) this.selected = null;
    }
    const stays = longer && old.margin !== run.margin && this.player.atEnd; // another margin's end, seen from this one's
    const live = this.editable ? this.hand.busy : this.hand.holds; // what is recorded never travels: let go is done
    this.run = run;
    this.player.take(run, live ? Math.min(waited, LIVE_DELAY_MAX) : null);
    if (stays) this.player.seek(this.player.last);
    if (!longer && !live && head.cursor) this.player.seek(head.cursor);
    if (this.selected !== null && this.selected >= run.n) this.selected = null;
    if (this.hand.anchor !== null && this.hand.anchor >= run.n) this.hand.anchor = null;
    this.hoverPoint = null;
    const alike = old && old.n === run.n && old.preset === run.preset && old.seed === run.seed;
    this.picture.arrows = arrowScale(run, alike ? this.picture.arrows : null);
    if (this.springs && this.hoverSpring !== null && this.hoverSpring >= this.springs.total) this.hoverSpring = null;
    if (first) {
      const preset = this.choices.presets.find((p) => p.id === run.preset);
      if (preset && preset.focus !== null && run.n > preset.focus) this.selected = preset.focus;
      this.picture.fit();
    } else if (!live) this.picture.follow();
    if (!live) this.chart.fit();
  }

  /** @param {number | null} i */
  select(i) {
    this.selected = i;
    if (i !== null && this.run) {
      const { run } = this;
      this.announce(
        fill(this.texts.spoken_selected, {
          i: i + 1,
          name: this.picture.className(run.labels[i]),
          pinned: run.pinned.has(i) ? this.texts.pinned : "",
        }),
      );
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
    if (this.hand.tool === "move") {
      if (this.selected === null) this.hand.addAt(this.picture.view.width / 2, this.picture.view.height / 2);
      return;
    }
    if (this.hand.anchor === null) this.hand.anchor = this.selected;
    else if (this.selected !== null && this.selected !== this.hand.anchor) {
      this.hand.tie(this.hand.anchor, this.selected, false);
      this.hand.anchor = null;
    }
    this.changed();
  }

  escape() {
    if (this.hand.tool !== "move") this.hand.useTool("move");
    else this.select(null);
  }

  /**
   * Keys pressed anywhere on the page: undo and redo but in fields with an undo of their own, all others where nothing else
   * has the focus.
   * @param {KeyboardEvent} event
   */
  pressedAnywhere(event) {
    const [target] = event.composedPath();
    if (event.defaultPrevented || !this.root.isConnected || !(target instanceof HTMLElement)) return;
    const field = target.matches("textarea, input:not([type=range]), [contenteditable]");
    const undo = (event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key);
    const free = target === document.body || target === this.root;
    if ((undo ? !field : free) && !this.root.querySelector("dialog[open]") && pressed(this, event)) event.preventDefault();
  }

  /** @param {boolean} yes */
  usesKeyboard(yes) {
    if (this.keyboard === yes) return;
    this.keyboard = yes;
    this.panel.at.stage.toggleAttribute("data-keys", yes);
    this.redraw();
  }

  /** @param {keyof SpringBoard["show"]} what */
  toggle(what) {
    this.show[what] = !this.show[what];
    this.changed();
  }

  togglePlay() {
    const { player, run } = this;
    if (!run) return;
    if (player.phase === "playing") {
      player.wanted = false;
      player.seek(player.frame);
    } else {
      player.wanted = true;
      if (player.atEnd && run.ends) {
        if (this.editable && run.status === "max_steps") this.log.push("resume");
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

  /** Go to the start: what plays goes on from there, what is paused stays so. */
  restart() {
    this.player.seek(0);
    this.changed();
  }

  /** @param {number} frame */
  scrub(frame) {
    this.player.wanted = false;
    this.player.seek(frame);
    this.changed();
  }

  /** What is drawn, where that is not all. */
  note() {
    const { texts, run } = this;
    if (!run) return "";
    const arrows = this.show.forces && run.n ? fill(texts.note_arrows, { scale: this.picture.arrows }) : "";
    const softest = run.rest?.kind === "saddle" ? texts.note_mode_unstable : texts.note_mode_soft;
    const mode = modeShown(this) ? softest : "";
    const { seen, wanted } = this.ground;
    const field = seen && wanted ? fill(texts.note_field, { scale: seen.scale }) : "";
    const missing = this.show.landscape && this.selected === null && run.n && this.editable ? texts.note_landscape : "";
    const some = this.chart.rate > 1 ? fill(texts.note_curves, { every: this.chart.rate }) : "";
    return [springsShown(this).note, some, arrows, field, missing, mode].filter(Boolean).join(" · ");
  }

  /** What to do now. */
  hint() {
    const { texts, run } = this;
    if (!run) return "";
    if (!this.editable) return this.selected === null ? texts.hint_recorded : texts.hint_recorded_seen;
    if (this.hand.tool !== "move") return texts[this.hand.anchor === null ? `hint_${this.hand.tool}` : "hint_second"];
    if (!run.n) return texts.hint_empty;
    if (run.kind === "pairs") return this.selected === null ? texts.hint_loose : texts.hint_tied;
    return this.selected === null ? texts.hint : texts.hint_ring;
  }

  /** @param {string} words */
  announce(words) {
    if (this.panel.at.live) this.panel.at.live.textContent = words;
  }

  /** Something other than time has changed: words and controls follow, then the picture. */
  changed() {
    this.stale = true;
    this.redraw();
  }

  redraw() {
    if (!this.request) this.request = requestAnimationFrame(this.loop);
  }

  /** Draw without waiting for the next animation frame: what has just come is then on the screen with the next refresh. */
  drawNow() {
    cancelAnimationFrame(this.request);
    this.frame(performance.now());
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
    if (playing && this.lastTime) player.advance(Math.min(Math.max(now - this.lastTime, 0) / 1000, 0.1));
    this.lastTime = playing ? now : 0;
    this.session.lookAhead();
    this.ground.ask();
    this.picture.compose();
    if (playing && this.pointer) this.pointer.still();
    for (const [canvas, paint] of this.picture.canvases()) paint(canvas);
    if (this.stale) this.panel.update();
    this.stale = false;
    this.panel.tick();
    if (player.playing) this.redraw();
  }

  /** Stop listening when the board leaves the page. */
  leave() {
    this.away = true;
    Object.assign(this.hand, { dragging: null, marginDrag: null, slider: null });
    this.resized.disconnect();
    document.removeEventListener("keydown", this.anywhere);
    cancelAnimationFrame(this.request);
    this.session.leave();
  }

  /** Go on where it was left. */
  comeBack() {
    this.request = this.lastTime = 0;
    document.addEventListener("keydown", this.anywhere);
    this.observe();
    this.redraw();
  }
}
