"""The partial losses over the distance: the paper's figure 1, and a scene's springs on the same curves."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from springsim.arrays import Floats
from springsim.energy.forces import PairDistances, spring_blocks
from springsim.figures.drawing import labels, plane, scenery, wording
from springsim.figures.drawing.chart import Chart, chart, curve
from springsim.figures.drawing.figure import StyledFigure, finished, new_figure
from springsim.figures.drawing.page import SLIDE, checked_size
from springsim.figures.drawing.style import Style, styled
from springsim.model import losses
from springsim.model.scene import Scene
from springsim.validation.checks import checked_number
from springsim.validation.errors import SceneError
from springsim.validation.limits import FIGURE_MARGIN_MAX, FIGURE_MARGIN_MIN
from springsim.validation.positional import keyword_only

PANEL: Final = (2.35, 1.85)  #: a chart by itself, in inches
_DOTS: Final = 2000
_LINES: Final = 14.0  # of words: how high and wide a chart is at least
_ENERGY: Final = 2.5  # end of the paper's axis
_HEIGHT: Final = 0.56  # end of the loss axis, in squares of the end of the other: the paper's 3.5


@keyword_only("as_printed")
def figure1(
    margin: float = 1.25,
    *,
    as_printed: bool = False,
    size: tuple[float, float] | None = None,
    style: str = "paper",
    language: str = "en",
) -> StyledFigure:
    """Draw the paper's figure 1: both partial losses over the distance, which it calls energy.

    The paper's drawing disagrees with its equation 4. Its red curve, similar pairs, is ½ D²; its blue one, dissimilar pairs,
    is (m − D)² *without* the ½, and so begins at m² rather than at ½ m². With `as_printed` that curve is drawn; otherwise
    both follow the equation, and cross at D = m/2, where an equal number of springs of either kind would balance.

    Parameters
    ----------
    margin : float, optional
        The margin m, 0.05 … 5; 1.25 in the paper. The axes are the paper's as long as the margin fits on them.
    as_printed : bool, optional
        Whether to draw the paper's own blue curve.
    size : tuple of float, optional
        Width and height in inches; 2.35 × 1.85 or a slide by default. At least 14 times as large as its words.
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
    sheet = None if size is None else checked_size(size, _LINES * look.size / 72.0)
    with look.applied():
        end = max(_ENERGY, 1.4 * m)
        most = (end, _HEIGHT * end * end)
        step = _round(end / 6.0)
        rise = step if end == _ENERGY else _round(most[1] / 7.0)
        figure, rect = _page(look, (_digits(end, step), _digits(most[1], rise)), sheet)
        words = look.words
        on = chart(
            figure,
            rect,
            most,
            words["energy"],
            words["loss_axis"],
            x_ticks=np.arange(0.0, end + 1e-9, step),
            y_ticks=np.arange(0.0, most[1] + 1e-9, rise),
        )
        factor = 2.0 if printed else 1.0
        red = curve(on, losses.similar_loss, similar=True, name="loss-similar")
        blue = curve(
            on, lambda d: factor * losses.dissimilar_loss(d, m), similar=False, name="loss-dissimilar", kink=m
        )  # fmt: skip
        _named(on, red, blue, _pointed(on, m))
        return finished(figure)


