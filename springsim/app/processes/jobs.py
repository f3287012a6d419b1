"""Long jobs of visitors, one of a kind for each, computed in the server's processes.

A job runs while its visitor keeps asking for its status. It ends when another is requested, when it is cancelled, when it takes
too long, or when no request comes any more: the tab was closed, or the connection lost.
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
Request = TypeVar("Request")
Result = TypeVar("Result")


class EndedError(Exception):
    """The job was cancelled or dropped."""


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
        """Whether it has ended."""
        return self.state not in ("waiting", "running")


@dataclass(slots=True, eq=False)
class Job(Generic[Request, Result]):
    """What one visitor has asked for.

    Attributes
    ----------
    owner : str
        Whose it is.
    request : object
        What is to be made.
    lane : Lane
        Where it is computed.
    asked, started : float
        When the visitor asked last, and when its turn came.
    status : Status
        How it goes.
    over : Event
        Set when it has ended.
    """

    owner: str
    request: Request
    lane: Lane
    asked: float
    started: float = math.inf
    status: Status[Result] = field(default_factory=Status)
    over: threading.Event = field(default_factory=threading.Event)


class Jobs(Generic[Request, Result]):
    """All jobs of a kind on a server.

    Parameters
    ----------
    runner : Runner
        What computes them; it is closed with them.
    make : callable
        Makes what a job wants, in a thread of the job's own, by calls to its lane. It reports its progress by `running`.
    patience : float
        For how many seconds a job is kept without a request.
    seconds : float, optional
        How long one may take.
    waiting : int, optional
        How many may wait; others fail with `BusyError`.
    grace : float, optional
        Seconds in which a call of a job that is ended may come to its end.
    discard : callable, optional
        Called with each result that is dropped, also where no request came for `patience` seconds. Without it, a finished job
        stays until it is dropped.
    """

    def __init__(
        self,
        runner: Runner,
        make: Callable[[Job[Request, Result]], Result],
        *,
        patience: float,
        seconds: float = math.inf,
        waiting: float = math.inf,
        grace: float = 0.0,
        discard: Callable[[Result], object] | None = None,
    ) -> None:
        self._runner, self._make, self._patience, self._seconds = runner, make, patience, seconds
        self._waiting, self._grace, self._discard = waiting, grace, discard
        self._jobs: dict[str, Job[Request, Result]] = {}
        self._changed = threading.Condition(threading.RLock())
        self._watcher: threading.Thread | None = None

    def ask(self, owner: str, request: Request, *, wait: float = 0.0) -> Status[Result]:
        """Return the status of an owner's job; start it if it is new, in place of the one before.

        Parameters
        ----------
        owner : str
            Whose job.
        request : object
            What is to be made.
        wait : float, optional
            For how many seconds to wait until it is over.
        """
        with self._changed:
            job = self._jobs.get(owner)
            if job is None or job.request != request:
                self.drop(owner)
                job = self._begin(owner, request)
            job.asked = time.monotonic()
        job.over.wait(wait)
        return job.status

    def status(self, owner: str) -> Status[Result] | None:
        """Return the status of an owner's job, if there is one."""
        with self._changed:
            job = self._jobs.get(owner)
            return None if job is None else job.status

    def cancel(self, owner: str) -> None:
        """Cancel an owner's job, which is not started again until `drop`."""
        with self._changed:
            job = self._jobs.get(owner)
            if job is not None:
                self._end(job, replace(job.status, state="cancelled"))

    def drop(self, owner: str) -> None:
        """Forget an owner's job: end it if it still runs, and drop its result."""
        with self._changed:
            job = self._jobs.pop(owner, None)
            if job is not None:
                self._end(job, Status("cancelled"))
                self._release(job)

    def close(self) -> None:
        """Drop all, and end the processes."""
        with self._changed:
            for owner in list(self._jobs):
                self.drop(owner)
            self._changed.notify_all()
        self._runner.close()

    def start(self, job: Job[Request, Result]) -> None:
        """Note that a job was started; its time counts from now."""
        with self._changed:
            job.started = time.monotonic()
            self.running(job)
            self._changed.notify_all()

    def running(self, job: Job[Request, Result], done: int = 0, total: int = 0, part: str = "") -> None:
        """Note the progress of a job.

        Raises
        ------
        EndedError
            If it was cancelled or dropped.
        """
        with self._changed:
            if job.status.over:
                raise EndedError
            job.status = Status("running", part, done, total)

    def __len__(self) -> int:
        """Return how many jobs there are."""
        return len(self._jobs)

    def _begin(self, owner: str, request: Request) -> Job[Request, Result]:
        job = self._jobs[owner] = Job(owner, request, self._runner.lane(), time.monotonic())
        if sum(other.status.state == "waiting" for other in self._jobs.values()) > self._waiting:
            self._end(job, Status("failed", error=BusyError()))
        else:
            threading.Thread(target=self._work, args=(job,), name="springsim-job", daemon=True).start()
        if self._watcher is None:
            self._watcher = threading.Thread(target=self._watch, name="springsim-jobs", daemon=True)
            self._watcher.start()
        return job

    def _work(self, job: Job[Request, Result]) -> None:
        status: Status[Result]
        try:
            status = Status("done", result=self._make(job))
        except Exception as error:  # any error is shown to the visitor
            status = Status("failed", error=error)
        with self._changed:
            if not job.status.over:
                self._end(job, status)
            elif status.result is not None and self._discard is not None:
                self._discard(status.result)

    def _end(self, job: Job[Request, Result], status: Status[Result]) -> None:
        """End a job with a status, unless it has ended already."""
        if not job.status.over:
            job.status = status
            job.over.set()
            job.lane.end(self._grace)

    def _release(self, job: Job[Request, Result]) -> None:
        if job.status.result is not None and self._discard is not None:
            self._discard(job.status.result)

    def _watch(self) -> None:
        """End jobs that take too long, and drop those without requests, as long as there are any."""
        with self._changed:
            while True:
                now = time.monotonic()
                for job in list(self._jobs.values()):
                    if job.status.state == "running" and now >= job.started + self._seconds:
                        self._end(job, Status("failed", error=LateError(f"{self._seconds:g}")))
                    if now >= self._until(job):
                        self.drop(job.owner)
                ends = [min(self._until(job), self._late(job)) for job in self._jobs.values()]
                if not ends or min(ends) == math.inf:
                    self._watcher = None
                    return
                self._changed.wait(max(min(ends) - time.monotonic(), 0.0))

    def _until(self, job: Job[Request, Result]) -> float:
        """Return until when a job is kept without a request."""
        return math.inf if job.status.over and self._discard is None else job.asked + self._patience

    def _late(self, job: Job[Request, Result]) -> float:
        """Return until when a job may run."""
        return math.inf if job.status.over else job.started + self._seconds
