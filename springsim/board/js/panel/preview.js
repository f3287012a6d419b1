// What is in a file of points, before it is opened: what can be chosen of it, what would come of it, and a small picture.

import { outline } from "../draw/glyphs.js";
import { at as viewOf } from "../state/motion.js";
import { paintTrueCurves } from "./preview_curves.js";
import { counted, digits, el, fill, lengthText, moment, press, rebuild, say } from "./dom.js";

const DOT = 3; // pixels, of a point in the picture; fewer where there are many
const FINE = 1.8;
const MANY = 300; // points from which on they are drawn fine
const ROOM = 12; // pixels round the points

/** Shows it in a dialog. */
export class Preview {
  /**
   * @param {Pick<import("../board.js").SpringBoard, "state" | "picture">} board
   * @param {(choice: Partial<import("../types.js").FileChoice>) => void} choose called with what is chosen
   */
  constructor(board, choose) {
    this.state = board.state;
    this.picture = board.picture;
    this.choose = choose;
    /** @type {Record<string, any>} */
    this.at = {};
    /** What Python said last. @type {import("../types.js").Told | null} */
    this.told = null;
    this.names = ""; // of the columns that are offered
    /** @type {number[]} columns that were projected last */
    this.wanted = [];
    /** Where the points would be. @type {Float32Array} */
    this.places = new Float32Array();
  }

  /** Make all elements. */
  build() {
    const { at } = this;
    at.canvas = el("canvas", { role: "img" });
    at.points = el("p", { class: "preview-points" });
    at.choices = el("div", { class: "preview-choices" });
    at.found = el("dl", { class: "preview-facts" });
    at.facts = el("dl", { class: "preview-facts" });
    this.names = "";
    at.inside = el(
      "div",
      { class: "preview-inside" },
      el("div", { class: "preview-picture" }, at.canvas, at.points, at.found),
      el("div", { class: "preview-words" }, at.choices, at.facts),
    );
    new ResizeObserver(() => this.paint()).observe(at.canvas);
    return at.inside;
  }

  /**
   * Ask what can be chosen of a file.
   * @param {import("../types.js").Told} told
   */
  begin(told) {
    const { at } = this;
    const t = this.state.texts;
    const table = told.kind === "table";
    at.margin = this.number("margin", t.margin, (margin) => this.choose({ margin }));
    at.scaled = this.tick(t.preview_scaled, (scaled) => this.choose({ scaled }));
    at.header = this.tick(t.preview_header, (header) => this.choose({ header, columns: undefined, label: undefined }));
    at.header.element.hidden = told.choice.header === null;
    const ways = ["random", "classes"];
    at.way = this.list(
      t.preview_sample,
      ways,
      (way) => t[`preview_sample_${way}`],
      (sample) => this.choose({ sample }),
    );
    at.seed = this.number("seed", t.preview_seed, (seed) => this.choose({ seed }));
    const own = table ? [at.header.element, at.way.element, at.seed.element] : [];
    const all = [...(table ? this.columns(told) : []), at.margin.element, at.scaled.element, ...own];
    rebuild(at.choices, told.kind === "run" ? [] : all); // a run is as it was
  }

