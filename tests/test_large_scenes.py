"""Scenes of very many points: what is made of them takes memory in proportion to them, or is refused before it takes any."""

import contextlib
import io
import math
import tracemalloc
from unittest import mock

import numpy as np
import pytest

import springsim as ss
from springsim import Scene, SceneError
from springsim.cli import main
from springsim.energy import probe as probes
from springsim.energy.hessian import hessian
from springsim.energy.probe import Probe
from springsim.export.data import npz, points_csv, springs_csv
from springsim.model import files
from springsim.studies import sweep_runs
from springsim.studies.bifurcation import Coordinate, seconds, usual
from springsim.validation.limits import LIBRARY
from tests import oracle
from tests.laws import NO_HALF
from tests.scenes import KINDS, random_scene

N = 20_000


@contextlib.contextmanager
def little(most):
    """Fail where more memory than this was taken, in bytes."""
    tracemalloc.start()
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak <= most


def refused(field, call, *args, **options):
    """Return what was said of a refusal that took next to no memory."""
    with little(2_000_000), pytest.raises(SceneError) as caught:
        call(*args, **options)
    assert caught.value.field == field
    return str(caught.value)


def large(kind, n=N, free=None):
    """Return very many points, each similar to the next; only the first few are free, if it is said how many."""
    x = np.random.default_rng(0).normal(size=(n, 2)) * math.sqrt(n)
    pinned = None if free is None else np.arange(n) >= free
    if kind == "labels":
        return Scene.from_labels(x, np.arange(n) % 7, pinned=pinned)
    chain = np.stack([np.arange(n - 1), np.arange(1, n)], axis=1)
    if kind == "neighbours":
        return Scene.from_neighbours(x, chain, pinned=pinned)
    return Scene.from_pairs(x, chain, chain[::2], pinned=pinned)


# making scenes


@pytest.mark.parametrize("kind", KINDS)
def test_a_scene_is_made_changed_and_compared_in_a_few_times_its_own_memory(kind):
    with little(200 * N):  # N² is 20,000 N
        scene = large(kind)
        assert len(scene.replace(margin=2.0)) == len(scene.replace(positions=scene.positions)) == N
        assert scene.nudged(seed=1) != scene
        assert scene.scattered(seed=1) == scene.scattered(seed=1)
        assert scene == large(kind)
        assert hash(scene) == hash(large(kind))
        assert repr(scene).startswith(f"Scene({N} points, ")
        assert scene.springs.stiffness(scene.pinned) > 0.0
        assert ss.stable_step(scene) > 0.0


def test_lists_are_taken_in_a_few_times_their_own_memory():
    x, labels = np.zeros((N, 2)).tolist(), [1] * N
    pairs = [[k, k + 1] for k in range(N - 1)]
    with little(200 * N):
        Scene.from_labels(x, labels)
        Scene.from_neighbours(x, pairs, pinned=[True] * N)


def test_as_many_points_as_the_limit_allows_are_a_scene():
    scene = Scene.from_labels(np.zeros((1_000_000, 2)), np.arange(1_000_000))
    assert len(scene) == LIBRARY.points
    assert scene.springs.counts == (0, 499_999_500_000)
    assert scene._repr_svg_() is None


@pytest.mark.parametrize("kind", KINDS)
def test_scenes_differ_by_any_part(kind):
    scene = large(kind, 50)
    x = scene.positions.copy()
    x[7, 1] += 1e-9
    others = [scene.replace(positions=x), scene.replace(margin=2.0), scene.replace(pinned=np.arange(50) == 3)]
    others += [large(other, 50) for other in KINDS if other != kind]
    if kind == "labels":
        others.append(Scene.from_labels(scene.positions, (np.arange(50) + 1) % 7))
    else:
        others.append(type(scene)(scene.positions, scene.springs.without(0), scene.pinned, scene.margin))
    for other in others:
        assert scene != other
    assert scene == scene.replace(positions=scene.positions)


