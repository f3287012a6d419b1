"""Figures as bytes: SVG, PDF, PNG and PGF, the same bytes for the same figure."""

from __future__ import annotations

import io
from typing import Any, Final

from springsim.figures.drawing.figure import StyledFigure
from springsim.figures.drawing.pgf import pgf
from springsim.validation.checks import checked_flag, checked_integer, checked_word
from springsim.validation.errors import SceneError
from springsim.validation.limits import DPI_MAX, DPI_MIN, LETTERS
from springsim.validation.positional import keyword_only

FORMATS: Final = ("svg", "pdf", "png", "pgf")


#: Which formats have real text for letters, and which can be without a background.
_LETTERS: Final = ("svg",)
_CLEAR: Final = ("svg", "pdf", "png")


@keyword_only("dpi")
def picture(
    figure: StyledFigure,
    format: str,
    *,
    dpi: int | None = None,
    text: str = "outlines",
    transparent: bool = False,
) -> bytes:
    """Return a figure as a file; the same call gives the same bytes.

    Parameters
    ----------
    figure : Figure
        One of ours.
    format : {"svg", "pdf", "png", "pgf"}
        PGF is for LaTeX: it is made without LaTeX, and set by it in the fonts of the document.
    dpi : int, optional
        Pixels an inch of a PNG, 50 … 600; the style's by default.
    text : {"outlines", "font"}, optional
        Letters of an SVG: shapes, which look the same everywhere, or text, which can be searched and changed, in a font that
        its reader has.
    transparent : bool, optional
        Whether an SVG, a PDF or a PNG is without the background of its style. A PGF never has one.

    Returns
    -------
    bytes

    Raises
    ------
    SceneError
        If an argument is refused.
    """
    checked_word("format", format, FORMATS)
    options: dict[str, Any] = {} if dpi is None else {"dpi": checked_integer("dpi", dpi, DPI_MIN, DPI_MAX)}
    if checked_word("text", text, LETTERS) != LETTERS[0]:
        _refuse_other("text", text, format, _LETTERS)
        options["text"] = text
    if checked_flag("transparent", transparent):
        _refuse_other("transparent", transparent, format, _CLEAR)
        options["transparent"] = True
    if format == "pgf":
        return pgf(figure, figure.springsim_style.words_family).encode()
    file = io.BytesIO()
    figure.savefig(file, format=format, **options)
    return file.getvalue()


def _refuse_other(field: str, value: object, format: str, formats: tuple[str, ...]) -> None:
    if format not in formats:
        raise SceneError(field, value, f"nothing in a {format}; only {', '.join(formats)} can have it")
