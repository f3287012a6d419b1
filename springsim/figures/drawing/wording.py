"""Words in figures: what others wrote is shown as it is, never taken for mathematics, and never as boxes."""

from __future__ import annotations

import itertools
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, NamedTuple

from matplotlib import font_manager
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from springsim.figures.drawing.style import Style
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import TITLE_MAX

_DPI: Final = 1440.0

Measure = Callable[[str], float]  #: tells how wide a text is, in points


def plain(field: str, text: object, style: Style) -> str:
    """Return a text of one line that can be drawn: characters without a shape are shown by their number.

    Raises
    ------
    SceneError
        If it is no text, or longer than 200 characters.
    """
    if not isinstance(text, str):
        raise SceneError(field, text, "text")
    if len(text) > TITLE_MAX:
        raise SceneError(field, Words(f"a text of {len(text)} characters"), f"at most {TITLE_MAX} characters")
    return "".join(shown_as(c, style.family) for c in text).strip()


def write(artist: Any, x: float, y: float, text: str, *, math: bool = False, **looks: Any) -> Text:
    """Write a text on an axes or a figure; ``$…$`` is mathematics only where `math` says that the words are ours."""
    return artist.text(x, y, text, parse_math=math, **looks)  # type: ignore[no-any-return]


def extent(text: Text) -> tuple[float, float]:
    """Return width and height of a text, in points; the same on every machine that has its fonts."""
    box = text.get_window_extent(_measure(), dpi=_DPI)  # fine, so that letters are not moved to whole pixels
    return float(box.width) * 72.0 / _DPI, float(box.height) * 72.0 / _DPI


def wrapped(text: str, width: float, measure: Measure) -> list[str]:
    """Return the lines of a text, each no wider than `width` by ``measure(line)``; words that are wider are broken."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if measure(longer) <= width:
            lines[-1] = longer
            continue
        lines += [""] * bool(lines[-1])
        while measure(word) > width:
            starts = [word[:k] for k in range(1, len(word) + 1)]
            most = max(1, bisect_right(starts, width, key=measure))
            lines[-1:] = [word[:most], ""]
            word = word[most:]
        lines[-1] = word
    return lines


@lru_cache(maxsize=1)
def _measure() -> RendererAgg:
    renderer: Any = RendererAgg
    return renderer(16, 16, _DPI)  # type: ignore[no-any-return]


@lru_cache(maxsize=4096)
def shown_as(c: str, family: tuple[str, ...]) -> str:
    """Return what stands for a character in a figure: itself, or its number where no face of the style has a shape for it."""
    if c in "\t\n\r\v\f\u2028\u2029\u00a0":
        return " "
    if unicodedata.category(c)[0] == "C" or not any(has(face, c) for face in family):
        return f"[U+{ord(c):04X}]"
    return c


def has(face: str, c: str) -> bool:
    """Tell whether a face has a shape for a character."""
    path = font_manager.findfont(font_manager.FontProperties(family=[face]), fallback_to_default=False)
    return bool(font_manager.get_font(path).get_char_index(ord(c)))


def fix_faces(written: list[Text], style: Style) -> None:
    """Give texts the faces of a style now, so that they can be measured."""
    for text in written:
        text.set_fontfamily(list(style.family))
        text.set_math_fontfamily(str(style.settings["mathtext.fontset"]))


def lines(text: str, style: Style, room: float, size: float = 1.1) -> list[str]:
    """Return a text in lines no wider than `room` points, at `size` times the style's."""
    return wrapped(text, room, measuring(style, size * style.size))


class Heading(NamedTuple):
    """A title: its lines, their size against other words, and the height in inches that it takes."""

    lines: list[str]
    large: float
    height: float


def heading(title: str, style: Style, width: float, page: float | None = None) -> Heading:
    """Return a title for a figure so many inches wide; a long one on a page of some height is smaller."""
    found = Heading([], 0.0, 0.0)
    for large in (1.1, 0.9, 0.7, 0.5) if title else ():
        said = lines(title, style, (width - 0.2) * 72.0, large)
        found = Heading(said, large, (1.35 * len(said) + 0.5) * large * style.size / 72.0)
        if page is None or found.height < 0.25 * page:
            break
    return found


