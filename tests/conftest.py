"""Settings of Hypothesis, and what is collected for ``-k``."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

HERE = Path(__file__).parent

# The same examples in every run, and none refused for being slow.
settings.register_profile(
    "springsim", derandomize=True, deadline=None, max_examples=60, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("springsim")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out files that have none of the words of ``-k``: loading all of them takes longer than most choices run.

    A word that is in no test's name nor path may be the id of a parameter, which is known only when its file is loaded: then
    everything is collected, as it is for an expression with ``not``.
    """
    expression = config.option.keyword.lower()
    if not expression or not collection_path.name.startswith("test_") or collection_path.suffix != ".py":
        return None
    words = set(re.findall(r"[^\s()]+", expression)) - {"and", "or"}
    if "not" in words or not all(any(word in names for names in _names().values()) for word in words):
        return None
    return True if not any(word in _text(collection_path) for word in words) else None


@cache
def _names() -> dict[Path, str]:
    """Return, of every file of tests, its path and the names of its tests."""
    return {
        path: " ".join([path.relative_to(HERE).as_posix(), *re.findall(r"def (test_\w+)", _text(path))])
        for path in HERE.rglob("test_*.py")
    }


@cache
def _text(path: Path) -> str:
    """Return what a file of tests holds, its path included, in small letters as ``-k`` compares."""
    return f"{path.relative_to(HERE).as_posix()}\n{path.read_text(encoding='utf-8')}".lower()