def test_pairs_come_in_order_whichever_order_they_were_given_in():
    rng = np.random.default_rng(3)
    pairs = np.stack(np.triu_indices(60, 1), axis=1)
    given = rng.permutation(pairs)
    given[::2] = given[::2, ::-1]
    for some in (given, given.tolist(), given.astype(np.uint8), np.asfortranarray(given)):
        found = Scene.from_neighbours(np.zeros((60, 2)), some).springs.similar
        assert found.tolist() == pairs.tolist()
        assert found.dtype == np.int64
        assert found.flags.c_contiguous
        assert not found.flags.writeable


# springs one by one


@pytest.mark.parametrize("kind", KINDS)
def test_the_curvature_over_few_free_points_is_that_of_a_naive_loop(kind):
    scene = random_scene(kind, 60, 5, spread=0.4)
    free = [3, 17, 18, 41, 59]
    scene = scene.replace(pinned=~np.isin(np.arange(60), free))
    expected = np.zeros((5, 2, 5, 2))
    for i, j, similar in oracle.springs(scene):
        r = scene.positions[i] - scene.positions[j]
        d = math.hypot(*r)
        along = np.outer(r, r) / d**2
        if similar:
            block = np.eye(2)
        elif d < scene.margin:
            block = along - (scene.margin - d) / d * (np.eye(2) - along)
        else:
            continue
        for a, b in ((i, j), (j, i)):
            if a in free:
                expected[free.index(a), :, free.index(a), :] += block
                if b in free:
                    expected[free.index(a), :, free.index(b), :] -= block
    np.testing.assert_allclose(hessian(scene).matrix, expected.reshape(10, 10), atol=1e-11)


