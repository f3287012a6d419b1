// The points in words, as a list that can be walked: by those who do not see the picture, or by the keyboard.

import { el, fill, focused, placeText, say } from "./dom.js";

const ROWS = 30; // points in it at a time, the selected one among them
const NAMED = 8; // points at the other ends of its springs that are named
const LEAP = 10; // points that a page is
const MANY = 20_000; // listed springs from which on only those of the selected point are looked for

/** @type {Record<string, (at: number, last: number) => number>} */
const WAYS = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at) => at + LEAP,
  PageUp: (at) => at - LEAP,
  Home: () => 0,
  End: (_, last) => last,
};

/** Builds the list, and keeps it in step with the board whenever that stands still. */
export class PointsList {
  /** @param {Pick<import("../board.js").SpringBoard, "root" | "state" | "player" | "picture" | "select"
   *   | "selectAll">} board */
  constructor(board) {
    this.root = board.root;
    this.state = board.state;
    this.player = board.player;
    this.picture = board.picture;
    this.act = board;
    this.told = "";
    this.serial = -1; // of the run that it tells of
    this.here = -1; // the point that was walked to last, among several that are selected
    /** @type {Record<string, any>} */
    this.at = {};
  }

  /** Make it, in the language of the texts. */
  build() {
    const t = this.state.texts;
    this.told = "";
    this.at.list = el("div", {
      role: "listbox",
      tabindex: 0,
      "aria-label": t.points,
      "aria-multiselectable": String(this.state.editable),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.walk(event),
      onfocus: () => this.tell(),
    });
    this.at.more = el("p", { class: "more" });
    this.at.all = el("div", { class: "points" }, this.at.list, this.at.more);
    return this.at.all;
  }

  /** Whether it has the focus. */
  get focused() {
    return focused(this.root) === this.at.list;
  }

  /** @param {KeyboardEvent} event */
  walk(event) {
    const { key, altKey, ctrlKey, metaKey } = event;
    if (altKey || ctrlKey || metaKey || !/^(Arrow|Page|Home|End)/.test(key)) return;
    event.preventDefault(); // to the sides too: in a list they move no point
    const way = WAYS[key];
    const { n, selected, selection, editable } = this.state;
    if (!way || !n) return;
    const from = !selection.has(this.here) ? (selected ?? -1) : this.here;
    const to = Math.min(Math.max(way(from, n - 1), 0), n - 1);
    this.here = to;
    if (event.shiftKey && editable) this.act.selectAll([...new Set([...selection.all, ...between(Math.max(from, 0), to)])]);
    else this.act.select(to);
    this.tell();
  }

  /** Follow the board, but not what moves: of a run that plays, the frame that it begins with, and the one where it stands. */
  update() {
    const { run, busy } = this.state;
    const fresh = run !== null && run.serial !== this.serial;
    if (!busy && (fresh || !this.player.playing)) this.tell();
  }

  /** Write what has changed. */
  tell() {
    const { state, player } = this;
    const { run, selected, selection, springs, n, texts: t } = state;
    const { all, list, more } = this.at;
    if (!run) return;
    const here = selection.has(this.here) ? this.here : selected;
    const now = [run.serial, player.frame, selected, here, selection.count, springs?.serial].join("/");
    if (now === this.told) return;
    this.told = now;
    this.serial = run.serial;
    all.hidden = !n;
    const from = Math.max(Math.min((here ?? 0) - ROWS / 2, n - ROWS), 0);
    const count = Math.min(n - from, ROWS);
    while (list.childElementCount > count) list.lastElementChild.remove();
    while (list.childElementCount < count) list.append(el("div", { role: "option", "aria-setsize": n }));
    [...list.children].forEach((row, k) => this.tellPoint(row, from + k));
    if (here === null) list.removeAttribute("aria-activedescendant");
    else list.setAttribute("aria-activedescendant", `springsim-point-${here}`);
    if (this.focused) list.querySelector(`#springsim-point-${here}`)?.scrollIntoView({ block: "nearest" });
    say(more, n > count ? fill(t.points_more, { more: n - count, n }) : "");
  }

  /**
   * @param {HTMLElement} row
   * @param {number} i
   */
  tellPoint(row, i) {
    const { n, selection } = this.state;
    const about = {
      id: `springsim-point-${i}`,
      "aria-selected": selection.has(i),
      "aria-posinset": i + 1,
      "aria-setsize": n,
    };
    for (const [name, value] of Object.entries(about)) row.setAttribute(name, String(value));
    say(row, this.words(i));
  }

  /**
   * A point in words: its class, its place, whether it is pinned, and what its springs tie it to.
   * @param {number} i
   */
  words(i) {
    const { picture, state } = this;
    const { texts: t, selected, springs } = state;
    const at = { x: picture.shown[2 * i], y: picture.shown[2 * i + 1] };
    const run = /** @type {import("../types.js").Run} */ (state.run);
    const said = [
      fill(t.point_is, {
        i: run.names[i] ? fill(t.number_named, { i: i + 1, name: run.names[i] }) : i + 1,
        name: picture.className(run.labels[i]),
        ...placeText(picture.view, at.x, at.y),
      }),
    ];
    if (run.pinned.has(i)) said.push(t.pinned);
    if (springs && i < springs.n && (springs.all || springs.total <= MANY || i === selected)) {
      const ties = springs.ties(i);
      const tied = (/** @type {number} */ kind) => [...ties.keys()].filter((j) => ties[j] & kind);
      const [similar, dissimilar] = [tied(1), tied(2)];
      if (similar.length) said.push(fill(t.similar_to, { points: this.named(similar) }));
      if (dissimilar.length) said.push(fill(t.dissimilar_to, { points: this.named(dissimilar) }));
      if (!ties.some(Boolean)) said.push(t.no_springs);
    }
    return joined(said, t.one_also_other);
  }

  /**
   * The numbers of points; of many, how many there are beside the first.
   * @param {number[]} points
   */
  named(points) {
    const { texts: t } = this.state;
    const some = points.slice(0, NAMED).map((j) => String(j + 1));
    const words = joined(some, t.one_and_other);
    return points.length > NAMED ? fill(t.and_more, { points: words, more: points.length - NAMED }) : words;
  }
}

/**
 * The numbers from one to another, both among them.
 * @param {number} a
 * @param {number} b
 */
function between(a, b) {
  return Array.from({ length: Math.abs(b - a) + 1 }, (_, k) => Math.min(a, b) + k);
}

/**
 * Words one after the other.
 * @param {string[]} words
 * @param {string} pattern of two of them
 */
function joined(words, pattern) {
  return words.reduce((one, other) => fill(pattern, { one, other }));
}
