"""A surface as bands of colour between levels, and the scale that says which colour stands for what."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from matplotlib.patches import Rectangle

from springsim import palette
from springsim.arrays import Floats
from springsim.figures.drawing import wording
from springsim.figures.drawing.figure import StyledFigure
from springsim.figures.drawing.plane import Plane
from springsim.figures.drawing.style import Style
from springsim.validation.checks import checked_integer, checked_number, is_listed
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import LEVELS_MAX, LEVELS_MIN

Rect = tuple[float, float, float, float]

SCALE: Final = 5.6  #: how wide a scale is with the air before it, in lines of words
_BAR: Final = 1.0  # width of its bar
_BEFORE: Final = 0.8
_BESIDE: Final = 0.35  # from the bar to its numbers
_SMALL: Final = 0.85  # size of its words
_NARROW: Final = 0.78  # size of its name with a power of ten
_PLAIN: Final = (1e-2, 1e5)  # highest levels that are written without a power of ten
_BROADEST: Final = 1e15


def checked_levels(levels: object) -> int | list[float]:
    """Return a number of bands, or levels.

    Raises
    ------
    SceneError
        If they are neither a number of bands from 2 to 40 nor one more ascending numbers.
    """
    if not is_listed(levels):
        return checked_integer("levels", levels, LEVELS_MIN, LEVELS_MAX)
    if not LEVELS_MIN < len(levels) <= LEVELS_MAX + 1:
        raise SceneError("levels", Words(f"{len(levels)} levels"), f"from {LEVELS_MIN + 1} to {LEVELS_MAX + 1} levels")
    values = [checked_number(f"levels[{k}]", level, 0.0, _BROADEST) for k, level in enumerate(levels)]
    for k, (low, high) in enumerate(itertools.pairwise(values)):
        if not high > low:
            raise SceneError(f"levels[{k + 1}]", high, f"a number above levels[{k}], {low:g}")
    return values


def colours(levels: Sequence[float], style: Style) -> list[str]:
    """Return the colour of each band between levels."""
    bands = len(levels) - 1
    return [palette.loss_colour(k / max(bands - 1, 1), style.tone) for k in range(bands)]


def contours(on: Plane, x: Floats, y: Floats, loss: Floats, levels: Sequence[float]) -> None:
    """Fill the bands between levels, and draw the levels as lines: they stay apart in print without colours."""
    filled = on.axes.contourf(x, y, loss, levels=levels, colors=colours(levels, on.style), zorder=0.1)
    filled.set_gid("bands")
    if len(levels) > 2:
        line: dict[str, Any] = {"colors": on.style.ink, "alpha": 0.28, "linewidths": 0.35 * on.style.scale}
        on.axes.contour(x, y, loss, levels=levels[1:-1], zorder=0.2, **line).set_gid("levels")


def scale(figure: StyledFigure, rect: Rect, name: str, levels: Sequence[float]) -> None:
    """Draw the scale of the colours in a place in inches: its name, a box for each band, and the levels between.

    A power of ten that makes the numbers short is stated with the name.
    """
    style = figure.springsim_style
    line = style.size / 72.0
    left, bottom, width, height = rect
    left, width, height = left + _BEFORE * line, width - _BEFORE * line, height - 2.0 * line
    bands = len(levels) - 1
    whole = np.array(figure.get_size_inches())
    outline: dict[str, Any] = {"edgecolor": style.ink, "linewidth": 0.4 * style.scale, "transform": figure.transFigure}
    for k, colour in enumerate(colours(levels, style)):
        corner = np.array([left, bottom + k * height / bands]) / whole
        size = np.array([_BAR * line, height / bands]) / whole
        figure.add_artist(Rectangle(tuple(corner), *size, facecolor=colour, gid=f"band-{k}", **outline))
    power = _power(levels[-1])
    title = name if power == 0 else rf"{name} $\times\,10^{{{power}}}$"
    large = style.size if power == 0 else _NARROW * style.size
    place = 72.0 * left, 72.0 * (bottom + height + 1.2 * line)
    wording.row(figure, style, *place, title, along="left", fontsize=large, gid="scale-name")
    every = int(np.ceil(1.2 * _SMALL * line * bands / height))
    numbers = [f"{level / 10.0**power:.10g}" for level in levels]
    measure = wording.measuring(style, _SMALL * style.size)
    room = 72.0 * (width - (_BAR + _BESIDE) * line)
    size = _SMALL * style.size * min(1.0, room / max(measure(number) for number in numbers))
    for k in range(0, bands + 1, every):
        at = (left + (_BAR + _BESIDE) * line) / whole[0], (bottom + k * height / bands) / whole[1]
        wording.write(figure, *at, numbers[k], ha="left", va="center_baseline", fontsize=size, gid="level")


def _power(highest: float) -> int:
    """Return the power of ten, a multiple of three, by which levels are divided: 0 where they are short without."""
    if highest <= 0.0 or _PLAIN[0] <= highest < _PLAIN[1]:
        return 0
    return int(3 * np.floor(np.log10(highest) / 3))
