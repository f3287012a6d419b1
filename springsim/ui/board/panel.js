// Everything round the picture but the controls: bars of buttons, readouts and time. Native elements only.

import { CLASSES, Controls } from "./controls.js";
import { digits, el, fill, icon, iconButton, press, say } from "./dom.js";
import { COLUMN } from "./types.js";

const SPEEDS = [0.25, 0.5, 1, 2, 4];
const TOOLS = /** @type {const} */ (["move", "similar", "dissimilar", "cut"]);

/** Builds the elements and keeps them in step with the board. */
export class Panel {
  /** @param {import("./board.js").SpringBoard} board */
  constructor(board) {
    this.board = board;
    /** @type {Record<string, any>} */
    this.at = {};
    this.controls = new Controls(board);
  }

  /** Make all elements anew, in the language of the texts. */
  build() {
    const { root, texts } = this.board;
    const files = el("input", { type: "file", accept: ".json,application/json", hidden: true, onchange: () => this.board.notices.openFile(files) });
    this.at = { files };
    root.setAttribute("lang", this.board.language);
    root.replaceChildren(
      this.topbar(),
      this.stage(),
      el("section", { class: "charts", "aria-label": texts.charts }, this.chart(), this.readouts()),
      this.controls.build(),
      this.transport(),
      (this.at.live = el("div", { class: "sr", "aria-live": "polite" })),
      this.help(),
      files,
    );
  }

  topbar() {
    const { board } = this;
    const t = board.texts;
    this.at.undo = iconButton("undo", t.undo, () => board.hand.undo());
    this.at.redo = iconButton("redo", t.redo, () => board.hand.redo());
    this.at.reset = iconButton("reset", t.reset, () => board.hand.reset(), { words: t.reset_short });
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
        iconButton("clear", t.clear, () => board.hand.change("clear", {}, true), { words: t.clear_short }),
        el("span", { class: "gap" }),
        iconButton("link", t.link, () => board.hand.share("link"), { words: t.link_short }),
        iconButton("open", t.open, () => this.at.files.click(), { words: t.open_short }),
        iconButton("save", t.save, () => board.hand.share("file"), { words: t.save_short }),
        el("span", { class: "gap" }),
        iconButton("help", t.help, () => this.at.help.showModal()),
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
      iconButton(tool, t[`tool_${tool}`], () => board.hand.useTool(tool), { class: "tool", "aria-pressed": "false", "data-tool": tool }),
    );
    this.at.hint = el("p", { class: "hint" });
    this.at.note = el("p", { class: "note" });
    this.at.selection = el("div", { class: "selection", role: "toolbar", "aria-label": t.selected_point, hidden: true });
    return el(
      "section",
      { class: "picture" },
      this.at.stage,
      el("span", { id: "springsim-keys", class: "sr" }, t.keys_short),
      el("div", { class: "tools", role: "toolbar", "aria-label": t.tools }, ...this.at.tools),
      el(
        "div",
        { class: "tools zoom", role: "toolbar", "aria-label": t.view },
        iconButton("plus", t.zoom_in, () => board.picture.zoom(1.3), { class: "tool" }),
        iconButton("minus", t.zoom_out, () => board.picture.zoom(1 / 1.3), { class: "tool" }),
        iconButton("fit", t.fit, () => board.picture.fit(), { class: "tool" }),
      ),
      this.at.selection,
      el("div", { class: "below" }, this.at.note, this.at.hint),
      this.board.notices.build(),
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

  transport() {
    const { board } = this;
    const t = board.texts;
    this.at.play = iconButton("play", t.play, () => board.togglePlay(), { class: "primary" });
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
        iconButton("restart", t.restart, () => board.restart()),
        iconButton("back", t.back, () => board.stepBy(-1)),
        this.at.play,
        iconButton("step", t.step_forward, () => board.stepBy(1)),
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
    this.controls.at.nudge.classList.toggle("attention", saddle);
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
    const { run } = board;
    if (!run) return;
    const history = board.log.history;
    this.at.undo.disabled = history.index <= history.first;
    this.at.redo.disabled = history.index >= history.length - 1;
    this.at.reset.disabled = !run.preset;
    this.controls.update();
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
    const pin = iconButton("pin", pinned ? t.unpin : t.pin, () => board.hand.togglePin(), { "aria-pressed": String(pinned), words: pinned ? t.unpin : t.pin });
    bar.replaceChildren(
      el("strong", {}, fill(t.point, { i: selected + 1 })),
      choose,
      pin,
      iconButton("trash", t.delete_point, () => board.hand.deletePoint(), { words: t.delete_short }),
      iconButton("close", t.deselect, () => board.select(null)),
    );
  }

}
