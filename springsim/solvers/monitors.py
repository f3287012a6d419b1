"""What watches a simulation: walls at the end of the range, and divergence, rest and cycles, any of which ends it.

What ends it is a fact or proved: what merely looks like divergence or like a cycle goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf, sqrt
from typing import Final, Protocol

import numpy as np

from springsim.arrays import Floats
from springsim.model.scene import Scene
from springsim.solvers.growth import Growth
from springsim.solvers.step import Descent, Frame
from springsim.solvers.trajectory import Status
from springsim.validation.limits import COORDINATE_MAX

_BLOW_UP: Final = 1e4  # times the largest loss that descent could have: from there on it is asked whether that goes on
_AGAIN: Final = 2.0  # times the force, or the step, at which it was last asked: when it is asked again
_CYCLE: Final = 1e-9  # of the amplitude: how exactly a state must come back to be worth a proof that it is a cycle


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
    """Whether a point has left the range of coordinates, or the points are bound to: see `Growth`.

    Parameters
    ----------
    scene : Scene
        The start, in the plane.
    descent : Descent
        η and β.
    """

    status: Status = "diverged"

    def __init__(self, scene: Scene, descent: Descent) -> None:
        self._curvature, self._margin, self._growth = steepest(scene), scene.margin, Growth(scene, descent)
        self._ask_above = inf

    def seen(self, frame: Frame, v: Floats) -> bool:
        """Tell whether this frame shows it."""
        if frame.step == 0:
            # ‖∇L‖² ≤ 2 λ L bounds the force by the loss, so this can only be passed where the loss has grown
            bound = frame.sums.similar + frame.sums.dissimilar + self._margin**2
            self._ask_above = sqrt(2.0 * self._curvature * bound * _BLOW_UP)
        if _largest(frame.x) > COORDINATE_MAX:
            return True
        if frame.residual <= self._ask_above:
            return False
        self._ask_above = _AGAIN * frame.residual
        return self._growth.proved(frame.x, v, frame.residual)


class Rest:
    """Whether no force on a free point exceeds a tolerance, and with momentum no point has just moved farther.

    Parameters
    ----------
    tol : float
        The tolerance, in the unit of the margin.
    largest_move : callable or None
        Tells the largest move of the last step; None without momentum, where it does not count.
    """

    status: Status = "equilibrium"

    def __init__(self, tol: float, largest_move: Callable[[], float] | None) -> None:
        self._tol, self._largest_move = tol, largest_move

    def seen(self, frame: Frame, v: Floats) -> bool:
        """Tell whether this frame is at rest."""
        return frame.residual <= self._tol and (self._largest_move is None or self._largest_move() <= self._tol)


class Cycles:
    """Whether the points go round a cycle: back to the bit, or nearly so on a cycle that is known to last.

    Each state is compared with one that is remembered at steps 1, 2, 4, 8, …, so any period is found: Brent's algorithm.

    Parameters
    ----------
    x, v : (n, 2) ndarray of float
        Positions and velocities at the start.
    lasts : callable
        Tells whether a cycle lasts, by positions and velocities of a state on it and by its period.
    """

    status: Status = "cycling"

    def __init__(self, x: Floats, v: Floats, lasts: Callable[[Floats, Floats, int], bool]) -> None:
        self._x, self._v, self._lasts = x.copy(), v.copy(), lasts
        self._age, self._lifetime, self._amplitude = 0, 1, 0.0
        self._ask_from = 0

    def seen(self, frame: Frame, v: Floats) -> bool:
        """Tell whether positions and velocities are again those of an earlier state, and will be for ever."""
        x = frame.x
        away = max(float(np.abs(x - self._x).max(initial=0.0)), float(np.abs(v - self._v).max(initial=0.0)))
        if self._age > 0 and away <= _CYCLE * self._amplitude and self._surely(frame.step, same=away == 0.0):
            return True
        self._amplitude = max(self._amplitude, away)
        if self._age == self._lifetime:
            self._x, self._v = x.copy(), v.copy()
            self._age, self._lifetime, self._amplitude = 0, 2 * self._lifetime, 0.0
        self._age += 1
        return False

    def _surely(self, step: int, *, same: bool) -> bool:
        """Tell whether to nine digits of how far the points went is near enough: what has not moved at all is no cycle."""
        if same:
            return self._amplitude > 0.0
        if step < self._ask_from:
            return False
        self._ask_from = int(_AGAIN * step)
        return self._lasts(self._x, self._v, self._age)


def _largest(numbers: Floats) -> float:
    return float(np.abs(numbers).max(initial=0.0))
