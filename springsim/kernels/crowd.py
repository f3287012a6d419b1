"""The loss of very many points in few places: all pairs of two places are at one distance, so that they are only counted.

Only for the loss: which way two coincident points of different classes push each other follows from their indices, so that
forces need every such pair.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from springsim.arrays import Floats, Ints
from springsim.kernels.cells import runs
from springsim.kernels.tiles import TILE
from springsim.model.conventions import COINCIDENT_SQUARED
from springsim.model.scene import Scene

_LEAST: Final = 5_000  # points from which it is looked whether many coincide
_SAMPLE: Final = 4_096  # points by which that is told
_REPEATED: Final = 0.01  # of these, in the place of another, at least
_SHARE: Final = 0.25  # places per point, at most
_AT_ONCE: Final = 2**20  # pairs of groups that are counted together


class Crowd:
    """The points of a scene by places, and in each by class: a group is what is of one class in one place.

    Attributes
    ----------
    work : int
        Number of pairs of places, and of groups of one class, that `losses` looks at.
    """

    def __init__(self, scene: Scene) -> None:
        x, self._margin = scene.positions, scene.margin
        places, place = np.unique(x[:, 0] + 1j * x[:, 1], return_inverse=True)
        _, number = np.unique(scene.labels, return_inverse=True)
        p = len(places)
        codes, counts = np.unique(number * p + place, return_counts=True)  # of the groups, class by class
        self._x, self._points = np.stack([places.real, places.imag]), np.bincount(place, minlength=p).astype(np.float64)
        self._number, self._place = np.divmod(codes, p)
        self._count = counts.astype(np.float64)
        self._starts = np.flatnonzero(np.r_[True, self._number[1:] != self._number[:-1]])
        self._sizes = np.diff(np.r_[self._starts, len(codes)])  # groups of each class
        self.work = p * p + int((self._sizes * self._sizes).sum())

    @classmethod
    def of(cls, scene: Scene) -> Crowd | None:
        """Return the points of a scene by places, None where they are few or most have a place of their own."""
        n = len(scene)
        if n < _LEAST:
            return None
        x, y = scene.positions[:: -(-n // _SAMPLE)].T
        some = np.sort(x + 1j * y)
        if np.count_nonzero(some[1:] == some[:-1]) < _REPEATED * len(some):
            return None
        found = cls(scene)
        return found if len(found._points) <= _SHARE * n else None

    def losses(self) -> tuple[float, float]:
        """Return the similar and the dissimilar part of the loss."""
        return self._similar(), self._dissimilar()

    def _similar(self) -> float:
        """Return Σ ½ n_c ‖x − mean_c‖² over all points, of n_c in the class of each."""
        x, count, starts, number = self._x[:, self._place], self._count, self._starts, self._number
        size = np.add.reduceat(count, starts)
        d = x - x[:, starts][:, number]  # seen from a class mate, so that distant classes lose no digits
        d -= (np.add.reduceat(count * d, starts, axis=1) / size)[:, number]
        return 0.5 * float((size[number] * count * (d * d).sum(axis=0)).sum())

    def _dissimilar(self) -> float:
        """Return Σ ½ (m − d)², for some places and all of them at a time."""
        x, p, total = self._x, len(self._points), 0.0
        order = np.argsort(self._place, kind="stable")  # groups, place by place
        bounds = np.searchsorted(self._place[order], np.arange(p + 1))
        met = np.r_[0, np.cumsum(self._sizes[self._number[order]])][bounds]  # pairs of groups up to each place
        low = 0
        while low < p:
            full = int(np.searchsorted(met, met[low] + _AT_ONCE, side="right")) - 1
            high = max(min(low + max(TILE // p, 1), full), low + 1)
            pairs = self._points[low:high, None] * self._points
            pairs -= self._tied(low, order[bounds[low] : bounds[high]], pairs.shape)
            d = x[:, low:high, None] - x[:, None]
            squared = np.einsum("aij,aij->ij", d, d)
            squared[squared <= COINCIDENT_SQUARED] = 0.0
            hinge = np.maximum(self._margin - np.sqrt(squared), 0.0)
            total += float(np.einsum("ij,ij,ij->", pairs, hinge, hinge))
            low = high
        return 0.25 * total  # each pair came from either end

    def _tied(self, low: int, groups: Ints, shape: tuple[int, ...]) -> Floats:
        """Return the number of pairs of one class between the places of some groups, from `low` on, and all places."""
        classes = self._number[groups]
        sizes = self._sizes[classes]
        others = runs(self._starts[classes], sizes)
        at = np.repeat(self._place[groups] - low, sizes) * shape[1] + self._place[others]
        pairs = np.repeat(self._count[groups], sizes) * self._count[others]
        tied = np.bincount(at, weights=pairs, minlength=shape[0] * shape[1])
        return tied.reshape(shape).astype(np.float64, copy=False)
