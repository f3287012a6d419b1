"""Many copies of one small scene, each with a start and a margin of its own, settled at once.

Lengths are in margins here, so every run has the margin 1: starts that differ by the unit of length alone are the same
numbers, and so is their way. The last axis of every array is the run, and no sum goes across it: a run takes the same way, to
the bit, whichever others are in the batch.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from springsim.arrays import Bools, Floats, Ints
from springsim.kernels.base import coincides, hinges, squared
from springsim.model.conventions import OUT_OF_REACH
from springsim.model.scene import Scene
from springsim.solvers.lbfgs import BACKTRACKS, ENOUGH, FEW, MEMORY, NOISE, PATIENCE
from springsim.solvers.settle import settle
from springsim.validation.limits import COORDINATE_MAX

POINTS: Final = FEW  #: a scene of more is settled by itself: its sums are long enough to be fast
_LEAVE = 1 / 8  # share of the runs that have ended at which they are taken out: each time, all that is known is copied


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
    if len(scene) > points:
        return _one_by_one(scene, starts, margins, tol, max_evaluations)
    if len(scene) == 0 or len(margins) == 0:
        zeros = np.zeros(len(margins))
        return Rests(starts.copy(), zeros, zeros.copy(), zeros == 0.0, np.ones(len(margins), np.int64))
    return _Descent(_Slopes(scene, margins), starts, tol, max_evaluations).ended()


def _one_by_one(scene: Scene, starts: Floats, margins: Floats, tol: float, most: int) -> Rests:
    rests = []
    for start, m in zip(starts, margins.tolist(), strict=True):
        x = np.where(scene.pinned[:, None], scene.positions, np.clip(start * m, -COORDINATE_MAX, COORDINATE_MAX))
        rests.append(settle(scene.replace(positions=x, margin=m), tol, most))
    return Rests(
        np.array([rest.scene.positions for rest in rests]).reshape(starts.shape),
        np.array([rest.loss for rest in rests], np.float64),
        np.array([rest.residual for rest in rests], np.float64),
        np.array([rest.converged for rest in rests], np.bool_),
        np.array([rest.evaluations for rest in rests], np.int64),
    )


class _States(NamedTuple):
    """One state of each run, as `descent.State` has that of one; c coordinates a point.

    Attributes
    ----------
    x : (2, n, b) ndarray of float
        Positions.
    at, f, safe : (c, n, b) ndarray of float
        Coordinates, minus the gradient of the loss by them, and a step of them that never raises the loss.
    loss, force : (b,) ndarray of float
        Sum loss, and largest force on a free point.
    """

    x: Floats
    at: Floats
    f: Floats
    safe: Floats
    loss: Floats
    force: Floats

    def of(self, runs: Ints) -> _States:
        """Return the states of some runs."""
        return _States(*(_of(part, runs) for part in self))

    def where(self, runs: Bools, others: _States) -> _States:
        """Return these states for some runs, `others` for the rest."""
        return _States(*(np.where(runs, mine, other) for mine, other in zip(self, others, strict=True)))


class _Slopes:
    """The loss of each copy of a scene as a function of coordinates: positions, or arcs along the circle, in margins."""

    def __init__(self, scene: Scene, margins: Floats) -> None:
        self.scene, self.margins = scene, margins
        i, j, similar = scene.springs.pairs
        self._pulls = i[similar], j[similar]
        n = len(scene)
        self._pull, self._apart = np.zeros((n, n)), np.full((n, n, 1), OUT_OF_REACH)
        for a, b in ((i, j), (j, i)):
            self._pull[a[similar], b[similar]] = 1.0
            self._apart[a[~similar], b[~similar]] = 0.0
        stiffness = scene.springs.stiffness(scene.pinned)
        self._step = 1.0 / stiffness if stiffness > 0.0 else 1.0
        self._held = scene.pinned[:, None]
        self._d = self._squares = np.empty((2, n, n, 0))
        self._hinge = np.empty((n, n, 0))

    def of(self, runs: Ints) -> Self:
        """Have only some of the runs from now on."""
        self.margins = self.margins[runs]
        return self

    def start(self, starts: Floats) -> _States:
        """Return the states at positions, (r, n, 2), in margins."""
        pins = self.scene.positions.T[:, :, None] / self.margins
        space = self.scene.space
        x = np.where(self._held, pins, space.clipped(np.ascontiguousarray(starts.transpose(2, 1, 0)), self.margins))
        return self._states(x, space.coordinates(x, self.margins, 0))

    def moved(self, here: _States, step: Floats) -> _States:
        """Return the states a step of the coordinates from here; pinned points stay."""
        return self._states(*self.scene.space.advanced(here.x, here.at, step, self._held, self.margins, 0))

    def positions(self, here: _States) -> Floats:
        """Return positions, (b, n, 2), in the scene's unit."""
        x = self.scene.space.in_scene_unit(here.x, here.at, self.margins, 0)
        return np.where(self._held, self.scene.positions, x.transpose(2, 1, 0))

    def _states(self, x: Floats, at: Floats) -> _States:
        loss, f = self._evaluate(x)
        f[:, self.scene.pinned] = 0.0
        space, m = self.scene.space, self.margins
        along, safe = space.along(x, f, m, 0), space.turned(x, self._step * f, m, 0)
        return _States(x, at, along, safe, loss, np.sqrt(_dot(along, along, "anb,anb->nb").max(axis=0)))

    def _evaluate(self, x: Floats) -> tuple[Floats, Floats]:
        """Return the sum loss, (b,), and the forces, (2, n, b), at positions, (2, n, b)."""
        shape = x.shape[1], *x.shape[1:]
        if self._hinge.shape != shape:
            self._d, self._squares, self._hinge = np.empty((2, *shape)), np.empty((2, *shape)), np.empty(shape)
        i, j = self._pulls
        similar = x.take(i, axis=1) - x.take(j, axis=1)
        loss = 0.5 * _dot(similar, similar)
        d, distance, hinge = self._d, self._squares[0], self._hinge
        np.subtract(x[:, :, None], x[:, None], out=d)
        squared(d, self._squares)
        np.add(distance, self._apart, out=distance)
        coincide = hinges(d, 1.0, distance, hinge)
        loss += 0.25 * np.einsum("ijb,ijb->b", hinge, hinge)  # each pair is there twice
        np.divide(hinge, distance, out=hinge)
        hinge -= self._pull[:, :, None]
        f: Floats = np.einsum("ijb,aijb->aib", hinge, d)
        if coincide:
            i, j, run = np.nonzero(coincides(distance))
            push = self.scene.space.parting(i, j, x[:, i, run] * self.margins[run])
            for part, share in zip(f, push, strict=True):
                np.add.at(part, (i, run), share)
        return loss, f