  /**
   * Which columns are coordinates, and which is the class.
   * @param {import("../types.js").Told} told
   */
  columns({ columns, width, choice }) {
    const { at } = this;
    const t = this.state.texts;
    const all = columns.map((_, k) => k);
    const numbers = all.filter((k) => columns[k].numbers);
    const name = (/** @type {number} */ k) => columns[k].name;
    at.ways = ["plane", "projection"].map((way) =>
      el(
        "button",
        { type: "button", class: "chip", "data-way": way, onclick: () => this.choose({ columns: this.usual(way, numbers) }) },
        t[`preview_${way}`],
      ),
    );
    const pick = () => this.choose({ columns: [Number(at.x.field.value), Number(at.y.field.value)] });
    at.x = this.list("x", numbers, name, pick);
    at.y = this.list("y", numbers, name, pick);
    at.label = this.list(
      t.preview_label,
      [-1, ...all],
      (k) => (k < 0 ? t.preview_no_label : name(k)),
      (k) => this.choose({ label: Number(k) }),
    );
    at.ticks = numbers.map((k) => {
      const { field, element } = this.tick(name(k), () => this.project());
      field.value = k;
      return element;
    });
    at.which = el("summary", {});
    at.more = el("p", { class: "helptext" }, fill(t.preview_more_columns, { count: columns.length, all: width }));
    at.more.hidden = width <= columns.length;
    at.projected = el("details", { class: "asking" }, at.which, el("div", { class: "preview-ticks" }, ...at.ticks), at.more);
    this.wanted = choice.columns;
    return [
      el("div", { class: "chips", role: "group", "aria-label": t.preview_from, hidden: numbers.length < 3 }, ...at.ways),
      at.x.element,
      at.y.element,
      at.projected,
      at.label.element,
    ];
  }

  /**
   * The columns that a way of making positions begins with.
   * @param {string} way
   * @param {number[]} numbers columns that are numbers
   */
  usual(way, numbers) {
    const { label } = /** @type {import("../types.js").Told} */ (this.told).choice;
    const others = numbers.filter((k) => k !== label);
    const { wanted } = this;
    if (way === "plane") return (wanted.length > 1 ? wanted : others).slice(0, 2);
    return wanted.length > 2 ? wanted : others;
  }

  /** Project the columns that are ticked. */
  project() {
    const boxes = this.at.ticks.map((/** @type {HTMLElement} */ each) => each.querySelector("input"));
    const offered = new Set(boxes.map((/** @type {HTMLInputElement} */ { value }) => Number(value)));
    const others = (this.told?.choice.columns ?? []).filter((k) => !offered.has(k)); // those that the list has no room for
    const ticked = boxes.filter((/** @type {HTMLInputElement} */ { checked }) => checked);
    this.wanted = [...ticked.map((/** @type {HTMLInputElement} */ { value }) => Number(value)), ...others];
    this.choose({ columns: this.wanted });
  }

  /**
   * Something that is so or not.
   * @param {string} words
   * @param {(on: boolean) => void} take
   */
  tick(words, take) {
    const field = el("input", { type: "checkbox", onchange: () => take(field.checked) });
    return { field, element: el("label", { class: "ask tick" }, field, el("span", {}, words)) };
  }

  /**
   * A choice out of a list.
   * @template T
   * @param {string} words
   * @param {T[]} values
   * @param {(value: T) => string} name
   * @param {(value: any) => void} take
   */
  list(words, values, name, take) {
    const field = el(
      "select",
      { onchange: () => take(field.value) },
      ...values.map((value) => el("option", { value }, name(value))),
    );
    return { field, element: el("label", { class: "ask" }, el("span", {}, words), field) };
  }

  /**
   * A number.
   * @param {string} name
   * @param {string} words
   * @param {(value: number) => void} take
   */
  number(name, words, take) {
    const field = el("input", {
      type: "number",
      inputmode: "decimal",
      step: "any",
      name,
      onchange: () => (field.value === "" ? this.answer() : take(Number(field.value))),
    });
    return { field, element: el("label", { class: "ask" }, el("span", {}, words), field) };
  }

  /** Show in all fields what is chosen. */
  answer() {
    const { at } = this;
    const { choice, kind, all = 0, points } = /** @type {import("../types.js").Told} */ (this.told);
    at.margin.field.value = choice.margin;
    at.scaled.field.checked = choice.scaled;
    if (kind !== "table") return;
    const t = this.state.texts;
    const projected = choice.columns.length !== 2;
    for (const chip of at.ways) press(chip, (chip.dataset.way === "projection") === projected);
    at.x.element.hidden = at.y.element.hidden = projected;
    at.projected.hidden = !projected;
    if (projected) {
      this.wanted = choice.columns;
      const chosen = new Set(choice.columns);
      for (const each of at.ticks) each.firstChild.checked = chosen.has(Number(each.firstChild.value));
      say(at.which, fill(t.preview_columns, { count: choice.columns.length }));
    } else [at.x.field.value, at.y.field.value] = choice.columns;
    at.label.field.value = choice.label;
    at.way.element.hidden = at.seed.element.hidden = all <= points;
    at.header.field.checked = choice.header;
    at.way.field.value = choice.sample;
    at.seed.field.value = choice.seed;
  }

