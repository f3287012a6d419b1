// Everything round the picture: bars of buttons, controls and readouts. Native elements only, one line of help each.

import { digits, el, fill, icon, say } from "./dom.js";
import { COLUMN } from "./types.js";

const SPEEDS = [0.25, 0.5, 1, 2, 4];
const CLASSES = 8;
const FADE = 9000; // ms until a notice goes by itself
const FADE_ERROR = 20_000;
const LIMIT = 2; // of the step, in stable steps: up to here descent cannot climb
const SHOW = /** @type {const} */ (["springs", "every", "forces", "margin", "trails"]);
const TOOLS = /** @type {const} */ (["move", "similar", "dissimilar", "cut"]);

/** Builds the elements and keeps them in step with the board. */
export class Panel {
  /** @param {import("./board.js").SpringBoard} board */
  constructor(board) {
    this.board = board;
    /** @type {Record<string, any>} */
    this.at = {};
    this.gesture = Date.now() % 1e9;
  }

  /** A number that no gesture before had. */
  newGesture() {
    return ++this.gesture;
  }

  /**
   * A button with an icon.
   * @param {string} name of the icon
   * @param {string} label
   * @param {() => void} action
   * @param {Record<string, any>} [props]
   */
  button(name, label, action, props = {}) {
    const { class: kind = "", words = false, ...rest } = props;
    const node = el(
      "button",
      { type: "button", class: `button ${kind}`, title: label, "aria-label": label, onclick: action, ...rest },
      icon(name),
    );
    if (words) node.append(el("span", { class: "words" }, words));
    return node;
  }

  /** Make all elements anew, in the language of the texts. */
  build() {
    const { root, texts } = this.board;
    const files = el("input", { type: "file", accept: ".json,application/json", hidden: true, onchange: () => this.openFile(files) });
    this.at = { files };
    root.setAttribute("lang", this.board.language);
    root.replaceChildren(
      this.topbar(),
      this.stage(),
      el("section", { class: "charts", "aria-label": texts.charts }, this.chart(), this.readouts()),
      this.controls(),
      this.transport(),
      (this.at.live = el("div", { class: "sr", "aria-live": "polite" })),
      this.help(),
      files,
    );
  }

  topbar() {
    const { board } = this;
    const t = board.texts;
    this.at.undo = this.button("undo", t.undo, () => board.hand.undo());
    this.at.redo = this.button("redo", t.redo, () => board.hand.redo());
    this.at.reset = this.button("reset", t.reset, () => board.hand.reset(), { words: t.reset_short });
    const language = board.language === "en" ? "zh" : "en";
    return el(
      "header",
      { class: "topbar" },
      el("h1", { class: "brand" }, "springsim", el("span", { class: "tagline" }, t.tagline)),
      el(
        "div",
        { class: "buttons" },
        this.at.undo,
        this.at.redo,
        this.at.reset,
        this.button("clear", t.clear, () => board.hand.change("clear", {}, true), { words: t.clear_short }),
        el("span", { class: "gap" }),
        this.button("link", t.link, () => board.hand.share("link"), { words: t.link_short }),
        this.button("open", t.open, () => this.at.files.click(), { words: t.open_short }),
        this.button("save", t.save, () => board.hand.share("file"), { words: t.save_short }),
        el("span", { class: "gap" }),
        this.button("help", t.help, () => this.at.help.showModal()),
        el(
          "button",
          { type: "button", class: "button language", lang: language, title: t.other_language, onclick: () => board.log.push("language", { value: language }) },
          language === "zh" ? "中文" : "EN",
        ),
      ),
    );
  }

