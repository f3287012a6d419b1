"""The partial losses over the distance: the paper's figure 1, and a scene's springs on the same curves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from matplotlib.lines import Line2D

from springsim.arrays import Floats
from springsim.energy.forces import PairDistances, spring_blocks
from springsim.figures.drawing import labels, plane, scenery, wording
from springsim.figures.drawing.chart import DASHES, Chart, curve, numbered
from springsim.figures.drawing.figure import StyledFigure, finished, new_figure
from springsim.figures.drawing.page import SLIDE, Size, sheet
from springsim.figures.drawing.style import Style, styled
from springsim.model import losses
from springsim.model.scene import Scene
from springsim.validation.checks import checked_number
from springsim.validation.errors import SceneError
from springsim.validation.kinds import checked_kind
from springsim.validation.limits import FIGURE_MARGIN_MAX, FIGURE_MARGIN_MIN
from springsim.validation.positional import keyword_only

PANEL: Final = (2.35, 1.85)  #: a chart by itself, in inches
_DOTS: Final = 2000
_LINES: Final = 14.0  # of words: how high and wide a chart is at least
_ENERGY: Final = 2.5  # end of the paper's axis
_ABOVE, _KEY = 1.0, 1.6  # lines of words above a chart, and how many more for a key
_DOTTED: Final = (0, (1.2, 2.2))
_HEIGHT: Final = 0.56  # end of the loss axis, in squares of the end of the other: the paper's 3.5


@keyword_only("as_printed")
def figure1(
    margin: float = 1.25,
    *,
    as_printed: bool = False,
    size: Size | None = None,
    style: str = "paper",
    language: str = "en",
) -> StyledFigure:
    """Draw the paper's figure 1: both partial losses over the distance, which it calls energy.

    The paper's drawing disagrees with its equation 4. Its red curve, similar pairs, is ½ D²; its blue one, dissimilar pairs,
    is (m − D)² *without* the ½, and so begins at m² rather than at ½ m². With `as_printed` that curve is drawn; otherwise
    both follow the equation, and cross at D = m/2, where an equal number of springs of either kind would balance.

    Each curve has its name beside it or, where there is no room, in a line above the chart.

    Parameters
    ----------
    margin : float, optional
        The margin m, 0.05 … 5; 1.25 in the paper. The axes are the paper's as long as the margin fits on them.
    as_printed : bool, optional
        Whether to draw the paper's own blue curve.
    size : str or (float, float), optional
        As in `diagram`; 2.35 × 1.85 inches or a slide by default. At least 14 times as large as its words.
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
    m = checked_figure_margin(margin)
    printed = checked_flag("as_printed", as_printed)
    look = styled(style, language)
    page = sheet(size, SLIDE if look.wide else PANEL, _LINES * look.size / 72.0)
    end = max(_ENERGY, 1.4 * m)
    most = (end, _HEIGHT * end * end)

    def drawn(figure: StyledFigure, top: float) -> _Curves:
        cell = (0.0, 0.0, *figure.get_size_inches())
        on = numbered(figure, cell, most, look.words["energy"], look.words["loss_axis"], steps=(6, 7), top=top)
        factor = 2.0 if printed else 1.0
        red = curve(on, losses.similar_loss, similar=True, name="loss-similar")
        blue = curve(
            on, lambda d: factor * losses.dissimilar_loss(d, m), similar=False, name="loss-dissimilar", kink=m
        )  # fmt: skip
        return _Curves(on, red, blue, _pointed(on, m, np.concatenate([red, blue])))

    return _with_names(look, page, drawn)