  /**
   * Show what would come of the file; where nothing would, only what was chosen.
   * @param {import("../types.js").Told} told
   * @param {Record<string, Uint8Array>} arrays
   */
  show(told, arrays) {
    const { at } = this;
    const names = JSON.stringify([told.kind, told.columns]);
    if (names !== this.names) this.begin(told);
    this.names = names;
    this.told = told;
    this.answer();
    at.inside.toggleAttribute("data-wrong", told.problem !== "");
    if (told.problem) return;
    this.places = new Float32Array(...viewOf(arrays.preview), 2 * told.n);
    at.found.replaceChildren(...this.found(told));
    at.facts.replaceChildren(...this.facts(told));
    const words = this.counts(told);
    say(at.points, words);
    at.canvas.setAttribute("aria-label", `${this.state.texts.preview_picture}: ${words}`);
    this.paint();
  }

  /**
   * How many points there would be.
   * @param {import("../types.js").Told} told
   */
  counts({ n, all, choice }) {
    const t = this.state.texts;
    if (n === all) return fill(n === 1 ? t.preview_point : t.preview_points, { n: counted(n) });
    return fill(t[`preview_sampled_${choice.sample}`], { n: counted(n), all: counted(all), seed: choice.seed });
  }

  /**
   * What is in the file: rows and classes.
   * @param {import("../types.js").Told} told
   */
  found(told) {
    const t = this.state.texts;
    const { count, some } = told.classes;
    const classes = some.map(([label, name, often]) =>
      this.sign(label, fill(t.preview_class, { name, count: counted(often) })),
    );
    if (count > some.length) classes.push(el("span", {}, fill(t.preview_more, { count: counted(count - some.length) })));
    return [
      ...(told.kind === "table" ? [fact(t.preview_rows, this.rows(told))] : []),
      fact(fill(t.preview_classes, { count: counted(count) }), [el("div", { class: "preview-signs" }, ...classes)]),
    ];
  }

  /**
   * What becomes of it.
   * @param {import("../types.js").Told} told
   */
  facts(told) {
    const t = this.state.texts;
    return [
      ...(told.run ? [fact(t.preview_run, this.run(told.run))] : []),
      ...(told.projection ? [fact(t.preview_projection, this.projection(told))] : []),
      ...(told.distances ? [fact(told.run ? t.preview_distances_end : t.preview_distances, this.distances(told))] : []),
    ];
  }

  /**
   * How many rows, and which are left out.
   * @param {import("../types.js").Told} told
   */
  rows({ rows, left, counted: by }) {
    const t = this.state.texts;
    if (!left.count) return [el("p", {}, fill(t.preview_rows_all, { rows: counted(rows) }))];
    const why = left.some.map(([line, column, cells]) =>
      el("li", {}, fill(t[`preview_${by}_${column ? "missing" : "cells"}`], { line, column, cells })),
    );
    const more = left.count - left.some.length;
    if (more) why.push(el("li", {}, fill(t.preview_more, { count: counted(more) })));
    const words = fill(t.preview_rows_left, { rows: counted(rows), left: counted(left.count) });
    return [el("details", { class: "asking", open: why.length < 4 }, el("summary", {}, words), el("ul", {}, ...why))];
  }

  /**
   * A class: its sign on the board, and words.
   * @param {number} label
   * @param {string} words
   */
  sign(label, words) {
    const canvas = el("canvas", { "aria-hidden": "true" });
    this.picture.paintClass(canvas, label);
    return el("span", {}, canvas, words);
  }

