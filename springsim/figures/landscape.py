"""landscape: the loss over the place of one point, as filled contours under the scene."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from matplotlib.collections import PathCollection, PolyCollection
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform, Transform

from springsim import texts
from springsim.arrays import Floats
from springsim.energy.forces import PairDistances, forces, own_springs
from springsim.figures.drawing import contours, glyphs, plane, scenery, wording
from springsim.figures.drawing.figure import StyledFigure, finished, new_figure
from springsim.figures.drawing.page import COLUMN, SLIDE, Asked, Size, check_room, checked_size, highest
from springsim.figures.drawing.plane import Plane, View
from springsim.figures.drawing.scenery import Choice
from springsim.figures.drawing.style import Style, styled
from springsim.model.conventions import REST
from springsim.model.scene import Scene
from springsim.studies import landscape as surface
from springsim.studies.landscape import Landscape
from springsim.studies.levels import round_down, round_levels
from springsim.validation.checks import checked_view
from springsim.validation.kinds import checked_kind

Rect = tuple[float, float, float, float]

BANDS: Final = 10  #: of colour
_TALLEST, _FLATTEST = 1.15, 0.55  # height of a picture on paper, against its width
_SMALLEST: Final = 7.0  # lines of words: how high and wide a picture is at least
_APART: Final = 13.0  # points on paper from one arrow of the field to the next
_FINE: Final = 6  # cells of the grid from one arrow to the next
_FIELD_MAX: Final = 40  # arrows along either side
_FAINT: Final = 0.45
_LEGIBLE: Final = 20  # springs through which the loss is seen
_LONGEST: Final = 0.98  # share of the field's arrows that are no longer than they are apart
_RING, _TICK = 1.65, 2.6  # of the mark of a minimum, in radii of a point: a point fits into its ring
_AIR: Final = 0.45  # on either side of a note, against the size of words


def landscape(
    scene: Scene,
    point: int,
    *,
    levels: int | Sequence[float] = BANDS,
    view: tuple[float, float, float, float] | None = None,
    size: Size | None = None,
    style: str = "paper",
    language: str = "en",
) -> StyledFigure:
    """Draw the loss as a function of where a point would stand, all others held: contours, forces, minima; and the scene.

    The levels rise by even steps of √(loss − lowest), as the loss of a spring over even steps of its length, so that shallow
    basins are seen beside steep walls; each is a round number. Arrows are the force on the point if it stood in their middle,
    times a scale that the figure states; the bold one is the force on the point where it stands. Crossed rings are the minima
    of `springsim.landscape`. Of the springs, those at the point are drawn.

    Parameters
    ----------
    scene : Scene
        The scene, of at most 5000 points.
    point : int
        Index of the point.
    levels : int or sequence of float, optional
        Number of bands of colour, 2 … 40, or the 3 … 41 levels between and around them, ascending.
    view : tuple of float, optional
        Left, right, bottom and top of what must be in view; by default all points, and a margin round the selected one.
    size : str or (float, float), optional
        As in `diagram`; a column or a slide by default.
    style : {"paper", "lecture", "dark"}, optional
        For a printed column, a slide or a dark slide.
    language : {"en", "zh"}, optional
        Of what the figure says by itself.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    SceneError
        If an argument is refused, or Chinese is asked for where no font has its characters.
    """
    checked_kind(scene, Scene, "landscape({}, point)")
    look = styled(style, language)
    scenery.check_crowd(scene)
    at = surface.checked_point(scene, point)
    seen = surface.default_view(scene, at) if view is None else checked_view(view)
    sheet: Asked = (SLIDE if look.wide else (COLUMN, None)) if size is None else checked_size(size)
    asked = contours.checked_levels(levels)
    with look.applied():
        figure, rect, bar = _sheet(look, sheet, seen)
        on = plane.plane(figure, rect, seen, crowd=len(scene), whole=view is None)
        rows, columns = (max(min(int(72.0 * side / (_APART * look.scale)), _FIELD_MAX), 2) for side in (rect[3], rect[2]))
        ground = surface.surveyed(scene, at, on.view, rows * _FINE, columns * _FINE)
        bounds, loss = asked, ground.loss
        if isinstance(bounds, int):
            bounds = _levels(ground, bounds)
            loss = np.clip(loss, bounds[0], bounds[-1])  # rounding must not leave a plateau unfilled
        contours.contours(on, ground.x, ground.y, loss, bounds)
        scale = _field(on, ground)
        note = texts.of(language)["note_arrows"].format(scale=f"{scale:g}")
        notes = [*_draw_scene(on, ground, scale), note]
        contours.scale(figure, bar, look.words["loss"], bounds)
        air = _AIR * look.size
        wide = 72.0 * figure.get_figwidth() - 2.0 * air
        wide -= _key(figure) if len(ground.minima) else 0.0
        wording.remarks(figure, look, air, 0.55 * look.size, notes, wide, 0.82 * look.size)
        return finished(figure)


def _sheet(style: Style, size: Asked, view: View) -> tuple[StyledFigure, Rect, Rect]:
    """Return a figure, and the places of the picture and of the scale beside it, in inches."""
    line = style.size / 72.0
    foot, side, edge = 1.9 * line, contours.SCALE * line, 0.04
    width, page = size
    across = width - side - 2.0 * edge
    shape = float(np.clip((view[3] - view[2]) / (view[1] - view[0]), _FLATTEST, _TALLEST))
    height = min(shape * across + foot + edge, highest(width)) if page is None else page
    least = side + 2.0 * edge + _SMALLEST * line, foot + edge + _SMALLEST * line
    check_room(width, height, least)
    picture = (edge, foot, across, height - foot - edge)
    return new_figure(style, width, height), picture, (edge + across, foot + line, side, height - foot - line - edge)


def _levels(ground: Landscape, bands: int) -> list[float]:
    lowest = min(float(ground.loss.min()), float(ground.minima_loss.min(initial=np.inf)))
    return round_levels(lowest, float(ground.loss.max()), bands, ground.scene.margin**2)


def _field(on: Plane, ground: Landscape) -> float:
    """Draw forces as faint arrows in the middle of every so many cells, and return by how much they are longer."""
    some = slice(_FINE // 2, None, _FINE)
    force = ground.force[some, some].reshape(-1, 2)
    middle = np.stack(np.meshgrid(ground.x[some], ground.y[some]), axis=-1).reshape(-1, 2)
    size = np.hypot(force[:, 0], force[:, 1])
    apart = _APART * on.style.scale / on.unit
    long = float(np.quantile(size, _LONGEST))
    scale = min(round_down(apart / long), 1.0) if long > 0.0 else 1.0
    seen = size * scale * on.unit > 0.8
    half = 0.5 * scale * force[seen]
    thick = on.style.scale / on.unit
    outline = glyphs.arrows(middle[seen] - half, middle[seen] + half, 0.8 * thick, 3.4 * thick)
    drawn = PolyCollection(list(outline), facecolors=on.style.force, edgecolors="none", alpha=_FAINT, zorder=0.8, gid="field")
    on.axes.add_collection(drawn, autolim=False)
    return scale


def _draw_scene(on: Plane, ground: Landscape, scale: float) -> list[str]:
    """Draw points and minima, and of the point its springs, its circle and the force; return what is to be said of them."""
    scene, at = ground.scene, ground.point
    pairs = own_springs(scene, at)
    legible = len(pairs.i) <= _LEGIBLE
    notes = [] if legible else [_lines(on, pairs, scene)]
    choice = Choice(at, legible, forces=False, radius=f"$m$ = {texts.length(scene.margin)}")
    around = on.length(_TICK * plane.RADIUS) * np.array([(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)])
    scenery.draw(on, _tied(scene, pairs), choice, (ground.minima[:, None] + around).reshape(-1, 2))
    if not scene.pinned[at]:
        plane.forces(on, scene.positions[[at]], forces(scene)[[at]], scale)
    for name, colour, width in (("minima-rim", on.style.ground, 2.6), ("minima", on.style.ink, 0.8)):
        drawn = _targets(ground.minima, on.radius, on.axes.transData, colour, width * on.style.scale * on.shrink, name)
        on.axes.add_collection(drawn, autolim=False)
    return notes


def _tied(scene: Scene, pairs: PairDistances) -> Scene:
    """Return the scene with these springs alone."""
    ties = np.stack([pairs.i, pairs.j], axis=1)
    looks: Any = {"labels": scene.labels, "class_names": scene.class_names, "domain": scene.domain, "law": scene.law}
    similar, dissimilar = ties[pairs.similar], ties[~pairs.similar]
    return Scene.from_pairs(scene.positions, similar, dissimilar, margin=scene.margin, pinned=scene.pinned, **looks)


def _lines(on: Plane, pairs: PairDistances, scene: Scene) -> str:
    """Draw those of many springs that act as lines, through which the loss is seen, and return what is to be said of them."""
    act = np.abs(pairs.tension) > REST * scene.margin
    plane.lines(on, scenery.some(pairs, act), scene.positions)
    return on.style.words["all_acting"].format(shown=int(act.sum()), total=len(act))


def _targets(places: Floats, radius: float, where: Transform, colour: str, width: float, name: str) -> PathCollection:
    """Return marks of minima, crossed rings round points of a radius, at places (k, 2) of a coordinate system."""
    ring = _RING * glyphs.outline("circle")
    ways = np.array([(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)])
    ticks = np.stack([_RING * ways, _TICK * ways], axis=1).reshape(-1, 2)
    corners = radius * np.concatenate([ring, ring[:1], ticks])
    codes = [Path.MOVETO, *[Path.LINETO] * len(ring), *[Path.MOVETO, Path.LINETO] * len(ways)]
    looks: dict[str, Any] = {"facecolors": "none", "edgecolors": colour, "linewidths": width, "zorder": 4.7, "gid": name}
    drawn = PathCollection([Path(corners, codes)], sizes=[1.0], offsets=places, offset_transform=where, **looks)
    drawn.set_transform(IdentityTransform())
    return drawn


def _key(figure: StyledFigure) -> float:
    """Say at the lower right what the marks of minima are, and return how wide that is, in points."""
    style = figure.springsim_style
    size, y = 0.82 * style.size, 1.05 * style.size
    right = 72.0 * figure.get_figwidth() - _AIR * style.size
    word = wording.row(figure, style, right, y, style.words["minimum"], along="right", fontsize=size, gid="key-word")[0]
    radius = 0.62 * plane.RADIUS * style.scale
    before = wording.extent(word)[0] + 0.4 * style.size + _TICK * radius
    where = figure.dpi_scale_trans
    mark = _targets(np.array([[right - before, y]]) / 72.0, radius, where, style.ink, 0.7 * style.scale, "key-minimum")
    figure.add_artist(mark)
    return before + _TICK * radius + style.size