  stage() {
    const { board } = this;
    const t = board.texts;
    this.at.canvas = el("canvas", { "aria-hidden": "true" });
    this.at.stage = el("div", { class: "stage", role: "application", tabindex: "0", "aria-label": t.board, "aria-describedby": "springsim-keys" }, this.at.canvas);
    this.at.tools = TOOLS.map((tool) =>
      this.button(tool, t[`tool_${tool}`], () => board.hand.useTool(tool), { class: "tool", "aria-pressed": "false", "data-tool": tool }),
    );
    this.at.hint = el("p", { class: "hint" });
    this.at.note = el("p", { class: "note" });
    this.at.selection = el("div", { class: "selection", role: "toolbar", "aria-label": t.selected_point, hidden: true });
    this.at.toast = el("div", { class: "toast", role: "alert", hidden: true });
    return el(
      "section",
      { class: "picture" },
      this.at.stage,
      el("span", { id: "springsim-keys", class: "sr" }, t.keys_short),
      el("div", { class: "tools", role: "toolbar", "aria-label": t.tools }, ...this.at.tools),
      el(
        "div",
        { class: "tools zoom", role: "toolbar", "aria-label": t.view },
        this.button("plus", t.zoom_in, () => board.picture.zoom(1.3), { class: "tool" }),
        this.button("minus", t.zoom_out, () => board.picture.zoom(1 / 1.3), { class: "tool" }),
        this.button("fit", t.fit, () => board.picture.fit(), { class: "tool" }),
      ),
      this.at.selection,
      el("div", { class: "below" }, this.at.note, this.at.hint),
      this.at.toast,
    );
  }

  chart() {
    const t = this.board.texts;
    this.at.curves = el("canvas", { class: "curves", role: "img", "aria-label": t.curves_label });
    return el("div", {}, el("h2", {}, t.curves), el("div", { class: "curves-frame" }, this.at.curves));
  }

  readouts() {
    const t = this.board.texts;
    this.at.values = {};
    const rows = ["mean", "sum", "parts", "residual", "springs", "state"].map((name) => {
      const value = (this.at.values[name] = el("dd", { "data-readout": name }));
      return el("div", { class: `row row-${name}`, title: t[`help_${name}`] }, el("dt", {}, t[`read_${name}`]), value);
    });
    return el("dl", { class: "readouts" }, ...rows);
  }

