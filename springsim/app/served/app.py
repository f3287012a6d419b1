"""What `springsim app` serves. Streamlit reads the options in ``.streamlit`` beside its script, so both are in this folder."""

from springsim.app.main import run

run()
