"""The paper's figures as files: names, sizes, and bytes that are kept for a while, so that nothing is drawn twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from springsim import texts
from springsim.export import formats
from springsim.export.archive import zipped
from springsim.export.options import OPTIONS
from springsim.export.paper import MARGINS, NAMES

SCENES: Final = ("a", "c", "e")  #: panels that show a scene, the preset of the same name
SIZES: Final = ("small", "whole")  #: by itself or a column wide, half a slide or a slide wide
FORMATS: Final = formats.offered("paper")
DPI: Final = (100, 150, 200, 300)

_HALF_SLIDE: Final = (6.4, 4.8)  # inches
_COLUMN: Final = {"fig1": (3.35, 2.64), "fig2a": (3.35, 3.35), "fig2b": (3.35, 2.68)}
_ALIKE: Final = {"fig1-as-printed": "fig1", "fig2c": "fig2a", "fig2e": "fig2a", "fig2d": "fig2b"}
_KEPT: Final = 160  # files of a few tens of kilobytes, seldom more


@dataclass(frozen=True, slots=True)
class Look:
    """How figures look.

    Attributes
    ----------
    style, language : str
        Of `springsim.figures`.
    size : str
        One of `SIZES`.
    dpi : int
        Pixels an inch, of PNG files.
    transparent, text : bool, str
        Of files, as in `springsim.export.options`; of those formats that have it.
    """

    style: str
    language: str
    size: str
    dpi: int
    transparent: bool = OPTIONS["transparent"].default
    text: str = OPTIONS["text"].default

    @property
    def shown(self) -> Look:
        """How figures look on the page."""
        return Look(self.style, self.language, self.size, self.dpi)


def file_name(name: str, margin: float, look: Look, format: str) -> str:
    """Return what a file is called: the figure, then what is otherwise than in the paper."""
    own = abs(margin - MARGINS[name[:4]]) < 1e-9
    return "-".join([name, *([] if own else [f"m{texts.length(margin)}"]), *_otherwise(look)]) + f".{format}"


def archive_name(look: Look) -> str:
    """Return what the ZIP of all figures is called."""
    return "-".join(["springsim-figures", *_otherwise(look)]) + ".zip"


def file(name: str, margin: float, look: Look, format: str) -> bytes:
    """Return one figure as a file."""
    asked = {"dpi": look.dpi, "transparent": look.transparent, "text": look.text}
    known = {option: value for option, value in asked.items() if option in formats.get(format).options}
    return _file(name, margin, look.style, look.language, look.size, format, tuple(known.items()))


def archive(margins: tuple[float, float], look: Look, formats: tuple[str, ...]) -> bytes:
    """Return all figures as a ZIP; the margins are those of figures 1 and 2."""
    wanted = [
        (name, margins[name.startswith("fig2")], look, format) for name in NAMES for format in FORMATS if format in formats
    ]
    return zipped({file_name(*one): file(*one) for one in wanted})


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def _file(
    name: str, margin: float, style: str, language: str, size: str, format: str, asked: tuple[tuple[str, Any], ...]
) -> bytes:
    from springsim import figures  # Matplotlib is loaded when the first figure is drawn

    options: dict[str, Any] = {"style": style, "language": language, "size": _inches(name, style, size)}
    if name.startswith("fig1"):
        figure = figures.figure1(margin, as_printed=name == "fig1-as-printed", **options)
    else:
        figure = figures.figure2(name.removeprefix("fig2") or None, margin=margin, **options)
    return figures.picture(figure, format, **dict(asked))


def _otherwise(look: Look) -> list[str]:
    """Return how a look differs from that of the paper, in words for the name of a file."""
    parts = [part for part, own in ((look.style, "paper"), (look.language, "en")) if part != own]
    return [*parts, *(["transparent"] if look.transparent else [])]


def _inches(name: str, style: str, size: str) -> tuple[float, float] | None:
    """Return the size of a figure, or None for the one that it has by itself; all of figure 2 needs a whole page."""
    if name == "fig2" or (style == "paper") == (size == "small"):
        return None
    return _COLUMN[_ALIKE.get(name, name)] if style == "paper" else _HALF_SLIDE
