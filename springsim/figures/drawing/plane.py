"""The plane of a picture: an axes with equal units, and the springs, arrows, circles and points on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.patches import Circle
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from springsim import palette
from springsim.arrays import Floats, Ints
from springsim.energy.forces import PairDistances
from springsim.figures.drawing import glyphs
from springsim.figures.drawing.figure import StyledFigure
from springsim.figures.drawing.style import Style

View = tuple[float, float, float, float]

# Sizes on paper, in points; other styles multiply them.
RADIUS: Final = 3.1
_HALF: Final = 2.4  # of a zigzag
_GAP: Final = 0.7  # from the middle of a double line to either line
_LINE: Final = 0.75  # width of a spring's line
_HEAD: Final = 4.2  # of a spring's arrow head
_SHAFT: Final = 1.7
_ARROW: Final = 6.0  # head of a force arrow
#: How much smaller all of it is, for so many points at most.
_SHRINK: Final = ((30, 1.0), (100, 0.8), (300, 0.6), (1000, 0.4), (float("inf"), 0.25))

_ORDER: Final = {
    "circle": 1.0,
    "trail": 1.2,
    "slack": 1.8,
    "spring": 2.0,
    "radius": 2.5,
    "point": 3.0,
    "force": 4.0,
    "pin": 4.5,
    "label": 5.0,
}


@dataclass(frozen=True, slots=True)
class Plane:
    """A place for a picture.

    Attributes
    ----------
    axes : Axes
        Its axes.
    style : Style
        Of its figure.
    view : tuple of float
        Left, right, bottom, top in the scene's unit.
    unit : float
        Length of that unit on the page, in points (1/72 inch).
    crowd : int
        Number of points: many are drawn smaller.
    """

    axes: Axes
    style: Style
    view: View
    unit: float
    crowd: int = 0

    @property
    def shrink(self) -> float:
        """How much smaller than usual glyphs are."""
        return next(size for most, size in _SHRINK if self.crowd <= most)

    @property
    def radius(self) -> float:
        """Radius of points, in points of the page."""
        return RADIUS * self.style.scale * self.shrink

    @property
    def heap(self) -> float:
        """Distance within which points show as one, in points of the page."""
        return 0.35 * self.radius

    @property
    def arrow(self) -> tuple[float, float]:
        """Width of the shaft of a force arrow, and length of its head, in the scene's unit."""
        return self.length(_SHAFT), self.length(_ARROW)

    def length(self, points: float) -> float:
        """Return in the scene's unit what is `points` long on paper."""
        return points * self.style.scale * self.shrink / self.unit

    def place(self, xy: Floats) -> Floats:
        """Return where places of the scene are within the axes, in points of the page."""
        return (np.asarray(xy, dtype=np.float64) - (self.view[0], self.view[2])) * self.unit


def plane(
    figure: StyledFigure,
    rect: tuple[float, float, float, float],
    view: View,
    *,
    crowd: int = 0,
    frame: bool = False,
    whole: bool = True,
) -> Plane:
    """Return a place for a picture on a figure.

    Parameters
    ----------
    figure : Figure
        The figure.
    rect : tuple of float
        Left, bottom, width, height in inches.
    view : tuple of float
        What must be in view; it grows to the shape of `rect`, so that units are equal.
    crowd : int, optional
        Number of points.
    frame : bool, optional
        Whether axes with numbers are drawn.
    whole : bool, optional
        Whether the view grows further, so that points at its edge are seen whole.
    """
    left, bottom, width, height = rect
    grown, unit = grown_view(figure.springsim_style, (width, height), view, whole=whole)
    w, h = figure.get_size_inches()
    axes = figure.add_axes((left / w, bottom / h, width / w, height / h))
    axes.set_xlim(grown[0], grown[1])
    axes.set_ylim(grown[2], grown[3])
    if not frame:
        axes.set_axis_off()
    return Plane(axes, figure.springsim_style, grown, unit, crowd)


