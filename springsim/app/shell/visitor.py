"""The visitor of this session: the board, which every page shares, and with it the language."""

from __future__ import annotations

import dataclasses
from typing import Final

import streamlit as st

from springsim import texts
from springsim.app.session import address, reducer
from springsim.app.session.messages import Message
from springsim.app.session.state import Board

_BOARD: Final = "springsim_board"


def board(query: dict[str, str] | None = None) -> Board:
    """Return the visitor's board; the first time, the one that an address asks for.

    Parameters
    ----------
    query : dict of str, optional
        Fields of the address, by default those of the page.
    """
    if _BOARD not in st.session_state:
        fields = st.query_params.to_dict() if query is None else query
        st.session_state[_BOARD] = address.opened(fields, address.language_of(st.context.locale))
    found: Board = st.session_state[_BOARD]
    return found


def keep(board: Board) -> None:
    """Let this be the visitor's board from now on."""
    st.session_state[_BOARD] = board


def hear(message: Message) -> Board:
    """Apply what the browser sent to the visitor's board, and return it."""
    after = reducer.handled(board(), message)
    keep(after)
    return after


def language() -> str:
    """Return the visitor's language, before there is a board too."""
    if _BOARD in st.session_state:
        return board().language
    asked = st.query_params.get("lang", "")
    return asked if asked in texts.LANGUAGES else address.language_of(st.context.locale)


def speak(language: str) -> None:
    """Change the visitor's language."""
    keep(dataclasses.replace(board(), language=language))
