"""The playground: the board, its session and the address of the page."""

from __future__ import annotations

import dataclasses
from typing import Any, Final

import streamlit as st

from springsim.errors import SceneError
from springsim.ui import exports, navigation, payload, reducer, state, visitor
from springsim.ui.board import board, log_of
from springsim.ui.commands import parsed_message
from springsim.ui.jobs import Jobs
from springsim.ui.state import Board

_ANSWER, _COMPONENT = "springsim_answer", "springsim_component"
_JOBS: Final = Jobs()


def page() -> None:
    """Show the playground."""
    st.session_state[_ANSWER] = payload.packed(visitor.board())  # whole: the board may have been made anew
    _playground()


@st.fragment
def _playground() -> None:
    here = visitor.board()
    if here.leaving:
        visitor.keep(dataclasses.replace(here, leaving=""))
        navigation.go(here.leaving)
    board(st.session_state[_ANSWER], key=_COMPONENT, on_log=_take_log)


def _take_log() -> None:
    """Apply what the board sent, before the fragment runs again."""
    before = visitor.board()
    try:
        message = parsed_message(log_of(st.session_state[_COMPONENT]))
    except SceneError as error:
        after, known = state.refused(before, error), ("", -1, -1)
    else:
        after, known = reducer.handled(before, message), (message.texts, message.springs, message.seen[0])
        if message.epoch != before.epoch:
            known = ("", -1, -1)
    visitor.keep(after)
    st.session_state[_ANSWER] = payload.packed(after, *known, *_export(after))


def _export(board: Board) -> tuple[dict[str, Any] | None, bytes]:
    """See to the export that a board asks for; return how it goes, and the piece of the file that is asked for."""
    wanted = board.export
    if wanted is None:
        _JOBS.drop(board.epoch)
        return None, b""
    status = _JOBS.ask(board.epoch, wanted.number, wanted.order)
    piece = _JOBS.piece(board.epoch, board.piece) if board.piece >= 0 else b""
    return {"number": wanted.number, "name": wanted.name, **exports.said(status, board.language)}, piece