def grown_view(style: Style, size: tuple[float, float], view: View, *, whole: bool) -> tuple[View, float]:
    """Return what is seen in a place of this width and height in inches, and how long the scene's unit is, in points."""
    width, height = size
    x0, x1, y0, y1 = view
    around = min(1.3 * RADIUS * style.scale, 18.0 * min(width, height)) if whole else 0.0
    unit = min((72.0 * width - 2.0 * around) / (x1 - x0), (72.0 * height - 2.0 * around) / (y1 - y0))
    half_x, half_y = 36.0 * width / unit, 36.0 * height / unit
    return ((x0 + x1) / 2 - half_x, (x0 + x1) / 2 + half_x, (y0 + y1) / 2 - half_y, (y0 + y1) / 2 + half_y), unit


def springs(
    on: Plane, pairs: PairDistances, positions: Floats, reach: float, centre: int | None, *, pale: bool = True
) -> Floats:
    """Draw springs as springs, and return places on them, (s, 2).

    Attract-only ones are single lines with heads that point inward, m-repulse-only ones double lines closed by bars; those
    longer than they `reach`, the margin in the paper, end there, seen from `centre` or from their first point, and are pale
    unless all are to be alike.
    """
    start, end = positions[pairs.i], positions[pairs.j]
    if centre is not None:
        turned = (pairs.j == centre)[:, None]
        start, end = np.where(turned, end, start), np.where(turned, start, end)
    apart = pairs.distance > 2.0 * on.radius / on.unit + on.length(0.5)
    unit = (end - start) / np.where(pairs.distance > 0.0, pairs.distance, 1.0)[:, None]
    inset = on.radius / on.unit
    if reach <= inset:  # within the point itself there is no spring to be seen
        apart = apart & pairs.similar
    both = _tied_twice(pairs)
    across = np.stack([-unit[:, 1], unit[:, 0]], axis=1) * (on.length(1.9 * _HALF) * both)[:, None]
    slack = ~pairs.similar & (pairs.distance >= reach)
    a = start + unit * inset + across
    b = np.where(slack[:, None], start + unit * np.where(slack, reach, 0.0)[:, None], end - unit * inset) + across
    pull, push = pairs.similar & apart, ~pairs.similar & apart
    _attract(on, a[pull], b[pull])
    if pale:
        resting, push = push & slack, push & ~slack
        if resting.any():
            _repulse(on, a[resting], b[resting], on.style.slack, "slack", two_bars=centre is None)
    _repulse(on, a[push], b[push], on.style.spring, "dissimilar", two_bars=centre is None)
    share = np.linspace(0.0, 1.0, 25)[:, None]
    middle = a[apart, None] + share * (b - a)[apart, None]
    side = on.length(_HALF) * np.stack([-unit[apart, 1], unit[apart, 0]], axis=1)[:, None]
    return np.concatenate([middle, middle + side, middle - side]).reshape(-1, 2)


def _tied_twice(pairs: PairDistances) -> Floats:
    """Return for each spring 0, or the side to which it gives way where its pair has both springs: 1 or −1."""
    key = pairs.i * (int(pairs.j.max(initial=0)) + 1) + pairs.j
    counts = dict(zip(*np.unique(key, return_counts=True), strict=True))
    twice = np.array([counts[k] > 1 for k in key], dtype=bool)
    return np.where(twice, np.where(pairs.similar, 1.0, -1.0), 0.0)


def _attract(on: Plane, a: Floats, b: Floats) -> None:
    colour, scale = on.style.spring, on.style.scale * on.shrink
    lines = glyphs.zigzag(a, b, on.length(_HALF))
    _add(
        on, LineCollection(list(lines), colors=colour, linewidths=_LINE * scale, joinstyle="round"), "spring", "springs-similar"
    )
    length = np.hypot(*(b - a).T)
    roomy = length > on.length(2.2 * _HEAD)
    a, b, length = a[roomy], b[roomy], length[roomy]
    inward = np.minimum(glyphs.STRAIGHT, on.length(1.5 * _HEAD) / length)[:, None] * (b - a)
    size = np.minimum(on.length(_HEAD), 0.16 * length)
    tips = np.concatenate([glyphs.heads(a, a + inward, size), glyphs.heads(b, b - inward, size)])
    _add(on, PolyCollection(list(tips), facecolors=colour, edgecolors="none"), "spring", "heads-similar")


