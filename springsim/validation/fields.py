"""Checks as values: each takes the name of a field and what is in it, and returns the value or raises `SceneError`.

What a message or a document may hold is then a table of them, by the names of its fields; see `checked_fields`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from springsim.validation.checks import checked_flag, checked_integer, checked_number, checked_text
from springsim.validation.errors import SceneError, Words

Check = Callable[[str, Any], Any]

_FEW = 4  # words that are listed where a check says what it allows


@dataclass(frozen=True, slots=True)
class Number:
    """A number within [low, high], or (low, high] with `open_low`."""

    low: float
    high: float
    open_low: bool = False

    def __call__(self, name: str, value: Any) -> float:
        """Return `value` as a float."""
        return checked_number(name, value, self.low, self.high, open_low=self.open_low)

    def __str__(self) -> str:
        return f"{self.low:g} … {self.high:g}"


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number within [low, high]."""

    low: int
    high: int

    def __call__(self, name: str, value: Any) -> int:
        """Return `value` as an int."""
        return checked_integer(name, value, self.low, self.high)

    def __str__(self) -> str:
        return f"{self.low} … {self.high}"


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of some words, or of some whole numbers."""

    words: tuple[str, ...] | tuple[int, ...]

    def __call__(self, name: str, value: Any) -> Any:
        """Return `value`."""
        if not isinstance(value, str | int) or isinstance(value, bool) or value not in self.words:
            raise SceneError(name, value, "one of " + ", ".join(map(str, self.words)))
        return value

    def __str__(self) -> str:
        return ", ".join(map(str, self.words)) if len(self.words) <= _FEW else f"one of {len(self.words)} names"


@dataclass(frozen=True, slots=True)
class Either:
    """What one of two checks takes."""

    first: Check
    other: Check

    def __call__(self, name: str, value: Any) -> Any:
        """Return `value` as the first that takes it does."""
        try:
            return self.first(name, value)
        except SceneError:
            return self.other(name, value)


@dataclass(frozen=True, slots=True)
class Some:
    """Some of a few words, each at most once."""

    words: tuple[str, ...]

    def __call__(self, name: str, value: Any) -> list[str]:
        """Return `value`."""
        if not isinstance(value, list) or len(value) > len(self.words):
            raise SceneError(name, value, "some of " + ", ".join(self.words))
        chosen = [OneOf(self.words)(f"{name}[{k}]", each) for k, each in enumerate(value)]
        if len(set(chosen)) < len(chosen):
            raise SceneError(name, chosen[0], "each word once")
        return chosen


@dataclass(frozen=True, slots=True)
class Many:
    """A list of what another check takes, of at most so many."""

    check: Check
    most: int

    def __call__(self, name: str, value: Any) -> list[Any]:
        """Return `value`, each checked."""
        if not isinstance(value, list) or len(value) > self.most:
            raise SceneError(name, value, f"a list of at most {self.most}")
        return [self.check(f"{name}[{k}]", each) for k, each in enumerate(value)]


@dataclass(frozen=True, slots=True)
class OneOrMore:
    """What another check takes, or a list of 1 to `most` such values; with `distinct`, each at most once."""

    check: Check
    most: int
    distinct: bool = False

    def __call__(self, name: str, value: Any) -> Any:
        """Return `value`, each of it as the check returns it."""
        if not isinstance(value, list):
            return self.check(name, value)
        if not 0 < len(value) <= self.most:
            raise SceneError(name, Words(f"a list of {len(value)}"), f"a list of 1 to {self.most}")
        checked = [self.check(f"{name}[{k}]", each) for k, each in enumerate(value)]
        if self.distinct and len(set(checked)) < len(checked):
            twice = next(each for k, each in enumerate(checked) if each in checked[:k])
            raise SceneError(name, twice, "each point once")
        return checked


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def __call__(self, name: str, value: Any) -> bool:
        """Return `value`."""
        return checked_flag(name, value)

    def __str__(self) -> str:
        return "on, off"


@dataclass(frozen=True, slots=True)
class Text:
    """A text of at most so many characters."""

    longest: int

    def __call__(self, name: str, value: Any) -> str:
        """Return `value`."""
        return checked_text(name, value, self.longest)


@dataclass(frozen=True, slots=True)
class Times:
    """One of some words, or a whole number from 1 to `most`: how often."""

    words: tuple[str, ...]
    most: int

    def __call__(self, name: str, value: Any) -> str | int:
        """Return `value`."""
        if isinstance(value, str) and value in self.words:
            return value
        try:
            return checked_integer(name, value, 1, self.most)
        except SceneError:
            raise SceneError(name, value, str(self)) from None

    def __str__(self) -> str:
        return f"{', '.join(self.words)}, or a whole number from 1 to {self.most}"


@dataclass(frozen=True, slots=True)
class Maybe:
    """What another check takes, or nothing."""

    check: Check

    def __call__(self, name: str, value: Any) -> Any:
        """Return `value`, or None."""
        return None if value is None else self.check(name, value)

    def __str__(self) -> str:
        return str(self.check)


def checked_fields(where: str, raw: object, checks: Mapping[str, Check]) -> dict[str, Any]:
    """Return an object with each of its fields checked: one that is missing as None; one too many is refused."""
    if not isinstance(raw, dict):
        raise SceneError(where, raw, "an object")
    unknown = sorted(str(name) for name in raw if name not in checks)
    if unknown:
        raise SceneError(where, unknown[0], "the fields " + ", ".join(checks) if checks else "no fields")
    return {name: check(f"{where}.{name}", raw.get(name)) for name, check in checks.items()}
