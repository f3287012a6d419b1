"""Matplotlib figures that keep their style, and are saved with the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.text import Text

from springsim.figures.drawing import wording
from springsim.figures.drawing.pgf import write_pgf
from springsim.figures.drawing.style import Style

#: Fields that would hold the time of saving.
UNDATED: Final[dict[str, dict[str, None]]] = {
    "svg": {"Date": None},
    "pdf": {"CreationDate": None, "ModDate": None},
    "ps": {},
    "eps": {},
}

#: How Matplotlib puts faces into a PDF with Chinese words: each character as a drawing of its own, Type 3, which still is text
#: to search and copy. Chinese faces mostly have outlines that it would call TrueType, and MuPDF draws nothing then.
_DRAWN: Final = 3

_VECTOR_MAX: Final = 250_000  # characters of the SVG of a figure in a notebook, which keeps it
_ACROSS_MAX: Final = 1_600  # pixels of its PNG


class StyledFigure(Figure):
    """A Matplotlib figure that keeps its style: drawn and saved under it, with the same bytes each time."""

    springsim_style: Style
    _letters: Any = MappingProxyType({})  # settings that hold while it is saved, against those of the style

    def savefig(self, fname: Any, *, text: str = "outlines", **options: Any) -> None:
        """Save as `matplotlib.figure.Figure.savefig` does, reproducibly: no date, no random identifiers; PGF without LaTeX.

        With `text` as ``"font"``, letters of an SVG are text.
        """
        suffix = str(options.get("format") or Path(str(fname)).suffix.lstrip(".")).lower()
        if suffix == "pgf":
            write_pgf(self, fname, self.springsim_style.words_family)
            return
        metadata = {**UNDATED.get(suffix, {}), **(options.pop("metadata", None) or {})}
        with self._applied():
            if metadata:
                options["metadata"] = metadata
            self._letters = {"svg.fonttype": "none"} if text == "font" else {}
            try:
                super().savefig(fname, **options)
            finally:
                self._letters = {}

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """Show the figure in a notebook, whether or not it has `%matplotlib inline`: as SVG, or a large one as PNG."""
        vector = io.StringIO()
        self.savefig(vector, format="svg")
        if vector.tell() <= _VECTOR_MAX:
            return {"image/svg+xml": vector.getvalue()}
        pixels = io.BytesIO()
        self.savefig(pixels, format="png", dpi=min(self.dpi, _ACROSS_MAX / max(self.get_size_inches())))
        return {"image/png": pixels.getvalue()}

    def draw(self, renderer: Any) -> None:
        """Draw under the figure's own style."""
        with self._applied(), mpl.rc_context(self._letters):
            super().draw(renderer)

    @contextmanager
    def _applied(self) -> Iterator[None]:
        """Have Matplotlib's settings be those of this figure."""
        with self.springsim_style.applied():
            if self._has_foreign_characters():
                parameters: Any = mpl.rcParams
                parameters["pdf.fonttype"] = _DRAWN
            yield

    def _has_foreign_characters(self) -> bool:
        """Tell whether any word has characters that only the Chinese face has."""
        own = self.springsim_style.family[0]
        return any(not wording.has(own, c) for text in _written(self) for c in set(text.get_text()) if not c.isascii())

    def __reduce__(self) -> Any:
        raise TypeError("a figure is not pickled; make it again, or save it")


def new_figure(style: Style, width: float, height: float) -> StyledFigure:
    """Return an empty figure; to be called within ``style.applied()``.

    Parameters
    ----------
    style : Style
        Its style.
    width, height : float
        In inches.
    """
    figure = StyledFigure(figsize=(width, height))
    figure.springsim_style = style
    return figure


def finished(figure: StyledFigure) -> StyledFigure:
    """Return the figure with the faces of its words fixed, so that they no longer depend on global settings."""
    style = figure.springsim_style
    fontset = str(style.settings["mathtext.fontset"])
    for text in _written(figure):
        text.set_fontfamily(list(style.family))
        text.set_math_fontfamily(fontset)
    return figure


def _written(artist: Artist) -> Iterator[Text]:
    """Find all words, but for those of axes that are off: their ticks would be made, slowly, just to be found."""
    if isinstance(artist, Text):
        yield artist
    off = isinstance(artist, Axes) and not artist.axison
    for child in artist.get_children():
        if not (off and isinstance(child, Axis)):
            yield from _written(child)
