// A slider that acts while it is dragged, as one change.

import { Track } from "../input/track.js";
import { el, fill, lengthText, say } from "./dom.js";

/**
 * What a slider's places stand for.
 * @typedef {object} Scale
 * @property {number} min
 * @property {number} max
 * @property {number} step
 * @property {(place: number) => number} value
 * @property {(value: number) => number} place
 */

/**
 * A scale on which places are the values themselves.
 * @param {{min: number, max: number, step: number}} range
 * @returns {Scale}
 */
function even({ min, max, step }) {
  return { min, max, step, value: (x) => x, place: (x) => x };
}

/**
 * A scale on which the places are those of a list, one beside the other.
 * @param {number[]} values
 * @returns {Scale}
 */
export function listed(values) {
  return { min: 0, max: values.length - 1, step: 1, value: (k) => values[k], place: (x) => values.indexOf(x) };
}

/** One slider, with its name, its value and a line of help. */
export class Slider {
  /**
   * @param {import("../state/state.js").State} state
   * @param {import("../input/hand.js").Hand} hand
   * @param {import("./explain.js").Explainer} explainer
   * @param {string} name
   * @param {Scale} scale
   */
  constructor(state, hand, explainer, name, scale) {
    const t = state.texts;
    this.state = state;
    this.name = name;
    this.scale = scale;
    let [gesture, before] = [0, 0];
    this.input = el("input", {
      type: "range",
      id: `springsim-${name}`,
      min: scale.min,
      max: scale.max,
      step: scale.step,
      "aria-describedby": `springsim-${name}-help`,
    });
    new Track(this.input, {
      begin: () => (before = this.chosen),
      act: (live) => {
        if (!gesture) gesture = hand.newGesture();
        hand.tune(name, this.chosen, gesture, live);
        if (!live) gesture = 0;
      },
      cancel: () => {
        hand.cancel({ value: before });
        gesture = 0;
      },
    });
    /** @type {HTMLElement | null} */
    this.marked = null;
    this.value = el("output", { for: `springsim-${name}` });
    this.help = el("p", { class: "helptext", id: `springsim-${name}-help` }, t[`${name}_help`]);
    this.track = el("div", { class: "track" }, this.input);
    const about = explainer.button(t[name], t[`${name}_about`]);
    const label = el("div", { class: "label" }, el("label", { for: `springsim-${name}` }, t[name]), about, this.value);
    this.element = el("div", { class: `control control-${name}` }, label, this.track, this.help);
  }

  /** The value that it stands at. */
  get chosen() {
    return this.scale.value(Number(this.input.value));
  }

  /**
   * Mark a value on the track, and no other.
   * @param {number} value
   */
  mark(value) {
    const { min, max, place } = this.scale;
    const mark = (this.marked ??= this.track.appendChild(el("span", { class: "mark", "aria-hidden": "true" })));
    mark.style.setProperty("--at", String((place(value) - min) / (max - min)));
  }

  /**
   * Follow a value, unless the slider is being dragged.
   * @param {number} value
   * @returns {number} the value that it stands for now
   */
  follow(value) {
    const held = this.state.tuning(this.name);
    if (!held) this.input.value = String(this.scale.place(value));
    return held ? this.chosen : value;
  }
}

/** The slider of a setting, as Python describes it. */
export class SettingSlider extends Slider {
  /**
   * @param {import("../state/state.js").State} state
   * @param {import("../input/hand.js").Hand} hand
   * @param {import("./explain.js").Explainer} explainer
   * @param {import("../types.js").SliderSetting} setting
   */
  constructor(state, hand, explainer, setting) {
    super(state, hand, explainer, setting.id, even(setting));
    this.setting = setting;
  }

  /**
   * Show a value in figures and, where it goes beyond its limit, a warning in place of the help.
   * @param {number} value one that is off the track makes it longer
   * @param {string} domain
   * @param {boolean} recorded whether a recorded run is shown, to which what moves points does not apply
   */
  show(value, domain, recorded) {
    const { name, help } = this;
    const { min, max, decimals, unit, limits, simulated } = this.setting;
    const t = this.state.texts;
    this.input.max = String(Math.max(max, value));
    this.input.min = String(Math.min(min, value));
    const now = this.follow(value);
    const words = decimals === null ? lengthText(now) : now.toFixed(decimals);
    say(this.value, unit ? fill(t[unit], { value: words }) : words);
    const idle = recorded && simulated;
    this.input.disabled = idle;
    this.element.toggleAttribute("data-idle", idle);
    if (!limits) {
      say(help, t[idle ? "slider_recorded" : `${name}_help`]);
      return;
    }
    const [limit, from] = limits[domain];
    const beyond = now >= from && !idle;
    this.mark(limit);
    help.classList.toggle("warning", beyond);
    say(help, idle ? t.slider_recorded : beyond ? t[`${name}_beyond`] : fill(t[`${name}_help`], { limit }));
  }
}
