"""Scenes in which every pair has a spring.

Attraction within a class needs no pairs: Σ_j (x_j − x_i) = n_c (mean_c − x_i), and Σ_{i<j} ½‖x_i − x_j‖² is
½ n_c Σ ‖x_i − mean_c‖². Repulsion runs over blocks of the matrix of pairs: points are sorted by class, and their range is
halved at a class boundary again and again, as long as that is cheaper than one masked square. Each pair of different classes
is in one block, once.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from springsim.kernels.base import OUT_OF_REACH, REST, Floats, Ints, Sums, coincident_direction, coincides, hinges
from springsim.kernels.listed import Listed
from springsim.scene import Scene

_CALLS = 2500  # pairs that are computed in the time that the calls for one block take
_SMALL = 24  # points that are never worth halving


class _Block(NamedTuple):
    rows: slice
    columns: slice
    apart: Floats | None  # what is added to squared distances, to take pairs out; None where all pairs are dissimilar


class Blocks:
    """Kernel for springs by labels or by neighbours."""

    def __init__(self, scene: Scene) -> None:
        springs, n = scene.springs, len(scene)
        by_neighbours = springs.kind == "neighbours"
        labels = np.arange(n) if by_neighbours else springs.labels
        self._margin, self._circle = scene.margin, scene.domain == "circle"
        self._order = np.argsort(labels, kind="stable")
        self._back = np.argsort(self._order)
        ranked = labels[self._order]
        self._starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]][:n])
        self._sizes = np.diff(np.r_[self._starts, n])
        self._class = np.repeat(np.arange(len(self._starts)), self._sizes)
        self._weight = None if by_neighbours else np.repeat(self._sizes, self._sizes).astype(np.float64)
        none = np.empty((0, 2), np.int64)
        attract = springs.similar if by_neighbours else none
        self._attract = Listed(n, attract, none, scene.margin) if len(attract) else None
        self._blocks = [self._block(rows, columns, attract) for rows, columns in self._plan(0, n)[1]]
        largest = max((_size(b.rows) * _size(b.columns) for b in self._blocks), default=0)
        self._buffers = np.empty((2, 2, largest))
        self._x, self._f = np.empty((2, n)), np.empty((2, n))

    def _plan(self, low: int, high: int) -> tuple[int, list[tuple[slice, slice]]]:
        """Return the cheapest cover of the pairs among the ranks low … high − 1, as its cost in pairs and its blocks."""
        if high == low or self._class[low] == self._class[high - 1]:
            return 0, []
        whole = slice(low, high)
        square = _CALLS + (high - low) ** 2
        if high - low <= _SMALL:
            return square, [(whole, whole)]
        bounds = self._starts[self._class[low] + 1 : self._class[high - 1] + 1]
        middle = int(bounds[np.argmin(np.abs(bounds - (low + high) // 2))])
        (left, first), (right, second) = self._plan(low, middle), self._plan(middle, high)
        halved = _CALLS + (middle - low) * (high - middle) + left + right
        if square <= halved:
            return square, [(whole, whole)]
        return halved, [(slice(low, middle), slice(middle, high)), *first, *second]

    def _block(self, rows: slice, columns: slice, attract: Ints) -> _Block:
        """Return a block, with the pairs that are not dissimilar or come twice taken out."""
        i, j = attract.T  # by neighbours, every point is a class of its own, and ranks are indices
        inside = (i >= rows.start) & (i < rows.stop) & (j >= columns.start) & (j < columns.stop)
        if rows != columns and not inside.any():
            return _Block(rows, columns, None)
        apart = np.zeros((_size(rows), _size(columns)))
        if rows == columns:
            own = self._class[rows]
            apart[np.tri(len(own), dtype=np.bool_) | (own[:, None] == own)] = OUT_OF_REACH
        apart[i[inside] - rows.start, j[inside] - columns.start] = OUT_OF_REACH
        return _Block(rows, columns, apart)

    def evaluate(self, positions: Floats, forces: Floats) -> Sums:
        """See `Kernel.evaluate`."""
        x, f = self._x, self._f
        np.take(positions.T, self._order, axis=1, out=x)
        if self._attract is not None:
            similar = self._attract.write(x, f).similar
        elif self._weight is not None and x.size:
            similar = self._pull(self._weight)
        else:
            f.fill(0.0)
            similar = 0.0
        dissimilar, pushing = 0.0, 0
        for block in self._blocks:
            loss, count = self._push(block)
            dissimilar += loss
            pushing += count
        np.take(f.T, self._back, axis=0, out=forces)
        return Sums(similar, dissimilar, pushing)

    def _pull(self, weight: Floats) -> float:
        x, f = self._x, self._f
        np.subtract(x, x[:, self._starts[self._class]], out=f)  # seen from a class mate, so that distant classes lose no digits
        mean = np.add.reduceat(f, self._starts, axis=1) / self._sizes
        np.subtract(mean[:, self._class], f, out=f)
        loss = 0.5 * float(np.einsum("ij,ij,j->", f, f, weight))
        f *= weight
        return loss

    def _push(self, block: _Block) -> tuple[float, int]:
        x, f = self._x, self._f
        rows, columns, apart = block
        shape = (_size(rows), _size(columns))
        d, squares = (buffer[:, : shape[0] * shape[1]].reshape(2, *shape) for buffer in self._buffers)
        distance, hinge = squares
        np.subtract(x[:, rows, None], x[:, None, columns], out=d)
        coincide = hinges(d, self._margin, squares, hinge, apart)
        loss, pushing = 0.5 * float(np.einsum("ij,ij->", hinge, hinge)), int(np.count_nonzero(hinge > REST * self._margin))
        np.divide(hinge, distance, out=hinge)
        f[:, rows] += np.einsum("ij,aij->ai", hinge, d)
        f[:, columns] -= np.einsum("ij,aij->aj", hinge, d)
        if coincide:
            row, column = np.nonzero(coincides(distance))
            i, j = row + rows.start, column + columns.start
            at = x[:, i] if self._circle else None
            push = self._margin * coincident_direction(self._order[i], self._order[j], at)
            for axis in (0, 1):
                np.add.at(f[axis], i, push[axis])
                np.subtract.at(f[axis], j, push[axis])
        return loss, pushing


def _size(span: slice) -> int:
    return int(span.stop - span.start)
