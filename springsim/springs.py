"""Which pairs are similar, which dissimilar: by labels, by neighbours or pair by pair.

A spring set knows nothing of positions or of the margin. Pairs are stored once, as (i, j) with i < j, in ascending order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from springsim.checks import checked_array
from springsim.errors import SceneError, Words
from springsim.limits import LABEL_MAX, SceneLimits

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Kind = Literal["labels", "neighbours", "pairs"]

_EXACT_UP_TO = 300  # free points up to which the eigenvalues of a Laplacian are simply computed: any scene of the app
_BOUND_ROUNDS = 40


@dataclass(frozen=True, eq=False)
class Springs:
    """The springs between n points.

    Attributes
    ----------
    kind : {"labels", "neighbours", "pairs"}
        ``labels``: equal labels are similar, all other pairs dissimilar. ``neighbours``: the pairs in `similar` are similar,
        all others dissimilar. ``pairs``: only the listed pairs have springs; a pair may be in both lists.
    labels : (n,) ndarray of int
        Class of each point; for other kinds than ``labels`` it only says how points are shown.
    similar, dissimilar : (k, 2) ndarray of int
        The listed pairs; empty where the kind implies them.
    """

    kind: Kind
    labels: Ints
    similar: Ints
    dissimilar: Ints

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.labels)

    @property
    def all_pairs(self) -> bool:
        """Whether every pair of points has exactly one spring."""
        return self.kind != "pairs"

    @cached_property
    def counts(self) -> tuple[int, int]:
        """Number of similar and of dissimilar springs."""
        n = len(self)
        if self.kind == "pairs":
            return len(self.similar), len(self.dissimilar)
        if self.kind == "neighbours":
            similar = len(self.similar)
        else:
            sizes = np.unique(self.labels, return_counts=True)[1]
            similar = int((sizes * (sizes - 1) // 2).sum())
        return similar, n * (n - 1) // 2 - similar

    @property
    def pairs(self) -> tuple[Ints, Ints, Bools]:
        """Every spring as i, j (i < j) and whether it is similar, each (k,); ascending, the similar one of a pair first."""
        n = len(self)
        if self.kind == "pairs":
            both = np.concatenate([self.similar, self.dissimilar])
            i, j = both[:, 0], both[:, 1]
            similar = np.arange(len(both)) < len(self.similar)
            order = np.lexsort((~similar, j, i))
            i, j, similar = i[order], j[order], similar[order]
        else:
            i, j = np.triu_indices(n, 1)
            if self.kind == "labels":
                similar = self.labels[i] == self.labels[j]
            else:
                similar = np.isin(i * n + j, self.similar[:, 0] * n + self.similar[:, 1])
        for array in (i, j, similar):
            array.setflags(write=False)
        return i, j, similar

    @cached_property
    def _stiffness(self) -> dict[bytes, float]:
        return {}

    def stiffness(self, pinned: Bools) -> float:
        """Return λ, the largest eigenvalue of the Laplacian of all springs over the free points, or a tight upper bound.

        Every spring counts alike, similar or dissimilar, stretched or slack, so λ bounds the curvature of the loss everywhere:
        ½ max(0, m − ‖r‖)² − ½‖r‖² is concave. It is exact for scenes in which every pair has a spring and for up to 300 free
        points; beyond, it is the Collatz–Wielandt bound of the signless Laplacian, at most twice λ and mostly much nearer.

        Parameters
        ----------
        pinned : (n,) ndarray of bool
            Points that do not move.

        Returns
        -------
        float
            λ ≥ 0; 0 where nothing can move or no spring reaches a free point.
        """
        n, free = len(self), int(np.count_nonzero(~pinned))
        if free == 0:
            return 0.0
        if self.all_pairs:  # n·I − 1·1ᵀ restricted to the free points
            return float(n if free > 1 else n - 1)
        key = np.packbits(pinned).tobytes()
        if key not in self._stiffness:
            if len(self._stiffness) >= 16:
                self._stiffness.clear()
            self._stiffness[key] = self._largest_eigenvalue(~pinned)
        return self._stiffness[key]

    def _largest_eigenvalue(self, free: Bools) -> float:
        i, j, _ = self.pairs
        n = len(self)
        degree = np.bincount(i, minlength=n) + np.bincount(j, minlength=n)
        inner = free[i] & free[j]
        i, j = i[inner], j[inner]
        if np.count_nonzero(free) <= _EXACT_UP_TO:
            place = np.cumsum(free) - 1
            laplacian = np.diag(degree[free].astype(np.float64))
            np.subtract.at(laplacian, (place[i], place[j]), 1.0)
            np.subtract.at(laplacian, (place[j], place[i]), 1.0)
            return max(float(np.linalg.eigvalsh(laplacian)[-1]), 0.0)
        # (D + A) v ≤ b v entrywise for some v > 0 gives λ(D − A) ≤ λ(D + A) ≤ b; power iteration brings b down to λ(D + A)
        # and the Rayleigh quotient of v tells when it is there; nor is λ more than n, the λ of a spring between any two points
        reach = np.where(free, degree, 0).astype(np.float64)
        v = np.where(free, reach + 1.0, 0.0)
        most = n * (2.0 if np.intersect1d(self._keys(self.similar), self._keys(self.dissimilar)).size else 1.0)
        bound = np.inf
        for _ in range(_BOUND_ROUNDS):
            w = reach * v + np.bincount(i, weights=v[j], minlength=n) + np.bincount(j, weights=v[i], minlength=n)
            bound = min(bound, float((w[free] / v[free]).max()))
            reached = float(v @ w) / float(v @ v)
            if reached >= min(0.999 * bound, most):
                break
            v = np.where(free, np.maximum(w / w.max(initial=1e-300), 1e-9), 0.0)
        return min(bound, most)

    def _keys(self, pairs: Ints) -> Ints:
        return pairs[:, 0] * len(self) + pairs[:, 1]


def checked_labels(labels: object, n: int) -> Ints:
    """Return `labels` as an (n,) int array.

    Raises
    ------
    SceneError
        If they are not n whole numbers from 0 to ``LABEL_MAX``.
    """
    what = f"whole numbers from 0 to {LABEL_MAX}"
    array = checked_array("labels", labels, columns=None, kinds="iu", most=max(n, 1), what=what)
    if len(array) != n:
        raise SceneError("labels", Words(f"{len(array)} labels"), f"one for each of the {n} points")
    wrong = np.flatnonzero((array < 0) | (array > LABEL_MAX))
    if wrong.size:
        raise SceneError(f"labels[{wrong[0]}]", int(array[wrong[0]]), what)
    return np.array(array, dtype=np.int64)


def checked_pairs(field: str, pairs: object, n: int, limits: SceneLimits) -> Ints:
    """Return `pairs` as a (k, 2) int array of pairs (i, j), i < j, ascending.

    Raises
    ------
    SceneError
        If an index is not one of the n points, a point is paired with itself, a pair is listed twice (in either order), or
        there are more than the limit.
    """
    what = f"pairs of point indices from 0 to {n - 1}" if n else "no pairs, as there are no points"
    array = checked_array(field, pairs, columns=2, kinds="iu", most=limits.springs, what=what)
    outside = np.flatnonzero(((array < 0) | (array >= n)).any(axis=1))
    if outside.size:
        raise SceneError(f"{field}[{outside[0]}]", _shown_pair(array[outside[0]]), what)
    array = np.sort(np.array(array, dtype=np.int64), axis=1)
    selfs = np.flatnonzero(array[:, 0] == array[:, 1])
    if selfs.size:
        raise SceneError(f"{field}[{selfs[0]}]", _shown_pair(array[selfs[0]]), "two different points")
    order = np.lexsort((array[:, 1], array[:, 0]))
    twice = np.flatnonzero((array[order][1:] == array[order][:-1]).all(axis=1))
    if twice.size:
        row = order[twice[0] + 1]
        raise SceneError(f"{field}[{row}]", _shown_pair(array[row]), "each pair once, in either order")
    return array[order]


def _shown_pair(pair: npt.NDArray[Any]) -> Words:
    return Words(pair.tolist())
