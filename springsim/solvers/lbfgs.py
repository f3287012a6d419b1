"""Going downhill fast: limited-memory BFGS (Liu and Nocedal, 1989) with a step that is safe when it fails.

Coordinates are what the loss is taken to be a function of: positions in the plane, angles on the circle.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

import numpy as np

from springsim import kernels
from springsim.arrays import Floats
from springsim.energy.forces import largest_force, stable_step
from springsim.kernels.vectors import dot, dots, mixed
from springsim.model.scene import Scene

NOISE = 1e-13  #: relative rounding error of the loss: changes smaller than that are told by the forces instead
ENOUGH = 1e-4  #: share of the promised fall that a step must bring
MEMORY = 12  #: steps that are remembered
BACKTRACKS = 6  #: shorter steps that are tried before the safe one
FEW = 64  #: points up to which scenes are also settled many at once, by the very same steps
PATIENCE = 200  #: evaluations without a lower loss or half the force, after which rounding or the end of the range holds it


class State(NamedTuple):
    """One state on the way down.

    Attributes
    ----------
    x : (n, 2) ndarray of float
        Positions.
    at : (n, c) ndarray of float
        The c coordinates of each point.
    f : ndarray of float
        Minus the gradient of the loss by the coordinates, 0 for pinned points.
    safe : ndarray of float
        A step of the coordinates that never raises the loss.
    loss, force : float
        Sum loss, and largest force on a free point.
    pushing : int
        Number of dissimilar springs that push.
    """

    x: Floats
    at: Floats
    f: Floats
    safe: Floats
    loss: float
    force: float
    pushing: int

    def below(self, other: State, step: Floats, fall: float) -> bool:
        """Tell whether this state is downhill of `other`, where the slope promised `fall` (negative) for the `step` to here.

        Losses decide, and where they differ by rounding only, the slope at the end of the step (Hager and Zhang, 2005).
        """
        if abs(self.loss - other.loss) > NOISE * other.loss:
            return self.loss <= other.loss + ENOUGH * fall
        return -dot(self.f.ravel(), step.ravel()) <= -(1.0 - 2.0 * ENOUGH) * fall


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
        return self._state(x, self._scene.space.coordinates(x))

    def moved(self, here: State, step: Floats) -> State:
        """Return the state a step of the coordinates from here; pinned points stay to the bit."""
        return self._state(*self._scene.space.advanced(here.x, here.at, step, step == 0.0))

    def gathered(self, here: State) -> State | None:
        """Return the state in which each class is in one place: its mean, or that of its pinned points where it has some.

        That is where similar springs alone take them. None where springs are not by labels, on the circle, and of `FEW` points.
        """
        scene = self._scene
        if scene.springs.kind != "labels" or scene.space.length is not None or len(scene) <= FEW:
            return None
        number = np.unique(scene.labels, return_inverse=True)[1]
        pins = np.bincount(number, scene.pinned)
        share = np.where(pins[number] > 0.0, scene.pinned, 1.0)
        counts = np.bincount(number, share)
        place = np.stack([np.bincount(number, share * a) / counts for a in here.x.T], axis=1)
        return self.moved(here, np.where(scene.pinned[:, None], 0.0, place[number] - here.x))

    def _state(self, x: Floats, at: Floats) -> State:
        scene, space, f = self._scene, self._scene.space, self._f
        sums = self._kernel.evaluate(x, f)
        f[scene.pinned] = 0.0
        force = largest_force(space.acting(x, f), scene.pinned)
        loss = sums.similar + sums.dissimilar
        along, safe = space.along(x, f), space.turned(x, self._step * f)
        return State(x, at, along.copy(), safe, loss, force, sums.pushing)


class Curvature:
    """What the last steps told of the curvature of the loss, in compact form (Byrd, Nocedal and Schnabel, 1994).

    With steps s and changes of the gradient y as rows of S and Y, R the products s·y of each s with the ys that are not older,
    D its diagonal and γ = s·y / y·y of the newest, the quasi-Newton step for forces f is
    γ f + Sᵀ R⁻ᵀ ((D + γ Y Yᵀ) p − γ Y f) − γ Yᵀ p, where p = R⁻¹ S f. Products of the rows with f are all that it takes; those
    with y are differences of them. R is triangular by age, so a step more is a column more of its inverse.
    """

    def __init__(self) -> None:
        self._rows = np.empty((MEMORY, 2, 0))  # s and y of each slot
        self._inverse = np.zeros((MEMORY, MEMORY))  # of R, by slot
        self._curvature = np.zeros(MEMORY)  # D
        self._squares = np.zeros((MEMORY, MEMORY))  # Y Yᵀ
        self._with_f = np.zeros((MEMORY, 2))  # of s and y of each slot with the forces of the last step
        self._told: tuple[float, float] | None = None  # s·y and y·y of the newest, while its other products are not known
        self.forget()

    def forget(self) -> None:
        """Forget all steps."""
        self._used, self._newest, self._told = 0, -1, None

    def learn(self, moved: Floats, turned: Floats) -> None:
        """Remember a step and the change of the gradient along it, where that shows upward curvature."""
        s, y = moved.ravel(), turned.ravel()
        self._told = None
        curvature, square = dot(s, y), dot(y, y)
        if curvature <= 1e-12 * sqrt(dot(s, s) * square):
            return
        if self._rows.shape[2] != len(s):
            self._rows = np.empty((MEMORY, 2, len(s)))
        self._newest = (self._newest + 1) % MEMORY
        self._used = min(self._used + 1, MEMORY)
        self._rows[self._newest] = s, y
        self._told = curvature, square

    def step(self, here: State) -> Floats:
        """Return the quasi-Newton step from here; the safe one where nothing is known."""
        if not self._used:
            return here.safe
        f, used, new = here.f.ravel(), self._used, self._newest
        rows, inverse, squares = (
            self._rows[:used].reshape(2 * used, len(f)),
            self._inverse[:used, :used],
            self._squares[:used, :used],
        )
        before, with_f = self._with_f[:used], dots(rows, f).reshape(used, 2)
        if self._told is not None:
            self._curvature[new], square = self._told
            s_y, y_y = (before - with_f).T  # the newest y is the change of f
            inverse[new] = inverse[:, new] = 0.0  # what was in this slot is forgotten
            inverse[:, new] = inverse @ s_y / -self._curvature[new]
            inverse[new, new] = 1.0 / self._curvature[new]
            squares[new] = squares[:, new] = y_y
            squares[new, new] = square
            self._told = None
        before[:] = with_f
        gamma = self._curvature[new] / squares[new, new]
        p = inverse @ with_f[:, 0]
        shares = np.empty((used, 2))
        shares[:, 0] = (self._curvature[:used] * p + gamma * (squares @ p - with_f[:, 1])) @ inverse
        shares[:, 1] = -gamma * p
        step = mixed(shares.ravel(), rows)
        step += gamma * f
        return step.reshape(here.f.shape)
