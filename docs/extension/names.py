"""Tables of names that arguments take: scenes, sizes of figures, and parts of the board."""

from __future__ import annotations

from collections.abc import Iterable

from springsim.board.parts import PARTS
from springsim.model import presets
from springsim.sheets import SIZES


def scenes() -> str:
    """Return name, title and lesson of each named scene."""
    rows = (presets.get(name) for name in presets.names())
    return _table(("name", "scene", "lesson"), ((f"`{row.id}`", row.title["en"], row.lesson["en"]) for row in rows))


def sizes() -> str:
    """Return the width and height of each size of a figure."""
    rows = ((f"`{name}`", f"{wide:g}", f"{high:g}" if high else "as needed") for name, (wide, high) in SIZES.items())
    return _table(("name", "inches wide", "inches high"), rows)


def parts() -> str:
    """Return what each part of the board is."""
    return _table(("name", "what it is"), ((f"`{name}`", what) for name, what in PARTS.items()))


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table, as Markdown."""
    head = tuple(head)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)) + "\n"
