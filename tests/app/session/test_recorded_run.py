"""A recorded run on the board: what is seen of it, what a change makes of it, and how it comes back."""

import base64
import io
import json
import zlib
from typing import Any

import numpy as np
import pytest

import springsim as ss
from springsim import Trajectory
from springsim.app.session import address, answer, changes, exports, recorded_run, reducer, state
from springsim.export import orders
from springsim.validation.errors import SceneError
from springsim.validation.limits import ANSWER_BYTES, APP, RESTORE_MAX
from tests import oracle
from tests.app.boards import CHANGES, EXPORT, GESTURE, board_of, command, decoded, done, full, motion, sent, shared, small
from tests.scenes import KINDS

EPOCHS = 40
SLIDERS = ("margin", "step", "momentum")
#: What documents of runs may not say.
FORGED: list[dict[str, Any]] = [
    {"positions": "no base64"},
    {"positions": "eJwDAAAAAAE="},  # nothing, packed
    {"kind": "f4"},
    {"kind": "f2"},
    {"steps": list(range(EPOCHS - 1))},
    {"steps": [0] * EPOCHS},
    {"steps": [[0]] * EPOCHS},
    {"steps": "0"},
    {"steps": list(range(100_000))},
    {"steps": [1e300] * EPOCHS},
    {"names": ["a"]},
    {"names": [7] * 5},
    {"names": {"a": 1}},
    {"unit": ""},
    {"unit": "a\nb"},
    {"given": 0},
    {"id": 3},
    {"more": 1},
    {"positions": base64.b64encode(zlib.compress(np.full((EPOCHS, 5, 2), np.nan).tobytes())).decode()},
]


def recording(scene: ss.Scene | None = None, frames: int = EPOCHS, **options: Any) -> Trajectory:
    """Return a run that no descent makes: the points go round in growing circles."""
    scene = small() if scene is None else scene
    angle = np.linspace(0.0, 3.0, frames)
    turn = np.stack([np.cos(angle), -np.sin(angle), np.sin(angle), np.cos(angle)], axis=1).reshape(frames, 2, 2)
    x = np.einsum("tab,nb->tna", turn, scene.positions) * (1.0 + angle[:, None, None] / 3.0)
    return Trajectory.from_positions(x, scene=scene, **{"steps": 5 * np.arange(frames), **options})


def playing(run: Trajectory | None = None) -> state.Board:
    """Return a board on which a run has come after a scene."""
    return reducer.placed_run(board_of(small("pairs")), recording() if run is None else run)


def documents(board: state.Board) -> list[dict[str, Any]]:
    """Return the history as the browser keeps it: each run once, with the first state that plays it."""
    told: set[str] = set()
    head, _ = decoded(answer.packed(done(board, "missing", first=0, last=99), board.language, -1, board.serial))
    found = [entry for _, _, entry in head["history"]["missing"]]
    for each in found:
        if each["run"] and each["run"] not in told:
            told.add(each["run"])
            asked = done(board, "run", id=each["run"])
            each["run"] = decoded(answer.packed(asked, board.language, -1, board.serial))[0]["history"]["run"]
    return json.loads(json.dumps(found))  # type: ignore[no-any-return]


def same_run(board: state.Board, other: state.Board) -> bool:
    """Tell whether two boards play the same recording, at the same margin."""
    a, b = board.trajectory, other.trajectory
    alike = (a.positions == b.positions).all() and (a.loss == b.loss).all() and (a.steps == b.steps).all()
    return bool(alike) and board.entry.run is not None and board.entry.run is other.entry.run


def too_large(points: int, springs: int) -> Trajectory:
    """Return a run of so many points and listed springs."""
    pairs = np.stack(np.triu_indices(points, 1), axis=1)[:springs]
    return Trajectory.from_positions(np.zeros((2, points, 2)), similar=pairs, dissimilar=[])


