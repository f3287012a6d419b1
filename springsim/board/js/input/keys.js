// The keyboard: everything that the pointer can do.

const NUDGE = 0.05; // margins
const ARROWS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
});

const SLIDER = new Set([...Object.keys(ARROWS), "Home", "End", "PageUp", "PageDown"]);

/**
 * Whether a key means something to the element that has the focus, and not to the board: those that move a slider.
 * @param {HTMLElement} target
 * @param {string} key
 */
export function moves(target, key) {
  return target.matches("input[type=range]") && SLIDER.has(key);
}

/**
 * What keys act on.
 * @typedef {Pick<import("../board.js").SpringBoard, "state" | "hand" | "picture" | "panel" | "exporter" | "selectNext"
 *   | "togglePlay" | "stepBy" | "restart" | "scrub" | "escape" | "enter">} Keyed
 */

/**
 * Act on a key pressed on the board.
 * @param {Keyed} board
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key meant something
 */
export function pressed(board, event) {
  const { key } = event;
  const { state, hand } = board;
  if (event.altKey) return false;
  if (event.ctrlKey || event.metaKey) return state.editable && shortcut(hand, key.toLowerCase(), event.shiftKey);
  if (key in ARROWS) return arrow(board, ARROWS[key], event.shiftKey ? 0.2 : 1);
  if (state.editable && /^[1-9]$/.test(key) && Number(key) <= state.classes) {
    if (state.selected !== null) hand.setClass(Number(key) - 1);
    hand.setNextClass(Number(key) - 1);
    return true;
  }
  const name = key.length === 1 ? key.toLowerCase() : key;
  const action = LOOKING[name] ?? (state.editable ? CHANGING[name] : undefined);
  if (!action) return false;
  action(board, event);
  return true;
}

/**
 * Move the selected point or, where that is not to be, the view.
 * @param {Keyed} board
 * @param {[number, number]} direction
 * @param {number} size
 */
function arrow({ state, hand, picture }, [dx, dy], size) {
  if (!state.editable || state.selected === null) picture.pan(-dx * 40 * size, dy * 40 * size);
  else if (state.tool === "move") hand.nudgeSelected(dx * NUDGE * size, dy * NUDGE * size);
  else return false;
  return true;
}

/**
 * @param {import("./hand.js").Hand} hand
 * @param {string} key
 * @param {boolean} shift
 */
function shortcut(hand, key, shift) {
  if (key === "z") {
    if (shift) hand.redo();
    else hand.undo();
    return true;
  }
  if (key === "y") {
    hand.redo();
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
  e: ({ exporter }) => exporter?.open(),
  PageDown: ({ hand }) => hand.loadNext(1),
  PageUp: ({ hand }) => hand.loadNext(-1),
};
