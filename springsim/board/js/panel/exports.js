// Exports: the dialog that offers them, and the job under way, beside which the board goes on.

import { el, fill, focused, icon, iconButton, say, wrapFocus } from "./dom.js";
import { save } from "./files.js";

const MANY = 4; // questions that take more than a line or two
const PACE = 300; // ms between two looks at how it goes

/** Offers exports, follows the one under way, and hands over its file. */
export class Exporter {
  /**
   * @param {Pick<import("../board.js").SpringBoard, "root" | "state" | "player" | "picture" | "log" | "hand" | "notices"
   *   | "panel" | "changed" | "announce">} board
   */
  constructor(board) {
    this.root = board.root;
    this.state = board.state;
    this.player = board.player;
    this.picture = board.picture;
    this.log = board.log;
    this.hand = board.hand;
    this.notices = board.notices;
    this.act = board;
    /** @type {{number: number, format: string, at: number, pieces: Uint8Array[], state: string} | null} */
    this.job = null;
    /** @type {Map<number, string>} */
    this.scripts = new Map();
    /** What is asked for besides a format, by the ids of options, where that is not as usual. @type {Record<string, any>} */
    this.asked = {};
    /** What is not drawn as on the board, by kind of export. @type {Record<string, Record<string, boolean>>} */
    this.otherwise = {};
    this.timer = 0;
    this.played = false;
    /** @type {Record<string, any>} */
    this.at = {};
  }

  /** Make all elements, in the language of the texts. */
  build() {
    const t = this.state.texts;
    this.at.words = el("span", { class: "job-words" });
    this.at.bar = el("progress", { "aria-label": t.export_progress });
    this.at.cancel = el("button", { type: "button", class: "chip", onclick: () => this.cancel() }, t.export_cancel);
    this.at.job = el("div", { class: "job", hidden: !this.job }, this.at.words, this.at.bar, this.at.cancel);
    this.at.said = el("p", { class: "job-said", role: "status" });
    this.at.offers = this.state.choices.exports.map((group) => this.offer(group));
    this.at.inside = el("div", { class: "job-place" }, this.at.said);
    this.at.close = el(
      "button",
      { type: "button", class: "button primary", onclick: () => this.at.dialog.close() },
      el("span", { class: "words" }, t.close),
    );
    this.at.dialog = el(
      "dialog",
      {
        class: "help exports",
        "aria-labelledby": "springsim-exports",
        onclose: () => this.closed(),
        onkeydown: (/** @type {KeyboardEvent} */ event) => wrapFocus(this.root, this.at.dialog, event),
      },
      el("h2", { id: "springsim-exports" }, t.export_heading),
      ...this.at.offers,
      el("div", { class: "exports-foot" }, this.at.inside, this.at.close),
    );
    return this.at.dialog;
  }

  /** Where the job is shown while the dialog is closed. */
  strip() {
    this.at.outside = el("div", { class: "job-strip" }, this.at.job);
    this.follow();
    return this.at.outside;
  }

  /** The button that opens the dialog. */
  button() {
    const t = this.state.texts;
    return iconButton("output", t.export, () => this.open(), { words: t.export_short, class: "exporter" });
  }

  /**
   * One group of formats, with what can be asked for besides.
   * @param {import("../types.js").Formats} group
   */
  offer({ kind: what, formats, options, shown }) {
    const t = this.state.texts;
    const id = `springsim-export-${what}`;
    const buttons = formats.map(({ id: format }) =>
      el(
        "button",
        {
          type: "button",
          class: "button",
          "data-format": format,
          title: t[`export_${format}_help`],
          onclick: () => this.start(format),
        },
        icon(format === "copy" ? "copy" : "save"),
        el("span", { class: "words" }, t[`export_${format}`]),
      ),
    );
    return el(
      "section",
      { class: "offer", role: "group", "aria-labelledby": id },
      el("h3", { id }, t[`export_${what}`]),
      el("div", { class: "chips" }, ...buttons),
      (this.at[`help_${what}`] = el("p", { class: "helptext" }, t[`export_${what}_help`])),
      ...(options.length
        ? [this.questions([...this.drawn(what, shown), ...options.map((option) => this.question(option))])]
        : []),
    );
  }

  /**
   * What is drawn, asked for by ticks that are as on the board when the dialog opens.
   * @param {string} kind
   * @param {string[]} shown
   */
  drawn(kind, shown) {
    const t = this.state.texts;
    return shown.map((id) => {
      const tick = el("input", {
        type: "checkbox",
        "data-drawn": id,
        onchange: () => {
          this.otherwise[kind] = { ...this.otherwise[kind], [id]: tick.checked };
        },
      });
      return el("label", { class: "ask tick", title: t[`show_${id}_help`] }, tick, el("span", {}, t[`show_${id}`]));
    });
  }

