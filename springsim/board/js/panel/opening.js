// Files that are opened: a scene at once; a table of points after a look at what would come of it.

import { allowed, block, counted, el, fill, icon, iconButton, say, wrapFocus } from "./dom.js";
import { Preview } from "./preview.js";

const BEGINNING = 1000; // bytes of a file by which it is told whether it is text of JSON
const PATIENCE = 400; // ms after which it is said that a file is being read
const JSON_TEXT = /^(\xef\xbb\xbf)?\s*([[{]|$)/;
const SCENE = /^\s*$|"format"\s*:/;

/** Opens files, and shows what is in them before it takes the place of what is on the board. */
export class Opener {
  /**
   * @param {Pick<import("../board.js").SpringBoard, "root" | "state" | "log" | "hand" | "notices" | "picture" | "player"
   *   | "speech" | "select">} board
   */
  constructor(board) {
    this.root = board.root;
    this.state = board.state;
    this.log = board.log;
    this.hand = board.hand;
    this.notices = board.notices;
    this.player = board.player;
    this.speech = board.speech;
    this.act = board;
    this.preview = new Preview(board, (choice) => this.choose(choice));
    /** The file that is looked at. @type {{name: string, data: string} | null} */
    this.file = null;
    /** What was chosen of it; what is not there Python chooses. @type {Partial<import("../types.js").FileChoice>} */
    this.choice = {};
    this.asked = 0; // number of the question under way
    this.stale = false; // whether something was chosen since it was asked
    this.taken = 0; // number of the command that puts it on the board
    this.timer = 0;
    /** @type {Record<string, any>} */
    this.at = {};
    for (const type of ["dragover", "dragleave", "drop"]) {
      document.addEventListener(type, (event) => this.dragged(/** @type {DragEvent} */ (event)));
    }
  }

  /** Make all elements, in the language of the texts. */
  build() {
    const { choices, texts: t } = this.state;
    this.forget();
    const input = el("input", { type: "file", accept: choices.file.accept, hidden: true });
    input.addEventListener("change", () => {
      const files = [...input.files];
      input.value = "";
      this.open(files);
    });
    this.at = { input };
    this.at.drop = el("div", { class: "drop", hidden: true }, el("p", {}, icon("open"), t.file_drop));
    return [input, this.at.drop, this.dialog()];
  }

  dialog() {
    const { at } = this;
    const t = this.state.texts;
    at.title = el("h2", { id: "springsim-preview" });
    at.said = el("p", { class: "preview-said", role: "status" });
    at.cancel = el(
      "button",
      { type: "button", class: "button", onclick: () => at.dialog.close() },
      el("span", { class: "words" }, t.preview_cancel),
    );
    at.take = el(
      "button",
      { type: "button", class: "button primary", autofocus: true, onclick: () => allowed(at.take) && this.take() },
      el("span", { class: "words" }, t.open_short),
    );
    at.dialog = el(
      "dialog",
      {
        class: "help preview",
        "aria-labelledby": "springsim-preview",
        onclose: () => this.forget(),
        onkeydown: (/** @type {KeyboardEvent} */ event) => wrapFocus(this.root, at.dialog, event),
      },
      at.title,
      this.preview.build(),
      el("div", { class: "preview-foot" }, at.said, el("div", { class: "preview-ends" }, at.cancel, at.take)),
    );
    return at.dialog;
  }

  /** The button that lets a file be found. */
  button() {
    const t = this.state.texts;
    return iconButton("open", t.open, () => this.at.input.click(), { words: t.open_short });
  }

  /**
   * A file that is dragged over the page, or let go there: anywhere, as the browser would else leave the page for it.
   * @param {DragEvent} event
   */
  dragged(event) {
    const { root, at } = this;
    const { dataTransfer: brought } = event;
    if (!root.isConnected || !at.drop || !brought?.types.includes("Files")) return;
    if (event.type === "dragleave") {
      if (event.relatedTarget === null) at.drop.hidden = true;
      return;
    }
    event.preventDefault();
    at.drop.hidden = event.type === "drop" || at.dialog.open;
    if (event.type === "drop") this.open([...brought.files]);
  }

  /**
   * Open a file; of several none.
   * @param {File[]} files
   */
  async open(files) {
    const { choices, texts } = this.state;
    const { notices } = this;
    const [file] = files;
    if (files.length > 1) notices.say([texts.file_one]);
    if (files.length !== 1) return;
    const { name, size } = file;
    const large = (/** @type {number} */ most) => {
      if (size > most) notices.say([fill(texts.file_too_large, { name, size: counted(size), most: counted(most) })]);
      return size > most;
    };
    try {
      const beginning = String.fromCharCode(...new Uint8Array(await file.slice(0, BEGINNING).arrayBuffer()));
      if (large(choices.file.most)) return;
      const text = JSON_TEXT.test(beginning) ? await file.text() : null;
      if (text === null || !SCENE.test(text)) this.look(name, await base64(file));
      else if (!large(choices.text)) this.hand.change("open", { text }, true);
    } catch {
      notices.say([fill(texts.file_unreadable, { name })]);
    }
  }

  /**
   * Ask what is in a file that is no scene file; what was asked about another one is given up.
   * @param {string} name
   * @param {string} data
   */
  look(name, data) {
    if (this.at.dialog.open) this.at.dialog.close();
    this.forget();
    this.file = { name, data };
    const words = fill(this.state.texts.file_reading, { name });
    this.timer = window.setTimeout(() => this.notices.say([words], [], "info"), PATIENCE);
    this.ask();
  }

  /** Ask Python what would come of the file, with what was chosen; one question at a time. */
  ask() {
    if (!this.file) return;
    this.stale = this.asked > 0;
    if (!this.stale) this.asked = this.log.push("inspect", { ...this.file, ...this.choice });
    this.wait();
  }

  /**
   * Choose something of the file.
   * @param {Partial<import("../types.js").FileChoice>} choice
   */
  choose(choice) {
    Object.assign(this.choice, choice);
    this.ask();
  }

  /** Put on the board what is shown. */
  take() {
    if (!this.file) return;
    this.player.begin();
    this.taken = this.hand.change("take", { ...this.file, ...this.choice }, true);
    const points = this.preview.told?.kind !== "run";
    this.hand.after(this.taken, () => {
      this.act.select(null);
      if (!points) return;
      this.player.wanted = false; // points of one's own are looked at first
      this.player.seek(0);
    });
    this.wait();
  }

  /**
   * Take what an answer says of the file.
   * @param {any} head
   * @param {Record<string, Uint8Array>} arrays
   */
  hear(head, arrays) {
    if (this.asked && head.ack >= this.asked) {
      this.asked = 0;
      if (this.stale) this.ask();
      else if (head.inspected) this.show(head.inspected, arrays);
    } else if (this.taken && head.ack >= this.taken) {
      this.speech.say(fill(this.state.texts.spoken_opened, { name: this.file?.name ?? "", n: head.n }));
      this.at.dialog.close();
    }
  }

  /**
   * A refusal that may be about the file.
   * @param {any} head
   * @returns {boolean} whether it was said here, in the dialog
   */
  refused(head) {
    const about = (this.asked && head.ack >= this.asked) || (this.taken && head.ack >= this.taken);
    if (!about) return false;
    clearTimeout(this.timer);
    this.asked = this.taken = 0;
    const { open } = this.at.dialog;
    if (open) this.tell(head.errors.join(" "));
    else this.forget();
    return open;
  }

  /** The server was restarted, and knows nothing of the file: it is asked again. */
  lost() {
    this.asked = this.taken = 0;
    queueMicrotask(() => this.ask());
  }

  /** Forget the file. */
  forget() {
    clearTimeout(this.timer);
    Object.assign(this, { file: null, choice: {}, asked: 0, stale: false, taken: 0 });
  }

  /** Another page is shown. */
  leave() {
    this.at.dialog?.close();
  }

  /** Wait for an answer: what is shown stays until then. */
  wait() {
    block(this.at.take, true);
    this.at.dialog.setAttribute("aria-busy", "true");
  }

  /**
   * Say what is wrong with what was chosen, if anything.
   * @param {string} problem
   */
  tell(problem) {
    const { said, take, dialog } = this.at;
    block(take, problem !== "");
    dialog.setAttribute("aria-busy", "false");
    say(said, problem);
    said.classList.toggle("warning", problem !== "");
  }

  /**
   * Show what would come of the file.
   * @param {import("../types.js").Told} told
   * @param {Record<string, Uint8Array>} arrays
   */
  show(told, arrays) {
    const { at, file, preview } = this;
    if (!file) return;
    clearTimeout(this.timer);
    this.choice = { ...told.choice };
    say(at.title, fill(this.state.texts.preview_title, { name: file.name }));
    this.tell(told.problem);
    if (!at.dialog.open) {
      this.notices.forgive("info");
      at.dialog.showModal();
      at.dialog.scrollTop = 0;
    }
    preview.show(told, arrays); // the picture can be measured only now
  }
}

/**
 * What is in a file, in base64.
 * @param {File} file
 * @returns {Promise<string>}
 */
function base64(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(/** @type {string} */ (reader.result).replace(/^[^,]*,?/, ""));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
}
