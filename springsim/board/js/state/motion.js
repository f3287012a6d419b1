// Positions and forces of all frames, as numbers of 32 bits or as whole numbers of 16 bits; see springsim.board.wire.

/**
 * @param {number} frames
 * @param {number} n
 * @param {Record<string, Uint8Array>} arrays
 * @returns {{positions: Float32Array, forces: Float32Array}} frames × n × 2
 */
export function motionOf(frames, n, arrays) {
  const size = 2 * n;
  if (arrays.positions) {
    return {
      positions: new Float32Array(...at(arrays.positions), frames * size),
      forces: new Float32Array(...at(arrays.forces), frames * size),
    };
  }
  const units = new Int16Array(...at(arrays.units), 2 * frames);
  const place = Float64Array.from(new Float64Array(...at(arrays.start), size)); // the sums are exact
  const moves = new Int16Array(...at(arrays.moves), (frames - 1) * size);
  const whole = new Int16Array(size); // wraps round, as the differences do
  const pulls = new Int16Array(...at(arrays.pulls), frames * size);
  const [positions, forces] = [new Float32Array(frames * size), new Float32Array(frames * size)];
  positions.set(place);
  for (let k = 0, p = 0; k < frames; k++) {
    const [step, pull] = [2 ** units[2 * k], 2 ** units[2 * k + 1]];
    for (let q = 0; q < size; q++, p++) {
      whole[q] += pulls[p];
      forces[p] = whole[q] * pull;
      if (k) positions[p] = place[q] += moves[p - size] * step;
    }
  }
  return { positions, forces };
}

/**
 * Where an array lies.
 * @param {Uint8Array} array
 * @returns {[ArrayBuffer, number]}
 */
export function at(array) {
  return [/** @type {ArrayBuffer} */ (array.buffer), array.byteOffset];
}