  /**
   * What can be asked for besides; folded away where the screen is small, or there is much.
   * @param {HTMLElement[]} asked
   */
  questions(asked) {
    const least = asked.length > MANY ? 960 : 640; // px, of the window's height
    const open = !matchMedia(`(max-width: 640px), (max-height: ${least}px)`).matches;
    return el(
      "details",
      { class: "asking", open },
      el("summary", {}, this.state.texts.export_options),
      el("div", { class: "asked" }, ...asked),
    );
  }

  /**
   * What an option is to be: a tick, a choice, a number or words.
   * @param {import("../types.js").ExportOption} option
   */
  question({ id, default: usual, values, range, longest }) {
    const t = this.state.texts;
    const { asked } = this;
    const now = asked[id] ?? usual;
    const name = t[`export_${id}`];
    const take = (/** @type {any} */ value) => {
      asked[id] = value;
    };
    if (typeof usual === "boolean") {
      const tick = el("input", { type: "checkbox", "data-option": id, onchange: () => take(tick.checked) });
      tick.checked = now;
      return el("label", { class: "ask tick", title: t[`export_${id}_help`] }, tick, el("span", {}, name));
    }
    if (range) {
      const field = el("input", {
        type: "number",
        inputmode: "decimal",
        "data-option": id,
        ...range,
        placeholder: t.export_usual,
        value: now,
        oninput: () => take(field.value === "" ? null : Number(field.value)),
      });
      return el("label", { class: "ask", title: t[`export_${id}_help`] }, el("span", {}, name), field);
    }
    if (longest) {
      const field = el("input", {
        type: "text",
        "data-option": id,
        maxlength: longest,
        value: now,
        oninput: () => take(field.value),
      });
      return el("label", { class: "ask words-asked", title: t[`export_${id}_help`] }, el("span", {}, name), field);
    }
    const choice = el(
      "select",
      { "data-option": id, onchange: () => take(values?.[choice.selectedIndex]) },
      ...(values ?? []).map((/** @type {any} */ value) => {
        const words = typeof value === "number" ? fill(t[`export_${id}_times`], { times: value }) : t[`export_${id}_${value}`];
        return el("option", { selected: value === now }, words);
      }),
    );
    return el("label", { class: "ask", title: t[`export_${id}_help`] }, el("span", {}, name), choice);
  }

  /**
   * What is asked for with a format; nothing where a number is none or out of its range, which is said.
   * @param {string} format
   * @returns {Record<string, any> | null}
   */
  options(format) {
    const as = this.row(format).kind === "script" ? "svg" : format; // the picture that it draws
    const options = this.state.choices.exports.flatMap((group) => group.options);
    const t = this.state.texts;
    for (const { id, range, formats } of options) {
      if (!formats.includes(as)) continue;
      const field = this.at.dialog.querySelector(`[data-option="${id}"]`);
      const { badInput, rangeUnderflow, rangeOverflow } = field.validity;
      if (!range || !(badInput || rangeUnderflow || rangeOverflow)) continue;
      this.tell(fill(t.export_range, { name: t[`export_${id}`], min: range.min, max: range.max }), true);
      field.closest("details").open = true;
      field.focus();
      return null;
    }
    return Object.fromEntries(
      options.map(({ id, formats, default: usual }) => [id, (formats.includes(as) ? this.asked[id] : null) ?? usual]),
    );
  }

  /** Show the dialog; what is seen stays as it is meanwhile. */
  open() {
    const { player } = this;
    const { dialog, inside, job } = this.at;
    if (dialog.open) return;
    this.played = player.playing;
    player.wanted = false;
    player.seek(player.frame);
    this.act.changed();
    this.tell(this.empty ? this.state.texts.export_empty : "");
    inside.append(job);
    const { run, texts } = this.state;
    say(this.at.help_film, run?.status === "recorded" ? texts.export_film_help_recorded : texts.export_film_help);
    this.otherwise = {};
    for (const tick of dialog.querySelectorAll("[data-drawn]")) tick.checked = this.state.show[tick.dataset.drawn];
    this.follow();
    dialog.showModal();
  }

  /** Whether there is nothing to draw. */
  get empty() {
    return !this.state.run?.n;
  }

  /** Go on with what was seen before. */
  closed() {
    this.at.outside.append(this.at.job);
    if (this.played) this.player.wanted = true;
    this.act.changed();
  }

  /** @param {string} format */
  start(format) {
    const { log } = this;
    if (this.waits(format)) return;
    this.tell("");
    const { kind, made } = this.row(format);
    const options = this.options(format);
    if (!options) return;
    const wanted = { ...this.seen(), ...this.otherwise[kind], ...options };
    if (kind === "script") this.scripts.set(log.push("export", { ...wanted, format: made }), format);
    else if (!made) this.hand.share("file");
    else {
      const number = log.push("export", { ...wanted, format });
      this.job = { number, format, at: 0, pieces: [], state: "waiting" };
      this.follow();
    }
  }

  /**
   * Whether a format cannot be had now: another is being made, or there is nothing to draw. Its button keeps the focus all
   * the same.
   * @param {string} format
   */
  waits(format) {
    const { once, drawn } = this.row(format);
    return (this.job !== null && !once) || (this.empty && drawn);
  }

