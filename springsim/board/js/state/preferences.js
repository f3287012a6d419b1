// What the visitor has asked of every page: less motion, or colours of their own.

const asked = (/** @type {string} */ query) => matchMedia(`(${query})`);

/** Whether nothing is to move that was not asked to. */
export function wantsStillness() {
  return asked("prefers-reduced-motion: reduce").matches;
}

/** Whether the system's colours take the place of the page's. */
export function forcesColours() {
  return asked("forced-colors: active").matches;
}

/** Whether faint things are to be stronger. */
export function wantsContrast() {
  return asked("prefers-contrast: more").matches;
}

/** Whether a finger points, not a mouse. */
export function pointsByFinger() {
  return asked("pointer: coarse").matches;
}

/**
 * Act when the colours asked for change.
 * @param {() => void} act
 */
export function onColours(act) {
  for (const query of ["prefers-color-scheme: dark", "forced-colors: active", "prefers-contrast: more"]) {
    asked(query).addEventListener("change", act);
  }
}
