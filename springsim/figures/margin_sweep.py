"""A sweep over margins as four charts: loss, springs that still push, separation and neighbours kept."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from matplotlib.collections import LineCollection

from springsim.arrays import Floats
from springsim.figures.drawing import wording
from springsim.figures.drawing.chart import Chart, numbered
from springsim.figures.drawing.figure import StyledFigure, finished, new_figure
from springsim.figures.drawing.page import PAGE, SLIDE, Size, sheet
from springsim.figures.drawing.style import Style, styled
from springsim.studies.margin_sweep import MarginSweep
from springsim.validation.kinds import checked_kind

_LINES: Final = 28.0  # of words: how high and wide the figure is at least
_RUNS: Final = 300  # most runs that are drawn, evenly among the seeds; the median is of all
_DOWN: Final = (3.2, 1.6)  # dashes of the way back


def sweep(sweep: MarginSweep, *, size: Size | None = None, style: str = "paper", language: str = "en") -> StyledFigure:
    """Draw a sweep: four charts over the margin m, every run as a faint line and the median of the runs as a bold one.

    They are the sum loss, the share of dissimilar springs that still push, the separation (smallest distance of a dissimilar
    pair), and the neighbour recall. Where margins rise and fall again, the way back is dashed.

    Parameters
    ----------
    sweep : MarginSweep
        The sweep; runs that are not done are left out.
    size : str or (float, float), optional
        As in `diagram`; a page or a slide by default. At least 28 times as large as its words.
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
    checked_kind(sweep, MarginSweep, "sweep({})")
    look = styled(style, language)
    line = look.size / 72.0
    across, high = sheet(size, SLIDE if look.wide else (PAGE, 4.4), _LINES * line)
    with look.applied():
        figure = new_figure(look, across, high)
        chosen = np.unique(np.linspace(0, len(sweep.seeds) - 1, _RUNS).astype(int))
        quantities = (
            (sweep.loss, look.words["loss"], None),
            (sweep.active_dissimilar, look.words["active"], 1.0),
            (sweep.separation, look.words["separation"], None),
            (sweep.neighbour_recall, look.words["recall"], 1.0),
        )
        for place, (values, name, top) in enumerate(quantities):
            _lines(_chart(figure, place, sweep, values, name, top), sweep, values, chosen)
        said = [look.words["median_bold"]] if len(sweep.seeds) > 1 else []
        if len(chosen) < len(sweep.seeds):
            said.insert(0, look.words["some_runs"].format(runs=len(chosen), total=len(sweep.seeds)))
        if sweep.turn < len(sweep.margins) - 1:
            said.append(look.words["way_back"])
        width, height = 72.0 * figure.get_size_inches()
        if said:
            wording.remarks(figure, look, 0.6 * look.size, height - look.size, said, width - 1.2 * look.size, 0.82 * look.size)
        return finished(figure)


def _chart(figure: StyledFigure, place: int, sweep: MarginSweep, values: Floats, name: str, top: float | None) -> Chart:
    """Return the axes of one of the four charts: rows of two, from the upper left."""
    style = figure.springsim_style
    line = style.size / 72.0
    width, height = figure.get_size_inches()
    row, column = divmod(place, 2)
    wide, high = width / 2, (height - 1.6 * line) / 2
    end = float(sweep.margins.max())
    most = top or float(np.max(values, initial=0.0, where=np.isfinite(values))) or 1.0
    steps = 6, min(max(3, int(high / (3.0 * line))), 5)
    cell = (column * wide, (1 - row) * high, wide, high)
    return numbered(figure, cell, (end, 1.04 * most), style.words["margin_axis"], name, steps=steps, top=0.8)


def _lines(on: Chart, sweep: MarginSweep, values: Floats, chosen: npt.NDArray[np.int_]) -> None:
    """Draw the runs of some seeds faint, and the median of all bold; the way back dashed."""
    finite = [row[np.isfinite(row)] for row in values]
    middle = np.array([np.median(row) if row.size else np.nan for row in finite])
    turn = sweep.turn
    for ways, back in ((slice(None, turn + 1), False), (slice(turn, None), True)):
        m = sweep.margins[ways]
        if back and len(m) < 2:
            continue
        _faint(on, on.style, m, values[ways][:, chosen], back)
        looks = {"dashes": _DOWN} if back else {"marker": "o", "markersize": 3.0 * on.style.scale} if len(m) == 1 else {}
        on.axes.plot(
            m,
            middle[ways],
            color=on.style.force,
            linewidth=1.6 * on.style.scale,
            gid="median",
            zorder=4,
            clip_on=False,
            **looks,
        )


def _faint(on: Chart, style: Style, m: Floats, values: Floats, back: bool) -> None:
    lines = [np.column_stack([m, run]) for run in values.T]
    drawn = LineCollection(
        lines,
        colors=style.faint,
        linewidths=0.5 * style.scale,
        linestyles=[(0, _DOWN)] if back else "solid",
        alpha=0.45,
        zorder=3,
        clip_on=False,
    )
    drawn.set_gid("runs")
    on.axes.add_collection(drawn, autolim=False)
