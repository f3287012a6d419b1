"""settle: the resting state that the springs lead to."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np

from springsim.arrays import Floats
from springsim.energy.forces import loss, residual
from springsim.kernels.vectors import dot
from springsim.model.scene import Scene
from springsim.solvers.curvature import Curvature
from springsim.solvers.lbfgs import (
    NEARER,
    PATIENCE,
    SLOW,
    TRIES,
    State,
    alike,
    better,
    farther,
    largest,
    levelled,
    lowered,
    raised,
    steep,
    within,
)
from springsim.solvers.slope import SceneSlope
from springsim.validation.checks import checked_integer, checked_number
from springsim.validation.kinds import checked_kind
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

    Where no length of a quasi-Newton step lowers the loss, the step 1/λ of `stable_step` along the forces does. Where no
    dissimilar spring pushes any more, classes of more than 64 points together are gathered at once, each in the place where its
    similar springs alone would take it, if nothing pushes there either. Long chains and trees of listed springs go on by the
    displacements along their springs. On the circle the steps are turns, and the points stay on it. The path differs from that
    of `simulate`, and so may the equilibrium where there are several. A start that rests on a saddle stays there. What listed
    springs between pinned points add to the loss changes no step.

    It ends before its evaluations are used up only at rest, or where rounding is all that is left: a force on a point at 1e6
    has few digits. Up to 64 points, it goes on beyond the tolerance while its next step would move a point by more than a
    tenth of that, so that positions are as exact as forces, where springs hold them weakly too.

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
        If an argument is refused, or on the way too many pairs are near each other, as in `loss`.
    """
    checked_kind(scene, Scene, "settle({})")
    rest = checked_number("tol", tol, 0.0, 1.0) * scene.margin
    most = checked_integer("max_evaluations", max_evaluations, 1, EVALUATIONS_MAX)
    here, evaluations = _descent(SceneSlope(scene), rest, most)
    end = scene.replace(positions=here.x)
    if np.count_nonzero(scene.pinned) < 2:
        return Equilibrium(end, here.loss, here.force, here.force <= rest, evaluations)
    left = residual(end)
    return Equilibrium(end, loss(end), left, left <= rest, evaluations)


def _descent(slope: SceneSlope, rest: float, most: int) -> tuple[State, int]:
    """Return the last state of the descent and the number of evaluations; `batch` does the same for many runs."""
    memory, here, evaluations = Curvature(), slope.start(), 1
    force, least, since = here.force, here.loss, 1  # the least so far, and when either last decreased
    gathering, slow = 0, False
    while evaluations < most:
        if here.pushing == 0 and evaluations >= gathering and here.force > rest:
            gathered, gathering = slope.gathered(here), 2 * evaluations
            evaluations += gathered is not None
            if gathered is not None and gathered.pushing == 0 and gathered.force < here.force:
                here = gathered
                memory.forget()  # so long a step says little of the curvature here
                continue
        if evaluations >= SLOW and not (slow or slope.few) and here.force > rest:
            slow, along = True, slope.along_springs(here)
            if along is not None:
                here, evaluations = along, evaluations + 1
                memory = Curvature()
                continue
        at_rest, step = here.force <= rest, memory.step(here)
        if at_rest and not (slope.few and memory.knows and largest(step) > NEARER * rest):
            break
        there, tried = _searched(slope, here, step, most - evaluations)
        evaluations += tried
        if there is None:
            if at_rest or evaluations >= most:
                break
            memory.forget()
            there = slope.moved(here, here.safe)
            evaluations += 1
            if np.array_equal(there.x, here.x) or raised(here.loss, there.loss):
                break  # rounding is all that is left
        if at_rest and there.force >= here.force:
            break
        memory.learn(here, there)
        here = there
        if better(here.force, here.loss, force, least):
            force, least, since = min(here.force, force), here.loss, evaluations
        elif evaluations - since > PATIENCE and here.force <= slope.rounding(here):
            break
    return here, evaluations


def _searched(slope: SceneSlope, here: State, step: Floats, most: int) -> tuple[State | None, int]:
    """Return the state at the first length along a step that will do, or None, and how many were tried, at most `most`."""
    start = -dot(here.f.ravel(), step.ravel())  # of the loss along the step, per unit of length: negative downhill
    low, high, low_slope, high_slope, low_loss, high_loss = 0.0, inf, start, 0.0, here.loss, 0.0
    length, tried = 1.0, 0
    while tried < min(TRIES, most) and start < 0.0:
        tried += 1
        there = slope.moved(here, length * step)
        end, fall = -dot(there.f.ravel(), step.ravel()), start * length
        if not (levelled(end, start) if alike(here.loss, there.loss) else lowered(here.loss, there.loss, fall)):
            high, high_slope, high_loss = length, end, there.loss
        elif steep(end, start):
            low, low_slope, low_loss = length, end, there.loss
        else:
            return there, tried
        if high < inf:
            length = float(within(low, high, low_slope, high_slope, low_loss, high_loss))
        else:
            length = float(farther(length, end, start))
    return None, tried
