// The partial losses as Python sent them: a table by distance at margin 1, and how a loss grows with the margin.

/** Looks partial losses up. */
export class LossTable {
  /**
   * @param {ArrayLike<number>[]} rows losses of a dissimilar and of a similar pair, at distances from 0 to the end
   * @param {number} end in margins
   * @param {number} degree L(c d; c m) = cᵈᵉᵍʳᵉᵉ L(d; m)
   */
  constructor(rows, end, degree) {
    this.rows = rows;
    this.end = end;
    this.degree = degree;
  }

  /**
   * A partial loss at margin 1.
   * @param {number} similar 1 or 0
   * @param {number} d in margins
   */
  loss(similar, d) {
    const row = this.rows[similar];
    const at = Math.min((d / this.end) * (row.length - 1), row.length - 1.001);
    const k = Math.floor(at);
    return row[k] + (at - k) * (row[k + 1] - row[k]);
  }

  /**
   * What a loss at margin 1 becomes at another margin.
   * @param {number} margin
   */
  scale(margin) {
    return margin ** this.degree;
  }

  /**
   * The least distance from which on a partial loss at margin 1 is above a value; that of the end where it never is.
   * @param {number} similar 1 or 0
   * @param {number} loss
   */
  where(similar, loss) {
    const row = this.rows[similar];
    let k = 0;
    while (k < row.length - 2 && row[k + 1] <= loss) k++;
    const share = (loss - row[k]) / (row[k + 1] - row[k] || 1);
    return ((k + Math.min(Math.max(share, 0), 1)) / (row.length - 1)) * this.end;
  }
}
