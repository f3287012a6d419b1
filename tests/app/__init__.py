"""Tests of the app's side of the board, as plain Python."""
