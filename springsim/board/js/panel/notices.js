// What the board has to say: refusals, links to copy, files to save.

import { el, focused, iconButton } from "./dom.js";
import { frameCode } from "../state/embed.js";
import { save } from "./files.js";

const FADE = 9000; // ms until a notice goes by itself
const FADE_ERROR = 20_000;
const LINGER = 600; // ms that one which goes still takes what is meant for it, so that nothing of that reaches the board

/** Says it over the picture. */
export class Notices {
  /** @param {Pick<import("../board.js").SpringBoard, "root" | "state" | "hand" | "panel">} board */
  constructor(board) {
    this.root = board.root;
    this.state = board.state;
    this.hand = board.hand;
    this.act = board;
    this.toast = el("div", {
      class: "toast",
      role: "alert",
      hidden: true,
      onpointerenter: () => this.stay(),
      onpointerdown: () => this.stay(),
      onfocusin: () => this.stay(),
    });
    this.toast.addEventListener("click", (/** @type {Event} */ event) => this.closed && event.stopPropagation(), true);
    this.fading = 0;
    /** What had the focus before the notice took it. @type {HTMLElement | null} */
    this.from = null;
  }

  /** Whether one is there. */
  get open() {
    return !this.toast.hidden && !this.toast.dataset.going;
  }

  /** Whether it was closed just now. */
  get closed() {
    return this.toast.dataset.going === "closed";
  }

  /** Whether somebody is at it: with the pointer, the focus or a selection of its words. */
  get used() {
    const { toast, root } = this;
    const tree = /** @type {any} */ (root.getRootNode());
    const words = (tree.getSelection ? tree : document).getSelection();
    const chosen = words && !words.isCollapsed && toast.contains(words.anchorNode);
    return toast.matches(":hover") || toast.contains(focused(root)) || chosen;
  }

  /** The element, for the panel to place. */
  build() {
    return this.toast;
  }

  /**
   * Say something that has gone wrong, or give something that was asked for: that gets the focus.
   * @param {string[]} lines
   * @param {Node[]} extra
   * @param {string} kind
   */
  say(lines, extra = [], kind = "error") {
    const { toast } = this;
    const before = /** @type {HTMLElement | null} */ (focused(this.root));
    if (!toast.contains(before)) this.from = before;
    toast.hidden = false;
    toast.dataset.kind = kind;
    toast.replaceChildren(
      el("div", { class: "toast-text" }, ...lines.map((line) => el("p", {}, line)), ...extra),
      iconButton("close", this.state.texts.close, () => this.close()),
    );
    delete toast.dataset.going;
    this.wait();
    const [first] = extra;
    if (first instanceof HTMLElement) first.focus({ preventScroll: true });
    toast.scrollIntoView({ block: "nearest" }); // on a small screen it stands below the picture
  }

  /** Go after a while in which nobody is at it. */
  wait() {
    clearTimeout(this.fading);
    const time = this.toast.dataset.kind === "error" ? FADE_ERROR : FADE;
    this.fading = window.setTimeout(() => (this.used ? this.wait() : this.go("fading")), time);
  }

  /** Somebody came to it: one that is fading is there again. */
  stay() {
    if (this.toast.hidden || this.closed) return;
    delete this.toast.dataset.going;
    this.wait();
  }

  /**
   * Go from sight, and a moment later from under the pointer.
   * @param {"fading" | "closed"} how
   */
  go(how) {
    const { toast } = this;
    if (toast.hidden) return;
    clearTimeout(this.fading);
    toast.dataset.going = how;
    this.fading = window.setTimeout(() => {
      toast.hidden = true;
      delete toast.dataset.going;
    }, LINGER);
  }

  /** Close it; the focus that was in it goes back to where it was before. */
  close() {
    const { toast, from, root } = this;
    const held = focused(root);
    const seen = held?.matches(":focus-visible") ?? false;
    const inside = toast.contains(held);
    this.go("closed");
    if (!inside) return;
    if (from && root.contains(from) && from.checkVisibility()) from.focus({ preventScroll: true });
    else this.act.panel.focusStage(seen);
  }

  /**
   * Take back an error, as something has succeeded since, or what is no news any more.
   * @param {string} kind
   */
  forgive(kind = "error") {
    if (this.open && this.toast.dataset.kind === kind && !this.used) this.go("fading");
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
    const address = `${page()}?${query}`;
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
    const opens = this.recorded ? t.link_opens_recorded : start ? t.link_opens_start : t.link_opens;
    const frame = el("button", { type: "button", class: "chip", onclick: () => this.offerFrame(query) }, t.frame_short);
    const chips = el("div", { class: "chips" }, other, frame);
    this.offer(address, (copied) => this.say([`${opens} ${copied ? t.link_copied : t.link_here}`], [field, chips], "info"));
  }

  /**
   * Show the code of a frame with the same in a page of one's own, and put it on the clipboard where the browser allows it.
   * @param {string} query
   */
  offerFrame(query) {
    const { state } = this;
    const t = state.texts;
    const title = state.choices.presets.find(({ id }) => id === state.run?.preset)?.title;
    const code = frameCode(page(), query, title ? `springsim: ${title}` : "springsim");
    const field = el("textarea", {
      readonly: true,
      rows: 5,
      class: "address",
      "aria-label": t.frame,
      spellcheck: false,
      onfocus: () => field.select(),
    });
    field.value = code;
    const help = el("p", { class: "helptext" }, t.frame_help);
    const shows = this.recorded ? t.frame_shows_recorded : t.frame_shows;
    this.offer(code, (copied) => this.say([`${shows} ${copied ? t.link_copied : t.link_here}`], [field, help], "info"));
  }

  /**
   * Put a text on the clipboard, where the browser allows it, and show it.
   * @param {string} text
   * @param {(copied: boolean) => void} show
   */
  offer(text, show) {
    if (!navigator.clipboard) show(false);
    else {
      navigator.clipboard.writeText(text).then(
        () => show(true),
        () => show(false),
      );
    }
  }

  /**
   * Let the browser save a scene file.
   * @param {string} text
   * @param {string} name
   */
  offerFile(text, name) {
    save(this.root, this.state.choices.types, [text], name);
    if (this.recorded) this.say([this.state.texts.saved_moment], [], "info");
  }

  /** Whether a recorded run is on the board, of which a link and a scene file have one moment. */
  get recorded() {
    return this.state.run?.status === "recorded";
  }
}

/** The address of the page, without what it shows. */
function page() {
  return `${location.origin}${location.pathname}`;
}
