"""The bar at the top of a page without a board: the app's name, its pages, the language."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from springsim import texts
from springsim.app.session import pages
from springsim.app.shell import navigation, visitor

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
    """Show the bar.

    Parameters
    ----------
    here : str
        Id of the page that it is on.
    """
    language = visitor.language()
    words = texts.of(language)
    wanted = _component(
        key=_KEY,
        data={
            "here": here,
            "pages": pages.offered(language),
            "language": language,
            "texts": {name: words[name] for name in ("pages", "other_language")},
        },
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


def _nothing() -> None:
    """Run the page again, which sees what was asked for."""
