import csv
import io
import math

import numpy as np
import pytest

import springsim as ss
from springsim import Scene, Trajectory
from springsim.board import player
from springsim.export import data
from springsim.export.animation import movie
from springsim.export.archive import zipped
from springsim.solvers import recorder
from tests import drawn
from tests.laws import LINEAR

LABELS = [0, 0, 1, 1, 2]


def _positions(t, n=5, seed=0):
    return np.random.default_rng(seed).normal(size=(t, n, 2))


class _Tensor:
    """What a tensor or a table is to NumPy."""

    def __init__(self, array):
        self._array = array

    def __array__(self, dtype=None, copy=None):
        return np.array(self._array, dtype=dtype)

    def __len__(self):
        return len(self._array)

    def __getitem__(self, k):
        return _Tensor(self._array[k])


# what is measured


@pytest.mark.parametrize("n", [5, 90])
@pytest.mark.parametrize("law", ["contrastive", LINEAR])
@pytest.mark.parametrize("domain", ["plane", "circle"])
def test_each_frame_is_measured_as_a_scene_of_its_own(n, law, domain):
    x, labels = _positions(3, n), np.arange(n) % 3
    pinned = np.arange(n) == 1
    run = Trajectory.from_positions(x, labels, margin=1.5, law=law, domain=domain, pinned=pinned)
    for k in range(3):
        scene = Scene.from_labels(x[k], labels, margin=1.5, law=law, domain=domain, pinned=pinned)
        assert run.at(k) == scene
        assert run.loss[k] == pytest.approx(ss.loss(scene), rel=1e-12)
        assert run.forces[k] == pytest.approx(ss.forces(scene), rel=1e-12, abs=1e-12)
        assert run.residual[k] == pytest.approx(ss.residual(scene), rel=1e-12)
    assert (run.status, run.recorded, run.converged) == ("recorded", True, False)
    assert not any(a.flags.writeable for a in (run.positions, run.forces, run.similar_loss, run.pushing, run.steps))


def test_loss_and_pushing_springs_are_those_of_a_naive_loop():
    x, margin = _positions(4), 1.3
    run = Trajectory.from_positions(x, LABELS, margin=margin)
    for k in range(4):
        pairs = [(i, j, math.dist(x[k, i], x[k, j])) for i in range(5) for j in range(i)]
        similar = sum(d * d / 2 for i, j, d in pairs if LABELS[i] == LABELS[j])
        hinges = [margin - d for i, j, d in pairs if LABELS[i] != LABELS[j] and d < margin]
        assert (run.similar_loss[k], run.dissimilar_loss[k]) == pytest.approx((similar, sum(h * h / 2 for h in hinges)))
        assert run.pushing[k] == len(hinges)


@pytest.mark.parametrize(
    "given", [list, lambda x: x.tolist(), _Tensor, lambda x: [_Tensor(frame) for frame in x], lambda x: x.astype("f4")]
)
def test_frames_are_taken_as_arrays_lists_and_tensors(given):
    x = _positions(3)
    run = Trajectory.from_positions(given(x), LABELS)
    assert run.positions == pytest.approx(x, rel=1e-6)
    assert run.loss == pytest.approx(Trajectory.from_positions(x, LABELS).loss, rel=1e-5)


def test_springs_come_from_labels_pairs_or_a_scene():
    x, similar, dissimilar = _positions(2), [[0, 1]], [[1, 2], [3, 4]]
    of = Trajectory.from_positions
    assert of(x, similar=similar).scene == Scene.from_neighbours(x[0], similar)
    assert of(x, similar=similar, dissimilar=dissimilar).scene == Scene.from_pairs(x[0], similar, dissimilar)
    scene = Scene.from_labels(_positions(1, seed=1)[0], LABELS, margin=2.0, law=LINEAR, pinned=[True] + [False] * 4)
    assert of(x, scene=scene).scene == scene.replace(positions=x[0])


def test_one_frame_is_a_run_and_steps_unit_and_names_are_kept():
    run = Trajectory.from_positions(_positions(1), LABELS, steps=[70], unit="batch", names=list("abcde"))
    assert (len(run), run.steps.tolist(), run.unit, run.names, run.given) == (1, [70], "batch", tuple("abcde"), 1)
    assert "1 recorded frame, batch 70" in repr(run)
    simulated = ss.simulate(run.scene)
    assert (simulated.recorded, simulated.unit, simulated.names, simulated.given) == (False, "step", (), 0)


# long runs


def test_of_a_long_run_as_many_frames_are_kept_as_asked_for_evenly_along_the_way():
    way = np.linspace(0, 1, 3000) ** 3  # slow at first
    run = Trajectory.from_positions(way[:, None, None] * _positions(1), LABELS, steps=np.arange(3000) * 10, frames=100)
    moves = np.hypot(*np.moveaxis(np.diff(run.positions, axis=0), 2, 0)).max(axis=1)
    assert 90 <= len(run) <= 100
    assert (run.steps[0], run.steps[-1], run.given) == (0, 29990, 3000)
    assert moves.max() < 1.5 * np.median(moves)
    assert "of 3000 recorded frames, epoch 0 to 29990" in repr(run)
    assert run.positions[-1] == pytest.approx(_positions(1)[0])


def test_a_leap_leaves_frames_for_the_rest_and_one_that_stands_still_is_thinned_too():
    x = np.linspace(0, 1, 2000)[:, None, None] * _positions(1)
    x[1000:] += 1e5
    run = Trajectory.from_positions(x, LABELS)
    assert 300 < len(run) <= 400
    still = Trajectory.from_positions(np.broadcast_to(_positions(1), (1000, 5, 2)), LABELS, frames=50)
    assert 2 <= len(still) <= 50
    assert (still.steps[0], still.steps[-1]) == (0, 999)


