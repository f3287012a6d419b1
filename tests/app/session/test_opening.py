"""Files of points on the board: what a preview tells, what comes of a file, and what is refused."""

import base64
import io
import tracemalloc

import numpy as np
import pytest

import springsim as ss
from springsim.app.session import answer, opening
from springsim.board import player
from springsim.export import data as export
from springsim.export.archive import zipped
from springsim.validation.limits import APP
from tests.app.boards import FILE, board_of, command, decoded, done, message, sent, small

pytestmark = pytest.mark.usefixtures("short_looks_ahead")

RULE = dict.fromkeys(list(FILE)[2:])  # what is not chosen is chosen by rule

#: As Excel writes it where decimals have commas: line 5 has no y, and line 7 a cell too many.
EXCEL = (
    "\ufeffname;x;y;weight;species\r\n"
    "a;0,5;1;3;setosa\r\n"
    'b;0,25;"1,5";4;setosa\r\n'
    "c;2;3;5;virginica\r\n"
    "d;2;;5;virginica\r\n"
    "e;-1;0;2;virginica\r\n"
    "f;1;1;1;setosa;too many\r\n"
).encode()
POINTS = np.array([(0.5, 1.0), (0.25, 1.5), (2.0, 3.0), (-1.0, 0.0)])


def asked(data: bytes, **chosen):
    return {"name": "points.csv", "data": base64.b64encode(data).decode(), **RULE, **chosen}


def told(data: bytes, language: str = "en", **chosen):
    """Return what an answer tells of a file, and where its points would be."""
    board = done(board_of(small()), "language", value=language)
    after = done(board, "inspect", **asked(data, **chosen))
    assert after.entries == board.entries
    head, arrays = decoded(answer.packed(after))
    return head["inspected"], arrays.get("preview")


def taken(data: bytes, **chosen) -> ss.Scene:
    return done(board_of(small()), "take", **asked(data, **chosen)).entry.scene


def npz(**arrays) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def test_a_preview_tells_rows_columns_classes_what_is_left_out_and_distances():
    head, places = told(EXCEL, margin=2.0)
    assert places == pytest.approx(POINTS)
    assert [column["name"] for column in head["columns"]] == ["name", "x", "y", "weight", "species"]
    assert [column["numbers"] for column in head["columns"]] == [False, True, True, True, False]
    assert (head["choice"]["columns"], head["choice"]["label"], head["choice"]["margin"]) == ([1, 2], 4, 2.0)
    assert (head["rows"], head["n"], head["counted"]) == (6, 4, "line")
    assert head["left"] == {"count": 2, "some": [[5, "y", 0], [7, "", 6]]}
    assert [row[1:] for row in head["classes"]["some"]] == [["setosa", 2], ["virginica", 2]]
    assert head["projection"] is None
    pairs = [(i, j) for i in range(4) for j in range(i + 1, 4)]
    d = {pair: np.linalg.norm(POINTS[pair[0]] - POINTS[pair[1]]) for pair in pairs}
    apart = [d[pair] for pair in pairs if pair not in ((0, 1), (2, 3))]
    assert head["distances"] == {
        "median": pytest.approx(np.median(list(d.values()))),
        "margins": pytest.approx(np.median(list(d.values())) / 2.0),
        "similar": pytest.approx((d[0, 1] + d[2, 3]) / 2),
        "dissimilar": pytest.approx(np.median(apart)),
        "pushing": 100.0 * sum(length < 2.0 for length in apart) / 4,
        "true": None,
        "curves": None,
    }


def test_what_was_previewed_is_taken_as_one_change_and_undo_brings_back_what_was_there():
    board = board_of(small())
    after = done(board, "take", **asked(EXCEL, margin=2.0))
    scene = ss.Scene.from_labels(POINTS, ["setosa", "setosa", "virginica", "virginica"], margin=2.0)
    assert after.entry.scene == scene
    assert len(after.entries) == 2
    assert done(after, "undo").entry.scene == small()
    assert taken(EXCEL).margin == small().margin, "the board's own, unless another is chosen"


def test_other_columns_and_another_class_are_taken_as_chosen():
    head, places = told(EXCEL, columns=[3, 1], label=-1)
    assert places[:3].tolist() == [[3.0, 0.5], [4.0, 0.25], [5.0, 2.0]]
    assert (head["n"], head["classes"]["count"]) == (5, 1)  # y is not missed
    assert len(taken(EXCEL, columns=[3, 1], label=-1)) == 5
    headless, _ = told(b"1,2\n3,4\n5,7\n", header=True)
    assert ([column["name"] for column in headless["columns"]], headless["n"]) == (["1", "2"], 2)


def test_a_projection_says_so_with_its_share_of_the_variance_and_the_true_distances():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(60, 5)) * (3, 2, 1, 0.5, 0.1)
    labels = rng.integers(0, 3, 60)
    head, places = told(npz(embeddings=x, labels=labels))
    variances = np.linalg.svd(x - x.mean(axis=0), compute_uv=False) ** 2
    assert head["projection"]["columns"] == 5
    assert head["projection"]["parts"] == pytest.approx(100 * variances[:2] / variances.sum(), abs=0.05)
    i, j = np.triu_indices(60, 1)
    assert head["distances"]["true"] == pytest.approx(np.median(np.linalg.norm(x[i] - x[j], axis=1)))
    assert head["distances"]["median"] == pytest.approx(np.median(np.linalg.norm(places[i] - places[j], axis=1)), rel=1e-5)
    assert head["distances"]["median"] < head["distances"]["true"]
    curves = head["distances"]["curves"]
    true = np.linalg.norm(x[i] - x[j], axis=1)
    assert curves["far"] >= true.max()
    for kind, loss in (
        ("similar", ss.losses.similar_loss),
        ("dissimilar", lambda d: ss.losses.dissimilar_loss(d, head["choice"]["margin"])),
    ):
        d, height, share = np.array(curves[kind]["dots"]).T
        np.testing.assert_allclose(height, loss(d))
        np.testing.assert_allclose(curves[kind]["curve"], loss(np.linspace(0.0, curves["far"], len(curves[kind]["curve"]))))
        own = true[(labels[i] == labels[j]) == (kind == "similar")]
        half = curves["far"] / 64
        assert share == pytest.approx([np.mean(abs(own - middle) <= half * (1 + 1e-12)) for middle in d])
        assert share.sum() == pytest.approx(1.0)
    scaled = taken(npz(embeddings=x), scaled=True, margin=0.7)
    assert np.median(np.linalg.norm(scaled.positions[i] - scaled.positions[j], axis=1)) == pytest.approx(0.7)


