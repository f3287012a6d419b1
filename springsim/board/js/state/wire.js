// What travels: decoding of answers, and the numbered log of commands with one message in flight.

import { at, motionOf } from "./motion.js";
import { LossTable } from "./losstable.js";
import { SpringSet } from "./springset.js";
import { COLUMNS } from "../types.js";

const PATIENCE = 2500; // ms until an answer is asked for again
const SLOW = 100; // bytes that a slow network carries in a millisecond
const HEAVY = 10_000; // characters of a file that the server is not left with
const PAIR = 12; // characters that a listed pair takes, at most
const LOG_MAX = 200; // commands in one message
const ASKED_OF_THAT_SERVER = new Set(
  // and of no other
  [
    ...["restore", "prepend", "recall", "pages", "missing", "export", "poll", "drop", "go", "landscape", "rest", "more"],
    ...["run", "inspect", "take"], // the last two with a file, for which the browser has no room
  ],
);

/**
 * Decode one answer.
 * @param {Uint8Array} bytes
 * @returns {import("../types.js").Answer}
 */
export function decoded(bytes) {
  const block = bytes.slice(); // aligned, and our own
  const length = new DataView(block.buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(block.subarray(4, 4 + length)));
  /** @type {Record<string, Uint8Array>} */
  const arrays = {};
  const names = Object.keys(head.arrays);
  names.forEach((name) => (arrays[name] = block.subarray(4 + length + head.arrays[name][0])));
  return { head, arrays };
}

/**
 * The trajectory of an answer.
 * @param {any} head
 * @param {Record<string, Uint8Array>} arrays
 * @returns {import("../types.js").Run}
 */
export function runOf(head, arrays) {
  const frames = head.arrays.numbers[1][0];
  return {
    ...head,
    frames,
    kind: head.springs.kind,
    counts: head.springs.counts,
    pinned: new Set(head.pinned),
    law: { ...head.law, reach: head.law.reach.map((/** @type {number | null} */ length) => length ?? Infinity) },
    ...motionOf(frames, head.n, arrays),
    numbers: new Float64Array(...at(arrays.numbers), frames * COLUMNS),
    mode: modeOf(head, arrays),
  };
}

/**
 * The softest mode that comes with an answer, if any.
 * @param {any} head
 * @param {Record<string, Uint8Array>} arrays
 */
export function modeOf(head, arrays) {
  return arrays.mode ? new Float32Array(...at(arrays.mode), 2 * head.n) : null;
}

/**
 * The partial losses that come with an answer.
 * @param {any} head
 * @param {Record<string, Uint8Array>} arrays
 * @param {number} end of the table, in margins
 */
export function lossesOf(head, arrays, end) {
  const [rows, size] = head.arrays.curves[1];
  const all = new Float32Array(...at(arrays.curves), rows * size);
  return new LossTable([all.subarray(0, size), all.subarray(size)], end, head.law.degree);
}

/**
 * The springs of an answer.
 * @param {any} head
 * @param {Record<string, Uint8Array>} arrays
 */
export function springsOf(head, arrays) {
  /** @type {Record<string, import("../types.js").Rows>} */
  const lists = {};
  for (const name of ["similar", "dissimilar"]) {
    if (!arrays[name]) continue;
    const [count] = head.arrays[name][1];
    lists[name] = {
      from: new Uint32Array(...at(arrays[`${name}_from`]), head.n + 1),
      to: new Uint16Array(...at(arrays[name]), count),
    };
  }
  return new SpringSet({ ...head.springs, n: head.n, labels: head.labels }, lists);
}

/** The log of commands: numbered, acknowledged, sent again until they are. */
export class CommandLog {
  /**
   * @param {() => {seen: [number, number], texts: string, springs: number}} context what the board shows and has
   * @param {() => void} stalled called when an answer is late
   */
  constructor(context, stalled) {
    this.context = context;
    this.stalled = stalled;
    /** @type {(message: any) => void} */
    this.send = () => {};
    /** @type {string | null} */
    this.epoch = null;
    this.restorable = 0; // characters of scenes that a restarted server is given, at most
    this.next = 1;
    this.acked = 0;
    /** @type {any[]} */
    this.queue = [];
    this.sent = 0; // highest number that is under way
    this.tries = 0;
    this.load = 0; // characters of files in the message under way, or in the last one
    this.timer = 0;
    this.waitingSince = 0;
    /** @type {Map<number, any>} */
    this.entries = new Map();
    this.history = { index: 0, first: 0, length: 1 };
    this.lost = new Set(); // numbers of entries that no answer has room for, and ids of runs that the server has forgotten
    /** Documents of the recorded runs that entries refer to, by id. @type {Map<string, any>} */
    this.runs = new Map();
  }

