"""A chart of two quantities: where it is on the page, its axes and curves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from springsim.arrays import Floats
from springsim.figures.drawing import glyphs, wording
from springsim.figures.drawing.figure import StyledFigure
from springsim.figures.drawing.style import Style
from springsim.figures.drawing.ticks import Ticks, ticks

Rect = tuple[float, float, float, float]

DASHES: Final = (4.2, 1.8)  #: of the curve of similar pairs
#: Sizes in lines of words: of a digit at most, under a chart for numbers and a name, beside it for the last number at least.
_DIGIT: Final = 0.62
_FOOT: Final = 3.2
_RIGHT: Final = 1.3


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart.

    Attributes
    ----------
    figure : Figure
        Where it is.
    axes : Axes
        Its axes.
    rect : tuple of float
        Left, bottom, width and height of the axes, in inches.
    most : tuple of float
        Ends of the axes in x and y, which begin at 0.
    """

    figure: StyledFigure
    axes: Axes
    rect: Rect
    most: tuple[float, float]

    @property
    def style(self) -> Style:
        """The figure's style."""
        return self.figure.springsim_style

    def page(self, x: npt.ArrayLike, y: npt.ArrayLike) -> Floats:
        """Return where a place of the chart is on the page, (…, 2), in points from the lower left corner."""
        left, bottom, width, height = self.rect
        return 72.0 * np.stack(
            [left + width * np.asarray(x) / self.most[0], bottom + height * np.asarray(y) / self.most[1]], axis=-1
        )


def chart(
    figure: StyledFigure,
    rect: Rect,
    most: tuple[float, float],
    x_label: str,
    y_label: str,
    x: Ticks,
    y: Ticks,
    digits: int = 0,
) -> Chart:
    """Return a chart whose axes are in a place in inches, with their names and what stands at their ticks.

    The name of the upright axis has room for so many `digits`, or for those that there are if they are more.
    """
    style = figure.springsim_style
    left, bottom, width, height = rect
    w, h = figure.get_size_inches()
    axes = figure.add_axes((left / w, bottom / h, width / w, height / h))
    axes.set_xlim(0.0, most[0])
    axes.set_ylim(0.0, most[1])
    x.put(axes, "x")
    y.put(axes, "y")
    axes.spines[["top", "right"]].set_visible(False)
    low = 2.3 * style.size if x.names else style.size
    wording.row(figure, style, 72 * (left + width / 2), 72 * bottom - low, x_label)
    side = (_DIGIT * max(y.digits, digits) + 1.35) * style.size
    wording.row(figure, style, 72 * left - side, 72 * (bottom + height / 2), y_label, rotation=90)
    return Chart(figure, axes, rect, most)


def numbered(
    figure: StyledFigure,
    cell: Rect,
    most: tuple[float, float],
    x_label: str,
    y_label: str,
    *,
    steps: tuple[int, int],
    top: float,
) -> Chart:
    """Return a chart that fills a cell in inches, with round numbers: at most so many steps, as far as they are apart.

    `top` is left above it, in lines of words.
    """
    style = figure.springsim_style
    left, bottom, width, height = cell
    line = style.size / 72.0
    high = height - (_FOOT + top) * line
    y = ticks(style, "y", (0.0, most[1]), 72.0 * high, most=steps[1])
    side, right = (_DIGIT * y.digits + 2.3) * line, _RIGHT * line
    for _ in range(2):  # numbers take room beyond the end of the axis, which is shorter then
        wide = width - side - right
        x = ticks(style, "x", (0.0, most[0]), 72.0 * wide, most=steps[0])
        right = max(_RIGHT, 0.5 * _DIGIT * x.digits + 0.3) * line
    return chart(figure, (left + side, bottom + _FOOT * line, wide, high), most, x_label, y_label, x, y)


