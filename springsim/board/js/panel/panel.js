// Everything round the picture, put together: native elements only.

import { doing } from "./doing.js";
import { digits, el, fill, focused, iconButton, many, press, rebuild, say } from "./dom.js";
import { COLUMN } from "../types.js";

const places = (/** @type {number} */ x) => x.toFixed(2).replace(/^-(0\.00)$/, "$1");
const TOOLS = /** @type {const} */ (["move", "several", "similar", "dissimilar", "cut"]);

/**
 * The parts of it that are made elsewhere.
 * @typedef {object} Parts
 * @property {import("./topbar.js").Topbar} topbar
 * @property {import("./selection.js").Selection} selection
 * @property {import("./stack.js").Stack} stack
 * @property {import("./points_list.js").PointsList} points
 * @property {import("./class_legend.js").ClassLegend} classes
 * @property {import("./transport.js").Transport} transport
 * @property {import("./controls.js").Controls | import("./recorded_controls.js").RecordedControls} controls
 */

/** Builds the elements and keeps them in step with the board. */
export class Panel {
  /**
   * @param {Pick<import("../board.js").SpringBoard, "root" | "state" | "player" | "picture" | "hand" | "log" | "landscape"
   *   | "speech" | "notices" | "exporter" | "opener" | "connection" | "explainer" | "lossTop" | "note" | "hint"
   *   | "usesKeyboard">} board
   * @param {Parts} parts
   */
  constructor(board, { topbar, selection, stack, points, classes, transport, controls }) {
    this.root = board.root;
    this.state = board.state;
    this.player = board.player;
    this.picture = board.picture;
    this.hand = board.hand;
    this.log = board.log;
    this.landscape = board.landscape;
    this.speech = board.speech;
    this.notices = board.notices;
    this.act = board;
    /** @type {Record<string, any>} */
    this.at = {};
    this.sizeBelow = ""; // of the window, as it was when the height of what is below the picture was kept
    this.topbar = topbar;
    this.selection = selection;
    this.stack = stack;
    this.points = points;
    this.classes = classes;
    this.transport = transport;
    this.controls = controls;
  }

  /** Make all elements, in the language of the texts. */
  build() {
    const { root, state, notices, act } = this;
    const { texts } = state;
    this.at = {};
    root.lang = document.documentElement.lang = state.language;
    const dialogs = [...(act.exporter ? [act.exporter.build()] : []), ...(act.opener?.build() ?? [])];
    rebuild(root, [
      this.topbar.build(),
      this.stage(),
      notices.build(),
      el("section", { class: "charts", "aria-label": texts.charts }, this.chart(), this.readouts()),
      this.controls.build(),
      this.transport.build(),
      this.speech.region,
      act.explainer.build(),
      this.help(),
      ...dialogs,
    ]);
  }

  stage() {
    const { state, hand, picture } = this;
    const t = state.texts;
    this.at.canvas = el("canvas", { "aria-hidden": "true" });
    this.at.stage = el(
      "div",
      { class: "stage", role: "application", tabindex: "0", "aria-label": t.board, "aria-describedby": "springsim-keys" },
      this.at.canvas,
    );
    const tools = state.editable ? TOOLS : [];
    this.at.tools = tools.map((tool) =>
      iconButton(tool, t[`tool_${tool}`], () => hand.useTool(tool), {
        class: "tool",
        "aria-pressed": "false",
        "data-tool": tool,
      }),
    );
    this.at.hint = el("p", { class: "hint" });
    this.at.note = el("p", { class: "note" });
    this.at.server = el("p", { class: "server", role: "status", hidden: true });
    return el(
      "section",
      { class: "picture" },
      this.at.stage,
      this.points.build(),
      el("span", { id: "springsim-keys", class: "sr" }, t.keys_short),
      ...(tools.length ? [el("div", { class: "tools", role: "toolbar", "aria-label": t.tools }, ...this.at.tools)] : []),
      el(
        "div",
        { class: "tools zoom", role: "toolbar", "aria-label": t.view },
        iconButton("plus", t.zoom_in, () => picture.zoom(1.3), { class: "tool" }),
        iconButton("minus", t.zoom_out, () => picture.zoom(1 / 1.3), { class: "tool" }),
        iconButton("fit", t.fit, () => picture.fit(), { class: "tool" }),
      ),
      this.selection.build(),
      el("p", { class: "unselected", "aria-hidden": "true" }, t.unselected),
      this.below(),
    );
  }

