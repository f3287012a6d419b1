"""What the browser keeps for its tab: a reload on any page brings it back; a link wins, and undo leads back from it."""

from __future__ import annotations

import json

import numpy as np
import pytest
from playwright.sync_api import expect

import springsim as ss
from tests.browser.board import Board, scene_of
from tests.browser.conftest import NewBoard

PAGES_COMPLAIN = "the server responded with a status of 404"  # Streamlit looks for itself beneath the address of a page

#: Keep this, whatever the page would keep after it.
KEEP = """kept => {
  sessionStorage.setItem('springsim.board', kept);
  Storage.prototype.setItem = () => {};
}"""


@pytest.fixture
def drawn(new_board: NewBoard) -> Board:
    """A board with two points of one's own, paused in the middle, and looked at in a way of one's own."""
    board = new_board("preset=tug-of-war")
    board.add((0.0, 0.5))
    board.press("Escape")
    board.add((0.3, -0.4))
    board.press("Home", ",", ".", ".", ".", "+", "+", "ArrowLeft")
    board.page.get_by_role("button", name="trails").click()
    board.speed.select_option("2")
    board.until("b.step > 0 && b.phase === 'paused'")
    board.frames()
    return board


def shown(board: Board) -> tuple[object, ...]:
    s = board.state()
    trails = board.page.get_by_role("button", name="trails").get_attribute("aria-pressed")
    return s.entry, s.step, s.phase, s.loss, s.scale, s.x, s.y, trails, board.speed.input_value()


def test_a_reload_brings_back_scene_history_view_and_time_from_any_page(drawn: Board):
    page, before = drawn.page, shown(drawn)
    page.reload()
    drawn.until("b.n === 5")
    assert shown(drawn) == before
    page.get_by_role("link", name="Margin effects").click()
    high = page.locator(".st-key-margins_high input")
    high.fill("2.5")
    high.press("Enter")
    units = page.get_by_role("switch", name="In units of m").or_(page.get_by_role("checkbox", name="In units of m"))
    page.locator(".st-key-margins_units label").first.click()
    page.wait_for_function("sessionStorage['springsim.pages'].includes('\"margins_units\":true')")
    page.wait_for_function("sessionStorage['springsim.pages'].includes('\"margins_high\":2.5')")
    page.reload()
    expect(high).to_have_value("2.5")
    expect(units).to_be_checked()
    expect(page.locator(".st-key-margins_scene input")).to_have_value("From the playground")
    page.get_by_role("link", name="Playground").click()
    drawn.until("b.n === 5")
    assert shown(drawn) == before
    drawn.press("Control+z")
    drawn.until("b.n === 4")
    drawn.press("Control+z")
    drawn.until("b.n === 3")
    expect(drawn.button("Undo")).to_be_disabled()
    drawn.press("Control+y")
    drawn.until("b.n === 4")
    drawn.wrong[:] = [words for words in drawn.wrong if PAGES_COMPLAIN not in words]


def test_a_scene_too_large_for_the_address_outlives_a_reload_and_goes_into_a_second_tab(new_board: NewBoard):
    board = new_board("preset=empty")
    rng = np.random.default_rng(0)
    board.open_file(ss.Scene.from_labels(rng.normal(size=(200, 2)), rng.integers(0, 5, 200)).to_json())
    board.until("b.n === 200")
    before = board.end()
    board.page.reload()
    after = board.until("b.n === 200")
    assert (after.loss, after.step) == (before.loss, before.step)
    assert "s=" not in after.query
    with board.page.expect_popup() as popup:
        board.page.evaluate("void open(location.href)")
    other = Board(popup.value, board.address)
    expect(other.stage).to_have_attribute("data-n", "200")
    popup.value.close()


def test_a_link_in_the_same_tab_wins_and_undo_leads_back(drawn: Board):
    before = drawn.state()
    drawn.open("preset=gate&margin=1.2")
    state = drawn.until("b.n === 4")
    assert state.entry == scene_of("preset=gate&margin=1.2")
    drawn.press("Control+z")
    assert drawn.until("b.n === 5").entry == before.entry


@pytest.mark.parametrize("kept", ['{"version": 99, "epoch": "e"}', "no JSON", '{"version": 1, "epoch": "e"}'])
def test_what_cannot_be_read_is_said_and_the_scene_of_the_address_is_shown(new_board: NewBoard, kept: str):
    board = new_board("preset=gate&lang=zh" if kept == "no JSON" else "preset=gate")
    board.page.evaluate(KEEP, kept)
    board.page.reload()
    expect(board.page.locator(".toast")).to_contain_text("无法读取" if kept == "no JSON" else "cannot be read")
    assert board.until("b.n === 4").entry == ss.presets.load("gate")


def test_what_python_refuses_is_said_by_its_field(new_board: NewBoard):
    board = new_board("preset=tug-of-war")
    board.add((0.0, 0.5))
    query = board.state().query
    board.page.wait_for_function("JSON.parse(sessionStorage['springsim.board'] ?? 'null')?.entries.length === 2")
    kept = json.loads(board.page.evaluate("sessionStorage['springsim.board']"))
    kept["entries"][0]["scene"] = kept["entries"][0]["scene"].replace('"margin":1.0', '"margin":-1.0')
    board.page.evaluate(KEEP, json.dumps(kept))
    board.page.reload()
    expect(board.toast).to_contain_text("was refused")
    expect(board.toast).to_contain_text("margin: -1.0 is not allowed")
    assert board.until("b.n === 4").query == query


def test_a_browser_that_keeps_nothing_says_so_once_something_is_drawn(new_board: NewBoard):
    board = new_board("preset=tug-of-war")
    board.page.evaluate("void (Storage.prototype.setItem = () => { throw new DOMException('no', 'SecurityError'); })")
    board.add((0.0, 0.5))
    expect(board.toast).to_contain_text("does not let the page keep your board")
