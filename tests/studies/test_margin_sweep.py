"""Sweeps: closed forms, starts, measures against naive loops, executors and refusals."""

from __future__ import annotations

import csv
import io
import math
import sys
import threading
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import numpy as np
import pytest

import springsim as ss
from springsim.model import presets
from springsim.studies import margin_sweep, sweep_runs
from springsim.validation.limits import SWEEP_NUMBERS_MAX, SWEEP_RUNS_MAX
from tests import oracle
from tests.scenes import KINDS, random_scene, ring

WIDE = np.geomspace(0.02, 50.0, 23)
ARRAYS = ("positions", "loss", "residual", "converged", "evaluations", "active_dissimilar", "neighbour_recall", "done")


def same(a: ss.MarginSweep, b: ss.MarginSweep, *, at: Any = ...) -> bool:
    """Tell whether two sweeps found the same, bit for bit, where `at` says."""
    pairs = [(getattr(a, name), getattr(b, name)) for name in ARRAYS]
    pairs += [*zip(a.similar_distance, b.similar_distance, strict=True)]
    pairs += [*zip(a.dissimilar_distance, b.dissimilar_distance, strict=True)]
    return all(np.array_equal(one[at], other[at], equal_nan=True) for one, other in pairs)


# closed forms


@pytest.mark.parametrize("start", margin_sweep.STARTS)
def test_the_tug_of_war_ends_at_thirds_of_every_margin_with_a_loss_of_a_sixth_of_its_square(start):
    sweep = ss.sweep_margin(presets.load("tug-of-war"), WIDE, seeds=range(5), start=start)
    m = sweep.margins[:, None]
    assert sweep.converged.all()
    np.testing.assert_allclose(sweep.loss / m**2, 1 / 6, rtol=1e-9)
    for found in sweep.similar_distance:
        np.testing.assert_allclose(found / m, 1 / 3, rtol=1e-7)
    for found in (*sweep.dissimilar_distance, sweep.separation):
        np.testing.assert_allclose(found / m, 2 / 3, rtol=1e-7)
    assert (sweep.active_dissimilar == 1.0).all()


@pytest.mark.parametrize("seed", range(4))
def test_random_label_scenes_in_the_plane_reach_loss_0_at_every_margin(seed):
    rng = np.random.default_rng(seed)
    scene = ss.Scene.from_labels(rng.normal(size=(12, 2)), rng.integers(0, 3, 12))
    sweep = ss.sweep_margin(scene, WIDE, seeds=range(4), start="random")
    assert sweep.converged.all()
    assert (sweep.loss <= 1e-15 * sweep.margins[:, None] ** 2).all()
    assert (sweep.active_dissimilar == 0.0).all()
    assert (sweep.separation >= (1 - 1e-6) * sweep.margins[:, None]).all()
    assert (sweep.similar_distance.max <= 1e-7 * sweep.margins[:, None]).all()
    assert sweep.neighbour_recall == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_without_pins_random_starts_obey_the_scaling_law_to_rounding(kind):
    scene = random_scene(kind, 14, seed=5)
    sweep = ss.sweep_margin(scene, WIDE, seeds=range(6), start="random")
    losses, places = sweep.loss / WIDE[:, None] ** 2, sweep.positions / WIDE[:, None, None, None]
    assert np.ptp(losses, axis=0) == pytest.approx(0.0, abs=1e-14)
    assert np.ptp(places, axis=0) == pytest.approx(0.0, abs=1e-14)
    assert (sweep.evaluations == sweep.evaluations[0]).all()


@pytest.mark.parametrize("start", margin_sweep.STARTS)
def test_the_gate_opens_along_the_branch_of_the_closed_form(start):
    a, m = 0.5, np.array([0.3, 0.45, 0.6, 0.7, 0.8, 0.9, 1.1, 1.5, 2.0])
    sweep = ss.sweep_margin(presets.load("gate"), m, seeds=range(3), start=start)
    height = np.sqrt(np.maximum((2 * sweep.margins / 3) ** 2 - a**2, 0.0))[:, None]
    free = sweep.positions[:, :, 3]
    np.testing.assert_allclose(free[..., 0], 0.0, atol=1e-6)
    np.testing.assert_allclose(np.abs(free[..., 1]), height + 0 * free[..., 1], atol=1e-6)


