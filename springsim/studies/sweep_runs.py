"""The runs of a sweep in chunks, each computed by one call: with the same result wherever it is made."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import Any, Final, Literal, NamedTuple, cast

import numpy as np

from springsim import kernels
from springsim.arrays import Bools, Floats, Ints
from springsim.model.conventions import REST
from springsim.model.scene import Scene
from springsim.solvers.batch import POINTS, Rests, settle_all

Start = Literal["scene", "random", "continue"]

NUDGE: Final = 1e-3  #: of a start, in margins: a saddle that symmetry alone would keep is left
NUDGE_ON: Final = 1e-4  #: of the equilibrium that the next margin continues from
_PAIRS = 2**15  # pairs of points in a chunk: a batch of them fits in a processor's cache, and takes longer than to send it
_RUNS = 512  # most runs in a chunk
_BATCH = 16  # and fewest where they are a batch
_CHAIN = 8  # chunks that would be one, were their runs not a chain: few starts, many margins
_AT_ONCE = 2**20  # springs, or pairs of points, times runs that are measured together
_WINDOW = 256  # chunks that an executor has at a time


class FailedError(Exception):
    """What an executor raised, as its cause."""


class Distances(NamedTuple):
    """Distances of the pairs of a kind, one value a run: in the scene's unit, NaN where there is no such pair."""

    mean: Floats
    min: Floats
    max: Floats


class Found(NamedTuple):
    """All that is found of r runs: where they rest, and its measures; each (r,), positions (r, n, 2)."""

    positions: Floats
    loss: Floats
    residual: Floats
    converged: Bools
    evaluations: Ints
    active_dissimilar: Floats
    similar_mean: Floats
    similar_min: Floats
    similar_max: Floats
    dissimilar_mean: Floats
    dissimilar_min: Floats
    dissimilar_max: Floats
    neighbour_recall: Floats


def room(runs: int, n: int) -> Found:
    """Return room for what is found of so many runs of n points: NaN, False and 0."""
    numbers = {name: np.full(runs, np.nan) for name in Found._fields}
    others: dict[str, Any] = {
        "positions": np.full((runs, n, 2), np.nan),
        "converged": np.zeros(runs, np.bool_),
        "evaluations": np.zeros(runs, np.int64),
    }
    return Found(**{**numbers, **others})


