"""The page that diagnoses the scene on the board."""