class _Curvatures:
    """What the last steps of each run told of the curvature of its loss: limited-memory BFGS in a ring of places for all.

    A run that learned nothing from a round has nothing in that round's place.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._moved, self._turned = np.zeros((2, MEMORY, *shape))
        self._sharpness = np.zeros((MEMORY, shape[-1]))  # 1 / (s · y), or 0 where there is nothing
        self._scale = np.zeros(shape[-1])
        self._rounds = 0

    def of(self, runs: Ints) -> Self:
        """Have only some of the runs from now on."""
        self._moved, self._turned = _of(self._moved, runs), _of(self._turned, runs)
        self._sharpness, self._scale = _of(self._sharpness, runs), _of(self._scale, runs)
        return self

    def forget(self, runs: Bools) -> None:
        """Forget all steps of some runs."""
        self._sharpness[:, runs] = 0.0

    def learn(self, runs: Bools, moved: Floats, turned: Floats) -> None:
        """Remember a step of some runs and the change of the gradient along it, where that shows upward curvature."""
        place = self._rounds % MEMORY
        self._rounds += 1
        curvature, squared = _dot(moved, turned), _dot(turned, turned)
        good = runs & (curvature > 1e-12 * np.sqrt(_dot(moved, moved) * squared))
        self._moved[place], self._turned[place] = moved, turned
        self._sharpness[place] = np.where(good, 1.0 / np.where(good, curvature, 1.0), 0.0)
        self._scale = np.where(good, curvature / np.where(good, squared, 1.0), self._scale)

    def step(self, here: _States) -> Floats:
        """Return the quasi-Newton step of each run from here; the safe one where nothing is known."""
        q = here.f.copy()
        part = np.empty_like(q)
        known = [k % MEMORY for k in range(max(self._rounds - MEMORY, 0), self._rounds)]
        shares = {}
        for k in reversed(known):
            shares[k] = self._sharpness[k] * _dot(self._moved[k], q)
            q -= np.multiply(shares[k], self._turned[k], out=part)
        q *= self._scale
        for k in known:
            share = shares[k] - self._sharpness[k] * _dot(self._turned[k], q)
            q += np.multiply(share, self._moved[k], out=part)
        return np.where(self._sharpness.any(axis=0), q, here.safe)


class _Descent:
    """What `settle` does, for all runs at once: in each round, each run tries one step."""

    def __init__(self, slopes: _Slopes, starts: Floats, tol: float, most: int) -> None:
        r = len(starts)
        self._tol, self._most, self._margins = tol, most, slopes.margins
        self._rests = Rests(np.empty(starts.shape), np.empty(r), np.empty(r), np.zeros(r, np.bool_), np.ones(r, np.int64))
        self._run = _company(np.arange(r))  # which ones are still here
        self._slopes, r = slopes.of(self._run), len(self._run)
        self._here = self._slopes.start(starts[self._run])
        self._memory = _Curvatures(self._here.f.shape)
        self._evaluations, self._gained = np.ones((2, r), np.int64)
        self._best, self._lowest = self._here.force, self._here.loss
        self._step, self._length, self._tries = self._here.safe, np.ones(r), np.zeros(r, np.int64)
        self._fall = -_dot(self._here.f, self._step)  # of the loss along the step, per unit of length
        self._ended = (self._here.force <= tol) | (self._evaluations >= most)

    def ended(self) -> Rests:
        """Return where the runs end."""
        while len(self._run):
            if np.count_nonzero(self._ended) >= _LEAVE * len(self._run):
                self._leave()
            else:
                self._advance()
        return self._rests

    def _advance(self) -> None:
        """Try the next step of each run: the quasi-Newton one, a shorter one, or, when those are no good, the safe one."""
        here, going = self._here, ~self._ended
        safely = (self._tries >= BACKTRACKS) | ~(self._fall < 0.0)
        self._memory.forget(safely)
        move = np.where(safely, here.safe, self._length * self._step)
        there = self._slopes.moved(here, move)
        self._evaluations = self._evaluations + going
        fall = self._fall * self._length
        stuck = (there.x == here.x).all(axis=(0, 1)) | (there.loss > here.loss * (1.0 + NOISE))  # rounding is all that is left
        taken = np.where(safely, ~stuck, _downhill(here, there, move, fall)) & going
        self._memory.learn(taken, there.at - here.at, here.f - there.f)
        self._here = there.where(taken, here)
        self._watch(taken)
        self._ended |= going & ((safely & ~taken) | (self._here.force <= self._tol) | (self._evaluations >= self._most))
        self._step = np.where(taken, self._memory.step(self._here), self._step)
        self._fall = np.where(taken, -_dot(self._here.f, self._step), self._fall)
        self._length = np.where(taken, 1.0, self._length * _shorter(here, there, fall))
        self._tries = np.where(taken, 0, self._tries + 1)

    def _watch(self, taken: Bools) -> None:
        """End runs that have brought neither a lower loss nor half the force for long."""
        here = self._here
        better = taken & ((here.force < 0.5 * self._best) | (here.loss < self._lowest * (1.0 - NOISE)))
        self._best = np.where(better, np.minimum(here.force, self._best), self._best)
        self._lowest = np.where(better, here.loss, self._lowest)
        self._gained = np.where(better, self._evaluations, self._gained)
        self._ended |= taken & (self._evaluations - self._gained > PATIENCE)

    def _leave(self) -> None:
        """Write down the runs that have ended, and go on without them."""
        ended, here, rests = self._ended, self._here, self._rests
        out = self._run[ended]
        m = self._margins[out]
        rests.positions[out] = self._slopes.positions(here)[ended]
        rests.loss[out], rests.residual[out] = here.loss[ended] * m**2, here.force[ended] * m
        rests.converged[out], rests.evaluations[out] = here.force[ended] <= self._tol, self._evaluations[ended]
        stay = _company(np.flatnonzero(~ended))
        self._here, self._slopes, self._memory = here.of(stay), self._slopes.of(stay), self._memory.of(stay)
        for name in ("_run", "_evaluations", "_gained", "_best", "_lowest", "_step", "_length", "_tries", "_fall", "_ended"):
            setattr(self, name, _of(getattr(self, name), stay))


def _company(runs: Ints) -> Ints:
    """Return the runs, a lone one twice: NumPy would drop an axis of length 1, and add up in another order."""
    return np.repeat(runs, 2) if len(runs) == 1 else runs


def _of(values: npt.NDArray[Any], runs: Ints) -> npt.NDArray[Any]:
    """Return the values of some runs, laid out in memory as they were, unlike what an index would return."""
    return values.take(runs, axis=-1)


def _downhill(here: _States, there: _States, move: Floats, fall: Floats) -> Bools:
    """Tell which runs are downhill of before, where the slope promised `fall` for the move; see `descent.State.below`."""
    closely = np.abs(there.loss - here.loss) <= NOISE * here.loss
    by_slope = -_dot(there.f, move) <= -(1.0 - 2.0 * ENOUGH) * fall
    return np.where(closely, by_slope, there.loss <= here.loss + ENOUGH * fall)


def _shorter(here: _States, there: _States, fall: Floats) -> Floats:
    """Return by how much to shorten a step: to the least point of the parabola through both losses and the slope, about."""
    bend = there.loss - here.loss - fall
    return np.where(bend > 0.0, np.clip(-0.5 * fall / np.where(bend > 0.0, bend, 1.0), 0.1, 0.6), 0.3)


def _dot(a: Floats, b: Floats, along: str = "anb,anb->b") -> Floats:
    product: Floats = np.einsum(along, a, b)
    return product
