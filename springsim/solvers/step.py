"""One step of gradient descent or of the heavy ball. It knows nothing of what is watched or kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np

from springsim import kernels
from springsim.arrays import Floats
from springsim.energy.forces import largest_force
from springsim.kernels import Sums
from springsim.model.scene import Scene
from springsim.validation.fields import Number
from springsim.validation.limits import STEP_SIZE_MAX


class Frame(NamedTuple):
    """One state: number of the step, positions and forces, (n, 2), sums of the loss, and residual."""

    step: int
    x: Floats
    f: Floats
    sums: Sums
    residual: float


class Descent(NamedTuple):
    """What makes one descent differ from another: options of `simulate`.

    Attributes
    ----------
    step_size : float
        η.
    momentum : float
        β.
    """

    step_size: float
    momentum: float = 0.0


#: What each of them may be.
DESCENT: Final[Mapping[str, Number]] = {
    "step_size": Number(0.0, STEP_SIZE_MAX, open_low=True),
    "momentum": Number(0.0, 0.999),
}


def checked_descent(*options: float) -> Descent:
    """Return the options of a descent, each checked, or raise `SceneError`."""
    return Descent(*(check(name, value) for (name, check), value in zip(DESCENT.items(), options, strict=True)))


class Step:
    """Positions and velocities of a scene, and the step ``v ← β v + η F``, ``x ← x + v`` of them, as `simulate` explains it.

    Two sets of arrays take turns: those of a frame last until `look` is called the second time after it.

    Parameters
    ----------
    scene : Scene
        The start.
    descent : Descent
        η and β.

    Attributes
    ----------
    x, v : (n, 2) ndarray of float
        Positions, and what the last step has moved them by.
    """

    def __init__(self, scene: Scene, descent: Descent) -> None:
        self._kernel, self._space, self._pinned = kernels.for_scene(scene), scene.space, scene.pinned
        self._held = np.flatnonzero(scene.pinned)
        self._eta, self._beta, self._number = descent.step_size, descent.momentum, 0
        self.x = scene.positions.copy()
        self.v, self._f = np.zeros_like(self.x), np.empty_like(self.x)
        self._other_x, self._other_f = self.x.copy(), np.empty_like(self.x)

    def look(self) -> Frame:
        """Return the state as it is, with its forces."""
        sums = self._kernel.evaluate(self.x, self._f)
        acts = self._space.acting(self.x, self._f)
        return Frame(self._number, self.x, acts, sums, largest_force(acts, self._pinned))

    def largest_move(self) -> float:
        """Return the largest velocity, or how far a point went in the last step where that is more.

        On the circle it may be: what has jumped straight across has no velocity along it.
        """
        return max(largest_force(self.v, self._pinned), largest_force(self.x - self._other_x, self._pinned))

    def take(self, frame: Frame) -> float:
        """Take the step from the frame that `look` has returned; return how far no point moves, infinity if not known."""
        if self._beta == 0.0:
            np.multiply(self._f, self._eta, out=self.v)
        else:
            self.v *= self._beta
            self.v += np.multiply(self._f, self._eta, out=self._other_f)
        if self._held.size:
            self.v[self._held] = 0.0
        self.v = self._space.moved(self.x, self.v, self._other_x)
        self.x, self._f, self._other_x, self._other_f = self._other_x, self._other_f, self.x, self._f
        self._number += 1
        return np.inf if self._beta > 0.0 or self._space.bounded else (1.0 + 1e-9) * self._eta * frame.residual
