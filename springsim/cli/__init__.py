"""The command line: ``python -m springsim COMMAND``, or ``springsim COMMAND`` once installed.

A command is a module with a function that adds its own parser and names what runs it; `_COMMANDS` lists them. What draws or
serves is loaded by the command that needs it, so that ``--help`` and ``scene`` are quick.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from springsim._version import __version__
from springsim.app import server
from springsim.cli import animate, app, diagnose, draw, figures, scene, settle, sweep
from springsim.cli.arguments import Commands, Parser
from springsim.export import MissingError, files
from springsim.validation.errors import SceneError

_COMMANDS: tuple[Callable[[Commands], None], ...] = (
    app.add,
    figures.add,
    scene.add,
    settle.add,
    diagnose.add,
    draw.add,
    animate.add,
    sweep.add,
)
_DESCRIPTION = "The spring model of the contrastive loss, exact and visible."
_EXIT_CODES = """\
exit status:
  0    all went well
  1    the points did not come to rest, or a sweep was cut short (files are written all the same),
       or the server failed
  2    something was refused, in one line that says what is allowed
  130  stopped by Ctrl-C"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str, optional
        What follows the program's name; by default, that of this process.

    Returns
    -------
    int
        Exit code: 0 when all went well, 1 when the points did not come to rest, a sweep was cut short or the server failed, 130
        after Ctrl-C. Wrong arguments, and what else the user can put right, leave by ``SystemExit`` with code 2 and one line on
        standard error; the signals TERM and HUP by ``SystemExit`` with the code that shells give them.
    """
    parser = Parser(prog=_program(), description=_DESCRIPTION, epilog=_EXIT_CODES)
    parser.add_argument("--version", action="version", version=f"springsim {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="command", required=True)
    for add in _COMMANDS:
        add(commands)
    try:
        with _ended_by_signals(), _flushed():
            chosen = parser.parse_args(arguments)
            return int(chosen.run(chosen))
    except BrokenPipeError:  # the reader closed the pipe, as in `| head`: that is the reader's choice and no failure
        return 0
    except (SceneError, MissingError, server.CannotServeError, OSError) as error:
        parser.exit(2, f"springsim: {_one_line(error)}\n")
    except KeyboardInterrupt:
        return 130


def _program() -> str:
    """Return how this program was called."""
    return "springsim" if Path(sys.argv[0]).stem == "springsim" else "python -m springsim"


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


@contextlib.contextmanager
def _flushed() -> Iterator[None]:
    """Send on what was printed before Python ends, while it can still be said that it does not arrive."""
    try:
        try:
            yield
        finally:
            if sys.stdout is not None:
                files.write_stream(b"", binary=False)
    except OSError:
        with contextlib.suppress(OSError, AttributeError):  # what is left in the buffer goes nowhere, quietly
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


@contextlib.contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Have TERM and HUP end the program as an exception does, so that nothing half done is left behind."""

    def leave(number: int, _: object) -> NoReturn:
        raise SystemExit(128 + number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    ours = [number for number in numbers if signal.getsignal(number) == signal.SIG_DFL]  # not where nohup has it ignored
    for number in ours:
        signal.signal(number, leave)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


if __name__ == "__main__":
    sys.exit(main())
