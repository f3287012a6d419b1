"""What was chosen on the pages, as the browser keeps it and gives it back: outside data like any other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from springsim.app.session.pages import PAGES
from springsim.validation.errors import SceneError
from springsim.validation.fields import Check

_CHOICES_MAX: Final = 40  # on a page
_TEXT_MAX: Final = 100


def checked_pages(name: str, value: Any) -> dict[str, dict[str, Any]]:
    """Return by page what was chosen there, by name; what each choice may be is for its page to say, see `accepted`."""
    if not isinstance(value, dict) or not set(value) <= set(PAGES):
        raise SceneError(name, value, "an object with the fields " + ", ".join(PAGES))
    for page, chosen in value.items():
        if not isinstance(chosen, dict) or len(chosen) > _CHOICES_MAX:
            raise SceneError(f"{name}.{page}", chosen, f"an object of at most {_CHOICES_MAX} fields")
        for field, choice in chosen.items():
            several = choice if isinstance(choice, list) else [choice]
            if len(several) > _CHOICES_MAX or not all(map(_is_plain, several)):
                raise SceneError(f"{name}.{page}.{field[:_TEXT_MAX]}", choice, "a number, a short text, or true or false")
    return value


def accepted(chosen: Mapping[str, Any], checks: Mapping[str, Check]) -> tuple[dict[str, Any], list[SceneError]]:
    """Return those choices of a page that its checks accept, and why others are refused; unknown ones are of no use to it."""
    found: dict[str, Any] = {}
    errors: list[SceneError] = []
    for name in chosen.keys() & checks.keys():
        try:
            found[name] = checks[name](name, chosen[name])
        except SceneError as error:
            errors.append(error)
    return found, errors


def _is_plain(value: Any) -> bool:
    return isinstance(value, bool | int | float) or (isinstance(value, str) and len(value) <= _TEXT_MAX)
