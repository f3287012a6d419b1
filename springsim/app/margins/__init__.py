"""The page of margin effects."""
