"""Exports that take a while: each computed in a process beside the server's, its file handed out in pieces."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any, Final

from springsim import kernels
from springsim.app.processes.jobs import Job, Jobs, Status
from springsim.app.processes.runner import Runner
from springsim.export import orders
from springsim.export.orders import PIECE, Order
from springsim.validation.limits import EXPORT_BYTES, EXPORT_PATIENCE, EXPORT_SECONDS, EXPORTS_AT_ONCE, EXPORTS_WAITING

_NICENESS: Final = 10  # boards are answered first


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """An export that a board asks for.

    Attributes
    ----------
    number : int
        Which of the board's exports.
    order : Order
        What is to be made.
    """

    number: int
    order: Order = field(compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class File:
    """What came of it.

    Attributes
    ----------
    content : file
        The bytes, in a file without a name, which ends with the server.
    size : int
        How many.
    """

    content: IO[bytes]
    size: int


class Exports:
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
        For how many seconds one is kept without a request.
    size : int, optional
        Most bytes of a file.
    deliver : callable, optional
        What carries out an order; see `springsim.export.orders.delivered`.
    """

    def __init__(
        self,
        at_once: int = EXPORTS_AT_ONCE,
        waiting: int = EXPORTS_WAITING,
        seconds: float = EXPORT_SECONDS,
        patience: float = EXPORT_PATIENCE,
        size: int = EXPORT_BYTES,
        deliver: Callable[..., int] = orders.stream,
    ) -> None:
        self._size, self._deliver, self._reading = size, deliver, threading.Lock()
        self._jobs: Jobs[ExportRequest, File] = Jobs(
            Runner(at_once, niceness=_NICENESS),
            self._make,
            patience=patience,
            seconds=seconds,
            waiting=waiting,
            discard=self._discard,
        )

    def ask(self, owner: str, number: int, order: Order, *, wait: float = 0.0) -> Status[File]:
        """Return the status of an owner's export; start it if it is new, in place of the one before. As in `Jobs.ask`."""
        return self._jobs.ask(owner, ExportRequest(number, order), wait=wait)

    def piece(self, owner: str, start: int) -> bytes:
        """Return up to `PIECE` bytes of an owner's file, from a place on; nothing where there is none."""
        status = self._jobs.status(owner)
        if status is None or status.result is None:
            return b""
        with self._reading:
            if status.result.content.closed:
                return b""
            status.result.content.seek(start)
            return status.result.content.read(PIECE)

    def drop(self, owner: str) -> None:
        """End an owner's export, if there is one: it was fetched, or is no longer wanted."""
        self._jobs.drop(owner)

    def close(self) -> None:
        """End all exports and their processes."""
        self._jobs.close()

    def __len__(self) -> int:
        """Return how many exports there are."""
        return len(self._jobs)

    def _make(self, job: Job[ExportRequest, File]) -> File:
        content = tempfile.TemporaryFile()  # noqa: SIM115

        def on_message(value: Any) -> None:
            if isinstance(value, bytes):
                content.write(value)
            else:
                self._jobs.running(job, *value)

        try:
            order = job.request.order
            work = self._deliver, kernels.is_compiled(order.scene), order, self._size
            made = job.lane.follow(lambda: self._jobs.start(job), on_message, _delivered, *work)
            return File(content, made.result())
        except BaseException:
            content.close()
            raise

    def _discard(self, file: File) -> None:
        with self._reading:
            file.content.close()


def _delivered(send: Callable[[object], object], deliver: Callable[..., int], compiled: bool, order: Order, size: int) -> int:
    """Carry out an order by the kernels that the server uses: the file shows the board's run, to the bit."""
    with kernels.picking(compiled):
        return deliver(send, order, size)
