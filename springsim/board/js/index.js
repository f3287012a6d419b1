// Streamlit's way in.

import { SpringBoard } from "./board.js";
import { Exporter } from "./panel/exports.js";
import { Opener } from "./panel/opening.js";
import { Connection } from "./state/connection.js";
import { Keeper } from "./state/keeper.js";

/** @type {WeakMap<Element | ShadowRoot, SpringBoard>} */
const boards = new WeakMap();

followScroll(document.querySelector(".stMain"));

/** The board that was shown last: it is kept while another page is shown. @type {SpringBoard | null} */
let kept = null;

/**
 * Streamlit's entry: called at the first mount, at every answer and at every change of theme.
 * @param {object} component
 * @param {HTMLElement | ShadowRoot} component.parentElement
 * @param {Uint8Array} component.data
 * @param {(name: string, value: any) => void} component.setStateValue
 */
export default function spring({ parentElement, data, setStateValue }) {
  const place = /** @type {HTMLElement} */ (parentElement.querySelector(".board"));
  const here = boards.get(place) ?? boardAt(place);
  here.log.send = (message) => setStateValue("log", message);
  here.session.receive(data);
  return () => {
    if (!here.root.isConnected) here.leave();
  };
}

/**
 * Tell the style of the page whether it has been scrolled: Streamlit's menu stays where it is, over what comes there.
 * @param {Element | null} page
 */
function followScroll(page) {
  const tell = () => document.documentElement.toggleAttribute("data-scrolled", page !== null && page.scrollTop > 8);
  page?.addEventListener("scroll", tell, { passive: true });
}

/**
 * Put a board there: the one that was left, or a new one.
 * @param {HTMLElement} place
 */
function boardAt(place) {
  if (kept && !kept.root.isConnected) {
    place.replaceWith(kept.root);
    kept.comeBack();
  } else {
    kept = new SpringBoard(place);
    kept.exporter = new Exporter(kept);
    kept.opener = new Opener(kept);
    kept.keeper = new Keeper(kept);
    kept.connection = new Connection(
      () => kept?.changed(),
      () => kept?.log.again(),
    );
    boards.set(place, kept);
  }
  kept.takeFocus();
  return kept;
}
