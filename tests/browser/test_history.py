"""Undo and redo: every change, exactly."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

import springsim as ss
from tests.browser.board import Board, State, link
from tests.browser.conftest import NewBoard

BACK = "b.query === arg[0] && b.step === arg[1] && b.loss === arg[2]"
A, B, C = (-0.7, 0.0), (0.6, 0.1), (0.1, 0.7)


def untie(board: Board) -> None:
    board.button("by hand").click()
    board.button("untie all").click()


CHANGES: dict[str, Callable[[Board], object]] = {
    "add": lambda board: board.click((-0.2, -0.6)),
    "move": lambda board: board.drag(A, (-0.3, 0.4), steps=12),
    "delete": lambda board: board.press("Delete"),
    "unpin": lambda board: board.button("Unpin").click(),
    "class": lambda board: board.page.get_by_role("combobox", name="Class of the selected").select_option(label="Class D"),
    "margin": lambda board: board.slide("Margin", 1.9),
    "step": lambda board: board.slide("Learning rate", 0.6),
    "momentum": lambda board: board.slide("Momentum", 0.5),
    "by hand": lambda board: board.button("by hand").click(),
    "tie": lambda board: board.press("d", "]", "Enter"),
    "untie": untie,
    "shuffle": lambda board: board.button("Random positions").click(),
    "nudge": lambda board: board.button("Nudge").click(),
    "clear": lambda board: board.button("Remove all points").click(),
    "preset": lambda board: board.page.get_by_role("combobox", name="Scene", exact=True).select_option("tug-of-war"),
    "reset": lambda board: board.button("Reset to the preset").click(),
    "open": lambda board: board.open_file(ss.presets.load("gate").to_json()),
}


def seen(state: State) -> tuple[object, ...]:
    return state.n, state.margin, state.loss, state.residual, state.step, state.query


def test_undo_and_redo_bring_back_exactly_what_was_seen(new_board: NewBoard):
    start = ss.Scene.from_labels([A, B, C], [0, 0, 1], pinned=[True, False, True])
    board = new_board(f"preset=fig2e&{link(start)}")
    board.select_point(A, 1)
    board.end()
    board.press("Shift+M")  # one change before, to tell one undo from two
    board.until("b.margin === 0.95 && b.query !== ''")
    for change, make in CHANGES.items():
        if not board.selected(1):
            board.press("Escape", "Escape")  # the tool, and what else is selected
        board.select_point(A, 1)
        before = board.end()
        make(board)
        board.until("b.query !== arg", before.query)
        if change == "untie":
            board.until("b.loss === 0")
        after = board.end()
        assert seen(after) != seen(before), change
        presses = 2 if change == "untie" else 1
        board.press(*presses * ["Control+z"])
        assert seen(board.until(BACK, [before.query, before.step, before.loss])) == seen(before), change
        board.press(*presses * ["Control+Shift+z"])
        assert seen(board.until(BACK, [after.query, after.step, after.loss])) == seen(after), change
        board.press(*presses * ["Control+z"])
        assert seen(board.until(BACK, [before.query, before.step, before.loss])) == seen(before), change


def test_a_long_history_is_undone_and_redone_step_by_step(board: Board):
    states = [board.state()]
    for k, point in enumerate([A, B, C, (0.0, -0.8)]):
        board.page.get_by_role("button", name=f"Class {'AB'[k % 2]}").click()
        board.add(point)
        states.append(board.end())
    for name, value in (("Margin", 1.4), ("Learning rate", 0.5), ("Margin", 0.7)):
        board.slide(name, value)
        board.until("b.query !== arg", states[-1].query)
        states.append(board.end())
    undo, redo = board.button("Undo"), board.button("Redo")
    for state in reversed(states[:-1]):
        undo.click()
        assert seen(board.until(BACK, [state.query, state.step, state.loss])) == seen(state)
    expect(undo).to_be_disabled()
    for state in states[1:]:
        redo.click()
        assert seen(board.until(BACK, [state.query, state.step, state.loss])) == seen(state)
    expect(redo).to_be_disabled()


def test_a_change_made_late_in_a_long_run_is_undone_to_the_frame_seen(new_board: NewBoard):
    board = new_board("preset=knot&step=0.05")
    board.end()
    board.press(",", ",", ",")
    board.frames()
    before = board.until("b.phase === 'paused'")
    assert before.step > 500  # farther than the first answer looks ahead
    board.press("m")
    board.until("b.margin === 1.05 && b.phase === 'paused' && b.step === 0")
    board.press("Control+z")
    board.until("b.margin === 1 && b.step === arg[0] && b.loss === arg[1]", [before.step, before.loss])


def test_a_new_change_after_an_undo_takes_the_place_of_what_was_undone(board: Board):
    board.add(A)
    board.add(B)
    board.button("Undo").click()
    board.until("b.n === 1")
    board.button("Class B").click()
    state = board.add(C)
    assert state.entry.labels.tolist() == [0, 1]
    expect(board.button("Redo")).to_be_disabled()


def test_reset_goes_back_to_the_preset(new_board: NewBoard):
    board = new_board("preset=dissimilar-pair")
    board.end()
    board.add((0.0, 0.6))
    board.button("Reset to the preset").click()
    assert board.until("b.n === 2").entry == ss.presets.load("dissimilar-pair")


def test_clear_removes_all_points(new_board: NewBoard):
    board = new_board("preset=fig2")
    board.button("Remove all points").click()
    state = board.until("b.n === 0")
    assert (state.loss, state.phase) == (0, "equilibrium")
