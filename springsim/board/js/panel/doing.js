// What the points are doing, in words: a few for the badge, and sentences that say what it means.

import { fill, moment } from "./dom.js";

const SEVERAL = 9; // motions that are counted; more are many

/**
 * @typedef {object} Doing
 * @property {string} phase as `data-phase` tells it
 * @property {string} words
 * @property {string[]} meaning sentences
 * @property {boolean} saddle whether a nudge would leave it
 */

/**
 * What the points are doing at the frame shown.
 * @param {import("../state/state.js").State} state
 * @param {import("../state/player.js").Player} player
 * @param {number} step
 * @param {boolean} late whether an answer is
 * @returns {Doing}
 */
export function doing(state, player, step, late) {
  const { texts: t, held } = state;
  const run = /** @type {import("../types.js").Run} */ (state.run);
  const { phase } = player;
  const rest = phase === "equilibrium" && !held.length ? run.rest : null;
  /** @type {Doing} */
  const said = { phase, words: "", meaning: [], saddle: rest?.case === "saddle" };
  if (held.length) Object.assign(said, holding(state, held, phase));
  else if (rest) Object.assign(said, { words: resting(t, rest, step), meaning: meanings(t, rest) });
  else Object.assign(said, { words: inWords(state, run, phase, step), meaning: going(state, run, phase) });
  if (late && !said.saddle) said.words = t.waiting;
  return said;
}

/**
 * Points are held: they are part of what is seen, and what the others do is said apart from them.
 * @param {import("../state/state.js").State} state
 * @param {number[]} held
 * @param {string} phase of the others
 */
function holding({ texts: t, run }, held, phase) {
  if (!run) return {};
  const free = held.filter((i) => !run.pinned.has(i));
  const others = run.n - run.pinned.size - free.length;
  const untold = !others || run.held.join() !== held.join() || phase === "paused"; // what was sent is not yet of this hold
  const [alone, atRest, inMotion] =
    held.length === 1
      ? [t.phase_held, t.phase_held_rest, t.phase_held_moving]
      : [t.phase_held_several, t.phase_held_several_rest, t.phase_held_several_moving];
  const words = untold ? alone : phase === "equilibrium" ? atRest : inMotion;
  return {
    phase: phase === "equilibrium" ? "held" : phase,
    words: fill(words, { i: held[0] + 1, n: held.length }),
    meaning: [meaningOfHold(t, held.length, free.length)],
  };
}

/**
 * What becomes of points that are let go.
 * @param {Record<string, string>} t
 * @param {number} held
 * @param {number} free how many of them are not pinned
 */
function meaningOfHold(t, held, free) {
  if (held > 1) return free ? t.means_held_several : t.means_held_several_pinned;
  return free ? t.means_held : t.means_held_pinned;
}

/**
 * How the points rest, in a few words.
 * @param {Record<string, string>} t
 * @param {import("../types.js").Rest} rest
 * @param {number} step
 */
function resting(t, { case: kind, unstable, flat }, step) {
  if (kind === "saddle") return unstable === 1 ? t.phase_saddle_one : fill(t.phase_saddle, { unstable });
  if (kind === "flat") return flat === 1 ? t.phase_flat_one : flat > SEVERAL ? t.phase_flat_many : fill(t.phase_flat, { flat });
  return fill(t[`phase_${kind}`], { step });
}

/**
 * What that means: how the loss changes with small moves, which of them are not counted, and what keeps it above zero.
 * @param {Record<string, string>} t
 * @param {import("../types.js").Rest} rest
 */
function meanings(t, rest) {
  const { case: kind, unstable, flat, together, hinges, strain } = rest;
  const apart = together === "none" ? "" : t[`apart_${together}`];
  const sentences = [];
  if (kind === "saddle") sentences.push(unstable === 1 ? t.means_saddle_one : fill(t.means_saddle, { unstable }));
  else if (kind === "stable") sentences.push(apart ? fill(t.means_stable_apart, { apart }) : t.means_stable);
  else if (kind === "flat") {
    const moves = flat === 1 ? t.moves_one : flat > SEVERAL ? t.moves_many : fill(t.moves, { flat });
    sentences.push(apart ? fill(t.means_flat_apart, { apart, moves }) : fill(t.means_flat, { moves }));
    if (hinges) sentences.push(t.means_hinge);
  } else sentences.push(t[`means_${kind}`]);
  if (strain) sentences.push(straining(t, strain));
  return sentences;
}

/**
 * Which springs keep the loss above zero.
 * @param {Record<string, string>} t
 * @param {import("../types.js").Strain} strain
 */
function straining(t, { stretched, pressed, between_pins: between, against }) {
  const parts = [];
  if (stretched) parts.push(stretched === 1 ? t.stretched_one : fill(t.stretched, { stretched }));
  if (pressed) parts.push(pressed === 1 ? t.pressed_one : fill(t.pressed, { pressed }));
  if (between) parts.push(between === 1 ? t.between_one : fill(t.between, { between }));
  const springs = parts.reduce((one, other) => fill(t.and, { one, other }));
  return against === "none" ? fill(t.strain_pins, { springs }) : fill(t.strain, { springs, why: t[`against_${against}`] });
}

/**
 * What the points are doing where they are not at rest, or where it is not told how they are, in a few words.
 * @param {import("../state/state.js").State} state
 * @param {import("../types.js").Run} run
 * @param {string} phase
 * @param {number} step
 */
function inWords({ texts: t, editable }, run, phase, step) {
  const kept = phase === "max_steps" && !editable ? t.phase_max_steps_recorded : null;
  const words = kept ?? t[`phase_${phase}_${run.status}`] ?? t[`phase_${phase}`];
  return fill(words, { step, moment: moment(t, run.unit, step) });
}

/**
 * What that means, in sentences.
 * @param {import("../state/state.js").State} state
 * @param {import("../types.js").Run} run
 * @param {string} phase
 */
function going({ texts: t, choices }, run, phase) {
  const { status, given, frames } = run;
  if (status === "recorded") {
    return [t.means_recorded, ...(given > frames ? [fill(t.means_thinned, { given, frames })] : [])];
  }
  if (phase !== "equilibrium") return [t[`means_${phase}`]];
  const untold = run.rest === null && run.n - run.pinned.size > choices.kinds;
  return [untold ? fill(t.means_untold, { most: choices.kinds }) : t.means_equilibrium];
}
