"""Shapes of springs and arrows, as arrays of points; no drawing."""

from __future__ import annotations

from typing import Final

import numpy as np

from springsim.arrays import Floats

TURNS: Final = 6  #: of every spring, so that a stretched one looks stretched
STRAIGHT: Final = 0.13  #: share of a spring's length that is straight, at either end
_CORNERS: Final = 2 * TURNS  # of a zigzag, between its straight ends


def zigzag(start: Floats, end: Floats, half: float) -> Floats:
    """Return the corners of zigzag springs with straight ends.

    Parameters
    ----------
    start, end : (k, 2) ndarray
        Ends of each spring.
    half : float
        Half the width of the zigzag; less for springs too short for it.

    Returns
    -------
    (k, 2·TURNS + 4, 2) ndarray
    """
    along = end - start
    length = np.hypot(along[:, 0], along[:, 1])
    across = np.stack([-along[:, 1], along[:, 0]], axis=1) / np.where(length > 0.0, length, 1.0)[:, None]
    place = np.concatenate([[0.0, STRAIGHT], STRAIGHT + (1.0 - 2.0 * STRAIGHT) * (np.arange(_CORNERS) + 0.5) / _CORNERS])
    place = np.concatenate([place, [1.0 - STRAIGHT, 1.0]])
    side = np.concatenate([[0.0, 0.0], np.where(np.arange(_CORNERS) % 2 == 0, 1.0, -1.0), [0.0, 0.0]])
    wide = np.minimum(half, length / 5.0)
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


def heads(start: Floats, tip: Floats, size: Floats | float) -> Floats:
    """Return arrow heads at `tip`, of arrows from `start`: triangles, (k, 3, 2); `size` is their length, one or (k,)."""
    back = -_unit(tip - start) * np.broadcast_to(size, len(tip))[:, None]
    across = 0.4 * np.stack([-back[:, 1], back[:, 0]], axis=1)
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
    along = tip - tail
    length = np.hypot(along[:, 0], along[:, 1])
    unit = _unit(along)
    across = np.stack([-unit[:, 1], unit[:, 0]], axis=1)
    size = np.minimum(head, 0.62 * length)[:, None]
    shaft = across * np.minimum(0.5 * width, 0.16 * length)[:, None]
    neck, wing = tip - unit * size, across * 0.42 * size
    return np.stack([tail + shaft, neck + shaft, neck + wing, tip, neck - wing, neck - shaft, tail - shaft], axis=1)


def _unit(vectors: Floats) -> Floats:
    length = np.hypot(vectors[:, 0], vectors[:, 1])
    return vectors / np.where(length > 0.0, length, 1.0)[:, None]


def outline(shape: str) -> Floats:
    """Return the corners of a class's shape, (c, 2), of radius about 1; a circle too, as a polygon that looks like one."""
    corners, outer, inner, turn = _SHAPES[shape]
    angle = 2.0 * np.pi * (turn + np.arange(corners) / corners)
    radius: Floats = np.where(np.arange(corners) % 2 == 0, outer, inner)
    corner: Floats = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return corner


#: Number of corners, radius of the even and of the odd ones, and turn of the first.
_SHAPES: Final[dict[str, tuple[int, float, float, float]]] = {
    "circle": (48, 1.0, 1.0, 0.0),
    "square": (4, 1.18, 1.18, 0.125),
    "triangle": (3, 1.3, 1.3, 0.25),
    "diamond": (4, 1.28, 1.28, 0.0),
    "pentagon": (5, 1.15, 1.15, 0.25),
    "hexagon": (6, 1.12, 1.12, 0.0),
    "star": (10, 1.42, 0.64, 0.25),
    "cross": (8, 1.42, 0.58, 0.25),
}
