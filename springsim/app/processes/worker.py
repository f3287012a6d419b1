"""A process that computes for the server: ``python -m springsim.app.processes.worker FOLDER NICENESS``.

Standard input brings pickled calls: a function of a module, its arguments, and whether it takes as its first argument a
function that sends the server a message, such as how much is done. Standard output takes pickled answers: messages, then the
result or the error. Where standard input ends, the server is gone; so this process ends too, whatever it is computing.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from typing import IO, Any, Literal

Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any], bool]
Answer = tuple[Literal["message", "result", "error"], Any]


def main(folder: str, niceness: int) -> None:
    """Compute one call after another; temporary files are in `folder`, which is removed where the server is gone."""
    tempfile.tempdir = folder
    if hasattr(os, "nice"):
        os.nice(niceness)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is for the server, which then ends this process
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # what a function prints is no answer
    calls: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    # not standard input itself, for which Python waits when it ends
    source = open(os.dup(sys.stdin.fileno()), "rb")  # noqa: SIM115
    threading.Thread(target=_read, args=(source, calls, folder), daemon=True).start()
    while True:
        _compute(calls.get(), answers)


def framed(data: bytes) -> bytes:
    """Return data with their length in front."""
    return len(data).to_bytes(8, "big") + data


def _read(source: IO[bytes], calls: queue.SimpleQueue[bytes], folder: str) -> None:
    """Queue calls as they come, still pickled: only the main thread imports what they need. At the end, end this process."""
    with contextlib.suppress(OSError):
        while len(head := source.read(8)) == 8:
            calls.put(source.read(int.from_bytes(head, "big")))
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


def _compute(data: bytes, answers: IO[bytes]) -> None:
    """Answer one call."""

    def send(*answer: Any) -> None:
        answers.write(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))
        answers.flush()

    try:
        fn, args, kwargs, on_message = pickle.loads(data)
        result = fn(*((lambda value: send("message", value)), *args), **kwargs) if on_message else fn(*args, **kwargs)
        send("result", result)
    except BrokenPipeError:
        return
    except Exception as error:
        send("error", _picklable(error))


def _picklable(error: Exception) -> Exception:
    """Return an error that arrives as it was sent."""
    try:
        if type(pickle.loads(pickle.dumps(error))) is type(error):
            return error
    except Exception:
        pass
    return RuntimeError(f"{type(error).__name__}: {error}"[:300])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
