// The loss curves over the distances of an embedding, with a dot for each share of its pairs; all of it as Python sent it.

import { lengthText } from "./dom.js";

const LARGEST = 7; // pixels, radius of the dot of all pairs of a kind
const LEAST = 1.6;
const ROOM = { left: 8, right: 12, top: 10, bottom: 22 };

/**
 * Draw them on a canvas.
 * @param {HTMLCanvasElement} canvas
 * @param {import("../draw/picture.js").Picture} picture
 * @param {import("../types.js").TrueCurves} curves
 * @param {string} words below the axis
 */
export function paintTrueCurves(canvas, { theme, ratio }, { margin, far, top, similar, dissimilar }, words) {
  const c = canvas.getContext("2d");
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (!c || !width) return;
  Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
  c.scale(ratio, ratio);
  const [right, bottom] = [width - ROOM.right, height - ROOM.bottom];
  const x = (/** @type {number} */ d) => ROOM.left + (d / far) * (right - ROOM.left);
  const y = (/** @type {number} */ loss) => bottom - (Math.min(loss, top) / top) * (bottom - ROOM.top);
  c.lineWidth = 1;
  c.strokeStyle = theme.line;
  c.strokeRect(ROOM.left, bottom, right - ROOM.left, 0);
  c.strokeStyle = c.fillStyle = theme.text;
  c.setLineDash([1, 4]);
  c.strokeRect(x(margin), ROOM.top, 0, bottom - ROOM.top);
  c.font = `${12 * theme.size}px ${theme.font}`;
  const late = x(margin) > (ROOM.left + right) / 2;
  c.textBaseline = "top";
  c.textAlign = late ? "right" : "left";
  c.fillText("m", x(margin) + (late ? -4 : 4), ROOM.top);
  c.textBaseline = "bottom";
  c.fillStyle = theme.muted;
  c.textAlign = "left";
  c.fillText("0", ROOM.left, height - 2);
  c.textAlign = "center";
  c.fillText(words, (ROOM.left + right) / 2, height - 2);
  c.textAlign = "right";
  c.fillText(lengthText(far), right, height - 2);
  for (const [kind, colour, dash] of /** @type {[typeof similar, string, number[]][]} */ ([
    [similar, theme.spring, [6, 4]],
    [dissimilar, theme.force, []],
  ])) {
    c.setLineDash(dash);
    c.lineWidth = 1.5;
    c.strokeStyle = colour;
    c.beginPath();
    const last = kind.curve.length - 1;
    const inside = kind.curve.filter((loss, k) => k === 0 || loss <= top || kind.curve[k - 1] <= top);
    inside.forEach((loss, k) => c.lineTo(x((k / last) * far), y(loss)));
    c.stroke();
  }
  c.setLineDash([]);
  c.lineWidth = 1;
  c.strokeStyle = theme.text;
  for (const [kind, fill] of /** @type {[typeof similar, string][]} */ ([
    [dissimilar, theme.background],
    [similar, theme.text],
  ])) {
    c.fillStyle = fill;
    for (const [d, loss, share] of kind.dots) {
      c.beginPath();
      c.arc(x(d), y(loss), Math.max(LARGEST * Math.sqrt(share), LEAST), 0, 2 * Math.PI);
      c.fill();
      c.stroke();
    }
  }
}