def test_a_start_in_the_middle_of_the_gate_is_nudged_off_the_saddle():
    scene = presets.load("gate").replace(positions=[[-0.5, 0.0], [0.5, 0.0], [0.0, 0.0], [0.0, 0.0]])
    assert ss.settle(scene).scene.positions[3, 1] == 0.0
    found = ss.sweep_margin(scene, [1.0], seeds=range(12)).positions[0, :, 3, 1]
    assert np.abs(found) == pytest.approx([math.sqrt(4 / 9 - 1 / 4)] * 12, abs=1e-6)
    assert len(set(np.sign(found))) == 2  # either way, by the seed


def test_on_the_circle_two_classes_have_loss_0_up_to_margin_2_and_then_part_to_exactly_2():
    scene = ss.Scene.from_labels(np.random.default_rng(0).normal(size=(10, 2)), np.arange(10) % 2, domain="circle")
    m = np.array([0.5, 1.0, 1.5, 1.9, 2.1, 2.5, 3.0, 5.0])
    sweep = ss.sweep_margin(scene, m, seeds=range(8), start="random")
    assert sweep.converged.all()
    assert (sweep.loss[m < 2] <= 1e-14).mean() > 0.8  # in the others a class is torn, and stays so
    opposite = np.abs(sweep.loss[m > 2] - 25 * 0.5 * (m[m > 2, None] - 2.0) ** 2) < 1e-8  # 5 × 5 pairs at distance 2
    assert opposite.mean() > 0.8
    assert sweep.separation[m > 2][opposite] == pytest.approx(2.0, abs=1e-12)
    assert sweep.similar_distance.max[m > 2][opposite] == pytest.approx(0.0, abs=1e-7)
    np.testing.assert_allclose(np.hypot(*np.moveaxis(sweep.positions, -1, 0)), 1.0, rtol=1e-14)


# starts


def test_a_run_follows_from_its_margin_and_seed_alone():
    scene = ring(np.random.default_rng(1).normal(size=(18, 2)), 1)
    for start in ("scene", "random"):
        whole = ss.sweep_margin(scene, WIDE, seeds=range(20), start=start)
        part = ss.sweep_margin(scene, WIDE[[3, 9]], seeds=[17, 2, 11], start=start)
        assert np.array_equal(part.positions, whole.positions[[3, 9]][:, [17, 2, 11]])
        assert np.array_equal(part.evaluations, whole.evaluations[[3, 9]][:, [17, 2, 11]])
    back = ss.sweep_margin(scene, WIDE[:5], seeds=range(9), start="continue")
    assert np.array_equal(ss.sweep_margin(scene, WIDE[:5], seeds=[4], start="continue").positions[:, 0], back.positions[:, 4])


@pytest.mark.parametrize("domain", ["plane", "circle"])
def test_starts_are_those_of_the_scene_nudged_or_scattered_at_each_margin(domain):
    scene = random_scene("pairs", 6, seed=1, pins=1).replace(domain=domain)
    m, seeds = np.array([0.3, 0.3, 4.0]), np.array([3, 8, 8])
    cases: list[tuple[sweep_runs.Start, Any]] = [
        (
            "scene",
            [
                scene.replace(margin=x).nudged(seed=s, size=1e-3).positions
                for x, s in zip([0.3, 0.3, 4.0], [3, 8, 8], strict=True)
            ],
        ),
        (
            "random",
            [scene.replace(margin=x).scattered(seed=s).positions for x, s in zip([0.3, 0.3, 4.0], [3, 8, 8], strict=True)],
        ),
    ]
    for start, expected in cases:
        found = sweep_runs._starts(scene, start, m, seeds) * m[:, None, None]
        np.testing.assert_allclose(found[:, 1:], np.array(expected)[:, 1:], rtol=1e-14)


def test_continued_margins_rise_and_fall_again_each_from_the_rest_before():
    scene = presets.load("gate")
    sweep = ss.sweep_margin(scene, [0.5, 1.0, 2.0], seeds=[4], start="continue")
    assert sweep.margins.tolist() == [0.5, 1.0, 2.0, 1.0, 0.5]
    assert sweep.turn == 2
    at = scene.replace(margin=0.5).nudged(seed=4, size=1e-3)
    for k, m in enumerate(sweep.margins.tolist()):
        rest = ss.settle(at.replace(margin=m) if k == 0 else at.replace(margin=m).nudged(seed=4, size=1e-4))
        assert sweep.positions[k, 0] == pytest.approx(rest.scene.positions, abs=1e-7)
        at = sweep.at(k)
    assert ss.sweep_margin(scene, [1.0], start="continue").margins.tolist() == [1.0]


