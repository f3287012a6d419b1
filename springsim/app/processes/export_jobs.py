"""Exports that take a while: each in a process of its own, a few at once, none left behind.

A job belongs to its owner, a board, and lives only while the owner asks about it: where a tab is closed or a connection lost,
nobody asks any more, and the job ends. Its process ends with this one too, and takes its folder with it.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from springsim.export.orders import Order
from springsim.export.worker import RESULT
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import EXPORT_BYTES, EXPORT_PATIENCE, EXPORT_SECONDS, EXPORTS_AT_ONCE, EXPORTS_WAITING

State = Literal["waiting", "running", "done", "failed"]

WORKER: Final = (sys.executable, "-m", "springsim.export.worker")
PIECE: Final = 500_000  #: bytes of a result in one answer

_TICK: Final = 0.1  # seconds between two looks at all jobs
_GRACE: Final = 5.0  # seconds in which a process may end by itself
_ROOT: Final = str(Path(__file__).parents[3])


@dataclass(slots=True)
class Problem:
    """Why there is no result.

    Attributes
    ----------
    kind : str
        ``"refused"``, ``"missing"`` a package, ``"late"``, ``"large"``, ``"busy"`` or ``"failed"``.
    what : str
        Package, or words of the error.
    error : SceneError or None
        What was refused.
    """

    kind: str
    what: str = ""
    error: SceneError | None = None


@dataclass(slots=True)
class Status:
    """How a job goes.

    Attributes
    ----------
    state : str
        ``"waiting"`` for others, ``"running"``, ``"done"`` or ``"failed"``.
    done, total : int
        How much is done, and of how much; 0 of 0 where that is not known.
    size : int
        Bytes of the result, once there is one.
    problem : Problem or None
        Why it failed.
    """

    state: State = "waiting"
    done: int = 0
    total: int = 0
    size: int = 0
    problem: Problem | None = None


@dataclass(slots=True, eq=False)
class _Job:
    number: int
    order: Order
    asked: float
    status: Status = field(default_factory=Status)
    started: float = 0.0
    folder: str = ""
    process: subprocess.Popen[str] | None = None


class Jobs:
    """All exports of a server.

    Parameters
    ----------
    at_once : int, optional
        How many may run at once; others wait.
    waiting : int, optional
        How many may wait; others are refused.
    seconds : float, optional
        How long one may take.
    patience : float, optional
        For how many seconds a job lives without being asked about.
    size : int, optional
        Most bytes of a result.
    worker : sequence of str, optional
        Command that carries out an order; the folder is added.
    """

    def __init__(
        self,
        at_once: int = EXPORTS_AT_ONCE,
        waiting: int = EXPORTS_WAITING,
        seconds: float = EXPORT_SECONDS,
        patience: float = EXPORT_PATIENCE,
        size: int = EXPORT_BYTES,
        worker: Sequence[str] = WORKER,
    ) -> None:
        self._at_once, self._waiting, self._seconds, self._patience, self._size = at_once, waiting, seconds, patience, size
        self._worker = tuple(worker)
        self._jobs: dict[str, _Job] = {}
        self._lock = threading.RLock()
        self._keeper: threading.Thread | None = None
        atexit.register(self.close)

    def ask(self, owner: str, number: int, order: Order) -> Status:
        """Return how an owner's job goes; begin it if it is new, in place of the one before.

        Parameters
        ----------
        owner : str
            Whose job.
        number : int
            Which of the owner's jobs.
        order : Order
            What is to be made.
        """
        with self._lock:
            job = self._jobs.get(owner)
            if job is None or job.number != number:
                self.drop(owner)
                job = self._jobs[owner] = _Job(number, order, time.monotonic())
                if sum(other.status.state == "waiting" for other in self._jobs.values()) > self._waiting:
                    job.status = Status("failed", problem=Problem("busy"))
                self._keep()
            job.asked = time.monotonic()
            return job.status

    def piece(self, owner: str, start: int) -> bytes:
        """Return up to `PIECE` bytes of an owner's result, from a place on; nothing where there is none."""
        with self._lock:
            job = self._jobs.get(owner)
            if job is None or job.status.state != "done":
                return b""
            with open(Path(job.folder, RESULT), "rb") as result:
                result.seek(start)
                return result.read(PIECE)

    def drop(self, owner: str) -> None:
        """End an owner's job, if there is one: it was fetched, or is no more wanted."""
        with self._lock:
            job = self._jobs.pop(owner, None)
        if job is not None:
            _end(job)

    def close(self) -> None:
        """End all jobs, and wait for their ends."""
        with self._lock:
            jobs, self._jobs = list(self._jobs.values()), {}
        ends = [_parts(job) for job in jobs]
        for process, _ in ends:
            _call_off(process)
        for process, folder in ends:
            _clear(process, folder)

    def __len__(self) -> int:
        """Return how many jobs there are."""
        return len(self._jobs)

    def _keep(self) -> None:
        """Have a thread that looks after the jobs, as long as there are any."""
        if self._keeper is None:
            self._keeper = threading.Thread(target=self._look_after, name="springsim-exports", daemon=True)
            self._keeper.start()

    def _look_after(self) -> None:
        while True:
            with self._lock:
                self._begin_and_end()
                if not self._jobs:
                    self._keeper = None
                    return
            time.sleep(_TICK)

    def _begin_and_end(self) -> None:
        now = time.monotonic()
        for owner, job in list(self._jobs.items()):
            if now - job.asked > self._patience:
                self.drop(owner)
            elif job.status.state == "running" and now - job.started > self._seconds:
                job.status = Status("failed", problem=Problem("late", f"{self._seconds:g}"))
                _end(job)
        running = sum(job.status.state == "running" for job in self._jobs.values())
        for job in self._jobs.values():
            if job.status.state == "waiting" and running < self._at_once:
                self._begin(job)
                running += 1

    def _begin(self, job: _Job) -> None:
        job.status, job.started = Status("running"), time.monotonic()
        job.folder = tempfile.mkdtemp(prefix="springsim-export-")
        paths = [_ROOT, *filter(None, [os.environ.get("PYTHONPATH")])]
        own: dict[str, Any] = {"start_new_session": True} if os.name == "posix" else {}  # Ctrl-C is for us; we end it then
        try:
            job.process = subprocess.Popen(
                [*self._worker, job.folder],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8", "OMP_NUM_THREADS": "1"},
                **own,
            )
        except OSError as error:
            job.status = Status("failed", problem=Problem("failed", str(error)))
            _end(job)
            return
        threading.Thread(target=self._listen, args=(job, job.process), name="springsim-export", daemon=True).start()

    def _listen(self, job: _Job, process: subprocess.Popen[str]) -> None:
        """Give a process its order, and hear how it goes."""
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(OSError, ValueError):  # it has ended, or was ended
            process.stdin.write(job.order.to_json() + "\n")
            process.stdin.flush()
            for line in process.stdout:
                with self._lock:
                    if job.status.state == "running":
                        job.status = self._heard(json.loads(line))
                    if job.status.state == "failed":
                        _end(job)
        with self._lock:
            if job.status.state == "running":
                job.status = Status("failed", problem=Problem("failed"))
                _end(job)

    def _heard(self, said: dict[str, Any]) -> Status:
        match said:
            case {"done": int(done), "total": int(total)}:
                return Status("running", done, total)
            case {"size": int(size)} if size <= self._size:
                return Status("done", size=size)
            case {"size": int(size)}:
                return Status("failed", problem=Problem("large", str(size)))
            case {"refused": [str(name), str(value), str(allowed)]}:
                return Status("failed", problem=Problem("refused", error=SceneError(name, Words(value), allowed)))
            case {"missing": str(package)}:
                return Status("failed", problem=Problem("missing", package))
        return Status("failed", problem=Problem("failed", str(said.get("failed", ""))))


def _end(job: _Job) -> None:
    """End a job's process, and remove its folder; waits for neither."""
    process, folder = _parts(job)
    _call_off(process)
    if process is not None or folder:
        threading.Thread(target=_clear, args=(process, folder), name="springsim-export-end").start()


def _parts(job: _Job) -> tuple[subprocess.Popen[str] | None, str]:
    """Return a job's process and folder, which are no longer its own."""
    parts = job.process, job.folder
    job.process, job.folder = None, ""
    return parts


def _call_off(process: subprocess.Popen[str] | None) -> None:
    """Tell a process to end."""
    if process is not None and process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()


def _clear(process: subprocess.Popen[str] | None, folder: str) -> None:
    """Wait for the end of a process, which is killed if it takes too long, and remove its folder."""
    if process is not None:
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            with contextlib.suppress(OSError, ValueError):
                process.stdout.close()
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
