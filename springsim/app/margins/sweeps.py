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

_CHUNK: Final = 0.2  # seconds of work, about, after which a process tells how it goes


@dataclass(frozen=True, slots=True)
class Asked:
    """A sweep that is asked for.

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
class Found:
    """What came of it.

    Attributes
    ----------
    asked : Asked
        What was asked for.
    sweep : MarginSweep
        The sweep.
    kinds : (k, s) ndarray of int8 or None
        How stable each equilibrium is, an index of `branches.KINDS`, −1 for what is not at rest; None where to compute it
        would take too long.
    """

    asked: Asked
    sweep: MarginSweep
    kinds: Kinds | None


def checked(scene: Scene, low: object, high: object, count: object, seeds: object, start: Start) -> Asked:
    """Return what is asked for.

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
    asked = Asked(here.scattered(seed=0) if start == "random" else here, first, last, number, runs, start)
    if asked.runs > SWEEP_APP_RUNS_MAX:
        raise SceneError("sweep", Words(f"{asked.runs} runs"), f"at most {SWEEP_APP_RUNS_MAX}: fewer margins or seeds")
    if asked.runs * len(scene) > SWEEP_APP_NUMBERS_MAX:
        most = SWEEP_APP_NUMBERS_MAX // len(scene)
        raise SceneError("sweep", Words(f"{asked.runs} runs of {len(scene)} points"), f"at most {most} runs of so many")
    return asked


class Sweeps:
    """All sweeps of a server.

    Parameters
    ----------
    runner : Runner, optional
        What computes them.
    patience : float, optional
        For how many seconds one goes on without being asked about.
    """

    def __init__(self, runner: Runner | None = None, patience: float = SWEEP_PATIENCE) -> None:
        runner = runner or Runner(SWEEP_PROCESSES)
        self._jobs: Jobs[Asked, Found] = Jobs(runner, self._made, patience=patience, grace=GRACE)
        self._kept: OrderedDict[Asked, Found] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, owner: str, asked: Asked, *, wait: float = 0.0) -> Status[Found]:
        """Return how an owner's sweep goes; begin it if it is new, in place of the one before. As in `Jobs.ask`."""
        with self._lock:
            found = self._kept.get(asked)
            if found is not None:
                self._kept.move_to_end(asked)
        if found is None:
            return self._jobs.ask(owner, asked, wait=wait)
        self._jobs.drop(owner)
        return Status("done", result=found)

    def cancel(self, owner: str) -> None:
        """Cancel an owner's sweep, which is not begun again until `drop`."""
        self._jobs.cancel(owner)

    def drop(self, owner: str) -> None:
        """Forget an owner's sweep, and cancel it if it is not done."""
        self._jobs.drop(owner)

    def close(self) -> None:
        """Cancel all, and end the processes."""
        self._jobs.close()

    def __len__(self) -> int:
        """Return how many are computed, or were and are not kept."""
        return len(self._jobs)

    def _made(self, job: Job[Asked, Found]) -> Found:
        asked = job.wanted
        sweep = sweep_margin(
            asked.scene,
            asked.margins,
            seeds=range(asked.seeds),
            start=asked.start,
            executor=job.lane,
            progress=lambda done, total: self._jobs.running(job, done, total, "runs"),
        )
        found = Found(asked, sweep, self._kinds(job, sweep))
        self._keep(found)
        return found

    def _kinds(self, job: Job[Asked, Found], sweep: MarginSweep) -> Kinds | None:
        """Compute how stable the equilibria of a sweep are, unless that takes too long."""
        which = np.argwhere(sweep.converged)
        work = bifurcation.seconds(sweep.scene, len(which))
        if work > SWEEP_STABILITY_SECONDS:
            return None
        found = np.full(sweep.converged.shape, bifurcation.UNKNOWN, np.int8)
        parts = {
            job.lane.submit(bifurcation.kinds, sweep.scene, sweep.margins[part[:, 0]], sweep.positions[tuple(part.T)]): part
            for part in np.array_split(which, max(math.ceil(work / _CHUNK), 1))
        }
        done = 0
        for future in as_completed(parts):
            found[tuple(parts[future].T)] = future.result()
            done += len(parts[future])
            self._jobs.running(job, done, len(which), "kinds")
        found.setflags(write=False)
        return found

    def _keep(self, found: Found) -> None:
        """Keep what was found, and forget what was asked for longest ago."""
        with self._lock:
            self._kept[found.asked] = found
            while len(self._kept) > 1 and _size(self._kept) > SWEEP_KEPT_MAX:
                self._kept.popitem(last=False)


def _size(kept: OrderedDict[Asked, Found]) -> int:
    return sum(asked.runs * len(asked.scene) for asked in kept)


def scene_range(scene: Scene) -> tuple[float, float, int]:
    """Return a range of margins that shows what there is to see of a scene, and how many."""
    if scene.space.length is not None:
        return 0.1 * scene.space.length, 3.0 * scene.space.length, 30
    return float(f"{0.1 * scene.margin:.6g}"), float(f"{2.0 * scene.margin:.6g}"), 39


def evenly(count: int, most: int) -> Sequence[int]:
    """Return at most so many indices of a list, evenly chosen, both ends among them."""
    chosen: list[int] = np.unique(np.linspace(0, count - 1, most).round().astype(int)).tolist()
    return chosen
