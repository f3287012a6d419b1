"""Figures as bytes: SVG, PDF, PNG and PGF, the same bytes for the same figure."""

from __future__ import annotations

import io
from typing import Final

from springsim.figures.drawing.figure import StyledFigure
from springsim.figures.drawing.pgf import pgf
from springsim.validation.checks import checked_integer, checked_word
from springsim.validation.limits import DPI_MAX, DPI_MIN
from springsim.validation.positional import keyword_only

FORMATS: Final = ("svg", "pdf", "png", "pgf")


@keyword_only("dpi")
def picture(figure: StyledFigure, format: str, *, dpi: int | None = None) -> bytes:
    """Return a figure as a file; the same call gives the same bytes.

    Parameters
    ----------
    figure : Figure
        One of ours.
    format : {"svg", "pdf", "png", "pgf"}
        PGF is for LaTeX: it is made without LaTeX, and set by it in the fonts of the document.
    dpi : int, optional
        Pixels an inch of a PNG, 50 … 600; the style's by default.

    Returns
    -------
    bytes

    Raises
    ------
    SceneError
        If an argument is refused.
    """
    checked_word("format", format, FORMATS)
    options = {} if dpi is None else {"dpi": checked_integer("dpi", dpi, DPI_MIN, DPI_MAX)}
    if format == "pgf":
        return pgf(figure, figure.springsim_style.words_family).encode()
    file = io.BytesIO()
    figure.savefig(file, format=format, **options)
    return file.getvalue()