  /** What is said of the picture. */
  below() {
    const { at, act } = this;
    const legend = el("div", { class: "legend" }, at.note, at.hint);
    const said = el("div", { class: "said" }, this.outside(), at.server, this.stack.build(), this.classes.build(), legend);
    at.below = el("div", { class: "below" }, said, ...(act.exporter ? [act.exporter.strip()] : []));
    return at.below;
  }

  /** Keep the place of what is said as high as it has been in this window, so that the picture keeps its size when words go. */
  keepHeight() {
    const { below } = this.at;
    const size = `${below.clientWidth} ${innerHeight}`;
    if (size !== this.sizeBelow) below.style.minHeight = "";
    this.sizeBelow = size;
    below.style.minHeight = `${Math.ceil(below.getBoundingClientRect().height)}px`;
  }

  /** How many points are out of view, with a way back; what is spoken of it waits until nothing moves. */
  outside() {
    const { picture, at } = this;
    const back = () => {
      picture.fit();
      at.stage.focus(); // the button goes
    };
    at.outsideCount = el("span", {});
    at.outside = el(
      "p",
      { class: "outside", hidden: true },
      at.outsideCount,
      el("button", { type: "button", class: "chip", onclick: back }, this.state.texts.outside_back),
    );
    at.outsideSpoken = el("span", { class: "sr", role: "status" });
    return el("div", {}, at.outside, at.outsideSpoken);
  }

  chart() {
    const t = this.state.texts;
    this.at.curves = el("canvas", { class: "curves", role: "img", "aria-label": t.curves_label });
    return el("div", {}, el("h2", {}, t.curves), el("div", { class: "curves-frame" }, this.at.curves));
  }

  readouts() {
    const { explainer } = this.act;
    const t = this.state.texts;
    this.at.values = {};
    const rows = ["mean", "sum", "parts", "residual", "springs", "state"].map((name) => {
      const value = (this.at.values[name] = el("dd", { "data-readout": name }));
      const label = el("dt", {}, el("span", {}, t[`read_${name}`]), explainer.button(t[`read_${name}`], t[`help_${name}`]));
      return el("div", { class: `row row-${name}` }, label, value);
    });
    this.at.meaning = el("p", { class: "helptext meaning" });
    return el("div", { class: "readouts" }, el("dl", {}, ...rows), this.at.meaning);
  }

  help() {
    const { editable, tunesMargin, texts: t } = this.state;
    const margins = !editable && tunesMargin;
    const words = editable
      ? [t.help_text, t.help_gestures, t.help_shift]
      : [t.help_text_recorded, ...(margins ? [t.help_text_margins] : []), t.help_gestures];
    const keys = editable ? [t.keys] : [t.keys_recorded, ...(margins ? [t.keys_margins] : [])];
    const rows = keys
      .join("\n")
      .split("\n")
      .map((/** @type {string} */ line) => {
        const [key, does] = line.split("\t");
        return el("div", { class: "key" }, el("dt", {}, el("kbd", {}, key)), el("dd", {}, does));
      });
    this.at.help = el(
      "dialog",
      { class: "help", "aria-label": t.help },
      el(
        "div",
        { class: "help-head" },
        el("h2", {}, t.help_title),
        iconButton("close", t.close, () => this.at.help.close()),
      ),
      ...words
        .join("\n")
        .split("\n")
        .map((/** @type {string} */ line) => el("p", {}, line)),
      el("dl", { class: "keys" }, ...rows),
    );
    return this.at.help;
  }

