"""The pages of the app: which there are, and how to get from one to another without losing anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NoReturn

import streamlit as st

from springsim import texts
from springsim.app.session.pages import PAGES
from springsim.app.shell import visitor

_MADE: Final = "springsim_pages"
_STYLE: Final = Path(__file__).with_name("page.css")


def run(draw: Mapping[str, Callable[[], None]]) -> None:
    """Show the page that the address names; the first one where it names none.

    Parameters
    ----------
    draw : mapping of str to callable
        What draws each page, by its id.
    """
    words = texts.of(visitor.language(), "pages")
    made = {
        name: st.Page(draw[name], title=words[f"title_{name}"], url_path=name, default=name == PAGES[0])
        for name in PAGES
        if name in draw
    }
    st.session_state[_MADE] = made
    chosen = st.navigation(list(made.values()), position="hidden")
    st.html(_STYLE)
    chosen.run()


def go(name: str) -> NoReturn:
    """Go to a page; what is in the session stays."""
    st.switch_page(st.session_state[_MADE][name], query_params={"lang": visitor.language()})
