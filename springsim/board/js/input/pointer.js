// Mouse, pen and touch: what is under them, and what they do there.

import { handleAt } from "../draw/circle.js";
import { springsShown } from "../draw/springs.js";
import { focused } from "../panel/dom.js";
import { pointsIn } from "./band.js";
import { pageScrolls } from "./scrolling.js";

const CLICK_SLOP = { mouse: 4, touch: 9, pen: 6 };
const HOVERED = 500; // springs up to which thin lines can be pointed at
const NEAR = { mouse: 5, touch: 18, pen: 9 };

/** Turns pointer events on the canvas into actions of the board. */
export class Pointer {
  /**
   * @param {Pick<import("../board.js").SpringBoard, "state" | "picture" | "hand" | "select" | "selectAll" | "changed"
   *   | "redraw" | "usesKeyboard">} board
   * @param {HTMLElement} stage
   */
  constructor(board, stage) {
    this.state = board.state;
    this.picture = board.picture;
    this.hand = board.hand;
    this.act = board;
    this.stage = stage;
    /** @type {Map<number, {x: number, y: number}>} */
    this.down = new Map();
    /** @type {any} */
    this.grip = null;
    const listen = (/** @type {string} */ name, /** @type {(event: any) => void} */ act) =>
      stage.addEventListener(name, act, { passive: false });
    listen("pointerdown", (event) => this.press(event));
    listen("pointermove", (event) => this.move(event));
    listen("pointerup", (event) => this.release(event, true));
    listen("pointercancel", (event) => this.release(event, false));
    listen("pointerleave", () => this.leave());
    listen("wheel", (event) => this.wheel(event));
    listen("touchstart", (event) => this.touched(event)); // comes after pointerdown
    listen("contextmenu", (event) => event.preventDefault());
  }

  /** @param {PointerEvent | WheelEvent} event */
  place(event) {
    const box = this.stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /**
   * What is at a place: the margin's handle, a point, or nothing.
   * @param {import("../types.js").Point} at
   * @param {string} kind of pointer
   */
  under(at, kind) {
    const { state, picture } = this;
    const near = NEAR[/** @type {keyof typeof NEAR} */ (kind)] ?? NEAR.mouse;
    const i = picture.pointAt(at.x, at.y, near);
    if (i !== null) return { point: i };
    if (state.selected !== null && state.show.margin && !state.ties && state.tunesMargin) {
      const handle = handleAt(state, picture, state.selected);
      if (Math.hypot(handle.x - at.x, handle.y - at.y) < 9 + near) return { handle: true };
    }
    return {};
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (event.button > 0) return;
    const { act, state } = this;
    const at = this.place(event);
    this.stage.focus({ preventScroll: true });
    act.usesKeyboard(false);
    this.stage.setPointerCapture(event.pointerId);
    this.down.set(event.pointerId, at);
    this.picture.camera.stop();
    event.preventDefault();
    if (this.down.size === 2) {
      this.drop(false);
      const [a, b] = [...this.down.values()];
      this.grip = {
        pinch: true,
        distance: Math.hypot(a.x - b.x, a.y - b.y),
        middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 },
      };
      return;
    }
    if (this.down.size > 2) return;
    const found = this.under(at, event.pointerType);
    this.grip = {
      ...found,
      held: state.editable ? found.point : undefined,
      start: at,
      last: at,
      kind: event.pointerType,
      moved: false,
      pans: event.pointerType !== "touch" || !pageScrolls(this.stage),
      id: event.pointerId,
      add: event.shiftKey,
      bands: state.editable && this.bands(found, event),
      several: event.ctrlKey || event.metaKey || (event.shiftKey && state.tool === "several"),
    };
    state.pointerAt = at;
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { act, state, picture, hand, grip } = this;
    const at = this.place(event);
    state.pointerAt = at;
    if (!this.down.has(event.pointerId)) {
      this.hover(at, event.pointerType);
      return;
    }
    this.down.set(event.pointerId, at);
    if (!grip) return;
    if (grip.pinch) {
      this.pinch();
      return;
    }
    const slop = CLICK_SLOP[/** @type {keyof typeof CLICK_SLOP} */ (grip.kind)] ?? CLICK_SLOP.mouse;
    if (!grip.moved && Math.hypot(at.x - grip.start.x, at.y - grip.start.y) < slop) return;
    if (!grip.moved) {
      grip.moved = true;
      if (grip.bands) this.startBand(grip);
      else if (grip.handle) hand.startMargin();
      else if (grip.held !== undefined && !state.ties) hand.startDrag(grip.held);
      else if (grip.held !== undefined) state.anchor = grip.held;
    }
    if (state.band) this.stretch(state.band, at);
    else if (grip.handle) hand.dragMargin(at);
    else if (grip.held !== undefined && !state.ties) hand.drag(at.x, at.y);
    else if (grip.held === undefined) {
      if (grip.pans) picture.pan(at.x - grip.last.x, at.y - grip.last.y);
    } else state.hoverPoint = picture.pointAt(at.x, at.y, 6);
    grip.last = at;
    act.redraw();
  }

