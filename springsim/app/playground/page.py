"""The playground: the board, its session and the address of the page."""

from __future__ import annotations

import dataclasses
from typing import Final

import streamlit as st

from springsim.app.playground.component import board, log_of
from springsim.app.session import answer, state
from springsim.app.session.messages import parsed_message
from springsim.app.shell import export_progress, kept, navigation, visitor
from springsim.validation.errors import SceneError

_ANSWER: Final = "springsim_answer"
_COMPONENT: Final = "springsim_component"


def page() -> None:
    """Show the playground."""
    st.session_state[_ANSWER] = answer.packed(visitor.board())  # whole: the board may be a new one
    _playground()


@st.fragment
def _playground() -> None:
    here = visitor.board()
    if here.leaving:
        visitor.keep(dataclasses.replace(here, leaving=""))
        navigation.go(here.leaving)
    board(st.session_state[_ANSWER], key=_COMPONENT, on_log=take_log)


def take_log() -> None:
    """Apply what the board sent, before the fragment runs again."""
    before = visitor.board()
    try:
        message = parsed_message(log_of(st.session_state[_COMPONENT]))
    except SceneError as error:
        after, known = state.refused(before, error), ("", -1, -1)
        visitor.keep(after)
    else:
        after, known = visitor.hear(message), (message.texts, message.springs, message.seen[0])
        if message.epoch != before.epoch:
            known = ("", -1, -1)
        elif after.pages is not None:
            kept.take(after.pages)
    st.session_state[_ANSWER] = answer.packed(after, *known, *export_progress.asked(after))
