"""Repulsion between two runs of points, as one tile of the matrix of pairs that stays in the cache.

A tile is computed in one of two ways. *Directly*: displacements by subtraction, exact to rounding. *By products*: squared
distances ‖a‖² + ‖b‖² − 2 a·b of points relative to a common middle, and forces as x Σ w − Σ w x', each one product of matrices,
which is about half the work. Products cancel where two points are close to each other, measured against the distance R from
the middle of the point that is farthest. Squared distances are off by some ε R², and so forces by some ε (R/d)² margins: pairs
that are near get theirs by subtraction, as all pairs of a small tile do. Σ w x' and x Σ w cancel as well, and forces are off by
some ε R/d margins more: the pairs that are closest of all are taken out, and computed directly one by one.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from springsim.arrays import Bools, Floats, Ints
from springsim.kernels.base import coincides, hinges, squared, turned
from springsim.kernels.vectors import dot
from springsim.model.conventions import COINCIDENT_SQUARED, OUT_OF_REACH, REST
from springsim.model.domains import Domain

#: Elements of a tile, at most: two buffers of them fill a second-level cache, the calls for one are a small part of its time,
#: and BLAS still computes its products, of up to 4 terms, with one thread: 2¹⁸ multiplications are where it begins to use more.
TILE: Final = 65_536
_EPS: Final = float(np.finfo(np.float64).eps)
_NEAR: Final = 0.03  # of R: nearer than that, squared distances by products would make forces err by more than 5e-13 margins
_CLOSE: Final = 1e-3  # of R: nearer than that, sums of products would, too
_SUBTRACTED: Final = 3_000  # elements of a tile up to which subtraction for all is quicker than to find those that need it
_MANY_NEAR: Final = 10  # a tile of which more than one in so many pairs is near is computed directly
_MANY_CLOSE: Final = 16  # and one of which more than one in so many is close


class Tile(NamedTuple):
    """Rows and columns, runs of points; what is not to be computed is either a mask or a list of places in the flat tile."""

    rows: slice
    columns: slice
    mask: npt.NDArray[np.bool_] | None = None
    out: Ints | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and of columns."""
        return self.rows.stop - self.rows.start, self.columns.stop - self.columns.start


