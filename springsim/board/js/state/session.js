// The exchange with Python, or with a recording: takes answers, and asks for more in time.

import { withLook } from "./embed.js";
import { known, ofPages } from "./keeper.js";
import { fill } from "../panel/dom.js";
import { decoded, lossesOf, modeOf, runOf, springsOf } from "./wire.js";

const EAGER = 2; // looks ahead below this level are asked for at once, farther ones when half of this one is played

/** The board's side of it. */
export class Session {
  /**
   * @param {Pick<import("../board.js").SpringBoard, "state" | "player" | "log" | "hand" | "landscape" | "notices" | "exporter"
   *   | "opener" | "keeper" | "away" | "readTheme" | "showAlone" | "learn" | "take" | "recall" | "changed"
   *   | "drawNow">} board
   */
  constructor(board) {
    this.state = board.state;
    this.player = board.player;
    this.log = board.log;
    this.hand = board.hand;
    this.landscape = board.landscape;
    this.notices = board.notices;
    this.act = board;
    this.sharedSeq = 0;
    this.recalledSeq = 0;
    /** What was told to a server that did not know this board: the last command of it, and how much had no room. */
    this.meeting = /** @type {{seq: number, left: number} | null} */ (null);
    this.news = "";
  }

  /**
   * Take an answer as it comes from the server.
   * @param {Uint8Array} bytes
   */
  receive(bytes) {
    this.hear(decoded(bytes));
  }

  /** @param {import("../types.js").Answer} answer */
  hear({ head, arrays }) {
    const { state, log, hand, landscape, act } = this;
    if (head.texts && head.language !== state.language) act.learn(head);
    if (!state.texts) return;
    act.showAlone(head.hidden);
    act.readTheme();
    if (head.epoch !== log.epoch && this.introduce(head)) return;
    const fresh = !state.run || head.serial !== state.run.serial;
    const waited = (performance.now() - log.waitingSince) / 1000;
    if (arrays.curves) state.losses = lossesOf(head, arrays, state.choices.curveEnd);
    if (state.springs?.serial !== head.springs.serial) state.springs = springsOf(head, arrays);
    if (fresh) act.take(runOf(head, arrays), head, waited);
    else if (head.told && state.run) {
      Object.assign(state.run, { rest: head.rest, later: false, mode: modeOf(head, arrays) ?? state.run.mode });
    }
    landscape.hear(head, arrays);
    log.answered(head, state.springs);
    if (act.away) {
      log.again();
      act.exporter?.poll();
    }
    act.away = false;
    hand.acknowledged(head.ack);
    if (head.recalled && head.recalled.seq > this.recalledSeq) {
      this.recalledSeq = head.recalled.seq; // the same answer comes again at a change of theme
      act.recall(head.recalled);
    }
    this.report(head, fresh);
    act.exporter?.hear(head, arrays);
    act.opener?.hear(head, arrays);
    if (head.history?.query !== undefined) this.keepAddress(head.history.query);
    act.keeper?.soon();
    act.changed();
    if (fresh) act.drawNow();
  }

  /**
   * Say what was refused, and hand over what was asked for.
   * @param {any} head
   * @param {boolean} fresh whether it comes with another trajectory
   */
  report(head, fresh) {
    const { notices, state, act, meeting } = this;
    const t = state.texts;
    const news = `${head.epoch}/${head.serial}/${head.ack}`; // the same answer comes again at a change of theme
    const met = meeting !== null && head.ack >= meeting.seq;
    if (met) this.meeting = null;
    if (met && meeting.left > 0) notices.say([fill(t.kept_part, { left: meeting.left })], [], "info");
    if (head.errors.length && news !== this.news) {
      if (!act.opener?.refused(head)) notices.say(met ? [t.kept_refused, ...head.errors] : head.errors);
      act.exporter?.refused(head.errors);
    } else if (fresh && head.origin === head.serial) notices.forgive(); // a longer look ahead is no success
    this.news = news;
    if (!head.shared || head.shared.seq === this.sharedSeq) return;
    const { seq, kind, text, name } = head.shared;
    this.sharedSeq = seq;
    if (kind === "script") act.exporter?.offerScript(head.shared);
    else if (kind === "file") notices.offerFile(state.springs ? state.springs.listedIn(text) : text, name);
    else notices.offerLink(text, kind === "start");
  }

  /**
   * Introduce this board to a server that does not know it, because it was restarted or the page was loaded again: what it sent
   * is ignored, and it gets what is known here, or what the browser kept.
   * @param {any} head
   * @returns {boolean} whether there was anything to tell
   */
  introduce(head) {
    const { state, log, act } = this;
    const { keeper } = act;
    if (!keeper) return false;
    const told = state.run ? this.known(head, keeper) : keeper.found(head.epoch);
    if (!told) return false;
    log.meet(head, told, [...told.commands, ...told.waiting]);
    this.meeting = { seq: log.next - 1, left: told.left };
    known(head.epoch, false);
    return true;
  }

  /**
   * What this board tells a server, where it was there before it.
   * @param {any} head
   * @param {import("./keeper.js").Keeper} keeper
   */
  known(head, keeper) {
    const { state, log, act } = this;
    const { waiting } = log;
    const told = act.away ? keeper.told(head.epoch) : null; // by the page that was shown meanwhile
    const kept = told ?? log.documents(log.restorable, keeper.step);
    const restore = !told && kept.entries.length ? [{ op: "restore", entries: kept.entries, index: kept.index }] : [];
    act.away = false;
    act.exporter?.lost();
    act.opener?.lost();
    if (state.run) Object.assign(state.run, { serial: -1, origin: -1 });
    if (state.springs) state.springs.serial = -1;
    act.changed();
    return { ...kept, left: 0, waiting, commands: [...restore, ...ofPages(head.epoch)] };
  }

  /**
   * Keep the address of the page at what the board shows, so that a reload loses nothing.
   * @param {string} query
   */
  keepAddress(query) {
    const { keeper } = this.act;
    const shown = query || `lang=${this.state.language}`; // what is too long for an address is kept too
    const address = `${location.pathname}?${withLook(shown, location.search)}`;
    if (keeper) keeper.query = query;
    if (`${location.pathname}${location.search}` !== address) history.replaceState(history.state, "", address);
  }

  /** Ask for more of the trajectory in time; what is held still goes on acting. */
  lookAhead() {
    const { state, player, log, hand } = this;
    const { run } = state;
    if (!run || !state.editable || log.busy || log.queue.length) return;
    if (state.holds) {
      const due = hand.still ? player.frame >= player.last / 2 : player.atEnd;
      if (due && player.wanted && run.status === "max_steps") hand.again();
    } else if (run.more && !state.busy && (run.level < EAGER || player.frame > player.last / 2)) log.push("more");
    else if (run.later && !state.busy) log.push("rest");
  }

  /** Stop asking. */
  leave() {
    clearTimeout(this.log.timer);
    this.act.exporter?.leave();
    this.act.opener?.leave();
  }
}
