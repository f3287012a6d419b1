"""One evaluation of loss and forces: against broadcasting, against the processor's divider, and as points grow in number."""

from __future__ import annotations

import contextlib
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

import springsim as ss
from benchmarks.baselines import VARIANTS, Divider, broadcasting, near_pairs, tree
from benchmarks.force import Force
from benchmarks.measure import Spread, turns
from benchmarks.scenes import OTHERS, dense, evaluation, local, numpy_only
from benchmarks.table import NPM, PIP, Goal, Point, Row, count, digits, duration, missing
from springsim import kernels

Floats = npt.NDArray[np.float64]
Evaluated = tuple[float, Floats]

NOT_PICKED = "no compiled kernel is picked for this scene"
_LEAST = 0.01  # seconds that a turn lasts
_RTOL = 1e-9
_FASTER = {200: 15.0, 1000: 25.0, 5000: 50.0}
_DIVIDER = Goal("≤", 1.5)
_LINEAR, _WEIGHT = Goal("≤", 1.1), Goal("≤", 4.0)
_TREE = "SciPy cKDTree"
_SHAKEN = 0.3  # margins: how far points are moved between evaluations, so that pairs are looked for again each time


def check_equal(ours: Evaluated, theirs: Evaluated) -> None:
    """Stop where two ways of computing loss and forces differ by more than rounding."""
    np.testing.assert_allclose(ours[0], theirs[0], rtol=_RTOL)
    np.testing.assert_allclose(ours[1], theirs[1], rtol=_RTOL, atol=_RTOL * float(np.abs(theirs[1]).max()))


def against_broadcasting(quick: bool) -> Iterator[Row]:
    """Yield loss and forces by NumPy only, every dissimilar pair pushing."""
    for n, goal in _FASTER.items():
        for classes in (2, 10, n):
            yield _numpy_row(n, classes, Goal("≥", goal), rounds=3 if quick else 15 if n <= 1000 else 5)


def _numpy_row(n: int, classes: int, goal: Goal, rounds: int) -> Row:
    scene = dense(n, classes)
    x, similar = scene.positions, scene.labels[:, None] == scene.labels
    with numpy_only():
        ours = evaluation(scene)
    calls: dict[str, Callable[[], Evaluated]] = {
        name: lambda variant=variant: variant(x, similar, scene.margin)  # type: ignore[misc]
        for name, variant in VARIANTS.items()
        if variant is not broadcasting and ("SciPy" not in name or find_spec("scipy"))
    }

    def plain() -> Evaluated:
        return broadcasting(x, similar, scene.margin)

    def public() -> Evaluated:
        with numpy_only():
            return ss.loss(scene), ss.forces(scene)

    truth = plain()
    for call in (ours, public, *calls.values()):
        check_equal(call(), truth)
    best = min(calls, key=lambda name: float(turns(calls[name], rounds=3).min()))
    fast, slow, variant, both = turns(ours, plain, calls[best], public, rounds=rounds, least=_LEAST)
    return Row(
        work=f"loss + forces, {n} points in {classes} classes, NumPy only",
        against="(n, n, 2) broadcasting",
        unit="× faster",
        ours=Spread.of(fast),
        theirs=Spread.of(slow),
        value=Spread.of(slow / fast),
        goal=goal,
        note=f"the best other variant ({best}): {digits(float(np.median(variant / fast)))} ×; "
        f"`ss.loss` and `ss.forces`: {duration(Spread.of(both))} together",
    )


def against_divider(quick: bool) -> Iterator[Row]:
    """Yield the compiled kernels, beside what the divider alone takes for as many pairs."""
    for n in (1000, 5000):
        for classes in (2, 10, n):
            yield _compiled_row(n, classes, rounds=3 if quick else 15 if n <= 1000 else 7)


