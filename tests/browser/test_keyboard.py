"""Everything by the keyboard alone."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import expect

import springsim as ss
from tests.browser.board import Board, link
from tests.browser.conftest import NewBoard

FOCUS = """
() => {
  let e = document.activeElement;
  while (e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;
  return e.getAttribute("aria-label") || e.id || e.textContent;
}
"""


def test_tab_reaches_the_board_and_every_control(new_board: NewBoard):
    board = new_board("preset=similar-pair")
    board.page.evaluate("document.activeElement.blur()")
    reached: list[str] = []
    for _ in range(75):
        board.page.keyboard.press("Tab")
        reached.append(board.page.evaluate(FOCUS))
    every = " | ".join(reached)
    for name in (
        "Spring board",
        "Reset to the preset",
        "Copy a link",
        "Help",
        "Tie two points by a similar",
        "Cut springs",
        "Zoom in",
        "Pin",
        "Class of the selected point",
        "springsim-preset",
        "springsim-margin",
        "springsim-step",
        "springsim-momentum",
        "Class H",
        "by hand",
        "trails",
        "springsim-seed",
        "Nudge",
        "(Space)",  # play or pause
        "Time",
        "Speed",
    ):
        assert name in every, f"{name} is not reached: {every}"


def test_points_are_added_selected_moved_pinned_classed_and_deleted_by_keys(board: Board):
    board.press("a")
    first = board.until("b.n === 1")
    np.testing.assert_allclose(first.entry.positions, [(first.x, first.y)], atol=1 / first.scale)
    expect(board.selection.get_by_text("Point 1", exact=True)).to_be_visible()
    board.press("ArrowRight")
    state = board.until("b.query !== arg", first.query)
    board.press("ArrowUp")
    state = board.until("b.query !== arg", state.query)
    board.press("Escape", "2", "Enter")
    state = board.until("b.n === 2")
    np.testing.assert_allclose(state.entry.positions[0] - first.entry.positions[0], (0.05, 0.05), atol=1e-6)
    assert state.entry.labels.tolist() == [0, 1]
    board.end()
    board.press("p")
    state = board.until("b.query !== arg", state.query)
    assert state.entry.pinned.tolist() == [False, True]
    board.press("[", "3")
    state = board.until("b.query !== arg", state.query)
    assert state.entry.labels.tolist() == [2, 1]
    board.press("Delete")
    state = board.until("b.n === 1")
    assert state.entry.labels.tolist() == [1]
    board.press("Control+z")
    board.until("b.n === 2")
    board.press("Control+y")
    board.until("b.n === 1")


def test_key_presses_in_quick_succession_are_one_undo(new_board: NewBoard):
    board = new_board(link(ss.Scene.from_labels([(0.0, 0.0)], [0])))
    start = board.state()
    board.press("]", *["ArrowLeft"] * 6)
    moved = board.until("b.query !== arg", start.query)
    board.press("Control+z")
    board.until("b.query === arg && b.ack > 0", start.query)
    expect(board.button("Undo")).to_be_disabled()
    assert moved.entry.positions[0][0] < 0


def test_of_many_key_presses_in_quick_succession_every_one_counts(new_board: NewBoard):
    board = new_board(link(ss.Scene.from_labels([(0.0, 0.0)], [0])))
    board.press("]")
    board.stage.evaluate(
        """stage => {
          for (const key of [..."mmmmmmmmmm", ...Array(8).fill("ArrowRight"), "ArrowUp"])
            stage.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
        }"""
    )
    state = board.until("b.margin === 1.5", timeout=5_000)
    state = board.until("b.query !== arg", state.query) if not state.entry.positions.all() else state
    np.testing.assert_allclose(state.entry.positions, [(0.4, 0.05)], atol=1e-6)


def test_springs_are_tied_flipped_and_cut_by_keys(new_board: NewBoard):
    scene = ss.Scene.from_pairs([(-0.3, 0), (0.3, 0)], [], [], pinned=[True, True])
    board = new_board(link(scene))
    for key, loss in (("s", 0.18), ("d", 0.08), ("x", 0.0)):
        board.press("Escape", "Escape", "]", key, "]", "Enter")
        board.until("Math.abs(b.loss - arg) < 1e-12", loss)


def test_time_margin_and_view_obey_the_keys(new_board: NewBoard):
    board = new_board("preset=tug-of-war")
    board.press("Home", "Space")
    board.until("b.phase === 'paused'")
    board.press("Space")
    board.until("b.phase === 'playing'")
    end = board.end()
    board.press(",")
    back = board.until("b.step < arg", end.step)
    board.press(".")
    board.until("b.step > arg", back.step)
    board.press("m")
    board.until("b.margin === 1.05")
    board.press("Shift+M")
    board.until("b.margin === 1")
    board.press("+")
    board.until("Math.abs(b.scale / arg - 1.25) < 1e-9", end.scale)
    board.press("-")
    board.until("Math.abs(b.scale / arg - 1) < 1e-9", end.scale)
    board.press("Escape", "ArrowLeft")
    board.until("b.x !== arg", end.x)
    board.press("0")


def test_help_opens_by_a_key_and_closes_by_escape(board: Board):
    board.press("?")
    help_ = board.page.get_by_role("dialog", name="Help")
    expect(help_).to_be_visible()
    expect(help_).to_contain_text("Ctrl+Shift+Z")
    board.page.keyboard.press("Escape")
    expect(help_).to_be_hidden()
    board.page.get_by_role("button", name="Help").click()
    help_.get_by_role("button", name="Close").click()
    expect(help_).to_be_hidden()


def test_other_keys_stay_with_the_browser(board: Board):
    taken = board.stage.evaluate(
        """stage => ["Tab", "Control+r", "q", "F6"].filter((key) => !stage.dispatchEvent(new KeyboardEvent("keydown", {
          key: key.split("+").pop(), ctrlKey: key.includes("+"), bubbles: true, cancelable: true })))"""
    )
    assert taken == []
