"""What visitors have asked for that takes a while: one job of a kind for each, in the server's processes.

A job goes on while its visitor asks how it goes, and ends when another is asked for, when it is cancelled, when it takes too
long, or when nobody asks any more: the tab was closed, or the connection lost.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Generic, Literal, TypeVar

from springsim.app.processes.runner import Lane, Runner

State = Literal["waiting", "running", "done", "cancelled", "failed"]
Wanted = TypeVar("Wanted")
Result = TypeVar("Result")


class EndedError(Exception):
    """Nobody wants it any more."""


class BusyError(Exception):
    """Too many jobs wait already."""


class LateError(Exception):
    """It took longer than it may; the message is the seconds."""


@dataclass(frozen=True, slots=True)
class Status(Generic[Result]):
    """How a job goes.

    Attributes
    ----------
    state : str
        ``"waiting"`` for others, ``"running"``, ``"done"``, ``"cancelled"`` or ``"failed"``.
    part : str
        What is computed, where there are several parts.
    done, total : int
        How much of it is done, and of how much; 0 of 0 where that is not known.
    result : object
        What came of it, once it is done.
    error : Exception or None
        Why it failed.
    """

    state: State = "waiting"
    part: str = ""
    done: int = 0
    total: int = 0
    result: Result | None = None
    error: Exception | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more comes."""
        return self.state not in ("waiting", "running")


@dataclass(slots=True, eq=False)
class Job(Generic[Wanted, Result]):
    """What one visitor has asked for.

    Attributes
    ----------
    owner : str
        Whose it is.
    wanted : object
        What is to be made.
    lane : Lane
        Where it is computed.
    asked, begun : float
        When the visitor asked last, and when its turn came.
    status : Status
        How it goes.
    over : Event
        Set when nothing more comes.
    """

    owner: str
    wanted: Wanted
    lane: Lane
    asked: float
    begun: float = math.inf
    status: Status[Result] = field(default_factory=Status)
    over: threading.Event = field(default_factory=threading.Event)


