"""What a visitor sees at 200 points: what benchmarks/app.py measures of it, as rows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec

from benchmarks.measure import Floats, Spread
from benchmarks.scenes import numpy_only
from benchmarks.table import Goal, Row, missing

_NEEDS = "needs: pip install -r requirements-dev.txt, and Chromium on the PATH"
_FEW, _MANY = 20, 200
_DRAG, _ANSWER = Goal("≤", 2.0), Goal("≤", 16.0)


def rows(quick: bool) -> Iterator[Row]:
    """Yield pointer event → first frame of the new trajectory, and the answer for the board by NumPy only."""
    drag, against = f"pointer event → first frame in Chromium, {_MANY} points", f"the same at {_FEW} points"
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None or find_spec("playwright") is None or find_spec("streamlit") is None:
        yield missing(drag, against, "× as long", _DRAG, _NEEDS)
    else:
        few, many = _dragged(path, quick)
        yield Row(
            work=drag,
            against=against,
            unit="× as long",
            ours=Spread.of(many / 1e3),
            theirs=Spread.of(few / 1e3),
            value=Spread(*(number / Spread.of(few).median for number in Spread.of(many))),
            goal=_DRAG,
            note="times at 200 points over the median at 20: pointer events cannot be paired",
        )
    with numpy_only():
        yield from answers(quick, "NumPy only")


def answers(quick: bool, how: str) -> Iterator[Row]:
    """Yield the time that the server takes for an answer with a whole trajectory, by the kernels that are picked now."""
    for classes in (2, 5):
        work, against = f"whole-trajectory answer for the board, {_MANY} points in {classes} classes, {how}", "a frame of 16 ms"
        if find_spec("playwright") is None or find_spec("streamlit") is None:
            yield missing(work, against, "ms", _ANSWER, _NEEDS)
            continue
        from benchmarks import app

        times = app.answer_times(_MANY, 5 if quick else 21, classes)
        note = f"over {len(times)} random scenes, at the board's own step, a fifth of the stable one"
        yield Row(work=work, against=against, unit="ms", value=Spread.of(times), goal=_ANSWER, note=note)


def _dragged(path: str, quick: bool) -> tuple[Floats, Floats]:
    """Return ms from pointer events to frames for few and for many points."""
    from playwright.sync_api import sync_playwright

    from benchmarks import app

    with sync_playwright() as playwright, app.served(fast=True) as server:
        browser = playwright.chromium.launch(executable_path=path, args=app.OPTIONS.split())
        times = app.drag_times(browser, server.address, (_FEW, _MANY), 1 if quick else app.ROUNDS)
        browser.close()
    return times[_FEW], times[_MANY]
