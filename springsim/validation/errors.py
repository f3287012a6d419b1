"""The one error of the library: what was refused, and what would have been accepted."""

from __future__ import annotations

from contextlib import suppress
from typing import Any


class Words(str):
    """A description in place of a value, e.g. ``Words("3 labels")``: shown as it is, where a plain string is quoted."""

    __slots__ = ()


class SceneError(ValueError):
    """Something that cannot be part of a scene, or of a call on one.

    Parameters
    ----------
    field : str
        Which field was refused, e.g. ``"margin"`` or ``"similar[3]"``.
    value : object
        The value that was given, shown shortened, or `Words` that describe it.
    allowed : str
        What is allowed there, in words.
    """

    def __init__(self, field: str, value: object, allowed: str) -> None:
        self.field = field
        self.value = shown(value)
        self.allowed = allowed
        super().__init__(f"{field}: {self.value} is not allowed; expected {allowed}")

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (self.field, self.value, self.allowed)


def _rebuilt(field: str, value: str, allowed: str) -> SceneError:
    return SceneError(field, Words(value), allowed)


def shown(value: object, longest: int = 60) -> str:
    """Return `value` as short printable text, whatever it is: one line, no control characters, never huge."""
    if getattr(value, "ndim", None) == 0:
        with suppress(Exception):
            value = value.item()  # type: ignore[attr-defined]
    if isinstance(value, Words):
        text = str(value)
    elif isinstance(value, str):
        text = repr(value[: longest + 1])
    elif isinstance(value, bool | float | complex) or value is None:
        text = repr(value)
    elif isinstance(value, int):
        text = str(value) if value.bit_length() < 128 else f"a whole number of {value.bit_length()} bits"
    else:
        text = f"a {type(value).__name__}"
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return text if len(text) <= longest else text[:longest] + "…"
