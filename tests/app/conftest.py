"""What tests of the app's side share."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from springsim.app.session import lookahead

MAIN = sys.modules["__main__"]


@pytest.fixture(autouse=True)
def _main_module() -> Iterator[None]:
    """Undo what Streamlit does to ``__main__`` when it runs a script: processes that are started later would run it again."""
    yield
    sys.modules["__main__"] = MAIN


@pytest.fixture(scope="module")
def short_looks_ahead():
    """Let boards look ahead a few steps only, by level, and never how the loss curves: for tests that need no end."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("STEPS_LEAST", "STEPS_MOST"):
            patch.setattr(lookahead, name, (20, 60, 120, 240))
        patch.setattr(lookahead, "rest_of", lambda trajectory, level: None)
        yield
