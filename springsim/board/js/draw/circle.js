// The margin circle round the selected point, with its radius and the handle that changes it.

import { lengthText } from "../panel/dom.js";
import { LOOK } from "../state/look.js";
import { head } from "./glyphs.js";

const HANDLE_ANGLES = [-0.31, 0.31, -0.6, 0.6, -0.95, 0.95, -1.2, 1.2, 1.9, -1.9, 2.4, -2.4, 2.83, 3.45];

/**
 * Where the handle of the margin circle is (or the end of its radius): where it was while that is on the screen, else where
 * there is room.
 * @param {import("../state/state.js").State} state
 * @param {import("./picture.js").Picture} picture
 * @param {number} i
 */
export function handleAt(state, picture, i) {
  const centre = picture.place(i);
  const { view } = picture;
  const radius = state.margin * view.scale;
  const on = (/** @type {number} */ angle) => ({
    x: centre.x + radius * Math.cos(angle),
    y: centre.y - radius * Math.sin(angle),
  });
  if (state.marginDrag) return on(state.marginDrag.angle);
  const visible = (/** @type {import("../types.js").Point} */ at) =>
    at.x > 62 && at.x < view.width - 84 && at.y > 56 && at.y < view.height - 56;
  const { handle } = picture;
  if (handle.of !== i || !visible(on(handle.angle))) {
    const seen = HANDLE_ANGLES.filter((angle) => visible(on(angle)));
    const clear = seen.find((angle) => picture.pointAt(on(angle).x, on(angle).y, 22) === null);
    Object.assign(handle, { of: i, angle: clear ?? seen[0] ?? HANDLE_ANGLES[0] });
  }
  return on(handle.angle);
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {import("../state/state.js").State} state
 * @param {import("./picture.js").Picture} picture
 * @param {number} i
 * @param {boolean} filled
 */
export function drawMargin(c, state, picture, i, filled) {
  const { x, y } = picture.place(i);
  const { theme } = picture;
  const { inside, strength, dash, width } = LOOK.ring;
  c.beginPath();
  c.arc(x, y, state.margin * picture.view.scale, 0, 2 * Math.PI);
  c.globalAlpha = filled ? inside : 0;
  c.fillStyle = theme.force;
  c.fill();
  c.globalAlpha = strength;
  c.setLineDash(dash);
  c.lineCap = "round";
  c.lineWidth = width;
  c.strokeStyle = theme.text;
  c.stroke();
  c.setLineDash([]);
  c.lineCap = "butt";
  c.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} c
 * @param {import("../state/state.js").State} state
 * @param {import("./picture.js").Picture} picture
 * @param {number} i
 */
export function drawHandle(c, state, picture, i) {
  const { theme, view } = picture;
  const from = picture.place(i);
  const to = handleAt(state, picture, i);
  const radius = picture.pointRadius;
  const { ring } = LOOK;
  c.strokeStyle = c.fillStyle = theme.text;
  c.lineWidth = ring.radius;
  c.setLineDash(ring.dots);
  c.beginPath();
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  c.moveTo(from.x + ux * (radius + ring.gap), from.y + uy * (radius + ring.gap));
  c.lineTo(to.x - ux * 9, to.y - uy * 9);
  c.stroke();
  c.setLineDash([]);
  c.beginPath();
  head(c, from.x, from.y, to.x - ux * 8, to.y - uy * 8, ring.head);
  c.fill();
  if (state.tunesMargin) {
    c.beginPath();
    c.arc(to.x, to.y, 8, 0, 2 * Math.PI);
    c.fillStyle = state.marginDrag ? theme.force : theme.background;
    c.lineWidth = 2;
    c.fill();
    c.stroke();
  }
  const label = `m = ${lengthText(state.margin)}`;
  c.font = `600 ${ring.label * theme.size}px ${theme.font}`;
  const wide = c.measureText(label).width;
  const left = to.x + ring.aside + wide > view.width - 4;
  plate(c, theme, label, left ? to.x - ring.aside - wide : to.x + ring.aside, to.y);
}

/**
 * Write on a plate of the background's colour.
 * @param {CanvasRenderingContext2D} c
 * @param {import("../types.js").Theme} theme
 * @param {string} label
 * @param {number} x left
 * @param {number} y middle
 */
export function plate(c, theme, label, x, y) {
  c.globalAlpha = LOOK.ground.plate;
  c.fillStyle = theme.background;
  c.fillRect(x - 3, y - 10 * theme.size, c.measureText(label).width + 6, 20 * theme.size);
  c.globalAlpha = 1;
  c.fillStyle = theme.text;
  c.textBaseline = "middle";
  c.textAlign = "left";
  c.fillText(label, x, y + 0.5);
}
