// The way in of a page that plays by itself: the recording is in the page, packed; nothing is ever fetched.

import { SpringBoard } from "./board.js";
import { Recorded } from "./state/recorded.js";

void open(
  /** @type {HTMLElement} */ (document.querySelector(".board")),
  document.getElementById("recording")?.textContent ?? "",
);

/**
 * Unpack the recording, and show it.
 * @param {HTMLElement} root
 * @param {string} text
 */
async function open(root, text) {
  const packed = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  const recorded = new Recorded(new Uint8Array(await new Response(stream).arrayBuffer()));
  const board = new SpringBoard(root, false);
  const { state, log, session } = board;
  state.selected = recorded.common.selected;
  log.send = ({ commands }) => queueMicrotask(() => session.hear(recorded.answer(commands)));
  session.hear(recorded.opening());
}
