// The canvases of the board: each as large as its place on the page, in pixels of the device, and painted together.

const RATIO_MAX = 3; // pixels of the device a pixel

/**
 * A canvas, and what paints it.
 * @typedef {object} Painted
 * @property {HTMLCanvasElement} canvas
 * @property {(c: CanvasRenderingContext2D, width: number, height: number) => void} paint
 */

/**
 * Listen to changes of how many pixels of the device a pixel has: the window is on another screen, or the page is zoomed.
 * @param {() => void} changed
 * @returns {() => void} what ends it
 */
export function onRatio(changed) {
  /** @type {MediaQueryList} */
  let query;
  const heard = () => {
    listen();
    changed();
  };
  const listen = () => {
    query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`); // of one ratio only
    query.addEventListener("change", heard, { once: true });
  };
  listen();
  return () => query.removeEventListener("change", heard);
}

/** Keeps their sizes. */
export class Canvases {
  /** @param {() => void} resized called when a place has another size, or other pixels */
  constructor(resized) {
    this.resized = resized;
    this.end = () => {};
    /** @type {Painted[]} */
    this.all = [];
    this.ratio = 1; // pixels of the device a pixel
    this.observer = new ResizeObserver(resized);
  }

  /** Sizes of the places, in pixels. */
  get sizes() {
    return this.all.map(({ canvas }) => ({ width: place(canvas).clientWidth, height: place(canvas).clientHeight }));
  }

  /**
   * Have these canvases, and no others.
   * @param {Painted[]} all
   */
  follow(all) {
    this.all = all;
    this.observe();
  }

  observe() {
    this.leave();
    this.end = onRatio(this.resized);
    for (const { canvas } of this.all) this.observer.observe(place(canvas));
  }

  leave() {
    this.observer.disconnect();
    this.end();
  }

  /**
   * Fit the canvases to their places.
   * @returns {boolean} whether they are on the page
   */
  measure() {
    if (!this.all.length || !place(this.all[0].canvas).clientWidth) return false;
    this.ratio = Math.min(window.devicePixelRatio || 1, RATIO_MAX);
    this.sizes.forEach((size, k) => {
      const { canvas } = this.all[k];
      const [width, height] = [Math.round(size.width * this.ratio), Math.round(size.height * this.ratio)];
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
      canvas.style.width = `${size.width}px`;
      canvas.style.height = `${size.height}px`;
    });
    return true;
  }

  paint() {
    for (const { canvas, paint } of this.all) {
      const c = canvas.getContext("2d");
      if (!c) continue;
      c.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
      paint(c, canvas.width / this.ratio, canvas.height / this.ratio);
    }
  }
}

/** @param {HTMLCanvasElement} canvas */
function place(canvas) {
  return /** @type {HTMLElement} */ (canvas.parentElement);
}
