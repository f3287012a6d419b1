"""From page to page: nothing is loaded again, nothing is lost, and the address of the page is right."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from springsim import texts
from tests.browser.board import Board
from tests.browser.conftest import NewBoard

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def go(page: Page, name: str) -> None:
    """Follow a link of the bar."""
    page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()


def to_figures(board: Board, language: str = "en") -> None:
    words = texts.of(language, "pages")
    go(board.page, words["page_paper"])
    expect(board.page.get_by_role("heading", name=words["fig1_title"])).to_be_visible()


def back(board: Board, language: str = "en") -> None:
    go(board.page, texts.of(language, "pages")["page_playground"])
    expect(board.stage).to_be_visible()


def test_the_board_is_as_it_was_left_after_a_look_at_another_page(new_board: NewBoard):
    board = new_board("preset=gate")
    board.add((0.2, 0.8))
    board.press("Escape", "]")
    board.button("trails").click()
    board.page.mouse.move(*board.state().screen((0.5, 0.5)))
    board.page.mouse.wheel(0, -240)
    board.press("Home", "Space", ".", ".", ".")
    board.frames()
    left = board.until("b.phase === 'paused' && b.step > 0")
    board.page.evaluate("window.here = 1")
    to_figures(board)
    assert not board.stage.is_visible()
    back(board)
    after = board.until("true")
    assert (after.n, after.loss, after.step, after.phase) == (left.n, left.loss, left.step, left.phase)
    assert (after.scale, after.x, after.y, after.query) == (left.scale, left.x, left.y, left.query)
    assert board.selected(1)
    expect(board.button("trails")).to_have_attribute("aria-pressed", "true")
    assert board.page.evaluate("window.here") == 1, "the page was loaded again"


def test_undo_and_redo_go_on_after_a_look_at_another_page(new_board: NewBoard):
    board = new_board("preset=gate")
    start = board.end()
    added = board.add((0.1, 0.4))
    to_figures(board)
    back(board)
    board.button("Undo").click()
    assert board.until("b.n === arg", start.n).entry == start.entry
    board.button("Redo").click()
    assert board.until("b.n === arg", start.n + 1).entry == added.entry
    board.add((-0.4, 0.4))
    board.until("b.n === arg", start.n + 2)


def test_what_plays_goes_on_playing_where_it_was_left(new_board: NewBoard):
    board = new_board("preset=ring&seed=1&step=0.05")
    board.until("b.phase === 'playing' && b.step > 3")
    to_figures(board)
    left = int(board.page.evaluate("performance.now()"))
    assert left > 0
    back(board)
    board.until("b.phase === 'playing'")
    board.rest()


def test_the_address_and_the_title_are_those_of_the_page_that_is_shown_back_and_forth(new_board: NewBoard):
    board = new_board("preset=gate&margin=1.25")
    page = board.page
    board.until("b.margin === 1.25")
    query = urlsplit(page.url).query
    expect(page).to_have_title("springsim")
    to_figures(board)
    expect(page).to_have_url(f"{board.address}/paper?lang=en")
    expect(page).to_have_title("Paper figures · springsim")
    page.go_back()
    expect(board.stage).to_be_visible()
    expect(page).to_have_url(f"{board.address}/?{query}")
    expect(page).to_have_title("springsim")
    assert board.until("b.margin === 1.25").query == query
    page.go_forward()
    expect(page.get_by_role("heading", name="Figure 1")).to_be_visible()
    expect(page).to_have_url(f"{board.address}/paper?lang=en")
    expect(page).to_have_title("Paper figures · springsim")
    back(board)
    assert board.until("true").query == query


def test_a_typed_address_opens_the_page_in_its_language(new_board: NewBoard):
    board = new_board()
    page = board.page
    page.goto(f"{board.address}/paper?lang=zh")
    expect(page.get_by_role("heading", name=texts.of("zh", "pages")["fig1_title"])).to_be_visible()
    expect(page).to_have_title("论文插图 · springsim")
    expect(page.get_by_role("link", name="论文插图")).to_have_attribute("aria-current", "page")
    back(board, "zh")
    board.until("b.n > 0")
    assert "lang=zh" in page.url
    board.wrong[:] = [said for said in board.wrong if "404" not in said]  # Streamlit looks for itself below /paper first


def test_the_language_chosen_on_one_page_is_that_of_all(new_board: NewBoard):
    board = new_board("preset=gate")
    page = board.page
    to_figures(board)
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", name=texts.of("zh", "pages")["fig1_title"])).to_be_visible()
    expect(page).to_have_url(f"{board.address}/paper?lang=zh")
    back(board, "zh")
    expect(board.button("复制指向当前场景的链接")).to_be_visible()
    board.until("b.query.endsWith('lang=zh')")
    board.page.get_by_role("button", name="EN", exact=True).click()
    expect(board.button("Copy a link")).to_be_visible()
    to_figures(board)


def test_links_are_links_that_open_a_tab_of_their_own(new_board: NewBoard):
    board = new_board("preset=gate&lang=zh")
    link = board.page.get_by_role("link", name="论文插图")
    assert link.evaluate("a => a.href") == f"{board.address}/paper?lang=zh"
    with board.page.context.expect_page() as opened:
        link.click(modifiers=["Control"])
    expect(opened.value.get_by_role("heading", name=texts.of("zh", "pages")["fig1_title"])).to_be_visible()
    opened.value.close()
    assert board.state().n == 4


def test_pages_are_reached_by_the_keyboard(new_board: NewBoard):
    board = new_board("preset=gate")
    board.page.get_by_role("link", name="Paper figures").focus()
    board.page.keyboard.press("Enter")
    expect(board.page.get_by_role("heading", name="Figure 1")).to_be_visible()


@pytest.mark.parametrize("size", [(1280, 720), (390, 844)])
def test_the_bar_stands_in_the_same_place_on_every_page(new_board: NewBoard, size: tuple[int, int]):
    board = new_board("preset=gate", viewport={"width": size[0], "height": size[1]})
    places = []
    for _ in range(2):
        bar = board.page.locator("header.topbar")
        boxes = [bar.locator(part).bounding_box() for part in (".brand", ".pages .page >> nth=0", ".pages .page >> nth=1")]
        language = bar.get_by_role("button", name="中文").bounding_box()
        places.append([(round(box["x"]), round(box["y"])) for box in (*boxes, language) if box])
        if len(places) == 1:
            to_figures(board)
    assert places[0] == places[1]
    assert len(places[0]) == 4
