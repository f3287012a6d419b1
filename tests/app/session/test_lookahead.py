import numpy as np
import pytest

import springsim as ss
from springsim.app.session import address, answer
from tests.app.boards import board_of, decoded, done, dragged, mirrored, small

pytestmark = pytest.mark.usefixtures("short_looks_ahead")


def test_live_looks_ahead_are_short_and_the_final_one_is_not():
    board = board_of(small("neighbours"))
    live = dragged(board, 0)
    assert live.held == (1,)
    assert live.trajectory.steps[-1] <= 200
    assert len(live.trajectory) <= 60
    assert (live.trajectory.positions[:, 1] == [0.5, 0.25]).all()
    assert not live.entry.scene.pinned[1]
    assert np.abs(live.trajectory.positions[-1, 0] - live.trajectory.positions[0, 0]).max() > 0.01
    final = dragged(live, 0, live=False)
    assert final.held == ()
    assert final.trajectory.steps[-1] > live.trajectory.steps[-1]
    assert (final.trajectory.positions[-1, 1] != [0.5, 0.25]).any()


def test_undo_shows_a_late_step_again_although_it_looks_ahead_shortly():
    board = done(address.opened({"preset": "knot"}, "en"), "more")
    frame = len(board.trajectory) - 2
    step = int(board.trajectory.steps[frame])
    assert step > address.opened({"preset": "knot"}, "en").trajectory.steps[-1]
    undone = done(done(board, "pin", frame, i=0, on=True), "undo")
    cursor = decoded(answer.packed(undone))[0]["cursor"]
    assert undone.entry.shown == step
    assert np.abs(undone.trajectory.positions[cursor] - board.trajectory.positions[frame]).max() < 0.02


def test_a_forged_step_in_an_entry_does_not_make_the_look_ahead_longer_than_the_longest():
    entry = {**mirrored(address.opened({"preset": "knot"}, "en")), "shown": 2**53}
    board = done(board_of(small()), "restore", entries=[entry], index=0)
    assert board.trajectory.steps[-1] == 240


@pytest.mark.parametrize(
    "query", [{"preset": "knot"}, {"preset": "fig2", "step": "0.1"}, {"preset": "fig2"}, {"preset": "empty"}]
)
def test_more_goes_on_along_the_same_way_until_it_ends(query):
    board = address.opened(query, "en")
    states, x = [], board.entry.scene
    for _ in range(241):
        states.append(x.positions)
        x = x.replace(positions=x.positions + board.trajectory.step_size * np.where(x.pinned[:, None], 0.0, ss.forces(x)))
    for _ in range(4):
        run = board.trajectory
        for k, step in enumerate(run.steps):
            assert run.positions[k] == pytest.approx(states[step], abs=1e-9)
        longer = done(board, "more")
        assert (longer.origin, longer.springs_serial, longer.entries) == (board.origin, board.springs_serial, board.entries)
        if board.ends:
            assert longer.trajectory is run
            assert longer.serial == board.serial
        else:
            assert longer.serial == board.serial + 1
            assert longer.trajectory.steps[-1] > run.steps[-1]
        board = longer
    assert board.ends


def test_more_during_a_drag_looks_farther_from_the_same_start():
    live = dragged(board_of(small("neighbours")), 0)
    longer = done(live, "more")
    assert (longer.origin, longer.held) == (live.origin, (1,))
    assert longer.trajectory.steps[-1] > live.trajectory.steps[-1]
    assert dragged(longer, 1).trajectory.steps[-1] <= 200


def test_a_change_after_more_looks_ahead_shortly_again():
    board = done(address.opened({"preset": "knot"}, "en"), "more")
    after = done(board, "pin", i=0, on=True)
    assert after.trajectory.steps[-1] < board.trajectory.steps[-1]
    assert after.origin == after.serial == board.serial + 1
    assert not after.ends
