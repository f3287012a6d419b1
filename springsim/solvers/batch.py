"""Many copies of one small scene, each with a start and a margin of its own, settled at once.

Lengths are in margins, so every run has the margin 1: starts that differ by the unit of length alone are the same numbers, and
so is their path. A run takes the same path, to the bit, whichever others are in the batch.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, TypeVar

import numpy as np

from springsim.arrays import Bools, Floats, Ints
from springsim.model.laws import CONTRASTIVE
from springsim.model.scene import Scene
from springsim.solvers.copies import CopiesSlope
from springsim.solvers.curvature import Curvatures, each_dot, taken
from springsim.solvers.lbfgs import (
    NEARER,
    PATIENCE,
    TRIES,
    State,
    alike,
    better,
    farther,
    levelled,
    lowered,
    raised,
    steep,
    within,
)
from springsim.solvers.settle import settle
from springsim.solvers.slope import FEW
from springsim.validation.limits import COORDINATE_MAX

POINTS: Final = FEW  #: a scene of more is settled by itself: its sums are long enough to be fast
_DROP = 1 / 8  # share of the runs that have ended at which they are removed: each time all arrays are copied

T = TypeVar("T", bound="State | _Search | _Best")


class Rests(NamedTuple):
    """Where r runs ended.

    Attributes
    ----------
    positions : (r, n, 2) ndarray of float
        Positions, in the scene's unit.
    loss, residual : (r,) ndarray of float
        Sum loss, and largest force on a free point.
    converged : (r,) ndarray of bool
        Whether the residual is within the tolerance.
    evaluations : (r,) ndarray of int
        How often loss and forces of that run were computed.
    """

    positions: Floats
    loss: Floats
    residual: Floats
    converged: Bools
    evaluations: Ints


def settle_all(
    scene: Scene, starts: Floats, margins: Floats, *, tol: float = 1e-9, max_evaluations: int = 10_000, points: int = POINTS
) -> Rests:
    """Settle copies of a scene, all of one batch where it has at most `points` points, else by `settle` one after the other.

    Parameters
    ----------
    scene : Scene
        Springs, pinned points and domain; its margin does not matter.
    starts : (r, n, 2) ndarray of float
        Where the points start, in margins of each run; pinned points are where the scene has them.
    margins : (r,) ndarray of float
        The margin of each run.
    tol, max_evaluations
        As in `settle`.
    points : int, optional
        Most points of a scene in a batch.

    Returns
    -------
    Rests
    """
    batched = scene.law == CONTRASTIVE and scene.space.straight  # `CopiesSlope` has the springs of the paper only
    if len(scene) > points or not batched:
        return _one_by_one(scene, starts, margins, tol, max_evaluations)
    if len(scene) == 0 or len(margins) == 0:
        zeros = np.zeros(len(margins))
        return Rests(starts.copy(), zeros, zeros.copy(), zeros == 0.0, np.ones(len(margins), np.int64))
    return _Batch(CopiesSlope(scene, margins), starts, tol, max_evaluations).rests()


def _one_by_one(scene: Scene, starts: Floats, margins: Floats, tol: float, most: int) -> Rests:
    rests = []
    for start, m in zip(starts, margins.tolist(), strict=True):
        x = np.where(scene.pinned[:, None], scene.positions, np.clip(start * m, -COORDINATE_MAX, COORDINATE_MAX))
        rests.append(settle(scene.replace(positions=x, margin=m), tol=tol, max_evaluations=most))
    return Rests(
        np.array([rest.scene.positions for rest in rests]).reshape(starts.shape),
        np.array([rest.loss for rest in rests], np.float64),
        np.array([rest.residual for rest in rests], np.float64),
        np.array([rest.converged for rest in rests], np.bool_),
        np.array([rest.evaluations for rest in rests], np.int64),
    )


class _Search(NamedTuple):
    """The line search of each run: its direction, the slope at its start, the length to try next, and how many were tried.

    `ends`, (2, 3, b), has the longest length that was too short, and the shortest that was too long, infinity while none was,
    each with slope and loss there.
    """

    step: Floats
    start: Floats
    length: Floats
    tried: Ints
    ends: Floats


class _Best(NamedTuple):
    """The least force and the least loss of each run so far, and after how many evaluations either last decreased."""

    force: Floats
    loss: Floats
    since: Ints


class _Runs(NamedTuple):
    """How far each run is: its number, state, line search, best, evaluations, and whether it has ended."""

    number: Ints
    here: State
    search: _Search
    best: _Best
    evaluations: Ints
    ended: Bools


class _Batch:
    """The runs of a batch: in each round, each run tries one step, as `settle` does one after the other."""

    def __init__(self, slope: CopiesSlope, starts: Floats, tol: float, most: int) -> None:
        r = len(starts)
        self._tol, self._most, self._margins = tol, most, slope.margins
        self._rests = Rests(np.empty(starts.shape), np.empty(r), np.empty(r), np.zeros(r, np.bool_), np.ones(r, np.int64))
        number = _two_or_more(np.arange(r))
        self._slope = slope.of(number)
        here = self._slope.start(starts[number])
        self._memory = Curvatures(here.f.shape)
        once, search = np.ones(len(number), np.int64), self._search(here)
        ended = self._at_end(here, search, once)
        self._runs = _Runs(number, here, search, _Best(here.force, here.loss, once), once, ended)

    def rests(self) -> Rests:
        """Return where the runs end."""
        while len(self._runs.number):
            if np.count_nonzero(self._runs.ended) >= _DROP * len(self._runs.number):
                self._drop()
            else:
                self._advance()
        return self._rests

    def _search(self, here: State) -> _Search:
        """Return the search along the quasi-Newton step of each run."""
        step = self._memory.step(here)
        start = -each_dot(here.f, step)
        none = np.zeros(len(start))
        ends = np.array([[none, start, here.loss], [none + np.inf, none, none]])
        return _Search(step, start, none + 1.0, np.zeros(len(start), np.int64), ends)

    def _at_end(self, here: State, search: _Search, evaluations: Ints) -> Bools:
        """Tell which runs are at rest, and near enough to it by what they know of the curvature, or may evaluate no more."""
        at_end: Bools = here.force <= self._tol
        if at_end.any():
            at_end &= (np.abs(search.step).max(axis=(0, 1)) <= NEARER * self._tol) | ~self._memory.knows
        return at_end | (evaluations >= self._most)

    def _advance(self) -> None:
        """Try the next step of each run: a length of the quasi-Newton one, or, where none will do, the safe one."""
        number, here, search, best, evaluations, ended = self._runs
        safely = (search.tried >= TRIES) | ~(search.start < 0.0)
        at_rest = here.force <= self._tol
        ended = ended | (safely & at_rest)
        self._memory.forget(safely)
        there = self._slope.moved(here, np.where(safely, here.safe, search.length * search.step))
        evaluations = evaluations + ~ended
        stuck = (there.x == here.x).all(axis=(0, 1)) | raised(here.loss, there.loss)  # rounding is all that is left
        slope = -each_dot(there.f, search.step)
        by_loss = lowered(here.loss, there.loss, search.start * search.length)
        downhill = np.where(alike(here.loss, there.loss), levelled(slope, search.start), by_loss)
        short = downhill & steep(slope, search.start)
        ended = ended | (at_rest & downhill & ~short & ~safely & (there.force >= here.force))
        taken = np.where(safely, ~stuck, downhill & ~short) & ~ended
        self._memory.learn(taken, here, there)
        again = _narrowed(search, short, slope, there.loss)
        here = _either(taken, there, here)
        less = taken & better(here.force, here.loss, best.force, best.loss)
        best = _either(less, _Best(np.minimum(here.force, best.force), here.loss, evaluations), best)
        tired = taken & (evaluations - best.since > PATIENCE)
        if tired.any():
            tired &= here.force <= self._slope.rounding(here)
        search = _either(taken, self._search(here), again)
        ended = ended | (safely & ~taken) | tired | self._at_end(here, search, evaluations)
        self._runs = _Runs(number, here, search, best, evaluations, ended)

    def _drop(self) -> None:
        """Store the results of the runs that have ended, and remove them."""
        (number, here, _, _, evaluations, ended), rests = self._runs, self._rests
        out = number[ended]
        m = self._margins[out]
        rests.positions[out] = self._slope.positions(here)[ended]
        rests.loss[out], rests.residual[out] = self._slope.losses(here)[ended], here.force[ended] * m
        rests.converged[out], rests.evaluations[out] = here.force[ended] <= self._tol, evaluations[ended]
        stay = _two_or_more(np.flatnonzero(~ended))
        self._slope, self._memory, self._runs = self._slope.of(stay), self._memory.of(stay), _of(self._runs, stay)


def _narrowed(search: _Search, short: Bools, slope: Floats, loss: Floats) -> _Search:
    """Return the searches with the next length, where the last one was too short, or else too long, by its slope and loss."""
    which = np.array([short, ~short])[:, None]
    ends = np.where(which, np.array([search.length, slope, loss]), search.ends)
    (low, low_slope, low_loss), (high, high_slope, high_loss) = ends
    open_ = np.isinf(high)
    between: Floats = within(low, np.where(open_, low + 1.0, high), low_slope, high_slope, low_loss, high_loss)
    beyond: Floats = farther(search.length, slope, search.start)
    length = np.where(open_, beyond, between)
    return search._replace(length=length, tried=search.tried + 1, ends=ends)


def _two_or_more(runs: Ints) -> Ints:
    """Return the runs, a single one twice: NumPy would drop an axis of length 1, and add up in another order."""
    return np.repeat(runs, 2) if len(runs) == 1 else runs


def _either(which: Bools, yes: T, no: T) -> T:
    """Return named tuples of arrays with the values of `yes` for some runs and those of `no` for the others."""
    return type(yes)(*[np.where(which, *both) for both in zip(yes, no, strict=True)])


def _of(values: Any, runs: Ints) -> Any:
    """Return the values of some runs of an array, or of all arrays in named tuples."""
    return type(values)(*[_of(part, runs) for part in values]) if isinstance(values, tuple) else taken(values, runs)
