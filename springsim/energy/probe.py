"""One point of a scene as a probe: the loss, the force on it and the curvature wherever it would stand, all others held.

Of the probe's springs the similar ones sum up in closed form: Σ_j ½‖x − x_j‖² is ½ k ‖x − mean‖² and a constant. So only the
dissimilar ones are computed one by one, and each only where its margin reaches. That holds for the springs of the paper, at
distances in the plane, which `Probe` is made for; `AnyProbe` takes any law.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from springsim.arrays import Floats, Ints
from springsim.energy.forces import loss
from springsim.energy.hessian import bends
from springsim.model.conventions import COINCIDENT_SQUARED, REST
from springsim.model.laws import CONTRASTIVE, Partial, checked_curved
from springsim.model.scene import Scene
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import LANDSCAPE_SPRINGS_MAX

_COINCIDENT: Final = COINCIDENT_SQUARED**0.5
_AT_ONCE: Final = 2**20  # places × dissimilar springs


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
    stiffness : float
        The loss curves upward no more than that.

    Raises
    ------
    SceneError
        If more than `limits.LANDSCAPE_SPRINGS_MAX` dissimilar springs end at the point.
    """

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
        self._each = dissimilar  # springs that are computed one by one at each place
        mean = attract.mean(axis=0) if len(attract) else np.zeros(2)
        self._mean: Floats = here + mean
        self._spread = 0.5 * float(np.square(attract - mean).sum())
        self._index = other[~similar]
        self._repulse: Floats = scene.positions[self._index]

    def over(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return the own loss, (h, w), and the force, (2, h, w), on the grid of ascending x, (w,), and y, (h,)."""
        k, m = self.pull, self._margin
        dx, dy = x - self._mean[0], y - self._mean[1]
        loss = 0.5 * k * np.add.outer(dy * dy, dx * dx)
        force = np.empty((2, len(y), len(x)))
        force[0], force[1] = -k * dx, -k * dy[:, None]
        buffers = np.empty((3, loss.size))
        for j, (x_j, y_j) in zip(self._index.tolist(), self._repulse.tolist(), strict=True):
            columns, rows = _reached(x, x_j, m), _reached(y, y_j, m)
            dx, dy = x[columns] - x_j, y[rows] - y_j
            distance, hinge, part = (buffer[: dy.size * dx.size].reshape(dy.size, dx.size) for buffer in buffers)
            np.add.outer(dy * dy, dx * dx, out=distance)
            np.sqrt(distance, out=distance)
            np.subtract(m, distance, out=hinge)
            np.maximum(hinge, 0.0, out=hinge)
            np.multiply(hinge, hinge, out=part)
            part *= 0.5
            loss[rows, columns] += part
            np.maximum(distance, _COINCIDENT, out=distance)
            hinge /= distance
            force[0, rows, columns] += np.multiply(hinge, dx, out=part)
            force[1, rows, columns] += np.multiply(hinge, dy[:, None], out=part)
            if np.abs(dx).min(initial=m) <= _COINCIDENT and np.abs(dy).min(initial=m) <= _COINCIDENT:
                self._part_coincident(j, x, y, force)
        loss += self._spread
        return loss, force

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
        size = max(_AT_ONCE // max(self._each, 1), 1)
        blocks = [self._at(places[low : low + size]) for low in range(0, max(len(places), 1), size)]
        return blocks[0] if len(blocks) == 1 else Values(*map(np.concatenate, zip(*blocks, strict=True)))

    def _at(self, places: Floats) -> Values:
        k, m = self.pull, self._margin
        away = places - self._mean
        dx, dy = (places[:, axis, None] - self._repulse[:, axis] for axis in (0, 1))
        squared = dx * dx + dy * dy
        distance = np.sqrt(np.maximum(squared, COINCIDENT_SQUARED))
        hinge = np.maximum(m - distance, 0.0)
        loss = 0.5 * (k * _dots(away, away) + _dots(hinge, hinge)) + self._spread
        push = hinge / distance
        force = np.stack([_dots(push, dx), _dots(push, dy)], axis=1) - k * away
        for s, j in np.argwhere(squared <= COINCIDENT_SQUARED).tolist():
            force[s] += m * self._apart(int(self._index[j])) - push[s, j] * np.array([dx[s, j], dy[s, j]])
        # a spring bends the loss by 1 along itself and by 1 − m/d across: (1 − m/d) I + m/d u uᵀ
        bend = np.where(hinge > REST * m, m / distance, 0.0)
        dx /= distance
        dy /= distance
        across = k + np.count_nonzero(bend, axis=1) - bend.sum(axis=1)
        xy = _dots(bend * dx, dy)
        hessian = np.stack([across + _dots(bend * dx, dx), xy, xy, across + _dots(bend * dy, dy)], axis=1)
        return Values(loss, force, hessian.reshape(-1, 2, 2))


class AnyProbe(Probe):
    """The springs at one point of a scene of any law whose curvature is known, in any domain: all of them one by one."""

    def __init__(self, scene: Scene, point: int) -> None:
        checked_curved(scene.law)
        super().__init__(scene, point)
        _, other, similar = scene.springs.at(np.array([point]))
        self._kinds = ((scene.law.similar, other[similar]), (scene.law.dissimilar, other[~similar]))
        self._each = self.springs

    def over(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """See `Probe.over`."""
        values = self.at(np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2))
        shape = len(y), len(x)
        return values.loss.reshape(shape), np.ascontiguousarray(values.force.T).reshape(2, *shape)

    def _at(self, places: Floats) -> Values:
        first, second = (self._of(places, *kind) for kind in self._kinds)
        return Values(*(a + b for a, b in zip(first, second, strict=True)))

    def _of(self, places: Floats, partial: Partial, other: Ints) -> Values:
        """Return what the springs of one kind do at places, (s, 2)."""
        m = self._margin
        d = self.scene.space.shortest(places[:, None] - self.scene.positions[other])
        squared = np.einsum("sja,sja->sj", d, d)
        distance, same = np.sqrt(squared), squared <= COINCIDENT_SQUARED
        slope = partial.slope(distance, m)
        force = -np.einsum("sj,sja->sa", np.where(same, 0.0, slope) / np.where(same, 1.0, distance), d)
        for s, j in np.argwhere(same & (slope < 0.0)).tolist():
            force[s] -= slope[s, j] * self._apart(int(other[j]))
        direction, along, across = bends(partial, d, distance, m)
        slack = distance >= (partial.reach - REST) * m
        along, across = np.where(slack, 0.0, along), np.where(slack, 0.0, across)
        hessian = np.einsum("sj,ab->sab", across, np.eye(2)) + np.einsum(
            "sj,sja,sjb->sab", along - across, direction, direction
        )
        return Values(partial.loss(distance, m).sum(axis=1), force, hessian)


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
    return Scene(
        scene.positions[others], scene.springs.without(point), scene.pinned[others], scene.margin, scene.domain, scene.law
    )


def _dots(a: Floats, b: Floats) -> Floats:
    """Return the sums of the products along the rows of two arrays, (s, j), as (s,)."""
    sums: Floats = np.einsum("sj,sj->s", a, b)
    return sums


def _reached(grid: Floats, middle: float, margin: float) -> slice:
    """Return which of ascending numbers are within a margin of one."""
    first, last = np.searchsorted(grid, (middle - margin, middle + margin))
    return slice(int(first), int(last))
