import json
from urllib.parse import parse_qsl

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as runs
from hypothesis import strategies as st

import springsim as ss
from springsim import Scene, palette, texts
from springsim.app.session import address, answer, lookahead, state
from springsim.app.session.commands import COMMANDS
from springsim.board import settings, wire
from springsim.export import formats
from springsim.model import losses, presets
from springsim.solvers.step import Descent
from springsim.validation.limits import ANSWER_BYTES, APP, LABEL_MAX, LIVE_BYTES, MOTION_BYTES
from tests import oracle
from tests.app.boards import (
    board_of,
    command,
    decoded,
    done,
    full,
    listed,
    mirrored,
    motion,
    sent,
    small,
    springs,
    told_springs,
)
from tests.scenes import KINDS, random_scene, scenes

COLUMNS = ("loss", "mean", "similar", "dissimilar", "residual", "pushing", "step")


def test_the_layout_is_the_one_that_is_documented():
    block = wire.block({"é": 1}, {"a": np.arange(3, dtype="<u2"), "b": np.arange(2, dtype="<f8").reshape(1, 2)})
    head = '{"é":1,"arrays":{"a":[0,[3]],"b":[8,[1,2]]}}'.encode()
    head += b" " * (-(4 + len(head)) % 8)
    a, b = bytes([0, 0, 1, 0, 2, 0]), b"\0" * 8 + b"\0\0\0\0\0\0\xf0\x3f"
    assert block == len(head).to_bytes(4, "little") + head + a + b"\0\0" + b


