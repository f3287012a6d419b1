"""Entry of `streamlit run app.py`: page configuration and navigation, nothing else."""

from pathlib import Path

import streamlit as st

from springsim.ui.playground import page

ICON = Path(__file__).parent / "assets" / "icon.svg"

st.set_page_config(page_title="springsim", page_icon=str(ICON), layout="wide", initial_sidebar_state="collapsed")
st.navigation([st.Page(page, title="Playground", url_path="playground", default=True)], position="hidden").run()
