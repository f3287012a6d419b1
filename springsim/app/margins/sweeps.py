"""The sweeps of the app's visitors: one at a time for each, in the server's processes, and a few kept for whoever asks next.

A sweep goes on while its visitor looks at it, whatever else is changed on the page, and ends when another is asked for, when it
is cancelled, or when nobody asks any more.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from springsim.app.processes.pool import Line, Workers
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
    SWEEP_STABILITY_SECONDS,
)

State = Literal["running", "done", "cancelled", "failed"]

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


@dataclass(frozen=True, slots=True)
class Status:
    """How a sweep goes.

    Attributes
    ----------
    state : str
        ``"running"``, ``"done"``, ``"cancelled"`` or ``"failed"``.
    part : str
        What is computed: ``"runs"``, or of these the ``"kinds"``.
    done, total : int
        How much of it is done, and of how much.
    found : Found or None
        What came of it.
    problem : str
        Why it failed.
    """

    state: State = "running"
    part: Literal["runs", "kinds"] = "runs"
    done: int = 0
    total: int = 0
    found: Found | None = None
    problem: str = ""


@dataclass(slots=True, eq=False)
class _Job:
    owner: str
    asked: Asked
    line: Line
    seen: float
    status: Status = field(default_factory=Status)
    over: threading.Event = field(default_factory=threading.Event)


class _EndedError(Exception):
    """Nobody wants it any more."""


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
    workers : Workers, optional
        What computes them.
    patience : float, optional
        For how many seconds one goes on without being asked about.
    """

    def __init__(self, workers: Workers | None = None, patience: float = SWEEP_PATIENCE) -> None:
        self._workers = workers or Workers()
        self._patience = patience
        self._jobs: dict[str, _Job] = {}
        self._kept: OrderedDict[Asked, Found] = OrderedDict()
        self._lock = threading.RLock()

    def ask(self, owner: str, asked: Asked, *, wait: float = 0.0) -> Status:
        """Return how an owner's sweep goes; begin it if it is new, in place of the one before.

        Parameters
        ----------
        owner : str
            Whose sweep.
        asked : Asked
            What is wanted.
        wait : float, optional
            For how many seconds to wait until it is done.
        """
        with self._lock:
            job = self._jobs.get(owner)
            if job is None or job.asked != asked:
                self.drop(owner)
                if asked in self._kept:
                    self._kept.move_to_end(asked)
                    return Status("done", found=self._kept[asked])
                job = self._jobs[owner] = _Job(owner, asked, self._workers.line(), time.monotonic())
                threading.Thread(target=self._compute, args=(job,), name="springsim-sweep", daemon=True).start()
            job.seen = time.monotonic()
        job.over.wait(wait)
        return job.status

    def cancel(self, owner: str) -> None:
        """Cancel an owner's sweep, which is not begun again until `drop`."""
        with self._lock:
            job = self._jobs.get(owner)
            if job is not None and job.status.state == "running":
                self._end(job, Status("cancelled", done=job.status.done, total=job.status.total))
        if job is not None:
            job.line.shutdown(cancel_futures=True)

    def drop(self, owner: str) -> None:
        """Forget an owner's sweep, and cancel it if it is not done."""
        self.cancel(owner)
        with self._lock:
            self._jobs.pop(owner, None)

    def close(self) -> None:
        """Cancel all, and end the processes."""
        for owner in list(self._jobs):
            self.drop(owner)
        self._workers.close()

    def _compute(self, job: _Job) -> None:
        asked = job.asked
        try:
            sweep = sweep_margin(
                asked.scene,
                asked.margins,
                seeds=range(asked.seeds),
                start=asked.start,
                executor=job.line,
                progress=lambda done, total: self._heard(job, Status("running", "runs", done, total)),
            )
            found = Found(asked, sweep, self._kinds(job, sweep))
        except _EndedError:
            pass
        except Exception as error:  # whatever befalls a sweep is told to who waits for it
            self._end(job, Status("failed", problem=str(error)))
        else:
            self._keep(found)
            self._end(job, Status("done", found=found))
        finally:
            job.line.shutdown(cancel_futures=True)

    def _kinds(self, job: _Job, sweep: MarginSweep) -> Kinds | None:
        """Compute how stable the equilibria of a sweep are, unless that takes too long."""
        which = np.argwhere(sweep.converged)
        work = bifurcation.seconds(sweep.scene, len(which))
        if work > SWEEP_STABILITY_SECONDS:
            return None
        found = np.full(sweep.converged.shape, bifurcation.UNKNOWN, np.int8)
        parts = {
            job.line.submit(bifurcation.kinds, sweep.scene, sweep.margins[part[:, 0]], sweep.positions[tuple(part.T)]): part
            for part in np.array_split(which, max(math.ceil(work / _CHUNK), 1))
        }
        done = 0
        for future in as_completed(parts):
            found[tuple(parts[future].T)] = future.result()
            done += len(parts[future])
            self._heard(job, Status("running", "kinds", done, len(which)))
        found.setflags(write=False)
        return found

    def _heard(self, job: _Job, status: Status) -> None:
        """Note how a job goes, unless nobody wants it any more."""
        with self._lock:
            if job.status.state == "running" and time.monotonic() - job.seen > self._patience:
                self._end(job, Status("cancelled"))
                self._jobs.pop(job.owner, None)  # whoever asks again begins it again
            if job.status.state != "running":
                raise _EndedError
            job.status = status

    def _end(self, job: _Job, status: Status) -> None:
        with self._lock:
            if job.status.state == "running":
                job.status = status
                job.over.set()

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
