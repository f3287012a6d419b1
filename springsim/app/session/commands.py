"""Every command of the board, once: what its arguments may be, and what it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from springsim.app.session import changes, edits, history, kept, opening, recorded_run, requests
from springsim.app.session.changes import GESTURE, edit
from springsim.app.session.operation import Operation
from springsim.app.session.pages import PAGES
from springsim.board import settings
from springsim.export import formats, options
from springsim.validation.fields import Check, Flag, Integer, Many, Maybe, Number, OneOf, OneOrMore, Text
from springsim.validation.limits import (
    ANGLE_MAX,
    APP,
    ARROW_MAX,
    BOARD_WORDS,
    COORDINATE_MAX,
    COUNT_MAX,
    FILE_CHARACTERS,
    FILE_NAME_MAX,
    LABEL_MAX,
    VIEW_MAX,
    VIEW_SCALE_MIN,
)

_STAGE_MAX: Final = 10_000  # pixels across the picture on the board
_TURN: Final = 360.0  # degrees, of a point on the circle

_COORDINATE: Final = Number(-COORDINATE_MAX, COORDINATE_MAX)
_ACROSS: Final = Number(-VIEW_MAX, VIEW_MAX)
_DEGREES: Final = Number(-_TURN, _TURN)
_SCALE: Final = Number(VIEW_SCALE_MIN, VIEW_MAX)
_PIXELS: Final = Integer(1, _STAGE_MAX)
_POINT: Final = Integer(0, APP.points - 1)
_SOME: Final = OneOrMore(_POINT, APP.points, distinct=True)  # what is done to several points is one change
_COORDINATES: Final = OneOrMore(_COORDINATE, APP.points)
_NO_POINT: Final = Integer(-1, APP.points - 1)  # −1 for none
_LABEL: Final = Integer(0, LABEL_MAX)
_FLAG: Final = Flag()
_NAME: Final = Text(100)
_SPEED: Final = Number(0.25, 4.0)
_SEED: Final = {"seed": settings.SEED.check}
_HISTORY: Final[dict[str, Check]] = {
    "entries": history.checked_documents,
    "index": Integer(0, history.ENTRIES_MAX - 1),
}
_COLUMN: Final = Integer(0, opening.COLUMNS_MAX - 1)
#: A file, and what is chosen of it; what is missing is chosen by rule.
_FILE: Final[dict[str, Check]] = {
    "name": Text(FILE_NAME_MAX),
    "data": Text(FILE_CHARACTERS),
    "header": Maybe(_FLAG),
    "columns": Maybe(Many(_COLUMN, opening.COLUMNS_MAX)),
    "label": Maybe(Integer(-1, opening.COLUMNS_MAX - 1)),  # −1 for none
    "margin": Maybe(settings.MARGIN.check),
    "scaled": Maybe(_FLAG),
    "sample": Maybe(OneOf(opening.SAMPLES)),
    "seed": Maybe(settings.SEED.check),
}
_EXPORT: Final[dict[str, Check]] = {
    "format": OneOf((*formats.made(), *formats.scripts())),
    "width": _PIXELS,
    "height": _PIXELS,
    "x": _ACROSS,
    "y": _ACROSS,
    "scale": _SCALE,
    "arrows": Number(1e-4, ARROW_MAX),
    "words": Number(*BOARD_WORDS),
    "selected": _NO_POINT,
    **{row.id: row.check for row in settings.VIEW},
    "dark": _FLAG,
    "angle": Number(-ANGLE_MAX, ANGLE_MAX),
    **{row.id: row.check for row in options.OPTIONS.values()},
}

COMMANDS: Final[Mapping[str, Operation]] = {
    "add": edit(edits.added, x=_COORDINATE, y=_COORDINATE, label=_LABEL, to=_NO_POINT),
    "move": edit(edits.moved, i=_SOME, x=_COORDINATES, y=_COORDINATES, **GESTURE),
    "x": edit(edits.placed_at_x, i=_POINT, value=_COORDINATE),
    "y": edit(edits.placed_at_y, i=_POINT, value=_COORDINATE),
    "angle": edit(edits.turned, i=_POINT, value=_DEGREES),
    "delete": edit(edits.removed, i=_SOME),
    "pin": edit(edits.pinned, i=_SOME, on=_FLAG),
    "label": edit(edits.relabelled, i=_SOME, label=_LABEL),
    "tie": edit(edits.tied, i=_POINT, j=_POINT, similar=_FLAG, dissimilar=_FLAG),
    "springs": edit(edits.with_springs, kind=OneOf(tuple(edits.SPRINGS))),
    **{row.id: changes.tuned(row) for row in settings.SLIDERS},
    "preset": Operation({"id": _NAME, **_SEED}, changes.preset),
    "scatter": Operation(_SEED, changes.scatter),
    "nudge": Operation(_SEED, changes.nudge),
    "domain": edit(lambda scene, value: edits.placed_in(scene, value), value=settings.DOMAIN.check),
    "clear": edit(edits.cleared),
    "open": Operation({"text": Text(APP.text)}, changes.open_file),
    "inspect": Operation(_FILE, requests.inspect),
    "take": Operation(_FILE, changes.take_file),
    "undo": Operation({}, requests.undo),
    "redo": Operation({}, requests.redo),
    "more": Operation({}, requests.more),
    "rest": Operation({}, requests.rest),
    "resume": Operation({}, changes.resume),
    "share": Operation({"kind": OneOf(("link", "start", "file"))}, requests.share),
    "language": Operation({"value": settings.LANGUAGE.check}, requests.language),
    "export": Operation(_EXPORT, requests.export, of_result=True),
    "landscape": Operation(
        {"point": _POINT, **dict.fromkeys(("left", "right", "bottom", "top"), _ACROSS)}, requests.landscape, of_result=True
    ),
    "poll": Operation({"at": Integer(0, COUNT_MAX)}, requests.poll),
    "drop": Operation({}, requests.drop),
    "go": Operation({"page": OneOf(PAGES)}, requests.go),
    "cancel": Operation({"gesture": GESTURE["gesture"]}, requests.cancel),
    "restore": Operation(_HISTORY, requests.restore),
    "prepend": Operation(_HISTORY, requests.prepend),
    "missing": Operation({"first": Integer(0, COUNT_MAX), "last": Integer(0, COUNT_MAX)}, requests.missing),
    "run": Operation({"id": recorded_run.ID}, requests.run),
    "recall": Operation(
        {
            "x": _ACROSS,
            "y": _ACROSS,
            "scale": _SCALE,
            "width": _PIXELS,
            "height": _PIXELS,
            "follows": _FLAG,
            "step": Integer(0, COUNT_MAX),
            "playing": _FLAG,
            "speed": _SPEED,
            "selected": _NO_POINT,
            **{row.id: row.check for row in settings.VIEW},
        },
        requests.recall,
    ),
    "pages": Operation({"chosen": kept.checked_pages}, requests.pages),
}
