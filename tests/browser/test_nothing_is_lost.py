"""Nothing is lost: not in a flood of commands, not when the server goes away, not between two tabs."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.board import Board
from tests.browser.conftest import NewBoard
from tests.browser.server import Server


@pytest.fixture
def mortal() -> Iterator[Server]:
    """A server that may be killed."""
    server = Server().start()
    yield server
    server.close()


def forgive_disconnection(board: Board) -> None:
    """Forget what the page said about the server being away; anything else stays wrong."""
    away = ("WebSocket", "ERR_CONNECTION", "ERR_EMPTY_RESPONSE", "Failed to fetch", "Network Error", "disconnected from server")
    board.wrong[:] = [complaint for complaint in board.wrong if not any(words in complaint for words in away)]


def test_of_200_commands_at_once_none_is_lost_and_the_last_one_is_shown(board: Board):
    board.stage.evaluate(
        """stage => {
          const press = (key) => stage.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
          for (let k = 0; k < 200; k++) {
            press("a");
            press("ArrowRight");
            if (k === 198) press("8");
          }
        }"""
    )
    state = board.until("b.n === 200")
    assert state.ack >= 200
    x = state.entry.positions[:, 0]
    assert (np.diff(x) > 0).all()  # each of them, in the order in which they were made
    assert state.entry.labels.tolist() == [0] * 199 + [7]


def test_200_keys_as_fast_as_they_can_be_pressed_all_arrive(board: Board):
    board.stage.focus()
    board.page.keyboard.press(",")  # paused: points that have moved far apart would not fit into an address
    for k in range(200):
        board.page.keyboard.press("12345678"[k % 8])
        board.page.keyboard.press("a")
        board.page.keyboard.press("Escape")
    state = board.until("b.n === 200")
    assert state.ack >= 200
    assert sum(state.entry.labels == 7) >= 1


def test_of_200_moves_of_a_slider_the_last_one_counts_and_they_are_one_undo(new_board: NewBoard):
    board = new_board("preset=tug-of-war")
    before = board.end()
    board.page.get_by_role("slider", name="Margin").evaluate(
        """slider => {
          for (let k = 0; k < 200; k++) {
            slider.value = String(0.5 + k / 100);
            slider.dispatchEvent(new Event("input"));
          }
          slider.dispatchEvent(new Event("change"));
        }"""
    )
    state = board.until("b.margin === 2.49 && b.query !== arg", before.query)
    assert state.entry.margin == 2.49
    board.press("Control+z")
    board.until("b.margin === 1 && b.loss === arg", before.loss)
    expect(board.button("Undo")).to_be_disabled()


def test_a_server_that_crashes_and_comes_back_costs_nothing(new_board: NewBoard, mortal: Server):
    board = new_board("preset=tug-of-war", at=mortal.address)
    losses = [board.end()]
    board.add((0.2, 0.9))
    losses.append(board.end())
    board.slide("Margin", 1.6)
    board.until("b.query !== arg", losses[-1].query)
    losses.append(board.end())

    mortal.stop(signal.SIGKILL)
    board.stage.evaluate(
        "stage => ['a', 'a'].forEach((key) => stage.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })))"
    )
    said = board.page.locator(".server")
    expect(said).to_have_text("The server cannot be reached. 2 changes wait, and are sent as soon as it is back.")
    mortal.start()
    board.until("b.n === 6", timeout=40_000)
    expect(said).to_have_text("Connected again.")
    forgive_disconnection(board)
    for n in (5, 4):
        board.press("Control+z")
        board.until("b.n === arg", n)
    for state in reversed(losses):
        board.until("b.n === arg[0] && b.margin === arg[1] && b.loss === arg[2]", [state.n, state.margin, state.loss])
        board.press("Control+z")
    expect(board.button("Undo")).to_be_disabled()


def test_a_reload_after_a_crash_opens_the_scene_from_the_address(new_board: NewBoard, mortal: Server):
    board = new_board("preset=tug-of-war", at=mortal.address)
    board.add((0.2, 0.9))
    before = board.end()
    mortal.stop(signal.SIGKILL)
    mortal.start()
    board.page.reload()
    assert board.until("b.n === 4").entry == before.entry
    assert board.end().loss == pytest.approx(before.loss, rel=1e-9)
    forgive_disconnection(board)


def test_two_tabs_do_not_disturb_each_other(new_board: NewBoard):
    one, two = new_board("preset=tug-of-war"), new_board("preset=empty")
    before = one.end()
    for k in range(5):
        two.add((0.3 * k - 0.6, 0.1))
    assert one.state() == before
    one.press("Delete")
    one.until("b.n === 2")
    assert two.state().n == 5
    two.press("Control+z")
    two.until("b.n === 4")
    assert one.state().n == 2