  /**
   * Keep from the page what a finger does with the board: it scrolls the page by one that is beside the points.
   * @param {TouchEvent} event
   */
  touched(event) {
    const { grip } = this;
    const ours = !grip || grip.handle || grip.held !== undefined || grip.pans || grip.bands;
    if (this.down.size > 1 || ours) event.preventDefault();
  }

  /**
   * Whether a drag from here draws a band: one with Shift, or with its tool, that does not begin at what is selected.
   * @param {{point?: number, handle?: boolean}} found
   * @param {PointerEvent} event
   */
  bands({ point, handle }, { shiftKey }) {
    const { state } = this;
    const onSelected = point !== undefined && state.selection.has(point);
    return !onSelected && (state.tool === "several" ? !handle : state.tool === "move" && shiftKey);
  }

  /** @param {any} grip */
  startBand(grip) {
    const { state } = this;
    grip.before = state.selection.all;
    state.band = { from: grip.start, to: grip.start, before: grip.several ? grip.before : [] };
  }

  /**
   * @param {import("./band.js").Band} band
   * @param {import("../types.js").Point} to
   */
  stretch(band, to) {
    const { state, picture, grip } = this;
    band.to = to;
    state.selection.set(pointsIn(picture, state.n, band), grip.before[0] ?? null);
  }

  pinch() {
    const { act, picture, grip } = this;
    const [a, b] = [...this.down.values()];
    if (!b) return;
    const distance = Math.hypot(a.x - b.x, a.y - b.y);
    const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    picture.camera.take();
    picture.view.zoom(distance / Math.max(grip.distance, 1), middle.x, middle.y);
    picture.view.pan(middle.x - grip.middle.x, middle.y - grip.middle.y);
    Object.assign(grip, { distance, middle });
    act.redraw();
  }

  /**
   * @param {PointerEvent} event
   * @param {boolean} completed false if the browser took the pointer away
   */
  release(event, completed) {
    const { act, state, grip } = this;
    if (!this.down.delete(event.pointerId) || !grip) return;
    if (grip.pinch) {
      if (!this.down.size) this.grip = null;
      return;
    }
    if (event.pointerId !== grip.id) return;
    const at = this.place(event);
    if (grip.moved) this.letGo(completed, at);
    else if (completed) this.click(at, grip);
    this.grip = null;
    if (event.pointerType !== "mouse") state.pointerAt = null;
    act.redraw();
  }

  /**
   * Have the pointer let go of what it drags, though it may be down still.
   * @param {boolean} completed whether what it has done so far stays
   */
  drop(completed) {
    this.letGo(completed);
    this.grip = null;
  }

  /**
   * End a drag, or take it back.
   * @param {boolean} completed
   * @param {import("../types.js").Point} [at]
   */
  letGo(completed, at) {
    const { state, picture, hand, grip } = this;
    if (!grip || !grip.moved) return;
    if (state.band) {
      state.band = null;
      this.act.selectAll(completed ? state.selection.all : grip.before);
    } else if (grip.handle || (grip.held !== undefined && !state.ties)) {
      if (!completed) hand.cancel();
      else if (grip.handle) hand.endMargin();
      else hand.endDrag();
    } else if (grip.held !== undefined) {
      const other = completed && at ? picture.pointAt(at.x, at.y, 12) : null;
      if (other !== null && other !== grip.held) hand.tie(grip.held, other, grip.add);
      state.anchor = null;
    }
    grip.moved = false;
  }

