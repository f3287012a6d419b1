"""The paper's figure 2: the springs, their partial losses, and a point in balance; drawn from the simulation."""

from __future__ import annotations

from typing import Final

import numpy as np

from springsim import texts
from springsim.energy.forces import PairDistances
from springsim.figures.drawing import plane, scenery, wording
from springsim.figures.drawing.chart import chart, curve, downhill
from springsim.figures.drawing.figure import StyledFigure, finished, new_figure
from springsim.figures.drawing.page import COLUMN, SLIDE, Size, sheet
from springsim.figures.drawing.plane import View
from springsim.figures.drawing.scenery import Choice
from springsim.figures.drawing.style import styled
from springsim.figures.drawing.ticks import Ticks
from springsim.figures.figure1 import checked_figure_margin
from springsim.model import losses, presets
from springsim.model.scene import Scene
from springsim.solvers.settle import settle
from springsim.validation.checks import checked_word
from springsim.validation.positional import keyword_only

Rect = tuple[float, float, float, float]

PANELS: Final = ("a", "b", "c", "d", "e")
#: How long an arrow is for a force of 1, and in the scene's unit how much of its surroundings a panel shows.
_ARROWS: Final = {"a": 0.3, "c": 0.8, "e": 0.4}
_ALL: Final = (COLUMN, 6.0)  # all panels, in inches
_PICTURE: Final = (2.2, 2.2)
_PLOT: Final = (2.0, 1.6)
_GRADIENT_AT: Final = {"b": 0.95, "d": 0.3}  # margins: where on the curve the black arrow stands
_KEY: Final = ("key_similar", "key_dissimilar", "key_attract", "key_repulse", "key_force")
_SHRINK: Final = 0.75  # power of a margin below 1 by which the axes of (d) shrink: less than its curve, which stays in sight


@keyword_only("margin")
def figure2(
    panel: str | None = None,
    *,
    margin: float = 1.0,
    size: Size | None = None,
    style: str = "paper",
    language: str = "en",
) -> StyledFigure:
    """Draw the paper's figure 2, or one panel of it, from the scenes ``fig2a``, ``fig2c`` and ``fig2e``.

    (a) Points similar to the centre are tied to it by attract-only springs, pulled at every distance. (b) Their partial loss
    L_S (eq. 6), with an arrow down the slope. (c) Dissimilar points are tied by m-repulse-only springs, pushed within the
    circle of radius m only. (d) Their partial loss L_D (eq. 8), likewise. (e) A point at rest where the pulls of several
    attract-only springs cancel. Distances, forces and the equilibrium are computed, and the scale of the arrows is stated.

    Parameters
    ----------
    panel : {"a", "b", "c", "d", "e"}, optional
        The panel; by default all of them: on a high page laid out as in the paper, on a wide one such that they fill it.
    margin : float, optional
        The margin m, 0.05 … 5; the points stay where the paper has them at m = 1.
    size : str or (float, float), optional
        As in `diagram`; by default 2.2 × 2.2 inches or for a curve 2.0 × 1.6, all panels together a column wide, or a
        slide. At least 14 times as large as its words, all panels together 29 times.
    style, language : str, optional
        See `diagram`.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    SceneError
        If an argument is refused.
    """
    if panel is not None:
        checked_word("panel", panel, PANELS)
    m = checked_figure_margin(margin)
    look = styled(style, language)
    usual = SLIDE if look.wide else _ALL if panel is None else _PICTURE if panel in _ARROWS else _PLOT
    width, height = sheet(size, usual, (14.0 if panel else 29.0) * look.size / 72.0)
    with look.applied():
        if panel is None:
            return finished(_whole(new_figure(look, width, height), m))
        figure = new_figure(look, width, height)
        line = look.size / 72.0
        foot = 1.5 * line if panel in _ARROWS else 0.0
        _panel(figure, (0.0, foot, width, height - foot), panel, m)
        if panel in _ARROWS:
            wording.row(
                figure, look, 36.0 * width, 36.0 * foot, _scale(panel, language), fontsize=0.9 * look.size, color=look.faint
            )
        return finished(figure)


