// The controls beside the board, each with a line of help; they act through the hand.

import { allowed, block, el, fill, focused, iconButton, press, say } from "./dom.js";
import { pressShown, showChips, showWords } from "./recorded_controls.js";
import { SettingSlider } from "./slider.js";

const CLASSES = 12; // that are offered for the next point: of more with names, the first

/** Builds the controls and keeps them in step with the board. */
export class Controls {
  /** @param {Pick<import("../board.js").SpringBoard, "root" | "state" | "picture" | "hand" | "explainer"
   *   | "toggle">} board */
  constructor(board) {
    this.root = board.root;
    this.state = board.state;
    this.picture = board.picture;
    this.hand = board.hand;
    this.act = board;
    /** @type {Record<string, any>} */
    this.at = {};
    /** @type {SettingSlider[]} */
    this.sliders = [];
    this.offered = ""; // the classes that can be chosen for the next point
  }

  /** Make all elements, in the language of the texts. */
  build() {
    const { state, hand, act } = this;
    const { explainer } = act;
    const { choices, texts: t } = state;
    this.at.preset = el(
      "select",
      { id: "springsim-preset", onchange: () => hand.loadPreset(this.at.preset.value) },
      el("option", { value: "", hidden: true }, t.own_scene),
      ...choices.presets.map((p) => el("option", { value: p.id }, p.title)),
    );
    this.at.domain = iconButton("circle", t.domain_circle, () => hand.toggleDomain(), { "aria-pressed": "false" });
    this.at.lesson = el("p", { class: "helptext lesson" });
    this.at.seed = el("input", {
      type: "number",
      id: "springsim-seed",
      min: 0,
      max: choices.limits.seed,
      step: 1,
      value: 0,
      title: t.seed_help,
      onchange: () => hand.scatter(Number(this.at.seed.value)),
    });
    const chips = (
      /** @type {string} */ id,
      /** @type {any[]} */ legend,
      /** @type {any[]} */ nodes,
      /** @type {any[]} */ help = [],
    ) =>
      el(
        "fieldset",
        { class: `control control-${id}` },
        el("legend", {}, ...legend),
        el("div", { class: "chips" }, ...nodes),
        ...help,
      );
    this.at.classHelp = el("p", { class: "helptext" });
    this.at.springsHelp = el("p", { class: "helptext" });
    this.at.classes = el("div", { class: "chips" });
    this.offered = "";
    this.at.kinds = ["labels", "neighbours", "pairs"].map((kind) =>
      el(
        "button",
        {
          type: "button",
          class: "chip",
          "data-kind": kind,
          "aria-pressed": "false",
          onclick: () => hand.setSprings(kind),
        },
        t[`springs_${kind}`],
      ),
    );
    this.at.untie = el(
      "button",
      {
        type: "button",
        class: "chip",
        title: t.untie_help,
        onclick: () => allowed(this.at.untie) && hand.change("springs", { kind: "none" }),
      },
      t.untie,
    );
    this.at.shows = showChips(state, (what) => act.toggle(what));
    this.sliders = choices.sliders.map((setting) => new SettingSlider(state, hand, explainer, setting));
    return el(
      "section",
      { class: "controls", "aria-label": t.controls },
      el(
        "div",
        { class: "control control-preset" },
        el("label", { for: "springsim-preset" }, t.scene),
        el("div", { class: "beside" }, this.at.preset, this.at.domain),
        this.at.lesson,
      ),
      ...this.sliders.map((slider) => slider.element),
      el("fieldset", { class: "control control-class" }, el("legend", {}, t.next_class), this.at.classes, this.at.classHelp),
      chips("springs", [t.springs], [...this.at.kinds, this.at.untie], [this.at.springsHelp]),
      chips("show", [t.show, explainer.button(t.show, showWords(state))], this.at.shows),
      el(
        "div",
        { class: "control control-seed" },
        el("label", { for: "springsim-seed" }, t.seed),
        el(
          "div",
          { class: "chips" },
          this.at.seed,
          iconButton("dice", t.shuffle, () => hand.scatter((hand.seed + 1) % (choices.limits.seed + 1)), {
            words: t.shuffle_short,
          }),
          (this.at.nudge = iconButton("nudge", t.nudge, () => hand.nudge(), { words: t.nudge_short })),
        ),
      ),
    );
  }

  /**
   * @param {number} label
   * @param {() => void} action
   */
  classChip(label, action) {
    const name = this.picture.className(label);
    const picture = el("canvas", { "aria-hidden": "true" });
    this.picture.paintClass(picture, label);
    return el(
      "button",
      {
        type: "button",
        class: "chip class-chip",
        "data-class": label,
        "aria-pressed": "false",
        "aria-label": fill(this.state.texts.class_name, { name }),
        title: name,
        onclick: action,
      },
      picture,
      el("span", { class: "name" }, name),
    );
  }

  /** Offer the classes that the next point can have. */
  offerClasses() {
    const { state, hand, picture } = this;
    const count = Math.min(state.classes, CLASSES);
    const names = Array.from({ length: count }, (_, k) => picture.className(k));
    const offered = JSON.stringify(names);
    if (offered === this.offered) return;
    this.offered = offered;
    this.at.classes.toggleAttribute("data-named", Boolean(state.run?.classes.length));
    this.at.classes.replaceChildren(...names.map((_, k) => this.classChip(k, () => hand.setNextClass(k))));
  }

  /** Paint what is painted, as the theme and the screen are now. */
  paint() {
    for (const chip of this.at.classes?.children ?? []) {
      this.picture.paintClass(chip.querySelector("canvas"), Number(chip.dataset.class));
    }
  }

  /** Bring what changes with an answer or a choice up to date. */
  update() {
    const { state } = this;
    const { choices, texts: t } = state;
    const run = /** @type {import("../types.js").Run} */ (state.run);
    const asked = this.hand.preset;
    if (this.at.preset.value !== asked) this.at.preset.value = asked;
    const preset = choices.presets.find((p) => p.id === run.preset);
    say(this.at.lesson, preset ? preset.lesson : t.own_scene_lesson);
    if (this.at.seed !== focused(this.root)) this.at.seed.value = String(run.seed);
    /** @type {Record<string, any>} */
    const shown = { ...run, margin: state.margin };
    for (const slider of this.sliders) slider.show(shown[slider.name], run.domain);
    press(this.at.domain, run.domain === "circle");
    this.offerClasses();
    for (const chip of this.at.classes.children) press(chip, Number(chip.dataset.class) === state.nextClass);
    for (const chip of this.at.kinds) {
      press(chip, chip.dataset.kind === run.kind);
      chip.hidden = chip.dataset.kind === "neighbours" && run.kind !== "neighbours";
    }
    say(this.at.classHelp, t[`next_class_${run.kind}`]);
    say(this.at.springsHelp, t[`springs_${run.kind}_help`]);
    this.at.untie.hidden = run.kind !== "pairs";
    block(this.at.untie, run.counts[0] + run.counts[1] === 0);
    pressShown(state.show, this.at.shows);
  }

  /**
   * Point out the way off a saddle.
   * @param {boolean} saddle
   */
  attend(saddle) {
    this.at.nudge.classList.toggle("attention", saddle);
  }
}
