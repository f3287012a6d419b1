"""Points in square cells, so that those near some place are found without a look at the others."""

from __future__ import annotations

from typing import Final

import numpy as np

from springsim.arrays import Floats, Ints
from springsim.kernels.cells import runs

_SIDES_MAX: Final = 2**30  # cells in a row, so that numbers of cells stay within an int64
_SLACK: Final = 1e-6  # by which cells are larger than the reach: more than rounding can shift a point


class Nearby:
    """Points, sorted by cell, one at least.

    Parameters
    ----------
    x : (n, 2) ndarray of float
        Their positions.
    reach : float
        How far a point may be from a place and still be found.
    """

    def __init__(self, x: Floats, reach: float) -> None:
        self._low = x.min(axis=0)
        extent = float((x.max(axis=0) - self._low).max())
        self._side = max((1.0 + _SLACK) * reach, extent / _SIDES_MAX)
        self._last = (x.max(axis=0) - self._low) // self._side
        numbers = self._numbers(x)
        self._order = np.argsort(numbers, kind="stable")
        self._sorted = numbers[self._order]

    def _numbers(self, x: Floats) -> Ints:
        """Return the number of the cell of each of s places; those beyond all points are in empty cells around them."""
        column, row = np.clip((x - self._low) // self._side, -2.0, self._last + 2.0).T.astype(np.int64) + 2
        numbers: Ints = row * self._width + column
        return numbers

    @property
    def _width(self) -> int:
        return int(self._last[0]) + 6  # the next row's first cells are no neighbours of a row's last

    def around(self, places: Floats) -> tuple[Ints, Ints]:
        """Return where the runs of points begin, (s, 3), that may be near each of s places, and how long they are."""
        middle = self._numbers(places)[:, None] + self._width * np.array([-1, 0, 1])
        starts = np.searchsorted(self._sorted, middle - 1)
        lengths: Ints = np.searchsorted(self._sorted, middle + 2) - starts
        return starts, lengths

    def listed(self, starts: Ints, lengths: Ints) -> tuple[Ints, Ints]:
        """Return the pairs of a place and a point, (k,) each, that runs of `around` are made of; places ascend."""
        which = np.repeat(np.arange(len(starts)), lengths.sum(axis=1))
        return which, self._order[runs(starts.ravel(), lengths.ravel())]
