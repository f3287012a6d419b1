// What the board shows, and what is being done to it: values only, from which everything is drawn.

import { LOOK } from "./look.js";

/** The state of one board. */
export class State {
  /** @param {boolean} editable whether the scene can be changed here, or looked at only */
  constructor(editable) {
    this.editable = editable;
    /** @type {any} */
    this.texts = null;
    /** @type {import("../types.js").Choices} */
    this.choices = /** @type {any} */ (null);
    this.language = "";
    this.title = "";
    /** @type {import("../types.js").Run | null} */
    this.run = null;
    /** @type {import("./springset.js").SpringSet | null} */
    this.springs = null;
    /** @type {import("./losstable.js").LossTable | null} */
    this.losses = null;
    /** What is drawn, by the ids of `choices.view`. @type {Record<string, boolean>} */
    this.show = {};
    /** @type {number | null} */
    this.selected = null;
    /** @type {number | null} */
    this.hoverPoint = null;
    /** @type {number | null} */
    this.hoverSpring = null;
    /** @type {import("../types.js").Point | null} */
    this.pointerAt = null;
    this.keyboard = false;
    this.tool = "move";
    this.nextClass = 0;
    /** First of two points that are to be tied. @type {number | null} */
    this.anchor = null;
    /** @type {{i: number, x: number, y: number, gesture: number, last: number} | null} */
    this.dragging = null;
    /** @type {{value: number, angle: number, gesture: number, last: number} | null} */
    this.marginDrag = null;
    /** @type {{name: string, value: number, gesture: number, last: number} | null} */
    this.slider = null;
  }

  /** How many classes can be chosen: those that have names and one more or, without names, those with a colour of their own. */
  get classes() {
    const named = this.run?.classes.length ?? 0;
    return named ? named + 1 : LOOK.colours.length;
  }

  /** Number of points. */
  get n() {
    return this.run ? this.run.n : 0;
  }

  /** The margin that is shown: the one that is being chosen, while it is. */
  get margin() {
    if (this.marginDrag) return this.marginDrag.value;
    if (this.slider && this.tuning("margin")) return this.slider.value;
    return this.run ? this.run.margin : 1;
  }

  /**
   * The length up to which springs of a kind act, at the margin shown.
   * @param {number} similar 1 or 0
   */
  reach(similar) {
    return this.run ? this.run.law.reach[similar] * this.margin : Infinity;
  }

  /** Whether there is more than one margin to choose from. */
  get tunesMargin() {
    return this.choices.margins?.length !== 1;
  }

  /** Whether something is being dragged, so that answers come and go by the moment. */
  get busy() {
    return this.dragging !== null || this.marginDrag !== null || this.slider !== null;
  }

  /** Whether something is being dragged, and was not yet let go. */
  get holds() {
    const held = this.dragging ?? this.marginDrag ?? this.slider;
    return held !== null && held.last === 0;
  }

  /** The point that is held, if one is: by the pointer now, or in what was sent last. @returns {number | null} */
  get held() {
    return this.dragging?.i ?? this.run?.held ?? null;
  }

  /** @param {string} name of a slider */
  tuning(name) {
    return this.slider !== null && this.slider.name === name;
  }
}
