// The bar at the top: whose board it is, and what can be done with the scene as a whole.

import { el, iconButton } from "./dom.js";
import { languageButton, pageLinks } from "./page_links.js";

/** Builds the bar and keeps its buttons in step with the board. */
export class Topbar {
  /** @param {import("../board.js").SpringBoard} board */
  constructor(board) {
    this.board = board;
    /** @type {Record<string, any>} */
    this.at = {};
  }

  /** Make all elements anew, in the language of the texts. */
  build() {
    const { board } = this;
    const t = board.texts;
    return el(
      "header",
      { class: "topbar" },
      board.title
        ? el("h1", { class: "brand", title: board.title }, board.title)
        : el("h1", { class: "brand" }, "springsim", ...(board.editable ? [] : [el("span", { class: "tagline" }, t.tagline)])),
      ...(board.editable ? [this.pages()] : []),
      el(
        "div",
        { class: "buttons" },
        ...(board.editable ? this.changing() : []),
        ...(board.title ? [el("span", { class: "tagline" }, "springsim")] : []),
        iconButton("help", t.help, () => board.panel.at.help.showModal()),
      ),
      ...(board.editable
        ? [languageButton(board.language, t.other_language, (value) => board.log.push("language", { value }))]
        : []),
    );
  }

  /** Buttons that change the scene, or take it somewhere else. */
  changing() {
    const { board } = this;
    const t = board.texts;
    this.at.undo = iconButton("undo", t.undo, () => board.hand.undo());
    this.at.redo = iconButton("redo", t.redo, () => board.hand.redo());
    this.at.reset = iconButton("reset", t.reset, () => board.hand.reset(), { words: t.reset_short });
    return [
      this.at.undo,
      this.at.redo,
      this.at.reset,
      iconButton("clear", t.clear, () => board.hand.change("clear", {}, true), { words: t.clear_short }),
      el("span", { class: "gap" }),
      iconButton("link", t.link, () => board.hand.share("link"), { words: t.link_short }),
      iconButton("open", t.open, () => board.panel.at.files.click(), { words: t.open_short }),
      iconButton("save", t.save, () => board.hand.share("file"), { words: t.save_short, class: "saver" }),
      ...(board.exporter ? [board.exporter.button()] : []),
      el("span", { class: "gap" }),
    ];
  }

  pages() {
    const { choices, language, texts, log } = this.board;
    return pageLinks(choices.pages ?? [], "playground", language, texts.pages, (page) => log.push("go", { page }));
  }

  /** Bring what changes with an answer up to date. */
  update() {
    const { board, at } = this;
    if (!board.editable || !board.run) return;
    const { history } = board.log;
    at.undo.disabled = history.index <= history.first;
    at.redo.disabled = history.index >= history.length - 1;
    at.reset.disabled = !board.run.preset;
  }
}
