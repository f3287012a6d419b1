"""The sweeps of the app's visitors: computed in the server's processes, and a few kept for visitors who ask for the same."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from springsim.app.processes.jobs import Job, Jobs, Status
from springsim.app.processes.runner import GRACE, Runner
from springsim.model.scene import Scene
from springsim.studies import bifurcation
from springsim.studies.bifurcation import Kinds
from springsim.studies.margin_sweep import MarginSweep, sweep_margin
from springsim.studies.sweep_runs import Start
from springsim.validation.checks import checked_integer, checked_number
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import (
    MARGIN_MAX,
    MARGIN_MIN,
    SWEEP_APP_NUMBERS_MAX,
    SWEEP_APP_RUNS_MAX,
    SWEEP_KEPT_MAX,
    SWEEP_PATIENCE,
    SWEEP_PROCESSES,
    SWEEP_STABILITY_SECONDS,
)

_CHUNK: Final = 0.2  # seconds of work, about, between two reports of progress


@dataclass(frozen=True, slots=True)
class SweepRequest:
    """A sweep that a visitor requests.

    Attributes
    ----------
    scene : Scene
        The scene.
    low, high, count : float, float, int
        Its margins: so many, evenly spaced, both ends among them.
    seeds : int
        Runs at each margin, with seeds 0, 1, ….
    start : {"scene", "random", "continue"}
        See `springsim.sweep_margin`.
    """

    scene: Scene
    low: float
    high: float
    count: int
    seeds: int
    start: Start

    @property
    def margins(self) -> npt.NDArray[np.float64]:
        """The margins, in round numbers."""
        return np.array([float(f"{m:.12g}") for m in np.linspace(self.low, self.high, self.count)])

    @property
    def runs(self) -> int:
        """How many runs that is."""
        return (2 * self.count - 1 if self.start == "continue" else self.count) * self.seeds


@dataclass(frozen=True, slots=True, eq=False)
class SweepResult:
    """What a sweep found.

    Attributes
    ----------
    asked : Asked
        What was requested.
    sweep : MarginSweep
        The sweep.
    kinds : (k, s) ndarray of int8 or None
        How stable each equilibrium is, an index of `branches.KINDS`, −1 for what is not at rest; None where to compute it
        would take too long.
    """

    request: SweepRequest
    sweep: MarginSweep
    kinds: Kinds | None


def checked(scene: Scene, low: object, high: object, count: object, seeds: object, start: Start) -> SweepRequest:
    """Return a request, checked.

    Raises
    ------
    SceneError
        If it is refused, or is more than the app computes.
    """
    first = checked_number("from", low, MARGIN_MIN, MARGIN_MAX)
    last = checked_number("to", high, MARGIN_MIN, MARGIN_MAX)
    number = checked_integer("number", count, 1, SWEEP_APP_RUNS_MAX)
    if number > 1 and not last > first * (1.0 + 1e-9):
        raise SceneError("to", last, f"a number above the lowest margin, {first:g}")
    runs = checked_integer("seeds", seeds, 1, SWEEP_APP_RUNS_MAX)
    here = scene.replace(margin=1.0)  # its own margin does not matter, nor do the places that random starts leave
    request = SweepRequest(here.scattered(seed=0) if start == "random" else here, first, last, number, runs, start)
    if request.runs > SWEEP_APP_RUNS_MAX:
        raise SceneError("sweep", Words(f"{request.runs} runs"), f"at most {SWEEP_APP_RUNS_MAX}: fewer margins or seeds")
    if request.runs * len(scene) > SWEEP_APP_NUMBERS_MAX:
        most = SWEEP_APP_NUMBERS_MAX // len(scene)
        raise SceneError("sweep", Words(f"{request.runs} runs of {len(scene)} points"), f"at most {most} runs of so many")
    return request


class Sweeps:
    """All sweeps of a server.

    Parameters
    ----------
    runner : Runner, optional
        What computes them.
    patience : float, optional
        For how many seconds one runs without a request.
    """

    def __init__(self, runner: Runner | None = None, patience: float = SWEEP_PATIENCE) -> None:
        runner = runner or Runner(SWEEP_PROCESSES)
        self._jobs: Jobs[SweepRequest, SweepResult] = Jobs(runner, self._make, patience=patience, grace=GRACE)
        self._kept: OrderedDict[SweepRequest, SweepResult] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, owner: str, request: SweepRequest, *, wait: float = 0.0) -> Status[SweepResult]:
        """Return the status of an owner's sweep; start it if it is new, in place of the one before. As in `Jobs.ask`."""
        with self._lock:
            result = self._kept.get(request)
            if result is not None:
                self._kept.move_to_end(request)
        if result is None:
            return self._jobs.ask(owner, request, wait=wait)
        self._jobs.drop(owner)
        return Status("done", result=result)

    def cancel(self, owner: str) -> None:
        """Cancel an owner's sweep, which is not started again until `drop`."""
        self._jobs.cancel(owner)

    def drop(self, owner: str) -> None:
        """Forget an owner's sweep, and cancel it if it is not done."""
        self._jobs.drop(owner)

    def close(self) -> None:
        """Cancel all, and end the processes."""
        self._jobs.close()

    def __len__(self) -> int:
        """Return how many are running, or ended without a result."""
        return len(self._jobs)

    def _make(self, job: Job[SweepRequest, SweepResult]) -> SweepResult:
        request = job.request
        sweep = sweep_margin(
            request.scene,
            request.margins,
            seeds=range(request.seeds),
            start=request.start,
            executor=job.lane,
            progress=lambda done, total: self._jobs.running(job, done, total, "runs"),
        )
        result = SweepResult(request, sweep, self._kinds(job, sweep))
        self._keep(result)
        return result

    def _kinds(self, job: Job[SweepRequest, SweepResult], sweep: MarginSweep) -> Kinds | None:
        """Compute how stable the equilibria of a sweep are, unless that takes too long."""
        which = np.argwhere(sweep.converged)
        work = bifurcation.seconds(sweep.scene, len(which))
        if work > SWEEP_STABILITY_SECONDS:
            return None
        result = np.full(sweep.converged.shape, bifurcation.UNKNOWN, np.int8)
        parts = {
            job.lane.submit(bifurcation.kinds, sweep.scene, sweep.margins[part[:, 0]], sweep.positions[tuple(part.T)]): part
            for part in np.array_split(which, max(math.ceil(work / _CHUNK), 1))
        }
        done = 0
        for future in as_completed(parts):
            result[tuple(parts[future].T)] = future.result()
            done += len(parts[future])
            self._jobs.running(job, done, len(which), "kinds")
        result.setflags(write=False)
        return result

    def _keep(self, result: SweepResult) -> None:
        """Keep a result, and forget those requested longest ago."""
        with self._lock:
            self._kept[result.request] = result
            while len(self._kept) > 1 and _size(self._kept) > SWEEP_KEPT_MAX:
                self._kept.popitem(last=False)


def _size(kept: OrderedDict[SweepRequest, SweepResult]) -> int:
    return sum(request.runs * len(request.scene) for request in kept)


def scene_range(scene: Scene) -> tuple[float, float, int]:
    """Return a range of margins that shows what there is to see of a scene, and how many."""
    if scene.space.length is not None:
        return 0.1 * scene.space.length, 3.0 * scene.space.length, 30
    return float(f"{0.1 * scene.margin:.6g}"), float(f"{2.0 * scene.margin:.6g}"), 39


def evenly(count: int, most: int) -> Sequence[int]:
    """Return at most so many indices of a list, evenly chosen, both ends among them."""
    chosen: list[int] = np.unique(np.linspace(0, count - 1, most).round().astype(int)).tolist()
    return chosen