def test_sides_are_taken_of_springs_that_can_move_and_each_counts_once():
    x = [(0, 0), (1, 0), (0, 0), (0, 1), (5, 5), (5, 5), (6, 5)]
    scene = Scene.from_labels(x, range(7), pinned=[False] * 3 + [True] * 4)
    found = hessian(scene)
    assert (found.hinges, found.coincident) == (4, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_few_free_points_among_very_many_have_a_curvature_and_a_kind(kind):
    scene = large(kind, free=8)
    with little(1500 * N):
        found = ss.stability(scene)
    assert found.modes.shape == (16, N, 2)
    assert not found.modes[:, 8:].any()
    np.testing.assert_allclose(np.einsum("knd,lnd->kl", found.modes, found.modes), np.eye(16), atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_springs_are_looked_at_in_pieces_of_any_size_for_the_same_curvature(kind, monkeypatch):
    scene = random_scene(kind, 25, 2, pins=9)
    whole = hessian(scene)
    for size in (1, 7, 100):
        monkeypatch.setattr("springsim.energy.hessian._AT_ONCE", size)
        part = hessian(scene)
        np.testing.assert_allclose(part.matrix, whole.matrix, atol=1e-11)
        assert part[1:] == whole[1:]


def test_a_curvature_of_too_many_springs_is_refused(monkeypatch):
    scene = large("labels", free=1001)
    assert refused("scene", ss.stability, scene).endswith(
        "1001 free points of 20000 is not allowed; expected at most 1000 free among so many"
    )
    assert refused("scene", ss.stability, large("labels", 2001)).endswith("expected at most 2000")
    assert seconds(scene, 1) == math.inf
    monkeypatch.setattr("springsim.energy.hessian.STABILITY_PAIRS_MAX", 2000)
    scene = Scene.from_pairs(
        np.zeros((40, 2)), np.stack(np.triu_indices(40, 1), axis=1), np.stack(np.triu_indices(40, 1), axis=1)
    )
    assert refused("scene", ss.stability, scene) == "scene: 3120 springs at free points is not allowed; expected at most 2000"


@pytest.mark.parametrize("kind", KINDS)
def test_the_loss_of_the_other_springs_is_that_of_a_naive_loop(kind):
    scene = random_scene(kind, 20, 4)
    for point in (0, 11, 19):
        others = [(i, j, s) for i, j, s in oracle.springs(scene) if point not in (i, j)]
        d = [math.dist(scene.positions[i], scene.positions[j]) for i, j, _ in others]
        expected = sum(x * x / 2 if s else max(0.0, scene.margin - x) ** 2 / 2 for x, (_, _, s) in zip(d, others, strict=True))
        assert Probe(scene, point).rest == pytest.approx(expected, rel=1e-12)


def test_a_probe_looks_at_places_some_at_a_time_for_the_same_values(monkeypatch):
    probe = Probe(random_scene("labels", 30, 1), 4)
    places = np.random.default_rng(0).normal(size=(50, 2))
    whole = probe.at(places)
    monkeypatch.setattr("springsim.energy.probe._AT_ONCE", 100)
    for one, other in zip(whole, probe.at(places), strict=True):
        assert np.array_equal(one, other)
    assert [part.shape for part in probe.at(np.empty((0, 2)))] == [(0,), (0, 2), (0, 2, 2)]


@pytest.mark.parametrize("domain", ["plane", "circle"])
def test_a_probe_that_looks_only_at_springs_near_a_place_finds_what_all_springs_say(domain, monkeypatch):
    rng = np.random.default_rng(1)
    x = rng.uniform(0.0, 6.0, (120, 2)) + 0.1
    x[7] = x[8] = x[9]
    scene = Scene.from_labels(x, np.arange(120) % 3, margin=0.4, domain=domain)
    places = np.concatenate(
        [scene.positions[5:10], rng.uniform(-9.0, 9.0, (60, 2)), 0.3 * rng.normal(size=(20, 2)), [(1e7, -1e7)]]
    )
    whole = Probe(scene, 0).at(places)
    monkeypatch.setattr("springsim.energy.probe._MANY", 1)
    monkeypatch.setattr("springsim.energy.probe._LISTING", 0.0)
    probe = Probe(scene, 0)
    monkeypatch.setattr(probe, "_at_listed", at := mock.Mock(side_effect=probe._at_listed))
    for one, other in zip(whole, probe.at(places), strict=True):
        np.testing.assert_allclose(other, one, rtol=1e-12, atol=1e-12)
    assert at.called


def test_a_landscape_is_computed_in_blocks_of_any_size_for_the_same_values(monkeypatch):
    scene = random_scene("labels", 30, 1)
    for law in (scene.law, NO_HALF):
        probe = probes.probe(scene.replace(law=law), 4)
        grid = (
            np.sort(np.r_[scene.positions[6, 0], np.linspace(-1, 1, 20)]),
            np.sort(np.r_[scene.positions[6, 1], np.linspace(-1, 1, 9)]),
        )
        places = np.stack(np.meshgrid(*grid), axis=-1).reshape(-1, 2)
        values = probe.at(places)
        for size in (1, 50, 10**6):
            monkeypatch.setattr("springsim.energy.probe._BLOCK", size)
            loss, force = probe.over(*grid)
            np.testing.assert_allclose(loss.ravel(), values.loss, rtol=1e-13)
            np.testing.assert_allclose(force.reshape(2, -1).T, values.force, atol=1e-13)


def test_a_landscape_of_too_much_work_is_refused(monkeypatch):
    assert "with 19999 dissimilar" not in refused("point", ss.landscape, large("neighbours", 20_100), 3)
    scene = random_scene("neighbours", 30, 1)
    monkeypatch.setattr("springsim.studies.landscape.LANDSCAPE_WORK_MAX", 1000)
    count = Probe(scene, 0).springs - Probe(scene, 0).pull
    said = refused("shape", ss.landscape, scene, 0, shape=(10, 20))
    assert said == f"shape: 10 × 20 cells for {count} dissimilar springs is not allowed; expected at most {1000 // count} cells"
    assert "for 29 springs is" in refused("shape", ss.landscape, scene.replace(law=NO_HALF), 0, shape=(10, 20))


@pytest.mark.parametrize("kind", KINDS)
def test_springs_are_measured_in_pieces_of_any_size_for_the_same_rows(kind, monkeypatch):
    scene = random_scene(kind, 25, 2)
    whole, table = ss.pair_distances(scene), springs_csv(scene)
    monkeypatch.setattr("springsim.energy.forces._AT_ONCE", 7)
    for one, other in zip(whole, ss.pair_distances(scene), strict=True):
        assert np.array_equal(one, other)
    assert springs_csv(scene) == table


# sweeps, resting states, tables


def test_a_sweep_or_resting_states_of_too_many_springs_are_refused_before_anything_moves():
    assert "6326 points" in refused("sweep", ss.sweep_margin, large("neighbours", 6326), [1.0])
    assert "6326 points" in refused("sweep", ss.sweep_margin, large("pairs", 6326), [1.0])
    assert refused("scene", ss.equilibria, large("pairs", 2001)).endswith(
        "2001 free points is not allowed; expected at most 2000"
    )
    assert refused("scene", ss.equilibria, large("labels", 2002, 9)).endswith(
        "springs is not allowed; expected at most 2000000"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_runs_are_measured_in_pieces_of_any_size_for_the_same_measures(kind, monkeypatch):
    scene = random_scene(kind, 30, 6)
    margins, seeds = np.array([0.5, 1.0]), np.array([1, 2])
    whole = sweep_runs.run_chunk(scene, "random", margins, seeds, False)
    for size in (1, 50, 1000):
        monkeypatch.setattr("springsim.studies.sweep_runs._AT_ONCE", size)
        for one, other in zip(whole, sweep_runs.run_chunk(scene, "random", margins, seeds, False), strict=True):
            assert np.array_equal(one, other, equal_nan=True)


@pytest.mark.parametrize("kind", KINDS)
def test_the_number_that_says_most_is_found_without_a_list_of_all_pairs(kind):
    with little(100 * N):
        found = usual(large(kind))
    assert found == Coordinate("distance", 0, 2 if kind == "neighbours" else 1)


def test_the_number_that_says_most_is_the_first_dissimilar_distance():
    for kind in KINDS:
        for seed in range(20):
            scene = random_scene(kind, 2 + seed % 6, seed)
            every = list(oracle.springs(scene))
            first = next((row for row in every if not row[2]), every[0] if every else (0, 1, True))
            assert usual(scene) == Coordinate("distance", *first[:2])


def test_tables_of_too_many_rows_are_refused_and_archives_leave_springs_out(monkeypatch):
    assert refused("csv", springs_csv, large("labels")).endswith(
        "199990000 springs is not allowed; expected at most 5000000 rows"
    )
    scene = random_scene("neighbours", 5, 1)
    run = ss.simulate(scene, steps=5)
    with np.load(_file(npz(run))) as archive:
        assert archive["springs"].shape == (10, 2)
    monkeypatch.setattr("springsim.export.data.PAIRS_MAX", 9)
    with np.load(_file(npz(run))) as archive:
        assert {"springs", "similar"}.isdisjoint(archive.files)
        assert Scene.from_json(str(archive["scene"])) == scene
    assert points_csv(run).startswith("frame,step,point")


def _file(data):
    return io.BytesIO(data)


# the command line


def test_a_file_is_read_piece_by_piece(monkeypatch, tmp_path):
    (tmp_path / "text").write_text("ab€d" * 5, encoding="utf-8")
    for piece in (1, 4, 1000):
        monkeypatch.setattr("springsim.model.files._PIECE", piece)
        assert files.read_text(tmp_path / "text", 20) == "ab€d" * 5
        with pytest.raises(files.FileError, match="at most 19 characters"):
            files.read_text(tmp_path / "text", 19)


def test_reading_takes_the_memory_of_the_file_and_not_of_the_limit(tmp_path):
    (tmp_path / "text").write_text("a few words", encoding="utf-8")
    with little(3_000_000):
        files.read_text(tmp_path / "text", LIBRARY.text)


@pytest.mark.parametrize(
    ("command", "n", "said"),
    [
        ("draw -o a.svg", 5001, "expected at most 5000 to be drawn"),
        ("draw -o a.svg --trails", 2001, "at most 2000 for pictures of their way"),
        ("animate -o a.gif", 2001, "at most 2000 for pictures of their way"),
    ],
)
def test_commands_refuse_what_they_could_not_draw_before_anything_moves(command, n, said, monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scene.json").write_text(large("labels", n).to_json(), encoding="utf-8")
    name, *options = command.split()
    with pytest.raises(SystemExit) as ended:
        main([name, "scene.json", *options])
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["scene.json"]
