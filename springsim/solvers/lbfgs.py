"""Limited-memory BFGS (Liu and Nocedal, 1989), with a step that is safe where it fails: its state and its rules.

A run tries the quasi-Newton step, then shorter ones along it, then, with all that it has learnt forgotten, the safe step. The
rules are functions of the numbers of one run, or of arrays, (b,), of many: `settle` follows them with one run, whose branches
cost next to nothing, and `batch` with many at once, all of which take both branches and keep one.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np

from springsim.arrays import Floats

MEMORY: Final = 12  #: steps that are remembered
BACKTRACKS: Final = 6  #: lengths that are tried along a step before the safe one
PATIENCE: Final = 200  #: evaluations without a lower loss or half the force, after which a run gives up
NOISE: Final = 1e-13  # relative rounding error of the loss
ENOUGH: Final = 1e-4  # share of the promised fall that a step must bring

Value = Any  #: a number or a bool of one run, or an array of them, (b,), of many


class State(NamedTuple):
    """One state of a descent; states of many runs have one more axis, the last one.

    Attributes
    ----------
    x : (n, 2) ndarray of float; (2, n, b) of many
        Positions.
    at : (n, 2) or (n,) ndarray of float; (c, n, b) of many
        Coordinates: what the loss is taken to be a function of, positions in the plane, angles or arcs on the circle.
    f : ndarray of float
        Minus the gradient of the loss by the coordinates, 0 for pinned points.
    safe : ndarray of float
        A step of the coordinates that never raises the loss.
    loss, force : float
        Sum loss, and largest force on a free point.
    pushing : int
        Number of dissimilar springs that push; −1 where many are not counted.
    """

    x: Floats
    at: Floats
    f: Floats
    safe: Floats
    loss: Value
    force: Value
    pushing: Value


def alike(before: Value, after: Value) -> Value:
    """Tell whether two losses differ by rounding only, so that `levelled` must decide on a step, and not `lowered`."""
    return abs(after - before) <= NOISE * before


def lowered(before: Value, after: Value, fall: Value) -> Value:
    """Tell whether a step lowers the loss by enough, where the slope promised `fall` (negative)."""
    return after <= before + ENOUGH * fall


def levelled(slope: Value, fall: Value) -> Value:
    """Tell whether a step, of slope `fall` at its start and `slope` at its end, lowers the loss (Hager and Zhang, 2005)."""
    return slope <= -(1.0 - 2.0 * ENOUGH) * fall


def raised(before: Value, after: Value) -> Value:
    """Tell whether the loss has grown by more than rounding."""
    return after > before * (1.0 + NOISE)


def shorter(before: Value, after: Value, fall: Value) -> Value:
    """Return by how much to shorten a step: to the least point of the parabola through both losses and the slope, about."""
    bend = after - before - fall
    least = -0.5 * fall / np.where(bend > 0.0, bend, 1.0)
    return np.where(bend > 0.0, np.minimum(np.maximum(least, 0.1), 0.6), 0.3)


def better(force: Value, loss: Value, least_force: Value, least_loss: Value) -> Value:
    """Tell whether a state has a lower loss than any before, or half the force."""
    return (force < 0.5 * least_force) | (loss < least_loss * (1.0 - NOISE))


def upward(curvature: Value, moved: Value, turned: Value) -> Value:
    """Tell whether a step s and the change y of the gradient show upward curvature, by s·y, s·s and y·y."""
    return curvature > 1e-12 * (moved * turned) ** 0.5
