// The springs of a scene: which pairs they tie. What follows from classes or neighbours is enumerated here, and never listed.

const SAMPLE = 1 << 17; // springs of either kind that a sample holds at most: all, where there are no more
const BLOCK = 1 << 14; // springs that are looked at together

/** Numbered as in Python: by i, then by j, i < j; of a pair with both springs the similar one comes first. */
export class SpringSet {
  /**
   * @param {{serial: number, kind: string, counts: [number, number], n: number, labels: number[]}} scene
   * @param {{similar?: import("../types.js").Rows, dissimilar?: import("../types.js").Rows}} lists
   */
  constructor({ serial, kind, counts, n, labels }, lists) {
    this.serial = serial;
    this.kind = kind;
    this.counts = counts;
    this.n = n;
    this.total = counts[0] + counts[1];
    this.lists = lists;
    this.labels = Int32Array.from(labels);
    this.all = kind !== "pairs"; // whether every pair has exactly one
    /** Of which number the first spring of each row is, and after the last row. */
    this.first = this.all ? Float64Array.from({ length: n + 1 }, (_, i) => (i * (2 * n - i - 1)) / 2) : merged(n, lists);
    this.listed = this.all ? { j: new Uint16Array(0), similar: new Uint8Array(0) } : interleaved(n, lists, this.first);
    this.near = kind === "neighbours" && lists.similar ? bits(n, lists.similar) : new Uint8Array(0);
    /** @type {{i: number, ties: Uint8Array, of: number[]} | null} */
    this.seen = null;
    /** @type {Sample[] | null} */
    this.samples = null;
    this.buffer = { i: new Uint16Array(BLOCK), j: new Uint16Array(BLOCK), similar: new Uint8Array(BLOCK), count: 0 };
  }

  /**
   * Whether the one spring of a pair is similar, where each pair has one.
   * @param {number} i
   * @param {number} j
   */
  alike(i, j) {
    if (this.kind === "labels") return this.labels[i] === this.labels[j] ? 1 : 0;
    const bit = i * this.n + j;
    return (this.near[bit >> 3] >> (bit & 7)) & 1;
  }

  /**
   * The two points that a spring ties.
   * @param {number} k
   * @returns {[number, number]}
   */
  ends(k) {
    const { first, n } = this;
    let [low, high] = [0, n - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (first[middle] <= k) low = middle;
      else high = middle - 1;
    }
    return [low, this.all ? low + 1 + k - first[low] : this.listed.j[k]];
  }

  /**
   * Whether a spring is similar: 1 or 0.
   * @param {number} k
   */
  similar(k) {
    return this.all ? this.alike(...this.ends(k)) : this.listed.similar[k];
  }

  /**
   * The numbers of the springs of a point.
   * @param {number} i
   */
  of(i) {
    return this.from(i).of;
  }

  /**
   * How a point is tied to each other one: 1 by a similar spring, 2 by a dissimilar one, 3 by both.
   * @param {number} i
   */
  ties(i) {
    return this.from(i).ties;
  }

  /**
   * What there is at a point, found once while one point after the other is asked about.
   * @param {number} i
   */
  from(i) {
    if (this.seen?.i === i) return this.seen;
    const ties = new Uint8Array(this.n);
    /** @type {number[]} */
    const of = [];
    const see = (/** @type {number} */ k, /** @type {number} */ other, /** @type {number} */ similar) => {
      of.push(k);
      ties[other] |= similar ? 1 : 2;
    };
    if (this.all) {
      for (let j = 0; j < i; j++) see(this.first[j] + i - j - 1, j, this.alike(j, i));
      for (let j = i + 1; j < this.n; j++) see(this.first[i] + j - i - 1, j, this.alike(i, j));
    } else {
      const { j, similar } = this.listed;
      for (let row = 0; row <= i; row++) {
        for (let k = this.first[row]; k < this.first[row + 1]; k++) {
          if (row === i) see(k, j[k], similar[k]);
          else if (j[k] === i) see(k, row, similar[k]);
        }
      }
    }
    return (this.seen = { i, ties, of });
  }

  /**
   * Which kinds of spring there are between two points.
   * @param {number} i
   * @param {number} j
   */
  between(i, j) {
    const tie = this.ties(j)[i];
    return { similar: (tie & 1) === 1, dissimilar: (tie & 2) === 2 };
  }

