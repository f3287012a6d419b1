"""Similar pairs of points that are sorted in some way, to be taken out of what repels: all others repel."""

from __future__ import annotations

import numpy as np

from springsim.arrays import Bools, Ints


class Edges:
    """Pairs by places.

    Parameters
    ----------
    pairs : (k, 2) ndarray of int
        Pairs of indices.
    back : (n,) ndarray of int
        Place of each index.
    """

    def __init__(self, pairs: Ints, back: Ints) -> None:
        self._n = max(len(back), 1)
        a, b = back[pairs.T]
        self._keys = np.sort(np.minimum(a, b) * self._n + np.maximum(a, b))

    def among(self, i: Ints, j: Ints) -> Bools:
        """Tell which of the pairs of places (i, j), i < j and i ascending, are edges."""
        if not len(i):
            return np.zeros(0, np.bool_)
        part = self._keys[slice(*np.searchsorted(self._keys, (i[0] * self._n, (i[-1] + 1) * self._n)))]
        if not len(part):
            return np.zeros(len(i), np.bool_)
        keys = i * self._n + j
        at = np.searchsorted(part, keys)
        found: Bools = part.take(at, mode="clip") == keys
        return found

    def within(self, rows: slice, columns: slice) -> Ints | None:
        """Return the edges of a tile as places in the flat tile, None where there are none."""
        part = self._keys[slice(*np.searchsorted(self._keys, (rows.start * self._n, rows.stop * self._n)))]
        i, j = np.divmod(part, self._n)
        inside = (j >= columns.start) & (j < columns.stop)
        if not inside.any():
            return None
        places: Ints = (i[inside] - rows.start) * (columns.stop - columns.start) + j[inside] - columns.start
        return places