def loss_curves(scene: Scene, *, size: Size | None = None, style: str = "paper", language: str = "en") -> StyledFigure:
    """Draw the springs of a scene as dots on the loss curves: solid ones similar, hollow ones dissimilar.

    Parameters
    ----------
    scene : Scene
        The scene, of at most 5000 points.
    size : str or (float, float), optional
        See `figure1`.
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
    checked_kind(scene, Scene, "loss_curves({})")
    look = styled(style, language)
    scenery.check_crowd(scene)
    page = sheet(size, SLIDE if look.wide else PANEL, _LINES * look.size / 72.0)
    m, law = scene.margin, scene.law
    farthest = max((float(block.distance.max()) for block in spring_blocks(scene)), default=0.0)
    end = float(np.clip(1.08 * farthest, 2.0 * m, 4.0 * m))
    ends = law.dissimilar.loss(np.zeros(1), m), law.similar.loss(np.array([min(end, 2.0 * m)]), m)
    highest = 1.12 * float(np.max(ends))
    count = sum(int(np.count_nonzero(_seen(block, end, highest))) for block in spring_blocks(scene))
    total = sum(scene.springs.counts)
    every = max(-(-count // _DOTS), 1)
    kinds = _every(scene, end, highest, every)

    def drawn(figure: StyledFigure, top: float) -> _Curves:
        cell = (0.0, 0.0, *figure.get_size_inches())
        words = look.words["distance"], look.words["partial_loss"]
        on = numbered(figure, cell, (end, highest), *words, steps=(6, 6), top=top)
        red = curve(on, lambda d: law.similar.loss(d, m), similar=True, name="loss-similar")
        blue = curve(on, lambda d: law.dissimilar.loss(d, m), similar=False, name="loss-dissimilar", kink=m)
        on.axes.axvline(m, color=look.ink, linewidth=0.8 * look.scale, linestyle=_DOTTED, zorder=1)
        for kind, face in ((True, look.ink), (False, look.ground)):
            distance, partial = kinds[kind]
            dots = on.page(distance, partial)
            _dots(on, distance, partial, face, "dots-similar" if kind else "dots-dissimilar", count)
            red, blue = (np.concatenate([red, dots]), blue) if kind else (red, np.concatenate([blue, dots]))
        if every > 1 or count < total:
            note = look.words["many_dots"].format(dots=-(-count // every), total=total)
            (wide, high), left = 72.0 * figure.get_size_inches(), 72.0 * on.rect[0] + 4.0
            wording.remarks(figure, look, left, high - 0.75 * look.size, [note], wide - left - 4.0, 0.7 * look.size)
        at_margin = on.page(np.full(40, m), np.linspace(0.0, highest, 40))
        return _Curves(on, red, blue, at_margin, on.page(m, 0.93 * highest))

    return _with_names(look, page, drawn)


def _seen(pairs: PairDistances, end: float, top: float) -> npt.NDArray[np.bool_]:
    """Return which springs are within a chart."""
    seen: npt.NDArray[np.bool_] = (pairs.distance <= end) & (pairs.loss <= top)
    return seen


def _every(scene: Scene, end: float, top: float, step: int) -> dict[bool, tuple[Floats, Floats]]:
    """Return distance and loss of every so many-th spring within a chart, of either kind: never all of them are in memory."""
    parts: dict[bool, list[tuple[Floats, Floats]]] = {True: [], False: []}
    passed = {True: 0, False: 0}
    for block in spring_blocks(scene):
        seen = _seen(block, end, top)
        for kind in (True, False):
            which = np.flatnonzero(seen & (block.similar == kind))
            few = which[-passed[kind] % step :: step]
            parts[kind].append((block.distance[few], block.loss[few]))
            passed[kind] += len(which)
    none = [(np.empty(0), np.empty(0))]
    found = {kind: list(zip(*(some or none), strict=True)) for kind, some in parts.items()}
    return {kind: (np.concatenate(d), np.concatenate(partial)) for kind, (d, partial) in found.items()}


def checked_figure_margin(margin: object) -> float:
    """Return the margin of one of the paper's diagrams.

    Raises
    ------
    SceneError
        If it is not a number from 0.05 to 5.
    """
    return checked_number("margin", margin, FIGURE_MARGIN_MIN, FIGURE_MARGIN_MAX)


def checked_flag(field: str, value: object) -> bool:
    """Return a boolean.

    Raises
    ------
    SceneError
        If it is none.
    """
    if not isinstance(value, bool):
        raise SceneError(field, value, "true or false")
    return value


@dataclass(frozen=True, slots=True)
class _Curves:
    """The two curves of a chart, whose names are still missing.

    Attributes
    ----------
    on : Chart
        The chart.
    red, blue : (s, 2) ndarray
        Places on the curves and on what belongs to them, in points of the page.
    others : (s, 2) ndarray
        Places that no name may cover either.
    margin : (2,) ndarray or None
        Where a line stands that is to be called m.
    """

    on: Chart
    red: Floats
    blue: Floats
    others: Floats
    margin: Floats | None = None


def _with_names(style: Style, size: tuple[float, float], drawn: Callable[[StyledFigure, float], _Curves]) -> StyledFigure:
    """Return a chart of curves with their names: beside them or, where there is no room, in a line above the chart.

    `drawn` draws it on a figure, with so many lines of words left above.
    """
    with style.applied():
        figure = new_figure(style, *size)
        if not _named(drawn(figure, _ABOVE)):
            figure = new_figure(style, *size)
            _key(drawn(figure, _ABOVE + _KEY))
        return finished(figure)


def _pointed(on: Chart, margin: float, curves: Floats) -> Floats:
    """Draw the arrow «margin: m» to the place where the dissimilar loss ends, and return places on it and on its words."""
    style = on.style
    size = style.size
    tip = on.page(margin, 0.0) + np.array([0.0, 1.2 * style.scale])
    words = wording.row(on.figure, style, tip[0], 0.0, style.words["margin_at"])
    half = 0.5 * sum(wording.extent(piece)[0] for piece in words) + 0.4 * size
    aside, length = _beside_no_curve(on, margin, half, curves)
    tail = tip + np.array([0.0, length])
    wide, high = on.figure.get_size_inches() * 72.0
    for piece in words:
        piece.set_gid("label")
        piece.set_position((piece.get_position()[0] + aside / wide, (tail[1] + 0.75 * size) / high))
    on.axes.annotate(
        "",
        xy=tuple(tip),
        xytext=tuple(tail),
        xycoords=("figure points", "figure points"),
        textcoords="figure points",
        arrowprops={"arrowstyle": "-|>", "color": style.ink, "lw": 0.9 * style.scale, "mutation_scale": 6.5 * style.scale,
                    "shrinkA": 0, "shrinkB": 0},
        zorder=4,
    ).set_gid("margin-arrow")  # fmt: skip
    shares = np.linspace(0.0, 1.35, 201)[:, None]
    words_at = np.stack([tail[0] + aside + np.linspace(-half, half, 25), np.full(25, tail[1] + 0.75 * size)], axis=1)
    up = np.array([0.0, 0.45 * size])
    return np.concatenate([tip + shares * (tail - tip), words_at, words_at + up, words_at - up])


def _beside_no_curve(on: Chart, margin: float, half: float, curves: Floats) -> tuple[float, float]:
    """Return how far aside of the arrow to the margin its words are, `half` as wide to either side, and how long it is.

    They are on no curve: under the dashed one if there is room, else above it or, with their end at the arrow, beside it.
    """
    size = on.style.size
    tip = on.page(margin, 0.0) + np.array([0.0, 1.2 * on.style.scale])
    unit = 72.0 * on.rect[2] / on.most[0]
    least = 72.0 * on.rect[0] + half - tip[0]  # the words stay clear of the axis
    aside = max(0.0, least)
    below, above = (float(on.page(0.0, losses.similar_loss(max(0.0, margin + (aside + k * half) / unit)))[1]) for k in (-1, 1))
    under = min(3.1 * size, below - tip[1] - 1.6 * size)
    wanted = under if under > 1.3 * size else above - tip[1] + 0.4 * size
    highest = 72.0 * on.rect[3] - 1.5 * size
    for place in (aside, max(least, size - half)):
        near = curves[np.abs(curves[:, 0] - tip[0] - place) < half, 1] - tip[1] - 0.75 * size
        for length in (wanted, *np.arange(1.3 * size, highest, 0.3 * size)):
            if length <= highest and not np.any(np.abs(near - length) < 0.8 * size):
                return place, float(length)
    return aside, highest


def _entries(curves: _Curves) -> list[tuple[Floats, str, str, Any]]:
    """Return what is to be named: near which place, the words, their colour and the dashes of its line."""
    style, red, blue = curves.on.style, curves.red, curves.blue
    _, bottom, _, height = (72.0 * v for v in curves.on.rect)
    upper = red[red[:, 1] > bottom + 0.55 * height]
    start = blue[blue[:, 1] > bottom + 0.25 * (blue[0, 1] - bottom)]
    found: list[tuple[Floats, str, str, Any]] = [
        (upper[len(upper) // 2] if len(upper) else red[-1], style.words["similar"], style.spring, (0, DASHES)),
        (start[len(start) // 2], style.words["dissimilar"], style.force, "-"),
    ]
    if curves.margin is not None:
        found.append((curves.margin, "$m$", style.ink, _DOTTED))
    return found


def _named(curves: _Curves) -> bool:
    """Write the names of the curves beside them, where nothing is in the way, and return whether there was room for all."""
    on, entries = curves.on, _entries(curves)
    style = on.style
    left, bottom, width, height = (72.0 * v for v in on.rect)
    texts = [wording.row(on.figure, style, 0.0, 0.0, words, color=colour, gid="label")[0] for _, words, colour, _ in entries]
    sizes = np.array([wording.extent(text) for text in texts])
    strokes = np.concatenate([curves.red, curves.blue, curves.others])
    discs = np.column_stack([strokes, np.full(len(strokes), 1.0 * style.scale)])
    bounds = (left + 2.0, left + width, bottom + 0.4 * style.size, bottom + height)
    anchors = np.array([at for at, *_ in entries])
    places = labels.placed(anchors, np.full(len(entries), 2.5 * style.scale), sizes, discs, strokes, bounds, style.scale)
    wide, high = on.figure.get_size_inches() * 72.0
    for text, place in zip(texts, places, strict=True):
        if place is None:
            return False
        text.set_position((place[0] / wide, place[1] / high))
    return True


def _key(curves: _Curves) -> None:
    """Write the names of the curves above the chart, each beside a piece of its line."""
    on, entries = curves.on, _entries(curves)
    figure, style = on.figure, on.style
    size = style.size
    line, gap, apart = 1.7 * size, 0.35 * size, 1.1 * size
    wide, high = figure.get_size_inches() * 72.0
    measure = wording.measuring(style, size)
    widths = [measure(words.strip("$")) for _, words, *_ in entries]
    taken = len(entries) * (line + gap) + (len(entries) - 1) * apart
    share = min(1.0, (wide - 0.8 * size - taken) / sum(widths))
    x = wide - 0.4 * size - taken - share * sum(widths)
    x = min(x, 72.0 * on.rect[0])
    y = 72.0 * (on.rect[1] + on.rect[3]) + 1.15 * size
    for (_, words, colour, dashes), width in zip(entries, widths, strict=True):
        looks: dict[str, Any] = {"color": colour, "linewidth": 1.1 * style.scale, "linestyle": dashes, "gid": "key-line"}
        figure.add_artist(Line2D([x / wide, (x + line) / wide], [y / high, y / high], **looks))
        x += line + gap
        wording.row(figure, style, x, y, words, along="left", color=colour, gid="label", fontsize=share * size)
        x += share * width + apart


def _dots(on: Chart, x: Floats, y: Floats, face: str, name: str, total: int) -> None:
    style = on.style
    radius = (2.4 if total <= 100 else 1.6) * style.scale
    looks = {"facecolors": face, "edgecolors": style.ink, "linewidths": 0.7 * style.scale, "zorder": 4, "clip_on": False}
    drawn = plane.marks(on.axes, np.column_stack([x, y]), "circle", radius, **looks)
    drawn.set_gid(name)
    on.axes.add_collection(drawn, autolim=False)
