"""How a scene looks on a screen, once: what the board draws by, and what pictures and animations of it are drawn by.

Lengths are in pixels of the board, strengths are opacities. The board is sent all of it (`springsim.board.wire.look`); what
is drawn in Python (`springsim.figures.drawing.screen`) reads the same values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_ANY: Final = 10**9  # points: more than there can be

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Sizes where there are so many points at most.

    Attributes
    ----------
    points : int
        How many.
    radius : float
        Of a point.
    outline, seen : float
        Line round a point drawn by its class, and as seen from the selected one.
    shaft, head : float
        Width of a force arrow, and its head's length at most.
    trail : float
        Width of the path of a point.
    """

    points: int
    radius: float
    outline: float
    seen: float
    shaft: float
    head: float
    trail: float


@dataclass(frozen=True, slots=True)
class Points:
    """Points, by their number.

    Attributes
    ----------
    sizes : tuple of Crowd
        The first with enough points holds.
    alone : int
        Up to so many, lines are as strong as can be; of more they fade with the root of their number.
    roomy : float
        On a smaller picture, as on a phone, more than `alone` are smaller, by this power of the share, but not below `least`.
    small, thin : float
        Radius below which an outline would hide the colour, and its width there, in the colour of the background.
    few : int
        Up to so many, it is told wherever two or more are in one place.
    telling, share : int
        Of more points, so many places at most, with a part of one in so many of all at least.
    together : float
        Distance within which points show as one.
    grown, shown : float
        How much larger the selected one is, and how large at least.
    ring, band : float
        From the edge of a selected point to the ring round it, and how wide that is.
    count : tuple of float
        From the edge of a point to how many are there, across and down.
    sides, clear : tuple of tuple of float, tuple of float
        Where that stands, right or left, below or above, the best first (a pin is above on the right): the first where the
        point's arrow does not go, which is how far along it an arrow of length 1 goes, with down and up counted by
        ``clear[0]``, less than ``clear[1]``.
    """

    sizes: tuple[Crowd, ...] = (
        Crowd(30, 9.0, 1.5, 2.0, 2.2, 10.0, 1.6),
        Crowd(60, 7.5, 1.5, 2.0, 2.2, 10.0, 1.6),
        Crowd(120, 6.0, 1.5, 2.0, 2.2, 10.0, 1.6),
        Crowd(150, 5.0, 1.5, 2.0, 1.3, 10.0, 1.6),
        Crowd(300, 5.0, 1.2, 1.2, 1.3, 10.0, 1.6),
        Crowd(700, 4.0, 1.2, 1.2, 1.3, 10.0, 1.0),
        Crowd(1200, 3.2, 1.2, 1.2, 0.8, 4.0, 1.0),
        Crowd(_ANY, 2.6, 1.2, 1.2, 0.8, 4.0, 1.0),
    )
    alone: int = 300
    roomy: float = 560.0
    power: float = 0.8
    least: float = 1.5
    small: float = 4.0
    thin: float = 0.6
    few: int = 150
    telling: int = 12
    share: int = 50
    together: float = 2.0
    grown: float = 1.0
    shown: float = 4.0
    ring: float = 5.0
    band: float = 2.5
    count: Pair = (6.0, 4.0)
    sides: tuple[Pair, ...] = ((1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0))
    clear: Pair = (0.6, 0.4)


@dataclass(frozen=True, slots=True)
class Zigzag:
    """Springs drawn as springs: a single line with heads that pull, a double one closed by a bar that pushes.

    Attributes
    ----------
    turns, straight : int, float
        Of every spring, so that a stretched one looks stretched; share of its length that is straight, at either end.
    least, slim : float
        A shorter one is a line; half its width is at most so much of its length.
    legible, bold, most : int
        Springs that can all be shown so; with bold lines; at all.
    half, narrow : float
        Half the width, and where more than `legible` are drawn.
    width, fine : float
        Of its line, and where more than `bold` are drawn.
    head, place, roomy : float
        Length of its heads, where they are as a share of its length, and how long it is at least to have them.
    double, gap : float
        A double line and what is free within.
    apart : float
        Where lines are fine: from the middle of a double one to either line.
    bar, beyond : float
        Width of the bar, and how much farther it reaches than the zigzag.
    slack : float
        Strength of one that has come to rest.
    """

    turns: int = 8
    straight: float = 0.1
    least: float = 6.0
    slim: float = 0.1
    legible: int = 60
    bold: int = 150
    most: int = 400
    half: float = 5.0
    narrow: float = 3.0
    width: float = 1.7
    fine: float = 1.0
    head: float = 8.0
    place: float = 0.09
    roomy: float = 36.0
    double: float = 4.2
    gap: float = 1.8
    apart: float = 1.4
    bar: float = 2.2
    beyond: float = 3.0
    slack: float = 0.45


