"""A process that carries out one order: ``python -m springsim.export.worker FOLDER``.

The order comes as a line of JSON on standard input, which then stays open: where it ends, whoever gave the order is gone or
wants it no more. Lines of JSON on standard output say how it goes: ``{"done": 3, "total": 120}``, and at last one of
``{"size": …}``, with the result in the file `RESULT` of the folder, ``{"refused": [field, value, allowed]}``, ``{"missing":
package}`` or ``{"failed": …}``. The folder and all that is in it are removed by this process, whatever happens.
"""

from __future__ import annotations

import _thread
import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Final

RESULT: Final = "result"
_NICENESS: Final = 10  # boards are answered first
_GRACE: Final = 3.0  # seconds in which an order that is called off may end by itself
_REPORTS: Final = 0.1  # seconds between two


def main(folder: str) -> None:
    """Carry out the order on standard input, in a folder."""
    tempfile.tempdir = folder
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    order = sys.stdin.readline()
    done, gone = threading.Event(), threading.Event()
    threading.Thread(target=_watch, args=(folder, done, gone), daemon=True).start()
    try:
        with contextlib.suppress(KeyboardInterrupt):
            _carry_out(order, folder)
            done.set()
            gone.wait()  # until the result has been fetched
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        shutil.rmtree(folder, ignore_errors=True)


def _carry_out(order: str, folder: str) -> None:
    from springsim.export import orders
    from springsim.export.optional import MissingError
    from springsim.validation.errors import SceneError

    reported = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal reported
        now = time.monotonic()
        if now - reported >= _REPORTS or done == total:
            reported = now
            _say(done=done, total=total)

    try:
        data = orders.made(orders.parsed(order), progress)
        Path(folder, RESULT).write_bytes(data)
    except SceneError as error:
        _say(refused=[error.field, error.value, error.allowed])
    except MissingError as error:
        _say(missing=error.name)
    except Exception as error:
        _say(failed=f"{type(error).__name__}: {error}"[:300])
    else:
        _say(size=len(data))


def _watch(folder: str, done: threading.Event, gone: threading.Event) -> None:
    """Wait for the end of standard input, and end what is still being done then."""
    with contextlib.suppress(OSError):
        os.read(sys.stdin.fileno(), 1)
    gone.set()
    if not done.is_set():
        _thread.interrupt_main()
    time.sleep(_GRACE)
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


def _say(**what: Any) -> None:
    with contextlib.suppress(OSError):  # nobody listens any more: the end of standard input says so too
        print(json.dumps(what), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
