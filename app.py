"""Entry of `streamlit run app.py`: it only calls what the package has."""

from springsim.app.main import run

run()
