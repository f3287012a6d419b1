"""Whether the points are bound to go apart for ever, proved: the step is too large for the similar springs alone.

Similar springs whose pull is k d are linear. Along an eigenvector of their Laplacian over the free points, with eigenvalue μ,
let a be the coordinate of the points, measured from where these springs alone would leave it. Then

    aₜ₊₁ = (1 + β − η k μ) aₜ − β aₜ₋₁ + η gₜ,

where g, what the dissimilar springs exert along it, is never more than some G. For η k μ > 2 (1 + β) the roots of
r² − (1 + β − η k μ) r + β are real, with r₁ < −1 < r₂ ≤ 0, and uₜ = aₜ − r₂ aₜ₋₁ obeys uₜ₊₁ = r₁ uₜ + η gₜ. So once
(|r₁| − 1) ‖u‖ > η G it grows for ever, whatever the dissimilar springs do. Of smaller η k μ nothing is proved.
"""

from __future__ import annotations

from functools import cached_property
from math import sqrt
from typing import Final, NamedTuple

import numpy as np

from springsim.arrays import Bools, Floats, Ints
from springsim.model.scene import Scene
from springsim.solvers.step import Descent

_CLEARLY: Final = 1e-9  # relative: how far ηkμ must be past its limit to be past it
_ROUNDING: Final = 1e-11  # of the coordinates and the move, for each point: more than a step is ever rounded by
_EIGENVECTORS_UP_TO: Final = 300  # free points with listed springs: some tens of milliseconds


class _Spaces(NamedTuple):
    """What is known of each of k spaces of motions that the similar springs alone would let grow.

    Attributes
    ----------
    fast, slow : (k,) ndarray of float
        |r₁| and r₂.
    push : (k,) ndarray of float
        G.
    """

    fast: Floats
    slow: Floats
    push: Floats


class Growth:
    """Whether a state of a descent in the plane is one from which the points provably go apart for ever.

    Parameters
    ----------
    scene : Scene
        The start.
    descent : Descent
        η and β.
    """

    def __init__(self, scene: Scene, descent: Descent) -> None:
        self._scene, self._descent, self._free = scene, descent, ~scene.pinned

    def proved(self, x: Floats, v: Floats, residual: float) -> bool:
        """Tell it of positions, the velocity that led there, both (n, 2), and the largest force on a free point."""
        if self._motions is None:
            return False
        spaces = self._motions.spaces
        size = self._motions.sizes(x, v)
        eta = self._descent.step_size
        rounding = _ROUNDING * sqrt(len(x)) * (float(np.abs(x).max()) + eta * residual)
        return bool(((spaces.fast - 1.0) * size > eta * spaces.push + rounding).any())

    @cached_property
    def _motions(self) -> _Classes | _Modes | None:
        """What may grow; None where nothing can, or where it is not known."""
        law = self._scene.law
        if law.similar.constant is None or law.dissimilar.bound is None or not np.isfinite(law.dissimilar.reach):
            return None
        labels = self._scene.springs.kind == "labels"
        if not labels and np.count_nonzero(self._free) > _EIGENVECTORS_UP_TO:
            return None
        motions = _Classes(self._scene, self._descent) if labels else _Modes(self._scene, self._descent)
        return motions if motions.spaces.fast.size else None