  /**
   * @param {import("../types.js").Point} at
   * @param {any} grip
   */
  click(at, grip) {
    const { act, state, hand } = this;
    if (grip.handle) return;
    if (!state.ties) {
      const several = state.editable && (grip.add || state.tool === "several");
      if (grip.point !== undefined) this.choose(grip.point, several);
      else if (several || state.selection.count > 1 || !state.editable) {
        if (!grip.add) act.select(null);
      } else hand.addAt(at.x, at.y);
      return;
    }
    if (grip.point !== undefined) {
      if (state.anchor === null) state.anchor = grip.point;
      else if (state.anchor === grip.point) state.anchor = null;
      else {
        hand.tie(state.anchor, grip.point, grip.add);
        state.anchor = null;
      }
      act.changed();
      return;
    }
    const spring = this.springAt(at, grip.kind === "touch" ? 16 : 8);
    if (spring !== null) hand.retie(spring, grip.add);
    state.anchor = null;
    act.changed();
  }

  /**
   * A click on a point: with `several` it goes in or out; where others lie with it, it is the turn of the next of them.
   * @param {number} i
   * @param {boolean} several
   */
  choose(i, several) {
    const { act, state, picture } = this;
    const { selection } = state;
    if (several) {
      selection.toggle(i);
      act.selectAll(selection.all);
    } else if (i !== state.selected || selection.count > 1) act.select(i);
    else {
      const here = picture.stack(i);
      act.select(here.length > 1 ? here[(here.indexOf(i) + 1) % here.length] : null);
    }
  }

  /**
   * The spring at a place, among those that are drawn.
   * @param {import("../types.js").Point} at
   * @param {number} near
   * @returns {number | null}
   */
  springAt(at, near) {
    const { state, picture } = this;
    const { springs } = state;
    if (!springs) return null;
    const shown = springsShown(state, picture);
    if (!shown.list && shown.style !== "zigzags" && springs.total > HOVERED) return null;
    const all = shown.style === "zigzags" || state.show.every;
    const reach = [0, 1].map((kind) => (all ? Infinity : state.reach(kind) * picture.view.scale));
    const count = shown.list ? shown.list.length : springs.total;
    let [best, distance] = [/** @type {number | null} */ (null), near];
    for (let m = 0; m < count; m++) {
      const k = shown.list ? shown.list[m] : m;
      const [a, b] = springs.ends(k).map((point) => picture.place(point));
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      if (Math.hypot(dx, dy) >= reach[springs.similar(k)]) continue;
      const along = Math.min(Math.max(((at.x - a.x) * dx + (at.y - a.y) * dy) / (dx * dx + dy * dy || 1), 0), 1);
      const away = Math.hypot(a.x + along * dx - at.x, a.y + along * dy - at.y);
      if (away < distance) [best, distance] = [k, away];
    }
    return best;
  }

  /**
   * @param {import("../types.js").Point} at
   * @param {string} kind
   */
  hover(at, kind) {
    const { act, state } = this;
    const found = this.under(at, kind);
    const point = found.point ?? null;
    const spring = point === null && !found.handle ? this.springAt(at, 7) : null;
    this.stage.style.cursor = found.handle ? "ew-resize" : this.cursor(point !== null);
    if (point !== state.hoverPoint || spring !== state.hoverSpring || state.anchor !== null) {
      state.hoverPoint = point;
      state.hoverSpring = spring;
      act.redraw();
    }
  }

  /** @param {boolean} onPoint */
  cursor(onPoint) {
    const { state } = this;
    if (!state.editable) return onPoint ? "pointer" : "default";
    if (state.ties || (state.tool === "several" && !onPoint)) return "crosshair";
    if (state.selection.count > 1 && !onPoint) return "default";
    return onPoint ? "grab" : "copy";
  }

  /** Look again at what is under a pointer that rests while the points move. */
  still() {
    const { state } = this;
    if (state.pointerAt && !this.down.size && (state.hoverSpring !== null || state.hoverPoint !== null)) {
      this.hover(state.pointerAt, "mouse");
    }
  }

  leave() {
    const { act, state } = this;
    if (this.down.size) return;
    state.hoverPoint = state.hoverSpring = state.pointerAt = null;
    act.redraw();
  }

  /**
   * Zoom, unless the page round the board scrolls: there the wheel is the page's until the board has been chosen.
   * @param {WheelEvent} event
   */
  wheel(event) {
    const { act, picture, stage } = this;
    const chosen = focused(stage) === stage && document.hasFocus();
    if (!event.ctrlKey && !event.metaKey && !chosen && pageScrolls(stage)) return;
    event.preventDefault();
    const at = this.place(event);
    const pixels = event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY;
    picture.camera.take();
    picture.view.zoom(Math.exp(-Math.max(-120, Math.min(120, pixels)) * (event.ctrlKey ? 0.01 : 0.0022)), at.x, at.y);
    act.redraw();
  }
}
