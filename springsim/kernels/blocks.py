"""Scenes in which every pair has a spring.

Attraction within a class needs no pairs: Σ_j (x_j − x_i) = n_c (mean_c − x_i) and
Σ_{i<j} ½‖x_i − x_j‖² = ½ n_c Σ ‖x_i − mean_c‖².

Repulsion runs over rectangular blocks: points are sorted by class and halved at a class boundary again and again, so that
each pair of different classes is in one block, once, and pairs of one class are in none. What is small is listed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from springsim.kernels.base import Floats, Ints, Sums, coincident_direction, coincides, hinges
from springsim.kernels.listed import Listed
from springsim.scene import Scene

_LEAF = 64  # points up to which listing the pairs is faster than another block


class _Block(NamedTuple):
    rows: slice
    columns: slice
    keep: Floats | None  # 1 for the pairs of the block that are dissimilar, 0 for the others; None where all are


class Blocks:
    """Kernel for springs by labels or by neighbours."""

    def __init__(self, scene: Scene) -> None:
        springs, n = scene.springs, len(scene)
        by_neighbours = springs.kind == "neighbours"
        labels = np.arange(n) if by_neighbours else springs.labels
        self._margin = scene.margin
        self._order = np.argsort(labels, kind="stable")
        self._back = np.argsort(self._order)
        ranked = labels[self._order]
        self._starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]][:n])
        self._sizes = np.diff(np.r_[self._starts, n])
        self._class = np.repeat(np.arange(len(self._starts)), self._sizes)
        self._weight = None if by_neighbours else np.repeat(self._sizes, self._sizes).astype(np.float64)
        attract = springs.similar if by_neighbours else np.empty((0, 2), np.int64)
        leaves: list[Ints] = []
        self._blocks = [_block(rows, columns, attract) for rows, columns in self._split(0, n, leaves)]
        listed = np.concatenate([np.empty((0, 2), np.int64), *leaves])
        if len(attract):
            listed = listed[~np.isin(listed[:, 0] * n + listed[:, 1], attract[:, 0] * n + attract[:, 1])]
        self._listed = Listed(n, attract, listed, scene.margin)
        largest = max((_size(b.rows) * _size(b.columns) for b in self._blocks), default=0)
        self._buffers = np.empty((2, 2, largest))
        self._x, self._f = np.empty((2, n)), np.empty((2, n))

    def _split(self, low: int, high: int, leaves: list[Ints]) -> list[tuple[slice, slice]]:
        """Return the blocks of the ranks low … high − 1, and put the pairs of small rests, by index, into `leaves`."""
        if high == low or self._class[low] == self._class[high - 1]:
            return []
        if high - low <= _LEAF:
            i, j = np.triu_indices(high - low, 1)
            different = self._class[low + i] != self._class[low + j]
            leaves.append(np.sort(self._order[low + np.stack([i[different], j[different]], axis=1)], axis=1))
            return []
        bounds = self._starts[self._class[low] + 1 : self._class[high - 1] + 1]
        middle = int(bounds[np.argmin(np.abs(bounds - (low + high) // 2))])
        own = (slice(low, middle), slice(middle, high))
        return [own, *self._split(low, middle, leaves), *self._split(middle, high, leaves)]

    def evaluate(self, positions: Floats, forces: Floats) -> Sums:
        """See `Kernel.evaluate`."""
        similar, dissimilar, pushing = self._listed.write(np.ascontiguousarray(positions.T), self._f)
        np.copyto(forces, self._f.T)
        if self._weight is None and not self._blocks:
            return Sums(similar, dissimilar, pushing)
        np.take(positions.T, self._order, axis=1, out=self._x)
        self._f.fill(0.0)
        if self._weight is not None:
            similar += self._pull(self._weight)
        for block in self._blocks:
            loss, count = self._push(block)
            dissimilar += loss
            pushing += count
        forces += self._f.T[self._back]
        return Sums(similar, dissimilar, pushing)

    def _pull(self, weight: Floats) -> float:
        x, f = self._x, self._f
        if not x.size:
            return 0.0
        np.subtract(x, x[:, self._starts[self._class]], out=f)  # seen from a class mate, so that distant classes lose no digits
        mean = np.add.reduceat(f, self._starts, axis=1) / self._sizes
        np.subtract(mean[:, self._class], f, out=f)
        loss = 0.5 * float(np.einsum("ij,ij,j->", f, f, weight))
        f *= weight
        return loss

    def _push(self, block: _Block) -> tuple[float, int]:
        x, f = self._x, self._f
        rows, columns, keep = block
        shape = (_size(rows), _size(columns))
        d, squares = (buffer[:, : shape[0] * shape[1]].reshape(2, *shape) for buffer in self._buffers)
        hinge, distance = squares[1], squares[0]
        np.subtract(x[:, rows, None], x[:, None, columns], out=d)
        coincide = hinges(d, self._margin, squares, hinge)
        if keep is not None:
            np.multiply(hinge, keep, out=hinge)
        flat = hinge.ravel()
        loss, pushing = 0.5 * float(np.einsum("i,i->", flat, flat)), int(np.count_nonzero(flat))
        if coincide:
            row, column = np.nonzero(coincides(distance) & (hinge > 0.0))
            direction = coincident_direction(self._order[row + rows.start], self._order[column + columns.start])
        np.divide(hinge, distance, out=hinge)
        d *= hinge
        if coincide:
            d[:, row, column] = self._margin * direction
        f[:, rows] += d.sum(axis=2)
        f[:, columns] -= d.sum(axis=1)
        return loss, pushing


def _block(rows: slice, columns: slice, attract: Ints) -> _Block:
    """Return the block with the similar pairs taken out (where every point is a class of its own, ranks are indices)."""
    i, j = attract.T
    inside = (i >= rows.start) & (i < rows.stop) & (j >= columns.start) & (j < columns.stop)
    if not inside.any():
        return _Block(rows, columns, None)
    keep = np.ones((_size(rows), _size(columns)))
    keep[i[inside] - rows.start, j[inside] - columns.start] = 0.0
    return _Block(rows, columns, keep)


def _size(span: slice) -> int:
    return int(span.stop - span.start)
