"""What the browser keeps of a page for its tab: its choices, and the way back from there into the widgets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from springsim import texts
from springsim.app.session import kept
from springsim.app.shell import visitor
from springsim.validation.errors import SceneError
from springsim.validation.fields import Check

_PENDING: Final = "springsim_kept"
_component = st.components.v2.component("springsim.kept", html="<span></span>\n", js="kept.js", isolate_styles=True)


def take(pages: Mapping[str, Mapping[str, Any]]) -> None:
    """Take what was chosen on the pages before; each page asks for its own when it is shown."""
    st.session_state[_PENDING] = dict(pages)


def recall(page: str, checks: Mapping[str, Check]) -> None:
    """Let the widgets of a page stand as they were left, before any of them is made; say what cannot be.

    Parameters
    ----------
    page : str
        Its id.
    checks : mapping of str to Check
        What its widgets may stand at, by their keys.
    """
    chosen = st.session_state.get(_PENDING, {}).pop(page, None)
    if chosen is None:
        return
    found, errors = kept.accepted(chosen, checks)
    st.session_state.update(found)
    if errors:
        say("kept_choices", *errors)


def keep(page: str, checks: Mapping[str, Check], part: str = "") -> None:
    """Let the browser keep what the widgets of a page, or of a part of it, stand at.

    Parameters
    ----------
    page : str
        Its id.
    checks : mapping of str to Check
        What its widgets may stand at, by their keys.
    part : str, optional
        Name of the part: a fragment, which runs without the rest of its page.
    """
    state = st.session_state
    chosen = {name: state[name] for name in checks if state.get(name) is not None}
    key = f"springsim_kept_{page}{part}"
    with st.container(key=f"kept_{page}{part}"):
        _component(
            key=key,
            data={"epoch": visitor.board().epoch, "page": page, "chosen": chosen},
            on_unkept_change=lambda: _unkept(key),
            height="content",
        )


def say(words: str, *errors: SceneError) -> None:
    """Say by the id of a text what could not be kept or brought back, and what was wrong with it."""
    language = visitor.language()
    lines = [texts.of(language)[words], *(texts.error(error, language) for error in errors)]
    st.toast("\n\n".join(lines), icon=":material/error:", duration="infinite")


def _unkept(key: str) -> None:
    """Say why the browser keeps nothing."""
    why = st.session_state[key].unkept
    if why in ("kept_full", "kept_off"):
        say(why)
