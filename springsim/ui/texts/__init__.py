"""Every word on screen, by id, in English and Chinese."""

from __future__ import annotations

import re
from typing import Final

from springsim.errors import SceneError
from springsim.ui.texts import en, zh

_LANGUAGES: Final = {"en": en, "zh": zh}


def of(language: str) -> dict[str, str]:
    """Return all texts of a language, by id."""
    texts: dict[str, str] = _LANGUAGES[language].TEXTS
    return texts


def error(refused: SceneError, language: str) -> str:
    """Return what was refused, and what is allowed, in a language; phrases without a translation stay English."""
    allowed = refused.allowed
    for pattern, words in _LANGUAGES[language].ALLOWED:
        match = re.fullmatch(pattern, allowed)
        if match:
            allowed = match.expand(words)
            break
    return of(language)["refused"].format(field=refused.field, value=refused.value, allowed=allowed)
