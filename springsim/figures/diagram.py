"""diagram: any scene drawn as the paper draws figure 2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

import numpy as np

from springsim import texts
from springsim.arrays import Floats
from springsim.figures.drawing import plane, scenery, wording
from springsim.figures.drawing.figure import StyledFigure, finished, new_figure
from springsim.figures.drawing.legend import NONE, laid_out, wanted
from springsim.figures.drawing.legend import draw as draw_legend
from springsim.figures.drawing.page import COLUMN, SLIDE, Asked, Size, check_room, checked_size, highest
from springsim.figures.drawing.plane import View
from springsim.figures.drawing.scenery import Choice
from springsim.figures.drawing.screen import Screen, softest
from springsim.figures.drawing.style import PIXEL, Style, styled
from springsim.figures.drawing.ticks import Ticks, ticks
from springsim.look import LOOK
from springsim.model.scene import Scene
from springsim.solvers.simulate import Trajectory
from springsim.validation.checks import checked_flag, checked_integer, checked_number, checked_view, checked_word
from springsim.validation.errors import SceneError, Words
from springsim.validation.kinds import checked_kind
from springsim.validation.limits import ANGLE_MAX, ARROW_MAX, BOARD_WORDS, FIGURE_NAMES_MAX, SEED_MAX

CIRCLES: Final = ("selected", "all", "none")
NAMES: Final = ("index", "class")
#: What is meant where a run is given in place of its scene.
_OF_A_RUN: Final = {"Trajectory": "diagram(run.final), or diagram(run.scene, trajectory=run) with its paths"}
_TALLEST, _FLATTEST = 1.15, 0.55  # height of a picture on paper, against its width
_SMALLEST: Final = 4.0  # lines of words: how high and wide a picture is at least
_SIDE: Final = 3.4  # lines of words for the numbers of an axis, at least
_ASIDE: Final = 0.1  # inches to the right of a picture with axes
_AIR: Final = 0.45  # on either side of a note, against the size of words
_BOARD_AIR: Final = 12.0 * PIXEL  # round a note on the board


def diagram(
    scene: Scene,
    *,
    centre: int | None = None,
    springs: bool | Literal["all"] = True,
    forces: bool | Literal["each"] = True,
    arrow: float | None = None,
    circles: Literal["selected", "all", "none"] = "selected",
    labels: Literal["index", "class"] | Sequence[str] | None = None,
    legend: bool | None = None,
    axes: bool = False,
    title: str = "",
    trajectory: Trajectory | None = None,
    frame: int | None = None,
    view: tuple[float, float, float, float] | None = None,
    size: Size | None = None,
    style: str = "paper",
    language: str = "en",
    board: float | None = None,
    grid: bool = True,
    angle: float | None = None,
    mode: int | None = None,
) -> StyledFigure:
    """Draw a scene: springs, forces, circles of radius m, points and their names.

    Attract-only springs are single zigzags with heads that point inward, m-repulse-only springs double ones closed by bars,
    which end at the margin, and are pale, when the points are farther apart. Above 60 springs, only those of the centre are
    drawn, or without a centre those that act, as lines; the figure says so. Arrows are the forces of `springsim.forces`,
    times a scale that the figure states; pinned points, which do not move, have none, and of more than 200 free points one in
    so many has one, which the figure says.

    Parameters
    ----------
    scene : Scene
        The scene, of at most 5000 points.
    centre : int, optional
        Point from which it is seen, drawn blue: similar points are solid, dissimilar ones hollow, others grey. By default
        points are drawn by class, each with a colour and a shape.
    springs : bool or "all", optional
        Whether to draw springs; ``"all"``: every one, however many.
    forces : bool or "each", optional
        Whether to draw the force on each free point; ``"each"``: the force of each spring on the centre.
    arrow : float, optional
        Length of the arrow for a force of 1, above 0 up to 1000; by default such that none is longer than 0.9 margins.
    circles : {"selected", "all", "none"}, optional
        Circle of radius m round the centre, round every point of at most 1000, or none.
    labels : {"index", "class"} or sequence of str, optional
        Names at the points, at most 1000: their index, their class, or these words, one for each. Names that would cover a
        point or another name are moved; those for which there is no room are left out.
    legend : bool, optional
        Whether to say below the picture what the classes are called; by default where they have names. There is none where
        points are seen from a centre, which are not drawn by class, or as on the board.
    axes : bool, optional
        Whether to draw axes with numbers.
    title : str, optional
        Words above it, at most 200 characters; shown as they are, never as mathematics.
    trajectory : Trajectory, optional
        Whose paths to draw behind the points; of as many points as the scene.
    frame : int, optional
        Frame up to which the paths are drawn; the last by default.
    view : tuple of float, optional
        Left, right, bottom and top of what must be in view; all of the picture by default.
    size : str or (float, float), optional
        Width and height of the figure in inches, 1 … 40, or the name of a size: a column, a page of a venue or a slide, as in
        `springsim.sheets.SIZES`; a column or a slide by default.
    style : {"paper", "lecture", "dark"}, optional
        For a printed column, a slide or a dark slide.
    language : {"en", "zh"}, optional
        Of what the figure says by itself.
    board : float, optional
        Draw it as the app's board does, 96 of whose pixels are an inch: the view fills the figure, all that is drawn is as
        large, as strong and as many as there (see `springsim.look`), and words are so many times as large as on a laptop,
        0.5 … 3. Takes view and size, no axes and no title.
    grid : bool, optional
        As on the board: whether there is its background, with a grid, also within double lines; without, for a picture that is
        to be transparent.
    angle : float, optional
        As on the board: where the arrow to the circle points, in radians, −10 … 10.
    mode : int, optional
        As on the board: draw the softest mode of at most 300 free points that are at rest, the way in which a nudge with this
        seed goes.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    SceneError
        If an argument is refused, or Chinese is asked for where no font has its characters.
    """
    checked_kind(scene, Scene, "diagram({})", _OF_A_RUN)
    look = styled(style, language)
    scenery.check_crowd(scene)
    checked_flag("grid", grid)
    if board is None and (angle is not None or mode is not None):
        name, value = ("angle", angle) if angle is not None else ("mode", mode)
        raise SceneError(name, value, "nothing, unless it is drawn as on the board")
    if board is not None:
        board = checked_number("board", board, *BOARD_WORDS)
        if view is None or size is None or axes or title or legend:
            raise SceneError("board", board, "nothing, unless view and size are given, and neither axes, title nor legend")
    if legend is not None:
        checked_flag("legend", legend)
    named = board is None and wanted(scene, centre, legend)
    choice = checked_choice(scene, look, centre=centre, springs=springs, forces=forces, circles=circles, labels=labels)
    if arrow is not None:
        choice = replace(choice, arrow=checked_number("arrow", arrow, 0.0, ARROW_MAX, open_low=True))
    if angle is not None:
        angle = checked_number("angle", angle, -ANGLE_MAX, ANGLE_MAX)
    if mode is not None:
        mode = checked_integer("mode", mode, 0, SEED_MAX)
    choice = replace(choice, grid=grid, angle=angle)
    paths = None if trajectory is None else _paths(scene, trajectory, frame)
    words = wording.plain("title", title, look)
    shown = scenery.extent(scene, choice, paths) if view is None else checked_view(view)
    sheet: Asked = (SLIDE if look.wide else (COLUMN, None)) if size is None else checked_size(size)
    with look.applied():
        if board is not None:
            figure = new_figure(look, sheet[0], sheet[1] or sheet[0])
            rect = (0.0, 0.0, *figure.get_size_inches().tolist())
        else:
            note = bool(choice.forces or choice.springs)
            figure, rect = _sheet(look, sheet, shown, words, scene if named else None, axes=axes, note=note, whole=view is None)
        on = plane.plane(figure, rect, shown, crowd=len(scene), frame=axes, whole=view is None)
        if axes:
            across, up = _numbers(look, on.view, rect)
            across.put(on.axes, "x")
            up.put(on.axes, "y")
        if board is not None:
            soft = None if mode is None else softest(scene)
            notes = Screen(on, scene.springs, board).draw(scene, choice, paths=paths, mode=soft, seed=mode or 0)
        else:
            if paths is not None:
                plane.trails(on, paths, scene.labels)
            notes = scenery.draw(on, scene, choice)
        if choice.forces and len(scene):
            notes.append(texts.of(language)["note_arrows"].format(scale=f"{choice.arrow:g}"))
        wide = 72.0 * figure.get_figwidth()
        if board is None:
            air = _AIR * look.size
            wording.remarks(figure, look, air, 0.55 * look.size, notes, wide - 2.0 * air, 0.82 * look.size)
        else:
            corner, room = (_BOARD_AIR, _BOARD_AIR), wide - 2.0 * _BOARD_AIR
            wording.paragraph(figure, look, corner, " · ".join(notes), room, 0.82 * board * LOOK.ring.label * PIXEL)
        return finished(figure)


def checked_choice(
    scene: Scene,
    style: Style,
    *,
    centre: int | None,
    springs: bool | Literal["all"],
    forces: bool | Literal["each"],
    circles: Literal["selected", "all", "none"],
    labels: Literal["index", "class"] | Sequence[str] | None,
) -> Choice:
    """Return what is drawn of a scene, checked.

    Raises
    ------
    SceneError
        If an option is refused.
    """
    n = len(scene)
    if centre is not None:
        if n == 0:
            raise SceneError("centre", centre, "none, as there are no points")
        centre = checked_integer("centre", centre, 0, n - 1)
    if springs not in (True, False, "all"):
        raise SceneError("springs", springs, 'true, false or "all"')
    if forces not in (True, False, "each") or (forces == "each" and centre is None):
        raise SceneError("forces", forces, 'true, false or, with a centre, "each"')
    checked_word("circles", circles, CIRCLES)
    if circles == "all" and n > FIGURE_NAMES_MAX:
        raise SceneError("circles", Words(f"a circle round each of {n} points"), f"none above {FIGURE_NAMES_MAX} points")
    if labels is not None and n > FIGURE_NAMES_MAX:
        raise SceneError("labels", Words(f"names of {n} points"), f"none above {FIGURE_NAMES_MAX} points")
    radius = f"$m$ = {texts.length(scene.margin)}"
    choice = Choice(centre, springs, forces, circles, _names(scene, labels, style), radius=radius)
    return replace(choice, arrow=scenery.arrow_scale(scene, choice))


def _names(scene: Scene, labels: object, style: Style) -> tuple[str, ...]:
    if labels is None:
        return ()
    if labels == "index":
        return tuple(str(i + 1) for i in range(len(scene)))
    if labels == "class":
        present = np.unique(scene.labels).tolist()
        called = {k: wording.plain("class_names", texts.class_name(k, scene.class_names), style) for k in present}
        return tuple(called[label] for label in scene.labels.tolist())
    if isinstance(labels, str) or not isinstance(labels, Sequence) or len(labels) != len(scene):
        raise SceneError("labels", labels, f'"index", "class" or {len(scene)} texts')
    return tuple(wording.plain(f"labels[{i}]", label, style) for i, label in enumerate(labels))


def _paths(scene: Scene, trajectory: Trajectory, frame: int | None) -> Floats:
    """Return the positions of all frames up to one."""
    checked_kind(trajectory, Trajectory, "diagram(scene, trajectory={})")
    if trajectory.positions.shape[1] != len(scene):
        raise SceneError("trajectory", trajectory, f"a trajectory of {len(scene)} points")
    last = len(trajectory) - 1 if frame is None else checked_integer("frame", frame, 0, len(trajectory) - 1)
    return trajectory.positions[: last + 1]


def _sheet(
    style: Style,
    size: Asked,
    view: View,
    title: str,
    named: Scene | None,
    *,
    axes: bool,
    note: bool,
    whole: bool,
) -> tuple[StyledFigure, tuple[float, float, float, float]]:
    """Return a figure with its title, and a legend of the scene `named`; and the place of the picture in it in inches."""
    line = style.size / 72.0
    width, page = size
    room, under = 72.0 * width - 2.0 * _AIR * style.size, 1.9 * line if note else 0.3 * line
    names = NONE if named is None else laid_out(named, style, room)
    foot = (1.9 * line if note else 0.0) + (2.4 * line if axes else 0.0)
    foot += names.height / 72.0 + (under if names.height and not note else 0.0)
    side = _SIDE * line if axes else 0.04
    shape = float(np.clip((view[3] - view[2]) / (view[1] - view[0]), _FLATTEST, _TALLEST))
    heading = wording.heading(title, style, width, page)
    top = heading.height
    height = min(shape * (width - side) + foot + top, highest(width)) if page is None else page
    rect = side, foot + (0.02 if axes else 0.0), width - side - (_ASIDE if axes else 0.04), height - foot - top - 0.04
    if axes and rect[2] > 0.0 and rect[3] > 0.0:  # long numbers take more room
        seen, _ = plane.grown_view(style, rect[2:], view, whole=whole)
        side = max(_SIDE, 0.62 * _numbers(style, seen, rect)[1].digits + 1.0) * line
        rect = side, rect[1], width - side - _ASIDE, rect[3]
    least = side + _SMALLEST * line, foot + top + _SMALLEST * line
    check_room(width, height, least)
    figure = new_figure(style, width, height)
    wording.write_heading(figure, style, heading)
    draw_legend(figure, names, _AIR * style.size, 72.0 * under + names.height, room)
    return figure, rect


def _numbers(style: Style, view: View, rect: tuple[float, float, float, float]) -> tuple[Ticks, Ticks]:
    """Return the numbers on the axes of a picture in a place in inches: none is cut by the page, or on another."""
    across = ticks(style, "x", view[:2], 72.0 * rect[2], most=8, beyond=(72.0 * rect[0], 72.0 * _ASIDE - 0.5))
    up = ticks(style, "y", view[2:], 72.0 * rect[3], beyond=(2.0 * style.scale, 2.0))
    return across, up
