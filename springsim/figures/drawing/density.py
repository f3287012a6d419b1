"""Very many lines as a picture of their density, as the board paints them: how many cross each cell, as strength of colour."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from matplotlib.colors import to_rgb

from springsim.arrays import Floats, Ints
from springsim.look import LOOK

_AT_ONCE = 1_000_000  # cells that are counted together


def crossed(lines: Iterable[Floats], width: int, height: int) -> tuple[Ints, int]:
    """Count how many lines cross each cell.

    Parameters
    ----------
    lines : iterable of (k, 4) ndarray
        From where to where each goes: across and down, across and down, in cells.
    width, height : int
        Cells.

    Returns
    -------
    counts : (height, width) ndarray
    steps : int
        Cells crossed by all lines together.
    """
    counts, total = np.zeros(width * height, dtype=np.int64), 0
    for some in lines:
        start, way = some[:, :2], some[:, 2:] - some[:, :2]
        steps = np.ceil(np.abs(way).max(axis=1, initial=0.0)).astype(np.int64)
        kept = steps > 0
        start, steps = start[kept], steps[kept]
        move = way[kept] / steps[:, None]
        low, high = _within(start[:, 0], move[:, 0], width), _within(start[:, 1], move[:, 1], height)
        first = np.maximum(np.maximum(low[0], high[0]), 0.0)
        last = np.minimum(np.minimum(low[1], high[1]), steps)
        crosses = first < last
        start, move, first = start[crosses], move[crosses], first[crosses].astype(np.int64)
        length = last[crosses].astype(np.int64) - first
        total += int(length.sum())
        ends = np.cumsum(length)
        for group in np.split(np.arange(len(length)), np.flatnonzero(np.diff(ends // _AT_ONCE)) + 1):
            each = np.repeat(group, length[group])
            k = np.arange(len(each)) - np.repeat(np.cumsum(length[group]) - length[group], length[group])
            k += first[each]
            across = (start[each, 0] + k * move[each, 0]).astype(np.int64)
            down = (start[each, 1] + k * move[each, 1]).astype(np.int64)
            inside = (across >= 0) & (across < width) & (down >= 0) & (down < height)
            counts += np.bincount((down * width + across)[inside], minlength=len(counts))
    return counts.reshape(height, width), total


def shaded(counts: Ints, steps: int, cell: float, weight: float, colour: str) -> npt.NDArray[np.uint8]:
    """Return the picture of counts, (height, width, 4).

    Parameters
    ----------
    counts, steps : ndarray, int
        As `crossed` returns them.
    cell : float
        Pixels of the board on a side of a cell.
    weight : float
        Lines that each line stands for.
    colour : str
        Of many lines.
    """
    lines = LOOK.lines
    # where there are so many lines that all would be full, what is as dense as on the average is at two thirds
    full = max(lines.full * cell / weight, steps / (1 + int(np.count_nonzero(counts))))
    strength = lines.strong * (1.0 - np.exp(-np.minimum(counts / full, lines.deep)))
    image = np.empty((*counts.shape, 4), dtype=np.uint8)
    image[..., :3] = np.round(255.0 * np.array(to_rgb(colour)))
    image[..., 3] = np.round(255.0 * strength)
    return image


def _within(start: Floats, move: Floats, size: int) -> tuple[Floats, Floats]:
    """Return the first step k for which start + k move is within 0 … size, and the first after it for which it is not."""
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = -start / move, (size - start) / move
    still = move == 0.0
    stays = still & (start >= 0.0) & (start < size)
    first = np.where(still, np.where(stays, 0.0, np.inf), np.ceil(np.minimum(one, other) + 1e-9))
    last = np.where(still, np.inf, np.floor(np.maximum(one, other) - 1e-9) + 1.0)
    return first, last
