"""What watches a simulation: walls at the end of the range, and divergence, rest and cycles, any of which ends it."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, sqrt
from typing import Final, Protocol

import numpy as np

from springsim.arrays import Floats
from springsim.model.scene import Scene
from springsim.solvers.step import Frame
from springsim.solvers.trajectory import Status
from springsim.validation.limits import COORDINATE_MAX

_BLOW_UP: Final = 1e4  # times the largest loss that descent could have: then the step is too large, not the scene
_CYCLE: Final = 1e-9  # of the amplitude: how exactly a state must come back to count as a cycle


def steepest(scene: Scene) -> float:
    """Return λ, which no curvature of the loss exceeds; infinity for a law that has no bound, where no step surely descends."""
    kappa = scene.law.bound
    return inf if kappa is None else kappa * scene.springs.stiffness(scene.pinned)


class Monitor(Protocol):
    """What ends a simulation, with this status, once it is seen."""

    status: Status

    def seen(self, frame: Frame, v: Floats) -> bool:
        """Tell whether this frame, reached by the velocity v, is the last; called for each frame in turn."""


def first_seen(monitors: Sequence[Monitor], frame: Frame, v: Floats) -> Status | None:
    """Return the status of the first monitor that ends the simulation at this frame; None if it goes on."""
    for monitor in monitors:
        if monitor.seen(frame, v):
            return monitor.status
    return None


class Walls:
    """The end of the range of coordinates, ±1e6, where points stop in descent, which so still lowers the loss."""

    def __init__(self, x: Floats) -> None:
        self._reach = _largest(x)  # no coordinate is larger

    def hold(self, x: Floats, moved: float) -> None:
        """Move positions, none of which has just moved farther than `moved`, back into the range, in place."""
        self._reach += moved
        if self._reach > COORDINATE_MAX:
            np.clip(x, -COORDINATE_MAX, COORDINATE_MAX, out=x)
            self._reach = _largest(x)


class Divergence:
    """Whether the step is too large: the loss grows without bound, or a point leaves the range of coordinates.

    Parameters
    ----------
    scene : Scene
        The start.
    within : bool
        Whether `Walls` keep the points within the range.
    """

    status: Status = "diverged"

    def __init__(self, scene: Scene, *, within: bool) -> None:
        self._curvature, self._margin, self._within = steepest(scene), scene.margin, within
        self._most = inf

    def seen(self, frame: Frame, v: Floats) -> bool:
        """Tell whether this frame shows it."""
        if frame.step == 0:
            # ‖∇L‖² ≤ 2 λ L bounds the force by the loss, so this can only be passed where the loss has grown
            bound = frame.sums.similar + frame.sums.dissimilar + self._margin**2
            self._most = sqrt(2.0 * self._curvature * bound * _BLOW_UP)
        return frame.residual > self._most or not (self._within or _largest(frame.x) <= COORDINATE_MAX)


class Rest:
    """Whether no force on a free point, and with momentum no velocity, exceeds a tolerance."""

    status: Status = "equilibrium"

    def __init__(self, tol: float, *, heavy: bool) -> None:
        self._tol, self._heavy = tol, heavy

    def seen(self, frame: Frame, v: Floats) -> bool:
        """Tell whether this frame is at rest."""
        return frame.residual <= self._tol and (not self._heavy or _largest(v) <= self._tol)


class Cycles:
    """Whether the points have returned to an earlier state, by Brent's algorithm.

    Each state is compared with one that is remembered at steps 1, 2, 4, 8, …, so any period is found.
    """

    status: Status = "cycling"

    def __init__(self, x: Floats, v: Floats) -> None:
        self._x, self._v = x.copy(), v.copy()
        self._age, self._lifetime, self._amplitude = 0, 1, 0.0

    def seen(self, frame: Frame, v: Floats) -> bool:
        """Tell whether positions and velocities are again those of an earlier state, to nine digits of how far they went."""
        x = frame.x
        away = max(float(np.abs(x - self._x).max(initial=0.0)), float(np.abs(v - self._v).max(initial=0.0)))
        if self._age > 0 and away <= _CYCLE * self._amplitude:
            return True
        self._amplitude = max(self._amplitude, away)
        if self._age == self._lifetime:
            self._x, self._v = x.copy(), v.copy()
            self._age, self._lifetime, self._amplitude = 0, 2 * self._lifetime, 0.0
        self._age += 1
        return False


def _largest(numbers: Floats) -> float:
    return float(np.abs(numbers).max(initial=0.0))
