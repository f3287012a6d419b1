"""Serves the app: Streamlit's ASGI application, run by uvicorn in this process.

This is the fast way in. `streamlit run` binds its socket without naming TCP as the protocol, so that asyncio leaves Nagle's
algorithm on: where events come in quick succession, as in a drag, each answer waits some 40 ms for an acknowledgement.

Streamlit and uvicorn are loaded only when a server is asked for; so are compiled kernels, where there is Numba, beside it.
"""

from __future__ import annotations

import contextlib
import errno
import importlib.util
import logging
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from springsim import kernels

if TYPE_CHECKING:
    import streamlit
    import uvicorn

SCRIPT: Final = Path(__file__).resolve().parent / "served" / "app.py"
DEFAULT_PORT: Final = 8501

_App = Callable[[Any, Any, Any], Coroutine[Any, Any, None]]

_LATE_LOGGER = "streamlit.runtime.scriptrunner.script_runner"
_LATE_WORDS = "Couldn't find fragment with id"
_PORTS_TRIED = 20
_CLOSING_SECONDS = 3
_WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "::1"}


class CannotServeError(RuntimeError):
    """The app cannot be served, for a reason that the user can put right; the message is one line."""


def serve(host: str, port: int | None, *, open_browser: bool) -> int:
    """Serve the app until Ctrl-C.

    Parameters
    ----------
    host : str
        Address or name to listen at.
    port : int or None
        Port, or 0 for any free one. None: `DEFAULT_PORT`, or the first free one of those after it.
    open_browser : bool
        Whether to show the app in the browser as soon as it answers.

    Returns
    -------
    int
        Exit code: 0 after Ctrl-C, 1 if the server failed to start.

    Raises
    ------
    CannotServeError
        If a package is missing, or the address cannot be listened at.
    """
    _require()
    wanted = DEFAULT_PORT if port is None else port
    with listener(host, wanted, _PORTS_TRIED if port is None else 1) as sock:
        address = url(host, sock.getsockname()[1])
        taken = wanted not in (0, sock.getsockname()[1])

        def started() -> None:
            print((f"port {wanted} is in use; " if taken else "") + f"springsim is at {address} (Ctrl-C stops it)", flush=True)
            if open_browser and _has_screen():
                threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
            threading.Thread(target=kernels.load, daemon=True).start()

        server = _server(started)
        with contextlib.suppress(KeyboardInterrupt):  # uvicorn closes everything, then raises it again
            server.run(sockets=[sock])
        return 0 if server.started else 1


def listener(host: str, port: int, tries: int = 1) -> socket.socket:
    """Return a socket that listens at `host`, at `port` or at one of the ports after it.

    Parameters
    ----------
    host : str
        Address or name.
    port : int
        First port to try; 0 for any free one.
    tries : int, optional
        How many ports to try.

    Returns
    -------
    socket.socket
        Its protocol is TCP by name: asyncio turns Nagle's algorithm off only then.

    Raises
    ------
    CannotServeError
        If there is none.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)[0]
    except (OSError, UnicodeError):
        raise CannotServeError(f"{host[:80]!r} is not an address to listen at; try 127.0.0.1 or 0.0.0.0") from None
    last = min(port + tries - 1, 65535)
    for candidate in range(port, last + 1):
        sock = socket.socket(family, kind, protocol)
        try:
            if os.name == "posix":  # elsewhere it would let two servers share a port
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind((place[0], candidate, *place[2:]))
            sock.listen()
        except OSError as error:
            sock.close()
            if error.errno != errno.EADDRINUSE:
                raise CannotServeError(f"cannot listen at {host} port {candidate}: {error.strerror}") from None
        else:
            return sock
    which = f"port {port} is" if last == port else f"ports {port} to {last} are"
    raise CannotServeError(f"{which} in use; choose another with --port")


def application() -> streamlit.App:
    """Return the app as ASGI; from here on the options in ``.streamlit`` beside its script hold, wherever we were started."""
    import streamlit as st

    logging.getLogger(_LATE_LOGGER).addFilter(_is_news)
    folder = str(SCRIPT.parent)
    if folder not in sys.path:  # else each run of a page puts it there and takes it away, and imports in other threads fail
        sys.path.append(folder)
    return st.App(SCRIPT)


def _is_news(record: logging.LogRecord) -> bool:
    """Tell whether Streamlit says more than that a visitor had gone to another page when a message from the last one came."""
    return not str(record.msg).startswith(_LATE_WORDS)


def dropping_late_messages(app: _App) -> _App:
    """Return an ASGI app whose messages to a visitor who has just left are dropped.

    Streamlit learns from its next `receive` that someone has left. Where its own `send` fails before that, it takes the end
    of the connection for a wrong message, and logs two tracebacks.
    """

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        async def send_or_drop(message: Any) -> None:
            with contextlib.suppress(OSError) if message["type"] == "websocket.send" else contextlib.nullcontext():
                await send(message)

        await app(scope, receive, send_or_drop if scope["type"] == "websocket" else send)

    return wrapped


def url(host: str, port: int) -> str:
    """Return the address for a browser on this machine."""
    name = _WILDCARDS.get(host, host)
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _require() -> None:
    missing = [name for name in ("streamlit", "uvicorn") if importlib.util.find_spec(name) is None]
    if missing:
        raise CannotServeError(f"the app needs {' and '.join(missing)}: pip install 'springsim[app]'")


def _server(started: Callable[[], None]) -> uvicorn.Server:
    import streamlit as st
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                started()

    app = application()  # before any option is asked for
    return Server(
        uvicorn.Config(
            dropping_late_messages(app),
            access_log=False,
            log_level="warning",
            timeout_graceful_shutdown=_CLOSING_SECONDS,
            ws="websockets-sansio",
            ws_max_size=int(st.get_option("server.maxWidgetStateSize")) * 1_000_000,
            ws_per_message_deflate=False,
        )
    )


def _has_screen() -> bool:
    """Tell whether a browser would have a window: without one, Python may start a text browser in this terminal."""
    return not sys.platform.startswith("linux") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")))