def stacked(
    figure: StyledFigure,
    most_x: float,
    x_label: str,
    rows: tuple[tuple[float, str], tuple[float, str]],
    *,
    share: float,
    tops: tuple[float, float],
    steps: int,
) -> tuple[Chart, Chart]:
    """Return two charts that fill a figure, one above the other over the same axis, whose numbers the lower one has.

    Parameters
    ----------
    figure : StyledFigure
        The figure.
    most_x, x_label : float, str
        End and name of their common axis.
    rows : tuple of (float, str)
        End and name of the other axis, of the upper and of the lower chart.
    share : float
        Share of the height that the upper one has.
    tops : tuple of float
        What is left above each, in lines of words.
    steps : int
        Most steps of the numbers of each upright axis.
    """
    style, line = figure.springsim_style, figure.springsim_style.size / 72.0
    width, height = figure.get_size_inches()
    free = height - (_FOOT + sum(tops)) * line
    highs = share * free, (1.0 - share) * free
    ys = [ticks(style, "y", (0.0, most), 72.0 * high, most=steps) for (most, _), high in zip(rows, highs, strict=True)]
    digits = max(y.digits for y in ys)
    side, right = (_DIGIT * digits + 2.3) * line, _RIGHT * line
    for _ in range(2):  # as in `numbered`
        wide = width - side - right
        x = ticks(style, "x", (0.0, most_x), 72.0 * wide, most=6)
        right = max(_RIGHT, 0.5 * _DIGIT * x.digits + 0.3) * line
    rects = (side, height - tops[0] * line - highs[0], wide, highs[0]), (side, _FOOT * line, wide, highs[1])
    bare = Ticks(x.places, ("",) * len(x.places))
    upper, lower = (
        chart(figure, rect, (most_x, most), name, label, numbers, y, digits)
        for rect, (most, label), name, numbers, y in zip(rects, rows, ("", x_label), (bare, x), ys, strict=True)
    )
    return upper, lower


def curve(on: Chart, loss: Callable[[Floats], Floats], *, similar: bool, name: str, kink: float = 0.0) -> Floats:
    """Draw a partial loss over the distance, and return places on it, (s, 2), in points of the page.

    Similar pairs have a dashed red curve, dissimilar ones a solid blue one, as in the paper's figure 1.
    """
    d = np.unique(np.append(np.linspace(0.0, on.most[0], 241), kink))
    looks: dict[str, Any] = {"color": on.style.spring, "dashes": DASHES} if similar else {"color": on.style.force}
    on.axes.plot(d, loss(d), gid=name, zorder=3, solid_capstyle="butt", dash_capstyle="butt", **looks)
    d = np.linspace(0.0, on.most[0], 1501)  # closer than any letter is high, where the curve is steep too
    value = loss(d)
    seen = value <= 1.02 * on.most[1]
    return on.page(d[seen], value[seen])


def downhill(on: Chart, x: float, y: float, slope: float, length: float) -> Floats:
    """Draw the arrow of the negative gradient at a point of a curve, `length` points long, and return its two ends."""
    start = on.page(x, y)
    step = -np.sign(slope) * np.array([1.0, slope])
    way = on.page(x + step[0], y + step[1]) - start
    room = 0.85 * (start[1] - on.page(0.0, 0.0)[1]) / max(-way[1], 1e-9)  # the arrow stays above the axis
    tip = start + way * min(length / np.hypot(way[0], way[1]), room)
    scale = on.style.scale
    outline = glyphs.arrows(start[None], tip[None], 1.5 * scale, 6.0 * scale) / 72.0
    drawn = PolyCollection(list(outline), facecolors=on.style.ink, edgecolors="none", zorder=5, gid="gradient")
    drawn.set_transform(on.figure.dpi_scale_trans)
    drawn.set_clip_on(False)
    on.axes.add_collection(drawn, autolim=False)
    on.axes.plot([x], [y], marker="o", markersize=3.4 * scale, color=on.style.ink, zorder=6, clip_on=False, gid="gradient-at")
    return np.stack([start, tip])
