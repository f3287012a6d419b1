"""A visitor's board as a value, and what messages make of it; nothing here knows of Streamlit."""
