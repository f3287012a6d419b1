"""Files of runs give the run back, and nothing in them is believed that is not so."""

import base64
import io
import json
import zlib
from pathlib import Path

import numpy as np
import pytest

import springsim as ss
from springsim import Scene, Trajectory
from springsim.board import player
from springsim.export import data
from springsim.export import run_file as files
from springsim.validation.limits import APP

FIXTURES = Path(__file__).parents[1] / "fixtures"
ARRAYS = ("positions", "forces", "similar_loss", "dissimilar_loss", "pushing", "residual", "steps")
LABELS = ["setosa", "setosa", "virginica", "virginica", "other"]


def _positions(t, n=5, seed=0):
    return np.random.default_rng(seed).normal(size=(t, n, 2))


def _recorded(**options):
    return Trajectory.from_positions(
        _positions(12), **{"labels": LABELS, "margin": 1.4, "names": ["a", "b,c", 'd"e', "f", "点"], **options}
    )


def _same(one, other):
    assert one.scene == other.scene
    assert (one.status, one.descent, one.unit, one.names, one.given) == (
        other.status,
        other.descent,
        other.unit,
        other.names,
        other.given,
    )
    for name in ARRAYS:
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def _archive(run, **changed):
    """Return the archive of a run in which some arrays are others, or missing."""
    with np.load(io.BytesIO(data.npz(run))) as arrays:
        held = {name: arrays[name] for name in arrays.files} | changed
    file = io.BytesIO()
    np.savez(file, allow_pickle=True, **{name: array for name, array in held.items() if array is not None})
    return file.getvalue()


@pytest.mark.parametrize(
    "run",
    [
        _recorded(),
        _recorded(unit="batch", steps=np.arange(12) * 5, domain="circle", pinned=[True, False, False, False, False]),
        Trajectory.from_positions(_positions(600), LABELS, frames=30),
        Trajectory.from_positions(_positions(1), similar=[[0, 3]], unit="小时"),
        ss.simulate(ss.presets.load("fig2a")),
        ss.simulate(ss.presets.load("two-classes"), steps=20, momentum=0.5),
        ss.simulate(Scene.from_labels([[0.0, 0.0], [0.5, 0.0]], [0, 0]), step_size=1.0),
        ss.simulate(Scene.from_labels([[0.0, 0.0], [0.5, 0.0], [0.0, 1.0]], [0, 0, 0]), step_size=1.5),
    ],
    ids=lambda run: f"{run.status}-{len(run)}",
)
def test_an_archive_gives_a_run_back_exactly(run, tmp_path):
    run.save(tmp_path / "run.npz")
    _same(Trajectory.load(tmp_path / "run.npz"), run)


def test_the_runs_of_the_test_above_end_in_every_way():
    statuses = test_an_archive_gives_a_run_back_exactly.pytestmark[0].args[1]
    assert {run.status for run in statuses} == {"recorded", "equilibrium", "max_steps", "cycling", "diverged"}


@pytest.mark.parametrize(
    "springs",
    [{"labels": LABELS}, {"similar": [[0, 3], [1, 2]]}, {"similar": [[3, 0]], "dissimilar": [[1, 4], [0, 3]]}],
    ids=["labels", "neighbours", "pairs"],
)
def test_a_page_gives_a_run_back_as_exact_as_it_draws_it(springs, tmp_path):
    labels = {"labels": None, **springs}
    run = _recorded(**labels, steps=np.arange(12) * 10, pinned=[False, True, False, False, False])
    run.save(tmp_path / "run.html")
    read = Trajectory.load(tmp_path / "run.html")
    assert read.positions == pytest.approx(run.positions, abs=1e-3)
    assert read.scene.replace(positions=run.positions[0]) == run.scene
    assert (read.unit, read.names, read.status, read.given) == ("epoch", run.names, "recorded", 12)
    assert read.steps.tolist() == run.steps.tolist()
    assert read.loss == pytest.approx(run.loss, rel=0.01)


def test_a_page_with_margins_gives_the_run_it_opens_with():
    run = ss.simulate(ss.presets.load("fig2a"))
    read = files.read_run(player.page(player.runs(run, [0.5, 2.0])).encode())
    assert (read.scene.margin, read.status, read.unit) == (run.scene.margin, "recorded", "step")
    assert read.steps.tolist() == run.steps.tolist()


def test_files_of_runs_of_earlier_versions_open():
    last = [[1.68, -0.22], [1.34, 0.42], [1.94, 1.54]]
    for name in ("run.npz", "run.html"):
        run = Trajectory.load(FIXTURES / name)
        assert (run.status, run.unit, run.names, run.steps.tolist()) == ("recorded", "epoch", ("a", "b", "c"), [0, 1, 2, 5])
        assert (run.scene.class_names, run.scene.margin, run.scene.labels.tolist()) == (("cat", "dog"), 1.5, [0, 0, 1])
        assert run.final.positions == pytest.approx(np.array(last), abs=1e-3)
    simulated = Trajectory.load(FIXTURES / "simulated.npz")
    assert (simulated.status, simulated.step_size, len(simulated), simulated.steps[-1]) == ("equilibrium", 0.25, 8, 20)


