// How everything on the board looks: sizes in pixels, strengths and colours, as Python says them (`springsim/look.py`).

/** Filled before anything is drawn, and never changed. */
export const LOOK = /** @type {import("../types.js").Look} */ ({});

/** @param {import("../types.js").Look} sent */
export function learnLook(sent) {
  Object.assign(LOOK, sent);
}