def _repulse(on: Plane, a: Floats, b: Floats, colour: str, name: str, *, two_bars: bool) -> None:
    scale, layer = on.style.scale * on.shrink, "slack" if name == "slack" else "spring"
    lines = np.concatenate(glyphs.beside(glyphs.zigzag(a, b, on.length(_HALF)), on.length(_GAP)))
    looks: Any = {"colors": colour, "joinstyle": "miter"}
    _add(on, LineCollection(list(lines), linewidths=0.75 * _LINE * scale, **looks), layer, f"springs-{name}")
    closing = glyphs.bars(a, b, on.length(1.9 * _HALF))
    if two_bars:
        closing = np.concatenate([closing, glyphs.bars(b, a, on.length(1.9 * _HALF))])
    _add(on, LineCollection(list(closing), linewidths=1.5 * _LINE * scale, **looks), layer, f"bars-{name}")


def lines(on: Plane, pairs: PairDistances, positions: Floats) -> None:
    """Draw very many springs as lines: similar ones solid, dissimilar ones dashed."""
    width = 0.45 * on.style.scale
    for name, kind, dashes, alpha in (("similar", pairs.similar, "-", 0.6), ("dissimilar", ~pairs.similar, (0, (4, 3)), 0.45)):
        ends = np.stack([positions[pairs.i[kind]], positions[pairs.j[kind]]], axis=1)
        drawn = LineCollection(list(ends), colors=on.style.spring, linewidths=width, linestyles=dashes, alpha=alpha)
        _add(on, drawn, "spring", f"springs-{name}")


def forces(on: Plane, positions: Floats, vectors: Floats, scale: float, *, into: bool = False) -> Floats:
    """Draw forces as arrows of `scale` times their length, and return places on them, (s, 2).

    Parameters
    ----------
    positions, vectors : (k, 2) ndarray
        Points and the forces on them.
    scale : float
        Length of an arrow for a force of 1.
    into : bool, optional
        Whether arrows end on their points, rather than begin at their edge.
    """
    length = np.hypot(vectors[:, 0], vectors[:, 1])
    seen = length * scale * on.unit > 0.8
    x, f = positions[seen], vectors[seen]
    edge = f / length[seen, None] * (on.radius + 0.7 * on.style.scale) / on.unit
    tail = x - edge - scale * f if into else x + edge
    tip = tail + scale * f
    outline = glyphs.arrows(tail, tip, *on.arrow)
    drawn = PolyCollection(list(outline), facecolors=on.style.force, edgecolors="none")
    _add(on, drawn, "force", "forces")
    return np.concatenate([tail + share * (tip - tail) for share in np.linspace(0.0, 1.0, 9)]) if len(x) else np.empty((0, 2))


def circle(on: Plane, middle: Floats, margin: float, name: str) -> Floats:
    """Draw the circle of radius m round a point, within which dissimilar points are pushed; return places on it, (s, 2)."""
    drawn = Circle(
        (float(middle[0]), float(middle[1])),
        margin,
        fill=False,
        edgecolor=on.style.ink,
        linestyle=(0, (1.2, 2.2)),
        linewidth=0.8 * on.style.scale,
        capstyle="round",
        zorder=_ORDER["circle"],
        gid=name,
    )
    on.axes.add_patch(drawn)
    angle = np.linspace(0.0, 2.0 * np.pi, 180, endpoint=False)
    return middle + margin * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def domain(on: Plane, name: str, **line: Any) -> Floats:
    """Draw where all points of a scene of this domain are, and return places on the line, (s, 2); none for the plane.

    `line` says how it looks, unless as in a figure.
    """
    usual = {"edgecolor": on.style.faint, "linewidth": 0.8 * on.style.scale}
    return OUTLINES[name](on, {**usual, **line}) if name in OUTLINES else np.empty((0, 2))