def scene_of(panel: str, margin: float) -> Scene:
    """Return the scene that a panel shows: (e) at its equilibrium."""
    scene = presets.load(f"fig2{panel}").replace(margin=margin)
    return settle(scene).scene if panel == "e" else scene


def choice_of(panel: str) -> Choice:
    """Return what a panel shows of its scene."""
    if panel == "e":
        return Choice(0, forces="each", circles="none", arrow=_ARROWS[panel], pins=False, pale=False, grey=False)
    return Choice(0, arrow=_ARROWS[panel], into=panel == "a", radius="$m$", pins=False, pale=False, grey=False)


def _panel(figure: StyledFigure, rect: Rect, panel: str, margin: float) -> None:
    """Draw a panel into a place in inches."""
    if panel in _ARROWS:
        scene, choice = scene_of(panel, margin), choice_of(panel)
        scenery.draw(plane.plane(figure, rect, _view(panel, margin)), scene, choice)
        return
    style = figure.springsim_style
    left, bottom, width, height = rect
    line = style.size / 72.0
    inner = (left + 2.1 * line, bottom + 2.9 * line, width - 3.1 * line, height - 3.4 * line)
    similar = panel == "b"
    shown = margin if margin > 1.0 else 1.0 if similar else margin**_SHRINK
    most = (1.5 * shown, 0.62 * shown**2)
    name = "S" if similar else "D"
    apart = 72.0 * inner[2] * margin / most[0] > 1.3 * style.size  # or m's name would be on the 0
    x = Ticks((0.0,), ("0",)) if similar else Ticks((0.0, margin), ("0" if apart else "", "$m$"))
    on = chart(figure, inner, most, "$D_W$", f"$L_{name}$", x, Ticks((), ()))
    at = _GRADIENT_AT[panel] * (max(margin, 1.0) if similar else margin)
    if similar:
        curve(on, losses.similar_loss, similar=True, name="loss-similar")
        value, slope = losses.similar_loss(at), losses.similar_slope(at)
    else:
        curve(on, lambda d: losses.dissimilar_loss(d, margin), similar=False, name="loss-dissimilar", kink=margin)
        value, slope = losses.dissimilar_loss(at, margin), losses.dissimilar_slope(at, margin)
    downhill(on, at, float(value), float(slope), 0.3 * 72.0 * min(inner[2], inner[3]))


def _view(panel: str, margin: float) -> View:
    """Return what a panel shows; (a) and (c) show the same, so that they can be compared."""
    views = [scenery.extent(scene_of(p, margin), choice_of(p)) for p in (("e",) if panel == "e" else ("a", "c"))]
    low_x, high_x, low_y, high_y = zip(*views, strict=True)
    return min(low_x), max(high_x), min(low_y), max(high_y)


def _scale(panel: str, language: str) -> str:
    return texts.of(language)["note_arrows"].format(scale=f"{_ARROWS[panel]:g}")


def _whole(figure: StyledFigure, margin: float) -> StyledFigure:
    """Lay out all panels such that they fill the page, whatever its shape."""
    style = figure.springsim_style
    width, height = figure.get_size_inches()
    line = style.size / 72.0
    foot = 1.7 * line
    layouts = [_under_each_other(width, height), _side_by_side(width, height, foot), _in_a_row(width, height)]
    cells = max(layouts, key=lambda cells: _filled(cells, foot))
    captions = {p: f"({p})" + (f"  {_scale(p, style.language)}" if p in _ARROWS else "") for p in PANELS}
    measure = wording.measuring(style, style.size)
    size = style.size * min(0.95, *(66.0 * cells[p][2] / measure(words) for p, words in captions.items()))
    for panel in PANELS:
        x, y, w, h = cells[panel]
        inner = (x, y + foot, w, h - foot) if panel in _ARROWS else (x + 0.03 * w, y + foot, 0.94 * w, 0.88 * (h - foot))
        _panel(figure, inner, panel, margin)
        wording.row(figure, style, 72 * (x + w / 2), 72 * (y + 0.5 * foot), captions[panel], fontsize=size)
    _key(figure, cells["key"])
    return figure


