"""settle and residual: the resting state that the springs lead to."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from springsim import kernels
from springsim.checks import checked_integer, checked_number
from springsim.forces import forces, largest_force, stable_step
from springsim.limits import COORDINATE_MAX, EVALUATIONS_MAX
from springsim.scene import Scene

Floats = npt.NDArray[np.float64]

_NOISE = 1e-13  # relative rounding error of the loss: changes smaller than that are told by the forces instead
_ENOUGH = 1e-4  # share of the promised fall that a step must bring
_MEMORY = 12
_BACKTRACKS = 6
_PATIENCE = 200  # evaluations without a lower loss or half the force, after which rounding or the end of the range holds it


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """Where `settle` ended.

    Attributes
    ----------
    scene : Scene
        The scene at rest.
    loss : float
        Its sum loss.
    residual : float
        Its largest force on a free point.
    converged : bool
        Whether the residual is within the tolerance.
    evaluations : int
        How often loss and forces were computed.
    """

    scene: Scene
    loss: float
    residual: float
    converged: bool
    evaluations: int


def residual(scene: Scene) -> float:
    """Largest force on a free point, max ‖F‖; 0 where all points are pinned or there are none.

    Parameters
    ----------
    scene : Scene
        The scene.

    Returns
    -------
    float
        The residual, in units of the margin; conventions at the hinge and at coincident points are those of `forces`.
    """
    return largest_force(forces(scene), scene.pinned)


def escapes(scene: Scene, steps: int = 400) -> bool:
    """Tell whether a resting scene leaves its place when nudged: a saddle, held by symmetry alone.

    A nudge of 1e-6 margins, always the same, is followed by gradient descent. At a stable equilibrium the forces that it
    wakes die away; at a saddle they grow. A saddle that is left so slowly that they do not grow tenfold is not noticed.

    Parameters
    ----------
    scene : Scene
        A scene at rest.
    steps : int, optional
        Steps of descent to watch.

    Returns
    -------
    bool
    """
    checked_integer("steps", steps, 1, EVALUATIONS_MAX)
    kernel, free, step = kernels.for_scene(scene), ~scene.pinned[:, None], stable_step(scene)
    x = scene.nudged(0, 1e-6).positions.copy()
    f = np.empty_like(x)
    kernel.evaluate(x, f)
    woken = max(largest_force(f, scene.pinned), 1e-6 * scene.margin)
    for _ in range(steps):
        x += step * np.where(free, f, 0.0)
        kernel.evaluate(x, f)
        force = largest_force(f, scene.pinned)
        if force > 10.0 * woken:
            return True
        if force < 0.01 * woken:
            break  # died away
    return False


def settle(scene: Scene, tol: float = 1e-9, max_evaluations: int = 10_000) -> Equilibrium:
    """Go downhill to an equilibrium, fast: limited-memory BFGS (Liu and Nocedal, 1989), each step kept only if the loss falls.

    Where no quasi-Newton step lowers the loss, the step 1/λ of `stable_step` along the forces does. The path differs from that
    of `simulate`, and so may the equilibrium where there are several. A start that rests on a saddle stays there. It gives up
    where positions are too coarse for the tolerance: a force on a point at 1e6 has few digits.

    Parameters
    ----------
    scene : Scene
        The start. Pinned points stay.
    tol : float, optional
        Converged when no force on a free point exceeds ``tol`` margins, 0 … 1.
    max_evaluations : int, optional
        Most evaluations of loss and forces, 1 … 10,000,000.

    Returns
    -------
    Equilibrium

    Raises
    ------
    SceneError
        If an argument is refused.
    """
    rest = checked_number("tol", tol, 0.0, 1.0) * scene.margin
    checked_integer("max_evaluations", max_evaluations, 1, EVALUATIONS_MAX)
    kernel, pinned = kernels.for_scene(scene), scene.pinned
    memory = _Curvature(stable_step(scene))

    def state(x: Floats) -> _State:
        f = np.empty_like(x)
        sums = kernel.evaluate(x, f)
        f[pinned] = 0.0
        return _State(x, f, sums.similar + sums.dissimilar, largest_force(f, pinned))

    here = state(scene.positions)
    evaluations = 1
    best, lowest, gained = here.force, here.loss, evaluations
    while here.force > rest and evaluations < max_evaluations:
        step = memory.step(here.f)
        slope = -float(np.einsum("ij,ij->", here.f, step))  # of the loss along the step, per unit of length
        length, downhill = 1.0, False
        for _ in range(_BACKTRACKS if slope < 0.0 else 0):
            there = state(np.clip(here.x + length * step, -COORDINATE_MAX, COORDINATE_MAX))
            evaluations += 1
            downhill = there.below(here, length * step, slope * length)
            if downhill or evaluations >= max_evaluations:
                break
            # least point of the parabola through both losses and the slope, kept off both ends
            bend = there.loss - here.loss - slope * length
            length *= min(max(-0.5 * slope * length / bend, 0.1), 0.6) if bend > 0.0 else 0.3
        if not downhill:
            if evaluations >= max_evaluations:
                break
            memory.forget()
            there = state(np.clip(here.x + memory.safe * here.f, -COORDINATE_MAX, COORDINATE_MAX))
            evaluations += 1
            if np.array_equal(there.x, here.x) or there.loss > here.loss * (1.0 + _NOISE):
                break  # rounding is all that is left
        memory.learn(there.x - here.x, here.f - there.f)
        here = there
        if here.force < 0.5 * best or here.loss < lowest * (1.0 - _NOISE):
            best, lowest, gained = min(here.force, best), here.loss, evaluations
        elif evaluations - gained > _PATIENCE:
            break
    return Equilibrium(scene.replace(positions=here.x), here.loss, here.force, here.force <= rest, evaluations)


class _State(NamedTuple):
    """Positions, forces (0 on pinned points), loss and largest force."""

    x: Floats
    f: Floats
    loss: float
    force: float

    def below(self, other: _State, step: Floats, fall: float) -> bool:
        """Tell whether this state is downhill of `other`, where the slope promised `fall` (negative) for the `step` to here.

        Losses decide, and where they differ by rounding only, the slope at the end of the step (Hager and Zhang, 2005).
        """
        if abs(self.loss - other.loss) > _NOISE * other.loss:
            return self.loss <= other.loss + _ENOUGH * fall
        return -float(np.einsum("ij,ij->", self.f, step)) <= -(1.0 - 2.0 * _ENOUGH) * fall


class _Curvature:
    """What the last steps told of the curvature of the loss: the two-loop recursion of limited-memory BFGS."""

    def __init__(self, safe: float) -> None:
        self.safe = safe
        self._seen: deque[tuple[Floats, Floats, float]] = deque(maxlen=_MEMORY)

    def forget(self) -> None:
        self._seen.clear()

    def learn(self, moved: Floats, turned: Floats) -> None:
        """Remember a step and the change of the gradient along it, where that shows upward curvature."""
        s, y = moved.ravel(), turned.ravel()
        curvature = float(s @ y)
        if curvature > 1e-12 * float(np.sqrt((s @ s) * (y @ y))):
            self._seen.append((s, y, curvature))

    def step(self, f: Floats) -> Floats:
        """Return the quasi-Newton step for the forces `f`."""
        q = f.ravel().copy()
        shares = []
        for s, y, curvature in reversed(self._seen):
            share = float(s @ q) / curvature
            q -= share * y
            shares.append(share)
        if self._seen:
            _, y, curvature = self._seen[-1]
            q *= curvature / float(y @ y)
        else:
            q *= self.safe
        for (s, y, curvature), share in zip(self._seen, reversed(shares), strict=True):
            q += (share - float(y @ q) / curvature) * s
        return q.reshape(f.shape)
