"""Limited-memory BFGS (Liu and Nocedal, 1989), with a step that is safe where it fails: its state and its rules.

A run tries lengths along the quasi-Newton step until one meets the weak conditions of Wolfe: the loss has fallen by enough, and
it falls less steeply than at the start, so that each step shows how the loss curves, along a bent valley too. Lengths are
between one that is too short and one that is too long (Lewis and Overton, 2013). Where no length does, the run takes the safe
step, with all that it has learnt forgotten. The rules are functions of the numbers of one run, or of arrays, (b,), of many:
`settle` follows them with one run, whose branches cost next to nothing, and `batch` with many at once, all of which take both
branches and keep one.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np

from springsim.arrays import Floats

MEMORY: Final = 12  #: steps that are remembered
TRIES: Final = 20  #: lengths that are tried along a step before the safe one
PATIENCE: Final = 200  #: evaluations without progress, after which a run gives up whose forces may be rounding
SLOW: Final = 300  #: evaluations after which a run may go on by coordinates along its springs
NEARER: Final = 0.1  #: share of the tolerance that the next step of a run at rest may have: it goes on where it is longer
NOISE: Final = 1e-13  # relative rounding error of the loss
ENOUGH: Final = 1e-3  # share of the promised fall that a step must bring
FLATTER: Final = 0.9  # share of the slope at its start that a step may have at its end
_TINY: Final = 1e-290  # products below that have too few digits, and an inverse that is too large
_EPS: Final = float(np.finfo(np.float64).eps)

Value = Any  #: a number or a bool of one run, or an array of them, (b,), of many


class State(NamedTuple):
    """One state of a descent; states of many runs have one more axis, the last one.

    Attributes
    ----------
    x : (n, 2) ndarray of float; (2, n, b) of many
        Positions.
    at : (f, 2) or (f,) ndarray of float; (c, n, b) of many
        Coordinates of the free points; of many runs, of all points. The loss is taken to be a function of them: positions in
        the plane, angles or arcs on the circle.
    f : ndarray of float
        Minus the gradient of the loss by the coordinates, 0 for pinned points.
    safe : ndarray of float
        A step of the coordinates that never raises the loss.
    loss : float
        Sum loss, without what springs between pinned points add.
    force : float
        Largest force on a free point.
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


def steep(slope: Value, start: Value) -> Value:
    """Tell whether a length is too short, as the loss still falls there nearly as steeply as at the start."""
    return slope < FLATTER * start


def within(low: Value, high: Value, low_slope: Value, high_slope: Value, low_loss: Value, high_loss: Value) -> Value:
    """Return a length between two, where the cubic through both losses and slopes is least.

    Parameters
    ----------
    low, high : float
        A length that is too short, and one that is too long.
    low_slope, high_slope, low_loss, high_loss : float
        Slopes along the step, and losses there. Where the losses differ by rounding only, the slopes decide.
    """
    width = high - low
    by_slopes = 0.5 * (low_slope + high_slope)
    mean = np.where(alike(low_loss, high_loss), by_slopes, (high_loss - low_loss) / width)
    middle = 2.0 * by_slopes - 3.0 * mean
    root = np.sqrt(np.maximum(middle * middle - low_slope * high_slope, 0.0))
    bend = high_slope - low_slope + 2.0 * root
    share = 1.0 - (high_slope + root - middle) / np.where(bend > 0.0, bend, np.inf)
    return low + np.minimum(np.maximum(share, 0.1), 0.9) * width


def farther(length: Value, slope: Value, start: Value) -> Value:
    """Return a length beyond one that is too short: 2 to 10 times that, where the slope would end if it went on as it has."""
    less = slope > start
    times = start / np.where(less, start - slope, 1.0)
    return length * np.where(less, np.minimum(np.maximum(times, 2.0), 10.0), 4.0)


def better(force: Value, loss: Value, least_force: Value, least_loss: Value) -> Value:
    """Tell whether a state has a lower loss than any before, or half the force."""
    return (force < 0.5 * least_force) | (loss < least_loss * (1.0 - NOISE))


def upward(curvature: Value, moved: Value, turned: Value) -> Value:
    """Tell whether a step s and the change y of the gradient show upward curvature, by s·y, s·s and y·y, in enough digits."""
    return (curvature > 1e-12 * (moved * turned) ** 0.5) & (curvature > _TINY) & (turned > _TINY)


def rounding(reach: Value, margin: Value, safe: Value) -> Value:
    """Return about the largest force that may be rounding alone.

    Parameters
    ----------
    reach : float
        Largest coordinate.
    margin : float
        The margin.
    safe : float
        The step 1/λ: forces change by up to λ times the rounding of positions.
    """
    return 4.0 * _EPS * (reach + margin) / safe


def largest(numbers: Floats) -> float:
    """Return the largest absolute value of some numbers; 0 without any."""
    return float(np.abs(numbers).max(initial=0.0))
