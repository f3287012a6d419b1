// What the board has to say: refusals, links to copy, files to open and to save.

import { el, fill, focused, iconButton } from "./dom.js";
import { save } from "./files.js";

const FADE = 9000; // ms until a notice goes by itself
const FADE_ERROR = 20_000;

/** Says it over the picture. */
export class Notices {
  /** @param {Pick<import("../board.js").SpringBoard, "root" | "state" | "hand" | "panel">} board */
  constructor(board) {
    this.root = board.root;
    this.state = board.state;
    this.hand = board.hand;
    this.act = board;
    /** What had the focus before. @type {HTMLElement | null} */
    this.before = null;
    this.toast = el("div", { class: "toast", role: "alert", hidden: true });
    this.fading = 0;
  }

  /** The element, for the panel to place. */
  build() {
    return this.toast;
  }

  /**
   * Say something that has gone wrong, or give something that was asked for.
   * @param {string[]} lines
   * @param {Node[]} extra
   * @param {string} kind
   */
  say(lines, extra = [], kind = "error") {
    const { toast, root } = this;
    const held = /** @type {HTMLElement | null} */ (focused(root));
    if (!toast.contains(held)) this.before = held;
    toast.hidden = false;
    clearTimeout(this.fading);
    const fade = () => (toast.hidden = !toast.contains(focused(this.root)));
    this.fading = window.setTimeout(fade, kind === "error" ? FADE_ERROR : FADE);
    toast.dataset.kind = kind;
    toast.replaceChildren(
      el("div", { class: "toast-text" }, ...lines.map((line) => el("p", {}, line)), ...extra),
      iconButton("close", this.state.texts.close, () => this.close()),
    );
  }

  /** Take it away; the focus that was in it goes back to where it was before. */
  close() {
    const { toast, root, before } = this;
    const held = focused(root);
    const seen = held?.matches(":focus-visible") ?? false;
    const inside = toast.contains(held);
    toast.hidden = true;
    if (!inside) return;
    if (before && root.contains(before) && before.checkVisibility()) before.focus({ preventScroll: true });
    else this.act.panel.focusStage(seen);
  }

  /** Take back an error: something has succeeded since. */
  forgive() {
    if (this.toast.dataset.kind === "error") this.close();
  }

  /**
   * Show a link, and put it on the clipboard where the browser allows it.
   * @param {string} query
   * @param {boolean} start whether it opens the start, not the moment
   */
  offerLink(query, start) {
    const { hand } = this;
    const t = this.state.texts;
    if (!query) {
      this.say([t.link_too_long], [iconButton("save", t.save, () => hand.share("file"), { words: t.save })], "info");
      return;
    }
    const address = `${location.origin}${location.pathname}?${query}`;
    const field = el("input", {
      readonly: true,
      class: "address",
      "aria-label": t.link,
      value: address,
      onfocus: () => field.select(),
    });
    const other = el(
      "button",
      { type: "button", class: "chip", onclick: () => hand.share(start ? "link" : "start") },
      start ? t.link_now : t.link_start,
    );
    const tell = (/** @type {boolean} */ copied) =>
      this.say(
        [`${start ? t.link_opens_start : t.link_opens} ${copied ? t.link_copied : t.link_here}`],
        [field, other],
        "info",
      );
    if (navigator.clipboard) {
      navigator.clipboard.writeText(address).then(
        () => tell(true),
        () => tell(false),
      );
    } else tell(false);
  }

  /**
   * Let the browser save a scene file.
   * @param {string} text
   * @param {string} name
   */
  offerFile(text, name) {
    save(this.root, this.state.choices.types, [text], name);
  }

  /** @param {HTMLInputElement} input */
  async openFile(input) {
    const file = input.files && input.files[0];
    input.value = "";
    if (!file) return;
    const { choices, texts } = this.state;
    const most = choices.text;
    if (file.size > most) {
      this.say([fill(texts.file_too_large, { name: file.name, size: file.size, most })]);
      return;
    }
    this.hand.change("open", { text: await file.text() }, true);
  }
}
