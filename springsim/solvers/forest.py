"""Coordinates along similar springs: the place of each point by its displacement from the one before it in a spanning forest.

By these the loss of the forest's springs is ½ ‖u‖², level in all directions, while by positions a chain of n springs curves
about n² times less in its softest direction than in its stiffest, and gradients take as long to go along it.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from springsim.arrays import Bools, Floats, Ints
from springsim.kernels.base import moving
from springsim.model.scene import Scene

_SPRINGS: Final = 3  # springs per free point, at most: with more, a displacement changes the length of too many


class Forest:
    """Spanning trees of the similar springs over the free points; each grows from a pinned point where it is tied to one.

    Parameters
    ----------
    scene : Scene
        The scene; positions of its pinned points matter.
    """

    def __init__(self, scene: Scene) -> None:
        free = np.flatnonzero(~scene.pinned)
        found, parent = _preorder(moving(scene.springs.similar, scene.pinned), scene.pinned)
        n, place = len(found), np.full(len(scene) + 1, -1)
        place[found] = np.arange(n)
        self._order = np.searchsorted(free, found)
        before = place[parent]  # −1 for roots, whose parent is pinned or −1: the last place is of none
        size = np.ones(n, np.int64)
        for k in range(n - 1, -1, -1):
            if before[k] >= 0:
                size[before[k]] += size[k]
        self._roots, self._before, self._end = before < 0, np.maximum(before, 0), np.arange(n) + size
        origins = np.where(parent[self._roots, None] < 0, 0.0, scene.positions[parent[self._roots]])
        self._origin = np.repeat(origins, size[self._roots], axis=0)

    def displacements(self, x: Floats, *, steps: bool = False) -> Floats:
        """Return the displacements of the free points at positions, (f, 2), or the change of them by steps of positions."""
        there = x[self._order] - (0.0 if steps else self._origin)
        u: Floats = there - np.where(self._roots[:, None], 0.0, there[self._before])
        return u

    def positions(self, u: Floats) -> Floats:
        """Return the positions of the free points, (f, 2): the sums of the displacements from the root on."""
        leaving = np.stack([np.bincount(self._end, a, len(u) + 1)[:-1] for a in u.T], axis=1)
        x = np.empty_like(u)
        x[self._order] = np.cumsum(u - leaving, axis=0) + self._origin
        return x

    def along(self, f: Floats) -> Floats:
        """Return forces on the free points, (f, 2), by displacements: each moves all points that come after it on its tree."""
        sums = np.zeros((len(f) + 1, 2))
        np.cumsum(f[self._order], axis=0, out=sums[1:])
        forces: Floats = sums[self._end] - sums[:-1]
        return forces


def suits(scene: Scene) -> bool:
    """Tell whether the springs of a scene are few, and mostly along a forest, and its points move in the plane as they like."""
    springs, pinned = scene.springs, scene.pinned
    free, similar = int(np.count_nonzero(~pinned)), len(moving(springs.similar, pinned))
    few = 0 < similar <= _SPRINGS * free / 2 and similar + len(moving(springs.dissimilar, pinned)) <= _SPRINGS * free
    return springs.kind == "pairs" and few and scene.space.straight and not scene.space.bounded


def _preorder(pairs: Ints, pinned: Bools) -> tuple[Ints, Ints]:
    """Return the free points such that each is followed by all that come after it on its tree, and the parent of each.

    A root has a pinned parent, or −1.
    """
    n = len(pinned)
    ends = np.concatenate([pairs, pairs[:, ::-1]])
    ends = ends[np.argsort(ends[:, 0], kind="stable")]
    starts, others = np.searchsorted(ends[:, 0], np.arange(n + 1)).tolist(), ends[:, 1].tolist()
    done, order, parents = pinned.tolist(), [], []
    waiting = [(k, -1) for k in range(n - 1, -1, -1)]
    for p in np.flatnonzero(pinned).tolist():  # on top: trees grow from pinned points first
        waiting += [(k, p) for k in others[starts[p] : starts[p + 1]]]
    while waiting:
        k, parent = waiting.pop()
        if not done[k]:
            done[k] = True
            order.append(k)
            parents.append(parent)
            waiting += [(j, k) for j in others[starts[k] : starts[k + 1]] if not done[j]]
    return np.array(order, np.int64), np.array(parents, np.int64)
