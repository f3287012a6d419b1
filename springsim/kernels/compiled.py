"""Compiled kernels, for large scenes in which every pair has a spring of the paper; this module imports Numba, which they need.

Each pair is computed once. `CompiledDense` looks at all pairs of different classes. `CompiledCells` sorts the points into
cells, again at each call, and looks at pairs in cells next to each other. It keeps no list of pairs: its memory grows with the
points only, however they crowd, and what it returns does not depend on earlier calls. `Compiled` picks one at each call.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import Final

import numpy as np

from springsim.arrays import Bools, Floats, Ints
from springsim.kernels.arrays import Edges, Grid, Numbers, Points, Push
from springsim.kernels.base import Sums, check_pairs, moving
from springsim.kernels.classes import Means
from springsim.kernels.loops import FAR, PAD, met, push_cells, push_dense, sort_into_cells
from springsim.kernels.pulls import add_sorted, give, pull_classes, pull_edges, take
from springsim.model.conventions import REST
from springsim.model.scene import Scene
from springsim.validation.limits import PUSHES_COMPILED_MAX

_SLACK: Final = 1e-6  # by which cells are larger than the margin: more than rounding can shift a point
_CELLS: Final = 2  # per point, at most
_FEW: Final = 6  # points of a cell below which narrower cells cost more than they save
_NARROW: Final = 4  # columns within the margin, at most
_COPYING: Final = 30  # what it costs that a point is sorted and copied, in pairs
_OUTLIERS: Final = 0.02  # share of points left beyond the grid on either side, where a grid over all would be too large
_SAMPLE: Final = 4096  # points by which those are found


class _Compiled(ABC):
    """What both have in common: points sorted by class, attraction, and the way in and out.

    Parameters
    ----------
    scene : Scene
        The scene.
    held : (n,) ndarray of bool, optional
        Points that do not move: what similar springs between two of them add to the loss is left out.
    """

    def __init__(self, scene: Scene, held: Bools | None = None) -> None:
        springs, n = scene.springs, len(scene)
        by_neighbours = springs.kind == "neighbours"
        order = self._spread(scene) if by_neighbours else np.argsort(springs.labels, kind="stable")
        ranked = order if by_neighbours else springs.labels[order]
        self._n, self._order = n, order
        self._starts = np.r_[np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]][:n]), n]
        sizes = np.diff(self._starts)
        self._after = np.repeat(self._starts[1:], sizes)
        self._points = _points(n)
        self._points.number[:n] = np.repeat(np.arange(len(sizes)), sizes)
        similar = springs.similar if by_neighbours else springs.similar[:0]
        self._edges = self._both_ways(similar)
        self._pulls = self._edges if held is None else self._both_ways(moving(similar, held))
        self._means = (
            None if held is None or by_neighbours else Means(self._points.number.astype(np.int64), np.flatnonzero(held[order]))
        )
        circle = scene.space.dimensions == 1  # a flag, as compiled loops take no values of ours
        u, v = np.zeros((2, n + PAD))
        u[:n], v[:n] = scene.space.marks(self._order)
        self._push = Push(scene.margin, REST * scene.margin, circle, u, v)
        self._given = np.empty((n, 2))

    def _spread(self, scene: Scene) -> Ints:
        """Return the order of points that are classes of their own."""
        return np.arange(len(scene))

    def _both_ways(self, similar: Ints) -> Edges:
        back = np.empty_like(self._order)
        back[self._order] = np.arange(self._n)
        ends = back[np.concatenate([similar, similar[:, ::-1]])]
        ends = ends[np.argsort(ends[:, 0], kind="stable")]
        starts = np.searchsorted(ends[:, 0], np.arange(self._n + 1))
        return Edges(starts, ends[:, 1].astype(np.int32))

    def evaluate(self, positions: Floats, forces: Floats) -> Sums:
        """See `Kernel.evaluate`."""
        points = self._points
        np.copyto(self._given, positions)
        take(self._given, self._order, points)
        dissimilar, pushing = self._repel()
        if self._means is not None:
            self._means.write(points.x, points.y)
        similar = pull_edges(points, self._pulls) if len(self._edges.others) else pull_classes(points, self._starts)
        give(points, self._order, self._given)
        np.copyto(forces, self._given)
        return Sums(similar, dissimilar, pushing)

    @abstractmethod
    def _repel(self) -> tuple[float, int]:
        """Add the pushes; return their loss and the number of springs that push."""


class CompiledDense(_Compiled):
    """Kernel for springs by labels or by neighbours, over all pairs."""

    def _repel(self) -> tuple[float, int]:
        return push_dense(self._points, self._push, self._edges, self._after)


class CompiledCells(_Compiled):
    """Kernel for springs by labels or by neighbours, over pairs of points that are near."""

    def __init__(self, scene: Scene, held: Bools | None = None) -> None:
        super().__init__(scene, held)
        n = self._n
        self._cell, self._rank, self._place = np.empty((3, n), np.int32)
        self._sorted, self._near = _points(n), _points(n)
        self._parted = self._push._replace(u=np.empty(n), v=np.empty(n))
        self._cells = np.empty(_CELLS * n + _NARROW + 2, np.int32)

    def _spread(self, scene: Scene) -> Ints:
        return np.lexsort(np.floor(scene.positions.T / scene.margin))  # points near each other are near in memory, too

    def _repel(self) -> tuple[float, int]:
        if not self._n:
            return 0.0, 0
        points = self._points
        x, y = points.x[: self._n], points.y[: self._n]
        grid = _grid(x, y, self._push.margin, _CELLS * self._n)
        if grid is None:
            points.fx.fill(np.nan)
            points.fy.fill(np.nan)
            return math.nan, 0
        starts = self._cells[: grid.columns * grid.rows + 2]
        sort_into_cells(points, grid, self._cell, starts, self._rank, self._place, self._sorted)
        return self._repel_near(grid, starts)

    def _repel_near(self, grid: Grid, starts: Numbers) -> tuple[float, int]:
        push, edges, order, place = self._push, self._edges, self._rank, self._place
        found = push_cells(self._sorted, push, edges, grid, starts, order, place, self._near, self._parted)
        add_sorted(self._sorted, self._rank, self._points)
        return found


class Compiled(CompiledCells):
    """Kernel for springs by labels or by neighbours, over near pairs or over all: whatever has less to look at, each time."""

    def __init__(self, scene: Scene, held: Bools | None = None) -> None:
        super().__init__(scene, held)
        self._pairs = scene.springs.counts[1]

    def _repel_near(self, grid: Grid, starts: Numbers) -> tuple[float, int]:
        near = int(met(grid, starts))
        check_pairs(self._n, min(near, self._pairs), PUSHES_COMPILED_MAX)
        if near + _COPYING * self._n < self._pairs:
            return super()._repel_near(grid, starts)
        return push_dense(self._points, self._push, self._edges, self._after)


def _grid(x: Floats, y: Floats, margin: float, most: int) -> Grid | None:
    """Return cells that points within the margin are in next to each other, `most` at most; None where a place is not finite.

    Where a grid over all points would have more, a few points may be beyond it, in its outer cells; if that does not do,
    cells are larger.
    """
    side = (1.0 + _SLACK) * margin
    ends = [(float(a.min()), float(a.max())) for a in (x, y)]
    if not all(math.isfinite(high - low) for low, high in ends):
        return None
    if math.prod(_cells(high - low, side) for low, high in ends) > most:
        step = -(-len(x) // _SAMPLE)
        samples = [np.sort(a[::step]) for a in (x, y)]
        out = int(_OUTLIERS * len(samples[0]))
        ends = [(float(a[out]), float(a[-1 - out])) for a in samples]
    sides = [side, side]
    while math.prod(counts := [_cells(high - low, s) for (low, high), s in zip(ends, sides, strict=True)]) > most:
        sides[int(counts[1] > counts[0])] *= 2.0
    narrow = min(max(len(x) // (_FEW * counts[0] * counts[1]), 1), _NARROW)
    columns, rows = counts[0] * narrow, counts[1]
    return Grid(ends[0][0], ends[1][0], narrow / sides[0], 1.0 / sides[1], columns, rows, narrow)


def _cells(length: float, side: float) -> int:
    return int(length / side) + 1


def _points(n: int) -> Points:
    """Return room for n points."""
    x, y, fx, fy = np.zeros((4, n + PAD))
    x[n:] = FAR
    return Points(x, y, np.zeros(n + PAD, np.int32), fx, fy)
