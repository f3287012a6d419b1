"""settle: the resting state that the springs lead to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from springsim.arrays import Floats
from springsim.kernels.vectors import dot
from springsim.model.scene import Scene
from springsim.solvers.curvature import Curvature
from springsim.solvers.lbfgs import BACKTRACKS, PATIENCE, State, alike, better, levelled, lowered, raised, shorter
from springsim.solvers.slope import SceneSlope
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
    """Descend to an equilibrium, fast: limited-memory BFGS (Liu and Nocedal, 1989), each step kept only if the loss falls.

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
    slope = SceneSlope(scene)
    here, evaluations = _descent(slope, rest, max_evaluations)
    return Equilibrium(scene.replace(positions=here.x), here.loss, here.force, here.force <= rest, evaluations)


def _descent(slope: SceneSlope, rest: float, most: int) -> tuple[State, int]:
    """Return the last state of the descent and the number of evaluations; `batch` does the same for many runs."""
    memory, here, evaluations = Curvature(), slope.start(), 1
    force, loss, since = here.force, here.loss, 1  # the least so far, and when either last decreased
    gathering = 0
    while here.force > rest and evaluations < most:
        if here.pushing == 0 and evaluations >= gathering:
            gathered, gathering = slope.gathered(here), 2 * evaluations
            evaluations += gathered is not None
            if gathered is not None and gathered.pushing == 0 and gathered.force < here.force:
                here = gathered
                memory.forget()  # so long a step says little of the curvature here
                continue
        there, tried = _searched(slope, here, memory.step(here), most - evaluations)
        evaluations += tried
        if there is None:
            if evaluations >= most:
                break
            memory.forget()
            there = slope.moved(here, here.safe)
            evaluations += 1
            if np.array_equal(there.x, here.x) or raised(here.loss, there.loss):
                break  # rounding is all that is left
        memory.learn(here, there)
        here = there
        if better(here.force, here.loss, force, loss):
            force, loss, since = min(here.force, force), here.loss, evaluations
        elif evaluations - since > PATIENCE:
            break
    return here, evaluations


def _searched(slope: SceneSlope, here: State, step: Floats, most: int) -> tuple[State | None, int]:
    """Return the first state downhill along a step, at its end or nearer, or None, and how many were tried, at most `most`."""
    slant = -dot(here.f.ravel(), step.ravel())  # of the loss along the step, per unit of length: negative downhill
    length, tried = 1.0, 0
    while tried < min(BACKTRACKS, most) and slant < 0.0:
        tried += 1
        move, fall = length * step, slant * length
        there = slope.moved(here, move)
        if alike(here.loss, there.loss):
            downhill = levelled(-dot(there.f.ravel(), move.ravel()), fall)
        else:
            downhill = lowered(here.loss, there.loss, fall)
        if downhill:
            return there, tried
        length *= float(shorter(here.loss, there.loss, fall))
    return None, tried
