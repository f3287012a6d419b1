// The question marks of Streamlit's own controls, on the pages without a board.

const HELP = '[data-testid="stTooltipHoverTarget"] > button:has(> svg)';
const ACTS = ["pointerdown", "mousedown", "touchstart", "pointerup", "mouseup", "touchend", "click"];

/** From now on they answer a tap. */
export function answerTaps() {
  for (const kind of ACTS) document.addEventListener(kind, explain, { capture: true }); // the same one is there once only
}

/**
 * Keep what is done to a question mark of Streamlit's from the label that it stands in, which would turn its switch; and show
 * what it has to say where a finger taps it: by itself it does so for a mouse that is over it, and for the focus by keys.
 * @param {Event} event
 */
function explain(event) {
  const mark = event.target instanceof Element && event.target.closest(HELP);
  if (!(mark instanceof HTMLElement)) return;
  event.stopPropagation();
  if (event.type !== "click") return;
  event.preventDefault();
  if (!matchMedia("(pointer: coarse)").matches) return;
  mark.blur();
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Tab", bubbles: true }));
  mark.focus();
}
