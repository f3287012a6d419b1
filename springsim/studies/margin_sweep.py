"""sweep_margin: where a scene comes to rest at each of many margins, from many starts; here, in processes or on a cluster."""

from __future__ import annotations

from concurrent.futures import CancelledError, Executor
from contextlib import closing
from dataclasses import dataclass, fields
from importlib import import_module
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from springsim import kernels
from springsim.arrays import Bools, Floats, Ints, Progress
from springsim.model.scene import Scene
from springsim.studies import sweep_runs
from springsim.studies.sweep_runs import Distances, Found, Start
from springsim.validation.checks import as_floats, checked_array
from springsim.validation.errors import SceneError, Words, shown
from springsim.validation.kinds import checked_kind
from springsim.validation.limits import MARGIN_MAX, MARGIN_MIN, PAIRS_MAX, SWEEP_NUMBERS_MAX, SWEEP_RUNS_MAX
from springsim.validation.seeds import Seeds, checked_seeds

STARTS: Final = ("scene", "random", "continue")


@dataclass(frozen=True, eq=False, repr=False)
class MarginSweep:
    """What `sweep_margin` found: k margins by s seeds; all arrays are read-only.

    Attributes
    ----------
    scene : Scene
        The scene.
    start : {"scene", "random", "continue"}
        Where the runs start.
    margins : (k,) ndarray of float
        The margins; with ``"continue"`` they rise to the highest and fall again.
    seeds : (s,) ndarray of int
        The seeds.
    done : (k, s) ndarray of bool
        Which runs there are: all, but in the sweep of a `SweepError`. The others have NaN, False and 0.
    positions : (k, s, n, 2) ndarray of float
        Where the points rest.
    loss : (k, s) ndarray of float
        Sum loss there.
    residual : (k, s) ndarray of float
        Largest force on a free point.
    converged : (k, s) ndarray of bool
        Whether the residual is within 1e-9 margins.
    evaluations : (k, s) ndarray of int
        How often loss and forces were computed.
    active_dissimilar : (k, s) ndarray of float
        Share of the dissimilar springs that still push, by more than 1e-6 margins; 0 where there are none.
    similar_distance, dissimilar_distance : Distances
        Distances of similar and of dissimilar pairs: ``mean``, ``min`` and ``max``, each (k, s).
    neighbour_recall : (k, s) ndarray of float
        Of a point with q similar points, the share of these among its q nearest; the mean over all such points, NaN without
        any. Points as far as the q-th to within 1e-6 margins share the places that are left, so no order of points matters.
    """

    scene: Scene
    start: Start
    margins: Floats
    seeds: Ints
    done: Bools
    positions: Floats
    loss: Floats
    residual: Floats
    converged: Bools
    evaluations: Ints
    active_dissimilar: Floats
    similar_distance: Distances
    dissimilar_distance: Distances
    neighbour_recall: Floats

    @property
    def separation(self) -> Floats:
        """Smallest distance of a dissimilar pair, (k, s); NaN where there is none."""
        return self.dissimilar_distance.min

    @property
    def turn(self) -> int:
        """Index of the highest margin: up to it margins rise, and from it on, with ``start="continue"``, they fall."""
        return int(self.margins.argmax())

    def at(self, margin: int, seed: int = 0) -> Scene:
        """Return the scene at rest of the run at these indices of `margins` and `seeds`."""
        return self.scene.replace(positions=self.positions[margin, seed], margin=float(self.margins[margin]))

    def to_csv(self) -> str:
        """Return the runs that are done as CSV: a tidy table, one row for each margin and seed.

        Columns: ``margin``; ``direction``, up, or down where margins fall again; ``seed``; ``loss`` (sum), ``residual``,
        ``converged`` (True or False) and ``evaluations``; ``active_dissimilar``; mean, least and largest distance of pairs,
        ``similar_mean`` … ``dissimilar_max``, of which ``dissimilar_min`` is the separation; ``neighbour_recall``. Reading
        the numbers gives the same floats; nan is where there is no such pair.

        Returns
        -------
        str
            Header and rows, each line ended by a line feed.
        """
        columns = self._columns()
        rows = zip(*(column.tolist() for column in columns.values()), strict=True)
        return "\n".join([",".join(columns), *(",".join(map(str, row)) for row in rows), ""])

    def to_frame(self) -> Any:
        """Return the table of `to_csv` as a pandas DataFrame.

        Raises
        ------
        ImportError
            If pandas is not installed.
        """
        try:
            pandas = import_module("pandas")
        except ModuleNotFoundError as error:
            raise ImportError("to_frame needs pandas: pip install pandas; to_csv does without", name="pandas") from error
        return pandas.DataFrame(self._columns())

    def _columns(self) -> dict[str, npt.NDArray[Any]]:
        done, shape = self.done, self.done.shape
        falling = np.arange(len(self.margins)) > self.turn
        columns: dict[str, npt.NDArray[Any]] = {
            "margin": np.broadcast_to(self.margins[:, None], shape),
            "direction": np.broadcast_to(np.where(falling, "down", "up")[:, None], shape),
            "seed": np.broadcast_to(self.seeds, shape),
            "loss": self.loss,
            "residual": self.residual,
            "converged": self.converged,
            "evaluations": self.evaluations,
            "active_dissimilar": self.active_dissimilar,
        }
        for kind, distances in (("similar", self.similar_distance), ("dissimilar", self.dissimilar_distance)):
            columns |= {f"{kind}_{measure}": values for measure, values in distances._asdict().items()}
        columns["neighbour_recall"] = self.neighbour_recall
        return {name: column[done] for name, column in columns.items()}

    def __repr__(self) -> str:
        k, s = self.done.shape
        left = "" if self.done.all() else f", {np.count_nonzero(self.done)} runs done"
        return (
            f"MarginSweep({k} margins from {self.margins.min():g} to {self.margins.max():g}, {s} seeds, "
            f"start={self.start!r}, {np.count_nonzero(self.converged)} of {k * s} at rest{left})"
        )


