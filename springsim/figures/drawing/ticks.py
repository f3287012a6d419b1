"""Round numbers at the ticks of an axis, as many as there is room for."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from matplotlib.axes import Axes

from springsim.figures.drawing import wording
from springsim.figures.drawing.style import Style

_GAP: Final = 0.45  # between two numbers side by side, and a third of it between two above each other, in sizes of words
_STEPS: Final = (1.0, 2.0, 5.0, 10.0)
_PLAIN: Final = (1e-4, 1e6)  # steps and numbers that are written without a power of ten


@dataclass(frozen=True, slots=True)
class Ticks:
    """Ticks of an axis.

    Attributes
    ----------
    places : tuple of float
        Where they are.
    names : tuple of str
        What is written at each.
    """

    places: tuple[float, ...]
    names: tuple[str, ...]

    @property
    def digits(self) -> int:
        """Length of the longest name."""
        return max(map(len, self.names), default=0)

    def put(self, axes: Axes, which: Literal["x", "y"]) -> None:
        """Have an axis show them."""
        axis = axes.xaxis if which == "x" else axes.yaxis
        axis.set_ticks(self.places, list(self.names))


def ticks(
    style: Style,
    which: Literal["x", "y"],
    ends: tuple[float, float],
    length: float,
    *,
    most: int = 6,
    beyond: tuple[float, float] = (np.inf, np.inf),
    whole: bool = False,
) -> Ticks:
    """Return round numbers of which none touches another, nor reaches farther beyond an end of the axis than it may.

    Parameters
    ----------
    style : Style
        Of the figure.
    which : {"x", "y"}
        The axis.
    ends : tuple of float
        Lowest and highest value of the axis.
    length : float
        Of the axis, in points.
    most : int, optional
        Most steps between the ends.
    beyond : tuple of float, optional
        How far numbers may reach beyond either end, in points.
    whole : bool, optional
        Whether steps are whole numbers.
    """
    low, high = ends
    size = float(style.settings[f"{which}tick.labelsize"])
    measure = wording.measuring(style, size)
    gap = (_GAP if which == "x" else _GAP / 3.0) * style.size
    found = Ticks((), ())
    step = 0.0
    for count in range(most, 0, -1):
        step, before = round_up((high - low) / count), step
        if whole:
            step = max(step, 1.0)
        if step == before:
            continue
        air = 1e-9 * (high - low)
        places = [float(k * step) for k in range(int(np.ceil((low - air) / step)), int(np.floor((high + air) / step)) + 1)]
        names = [written(place, step) for place in places]
        halves = [0.5 * (measure(name) if which == "x" else 1.25 * size) for name in names]
        at = [length * (place - low) / (high - low) for place in places]
        kept = [k for k, half in enumerate(halves) if at[k] - half >= -beyond[0] and at[k] + half <= length + beyond[1]]
        found = Ticks(tuple(places[k] for k in kept), tuple(names[k] for k in kept))
        if all(at[b] - at[a] >= halves[a] + halves[b] + gap for a, b in itertools.pairwise(kept)):
            return found
    return Ticks(found.places[:1], found.names[:1])


def written(value: float, step: float) -> str:
    """Return a number as it stands at a tick, with the digits that a step of this size needs."""
    largest = max(abs(value), step)
    if _PLAIN[0] <= step and largest < _PLAIN[1]:
        words = f"{value:.{max(0, -_power(step))}f}"
        words = words.rstrip("0").rstrip(".") if "." in words else words
    else:
        words = f"{value:.{max(1, 1 + _power(largest) - _power(step))}g}"
    return "0" if float(words) == 0.0 else words.replace("-", "\N{MINUS SIGN}")


def round_up(x: float) -> float:
    """Return a round number at least as large as x: 1, 2 or 5 times a power of ten."""
    power = 10.0 ** np.floor(np.log10(x))
    return float(next(f * power for f in _STEPS if f * power >= x * (1.0 - 1e-9)))


def _power(x: float) -> int:
    return int(np.floor(np.log10(x) + 1e-9))