@pytest.mark.parametrize("way", opening.SAMPLES)
def test_of_too_many_rows_some_are_taken_which_is_told(way):
    n = APP.points + 1_000
    labels = np.arange(n) < 300  # a small class, all of which fits
    data = npz(x=np.stack([np.arange(n), np.zeros(n)], axis=1), labels=labels)
    head, places = told(data, sample=way, seed=5)
    assert (head["all"], head["n"], head["choice"]["sample"], head["choice"]["seed"]) == (n, APP.points, way, 5)
    rows = places[:, 0].astype(int)
    assert (np.diff(rows) > 0).all(), "in their order, none of them twice"
    small_class = np.count_nonzero(rows < 300)
    assert small_class == 300 if way == "classes" else 150 < small_class < 250
    assert taken(data, sample=way, seed=5).positions[:, 0].tolist() == rows.tolist()
    assert taken(data, sample=way, seed=6).positions[:, 0].tolist() != rows.tolist()


def test_a_run_plays_as_it_was_after_a_preview_of_its_frames_and_losses():
    frames = np.linspace(0.0, 1.0, 7)[:, None, None] * POINTS + [(0.0, 0.1)]
    run = ss.Trajectory.from_positions(frames, ["a", "a", "b", "b"], margin=1.5, unit="epoch", steps=range(0, 70, 10))
    for data in (export.npz(run), player.page([run]).encode()):
        head, places = told(data)
        assert (head["kind"], head["problem"]) == ("run", "")
        about = {"frames": 7, "unit": "epoch", "steps": [0, 60], "margin": 1.5, "recorded": True}
        assert {name: head["run"][name] for name in about} == about
        assert head["run"]["loss"] == pytest.approx([ss.loss(run.at(0)), ss.loss(run.at(6))], rel=1e-4)
        assert places == pytest.approx(frames[-1], abs=1e-4)  # a page rounds
        board = board_of(small())
        after = done(board, "take", **asked(data))
        assert (after.trajectory.status, after.trajectory.unit) == ("recorded", "epoch")
        assert after.trajectory.positions == pytest.approx(frames, abs=1e-4)
        assert done(after, "undo").entry.scene == small()


def test_tables_of_a_run_that_the_app_exported_give_its_end():
    run = ss.simulate(small(), steps=5)
    data = zipped({"scene.json": run.scene.to_json().encode(), "points.csv": export.points_csv(run).encode()})
    head, places = told(data)
    assert (head["kind"], head["problem"]) == ("scene", "")
    assert places == pytest.approx(run.positions[-1], rel=1e-6)
    assert taken(data) == run.final


def test_a_choice_of_which_nothing_comes_is_said_and_another_can_be_made():
    for language, word in (("en", "expected"), ("zh", "不允许")):
        head, places = told(EXCEL, language, columns=[0, 1])
        assert (head["choice"]["columns"], places) == ([0, 1], None)
        assert "2" in head["problem"]
        assert word in head["problem"]
        assert len(head["columns"]) == 5


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7", "a picture (PDF)"),
        (b"\x89PNG\r\n", "a picture (PNG)"),
        (b"one,two\nthree,four\n", "no columns of numbers"),
        (b"\x93NUMPY damaged", "damaged"),
        (b"<html></html>", "a page (HTML)"),
    ],
    ids=["pdf", "png", "words", "npy", "html"],
)
def test_what_is_no_points_is_refused_by_what_it_is_and_the_board_stays(data, said):
    board = board_of(small())
    for op in ("inspect", "take"):
        after = sent(board, command(op, **{**asked(b""), "data": base64.b64encode(data).decode()}))
        assert after.entries == board.entries
        assert said in str(after.errors[0])
        assert after.inspected is None


def test_a_choice_that_is_none_and_data_that_are_no_file_are_refused_by_their_field():
    board = board_of(small())
    for field, value in (("columns", [9, 1]), ("label", 7), ("margin", -1.0)):
        (error,) = sent(board, command("take", **{**asked(EXCEL), field: value})).errors
        assert error.field.endswith(field)
    (error,) = sent(board, command("inspect", **{**asked(EXCEL), "data": "no base64"})).errors
    assert error.field == "file"


def test_a_message_that_all_was_heard_leaves_nothing_of_a_file():
    rows = np.random.default_rng(0).normal(size=(8_000, 2))
    data = "x,y\n" + "\n".join(f"{x},{y}" for x, y in rows)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    board = done(board_of(small()), "inspect", **asked(data.encode()))
    assert board.inspected is not None
    left = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert left < len(data)
    quiet = sent(board)
    assert quiet.inspected is None
    assert (quiet.entries, quiet.ack, quiet.serial) == (board.entries, board.ack, board.serial)
    assert message(board)["commands"] == []
