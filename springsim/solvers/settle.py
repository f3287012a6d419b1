"""settle, residual and stability: the resting state that the springs lead to, and whether it would last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from springsim.kernels.vectors import dot
from springsim.model.scene import Scene
from springsim.solvers.lbfgs import BACKTRACKS, NOISE, PATIENCE, Curvature, Slope
from springsim.validation.checks import checked_integer, checked_number
from springsim.validation.limits import EVALUATIONS_MAX
from springsim.validation.positional import keyword_only


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


@keyword_only("tol", "max_evaluations")
def settle(scene: Scene, *, tol: float = 1e-9, max_evaluations: int = 10_000) -> Equilibrium:
    """Go downhill to an equilibrium, fast: limited-memory BFGS (Liu and Nocedal, 1989), each step kept only if the loss falls.

    Where no quasi-Newton step lowers the loss, the step 1/λ of `stable_step` along the forces does. Where no dissimilar spring
    pushes any more, classes of more than 64 points together are gathered at once, each in the place where its similar springs
    alone would take it, if nothing pushes there either. On the circle the steps are turns, and the points stay on it. The path
    differs from that of `simulate`, and so may the equilibrium where there are several. A start that rests on a saddle stays
    there. It gives up where positions are too coarse for the tolerance: a force on a point at 1e6 has few digits.

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
    gathering = 0
    while here.force > rest and evaluations < max_evaluations:
        if here.pushing == 0 and evaluations >= gathering:
            gathered, gathering = slope.gathered(here), 2 * evaluations
            evaluations += gathered is not None
            if gathered is not None and gathered.pushing == 0 and gathered.force < here.force:
                here = gathered
                continue
        step = memory.step(here)
        fall = -dot(here.f.ravel(), step.ravel())  # of the loss along the step, per unit of length
        length, downhill = 1.0, False
        for _ in range(BACKTRACKS if fall < 0.0 else 0):
            part = length * step
            there = slope.moved(here, part)
            evaluations += 1
            downhill = there.below(here, part, fall * length)
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
        elif evaluations - gained > PATIENCE:
            break
    return Equilibrium(scene.replace(positions=here.x), here.loss, here.force, here.force <= rest, evaluations)
