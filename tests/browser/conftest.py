"""One server and one browser for all tests; a fresh page for each."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.board import WATCH, Board
from tests.browser.server import Server

HERE = Path(__file__).parent
PATIENCE = 15_000  # ms
#: The first that is there; the one without a window of its own takes a quarter less time.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
OPTIONS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update"
    " --disable-sync"
)

NewBoard = Callable[..., Board]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    server = Server().start()
    yield server
    server.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.fail(f"the browser tests need one of {', '.join(CHROMIUM)} on the PATH; `make test` installs Chromium", False)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS.split())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def desk(browser: Browser) -> Iterator[BrowserContext]:
    """A desktop visitor; pages of one visitor share what the browser has fetched."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="en-GB")
    yield context
    context.close()


@pytest.fixture
def new_board(browser: Browser, desk: BrowserContext, server: Server) -> Iterator[NewBoard]:
    """Make boards: ``new_board("preset=fig2")``; options of the browser context make a visitor with a context of its own."""
    boards: list[Board] = []
    contexts: list[BrowserContext] = []

    def make(query: str = "", *, at: str = server.address, **options: Any) -> Board:
        context = desk
        if options:
            context = browser.new_context(**{"viewport": {"width": 1280, "height": 720}, "locale": "en-GB", **options})
            contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.add_init_script(WATCH)
        boards.append(Board(page, at))
        return boards[-1].open(query)

    yield make
    wrong = [complaint for board in boards for complaint in board.wrong]
    for board in boards:
        board.page.close()
    for context in contexts:
        context.close()
    assert not wrong, f"the page complained: {wrong}"


@pytest.fixture
def board(new_board: NewBoard) -> Board:
    """An empty board."""
    return new_board("preset=empty")
