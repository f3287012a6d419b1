"""A trajectory as a strip of pictures and its loss over the steps."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter

from springsim.figures.diagram import checked_choice
from springsim.figures.drawing import plane, scenery, wording
from springsim.figures.drawing.figure import StyledFigure, finished, new_figure
from springsim.figures.drawing.legend import NONE, laid_out, wanted
from springsim.figures.drawing.legend import draw as draw_legend
from springsim.figures.drawing.page import PAGE, SLIDE, Asked, Size, check_room, checked_size
from springsim.figures.drawing.plane import View
from springsim.figures.drawing.scenery import Choice
from springsim.figures.drawing.style import Style, styled
from springsim.solvers.simulate import Trajectory
from springsim.validation.checks import checked_flag, checked_integer, checked_number
from springsim.validation.kinds import checked_kind
from springsim.validation.limits import ARROW_MAX, FILM_POINTS_MAX
from springsim.validation.positional import keyword_only

PICTURES_MAX: Final = 8
_DECADES: Final = 16.0  # below its start, at most, that a loss is shown: the digits of a float
_FALLS: Final = 100.0  # how much it must fall for a logarithmic axis to show more than a linear one


@keyword_only("pictures")
def settling(
    trajectory: Trajectory,
    *,
    pictures: int = 4,
    centre: int | None = None,
    legend: bool | None = None,
    size: Size | None = None,
    style: str = "paper",
    language: str = "en",
) -> StyledFigure:
    """Draw how a scene settles: pictures on its way, all to one scale, above the loss over the steps.

    The loss axis is logarithmic where the loss falls a hundredfold or more.

    Parameters
    ----------
    trajectory : Trajectory
        The run, of at most 2000 points.
    pictures : int, optional
        Number of pictures, 2 … 8, evenly along the way; fewer for a run of fewer frames.
    centre : int, optional
        Point from which it is seen, as in `diagram`.
    legend : bool, optional
        Whether to say above the pictures what the classes are called, as in `diagram`.
    size : str or (float, float), optional
        As in `diagram`; a page wide or a slide by default.
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
    checked_kind(trajectory, Trajectory, "settling({})")
    look = styled(style, language)
    scenery.check_crowd(trajectory.scene, FILM_POINTS_MAX)
    count = min(checked_integer("pictures", pictures, 2, PICTURES_MAX), len(trajectory))
    chosen = np.unique(np.linspace(0, len(trajectory) - 1, count).round().astype(int))
    choice = choice_along(trajectory, centre, look)
    view = view_along(trajectory, choice)
    if legend is not None:
        checked_flag("legend", legend)
    asked: Asked = (SLIDE if look.wide else (PAGE, None)) if size is None else checked_size(size)
    with look.applied():
        line = look.size / 72.0
        width, page = asked
        room = 72.0 * width - look.size
        names = laid_out(trajectory.scene, look, room, 2) if wanted(trajectory.scene, centre, legend) else NONE
        top = names.height / 72.0 + (0.4 * line if names.entries else 0.0)
        each = width / len(chosen)
        shape = (view[3] - view[2]) / (view[1] - view[0])
        chart = 2.6 if look.wide else 1.25
        around = chart + 2.0 * line + top
        high = min(each * float(np.clip(shape, 0.5, 1.5)), 3.2) if page is None else page - around
        check_room(width, around + high, (4.0 * line * len(chosen), around + 4.0 * line))
        figure = new_figure(look, width, around + high)
        draw_legend(figure, names, 0.5 * look.size, 72.0 * (around + high) - 0.2 * look.size, room)
        for place, k in enumerate(chosen.tolist()):
            rect = (place * each + 0.03, chart + 1.9 * line, each - 0.06, high)
            scenery.draw(plane.plane(figure, rect, view, crowd=len(trajectory.scene)), trajectory.at(k), choice)
            words = look.words["step"].format(step=int(trajectory.steps[k]))
            wording.row(figure, look, 72 * (place + 0.5) * each, 72 * (chart + 1.1 * line), words)
        _loss(figure, trajectory, chosen, chart)
        if choice.forces:
            note = scenery.note_of_arrows(look, trajectory.scene, choice)
            wording.row(
                figure, look, 72 * width - 4, 0.75 * look.size, note, along="right", fontsize=0.82 * look.size, color=look.faint
            )
        return finished(figure)


