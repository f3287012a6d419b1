"""What figures show, read from their artists alone: lines, outlines, discs and words, and where they are on the page."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba_array
from matplotlib.text import Text

from springsim.figures import StyledFigure

Floats = npt.NDArray[np.float64]
Box = tuple[float, float, float, float]

_FINE = 300.0  # dots an inch at which texts are measured, as those of a PNG
#: Names of points, of the heads of pins and of dots on curves: no text may cover any.
POINTS = re.compile(
    r"points-(solid|hollow)|(points|legend)-class-\d+|point-centre|key-(solid|hollow)|pin-heads|dots-(dis)?similar"
)


def named(figure: StyledFigure, gid: str, axes: Axes | None = None) -> list[Any]:
    """Return all artists of a name, of a figure or of one of its axes."""
    return [artist for artist in _artists(axes or figure) if artist.get_gid() == gid]


def _artists(artist: Any) -> Iterator[Any]:
    """Return all artists that are seen, the ticks of axes that are off and those beyond their ends not among them."""
    yield artist
    if isinstance(artist, Axis):
        yield from _axis(artist)
        return
    for child in artist.get_children():
        if not (isinstance(child, Axis) and not artist.axison):
            yield from _artists(child)


def _axis(axis: Axis) -> Iterator[Text]:
    """Return the name of an axis and the numbers at its ticks, as they are when it is drawn."""
    yield axis.get_label()
    yield axis.get_offset_text()
    low, high = sorted(axis.get_view_interval())
    air = 1e-9 * (high - low)
    for minor in (False, True):
        for place, label in zip(axis.get_ticklocs(minor=minor), axis.get_ticklabels(minor=minor), strict=False):
            if low - air <= place <= high + air:
                yield label


def one(figure: StyledFigure, gid: str) -> Any:
    """Return the one artist of a name."""
    (artist,) = named(figure, gid)
    return artist


def segments(figure: StyledFigure, gid: str, axes: Axes | None = None) -> list[Floats]:
    """Return the corners of every line of that name, in the scene's unit."""
    return [np.array(line) for drawn in named(figure, gid, axes) for line in drawn.get_segments()]


def outlines(figure: StyledFigure, gid: str, axes: Axes | None = None) -> list[Floats]:
    """Return the corners of every polygon of that name, without the one that closes it."""
    return [path.vertices[:-1] for drawn in named(figure, gid, axes) for path in drawn.get_paths()]


def arrows(figure: StyledFigure, axes: Axes | None = None) -> tuple[Floats, Floats]:
    """Return tail and tip of every force arrow, both (k, 2)."""
    drawn = np.array(outlines(figure, "forces", axes)).reshape(-1, 7, 2)
    return (drawn[:, 0] + drawn[:, 6]) / 2, drawn[:, 3]


def marks(figure: StyledFigure, gid: str, axes: Axes | None = None) -> Floats:
    """Return where the points of a name are, (k, 2)."""
    return np.concatenate([np.empty((0, 2)), *(np.asarray(drawn.get_offsets()) for drawn in named(figure, gid, axes))])


def reach(drawn: PathCollection) -> float:
    """Return how far marks reach from their middle, in points of the page."""
    (path,) = drawn.get_paths()
    (size,) = drawn.get_sizes()
    return float(np.sqrt(size) * np.hypot(*np.asarray(path.vertices).T).max())


def point(figure: StyledFigure) -> float:
    """Return the length of 1/72 inch in the scene's unit, in the figure's first picture."""
    axes = figure.axes[0]
    return float(axes.get_xlim()[1] - axes.get_xlim()[0]) / (axes.get_position().width * figure.get_figwidth() * 72.0)


def page(axes: Axes, places: npt.ArrayLike) -> Floats:
    """Return where places of an axes are, in points of the page."""
    figure: Any = axes.get_figure()
    pixels: Floats = np.asarray(axes.transData.transform(np.asarray(places, dtype=np.float64)))
    return pixels * 72.0 / float(figure.dpi)


def discs(figure: StyledFigure) -> Floats:
    """Return middle and reach of every point drawn, (k, 3), on the page."""
    found = [np.empty((0, 3))]
    for axes in figure.axes:
        for drawn in axes.collections:
            if POINTS.fullmatch(drawn.get_gid() or ""):
                at = page(axes, np.asarray(drawn.get_offsets()))
                found.append(np.column_stack([at, np.full(len(at), reach(drawn))]))  # type: ignore[arg-type]
    return np.concatenate(found)


@dataclass(frozen=True)
class Written:
    """A text that is seen: its name and words, and the box it fills on the page: left, right, bottom, top."""

    gid: str | None
    words: str
    box: Box


