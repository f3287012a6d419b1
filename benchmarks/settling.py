"""settle, against gradient descent by NumPy and by PyTorch, against d3-force, and as a multiple of one evaluation by cKDTree.

All come to rest where no force exceeds 1e-9 m, the default of `springsim.settle`; d3-force runs the 300 ticks that it stops
after.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

import springsim as ss
from benchmarks.baselines import Torch, broadcast_forces, broadcasting, descent, plane_forces, tree
from benchmarks.evaluations import NOT_PICKED, check_equal
from benchmarks.force import Force
from benchmarks.measure import Spread, turns
from benchmarks.scenes import CROWDED, OTHERS, evaluation, local, mixed, numpy_only
from benchmarks.table import NPM, PIP, Goal, Row, count, digits, missing
from springsim import kernels

Floats = npt.NDArray[np.float64]
Descent = Callable[[ss.Scene], tuple[Floats, int]]
Settle = Callable[[ss.Scene], ss.Equilibrium]

TOL = 1e-9
TICKS = 300
_POINTS, _CLASSES, _MANY = 200, (2, 10), 100_000
_DESCENT, _TORCH, _FORCE = Goal("≥", 40.0), Goal("≥", 30.0), Goal("≥", 30.0)
_LOCAL = {"compiled": Goal("≤", 20.0), "NumPy only": Goal("≤", 80.0)}
_WARM = 5  # runs of node before those that count


def numpy_settle(scene: ss.Scene) -> ss.Equilibrium:
    """Settle by NumPy only."""
    with numpy_only():
        return ss.settle(scene, tol=TOL)


class _Runs(NamedTuple):
    """What came of several starts: seconds in turns, (calls, runs), and per start what both took and where they rest."""

    times: Floats
    counts: Floats  # evaluations of ours, steps of theirs
    losses: Floats  # of ours and theirs at rest, in m²

    def row(self, classes: int, how: str, against: str, goal: Goal, more: str = "") -> Row:
        fast, slow = self.times[:2]
        evaluations, steps = np.median(self.counts, axis=0)
        return Row(
            work=_work(classes, how),
            against=against,
            unit="× faster",
            ours=Spread.of(fast),
            theirs=Spread.of(slow),
            value=Spread.of(slow / fast),
            goal=goal,
            note=f"{evaluations:.0f} evaluations against {steps:.0f} steps; {_compared(self.losses)}{more}",
        )


def _run(classes: int, quick: bool, ours: Settle, *theirs: Descent) -> _Runs:
    """Settle from several starts by all ways in turns; stop where one does not come to rest."""
    times, counts, losses = [], [], []
    for seed in _seeds(quick):
        scene = mixed(_POINTS, classes, seed)
        rest, (x, steps) = ours(scene), theirs[0](scene)
        counts.append([rest.evaluations, steps])
        losses.append([_loss_at_rest(scene, rest.scene.positions), _loss_at_rest(scene, x)])
        times.append(turns(partial(ours, scene), *(partial(call, scene) for call in theirs), rounds=3))
    return _Runs(np.concatenate(times, axis=1), np.array(counts), np.array(losses))


def against_descent(quick: bool) -> Iterator[Row]:
    """Yield settle against gradient descent at step 1/n by broadcasting."""

    def plain(scene: ss.Scene) -> tuple[Floats, int]:
        return descent(scene.positions, scene.labels, scene.margin, TOL)

    def planes(scene: ss.Scene) -> tuple[Floats, int]:
        return descent(scene.positions, scene.labels, scene.margin, TOL, plane_forces)

    for classes in _CLASSES:
        runs = _run(classes, quick, numpy_settle, plain, planes)
        best = digits(float(np.median(runs.times[2] / runs.times[0])))
        more = f"; against descent with two planes in place: {best} ×"
        yield runs.row(classes, "NumPy only", "gradient descent, (n, n, 2) broadcasting", _DESCENT, more)


def against_torch(quick: bool) -> Iterator[Row]:
    """Yield settle by NumPy only against PyTorch's SGD on autograd of the same loss."""
    yield from _torch_rows(quick, "NumPy only", numpy_settle)


def against_force(quick: bool) -> Iterator[Row]:
    """Yield settle by NumPy only against d3-force."""
    yield from _force_rows(quick, "NumPy only", numpy_settle)


def after_load(quick: bool) -> Iterator[Row]:
    """Yield both for a process that has loaded compiled kernels, as the app's server does: it uses them from here on."""
    how, there = "compiled (after kernels.load)", kernels.load()
    yield from _torch_rows(quick, how, partial(ss.settle, tol=TOL) if there else None)
    yield from _force_rows(quick, how, partial(ss.settle, tol=TOL) if there else None)


def _torch_rows(quick: bool, how: str, ours: Settle | None) -> Iterator[Row]:
    against = "PyTorch SGD, lr = 1/n, autograd, float64"
    for classes in _CLASSES:
        if ours is None or find_spec("torch") is None:
            yield missing(_work(classes, how), against, "× faster", _TORCH, PIP)
            continue
        name, theirs = _quickest(mixed(_POINTS, classes, 0))
        runs = _run(classes, quick, ours, theirs)
        yield runs.row(classes, how, f"{against}, by {name}", _TORCH)


