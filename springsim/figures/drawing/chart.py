"""A chart of two quantities: where it is on the page, its axes and curves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from springsim.arrays import Floats
from springsim.figures.drawing import glyphs, wording
from springsim.figures.drawing.figure import StyledFigure
from springsim.figures.drawing.style import Style

Rect = tuple[float, float, float, float]


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
    *,
    x_ticks: Iterable[float],
    y_ticks: Iterable[float],
    x_names: Sequence[str] | None = None,
) -> Chart:
    """Return a chart with its axes and their names; without names for them, ticks are numbered."""
    style = figure.springsim_style
    left, bottom, width, height = rect
    w, h = figure.get_size_inches()
    axes = figure.add_axes((left / w, bottom / h, width / w, height / h))
    x_ticks, y_ticks = list(x_ticks), list(y_ticks)
    axes.set_xlim(0.0, most[0])
    axes.set_ylim(0.0, most[1])
    axes.set_xticks(x_ticks, list(x_names) if x_names is not None else [f"{x:g}" for x in x_ticks])
    axes.set_yticks(y_ticks, [f"{y:g}" for y in y_ticks])
    axes.spines[["top", "right"]].set_visible(False)
    low = 2.3 * style.size if len(x_ticks) else style.size
    wording.row(figure, style, 72 * (left + width / 2), 72 * bottom - low, x_label)
    side = (0.62 * max((len(f"{y:g}") for y in y_ticks), default=0) + 1.35) * style.size
    wording.row(figure, style, 72 * left - side, 72 * (bottom + height / 2), y_label, rotation=90)
    return Chart(figure, axes, rect, most)


def curve(on: Chart, loss: Callable[[Floats], Floats], *, similar: bool, name: str, kink: float = 0.0) -> Floats:
    """Draw a partial loss over the distance, and return places on it, (s, 2), in points of the page.

    Similar pairs have a dashed red curve, dissimilar ones a solid blue one, as in the paper's figure 1.
    """
    d = np.unique(np.append(np.linspace(0.0, on.most[0], 241), kink))
    looks: dict[str, Any] = {"color": on.style.spring, "dashes": (4.2, 1.8)} if similar else {"color": on.style.force}
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
