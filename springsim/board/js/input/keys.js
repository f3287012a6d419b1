// The keyboard: everything that the pointer can do.

const NUDGE = 0.05; // margins
const ARROWS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
});

/** What keys write that stand in the same place on every keyboard, by its name. @type {Record<string, string>} */
const PLACES = { BracketLeft: "[", BracketRight: "]", Comma: ",", Period: ".", Minus: "-", Equal: "=" };

/** What has an undo of its own. */
const FIELDS = "textarea, input:not([type=range]), [contenteditable]";

/** Keys that controls use themselves, by what they are. @type {[string, RegExp][]} */
const OWN = [
  ["select", /^(.|Process|Enter|Arrow.*|Home|End|Page.*)$/],
  ["input[type=range]", /^(Arrow.*|Home|End|Page.*)$/],
  ["button, a, summary", /^( |Enter)$/],
];

/**
 * What keys act on.
 * @typedef {Pick<import("../board.js").SpringBoard, "state" | "hand" | "picture" | "panel" | "exporter" | "selectNext"
 *   | "selectEvery" | "togglePlay" | "stepBy" | "restart" | "scrub" | "escape" | "enter">} Keyed
 */

/**
 * Act on a key pressed on the board.
 * @param {Keyed} board
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key meant something
 */
export function pressed(board, event) {
  const key = keyOf(event);
  const { state, hand } = board;
  if (event.altKey) return false;
  if (event.ctrlKey || event.metaKey) return state.editable && shortcut(board, key, event.shiftKey);
  if (key in ARROWS) return arrow(board, ARROWS[key], event.shiftKey ? 0.2 : 1);
  if (state.editable && /^[1-9]$/.test(key) && Number(key) <= state.classes) {
    if (state.selected !== null) hand.setClass(Number(key) - 1);
    hand.setNextClass(Number(key) - 1);
    return true;
  }
  const action = LOOKING[key] ?? (state.editable ? CHANGING[key] : undefined);
  if (!action) return false;
  action(board, event);
  return true;
}

/**
 * The key that is meant: by what it writes or, where that is no Latin letter and means nothing here, by its place.
 * @param {KeyboardEvent} event
 */
export function keyOf({ key, code, shiftKey }) {
  const composing = key === "Process"; // an input method for Chinese holds what is written back
  if (key.length > 1 && !composing) return key;
  const written = key.toLowerCase();
  if (!composing && (/[a-z0-9]/.test(written) || written in LOOKING)) return written;
  const [, letter, digit] = /^(?:Key([A-Z])|Digit(\d))$/.exec(code) ?? [];
  return letter?.toLowerCase() ?? (shiftKey ? undefined : (digit ?? PLACES[code])) ?? written;
}

/**
 * Whether the control that has the focus uses a key itself.
 * @param {Element} control
 * @param {KeyboardEvent} event
 */
export function keeps(control, { key, ctrlKey, metaKey }) {
  if (control.matches(FIELDS)) return true;
  return !ctrlKey && !metaKey && OWN.some(([kind, keys]) => control.matches(kind) && keys.test(key));
}

/**
 * Whether keys ask for what was before, or after.
 * @param {KeyboardEvent} event
 */
export function asksHistory(event) {
  return (event.ctrlKey || event.metaKey) && /^[zy]$/.test(keyOf(event));
}

/**
 * Move the selected point or, where that is not to be, the view.
 * @param {Keyed} board
 * @param {[number, number]} direction
 * @param {number} size
 */
function arrow({ state, hand, picture }, [dx, dy], size) {
  if (!state.editable || state.selected === null) picture.pan(-dx * 40 * size, dy * 40 * size);
  else if (!state.ties) hand.nudgeSelected(dx * NUDGE * size, dy * NUDGE * size);
  else return false;
  return true;
}

/**
 * @param {Keyed} board
 * @param {string} key
 * @param {boolean} shift
 */
function shortcut(board, key, shift) {
  const { hand } = board;
  if (key === "z") {
    if (shift) hand.redo();
    else hand.undo();
    return true;
  }
  if (key === "y") {
    hand.redo();
    return true;
  }
  if (key === "a") {
    board.selectEvery();
    return true;
  }
  return false;
}

/** @typedef {Record<string, (board: Keyed, event: KeyboardEvent) => void>} Actions */

/** Keys for looking. @type {Actions} */
const LOOKING = {
  "]": (board) => board.selectNext(1),
  "[": (board) => board.selectNext(-1),
  n: (board, event) => board.selectNext(event.shiftKey ? -1 : 1),
  m: ({ hand }, event) => hand.tuneBy(event.shiftKey ? -1 : 1),
  " ": (board) => board.togglePlay(),
  ".": (board) => board.stepBy(1),
  ",": (board) => board.stepBy(-1),
  Home: (board) => board.restart(),
  End: (board) => board.scrub(Infinity),
  "+": ({ picture }) => picture.zoom(1.25),
  "=": ({ picture }) => picture.zoom(1.25),
  "-": ({ picture }) => picture.zoom(0.8),
  0: ({ picture }) => picture.fit(),
  Escape: (board) => board.escape(),
  "?": ({ panel }) => panel.at.help.showModal(),
};

/** Keys that change the scene. @type {Actions} */
const CHANGING = {
  a: ({ hand, picture }) => hand.addAt(picture.view.width / 2, picture.view.height / 2),
  Enter: (board) => board.enter(),
  Delete: ({ hand }) => hand.deletePoint(),
  Backspace: ({ hand }) => hand.deletePoint(),
  p: ({ hand }) => hand.togglePin(),
  s: ({ hand }) => hand.useTool("similar"),
  d: ({ hand }) => hand.useTool("dissimilar"),
  x: ({ hand }) => hand.useTool("cut"),
  v: ({ hand }) => hand.useTool("several"),
  e: ({ exporter }) => exporter?.open(),
  PageDown: ({ hand }) => hand.loadNext(1),
  PageUp: ({ hand }) => hand.loadNext(-1),
};