  controls() {
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
    this.at.seed = el("input", { type: "number", id: "springsim-seed", min: 0, max: 4294967295, step: 1, value: 0, onchange: () => board.hand.scatter(this.at.seed.value) });
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
          this.button("dice", t.shuffle, () => board.hand.scatter(null), { words: t.shuffle_short }),
          (this.at.nudge = this.button("nudge", t.nudge, () => board.hand.nudge(), { words: t.nudge_short })),
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
      if (!gesture) gesture = this.newGesture();
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

  transport() {
    const { board } = this;
    const t = board.texts;
    this.at.play = this.button("play", t.play, () => board.togglePlay(), { class: "primary" });
    this.at.scrub = el("input", { type: "range", class: "scrub", min: 0, max: 1, step: 1, value: 0, "aria-label": t.scrub, oninput: () => board.scrub(Number(this.at.scrub.value)) });
    this.at.timeline = el("canvas", { "aria-hidden": "true" });
    this.at.when = el("span", { class: "when" });
    this.at.speed = el(
      "select",
      { class: "speed", "aria-label": t.speed, title: t.speed, onchange: () => (board.player.speed = Number(this.at.speed.value)) },
      ...SPEEDS.map((s) => el("option", { value: s, ...(s === board.player.speed ? { selected: true } : {}) }, `${s}×`)),
    );
    return el(
      "section",
      { class: "transport", "aria-label": t.time },
      el(
        "div",
        { class: "buttons" },
        this.button("restart", t.restart, () => board.restart()),
        this.button("back", t.back, () => board.stepBy(-1)),
        this.at.play,
        this.button("step", t.step_forward, () => board.stepBy(1)),
      ),
      el("div", { class: "timeline" }, this.at.timeline, this.at.scrub),
      el("div", { class: "clock" }, this.at.when, (this.at.small = el("span", { class: "state-small" })), el("span", { class: "caption" }, t.loss_over_time)),
      this.at.speed,
    );
  }

  help() {
    const t = this.board.texts;
    const rows = t.keys.split("\n").map((/** @type {string} */ line) => {
      const [key, does] = line.split("\t");
      return el("div", { class: "key" }, el("dt", {}, el("kbd", {}, key)), el("dd", {}, does));
    });
    this.at.help = el(
      "dialog",
      { class: "help", "aria-label": t.help },
      el("h2", {}, t.help_title),
      ...t.help_text.split("\n").map((/** @type {string} */ line) => el("p", {}, line)),
      el("dl", { class: "keys" }, ...rows),
      el("form", { method: "dialog" }, el("button", { class: "button primary" }, el("span", { class: "words" }, t.close))),
    );
    return this.at.help;
  }

  /** Bring what changes with every frame up to date. */
  tick() {
    const { board } = this;
    const { player, run } = board;
    const t = board.texts;
    if (!run) return;
    const k = player.frame;
    const number = (/** @type {number} */ column) => player.number(k, column);
    const phase = player.phase;
    const step = number(COLUMN.step);
    const last = player.number(player.last, COLUMN.step);
    const { stage, values } = this.at;
    const data = {
      "data-n": run.n,
      "data-margin": run.margin,
      "data-loss": number(COLUMN.loss),
      "data-residual": number(COLUMN.residual),
      "data-phase": phase,
      "data-ack": board.log.acked,
      "data-view": `${board.picture.view.scale} ${board.picture.view.x} ${board.picture.view.y}`,
    };
    for (const [name, value] of Object.entries(data)) if (stage.getAttribute(name) !== String(value)) stage.setAttribute(name, String(value));
    say(values.mean, digits(number(COLUMN.mean)));
    say(values.sum, digits(number(COLUMN.loss)));
    say(values.parts, `${digits(number(COLUMN.similar))} + ${digits(number(COLUMN.dissimilar))}`);
    say(values.residual, digits(number(COLUMN.residual)));
    say(values.springs, fill(t.springs_counts, { similar: run.counts[0], dissimilar: run.counts[1], pushing: number(COLUMN.pushing) }));
    const saddle = phase === "equilibrium" && run.saddle;
    const words = saddle ? t.phase_saddle : board.log.late ? t.waiting : fill(t[`phase_${phase}_${run.status}`] ?? t[`phase_${phase}`], { step });
    say(values.state, words);
    say(this.at.small, words);
    values.state.toggleAttribute("data-saddle", saddle);
    this.at.nudge.classList.toggle("attention", saddle);
    values.state.dataset.phase = phase;
    const end = run.ends ? last : `${last}+`;
    say(this.at.when, fill(t.step_of, { step, last: end }));
    say(this.at.note, board.note());
    const { scrub, play } = this.at;
    if (Number(scrub.max) !== player.last) scrub.max = String(player.last);
    if (Number(scrub.value) !== k) scrub.value = String(k);
    scrub.setAttribute("aria-valuetext", fill(t.step_of, { step, last: end }));
    const showsPause = phase === "playing";
    if (play.dataset.shows !== String(showsPause)) {
      play.dataset.shows = String(showsPause);
      const label = showsPause ? t.pause : t.play;
      play.replaceChildren(icon(showsPause ? "pause" : "play"));
      play.setAttribute("aria-label", label);
      play.setAttribute("title", label);
    }
    if (this.spokenPhase !== `${phase}/${run.n}/${board.log.late}` && !board.hand.dragging) {
      this.spokenPhase = `${phase}/${run.n}/${board.log.late}`;
      say(this.at.live, fill(t.spoken, { state: words, n: run.n, loss: digits(number(COLUMN.loss)) }));
    }
  }

  /** Bring what changes with an answer or a choice up to date. */
  update() {
    const { board } = this;
    const { run, choices } = board;
    const t = board.texts;
    if (!run) return;
    const history = board.log.history;
    this.at.undo.disabled = history.index <= history.first;
    this.at.redo.disabled = history.index >= history.length - 1;
    this.at.reset.disabled = !run.preset;
    if (this.at.preset.value !== run.preset) this.at.preset.value = run.preset;
    const preset = choices.presets.find((p) => p.id === run.preset);
    say(this.at.lesson, preset ? preset.lesson : t.own_scene_lesson);
    if (this.at.seed !== this.focused()) this.at.seed.value = String(run.seed);
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
    for (const tool of this.at.tools) press(tool, tool.dataset.tool === board.hand.tool);
    say(this.at.hint, board.hint());
    this.updateSelection();
  }

  /** The bar of the selected point. */
  updateSelection() {
    const { board } = this;
    const { run, selected, texts: t } = board;
    const bar = this.at.selection;
    bar.hidden = selected === null || !run;
    if (selected === null || !run) return;
    const state = `${selected}/${run.labels[selected]}/${run.pinned.has(selected)}/${board.language}`;
    if (bar.dataset.state === state) return;
    bar.dataset.state = state;
    const pinned = run.pinned.has(selected);
    const label = run.labels[selected];
    const options = [...new Set([...Array(CLASSES).keys(), label])].sort((a, b) => a - b);
    const choose = el(
      "select",
      { "aria-label": t.class_of_point, onchange: () => board.hand.setClass(Number(choose.value)) },
      ...options.map((k) => el("option", { value: k, ...(k === label ? { selected: true } : {}) }, fill(t.class_name, { name: board.picture.className(k) }))),
    );
    const pin = this.button("pin", pinned ? t.unpin : t.pin, () => board.hand.togglePin(), { "aria-pressed": String(pinned), words: pinned ? t.unpin : t.pin });
    bar.replaceChildren(
      el("strong", {}, fill(t.point, { i: selected + 1 })),
      choose,
      pin,
      this.button("trash", t.delete_point, () => board.hand.deletePoint(), { words: t.delete_short }),
      this.button("close", t.deselect, () => board.select(null)),
    );
  }

  /** The element that has the focus, inside the board. */
  focused() {
    const tree = /** @type {Document | ShadowRoot} */ (this.board.root.getRootNode());
    return tree.activeElement;
  }

  /**
   * Say something that has gone wrong, or give something that was asked for.
   * @param {string[]} lines
   * @param {Node[]} extra
   * @param {string} kind
   */
  toast(lines, extra = [], kind = "error") {
    const { toast } = this.at;
    toast.hidden = false;
    clearTimeout(this.fading);
    const fade = () => (toast.hidden = !toast.contains(this.focused()));
    this.fading = window.setTimeout(fade, kind === "error" ? FADE_ERROR : FADE);
    toast.dataset.kind = kind;
    toast.replaceChildren(
      el("div", { class: "toast-text" }, ...lines.map((line) => el("p", {}, line)), ...extra),
      this.button("close", this.board.texts.close, () => (toast.hidden = true)),
    );
  }

  /** Take back an error: something has succeeded since. */
  forgive() {
    if (this.at.toast.dataset.kind === "error") this.at.toast.hidden = true;
  }

  /**
   * Show a link, and put it on the clipboard where the browser allows it.
   * @param {string} query
   * @param {boolean} start whether it opens the start, not the moment
   */
  offerLink(query, start) {
    const t = this.board.texts;
    if (!query) {
      this.toast([t.link_too_long], [this.button("save", t.save, () => this.board.hand.share("file"), { words: t.save })], "info");
      return;
    }
    const address = `${location.origin}${location.pathname}?${query}`;
    const field = el("input", { readonly: true, class: "address", "aria-label": t.link, value: address, onfocus: () => field.select() });
    const other = el("button", { type: "button", class: "chip", onclick: () => this.board.hand.share(start ? "link" : "start") }, start ? t.link_now : t.link_start);
    const tell = (/** @type {boolean} */ copied) =>
      this.toast([`${start ? t.link_opens_start : t.link_opens} ${copied ? t.link_copied : t.link_here}`], [field, other], "info");
    if (navigator.clipboard) navigator.clipboard.writeText(address).then(() => tell(true), () => tell(false));
    else tell(false);
  }

  /**
   * Let the browser save a scene file.
   * @param {string} text
   */
  offerFile(text) {
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    const name = this.board.run?.preset || "scene";
    const anchor = el("a", { href: address, download: `springsim-${name}.json`, hidden: true });
    this.board.root.append(anchor);
    anchor.click();
    anchor.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }

  /** @param {HTMLInputElement} input */
  async openFile(input) {
    const file = input.files && input.files[0];
    input.value = "";
    if (!file) return;
    const most = this.board.choices.text;
    if (file.size > most) {
      this.toast([fill(this.board.texts.file_too_large, { name: file.name, size: file.size, most })]);
      return;
    }
    this.board.hand.change("open", { text: await file.text() }, true);
  }
}

/**
 * @param {HTMLElement} button
 * @param {boolean} on
 */
function press(button, on) {
  if (button.getAttribute("aria-pressed") !== String(on)) button.setAttribute("aria-pressed", String(on));
}