  /** Bring what changes with every frame up to date. */
  tick() {
    const { root, state, player, picture, log, act } = this;
    const { run, texts: t } = state;
    if (!run) return;
    const k = player.frame;
    const number = (/** @type {number} */ column) => player.number(k, column);
    const step = number(COLUMN.step);
    const last = player.number(player.last, COLUMN.step);
    const { phase, words, meaning, saddle } = doing(state, player, step, log.late);
    const rest = phase === "equilibrium" ? run.rest : null;
    const { stage, values } = this.at;
    const { seen } = this.landscape;
    if (seen) root.dataset.minima = seen.minima.map((at) => at.map(places).join(" ")).join(" ");
    else delete root.dataset.minima;
    const data = {
      "data-n": run.n,
      "data-margin": run.margin,
      "data-domain": run.domain,
      "data-rest": rest ? rest.kind : "",
      "data-loss": number(COLUMN.loss),
      "data-residual": number(COLUMN.residual),
      "data-phase": phase,
      "data-ack": log.acked,
      "data-selected": state.selection.all.join(" "),
      "data-view": `${picture.view.scale} ${picture.view.x} ${picture.view.y}`,
    };
    for (const [name, value] of Object.entries(data)) {
      if (stage.getAttribute(name) !== String(value)) stage.setAttribute(name, String(value));
    }
    say(values.mean, digits(number(COLUMN.mean)));
    say(values.sum, digits(number(COLUMN.loss)));
    say(values.parts, `${digits(number(COLUMN.similar))} + ${digits(number(COLUMN.dissimilar))}`);
    say(values.residual, digits(number(COLUMN.residual)));
    const counts = { similar: run.counts[0], dissimilar: run.counts[1], pushing: number(COLUMN.pushing) };
    say(
      values.springs,
      fill(t.springs_counts, Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, many(count)]))),
    );
    values.springs.title = fill(t.springs_counts, counts);
    values.springs.toggleAttribute("data-long", counts.similar + counts.dissimilar >= 1e5);
    say(values.state, words);
    say(this.at.meaning, meaning.join("\n"));
    values.state.toggleAttribute("data-saddle", saddle);
    this.controls.attend(saddle);
    values.state.dataset.phase = phase;
    this.transport.tick(words, step, run.ends ? last : `${last}+`, act.lossTop);
    say(this.at.note, act.note());
    const server = this.server();
    say(this.at.server, server);
    this.at.server.hidden = !server;
    this.at.server.toggleAttribute("data-back", act.connection?.back ?? false);
    this.tellOutside();
    if (this.spokenPhase !== `${phase}/${run.n}/${log.late}` && !state.dragging) {
      this.spokenPhase = `${phase}/${run.n}/${log.late}`;
      this.speech.say(fill(t.spoken, { state: words, n: run.n, loss: digits(number(COLUMN.loss)) }));
    }
    this.points.update();
    this.selection.tick();
    this.stack.tick(picture.moves);
  }

  /** What there is to say of the server: that it is away, as long as it is, and then that it is back. */
  server() {
    const { log, act } = this;
    const { texts: t } = this.state;
    if (act.connection?.lost) {
      const { length } = log.waiting;
      return length ? fill(length === 1 ? t.server_gone_one : t.server_gone_some, { count: length }) : t.server_gone;
    }
    if (log.late) return t.waiting;
    return act.connection?.back ? t.server_back : "";
  }

  /** Say how many points are out of view, if any. */
  tellOutside() {
    const { picture, at } = this;
    const { texts: t } = this.state;
    const count = picture.outside;
    const words = count ? fill(count === 1 ? t.outside_one : t.outside, { n: count }) : "";
    at.outside.hidden = !count;
    say(at.outsideCount, words);
    if (!picture.moves) say(at.outsideSpoken, words);
  }

  /** Bring what changes with an answer or a choice up to date. */
  update() {
    const { state, act, root } = this;
    if (!state.run) return;
    const held = focused(root);
    const seen = held?.matches(":focus-visible") ?? false;
    this.topbar.update();
    this.controls.update();
    for (const tool of this.at.tools) press(tool, tool.dataset.tool === state.tool);
    say(this.at.hint, act.hint());
    this.selection.update();
    this.stack.tick(false);
    this.classes.update();
    if (held && root.contains(held) && !held.checkVisibility()) this.focusStage(seen);
  }

  /**
   * Give the board the focus of a control that has gone.
   * @param {boolean} seen whether that had a ring, as for keys
   */
  focusStage(seen) {
    this.at.stage.focus({ preventScroll: true });
    this.act.usesKeyboard(seen);
  }
}
