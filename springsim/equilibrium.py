"""settle and residual: the resting state that the springs lead to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from springsim import kernels
from springsim.checks import checked_integer, checked_number
from springsim.descent import NOISE, Curvature, Slope
from springsim.domains import acting, stepped
from springsim.forces import forces, largest_force, stable_step
from springsim.limits import EVALUATIONS_MAX
from springsim.scene import Scene

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
    x = scene.nudged(0, 1e-6).positions
    f = np.empty_like(x)
    kernel.evaluate(x, f)
    woken = max(largest_force(acting(scene.domain, x, f), scene.pinned), 1e-6 * scene.margin)
    for _ in range(steps):
        x = stepped(scene.domain, x, step * np.where(free, f, 0.0))
        kernel.evaluate(x, f)
        force = largest_force(acting(scene.domain, x, f), scene.pinned)
        if force > 10.0 * woken:
            return True
        if force < 0.01 * woken:
            break  # died away
    return False


def settle(scene: Scene, tol: float = 1e-9, max_evaluations: int = 10_000) -> Equilibrium:
    """Go downhill to an equilibrium, fast: limited-memory BFGS (Liu and Nocedal, 1989), each step kept only if the loss falls.

    Where no quasi-Newton step lowers the loss, the step 1/λ of `stable_step` along the forces does. On the circle the steps
    are turns, and the points stay on it. The path differs from that
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
    slope, memory = Slope(scene), Curvature()
    here = slope.start()
    evaluations = 1
    best, lowest, gained = here.force, here.loss, evaluations
    while here.force > rest and evaluations < max_evaluations:
        step = memory.step(here)
        fall = -float(np.vdot(here.f, step))  # of the loss along the step, per unit of length
        length, downhill = 1.0, False
        for _ in range(_BACKTRACKS if fall < 0.0 else 0):
            there = slope.moved(here, length * step)
            evaluations += 1
            downhill = there.below(here, length * step, fall * length)
            if downhill or evaluations >= max_evaluations:
                break
            # least point of the parabola through both losses and the slope, kept off both ends
            bend = there.loss - here.loss - fall * length
            length *= min(max(-0.5 * fall * length / bend, 0.1), 0.6) if bend > 0.0 else 0.3
        if not downhill:
            if evaluations >= max_evaluations:
                break
            memory.forget()
            there = slope.moved(here, here.safe)
            evaluations += 1
            if np.array_equal(there.x, here.x) or there.loss > here.loss * (1.0 + NOISE):
                break  # rounding is all that is left
        memory.learn(there.at - here.at, here.f - there.f)
        here = there
        if here.force < 0.5 * best or here.loss < lowest * (1.0 - NOISE):
            best, lowest, gained = min(here.force, best), here.loss, evaluations
        elif evaluations - gained > _PATIENCE:
            break
    return Equilibrium(scene.replace(positions=here.x), here.loss, here.force, here.force <= rest, evaluations)
