"""A recorded run on the board: it plays in its own unit, a hand goes on from it by simulation, and undo and a reload return."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Page, expect

from springsim.app.session import address, reducer
from tests.app.session.test_commands import GOOD
from tests.app.session.test_recorded_run import documents, recording
from tests.browser.conftest import NewBoard

FRAME, EPOCH = 12, 60


def kept() -> str:
    """Return what a tab keeps of a board that plays a recorded run, paused at its start."""
    run = recording(names=["mug", "cup", "fork", "knife", "spoon"])
    board = reducer.placed_run(address.opened({}, "en"), run)
    look = {**GOOD["recall"], "step": 0, "follows": True, "selected": 1, "scale": 100.0, "x": 0.0, "y": 0.0}
    history = {"entries": documents(board), "index": 1, "left": 0}
    return json.dumps(
        {"version": 1, "epoch": "of before", "query": "", "language": "en", "waiting": [], "look": look, **history}
    )


def when(page: Page, words: str) -> None:
    expect(page.locator(".when")).to_have_text(re.compile(words))


def test_a_recorded_run_plays_and_a_drag_goes_on_from_it_and_undo_and_a_reload_bring_it_back(new_board: NewBoard):
    board = new_board()
    page, run = board.page, recording()
    page.add_init_script(f"sessionStorage['board kept'] ??= sessionStorage['springsim.board'] = {json.dumps(kept())}")
    board.open()
    board.until("b.n === 5 && b.phase === 'paused'")
    when(page, "^epoch 0 of 195$")
    expect(board.selection).to_contain_text("cup (point 2)")
    expect(page.get_by_role("combobox", name="Scene", exact=True)).to_have_text(re.compile("Recorded run"))
    expect(page.get_by_role("slider", name="Margin m")).to_be_enabled()
    expect(board.button("Simulate from here")).to_be_visible()
    for name in ("Learning rate η", "Momentum"):
        expect(page.get_by_role("slider", name=name)).to_be_disabled()
    board.press(" ")
    assert board.rest().phase == "recorded"
    when(page, "^epoch 195 of 195$")
    assert board.readout("state").startswith("recorded to epoch 195")

    # another margin: the same epoch, the same positions, other springs
    page.get_by_role("slider", name="Time").fill(str(FRAME))
    board.slide("Margin m", 0.8)
    there = board.until("b.margin === 0.8 && b.phase === 'paused'")
    assert there.step == EPOCH
    when(page, f"^epoch {EPOCH} of 195$")

    # a point is dragged: simulation, from the frame seen; undo: the recording, at that frame
    board.drag(run.positions[FRAME][1].tolist(), (0.2, 0.9))
    when(page, "^step 0 of ")
    moved = board.state()
    others = [0, 2, 3, 4]
    assert abs(moved.entry.positions[others] - run.positions[FRAME][others]).max() < 1e-9
    expect(page.get_by_role("slider", name="Momentum")).to_be_enabled()
    expect(board.button("Simulate from here")).to_be_hidden()
    board.press(" ")
    assert board.end().phase == "equilibrium"
    board.press("Control+z")
    back = board.until("b.phase === 'paused'")
    assert (back.step, back.margin, back.loss) == (EPOCH, 0.8, there.loss)
    when(page, f"^epoch {EPOCH} of 195$")

    # a reload: the browser has kept the run itself
    page.wait_for_function(f"sessionStorage['springsim.board'].includes('\"shown\":{EPOCH}')")
    page.reload()
    again = board.until("b.n === 5 && b.phase === 'paused'")
    assert (again.step, again.margin, again.loss) == (EPOCH, 0.8, there.loss)
    when(page, f"^epoch {EPOCH} of 195$")
