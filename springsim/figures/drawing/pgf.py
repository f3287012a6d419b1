"""PGF for LaTeX, made without LaTeX."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any, Final

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.backends.backend_pgf import RendererPgf
from matplotlib.figure import Figure

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


class _Pgf(RendererPgf):
    """Matplotlib's renderer, without a LaTeX to ask how wide words are, and safe with words that mean something to LaTeX."""

    def __init__(self, figure: Figure, file: Any, family: str) -> None:
        super().__init__(figure, file)  # type: ignore[no-untyped-call]
        self._family = family

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> tuple[float, float, float]:
        agg: Any = RendererAgg
        width, height, descent = agg(16, 16, self.dpi).get_text_width_height_descent(s, prop, ismath)
        return float(width), float(height), float(descent)

    def draw_text(
        self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float, ismath: Any = False, mtext: Any = None
    ) -> None:
        own = prop.copy()
        own.set_family(self._family)
        words = s if ismath else "".join(_ESCAPED.get(c, c) for c in s)
        super().draw_text(gc, x, y, words, own, angle, ismath, mtext)  # type: ignore[no-untyped-call]


def write_pgf(figure: Figure, file: Any, family: str) -> None:
    """Write a figure as PGF to a file of text or bytes, or to one of that name."""
    text = pgf(figure, family)
    if isinstance(file, str | os.PathLike):
        Path(file).write_text(text, encoding="utf-8", newline="\n")
    else:
        file.write(text if isinstance(file, io.TextIOBase) else text.encode())


def pgf(figure: Figure, family: str) -> str:
    """Return a figure as PGF, its words in the serif or sans-serif face of the document: ``"serif"`` or ``"sans-serif"``."""
    width, height = figure.get_size_inches()
    file = io.StringIO()
    file.write(_HEAD.replace("WIDTH", f"{width:f}").replace("HEIGHT", f"{height:f}"))
    renderer: Any = _Pgf
    figure.draw(renderer(figure, file, family))
    file.write(_TAIL)
    return file.getvalue()
