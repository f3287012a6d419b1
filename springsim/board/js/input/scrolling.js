// Whose a wheel or one finger beside the points is: the page's, where it has more to show than its window, else the board's.

/**
 * Whether the page round an element scrolls, or is part of another page, which may.
 * @param {HTMLElement} element
 */
export function pageScrolls(element) {
  if (window.parent !== window) return true;
  for (let at = around(element); at; at = around(at)) {
    const more = at.scrollHeight > at.clientHeight + 1;
    if (more && (at === document.scrollingElement || /auto|scroll/.test(getComputedStyle(at).overflowY))) return true;
  }
  return false;
}

/**
 * The element round another one.
 * @param {Element} element
 * @returns {Element | null}
 */
function around(element) {
  const root = element.getRootNode();
  return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}
