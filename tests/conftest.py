"""Settings of Hypothesis, and what is collected for ``-k``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

HERE = Path(__file__).parent
#: Where pytest's cache keeps, for each file of tests, when it was changed and all that ``-k`` compares with.
KEPT = "springsim/names"

# The same examples in every run, and none refused for being slow.
settings.register_profile(
    "springsim", derandomize=True, deadline=None, max_examples=60, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("springsim")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out files that have none of the words of ``-k``, as far as is known from when they were last collected whole."""
    words = set(re.findall(r"[^\s()]+", config.option.keyword.lower())) - {"and", "or"}
    if not words or "not" in words or config.cache is None or not collection_path.is_file():
        return None
    changed, names = config.cache.get(KEPT, {}).get(_name(collection_path), (None, ""))
    if changed != collection_path.stat().st_mtime or any(word in names for word in words):
        return None
    return True


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the names of what was collected, before ``-k`` takes some of it away."""
    if getattr(config, "workerinput", {"workerid": "gw0"})["workerid"] != "gw0" or config.cache is None:
        return
    if "::" in "".join(config.args):  # a part of a file says nothing of the rest
        return
    names: dict[Path, set[str]] = {}
    for item in items:
        names.setdefault(item.path, set()).update(item.keywords, [item.name])
    found = {_name(path): (path.stat().st_mtime, "\n".join(sorted(words)).lower()) for path, words in names.items()}
    config.cache.set(KEPT, config.cache.get(KEPT, {}) | found)


def _name(path: Path) -> str:
    return path.relative_to(HERE).as_posix() if path.is_relative_to(HERE) else str(path)
