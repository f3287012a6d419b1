"""Large scenes in which every pair has a spring but few pairs are within the margin: only those repel.

Points are sorted into cells a little larger than the margin. Pairs that are nearer than the margin and a skin are listed, and
the list holds until a point has moved half the skin. Where points crowd, a list would exhaust the memory: pairs that are met
from a crowded cell are computed tile by tile instead, each time again. Of very many points no list is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from springsim.arrays import Bools, Floats, Ints
from springsim.kernels.base import Sums, coincides, hinges, moved, moving, squared
from springsim.kernels.cells import Cells, runs
from springsim.kernels.classes import Classes
from springsim.kernels.edges import Edges
from springsim.kernels.listed import Listed
from springsim.kernels.tiles import TILE, Pushing, Tile
from springsim.kernels.vectors import dot
from springsim.model.conventions import REST
from springsim.model.scene import Scene

SKIN: Final = 0.2  #: margins
_CROWDED: Final = 6_000  # pairs met from one cell, above which tiles are quicker than a list
_KEPT: Final = 80_000_000  # pairs met from other cells, above which no list is kept: it would have a third, of 16 bytes each
_CHUNK: Final = 32_768  # pairs of a list that are computed at once: their buffers fit a second-level cache
_MET: Final = 65_536  # pairs that are looked at at once when a list is made


class _Chunk(NamedTuple):
    """Pairs (i, j) of a list, i ascending, with what it takes to add up along both: all by place."""

    i: Ints
    j: Ints
    rows: Ints  # the places i, each once
    starts: Ints  # where each begins
    low: int  # the least j
    high: int  # one more than the largest


class Near:
    """Kernel for springs by labels or by neighbours, over the pairs that are near; of one point at least.

    See `Large` for `held`.
    """

    def __init__(self, scene: Scene, held: Bools | None = None) -> None:
        springs, n = scene.springs, len(scene)
        self._scene, self._margin, self._space = scene, scene.margin, scene.space
        by_neighbours = springs.kind == "neighbours"
        self._classes = None if by_neighbours else Classes(springs, held)
        pulls = moving(springs.similar, held)
        self._attract = Listed(n, pulls, pulls[:0], scene.margin, scene.space) if by_neighbours else None
        self._built = np.full((n, 2), np.inf)
        self._order = np.arange(n)
        self._x, self._f, self._given = (np.empty((2, n)) for _ in range(3))
        self._pairs = np.empty((4, _CHUNK))

    def evaluate(self, positions: Floats, forces: Floats) -> Sums:
        """See `Kernel.evaluate`."""
        if moved(positions, self._built) > 0.5 * SKIN * self._margin:
            self._build(positions)
        x, f, given = self._x, self._f, self._given
        dissimilar, pushing = 0.0, 0
        positions.T.take(self._order, axis=1, out=x, mode="clip")
        f.fill(0.0)
        for chunk in self._listed() if self._chunks is None else self._chunks:
            loss, count = self._push(chunk)
            dissimilar += loss
            pushing += count
        for tile in self._tiles():
            loss, count = self._pushing.directly(x, f, tile)
            dissimilar += loss
            pushing += count
        f.take(self._back, axis=1, out=given, mode="clip")
        if self._classes is None:
            np.copyto(x, positions.T)
            similar = self._attract.write(x, f).similar if self._attract else 0.0
            given += f
        else:
            positions.T.take(self._classes.order, axis=1, out=x, mode="clip")
            similar = self._classes.pull(x, f)
            f.take(self._classes.back, axis=1, out=x, mode="clip")
            given += x
        np.copyto(forces, given.T)
        return Sums(similar, dissimilar, pushing)

    def _build(self, positions: Floats) -> None:
        """Sort the points into cells, and list the pairs that are near."""
        springs, n = self._scene.springs, len(positions)
        np.copyto(self._built, positions)
        cells = Cells(positions.T, (1.0 + SKIN) * self._margin, self._order)
        self._order = cells.order
        self._back = np.empty_like(self._order)
        self._back[self._order] = np.arange(n)
        self._number = self._order if self._classes is None else springs.labels[self._order]
        self._edges = Edges(springs.similar, self._back) if self._classes is None else None
        self._crowded = np.flatnonzero(cells.candidates > _CROWDED)
        self._cells = cells
        self._pushing = Pushing(self._margin, self._order, self._space, TILE if len(self._crowded) else 0)
        positions.T.take(self._order, axis=1, out=self._x, mode="clip")
        short = int(cells.candidates.sum() - cells.candidates[self._crowded].sum()) <= _KEPT
        self._chunks = list(self._listed()) if short else None

    def _listed(self) -> Iterator[_Chunk]:
        """Return the near pairs of different classes that are met from cells that are not crowded."""
        cells, x, number = self._cells, self._x, self._number
        reach = ((1.0 + SKIN) * self._margin) ** 2
        loose = np.ones(len(cells.starts), np.bool_)
        loose[self._crowded] = False
        cell = np.flatnonzero(loose)
        of = np.repeat(cell, cells.sizes[cell])  # the cell of each row
        rows = runs(cells.starts[cell], cells.sizes[cell])
        # of each row two runs, in turns: what follows it up to the right cell's end, and the next row of cells
        starts = np.stack([rows + 1, cells.below[of]], axis=1).ravel()
        lengths = np.stack([cells.right[of] - rows - 1, cells.after[of] - cells.below[of]], axis=1).ravel()
        met = np.cumsum(lengths)
        a = 0
        while a < len(lengths):
            b = max(int(np.searchsorted(met, met[a] - lengths[a] + _MET)) // 2 * 2, a + 2)
            i = np.repeat(np.repeat(rows[a // 2 : b // 2], 2), lengths[a:b])
            j = runs(starts[a:b], lengths[a:b])
            d = x.take(i, axis=1, mode="clip")
            d -= x.take(j, axis=1, mode="clip")
            d *= d
            d[0] += d[1]
            near = np.flatnonzero(d[0] < reach)
            i, j = i.take(near), j.take(near)
            others = np.flatnonzero(number.take(i) != number.take(j))
            i, j = i.take(others), j.take(others)
            if self._edges is not None:
                tied = self._edges.among(i, j)
                i, j = i[~tied], j[~tied]
            yield from _chunks(i, j)
            a = b

    def _push(self, chunk: _Chunk) -> tuple[float, int]:
        """Add the pushes of the pairs of a chunk; return their loss and the number that push."""
        x, f, m = self._x, self._f, self._margin
        i, j, rows, starts, low, high = chunk
        d, (distance, hinge) = self._pairs[:2, : len(i)], self._pairs[2:, : len(i)]
        for axis in (0, 1):
            x[axis].take(i, out=d[axis], mode="clip")
            x[axis].take(j, out=hinge, mode="clip")
            np.subtract(d[axis], hinge, out=d[axis])
        squared(d, self._pairs[2:, : len(i)])
        coincide = hinges(d, m, distance, hinge)
        loss, count = 0.5 * dot(hinge, hinge), int(np.count_nonzero(hinge > REST * m))
        np.divide(hinge, distance, out=hinge)
        d *= hinge
        if coincide:
            at = np.flatnonzero(coincides(distance))
            d[:, at] = m * self._space.parting(self._order[i[at]], self._order[j[at]], x[:, i[at]])
        for axis in (0, 1):
            f[axis, rows] += np.add.reduceat(d[axis], starts)
            f[axis, low:high] -= np.bincount(j - low, weights=d[axis], minlength=high - low)
        return loss, count

    def _tiles(self) -> Iterator[Tile]:
        """Return tiles that cover the pairs that are met from crowded cells."""
        cells = self._cells
        for k in self._crowded.tolist():
            start, stop, right = int(cells.starts[k]), int(cells.stops[k]), int(cells.right[k])
            for a in range(start, stop, _ROWS):
                rows = slice(a, min(a + _ROWS, stop))
                for low, high in ((a, right), (int(cells.below[k]), int(cells.after[k]))):
                    for b in range(low, high, TILE // _ROWS):
                        yield self._tile(rows, slice(b, min(b + TILE // _ROWS, high)))

    def _tile(self, rows: slice, columns: slice) -> Tile:
        mask = self._number[rows, None] == self._number[columns]
        if columns.start < rows.stop:
            mask |= np.arange(columns.start, columns.stop) <= np.arange(rows.start, rows.stop)[:, None]
        return Tile(rows, columns, mask, self._edges.within(rows, columns) if self._edges else None)


_ROWS: Final = 128


def _chunks(i: Ints, j: Ints) -> Iterator[_Chunk]:
    """Cut a list of pairs, i ascending, into chunks of whole rows."""
    first = np.flatnonzero(np.r_[True, i[1:] != i[:-1]][: len(i)])
    a = 0
    while a < len(first):
        b = max(int(np.searchsorted(first, first[a] + _CHUNK)) - 1, a + 1)
        stop = int(first[b]) if b < len(first) else len(i)
        if b == len(first) - 1 and len(i) - first[a] <= _CHUNK:
            b, stop = len(first), len(i)
        part = slice(int(first[a]), stop)
        yield _Chunk(i[part], j[part], i[first[a:b]], first[a:b] - first[a], int(j[part].min()), int(j[part].max()) + 1)
        a = b
