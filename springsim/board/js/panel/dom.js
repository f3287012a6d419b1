// Small helpers for building the page. Text goes in as text nodes only.

const ZERO = 1e-9; // numbers below that are told from zero by rounding only
const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element. Props that start with "on" are listeners, "class" and "data-…"/"aria-…" are attributes, all others too.
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {(Node | string)[]} children
 * @returns {any}
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  node.append(...children);
  return node;
}

/** Paths of the icons, on a 24 × 24 grid. @type {Record<string, string>} */
const ICONS = {
  move: "M12 3v18M3 12h18M12 3l-3 3M12 3l3 3M12 21l-3-3M12 21l3-3M3 12l3-3M3 12l3 3M21 12l-3-3M21 12l-3 3",
  several: "M4 8V4h4M11 4h2M16 4h4v4M20 11v2M20 16v4h-4M13 20h-2M8 20H4v-4M4 13v-2M9 10v.01M15 9v.01M12 15v.01",
  similar: "M2 12h3l1.5-5 3 10 3-10 3 10 3-10 1.5 5h2",
  dissimilar: "M2 9.5h4l1.5-3 3 6 3-6 3 6 1.5-3h2M2 14.5h4l1.5-3 3 6 3-6 3 6 1.5-3h2M22 5v14",
  cut: "M4 5l13 13M4 19L17 6M17 15.5a2.5 2.5 0 1 0 .01 0M17 3.5a2.5 2.5 0 1 0 .01 0",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  undo: "M8 5L4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3",
  redo: "M16 5l4 4-4 4M20 9H10a6 6 0 0 0 0 12h3",
  reset: "M4 4v6h6M4.5 10a8 8 0 1 1-.5 4",
  clear: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  open: "M3 19V5h6l2 3h10v11zM3 11h18",
  save: "M12 4v11M7 10l5 5 5-5M4 20h16",
  output: "M12 15V4M7.5 8.5L12 4l4.5 4.5M4 14v6h16v-6",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  help: "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 17.5v.5",
  restart: "M6 5v14M19 5L9 12l10 7z",
  back: "M16 5L6 12l10 7z",
  step: "M8 5l10 7-10 7z",
  play: "M7 4l13 8-13 8z",
  pause: "M8 5v14M16 5v14",
  pin: "M9 3h6l-1 6 3 3H7l3-3zM12 12v9",
  trash: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
  close: "M6 6l12 12M18 6L6 18",
  dice: "M4 4h16v16H4zM8.5 8.5v.01M15.5 8.5v.01M12 12v.01M8.5 15.5v.01M15.5 15.5v.01",
  circle: "M12 4a8 8 0 1 0 .01 0M12 4v.01M5.1 16v.01M18.9 16v.01",
  nudge: "M4 12c2-5 4-5 6 0s4 5 6 0M17 12l3 0M18 9l3 3-3 3",
};

/**
 * Which step of a run it is, in the unit of its steps.
 * @param {Record<string, string>} t
 * @param {string} unit a word that the texts have, or any other
 * @param {number | string} step
 */
export function moment(t, unit, step) {
  return fill(Object.hasOwn(t, `unit_${unit}`) ? t[`unit_${unit}`] : t.unit_own, { unit, step });
}

/**
 * Make an icon.
 * @param {string} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `icon icon-${name}`);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/**
 * Set the text of a node only if it differs, so that no layout is computed without need.
 * @param {Node} node
 * @param {string} text
 */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Fill the gaps {name} of a text.
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (gap, name) => (name in values ? String(values[name]) : gap));
}

/**
 * Write a number for reading: four significant digits, no trailing noise.
 * @param {number} x
 */
export function digits(x) {
  if (x === 0) return "0";
  if (Math.abs(x) < ZERO) return "≈ 0";
  const size = Math.abs(x);
  if (size < 1e-3 || size >= 1e5) return x.toExponential(2).replace("e-", "e−").replace("e+", "e");
  return x.toFixed(size >= 1000 ? 1 : size >= 100 ? 2 : size >= 10 ? 3 : 4);
}

/**
 * Write a count for reading: three digits where it is long.
 * @param {number} x
 */
