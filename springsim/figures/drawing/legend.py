"""What the classes of a picture are called: their signs and names, in rows below it; used by all figures and films."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from springsim import palette, texts
from springsim.figures.drawing import plane, wording
from springsim.figures.drawing.figure import StyledFigure
from springsim.figures.drawing.style import Style
from springsim.model.scene import Scene

_SIZE: Final = 0.9  # of its words, against the style's
_ROW: Final = 1.45  # from row to row, against the size of its words
_AFTER: Final = 1.3  # between one entry and the next
_MARK: Final = 1.15  # room for a sign
_ROWS: Final = 6  # at most


class Entry(NamedTuple):
    """One class in a legend: its number (−1 for words on the classes left out), its words, and its place in points and rows."""

    label: int
    words: str
    x: float
    row: int


class Legend(NamedTuple):
    """Entries in rows, not yet drawn.

    Attributes
    ----------
    entries : tuple of Entry
        The classes that points have, ascending; empty for no legend.
    height : float
        Of all rows, in points.
    """

    entries: tuple[Entry, ...]
    height: float


NONE: Final = Legend((), 0.0)


def wanted(scene: Scene, centre: int | None, legend: bool | None) -> bool:
    """Tell whether a picture has a legend: where points are drawn by class, if asked for or, by default, with names."""
    named = bool(scene.class_names) if legend is None else legend
    return named and centre is None and len(scene) > 0


def laid_out(scene: Scene, style: Style, room: float, rows: int = _ROWS) -> Legend:
    """Return the legend of a scene in rows no wider than `room` points, and no more than so many.

    A name that is wider than a row ends in an ellipsis; classes for which there is no row are counted in the last one.
    """
    size = _SIZE * style.size
    measure = wording.measuring(style, size)
    present = np.unique(scene.labels).tolist()
    entries: list[Entry] = []
    x, row = 0.0, 0
    for label in present:
        words = _shortened(wording.plain("class_names", texts.class_name(label, scene.class_names), style), room, size, measure)
        wide = _MARK * size + measure(words)
        if x > 0.0 and x + wide > room:
            x, row = 0.0, row + 1
        if row == rows:
            return Legend(_with_rest(entries, present, rows, style, room), rows * _ROW * size)
        entries.append(Entry(label, words, x, row))
        x += wide + _AFTER * size
    return Legend(tuple(entries), (row + 1) * _ROW * size) if entries else NONE


def draw(figure: StyledFigure, legend: Legend, left: float, top: float, room: float) -> None:
    """Draw a legend on a figure, its upper left corner at a place in points from the lower left one of the figure.

    It has an axes of its own, with the id ``legend``: what is drawn again and again beside it leaves it alone.

    Parameters
    ----------
    figure : Figure
        The figure.
    legend : Legend
        What `laid_out` returned.
    left, top : float
        The place.
    room : float
        The width that it was laid out for.
    """
    if not legend.entries:
        return
    style, size = figure.springsim_style, _SIZE * figure.springsim_style.size
    wide, high = figure.get_size_inches() * 72.0
    axes = figure.add_axes((left / wide, (top - legend.height) / high, room / wide, legend.height / high), gid="legend")
    axes.set_axis_off()
    axes.set_xlim(0.0, room)
    axes.set_ylim(legend.height, 0.0)
    written = []
    for label, words, x, row in legend.entries:
        y = (row + 0.5) * _ROW * size
        if label >= 0:
            shape, colour = palette.class_look(label)
            looks = {"facecolors": colour, "edgecolors": style.ink, "linewidths": 0.8 * style.scale}
            sign = plane.marks(axes, np.array([[x + 0.4 * size, y]]), shape, 0.3 * size, **looks)
            sign.set_gid(f"legend-class-{label}")
            axes.add_collection(sign, autolim=False)
        beside = _MARK * size if label >= 0 else 0.0
        written.append(wording.write(axes, x + beside, y, words, va="center_baseline", fontsize=size, gid="legend-name"))
    wording.fix_faces(written, style)


def _shortened(words: str, room: float, size: float, measure: wording.Measure) -> str:
    """Return a name that fits into a row."""
    most = room - _MARK * size
    if measure(words) <= most:
        return words
    starts = (f"{words[:k].rstrip()}…" for k in range(len(words) - 1, 0, -1))
    return next((start for start in starts if measure(start) <= most), "…")


def _with_rest(entries: list[Entry], present: list[int], rows: int, style: Style, room: float) -> tuple[Entry, ...]:
    """Return the entries for which there are rows, the last of which says how many classes are left out."""
    size = _SIZE * style.size
    measure = wording.measuring(style, size)
    kept = list(entries)
    while True:
        words = texts.of(style.language)["classes_more"].format(more=len(present) - len(kept))
        last = kept[-1] if kept else None
        x = 0.0 if last is None or last.row < rows - 1 else last.x + _MARK * size + measure(last.words) + _AFTER * size
        if not kept or x + measure(words) <= room:
            return (*kept, Entry(-1, words, x, rows - 1))
        kept.pop()