def test_the_way_back_is_another_where_classes_on_the_circle_were_parted():
    scene = presets.load("five-classes").replace(domain="circle")
    sweep = ss.sweep_margin(scene, np.linspace(0.2, 3.0, 8), seeds=range(3), start="continue")
    up, down = sweep.separation[0], sweep.separation[-1]
    assert sweep.loss[[0, -1]] == pytest.approx(0.0, abs=1e-14)
    assert (up < 1.0).all()
    assert down == pytest.approx(
        2 * math.sin(math.pi / 5), abs=1e-3
    )  # five classes, evenly spread by the largest margin, stay there


def test_a_shrinking_margin_leaves_the_plane_as_it_was():
    sweep = ss.sweep_margin(presets.load("two-classes"), [0.5, 1.0, 2.0], start="continue")
    assert sweep.separation[2:] == pytest.approx(2.0, abs=2e-2)  # nothing pulls classes together again


# batched, single, large


@pytest.mark.parametrize("domain", ["plane", "circle"])
@pytest.mark.parametrize("name", ["ring", "chain", "gate", "tug-of-war", "five-classes"])
def test_a_sweep_equals_settling_each_run_by_itself_wherever_both_end_in_the_same_rest(name, domain):
    scene = presets.load(name)
    scene = scene.replace(positions=scene.positions + np.array([0.01, 0.02]), domain=domain)
    m = np.array([0.4, 1.0, 2.7])
    sweep = ss.sweep_margin(scene, m, seeds=range(4), start="random")
    agreed = 0
    for k, margin in enumerate(m.tolist()):
        for seed in range(4):
            rest = ss.settle(scene.replace(margin=margin).scattered(seed=seed))
            away = np.abs(ss.pair_distances(sweep.at(k, seed)).distance - ss.pair_distances(rest.scene).distance).max()
            if away < 1e-4 * margin:
                agreed += 1
                assert sweep.loss[k, seed] == pytest.approx(rest.loss, abs=1e-9 * margin**2)
    assert agreed >= 3  # where there are many rests, another path comes to another


@pytest.mark.parametrize("start", margin_sweep.STARTS)
def test_scenes_too_large_for_a_batch_are_swept_alike(start):
    scene = random_scene("labels", 70, seed=2)
    sweep = ss.sweep_margin(scene, [0.5, 1.0], seeds=range(2), start=start)
    assert sweep.converged.all()
    assert (sweep.loss <= 1e-14).all()
    assert sweep.positions.shape == ((3 if start == "continue" else 2), 2, 70, 2)


@pytest.mark.parametrize("n", [0, 1])
def test_scenes_without_springs_rest_where_they_are(n):
    sweep = ss.sweep_margin(random_scene("labels", n), [0.5, 1.0], seeds=range(3), start="continue")
    assert sweep.converged.all()
    assert not sweep.loss.any()
    assert np.isnan(sweep.separation).all()
    assert np.isnan(sweep.neighbour_recall).all()
    assert not sweep.active_dissimilar.any()


# measures


def naive_recall(scene: ss.Scene) -> float:
    """Return the neighbour recall, where no two distances tie."""
    partners: dict[int, set[int]] = {}
    for i, j, similar in oracle.springs(scene):
        if similar:
            partners.setdefault(i, set()).add(j)
            partners.setdefault(j, set()).add(i)
    shares = []
    for i, own in partners.items():
        others = sorted(
            (j for j in range(len(scene)) if j != i), key=lambda j: math.dist(scene.positions[i], scene.positions[j])
        )
        shares.append(len(own & set(others[: len(own)])) / len(own))
    return sum(shares) / len(shares)


