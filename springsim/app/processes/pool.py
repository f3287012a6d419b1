"""Processes that compute for all visitors of a server, in turn, so that none waits for all that another has asked for.

They are started by their command, as exports are. Those of `multiprocessing` would run the main module once more, which while a
page is made is the app itself.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, Final

from springsim.validation.limits import SWEEP_PROCESSES

COMMAND: Final = (sys.executable, "-m", "springsim.app.processes.pool")

_ROOT: Final = str(Path(__file__).parents[3])
_GRACE: Final = 2.0  # seconds in which a process may end by itself

Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]


class BrokenError(RuntimeError):
    """A process that ended before it answered; the next call gets another."""


class Workers:
    """Processes, started when there is something to compute.

    Parameters
    ----------
    count : int, optional
        How many there are at most.
    command : sequence of str, optional
        What starts one; it reads calls and writes answers as `main` does.
    """

    def __init__(self, count: int = SWEEP_PROCESSES, command: Sequence[str] = COMMAND) -> None:
        self._count, self._command = count, tuple(command)
        self._lines: deque[Line] = deque()  # that have something to compute, the next one first
        self._news = threading.Condition()
        self._threads: list[threading.Thread] = []
        self._closed = False
        atexit.register(self.close)

    def line(self) -> Line:
        """Return an executor whose calls are computed in turn with those of all others."""
        return Line(self)

    def close(self) -> None:
        """End all processes."""
        with self._news:
            self._closed = True
            self._news.notify_all()
        for thread in self._threads:
            thread.join(_GRACE)

    def add(self, line: Line, future: Future[Any], call: Call) -> None:
        """Take a call of a line up."""
        with self._news:
            if self._closed:
                raise RuntimeError("the processes were ended")
            line.calls.append((future, call))
            if line not in self._lines:
                self._lines.append(line)
            if len(self._threads) < self._count:
                thread = threading.Thread(target=self._serve, name="springsim-workers", daemon=True)
                self._threads.append(thread)
                thread.start()
            self._news.notify()

    def drop(self, line: Line) -> list[Future[Any]]:
        """Forget what a line has asked for and nobody has begun."""
        with self._news:
            dropped = [future for future, _ in line.calls]
            line.calls.clear()
            if line in self._lines:
                self._lines.remove(line)
        return dropped

    def _next(self) -> tuple[Future[Any], Call] | None:
        """Wait for a call, of the line whose turn it is; None at the end."""
        with self._news:
            self._news.wait_for(lambda: self._closed or self._lines)
            if self._closed:
                return None
            line = self._lines.popleft()
            found = line.calls.popleft()
            if line.calls:
                self._lines.append(line)
            return found

    def _serve(self) -> None:
        """Have a process compute one call after another."""
        process: subprocess.Popen[bytes] | None = None
        while (found := self._next()) is not None:
            future, call = found
            if not future.set_running_or_notify_cancel():
                continue
            try:
                process = process or self._started()
                good, answer = _asked(process, call)
            except Exception as error:  # whatever befalls a process is told to who waits for it
                good, answer = False, BrokenError(f"a process of the server ended: {error}")
                _ended(process)
                process = None
            if good:
                future.set_result(answer)
            else:
                future.set_exception(answer)
        _ended(process)

    def _started(self) -> subprocess.Popen[bytes]:
        paths = [_ROOT, *filter(None, [os.environ.get("PYTHONPATH")])]
        own: dict[str, Any] = {"start_new_session": True} if os.name == "posix" else {}  # Ctrl-C is for us; we end it then
        return subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            **own,
        )


class Line(Executor):
    """The calls of one who waits, as an executor.

    Parameters
    ----------
    workers : Workers
        Who computes them.
    """

    def __init__(self, workers: Workers) -> None:
        self.calls: deque[tuple[Future[Any], Call]] = deque()
        self._workers = workers

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a function of a module called."""
        future: Future[Any] = Future()
        self._workers.add(self, future, (fn, args, kwargs))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Cancel what nobody has begun, if that is wanted; waits for nothing."""
        if cancel_futures:
            for future in self._workers.drop(self):
                if future.cancel():
                    future.set_running_or_notify_cancel()  # and so tells whoever waits for it


def _asked(process: subprocess.Popen[bytes], call: Call) -> tuple[bool, Any]:
    """Return whether a call came to a good end, and its result or error."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(pickle.dumps(call, pickle.HIGHEST_PROTOCOL))
    process.stdin.flush()
    answer: tuple[bool, Any] = pickle.load(process.stdout)
    return answer


def _ended(process: subprocess.Popen[bytes] | None) -> None:
    """End a process, which is killed if it takes too long."""
    if process is None:
        return
    assert process.stdin is not None
    assert process.stdout is not None
    with contextlib.suppress(OSError):
        process.stdin.close()
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()


def main() -> None:
    """Read calls from standard input and write what comes of them to standard output, until nobody asks any more."""
    calls, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever is printed is no answer
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            fn, args, kwargs = pickle.load(calls)
            answer: tuple[bool, Any]
            try:
                answer = True, fn(*args, **kwargs)
            except Exception as error:
                answer = False, error
            answers.write(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
            answers.flush()


if __name__ == "__main__":
    main()
