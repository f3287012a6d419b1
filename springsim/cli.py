"""The command line: ``python -m springsim app``.

A command is a function that adds its own parser and names what runs it; `_COMMANDS` lists them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn, TypeAlias

from springsim import __version__, server

PORT_MAX = 65535


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str, optional
        What follows the program's name; by default, that of this process.

    Returns
    -------
    int
        Exit code: 0 when all went well, 1 when the server failed. Wrong arguments, and what else the user can put right, leave
        by ``SystemExit`` with code 2 and one line on standard error.
    """
    parser = _Parser(prog="python -m springsim", description="The spring model of the contrastive loss, exact and visible.")
    parser.add_argument("--version", action="version", version=f"springsim {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="command", required=True)
    for add in _COMMANDS:
        add(commands)
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except server.CannotServeError as error:
        parser.exit(2, f"springsim: {error}\n")
    except KeyboardInterrupt:
        return 0


def _add_app(commands: Commands) -> None:
    parser = commands.add_parser(
        "app",
        help="open the app in the browser",
        description="Serve the app from this process and open it in the browser. Ctrl-C stops it.",
        epilog="example: python -m springsim app --port 8600 --no-browser",
    )
    parser.add_argument(
        "--port",
        type=_port,
        help=f"port, 0 to {PORT_MAX}; 0 takes any free one (default: {server.DEFAULT_PORT}, or the next free one)",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at; 0.0.0.0 for all (default: %(default)s)")
    parser.add_argument("--no-browser", action="store_true", help="only serve, open nothing")
    parser.set_defaults(run=_app)


def _app(chosen: argparse.Namespace) -> int:
    return server.serve(chosen.host, chosen.port, open_browser=not chosen.no_browser)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= PORT_MAX):
        raise argparse.ArgumentTypeError(f"a port is a whole number from 0 to {PORT_MAX}, not {text[:40]!r}")
    return int(text)


_COMMANDS: tuple[Callable[[Commands], None], ...] = (_add_app,)


if __name__ == "__main__":
    sys.exit(main())