def forged(change: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a history with a run whose document says something else."""
    kept = documents(playing())
    kept[1]["run"] |= change
    return kept


def unfounded() -> list[list[dict[str, Any]]]:
    """Return histories that refer to a run that is not there, or is of other springs, and of too many or too long ones."""
    kept = documents(done(playing(), "margin", value=0.5, **GESTURE))
    many = documents(reducer.placed_run(board_of(small()), Trajectory.from_positions(np.zeros((350, 200, 2)), [0] * 200)))[1]
    longer = {**many, "run": {**many["run"], "steps": list(range(400))}}
    others = [*kept[:2], {**kept[2], "scene": small("neighbours").to_json()}]
    return [others, [kept[2], *kept[:2]], [many] * 10, [longer]]


@pytest.mark.parametrize("kind", KINDS)
def test_a_recorded_run_is_played_as_it_is_with_the_numbers_of_its_springs(kind):
    run = recording(small(kind), names=[f"picture {i}" for i in range(5)])
    board = playing(run)
    head, arrays = decoded(answer.packed(board))
    assert (head["status"], head["ends"], head["more"], head["later"], head["rest"]) == ("recorded", True, False, False, None)
    assert (head["unit"], head["given"], head["names"][3]) == ("epoch", EPOCHS, "picture 3")
    assert (motion(arrays)[0] == run.positions.astype("<f4")).all()
    assert arrays["numbers"][:, 6].tolist() == [5 * k for k in range(EPOCHS)]
    for k in (0, 17, EPOCHS - 1):
        there = run.scene.replace(positions=run.positions[k])
        assert arrays["numbers"][k, 0] == pytest.approx(sum(oracle.loss_parts(there)), rel=1e-12)
    assert len(done(board, "more").trajectory) == EPOCHS  # there is nothing to look ahead to
    assert same_run(done(done(board, "undo"), "redo"), board)


def test_a_simulated_run_from_elsewhere_is_played_as_it_was_and_not_simulated_again():
    run = ss.simulate(small(), momentum=0.3, step_size=0.01)
    board = playing(run)
    assert (board.trajectory.positions == run.positions).all()
    assert (board.trajectory.steps == run.steps).all()
    assert (board.trajectory.status, board.trajectory.unit) == ("recorded", "step")


@pytest.mark.parametrize("live", [True, False])
def test_a_change_of_the_margin_measures_the_same_positions_at_the_new_one(live):
    board = playing()
    after = done(board, "margin", 12, value=0.4, gesture=3, live=live)
    assert (after.trajectory.positions == board.trajectory.positions).all()
    assert after.origin == board.origin  # the board stays at the epoch that it shows
    assert (after.entry.shown, after.index) == (60, 2)
    for k in (0, 12, EPOCHS - 1):
        scene = after.trajectory.at(k)
        assert scene.margin == 0.4
        assert after.trajectory.loss[k] == pytest.approx(sum(oracle.loss_parts(scene)), rel=1e-12)
        np.testing.assert_allclose(after.trajectory.forces[k], oracle.forces(scene), atol=1e-12)
    assert same_run(done(after, "undo"), board)


@pytest.mark.parametrize("op", [op for op in CHANGES if op not in SLIDERS])
def test_any_change_of_the_points_goes_on_from_the_frame_seen_and_undo_brings_the_run_back_there(op):
    board = playing()
    after = done(board, op, 12, **CHANGES[op])
    simulated = done(board_of(board.scene_at(12)), op, **CHANGES[op])
    assert after.entry.run is None
    assert after.entry.scene == simulated.entry.scene
    assert after.trajectory.status != "recorded"
    assert (after.trajectory.positions == simulated.trajectory.positions).all()
    assert (len(after.entries), after.entry.offset) == (len(board.entries) + 1, 0)
    back = done(after, "undo")
    assert same_run(back, board)
    assert decoded(answer.packed(back))[0]["cursor"] == 12


def test_settings_of_the_descent_wait_until_it_goes_on_by_simulation():
    board = done(playing(), "step", 3, value=1.5, **GESTURE)
    assert same_run(board, done(board, "undo"))
    assert done(board, "resume", 3).trajectory.step_size == pytest.approx(1.5 * ss.stable_step(small()))


def test_a_drag_of_a_point_is_one_change_and_taken_back_leaves_the_recording():
    board = playing()
    held = done(board, "move", 12, i=1, x=0.4, y=0.1, gesture=5, live=True)
    held = done(held, "move", i=1, x=0.5, y=0.1, gesture=5, live=True)
    assert (len(held.entries), held.entry.run) == (len(board.entries) + 1, None)
    assert same_run(done(held, "cancel", gesture=5), board)


def test_the_link_and_the_file_are_of_the_moment_seen():
    board, run = playing(), recording()
    link = shared(done(board, "share", 12, kind="link")).text
    assert address.opened(dict(part.split("=", 1) for part in link.split("&")), "en").entry.scene == run.at(12)
    assert ss.Scene.from_json(shared(done(board, "share", 12, kind="file")).text) == run.at(12)
    assert "epoch60" in exports.name(board.entry, "json", 60)


def test_exports_are_of_the_recording_itself():
    board, run = done(playing(), "margin", value=0.4, **GESTURE), recording()
    seen = exports.order(board.entry, "en", {**EXPORT, "format": "npz"}, 60)
    with np.load(io.BytesIO(orders.made(seen, lambda done, total: None))) as arrays:
        assert (arrays["positions"] == run.positions).all()
        assert arrays["steps"].tolist() == run.steps.tolist()
    picture = done(board, "export", 12, **EXPORT).export
    assert picture is not None
    shown = orders.motion(picture.order)
    assert (shown.final.positions == run.positions[12]).all()
    assert (len(shown), shown.final.margin) == (13, 0.4)
    script = shared(done(board, "export", 12, **{**EXPORT, "format": "py", "trails": True})).text
    assert "simulate" not in script  # a run that nothing simulates again


# what outlives the server


def test_a_history_with_runs_comes_back_to_the_bit_each_run_once():
    board = playing(recording(names=["点"] * 5, unit="batch"))
    for margin in (0.5, 2.0):
        board = done(board, "margin", 7, value=margin, **GESTURE)
    board = done(board, "move", 9, **CHANGES["move"])
    kept = documents(board)
    assert [type(each["run"]) for each in kept] == [str, dict, str, str, str]
    other = done(address.opened({}, "en"), "restore", entries=kept, index=3)
    assert (len(other.entries), other.entry.scene.margin) == (5, 2.0)
    back = done(board, "undo")
    assert (other.trajectory.positions == back.trajectory.positions).all()
    assert (other.trajectory.loss == back.trajectory.loss).all()
    assert (other.trajectory.unit, other.trajectory.names) == ("batch", ("点",) * 5)
    assert other.entries[1].run is other.entries[3].run
    assert documents(other) == kept  # a run keeps its id
    link = done(address.opened({"preset": "ring"}, "en"), "prepend", entries=kept[:2], index=1)
    assert (done(link, "undo").trajectory.positions == back.trajectory.positions).all()


def test_a_run_that_is_forgotten_is_said_to_be_gone():
    board = done(playing(), "run", id="unknown")
    assert decoded(answer.packed(board, "en", -1, board.serial))[0]["history"]["run"] == {"id": "unknown", "gone": True}


def test_a_history_of_an_earlier_version_has_no_runs_and_opens():
    kept = documents(board_of(small()))
    del kept[0]["run"]
    assert done(address.opened({}, "en"), "restore", entries=kept, index=0).entry.scene == small()


@pytest.mark.parametrize("change", FORGED)
def test_a_forged_run_is_refused_and_the_board_stays(change):
    board = address.opened({}, "en")
    after = sent(board, command("restore", entries=forged(change), index=1))
    assert len(after.errors) == 1
    assert (after.entry, after.trajectory) == (board.entry, board.trajectory)


def test_an_id_means_a_run_of_a_state_before_with_the_same_springs():
    board = address.opened({}, "en")
    for entries in unfounded():
        assert len(sent(board, command("restore", entries=entries, index=0)).errors) == 1


# how large it may be


def test_the_largest_run_keeps_every_answer_within_bounds():
    scene = full("pairs")
    x = np.random.default_rng(1).normal(size=(100, *scene.positions.shape))
    names = [f"{i:*^60}" for i in range(APP.points)]
    board = playing(Trajectory.from_positions(x, scene=scene, names=names))
    entry = board.entry
    assert entry.run is not None
    assert (entry.run.positions[0] == x[0]).all()
    assert (entry.run.positions[-1] == x[-1]).all()
    assert (entry.run.given, len(board.trajectory)) == (100, len(entry.run.steps))
    assert len(answer.packed(board)) <= ANSWER_BYTES
    assert len(answer.packed(done(board, "run", id=entry.run.id), "en", -1, board.serial)) <= ANSWER_BYTES
    assert len(json.dumps(recorded_run.document(entry.run))) + len(entry.scene.to_json()) <= RESTORE_MAX * 2 // 3
    kept = recorded_run.document(entry.run)
    back = recorded_run.read("run", json.loads(json.dumps(kept)), scene)
    np.testing.assert_allclose(back.positions, entry.run.positions, rtol=1e-7)


def test_runs_that_pile_up_are_forgotten_the_oldest_first():
    x = np.random.default_rng(1).normal(size=(300, 200, 2))
    run, board = Trajectory.from_positions(x, labels=np.arange(200) % 5), board_of(small())
    for _ in range(12):
        board = changes.with_run(board, run, None)
    assert sum(each.run.positions.nbytes for each in board.entries if each.run) < 10_000_000
    assert board.entry.run is not None
    assert board.dropped > 0


def test_more_than_the_board_holds_is_refused():
    names = [f"{k:_^100}" for k in range(APP.names // 100 + 1)]
    named = Trajectory.from_positions(np.zeros((2, len(names), 2)), names)
    cases = (too_large(APP.points + 1, 0), "points"), (too_large(500, APP.springs + 1), "springs"), (named, "classes")
    for run, field in cases:
        with pytest.raises(SceneError) as refused:
            playing(run)
        assert refused.value.field == field