def _compiled_row(n: int, classes: int, rounds: int) -> Row:
    work, against = f"loss + forces, {n} points in {classes} classes, compiled", "one √ and one ÷ a dissimilar pair"
    if find_spec("numba") is None:
        return missing(work, against, "× as long", _DIVIDER, PIP)
    scene, divider = dense(n, classes), Divider()
    if not kernels.is_compiled(scene):
        return missing(work, against, "× as long", _DIVIDER, NOT_PICKED)
    if not divider.vectorised:
        return missing(work, against, "× as long", _DIVIDER, "the loop of √ and ÷ was not vectorised")
    ours, similar = evaluation(scene), scene.labels[:, None] == scene.labels

    def plain() -> Evaluated:
        return broadcasting(scene.positions, similar, scene.margin)

    check_equal(ours(), plain())
    fast, limit = turns(ours, divider, rounds=rounds, least=_LEAST)
    limit *= scene.springs.counts[1] / divider.pairs
    slow = turns(plain, rounds=3)[0]
    return Row(
        work=work,
        against=against,
        unit="× as long",
        ours=Spread.of(fast),
        theirs=Spread.of(limit),
        value=Spread.of(fast / limit),
        goal=_DIVIDER,
        note=f"{digits(float(np.median(slow) / np.median(fast)))} × faster than broadcasting",
    )


def growth(quick: bool) -> Iterator[Row | Point]:
    """Yield how the time of an evaluation grows with the number of points at one density, and the memory that it takes."""
    sizes = [10_000, 30_000, 100_000] if quick else [10_000, 30_000, 100_000, 300_000, 1_000_000]
    for name in ("NumPy", "compiled"):
        work = f"loss + forces, {count(sizes[0])} to {count(sizes[-1])} points, {OTHERS} others within m, {_named(name)}"
        if name == "compiled" and (why := _not_compiled(local(sizes[0]))):
            yield missing(work, "linear growth, exponent 1", "", _LINEAR, why)
            continue
        times = [_grown(n, name, rounds=3 if n > 100_000 or quick else 7) for n in sizes]
        for n, (ours, theirs) in zip(sizes, times, strict=True):
            yield Point("constant", "NumPy" if name == "NumPy" else "compiled", n, float(np.median(ours)))
            if len(theirs) and name == "NumPy":
                yield Point("constant", "cKDTree", n, float(np.median(theirs)))
        exponents = [np.polyfit(np.log(sizes), np.log([ours[k] for ours, _ in times]), 1)[0] for k in range(3)]
        note = ", ".join(f"{count(n)}: {duration(Spread.of(ours))}" for n, (ours, _) in zip(sizes, times, strict=True))
        if len(times[-1][1]):
            note += "; by cKDTree " + ", ".join(
                f"{count(n)}: {duration(Spread.of(theirs))}" for n, (_, theirs) in zip(sizes, times, strict=True)
            )
        yield Row(work=work, against="linear growth, exponent 1", unit="", value=Spread.of(exponents), goal=_LINEAR, note=note)
        weight = peak(sizes[-1], name)
        yield Row(
            work=f"loss + forces, {count(sizes[-1])} points, {_named(name)}: peak memory of the process",
            against="what was set out",
            unit="GB",
            value=Spread(weight, weight, weight),
            goal=_WEIGHT,
        )


def _grown(n: int, name: str, rounds: int) -> tuple[Floats, Floats]:
    """Return seconds of our evaluation and of that by cKDTree, where there is SciPy, in turns."""
    scene = local(n)
    moved = shaken(scene)
    with numpy_only() if name == "NumPy" else contextlib.nullcontext():
        ours = evaluation(scene, moved)
    if find_spec("scipy") is None:
        return turns(ours, rounds=rounds, least=_LEAST)[0], np.empty(0)

    def theirs() -> Evaluated:
        return tree(moved, scene.labels, scene.margin)

    ours()
    check_equal(ours(), theirs())
    fast, slow = turns(ours, theirs, rounds=rounds, least=_LEAST)
    return fast, slow


def shaken(scene: ss.Scene) -> Floats:
    """Return positions at some distance from those of a scene."""
    there: Floats = scene.positions + np.random.default_rng(1).normal(scale=_SHAKEN * scene.margin, size=(len(scene), 2))
    return there


def peak(n: int, name: str) -> float:
    """Return the peak resident memory in GB of a process that makes a scene and evaluates it."""
    code = f"from benchmarks.evaluations import weigh; weigh({n}, {name!r})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[1], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


def weigh(n: int, name: str) -> None:
    """Print the peak resident memory of this process in GB, after loss and forces of n points."""
    scene = local(n)
    with numpy_only() if name == "NumPy" else contextlib.nullcontext():
        evaluation(scene)()
    print(_peak_of_this_process())


def _peak_of_this_process() -> float:
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage says on Linux counts the process that started this one, too
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) * 1024 / 1e9
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e9


