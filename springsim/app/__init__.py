"""The Streamlit app: pages, the board component and its state. Streamlit is imported only below this package."""
