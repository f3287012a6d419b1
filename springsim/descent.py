"""Going downhill fast: limited-memory BFGS (Liu and Nocedal, 1989) with a step that is safe when it fails.

Coordinates are what the loss is taken to be a function of: positions in the plane, angles on the circle.
"""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from springsim import kernels
from springsim.domains import acting, stepped, tangents
from springsim.forces import largest_force, stable_step
from springsim.limits import COORDINATE_MAX
from springsim.scene import Scene

Floats = npt.NDArray[np.float64]

NOISE = 1e-13  #: relative rounding error of the loss: changes smaller than that are told by the forces instead
ENOUGH = 1e-4  #: share of the promised fall that a step must bring
MEMORY = 12  #: steps that are remembered
BACKTRACKS = 6  #: shorter steps that are tried before the safe one
PATIENCE = 200  #: evaluations without a lower loss or half the force, after which rounding or the end of the range holds it


class State(NamedTuple):
    """One state on the way down.

    Attributes
    ----------
    x : (n, 2) ndarray of float
        Positions.
    at : (n, 2) or (n,) ndarray of float
        Coordinates.
    f : ndarray of float
        Minus the gradient of the loss by the coordinates, 0 for pinned points.
    safe : ndarray of float
        A step of the coordinates that never raises the loss.
    loss, force : float
        Sum loss, and largest force on a free point.
    """

    x: Floats
    at: Floats
    f: Floats
    safe: Floats
    loss: float
    force: float

    def below(self, other: State, step: Floats, fall: float) -> bool:
        """Tell whether this state is downhill of `other`, where the slope promised `fall` (negative) for the `step` to here.

        Losses decide, and where they differ by rounding only, the slope at the end of the step (Hager and Zhang, 2005).
        """
        if abs(self.loss - other.loss) > NOISE * other.loss:
            return self.loss <= other.loss + ENOUGH * fall
        return -float(np.vdot(self.f, step)) <= -(1.0 - 2.0 * ENOUGH) * fall


class Slope:
    """The loss of a scene as a function of coordinates.

    Parameters
    ----------
    scene : Scene
        The scene; its positions are the start.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene, self._kernel, self._step = scene, kernels.for_scene(scene), stable_step(scene)
        self._f = np.empty_like(scene.positions)

    def start(self) -> State:
        """Return the state of the scene as it is."""
        x = self._scene.positions
        return self._state(x, x if self._scene.domain == "plane" else np.arctan2(x[:, 1], x[:, 0]))

    def moved(self, here: State, step: Floats) -> State:
        """Return the state a step of the coordinates from here; pinned points stay to the bit."""
        at = here.at + step
        if self._scene.domain == "plane":
            at = np.clip(at, -COORDINATE_MAX, COORDINATE_MAX)
            return self._state(at, at)
        x = np.stack([np.cos(at), np.sin(at)], axis=1)
        return self._state(np.where(step[:, None] == 0.0, here.x, x), at)

    def _state(self, x: Floats, at: Floats) -> State:
        scene, f = self._scene, self._f
        sums = self._kernel.evaluate(x, f)
        f[scene.pinned] = 0.0
        force = largest_force(acting(scene.domain, x, f), scene.pinned)
        loss = sums.similar + sums.dissimilar
        if scene.domain == "plane":
            return State(x, at, f.copy(), self._step * f, loss, force)
        along = tangents(x)
        there = stepped(scene.domain, x, self._step * f)
        turn = np.arctan2(np.einsum("ij,ij->i", along, there), np.einsum("ij,ij->i", x, there))
        return State(x, at, np.einsum("ij,ij->i", along, f), turn, loss, force)


class Curvature:
    """What the last steps told of the curvature of the loss: the two-loop recursion."""

    def __init__(self) -> None:
        self._seen: deque[tuple[Floats, Floats, float]] = deque(maxlen=MEMORY)

    def forget(self) -> None:
        """Forget all steps."""
        self._seen.clear()

    def learn(self, moved: Floats, turned: Floats) -> None:
        """Remember a step and the change of the gradient along it, where that shows upward curvature."""
        s, y = moved.ravel(), turned.ravel()
        curvature = float(s @ y)
        if curvature > 1e-12 * float(np.sqrt((s @ s) * (y @ y))):
            self._seen.append((s, y, curvature))

    def step(self, here: State) -> Floats:
        """Return the quasi-Newton step from here; the safe one where nothing is known."""
        if not self._seen:
            return here.safe
        q = here.f.ravel().copy()
        shares = []
        for s, y, curvature in reversed(self._seen):
            share = float(s @ q) / curvature
            q -= share * y
            shares.append(share)
        _, y, curvature = self._seen[-1]
        q *= curvature / float(y @ y)
        for (s, y, curvature), share in zip(self._seen, reversed(shares), strict=True):
            q += (share - float(y @ q) / curvature) * s
        return q.reshape(here.f.shape)