def curves(quick: bool) -> Iterator[Point]:
    """Yield the points of the chart that no row measures."""
    rounds = 3 if quick else 5
    for n in (100, 200, 500, 1000, 2000, 5000):
        yield from _curve("dense", dense(n, 10), rounds)
    for n in (200, 1000, 5000):
        yield from _curve("constant", local(n), rounds)
    if find_spec("numba") is None:
        return
    divider = Divider()
    if divider.vectorised:
        pair = float(np.median(turns(divider, rounds=9))) / divider.pairs
        for n in (100, 200, 500, 1000, 2000, 5000):
            yield Point("dense", "limit", n, pair * dense(n, 10).springs.counts[1])
        if find_spec("scipy"):
            scene = local(10_000)
            within = near_pairs(scene.positions, scene.labels, scene.margin).shape[1] / len(scene)
            for n in (200, 1_000_000):
                yield Point("constant", "limit", n, pair * within * n)


def _curve(panel: str, scene: ss.Scene, rounds: int) -> Iterator[Point]:
    moved, similar = shaken(scene), scene.labels[:, None] == scene.labels
    others = [moved] if panel == "constant" else []
    calls: dict[str, Callable[[], Evaluated]] = {"broadcasting": lambda: broadcasting(scene.positions, similar, scene.margin)}
    with numpy_only():
        calls["NumPy"] = evaluation(scene, *others)
    if find_spec("numba") and kernels.is_compiled(scene):
        calls["compiled"] = evaluation(scene, *others)
    if panel == "constant" and find_spec("scipy"):
        calls["cKDTree"] = lambda: tree(scene.positions, scene.labels, scene.margin)
    for name, times in zip(calls, turns(*calls.values(), rounds=rounds, least=_LEAST), strict=True):
        yield Point(panel, name, len(scene), float(np.median(times)))  # type: ignore[arg-type]


def where_others_win(quick: bool) -> Iterator[Row]:
    """Yield what springsim is not made for: very few points, and very many that all act on each other."""
    rounds = 3 if quick else 15
    for n in (5, 20):
        yield _small_row(dense(n, 5), "in 5 classes, all within m", "(n, n, 2) broadcasting", rounds)
    if find_spec("scipy"):
        for n in (200, 1000):
            yield _small_row(local(n), f"in local classes, {OTHERS} others within m", _TREE, rounds)
    yield _crowd_row(10_000 if quick else 100_000)


def _small_row(scene: ss.Scene, how: str, against: str, rounds: int) -> Row:
    similar, moved = scene.labels[:, None] == scene.labels, shaken(scene)

    def theirs() -> Evaluated:
        if against == _TREE:
            return tree(moved, scene.labels, scene.margin)
        return broadcasting(moved, similar, scene.margin)

    ours = evaluation(scene, moved)
    ours()
    check_equal(ours(), theirs())
    fast, slow = turns(ours, theirs, rounds=rounds, least=_LEAST)
    return Row(
        work=f"loss + forces, {len(scene)} points {how}",
        against=against,
        unit="× faster",
        ours=Spread.of(fast),
        theirs=Spread.of(slow),
        value=Spread.of(slow / fast),
    )


def _crowd_row(n: int) -> Row:
    scene, work = dense(n, 10), f"loss + forces, {count(n)} points, all within m"
    against = "one tick of d3-force: many-body, approximate, no links"
    if not Force.there():
        return missing(work, against, "× as long", None, NPM)
    ours, ticks, rounds = evaluation(scene), 10, 3
    ours()
    times = np.empty((2, rounds))
    with Force() as force:
        for turn in range(-1, rounds):
            theirs = force.seconds(scene, ticks, links=False) / ticks
            if turn >= 0:
                times[:, turn] = turns(ours, rounds=1)[0, 0], theirs
    return Row(
        work=work,
        against=against,
        unit="× as long",
        ours=Spread.of(times[0]),
        theirs=Spread.of(times[1]),
        value=Spread.of(times[0] / times[1]),
        note="not the same sums: d3-force replaces distant points by their centre",
    )


def _named(name: str) -> str:
    return "NumPy only" if name == "NumPy" else name


def _not_compiled(scene: ss.Scene) -> str:
    if find_spec("numba") is None:
        return PIP
    return "" if kernels.is_compiled(scene) else NOT_PICKED