  /**
   * What there is to know of a format.
   * @param {string} id
   * @returns {import("../types.js").Format}
   */
  row(id) {
    const all = this.state.choices.exports.flatMap(({ formats }) => formats);
    return /** @type {import("../types.js").Format} */ (all.find((row) => row.id === id));
  }

  /** What is seen: the part of the plane, from where, and what is drawn. */
  seen() {
    const { picture } = this;
    const { selected, show, choices } = this.state;
    const { view, theme } = picture;
    const shown = Object.fromEntries(choices.view.map(({ id }) => [id, show[id]]));
    const farthest = choices.limits.view;
    const near = (/** @type {number} */ x) => Math.min(Math.max(x, -farthest), farthest);
    return {
      width: Math.round(view.width),
      height: Math.round(view.height),
      x: near(view.x),
      y: near(view.y),
      scale: view.scale,
      arrows: picture.arrows,
      words: theme.size,
      selected: selected ?? -1,
      ...shown,
      dark: theme.dark,
      angle: picture.handle.angle,
    };
  }

  /**
   * Take what an answer says of the job.
   * @param {any} head
   * @param {Record<string, Uint8Array>} arrays
   */
  hear(head, arrays) {
    const { job } = this;
    const told = head.export;
    if (!job || !told || told.number !== job.number) return;
    if (told.state === "failed") {
      this.finish(told.error);
      return;
    }
    job.state = told.state;
    if (told.state === "done" && told.at === job.at) {
      const length = head.arrays.piece[1][0];
      job.pieces.push(arrays.piece.slice(0, length));
      job.at += length;
      if (job.at >= told.size) {
        save(this.root, this.state.choices.types, job.pieces, told.name);
        this.finish(fill(this.state.texts.export_saved, { name: told.name }), false);
        return;
      }
      this.poll();
    } else {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.poll(), PACE);
    }
    this.follow(told);
  }

  /** Ask how it goes, and for the next piece of the file. */
  poll() {
    const { log } = this;
    if (this.job && !log.newest("poll")) log.push("poll", { at: this.job.at });
  }

  /**
   * A refusal of what was asked for.
   * @param {string[]} errors
   */
  refused(errors) {
    if (this.job && this.at.dialog.open) this.finish(errors.join(" "));
  }

  cancel() {
    this.finish(this.state.texts.export_cancelled, false);
  }

  /**
   * End the job.
   * @param {string} words to be said about it
   * @param {boolean} failed
   */
  finish(words, failed = true) {
    clearTimeout(this.timer);
    if (this.job) this.log.push("drop");
    this.end();
    if (failed && !this.at.dialog.open) this.notices.say([words]);
    else this.tell(words, failed);
  }

  /** The server was restarted: the job is lost. */
  lost() {
    if (!this.job) return;
    clearTimeout(this.timer);
    this.end();
    this.tell(this.state.texts.export_lost, true);
  }

  /** Forget the job; the focus that was on its button goes to where it was started. */
  end() {
    const { at, job } = this;
    const held = focused(this.root) === at.cancel;
    this.job = null;
    this.follow();
    if (!held) return;
    if (at.dialog.open) at.dialog.querySelector(`[data-format="${job?.format}"]`)?.focus();
    else this.act.panel.at.stage.focus();
  }

  /**
   * @param {string} words
   * @param {boolean} failed
   */
  tell(words, failed = false) {
    say(this.at.said, words);
    this.at.said.classList.toggle("warning", failed);
    if (!this.at.dialog.open && words) this.act.announce(words);
  }

  /**
   * Show how far it is.
   * @param {any} told
   */
  follow(told = {}) {
    const { job, at } = this;
    const t = this.state.texts;
    at.job.hidden = !job;
    for (const button of at.dialog.querySelectorAll("[data-format]")) {
      button.setAttribute("aria-disabled", String(this.waits(button.dataset.format)));
    }
    if (!job) return;
    const { done = 0, total = 0 } = told;
    const format = t[`export_${job.format}`];
    say(
      at.words,
      job.state === "waiting" && told.state
        ? fill(t.export_waiting, { format })
        : total
          ? fill(t.export_frames, { format, done, total })
          : fill(t.export_working, { format }),
    );
    if (total) Object.assign(at.bar, { max: total, value: done });
    else at.bar.removeAttribute("value");
  }

  /**
   * Hand over a script.
   * @param {{seq: number, text: string, name: string}} shared
   */
  offerScript({ seq, text, name }) {
    const t = this.state.texts;
    const copy = this.scripts.get(seq) === "copy";
    this.scripts.delete(seq);
    const keep = () => {
      save(this.root, this.state.choices.types, [text], name);
      this.tell(fill(t.export_saved, { name }));
    };
    if (copy && navigator.clipboard) navigator.clipboard.writeText(text).then(() => this.tell(t.export_copied), keep);
    else keep();
  }

  /** Stop following while another page is shown. */
  leave() {
    clearTimeout(this.timer);
  }
}
