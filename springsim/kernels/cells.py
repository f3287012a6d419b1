"""Points sorted into square cells, so that points near each other are next to each other in memory.

Cells are numbered row by row. Seen from one cell, every pair is met once in two runs of points: the rest of its own cell with
the cell to the right, and the three cells of the next row. Only cells with points exist: one point far away costs nothing.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from springsim.arrays import Floats, Ints

_ROWS_MAX: Final = 2**30  # so that numbers of cells stay within an int64


class Cells:
    """A grid of occupied cells.

    Parameters
    ----------
    x : (2, n) ndarray of float
        Positions, n > 0.
    side : float
        Least side of a cell: how far a pair may be apart and still be met. It grows where there would be 2³⁰ rows.
    order : (n,) ndarray of int
        Indices of the points in some order; points of one cell keep it.

    Attributes
    ----------
    order : (n,) ndarray of int
        Indices of the points, sorted by cell.
    starts, stops : (c,) ndarray of int
        Places of the first point of each cell and of the one after its last.
    right : (c,) ndarray of int
        Where the run of a cell ends that begins with its own points and goes on with the cell to the right.
    below, after : (c,) ndarray of int
        Where the run begins and ends that holds the three cells of the next row.
    """

    def __init__(self, x: Floats, side: float, order: Ints) -> None:
        low = x.min(axis=1, keepdims=True)
        side = max(side, float((x.max(axis=1, keepdims=True) - low).max()) / _ROWS_MAX)
        column, row = ((x.take(order, axis=1) - low) / side).astype(np.int64)
        width = int(column.max()) + 3  # no cell is right of the last, nor left of the first: those two columns are empty
        numbers = row * width + column
        sort = np.argsort(numbers, kind="stable")
        numbers = numbers[sort]
        self.order = order[sort]
        self.starts = np.flatnonzero(np.r_[True, numbers[1:] != numbers[:-1]])
        self.stops = np.r_[self.starts[1:], len(numbers)]
        cell = numbers[self.starts]
        self.right = np.searchsorted(numbers, cell + 2)
        self.below = np.searchsorted(numbers, cell + width - 1)
        self.after = np.searchsorted(numbers, cell + width + 2)

    @property
    def sizes(self) -> Ints:
        """Number of points of each cell."""
        sizes: Ints = self.stops - self.starts
        return sizes

    @property
    def candidates(self) -> Ints:
        """Number of pairs that are met from each cell."""
        own = self.sizes
        met: Ints = own * (own - 1) // 2 + own * (self.right - self.stops + self.after - self.below)
        return met


def runs(starts: Ints, lengths: Ints) -> Ints:
    """Return the numbers start, start + 1, … of each run, one run after the other."""
    before = np.cumsum(lengths) - lengths
    every: Ints = np.repeat(starts - before, lengths)
    every += np.arange(len(every))
    return every
