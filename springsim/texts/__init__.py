"""Every word on screen and in figures, by part and id, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

from springsim.texts import en, zh
from springsim.validation.errors import SceneError

Part = Literal["board", "touch", "figures", "pages"]

NAMES: Final = {"en": "English", "zh": "中文"}  #: of languages, each in itself
LANGUAGES: Final = tuple(NAMES)
_MODULES: Final = {"en": en, "zh": zh}


def of(language: str, part: Part = "board") -> dict[str, str]:
    """Return all texts of a part in a language, by id; those of "touch" are the board's where a finger points."""
    module = _MODULES[language]
    parts: dict[Part, dict[str, str]] = {
        "board": module.TEXTS,
        "touch": module.TOUCH,
        "figures": module.FIGURES,
        "pages": module.PAGES,
    }
    return parts[part]


def error(refused: SceneError, language: str) -> str:
    """Return what was refused, and what is allowed, in a language; phrases without a translation stay English."""
    module = _MODULES[language]
    field, allowed = _put(refused.field, module.PLACES), _put(refused.allowed, module.ALLOWED)
    value = module.GIVEN.get(refused.value) or _put(refused.value, module.DESCRIBED)
    return of(language)["refused"].format(field=field, value=value, allowed=allowed)


def _put(phrase: str, patterns: Sequence[tuple[str, str]]) -> str:
    """Return a phrase in the words of the first pattern that it matches; as it is where it matches none."""
    for pattern, words in patterns:
        match = re.fullmatch(pattern, phrase)
        if match:
            return match.expand(words)
    return phrase


def length(x: float) -> str:
    """Return a length for reading, as the board writes it: two decimals where they say it all, else three digits."""
    two = f"{x:.2f}"
    return two if abs(float(two) - x) < 1e-9 else f"{x:.3g}"


def number(x: float) -> str:
    """Return a number for reading: four decimals, or three digits where it is small or large; rounding is no number."""
    if abs(x) < 1e-9:
        return "≈ 0" if x else "0"
    return f"{x:.3g}" if abs(x) < 1e-3 or abs(x) >= 1e4 else f"{x:.4f}"


def class_name(label: int, names: Sequence[str] = ()) -> str:
    """Return how a class is called: by its name among `names` or, where it has none, A … Z, then its number."""
    if label < len(names):
        return names[label]
    return chr(ord("A") + label) if label < 26 else str(label + 1)
