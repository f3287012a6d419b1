"""Figures as bytes: SVG, PDF, PNG and PGF, the same bytes for the same figure."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any, Final

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.backends.backend_pgf import RendererPgf

from springsim.checks import checked_integer
from springsim.errors import SceneError
from springsim.figures.style import StyledFigure
from springsim.limits import DPI_MAX, DPI_MIN

FORMATS: Final = ("svg", "pdf", "png", "pgf")

_HEAD: Final = r"""% Made by springsim, for \input into a LaTeX document that has \usepackage{pgf}; words are in its fonts.
\begingroup
\makeatletter
\begin{pgfpicture}
\pgfpathrectangle{\pgfpointorigin}{\pgfqpoint{WIDTHin}{HEIGHTin}}
\pgfusepath{use as bounding box}
"""
_TAIL: Final = "\\end{pgfpicture}\n\\makeatother\n\\endgroup\n"
#: What means something to LaTeX, and how it is written there.
_ESCAPED: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "`": r"\textasciigrave{}",
    "-": "-{}",  # two of them are no dash
    "\N{MINUS SIGN}": r"\ensuremath{-}",
    "\N{MULTIPLICATION SIGN}": r"\ensuremath{\times}",
    "\N{MIDDLE DOT}": r"\ensuremath{\cdot}",
}


def picture(figure: StyledFigure, format: str, dpi: int | None = None) -> bytes:
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
    if format not in FORMATS:
        raise SceneError("format", format, "one of " + ", ".join(FORMATS))
    if dpi is not None:
        checked_integer("dpi", dpi, DPI_MIN, DPI_MAX)
    if format == "pgf":
        return _pgf(figure).encode()
    file = io.BytesIO()
    figure.savefig(file, format=format, **({} if dpi is None else {"dpi": dpi}))
    return file.getvalue()


class _Pgf(RendererPgf):
    """Matplotlib's renderer, without a LaTeX to ask how wide words are, and safe with words that mean something to LaTeX."""

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> tuple[float, float, float]:
        agg: Any = RendererAgg
        width, height, descent = agg(16, 16, self.dpi).get_text_width_height_descent(s, prop, ismath)
        return float(width), float(height), float(descent)

    def draw_text(
        self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float, ismath: Any = False, mtext: Any = None
    ) -> None:
        own = prop.copy()
        own.set_family("sans-serif" if self.figure.springsim_style.wide else "serif")
        words = s if ismath else "".join(_ESCAPED.get(c, c) for c in s)
        super().draw_text(gc, x, y, words, own, angle, ismath, mtext)  # type: ignore[no-untyped-call]


def write_pgf(figure: StyledFigure, file: Any) -> None:
    """Write a figure as PGF to a file of text or bytes, or to one of that name."""
    text = _pgf(figure)
    if isinstance(file, str | os.PathLike):
        Path(file).write_text(text, encoding="utf-8", newline="\n")
    else:
        file.write(text if isinstance(file, io.TextIOBase) else text.encode())


def _pgf(figure: StyledFigure) -> str:
    width, height = figure.get_size_inches()
    file = io.StringIO()
    file.write(_HEAD.replace("WIDTH", f"{width:f}").replace("HEIGHT", f"{height:f}"))
    renderer: Any = _Pgf
    figure.draw(renderer(figure, file))
    file.write(_TAIL)
    return file.getvalue()