@dataclass(frozen=True, slots=True)
class Lines:
    """Springs drawn as lines, solid ones pull and dashed ones push; of very many, a density.

    Attributes
    ----------
    most : int
        That still let the points be seen.
    rest : float
        Part of its reach from which on a spring has come to rest.
    many, width, thin : float
        Width of a line, and of more than `many`.
    similar, dissimilar : float
        Strength: those that act stand out from the background by three to one, up to where so many lie on one another that
        they make a shade.
    mine, faint : float
        How much stronger those of a selected point are; how strong those of them that push nothing.
    dash : tuple of float
        Of those that push.
    together : int
        Lines in one path.
    fine : int
        Springs whose density is counted pixel by pixel; more in cells of two.
    work : int
        Cells that the lines of one picture may cross while it moves.
    full, strong, deep : float
        Lines over one pixel at which a density has two thirds of its strength, its strength, and how far it goes on.
    """

    most: int = 2000
    rest: float = 1.0 - 1e-6
    many: int = 800
    width: float = 1.0
    thin: float = 0.8
    similar: float = 0.75
    dissimilar: float = 0.65
    mine: float = 1.6
    faint: float = 0.5
    dash: Pair = (4.0, 3.0)
    together: int = 200
    fine: int = 20_000
    work: int = 2_500_000
    full: float = 15.5
    strong: float = 0.8
    deep: float = 4.0


@dataclass(frozen=True, slots=True)
class Arrows:
    """Force arrows, from the middle of their points.

    Attributes
    ----------
    scales : tuple of float
        Lengths for a force of 1 that are chosen from.
    fits, longest, short : float
        Margins that the strongest is long at most when a scale is chosen, and while it is kept; below so many, it is too short.
    least : float
        A shorter one is not drawn.
    head, slope : float
        Of a head: its length is `head`, and this part of the arrow's, as far as there is room.
    wing : float
        Half the width of a head, against its length.
    faint : float
        Strength at least.
    """

    scales: tuple[float, ...] = (1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 5e-4, 2e-4, 1e-4)
    fits: float = 0.9
    longest: float = 1.4
    short: float = 0.12
    least: float = 3.0
    head: float = 3.0
    slope: float = 1.0 / 3.0
    wing: float = 0.42
    faint: float = 0.6


@dataclass(frozen=True, slots=True)
class Ring:
    """The circle of radius m round the selected point, and the dotted arrow to it.

    Attributes
    ----------
    inside, strength : float
        Of the colour of forces within; of the circle.
    width, dash : float, tuple of float
        Of the circle.
    radius, dots : float, tuple of float
        Width and dashes of the arrow.
    gap, head : float
        From the point to the arrow, and its head.
    label, aside : float
        Size of the words at it, and how far they are from its tip, or from the handle there.
    angle : float
        Where the arrow points, in radians, unless there is no room.
    """

    inside: float = 0.05
    strength: float = 0.85
    width: float = 1.8
    dash: Pair = (2.0, 5.0)
    radius: float = 1.4
    dots: Pair = (2.0, 4.0)
    gap: float = 5.0
    head: float = 8.0
    label: float = 14.0
    aside: float = 8.0
    angle: float = 0.31


@dataclass(frozen=True, slots=True)
class Pin:
    """What holds a point: a stem from `foot` to `top`, in radii to the right and up; its head has `head` radii, or `least`."""

    foot: Pair = (0.25, 0.3)
    top: Pair = (1.15, 1.5)
    stem: float = 2.0
    head: float = 0.48
    least: float = 3.5
    rim: float = 1.2


@dataclass(frozen=True, slots=True)
class Mode:
    """The softest mode, as ghosts of arrows: the farthest reaches so far; below a part of that there is none."""

    reach: float = 36.0
    least: float = 0.08
    gap: float = 3.0
    width: float = 2.0
    strength: float = 0.75
    dash: Pair = (5.0, 3.0)
    head: float = 8.0
    beyond: float = 6.0


@dataclass(frozen=True, slots=True)
class Trails:
    """Paths of points so far: their strength, and how many places of all of them are joined at most."""

    strength: float = 0.55
    most: int = 20_000


@dataclass(frozen=True, slots=True)
class Ground:
    """What is beneath all, and what words stand on.

    Attributes
    ----------
    gap, grid, faint : float
        Least distance of the lines of the grid; their width and strength.
    outline, domain, middle : float
        Width and strength of the outline of a domain; radius of the mark in its middle.
    plate, words : float
        Strength of plates under words, and the size of words at points.
    """

    gap: float = 60.0
    grid: float = 1.0
    faint: float = 0.07
    outline: float = 1.6
    domain: float = 0.7
    middle: float = 2.0
    plate: float = 0.82
    words: float = 12.0


@dataclass(frozen=True, slots=True)
class Look:
    """All of it."""

    points: Points = Points()
    zigzag: Zigzag = Zigzag()
    lines: Lines = Lines()
    arrows: Arrows = Arrows()
    ring: Ring = Ring()
    pin: Pin = Pin()
    mode: Mode = Mode()
    trails: Trails = Trails()
    ground: Ground = Ground()


LOOK: Final = Look()


def crowd(points: int) -> Crowd:
    """Return the sizes where there are so many points."""
    return next(row for row in LOOK.points.sizes if points <= row.points)


def radius(points: int, side: float) -> float:
    """Return the radius of so many points, on a picture whose shorter side has so many pixels."""
    p, wanted = LOOK.points, crowd(points).radius
    return wanted if points <= p.alone else max(wanted * min(side / p.roomy, 1.0) ** p.power, p.least)


def strength(points: int) -> float:
    """Return how strongly lines and arrows are drawn where there are so many points."""
    return 1.0 if points <= LOOK.points.alone else float((LOOK.points.alone / points) ** 0.5)
