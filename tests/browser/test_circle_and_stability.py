"""Points on the unit circle; what the board says of a rest; the landscape under it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from playwright.sync_api import expect

import springsim as ss
from springsim.texts import of
from tests.browser.board import WORDS, Board, descent, link, scene_of
from tests.browser.conftest import NewBoard

CIRCLE = "Unit circle"


def kind(board: Board) -> str | None:
    return board.stage.get_attribute("data-rest")


# the unit circle


def test_points_go_to_the_circle_and_stay_there_when_it_is_left(new_board: NewBoard):
    board = new_board(link(ss.Scene.from_labels([(0.5, 0.1), (-2.0, 0.3), (0.1, -0.4)], [0, 0, 1])))
    before = board.state()
    board.button(CIRCLE).click()
    state = board.until("b.query !== arg", before.query)
    expect(board.button(CIRCLE)).to_have_attribute("aria-pressed", "true")
    assert state.entry.domain == "circle"
    end = board.end()
    assert end.phase == "equilibrium"
    truth = descent(end.entry)
    assert end.loss == pytest.approx(truth.loss[-1], rel=1e-9)
    np.testing.assert_allclose(np.hypot(*truth.final.positions.T), 1.0, atol=1e-14)
    board.button(CIRCLE).click()
    back = board.until("b.query !== arg", end.query)
    assert back.entry.domain == "plane"
    np.testing.assert_allclose(np.hypot(*back.entry.positions.T), 1.0, atol=1e-14)
    board.press("Control+z")
    board.until("b.query === arg", end.query)


def test_a_dragged_and_an_added_point_are_put_on_the_circle(new_board: NewBoard):
    start = ss.Scene.from_pairs([(1.0, 0.0), (0.0, 1.0)], [], [], domain="circle")
    board = new_board(link(start))
    board.drag((1.0, 0.0), (-0.6, -0.8), steps=6)
    moved = board.state().entry.positions[0]
    np.testing.assert_allclose(moved, (-0.6, -0.8), atol=0.02)
    assert math.hypot(*moved) == pytest.approx(1.0, abs=1e-14)
    board.add((0.35, -0.35))
    added = board.state().entry.positions[2]
    np.testing.assert_allclose(added, (math.sqrt(0.5), -math.sqrt(0.5)), atol=0.03)


def test_the_step_that_is_safe_is_marked_at_1_there(new_board: NewBoard):
    board = new_board("preset=two-on-a-circle")
    assert board.page.get_by_text(WORDS["step_help"].format(limit=1)).is_visible()
    board.slide(WORDS["step"], 1.05)
    expect(board.page.get_by_text(WORDS["step_beyond"])).to_be_visible()
    board.slide(WORDS["step"], 1.0)
    expect(board.page.get_by_text(WORDS["step_beyond"])).to_have_count(0)


@pytest.mark.parametrize("name", ["two-on-a-circle", "circle-torn"])
def test_a_lesson_on_the_circle_comes_to_the_rest_that_the_core_finds(new_board: NewBoard, name: str):
    board = new_board(f"preset={name}")
    end = board.end()
    truth = descent(ss.presets.load(name))
    assert end.loss == pytest.approx(truth.loss[-1], rel=1e-9, abs=1e-12)
    assert kind(board) == ss.stability(truth.final).kind
    assert board.stage.get_attribute("data-domain") == "circle"


# of which kind a rest is


@pytest.mark.parametrize(
    ("query", "said", "words"),
    [
        ("preset=ring", "stable", "phase_stable"),
        ("preset=two-classes", "flat", "phase_flat_one"),
        ("preset=saddle&lang=zh", "saddle", "phase_saddle_one"),
    ],
)
def test_a_rest_is_said_to_be_stable_neutral_or_a_saddle(new_board: NewBoard, query: str, said: str, words: str):
    board = new_board(query)
    board.until("['equilibrium'].includes(b.phase) || pressEnd()")
    assert kind(board) == said
    language = "zh" if "zh" in query else "en"
    assert board.readout("state") == of(language)[words].format(step=board.state().step)


def test_at_rest_a_mode_is_drawn_and_it_goes_when_it_is_not_wanted_or_the_points_move(new_board: NewBoard):
    board = new_board("preset=saddle")
    board.end()
    with_mode = board.picture().copy()
    expect(board.page.get_by_text(WORDS["note_mode_saddle"])).to_be_visible()
    board.page.get_by_role("button", name="mode", exact=True).click()
    board.frames()
    without = board.picture().copy()
    assert (with_mode != without).any()
    expect(board.page.get_by_text(WORDS["note_mode_saddle"])).to_have_count(0)
    board.page.get_by_role("button", name="mode", exact=True).click()
    board.button("Restart").click()
    board.frames()
    assert kind(board) == ""
    expect(board.page.get_by_text(WORDS["note_mode_saddle"])).to_have_count(0)


def test_a_nudge_at_a_saddle_goes_along_its_mode_and_ends_at_the_true_rest(new_board: NewBoard):
    board = new_board("preset=saddle")
    stuck = board.end()
    rest = ss.stability(descent(ss.presets.load("saddle")).final)
    assert kind(board) == "saddle"
    board.button("Nudge").click()
    nudged = board.until("b.query !== arg", stuck.query).entry
    np.testing.assert_allclose(nudged.positions, rest.nudged(seed=0, size=1e-3).positions, atol=1e-9)
    end = board.end()
    assert end.loss < 1e-9
    assert kind(board) != "saddle"


def test_past_its_pitchfork_the_gate_leaves_the_middle_when_nudged(new_board: NewBoard):
    scene = ss.presets.load("gate")
    middle = scene.replace(margin=1.0, positions=[*scene.positions[:3], (0.0, 0.0)])
    board = new_board(link(middle))
    board.end()
    assert kind(board) == "saddle"
    board.button("Nudge").click()
    board.until("b.phase === 'playing'")
    end = board.end()
    assert kind(board) == "stable"
    truth = descent(end.entry).final.positions[3]
    np.testing.assert_allclose(np.abs(truth), (0.0, math.sqrt((2 / 3) ** 2 - 0.25)), atol=1e-4)


def test_a_held_point_is_said_and_what_a_word_means_opens_by_key_and_tap(new_board: NewBoard):
    board = new_board("preset=fig2")
    board.end()
    expect(board.page.locator(".meaning")).to_contain_text(WORDS["apart_pin"])
    board.grab((0.87, 0.494))  # where the seventh point came to rest, on the rim
    board.pull((0.5, 0.3), steps=3)
    held = board.until("b.phase === 'held' && b.loss > 0.05")
    assert board.readout("state") == WORDS["phase_held_rest"].format(i=7)
    assert held.residual == pytest.approx(math.sqrt(2 * held.loss), rel=1e-6)  # of the one spring that pushes
    assert kind(board) == ""
    board.page.mouse.up()
    board.press("End")
    assert board.end().residual < 1e-6
    words = board.page.get_by_role("note")
    mark = board.button(WORDS["explain"].format(what=WORDS["read_residual"]))
    mark.press("Enter")
    expect(words).to_have_text(WORDS["help_residual"])
    expect(mark).to_have_attribute("aria-expanded", "true")
    mark.press("Escape")
    expect(words).to_have_count(0)
    board.button(WORDS["explain"].format(what=WORDS["step"])).click()
    expect(words).to_contain_text("learning rate")
    board.page.mouse.click(*board.state().screen((1.6, -1.4)))
    expect(words).to_have_count(0)


# the landscape


def test_the_landscape_of_the_gate_has_one_basin_that_splits_as_the_margin_grows(new_board: NewBoard):
    board = new_board("preset=gate&margin=0.6")
    board.end()
    plain = board.picture().copy()
    board.button("landscape").click()
    minima = board.page.locator(".board[data-minima]")
    expect(minima).to_have_attribute("data-minima", "0.00 0.00")
    assert (board.picture() != plain).mean() > 0.5  # bands of colour nearly everywhere
    board.slide("Margin m", 1.0)
    height = math.sqrt((2 / 3) ** 2 - 0.25)
    expect(minima).to_have_attribute("data-minima", f"0.00 {-height:.2f} 0.00 {height:.2f}")
    board.button("landscape").click()
    expect(minima).to_have_count(0)


def test_a_landscape_is_of_the_point_that_is_selected(new_board: NewBoard):
    board = new_board("preset=fig2e")
    board.end()
    board.button("landscape").click()
    minima = board.page.locator(".board[data-minima]")
    centre = ss.presets.load("fig2e").positions[1:].mean(axis=0)
    expect(minima).to_have_attribute("data-minima", f"{centre[0]:.2f} {centre[1]:.2f}")
    board.press("Escape")
    expect(minima).to_have_count(0)
    expect(board.page.get_by_text(WORDS["note_landscape"])).to_be_visible()
    board.press("]", "]")  # a pinned point, tied to the free one
    free = descent(scene_of(board.state().query)).final.positions[0]
    expect(minima).to_have_attribute("data-minima", f"{free[0]:.2f} {free[1]:.2f}")


def test_the_landscape_follows_while_the_points_move(new_board: NewBoard):
    board = new_board("preset=tug-of-war")
    board.button("Restart").click()
    board.button("landscape").click()
    board.end()
    minima = board.page.locator(".board[data-minima]")
    final = descent(ss.presets.load("tug-of-war")).final.positions[1]
    expect(minima).to_have_attribute("data-minima", f"{final[0]:.2f} {final[1]:.2f}".replace("-0.00", "0.00"))
