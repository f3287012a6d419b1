// The controls beside the board, each with a line of help; they act through the hand.

import { el, fill, focused, iconButton, press, say } from "./dom.js";

export const CLASSES = 8; // that can be chosen
const LIMIT = 2; // of the step, in stable steps: up to here descent cannot climb
const SEEDS = 2 ** 32;
const SHOW = /** @type {const} */ (["springs", "every", "forces", "margin", "trails"]);

/** Builds the controls and keeps them in step with the board. */
export class Controls {
  /** @param {import("./board.js").SpringBoard} board */
  constructor(board) {
    this.board = board;
    /** @type {Record<string, any>} */
    this.at = {};
  }

  /** Make all elements anew, in the language of the texts. */
  build() {
    const { board } = this;
    const t = board.texts;
    const { choices } = board;
    this.at.preset = el(
      "select",
      { id: "springsim-preset", onchange: () => board.hand.loadPreset(this.at.preset.value) },
      el("option", { value: "", hidden: true }, t.own_scene),
      ...choices.presets.map((p) => el("option", { value: p.id }, p.title)),
    );
    this.at.lesson = el("p", { class: "helptext lesson" });
    this.at.seed = el("input", { type: "number", id: "springsim-seed", min: 0, max: 4294967295, step: 1, value: 0, onchange: () => board.hand.scatter(Number(this.at.seed.value)) });
    const chips = (/** @type {string} */ id, /** @type {string} */ label, /** @type {any[]} */ nodes, /** @type {string} */ help) =>
      el(
        "fieldset",
        { class: `control control-${id}` },
        el("legend", {}, label),
        el("div", { class: "chips" }, ...nodes),
        help ? el("p", { class: "helptext" }, help) : "",
      );
    this.at.classes = Array.from({ length: CLASSES }, (_, k) => this.classChip(k, () => board.hand.setNextClass(k)));
    this.at.kinds = ["labels", "neighbours", "pairs"].map((kind) =>
      el("button", { type: "button", class: "chip", "data-kind": kind, "aria-pressed": "false", onclick: () => board.hand.setSprings(kind) }, t[`springs_${kind}`]),
    );
    this.at.untie = el("button", { type: "button", class: "chip", title: t.untie_help, onclick: () => board.hand.change("springs", { kind: "none" }) }, t.untie);
    this.at.shows = SHOW.map((what) =>
      el("button", { type: "button", class: "chip", "data-show": what, "aria-pressed": "true", title: t[`show_${what}_help`], onclick: () => board.toggle(what) }, t[`show_${what}`]),
    );
    return el(
      "section",
      { class: "controls", "aria-label": t.controls },
      el("div", { class: "control control-preset" }, el("label", { for: "springsim-preset" }, t.scene), this.at.preset, this.at.lesson),
      this.slider("margin", choices.margin, 0.01),
      this.slider("step", choices.step, 0.05),
      this.slider("momentum", choices.momentum, 0.05),
      chips("class", t.next_class, this.at.classes, t.next_class_help),
      chips("springs", t.springs, [...this.at.kinds, this.at.untie], t.springs_help),
      chips("show", t.show, this.at.shows, ""),
      el(
        "div",
        { class: "control control-seed" },
        el("label", { for: "springsim-seed" }, t.seed),
        el(
          "div",
          { class: "chips" },
          this.at.seed,
          iconButton("dice", t.shuffle, () => board.hand.scatter((board.hand.seed + 1) % SEEDS), { words: t.shuffle_short }),
          (this.at.nudge = iconButton("nudge", t.nudge, () => board.hand.nudge(), { words: t.nudge_short })),
        ),
        el("p", { class: "helptext" }, t.seed_help),
      ),
    );
  }

  /**
   * A slider that acts while it is dragged, as one change.
   * @param {"margin" | "step" | "momentum"} name
   * @param {[number, number]} range
   * @param {number} step
   */
  slider(name, range, step) {
    const t = this.board.texts;
    let gesture = 0;
    const act = (/** @type {boolean} */ live) => {
      if (!gesture) gesture = this.board.hand.newGesture();
      this.board.hand.tune(name, Number(input.value), gesture, live);
      if (!live) gesture = 0;
    };
    const input = el("input", {
      type: "range",
      id: `springsim-${name}`,
      min: range[0],
      max: range[1],
      step,
      "aria-describedby": `springsim-${name}-help`,
      oninput: () => act(true),
      onchange: () => act(false),
      onpointercancel: () => gesture && act(false), // a gesture that the browser took over ends without a change event
      onblur: () => gesture && act(false),
    });
    const value = el("output", { for: `springsim-${name}` });
    const help = el("p", { class: "helptext", id: `springsim-${name}-help` }, t[`${name}_help`]);
    this.at[name] = { input, value, help };
    const track = el("div", { class: "track" }, input);
    if (name === "step") {
      const at = (LIMIT - range[0]) / (range[1] - range[0]);
      track.append(el("span", { class: "mark", style: `--at: ${at}`, "aria-hidden": "true" }));
    }
    return el("div", { class: `control control-${name}` }, el("div", { class: "label" }, el("label", { for: `springsim-${name}` }, t[name]), value), track, help);
  }

  /**
   * @param {number} label
   * @param {() => void} action
   */
  classChip(label, action) {
    const name = this.board.picture.className(label);
    const picture = el("canvas", { width: 40, height: 40, "aria-hidden": "true" });
    this.board.picture.paintClass(picture, label);
    return el("button", { type: "button", class: "chip class-chip", "data-class": label, "aria-pressed": "false", "aria-label": fill(this.board.texts.class_name, { name }), onclick: action }, picture, name);
  }

  /** Bring what changes with an answer or a choice up to date. */
  update() {
    const { board } = this;
    const { choices, texts: t } = board;
    const run = /** @type {import("./types.js").Run} */ (board.run);
    if (this.at.preset.value !== run.preset) this.at.preset.value = run.preset;
    const preset = choices.presets.find((p) => p.id === run.preset);
    say(this.at.lesson, preset ? preset.lesson : t.own_scene_lesson);
    if (this.at.seed !== focused(board.root)) this.at.seed.value = String(run.seed);
    for (const name of /** @type {const} */ (["margin", "step", "momentum"])) {
      const { input, value, help } = this.at[name];
      const now = name === "margin" ? board.picture.marginShown() : run[name];
      if (name === "margin") {
        input.max = String(Math.max(choices.margin[1], now));
        input.min = String(Math.min(choices.margin[0], now));
      }
      if (!board.hand.tuning(name)) input.value = String(now);
      const shown = board.hand.tuning(name) ? Number(input.value) : now;
      say(value, name === "step" ? fill(t.times_stable, { value: shown.toFixed(2) }) : shown.toFixed(2));
      if (name === "step") {
        const beyond = shown >= LIMIT;
        help.classList.toggle("warning", beyond);
        say(help, beyond ? t.step_beyond : t.step_help);
      }
    }
    for (const chip of this.at.classes) press(chip, Number(chip.dataset.class) === board.hand.nextClass);
    for (const chip of this.at.kinds) {
      press(chip, chip.dataset.kind === run.kind);
      chip.hidden = chip.dataset.kind === "neighbours" && run.kind !== "neighbours";
    }
    this.at.untie.hidden = run.kind !== "pairs" || run.counts[0] + run.counts[1] === 0;
    for (const chip of this.at.shows) press(chip, board.show[/** @type {keyof typeof board.show} */ (chip.dataset.show)]);
  }
}
