import numpy as np
import pytest

from springsim import Scene, SceneError, stability, sweep_margin
from springsim.app.margins import sweeps
from springsim.app.margins.sweeps import Sweeps
from springsim.app.processes.runner import Runner
from springsim.model import presets
from springsim.studies import bifurcation
from springsim.validation.limits import SWEEP_APP_NUMBERS_MAX, SWEEP_APP_RUNS_MAX
from tests.app.processes.test_runner import until

GATE = presets.load("gate")
PATIENCE = 60.0


@pytest.fixture(scope="module")
def runner():
    runner = Runner(2)
    yield runner
    runner.close()


@pytest.fixture
def shared(runner):
    return Sweeps(runner)


def request(scene=GATE, low=0.2, high=2.0, count=5, seeds=4, start="random"):
    return sweeps.checked(scene, low, high, count, seeds, start)


def long():
    return request(presets.load("sheet"), seeds=1000, count=10)


# what is asked for


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ((0.0, 2.0, 5, 4), "from"),
        ((-1.0, 2.0, 5, 4), "from"),
        ((float("nan"), 2.0, 5, 4), "from"),
        ((0.2, 1e9, 5, 4), "to"),
        ((2.0, 0.2, 5, 4), "to"),
        ((2.0, 2.0, 5, 4), "to"),
        ((0.2, 2.0, 0, 4), "number"),
        ((0.2, 2.0, 5, 0), "seeds"),
        ((0.2, 2.0, 5, 20_000), "sweep"),
    ],
)
def test_a_range_that_is_empty_unsorted_or_not_positive_and_too_many_runs_are_refused_by_name(settings, field):
    low, high, count, seeds = settings
    with pytest.raises(SceneError) as refused:
        sweeps.checked(GATE, low, high, count, seeds, "random")
    assert refused.value.field == field


def test_a_refusal_of_too_many_names_the_limit():
    with pytest.raises(SceneError, match=f"100000 runs is not allowed; expected at most {SWEEP_APP_RUNS_MAX}"):
        request(seeds=20_000)
    crowd = presets.load("crowd")
    with pytest.raises(SceneError, match=f"20000 runs of 30 points .* at most {SWEEP_APP_NUMBERS_MAX // 30} runs"):
        request(crowd, count=20, seeds=1000)
    with pytest.raises(SceneError, match="39999 runs"):
        request(count=20_000, seeds=1, start="continue")


def test_margins_are_round_numbers_with_both_ends():
    assert request(low=0.1, count=39).margins.tolist() == [float(f"{0.1 + 0.05 * k:.4g}") for k in range(39)]
    assert request(low=0.7, count=1).margins.tolist() == [0.7]


@pytest.mark.parametrize("name", presets.names())
def test_the_range_of_a_preset_can_be_swept(name):
    scene = presets.load(name)
    low, high, count = sweeps.scene_range(scene)
    assert request(scene, low, high, count, 10).margins[0] == 0.1


def test_what_does_not_matter_makes_no_other_sweep():
    moved = GATE.replace(margin=1.7, positions=[*GATE.positions[:3], (0.4, 0.9)])
    assert request(moved) == request(GATE)
    assert hash(request(moved)) == hash(request(GATE))
    assert request(moved, start="scene") != request(GATE, start="scene")


def test_indices_are_chosen_evenly_with_both_ends():
    assert sweeps.evenly(39, 7) == [0, 6, 13, 19, 25, 32, 38]
    assert sweeps.evenly(3, 7) == [0, 1, 2]
    assert sweeps.evenly(1, 7) == [0]


# how it goes


def test_what_is_found_is_what_the_library_finds(shared):
    wanted = request()
    status = shared.ask("a", wanted, wait=PATIENCE)
    assert status.state == "done"
    assert status.result is not None
    alone = sweep_margin(wanted.scene, wanted.margins, seeds=range(4), start="random")
    np.testing.assert_array_equal(status.result.sweep.positions, alone.positions)
    kinds = status.result.kinds
    assert kinds is not None
    for k, s in np.ndindex(5, 4):
        assert bifurcation.KINDS[kinds[k, s]] == stability(alone.at(k, s)).kind


def test_the_same_is_computed_once_for_all_visitors(shared):
    first = shared.ask("a", request(), wait=PATIENCE).result
    assert first is not None
    assert shared.ask("b", request(GATE.replace(margin=0.4))).result is first


def test_a_sweep_goes_on_while_it_is_asked_for_and_tells_how_it_goes(shared):
    seen = []
    while not (status := shared.ask("a", request(seeds=200), wait=0.02)).over:
        seen.append((status.part, status.done))
        assert status.done <= (status.total or status.done)
    assert status.state == "done"
    assert [done for part, done in seen if part == "runs"] == sorted(done for part, done in seen if part == "runs")


def test_a_cancelled_sweep_stays_so_until_it_is_dropped(shared):
    assert not shared.ask("a", long(), wait=0.3).over
    shared.cancel("a")
    assert shared.ask("a", long(), wait=PATIENCE).state == "cancelled"
    shared.drop("a")
    assert not shared.ask("a", long()).over
    shared.cancel("a")


def test_another_wish_takes_the_place_of_the_one_before(shared):
    assert not shared.ask("a", long(), wait=0.2).over
    assert shared.ask("a", request(), wait=PATIENCE).state == "done"


def test_one_visitor_is_not_kept_waiting_by_the_sweep_of_another(shared):
    assert not shared.ask("a", long(), wait=0.2).over
    assert shared.ask("b", request(), wait=PATIENCE).state == "done"
    assert not shared.ask("a", long()).over
    shared.cancel("a")


def test_a_sweep_that_nobody_asks_about_ends_and_is_begun_again_for_a_visitor_who_comes_back(runner):
    impatient = Sweeps(runner, patience=0.1)
    impatient.ask("a", long())
    until(lambda: not len(impatient))
    assert not impatient.ask("a", long()).over
    impatient.cancel("a")


def test_a_failure_is_told_and_can_be_tried_again():
    broken = Sweeps(Runner(1, command=["/no/such/program"]))
    status = broken.ask("a", request(), wait=PATIENCE)
    assert status.state == "failed"
    assert "a process of the server ended" in str(status.error)
    broken.drop("a")
    assert broken.ask("a", request(), wait=PATIENCE).state == "failed"
    broken.close()


def test_how_stable_they_are_is_left_out_where_it_takes_too_long(shared, monkeypatch):
    monkeypatch.setattr(sweeps, "SWEEP_STABILITY_SECONDS", 0.001)
    result = shared.ask("a", request(low=0.3), wait=PATIENCE).result
    assert result is not None
    assert result.kinds is None


def test_work_is_told_from_the_scene():
    few, many = (Scene.from_labels(np.random.default_rng(0).normal(size=(n, 2)), range(n)) for n in (4, 300))
    assert bifurcation.seconds(many, 10) > 20 * bifurcation.seconds(few, 10)
    assert bifurcation.seconds(few, 10_000) == pytest.approx(10.0, rel=0.01)


def test_what_was_asked_for_longest_ago_is_forgotten_first(runner, monkeypatch):
    monkeypatch.setattr(sweeps, "SWEEP_KEPT_MAX", 2 * request().runs * len(GATE))
    small = Sweeps(runner)
    wishes = [request(low=low) for low in (0.2, 0.3, 0.4)]
    first = [small.ask("a", wish, wait=PATIENCE).result for wish in wishes]
    again = [small.ask("a", wish, wait=PATIENCE).result for wish in wishes[::-1]]
    assert [a is b for a, b in zip(first, again[::-1], strict=True)] == [False, True, True]
