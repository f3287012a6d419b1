"""The bar at the top of a page without a board: the app's name, its pages, the language."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from springsim import texts
from springsim.app.session import pages
from springsim.app.session.messages import parsed_message
from springsim.app.shell import kept, navigation, visitor
from springsim.validation.errors import SceneError

_CSS = Path(__file__).parents[2] / "board" / "css"
_HTML = '<div class="board bar"></div>\n'
_KEY = "springsim_bar"

_component = st.components.v2.component(
    "springsim.bar",
    html=_HTML,
    css="".join((_CSS / name).read_text(encoding="utf-8") for name in ("board.css", "bar.css", "sizes.css")),
    js="bar.js",
    isolate_styles=True,
)


def bar(here: str) -> None:
    """Show the bar, by which the browser gives back what it kept for this tab, where this server does not know it.

    Parameters
    ----------
    here : str
        Id of the page that it is on.
    """
    board, language = visitor.board(), visitor.language()
    words = texts.of(language)
    wanted = _component(
        key=_KEY,
        data={
            "here": here,
            "pages": pages.offered(language),
            "language": language,
            "texts": {name: words[name] for name in ("pages", "other_language")},
            "epoch": board.epoch,
            "ack": board.ack,
            "refused": bool(board.errors),
        },
        on_log_change=_hear,
        on_go_change=_nothing,
        on_language_change=_speak,
        height="content",
    )
    if wanted.go in pages.PAGES and wanted.go != here:
        navigation.go(wanted.go)


def _speak() -> None:
    asked = st.session_state[_KEY].language
    if asked in texts.LANGUAGES:
        visitor.speak(asked)


def _hear() -> None:
    """Take back what the browser kept: a board that this server does not know, and the choices of the pages."""
    try:
        after = visitor.hear(parsed_message(st.session_state[_KEY].log))
    except SceneError as error:
        kept.say("kept_refused", error)
        return
    if after.pages is not None:
        kept.take(after.pages)
    if after.errors:
        kept.say("kept_refused", *after.errors)


def _nothing() -> None:
    """Run the page again, which sees what was asked for."""