export function many(x) {
  if (x < 1e5) return String(x);
  return x < 999_500 ? `${Math.round(x / 1e3)}k` : `${(x / 1e6).toPrecision(3)}M`;
}

/**
 * Write a count for reading, all of it.
 * @param {number} x
 */
export function counted(x) {
  return x < 1e4 ? String(x) : x.toLocaleString("en");
}

/**
 * Write a length for reading: two decimals where they say it all, else three significant digits.
 * @param {number} x
 */
export function lengthText(x) {
  const plain = x.toFixed(2);
  return Math.abs(Number(plain) - x) < ZERO ? plain : String(Number(x.toPrecision(3)));
}

/**
 * Write a place of the plane for reading, as finely as the screen tells places apart.
 * @param {{scale: number}} view
 * @param {number} x
 * @param {number} y
 */
export function placeText({ scale }, x, y) {
  const unit = 10 ** Math.ceil(Math.log10(scale));
  const said = (/** @type {number} */ z) => lengthText((Math.round(z * unit) || 0) / unit).replace("-", "−");
  return { x: said(x), y: said(y) };
}

/**
 * A button with an icon.
 * @param {string} picture name of the icon
 * @param {string} name
 * @param {() => void} action
 * @param {Record<string, any>} [props]
 */
export function iconButton(picture, name, action, props = {}) {
  const { class: kind = "", words = "", ...rest } = props;
  const node = el("button", { type: "button", class: `button ${kind}`, onclick: () => allowed(node) && action(), ...rest });
  node.append(icon(picture), ...(words ? [el("span", { class: "words" }, words)] : []));
  label(node, name, words);
  return node;
}

/**
 * Name a button: its name has the words that are seen on it, so that it can be called by them.
 * @param {HTMLElement} button
 * @param {string} name
 * @param {string} words
 */
export function label(button, name, words = "") {
  button.title = name;
  button.setAttribute("aria-label", name.toLowerCase().includes(words.toLowerCase()) ? name : `${words} · ${name}`);
}

/**
 * Let a button do nothing for now; it keeps the focus all the same.
 * @param {HTMLElement} button
 * @param {boolean} yes
 */
export function block(button, yes) {
  if (button.getAttribute("aria-disabled") !== String(yes)) button.setAttribute("aria-disabled", String(yes));
}

/**
 * Whether a button may act.
 * @param {HTMLElement} button
 */
export function allowed(button) {
  return button.getAttribute("aria-disabled") !== "true";
}

/**
 * @param {HTMLElement} button
 * @param {boolean} on
 */
export function press(button, on) {
  if (button.getAttribute("aria-pressed") !== String(on)) button.setAttribute("aria-pressed", String(on));
}

/**
 * Make what is in an element again, and give the focus to what takes the place of what had it.
 * @param {HTMLElement} root
 * @param {Node[]} nodes
 */
export function rebuild(root, nodes) {
  /** @type {number[]} */
  const way = [];
  let at = /** @type {any} */ (focused(root));
  if (!root.contains(at)) at = root;
  for (; at !== root; at = at.parentNode) way.unshift([...at.parentNode.children].indexOf(at));
  root.replaceChildren(...nodes);
  if (way.length) way.reduce((/** @type {any} */ node, k) => node?.children[k], root)?.focus({ preventScroll: true });
}

/**
 * Keep the focus inside a dialog: after its last control comes the first.
 * @param {HTMLElement} root
 * @param {HTMLElement} dialog
 * @param {KeyboardEvent} event
 */
export function wrapFocus(root, dialog, event) {
  if (event.key !== "Tab") return;
  const all = /** @type {HTMLElement[]} */ ([...dialog.querySelectorAll("button, input, select, summary, [tabindex='0']")]);
  const controls = all.filter((control) => control.checkVisibility());
  const [first, last] = [controls[0], controls[controls.length - 1]];
  if (focused(root) !== (event.shiftKey ? first : last)) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}

/**
 * The element that has the focus, in the same tree as another.
 * @param {HTMLElement} inside
 */
export function focused(inside) {
  return /** @type {Document | ShadowRoot} */ (inside.getRootNode()).activeElement;
}
