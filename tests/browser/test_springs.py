"""Springs drawn by hand, by class and by hand, and the closed forms of one pair."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

import springsim as ss
from tests.browser.board import Board, link, scene_of
from tests.browser.conftest import NewBoard
from tests.browser.test_points import distance

A, B, MIDDLE = (-0.3, 0.0), (0.3, 0.0), (0.05, 0.0)
SIMILAR, DISSIMILAR = 0.6**2 / 2, 0.4**2 / 2  # ½d² and ½(m − d)² at d = 0.6, m = 1


@pytest.fixture
def pins(new_board: NewBoard) -> Board:
    """Two pinned points without a spring, 0.6 apart."""
    return new_board(link(ss.Scene.from_pairs([A, B], [], [], pinned=[True, True])))


def tool(board: Board, name: str) -> None:
    button = board.page.get_by_role("toolbar", name="Tools").get_by_role("button", name=name)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def sees(board: Board, loss: float, counts: tuple[int, int]) -> None:
    state = board.until("Math.abs(b.loss - arg) < 1e-12", loss)
    assert state.entry.springs.counts == counts
    expect(board.page.locator('[data-readout="springs"]')).to_contain_text(re.compile(rf"^{counts[0]} \D {counts[1]}\b"))


def test_two_clicks_tie_a_similar_or_a_dissimilar_spring(pins: Board):
    tool(pins, "similar spring (S)")
    pins.click(A)
    expect(pins.page.get_by_text("Now the second point")).to_be_visible()
    pins.click(B)
    sees(pins, SIMILAR, (1, 0))
    tool(pins, "dissimilar spring")
    pins.click(A)
    pins.click(B)
    sees(pins, DISSIMILAR, (0, 1))


def test_a_drag_from_point_to_point_ties_a_spring(pins: Board):
    tool(pins, "dissimilar spring")
    pins.drag(A, B)
    sees(pins, DISSIMILAR, (0, 1))


def test_a_click_on_a_spring_flips_it_and_the_scissors_cut_it(pins: Board):
    tool(pins, "dissimilar spring")
    pins.drag(A, B)
    sees(pins, DISSIMILAR, (0, 1))
    tool(pins, "similar spring (S)")
    pins.click(MIDDLE)
    sees(pins, SIMILAR, (1, 0))
    tool(pins, "dissimilar spring")
    pins.click(MIDDLE)
    sees(pins, DISSIMILAR, (0, 1))
    tool(pins, "Cut springs")
    pins.click(MIDDLE)
    sees(pins, 0.0, (0, 0))


def test_with_shift_a_pair_carries_both_springs(pins: Board):
    tool(pins, "similar spring (S)")
    pins.drag(A, B)
    sees(pins, SIMILAR, (1, 0))
    tool(pins, "dissimilar spring")
    pins.page.keyboard.down("Shift")
    pins.click(MIDDLE)
    pins.page.keyboard.up("Shift")
    sees(pins, SIMILAR + DISSIMILAR, (1, 1))
    tool(pins, "Cut springs")
    pins.drag(A, B)
    sees(pins, 0.0, (0, 0))


def test_free_points_tied_by_hand_obey_the_closed_forms(new_board: NewBoard):
    board = new_board(link(ss.Scene.from_pairs([A, B], [], [], margin=1.2)))
    tool(board, "dissimilar spring")
    board.drag(A, B)
    end = board.end()
    assert end.loss < 1e-12
    tool(board, "Add and move")
    scene = scene_of(board.shared())
    assert distance(scene) == pytest.approx(1.2, abs=1e-5)
    tool(board, "similar spring (S)")
    board.page.keyboard.down("Shift")
    board.drag(*scene.positions)
    board.page.keyboard.up("Shift")
    board.until("b.loss > 0.1")
    end = board.end()
    assert end.loss == pytest.approx(1.2**2 / 4, rel=1e-9)
    assert distance(scene_of(board.shared())) == pytest.approx(0.6, abs=1e-5)


def test_a_tool_is_left_by_escape(pins: Board):
    tool(pins, "Cut springs")
    pins.press("Escape")
    move = pins.page.get_by_role("toolbar", name="Tools").get_by_role("button", name="Add and move")
    expect(move).to_have_attribute("aria-pressed", "true")
    assert pins.add((0.0, 0.6)).entry.springs.counts == (0, 0)


def test_springs_go_by_class_or_by_hand(new_board: NewBoard):
    scene = ss.Scene.from_labels([A, B, (0.0, 0.5)], [0, 0, 1], pinned=[True] * 3)
    board = new_board(link(scene))
    group = board.page.get_by_role("group", name="Springs", exact=True)
    by_class, by_hand = group.get_by_role("button", name="by class"), group.get_by_role("button", name="by hand")
    loss = ss.loss(scene)
    sees(board, loss, (1, 2))
    expect(by_class).to_have_attribute("aria-pressed", "true")
    by_hand.click()
    expect(by_hand).to_have_attribute("aria-pressed", "true")
    sees(board, loss, (1, 2))
    assert board.state().entry.springs.kind == "pairs"
    group.get_by_role("button", name="untie all").click()
    sees(board, 0.0, (0, 0))
    by_class.click()
    sees(board, loss, (1, 2))
    assert board.state().entry == scene


def test_tying_one_pair_of_a_scene_by_class_takes_the_others_along_by_hand(new_board: NewBoard):
    scene = ss.Scene.from_labels([A, B, (0.0, 0.5)], [0, 0, 1], pinned=[True] * 3)
    board = new_board(link(scene))
    tool(board, "Cut springs")
    board.click(MIDDLE)
    sees(board, ss.loss(scene) - SIMILAR, (0, 2))
    assert board.state().entry.springs.kind == "pairs"