@pytest.mark.parametrize("kind", KINDS)
def test_measures_are_those_of_naive_loops(kind):
    scene = random_scene(kind, 13, seed=8, pins=5)
    sweep = ss.sweep_margin(scene, [0.3, 0.9, 1.6], seeds=range(3))
    for k in range(3):
        for s in range(3):
            rest = sweep.at(k, s)
            distances: dict[bool, list[float]] = {True: [], False: []}
            for i, j, similar in oracle.springs(rest):
                distances[similar].append(math.dist(rest.positions[i], rest.positions[j]))
            for similar, found in ((True, sweep.similar_distance), (False, sweep.dissimilar_distance)):
                d = distances[similar]
                expected = [sum(d) / len(d), min(d), max(d)]
                assert [found.mean[k, s], found.min[k, s], found.max[k, s]] == pytest.approx(expected)
            pushing = sum(rest.margin - d > 1e-6 * rest.margin for d in distances[False])
            assert sweep.active_dissimilar[k, s] == pytest.approx(pushing / len(distances[False]))
            assert sweep.separation[k, s] == min(distances[False]) or sweep.separation[k, s] == pytest.approx(
                min(distances[False])
            )
            assert sweep.loss[k, s] == pytest.approx(oracle.loss(rest), rel=1e-10)
            if kind != "labels":  # there similar points fall together, and tie
                assert sweep.neighbour_recall[k, s] == pytest.approx(naive_recall(rest))


def test_points_that_are_as_far_share_the_places_among_the_nearest():
    x = np.array([[[0.0, 0.0], [1.0, 0.0], [-1.0, 1e-9], [0.0, 1.0], [5.0, 0.0]]])
    partners = np.array([0]), np.array([1])  # point 0: one of three at distance 1; point 1: its nearest
    assert sweep_runs._recall(x, np.ones(1), *partners) == pytest.approx([(1 / 3 + 1) / 2])
    assert sweep_runs._recall(x * 0.0, np.ones(1), *partners) == pytest.approx([1 / 4])  # all in one place: by chance
    order = np.array([3, 1, 4, 0, 2])
    assert sweep_runs._recall(x[:, np.argsort(order)], np.ones(1), order[partners[0]], order[partners[1]]) == pytest.approx(
        [2 / 3]
    )


def test_there_are_no_distances_of_pairs_that_are_not_there():
    similar = ss.sweep_margin(ss.Scene.from_labels([[0, 0], [1, 1]], [0, 0]), [1.0])
    assert np.isnan(similar.dissimilar_distance).all()
    assert similar.active_dissimilar.tolist() == [[0.0]]
    dissimilar = ss.sweep_margin(ss.Scene.from_labels([[0, 0], [1, 1]], [0, 1]), [1.0])
    assert np.isnan(dissimilar.similar_distance).all()
    assert np.isnan(dissimilar.neighbour_recall).all()


# tables


def test_reading_the_csv_gives_the_same_numbers():
    sweep = ss.sweep_margin(presets.load("gate"), np.linspace(0.3, 2.0, 4), seeds=[5, 1], start="continue")
    text = sweep.to_csv()
    assert text.endswith("\n")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 7 * 2
    assert [row["direction"] for row in rows[::2]] == ["up"] * 4 + ["down"] * 3
    assert [row["seed"] for row in rows[:4]] == ["5", "1", "5", "1"]
    columns = {
        "margin": np.repeat(sweep.margins, 2),
        "loss": sweep.loss,
        "residual": sweep.residual,
        "evaluations": sweep.evaluations,
        "active_dissimilar": sweep.active_dissimilar,
        "similar_max": sweep.similar_distance.max,
        "dissimilar_min": sweep.separation,
        "dissimilar_mean": sweep.dissimilar_distance.mean,
        "neighbour_recall": sweep.neighbour_recall,
    }
    for name, values in columns.items():
        assert [float(row[name]) for row in rows] == values.ravel().tolist()
    assert {row["converged"] for row in rows} == {"True"}


def test_the_frame_of_pandas_is_the_table():
    pandas = pytest.importorskip("pandas")
    sweep = ss.sweep_margin(presets.load("two-classes"), [0.5, 1.0], seeds=range(3))
    frame = sweep.to_frame()
    assert frame.shape == (6, 15)
    read = pandas.read_csv(io.StringIO(sweep.to_csv()))
    assert list(read.columns) == list(frame.columns)
    for name in frame.columns:
        assert read[name].tolist() == (
            frame[name].tolist() if name == "direction" else pytest.approx(frame[name].tolist(), rel=1e-15)
        )


def test_without_pandas_the_frame_says_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match="pip install pandas"):
        ss.sweep_margin(presets.load("gate"), [1.0]).to_frame()


