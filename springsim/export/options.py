"""What can be asked of a file besides its format, once: which formats have it, what it may be, and what it usually is.

The command line, Python and the board's dialog follow from these rows. On the board the title of an option is the text
``export_{id}``, a line of help ``export_{id}_help``, and each of its words ``export_{id}_{word}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from springsim.export import formats
from springsim.export.formats import FORMATS
from springsim.validation.errors import SceneError
from springsim.validation.fields import Check, Flag, Maybe, Number, OneOf, Text, Times
from springsim.validation.limits import (
    LETTERS,
    LOOP_MAX,
    LOOPS,
    PAUSE_MAX,
    SECONDS_MAX,
    SECONDS_MIN,
    TITLE_MAX,
    VIEWS,
)


@dataclass(frozen=True, slots=True)
class Option:
    """One row.

    Attributes
    ----------
    id : str
        Its name, in Python and, after two dashes, on the command line.
    check : Check
        What it may be.
    default : object
        What it is unless asked otherwise.
    offered : tuple or mapping
        How the board's dialog offers it: the values to choose from, the ends and the places of a number, or the characters
        that a text may have.
    """

    id: str
    check: Check
    default: Any
    offered: tuple[Any, ...] | Mapping[str, float] = ()


OPTIONS: Final = {
    row.id: row
    for row in (
        Option("transparent", Flag(), False, (False, True)),
        Option("text", OneOf(LETTERS), LETTERS[0], LETTERS),
        Option("title", Text(TITLE_MAX), "", {"longest": TITLE_MAX}),
        Option("legend", Flag(), True, (True, False)),
        Option("view", OneOf(VIEWS), VIEWS[0], VIEWS),
        Option("seconds", Maybe(Number(SECONDS_MIN, SECONDS_MAX)), None, {"min": SECONDS_MIN, "max": SECONDS_MAX, "step": 0.1}),
        Option("pause", Number(0.0, PAUSE_MAX), formats.HOLD, {"min": 0.0, "max": PAUSE_MAX, "step": 0.1}),
        Option("loop", Times(LOOPS, LOOP_MAX), LOOPS[0], (*LOOPS, 2, 3, 5, 10)),
    )
}


def checked(format: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of a file, checked; what is not given is as usual.

    Raises
    ------
    SceneError
        If one is refused, or is asked of a format that does not have it.
    """
    known, chosen = FORMATS[format].options, {}
    for id, value in given.items():
        row = OPTIONS[id]
        value = row.check(id, row.default if value is None else value)
        if id not in known and value != row.default:
            having = ", ".join(f".{each}" for each in FORMATS if id in FORMATS[each].options)
            raise SceneError(id, value, f"{_usual(row)}; only {having} can have another")
        if id in known:
            chosen[id] = value
    return chosen


def offered(kind: str) -> list[dict[str, Any]]:
    """Return what the board's dialog asks for a group of formats: of each option its id, values, default and formats."""
    rows = [(row, [id for id in formats.offered("board") if FORMATS[id].kind == kind and row.id in FORMATS[id].options])
            for row in OPTIONS.values()]  # fmt: skip
    return [
        {"id": row.id, "default": row.default, "formats": having,
         **_offer(row)}
        for row, having in rows
        if having
    ]  # fmt: skip


def _offer(row: Option) -> dict[str, Any]:
    """Return how an option is offered: as text, as a number in a range, or by its values."""
    if not isinstance(row.offered, Mapping):
        return {"values": list(row.offered)}
    return dict(row.offered) if "longest" in row.offered else {"range": dict(row.offered)}


def _usual(row: Option) -> str:
    return "nothing" if row.default in (None, "") else "false" if row.default is False else f"{row.default}"
