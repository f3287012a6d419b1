"""One point of a scene as a probe: the loss, the force on it and the curvature wherever it would stand, all others held.

Of the probe's springs the similar ones sum up in closed form: Σ_j ½‖x − x_j‖² is ½ k ‖x − mean‖² and a constant. So only the
dissimilar ones are computed one by one, and each only where its margin reaches. That holds for the springs of the paper, at
distances in the plane, which `Probe` is made for; `AnyProbe` takes any law.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from springsim.arrays import Bools, Floats, Ints
from springsim.energy.forces import loss
from springsim.energy.hessian import bends
from springsim.energy.nearby import Nearby
from springsim.model.conventions import COINCIDENT_SQUARED, REST
from springsim.model.laws import CONTRASTIVE, Partial, checked_curved
from springsim.model.scene import Scene
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import LANDSCAPE_SPRINGS_MAX

_COINCIDENT: Final = COINCIDENT_SQUARED**0.5
_AT_ONCE: Final = 2**20  # places × dissimilar springs
_MANY: Final = 1_000  # dissimilar springs from which it may pay to look only at those near a place
_LISTING: Final = 2.0  # what a pair costs that is listed, in pairs of a place and every spring
_BLOCK: Final = 32_768  # cells of a grid that are computed together: their loss, forces and buffers fit a second-level cache


class Values(NamedTuple):
    """What a probe finds at s places.

    Attributes
    ----------
    loss : (s,) ndarray of float
        Loss of the probe's own springs.
    force : (s, 2) ndarray of float
        −∂loss/∂x.
    hessian : (s, 2, 2) ndarray of float
        ∂²loss/∂x². Springs that push by less than 1e-6 margins count as slack: at the hinge it is that of the outer side.
    """

    loss: Floats
    force: Floats
    hessian: Floats


class Probe:
    """The springs at one point of a scene.

    Parameters
    ----------
    scene : Scene
        The scene.
    point : int
        Index of the point.

    Attributes
    ----------
    scene : Scene
        The scene.
    rest : float
        Loss of all springs that do not end at the point: it is the same wherever the point stands.
    pull : int
        Number of similar springs at the point.
    springs : int
        Number of all springs at the point.
    each : int
        Number of springs that are computed one by one at each place: `counted` says which.
    price : int
        What one of them takes in one cell of a grid, in those of the paper.
    stiffness : float
        The loss curves upward no more than that.

    Raises
    ------
    SceneError
        If more than `limits.LANDSCAPE_SPRINGS_MAX` dissimilar springs end at the point.
    """

    counted, price = "dissimilar springs", 1

    def __init__(self, scene: Scene, point: int) -> None:
        _, other, similar = scene.springs.at(np.array([point]))
        dissimilar = int(np.count_nonzero(~similar))
        if dissimilar > LANDSCAPE_SPRINGS_MAX:
            raise SceneError(
                "point", Words(f"a point with {dissimilar} dissimilar springs"), f"at most {LANDSCAPE_SPRINGS_MAX}"
            )
        here = scene.positions[point]
        attract = scene.positions[other[similar]] - here  # seen from the point, so that a scene far off loses no digits
        self.scene, self._point, self._margin = scene, point, scene.margin
        self.rest = loss(_without(scene, point))
        self.pull, self.springs = len(attract), len(other)
        self.stiffness = (scene.law.bound or 1.0) * self.springs
        self.each = dissimilar
        mean = attract.mean(axis=0) if len(attract) else np.zeros(2)
        self._mean: Floats = here + mean
        self._spread = 0.5 * float(np.square(attract - mean).sum())
        self._index = other[~similar]
        self._repulse: Floats = scene.positions[self._index]
        self._nearby = Nearby(self._repulse, self._margin) if dissimilar >= _MANY else None

    def over(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return the own loss, (h, w), and the force, (2, h, w), on the grid of ascending x, (w,), and y, (h,)."""
        k = self.pull
        dx, dy = x - self._mean[0], y - self._mean[1]
        loss = k * np.add.outer(dy * dy, dx * dx)
        force = np.empty((2, len(y), len(x)))
        force[0], force[1] = -k * dx, -k * dy[:, None]
        tall = max(_BLOCK // len(x), 1)
        buffers = np.empty((3, min(tall, len(y)) * len(x)))
        for low in range(0, len(y), tall):
            rows = slice(low, low + tall)
            self._push_over(x, y[rows], loss[rows], force[:, rows], buffers)
        loss *= 0.5
        loss += self._spread
        return loss, force

    def _push_over(self, x: Floats, y: Floats, loss: Floats, force: Floats, buffers: Floats) -> None:
        """Add twice the loss and the forces of the dissimilar springs on a block of the grid; it stays in the cache."""
        m = self._margin
        for j, (x_j, y_j) in zip(self._index.tolist(), self._repulse.tolist(), strict=True):
            columns, rows = _reached(x, x_j, m), _reached(y, y_j, m)
            dx, dy = x[columns] - x_j, y[rows] - y_j
            size = dy.size * dx.size
            if not size:
                continue
            distance, hinge, part = (buffer[:size].reshape(dy.size, dx.size) for buffer in buffers)
            np.add.outer(dy * dy, dx * dx, out=distance)
            np.sqrt(distance, out=distance)
            np.subtract(m, distance, out=hinge)
            np.maximum(hinge, 0.0, out=hinge)
            loss[rows, columns] += np.multiply(hinge, hinge, out=part)
            coincident = np.abs(dx).min() <= _COINCIDENT and np.abs(dy).min() <= _COINCIDENT
            if coincident:
                np.maximum(distance, _COINCIDENT, out=distance)
            hinge /= distance
            force[0, rows, columns] += np.multiply(hinge, dx, out=part)
            force[1, rows, columns] += np.multiply(hinge, dy[:, None], out=part)
            if coincident:
                self._part_coincident(j, x, y, force)

    def _part_coincident(self, j: int, x: Floats, y: Floats, force: Floats) -> None:
        """Replace what a dissimilar point j exerts on a probe in its own place by the push that `forces` gives the two."""
        dx, dy = x - self.scene.positions[j, 0], y - self.scene.positions[j, 1]
        rows, columns = np.nonzero(np.add.outer(dy * dy, dx * dx) <= COINCIDENT_SQUARED)
        there = dx[columns], dy[rows]
        distance = np.maximum(np.hypot(*there), _COINCIDENT)
        push = self._margin * self._apart(j)
        for axis in (0, 1):
            force[axis, rows, columns] += push[axis] - (self._margin - distance) / distance * there[axis]

    def _apart(self, j: int) -> Floats:
        """Return the unit direction in which the probe is pushed off point j in the same place, (2,)."""
        return self.scene.space.parting(np.array(self._point), np.array(j), self.scene.positions[j])

    def at(self, places: Floats) -> Values:
        """Return own loss, force and curvature at places, (s, 2)."""
        size = max(_AT_ONCE // max(self.each, 1), 1)
        blocks = [self._at(places[low : low + size]) for low in range(0, max(len(places), 1), size)]
        return blocks[0] if len(blocks) == 1 else Values(*map(np.concatenate, zip(*blocks, strict=True)))

    def _at(self, places: Floats) -> Values:
        if self._nearby is not None:
            starts, lengths = self._nearby.around(places)
            if lengths.sum() * _LISTING < self.each * len(places):
                return self._at_listed(places, *self._nearby.listed(starts, lengths))
        dx, dy = (places[:, axis, None] - self._repulse[:, axis] for axis in (0, 1))
        return self._values(places, dx, dy, _Rows())

    def _at_listed(self, places: Floats, which: Ints, spring: Ints) -> Values:
        """Return what `at` does from pairs of a place and a dissimilar spring; those left out do not push."""
        dx, dy = (places[which, axis] - self._repulse[spring, axis] for axis in (0, 1))
        return self._values(places, dx, dy, _List(which, spring, len(places)))

    def _values(self, places: Floats, dx: Floats, dy: Floats, pairs: _Rows | _List) -> Values:
        """Return what `at` does, from the displacements of dissimilar springs at s places."""
        k, m = self.pull, self._margin
        away = places - self._mean
        squared = dx * dx + dy * dy
        distance = np.sqrt(np.maximum(squared, COINCIDENT_SQUARED))
        hinge = np.maximum(m - distance, 0.0)
        loss = 0.5 * (k * _dots(away, away) + pairs.dots(hinge, hinge)) + self._spread
        push = hinge / distance
        force = np.stack([pairs.dots(push, dx), pairs.dots(push, dy)], axis=1) - k * away
        for at, s, j in pairs.where(squared <= COINCIDENT_SQUARED):
            force[s] += m * self._apart(int(self._index[j])) - push[at] * np.array([dx[at], dy[at]])
        # a spring bends the loss by 1 along itself and by 1 − m/d across: (1 − m/d) I + m/d u uᵀ
        bend = np.where(hinge > REST * m, m / distance, 0.0)
        dx /= distance
        dy /= distance
        across = k + pairs.sums(bend > 0.0) - pairs.sums(bend)
        xy = pairs.dots(bend * dx, dy)
        hessian = np.stack([across + pairs.dots(bend * dx, dx), xy, xy, across + pairs.dots(bend * dy, dy)], axis=1)
        return Values(loss, force, hessian.reshape(-1, 2, 2))


class _Rows:
    """Pairs of s places and all j springs, as arrays (s, j)."""

    def sums(self, a: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return the sum for each place, (s,)."""
        sums: npt.NDArray[Any] = a.sum(axis=1)
        return sums

    def dots(self, a: Floats, b: Floats) -> Floats:
        """Return the sum of products for each place, (s,)."""
        return _dots(a, b)

    def where(self, chosen: Bools) -> Iterator[tuple[tuple[int, int], int, int]]:
        """Return index, place and spring of the pairs that are chosen."""
        for s, j in np.argwhere(chosen).tolist():
            yield (s, j), s, j


class _List(NamedTuple):
    """Listed pairs of a place and a spring, as arrays (k,), with the same methods."""

    which: Ints
    spring: Ints
    places: int

    def sums(self, a: npt.NDArray[Any]) -> npt.NDArray[Any]:
        return np.bincount(self.which, a, self.places)

    def dots(self, a: Floats, b: Floats) -> Floats:
        return self.sums(a * b)

    def where(self, chosen: Bools) -> Iterator[tuple[int, int, int]]:
        for at in np.flatnonzero(chosen).tolist():
            yield at, int(self.which[at]), int(self.spring[at])


class AnyProbe(Probe):
    """The springs at one point of a scene of any law whose curvature is known, in any domain: all of them one by one."""

    counted, price = "springs", 60  # 12 in a cell, and the search for minima looks at all of them

    def __init__(self, scene: Scene, point: int) -> None:
        checked_curved(scene.law)
        super().__init__(scene, point)
        _, other, similar = scene.springs.at(np.array([point]))
        self._kinds = ((scene.law.similar, other[similar]), (scene.law.dissimilar, other[~similar]))
        self.each = self.springs

    def over(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """See `Probe.over`."""
        loss, force = np.empty((len(y), len(x))), np.empty((2, len(y), len(x)))
        wide = max(_BLOCK // max(self.each, 1), 1)
        for row in range(len(y)):
            for low in range(0, len(x), wide):
                columns = slice(low, low + wide)
                places = np.stack([x[columns], np.full(len(x[columns]), y[row])], axis=1)
                parts = [self._exerted(places, *kind)[:2] for kind in self._kinds]
                loss[row, columns] = parts[0][0] + parts[1][0]
                force[:, row, columns] = (parts[0][1] + parts[1][1]).T
        return loss, force

    def _at(self, places: Floats) -> Values:
        first, second = (self._of(places, *kind) for kind in self._kinds)
        return Values(*(a + b for a, b in zip(first, second, strict=True)))

    def _of(self, places: Floats, partial: Partial, other: Ints) -> Values:
        """Return what the springs of one kind do at places, (s, 2)."""
        m = self._margin
        loss, force, d, distance = self._exerted(places, partial, other)
        direction, along, across = bends(partial, d, distance, m)
        slack = distance >= (partial.reach - REST) * m
        along, across = np.where(slack, 0.0, along), np.where(slack, 0.0, across)
        hessian = np.einsum("sj,ab->sab", across, np.eye(2)) + np.einsum(
            "sj,sja,sjb->sab", along - across, direction, direction
        )
        return Values(loss, force, hessian)

    def _exerted(self, places: Floats, partial: Partial, other: Ints) -> tuple[Floats, Floats, Floats, Floats]:
        """Return loss, (s,), and force, (s, 2), of the springs of one kind at places, their displacements and distances."""
        d = self.scene.space.shortest(places[:, None] - self.scene.positions[other])
        squared = np.einsum("sja,sja->sj", d, d)
        distance, same = np.sqrt(squared), squared <= COINCIDENT_SQUARED
        slope = partial.slope(distance, self._margin)
        force = -np.einsum("sj,sja->sa", np.where(same, 0.0, slope) / np.where(same, 1.0, distance), d)
        for s, j in np.argwhere(same & (slope < 0.0)).tolist():
            force[s] -= slope[s, j] * self._apart(int(other[j]))
        return partial.loss(distance, self._margin).sum(axis=1), force, d, distance


def probe(scene: Scene, point: int) -> Probe:
    """Return the probe for a point of a scene.

    Raises
    ------
    SceneError
        As `Probe` says, or if the law of the scene does not tell its curvature.
    """
    plain = scene.law == CONTRASTIVE and scene.space.straight
    return Probe(scene, point) if plain else AnyProbe(scene, point)


def _without(scene: Scene, point: int) -> Scene:
    """Return the scene that is left without a point."""
    others = np.arange(len(scene)) != point
    rest = scene.positions[others], scene.springs.without(point), scene.pinned[others]
    return Scene(*rest, scene.margin, scene.domain, scene.law, scene.class_names)


def _dots(a: Floats, b: Floats) -> Floats:
    """Return the sums of the products along the rows of two arrays, (s, j), as (s,)."""
    sums: Floats = np.einsum("sj,sj->s", a, b)
    return sums


def _reached(grid: Floats, middle: float, margin: float) -> slice:
    """Return which of ascending numbers are within a margin of one."""
    first, last = np.searchsorted(grid, (middle - margin, middle + margin))
    return slice(int(first), int(last))
