"""Which pairs are similar, which dissimilar: by labels, by neighbours or pair by pair.

A spring set knows nothing of positions or of the margin. Pairs are stored once, as (i, j) with i < j, in ascending order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from springsim.arrays import Bools, Floats, Ints
from springsim.model.spectrum import largest_eigenvalue
from springsim.validation.checks import checked_array
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import PAIRS_MAX, SceneLimits

Kind = Literal["labels", "neighbours", "pairs"]

_EXACT_UP_TO = 300  # free points up to which the largest eigenvalue of a Laplacian is simply computed: 30 ms
_BOUND_ROUNDS = 40
_BOUND_WORK, _BOUND_LEAST = 200_000_000, 10  # springs × rounds; each round gives a bound, the first ones gain most


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
        """Every spring as i, j (i < j) and whether it is similar, each (k,); ascending, the similar one of a pair first.

        Raises
        ------
        SceneError
            If there are more than `limits.PAIRS_MAX`, before any of them is made.
        """
        total = sum(self.counts)
        if total > PAIRS_MAX:
            raise SceneError("springs", Words(f"{total} springs"), f"at most {PAIRS_MAX} where each is looked at by itself")
        i, j, similar = self._listed() if self.kind == "pairs" else self._of(0, len(self))
        for array in (i, j, similar):
            array.setflags(write=False)
        return i, j, similar

    def blocks(self, size: int = 2**18) -> Iterator[tuple[Ints, Ints, Bools]]:
        """Go through all springs, in the order of `pairs`, some at a time: where every pair has one, never all are there.

        Parameters
        ----------
        size : int, optional
            About how many springs at a time; at least those of one point.
        """
        n = len(self)
        if self.kind == "pairs":
            every = self.pairs
            for low in range(0, len(every[0]), size):
                some = slice(low, low + size)
                yield every[0][some], every[1][some], every[2][some]
            return
        low = 0
        while low < n - 1:
            high = min(low + max(size // (n - 1 - low), 1), n)
            yield self._of(low, high)
            low = high

    def _listed(self) -> tuple[Ints, Ints, Bools]:
        keys = np.concatenate([2 * self._keys(self.similar), 2 * self._keys(self.dissimilar) + 1])
        keys.sort(kind="stable")  # which finds the two sorted runs
        i, j = np.divmod(keys // 2, max(len(self), 1))
        return i, j, keys % 2 == 0

    def _of(self, low: int, high: int) -> tuple[Ints, Ints, Bools]:
        """Return the springs of the points low … high − 1 to points after them, where every pair has one."""
        n, first = len(self), np.arange(low, high)
        count = n - 1 - first
        ends = np.cumsum(count)
        before = ends - count  # where the springs of each point begin
        i = np.repeat(first, count)
        j = np.arange(int(count.sum())) + (first + 1 - before)[i - low]
        if self.kind == "labels":
            return i, j, self.labels[i] == self.labels[j]
        similar = np.zeros(len(i), np.bool_)
        some = slice(*np.searchsorted(self.similar[:, 0], (low, high)))
        a, b = self.similar[some].T
        similar[before[a - low] + b - a - 1] = True
        return i, j, similar

    def at(self, points: Ints) -> tuple[Ints, Ints, Bools]:
        """Return the springs at some points: each as the place of its point among them, the other end, and whether similar.

        A spring between two of the points is there twice, once for either. The memory is that of these springs and of a mark
        for each point.

        Parameters
        ----------
        points : (p,) ndarray of int
            Different points.

        Returns
        -------
        which, other : (k,) ndarray of int
            Ascending by place, then by the other end; of a pair with both springs the similar one comes first.
        similar : (k,) ndarray of bool
        """
        n, p = len(self), len(points)
        if self.kind == "pairs":
            (a, b), (c, d) = self._ends(self.similar, points), self._ends(self.dissimilar, points)
            which, other = np.concatenate([a, c]), np.concatenate([b, d])
            similar = np.arange(len(which)) < len(a)
            order = np.argsort(2 * (which * n + other) + ~similar)
            return which[order], other[order], similar[order]
        which = np.repeat(np.arange(p), n - 1)
        other = np.tile(np.arange(n - 1), p)
        other += other >= points[which]  # no point is tied to itself
        if self.kind == "labels":
            return which, other, self.labels[points][which] == self.labels[other]
        similar = np.zeros(len(which), np.bool_)
        a, b = self._ends(self.similar, points)
        similar[a * (n - 1) + b - (b > points[a])] = True
        return which, other, similar

    def _ends(self, pairs: Ints, points: Ints) -> tuple[Ints, Ints]:
        """Return the listed pairs that end at some points: the place of the point, and the other end."""
        place = np.full(len(self), -1)
        place[points] = np.arange(len(points))
        here, there = place[pairs[:, 0]], place[pairs[:, 1]]
        left, right = np.flatnonzero(here >= 0), np.flatnonzero(there >= 0)
        return np.concatenate([here[left], there[right]]), np.concatenate([pairs[left, 1], pairs[right, 0]])

    def without(self, point: int) -> Springs:
        """Return the springs between all other points, with indices that follow one another."""

        def left(pairs: Ints) -> Ints:
            rest = pairs[(pairs[:, 0] != point) & (pairs[:, 1] != point)]
            closed: Ints = rest - (rest > point)
            return closed

        return Springs(self.kind, np.delete(self.labels, point), left(self.similar), left(self.dissimilar))

    def same_as(self, other: Springs) -> bool:
        """Tell whether two sets of springs are the same; those of scenes that came from one another need no comparison."""
        mine, theirs = ((s.labels, s.similar, s.dissimilar) for s in (self, other))
        return self is other or (self.kind == other.kind and all(map(np.array_equal, mine, theirs)))

    @cached_property
    def fingerprint(self) -> int:
        """A hash of all springs, equal for sets that are the same."""
        return hash((self.kind, self.labels.tobytes(), self.similar.tobytes(), self.dissimilar.tobytes()))

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
        n, ends = len(self), np.concatenate([self.similar, self.dissimilar]).T
        degree = np.bincount(ends[0], minlength=n) + np.bincount(ends[1], minlength=n)
        if not free.all():
            ends = ends[:, free[ends[0]] & free[ends[1]]]
        i, j = ends
        if np.count_nonzero(free) <= _EXACT_UP_TO:
            place = np.cumsum(free) - 1
            laplacian = np.diag(degree[free].astype(np.float64))
            np.subtract.at(laplacian, (place[i], place[j]), 1.0)
            np.subtract.at(laplacian, (place[j], place[i]), 1.0)
            return max(largest_eigenvalue(laplacian), 0.0)
        return self._bound(np.where(free, degree, 0).astype(np.float64), free, i, j)

    def _bound(self, reach: Floats, free: Bools, i: Ints, j: Ints) -> float:
        """Return a bound of the largest eigenvalue of the Laplacian D − A of many springs i, j with D = `reach`.

        (D + A) v ≤ b v entrywise for some v > 0 gives λ(D − A) ≤ λ(D + A) ≤ b; power iteration brings b down to λ(D + A) and
        the Rayleigh quotient of v tells when it is there; nor is λ more than n, the λ of a spring between any two points.
        """
        n = len(self)
        v = np.where(free, reach + 1.0, 0.0)
        most = float(n)
        if 2.0 * reach.max() > n and self._tied_twice:  # elsewhere b, which begins at no more than 2 max D, is below n
            most *= 2.0
        bound = np.inf
        for _ in range(min(_BOUND_ROUNDS, max(_BOUND_WORK // max(len(i), 1), _BOUND_LEAST))):
            w = reach * v + np.bincount(i, weights=v[j], minlength=n) + np.bincount(j, weights=v[i], minlength=n)
            bound = min(bound, float((w[free] / v[free]).max()))
            reached = float(np.einsum("i,i->", v, w) / np.einsum("i,i->", v, v))  # not by BLAS, whose threads add up otherwise
            if reached >= min(0.999 * bound, most):
                break
            v = np.where(free, np.maximum(w / w.max(initial=1e-300), 1e-9), 0.0)
        return min(bound, most)

    @property
    def _tied_twice(self) -> bool:
        """Whether some pair has both springs."""
        return bool(np.intersect1d(self._keys(self.similar), self._keys(self.dissimilar), assume_unique=True).size)

    def _keys(self, pairs: Ints) -> Ints:
        return pairs[:, 0] * len(self) + pairs[:, 1]


def checked_pairs(field: str, pairs: object, n: int, limits: SceneLimits) -> Ints:
    """Return `pairs` as a (k, 2) int array of pairs (i, j), i < j, ascending.

    Raises
    ------
    SceneError
        If an index is not one of the n points, a point is paired with itself, a pair is listed twice (in either order), or
        there are more than the limit.
    """
    what = f"pairs of point indices from 0 to {n - 1}" if n else "no pairs, as there are no points"
    shape: Any = getattr(pairs, "shape", ())
    if len(shape) == 2 and shape[1] != 2 and shape[0] == n > 0:
        allowed = "pairs, shape (k, 2); a row of neighbours for each point is knn=…"
        raise SceneError(field, Words(f"an array of shape {tuple(shape)}"), allowed)
    array = checked_array(field, pairs, columns=2, kinds="iu", most=limits.springs, what=what)
    if array.size and (array.min() < 0 or array.max() >= n):
        outside = np.flatnonzero(((array < 0) | (array >= n)).any(axis=1))
        raise SceneError(f"{field}[{outside[0]}]", _shown_pair(array[outside[0]]), what)
    i, j = array.T.astype(np.int64, order="C")
    keys = np.minimum(i, j) * n + np.maximum(i, j)  # one number a pair: sorts ten times as fast as two
    if (i == j).any():
        own = int(np.argmax(i == j))
        raise SceneError(f"{field}[{own}]", _shown_pair(array[own]), "two different points")
    if (keys[1:] <= keys[:-1]).any():
        given, keys = keys, np.sort(keys)
        if (keys[1:] == keys[:-1]).any():
            order = np.argsort(given, kind="stable")
            row = order[1 + np.argmax(keys[1:] == keys[:-1])]
            raise SceneError(f"{field}[{row}]", _shown_pair(array[row]), "each pair once, in either order")
    ascending = np.empty((len(keys), 2), np.int64)
    np.divmod(keys, max(n, 1), out=(ascending[:, 0], ascending[:, 1]))
    return ascending


def _shown_pair(pair: npt.NDArray[Any]) -> Words:
    return Words(pair.tolist())
