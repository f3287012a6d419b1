"""Processes that compute for all visitors of a server, in fair turns: no visitor waits for all calls of another.

They are started by a command of their own. Those of `multiprocessing`, and so of pebble, would run the main module once more,
which while a page is made is the app itself. loky starts its processes otherwise, but cannot end a single call. With neither
does a call end that is running when the server is killed.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from springsim.app.processes import worker

COMMAND: Final = (sys.executable, "-m", worker.__name__)
IDLE: Final = 60.0  #: seconds after which a process without a call ends
GRACE: Final = 1.0  #: seconds that an unwanted call may still run before its process is killed

_ROOT: Final = str(Path(__file__).parents[3])
_CLOSING: Final = 2.0  # seconds in which threads end


class BrokenError(RuntimeError):
    """A process that ended before it answered; the next call gets another."""


@dataclass(slots=True, eq=False)
class _Task:
    """A call, its callbacks, its result to come, and the process that computes it."""

    call: worker.Call
    on_start: Callable[[], object]
    on_message: Callable[[Any], object]
    future: Future[Any] = field(default_factory=Future)
    process: _Process | None = None
    unwanted: bool = False


class Runner:
    """Processes, started when there is something to compute.

    Parameters
    ----------
    count : int
        How many there are at most.
    idle : float, optional
        For how many seconds one is kept that has nothing to compute.
    niceness : int, optional
        Added to their priority, as by ``nice``.
    command : sequence of str, optional
        What starts one, before a folder for its temporary files and the niceness. It reads calls and writes answers as `worker`
        does.
    """

    def __init__(self, count: int, *, idle: float = IDLE, niceness: int = 0, command: Sequence[str] = COMMAND) -> None:
        self._count, self._idle, self._niceness, self._command = count, idle, niceness, tuple(command)
        self._lanes: deque[Lane] = deque()  # that have something to compute, the next one first
        self._changed = threading.Condition()
        self._threads: set[threading.Thread] = set()
        self._processes: set[_Process] = set()
        self._waiting = 0  # threads without a call
        self._closed = False
        atexit.register(self.close)

    def lane(self) -> Lane:
        """Return an executor whose calls are computed in turn with those of all others."""
        return Lane(self)

    def close(self) -> None:
        """End all processes, whatever they are computing."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            threads, processes, lanes = list(self._threads), list(self._processes), list(self._lanes)
        for process in processes:
            process.kill()
        for lane in lanes:
            lane.end()
        for thread in threads:
            thread.join(_CLOSING)
        atexit.unregister(self.close)

    def _add(self, lane: Lane, task: _Task) -> None:
        with self._changed:
            if self._closed:
                raise RuntimeError("the processes were ended")
            lane.waiting.append(task)
            if lane not in self._lanes:
                self._lanes.append(lane)
            asked_for = sum(len(other.waiting) for other in self._lanes)
            if asked_for > self._waiting and len(self._threads) < self._count:
                thread = threading.Thread(target=self._serve, name="springsim-runner", daemon=True)
                self._threads.add(thread)
                thread.start()
            self._changed.notify()

    def _take(self, lane: Lane) -> list[_Task]:
        """Take back the calls of a lane that have not started."""
        with self._changed:
            taken = list(lane.waiting)
            lane.waiting.clear()
            if lane in self._lanes:
                self._lanes.remove(lane)
        return taken

    def _next(self) -> tuple[Lane, _Task] | None:
        """Wait for a call, of the lane whose turn it is; None at the end, or where none comes for a while."""
        with self._changed:
            self._waiting += 1
            found = self._changed.wait_for(lambda: self._closed or self._lanes, self._idle)
            self._waiting -= 1
            if self._closed or not found:
                self._threads.discard(threading.current_thread())  # while none can be added
                return None
            lane = self._lanes.popleft()
            task = lane.waiting.popleft()
            if lane.waiting:
                self._lanes.append(lane)
            lane.running.add(task)
            return lane, task

    def _serve(self) -> None:
        """Have a process compute one call after another."""
        process: _Process | None = None
        try:
            while (found := self._next()) is not None:
                lane, task = found
                if task.future.set_running_or_notify_cancel():
                    process = self._computed(process, task)
                lane.running.discard(task)
        finally:
            self._end(process)

    def _computed(self, process: _Process | None, task: _Task) -> _Process | None:
        """Have a call computed; return the process for the next one, if it is still there."""
        try:
            task.on_start()
            process = process or self._started()
            with self._changed:
                if task.unwanted:
                    process.kill()
                task.process = process
            kind, answer = process.asked(task.call, task.on_message)
        except Exception as error:  # any failure of the process reaches the caller
            reason = f"{error}" if process is None else process.ending()
            self._end(process)
            task.future.set_exception(BrokenError(f"a process of the server ended: {reason}"))
            return None
        finally:
            with self._changed:  # from here on it is not killed for this task
                task.process = None
        if kind == "result":
            task.future.set_result(answer)
        else:
            task.future.set_exception(answer)
        if process.killed:
            self._end(process)
            return None
        return process

    def _kill(self, tasks: Sequence[_Task]) -> None:
        """Kill the processes that compute these calls."""
        with self._changed:
            for task in tasks:
                task.unwanted = True
                if task.process is not None:
                    task.process.kill()

    def _started(self) -> _Process:
        process = _Process(self._command, self._niceness)
        with self._changed:
            self._processes.add(process)
            if self._closed:
                process.kill()
        return process

    def _end(self, process: _Process | None) -> None:
        if process is not None:
            process.end()
            with self._changed:
                self._processes.discard(process)