def _unit_circle(on: Plane, line: Mapping[str, Any]) -> Floats:
    on.axes.add_patch(Circle((0.0, 0.0), 1.0, fill=False, zorder=_ORDER["circle"], gid="domain", **line))
    angle = np.linspace(0.0, 2.0 * np.pi, 360, endpoint=False)
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


#: What is drawn of a domain, by its id.
OUTLINES: Final[Mapping[str, Callable[[Plane, Mapping[str, Any]], Floats]]] = {"circle": _unit_circle}


def radius(on: Plane, middle: Floats, margin: float, angle: float) -> Floats:
    """Draw the dotted arrow from a point to the edge of its circle, and return places on it, (s, 2)."""
    unit = np.array([np.cos(angle), np.sin(angle)])
    start, tip = middle + unit * (on.radius + 1.0) / on.unit, middle + unit * margin
    head = on.length(4.0)
    dots = LineCollection(
        [np.stack([start, tip - 0.8 * head * unit])],
        colors=on.style.ink,
        linewidths=0.8 * on.style.scale,
        linestyles=(0, (1.2, 2.2)),
    )
    _add(on, dots, "radius", "radius")
    _add(on, PolyCollection(list(glyphs.heads(start[None], tip[None], head)), facecolors=on.style.ink), "radius", "radius-head")
    return start + np.linspace(0.0, 1.0, 25)[:, None] * (tip - start)


def points(on: Plane, positions: Floats, which: Ints, shape: str, face: str, name: str, *, grow: float = 1.0) -> None:
    """Draw some of the points in one shape and colour; `which` are their indices."""
    if not len(which):
        return
    size, line = grow * on.radius, 0.8 * on.style.scale * on.shrink
    drawn = marks(on.axes, positions[which], shape, size, facecolors=face, edgecolors=on.style.ink, linewidths=line)
    _add(on, drawn, "point", name)


def pins(on: Plane, positions: Floats) -> None:
    """Draw a pin on each point that is held."""
    if not len(positions):
        return
    foot, top = positions + on.radius / on.unit * np.array([0.3, 0.35]), pin_heads(on, positions)
    stems = LineCollection(
        list(np.stack([foot, top], axis=1)), colors=on.style.ink, linewidths=0.9 * on.style.scale * on.shrink
    )
    _add(on, stems, "pin", "pins")
    rim = {"edgecolors": on.style.ground, "linewidths": 0.4 * on.style.scale}
    _add(on, marks(on.axes, top, "circle", 0.42 * on.radius, facecolors=on.style.ink, **rim), "pin", "pin-heads")


def pin_heads(on: Plane, positions: Floats) -> Floats:
    """Return where the heads of the pins on points are, (k, 2)."""
    return positions + on.radius / on.unit * np.array([1.05, 1.5])


def trails(on: Plane, paths: Floats, labels: Ints) -> None:
    """Draw the way of each point; `paths` is (t, n, 2)."""
    colours = [palette.CLASS_COLOURS[label % len(palette.CLASS_COLOURS)] for label in labels]
    ways = LineCollection(list(np.swapaxes(paths, 0, 1)), colors=colours, linewidths=0.9 * on.style.scale, alpha=0.8)
    _add(on, ways, "trail", "trails")
    starts = marks(on.axes, paths[0], "circle", 0.4 * on.radius, facecolors=colours, edgecolors="none")
    _add(on, starts, "trail", "starts")


def marks(axes: Axes, places: Floats, shape: str, size: float, **looks: Any) -> PathCollection:
    """Return marks of one shape, `size` points in radius, at places (k, 2) of an axes; not yet added to it."""
    corners = glyphs.outline(shape)
    closed = Path(np.concatenate([corners, corners[:1]]), closed=True)
    drawn = PathCollection([closed], sizes=[size**2], offsets=places, offset_transform=axes.transData, **looks)
    drawn.set_transform(IdentityTransform())
    return drawn


def _add(on: Plane, drawn: Any, layer: str, name: str) -> None:
    drawn.set_zorder(_ORDER[layer])
    drawn.set_gid(name)
    on.axes.add_collection(drawn, autolim=False)