class SweepError(RuntimeError):
    """A sweep whose executor failed; what was done by then is kept.

    Attributes
    ----------
    sweep : MarginSweep
        The runs that are done, by its ``done``.
    """

    def __init__(self, message: str, sweep: MarginSweep) -> None:
        super().__init__(message)
        self.sweep = sweep


def sweep_margin(
    scene: Scene,
    margins: npt.ArrayLike,
    *,
    seeds: Seeds = 1,
    start: Start = "scene",
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> MarginSweep:
    """Settle a scene at each of some margins, from a start for each of some seeds.

    A start follows from its seed, whatever else is in the sweep. Runs are computed in chunks, which are the same here and on
    any executor, and so are the results, bit for bit, where processors and packages are of one kind: a chunk is computed by
    compiled kernels if they are in use here, and fails where Numba is missing then.

    Parameters
    ----------
    scene : Scene
        The scene; its own margin does not matter. At most 20,000,000 springs and as many pairs of points, those of 6,325.
    margins : (k,) array_like of float
        The margins, ascending, from 1e-6 to 1e6.
    seeds : int or (s,) sequence of int, optional
        A run for each, at each margin: how many, from seed 0 on, or which; all different, from 0 to 4294967295.
    start : {"scene", "random", "continue"}, optional
        ``"scene"``: from where the points are, nudged by 1e-3 margins. ``"random"``: from `Scene.scattered`, which in the
        plane spreads in proportion to the margin. ``"continue"``: the lowest margin from the nudged scene, each next one from
        the equilibrium before, nudged by 1e-4 margins; up to the highest margin, and down again to the lowest. So the result
        has 2k − 1 margins, and shows whether the way back is another (hysteresis).
    executor : concurrent.futures.Executor, optional
        Where to compute: a ``ProcessPoolExecutor``, or that of a cluster, as Dask's ``Client.get_executor()``; by default
        here. It is not shut down.
    progress : callable, optional
        Called with the number of runs done and that of all, before the first and whenever some are done. What it raises ends
        the sweep: what is not yet computed is cancelled, and the exception goes on.

    Returns
    -------
    MarginSweep

    Raises
    ------
    SceneError
        If an argument is refused.
    SweepError
        If the executor fails; it has the runs that are done.

    Examples
    --------
    >>> import springsim as ss
    >>> tug = ss.presets.load("tug-of-war")
    >>> sweep = ss.sweep_margin(tug, [0.5, 1.0, 2.0], seeds=range(4))
    >>> sweep.loss.mean(axis=1).round(6).tolist()  # m² / 6
    [0.041667, 0.166667, 0.666667]
    """
    checked_kind(scene, Scene, "sweep_margin({}, margins)")
    m, numbers = _checked_margins(margins), checked_seeds(seeds, SWEEP_RUNS_MAX)
    if not isinstance(start, str) or start not in STARTS:
        raise SceneError("start", start, '"scene", "random" or "continue"')
    if start == "continue":
        m = np.concatenate([m, m[-2::-1]])
    total = len(m) * len(numbers)
    _check_size(total, scene)
    scene.springs.stiffness(scene.pinned)  # kept by the springs, so that no other machine computes it, by other rounding
    found, done = sweep_runs.room(total, len(scene)), np.zeros(total, np.bool_)
    runs = sweep_runs.in_chunks(np.arange(total).reshape(len(m), len(numbers)), len(scene), start)
    compiled = kernels.is_compiled(scene)
    calls = ((run, (scene, start, m[run // len(numbers)], numbers[run % len(numbers)], compiled)) for run in runs)
    report = progress or (lambda done, total: None)
    report(0, total)
    with closing(sweep_runs.results(calls, executor)) as results:
        try:
            for run, part in results:
                for whole, piece in zip(found, part, strict=True):
                    whole[run.ravel()] = piece
                done[run] = True
                report(int(np.count_nonzero(done)), total)
        except sweep_runs.FailedError as failed:
            line = f"the executor failed after {np.count_nonzero(done)} of {total} runs: {_reason(failed.__cause__)}"
            raise SweepError(line, _sweep(scene, start, m, numbers, done, found)) from failed.__cause__
    return _sweep(scene, start, m, numbers, done, found)


def _checked_margins(margins: object) -> Floats:
    what = f"at least one, ascending, from {MARGIN_MIN:g} to {MARGIN_MAX:g}"
    array = checked_array("margins", margins, columns=None, kinds="iuf", most=SWEEP_RUNS_MAX, what=what)
    m = as_floats(array)
    if not len(m):
        raise SceneError("margins", Words("none"), what)
    wrong = np.flatnonzero(~((m >= MARGIN_MIN) & (m <= MARGIN_MAX)) | np.r_[False, ~(m[1:] > m[:-1])])
    if wrong.size:
        raise SceneError(f"margins[{wrong[0]}]", float(m[wrong[0]]), what)
    return m


def _check_size(runs: int, scene: Scene) -> None:
    n, springs = len(scene), sum(scene.springs.counts)
    if runs > SWEEP_RUNS_MAX:
        raise SceneError("sweep", Words(f"{runs} runs"), f"at most {SWEEP_RUNS_MAX}: fewer margins or seeds")
    if runs * n > SWEEP_NUMBERS_MAX:
        raise SceneError("sweep", Words(f"{runs} runs of {n} points"), f"at most {SWEEP_NUMBERS_MAX // n} runs of so many")
    if max(n * (n - 1) // 2, springs) > PAIRS_MAX:
        given = Words(f"a scene of {n} points and {springs} springs")
        raise SceneError("sweep", given, f"at most {PAIRS_MAX} springs and as many pairs of points, which are all measured")


def _reason(error: BaseException | None) -> str:
    """Return in one line why an executor failed."""
    if isinstance(error, CancelledError):
        return "its tasks were cancelled, as they are when a scheduler is lost"
    return shown(Words(" ".join(f"{type(error).__name__}: {error}".removesuffix(": ").split())), 300)


def _sweep(scene: Scene, start: Start, m: Floats, seeds: Ints, done: Bools, found: Found) -> MarginSweep:
    shape = len(m), len(seeds)
    for array in (m, seeds, done, *found):
        array.setflags(write=False)
    shaped: Any = (array.reshape(*shape, *array.shape[1:]) for array in found)
    f = Found(*shaped)
    similar = Distances(f.similar_mean, f.similar_min, f.similar_max)
    dissimilar = Distances(f.dissimilar_mean, f.dissimilar_min, f.dissimilar_max)
    own = {field.name: getattr(f, field.name) for field in fields(MarginSweep) if field.name in Found._fields}
    return MarginSweep(
        scene, start, m, seeds, done.reshape(shape), similar_distance=similar, dissimilar_distance=dissimilar, **own
    )
