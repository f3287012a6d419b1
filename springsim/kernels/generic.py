"""Any pair law, in any domain: every spring by the law's own functions, in tiles and lists of bounded memory.

No other kernel asks the law: those are made for the springs of the paper, ½ d² and ½ max(0, m − d)², at distances in the plane,
and are tested against this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from springsim.arrays import Bools, Floats, Ints
from springsim.kernels.base import Sums, check_pairs, moving, turned
from springsim.model.conventions import COINCIDENT_SQUARED, REST
from springsim.model.laws import Partial
from springsim.model.scene import Scene
from springsim.validation.limits import PUSHES_GENERIC_MAX

_AT_ONCE: Final = 32_768  # pairs that are computed together: their buffers fit a second-level cache


class Generic:
    """Kernel for any scene.

    Parameters
    ----------
    scene : Scene
        The scene.
    held : (n,) ndarray of bool, optional
        Points that do not move: springs between two of them are left out.

    Notes
    -----
    Coincident points that push each other do so along the direction of the domain's convention, with the slope at d = 0; those
    that pull each other are where they pull to, and exert nothing.
    """

    def __init__(self, scene: Scene, held: Bools | None = None) -> None:
        self._springs, self._law, self._space, self._margin = scene.springs, scene.law, scene.space, scene.margin
        self._held = held

    def evaluate(self, positions: Floats, forces: Floats) -> Sums:
        """See `Kernel.evaluate`."""
        n = len(positions)
        if self._springs.all_pairs:
            check_pairs(n, n * (n - 1) // 2, PUSHES_GENERIC_MAX)
        x = np.ascontiguousarray(positions.T)
        f = np.zeros_like(x)
        similar = dissimilar = 0.0
        pushing = 0
        if self._springs.all_pairs:
            for tile in self._tiles():
                losses, count = self._tile(x, f, *tile)
                similar, dissimilar, pushing = similar + losses[0], dissimilar + losses[1], pushing + count
        else:
            similar = self._list(x, f, moving(self._springs.similar, self._held), self._law.similar)[0]
            dissimilar, pushing = self._list(x, f, moving(self._springs.dissimilar, self._held), self._law.dissimilar)
        forces[...] = f.T
        return Sums(similar, dissimilar, pushing)

    def _tiles(self) -> Iterator[tuple[slice, Bools, Bools]]:
        """Return rows, and which of their pairs with the points from the first row on are similar and dissimilar, once each."""
        springs, n, low = self._springs, len(self._springs), 0
        while low < n:
            high = min(low + max(_AT_ONCE // (n - low), 1), n)
            later = np.arange(low, n) > np.arange(low, high)[:, None]
            if self._held is not None:
                later &= ~(self._held[low:] & self._held[low:high, None])
            if springs.kind == "labels":
                same = springs.labels[low:high, None] == springs.labels[low:]
            else:
                same = np.zeros(later.shape, np.bool_)
                i, j = springs.similar[slice(*np.searchsorted(springs.similar[:, 0], (low, high)))].T
                same[i - low, j - low] = True
            yield slice(low, high), same & later, ~same & later
            low = high

    def _tile(self, x: Floats, f: Floats, rows: slice, tied: Bools, apart: Bools) -> tuple[list[float], int]:
        """Add the forces of a tile, whose columns begin at its rows; return the loss of either kind, and how many push."""
        low, m = rows.start, self._margin
        d = self._space.shortest(x[:, rows, None] - x[:, None, low:])
        squared = np.einsum("aij,aij->ij", d, d)
        distance, slope = np.sqrt(squared), np.zeros(squared.shape)
        losses = [0.0, 0.0]
        for k, (partial, chosen) in enumerate(((self._law.similar, tied), (self._law.dissimilar, apart))):
            within = np.flatnonzero(chosen if partial.reach == np.inf else chosen & (distance < partial.reach * m))
            if len(within):
                length = distance.ravel()[within]
                losses[k] = float(partial.loss(length, m).sum())
                slope.ravel()[within] = partial.slope(length, m)
        pushing = int(np.count_nonzero(slope[apart] < -REST * m))
        same = squared <= COINCIDENT_SQUARED
        weight = np.divide(slope, distance, out=np.zeros_like(slope), where=~same)
        f[:, rows] -= np.einsum("ij,aij->ai", weight, d)
        f[:, low:] += np.einsum("ij,aij->aj", weight, d)
        same &= slope < 0.0
        if same.any():
            self._part_tile(x, f, rows, np.where(same, -slope, 0.0))
        return losses, pushing

    def _part_tile(self, x: Floats, f: Floats, rows: slice, push: Floats) -> None:
        """Push coincident pairs of a tile apart, by the differences of `Domain.marks`: no others have a `push`."""
        later, space = slice(rows.start, None), self._space
        marks = space.marks(np.arange(rows.start, x.shape[1]))
        d = marks[:, : push.shape[0], None] - marks[:, None]
        weight = np.divide(push, np.hypot(*d), out=np.zeros_like(push), where=push > 0.0)
        f[:, rows] += turned(np.einsum("ij,aij->ai", weight, d), x[:, rows], space)
        f[:, later] -= turned(np.einsum("ij,aij->aj", weight, d), x[:, later], space)

    def _list(self, x: Floats, f: Floats, pairs: Ints, partial: Partial) -> tuple[float, int]:
        """Add the forces of listed pairs, (k, 2); return their loss and how many push."""
        total, pushing, n = 0.0, 0, x.shape[1]
        for first in range(0, len(pairs), _AT_ONCE):
            i, j = pairs[first : first + _AT_ONCE].T
            d = self._space.shortest(x[:, i] - x[:, j])
            squared = np.einsum("ak,ak->k", d, d)
            distance = np.sqrt(squared)
            slope = partial.slope(distance, self._margin)
            total += float(partial.loss(distance, self._margin).sum())
            pushing += int(np.count_nonzero(-slope > REST * self._margin))
            same = squared <= COINCIDENT_SQUARED
            d *= np.where(same, 0.0, -slope) / np.where(same, 1.0, distance)
            for axis in (0, 1):
                f[axis] += np.bincount(i, d[axis], n) - np.bincount(j, d[axis], n)
            at = np.flatnonzero(same & (slope < 0.0))
            self._part(x, f, i[at], j[at], -slope[at])
        return total, pushing

    def _part(self, x: Floats, f: Floats, i: Ints, j: Ints, push: Floats) -> None:
        """Push coincident pairs apart."""
        if len(i):
            share = push * self._space.parting(i, j, x[:, i])
            for axis in (0, 1):
                np.add.at(f[axis], i, share[axis])
                np.subtract.at(f[axis], j, share[axis])
