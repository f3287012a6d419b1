"""A number read off each equilibrium of a sweep over the margin: where branches begin, split and end."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from springsim.arrays import Floats
from springsim.figures.drawing import wording
from springsim.figures.drawing.figure import StyledFigure, finished, new_figure
from springsim.figures.drawing.page import SLIDE, Size, sheet
from springsim.figures.drawing.style import Style, styled
from springsim.figures.drawing.ticks import ticks
from springsim.studies import bifurcation as branches
from springsim.studies.bifurcation import KINDS, Coordinate, What
from springsim.studies.margin_sweep import MarginSweep
from springsim.validation.checks import checked_integer, checked_word
from springsim.validation.errors import SceneError, Words
from springsim.validation.kinds import checked_kind
from springsim.validation.positional import keyword_only

_SHEET: Final = (3.35, 2.5)  # inches, on paper
_LINES: Final = 14.0  # of words: how high and wide it is at least
_MARKS: Final = {"stable": "o", "flat": "o", "saddle": "x"}
_SAID: Final = {"stable": "mark_stable", "flat": "mark_flat", "saddle": "mark_saddle"}


@keyword_only("what", "i", "j")
def bifurcation(
    sweep: MarginSweep,
    *,
    what: What = "y",
    i: int = 0,
    j: int = 0,
    size: Size | None = None,
    style: str = "paper",
    language: str = "en",
) -> StyledFigure:
    """Draw a coordinate of a point, or the distance of two, at every equilibrium of a sweep, over the margin.

    Solid dots are stable equilibria, hollow ones neutral, crosses saddles, by `springsim.stability`. Runs that did not come to
    rest are left out.

    Parameters
    ----------
    sweep : MarginSweep
        The sweep.
    what : {"x", "y", "distance"}, optional
        Coordinate of point `i`, or the distance of points `i` and `j`.
    i, j : int, optional
        The points.
    size : str or (float, float), optional
        As in `diagram`; a column or a slide by default. At least 14 times as large as its words.
    style, language : str, optional
        See `diagram`.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    SceneError
        If an argument is refused.
    """
    checked_kind(sweep, MarginSweep, "bifurcation({})")
    look = styled(style, language)
    shown = _checked(sweep, what, i, j)
    width, height = sheet(size, SLIDE if look.wide else _SHEET, _LINES * look.size / 72.0)
    rested = sweep.converged & sweep.done
    m = np.broadcast_to(sweep.margins[:, None], rested.shape)[rested]
    values = branches.values(sweep, shown, units=False)[rested]
    kinds = branches.kinds(sweep.scene, m, sweep.positions[rested])
    with look.applied():
        figure = new_figure(look, width, height)
        _draw(figure, look, m, values, kinds, _name(look, shown), float(sweep.margins.max()))
        return finished(figure)


def _checked(sweep: MarginSweep, what: What, i: object, j: object) -> Coordinate:
    checked_word("what", what, branches.WHATS)
    n = len(sweep.scene)
    if n == 0:
        raise SceneError("i", i, "none, as there are no points")
    first, second = (checked_integer(name, value, 0, n - 1) for name, value in (("i", i), ("j", j)))
    if what == "distance" and first == second:
        raise SceneError("j", Words(f"{second}, as i"), "another point than i")
    return Coordinate(what, first, second)


def _name(style: Style, shown: Coordinate) -> str:
    if shown.what == "distance":
        return style.words["distance_of"].format(i=shown.i, j=shown.j)
    return style.words["coordinate_of"].format(axis=shown.what, i=shown.i)


def _draw(
    figure: StyledFigure, style: Style, m: Floats, values: Floats, kinds: npt.NDArray[np.int8], name: str, end: float
) -> None:
    line = style.size / 72.0
    width, height = figure.get_size_inches()
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    air = 0.08 * (high - low) or 0.5 * max(abs(high), 1.0)
    bottom, top, right = 3.2 * line, 2.0 * line, 1.2 * line
    up = ticks(style, "y", (low - air, high + air), 72.0 * (height - bottom - top))
    left = max(4.6, 0.62 * up.digits + 2.4) * line
    wide = width - left - right
    across = ticks(style, "x", (0.0, 1.02 * end), 72.0 * wide, beyond=(72.0 * left, 72.0 * right))
    axes = figure.add_axes((left / width, bottom / height, wide / width, (height - bottom - top) / height))
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_xlim(0.0, 1.02 * end)
    axes.set_ylim(low - air, high + air)
    across.put(axes, "x")
    up.put(axes, "y")
    looks: dict[str, dict[str, Any]] = {
        "stable": {"facecolors": style.force, "edgecolors": style.force},
        "flat": {"facecolors": style.ground, "edgecolors": style.faint},
        "saddle": {"color": style.spring},
    }
    said = []
    for k, kind in enumerate(KINDS):
        mine = kinds == k
        if not mine.any():
            continue
        axes.scatter(
            m[mine],
            values[mine],
            s=(2.9 * style.scale) ** 2,
            marker=_MARKS[kind],
            linewidths=0.8 * style.scale,
            zorder=3 + k,
            gid=f"rests-{kind}",
            clip_on=False,
            **looks[kind],
        )
        said.append(style.words[_SAID[kind]])
    wording.row(figure, style, 36 * (left + width - right), 0.75 * style.size, style.words["margin_axis"])
    size = style.size * min(1.0, (72.0 * height - 4.8 * style.size) / wording.measuring(style, style.size)(name))
    wording.row(figure, style, 0.85 * style.size, 36 * (bottom + height - top), name, rotation=90, fontsize=size)
    if said:
        high_up = 72.0 * height - 0.95 * style.size
        wording.remarks(figure, style, 0.6 * style.size, high_up, said, 72.0 * width - 1.2 * style.size, 0.82 * style.size)