def loss_curves(
    scene: Scene, *, size: tuple[float, float] | None = None, style: str = "paper", language: str = "en"
) -> StyledFigure:
    """Draw the springs of a scene as dots on the loss curves: solid ones similar, hollow ones dissimilar.

    Parameters
    ----------
    scene : Scene
        The scene, of at most 5000 points.
    size : tuple of float, optional
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
    look = styled(style, language)
    scenery.check_crowd(scene)
    sheet = None if size is None else checked_size(size, _LINES * look.size / 72.0)
    with look.applied():
        m = scene.margin
        farthest = max((float(block.distance.max()) for block in spring_blocks(scene)), default=0.0)
        end = float(np.clip(1.08 * farthest, 2.0 * m, 4.0 * m))
        law = scene.law
        ends = law.dissimilar.loss(np.zeros(1), m), law.similar.loss(np.array([min(end, 2.0 * m)]), m)
        top = 1.12 * float(np.max(ends))
        step, rise = _round(end / 6.0), _round(top / 6.0)
        if _digits(end, step) > 5:  # fewer numbers, where they are long
            step = _round(end / 3.0)
        figure, rect = _page(look, (_digits(end, step), _digits(top, rise)), sheet)
        words = look.words
        ticks = np.arange(0.0, end + 1e-9 * end, step), np.arange(0.0, top + 1e-9 * top, rise)
        on = chart(figure, rect, (end, top), words["distance"], words["partial_loss"], x_ticks=ticks[0], y_ticks=ticks[1])
        red = curve(on, lambda d: law.similar.loss(d, m), similar=True, name="loss-similar")
        blue = curve(on, lambda d: law.dissimilar.loss(d, m), similar=False, name="loss-dissimilar", kink=m)
        on.axes.axvline(m, color=look.ink, linewidth=0.8 * look.scale, linestyle=(0, (1.2, 2.2)), zorder=1)
        count = sum(int(np.count_nonzero(_seen(block, end, top))) for block in spring_blocks(scene))
        total = sum(scene.springs.counts)
        every = max(-(-count // _DOTS), 1)
        kinds = _every(scene, end, top, every)
        for kind, face in ((True, look.ink), (False, look.ground)):
            distance, partial = kinds[kind]
            dots = on.page(distance, partial)
            _dots(on, distance, partial, face, "dots-similar" if kind else "dots-dissimilar", count)
            red, blue = (np.concatenate([red, dots]), blue) if kind else (red, np.concatenate([blue, dots]))
        at_margin = on.page(np.full(40, m), np.linspace(0.0, top, 40))
        _named(on, red, blue, at_margin, (on.page(m, 0.93 * top), "$m$"))
        if every > 1 or count < total:
            note = words["many_dots"].format(dots=-(-count // every), total=total)
            (wide, high), left = 72.0 * figure.get_size_inches(), 72.0 * rect[0] + 4.0
            wording.remarks(figure, look, left, high - 0.75 * look.size, [note], wide - left - 4.0, 0.7 * look.size)
        return finished(figure)


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


def _page(
    style: Style, digits: tuple[int, int], size: tuple[float, float] | None = None
) -> tuple[StyledFigure, tuple[float, float, float, float]]:
    """Return a figure for one chart with numbers of so many digits in x and y, and the place of the axes in inches."""
    width, height = size or (SLIDE if style.wide else PANEL)
    figure = new_figure(style, width, height)
    line = style.size / 72.0
    left, right, bottom = (0.62 * digits[1] + 2.3) * line, max(1.3, 0.31 * digits[0] + 0.3) * line, 3.2 * line
    return figure, (left, bottom, width - left - right, height - bottom - 1.0 * line)


def _pointed(on: Chart, margin: float) -> Floats:
    """Draw the arrow «margin: m» to the place where the dissimilar loss ends, and return places on it and on its words."""
    style = on.style
    size = style.size
    tip = on.page(margin, 0.0) + np.array([0.0, 1.2 * style.scale])
    words = wording.row(on.figure, style, tip[0], 0.0, style.words["margin_at"])
    half = 0.5 * sum(wording.extent(piece)[0] for piece in words) + 0.4 * size
    unit = 72.0 * on.rect[2] / on.most[0]
    aside = max(0.0, 72.0 * on.rect[0] + half - tip[0])  # the words stay clear of the axis
    below, above = (float(on.page(0.0, losses.similar_loss(max(0.0, margin + (aside + k * half) / unit)))[1]) for k in (-1, 1))
    length = min(3.1 * size, below - tip[1] - 1.6 * size)  # the words stand under the dashed curve, if there is room for them
    tail = tip + np.array([0.0, length if length > 1.3 * size else above - tip[1] + 0.4 * size])
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
    shares = np.linspace(0.0, 1.35, 25)[:, None]
    words_at = np.stack([tail[0] + aside + np.linspace(-half, half, 25), np.full(25, tail[1] + 0.75 * size)], axis=1)
    up = np.array([0.0, 0.45 * size])
    return np.concatenate([tip + shares * (tail - tip), words_at, words_at + up, words_at - up])


def _named(on: Chart, red: Floats, blue: Floats, others: Floats, *more: tuple[Floats, str]) -> None:
    """Write the names of the two curves beside them, where nothing is in the way."""
    style = on.style
    left, bottom, width, height = (72.0 * v for v in on.rect)
    upper = red[red[:, 1] > bottom + 0.55 * height]
    start = blue[blue[:, 1] > bottom + 0.25 * (blue[0, 1] - bottom)]
    wanted = [
        (upper[len(upper) // 2] if len(upper) else red[-1], style.words["similar"], style.spring),
        (start[len(start) // 2], style.words["dissimilar"], style.force),
        *((at, words, style.ink) for at, words in more),
    ]
    texts = [wording.row(on.figure, style, 0.0, 0.0, words, color=colour, gid="label")[0] for _, words, colour in wanted]
    sizes = np.array([wording.extent(text) for text in texts])
    strokes = np.concatenate([red, blue, others])
    discs = np.column_stack([strokes, np.full(len(strokes), 1.0 * style.scale)])
    bounds = (left + 2.0, left + width, bottom + 0.4 * style.size, bottom + height)
    anchors = np.array([at for at, *_ in wanted])
    places = labels.placed(anchors, np.full(len(wanted), 2.5 * style.scale), sizes, discs, strokes, bounds, style.scale)
    wide, high = on.figure.get_size_inches() * 72.0
    for text, place in zip(texts, places, strict=True):
        if place is None:
            text.remove()
        else:
            text.set_position((place[0] / wide, place[1] / high))


def _dots(on: Chart, x: Floats, y: Floats, face: str, name: str, total: int) -> None:
    style = on.style
    radius = (2.4 if total <= 100 else 1.6) * style.scale
    looks = {"facecolors": face, "edgecolors": style.ink, "linewidths": 0.7 * style.scale, "zorder": 4, "clip_on": False}
    drawn = plane.marks(on.axes, np.column_stack([x, y]), "circle", radius, **looks)
    drawn.set_gid(name)
    on.axes.add_collection(drawn, autolim=False)


def _round(x: float) -> float:
    """Return a round number at least as large as x: 1, 2 or 5 times a power of ten."""
    power = 10.0 ** np.floor(np.log10(x))
    return float(next(f * power for f in (1.0, 2.0, 5.0, 10.0) if f * power >= x * (1.0 - 1e-9)))


def _digits(most: float, step: float) -> int:
    return max(len(f"{k * step:g}") for k in range(int(most / step + 1e-9) + 1))