class _Classes:
    """Springs by labels: how far the free points of a class are from their mean, and that mean from the mean of its pins.

    Of a class of c points, p of them pinned, the first has μ = c, in every direction, and the second μ = p.
    """

    def __init__(self, scene: Scene, descent: Descent) -> None:
        free = ~scene.pinned
        classes, of = np.unique(scene.labels, return_inverse=True)
        size, movable = np.bincount(of), np.bincount(of[free], minlength=len(classes))
        pins = size - movable
        # the force on a class is at most that of all its dissimilar springs, of its part in either space the more so
        push = _most_force(scene) * (len(scene) - size) * np.sqrt(movable)
        apart, tied = movable > 1, (movable > 0) & (pins > 0)
        mu = np.concatenate([np.where(apart, size, 0), np.where(tied, pins, 0)]).astype(np.float64)
        self.spaces, unstable = _unstable(scene, descent, mu, np.tile(push, 2))
        self._which = np.flatnonzero(unstable)
        self._of, self._free, self._count = of[free], free, movable
        middle = np.zeros((len(classes), 2))
        np.add.at(middle, of[~free], scene.positions[~free])
        self._middle = middle / np.maximum(pins, 1)[:, None]

    def sizes(self, x: Floats, v: Floats) -> Floats:
        """Return ‖u‖ in each space, (k,)."""
        slow = np.zeros(2 * len(self._count))
        slow[self._which] = self.spaces.slow
        apart, tied = np.split(slow, 2)
        x, v = x[self._free], v[self._free]
        here, pace = self._means(x), self._means(v)
        of, r = self._of, apart[self._of, None]
        u = (1.0 - r) * (x - here[of]) + r * (v - pace[of])
        spread = np.bincount(of, weights=np.einsum("ni,ni->n", u, u), minlength=len(self._count))
        u = (1.0 - tied[:, None]) * (here - self._middle) + tied[:, None] * pace
        shift = self._count * np.einsum("ni,ni->n", u, u)
        sizes: Floats = np.sqrt(np.concatenate([spread, shift])[self._which])
        return sizes

    def _means(self, vectors: Floats) -> Floats:
        """Return the mean over the free points of each class, (classes, 2), of their vectors, (f, 2)."""
        total = np.stack([np.bincount(self._of, weights=column, minlength=len(self._count)) for column in vectors.T], axis=1)
        means: Floats = total / np.maximum(self._count, 1)[:, None]
        return means


class _Modes:
    """Listed similar springs: eigenvectors of their Laplacian over the free points."""

    def __init__(self, scene: Scene, descent: Descent) -> None:
        springs, n, free = scene.springs, len(scene), ~scene.pinned
        place, count = np.cumsum(free) - 1, int(np.count_nonzero(free))
        degree = _degree(springs.similar, n)
        laplacian, pull = np.diag(degree[free].astype(np.float64)), np.zeros((count, 2))
        for i, j in (springs.similar.T, springs.similar.T[::-1]):
            inner, tied = free[i] & free[j], free[i] & ~free[j]
            laplacian[place[i[inner]], place[j[inner]]] = -1.0
            np.add.at(pull, place[i[tied]], scene.positions[j[tied]])
        mu, modes = np.linalg.eigh(laplacian)
        dissimilar = _degree(springs.dissimilar, n) if springs.kind == "pairs" else n - 1 - degree
        push = _most_force(scene) * (dissimilar[free] @ np.abs(modes))
        self.spaces, unstable = _unstable(scene, descent, mu, push)
        self._free, self._modes = free, modes[:, unstable].T
        self._rest = (self._modes @ pull) / mu[unstable, None]

    def sizes(self, x: Floats, v: Floats) -> Floats:
        """Return ‖u‖ along each eigenvector, (k,)."""
        slow = self.spaces.slow[:, None]
        u = (1.0 - slow) * (self._modes @ x[self._free] - self._rest) + slow * (self._modes @ v[self._free])
        sizes: Floats = np.hypot(u[:, 0], u[:, 1])
        return sizes


def _unstable(scene: Scene, descent: Descent, mu: Floats, push: Floats) -> tuple[_Spaces, Bools]:
    """Return the spaces, of those with μ and G, (s,), which may grow, and which they are, (s,)."""
    constant = scene.law.similar.constant
    assert constant is not None
    eta, beta = descent
    stretch = eta * constant * mu
    unstable = stretch > 2.0 * (1.0 + beta) * (1.0 + _CLEARLY)
    total = stretch[unstable] - 1.0 - beta
    fast = 0.5 * (total + np.sqrt(total * total - 4.0 * beta))
    return _Spaces(fast, -beta / fast, push[unstable]), unstable


def _most_force(scene: Scene) -> float:
    """Return what no dissimilar spring exceeds: beyond its reach it is slack, and from there its slope changes by κ at most."""
    dissimilar = scene.law.dissimilar
    assert dissimilar.bound is not None
    return dissimilar.bound * dissimilar.reach * scene.margin


def _degree(pairs: Ints, n: int) -> Ints:
    """Return how many of the pairs, (k, 2), each of n points is in."""
    return np.bincount(pairs.ravel(), minlength=n)
