"""The board as a Streamlit component: a packaged canvas with its controls, which displays frames and sends input."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_CSS = Path(__file__).parents[2] / "board" / "css"
_STYLES = ("board.css", "bar.css", "exports.css", "opening.css", "sizes.css", "embed.css")
_HTML = '<div class="board"></div>\n'

_component = st.components.v2.component(
    "springsim.board",
    html=_HTML,
    css="".join((_CSS / name).read_text(encoding="utf-8") for name in _STYLES),
    js="index.js",
    isolate_styles=True,
)


def board(answer: bytes, *, key: str, on_log: Callable[[], None]) -> None:
    """Show the board.

    Parameters
    ----------
    answer : bytes
        What it is to show; see `springsim.app.session.answer`.
    key : str
        Key of its state; the log of commands is ``st.session_state[key]["log"]``.
    on_log : callable
        Called without arguments when commands have come.
    """
    _component(key=key, data=answer, default={"log": None}, on_log_change=on_log, height="content")


def log_of(state: Any) -> object:
    """Return the message in the component's state, unchecked."""
    return state.get("log") if hasattr(state, "get") else None
