"""Round levels of the loss, for contours: in figures and on the board alike."""

from __future__ import annotations

from typing import Final

import numpy as np

_FLAT: Final = 1e-9  # of the highest loss: less is rounding


def round_levels(lowest: float, highest: float, bands: int, unit: float) -> list[float]:
    """Return round levels, by even steps of √(loss − lowest), from the lowest or less to the highest or more, but for rounding.

    A surface that is level, but for rounding, has two, around it.

    Parameters
    ----------
    lowest, highest : float
        Of the surface.
    bands : int
        One less than there are levels.
    unit : float
        By which to round where the surface is level.
    """
    if highest - lowest <= _FLAT * highest:
        step = round_down(max(highest, unit) / 10.0)
        return [float(np.floor(lowest / step) * step), float((np.floor(lowest / step) + 1.0) * step)]
    step = round_down((highest - lowest) / bands**2)
    first = np.floor(lowest / step + _FLAT)
    counts = first + np.round((highest / step - first) * (np.arange(bands + 1) / bands) ** 2)
    counts[-1] = np.ceil(highest / step - _FLAT)
    return [float(f"{count * step:.12g}") for count in counts.tolist()]


def round_down(x: float) -> float:
    """Return the largest of …, 0.1, 0.2, 0.5, 1, 2, 5, 10, … that is not above x > 0."""
    decade = int(np.floor(np.log10(x)))
    digit = next((digit for digit in (5, 2) if float(f"{digit}e{decade}") <= x), 1)
    return float(f"{digit}e{decade}")
