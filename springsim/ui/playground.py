"""The playground: the board, its session and the address of the page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from springsim.errors import SceneError
from springsim.ui import payload, reducer, state
from springsim.ui.board import board, log_of
from springsim.ui.commands import parsed_message

_BOARD, _ANSWER, _COMPONENT = "springsim_board", "springsim_answer", "springsim_component"
_STYLE = Path(__file__).with_name("page.css")


def page() -> None:
    """Show the playground."""
    st.html(_STYLE)
    if _BOARD not in st.session_state:
        st.session_state[_BOARD] = state.opened(st.query_params.to_dict(), state.language_of(st.context.locale))
    st.session_state[_ANSWER] = payload.packed(st.session_state[_BOARD])  # whole: the board may have been made anew
    _playground()


@st.fragment
def _playground() -> None:
    board(st.session_state[_ANSWER], key=_COMPONENT, on_log=_take_log)


def _take_log() -> None:
    """Apply what the board sent, before the fragment runs again."""
    before = st.session_state[_BOARD]
    try:
        message = parsed_message(log_of(st.session_state[_COMPONENT]))
    except SceneError as error:
        after, texts, springs = state.refused(before, error), "", -1
    else:
        after, texts, springs = reducer.handled(before, message), message.texts, message.springs
        if message.epoch != before.epoch:
            texts, springs = "", -1
    st.session_state[_BOARD] = after
    st.session_state[_ANSWER] = payload.packed(after, texts, springs)