class Pushing:
    """Pushes of dissimilar pairs, tile by tile, with buffers of its own.

    Parameters
    ----------
    margin : float
        The margin m.
    names : (n,) ndarray of int
        Index that each point has in the scene: it decides where coincident points are pushed.
    space : Domain
        Where the points are.
    size : int
        Elements of the largest tile.
    """

    def __init__(self, margin: float, names: Ints, space: Domain, size: int) -> None:
        self._margin, self._names, self._space, self._size = margin, names, space, size
        self._squares, self._flags = np.empty((2, size)), np.empty(size, np.bool_)
        self._d = np.empty(0)  # made when it is needed
        n = len(names)
        self._left, self._right = np.ones((4, n)), np.ones((4, n))  # x, y, 1, q and −2 x, −2 y, q, 1 with q = x² + y²
        self._sums = np.empty((3, n))  # Σ w x', Σ w y', Σ w
        self._near = self._close = 0.0  # squared distances
        self._all_push = False  # whether any two points are within the margin of each other
        self._out = OUT_OF_REACH  # what is written over pairs that are not to push

    def begin(self, x: Floats) -> None:
        """Take the positions, (2, n) and n > 0, that `products` is to work on."""
        left, right = self._left, self._right
        places = left[:2]
        np.subtract(x, np.add.reduce(x, axis=1, keepdims=True) / x.shape[1], out=places)
        np.multiply(places, places, out=right[:2])
        np.add(right[0], right[1], out=right[2])
        if self._size > _SUBTRACTED:
            left[3] = right[2]
            np.multiply(places, -2.0, out=right[:2])
        self._sums.fill(0.0)
        reach, push = float(np.maximum.reduce(right[2])), self._margin * self._margin
        near = min(_NEAR**2 * reach, push + 16.0 * _EPS * reach)  # pairs beyond the margin do not push
        self._near = max(near, COINCIDENT_SQUARED)
        self._close = max(_CLOSE**2 * reach, COINCIDENT_SQUARED)
        self._all_push = push > 4.1 * reach
        self._out = push if self._all_push else OUT_OF_REACH  # √m² is m exactly: a hinge of 0 without a comparison

    def end(self, f: Floats) -> None:
        """Add the forces that `products` found to `f`, (2, n)."""
        push = self._left[:2] * self._sums[2]
        push -= self._sums[:2]
        f += push

    def products(self, x: Floats, f: Floats, tile: Tile) -> tuple[float, int]:
        """Push the pairs of a tile, by products between `begin` and `end`.

        Parameters
        ----------
        x, f : (2, n) ndarray of float
            Positions, and forces to which is added.
        tile : Tile
            Which pairs.

        Returns
        -------
        loss : float
            Σ ½ (m − d)² of the pairs that push.
        pushing : int
            Number of them.
        """
        rows, columns, mask, out = tile
        shape, m = tile.shape, self._margin
        size = shape[0] * shape[1]
        flat, hinge = self._squares[0, :size], self._squares[1, :size]
        distance, weight = flat.reshape(shape), hinge.reshape(shape)
        exact = size <= _SUBTRACTED
        if exact:
            d = self._displacements(x, rows, columns)
            np.multiply(d, d, out=d)
            np.add(d[0], d[1], out=distance)
        else:
            np.dot(self._left[:, rows].T, self._right[:, columns], out=distance)
        if mask is not None:
            np.copyto(distance, self._out, where=mask)
        if out is not None:
            flat[out] = self._out
        loss, pushing, whole = 0.0, 0, mask is None and out is None
        least = np.minimum.reduce(flat) if exact or not self._all_push else 0.0  # 0: it may be anything
        if least >= m * m and least > self._near:
            return 0.0, 0
        limit = self._close if exact else self._near
        if least <= limit:
            near = np.less_equal(flat, limit, out=self._flags[:size]).nonzero()[0]
            if near.size * _MANY_NEAR > size:
                return self.directly(x, f, tile)
            close = near if exact or not near.size else self._corrected(x, rows, columns, near)
            if close.size * _MANY_CLOSE > size:
                return self.directly(x, f, tile)
            if close.size:
                row, column = np.divmod(close, shape[1])
                loss, pushing = self.pairs(x, f, row + rows.start, column + columns.start)
                flat[close], whole = self._out, False
        np.sqrt(flat, out=flat)
        np.subtract(m, flat, out=hinge)
        if whole and self._all_push:
            count = size
        else:
            count = int(np.count_nonzero(np.greater(hinge, REST * m, out=self._flags[:size])))
            if not self._all_push and count < size:
                np.maximum(hinge, 0.0, out=hinge)
        loss += 0.5 * dot(hinge, hinge)
        np.divide(hinge, flat, out=hinge)
        for some, others, weights in ((rows, columns, weight.T), (columns, rows, weight)):
            sums = self._sums[:, some]
            np.add(sums, np.dot(self._left[:3, others], weights), out=sums)
        return loss, pushing + count

    def _corrected(self, x: Floats, rows: slice, columns: slice, near: Ints) -> Ints:
        """Give pairs, by their places in the flat tile, squared distances by subtraction; return the places of the closest."""
        row, column = np.divmod(near, columns.stop - columns.start)
        d = x[:, rows].take(row, axis=1)
        d -= x[:, columns].take(column, axis=1)
        d *= d
        squares = np.add(d[0], d[1], out=d[0])
        self._squares[0, near] = squares
        closest: Ints = near[squares <= self._close]
        return closest

    def _displacements(self, x: Floats, rows: slice, columns: slice) -> Floats:
        """Return the displacements of the pairs of a tile, (2, rows, columns)."""
        shape = (2, rows.stop - rows.start, columns.stop - columns.start)
        size = shape[1] * shape[2]
        if len(self._d) < 2 * size:
            self._d = np.empty(2 * self._size)
        return np.subtract(x[:, rows, None], x[:, None, columns], out=self._d[: 2 * size].reshape(shape))

    def directly(self, x: Floats, f: Floats, tile: Tile) -> tuple[float, int]:
        """Push the pairs of a tile, as `products` does but by subtraction."""
        rows, columns, mask, out = tile
        d = self._displacements(x, rows, columns)
        squares = self._squares[:, : d[0].size].reshape(d.shape)
        squared(d, squares)
        if mask is not None:
            np.copyto(squares[0], OUT_OF_REACH, where=mask)
        if out is not None:
            squares[0].reshape(-1)[out] = OUT_OF_REACH
        coincide = hinges(d, self._margin, *squares)
        loss, pushing = self._weights(squares)
        f[:, rows] += np.einsum("ij,aij->ai", squares[1], d)
        f[:, columns] -= np.einsum("ij,aij->aj", squares[1], d)
        if coincide:
            same = coincides(squares[0])
            if np.count_nonzero(same) * _MANY_CLOSE > same.size:
                self._part_tile(x, f, tile, same)
            else:
                row, column = np.nonzero(same)
                self._part(x, f, row + rows.start, column + columns.start)
        return loss, pushing

    def pairs(self, x: Floats, f: Floats, i: Ints, j: Ints) -> tuple[float, int]:
        """Push pairs that are listed, by subtraction; no more than a tile holds."""
        d, squares = x[:, i] - x[:, j], np.empty((2, len(i)))
        squared(d, squares)
        coincide = hinges(d, self._margin, *squares)
        loss, pushing = self._weights(squares)
        d *= squares[1]
        for axis in (0, 1):
            np.add.at(f[axis], i, d[axis])
            np.subtract.at(f[axis], j, d[axis])
        if coincide:
            at = np.flatnonzero(coincides(squares[0]))
            self._part(x, f, i[at], j[at])
        return loss, pushing

    def _weights(self, squares: Floats) -> tuple[float, int]:
        """Turn hinges into max(0, m − d) / d, in place; return the loss and the number of those that push."""
        distance, hinge = squares.reshape(2, -1)
        loss = 0.5 * dot(hinge, hinge)
        count = int(np.count_nonzero(np.greater(hinge, REST * self._margin)))
        np.divide(hinge, distance, out=hinge)
        return loss, count

    def _part_tile(self, x: Floats, f: Floats, tile: Tile, same: Bools) -> None:
        """Push the coincident pairs of a tile apart: as `_part` does, by the differences of `Domain.marks`, in the buffers."""
        shape = tile.shape
        size = shape[0] * shape[1]
        d, squares = self._d[: 2 * size].reshape(2, *shape), self._squares[:, :size].reshape(2, *shape)
        marks = [self._space.marks(self._names[some]) for some in (tile.rows, tile.columns)]
        np.subtract(marks[0][:, :, None], marks[1][:, None], out=d)
        squared(d, squares)
        np.copyto(squares[0], np.inf, where=~same)
        np.sqrt(squares[0], out=squares[0])
        np.divide(self._margin, squares[0], out=squares[0])
        f[:, tile.rows] += turned(np.einsum("ij,aij->ai", squares[0], d), x[:, tile.rows], self._space)
        f[:, tile.columns] -= turned(np.einsum("ij,aij->aj", squares[0], d), x[:, tile.columns], self._space)

    def _part(self, x: Floats, f: Floats, i: Ints, j: Ints) -> None:
        """Push coincident pairs apart."""
        push = self._margin * self._space.parting(self._names[i], self._names[j], x[:, i])
        for axis in (0, 1):
            np.add.at(f[axis], i, push[axis])
            np.subtract.at(f[axis], j, push[axis])
