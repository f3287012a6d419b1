"""The app: what Streamlit runs for each visitor, again at each change."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from springsim.app.diagnose import page as diagnose
from springsim.app.margins import page as margins
from springsim.app.paper import page as paper
from springsim.app.playground import page as playground
from springsim.app.shell import navigation

_ICON: Final = Path(__file__).parent / "served" / "icon.svg"


def run() -> None:
    """Show the page that the address names."""
    st.set_page_config(page_icon=str(_ICON), layout="wide", initial_sidebar_state="collapsed")
    navigation.run({"playground": playground.page, "margins": margins.page, "diagnose": diagnose.page, "paper": paper.page})
