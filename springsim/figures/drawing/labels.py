"""Where labels go: beside what they name, never on a point, on another label or outside the picture; in points (1/72 inch)."""

from __future__ import annotations

from typing import Final

import numpy as np

from springsim.arrays import Floats

_ANGLES: Final = np.deg2rad([35, 145, -35, -145, 90, -90, 0, 180, 62, 118, -62, -118, 15, 165, -15, -165])
_RINGS: Final = (1.0, 4.0, 9.0, 16.0, 26.0, 40.0)
_AIR: Final = 1.0


def placed(
    anchors: Floats,
    radii: Floats,
    sizes: Floats,
    discs: Floats,
    strokes: Floats,
    bounds: tuple[float, float, float, float],
    scale: float = 1.0,
) -> list[tuple[float, float] | None]:
    """Return the middle of each label, None where there is no room for one.

    Parameters
    ----------
    anchors : (k, 2) ndarray
        What each label names.
    radii : (k,) ndarray
        How far that reaches.
    sizes : (k, 2) ndarray
        Width and height of each label.
    discs : (p, 3) ndarray
        Points, as middle and radius: no label covers any.
    strokes : (s, 2) ndarray
        Places on springs, arrows and circles, which labels avoid where they can.
    bounds : tuple of float
        Left, right, bottom, top of the room for labels.
    scale : float, optional
        Of the distances that are tried.
    """
    taken: list[tuple[float, float, float, float]] = []
    places: list[tuple[float, float] | None] = []
    for anchor, radius, (width, height) in zip(anchors, radii, sizes, strict=True):
        best: tuple[float, float, float] | None = None
        for ring, gap in enumerate(_RINGS):
            for turn, angle in enumerate(_ANGLES):
                x, y = _beside(anchor, float(radius) + scale * gap, float(angle), float(width), float(height))
                box = (x - width / 2 - _AIR, x + width / 2 + _AIR, y - height / 2 - _AIR, y + height / 2 + _AIR)
                if not _free(box, taken, discs, bounds):
                    continue
                cost = 3.0 * ring + 0.12 * turn + float(_inside(strokes, box))
                if best is None or cost < best[0]:
                    best = cost, x, y
            if best is not None and best[0] < 3.0 * (ring + 1):
                break
        places.append(None if best is None else best[1:])
        if best is not None:
            _, x, y = best
            taken.append((x - width / 2, x + width / 2, y - height / 2, y + height / 2))
    return places


def _beside(anchor: Floats, gap: float, angle: float, width: float, height: float) -> tuple[float, float]:
    """Return the middle of a box that touches the circle of radius `gap` round the anchor, in a direction."""
    ux, uy = float(np.cos(angle)), float(np.sin(angle))
    reach = gap + min(0.5 * width / max(abs(ux), 1e-9), 0.5 * height / max(abs(uy), 1e-9))
    return float(anchor[0]) + ux * reach, float(anchor[1]) + uy * reach


def _free(
    box: tuple[float, float, float, float],
    taken: list[tuple[float, float, float, float]],
    discs: Floats,
    bounds: tuple[float, float, float, float],
) -> bool:
    left, right, bottom, top = box
    if left < bounds[0] or right > bounds[1] or bottom < bounds[2] or top > bounds[3]:
        return False
    if any(left < r and l < right and bottom < t and b < top for l, r, b, t in taken):  # noqa: E741
        return False
    dx = discs[:, 0] - np.clip(discs[:, 0], left, right)
    dy = discs[:, 1] - np.clip(discs[:, 1], bottom, top)
    return not bool(np.any(dx * dx + dy * dy < discs[:, 2] ** 2))


def _inside(places: Floats, box: tuple[float, float, float, float]) -> int:
    x, y = places[:, 0], places[:, 1]
    return int(np.count_nonzero((x > box[0]) & (x < box[1]) & (y > box[2]) & (y < box[3])))
