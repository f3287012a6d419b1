"""Entry of `streamlit run app.py`: page configuration and navigation, nothing else."""

from pathlib import Path

import streamlit as st

from springsim.ui import margins, navigation, paper, playground

ICON = Path(__file__).parent / "assets" / "icon.svg"

st.set_page_config(page_icon=str(ICON), layout="wide", initial_sidebar_state="collapsed")
navigation.run({"playground": playground.page, "margins": margins.page, "paper": paper.page})
