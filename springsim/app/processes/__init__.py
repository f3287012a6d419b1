"""Processes beside the server's own: exports, and calls computed in turn."""
