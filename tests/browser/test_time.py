"""Time: play, pause, steps, the scrubber, a touch on the way; step size and momentum."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import expect

import springsim as ss
from tests.browser.board import STEP, Board, State, descent, link
from tests.browser.conftest import NewBoard


def loss_at(state: State, step: float = STEP, momentum: float = 0.0) -> float:
    """Return the loss that the core has at the step that is shown."""
    return float(descent(state.entry, state.step, step, momentum).loss[-1])


def scrub(board: Board, share: float) -> State:
    """Put the time at a share of the whole, and wait for it."""
    slider = board.page.get_by_role("slider", name="Time", exact=True)
    slider.fill(str(round(share * int(slider.get_attribute("max") or 0))))
    board.frames()
    return board.until("b.phase === 'paused'")


def test_play_pause_step_back_restart_and_scrub_show_the_steps_of_the_core(new_board: NewBoard):
    board = new_board("preset=ring")
    board.press("Space")
    paused = board.until("b.phase === 'paused'")
    assert paused.loss == pytest.approx(loss_at(paused), rel=1e-12)

    board.button("One frame forward").click()
    later = board.until("b.step > arg", paused.step)
    assert later.loss == pytest.approx(loss_at(later), rel=1e-12)
    assert later.loss < paused.loss

    board.button("One frame back").click()
    earlier = board.until("b.step < arg", later.step)
    assert earlier.phase == "paused"
    assert earlier.loss == pytest.approx(loss_at(earlier), rel=1e-12)

    board.button("Play").click()
    board.until("b.phase === 'playing' && b.step > arg", later.step)
    board.button("Pause").click()
    board.until("b.phase === 'paused'")

    for share in (0.0, 0.7, 0.3):
        state = scrub(board, share)
        assert state.loss == pytest.approx(loss_at(state), rel=1e-12)
        expect(board.page.get_by_text(re.compile(f"^step {state.step} of "))).to_be_visible()
    assert scrub(board, 0.0).step == 0

    end = board.end()
    assert end.phase == "equilibrium"
    assert end.loss == pytest.approx(loss_at(end), rel=1e-9)
    board.button("Restart").click()
    board.until("b.step === 0")
    board.button("Play").click()
    again = board.until("b.phase === 'playing' && b.step > 0 && b.step < arg", end.step)
    assert again.entry == paused.entry


def test_play_at_the_end_plays_again(new_board: NewBoard):
    board = new_board("preset=similar-pair")
    end = board.end()
    board.button("Play").click()
    board.until("b.phase === 'playing' && b.loss > 0.1")
    assert board.until("b.phase === 'equilibrium'").loss == end.loss


def test_a_touch_on_the_way_starts_from_the_frame_seen(new_board: NewBoard):
    board = new_board("preset=ring&seed=3")
    start = board.until("b.loss < 0.8 * arg", ss.loss(ss.presets.load("ring", 3)))
    assert start.phase == "playing"
    board.press("]", "p")
    touched = board.until("b.query !== arg", start.query)
    way = ss.simulate(start.entry, steps=20_000, step_size=STEP * ss.stable_step(start.entry), frames=10_000)
    loss = ss.loss(touched.entry)
    assert loss <= start.loss * (1 + 1e-12)
    frame = int(np.argmin(np.abs(way.loss - loss)))
    np.testing.assert_allclose(touched.entry.positions, way.positions[frame], rtol=0, atol=1e-12)
    assert touched.loss <= loss * (1 + 1e-12)
    assert touched.entry.pinned.sum() == 1


def test_a_point_caught_on_the_way_is_moved_from_where_it_is_seen(new_board: NewBoard):
    board = new_board("preset=dissimilar-pair")
    board.speed.select_option("0.25")
    board.button("Restart").click()
    start = board.until("b.phase === 'playing' && b.loss < 0.2")
    board.press("Space")
    seen = board.until("b.phase === 'paused'")
    x = descent(start.entry, seen.step).final.positions
    after = board.drag(x[1], (0.9, 0.8))
    np.testing.assert_allclose(after.entry.positions[1], (0.9, 0.8), atol=1 / after.scale)
    np.testing.assert_allclose(after.entry.positions[0], x[0], rtol=0, atol=1e-12)


def test_past_the_limit_of_stability_the_step_says_so_and_the_points_fly_apart(new_board: NewBoard):
    board = new_board(link(ss.Scene.from_labels([(-0.3, 0.0), (0.3, 0.1)], [0, 0])))
    assert board.end().phase == "equilibrium"
    board.press("Home")
    board.until("b.step < 5")
    help_line = board.page.get_by_text("Past stability")
    expect(help_line).to_be_hidden()
    board.slide("Learning rate", 2.3)
    expect(help_line).to_be_visible()
    board.until("b.query.includes('step=2.3')")
    end = board.end()
    truth = descent(end.entry, step=2.3)
    assert end.phase == truth.status == "diverged"
    assert end.loss == pytest.approx(truth.loss[-1], rel=1e-9)
    assert board.readout("state").startswith("diverged")
    board.slide("Learning rate", 0.5)
    expect(help_line).to_be_hidden()
    board.until("b.query.includes('step=0.5')")
    assert board.end().phase == "equilibrium"


def test_at_the_limit_itself_a_pair_swings_for_ever(new_board: NewBoard):
    board = new_board(f"{link(ss.Scene.from_labels([(-0.3, 0.0), (0.3, 0.1)], [0, 0]))}&step=2")
    end = board.end()
    assert end.phase == "cycling"
    assert end.loss == pytest.approx(0.37 / 2)
    expect(board.page.get_by_text("Past stability")).to_be_visible()
    assert board.readout("state").startswith("cycling")


def test_a_larger_step_gets_there_in_fewer_steps(new_board: NewBoard):
    board = new_board("preset=tug-of-war&step=1.0")
    end = board.end()
    truth = descent(end.entry, step=1.0)
    assert end.step == truth.steps[-1]
    assert end.loss == pytest.approx(truth.loss[-1], rel=1e-12)
    assert end.step < descent(end.entry).steps[-1]


def test_momentum_makes_points_overshoot_as_the_core_says(new_board: NewBoard):
    board = new_board("preset=similar-pair")
    board.button("Restart").click()
    board.slide("Momentum", 0.9)
    board.until("b.query.includes('momentum=0.9')")
    end = board.end()
    assert end.phase == "equilibrium"
    truth = descent(end.entry, momentum=0.9)
    assert end.step == truth.steps[-1]
    assert (np.diff(truth.loss) > 0).any()
    state = scrub(board, 0.5)
    assert state.loss == pytest.approx(loss_at(state, momentum=0.9), rel=1e-12)


def test_a_saddle_is_left_by_a_nudge(new_board: NewBoard):
    board = new_board("preset=saddle")
    stuck = board.end()
    assert stuck.loss == pytest.approx(descent(ss.presets.load("saddle")).loss[-1], rel=1e-9)
    board.button("Nudge").click()
    board.until("b.phase === 'playing'")
    end = board.end()
    assert end.phase == "equilibrium"
    assert end.loss < stuck.loss - 0.01
