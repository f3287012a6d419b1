"""Which language the words in a figure can have."""

from __future__ import annotations


def spoken(language: str) -> str:
    """Return the language for words in a figure: English where no font has the characters of another."""
    from springsim.figures.drawing.style import styled  # Matplotlib is loaded when the first figure is drawn
    from springsim.validation.errors import SceneError

    try:
        styled("paper", language)
    except SceneError:
        return "en"
    return language