  /** Whether the answer is late. */
  get late() {
    return this.busy && this.tries > 0;
  }

  /** Whether a message is under way. */
  get busy() {
    return this.sent > this.acked;
  }

  /**
   * Add a command; a live one takes the place of its predecessor of the same gesture while that was not sent.
   * @param {string} op
   * @param {Record<string, any>} args
   * @returns {number} its number
   */
  push(op, args = {}) {
    const last = this.queue[this.queue.length - 1];
    const same = last && last.seq > this.sent && last.op === op && args.gesture && last.gesture === args.gesture;
    if (same) this.queue.pop();
    const seq = same ? last.seq : this.next++;
    this.queue.push({ seq, op, ...args });
    this.flush();
    return seq;
  }

  /**
   * The newest command of a kind that was not dealt with yet.
   * @param {string} op
   */
  newest(op) {
    return this.queue.filter((command) => command.op === op).pop();
  }

  /** Send what is waiting, unless a message is under way. */
  flush() {
    if (this.busy || !this.queue.length || this.epoch === null) return;
    this.message = { epoch: this.epoch, ...this.context(), commands: this.queue.slice(0, LOG_MAX), attempt: 0 };
    this.sent = this.message.commands[this.message.commands.length - 1].seq;
    this.tries = 0;
    this.waitingSince = performance.now();
    this.load = this.message.commands.reduce((/** @type {number} */ sum, command) => sum + (command.data?.length ?? 0), 0);
    this.transmit();
  }

  /** Send the message under way, and again after a while. */
  transmit() {
    clearTimeout(this.timer);
    this.send({ ...this.message, attempt: this.tries });
    this.timer = window.setTimeout(
      () => {
        if (!this.busy) return;
        this.tries++;
        this.stalled();
        this.transmit();
      },
      PATIENCE * Math.min(2 ** this.tries, 4) + this.load / SLOW,
    );
  }

  /** Send the message under way once more, at once, if there is one. */
  again() {
    if (this.busy) this.transmit();
  }

  /**
   * Take the head of an answer.
   * @param {any} head
   * @param {SpringSet | null} springs of the scene that it is about
   */
  answered(head, springs) {
    this.epoch = head.epoch;
    this.acked = Math.max(this.acked, head.ack);
    this.next = Math.max(this.next, head.ack + 1);
    this.queue = this.queue.filter((command) => command.seq > head.ack);
    if (!this.busy) {
      clearTimeout(this.timer);
      this.sent = this.acked;
    }
    this.remember(head.history, springs);
    this.flush();
    if (!this.busy) this.unload();
  }

  /** Take back a message with a file, which the page and its server would else keep until the next one. */
  unload() {
    if (this.load > HEAVY) this.send({ epoch: this.epoch, ...this.context(), commands: [], attempt: 0 });
    this.load = 0;
  }

  /** The commands that wait, but for those that only the server understands that they were made for. */
  get waiting() {
    return this.queue.filter((command) => !ASKED_OF_THAT_SERVER.has(command.op));
  }

  /**
   * Meet a server that does not know this board: tell it what there is to tell, then what was not acknowledged.
   * @param {any} head
   * @param {{entries: any[], index: number}} kept what the server will know then
   * @param {any[]} commands that tell it, and all that waits
   */
  meet(head, { entries, index }, commands) {
    clearTimeout(this.timer);
    this.epoch = head.epoch;
    this.sent = this.acked = head.ack;
    this.next = Math.max(this.next, head.ack + 1);
    this.entries = new Map(entries.map((entry, k) => [k, this.withRunById(entry)])); // as that server will count them
    this.lost.clear();
    this.history = { index, first: 0, length: entries.length };
    this.queue = commands.map((command) => ({ ...command, seq: this.next++ }));
    this.flush();
  }

