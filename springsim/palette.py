"""The one palette: colours that stay apart for colour-blind eyes (Paul Tol's muted scheme), and a shape for each class."""

from __future__ import annotations

from typing import Final

#: Fill of the points of class 0, 1, 2, …; outlines are drawn in the colour of text.
CLASS_COLOURS: Final = ("#44AA99", "#DDCC77", "#AA4499", "#88CCEE", "#117733", "#CC6677", "#999933", "#882255")

#: Shape of class 0, 1, 2, …; from the ninth class on colours and shapes combine anew.
CLASS_SHAPES: Final = ("circle", "square", "triangle", "diamond", "pentagon", "star", "hexagon", "cross")

SPRING: Final = {"light": "#D01C1F", "dark": "#FF6B66"}
FORCE: Final = {"light": "#1A4FC4", "dark": "#7FA8FF"}


def class_look(label: int) -> tuple[str, str]:
    """Return shape and colour of a class; they combine anew every eight classes."""
    return CLASS_SHAPES[(label + label // len(CLASS_SHAPES)) % len(CLASS_SHAPES)], CLASS_COLOURS[label % len(CLASS_COLOURS)]
