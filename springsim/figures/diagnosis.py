"""A diagnosis as two charts over the distance: the loss curves with the pairs on them, and the histograms of either kind."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from springsim import texts
from springsim.arrays import Floats
from springsim.figures.drawing import plane, wording
from springsim.figures.drawing.chart import DASHES, Chart, curve, stacked
from springsim.figures.drawing.figure import StyledFigure, finished, new_figure
from springsim.figures.drawing.page import COLUMN, SLIDE, Size, sheet
from springsim.figures.drawing.style import styled
from springsim.figures.figure1 import ABOVE, DOTTED, KEY, Curves, key
from springsim.studies.diagnosis import Diagnosis
from springsim.studies.pair_table import Pairs

_LINES: Final = 18.0  # of words: how high and wide the figure is at least
_UPPER: Final = 0.5  # of the height of both charts, for the loss curves
_BETWEEN: Final = 2.6  # lines of words between them
_HIGH: Final = 3.1  # inches of a column
_AREA: Final = 34.0  # points², of a dot that stands for all pairs of a kind, on paper
_LEAST: Final = 0.55  # radius of a dot in points, for a few pairs of many
_PALE: Final = 0.28  # opacity of bars


def diagnosis(diagnosis: Diagnosis, *, size: Size | None = None, style: str = "paper", language: str = "en") -> StyledFigure:
    """Draw a diagnosis: where its pairs lie on the loss curves, and how many there are at each distance.

    Above, the loss of one pair over its distance, as in the paper's figure 1, with a dot for each bin that has pairs: solid
    similar, hollow dissimilar, the area by the share of the pairs of that kind. Below, the shares as histograms. Both are over
    the same axis of distances, those of the embedding itself, on which the margin m is marked.

    Parameters
    ----------
    diagnosis : Diagnosis
        What `springsim.diagnose` found.
    size : str or (float, float), optional
        As in `diagram`; a column or a slide by default. At least 18 times as large as its words.
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
    look = styled(style, language)
    usual = SLIDE if look.wide else (COLUMN, _HIGH)
    page = sheet(size, usual, _LINES * look.size / 72.0)
    m, law = diagnosis.margin, diagnosis.law
    end = 1.04 * max(float(diagnosis.edges[-1]), 1.25 * m)
    farthest = float(np.fmax(diagnosis.similar.most, min(end, 1.5 * m)))  # all dots are within the chart
    ends = law.dissimilar.loss(np.zeros(1), m), law.similar.loss(np.array([farthest]), m)
    highest = 1.12 * float(np.max(ends))
    kinds = ((True, diagnosis.similar), (False, diagnosis.dissimilar))
    shares = {kind: pairs.histogram / max(pairs.count, 1) for kind, pairs in kinds}
    most = 1.08 * max(float(share.max(initial=0.0)) for share in shares.values()) or 1.0
    with look.applied():
        figure = new_figure(look, *page)
        rows = (highest, look.words["partial_loss"]), (most, look.words["share_of_pairs"])
        on, below = stacked(figure, end, look.words["distance"], rows, share=_UPPER, tops=(ABOVE + KEY, _BETWEEN), steps=4)
        red = curve(on, lambda d: law.similar.loss(d, m), similar=True, name="loss-similar")
        blue = curve(on, lambda d: law.dissimilar.loss(d, m), similar=False, name="loss-dissimilar", kink=m)
        for kind, pairs in kinds:
            _dots(on, diagnosis, pairs, similar=kind)
        for kind, share in shares.items():
            _bars(below, diagnosis.edges, share, similar=kind)
        for chart in (on, below):
            chart.axes.axvline(m, color=look.ink, linewidth=0.8 * look.scale, linestyle=DOTTED, zorder=1, gid="margin")
        key(Curves(on, red, blue, on.page(m, 0.0)[None], on.page(m, 0.93 * highest)))
        left, top = 72.0 * below.rect[0], 72.0 * (below.rect[1] + below.rect[3])
        room = 72.0 * page[0] - left - 0.4 * look.size
        wording.remarks(figure, look, left, top + 0.85 * look.size, [_said(diagnosis, look.words)], room, 0.9 * look.size)
        return finished(figure)


def _said(of: Diagnosis, words: dict[str, str]) -> str:
    """Return how many of the dissimilar pairs push."""
    if not of.dissimilar.count:
        return words["none_dissimilar" if of.similar.count else "none_tied"]
    return words["share_pushing"].format(share=texts.share(of.share_pushing))


def _dots(on: Chart, of: Diagnosis, pairs: Pairs, *, similar: bool) -> None:
    """Draw a dot on a curve for each bin that has pairs, its area by how many."""
    style, filled = on.style, np.flatnonzero(pairs.histogram)
    middle = 0.5 * (of.edges[:-1] + of.edges[1:])[filled]
    d = np.clip(middle, pairs.least, pairs.most)
    loss = of.law.of(similar=similar).loss(d, of.margin)
    seen = loss <= on.most[1]
    area = _AREA * style.scale**2 * pairs.histogram[filled] / max(pairs.count, 1)
    radii = np.maximum(np.sqrt(area), _LEAST * style.scale)
    face = style.ink if similar else style.ground
    looks: dict[str, Any] = {"facecolors": face, "edgecolors": style.ink, "linewidths": 0.6 * style.scale, "zorder": 4}
    for x, y, radius in zip(d[seen].tolist(), loss[seen].tolist(), radii[seen].tolist(), strict=True):
        dot = plane.marks(on.axes, np.array([[x, y]]), "circle", radius, clip_on=False, **looks)
        dot.set_gid("dots-similar" if similar else "dots-dissimilar")
        on.axes.add_collection(dot, autolim=False)


def _bars(on: Chart, edges: Floats, share: Floats, *, similar: bool) -> None:
    """Draw a histogram: its bars as one shape, outlined as the curve of its kind."""
    style = on.style
    colour = style.spring if similar else style.force
    share = np.where(share > 0.0, share, np.nan)  # no line where there is no pair
    looks: dict[str, Any] = {"linewidth": style.scale, "zorder": 3 if similar else 2, "clip_on": False}
    name = "similar" if similar else "dissimilar"
    on.axes.stairs(share, edges, fill=True, facecolor=colour, edgecolor="none", alpha=_PALE, gid=f"bars-{name}", zorder=1.5)
    outline = on.axes.stairs(share, edges, color=colour, gid=f"outline-{name}", **looks)
    if similar:
        outline.set_linestyle((0, DASHES))
