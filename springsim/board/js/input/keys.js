// The keyboard: everything that the pointer can do.

const NUDGE = 0.05; // margins
const ARROWS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
});

/**
 * Act on a key pressed on the board.
 * @param {import("../board.js").SpringBoard} board
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key meant something
 */
export function pressed(board, event) {
  const { key } = event;
  if (event.altKey) return false;
  if (event.ctrlKey || event.metaKey) return board.editable && shortcut(board, key.toLowerCase(), event.shiftKey);
  if (key in ARROWS) return arrow(board, ARROWS[key], event.shiftKey ? 0.2 : 1);
  if (board.editable && /^[1-8]$/.test(key)) {
    if (board.selected !== null) board.hand.setClass(Number(key) - 1);
    board.hand.setNextClass(Number(key) - 1);
    return true;
  }
  const name = key.length === 1 ? key.toLowerCase() : key;
  const action = LOOKING[name] ?? (board.editable ? CHANGING[name] : undefined);
  if (!action) return false;
  action(board, event);
  return true;
}

/**
 * Move the selected point or, where that is not to be, the view.
 * @param {import("../board.js").SpringBoard} board
 * @param {[number, number]} direction
 * @param {number} size
 */
function arrow(board, [dx, dy], size) {
  if (!board.editable || board.selected === null) board.picture.pan(-dx * 40 * size, dy * 40 * size);
  else if (board.hand.tool === "move") board.hand.nudgeSelected(dx * NUDGE * size, dy * NUDGE * size);
  else return false;
  return true;
}

/**
 * @param {import("../board.js").SpringBoard} board
 * @param {string} key
 * @param {boolean} shift
 */
function shortcut(board, key, shift) {
  if (key === "z") {
    if (shift) board.hand.redo();
    else board.hand.undo();
    return true;
  }
  if (key === "y") {
    board.hand.redo();
    return true;
  }
  return false;
}

/** @typedef {Record<string, (board: import("../board.js").SpringBoard, event: KeyboardEvent) => void>} Actions */

/** Keys for looking. @type {Actions} */
const LOOKING = {
  "]": (board) => board.selectNext(1),
  "[": (board) => board.selectNext(-1),
  n: (board, event) => board.selectNext(event.shiftKey ? -1 : 1),
  m: (board, event) => board.hand.tuneBy(event.shiftKey ? -1 : 1),
  " ": (board) => board.togglePlay(),
  ".": (board) => board.stepBy(1),
  ",": (board) => board.stepBy(-1),
  Home: (board) => board.restart(),
  End: (board) => board.scrub(board.player.last),
  "+": (board) => board.picture.zoom(1.25),
  "=": (board) => board.picture.zoom(1.25),
  "-": (board) => board.picture.zoom(0.8),
  0: (board) => board.picture.fit(),
  Escape: (board) => board.escape(),
  "?": (board) => board.panel.at.help.showModal(),
};

/** Keys that change the scene. @type {Actions} */
const CHANGING = {
  a: (board) => board.hand.addAt(board.picture.view.width / 2, board.picture.view.height / 2),
  Enter: (board) => board.enter(),
  Delete: (board) => board.hand.deletePoint(),
  Backspace: (board) => board.hand.deletePoint(),
  p: (board) => board.hand.togglePin(),
  s: (board) => board.hand.useTool("similar"),
  d: (board) => board.hand.useTool("dissimilar"),
  x: (board) => board.hand.useTool("cut"),
  e: (board) => board.exporter?.open(),
  PageDown: (board) => board.hand.loadNext(1),
  PageUp: (board) => board.hand.loadNext(-1),
};