# what is not so is not believed


def test_loss_and_forces_of_an_archive_are_computed_again():
    run = _recorded()
    forged = _archive(run, forces=run.forces * 2, similar_loss=run.similar_loss * 0, residual=run.residual * 0)
    _same(files.read_run(forged), run)


def test_positions_that_no_descent_comes_to_are_a_recorded_run_whatever_the_file_says():
    run = ss.simulate(ss.presets.load("fig2a"))
    x = run.positions.copy()
    x[len(x) // 2, 3] += 0.01
    read = files.read_run(_archive(run, positions=x))
    assert (read.status, read.unit) == ("recorded", "step")
    claimed = files.read_run(_archive(_recorded(), status=np.array("equilibrium")))
    assert claimed.status == "recorded"
    for lie in ("equilibrium", "cycling", "diverged"):
        stopped = ss.simulate(ss.presets.load("two-classes"), steps=3)
        assert files.read_run(_archive(stopped, status=np.array(lie))).status == "max_steps"


# refusals


def _refused(raw, field, words, **options):
    with pytest.raises(ss.SceneError) as refused:
        files.read_run(raw, **options)
    assert (refused.value.field, words in str(refused.value)) == (field, True), refused.value


def test_a_damaged_archive_is_refused_by_what_is_wrong():
    run = _recorded()
    _refused(_archive(run, positions=None), "file", "without positions")
    _refused(_archive(run, positions=np.array([{}], dtype=object)), "positions", "Python objects")
    _refused(_archive(run, positions=run.positions[0]), "positions", "(t, n, 2)")
    _refused(_archive(run, positions=run.positions[:, :4]), "positions[0]", "as many as the scene has")
    _refused(_archive(run, steps=run.steps[::-1]), "steps[1]", "more than")
    _refused(_archive(run, status=np.array("fine")), "status", "recorded")
    _refused(_archive(run, status=np.array(3)), "status", "text")
    _refused(_archive(run, unit=np.array("e" * 50)), "unit", "at most 30")
    _refused(_archive(run, given=np.array(3)), "given", "from 12")
    _refused(data.npz(run)[:-30], "file", "damaged")
    _refused(_archive(run, scene=np.array("{}")), "format", "springsim")
    _refused(data.npz(run), "file", "bytes", limits=APP.__class__(2000, 100, 1000, 100, file=1000))
    simulated = ss.simulate(run.scene, steps=3)
    _refused(_archive(simulated, step_size=np.float64(-1)), "step_size", "above 0")


def _page(run, change):
    """Return the page of a run with another recording."""
    page = player.page([run])
    _, _, packed = page.partition('id="recording">')
    packed = packed.partition("<")[0]
    return page.replace(packed, base64.b64encode(zlib.compress(change(zlib.decompress(base64.b64decode(packed))))).decode())


def _head(change):
    def changed(block):
        length = int.from_bytes(block[:4], "little")
        head = json.loads(block[4 : 4 + length])
        change(head)
        text = json.dumps(head).encode()
        return len(text).to_bytes(4, "little") + text + block[4 + length :]

    return changed


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda block: block[:2000], "file"),
        (lambda block: b"\xff\xff\xff\xff" + block[4:], "file"),
        (lambda block: block + bytes(65_000_000), "file"),
        (_head(lambda head: head.update(n=3)), "positions"),
        (_head(lambda head: head.update(n=10**9)), "points"),
        (_head(lambda head: head.update(runs=[])), "shown"),
        (_head(lambda head: head.update(law={"id": "hooke"})), "law"),
        (_head(lambda head: head["arrays"].update(moves0=[0, [10**6, 10**6, 2]])), "file"),
        (_head(lambda head: head["arrays"].update(moves0=[-8, [11, 5, 2]])), "offset"),
        (_head(lambda head: head.pop("labels")), "file"),
        (_head(lambda head: head["pinned"].append(77)), "pinned"),
        (_head(lambda head: head["runs"][0].update(names=["a"])), "names"),
        (_head(lambda head: head["choices"].update(margins=["wide"])), "margin"),
    ],
)
def test_a_damaged_page_is_refused(change, field):
    with pytest.raises(ss.SceneError) as refused:
        files.read_run(_page(_recorded(), change).encode())
    assert refused.value.field == field


def test_what_is_no_run_is_refused_by_what_it_is(tmp_path):
    for raw, kind in (
        (b"a,b\n1,2\n", "a table"),
        (b"\x89PNG....", "a picture"),
        (b"<!doctype html><p>hello", "a page (HTML) without a run"),
        (b"", "an empty file without a run"),
    ):
        _refused(raw, "my.csv", kind, name="/somewhere/my.csv")
    with pytest.raises(ss.SceneError, match=r"path: 'run.gif' is not allowed; expected a name that ends with .npz or .html"):
        _recorded().save(tmp_path / "run.gif")
    _recorded().save(tmp_path / "run.npz")
    with pytest.raises(OSError, match="run"):
        _recorded().save(tmp_path / "run.npz")
    _recorded().save(tmp_path / "run.npz", overwrite=True)
