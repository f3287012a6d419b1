// What the classes are called, below the picture, where they have names.

import { el, fill } from "./dom.js";

const MOST = 10; // classes in it: of more, how many there are besides

/** Builds the list and keeps it in step with the board. */
export class ClassLegend {
  /** @param {Pick<import("../board.js").SpringBoard, "state" | "picture">} board */
  constructor(board) {
    this.state = board.state;
    this.picture = board.picture;
    this.told = "";
    /** @type {Record<string, any>} */
    this.at = {};
  }

  /** Make it, in the language of the texts. */
  build() {
    this.told = "";
    this.at.list = el("ul", { class: "classes", "aria-label": this.state.texts.classes, hidden: true });
    return this.at.list;
  }

  /** Show the classes that points have. */
  update() {
    const { state, picture } = this;
    const { list } = this.at;
    const { classes = [], labels = [] } = state.run ?? {};
    const present = classes.length ? [...new Set(labels)].sort((a, b) => a - b) : [];
    const names = present.map((label) => picture.className(label));
    const now = JSON.stringify([present, names]);
    if (now === this.told) return;
    this.told = now;
    list.hidden = !present.length;
    const rows = present
      .slice(0, MOST)
      .map((label, k) =>
        el(
          "li",
          { title: names[k] },
          el("canvas", { "aria-hidden": "true", "data-class": label }),
          el("span", { class: "name" }, names[k]),
        ),
      );
    const more = present.length - rows.length;
    list.replaceChildren(...rows, ...(more > 0 ? [el("li", {}, fill(state.texts.classes_more, { more }))] : []));
    this.paint();
  }

  /** Paint the signs of the classes, as the theme and the screen are now. */
  paint() {
    for (const sign of this.at.list?.querySelectorAll("canvas") ?? []) {
      this.picture.paintClass(sign, Number(sign.dataset.class));
    }
  }
}
