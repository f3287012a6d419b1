// The board: one object that holds the state and wires the parts together.

import { Curves } from "./curves.js";
import { fill } from "./dom.js";
import { arrowScale } from "./draw.js";
import { Hand } from "./hand.js";
import { pressed } from "./keys.js";
import { Notices } from "./notices.js";
import { Panel } from "./panel.js";
import { Picture } from "./picture.js";
import { Player } from "./player.js";
import { Pointer } from "./pointer.js";
import { springsShown } from "./springs.js";
import { CommandLog, decoded, runOf, springsOf } from "./wire.js";

const EAGER = 2; // looks ahead below this level are asked for at once, farther ones when half of this one is played
const LIVE_DELAY_MAX = 0.15; // seconds of a live answer that may be skipped to make up for its travel

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
    this.player = new Player();
    this.picture = new Picture(this);
    this.hand = new Hand(this);
    this.notices = new Notices(this);
    this.panel = new Panel(this);
    this.chart = new Curves(this);
    this.log = new CommandLog(
      () => ({
        seen: [this.run ? this.run.serial : -1, this.player.frame],
        texts: this.language,
        springs: this.springs ? this.springs.serial : -1,
      }),
      () => this.redraw(),
    );
    this.show = { springs: true, every: false, forces: true, margin: true, trails: false };
    /** @type {number | null} */
    this.selected = null;
    /** @type {number | null} */
    this.hoverPoint = null;
    /** @type {number | null} */
    this.hoverSpring = null;
    /** @type {import("./types.js").Point | null} */
    this.pointerAt = null;
    this.keyboard = false;
    this.sharedSeq = 0;
    this.news = "";
    this.stale = true;
    this.lastTime = 0;
    this.loop = (/** @type {number} */ now) => this.frame(now);
    this.request = 0;
    this.anywhere = (/** @type {KeyboardEvent} */ event) => this.pressedAnywhere(event);
    document.addEventListener("keydown", this.anywhere);
    this.resized = new ResizeObserver(() => this.picture.measure());
  }

  /**
   * Take an answer of the server.
   * @param {Uint8Array} bytes
   */
  receive(bytes) {
    const { head, arrays } = decoded(bytes);
    this.picture.readTheme();
    if (head.texts) this.learn(head, arrays);
    if (!this.texts) return;
    if (this.run && head.epoch !== this.log.epoch && this.log.epoch !== null) {
      this.introduce(head);
      return;
    }
    const fresh = !this.run || head.serial !== this.run.serial;
    const waited = (performance.now() - this.log.waitingSince) / 1000;
    if (arrays.pairs) this.springs = springsOf(head, arrays);
    if (fresh) this.take(runOf(head, arrays), head, waited);
    this.log.answered(head);
    this.hand.acknowledged(head.ack);
    const news = `${head.epoch}/${head.serial}/${head.ack}`; // the same answer comes again at a change of theme
    if (head.errors.length && news !== this.news) this.notices.say(head.errors);
    else if (fresh && head.origin === head.serial) this.notices.forgive(); // a longer look ahead is no success
    this.news = news;
    if (head.shared && head.shared.seq !== this.sharedSeq) {
      this.sharedSeq = head.shared.seq;
      if (head.shared.kind !== "file") this.notices.offerLink(head.shared.text, head.shared.kind === "start");
      else this.notices.offerFile(head.shared.text);
    }
    if (head.history?.query !== undefined) this.keepAddress(head.history.query);
    this.changed();
    if (fresh) this.drawNow();
  }

  /**
   * Meet a server that does not know this board, after it was started anew: what it shows is not ours; it gets what we have.
   * @param {any} head
   */
  introduce(head) {
    const run = /** @type {import("./types.js").Run} */ (this.run);
    Object.assign(run, { serial: -1, origin: -1 });
    if (this.springs) this.springs.serial = -1;
    this.log.meet(head, Math.round(this.player.stepShown()) - run.offset);
    this.changed();
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
    this.curves = new Float32Array(/** @type {ArrayBuffer} */ (arrays.curves.buffer), arrays.curves.byteOffset, 2 * head.arrays.curves[1][1]);
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
    this.resized.disconnect();
    for (const canvas of [this.panel.at.canvas, curves, this.panel.at.timeline]) this.resized.observe(canvas.parentElement);
    this.picture.measure();
  }

  /**
   * Take another trajectory.
   * @param {import("./types.js").Run} run
   * @param {any} head
   * @param {number} waited seconds since the command was sent
   */
  take(run, head, waited) {
    const old = this.run;
    const first = !old;
    const longer = old && old.origin === run.origin;
    const live = this.hand.busy;
    this.run = run;
    this.player.take(run, live ? Math.min(waited, LIVE_DELAY_MAX) : null);
    if (!longer && !live && head.cursor) this.player.seek(head.cursor);
    if (this.selected !== null && this.selected >= run.n) this.selected = null;
    if (this.hand.anchor !== null && this.hand.anchor >= run.n) this.hand.anchor = null;
    this.hoverPoint = null;
    const alike = old && old.n === run.n && old.preset === run.preset && old.seed === run.seed;
    this.picture.arrows = arrowScale(run, alike ? this.picture.arrows : null);
    if (this.springs && this.hoverSpring !== null && this.hoverSpring >= this.springs.similar.length) this.hoverSpring = null;
    if (first) {
      const preset = this.choices.presets.find((p) => p.id === run.preset);
      if (preset && preset.focus !== null && run.n > preset.focus) this.selected = preset.focus;
      this.picture.fit();
    }
    else if (!live) this.picture.follow();
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

  /** @param {number | null} i */
  select(i) {
    this.selected = i;
    if (i !== null && this.run) {
      const { run } = this;
      this.announce(fill(this.texts.spoken_selected, { i: i + 1, name: this.picture.className(run.labels[i]), pinned: run.pinned.has(i) ? this.texts.pinned : "" }));
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
    if ((undo ? !field : free) && !this.panel.at.help.open && pressed(this, event)) event.preventDefault();
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
    return [springsShown(this).note, arrows].filter(Boolean).join(" · ");
  }

  /** What to do now. */
  hint() {
    const { texts, run } = this;
    if (!run) return "";
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
    this.lookAhead();
    this.picture.compose();
    if (playing && this.pointer) this.pointer.still();
    for (const [canvas, paint] of this.picture.canvases()) paint(canvas);
    if (this.stale) this.panel.update();
    this.stale = false;
    this.panel.tick();
    if (player.playing) this.redraw();
  }

  /** Ask for more of the trajectory in time; what is held still goes on acting. */
  lookAhead() {
    const { run, player, log } = this;
    if (!run || log.busy || log.queue.length) return;
    if (this.hand.holds) {
      const due = this.hand.still ? player.frame >= player.last / 2 : player.atEnd;
      if (due && player.wanted && run.status === "max_steps") this.hand.again();
    } else if (run.more && !this.hand.busy && (run.level < EAGER || player.frame > player.last / 2)) log.push("more");
  }

  /** Stop listening when the board leaves the page. */
  leave() {
    this.resized.disconnect();
    document.removeEventListener("keydown", this.anywhere);
    cancelAnimationFrame(this.request);
    clearTimeout(this.log.timer);
  }
}