def _quickest(scene: ss.Scene) -> tuple[str, Descent]:
    """Return descent by PyTorch with the distances that it is quickest with, and their name."""
    truth = broadcasting(scene.positions, scene.labels[:, None] == scene.labels, scene.margin)
    x, _ = descent(scene.positions, scene.labels, scene.margin, TOL)
    calls: dict[str, Descent] = {}
    for name in ("pdist", "cdist", "broadcasting"):
        torch = Torch(name)
        check_equal(torch.evaluate(scene.positions, scene.labels, scene.margin), truth)

        def call(scene: ss.Scene, torch: Torch = torch) -> tuple[Floats, int]:
            return torch.descent(scene.positions, scene.labels, scene.margin, TOL)

        np.testing.assert_allclose(call(scene)[0], x, atol=1e-6)
        calls[name] = call
    times = turns(*(partial(call, scene) for call in calls.values()), rounds=3)
    return list(calls.items())[int(np.argmin(np.median(times, axis=1)))]


def _force_rows(quick: bool, how: str, ours: Settle | None) -> Iterator[Row]:
    """Yield settle against d3-force, which is another model: only what both do with the same points and links is alike."""
    against = f"d3-force, {TICKS} ticks of link and many-body"
    for classes in _CLASSES:
        if ours is None or not Force.there():
            yield missing(_work(classes, how), against, "× faster", _FORCE, PIP if ours is None else NPM)
            continue
        times = []
        with Force() as force:
            for _ in range(_WARM):
                force.seconds(mixed(_POINTS, classes, 0), TICKS)
            for scene in (mixed(_POINTS, classes, seed) for seed in _seeds(quick) for _ in range(3)):
                fast = float(turns(partial(ours, scene), rounds=1)[0, 0])
                times.append([fast, force.seconds(scene, TICKS)])
        fast_times, slow_times = np.transpose(times)
        yield Row(
            work=_work(classes, how),
            against=against,
            unit="× faster",
            ours=Spread.of(fast_times),
            theirs=Spread.of(slow_times),
            value=Spread.of(slow_times / fast_times),
            goal=_FORCE,
            note="another model: many-body is approximate, and where it ends is not at rest to any tolerance",
        )


def of_local_classes(quick: bool) -> Iterator[Row]:
    """Yield settle of very many points, in evaluations by cKDTree: how many of those it takes as long as."""
    n = 10_000 if quick else _MANY
    against = "ONE evaluation by SciPy cKDTree"
    for others, name in ((OTHERS, "local"), (CROWDED, "crowded")):
        scene = local(n, others)
        for how, goal in _LOCAL.items():
            work = f"settle, {count(n)} points in {name} classes, {others} others within m, {how}"
            if find_spec("scipy") is None or (how == "compiled" and find_spec("numba") is None):
                yield missing(work, against, "× as long", goal, PIP)
            elif how == "compiled" and not kernels.is_compiled(scene):
                yield missing(work, against, "× as long", goal, NOT_PICKED)
            else:
                yield _local_row(work, against, scene, how, goal)


def _local_row(work: str, against: str, scene: ss.Scene, how: str, goal: Goal) -> Row:
    def ours() -> ss.Equilibrium:
        with numpy_only() if how == "NumPy only" else contextlib.nullcontext():
            return ss.settle(scene, tol=TOL)

    def theirs() -> tuple[float, Floats]:
        return tree(scene.positions, scene.labels, scene.margin)

    with numpy_only() if how == "NumPy only" else contextlib.nullcontext():
        check_equal(evaluation(scene)(), theirs())
    rest = ours()
    loss, forces = tree(rest.scene.positions, scene.labels, scene.margin)
    largest = float(np.sqrt((forces**2).sum(axis=1).max()))
    assert rest.converged
    assert largest <= 1.01 * TOL * scene.margin
    fast, slow = turns(ours, theirs, rounds=3)
    return Row(
        work=work,
        against=against,
        unit="× as long",
        ours=Spread.of(fast),
        theirs=Spread.of(slow),
        value=Spread.of(fast / slow),
        goal=goal,
        note=f"{rest.evaluations} evaluations; loss at rest {loss:.0e} m², by cKDTree too",
    )


def _loss_at_rest(scene: ss.Scene, x: Floats) -> float:
    """Return the loss by broadcasting; stop where it is not at rest by broadcasting."""
    similar = scene.labels[:, None] == scene.labels
    forces = broadcast_forces(x, similar, scene.margin)
    assert np.sqrt((forces**2).sum(axis=1).max()) <= 1.01 * TOL * scene.margin
    return broadcasting(x, similar, scene.margin)[0] / scene.margin**2


def _work(classes: int, how: str = "") -> str:
    return f"settle, {_POINTS} points, {classes} random classes{f', {how}' if how else ''}"


def _compared(losses: Floats) -> str:
    """Say how the losses at rest compare: where there are several equilibria, either way may find the better one."""
    ours, theirs = losses.T
    if losses.max() < 1e-12:
        return "both rest without loss"
    lower, higher = int((ours < theirs * (1 - 1e-6)).sum()), int((ours > theirs * (1 + 1e-6)).sum())
    return (
        f"other equilibria in {lower + higher} of {len(ours)} starts, ours the lower in {lower};"
        f" mean loss {digits(float(ours.mean()))} against {digits(float(theirs.mean()))} m²"
    )


def _seeds(quick: bool) -> range:
    return range(1 if quick else 5)