def test_a_sweep_is_not_changed_by_accident():
    sweep = ss.sweep_margin(presets.load("gate"), [0.5, 1.0])
    assert repr(sweep) == "MarginSweep(2 margins from 0.5 to 1, 1 seeds, start='scene', 2 of 2 at rest)"
    for name in (*ARRAYS, "margins", "seeds", "separation"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(sweep, name)[0] = 0
    assert sweep.at(1).margin == 1.0
    assert sweep.at(1).springs is sweep.scene.springs


# executors


class Now(Executor):
    """Computes at once, in order; fails from the call of a number on, by the executor's or by the call's own failure."""

    def __init__(self, fails: int = 10**9, *, when_asked: bool = False) -> None:
        self.calls, self._fails, self._when_asked = 0, fails, when_asked
        self.given: list[Future[Any]] = []

    def submit(self, fn, /, *args, **kwargs):
        self.calls += 1
        future: Future[Any] = Future()
        self.given.append(future)
        if self.calls > self._fails:
            if self._when_asked:
                raise RuntimeError("cannot schedule new\n futures")
            future.set_exception(OSError("the line is dead"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


RING = ring(np.random.default_rng(0).normal(size=(18, 2)), 1)
MANY: dict[str, Any] = {"margins": np.linspace(0.2, 3.0, 11), "seeds": range(40)}


@pytest.mark.parametrize("start", ["random", "continue"])
def test_two_processes_find_what_one_finds_bit_for_bit(start):
    serial = ss.sweep_margin(RING, **MANY, start=start)
    with ProcessPoolExecutor(2) as pool:
        assert same(serial, ss.sweep_margin(RING, **MANY, start=start, executor=pool))
        assert pool.submit(abs, -1).result() == 1  # it is not shut down
    assert same(serial, ss.sweep_margin(RING, **MANY, start=start, executor=Now()))


@pytest.mark.parametrize("when_asked", [False, True])
def test_when_an_executor_fails_half_way_what_is_done_is_kept(when_asked):
    whole = ss.sweep_margin(RING, **MANY)
    with pytest.raises(ss.SweepError) as failed:
        ss.sweep_margin(RING, **MANY, executor=Now(2, when_asked=when_asked))
    left = failed.value.sweep
    size = sweep_runs._in_chunk(18)
    assert left.done.sum() == 2 * size
    assert same(whole, left, at=left.done)
    assert np.isnan(left.loss[~left.done]).all()
    assert np.isnan(left.positions[~left.done]).all()
    assert not left.converged[~left.done].any()
    assert len(left.to_csv().splitlines()) == 1 + 2 * size
    assert f"after {2 * size} of 440 runs" in str(failed.value)
    assert str(failed.value).isprintable()
    assert ("cannot schedule new futures" if when_asked else "the line is dead") in str(failed.value)
    assert isinstance(failed.value.__cause__, RuntimeError if when_asked else OSError)
    assert f"{2 * size} runs done" in repr(left)


def test_a_pool_that_breaks_is_said_and_what_is_done_is_kept():
    pool = ProcessPoolExecutor(1)

    def end(done, total):
        if done:
            for process in list(pool._processes.values()):
                process.kill()

    with pytest.raises(ss.SweepError) as failed:
        ss.sweep_margin(RING, np.linspace(0.2, 3.0, 60), seeds=range(100), executor=pool, progress=end)
    pool.shutdown()
    assert isinstance(failed.value.__cause__, BrokenProcessPool)
    assert 0 < failed.value.sweep.done.sum() < 6000


def test_an_executor_that_cancels_is_said():
    class Cancels(Now):
        def submit(self, fn, /, *args, **kwargs):
            future: Future[Any] = Future()
            future.cancel()
            future.set_running_or_notify_cancel()
            return future

    with pytest.raises(ss.SweepError, match="scheduler is lost") as failed:
        ss.sweep_margin(RING, [1.0], executor=Cancels())
    assert isinstance(failed.value.__cause__, CancelledError)
    assert not failed.value.sweep.done.any()


def test_no_more_than_a_window_of_chunks_is_under_way(monkeypatch):
    monkeypatch.setattr(sweep_runs, "_WINDOW", 3)
    monkeypatch.setattr(sweep_runs, "_PAIRS", 18**2 * 20)
    lock, waiting, most = threading.Lock(), [], []

    class Watched(ThreadPoolExecutor):
        def submit(self, fn, /, *args, **kwargs):
            with lock:
                waiting.append(1)
                most.append(len(waiting))
            future = super().submit(fn, *args, **kwargs)
            future.add_done_callback(lambda _: waiting.pop())
            return future

    with Watched(2) as pool:
        sweep = ss.sweep_margin(RING, **MANY, executor=pool)
    assert sweep.done.all()
    assert len(most) == 22
    assert max(most) <= 3


def test_progress_counts_runs_and_what_it_raises_cancels_the_rest():
    seen: list[tuple[int, int]] = []
    ss.sweep_margin(RING, **MANY, progress=lambda done, total: seen.append((done, total)))
    counts = [done for done, _ in seen]
    assert counts[0] == 0
    assert counts[-1] == 440
    assert counts == sorted(set(counts))
    assert {total for _, total in seen} == {440}

    def stop(done, total):
        if done:
            raise KeyboardInterrupt

    class First(Now):
        """Computes the first call, and never comes to the others."""

        def submit(self, fn, /, *args, **kwargs):
            if not self.calls:
                return super().submit(fn, *args, **kwargs)
            self.given.append(Future())
            return self.given[-1]

    calls = First()
    with pytest.raises(KeyboardInterrupt):
        ss.sweep_margin(RING, **MANY, executor=calls, progress=stop)
    assert len(calls.given) == 5
    assert all(future.cancelled() for future in calls.given[1:])


def test_a_sweep_can_be_stopped_before_anything_is_computed():
    calls = Now()

    def stop(done, total):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ss.sweep_margin(RING, **MANY, executor=calls, progress=stop)
    assert calls.calls == 0


@pytest.mark.parametrize("n", [1, 18, 64, 65, 300, 2000])
@pytest.mark.parametrize("start", margin_sweep.STARTS)
def test_every_run_is_in_one_chunk_and_a_hundred_thousand_are_few_calls(n, start):
    runs = np.arange(100_000).reshape(100, 1000)
    parts = list(sweep_runs.in_chunks(runs, n, start))
    assert sorted(np.concatenate([part.ravel() for part in parts]).tolist()) == list(range(100_000))
    if n <= 64:
        assert len(parts) <= 6_250
    if start == "continue":
        assert all(part.shape[0] == 100 for part in parts)


# refusals


@pytest.mark.parametrize(
    ("arguments", "field", "allowed"),
    [
        ({"margins": []}, "margins", "at least one, ascending"),
        ({"margins": [1.0, 0.5]}, "margins[1]", "ascending"),
        ({"margins": [1.0, 1.0]}, "margins[1]", "ascending"),
        ({"margins": [0.0, 1.0]}, "margins[0]", "from 1e-06 to 1e+06"),
        ({"margins": [-1.0, 1.0]}, "margins[0]", "from 1e-06 to 1e+06"),
        ({"margins": [1.0, math.nan]}, "margins[1]", "ascending"),
        ({"margins": [1.0, math.inf]}, "margins[1]", "to 1e+06"),
        ({"margins": [[1.0]]}, "margins[0]", "ascending"),
        ({"margins": "1:2:3"}, "margins", "ascending"),
        ({"margins": [True]}, "margins[0]", "ascending"),
        ({"margins": 1.0}, "margins", "shape"),
        ({"start": "anywhere"}, "start", '"continue"'),
        ({"start": None}, "start", '"scene"'),
        ({"margins": np.linspace(1, 2, 2000), "seeds": range(501)}, "sweep", f"at most {SWEEP_RUNS_MAX}"),
        ({"margins": np.linspace(1, 2, SWEEP_RUNS_MAX + 1)}, "margins", f"at most {SWEEP_RUNS_MAX}"),
    ],
)
def test_what_is_refused_is_named_with_what_is_allowed(arguments, field, allowed):
    with pytest.raises(ss.SceneError) as refused:
        ss.sweep_margin(presets.load("gate"), **{"margins": [1.0], **arguments})
    assert refused.value.field == field
    assert allowed in refused.value.allowed


def test_too_many_runs_of_too_many_points_are_refused_with_their_number():
    scene = random_scene("labels", 300)
    with pytest.raises(ss.SceneError, match=f"at most {SWEEP_NUMBERS_MAX // 300} runs of so many"):
        ss.sweep_margin(scene, np.linspace(1.0, 2.0, 1000), seeds=range(100))
