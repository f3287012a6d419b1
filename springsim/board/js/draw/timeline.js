// The loss over time, behind the scrubber.

import { COLUMN, COLUMNS } from "../types.js";

/**
 * Draw the loss over time, as the background of the scrubber.
 * @param {CanvasRenderingContext2D} c
 * @param {import("../types.js").Run | null} run
 * @param {import("../state/player.js").Player} player
 * @param {import("../types.js").Theme} theme
 * @param {number} width
 * @param {number} height
 */
export function drawTimeline(c, run, player, theme, width, height) {
  c.clearRect(0, 0, width, height);
  if (!run) return;
  const [left, right, top, bottom] = [9, width - 9, 8, height - 5];
  let most = 0;
  for (let k = 0; k < run.frames; k++) most = Math.max(most, run.numbers[k * COLUMNS + COLUMN.loss]);
  const total = player.times[run.frames - 1] || 1;
  const x = (/** @type {number} */ time) => left + (time / total) * (right - left);
  const y = (/** @type {number} */ loss) => bottom - (most ? loss / most : 0) * (bottom - top);
  const trace = () => {
    c.beginPath();
    for (let k = 0; k < run.frames; k++) c.lineTo(x(player.times[k]), y(run.numbers[k * COLUMNS + COLUMN.loss]));
    if (run.frames === 1) c.lineTo(right, y(run.numbers[COLUMN.loss]));
  };
  trace();
  c.lineTo(right, bottom);
  c.lineTo(left, bottom);
  c.closePath();
  c.globalAlpha = 0.14;
  c.fillStyle = theme.force;
  c.fill();
  c.globalAlpha = 1;
  trace();
  c.strokeStyle = theme.force;
  c.lineWidth = 1.8;
  c.stroke();
  const now = run.frames === 1 ? left : x(player.time);
  const loss = run.numbers[player.frame * COLUMNS + COLUMN.loss];
  c.strokeStyle = c.fillStyle = theme.text;
  c.lineWidth = 2;
  c.beginPath();
  c.moveTo(now, 2);
  c.lineTo(now, height - 2);
  c.stroke();
  c.beginPath();
  c.arc(now, y(loss), 5, 0, 2 * Math.PI);
  c.fill();
}
