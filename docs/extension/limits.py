"""The table of limits, made from `springsim.validation.limits`: each name, its value, and what is said of it there."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any, Final

import numpy as np
from numpydoc.docscrape import NumpyDocString

from springsim.validation import limits

_ROW: Final = re.compile(r"^([A-Z][A-Z_0-9]*): Final\S* = .*?(?:#: (.*))?$")
_ABOVE: Final = re.compile(r"^#: (.*)$")


def rows() -> list[tuple[str, str, str]]:
    """Return name, value and comment of each limit, in the order of the module.

    A comment stands behind its limit or above it; that of the least value of something is that of the largest too. Of a limit
    with several numbers, each has a row.
    """
    found: list[tuple[str, str, str]] = []
    said: dict[str, str] = {}
    above = ""
    for line in inspect.getsource(limits).splitlines():
        if row := _ROW.match(line):
            name = row[1]
            said[name] = row[2] or above or said.get(name.removesuffix("_MAX") + "_MIN", "")
            found += _valued(name, getattr(limits, name), said[name])
        comment = _ABOVE.match(line)
        above = f"{above} {comment[1]}".strip() if comment else ""
    return found


def _valued(name: str, value: Any, comment: str) -> Iterator[tuple[str, str, str]]:
    if is_dataclass(value):
        for field in NumpyDocString(inspect.getdoc(value) or "")["Attributes"]:
            what = " ".join(field.desc)
            said = f"{comment.removesuffix('.')}: {what[:1].lower()}{what[1:]}"
            yield f"{name}.{field.name}", shown(getattr(value, field.name)), said
    else:
        yield name, shown(value), comment


def shown(value: Any) -> str:
    """Return a value as a reader writes it: 20,000,000, or a list of words."""
    if isinstance(value, tuple):
        return ", ".join(map(shown, value))
    if isinstance(value, float) and not value.is_integer():
        return np.format_float_positional(value, trim="-")
    return f"{int(value):,}" if isinstance(value, int | float) else str(value)


def anchor(name: str) -> str:
    """Return what the address of a limit ends in."""
    return re.sub(r"[_.]", "-", name.lower())


def table() -> str:
    """Return the table as Markdown; the address of a row ends in its name, as ``limits.html#points-max`` does."""
    lines = [
        f"| `{name}`{{#{anchor(name)}}} | {value} | {comment.replace('|', chr(92) + '|')} |" for name, value, comment in rows()
    ]
    return "\n".join(["| name | value | of what |", "|---|---|---|", *lines, ""])
