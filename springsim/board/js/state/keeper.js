// What outlives the page: the browser keeps it for its tab, and it is given to a server that does not know it. Nothing in it is
// trusted: Python checks every value on its way back, as it does those of a file.

const BOARD = "springsim.board";
const PAGES = "springsim.pages";
const VERSION = 1; // of what is kept; another one is not read
const ROOM = 2_000_000; // characters of all scenes of a history: half of what browsers grant a page
const SOON = 400; // ms after a change
const NO_SCENE = new Set(["lang"]); // fields of an address that name no scene

/** What a browser says that keeps nothing, as ids of texts: it has no room, or is told not to. */
const FULL = "kept_full";
const OFF = "kept_off";

/**
 * What is kept under a name, if it can be read.
 * @param {string} name
 * @returns {{kept: any, damaged: boolean}}
 */
function read(name) {
  let text;
  try {
    text = sessionStorage.getItem(name);
  } catch {
    return { kept: null, damaged: false }; // the browser keeps nothing
  }
  if (text === null) return { kept: null, damaged: false };
  try {
    const kept = JSON.parse(text);
    if (kept.version === VERSION && typeof kept.epoch === "string") return { kept, damaged: false };
  } catch {
    // as good as another version
  }
  return { kept: null, damaged: true };
}

/**
 * Keep something.
 * @param {string} name
 * @param {Record<string, any>} value
 * @returns {string} why not, if so
 */
function write(name, value) {
  try {
    sessionStorage.setItem(name, JSON.stringify({ version: VERSION, ...value }));
    return "";
  } catch (error) {
    return error instanceof DOMException && error.name === "QuotaExceededError" ? FULL : OFF;
  }
}

/** The board that was kept, if it can be read. */
function keptBoard() {
  const { kept, damaged } = read(BOARD);
  const listed = kept !== null && Array.isArray(kept.entries) && Array.isArray(kept.waiting) && kept.entries.length > 0;
  const whole = listed && Number.isInteger(kept.left) && typeof kept.query === "string" && typeof kept.look === "object";
  return { kept: whole ? kept : null, damaged: damaged || (kept !== null && !whole) };
}

/**
 * The command that gives a server the choices on the other pages, where it does not know them.
 * @param {string} epoch of the server
 * @returns {any[]}
 */
export function ofPages(epoch) {
  const { kept } = read(PAGES);
  return kept && kept.epoch !== epoch ? [{ op: "pages", chosen: kept.pages }] : [];
}

/**
 * What a page without a board gives to a server that does not know this tab.
 * @param {string} epoch of the server
 * @returns {any[]} commands
 */
export function introduction(epoch) {
  const { kept } = keptBoard();
  const restore = kept && kept.epoch !== epoch ? [{ op: "restore", entries: kept.entries, index: kept.index }] : [];
  return [...restore, ...ofPages(epoch)];
}

/**
 * Note that a server knows now what is kept.
 * @param {string} epoch of it
 * @param {boolean} refused whether it could make nothing of the board
 */
export function known(epoch, refused) {
  if (refused) write(BOARD, {});
  for (const name of [BOARD, PAGES]) {
    const { kept } = read(name);
    if (kept && kept.epoch !== epoch) write(name, { ...kept, epoch });
  }
}

/**
 * Keep what is chosen on a page, unless the server waits for what was chosen before.
 * @param {string} epoch of the server
 * @param {string} page
 * @param {Record<string, any>} chosen
 * @returns {string} why not, if so
 */
export function keepPage(epoch, page, chosen) {
  const { kept } = read(PAGES);
  if (kept && kept.epoch !== epoch) return "";
  const pages = kept?.pages ?? {};
  return write(PAGES, { epoch, pages: { ...pages, [page]: { ...pages[page], ...chosen } } });
}

/** Keeps a board, soon after each change and when the page goes. */
export class Keeper {
  /**
   * @param {Pick<import("../board.js").SpringBoard, "root" | "state" | "player" | "picture" | "log" | "notices"
   *   | "away">} board
   */
  constructor(board) {
    this.board = board;
    this.query = ""; // that the address was given last
    this.timer = 0;
    this.said = false;
    addEventListener("pagehide", () => this.keep());
    document.addEventListener("visibilitychange", () => document.hidden && this.keep());
  }

  /** Keep it after a moment in which nothing else happens. */
  soon() {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.keep(), SOON);
  }

  /** Keep it now: as much of the history as there is room for. */
  keep() {
    const { away, root, state, log, notices } = this.board;
    clearTimeout(this.timer);
    if (state.embedded || away || !root.isConnected || !state.run || log.epoch === null) return;
    const { epoch } = log;
    const others = { epoch, query: this.query, language: state.language, waiting: log.waiting, look: this.look(state.run) };
    let problem = write(BOARD, { ...others, ...log.documents(ROOM, this.step) });
    if (problem === FULL) problem = write(BOARD, { ...others, ...log.documents(0, this.step) }); // what is shown, at least
    if (problem && !this.said && log.history.length > 1) {
      this.said = true;
      notices.say([state.texts[problem]], [], "info");
    }
  }

  /** The step shown, counted from the start of the entry. */
  get step() {
    const { state, player } = this.board;
    return Math.max(Math.round(player.stepShown()) - (state.run?.offset ?? 0), 0);
  }

  /**
   * How the board is looked at.
   * @param {import("../types.js").Run} run
   */
  look(run) {
    const { state, player, picture } = this.board;
    const { x, y, scale, width, height } = picture.view;
    const selected = state.selected !== null && state.selected < run.n ? state.selected : -1;
    const size = { width: Math.max(Math.round(width), 1), height: Math.max(Math.round(height), 1) };
    const time = { step: this.step, playing: player.wanted, speed: player.speed };
    return { x, y, scale, ...size, follows: picture.camera.automatic, ...time, selected, ...state.show };
  }

  /**
   * What was kept before the page was loaded, with the commands that tell it to a server: all of it where the address is the
   * one that the board had, or names no scene; the history before the link, where it is another one.
   * @param {string} epoch of the server
   * @returns {{entries: any[], index: number, left: number, waiting: any[], commands: any[]} | null}
   */
  found(epoch) {
    const { state, notices } = this.board;
    if (state.embedded) return null; // its page says what is in a frame, and may have several
    const { kept, damaged } = keptBoard();
    if (damaged) notices.say([state.texts.kept_unreadable], [], "info");
    const commands = ofPages(epoch);
    if (!kept) return commands.length ? { entries: [], index: 0, left: 0, waiting: [], commands } : null;
    const { index, waiting, look, language } = kept;
    const fields = new URLSearchParams(location.search);
    const names = [...fields.keys()].filter((name) => !NO_SCENE.has(name));
    if (names.length && location.search !== `?${kept.query}`) {
      const entries = kept.entries.slice(0, index + 1);
      return { entries, index, left: 0, waiting: [], commands: [{ op: "prepend", entries, index }, ...commands] };
    }
    const restore = kept.epoch === epoch ? [] : [{ op: "restore", entries: kept.entries, index }];
    const speak = fields.has("lang") ? [] : [{ op: "language", value: language }];
    return { ...kept, waiting, commands: [...restore, ...commands, ...speak, { op: "recall", ...look }] };
  }

  /**
   * What was kept, where a page without a board has told it to a server already.
   * @param {string} epoch of the server
   */
  told(epoch) {
    if (this.board.state.embedded) return null;
    const { kept } = keptBoard();
    return kept?.epoch === epoch ? kept : null;
  }
}
