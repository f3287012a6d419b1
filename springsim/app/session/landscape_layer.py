"""The loss as a landscape under the board: over the place of one point, all others held, small enough to send often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from springsim import palette
from springsim.board.wire import Arrays
from springsim.solvers.simulate import Trajectory
from springsim.studies.landscape import View, landscape
from springsim.studies.levels import round_down, round_levels
from springsim.validation.checks import checked_view

BANDS: Final = 10  #: of colour, as in the figure
_CELLS: Final = (4_000, 16_000)  # of the grid: with very many points, and with few
_WORK: Final = 10_000_000  # cells × points: a tenth of a second or so
_ARROWS: Final = 440
_LONGEST: Final = 0.98  # share of the arrows that are no longer than they are apart
_WHOLE: Final = 65_535  # what the highest loss is sent as


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """A landscape as it is sent.

    Attributes
    ----------
    head : dict
        Point and frame, view, lowest and highest loss, levels and colours of the bands between, scale of the arrows, minima.
    arrays : dict of ndarray
        ``ground``, (h, w), losses from 0, the lowest, to 65535, the highest; ``field``, (h, w, 2), the force on the point.
    """

    head: dict[str, Any]
    arrays: Arrays


def survey(trajectory: Trajectory, frame: int, point: int, view: View) -> Survey:
    """Return the landscape of a point in one frame.

    Raises
    ------
    SceneError
        If the view has no extent.
    """
    scene = trajectory.at(frame)
    left, right, _, _ = checked_view(view)
    ground = landscape(scene, point, view=view, shape=_shape(view, int(np.clip(_WORK // len(scene), *_CELLS))))
    low, high = float(ground.loss.min()), float(ground.loss.max())
    levels = round_levels(min(low, float(ground.minima_loss.min(initial=np.inf))), high, BANDS, scene.margin**2)
    rows, columns = _shape(view, _ARROWS)
    at = [
        ((np.arange(count) + 0.5) * side / count).astype(int)
        for count, side in zip((rows, columns), ground.loss.shape, strict=True)
    ]
    field = ground.force[np.ix_(*at)]
    long = float(np.quantile(np.hypot(field[..., 0], field[..., 1]), _LONGEST))
    bands = max(len(levels) - 1, 1)
    head: dict[str, Any] = {
        "point": point,
        "frame": frame,
        "view": view,
        "whole": _WHOLE,
        "low": low,
        "high": high,
        "levels": levels,
        "colours": {
            tone: [palette.loss_colour(k / max(bands - 1, 1), tone) for k in range(bands)] for tone in ("light", "dark")
        },
        "scale": min(round_down((right - left) / columns / long), 1.0) if long > 0.0 else 1.0,
        "minima": ground.minima.tolist(),
    }
    share = (ground.loss - low) / (high - low) if high > low else np.zeros_like(ground.loss)
    return Survey(head, {"ground": np.rint(_WHOLE * share).astype("<u2"), "field": field.astype("<f4")})


def _shape(view: View, cells: int) -> tuple[int, int]:
    """Return rows and columns of about so many square cells; many more one way than the other where the view is long."""
    left, right, bottom, top = view
    longer = float(np.clip(np.sqrt((right - left) / (top - bottom)), 0.2, 5.0))
    side = np.sqrt(cells)
    return max(round(side / longer), 2), max(round(side * longer), 2)
