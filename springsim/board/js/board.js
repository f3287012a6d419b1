// The board: one object that makes the parts, wires them together, and says what happens when.

import { ClassLegend } from "./panel/class_legend.js";
import { Controls } from "./panel/controls.js";
import { Curves } from "./draw/loss_curves.js";
import { arrowScale, drawBoard, modeShown } from "./draw/draw.js";
import { Canvases } from "./draw/canvases.js";
import { Landscape } from "./draw/landscape.js";
import { Picture } from "./draw/picture.js";
import { springsShown } from "./draw/springs.js";
import { drawTimeline, lossTop } from "./draw/timeline.js";
import { Hand } from "./input/hand.js";
import { asksHistory, keeps, pressed } from "./input/keys.js";
import { Pointer } from "./input/pointer.js";
import { fill } from "./panel/dom.js";
import { Explainer } from "./panel/explain.js";
import { Notices } from "./panel/notices.js";
import { keepPlace } from "./panel/page_links.js";
import { Panel } from "./panel/panel.js";
import { PointsList } from "./panel/points_list.js";
import { RecordedControls } from "./panel/recorded_controls.js";
import { Selection } from "./panel/selection.js";
import { Stack } from "./panel/stack.js";
import { Speech } from "./panel/speech.js";
import { Topbar } from "./panel/topbar.js";
import { Transport } from "./panel/transport.js";
import { learnLook } from "./state/look.js";
import { Player } from "./state/player.js";
import { Session } from "./state/session.js";
import { onColours, pointsByFinger } from "./state/preferences.js";
import { State } from "./state/state.js";
import { CommandLog } from "./state/wire.js";

const RESTORED = 2 / 3; // of the scenes that a server takes back: those that fit into a message for certain
const LIVE_DELAY_MAX = 0.15; // seconds of a live answer that may be skipped to make up for its travel

/** All of one board. */
export class SpringBoard {
  /**
   * @param {HTMLElement} root
   * @param {boolean} editable whether the scene can be changed here, or looked at only
   */
  constructor(root, editable = true) {
    this.root = root;
    /** What offers exports, where there is Python to make them. @type {import("./panel/exports.js").Exporter | null} */
    this.exporter = null;
    /** What opens files, where there is Python to read them. @type {import("./panel/opening.js").Opener | null} */
    this.opener = null;
    /** What keeps the board for this tab, where it can be changed. @type {import("./state/keeper.js").Keeper | null} */
    this.keeper = null;
    /** Whether the server is there, where there is one. @type {import("./state/connection.js").Connection | null} */
    this.connection = null;
    this.away = false; // whether another page is shown
    const state = (this.state = new State(editable));
    const player = (this.player = new Player());
    this.log = new CommandLog(
      () => ({
        seen: [state.run ? state.run.serial : -1, player.frame],
        texts: state.run ? state.language : "", // what came with an answer that was ignored comes once more
        springs: state.springs ? state.springs.serial : -1,
      }),
      () => this.redraw(),
    );
    this.picture = new Picture(state, player, () => this.redraw());
    this.speech = new Speech();
    this.hand = new Hand(this);
    this.notices = new Notices(this);
    this.explainer = new Explainer(this);
    this.chart = new Curves(state, this.picture);
    this.landscape = new Landscape(state, this.picture, this.log);
    this.panel = new Panel(this, {
      topbar: new Topbar(this),
      selection: new Selection(this),
      stack: new Stack(this),
      points: new PointsList(this),
      classes: new ClassLegend(this),
      transport: new Transport(this),
      controls: editable ? new Controls(this) : new RecordedControls(this),
    });
    this.canvases = new Canvases(() => this.measure());
    this.session = new Session(this);
    this.stale = true;
    this.lossTop = 1; // of the loss over time
    this.unfitted = false; // whether the curves' axes are still those of a trajectory before
    this.lastTime = 0;
    this.loop = (/** @type {number} */ now) => this.frame(now);
    this.request = 0;
    this.anywhere = (/** @type {KeyboardEvent} */ event) => this.pressedAnywhere(event);
    document.addEventListener("keydown", this.anywhere);
    root.addEventListener("keydown", (event) => this.pressed(event));
    root.tabIndex = -1; // a click on anything of it gives it the focus, and so the keys
    onColours(() => this.recolour());
  }

  /** Take the theme of the page: all that was painted in another one is painted again. */
  readTheme() {
    if (!this.picture.readTheme(this.root)) return;
    this.panel.controls.paint();
    this.panel.classes.paint();
    this.redraw();
  }

