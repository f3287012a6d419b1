// What the board shows, and what is being done to it: values only, from which everything is drawn.

import { embedded } from "./embed.js";
import { LOOK } from "./look.js";
import { Selected } from "./selected.js";

/** The state of one board. */
export class State {
  /** @param {boolean} editable whether the scene can be changed here, or looked at only */
  constructor(editable) {
    this.editable = editable;
    this.embedded = editable && embedded(); // in a frame of another page
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
    this.selection = new Selected();
    /** What is drawn round points that are to be selected. @type {import("../input/band.js").Band | null} */
    this.band = null;
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
    /** Points that are dragged, the one in hand first, with x and y of each. @type {{points: number[], places: number[],
     * gesture: number, last: number} | null} */
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

  /** The points that are held: by the pointer now, or in what was sent last. @returns {number[]} */
  get held() {
    return this.dragging?.points ?? this.run?.held ?? [];
  }

  /** The selected point; of several, the one from which the others are seen. @returns {number | null} */
  get selected() {
    return this.selection.first;
  }

  set selected(i) {
    this.selection.set(i === null ? [] : [i]);
  }

  /** Whether the tool in hand ties points, or cuts what ties them. */
  get ties() {
    return this.tool !== "move" && this.tool !== "several";
  }

  /** @param {string} name of a slider */
  tuning(name) {
    return this.slider !== null && this.slider.name === name;
  }
}
