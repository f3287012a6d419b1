"""Which pages the app has."""

from __future__ import annotations

from typing import Any, Final

from springsim import texts

PAGES: Final = ("playground", "margins", "diagnose", "paper")  #: ids, which are addresses too; the first is at the root


def offered(language: str) -> list[dict[str, Any]]:
    """Return the pages as a bar shows them: id, title, a short one for phones, and address from any other."""
    words = texts.of(language, "pages")
    return [
        {
            "id": name,
            "title": words[f"page_{name}"],
            "short": words[f"short_{name}"],
            "address": "." if name == PAGES[0] else name,
        }
        for name in PAGES
    ]