  /** Draw in other colours. */
  recolour() {
    if (!this.state.texts) return;
    this.readTheme();
    this.changed();
  }

  /**
   * Show the board alone where the address asks for that, without the parts that it leaves out.
   * @param {string[]} hidden
   */
  showAlone(hidden) {
    const { embedded } = this.state;
    this.root.toggleAttribute("data-embedded", embedded);
    this.root.dataset.hidden = hidden.join(" ");
    document.documentElement.toggleAttribute("data-embedded", embedded); // for the page round the board
  }

  /** Take the focus of a page on which nothing has it: keys act on the board at once. */
  takeFocus() {
    if (keepPlace(this.root)) return;
    if (window.parent === window && document.activeElement === document.body) this.root.focus({ preventScroll: true });
  }

  /**
   * Learn the words of a language, and what the controls offer.
   * @param {any} head
   */
  learn(head) {
    const { state, panel, chart } = this;
    const texts = pointsByFinger() ? { ...head.texts, ...head.touch } : head.texts;
    Object.assign(state, { texts, choices: head.choices, language: head.language, title: head.title ?? "" });
    for (const { id, on } of state.choices.view) state.show[id] ??= on;
    this.picture.view.scales = state.choices.limits.scale;
    learnLook(head.choices.look);
    this.log.restorable = state.choices.limits.restore * RESTORED;
    this.readTheme();
    this.letGo();
    panel.build();
    const { stage, canvas, curves } = panel.at;
    this.pointer = new Pointer(this, stage);
    stage.addEventListener("keydown", () => this.usesKeyboard(true));
    stage.addEventListener("focus", () => this.usesKeyboard(true)); // a pointer says at once that it was one
    stage.addEventListener("blur", () => this.usesKeyboard(false));
    curves.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
      const box = curves.getBoundingClientRect();
      this.hoverSpring(chart.under(event.clientX - box.left, event.clientY - box.top));
    });
    curves.addEventListener("pointerleave", () => this.hoverSpring(null));
    this.canvases.follow([
      { canvas, paint: (c) => drawBoard(c, state, this.picture, this.landscape) },
      { canvas: curves, paint: (c) => chart.draw(c) },
      {
        canvas: panel.transport.at.timeline,
        paint: (c, width, height) => drawTimeline(c, state.run, this.player, this.picture.theme, this.lossTop, width, height),
      },
    ]);
    this.measure();
  }

  /** Fit the canvases to their places on the page. */
  measure() {
    const { canvases, picture, chart, panel } = this;
    if (!canvases.measure()) return;
    panel.keepHeight();
    const [stage, curves] = canvases.sizes;
    if (picture.ratio !== canvases.ratio) {
      picture.ratio = canvases.ratio;
      panel.controls.paint();
    }
    const [top, right, bottom, left] = getComputedStyle(this.root).getPropertyValue("--room").trim().split(/\s+/).map(Number);
    picture.view.room = { top, right, bottom, left };
    picture.resize(stage.width, stage.height);
    Object.assign(chart, curves);
    this.redraw();
  }

  /** @param {number | null} k */
  hoverSpring(k) {
    this.state.hoverSpring = k;
    this.redraw();
  }

  /**
   * Take another trajectory.
   * @param {import("./types.js").Run} run
   * @param {any} head
   * @param {number} waited seconds since the command was sent
   */
  take(run, head, waited) {
    const { state, player, picture } = this;
    const old = state.run;
    const first = !old || (this.away && old.serial !== run.serial); // what has changed elsewhere is seen as if opened
    const longer = old && old.origin === run.origin;
    if (this.away) {
      player.begin();
      if (first) state.selected = null;
    }
    const stays = longer && old.margin !== run.margin && player.atEnd; // another margin's end, seen from this one's
    const live = state.editable ? state.busy : state.holds; // what is recorded never travels: let go is done
    state.run = run;
    if (state.losses) this.lossTop = lossTop(run, state.losses);
    player.take(run, live ? Math.min(waited, LIVE_DELAY_MAX) : null);
    if (stays) player.seek(player.last);
    if (!longer && !live && head.cursor) {
      player.seek(head.cursor);
      if (run.status === "recorded") player.wanted = false; // undo shows the very frame that was left
    }
    if (!old || old.n !== run.n || old.preset !== run.preset) state.selection.alone(run.n);
    if (state.anchor !== null && state.anchor >= run.n) state.anchor = null;
    if (state.nextClass >= state.classes) state.nextClass = 0;
    state.hoverPoint = null;
    const alike = old && old.n === run.n && old.preset === run.preset && old.seed === run.seed;
    picture.arrows = arrowScale(run, alike ? picture.arrows : null);
    if (state.springs && state.hoverSpring !== null && state.hoverSpring >= state.springs.total) state.hoverSpring = null;
    this.unfitted = true;
    if (first) {
      const preset = state.choices.presets.find((p) => p.id === run.preset);
      if (preset && preset.focus !== null && run.n > preset.focus) state.selected = preset.focus;
      picture.fit(false);
    } else if (old && !longer && !live && old.preset !== run.preset) {
      picture.fit(false); // another scene, as by undo
    } else if (old) picture.camera.notice(old, run);
  }

  /** Fit the view and the curves to a trajectory that has come, unless something is being dragged. */
  fitBoth() {
    const { state, picture, chart, pointer } = this;
    if (state.busy || pointer?.down.size) return;
    picture.follow();
    if (this.unfitted) chart.fit();
    this.unfitted = false;
  }

  /**
   * Look at the board as it was looked at before the page was loaded again.
   * @param {any} look checked by Python
   */
  recall(look) {
    const { state, player, picture } = this;
    if (!state.run) return;
    for (const { id } of state.choices.view) state.show[id] = look[id];
    state.selected = look.selected >= 0 && look.selected < state.run.n ? look.selected : null;
    player.speed = look.speed;
    player.wanted = look.playing;
    player.seekStep(look.step + state.run.offset);
    picture.recall(look);
    this.changed();
  }

  /** @param {number | null} i */
  select(i) {
    const { state, picture } = this;
    const { run, texts } = state;
    state.selected = i;
    if (i !== null && run && !this.panel.points.focused) {
      const name = picture.className(run.labels[i]);
      const said = fill(texts.spoken_selected, { i: i + 1, name, pinned: run.pinned.has(i) ? texts.pinned : "" });
      this.announce([said, this.panel.stack.words(i)].filter(Boolean).join(". "));
    }
    this.changed();
  }

  /**
   * Select these points and no others.
   * @param {number[]} points
   */
  selectAll(points) {
    const { state } = this;
    if (points.length < 2) {
      this.select(points[0] ?? null);
      return;
    }
    state.selection.set(points);
    this.announce(fill(state.texts.spoken_several, { n: points.length }));
    this.changed();
  }

  selectEvery() {
    const { n, selection } = this.state;
    this.selectAll([...new Set([...selection.all, ...Array(n).keys()])]);
  }

  /** @param {number} by */
  selectNext(by) {
    const { n, selected } = this.state;
    if (n) this.select(selected === null ? (by > 0 ? 0 : n - 1) : (selected + by + n) % n);
  }

  /** Enter: tie the two chosen points, or add a point. */
  enter() {
    const { state, hand, picture } = this;
    const { selected, anchor } = state;
    if (!state.ties) {
      if (selected === null) hand.addAt(picture.view.width / 2, picture.view.height / 2);
      return;
    }
    if (anchor === null) state.anchor = selected;
    else if (selected !== null && selected !== anchor) {
      hand.tie(anchor, selected, false);
      state.anchor = null;
    }
    this.changed();
  }

  /** Let go of what is being dragged, with what was done so far. */
  letGo() {
    this.pointer?.drop(true);
  }

  escape() {
    if (this.pointer?.grip?.moved) {
      this.pointer.drop(false);
      this.changed();
    } else if (this.notices.open) this.notices.close();
    else if (this.state.ties || (this.state.tool === "several" && !this.state.selection.count)) this.hand.useTool("move");
    else this.select(null);
  }

  /**
   * A key pressed while the board has the focus: it acts unless the control that has it uses the key itself.
   * @param {KeyboardEvent} event
   */
  pressed(event) {
    const [control] = event.composedPath();
    if (event.defaultPrevented || !(control instanceof Element) || this.root.querySelector("dialog[open]")) return;
    if (!keeps(control, event) && pressed(this, event)) event.preventDefault();
  }

  /**
   * Wherever the focus is, Escape closes a notice, and undo and redo act, but in fields with an undo of their own.
   * @param {KeyboardEvent} event
   */
  pressedAnywhere(event) {
    if (event.defaultPrevented || !this.root.isConnected) return;
    if (event.key === "Escape" && this.notices.open && !this.root.querySelector("dialog[open]")) {
      this.notices.close();
      event.preventDefault();
    } else if (asksHistory(event)) this.pressed(event);
  }

  /** @param {boolean} yes */
  usesKeyboard(yes) {
    if (this.state.keyboard === yes) return;
    this.state.keyboard = yes;
    this.panel.at.stage.toggleAttribute("data-keys", yes);
    this.redraw();
  }

  /** @param {string} what */
  toggle(what) {
    const { show } = this.state;
    show[what] = !show[what];
    this.changed();
  }

  togglePlay() {
    const { player, log } = this;
    const { run, editable } = this.state;
    if (!run) return;
    if (player.phase === "playing") {
      player.wanted = false;
      player.seek(player.frame);
    } else {
      player.wanted = true;
      if (player.atEnd && run.ends) {
        if (editable && run.status === "max_steps") log.push("resume");
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
    const { state, picture, chart, landscape } = this;
    const { texts, run, show, selected, editable } = state;
    if (!run) return "";
    const arrows = show.forces && run.n ? fill(texts.note_arrows, { scale: picture.arrows }) : "";
    const mode = run.rest && modeShown(state, picture) ? texts[`note_mode_${run.rest.kind}`] : "";
    const { seen, wanted } = landscape;
    const field = seen && wanted ? fill(texts.note_field, { scale: seen.scale }) : "";
    const missing = show.landscape && selected === null && run.n && editable ? texts.note_landscape : "";
    const some = chart.rate > 1 ? fill(texts.note_curves, { every: chart.rate }) : "";
    return [springsShown(state, picture).note, this.legend(), some, arrows, field, missing, mode].filter(Boolean).join(" · ");
  }

  /** What the looks of the points mean, as seen from the selected one. */
  legend() {
    const { texts, selected, springs } = this.state;
    if (selected === null || !springs || selected >= springs.n || springs.n < 2) return "";
    const ties = springs.ties(selected);
    let [similar, dissimilar, grey] = [0, 0, -1]; // the point itself has none
    for (let i = 0; i < springs.n; i++) {
      if (ties[i] & 1) similar++;
      else if (ties[i]) dissimilar++;
      else grey++;
    }
    return fill(grey ? texts.note_seen_grey : texts.note_seen, { similar, dissimilar, grey });
  }

  /** What to do now. */
  hint() {
    const { texts, run, selected, selection, editable, tool, ties, anchor } = this.state;
    if (!run) return "";
    if (!editable) return texts.hint_recorded;
    if (ties) return texts[anchor === null ? `hint_${tool}` : "hint_second"];
    if (tool === "several") return texts.hint_several;
    if (selection.count > 1) return texts.hint_group;
    if (!run.n) return texts.hint_empty;
    if (run.kind === "pairs") return selected === null ? texts.hint_loose : texts.hint_tied;
    return selected === null ? texts.hint : texts.hint_ring;
  }

  /**
   * Say something to those who do not see it.
   * @param {string} words
   */
  announce(words) {
    this.speech.say(words);
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
    const { player, panel, picture, pointer } = this;
    if (!this.root.isConnected || !this.state.run) {
      this.lastTime = 0;
      return;
    }
    const { playing } = player;
    if (playing && this.lastTime) player.advance(Math.min(Math.max(now - this.lastTime, 0) / 1000, 0.1));
    this.lastTime = playing ? now : 0;
    this.session.lookAhead();
    this.fitBoth();
    picture.camera.advance(now);
    this.landscape.ask();
    picture.compose();
    if (playing && pointer) pointer.still();
    this.canvases.paint();
    if (this.stale) panel.update();
    this.stale = false;
    panel.tick();
    if (player.playing || picture.camera.glide) this.redraw();
  }

  /** Stop listening when the board leaves the page. */
  leave() {
    this.letGo();
    this.keeper?.keep();
    this.away = true;
    Object.assign(this.state, { dragging: null, marginDrag: null, slider: null });
    this.canvases.leave();
    document.removeEventListener("keydown", this.anywhere);
    cancelAnimationFrame(this.request);
    this.session.leave();
  }

  /** Go on where it was left. */
  comeBack() {
    this.request = this.lastTime = 0;
    document.addEventListener("keydown", this.anywhere);
    document.documentElement.lang = this.state.language;
    this.canvases.observe();
    this.redraw();
  }
}
