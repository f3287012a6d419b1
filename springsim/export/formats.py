"""Every format of a file, once: what it is made of, what makes it, what that needs, and where it is offered.

Command line, dialogs, names of files and their types on the web follow from this table. A new format of animation is a row
here, its id where it is offered, and a function that makes it: see `Format.made_by`. Its words are in `springsim.texts`:
``export_{id}`` and ``export_{id}_help``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from springsim.validation.checks import checked_word

Kind = Literal["picture", "film", "data", "script"]
Source = Literal["figure", "run", "scene", "sweep"]
Place = Literal["draw", "figures", "paper", "plot", "animate", "scene", "table", "board", "margins"]


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Attributes
    ----------
    id : str
        Its name, and the end of the name of a file.
    kind : {"picture", "film", "data", "script"}
        Group in which it is offered.
    source : {"figure", "run", "scene", "sweep"}
        What it is made of. A figure shows one moment of a run.
    mime : str
        Its type on the web.
    text : bool
        Whether it is text that a terminal may show; tables are too long.
    at_once : bool
        Whether the board's answer has it, so that nothing is made in another process.
    suffix : str
        End of the name of a board's file, where that is not the id: several tables are in one archive.
    needs : tuple of str
        Packages that make it, of those in `springsim.export.optional`.
    made_by : str
        Of an animation drawn frame by frame: the module whose ``film(frames, timing)`` makes it of `export.frames.Frames`.
    multiple : int
        Of an animation: width and height are rounded up to a multiple of so many pixels.
    options : tuple of str
        What can be asked for besides, of a figure or of an animation; some of it stands in `springsim.export.options`.
    """

    id: str
    kind: Kind
    source: Source
    mime: str
    text: bool = False
    at_once: bool = False
    suffix: str = ""
    needs: tuple[str, ...] = ()
    made_by: str = ""
    multiple: int = 1
    options: tuple[str, ...] = ()

    @property
    def end(self) -> str:
        """End of the name of a board's file."""
        return self.suffix or self.id

    @property
    def drawn(self) -> bool:
        """Whether it shows points, of which there must be some."""
        return self.kind in ("picture", "film")


#: Of an animation, unless asked otherwise: width and height in pixels, pixels an inch, most frames, and frames a second.
SIZE: Final = (960, 720)
DPI: Final = 100
FRAMES: Final = 120
FPS: Final = 25
HOLD: Final = 1.5  #: seconds for which the last frame stays, unless asked otherwise

_FIGURE: Final = ("matplotlib",)
_FRAMES: Final = ("style", "frames", "fps", "size", "dpi", "title", "legend", "view", "seconds", "pause")

FORMATS: Final = {
    row.id: row
    for row in (
        Format("svg", "picture", "figure", "image/svg+xml", text=True, needs=_FIGURE, options=("text", "transparent")),
        Format("pdf", "picture", "figure", "application/pdf", needs=_FIGURE, options=("transparent",)),
        Format("png", "picture", "figure", "image/png", needs=_FIGURE, options=("dpi", "transparent")),
        Format("pgf", "picture", "figure", "text/plain", text=True, needs=_FIGURE),
        Format(
            "gif",
            "film",
            "run",
            "image/gif",
            needs=(*_FIGURE, "PIL.Image"),
            made_by="springsim.export.gif",
            options=(*_FRAMES, "loop"),
        ),
        Format(
            "mp4",
            "film",
            "run",
            "video/mp4",
            needs=(*_FIGURE, "imageio_ffmpeg"),
            made_by="springsim.export.mp4",
            multiple=2,  # its colours have half the resolution of its light
            options=_FRAMES,
        ),
        Format("html", "film", "run", "text/html", text=True, options=("margins", "title")),
        Format("json", "data", "scene", "application/json", text=True, at_once=True),
        Format("csv", "data", "run", "text/csv", suffix="csv.zip"),
        Format("npz", "data", "run", "application/octet-stream"),
        Format("py", "script", "figure", "text/x-python", text=True, at_once=True),
    )
}

_PICTURES: Final = ("svg", "pdf", "png", "pgf")
#: Which are offered where, in this order; the first one is usual.
_OFFERED: Final[dict[Place, tuple[str, ...]]] = {
    "draw": _PICTURES,
    "figures": _PICTURES,
    "paper": _PICTURES,
    "plot": _PICTURES,
    "animate": ("gif", "mp4", "html"),
    "scene": ("json",),
    "table": ("csv",),
    "board": ("png", "svg", "pdf", "gif", "mp4", "html", "json", "csv", "npz", "py"),
    "margins": ("csv", "svg", "pdf", "png", "html"),
}


def get(id: str) -> Format:
    """Return a format.

    Raises
    ------
    SceneError
        If there is none of that name.
    """
    return FORMATS[checked_word("format", id, tuple(FORMATS))]


def dpi(id: str, wanted: int | None) -> int | None:
    """Return the resolution of a picture, where its format has one."""
    return wanted if "dpi" in get(id).options else None


def offered(place: Place) -> tuple[str, ...]:
    """Return the ids of the formats that are offered somewhere; the first one is usual."""
    return _OFFERED[place]


def types() -> dict[str, str]:
    """Return the types of files on the web, by the end of the name."""
    return {**{row.id: row.mime for row in FORMATS.values()}, "zip": "application/zip"}


def scripts() -> tuple[str, ...]:
    """Return the ids of those of the board that are Python."""
    return tuple(id for id in offered("board") if FORMATS[id].kind == "script")


def made() -> tuple[str, ...]:
    """Return the ids of those of the board that are made in another process."""
    return tuple(id for id in offered("board") if not FORMATS[id].at_once)
