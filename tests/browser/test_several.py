"""Several points selected and changed at once, points in one place, and coordinates that are typed."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import expect

import springsim as ss
from springsim import texts
from tests.browser.board import WORDS, Board, link
from tests.browser.conftest import NewBoard
from tests.browser.test_touch import PHONE, Fingers

#: Three points in one place, two beside it, two elsewhere; pinned, so that a place stays what it is.
PLACES = [(-1.0, 0.5), (-1.0, 0.5), (-1.0, 0.5), (0.5, 0.4), (0.8, -0.3), (0.0, -0.6), (-1.2, -0.7)]
STILL = ss.Scene.from_labels(PLACES, [0, 1, 2, 0, 1, 1, 2], pinned=[True] * 7)


def chosen(board: Board) -> list[int]:
    return [int(i) for i in (board.stage.get_attribute("data-selected") or "").split()]


def expect_chosen(board: Board, *points: int) -> None:
    expect(board.stage).to_have_attribute("data-selected", " ".join(map(str, points)))


def test_points_in_a_frame_are_moved_given_a_class_and_deleted_at_once_with_one_undo_each(new_board: NewBoard):
    board = new_board(link(STILL))
    page, start = board.page, board.end()
    page.keyboard.down("Shift")
    board.grab((-0.3, 0.8))
    board.pull((1.2, -0.45), steps=4)
    page.mouse.up()
    expect_chosen(board, 3, 4)
    board.click((0.0, -0.6))
    expect_chosen(board, 3, 4, 5)
    board.click((0.5, 0.4))  # out again; the next one takes its place
    expect_chosen(board, 4, 5)
    board.click((0.5, 0.4))
    page.keyboard.up("Shift")
    several = page.get_by_role("toolbar", name=WORDS["selected_points"])
    expect(several.get_by_text("3 points", exact=True)).to_be_visible()
    moved = board.drag((0.5, 0.4), (0.8, 0.9))
    shift = moved.entry.positions - STILL.positions
    np.testing.assert_allclose(shift[[3, 4, 5]], [(0.3, 0.5)] * 3, atol=2 / start.scale)
    assert np.ptp(shift[[3, 4, 5]], axis=0).max() < 1 / start.scale
    assert not shift[[0, 1, 2, 6]].any()
    board.press("Control+z")
    board.until("b.query === arg", start.query)
    assert sorted(chosen(board)) == [3, 4, 5]
    several.get_by_role("combobox").select_option(label="Class C")
    assert board.until("b.query !== arg", start.query).entry.labels.tolist() == [0, 1, 2, 2, 2, 2, 2]
    board.press("p", "Delete")
    rest = board.until("b.n === 4").entry
    np.testing.assert_array_equal(rest.positions, STILL.positions[[0, 1, 2, 6]])
    assert chosen(board) == []
    board.press("Control+z", "Control+z", "Control+z")
    assert board.until("b.n === 7 && b.query === arg", start.query).entry == STILL
    board.press("Control+a")
    expect_chosen(board, *range(7))
    board.click((1.2, 0.2))  # beside them: deselects, adds nothing
    expect_chosen(board)
    page.get_by_role("listbox").focus()
    for key in ("ArrowDown", "ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown"):
        page.keyboard.press(key)
    expect_chosen(board, 1, 2, 3)
    assert board.state().n == 7


def test_points_in_one_place_are_chosen_by_clicks_or_by_number_and_a_place_is_typed(new_board: NewBoard):
    board = new_board(link(STILL))
    page, start = board.page, board.end()
    for expected in (0, 1, 2, 0):
        board.click((-1.0, 0.5))
        expect_chosen(board, expected)
    expect(page.get_by_text("3 points here:")).to_be_visible()
    page.locator(".stack").get_by_role("button", name="Point 2").click()
    expect_chosen(board, 1)
    x, y = (page.get_by_label(WORDS[f"coordinate_{name}_label"]) for name in "xy")
    assert (x.input_value(), y.input_value()) == ("-1", "0.5")
    x.fill("0,125")
    x.press("Escape")
    expect(x).to_have_value("-1")
    x.fill("0,125")
    y.fill("−0.375")
    y.press("Enter")
    placed = board.until("b.query !== arg", start.query)
    assert placed.entry.positions[1].tolist() == [0.125, -0.375]
    expect(page.get_by_text("3 points here:")).to_be_hidden()
    for wrong in ("abc", "", "2e6"):
        x.fill(wrong)
        x.press("Enter")
        expect(board.toast).to_contain_text("expected a number from -1e+06 to 1e+06")
        expect(x).to_have_value("0.125")
    x.press("Control+z")
    assert board.until("b.query === arg", start.query).entry == STILL


def test_a_finger_selects_several_points_and_on_the_circle_they_turn_together(new_board: NewBoard):
    angles = np.deg2rad([0.0, 60.0, 100.0, 200.0])
    places = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    scene = ss.Scene.from_labels(places, [0, 1, 2, 3], domain="circle", pinned=[True] * 4)
    board = new_board(link(scene) + "&lang=zh", **PHONE)
    start = board.until("b.phase === 'equilibrium'")
    board.page.locator("[data-tool=several]").tap()
    fingers = Fingers(board)

    def stroke(a: tuple[float, float], b: tuple[float, float]) -> None:
        (ax, ay), (bx, by) = start.screen(a), start.screen(b)
        fingers.touch("touchStart", (ax, ay))
        for k in range(1, 9):
            fingers.touch("touchMove", (ax + k * (bx - ax) / 8, ay + k * (by - ay) / 8))
        fingers.touch("touchEnd")

    stroke((-0.6, 1.2), (0.7, 0.6))
    expect_chosen(board, 1, 2)
    board.page.touchscreen.tap(*start.screen(places[3]))
    expect_chosen(board, 1, 2, 3)
    stroke(tuple(places[1]), (1.3 * np.cos(np.deg2rad(30.0)), 1.3 * np.sin(np.deg2rad(30.0))))
    after = board.until("b.query !== arg", start.query).entry
    turned = np.rad2deg(np.arctan2(after.positions[:, 1], after.positions[:, 0])) % 360
    np.testing.assert_allclose(turned, [0.0, 30.0, 70.0, 170.0], atol=1.5)
    board.page.touchscreen.tap(*start.screen((0.0, 0.0)))
    expect_chosen(board)
    board.page.touchscreen.tap(*start.screen(places[0]))
    angle = board.page.get_by_label(texts.of("zh")["coordinate_angle_label"])
    expect(angle).to_have_value("0")
    angle.fill("－90")  # full width, as a Chinese keyboard writes it
    angle.blur()
    board.page.wait_for_function("angle => angle.value === '-90'", arg=angle.element_handle())
