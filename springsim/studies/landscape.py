"""landscape: the loss as a surface over the place of one point, all others held."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from springsim.arrays import Floats
from springsim.energy.probe import probe
from springsim.model.scene import Scene
from springsim.studies import minima
from springsim.validation.checks import checked_integer, checked_view, is_listed
from springsim.validation.errors import SceneError, Words
from springsim.validation.kinds import checked_kind
from springsim.validation.limits import LANDSCAPE_CELLS_MAX, LANDSCAPE_SIDE_MIN, LANDSCAPE_WORK_MAX

View = tuple[float, float, float, float]

_AIR = 0.08  # round the default view, as a share of its longer side


@dataclass(frozen=True, slots=True, eq=False)
class Landscape:
    """The loss of a scene and the force on one point, as functions of where that point would stand, on a grid.

    Attributes
    ----------
    scene : Scene
        The scene.
    point : int
        The point.
    x, y : (w,), (h,) ndarray of float
        The grid, ascending; its ends are those of the view.
    loss : (h, w) ndarray of float
        Sum loss of the scene with the point at (x, y), in squared units of the margin.
    force : (h, w, 2) ndarray of float
        Force on the point there, −∂loss/∂(x, y); all of it, on the circle too.
    minima : (k, 2) ndarray of float
        The minima in view, lowest first; on the circle those along it. They are the true function's, not the grid's.
    minima_loss : (k,) ndarray of float
        The loss there.
    """

    scene: Scene
    point: int
    x: Floats
    y: Floats
    loss: Floats
    force: Floats
    minima: Floats
    minima_loss: Floats


def landscape(
    scene: Scene,
    point: int,
    *,
    view: tuple[float, float, float, float] | None = None,
    shape: tuple[int, int] = (128, 128),
) -> Landscape:
    """Loss and force as functions of where a point would stand, all others held; the minima of the loss.

    Only the springs at that point vary: ``½ k ‖x − mean‖²`` and a constant for its k similar points (eq. 6), and
    ``½ max(0, m − ‖x − x_j‖)²`` for each dissimilar one (eq. 8); with another law, what it says of each.

    A minimum is a place that descent from anywhere near comes back to. On a plateau, where no spring acts, every place is as
    good as the next: neither it nor its edge is a minimum, and nor is a level valley. A basin narrower than a cell of the grid
    may be missed.

    Parameters
    ----------
    scene : Scene
        The scene.
    point : int
        Index of the point; one that is pinned too.
    view : tuple of float, optional
        Left, right, bottom and top of the grid, up to ten times as far as points may be. By default all points, and a margin
        round the selected one; on the circle all of it.
    shape : (int, int), optional
        Rows and columns of the grid, h and w; each from 2, and up to 1,000,000 cells, or 3,000,000,000 by the number of
        dissimilar springs at the point; with another law than the paper's 50,000,000 by that of all springs there.

    Returns
    -------
    Landscape

    Raises
    ------
    SceneError
        If there is no such point, more than 20,000 dissimilar springs end at it, the view or the shape is refused, or the law
        of the scene does not tell its curvature.

    Examples
    --------
    >>> import springsim as ss
    >>> gate = ss.presets.load("gate")
    >>> [len(ss.landscape(gate.replace(margin=m), 3).minima) for m in (0.6, 0.9)]
    [1, 2]
    """
    checked_kind(scene, Scene, "landscape({}, point)")
    at = checked_point(scene, point)
    seen = default_view(scene, at) if view is None else checked_view(view)
    rows, columns = _checked_shape(shape)
    return surveyed(scene, at, seen, rows, columns)


def surveyed(scene: Scene, point: int, view: View, rows: int, columns: int) -> Landscape:
    """Return the landscape of a point over a view, on a grid of so many rows and columns; see `landscape`."""
    at = probe(scene, point)
    each = at.each * at.price
    if rows * columns * each > LANDSCAPE_WORK_MAX:
        given = Words(f"{rows} × {columns} cells for {at.each} {at.counted}")
        raise SceneError("shape", given, f"at most {LANDSCAPE_WORK_MAX // each} cells")
    x, y = np.linspace(view[0], view[1], columns), np.linspace(view[2], view[3], rows)
    own, force = at.over(x, y)
    found = minima.in_plane(at, x, y, own) if scene.space.dimensions == 2 else minima.on_circle(at, view)
    arrays = (x, y, own + at.rest, np.stack([*force], axis=-1), found, at.at(found).loss + at.rest)
    for array in arrays:
        array.setflags(write=False)
    return Landscape(scene, point, *arrays)


def default_view(scene: Scene, point: int) -> View:
    """Return left, right, bottom, top of all points, a margin round the given one and the circle, if any; with some air."""
    x, m = scene.positions, scene.margin
    everything = np.concatenate([x, x[point] + m * np.array([(-1.0, -1.0), (1.0, 1.0)]), scene.space.corners])
    low, high = everything.min(axis=0), everything.max(axis=0)
    air = _AIR * float((high - low).max())
    return float(low[0] - air), float(high[0] + air), float(low[1] - air), float(high[1] + air)


def checked_point(scene: Scene, point: object) -> int:
    """Return the index of a point of a scene.

    Raises
    ------
    SceneError
        If there is no such point.
    """
    if len(scene) == 0:
        raise SceneError("point", point, "none, as there are no points")
    return checked_integer("point", point, 0, len(scene) - 1)


def _checked_shape(shape: object) -> tuple[int, int]:
    if not is_listed(shape) or len(shape) != 2:
        raise SceneError("shape", shape, "two whole numbers: rows and columns")
    most = LANDSCAPE_CELLS_MAX // LANDSCAPE_SIDE_MIN
    rows, columns = (checked_integer(f"shape[{k}]", side, LANDSCAPE_SIDE_MIN, most) for k, side in enumerate(shape))
    if rows * columns > LANDSCAPE_CELLS_MAX:
        raise SceneError("shape", Words(f"{rows} × {columns} cells"), f"at most {LANDSCAPE_CELLS_MAX} cells")
    return rows, columns
