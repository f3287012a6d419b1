"""Shapes of springs and arrows, as arrays of points; no drawing."""

from __future__ import annotations

from typing import Final

import numpy as np

from springsim import palette
from springsim.arrays import Floats

TURNS: Final = 6  #: of every spring, so that a stretched one looks stretched
STRAIGHT: Final = 0.13  #: share of a spring's length that is straight, at either end


def zigzag(
    start: Floats, end: Floats, half: Floats | float, *, turns: int = TURNS, straight: float = STRAIGHT, slim: float = 0.2
) -> Floats:
    """Return the corners of zigzag springs with straight ends.

    Parameters
    ----------
    start, end : (k, 2) ndarray
        Ends of each spring.
    half : float or (k,) ndarray
        Half the width of the zigzag; less for springs too short for it.
    turns : int, optional
        How often it goes there and back.
    straight : float, optional
        Share of its length that is straight, at either end.
    slim : float, optional
        Half the width at most, against its length.

    Returns
    -------
    (k, 2·turns + 4, 2) ndarray
    """
    along = end - start
    length = np.hypot(along[:, 0], along[:, 1])
    across = np.stack([-along[:, 1], along[:, 0]], axis=1) / np.where(length > 0.0, length, 1.0)[:, None]
    corners = np.arange(2 * turns)
    place = np.concatenate([[0.0, straight], straight + (1.0 - 2.0 * straight) * (corners + 0.5) / len(corners)])
    place = np.concatenate([place, [1.0 - straight, 1.0]])
    side = np.concatenate([[0.0, 0.0], np.where(corners % 2 == 0, 1.0, -1.0), [0.0, 0.0]])
    wide = np.minimum(half, slim * length)
    return start[:, None] + place[:, None] * along[:, None] + side[:, None] * across[:, None] * wide[:, None, None]


def beside(lines: Floats, gap: float) -> tuple[Floats, Floats]:
    """Return two lines that run on either side of each line, everywhere `gap` from it, with mitred corners.

    Parameters
    ----------
    lines : (k, c, 2) ndarray
        Corners of each line.
    gap : float
        Distance from it.

    Returns
    -------
    tuple of (k, c, 2) ndarray
    """
    leg = np.diff(lines, axis=1)
    length = np.hypot(leg[..., 0], leg[..., 1])
    normal = np.stack([-leg[..., 1], leg[..., 0]], axis=-1) / np.where(length > 0.0, length, 1.0)[..., None]
    before = np.concatenate([normal[:, :1], normal], axis=1)
    after = np.concatenate([normal, normal[:, -1:]], axis=1)
    corner = before + after
    offset = 2.0 * corner / np.maximum(np.einsum("kci,kci->kc", corner, corner), 0.8)[..., None]
    return lines + gap * offset, lines - gap * offset


def bars(start: Floats, end: Floats, half: float) -> Floats:
    """Return bars across the ends of lines, (k, 2, 2); `start` and `end` are (k, 2), `half` half the length of a bar."""
    across = half * _unit(np.stack([start[:, 1] - end[:, 1], end[:, 0] - start[:, 0]], axis=1))
    return np.stack([end - across, end + across], axis=1)


def heads(start: Floats, tip: Floats, size: Floats | float, wing: float = 0.4) -> Floats:
    """Return arrow heads at `tip`, of arrows from `start`: triangles, (k, 3, 2).

    `size` is their length, one or (k,), and `wing` half their width against it.
    """
    back = -_unit(tip - start) * np.broadcast_to(size, len(tip))[:, None]
    across = wing * np.stack([-back[:, 1], back[:, 0]], axis=1)
    return np.stack([tip + back + across, tip, tip + back - across], axis=1)


def arrows(tail: Floats, tip: Floats, width: float, head: float) -> Floats:
    """Return arrows as outlines, (k, 7, 2); corner 3 is the tip, and corners 0 and 6 are to either side of the tail.

    Parameters
    ----------
    tail, tip : (k, 2) ndarray
        Ends of each arrow, exactly.
    width : float
        Of the shaft.
    head : float
        Length of the head; less for arrows too short for it, whose shaft is thinner too.
    """
    length = np.hypot(*(tip - tail).T)
    return arrows_of(tail, tip, np.minimum(width, 0.32 * length), np.minimum(head, 0.62 * length), 0.42)


def arrows_of(tail: Floats, tip: Floats, width: Floats, head: Floats, wings: float) -> Floats:
    """Return arrows as outlines, as `arrows` does, of widths (k,) and lengths of heads (k,) as they are given.

    `wings` is half the width of a head against its length.
    """
    unit = _unit(tip - tail)
    across, size = np.stack([-unit[:, 1], unit[:, 0]], axis=1), head[:, None]
    shaft = across * (0.5 * width)[:, None]
    neck, wing = tip - unit * size, across * wings * size
    return np.stack([tail + shaft, neck + shaft, neck + wing, tip, neck - wing, neck - shaft, tail - shaft], axis=1)


def _unit(vectors: Floats) -> Floats:
    length = np.hypot(vectors[:, 0], vectors[:, 1])
    return vectors / np.where(length > 0.0, length, 1.0)[:, None]


def outline(shape: str) -> Floats:
    """Return the corners of a class's shape, (c, 2), of radius about 1; a circle too, as a polygon that looks like one."""
    corners, outer, inner, turn = palette.SHAPES[shape]
    angle = 2.0 * np.pi * (turn + np.arange(corners) / corners)
    radius: Floats = np.where(np.arange(corners) % 2 == 0, outer, inner)
    corner: Floats = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return corner
