"""The loss of many copies of one small scene, as a function of the coordinates by which their points move.

Lengths are in margins here, so every run has the margin 1. The last axis of every array is the run, and no sum goes across it.
"""

from __future__ import annotations

from typing import Self

import numpy as np

from springsim.arrays import Floats, Ints
from springsim.kernels.base import coincides, hinges, squared
from springsim.model.conventions import OUT_OF_REACH
from springsim.model.scene import Scene
from springsim.solvers.curvature import each_dot
from springsim.solvers.lbfgs import State, rounding
from springsim.solvers.slope import tied


class CopiesSlope:
    """The loss of each copy of a scene as a function of coordinates, in margins; of the springs of the paper alone."""

    def __init__(self, scene: Scene, margins: Floats) -> None:
        self.scene, self.margins = scene, margins
        i, j, similar = scene.springs.pairs
        held = scene.pinned[i] & scene.pinned[j]
        length = np.hypot(*(scene.positions[i[held]] - scene.positions[j[held]]).T)[:, None]
        self._still = length[similar[held]], length[~similar[held]]
        i, j, similar = i[~held], j[~held], similar[~held]
        self._pulls = i[similar], j[similar]
        n = len(scene)
        self._pull, self._apart = np.zeros((n, n)), np.full((n, n, 1), OUT_OF_REACH)
        for a, b in ((i, j), (j, i)):
            self._pull[a[similar], b[similar]] = 1.0
            self._apart[a[~similar], b[~similar]] = 0.0
        stiffness = scene.springs.stiffness(scene.pinned)
        self._step = 1.0 / stiffness if stiffness > 0.0 else 1.0
        self._held, self._tied = scene.pinned[:, None], tied(scene)
        self._d = self._squares = np.empty((2, n, n, 0))
        self._hinge = np.empty((n, n, 0))

    def of(self, runs: Ints) -> Self:
        """Keep only these runs."""
        self.margins = self.margins[runs]
        return self

    def start(self, starts: Floats) -> State:
        """Return the states at positions, (r, n, 2), in margins."""
        pins = self.scene.positions.T[:, :, None] / self.margins
        space = self.scene.space
        x = np.where(self._held, pins, space.clipped(np.ascontiguousarray(starts.transpose(2, 1, 0)), self.margins))
        return self._states(x, space.coordinates(x, self.margins, 0))

    def moved(self, here: State, step: Floats) -> State:
        """Return the states a step of the coordinates from here; pinned points stay."""
        return self._states(*self.scene.space.advanced(here.x, here.at, step, self._held, self.margins, 0))

    def rounding(self, here: State) -> Floats:
        """Return about the largest force of each run, (b,), that may be rounding alone."""
        reach = np.abs(here.x[:, self._tied]).max(axis=(0, 1), initial=0.0)
        return np.asarray(rounding(reach, 1.0, self._step))

    def losses(self, here: State) -> Floats:
        """Return the sum losses, (b,), in the scene's unit, with what springs between pinned points add."""
        m, (similar, dissimilar) = self.margins, self._still
        constant = np.square(similar).sum(axis=0) + np.square(np.maximum(m - dissimilar, 0.0)).sum(axis=0)
        total: Floats = here.loss * m**2 + 0.5 * constant
        return total

    def positions(self, here: State) -> Floats:
        """Return positions, (b, n, 2), in the scene's unit."""
        x = self.scene.space.in_scene_unit(here.x, here.at, self.margins, 0)
        return np.where(self._held, self.scene.positions, x.transpose(2, 1, 0))

    def _states(self, x: Floats, at: Floats) -> State:
        loss, f = self._evaluate(x)
        f[:, self.scene.pinned] = 0.0
        space, m = self.scene.space, self.margins
        along, safe = space.along(x, f, m, 0), space.turned(x, self._step * f, m, 0)
        force = np.sqrt(each_dot(along, along, "anb,anb->nb").max(axis=0))
        return State(x, at, along, safe, loss, force, np.full(len(loss), -1))

    def _evaluate(self, x: Floats) -> tuple[Floats, Floats]:
        """Return the sum loss, (b,), and the forces, (2, n, b), at positions, (2, n, b)."""
        shape = x.shape[1], *x.shape[1:]
        if self._hinge.shape != shape:
            self._d, self._squares, self._hinge = np.empty((2, *shape)), np.empty((2, *shape)), np.empty(shape)
        i, j = self._pulls
        similar = x.take(i, axis=1) - x.take(j, axis=1)
        loss = 0.5 * each_dot(similar, similar)
        d, distance, hinge = self._d, self._squares[0], self._hinge
        np.subtract(x[:, :, None], x[:, None], out=d)
        squared(d, self._squares)
        np.add(distance, self._apart, out=distance)
        coincide = hinges(d, 1.0, distance, hinge)
        loss += 0.25 * np.einsum("ijb,ijb->b", hinge, hinge)  # each pair is there twice
        np.divide(hinge, distance, out=hinge)
        hinge -= self._pull[:, :, None]
        f: Floats = np.einsum("ijb,aijb->aib", hinge, d)
        if coincide:
            i, j, run = np.nonzero(coincides(distance))
            push = self.scene.space.parting(i, j, x[:, i, run] * self.margins[run])
            for part, share in zip(f, push, strict=True):
                np.add.at(part, (i, run), share)
        return loss, f
