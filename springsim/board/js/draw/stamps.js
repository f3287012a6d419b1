// Marks of points, painted once for each look and then stamped: thousands of paths a frame would be too slow.

import { outline } from "./glyphs.js";

const KEPT = 200;

/** @typedef {{shape: string, fill: string, stroke: string, width: number}} Look */

/**
 * Draw a mark.
 * @param {CanvasRenderingContext2D} c
 * @param {Look} look
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
export function outlined(c, look, x, y, radius) {
  c.beginPath();
  outline(c, look.shape, x, y, radius);
  c.fillStyle = look.fill;
  c.strokeStyle = look.stroke;
  c.lineWidth = look.width;
  c.fill();
  c.stroke();
}

/** Keeps what was painted. */
export class Stamps {
  constructor() {
    /** @type {Map<string, {canvas: HTMLCanvasElement, size: number}>} */
    this.kept = new Map();
  }

  /**
   * Put a small mark in its place.
   * @param {CanvasRenderingContext2D} c
   * @param {Look} look
   * @param {number} x
   * @param {number} y
   * @param {number} radius
   * @param {number} ratio pixels of the device a pixel
   */
  put(c, look, x, y, radius, ratio) {
    const key = `${look.shape}/${look.fill}/${look.stroke}/${look.width}/${radius}/${ratio}`;
    const stamp = this.kept.get(key) ?? this.painted(key, look, radius, ratio);
    c.drawImage(stamp.canvas, x - stamp.size / 2, y - stamp.size / 2, stamp.size, stamp.size);
  }

  /**
   * @param {string} key
   * @param {Look} look
   * @param {number} radius
   * @param {number} ratio
   */
  painted(key, look, radius, ratio) {
    const across = Math.ceil((2.8 * radius + 4) * ratio);
    const stamp = { canvas: document.createElement("canvas"), size: across / ratio };
    Object.assign(stamp.canvas, { width: across, height: across });
    const c = stamp.canvas.getContext("2d");
    c?.scale(ratio, ratio);
    if (c) {
      outlined(c, look, stamp.size / 2, stamp.size / 2, radius);
    }
    if (this.kept.size >= KEPT) this.kept.clear();
    this.kept.set(key, stamp);
    return stamp;
  }
}
