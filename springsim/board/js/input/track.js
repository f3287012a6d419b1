// The track of a slider under a hand: sideways, or by a tap, a finger sets its value; up and down it scrolls the page and
// changes nothing. Escape takes a drag back, and so does a browser that takes the finger away.

const SLOP = 8; // pixels a finger goes until it is plain where to

/**
 * What a track does: `begin` is called before anything changes, `act` with each value, live while more is to come, and `cancel`
 * where what was done since `begin` is to be taken back.
 * @typedef {{begin?: () => void, act: (live: boolean) => void, cancel: () => void}} Acts
 */

/** Turns what happens to an input of type range into acts. */
export class Track {
  /**
   * @param {HTMLInputElement} input
   * @param {Acts} acts
   */
  constructor(input, acts) {
    this.input = input;
    this.acts = acts;
    /** The pointer that is down. @type {{x: number, y: number, before: string, wanted: string, plain: boolean} | null} */
    this.press = null;
    this.acted = false; // since it is down, or since the keys began to change it
    this.over = false; // taken back, though the pointer may be down still
    const listen = (/** @type {string} */ name, /** @type {(event: any) => void} */ hear) => input.addEventListener(name, hear);
    listen("pointerdown", (event) => this.down(event));
    listen("pointermove", (event) => this.move(event));
    listen("pointerup", () => this.up());
    listen("pointercancel", () => this.cancel());
    listen("keydown", (event) => this.key(event));
    listen("input", () => this.change());
    listen("change", () => this.end());
    listen("touchend", () => setTimeout(() => this.rest())); // what the browser says of it comes first
    listen("blur", () => this.acted && this.end());
  }

  /** @param {PointerEvent} event */
  down({ clientX: x, clientY: y, pointerType }) {
    const { value } = this.input;
    this.over = this.acted = false;
    this.press = { x, y, before: value, wanted: value, plain: pointerType !== "touch" };
    this.acts.begin?.();
  }

  /** @param {PointerEvent} event */
  move({ clientX, clientY }) {
    const { press, input } = this;
    if (!press || press.plain || this.over) return;
    const [dx, dy] = [Math.abs(clientX - press.x), Math.abs(clientY - press.y)];
    if (dx < SLOP || dx < dy) return;
    press.plain = true;
    input.value = press.wanted;
    this.change();
  }

  /** The browser has changed the value: before it is plain where a finger goes to, it is only wanted. */
  change() {
    const { press, input } = this;
    if (this.over) {
      if (press) input.value = press.before;
    } else if (press && !press.plain) {
      press.wanted = input.value;
      input.value = press.before;
    } else {
      this.acted = true;
      this.acts.act(true);
    }
  }

  /** The pointer is up: a tap sets the value. */
  up() {
    const { press, input } = this;
    setTimeout(() => this.end()); // a browser that sees no change in the end says nothing
    if (!press || press.plain || this.over) return;
    press.plain = true;
    if (press.wanted === press.before) return;
    input.value = press.wanted;
    this.change();
  }

  /** Nothing more comes of this drag, or of these keys. */
  end() {
    if (this.over && this.press) this.input.value = this.press.before;
    else if (this.acted) this.acts.act(false);
    this.acted = false;
    this.rest();
  }

  rest() {
    this.press = null;
    this.over = false;
  }

  /** Take back what this drag has done. */
  cancel() {
    const { press, input, acted } = this;
    if (!press) return;
    this.over = true;
    this.acted = false;
    input.value = press.before;
    if (acted) this.acts.cancel();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key !== "Escape" || !this.press || !this.acted) return;
    event.preventDefault();
    this.cancel();
  }
}
