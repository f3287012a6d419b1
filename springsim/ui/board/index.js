// Streamlit's way in.

import { SpringBoard } from "./board.js";

/** @type {WeakMap<Element | ShadowRoot, SpringBoard>} */
const boards = new WeakMap();

/**
 * Streamlit's entry: called at the first mount, at every answer and at every change of theme.
 * @param {{parentElement: HTMLElement | ShadowRoot, data: Uint8Array, setStateValue: (name: string, value: any) => void}} component
 */
export default function spring({ parentElement, data, setStateValue }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector(".board"));
  let board = boards.get(root);
  if (!board) {
    board = new SpringBoard(root);
    boards.set(root, board);
  }
  const here = board;
  here.log.send = (message) => setStateValue("log", message);
  here.session.receive(data);
  return () => {
    if (!root.isConnected) here.leave();
  };
}
