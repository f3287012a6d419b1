"""What the page shows and saves: the scene seen, its figure as a file, and texts that Markdown leaves as they are."""

from __future__ import annotations

import re
from typing import Final

from springsim import texts
from springsim.app.session import exports, lookahead
from springsim.app.session.state import Board
from springsim.app.shell.fonts import spoken
from springsim.export import formats
from springsim.model.scene import Scene
from springsim.studies.diagnosis import Diagnosis
from springsim.validation.limits import CLASS_NAMES_MAX

FORMATS: Final = formats.offered("diagnose")
SHOWN: Final = (8.0, 6.0)  #: inches of a slide, which is shown smaller
_MARKS: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=&])")  # what Markdown might take for more than a character


def seen(board: Board) -> Scene:
    """Return the scene on a board at the step that is shown, its classes called as they are there."""
    scene = board.scene_at(lookahead.frame_of_step(board.trajectory, board.entry.shown))
    classes = int(scene.labels.max(initial=-1)) + 1
    if scene.class_names or classes > CLASS_NAMES_MAX:
        return scene
    return scene.replace(class_names=[texts.class_name(k) for k in range(classes)])


def picture(found: Diagnosis, style: str, language: str, format: str, size: tuple[float, float] | None = None) -> bytes:
    """Return the figure of a diagnosis as a file; on paper it is never dark."""
    from springsim import figures  # Matplotlib is loaded when the first figure is drawn

    return figures.picture(figures.diagnosis(found, size=size, style=style, language=spoken(language)), format)


def file_name(board: Board, format: str) -> str:
    """Return what a file is called: the scene, its margin and the step, and that it is a diagnosis."""
    moment = exports.name(board.entry, "svg", board.entry.shown).removesuffix(".svg")
    return f"{moment}-diagnosis.{format}"


def plain(text: str) -> str:
    """Return a text that Markdown shows as it is: names of classes come from files."""
    return _MARKS.sub(r"\\\1", text)