def written(figure: StyledFigure) -> list[Written]:
    """Return all texts that are seen, and where."""
    seen: list[Written] = []
    make: Any = RendererAgg
    renderer, dpi = make(16, 16, _FINE), figure.dpi
    figure.set_dpi(_FINE)  # so that boxes are not rounded to whole pixels of the screen
    with figure.springsim_style.applied():
        for text in texts(figure):
            box = text.get_window_extent(renderer)
            left, right, bottom, top = (float(v) * 72.0 / _FINE for v in (box.x0, box.x1, box.y0, box.y1))
            seen.append(Written(text.get_gid(), text.get_text(), (left, right, bottom, top)))
    figure.set_dpi(dpi)
    return seen


def texts(figure: StyledFigure) -> list[Text]:
    """Return all texts of a figure that are seen."""
    return [text for text in _artists(figure) if isinstance(text, Text) and text.get_text().strip() and text.get_visible()]


def words(figure: StyledFigure) -> str:
    """Return all words of a figure."""
    return "\n".join(text.get_text() for text in texts(figure))


def stated_scale(figure: StyledFigure) -> float:
    """Return by how much arrows are longer than forces, as the figure says."""
    (scale,) = {float(found) for found in re.findall(r"(?:arrow = force|箭头 = 力) × ([0-9.e-]+)", words(figure))}
    return scale


def faults(figure: StyledFigure, slack: float = 0.4) -> list[str]:
    """Return what is wrong with the texts of a figure: cut by its edge, or on a point, another text or a curve."""
    texts = written(figure)
    width, height = figure.get_size_inches() * 72.0
    points, curves = discs(figure), _curves(figure)
    found = [f"cut by the edge: {t}" for t in texts if min(t.box[0], width - t.box[1], t.box[2], height - t.box[3]) < -slack]
    found += [f"on a point: {t}" for t in texts if _gap(points[:, :2], t.box, points[:, 2]) < -slack]
    found += [f"on a curve: {t}" for t in texts if _gap(curves, t.box, np.zeros(len(curves))) <= 0.0]
    found += [f"overlap: {a} {b}" for a, b in itertools.combinations(texts, 2) if _overlap(a.box, b.box) > slack]
    return found


def _overlap(a: Box, b: Box) -> float:
    """Return how far two boxes reach into each other."""
    return min(min(a[1], b[1]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[2], b[2]))


def _curves(figure: StyledFigure) -> Floats:
    """Return places on loss curves, axes and the arrow to the margin, on the page, closer than any letter is high."""
    found = [np.empty((0, 2))]
    for line in named(figure, "loss-similar") + named(figure, "loss-dissimilar"):
        low, high = line.axes.get_ylim()
        x, y = np.asarray(line.get_data(), dtype=np.float64)
        fine = np.linspace(x[0], x[-1], 4001)
        places = np.column_stack([fine, np.interp(fine, x, y)])
        found.append(page(line.axes, places[(places[:, 1] >= low) & (places[:, 1] <= high)]))
    for axes in figure.axes:
        left, right, bottom, top = (*axes.get_xlim(), *axes.get_ylim())
        seen = [name for name in ("left", "bottom", "right", "top") if axes.axison and axes.spines[name].get_visible()]
        ends = {
            "left": ((left, bottom), (left, top)),
            "bottom": ((left, bottom), (right, bottom)),
            "right": ((right, bottom), (right, top)),
            "top": ((left, top), (right, top)),
        }
        for name in seen:
            start, end = page(axes, ends[name])
            found.append(start + np.linspace(0.0, 1.0, 1001)[:, None] * (end - start))
    for arrow in named(figure, "margin-arrow"):
        start, end = np.array(arrow.xyann), np.array(arrow.xy)
        found.append(start + np.linspace(0.0, 1.0, 201)[:, None] * (end - start))
    return np.concatenate(found)


def _gap(places: Floats, box: Box, radii: Floats) -> float:
    """Return how far a box stays from the nearest of some discs; negative: it covers one."""
    dx = places[:, 0] - np.clip(places[:, 0], box[0], box[1])
    dy = places[:, 1] - np.clip(places[:, 1], box[2], box[3])
    inside = np.minimum(
        np.minimum(places[:, 0] - box[0], box[1] - places[:, 0]), np.minimum(places[:, 1] - box[2], box[3] - places[:, 1])
    )
    away = np.where((dx == 0.0) & (dy == 0.0), -inside, np.hypot(dx, dy))
    return float((away - radii).min(initial=np.inf))


def rgb(colour: Any) -> tuple[float, float, float]:
    """Return red, green and blue of a colour, or of the one colour of some artists."""
    (parts,) = np.unique(to_rgba_array(colour)[:, :3], axis=0)
    return tuple(float(part) for part in parts)  # type: ignore[return-value]