@pytest.mark.parametrize("name", presets.names())
def test_frames_are_the_trajectory_and_numbers_those_of_the_core(name):
    board = address.opened({"preset": name, "margin": "0.8"}, "en")
    head, arrays = decoded(answer.packed(board))
    run, n = board.trajectory, len(board.entry.scene)
    assert arrays["positions"].shape == arrays["forces"].shape == (len(run), n, 2)
    assert arrays["numbers"].shape == (len(run), len(COLUMNS))
    assert wire.NUMBERS == COLUMNS
    numbers = dict(zip(COLUMNS, arrays["numbers"].T, strict=True))
    for k in {0, 1 % len(run), len(run) // 2, len(run) - 1}:
        scene = run.at(k)
        assert (arrays["positions"][k] == scene.positions.astype("<f4")).all()
        assert (arrays["forces"][k] == ss.forces(scene).astype("<f4")).all()
        assert numbers["loss"][k] == pytest.approx(ss.loss(scene), rel=1e-12)
        assert numbers["mean"][k] == pytest.approx(ss.loss(scene, reduction="mean"), rel=1e-12)
        assert numbers["residual"][k] == ss.residual(scene)
        similar, dissimilar = oracle.loss_parts(scene)
        assert numbers["similar"][k] == pytest.approx(similar, rel=1e-9, abs=1e-15)
        assert numbers["dissimilar"][k] == pytest.approx(dissimilar, rel=1e-9, abs=1e-15)
        assert numbers["pushing"][k] == np.count_nonzero(ss.pair_distances(scene).tension < -1e-6 * scene.margin)
    assert numbers["step"].tolist() == run.steps.tolist()
    assert head["stable"] == ss.stable_step(board.entry.scene)


def test_the_head_says_what_is_on_the_board():
    board = board_of(small("pairs"), step="1.5", momentum="0.25", seed="9")
    head, _ = decoded(answer.packed(board))
    expected = {
        "epoch": board.epoch,
        "ack": 0,
        "serial": 0,
        "origin": 0,
        "n": 5,
        "labels": [0, 0, 1, 2, 1],
        "pinned": [4],
        "held": [],
        "margin": 1.2,
        "domain": "plane",
        "springs": {"serial": 0, "kind": "pairs", "counts": [3, 3]},
        "step": 1.5,
        "momentum": 0.25,
        "preset": "",
        "seed": 9,
        "offset": 0,
        "cursor": 0,
        "language": "en",
        "errors": [],
    }
    assert {name: head[name] for name in expected} == expected
    assert head["status"] == board.trajectory.status
    assert "shared" not in head


def test_the_head_says_whether_there_is_more_to_be_had():
    board = address.opened({"preset": "chain"}, "en")
    for _ in range(2):
        head, _ = decoded(answer.packed(board))
        ended = board.trajectory.status != "max_steps"
        assert head["status"] == board.trajectory.status
        assert (head["ends"], head["more"]) == (
            ended or board.level == lookahead.FULL,
            not ended and board.level < lookahead.FULL,
        )
        board = done(board, "more")
    head, _ = decoded(answer.packed(address.opened({"preset": "fig2a"}, "en")))
    assert (head["status"], head["ends"], head["more"]) == ("equilibrium", True, False)


@pytest.mark.parametrize("name", ["saddle", "gate", "tug-of-war", "fig2", "similar-pair", "two-classes"])
def test_a_saddle_is_said_until_a_nudge_leaves_it(name):
    board = address.opened({"preset": name}, "en")
    assert decoded(answer.packed(board))[0]["status"] == "equilibrium"
    assert (decoded(answer.packed(board))[0]["rest"]["kind"] == "saddle") == (name == "saddle")
    board = done(board, "nudge", len(board.trajectory) - 1, seed=0)
    while decoded(answer.packed(board))[0]["more"]:
        board = done(board, "more")
    head, _ = decoded(answer.packed(board))
    assert head["status"] == "equilibrium"
    assert head["rest"]["kind"] != "saddle"


@pytest.mark.parametrize(("name", "kind"), [("saddle", "saddle"), ("ring", "stable"), ("dissimilar-pair", "flat")])
def test_an_equilibrium_is_sent_with_its_softest_mode(name, kind):
    board = address.opened({"preset": name}, "en")
    while not board.trajectory.converged:
        board = done(board, "more")
    head, arrays = decoded(answer.packed(board))
    found = ss.stability(board.trajectory.final)
    assert head["rest"].items() >= {"kind": kind, "unstable": found.unstable, "flat": found.flat}.items()
    assert found.softest is not None
    np.testing.assert_array_equal(arrays["mode"], found.softest.astype("<f4"))
    assert np.hypot(*arrays["mode"].T).max() == pytest.approx(1.0, abs=1e-6)


def test_a_held_point_bears_the_force_that_is_left_and_its_residual_says_so():
    board = address.opened({"preset": "fig2"}, "en")
    last = len(board.trajectory) - 1
    held = done(board, "move", last, i=6, x=0.5, y=0.3, gesture=1, live=True)  # a rim point, dragged inside
    head, arrays = decoded(answer.packed(held))
    numbers = arrays["numbers"]
    assert (head["status"], head["held"], head["rest"]) == ("equilibrium", [6], None)
    at = held.trajectory.positions[-1][6]
    force = 1.0 - np.hypot(*at)  # its one spring pushes by m − d
    assert numbers[-1, wire.NUMBERS.index("residual")] == pytest.approx(force)
    assert numbers[-1, wire.NUMBERS.index("loss")] == pytest.approx(force**2 / 2, abs=1e-9)
    pinned = done(board, "pin", last, i=6, on=True)
    bears = decoded(answer.packed(done(pinned, "move", i=6, x=0.5, y=0.3, gesture=2, live=True)))[1]["numbers"]
    assert bears[-1, wire.NUMBERS.index("residual")] < 1e-6  # a pin bears a force at rest


def test_without_an_equilibrium_or_with_several_flat_directions_there_is_no_mode():
    moving = address.opened({"preset": "chain"}, "en")
    assert not moving.trajectory.converged
    assert decoded(answer.packed(moving))[0]["rest"] is None
    loose = address.opened({"preset": "fig2"}, "en")
    assert decoded(answer.packed(loose))[0]["rest"].items() >= {"kind": "flat", "unstable": 0, "flat": 13}.items()
    for board in (moving, loose):
        assert "mode" not in decoded(answer.packed(board))[1]


@pytest.mark.parametrize("kind", ["labels", "neighbours", "pairs"])
def test_springs_are_told_by_their_kind_and_its_lists_unless_they_are_known(kind):
    board = board_of(small(kind))
    head, arrays = decoded(answer.packed(board, "en", -1))
    assert told_springs(head, arrays) == springs(small(kind))
    lists = {"similar", "dissimilar"}
    assert not lists & set(decoded(answer.packed(board, "en", board.springs_serial))[1])
    moved = done(board, "move", i=0, x=0, y=0, gesture=0, live=False)
    assert moved.serial != board.serial
    assert not lists & set(decoded(answer.packed(moved, "en", board.springs_serial))[1])
    tied = done(moved, "tie", i=0, j=3, similar=True, dissimilar=True)
    assert lists <= set(decoded(answer.packed(tied, "en", board.springs_serial))[1])
    undone = done(tied, "undo")
    assert told_springs(*decoded(answer.packed(undone, "en", tied.springs_serial))) == springs(small(kind))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_texts_and_choices_come_unless_they_are_known(language):
    board = done(board_of(small()), "language", value=language)
    for known in ("", "en" if language == "zh" else "zh"):
        head, arrays = decoded(answer.packed(board, known))
        assert head["texts"] == texts.of(language)
        assert [p["title"] for p in head["choices"]["presets"]] == [presets.get(p).title[language] for p in presets.names()]
        assert "curves" in arrays
    head, arrays = decoded(answer.packed(board, language))
    assert not {"texts", "choices"} & set(head)
    assert "curves" not in arrays


def test_choices_are_what_the_parser_takes():
    choices = decoded(answer.packed(board_of(small())))[0]["choices"]
    assert [slider["id"] for slider in choices["sliders"]] == ["margin", "step", "momentum"]
    for slider in choices["sliders"]:
        op, low, high = slider["id"], slider["min"], slider["max"]
        after = board_of(small())
        for value in (low, high):
            after = done(after, op, value=value, gesture=0, live=False)
        if op != "margin":
            outside = [command(op, value=v, gesture=0, live=False) for v in (low - 1e-9, high + 1e-9)]
            assert len(sent(after, *outside).errors) == 2
    for preset in choices["presets"]:
        assert done(board_of(small()), "preset", id=preset["id"], seed=0).entry.preset == preset["id"]
    assert (choices["points"], choices["label"], choices["text"]) == (APP.points, LABEL_MAX, APP.text)
    asked = [*formats.made(), *formats.scripts()]
    assert [COMMANDS["export"].args["format"]("format", id) for id in asked] == asked
    ids = [row["id"] for group in choices["exports"] for row in group["formats"]]
    assert ids == ["png", "svg", "pdf", "gif", "mp4", "html", "json", "csv", "npz", "copy", "py"]
    assert [group["kind"] for group in choices["exports"]] == ["picture", "film", "data", "script"]
    assert {row["made"] for group in choices["exports"] for row in group["formats"] if row["made"]} == set(asked)
    assert choices["types"]["zip"] == "application/zip"
    assert choices["look"]["colours"] == list(palette.CLASS_COLOURS)
    assert [shape["name"] for shape in choices["look"]["shapes"]] == list(palette.CLASS_SHAPES)


def test_the_curves_are_both_partial_losses_at_margin_one():
    head, arrays = decoded(answer.packed(board_of(small())))
    curves = arrays["curves"]
    d = np.linspace(0.0, head["choices"]["curveEnd"], curves.shape[1])
    assert curves[0] == pytest.approx(0.5 * np.maximum(0.0, 1.0 - d) ** 2, rel=1e-6, abs=1e-9)
    assert curves[1] == pytest.approx(0.5 * d**2, rel=1e-6)
    assert losses.dissimilar_loss(0.0, 1.0) == 0.5


def test_errors_are_said_in_the_language_of_the_board():
    board = address.opened({"margin": "0", "lang": "en"}, "en")
    assert decoded(answer.packed(board))[0]["errors"] == ["margin: 0 is not allowed; expected a number from 1e-06 to 1e+06"]
    board = address.opened({"margin": "0", "lang": "zh"}, "en")
    (error,) = decoded(answer.packed(board))[0]["errors"]
    assert error == "margin：不允许 0；应为1e-06 到 1e+06 之间的数"


def test_what_was_shared_comes_once():
    board = done(board_of(small()), "share", kind="file")
    given = {"seq": 1, "kind": "file", "text": small().to_json(), "name": "springsim-scene-m1.20-step0.json"}
    assert decoded(answer.packed(board))[0]["shared"] == given
    assert "shared" not in decoded(answer.packed(done(board, "undo")))[0]


def test_the_entry_is_sent_after_a_finished_change_and_never_while_something_is_held():
    board = board_of(small())
    for live in (True, True, False):
        board = done(board, "move", i=0, x=0.1, y=0.3, gesture=4, live=live)
        head, _ = decoded(answer.packed(board))
        assert head["held"] == ([0] if live else [])
        assert ("entry" in head["history"]) == ("query" in head["history"]) == (not live)
    entry = head["history"]["entry"]
    expected = {"run": "", "preset": "", "pristine": False, "seed": 0, "step": 0.2, "momentum": 0.0, "offset": 0, "shown": 0}
    assert {name: value for name, value in entry.items() if name != "scene"} == expected
    assert Scene.from_json(entry["scene"]) == board.entry.scene
    assert head["history"]["query"] == address.query(board)
    assert (head["history"]["index"], head["history"]["first"], head["history"]["length"]) == (1, 0, 2)


@given(scenes(most=5))
@runs(max_examples=40)
def test_every_scene_can_be_sent_without_nan_or_infinity(scene):
    entry = state.Entry(scene, settings={"step": 2.5, "momentum": 0.95})
    board = state.Board("e", (entry,), ss.simulate(scene, steps=30, frames=20, **settings.descent(scene, entry.settings)))
    head, arrays = decoded(answer.packed(board))
    assert json.loads(json.dumps(head, allow_nan=False)) == head
    assert all(np.isfinite(array).all() for array in arrays.values())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_hostile_text_in_an_error_arrives_as_one_line_of_text(language):
    hostile = "\ud800\x00\u202e\n</script>{field}{0}"
    board = done(board_of(small()), "language", value=language)
    board = sent(board, command("preset", id=hostile, seed=0), command(hostile), command("undo", **{hostile: 1}))
    said = decoded(answer.packed(board))[0]["errors"]
    assert len(said) == 3
    assert all("</script>{field}{0}" in line and line.isprintable() for line in said)


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_board_is_sent_within_a_megabyte_opened_saved_and_opened_again(kind):
    names = [f"{k:0>2}" + 98 * "\N{CAT FACE}" for k in range(APP.names // 100)]
    scene = full(kind).replace(class_names=names)
    text = scene.to_json()
    assert len(text) < APP.text
    board = done(address.opened({}, "en"), "open", text=text)
    assert len(board.trajectory) > 20
    block = answer.packed(board)  # with all that can come at once
    assert len(block) <= ANSWER_BYTES
    head, arrays = decoded(block)
    assert head["n"] == APP.points
    assert head["springs"]["counts"] == list(scene.springs.counts)
    if kind != "labels":
        assert listed(head, arrays) == {
            name: getattr(scene.springs, name).tolist() for name in ("similar", "dissimilar") if name in arrays
        }
    document = mirrored(board)
    assert Scene.from_json(document["scene"]) == scene
    saved = done(board, "share", kind="file")
    head, arrays = decoded(answer.packed(saved))
    file = json.loads(head["shared"]["text"])
    file["springs"] |= listed(head, arrays)
    again = done(address.opened({}, "en"), "open", text=json.dumps(file))
    assert again.entry.scene == scene
    assert done(address.opened({}, "en"), "restore", entries=[document], index=0).entry.scene == scene


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", [1, 80, 81, 200, 500, APP.points])
def test_an_answer_holds_few_enough_frames_at_any_size(kind, n):
    rng = np.random.default_rng(0)
    scene = full(kind) if n == APP.points else random_scene(kind, n)
    for size, most in ((MOTION_BYTES, 400), (LIVE_BYTES, 60)):
        count = wire.most_frames(n, size, most)
        noise, row = rng.normal(size=(count, n, 2)), np.ones(count)
        run = ss.Trajectory(scene, noise, noise, row, row, row.astype(int), row, np.arange(count), "max_steps", Descent(1.0))
        entry = state.Entry(scene)
        assert len(answer.packed(state.Board("e", (entry,), run))) <= ANSWER_BYTES
        assert count == most or sum(a.nbytes for a in wire.motion(run).values()) > 0.8 * size


def test_a_scene_that_is_too_large_for_a_link_has_none_and_says_so_in_the_query():
    for scene in (full("labels"), full("pairs"), full("neighbours")):
        assert address.query(board_at(scene)) == ""
        assert address.query_of_moment(board_at(scene), scene) == ""
    together = Scene.from_labels(np.zeros((APP.points, 2)), np.zeros(APP.points, int))
    assert Scene.from_link(dict(parse_qsl(address.query(board_at(together))))["s"]) == together


def test_a_piece_of_a_file_waits_for_an_answer_without_a_trajectory():
    board = done(board_of(small()), "poll", at=0)
    told = {"state": "done", "size": 3}
    head, arrays = decoded(answer.packed(board, "en", board.springs_serial, -1, told, b"abc"))
    assert (head["export"]["at"], "piece" in arrays) == (-1, False)
    head, arrays = decoded(answer.packed(board, "en", board.springs_serial, board.serial, told, b"abc"))
    assert (head["export"]["at"], arrays["piece"].tobytes()) == (0, b"abc")


# many points, in whole numbers


def board_at(scene):
    """Return a board with a scene that stays where it is."""
    return state.Board("e", (state.Entry(scene),), ss.simulate(scene, steps=0))


@pytest.mark.parametrize("domain", ["plane", "circle"])
@pytest.mark.parametrize("n", [81, 300])
def test_positions_in_whole_numbers_are_right_to_a_small_part_of_each_move(n, domain):
    scene = random_scene("labels", n, seed=2)
    if domain == "circle":
        scene = scene.replace(positions=scene.positions / np.hypot(*scene.positions.T)[:, None], domain="circle")
    run = ss.simulate(scene, steps=300, step_size=0.2 * ss.stable_step(scene), frames=100)
    arrays = wire.motion(run)
    assert set(arrays) == {"start", "moves", "pulls", "units"}
    x, f = motion(arrays)
    moves = np.abs(np.diff(run.positions, axis=0)).max(axis=(1, 2))
    around = np.maximum(np.append(moves, 0.0), np.append(0.0, moves))
    assert (np.abs(x - run.positions).max(axis=(1, 2)) <= 2.0**-14 * around + 1e-11).all()
    assert np.abs(x - run.positions).max() < 1e-4 * scene.margin
    largest = np.abs(run.forces).max(axis=(1, 2))
    assert (np.abs(f - run.forces).max(axis=(1, 2)) <= 2.0**-14 * largest).all()


@given(
    st.lists(st.floats(-1e6, 1e6) | st.sampled_from([0.0, 1e-300, 1e-12, 1e6, -1e6]), min_size=1, max_size=12),
    st.integers(0, 3),
)
@runs(max_examples=60)
def test_no_move_however_large_exceeds_16_bits(shifts, seed):
    scene = random_scene("labels", 81, seed=seed)
    x = np.clip(np.cumsum([scene.positions * 0, *(scene.positions * s for s in shifts)], axis=0), -1e6, 1e6)
    row = np.ones(len(x))
    run = ss.Trajectory(scene, x, -x, row, row, row.astype(int), row, np.arange(len(x)), "max_steps", Descent(1.0))
    places, pulls = motion(wire.motion(run))
    moves = np.abs(np.diff(x, axis=0)).max(axis=(1, 2), initial=0.0)
    finest = 2.0**-40 * np.abs(x).max() + 2.0**-900
    near = np.maximum(np.append(moves, 0.0), np.append(0.0, moves))
    for k in range(len(x)):  # a leap makes the grids of others coarser by ever less
        bound = max(2.0 ** (-14 * abs(k - j)) * near[j] for j in range(len(x)))
        assert np.abs(places[k] - x[k]).max() <= 2.0**-14 * bound + finest
    assert (np.abs(pulls + x).max(axis=(1, 2)) <= 2.0**-14 * np.abs(x).max(axis=(1, 2)) + 2.0**-900).all()


def test_points_that_stand_still_are_where_they_are():
    scene = random_scene("labels", 100)
    x, f = motion(wire.motion(ss.simulate(scene.replace(pinned=[True] * 100), steps=5)))
    assert np.abs(x - scene.positions).max() < 1e-11
    assert len(x) == len(f) == 1
