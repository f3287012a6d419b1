"""A drag belongs to its point, a slider to the hand that is on it, and a click to the notice that it is meant for."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import springsim as ss
from tests.browser.board import descent
from tests.browser.conftest import NewBoard
from tests.browser.test_touch import PHONE, Fingers


def test_escape_takes_a_drag_back_and_other_changes_end_it(new_board: NewBoard):
    board = new_board("preset=tug-of-war")
    rest = board.end()
    middle = descent(rest.entry).final.positions[1]

    def drag() -> None:
        board.grab(middle)
        board.pull((0.1, 0.4), 3)
        board.until("b.loss !== arg", rest.loss)

    def nothing_moves() -> None:
        before = board.state()
        board.pull((0.6, 0.6), 4)
        board.page.mouse.up()
        board.frames()
        assert (board.state().query, board.state().ack) == (before.query, before.ack)

    drag()
    board.page.keyboard.press("Escape")
    back = board.until("b.loss === arg && b.ack > 0", rest.loss)
    assert (back.query, back.step) == (rest.query, rest.step)
    nothing_moves()
    expect(board.button("Undo")).to_be_disabled()

    drag()
    board.page.keyboard.press("Delete")
    board.until("b.n === 2")
    nothing_moves()
    board.press("Control+z")
    assert board.until("b.n === 3").entry.positions[1] == pytest.approx((0.1, 0.4), abs=0.01)
    board.press("Control+z")
    board.until("b.loss === arg", rest.loss)

    drag()
    board.page.keyboard.press("PageDown")
    board.until("b.query.includes('preset=both-springs')")
    board.end()
    nothing_moves()
    assert board.state().entry == ss.presets.load("both-springs")


def test_a_swipe_over_a_slider_scrolls_and_changes_nothing(new_board: NewBoard):
    board = new_board("preset=tug-of-war", **PHONE)
    board.end()
    fingers = Fingers(board)

    def swipe(name: str, dx: float, dy: float) -> str:
        slider = board.page.get_by_role("slider", name=name, exact=True)
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        assert box is not None
        x, y = box["x"] + 0.35 * box["width"], box["y"] + box["height"] / 2
        fingers.touch("touchStart", (x, y))
        for k in range(1, 9) if dx or dy else ():
            fingers.touch("touchMove", (x + dx * k / 8, y + dy * k / 8))
            board.frames()
        fingers.touch("touchEnd")
        board.frames()
        return slider.input_value()

    scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
    for name, usual in (("Time", str(board.page.get_by_role("slider", name="Time").input_value())), ("Momentum", "0")):
        before, ack = board.page.evaluate(scrolled), board.state().ack
        assert swipe(name, 0, -120) == usual
        assert board.page.evaluate(scrolled) != before
        assert board.state().ack == ack
        assert swipe(name, 90, 4) != usual
        assert float(swipe(name, 0, 0)) == pytest.approx(0.35 * (0.95 if name == "Momentum" else float(usual)), rel=0.2)
    expect(board.button("Undo")).to_be_enabled()
    for _ in range(2):  # the drag is one change, the tap another, and the swipe none
        board.press("Control+z")
    expect(board.button("Undo")).to_be_disabled()


def test_a_swipe_over_a_slider_of_another_page_scrolls_and_its_handle_is_dragged_sideways(new_board: NewBoard):
    board = new_board("preset=tug-of-war", **PHONE)
    page = board.page
    page.get_by_role("link", name="Paper figures").click()
    slider = page.get_by_test_id("stSlider").first
    handle, value = slider.get_by_test_id("stSliderThumbValue"), slider.get_by_role("slider")
    usual = value.input_value()
    fingers = Fingers(board)
    scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
    for place, (dx, dy), changes in ((0.8, (3, -90), False), (None, (3, -90), False), (None, (60, 3), True)):
        slider.scroll_into_view_if_needed()
        track, knob = slider.get_by_role("group").bounding_box(), handle.bounding_box()
        assert track is not None
        assert knob is not None
        x = track["x"] + place * track["width"] if place else knob["x"] + knob["width"] / 2
        y, before = track["y"] + track["height"] / 2, page.evaluate(scrolled)
        fingers.touch("touchStart", (x, y))
        for k in range(1, 9):
            fingers.touch("touchMove", (x + dx * k / 8, y + dy * k / 8))
            board.frames()
        fingers.touch("touchEnd")
        if changes:
            expect(value).not_to_have_value(usual)
        else:
            page.wait_for_function(f"Math.abs({scrolled} - {before}) > 20")
            assert value.input_value() == usual


def test_a_notice_is_reached_at_once_closes_on_escape_stays_in_use_and_takes_its_clicks(new_board: NewBoard):
    board = new_board("preset=tug-of-war")
    before = board.end()
    button, field = board.button("Copy a link"), board.page.get_by_role("textbox", name="Copy a link")
    board.page.clock.install()
    button.click()
    expect(field).to_be_focused()
    board.page.mouse.move(2, 2)
    board.page.clock.run_for(60_000)
    expect(field).to_be_visible()
    board.page.keyboard.press("Escape")
    board.page.clock.run_for(1_000)
    expect(board.toast).to_be_hidden()
    expect(button).to_be_focused()
    board.page.keyboard.press("Enter")
    expect(field).to_be_focused()
    box = board.toast.get_by_role("button", name="Close").bounding_box()
    assert box is not None
    board.page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    board.page.clock.run_for(1_000)
    expect(board.toast).to_be_hidden()
    assert (board.state().n, board.state().query) == (before.n, before.query)


def test_other_files_are_refused_by_what_they_are_however_large(new_board: NewBoard):
    board = new_board("preset=tug-of-war")
    board.open_file("GIF89a" + " " * 4_000_000, "film.gif")
    expect(board.toast).to_contain_text("an animation (GIF) is not allowed")
    assert board.state().n == 3