def _in_chunk(n: int) -> int:
    """Return how many runs of n points are computed together."""
    return min(max(_PAIRS // max(n, 1) ** 2, _BATCH if n <= POINTS else 1), _RUNS)


def in_chunks(runs: Ints, n: int, start: Start) -> Iterator[Ints]:
    """Return the runs of n points, a (k, s) array of their numbers, in chunks.

    They are of any runs, each (r,), or, where each margin continues from the one before, of all margins of some seeds, (k, c).
    """
    size = _in_chunk(n)
    if start == "continue":
        size = max(size // _CHAIN, 1)
        return (runs[:, first : first + size] for first in range(0, runs.shape[1], size))
    flat = runs.ravel()
    return (flat[first : first + size] for first in range(0, len(flat), size))


def results(
    calls: Iterable[tuple[Ints, tuple[Any, ...]]], executor: Executor | None
) -> Generator[tuple[Ints, Found], None, None]:
    """Compute chunks, each with its arguments of `run_chunk`, and yield them as they are done; closed, it cancels the others.

    Raises
    ------
    FailedError
        If the executor fails, after all that it has done was yielded.
    """
    if executor is None:
        for chunk, call in calls:
            yield chunk, run_chunk(*call)
        return
    under_way: dict[Future[Found], Ints] = {}
    try:
        for chunk, call in calls:
            try:
                under_way[executor.submit(run_chunk, *call)] = chunk
            except Exception as error:
                yield from _taken(under_way, [future for future in under_way if future.done()], error)
            if len(under_way) >= _WINDOW:
                yield from _taken(under_way, wait(under_way, return_when=FIRST_COMPLETED).done)
        while under_way:
            yield from _taken(under_way, wait(under_way, return_when=FIRST_COMPLETED).done)
    finally:
        for future in under_way:
            future.cancel()


def _taken(
    under_way: dict[Future[Found], Ints], done: Iterable[Future[Found]], failure: Exception | None = None
) -> Iterator[tuple[Ints, Found]]:
    """Take chunks that are done out and yield them; only then raise if one of them, or the executor, has failed."""
    for future in done:
        chunk = under_way.pop(future)
        try:
            result = future.result()
        except Exception as error:
            failure = error
        else:
            yield chunk, result
    if failure is not None:
        raise FailedError from failure


def run_chunk(scene: Scene, start: Start, margins: Floats, seeds: Ints, compiled: bool) -> Found:
    """Compute some runs: the function that an executor runs, with the same result in any process.

    Parameters
    ----------
    scene : Scene
        The scene.
    start : {"scene", "random", "continue"}
        As in `sweep_margin`.
    margins, seeds : (r,) ndarray; (k, c) with ``"continue"``
        Margin and seed of each run; to continue, along the first axis.
    compiled : bool
        Whether by compiled kernels, as `kernels.is_compiled` says where the sweep was asked for.

    Raises
    ------
    RuntimeError
        If there are no compiled kernels here.
    """
    with kernels.picking(compiled):
        return _run(scene, start, margins, seeds)


def _run(scene: Scene, start: Start, margins: Floats, seeds: Ints) -> Found:
    if start != "continue":
        return _measured(scene, margins, settle_all(scene, _starts(scene, start, margins, seeds), margins))
    x = _starts(scene, "scene", margins[0], seeds[0])
    links: list[Found] = []
    for k, m in enumerate(margins):
        if k:
            before = (scene.replace(positions=at, margin=float(m[0])) for at in links[-1].positions)
            nudged = [rest.nudged(seed=int(seed), size=NUDGE_ON).positions for rest, seed in zip(before, seeds[k], strict=True)]
            x = np.array(nudged) / m[:, None, None]
        links.append(_measured(scene, m, settle_all(scene, x, m)))
    whole: Any = (np.concatenate(parts) for parts in zip(*links, strict=True))
    return Found(*whole)


def _starts(scene: Scene, start: Start, margins: Floats, seeds: Ints) -> Floats:
    """Return where each run starts, (r, n, 2), in its own margin."""
    if start == "random":  # in the plane the same in margins at every margin, to the bit
        one = scene.replace(margin=1.0)
        at = {seed: one.scattered(seed=seed).positions for seed in np.unique(seeds).tolist()}
        unit = np.ones(len(seeds)) if scene.space.length is None else margins
        return np.array([at[seed] for seed in seeds.tolist()]) / unit[:, None, None]
    runs = zip(margins.tolist(), seeds.tolist(), strict=True)
    return np.array([scene.replace(margin=m).nudged(seed=seed, size=NUDGE).positions / m for m, seed in runs])


def _measured(scene: Scene, margins: Floats, rests: Rests) -> Found:
    """Return the rests of r runs with their measures."""
    x = rests.positions
    i, j, similar = scene.springs.pairs
    distance = np.empty((len(x), len(i)))
    for low in range(0, len(i), _AT_ONCE):
        some = slice(low, low + _AT_ONCE)
        distance[:, some] = np.hypot(*scene.space.shortest(x[:, i[some]] - x[:, j[some]]).transpose(2, 0, 1))
    apart = distance[:, ~similar]
    pushing = np.count_nonzero(-scene.law.dissimilar.slope(apart, margins[:, None]) > REST * margins[:, None], axis=1)
    return Found(
        *rests,
        pushing / max(apart.shape[1], 1),
        *_distances(distance[:, similar]),
        *_distances(apart),
        _recall(x, margins, i[similar], j[similar]),
    )


def _distances(d: Floats) -> Distances:
    """Return mean, least and largest of the distances, (r, k), of each run."""
    if d.shape[1] == 0:
        return Distances(*np.full((3, len(d)), np.nan))
    return Distances(d.mean(axis=1), d.min(axis=1), d.max(axis=1))


def _recall(x: Floats, margins: Floats, i: Ints, j: Ints) -> Floats:
    """Return, for each run, the mean share of similar points among as many nearest ones; i, j are the similar pairs."""
    n = x.shape[1]
    similar = np.zeros((n, n), np.bool_)
    similar[i, j] = similar[j, i] = True
    asked = np.flatnonzero(similar.any(axis=1))
    if not asked.size:
        return np.full(len(x), np.nan)
    size = max(_AT_ONCE // (len(x) * n), 1)
    shares = [_shares(x, margins, similar, asked[low : low + size]) for low in range(0, len(asked), size)]
    return cast("Floats", np.ascontiguousarray(np.concatenate(shares, axis=1)).mean(axis=1))  # added up in one order always


def _shares(x: Floats, margins: Floats, similar: Bools, asked: Ints) -> Floats:
    """Return the share of `_recall` for each run and each of some points, (r, a)."""
    wanted = similar[asked].astype(np.float64)
    q = wanted.sum(axis=1)
    away = np.hypot(*(x[:, asked, None] - x[:, None]).transpose(3, 0, 1, 2))
    away[:, np.arange(len(asked)), asked] = np.inf  # no point is its own neighbour
    last = np.sort(away, axis=2)[:, np.arange(len(asked)), q.astype(np.int64) - 1][..., None]
    tie = REST * margins[:, None, None]
    nearer, as_far = away < last - tie, np.abs(away - last) <= tie
    left = (q - nearer.sum(axis=2)) / as_far.sum(axis=2)  # share of the remaining places for each of those that are as far
    share: Floats = ((wanted * nearer).sum(axis=2) + left * (wanted * as_far).sum(axis=2)) / q
    return share
