"""``app``: the app in the browser."""

from __future__ import annotations

import argparse

from springsim.app import server
from springsim.cli.arguments import Commands, command

PORT_MAX = 65535


def add(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "app",
        "open the app in the browser",
        "Serve the app from this process and open it in the browser. Ctrl-C stops it.",
        ["--port 8600 --no-browser"],
    )
    parser.add_argument(
        "--port",
        type=_port,
        help=f"port, 0 to {PORT_MAX}; 0 takes any free one (default: {server.DEFAULT_PORT}, or the next free one)",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at; 0.0.0.0 for all (default: %(default)s)")
    parser.add_argument("--no-browser", action="store_true", help="only serve, open nothing")
    parser.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    try:
        return server.serve(chosen.host, chosen.port, open_browser=not chosen.no_browser)
    except KeyboardInterrupt:  # how it is stopped
        return 0


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= PORT_MAX):
        raise argparse.ArgumentTypeError(f"a port is a whole number from 0 to {PORT_MAX}, not {text[:40]!r}")
    return int(text)