def _under_each_other(width: float, height: float) -> dict[str, Rect]:
    """Return the places for a printed column, as in the paper: springs at the left, their losses beside them, balance below."""
    row = height / 3.0
    left = min(0.6 * width, 1.05 * row)
    return {
        "a": (0.0, 2 * row, left, row),
        "b": (left, 2 * row, width - left, row),
        "c": (0.0, row, left, row),
        "d": (left, row, width - left, row),
        "e": (0.0, 0.0, left, row),
        "key": (left - 0.1, 0.0, width - left + 0.1, row),  # room for the wider face of a LaTeX document
    }


def _side_by_side(width: float, height: float, foot: float) -> dict[str, Rect]:
    """Return the places for a slide, or across two columns: springs and balance side by side, losses below."""
    across = width / 3.0
    low = float(np.clip(height - 1.05 * across - foot, 0.41 * height, 0.5 * height))
    high = height - low
    return {
        "a": (0.0, low, across, high),
        "b": (0.12 * across, 0.0, 0.8 * across, low),
        "c": (across, low, across, high),
        "d": (1.12 * across, 0.0, 0.8 * across, low),
        "e": (2.0 * across, low, across, high),
        "key": (2.12 * across, 0.0, 0.85 * across, low),
    }


def _in_a_row(width: float, height: float) -> dict[str, Rect]:
    """Return the places for a strip that is far wider than high."""
    across = width / 6.0
    return {name: (k * across, 0.0, across, height) for k, name in enumerate((*PANELS, "key"))}


def _filled(cells: dict[str, Rect], foot: float) -> float:
    """Return about how much of a page panels fill: pictures are about square, and charts neither flat nor narrow."""
    area = 0.0
    for panel in PANELS:
        _, _, w, h = cells[panel]
        h -= foot
        area += min(w, h) ** 2 if panel in _ARROWS else min(w, 2.2 * h) * min(h, 1.2 * w)
    return area


def _key(figure: StyledFigure, rect: Rect) -> None:
    """Draw what the signs mean, each beside its name."""
    style = figure.springsim_style
    left, bottom, width, height = rect
    wide = 2.4 * style.size
    room = 72.0 * width - wide - 0.5 * style.size
    widest = max(map(wording.measuring(style, style.size), (style.words[name] for name in _KEY)))
    size = style.size * min(0.82, room / widest)
    aside = min(0.5 * (room - widest * size / style.size), 2.4 * style.size) / 72.0  # under the charts, if there is room
    left, width = left + aside, width - aside
    step = min(1.9 * style.size, 72.0 * height / 6.0)
    on = plane.plane(figure, rect, (0.0, 72.0 * width, 0.0, 72.0 * height), whole=False)
    on.axes.set_gid("key")
    top = 36.0 * height + 0.5 * step * (len(_KEY) - 1)
    y = top - step * np.arange(len(_KEY))
    middle = np.column_stack([np.full(len(_KEY), wide / 2), y])
    plane.points(on, middle, np.array([0]), "circle", style.ink, "key-solid")
    plane.points(on, middle, np.array([1]), "circle", style.ground, "key-hollow")
    ends = np.array([[(0.0, y[k]), (wide, y[k])] for k in (2, 3)]).reshape(-1, 2)
    one, zero = np.array([0, 2]), np.zeros(2)
    kinds = np.array([True, False])
    plane.springs(on, PairDistances(one, one + 1, np.full(2, wide), kinds, zero, zero), ends, 2.0 * wide, None, pale=False)
    plane.forces(on, np.array([[0.1 * wide - on.radius, y[4]]]), np.array([[0.8 * wide, 0.0]]), 1.0)
    x = 72.0 * left + wide + 0.5 * style.size
    for k, name in enumerate(_KEY):
        wording.row(figure, style, x, 72.0 * bottom + float(y[k]), style.words[name], along="left", fontsize=size)