def choice_along(
    trajectory: Trajectory,
    centre: int | None,
    style: Style,
    *,
    springs: bool | Literal["all"] = True,
    forces: bool = True,
    circles: Literal["selected", "none"] = "selected",
    arrow: float | None = None,
) -> Choice:
    """Return what is drawn of every frame of a run: one scale of arrows for all."""
    scene = trajectory.scene
    choice = checked_choice(scene, style, centre=centre, springs=springs, forces=forces, circles=circles, labels=None)
    if arrow is not None:
        return replace(choice, arrow=checked_number("arrow", arrow, 0.0, ARROW_MAX, open_low=True))
    free = trajectory.forces[:, ~scene.pinned]
    strongest = float(np.hypot(free[..., 0], free[..., 1]).max(initial=0.0))
    scale = next((scale for scale in scenery.SCALES if strongest * scale <= 0.9 * scene.margin), scenery.SCALES[-1])
    return replace(choice, arrow=scale)


def view_along(trajectory: Trajectory, choice: Choice) -> View:
    """Return what must be in view for every frame of a run."""
    x, f = trajectory.positions, trajectory.forces
    free = ~trajectory.scene.pinned
    ways = [x.reshape(-1, 2)]
    if choice.forces:
        ways.append((x + choice.arrow * f)[:, free].reshape(-1, 2))
    if choice.centre is not None and choice.circles != "none":
        m = trajectory.scene.margin
        ways += [x[:, choice.centre] + m * np.array(corner) for corner in ((1.0, 1.0), (-1.0, -1.0))]
    return scenery.extent(trajectory.scene, choice, np.concatenate(ways))


def _loss(figure: StyledFigure, trajectory: Trajectory, chosen: npt.NDArray[np.int_], height: float) -> None:
    """Draw the loss over the steps into the lowest `height` inches, with a dot for each picture."""
    style = figure.springsim_style
    line, width = style.size / 72.0, figure.get_figwidth()
    left, bottom = 4.2 * line, 3.3 * line
    axes = figure.add_axes(
        (left / width, bottom / figure.get_figheight(), (width - left - 1.2 * line) / width,
         (height - bottom - 0.6 * line) / figure.get_figheight())
    )  # fmt: skip
    axes.spines[["top", "right"]].set_visible(False)
    steps, loss = trajectory.steps.astype(np.float64), trajectory.loss
    top = float(loss.max())
    lowest = float(loss.min())
    logarithmic = top > 0.0 and lowest * _FALLS <= top
    if logarithmic:
        floor = max(lowest, top * 10.0**-_DECADES)
        loss = np.maximum(loss, floor)
        axes.set_yscale("log")
        axes.set_ylim(0.6 * floor, 2.0 * top)
        axes.yaxis.set_major_locator(LogLocator(numticks=5))
        axes.yaxis.set_minor_formatter(NullFormatter())
        axes.minorticks_off()
    else:
        axes.set_ylim(0.0, 1.12 * top if top > 0.0 else 1.0)
    axes.set_xlim(0.0, max(float(steps[-1]), 1.0))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=8, integer=True))
    axes.plot(steps, loss, color=style.force, gid="loss", clip_on=False)
    axes.plot(
        steps[chosen],
        loss[chosen],
        "o",
        color=style.ink,
        markersize=3.4 * style.scale,
        gid="loss-dots",
        clip_on=False,
        zorder=5,
    )
    wording.row(figure, style, 36 * (left + width - 1.2 * line), 0.75 * style.size, style.words["steps"])
    wording.row(figure, style, 0.75 * style.size, 36 * (bottom + height - 0.6 * line), style.words["loss"], rotation=90)