  /**
   * The history as documents: the entries round the one shown that are known without a gap, as many as there is room for.
   * @param {number} room characters of their scenes
   * @param {number} step that is shown
   * @returns {{entries: any[], index: number, left: number}} with the place of the one shown, and how many are left out
   */
  documents(room, step) {
    const { first, length } = this.history;
    let { index } = this.history;
    while (index > first && !this.whole(index)) index--; // one that a drag is just making is not known yet
    const [low, high] = this.span(index, room);
    const entries = [];
    const told = new Set();
    for (let k = low; k < high; k++) {
      const { springs, ...entry } = this.entries.get(k);
      delete entry.number; // which is of this server only
      const scene = springs ? springs.listedIn(entry.scene) : entry.scene;
      const run = told.has(entry.run) ? entry.run : (this.runs.get(entry.run) ?? ""); // each whole once, then by its id
      told.add(entry.run);
      entries.push({ ...entry, scene, run, ...(k === this.history.index ? { shown: step } : {}) });
    }
    return { entries, index: index - low, left: length - first - entries.length };
  }

  /**
   * The entries round one of them that are known without a gap, as many as there is room for.
   * @param {number} index
   * @param {number} room
   * @returns {[number, number]} the first, and the one after the last
   */
  span(index, room) {
    let [low, high] = [index, index];
    const counted = new Set();
    const fits = (/** @type {number} */ k) => {
      const entry = this.entries.get(k);
      if (entry) {
        const { scene, springs } = entry;
        const listed = !springs ? 0 : !springs.all ? springs.total : springs.kind === "labels" ? 0 : springs.counts[0];
        room -= scene.length + listed * PAIR;
        if (!counted.has(entry.run)) room -= this.runs.get(entry.run)?.positions.length ?? 0;
        counted.add(entry.run);
      }
      return this.whole(k) && (room >= 0 || k === index);
    };
    if (fits(high)) high++;
    else return [low, high];
    while (fits(low - 1)) low--;
    while (fits(high)) high++;
    return [low, high];
  }

  /**
   * Whether all of an entry is known.
   * @param {number} k
   */
  whole(k) {
    const entry = this.entries.get(k);
    return entry !== undefined && (!entry.run || this.runs.has(entry.run));
  }

  /**
   * An entry as it is mirrored: its run, where it has one, is kept apart.
   * @param {any} entry
   */
  withRunById(entry) {
    if (!entry.run?.id) return entry;
    this.runs.set(entry.run.id, entry.run);
    return { ...entry, run: entry.run.id };
  }

  /**
   * Mirror the history, so that it outlives the server; a scene comes without its lists, which its springs have.
   * @param {any} history
   * @param {SpringSet | null} springs
   */
  remember(history, springs) {
    this.history = history;
    if (history.entry && springs) this.entries.set(history.index, { ...history.entry, springs });
    for (const [k, number, entry] of history.missing ?? []) {
      if (entry) this.entries.set(k, { ...entry, number });
      else this.lost.add(number);
    }
    for (const k of this.entries.keys()) if (k < history.first || k >= history.length) this.entries.delete(k);
    if (history.numbers) this.compare(history);
    this.learnRuns(history.run);
  }

  /**
   * Take the document of a recorded run that has come, and ask for one that is not known yet; forget those of no use.
   * @param {any} run
   */
  learnRuns(run) {
    if (run?.gone) this.lost.add(run.id);
    else if (run) this.runs.set(run.id, run);
    const used = new Set([...this.entries.values()].map((entry) => entry.run).filter(Boolean));
    for (const id of this.runs.keys()) if (!used.has(id)) this.runs.delete(id);
    const missing = [...used].find((id) => !this.runs.has(id) && !this.lost.has(id));
    if (missing && !this.newest("run")) this.push("run", { id: missing });
  }

  /**
   * Forget the entries in whose place others have come, and ask for those that no answer was about: several changes were sent
   * in one message.
   * @param {{first: number, shown: number[], numbers: number[]}} history
   */
  compare({ first, shown, numbers }) {
    const missing = numbers.flatMap((number, k) => {
      const entry = this.entries.get(first + k);
      const same = entry && (entry.number ?? number) === number; // what was told to this server has none yet
      if (same) Object.assign(entry, { number, shown: shown[k] });
      else this.entries.delete(first + k);
      return same || this.lost.has(number) ? [] : [first + k];
    });
    if (missing.length) this.push("missing", { first: missing[0], last: missing[missing.length - 1] });
  }
}
