// How the view moves: by hand, to all there is, and after points that leave it.

import { wantsStillness } from "./preferences.js";
import { View, between, leastShown, reached } from "./view.js";

const GLIDE = 400; // ms from one view to another

/** Moves a view. */
export class Camera {
  constructor() {
    this.view = new View();
    this.automatic = true; // whether the view shows everything, and goes on doing so; not where the visitor chose it
    /** Where it is going. @type {{from: import("./view.js").Aim, to: import("./view.js").Aim, start: number} | null} */
    this.glide = null;
    /** What is to be followed, once nothing is dragged. @type {{seen: boolean, circle: boolean} | null} */
    this.pending = null;
  }

  /** Whether the view is going somewhere, or may be as soon as nothing is dragged. */
  get moves() {
    return this.glide !== null || this.pending !== null;
  }

  /** The visitor moves the view: from now on it is theirs. */
  take() {
    this.automatic = false;
    this.stop();
  }

  /** Stay here. */
  stop() {
    this.glide = null;
  }

  /**
   * Show all of a trajectory, and the margin circle round one of the points.
   * @param {import("../types.js").Run} run
   * @param {number | null} centre
   * @param {boolean} smoothly
   */
  fit(run, centre, smoothly) {
    this.automatic = true;
    this.pending = null;
    this.go(this.view.fitted(reached(run, centre), leastShown(run)), smoothly);
  }

  /**
   * Look elsewhere: smoothly, unless less motion is asked for.
   * @param {import("./view.js").Aim} to
   * @param {boolean} smoothly
   */
  go(to, smoothly) {
    const { x, y, scale } = this.view;
    const jumps = !smoothly || wantsStillness();
    this.glide = jumps ? null : { from: { x, y, scale }, to, start: -1 };
    if (jumps) Object.assign(this.view, to);
  }

  /**
   * Another trajectory has come, after which to look once nothing is dragged.
   * @param {import("../types.js").Run} old
   * @param {import("../types.js").Run} run
   */
  notice(old, run) {
    const seen = this.pending?.seen ?? (this.automatic || this.view.shows(reached(old, null)));
    const circle = (this.pending?.circle ?? false) || old.margin !== run.margin;
    this.pending = { seen, circle };
  }

  /**
   * Follow what has left the view: to all there is or, where the visitor chose the view and saw all in it, no farther than
   * needed. One that flies apart may leave.
   * @param {import("../types.js").Run} run
   * @param {number | null} centre of the circle that follows a change of the margin
   */
  follow(run, centre) {
    if (!this.pending) return;
    const { seen, circle } = this.pending;
    this.pending = null;
    const box = reached(run, circle ? centre : null);
    if (!seen || run.status === "diverged" || this.view.shows(box, this.glide?.to)) return;
    if (this.automatic) this.fit(run, centre, true);
    else this.go(this.view.widened(box), true);
  }

  /**
   * Go on to where it is going.
   * @param {number} now ms
   */
  advance(now) {
    const { glide, view } = this;
    if (!glide) return;
    if (glide.start < 0) glide.start = now;
    const share = Math.min(Math.max((now - glide.start) / GLIDE, 0), 1);
    Object.assign(view, between(glide.from, glide.to, eased(share)));
    if (share >= 1) this.glide = null;
  }

  /**
   * Take a size: a view that shows everything goes on doing so, unless something is dragged in it; else the scale follows.
   * @param {number} width
   * @param {number} height
   * @param {{run: import("../types.js").Run | null, selected: number | null, busy: boolean}} state
   */
  resize(width, height, { run, selected, busy }) {
    const { view, glide } = this;
    const before = [view.width, view.height];
    if (before[0] === (width || 1) && before[1] === (height || 1)) return;
    if (glide) Object.assign(view, glide.to);
    this.glide = null;
    Object.assign(view, { width: width || 1, height: height || 1 });
    if (run && (before[0] <= 1 || (this.automatic && !busy))) this.fit(run, selected, false);
    else if (run) view.scale *= Math.min(view.width / before[0], view.height / before[1]);
  }
}

/**
 * Slow at both ends.
 * @param {number} share 0 … 1
 */
function eased(share) {
  return share * share * (3 - 2 * share);
}