  /**
   * Consecutive springs, as many as are looked at together; the next call overwrites what is returned.
   * @param {number} from number of the first
   */
  block(from) {
    const { buffer, first, n, listed } = this;
    const end = Math.min(from + BLOCK, this.total);
    let [i, k] = [from < end ? this.ends(from)[0] : n, from];
    for (; k < end; i++) {
      const last = Math.min(first[i + 1], end);
      const shift = i + 1 - first[i];
      for (; k < last; k++) {
        const m = k - from;
        const j = this.all ? k + shift : listed.j[k];
        buffer.i[m] = i;
        buffer.j[m] = j;
        buffer.similar[m] = this.all ? this.alike(i, j) : listed.similar[k];
      }
    }
    buffer.count = Math.max(end - from, 0);
    return buffer;
  }

  /**
   * Springs of one kind in an order of which every beginning is spread evenly over all of them; always the same.
   * @param {0 | 1} similar
   * @returns {Sample}
   */
  sample(similar) {
    this.samples ??= this.sampled();
    return this.samples[similar];
  }

  /** @returns {Sample[]} */
  sampled() {
    const { total, counts } = this;
    const samples = [counts[1], counts[0]].map((count) => ({
      pairs: new Uint16Array(2 * Math.min(count, SAMPLE)),
      size: 0,
      total: count,
    }));
    const step = stride(total);
    let wanted = samples[0].pairs.length / 2 + samples[1].pairs.length / 2;
    for (let s = 0, k = 0; s < total && wanted > 0; s++) {
      const [i, j] = this.ends(k);
      const sample = samples[this.all ? this.alike(i, j) : this.listed.similar[k]];
      if (2 * sample.size < sample.pairs.length) {
        sample.pairs[2 * sample.size] = i;
        sample.pairs[2 * sample.size + 1] = j;
        sample.size++;
        wanted--;
      }
      k += step;
      if (k >= total) k -= total;
    }
    return samples;
  }

  /**
   * A scene file as it was sent, without lists, with those of these springs.
   * @param {string} text
   */
  listedIn(text) {
    const { lists, n } = this;
    const pairs = (/** @type {import("../types.js").Rows} */ { from, to }) => {
      const found = [];
      for (let i = 0; i < n; i++) for (let k = from[i]; k < from[i + 1]; k++) found.push(`[${i},${to[k]}]`);
      return found.join(",");
    };
    for (const [name, rows] of Object.entries(lists)) text = text.replace(`"${name}":[]`, () => `"${name}":[${pairs(rows)}]`);
    return text;
  }
}

/** @typedef {{pairs: Uint16Array, size: number, total: number}} Sample how many there are in it, and of how many */

/**
 * Where the springs of each row begin, of lists of both kinds.
 * @param {number} n
 * @param {{similar?: import("../types.js").Rows, dissimilar?: import("../types.js").Rows}} lists
 */
function merged(n, { similar, dissimilar }) {
  return Float64Array.from({ length: n + 1 }, (_, i) => (similar?.from[i] ?? 0) + (dissimilar?.from[i] ?? 0));
}

/**
 * Lists of both kinds as one, in order.
 * @param {number} n
 * @param {{similar?: import("../types.js").Rows, dissimilar?: import("../types.js").Rows}} lists
 * @param {Float64Array} first
 */
function interleaved(n, { similar, dissimilar }, first) {
  const listed = { j: new Uint16Array(first[n]), similar: new Uint8Array(first[n]) };
  if (!similar || !dissimilar) return listed;
  for (let i = 0, k = 0; i < n; i++) {
    let [a, b] = [similar.from[i], dissimilar.from[i]];
    for (; k < first[i + 1]; k++) {
      const alike = a < similar.from[i + 1] && (b >= dissimilar.from[i + 1] || similar.to[a] <= dissimilar.to[b]);
      listed.j[k] = alike ? similar.to[a++] : dissimilar.to[b++];
      listed.similar[k] = alike ? 1 : 0;
    }
  }
  return listed;
}

/**
 * A bit for each pair (i, j), i < j, of a list.
 * @param {number} n
 * @param {import("../types.js").Rows} rows
 */
function bits(n, { from, to }) {
  const found = new Uint8Array(Math.ceil((n * n) / 8));
  for (let i = 0; i < n; i++) {
    for (let k = from[i]; k < from[i + 1]; k++) {
      const bit = i * n + to[k];
      found[bit >> 3] |= 1 << (bit & 7);
    }
  }
  return found;
}

/**
 * A step that visits all of a number of things, each once, and spreads them evenly on the way: near the golden section.
 * @param {number} count
 */
function stride(count) {
  const divisor = (/** @type {number} */ a, /** @type {number} */ b) => {
    while (b) [a, b] = [b, a % b];
    return a;
  };
  let step = Math.max(Math.round(count * 0.6180339887498949), 1);
  while (divisor(step, count) !== 1) step++;
  return step % Math.max(count, 1);
}
