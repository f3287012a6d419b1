"""Entry of `streamlit run app.py`: page configuration and navigation, nothing else."""

from pathlib import Path

import streamlit as st

from springsim.ui.playground import page

st.set_page_config(page_title="springsim", page_icon="🧲", layout="wide", initial_sidebar_state="collapsed")
st.html(Path(__file__).parent / "springsim" / "ui" / "page.css")
st.navigation([st.Page(page, title="Playground", url_path="playground", default=True)], position="hidden").run()
