"""The one palette: colours that stay apart for colour-blind eyes (Paul Tol's muted scheme), and a shape for each class."""

from __future__ import annotations

from typing import Final

STYLES: Final = ("paper", "lecture", "dark")  #: of figures
PIXELS_PER_INCH: Final = 96.0  #: of a browser's page, and so of the board

#: Fill of the points of class 0, 1, 2, …; outlines are drawn in the colour of text.
CLASS_COLOURS: Final = ("#44AA99", "#DDCC77", "#AA4499", "#88CCEE", "#117733", "#CC6677", "#999933", "#882255")

#: Shape of class 0, 1, 2, …; from the ninth class on colours and shapes combine in new ways.
CLASS_SHAPES: Final = ("circle", "square", "triangle", "diamond", "pentagon", "star", "hexagon", "cross")

SPRING: Final = {"light": "#D01C1F", "dark": "#FF6B66"}
FORCE: Final = {"light": "#1A4FC4", "dark": "#7FA8FF"}

#: How much of their colour the lines have that springs are drawn as where there are many, from nothing to 1; those that act
#: stand out from the background by three to one, up to where so many lie on one another that they make a shade.
LINE: Final = {"similar": 0.75, "dissimilar": 0.65}

#: The loss, from the lowest to the highest, as even steps of lightness in one hue: the lowest is nearest to the background, and
#: springs and forces stand out from all of it by three to one.
LOSS: Final = {
    "light": ("#FDFAF7", "#FBF2E7", "#F9EAD7", "#F6E2C8", "#F3DAB9", "#F0D2A9", "#ECCB9A", "#E8C38B", "#E4BB7C"),
    "dark": ("#181511", "#201B15", "#282118", "#31271B", "#3A2E1E", "#423421", "#4B3B24", "#554227", "#5E4929"),
}


def loss_colour(share: float, tone: str) -> str:
    """Return the colour of a loss that is so far up, 0 … 1, from the lowest to the highest; `tone` is "light" or "dark"."""
    stops = LOSS[tone]
    place = min(max(share, 0.0), 1.0) * (len(stops) - 1)
    k = min(int(place), len(stops) - 2)
    low, high = (bytes.fromhex(stop[1:]) for stop in stops[k : k + 2])
    return "#" + "".join(f"{round(a + (place - k) * (b - a)):02X}" for a, b in zip(low, high, strict=True))


def class_look(label: int) -> tuple[str, str]:
    """Return shape and colour of a class; they combine in new ways every eight classes."""
    return CLASS_SHAPES[(label + label // len(CLASS_SHAPES)) % len(CLASS_SHAPES)], CLASS_COLOURS[label % len(CLASS_COLOURS)]
