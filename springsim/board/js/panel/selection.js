// The bar of the selected point.

import { Coordinates } from "./coordinates.js";
import { el, fill, iconButton, label, say } from "./dom.js";

/** Builds the bar and keeps it in step with the board. */
export class Selection {
  /** @param {Pick<import("../board.js").SpringBoard, "state" | "picture" | "hand" | "panel" | "select">} board */
  constructor(board) {
    this.state = board.state;
    this.picture = board.picture;
    this.hand = board.hand;
    this.act = board;
    this.coordinates = new Coordinates(board);
    /** @type {Record<string, any>} */
    this.at = {};
    this.offered = ""; // the classes that can be chosen
  }

  /** Make it, in the language of the texts; it stays while one point after the other is selected, and so does the focus. */
  build() {
    const { hand, act, at } = this;
    const { editable, texts: t } = this.state;
    this.offered = "";
    at.point = el("strong", {});
    at.what = el("span", { class: "what" });
    at.choose = el("select", {
      "aria-label": t.class_of_point,
      onchange: () => at.choose.value && hand.setClass(Number(at.choose.value)),
    });
    at.pin = iconButton("pin", t.pin, () => hand.togglePin(), { words: t.pin });
    at.bar = el(
      "div",
      { class: "selection", role: "toolbar", "aria-label": t.selected_point, hidden: true },
      at.point,
      ...(editable
        ? [
            this.coordinates.build(),
            at.choose,
            at.pin,
            iconButton("trash", t.delete_point, () => hand.deletePoint(), { words: t.delete_short }),
          ]
        : [at.what]),
      iconButton("close", t.deselect, () => act.select(null)),
    );
    return at.bar;
  }

  /** Bring what changes with an answer or a choice up to date. */
  update() {
    const { at, hand } = this;
    const { run, selected, selection, editable, texts: t } = this.state;
    at.bar.hidden = selected === null || !run;
    if (selected === null || !run) return;
    const [kind, pinned] = [hand.classOf(selected), hand.allPinned];
    const { all, count } = selection;
    const name = run.names[selected];
    const one = fill(name ? t.point_named : t.point, { i: selected + 1, name });
    say(at.point, count > 1 ? fill(t.points_selected, { n: count }) : one);
    at.bar.setAttribute("aria-label", count > 1 ? t.selected_points : t.selected_point);
    if (editable) {
      this.offer(all.every((i) => hand.classOf(i) === kind) ? kind : null);
      this.showPin(pinned);
    } else {
      const named = run.kind === "labels" ? [this.name(kind)] : [];
      say(at.what, [...named, ...(pinned ? [t.pinned] : [])].join(" · "));
    }
  }

  /** @param {number} k */
  name(k) {
    return fill(this.state.texts.class_name, { name: this.picture.className(k) });
  }

  /** Follow what moves. */
  tick() {
    if (this.state.editable) this.coordinates.tick();
  }

  /**
   * Offer the classes that can be had, and the one that the points have.
   * @param {number | null} now null if they have several
   */
  offer(now) {
    const { choose } = this.at;
    const own = now === null ? [] : [now];
    const labels = [...new Set([...Array(this.state.classes).keys(), ...own])].sort((a, b) => a - b);
    const names = labels.map((k) => this.name(k));
    const offered = JSON.stringify([labels, names]);
    if (this.offered !== offered) {
      this.offered = offered;
      choose.replaceChildren(
        el("option", { value: "", hidden: true }, this.state.texts.classes_mixed),
        ...labels.map((k, at) => el("option", { value: k }, names[at])),
      );
    }
    const value = now === null ? "" : String(now);
    if (choose.value !== value) choose.value = value;
  }

  /** @param {boolean} pinned */
  showPin(pinned) {
    const t = this.state.texts;
    const { pin } = this.at;
    const words = pinned ? t.unpin : t.pin;
    pin.toggleAttribute("data-on", pinned);
    say(pin.querySelector(".words"), words);
    label(pin, words);
  }
}