  /**
   * That it is a projection, and what is lost by it.
   * @param {import("../types.js").Told} told
   */
  projection({ projection, distances }) {
    const t = this.state.texts;
    const { columns, percent, parts } = /** @type {NonNullable<import("../types.js").Told["projection"]>} */ (projection);
    const said = [fill(t.preview_share, { columns, percent, first: parts[0], second: parts[1] }), t.preview_not_true];
    if (distances?.true) said.push(fill(t.preview_true, { distance: lengthText(distances.true) }));
    const words = said.map((each) => el("p", {}, each));
    const { curves } = distances ?? {};
    if (!curves) return words;
    const about = curves.pushing === null ? t.preview_curves : fill(t.preview_curves_push, { percent: curves.pushing });
    this.at.curves = el("canvas", { class: "preview-curves", role: "img", "aria-label": about });
    new ResizeObserver(() => this.paintCurves()).observe(this.at.curves);
    return [...words, this.at.curves, el("p", {}, about)];
  }

  /**
   * How long a run is, and what becomes of its loss.
   * @param {NonNullable<import("../types.js").Told["run"]>} run
   */
  run({ frames, unit, steps, loss, margin, recorded }) {
    const t = this.state.texts;
    const [first, last] = steps.map((step) => moment(t, unit, counted(step)));
    const said = [
      fill(t.preview_frames, { frames: counted(frames), first, last }),
      fill(t.preview_loss, { first: digits(loss[0]), last: digits(loss[1]), margin: lengthText(margin) }),
      recorded ? t.preview_recorded : t.preview_simulated,
    ];
    return said.map((words) => el("p", {}, words));
  }

  /**
   * How long the springs would be, against the margin.
   * @param {import("../types.js").Told} told
   */
  distances({ distances, scale }) {
    const t = this.state.texts;
    const d = /** @type {NonNullable<import("../types.js").Told["distances"]>} */ (distances);
    const said = [fill(t.preview_median, { distance: lengthText(d.median), margins: lengthText(d.margins) })];
    if (d.similar && d.dissimilar) {
      said.push(fill(t.preview_kinds, { similar: lengthText(d.similar), dissimilar: lengthText(d.dissimilar) }));
    }
    if (d.pushing !== null) said.push(d.pushing ? fill(t.preview_pushing, { percent: d.pushing }) : t.preview_none_pushes);
    if (scale !== 1) said.push(fill(t.preview_scale, { scale: lengthText(scale) }));
    return said.map((words) => el("p", {}, words));
  }

  /** Draw the true distances on the loss curves. */
  paintCurves() {
    const curves = this.told?.distances?.curves;
    if (curves) paintTrueCurves(this.at.curves, this.picture, curves, this.state.texts.preview_curves_axis);
  }

  /** Draw the points, by class. */
  paint() {
    const { told, places, picture } = this;
    const { canvas } = this.at;
    const c = canvas.getContext("2d");
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!c || !width || !told?.labels) return;
    const { ratio } = picture;
    Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    c.scale(ratio, ratio);
    const [low, high] = [
      [Infinity, Infinity],
      [-Infinity, -Infinity],
    ];
    places.forEach((z, k) => {
      low[k % 2] = Math.min(low[k % 2], z);
      high[k % 2] = Math.max(high[k % 2], z);
    });
    const across = [0, 1].map((side) => high[side] - low[side] || 1);
    const scale = Math.min((width - 2 * ROOM) / across[0], (height - 2 * ROOM) / across[1]);
    const [x, y] = [0, 1].map((side) => (low[side] + high[side]) / 2);
    const radius = told.n > MANY ? FINE : DOT;
    told.labels.forEach((label, i) => {
      c.beginPath();
      const place = [width / 2 + (places[2 * i] - x) * scale, height / 2 - (places[2 * i + 1] - y) * scale];
      outline(c, picture.classShape(label), place[0], place[1], radius);
      c.fillStyle = picture.classColour(label);
      c.fill();
    });
  }
}

/**
 * A fact: what it is about, and what is said of it.
 * @param {string} name
 * @param {Node[]} said
 */
function fact(name, said) {
  return el("div", {}, el("dt", {}, name), el("dd", {}, ...said));
}
