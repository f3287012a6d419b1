"""The playground: the board as a Streamlit component, and its page."""