def test_up_to_the_usual_number_of_frames_all_are_kept():
    assert len(Trajectory.from_positions(np.broadcast_to(_positions(1), (400, 5, 2)), LABELS)) == 400


def test_of_very_many_points_fewer_frames_are_kept(monkeypatch):
    monkeypatch.setattr(recorder, "POINT_FRAMES_MAX", 50)
    assert len(Trajectory.from_positions(_positions(40), LABELS)) <= 10
    _refused("frames", "from 2 to 10", _positions(40), LABELS, frames=11)


# what shows and writes runs


@pytest.mark.parametrize(("unit", "english", "chinese"), [("epoch", "epoch 30", "第 30 轮"), ("fold", "fold 30", "fold 30")])
def test_pictures_count_in_the_unit_of_the_run(unit, english, chinese):
    run = Trajectory.from_positions(_positions(4), LABELS, steps=[0, 10, 20, 30], unit=unit)
    for language, words in (("en", english), ("zh", chinese)):
        strip = ss.figures.settling(run, language=language)
        film = ss.figures.Film(run, language=language)
        film.draw(3)
        for figure in (strip, film.figure):
            written = "\n".join(text.get_text() for text in drawn.texts(figure))
            assert words in written
            assert "gradient" not in written
            assert "梯度" not in written
    assert [axes.get_xlim() for axes in strip.axes if axes.axison][-1] == (0.0, 30.0)


def test_no_margins_are_invented_beside_a_recorded_run():
    run = Trajectory.from_positions(_positions(4), LABELS)
    assert player.runs(run) == (run,)
    with pytest.raises(ss.SceneError, match=r"margins: a list for a recorded run is not allowed; .*simulate"):
        player.runs(run, [1.0, 2.0])
    page = movie(run, "html")
    assert page == player.page([run]).encode()
    assert "srcdoc" in (run._repr_html_() or "")


def test_tables_have_the_numbers_of_the_frames_and_the_names_of_the_points():
    names = ["a", "b,c", 'd"e', "f", "点"]
    run = Trajectory.from_positions(_positions(2), LABELS, steps=[5, 70], names=names)
    rows = list(csv.DictReader(io.StringIO(data.points_csv(run))))
    assert [(row["step"], row["name"]) for row in rows] == [(step, name) for step in ("5", "70") for name in names]
    assert [row["step"] for row in csv.DictReader(io.StringIO(data.frames_csv(run)))] == ["5", "70"]
    read = ss.read_points(zipped({"points.csv": data.points_csv(run).encode(), "scene.json": run.scene.to_json().encode()}))
    assert np.array_equal(read.positions, run.final.positions)
    assert "name" not in data.points_csv(Trajectory.from_positions(_positions(2), LABELS)).splitlines()[0]


# refusals


def _refused(field, words, *args, **options):
    with pytest.raises(ss.SceneError) as refused:
        Trajectory.from_positions(*args, **options)
    assert refused.value.field == field
    assert words in str(refused.value)


def test_what_says_no_springs_or_two_kinds_is_refused_with_the_calls_that_were_meant():
    x, scene = _positions(2), Scene.from_labels(_positions(1)[0], LABELS)
    for wanted in ("labels=…", "similar=…", "dissimilar=…", "scene=…"):
        _refused("labels", wanted, x)
    _refused("similar", "similar=… beside labels=…", x, LABELS, similar=[[0, 1]])
    _refused("dissimilar", "beside labels", x, LABELS, dissimilar=[[0, 1]])
    _refused("similar", "similar=[]", x, dissimilar=[[0, 1]])
    _refused("margin", "scene.replace(margin=…)", x, scene=scene, margin=2.0)
    _refused("labels", "scene=…", x, scene)
    _refused("positions", "(t, n, 2)", scene, LABELS)
    _refused("positions", "(t, n, 2)", ss.simulate(scene), LABELS)
    _refused("scene", "a Scene", x, scene=3)


def test_what_is_wrong_with_a_frame_is_said_of_that_frame():
    x = _positions(6)
    _refused("positions", "a single frame x is [x]", x[0], LABELS)
    _refused("positions", "0 frames", [], LABELS)
    _refused("positions[6]", "as many as the scene has, 5", [*x, x[0][:3]], LABELS)
    x[3, 2, 1] = math.nan
    _refused("positions[3][2].y", "nan", x, LABELS)
    _refused("positions[3][2].y", "nan", np.repeat(x, 200, axis=0)[597:], LABELS)  # among so many that they are thinned
    x[3, 2, 1] = 2e6
    _refused("positions[3][2].y", "2000000.0", list(x), LABELS)
    _refused("labels", "3 labels", x, [0, 0, 1])


@pytest.mark.parametrize(
    ("field", "words", "options"),
    [
        ("steps", "3 numbers", {"steps": [0, 1, 2]}),
        ("steps[1]", "more than steps[0], 4", {"steps": [4, 4]}),
        ("steps[0]", "from 0 to 10000000", {"steps": [-1, 4]}),
        ("steps[0]", "whole numbers", {"steps": [0.0, 1.5]}),
        ("unit", "a word", {"unit": " "}),
        ("unit", "one line", {"unit": "a\nb"}),
        ("unit", "at most 30", {"unit": "e" * 31}),
        ("names", "4 names", {"names": list("abcd")}),
        ("names[4]", "text of one line", {"names": [*"abcd", 3]}),
        ("names", "a name for each", {"names": "abcde"}),
        ("frames", "from 2 to 10000", {"frames": 1}),
        ("margin", "from 1e-06", {"margin": 0}),
    ],
)
def test_other_arguments_are_refused_by_name(field, words, options):
    _refused(field, words, _positions(2), LABELS, **options)
