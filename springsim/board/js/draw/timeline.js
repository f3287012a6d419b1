// The loss over time, behind the scrubber.

import { COLUMN, COLUMNS } from "../types.js";

const SIDE = 9; // pixels beside the plot: half the thumb of the scrubber
const [HEAD, FOOT] = [8, 5]; // above and below it
const NOTHING = 1e-9; // losses below that, at margin 1, are told from zero by rounding only
const TOPS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10]; // of the axis, times a power of ten: few, so that it seldom changes

/**
 * The top of the axis of the loss over time, which begins at 0: a round number; where there is no loss, that of one
 * dissimilar pair in one place.
 * @param {import("../types.js").Run} run
 * @param {import("../state/losstable.js").LossTable} losses
 */
export function lossTop(run, losses) {
  let most = 0;
  for (let k = 0; k < run.frames; k++) {
    const loss = run.numbers[k * COLUMNS + COLUMN.loss];
    if (Number.isFinite(loss)) most = Math.max(most, loss);
  }
  const unit = losses.scale(run.margin);
  if (!(most > NOTHING * unit)) most = losses.loss(0, 0) * unit;
  const power = Math.floor(Math.log10(most));
  const part = most / 10 ** power;
  const top = TOPS.find((x) => x >= part * (1 - 1e-9)) ?? 10;
  return Number(`${top}e${power}`);
}

/**
 * A number of the axis, short.
 * @param {number} loss
 */
export function topText(loss) {
  if (loss >= 1e-3 && loss < 1e5) return String(loss);
  return loss.toExponential().replace("e-", "e−").replace("e+", "e");
}

/**
 * Draw the loss over time, as the background of the scrubber.
 * @param {CanvasRenderingContext2D} c
 * @param {import("../types.js").Run | null} run
 * @param {import("../state/player.js").Player} player
 * @param {import("../types.js").Theme} theme
 * @param {number} most top of the axis
 * @param {number} width
 * @param {number} height
 */
export function drawTimeline(c, run, player, theme, most, width, height) {
  c.clearRect(0, 0, width, height);
  if (!run) return;
  const [left, right, top, bottom] = [SIDE, width - SIDE, HEAD, height - FOOT];
  c.strokeStyle = theme.line;
  c.lineWidth = 1;
  c.beginPath();
  for (const y of [top, bottom]) {
    c.moveTo(0, Math.round(y) + 0.5);
    c.lineTo(width, Math.round(y) + 0.5);
  }
  c.stroke();
  const total = player.times[run.frames - 1] || 1;
  const x = (/** @type {number} */ time) => left + (time / total) * (right - left);
  const y = (/** @type {number} */ loss) => bottom - Math.min(loss / most, 1) * (bottom - top);
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
  const loss = player.number(player.frame, COLUMN.loss);
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
