"""Scenes in which every pair has a spring and most pairs are within the margin: every pair of different classes, in tiles.

Points are sorted by class, and their range is halved at a class boundary again and again, as long as that is cheaper than one
masked square. Each pair of different classes is in one block, once; large blocks are cut into tiles that stay in the cache.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from springsim.arrays import Bools, Floats
from springsim.kernels.base import Sums, moving
from springsim.kernels.classes import Classes
from springsim.kernels.edges import Edges
from springsim.kernels.listed import Listed
from springsim.kernels.tiles import TILE, Pushing, Tile
from springsim.model.scene import Scene

_CALLS = 3000  # pairs that are computed in the time that the calls for one tile take
_LEAF = 32  # points that are never worth halving
_SQUARE = 256  # points that are always halved: no tile is larger than TILE
_KEPT = 2_000  # tiles whose masks are kept for the next time: more are made each time, so that memory stays bounded


class Blocks:
    """Kernel for springs by labels or by neighbours, over all pairs; see `Large` for `held`."""

    def __init__(self, scene: Scene, held: Bools | None = None) -> None:
        springs, n = scene.springs, len(scene)
        self._classes = Classes(springs, held)
        by_neighbours = springs.kind == "neighbours"
        pulls = moving(springs.similar, held)
        self._attract = Listed(n, pulls, pulls[:0], scene.margin, scene.space) if by_neighbours else None
        self._edges = Edges(springs.similar, self._classes.back) if by_neighbours else None
        self._pushing = Pushing(scene.margin, self._classes.order, scene.space, min(TILE, n * n))
        self._x, self._f = np.empty((2, n)), np.empty((2, n))
        plan = self._tiles(0, n)
        self._tiles_kept = [tile for tile, _ in zip(plan, range(_KEPT), strict=False)]
        self._all_kept = next(plan, None) is None

    def evaluate(self, positions: Floats, forces: Floats) -> Sums:
        """See `Kernel.evaluate`."""
        x, f, pushing = self._x, self._f, self._pushing
        positions.T.take(self._classes.order, axis=1, out=x, mode="clip")
        similar = self._classes.pull(x, f) if self._attract is None else self._attract.write(x, f).similar
        if self._classes.means is not None:
            positions.T.take(self._classes.order, axis=1, out=x, mode="clip")
        dissimilar, count = 0.0, 0
        if self._tiles_kept:
            pushing.begin(x)
            for tile in self._tiles_kept if self._all_kept else self._tiles(0, len(self._classes.order)):
                loss, pushes = pushing.products(x, f, tile)
                dissimilar += loss
                count += pushes
            pushing.end(f)
        f.T.take(self._classes.back, axis=0, out=forces, mode="clip")
        return Sums(similar, dissimilar, count)

    def _tiles(self, low: int, high: int) -> Iterator[Tile]:
        """Return tiles that cover the pairs of different classes among the places low … high − 1."""
        for rows, columns in cover(self._classes, low, high):
            step = max(min(TILE // (columns.stop - columns.start), rows.stop - rows.start), _SQUARE)
            for a in range(rows.start, rows.stop, step):
                part = slice(a, min(a + step, rows.stop))
                width = TILE // (part.stop - part.start)
                for b in range(columns.start, columns.stop, width):
                    yield self._tile(part, slice(b, min(b + width, columns.stop)), rows == columns)

    def _tile(self, rows: slice, columns: slice, square: bool) -> Tile:
        mask: Bools | None = None
        if square:  # what is of one class, and what would come twice
            own = self._classes.number[rows]
            mask = (own[:, None] == own) | np.tri(len(own), dtype=np.bool_)
        return Tile(rows, columns, mask, self._edges.within(rows, columns) if self._edges else None)


def cover(classes: Classes, low: int, high: int) -> Iterator[tuple[slice, slice]]:
    """Return rows and columns of blocks that cover the pairs of different classes among the places low … high − 1."""
    return iter(_planned(classes, low, high)[1]) if high - low <= _SQUARE else _halved(classes, low, high)


def _halved(classes: Classes, low: int, high: int) -> Iterator[tuple[slice, slice]]:
    middle = _middle(classes, low, high)
    if middle is not None:
        yield slice(low, middle), slice(middle, high)
        yield from cover(classes, low, middle)
        yield from cover(classes, middle, high)


def _middle(classes: Classes, low: int, high: int) -> int | None:
    """Return the class boundary that is nearest to the middle; None where all points are of one class."""
    number = classes.number
    if high == low or number[low] == number[high - 1]:
        return None
    bounds = classes.starts[number[low] + 1 : number[high - 1] + 1]
    return int(bounds[np.argmin(np.abs(bounds - (low + high) // 2))])


def _planned(classes: Classes, low: int, high: int) -> tuple[int, list[tuple[slice, slice]]]:
    """Return the cheapest cover, as its cost in pairs and its blocks."""
    middle = _middle(classes, low, high)
    if middle is None:
        return 0, []
    whole = slice(low, high)
    square = _CALLS + (high - low) ** 2
    if high - low <= _LEAF:
        return square, [(whole, whole)]
    (left, first), (right, second) = _planned(classes, low, middle), _planned(classes, middle, high)
    halved = _CALLS + (middle - low) * (high - middle) + left + right
    if square <= halved:
        return square, [(whole, whole)]
    return halved, [(slice(low, middle), slice(middle, high)), *first, *second]