def write_heading(figure: Figure, style: Style, heading: Heading) -> list[Text]:
    """Write a title at the top of a figure; return its lines."""
    line, size = heading.large * style.size / 72.0, heading.large * style.size
    places = (1.0 - (0.45 + 1.35 * k) * line / figure.get_figheight() for k in range(len(heading.lines)))
    looks: dict[str, Any] = {"ha": "center", "va": "top", "fontsize": size, "gid": "title"}
    return [write(figure, 0.5, y, words, **looks) for y, words in zip(places, heading.lines, strict=True)]


def measuring(style: Style, size: float) -> Measure:
    """Return what tells how wide a text is in a style's face of that size, in points."""
    probe = write(Figure(), 0.0, 0.0, "", fontsize=size)
    fix_faces([probe], style)

    def measure(text: str) -> float:
        probe.set_text(text)
        return extent(probe)[0]

    return measure


def remarks(figure: Figure, style: Style, x: float, y: float, said: list[str], width: float, size: float) -> None:
    """Write remarks in a line, from a place in points, no wider than `width`: smaller, or without the first, if need be."""
    wide, high = figure.get_size_inches() * 72.0
    text = write(figure, x / wide, y / high, "", fontsize=size, color=style.faint, gid="note")
    fix_faces([text], style)
    share = 1.0
    for k in range(len(said)):
        text.set_text(" · ".join(said[k:]))
        share = width / extent(text)[0]
        if share >= 0.5:
            break
    text.set_fontsize(size * min(share, 1.0))


def paragraph(figure: Figure, style: Style, corner: tuple[float, float], text: str, width: float, size: float) -> None:
    """Write a text over a picture, its lower left corner at a place in points, in lines no wider than `width`."""
    wide, high = figure.get_size_inches() * 72.0
    kept = text.replace(" × ", "\u00a0×\u00a0")  # a number stays with its sign
    said = "\n".join(wrapped(kept, width, measuring(style, size))).replace("\u00a0", " ")
    plate = {"facecolor": style.ground, "edgecolor": "none", "alpha": 0.8, "pad": 0.3 * size}
    looks: dict[str, Any] = {"va": "bottom", "linespacing": 1.3, "bbox": plate, "zorder": 6.0, "gid": "note"}
    write(figure, corner[0] / wide, corner[1] / high, said, fontsize=size, color=style.faint, **looks)


def row(figure: Figure, style: Style, x: float, y: float, text: str, *, along: str = "center", **looks: Any) -> list[Text]:
    """Write words of ours and the mathematics between them, ``$…$``, one after the other from a place in points.

    Where there are Chinese words each is a text of its own: mathematics has none of their characters.

    Parameters
    ----------
    figure : Figure
        The figure.
    style : Style
        Its style.
    x, y : float
        Where the row's `along` is, in points from the lower left corner; y is the middle of its height.
    text : str
        The words.
    along : {"left", "center", "right"}
        What of the row is at the place.
    **looks
        Of the texts; ``rotation=90`` makes the row run upward.
    """
    upward = looks.get("rotation") == 90
    width, height = figure.get_size_inches() * 72.0
    if text.isascii() or "$" not in text:
        whole_row: dict[str, Any] = {"va": along, "ha": "center"} if upward else {"ha": along, "va": "center"}
        written = [write(figure, x / width, y / height, text, math=True, **whole_row, **looks)]
        fix_faces(written, style)
        return written
    parts = [(f"${part}$" if k % 2 else part) for k, part in enumerate(text.split("$")) if part.strip()]
    pieces = [part.strip() for part in parts]
    written = [write(figure, 0.0, 0.0, piece, math=True, va="center", ha="center", **looks) for piece in pieces]
    fix_faces(written, style)
    lengths = [extent(piece)[1 if upward else 0] for piece in written]
    spaced = [a.endswith(" ") or b.startswith(" ") for a, b in itertools.pairwise(parts)]
    gaps = [0.28 * style.size if space else 0.0 for space in spaced] + [0.0]
    whole = sum(lengths) + sum(gaps)
    start = {"left": 0.0, "center": -0.5, "right": -1.0}[along] * whole
    for piece, length, gap in zip(written, lengths, gaps, strict=True):
        middle = start + length / 2
        piece.set_position(((x + (0 if upward else middle)) / width, (y + (middle if upward else 0)) / height))
        start += length + gap
    return written
