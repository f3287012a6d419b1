// The bar at the top: whose board it is, and what can be done with the scene as a whole.

import { block, el, iconButton } from "./dom.js";
import { languageButton, pageLinks } from "./page_links.js";

/** Builds the bar and keeps its buttons in step with the board. */
export class Topbar {
  /** @param {Pick<import("../board.js").SpringBoard, "state" | "log" | "hand" | "panel" | "exporter" | "opener">} board */
  constructor(board) {
    this.state = board.state;
    this.log = board.log;
    this.hand = board.hand;
    this.act = board;
    /** @type {Record<string, any>} */
    this.at = {};
  }

  /** Make all elements, in the language of the texts. */
  build() {
    const { state, log, act } = this;
    const t = state.texts;
    return el(
      "header",
      { class: "topbar" },
      state.title
        ? el("h1", { class: "brand", title: state.title }, state.title)
        : el("h1", { class: "brand" }, "springsim", ...(state.editable ? [] : [el("span", { class: "tagline" }, t.tagline)])),
      ...(state.editable && !state.embedded ? [this.pages()] : []),
      el(
        "div",
        { class: "buttons" },
        ...(state.editable ? this.changing() : []),
        ...(state.title ? [el("span", { class: "tagline" }, "springsim")] : []),
        iconButton("help", t.help, () => act.panel.at.help.showModal()),
      ),
      ...(state.editable ? [languageButton(state.language, t.other_language, (value) => log.push("language", { value }))] : []),
    );
  }

  /** Buttons that change the scene, or take it somewhere else. */
  changing() {
    const { hand, act } = this;
    const t = this.state.texts;
    this.at.undo = iconButton("undo", t.undo, () => hand.undo());
    this.at.redo = iconButton("redo", t.redo, () => hand.redo());
    this.at.reset = iconButton("reset", t.reset, () => hand.reset(), { words: t.reset_short });
    return [
      this.at.undo,
      this.at.redo,
      this.at.reset,
      iconButton("clear", t.clear, () => hand.change("clear", {}, true), { words: t.clear_short }),
      el("span", { class: "gap" }),
      iconButton("link", t.link, () => hand.share("link"), { words: t.link_short }),
      ...(act.opener ? [act.opener.button()] : []),
      iconButton("save", t.save, () => hand.share("file"), { words: t.save_short, class: "saver" }),
      ...(act.exporter ? [act.exporter.button()] : []),
      el("span", { class: "gap" }),
    ];
  }

  pages() {
    const { hand } = this;
    const { choices, language, texts } = this.state;
    return pageLinks(choices.pages ?? [], "playground", language, texts.pages, (page) => hand.change("go", { page }));
  }

  /** Bring what changes with an answer up to date. */
  update() {
    const { state, log, at } = this;
    if (!state.editable || !state.run) return;
    const { history } = log;
    block(at.undo, history.index <= history.first);
    block(at.redo, history.index >= history.length - 1);
    block(at.reset, !state.run.preset);
  }
}
