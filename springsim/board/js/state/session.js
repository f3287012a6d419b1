// The conversation with Python, or with what stands in for it: takes answers, and asks for more in time.

import { CommandLog, decoded, modeOf, runOf, springsOf } from "./wire.js";

const EAGER = 2; // looks ahead below this level are asked for at once, farther ones when half of this one is played

/** The board's side of it. */
export class Session {
  /** @param {import("../board.js").SpringBoard} board */
  constructor(board) {
    this.board = board;
    this.sharedSeq = 0;
    this.news = "";
    this.log = new CommandLog(
      () => ({
        seen: [board.run ? board.run.serial : -1, board.player.frame],
        texts: board.language,
        springs: board.springs ? board.springs.serial : -1,
      }),
      () => board.redraw(),
    );
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
    const { board, log } = this;
    board.picture.readTheme();
    if (head.texts && head.language !== board.language) board.learn(head, arrays);
    if (!board.texts) return;
    if (board.run && head.epoch !== log.epoch && log.epoch !== null) {
      this.introduce(head, board.run);
      return;
    }
    const fresh = !board.run || head.serial !== board.run.serial;
    const waited = (performance.now() - log.waitingSince) / 1000;
    if (board.springs?.serial !== head.springs.serial) board.springs = springsOf(head, arrays);
    if (fresh) board.take(runOf(head, arrays), head, waited);
    else if (head.told && board.run) {
      Object.assign(board.run, { rest: head.rest, later: false, mode: modeOf(head, arrays) ?? board.run.mode });
    }
    board.ground.hear(head, arrays);
    log.answered(head, board.springs);
    if (board.away) {
      log.again();
      board.exporter?.poll();
    }
    board.away = false;
    board.hand.acknowledged(head.ack);
    const news = `${head.epoch}/${head.serial}/${head.ack}`; // the same answer comes again at a change of theme
    if (head.errors.length && news !== this.news) {
      board.notices.say(head.errors);
      board.exporter?.refused(head.errors);
    } else if (fresh && head.origin === head.serial) board.notices.forgive(); // a longer look ahead is no success
    this.news = news;
    if (head.shared && head.shared.seq !== this.sharedSeq) {
      const { seq, kind, text, name } = head.shared;
      this.sharedSeq = seq;
      if (kind === "script") board.exporter?.offerScript(head.shared);
      else if (kind === "file") board.notices.offerFile(board.springs ? board.springs.listedIn(text) : text, name);
      else board.notices.offerLink(text, kind === "start");
    }
    board.exporter?.hear(head, arrays);
    if (head.history?.query !== undefined) this.keepAddress(head.history.query);
    board.changed();
    if (fresh) board.drawNow();
  }

  /**
   * Meet a server that does not know this board, after it was started anew: what it shows is not ours; it gets what we have.
   * @param {any} head
   * @param {import("../types.js").Run} run
   */
  introduce(head, run) {
    const { board } = this;
    board.away = false;
    board.exporter?.lost();
    Object.assign(run, { serial: -1, origin: -1 });
    if (board.springs) board.springs.serial = -1;
    this.log.meet(head, Math.round(board.player.stepShown()) - run.offset);
    board.changed();
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
    const { board, log } = this;
    const { run, player, hand } = board;
    if (!run || !board.editable || log.busy || log.queue.length) return;
    if (hand.holds) {
      const due = hand.still ? player.frame >= player.last / 2 : player.atEnd;
      if (due && player.wanted && run.status === "max_steps") hand.again();
    } else if (run.more && !hand.busy && (run.level < EAGER || player.frame > player.last / 2)) log.push("more");
    else if (run.later && !hand.busy) log.push("rest");
  }

  /** Stop asking. */
  leave() {
    clearTimeout(this.log.timer);
    this.board.exporter?.leave();
  }
}
