"""Whether a cycle lasts: the derivative of the step over one period tells whether a small deviation from it grows."""

from __future__ import annotations

from typing import Final

import numpy as np

from springsim import kernels
from springsim.arrays import Floats
from springsim.energy.hessian import hessian
from springsim.model.scene import Scene
from springsim.solvers.step import Descent

_NEUTRAL: Final = 1e-9  # a step: a deviation that grows no faster does not grow, to rounding
_LARGEST: Final = 1e6  # of the derivative; of a larger one rounding leaves too few digits of the eigenvalues
_WORK: Final = 4e9  # operations: less than a second
_EACH: Final = 600_000  # operations' worth of time that a state takes, however small the scene is
_SPRING: Final = 50  # operations for the end of a spring
_EIGENVALUES: Final = 25  # operations for the cube of a matrix's size


def lasts(scene: Scene, descent: Descent, x: Floats, v: Floats, period: int) -> bool:
    """Tell whether a descent goes round a cycle from which no small deviation grows, as far as first derivatives tell.

    The derivative of one step is ``dv ← β dv − η H dx``, ``dx ← dx + dv`` with the exact Hessian H (and, on the circle, what
    putting points back on it makes of that). No eigenvalue of their product over a period may exceed 1. Where the loss has no
    second derivative on the way, as at a hinge, or where it would take more than about a second, the answer is no.

    Parameters
    ----------
    scene : Scene
        The start of the descent.
    descent : Descent
        η and β.
    x, v : (n, 2) ndarray of float
        A state of the cycle.
    period : int
        After how many steps it comes back.

    Returns
    -------
    bool
    """
    eta, beta = descent
    free, space = np.flatnonzero(~scene.pinned), scene.space
    rows = 2 * len(free)
    size = rows if beta == 0.0 else 2 * rows
    ends = len(free) * len(scene) if scene.springs.all_pairs else 2 * sum(scene.springs.counts)
    work = period * (_EACH + _SPRING * ends + 2 * rows * rows * size) + _EIGENVALUES * size**3
    if not scene.law.curved or not space.straight or work > _WORK:
        return False
    kernel, force, there = kernels.for_scene(scene), np.empty_like(x), np.empty_like(x)
    flat = scene.replace(domain="plane")  # the derivative off the circle too: the step leads back to it
    shift, change = np.split(np.eye(2 * rows, size), 2)
    for _ in range(period):
        bend = hessian(flat.replace(positions=x))
        if bend.hinges or bend.coincident:
            return False
        kernel.evaluate(x, force)
        w = np.where(scene.pinned[:, None], 0.0, beta * v + eta * force)
        change = beta * change - eta * (bend.matrix @ shift)
        pair = (part.reshape(len(free), 2, size) for part in (shift, change))
        with np.errstate(divide="ignore", invalid="ignore"):  # a step to the middle of the circle has no derivative
            shift, change = (part.reshape(rows, size) for part in space.carried(x[free], w[free], *pair))
        if not max(np.abs(shift).max(), np.abs(change).max()) <= _LARGEST:
            return False
        v = space.moved(x, w, there)
        x, there = there, np.empty_like(x)
    product = np.concatenate([shift, change])[:size]
    return bool(np.abs(np.linalg.eigvals(product)).max() <= 1.0 + _NEUTRAL * period)