class Lane(Executor):
    """The calls of one visitor, as an executor.

    Parameters
    ----------
    runner : Runner
        What computes them.
    """

    def __init__(self, runner: Runner) -> None:
        self.waiting: deque[_Task] = deque()
        self.running: set[_Task] = set()
        self._runner = runner

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a function of a module called."""
        return self._added(_Task((fn, args, kwargs, False), _nothing, _nothing))

    def follow(
        self, on_start: Callable[[], object], on_message: Callable[[Any], object], fn: Callable[..., Any], /, *args: Any
    ) -> Future[Any]:
        """Have a function of a module called that sends messages while it runs.

        Parameters
        ----------
        on_start : callable
            Called when its turn has come.
        on_message : callable
            Called with each message.
        fn : callable
            Gets as its first argument the function that sends a message.
        *args
            Its other arguments.
        """
        return self._added(_Task((fn, args, {}, True), on_start, on_message))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Cancel the calls that have not started, if asked to; does not wait."""
        if cancel_futures:
            for task in self._runner._take(self):
                if task.future.cancel():
                    task.future.set_running_or_notify_cancel()  # wakes the threads that wait for it

    def end(self, grace: float = 0.0) -> None:
        """Cancel all calls; the process of one that still runs after `grace` seconds is killed."""
        self.shutdown(cancel_futures=True)
        running = list(self.running)
        if running and grace > 0.0:
            timer = threading.Timer(grace, self._runner._kill, (running,))
            timer.daemon = True
            timer.start()
        else:
            self._runner._kill(running)

    def _added(self, task: _Task) -> Future[Any]:
        self._runner._add(self, task)
        return task.future


class _Process:
    """A process and the folder of its temporary files."""

    def __init__(self, command: Sequence[str], niceness: int) -> None:
        self.killed = False
        self._folder = tempfile.mkdtemp(prefix="springsim-process-")
        paths = [_ROOT, *filter(None, [os.environ.get("PYTHONPATH")])]
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
        own: dict[str, Any] = {"start_new_session": True} if os.name == "posix" else {}  # Ctrl-C is for us; we end it then
        try:
            self._popen = subprocess.Popen(
                [*command, self._folder, str(niceness)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **threads, "PYTHONPATH": os.pathsep.join(paths)},
                **own,
            )
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    def asked(self, call: worker.Call, on_message: Callable[[Any], object]) -> tuple[str, Any]:
        """Have a call computed; return ``"result"`` or ``"error"``, and which."""
        assert self._popen.stdin is not None
        assert self._popen.stdout is not None
        self._popen.stdin.write(worker.framed(pickle.dumps(call, pickle.HIGHEST_PROTOCOL)))
        self._popen.stdin.flush()
        while True:
            kind, answer = pickle.load(self._popen.stdout)
            if kind != "message":
                return str(kind), answer
            on_message(answer)

    def kill(self) -> None:
        """Kill it, if it still runs."""
        self.killed = True
        with contextlib.suppress(OSError):
            self._popen.kill()

    def end(self) -> None:
        """Kill it, and remove its folder."""
        self.kill()
        self._popen.wait()
        for stream in (self._popen.stdin, self._popen.stdout):
            assert stream is not None
            with contextlib.suppress(OSError):  # what was not sent stays so
                stream.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def ending(self) -> str:
        """Return in words how it ended."""
        try:
            code = self._popen.wait(_CLOSING)
        except subprocess.TimeoutExpired:
            return "no answer could be read"
        return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _nothing(*_: object) -> None:
    """Do nothing."""
