// The exchange with Python, or with a recording: takes answers, and asks for more in time.

import { decoded, lossesOf, modeOf, runOf, springsOf } from "./wire.js";

const EAGER = 2; // looks ahead below this level are asked for at once, farther ones when half of this one is played

/** The board's side of it. */
export class Session {
  /**
   * @param {Pick<import("../board.js").SpringBoard, "state" | "player" | "log" | "hand" | "landscape" | "notices" | "exporter"
   *   | "away" | "readTheme" | "learn" | "take" | "changed" | "drawNow">} board
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
    act.readTheme();
    if (state.run && head.epoch !== log.epoch && log.epoch !== null) {
      this.introduce(head, state.run);
      return;
    }
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
    this.report(head, fresh);
    act.exporter?.hear(head, arrays);
    if (head.history?.query !== undefined) this.keepAddress(head.history.query);
    act.changed();
    if (fresh) act.drawNow();
  }

  /**
   * Say what was refused, and hand over what was asked for.
   * @param {any} head
   * @param {boolean} fresh whether it comes with another trajectory
   */
  report(head, fresh) {
    const { notices, state, act } = this;
    const news = `${head.epoch}/${head.serial}/${head.ack}`; // the same answer comes again at a change of theme
    if (head.errors.length && news !== this.news) {
      notices.say(head.errors);
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
   * Introduce this board to a restarted server, which does not know it: what it sent is ignored, and it gets the history.
   * @param {any} head
   * @param {import("../types.js").Run} run
   */
  introduce(head, run) {
    const { state, player, log, act } = this;
    act.away = false;
    act.exporter?.lost();
    Object.assign(run, { serial: -1, origin: -1 });
    if (state.springs) state.springs.serial = -1;
    log.meet(head, Math.round(player.stepShown()) - run.offset);
    act.changed();
  }

  /**
   * Keep the address of the page at what the board shows, so that a reload loses nothing.
   * @param {string} query
   */
  keepAddress(query) {
    const address = query ? `${location.pathname}?${query}` : location.pathname;
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
  }
}