class Jobs(Generic[Wanted, Result]):
    """All jobs of a kind on a server.

    Parameters
    ----------
    runner : Runner
        What computes them; it is closed with them.
    make : callable
        Makes what a job wants, in a thread of the job's own, by calls to its lane. It says with `running` how it goes.
    patience : float
        For how many seconds a job lives without being asked about.
    seconds : float, optional
        How long one may take.
    waiting : int, optional
        How many may wait; others fail with `BusyError`.
    grace : float, optional
        Seconds in which a call of a job that is ended may come to its end.
    discard : callable, optional
        Given each result that is let go, also when nobody has asked about it for `patience` seconds. Without it, a job that is
        over stays until it is dropped.
    """

    def __init__(
        self,
        runner: Runner,
        make: Callable[[Job[Wanted, Result]], Result],
        *,
        patience: float,
        seconds: float = math.inf,
        waiting: float = math.inf,
        grace: float = 0.0,
        discard: Callable[[Result], object] | None = None,
    ) -> None:
        self._runner, self._make, self._patience, self._seconds = runner, make, patience, seconds
        self._waiting, self._grace, self._discard = waiting, grace, discard
        self._jobs: dict[str, Job[Wanted, Result]] = {}
        self._changed = threading.Condition(threading.RLock())
        self._keeper: threading.Thread | None = None

    def ask(self, owner: str, wanted: Wanted, *, wait: float = 0.0) -> Status[Result]:
        """Return how an owner's job goes; begin it if it is new, in place of the one before.

        Parameters
        ----------
        owner : str
            Whose job.
        wanted : object
            What is to be made.
        wait : float, optional
            For how many seconds to wait until it is over.
        """
        with self._changed:
            job = self._jobs.get(owner)
            if job is None or job.wanted != wanted:
                self.drop(owner)
                job = self._begin(owner, wanted)
            job.asked = time.monotonic()
        job.over.wait(wait)
        return job.status

    def status(self, owner: str) -> Status[Result] | None:
        """Return how an owner's job goes, if there is one."""
        with self._changed:
            job = self._jobs.get(owner)
            return None if job is None else job.status

    def cancel(self, owner: str) -> None:
        """Cancel an owner's job, which is not begun again until `drop`."""
        with self._changed:
            job = self._jobs.get(owner)
            if job is not None:
                self._end(job, replace(job.status, state="cancelled"))

    def drop(self, owner: str) -> None:
        """Forget an owner's job: end it if it still runs, and let go of its result."""
        with self._changed:
            job = self._jobs.pop(owner, None)
            if job is not None:
                self._end(job, Status("cancelled"))
                self._let_go(job)

    def close(self) -> None:
        """Drop all, and end the processes."""
        with self._changed:
            for owner in list(self._jobs):
                self.drop(owner)
            self._changed.notify_all()
        self._runner.close()

    def begun(self, job: Job[Wanted, Result]) -> None:
        """Note that the turn of a job has come, from which on its time counts."""
        with self._changed:
            job.begun = time.monotonic()
            self.running(job)
            self._changed.notify_all()

    def running(self, job: Job[Wanted, Result], done: int = 0, total: int = 0, part: str = "") -> None:
        """Note how a job goes.

        Raises
        ------
        EndedError
            If nobody wants it any more.
        """
        with self._changed:
            if job.status.over:
                raise EndedError
            job.status = Status("running", part, done, total)

    def __len__(self) -> int:
        """Return how many jobs there are."""
        return len(self._jobs)

    def _begin(self, owner: str, wanted: Wanted) -> Job[Wanted, Result]:
        job = self._jobs[owner] = Job(owner, wanted, self._runner.lane(), time.monotonic())
        if sum(other.status.state == "waiting" for other in self._jobs.values()) > self._waiting:
            self._end(job, Status("failed", error=BusyError()))
        else:
            threading.Thread(target=self._work, args=(job,), name="springsim-job", daemon=True).start()
        if self._keeper is None:
            self._keeper = threading.Thread(target=self._keep, name="springsim-jobs", daemon=True)
            self._keeper.start()
        return job

    def _work(self, job: Job[Wanted, Result]) -> None:
        status: Status[Result]
        try:
            status = Status("done", result=self._make(job))
        except Exception as error:  # whatever it is, the visitor is told
            status = Status("failed", error=error)
        with self._changed:
            if not job.status.over:
                self._end(job, status)
            elif status.result is not None and self._discard is not None:
                self._discard(status.result)

    def _end(self, job: Job[Wanted, Result], status: Status[Result]) -> None:
        """Let this be how a job ended, unless it is over already."""
        if not job.status.over:
            job.status = status
            job.over.set()
            job.lane.end(self._grace)

    def _let_go(self, job: Job[Wanted, Result]) -> None:
        if job.status.result is not None and self._discard is not None:
            self._discard(job.status.result)

    def _keep(self) -> None:
        """End what takes too long, and drop what nobody asks about; for as long as there is any such job."""
        with self._changed:
            while True:
                now = time.monotonic()
                for job in list(self._jobs.values()):
                    if job.status.state == "running" and now >= job.begun + self._seconds:
                        self._end(job, Status("failed", error=LateError(f"{self._seconds:g}")))
                    if now >= self._until(job):
                        self.drop(job.owner)
                ends = [min(self._until(job), self._late(job)) for job in self._jobs.values()]
                if not ends or min(ends) == math.inf:
                    self._keeper = None
                    return
                self._changed.wait(max(min(ends) - time.monotonic(), 0.0))

    def _until(self, job: Job[Wanted, Result]) -> float:
        """Return until when a job lives if nobody asks."""
        return math.inf if job.status.over and self._discard is None else job.asked + self._patience

    def _late(self, job: Job[Wanted, Result]) -> float:
        """Return until when a job may run."""
        return math.inf if job.status.over else job.begun + self._seconds
