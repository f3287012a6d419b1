// The margin circle round the selected point, with its radius and the handle that changes it.

import { lengthText } from "../panel/dom.js";
import { LOOK } from "../state/look.js";
import { head } from "./glyphs.js";

/** Of the handle, in pixels: half its length along the radius, half its width across, where its arrowheads begin, how wide. */
const GRIP = { along: 14, across: 10, base: 8, half: 4 };
/** Where it goes if not to the usual place. */
const HANDLE_ANGLES = [-0.31, 0.6, -0.6, -0.95, 0.95, -1.2, 1.2, 1.9, -1.9, 2.4, -2.4, 2.83, 3.45];

/**
 * How far from its point the handle of a circle is: on the circle or, where that is small, clear of the point.
 * @param {number} radius pixels
 * @param {number} point radius of a point
 */
export function handleOut(radius, point) {
  const least = clearOf(point);
  return Math.max(radius, least + radius / 2);
}

/**
 * The radius of the circle whose handle is so far from its point.
 * @param {number} out pixels
 * @param {number} point radius of a point
 */
export function radiusOf(out, point) {
  const least = clearOf(point);
  return Math.min(out, Math.max(2 * (out - least), 0));
}

/** @param {number} point radius of a point */
function clearOf(point) {
  return point + LOOK.points.ring + GRIP.along;
}

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
  const out = handleOut(state.margin * view.scale, picture.pointRadius);
  const on = (/** @type {number} */ angle) => ({ x: centre.x + out * Math.cos(angle), y: centre.y - out * Math.sin(angle) });
  const { handle, camera } = picture;
  const serial = state.run?.serial;
  if (state.marginDrag) Object.assign(handle, { of: i, angle: state.marginDrag.angle }); // where it is let go it stays
  const visible = (/** @type {number} */ angle) => {
    const { x, y } = on(angle);
    return x > 62 && x < view.width - 84 && y > 56 && y < view.height - 56;
  };
  const clear = (/** @type {number} */ angle) => picture.pointAt(on(angle).x, on(angle).y, 22) === null;
  const fits = () => visible(handle.angle) && (handle.serial === serial || clear(handle.angle));
  if (handle.of !== i || !(state.marginDrag || camera.moves || fits())) {
    const seen = [LOOK.ring.angle, ...HANDLE_ANGLES].filter(visible);
    Object.assign(handle, { of: i, angle: seen.find(clear) ?? seen[0] ?? LOOK.ring.angle });
  }
  if (!camera.moves) handle.serial = serial ?? -1;
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
  const { ring } = LOOK;
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const start = picture.pointRadius + ring.gap;
  const end = length - (state.tunesMargin ? GRIP.along : 1);
  c.strokeStyle = c.fillStyle = theme.text;
  c.lineWidth = ring.radius;
  c.setLineDash(ring.dots);
  c.beginPath();
  c.moveTo(from.x + ux * start, from.y + uy * start);
  c.lineTo(from.x + ux * Math.max(end, start), from.y + uy * Math.max(end, start));
  c.stroke();
  c.setLineDash([]);
  if (state.tunesMargin) drawGrip(c, to, [ux, uy], state.marginDrag ? theme.force : theme.text, theme.background);
  else {
    c.beginPath();
    head(c, from.x, from.y, to.x, to.y, ring.head);
    c.fill();
  }
  const label = `m = ${lengthText(state.margin)}`;
  c.font = `600 ${ring.label * theme.size}px ${theme.font}`;
  const wide = c.measureText(label).width;
  const grip = state.tunesMargin ? Math.max(GRIP.along * Math.abs(ux), GRIP.across * Math.abs(uy)) : 0;
  const beside = ring.aside + grip;
  const left = to.x + beside + wide > view.width - 4;
  plate(c, theme, label, left ? to.x - beside - wide : to.x + beside, to.y);
}

/**
 * The handle: a bar across the radius with an arrowhead on either side, unlike anything else on the board.
 * @param {CanvasRenderingContext2D} c
 * @param {import("../types.js").Point} at
 * @param {[number, number]} direction of the radius
 * @param {string} colour
 * @param {string} ground
 */
function drawGrip(c, at, [ux, uy], colour, ground) {
  const place = (/** @type {number} */ along, /** @type {number} */ across) =>
    /** @type {[number, number]} */ ([at.x + along * ux - across * uy, at.y + along * uy + across * ux]);
  c.beginPath();
  c.moveTo(...place(0, -GRIP.across));
  c.lineTo(...place(0, GRIP.across));
  for (const way of [-1, 1]) {
    c.moveTo(...place(way * GRIP.along, 0));
    c.lineTo(...place(way * GRIP.base, GRIP.half));
    c.lineTo(...place(way * GRIP.base, -GRIP.half));
    c.closePath();
  }
  c.lineCap = c.lineJoin = "round";
  for (const [style, width] of /** @type {[string, number][]} */ ([
    [ground, 8],
    [colour, 3.5],
  ])) {
    c.strokeStyle = style;
    c.lineWidth = width;
    c.stroke();
  }
  c.fillStyle = colour;
  c.fill();
  c.lineCap = "butt";
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
