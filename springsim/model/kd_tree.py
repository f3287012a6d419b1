"""Candidates for nearest neighbours by SciPy's tree; loaded only where there is SciPy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from scipy.spatial import cKDTree

from springsim.arrays import Floats, Ints

_ROWS: Final = 20_000  # points that are looked at together
_ROUNDING: Final = 1e-9  # of a distance: far more than its rounding

_MORE: Final = 8  # neighbours looked for beyond those wanted: then equal distances are seldom a question
_NOBODY: Final = np.empty(0, np.int64)

Choose = Callable[[Floats, Ints, Ints, int, Ints], None]


def search(x: Floats, count: int, found: Ints, choose: Choose) -> Ints:
    """Have `choose` write the nearest neighbours of points into `found`; return the points that are left.

    Left are those round which very many points are as near as their last neighbour, as where points coincide: to look at all
    points is faster there.
    """
    tree, most = cKDTree(x), min(count + 1 + _MORE, len(x))
    left = []
    for low in range(0, len(x), _ROWS):
        rows = np.arange(low, min(low + _ROWS, len(x)))
        distance, other = tree.query(x[rows], most)
        reach = distance[:, count] * (1.0 + _ROUNDING)
        whole = (distance[:, -1] > reach) | (most == len(x))  # all that may be nearest are among those found
        which, place = np.nonzero((distance <= reach[:, None]) & whole[:, None])
        _choose(x, rows[which], other[which, place], count, found, choose)
        rows, reach = rows[~whole], reach[~whole]
        numbers = tree.query_ball_point(x[rows], reach, return_length=True)
        few = numbers <= 4 * (count + 1) + 64
        left.append(rows[~few])
        lists = tree.query_ball_point(x[rows[few]], reach[few])
        others = [np.asarray(each, np.int64) for each in lists]
        _choose(x, np.repeat(rows[few], numbers[few]), np.concatenate([_NOBODY, *others]), count, found, choose)
    return np.concatenate(left)


def _choose(x: Floats, i: Ints, j: Ints, count: int, found: Ints, choose: Choose) -> None:
    """Have candidates chosen from, without the points themselves, if there are any."""
    if len(i):
        choose(x, i[i != j], j[i != j], count, found)
