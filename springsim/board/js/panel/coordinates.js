// Where the selected point is, to be read and typed: x and y, or the angle on the circle. Python checks what was typed.

import { asksHistory, keyOf } from "../input/keys.js";
import { el } from "./dom.js";

const DIGITS = 5; // that are shown; what is typed is taken as it is

/** By domain the coordinates of a point, and how each is read off its place. @type {Record<string, Record<string,
 * (at: import("../types.js").Point) => number>>} */
const READ = {
  plane: { x: ({ x }) => x, y: ({ y }) => y },
  circle: { angle: ({ x, y }) => (Math.atan2(y, x) * 180) / Math.PI },
};

/** Builds the fields and keeps them in step with the board. */
export class Coordinates {
  /** @param {Pick<import("../board.js").SpringBoard, "state" | "picture" | "hand" | "panel">} board */
  constructor(board) {
    this.state = board.state;
    this.picture = board.picture;
    this.hand = board.hand;
    this.act = board;
    /** What is typed and not yet applied, by the name of the coordinate. @type {Set<string>} */
    this.typed = new Set();
    /** @type {Record<string, any>} */
    this.at = {};
  }

  /** Make them, in the language of the texts. */
  build() {
    const { texts: t } = this.state;
    this.typed.clear();
    /** @type {[string, string, string][]} */
    const rows = [
      ["x", t.coordinate_x, t.coordinate_x_label],
      ["y", t.coordinate_y, t.coordinate_y_label],
      ["angle", t.coordinate_angle, t.coordinate_angle_label],
    ];
    this.at = { fields: {}, labels: {} };
    for (const [name, short, long] of rows) {
      this.at.fields[name] = this.field(name, long);
      this.at.labels[name] = el("label", {}, el("span", {}, short), this.at.fields[name]);
    }
    this.at.all = el("span", { class: "coordinates", title: t.coordinate_help }, ...Object.values(this.at.labels));
    this.at.all.addEventListener("focusout", (/** @type {FocusEvent} */ event) => {
      if (!this.at.all.contains(event.relatedTarget)) this.apply(); // a phone's keyboard has no Enter
    });
    return this.at.all;
  }

  /**
   * @param {string} name
   * @param {string} label
   */
  field(name, label) {
    const field = el("input", {
      type: "text",
      inputmode: name === "angle" ? "text" : "decimal",
      autocomplete: "off",
      spellcheck: false,
      "aria-label": label,
      "data-coordinate": name,
      oninput: () => this.typed.add(name),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event),
      onfocus: () => field.select(),
    });
    return field;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (asksHistory(event) && !this.typed.size) {
      event.preventDefault(); // nothing is typed that the field could take back
      if (keyOf(event) === "z" && !event.shiftKey) this.hand.undo();
      else this.hand.redo();
    }
    if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault(); // and nothing else of the board hears it
    event.stopPropagation();
    const field = /** @type {HTMLInputElement} */ (event.target);
    if (event.key === "Enter") this.apply();
    else if (this.typed.size) this.giveBack();
    else this.act.panel.focusStage(true);
    field.select();
  }

  /** Do what was typed, as one change. */
  apply() {
    if (!this.typed.size) return;
    const typed = Object.fromEntries([...this.typed].map((name) => [name, numberOf(this.at.fields[name].value)]));
    this.typed.clear();
    this.hand.place(typed);
  }

  /** Show again where the point is. */
  giveBack() {
    this.typed.clear();
    this.tick();
  }

  /** Show where the selected point is, but in what is being typed. */
  tick() {
    const { at, typed, picture } = this;
    const { run, selection, selected, editable } = this.state;
    const shown = editable && run !== null && selected !== null && selected < run.n && selection.count === 1;
    at.all.hidden = !shown;
    if (!shown) {
      typed.clear();
      return;
    }
    const place = { x: picture.shown[2 * selected], y: picture.shown[2 * selected + 1] };
    const read = READ[run.domain];
    for (const [name, field] of Object.entries(at.fields)) {
      at.labels[name].hidden = !(name in read);
      if (!(name in read) || typed.has(name)) continue;
      const words = numberText(read[name](place));
      if (field.value !== words) field.value = words;
    }
  }
}

/**
 * The number that is typed: with a decimal point or comma, in letters of any width; what is none stays as it was typed, for
 * Python to refuse.
 * @param {string} text
 * @returns {number | string}
 */
export function numberOf(text) {
  const plain = text
    .normalize("NFKC")
    .trim()
    .replace(/[−–]/, "-")
    .replace(/[,、。]/, ".")
    .replace(/°$/, "");
  const number = Number(plain);
  return plain && Number.isFinite(number) ? number : text.slice(0, 40);
}

/** @param {number} x */
function numberText(x) {
  const places = Math.max(DIGITS - 1 - Math.max(Math.floor(Math.log10(Math.abs(x) || 1)), 0), 0);
  return String(Number(x.toFixed(places)) || 0);
}
