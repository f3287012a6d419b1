"""The batch against `settle` of each copy by itself, and against naive loops."""

import numpy as np
import pytest

import springsim as ss
from springsim.model import presets
from springsim.solvers.batch import settle_all
from springsim.solvers.copies import CopiesSlope
from tests import oracle
from tests.scenes import KINDS, random_scene, ring

MARGINS = np.array([0.05, 0.4, 1.0, 2.5, 30.0])
SCENES = [random_scene(kind, n, seed=n, pins=n // 6) for kind in KINDS for n in (2, 7, 20)]
DOMAINS = ("plane", "circle")


def starts_of(scene, margins, seed=0):
    """Return a random start for each margin, in margins."""
    return np.array([scene.replace(margin=m).scattered(seed=seed + k).positions / m for k, m in enumerate(margins.tolist())])


def copies(scene, starts, margins):
    """Return each copy as a scene."""
    for start, m in zip(starts, margins.tolist(), strict=True):
        yield scene.replace(positions=np.where(scene.pinned[:, None], scene.positions, start * m), margin=m)


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("scene", SCENES, ids=repr)
def test_where_both_end_in_the_same_rest_batched_equals_single_to_nine_digits(scene, domain):
    scene = scene.replace(domain=domain)
    starts = starts_of(scene, MARGINS)
    rests = settle_all(scene, starts, MARGINS)
    singles = [ss.settle(copy) for copy in copies(scene, starts, MARGINS)]
    assert rests.converged.all()
    near = [
        np.abs(x - rest.scene.positions).max() < 1e-4 * m for x, rest, m in zip(rests.positions, singles, MARGINS, strict=True)
    ]
    same = np.array(near) | (np.abs(rests.loss - [rest.loss for rest in singles]) < 1e-9 * MARGINS**2)
    assert same.mean() >= 0.4  # the others went to another rest, as a different path may
    for loss, rest, m in zip(rests.loss[near], np.array(singles)[near], MARGINS[near], strict=True):
        assert loss == pytest.approx(rest.loss, abs=1e-9 * m**2)


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("scene", SCENES, ids=repr)
def test_what_a_batch_reports_is_what_the_core_says_of_where_it_ends(scene, domain):
    scene = scene.replace(domain=domain)
    rests = settle_all(scene, starts_of(scene, MARGINS), MARGINS)
    for x, loss, residual, m in zip(rests.positions, rests.loss, rests.residual, MARGINS, strict=True):
        end = scene.replace(positions=x, margin=m)
        assert np.array_equal(end.positions, x)
        assert loss == pytest.approx(ss.loss(end), rel=1e-12, abs=1e-15 * m**2)
        assert residual == pytest.approx(ss.residual(end), abs=1e-12 * m)
        assert residual <= 1e-9 * m
        assert np.array_equal(x[scene.pinned], scene.positions[scene.pinned])


@pytest.mark.parametrize("scene", SCENES, ids=repr)
def test_losses_and_forces_of_all_copies_are_those_of_naive_loops(scene):
    starts = starts_of(scene, MARGINS)
    slopes = CopiesSlope(scene, MARGINS)
    states = slopes.start(starts)
    for k, copy in enumerate(copies(scene, starts, MARGINS)):
        m, free = MARGINS[k], ~scene.pinned
        assert slopes.losses(states)[k] == pytest.approx(oracle.loss(copy), rel=1e-10)
        assert states.f[:, free, k].T * m == pytest.approx(oracle.forces(copy)[free], abs=1e-9 * max(m, 1.0))
        assert not states.f[:, scene.pinned, k].any()


@pytest.mark.parametrize("kind", KINDS)
def test_on_the_circle_the_slope_is_the_difference_quotient_of_the_naive_loss_along_it(kind):
    scene = random_scene(kind, 6, seed=3).replace(domain="circle")
    margins = np.array([0.5, 1.7])
    states = CopiesSlope(scene, margins).start(starts_of(scene, margins))
    for k, copy in enumerate(copies(scene, starts_of(scene, margins), margins)):
        angle, h = np.arctan2(*copy.positions.T[::-1]), 1e-6
        for i in range(len(scene)):
            ends = []
            for turn in (h, -h):
                turned = angle.copy()
                turned[i] += turn
                ends.append(oracle.loss(copy, np.stack([np.cos(turned), np.sin(turned)], axis=1)))
            assert states.f[0, i, k] * margins[k] == pytest.approx(-(ends[0] - ends[1]) / (2 * h), abs=1e-7)


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_safe_step_never_raises_the_loss(domain):
    for seed, kind in enumerate(KINDS * 4):
        scene = random_scene(kind, 9, seed=seed, pins=1).replace(domain=domain)
        slopes = CopiesSlope(scene, MARGINS)
        here = slopes.start(starts_of(scene, MARGINS, seed))
        for _ in range(20):
            there = slopes.moved(here, here.safe)
            assert (there.loss <= here.loss * (1 + 1e-12)).all()
            here = there


@pytest.mark.parametrize("domain", DOMAINS)
def test_points_in_one_place_part_without_a_direction_given(domain):
    place = [0.6, 0.8] if domain == "circle" else [0.0, 0.0]
    scene = ss.Scene.from_labels([place] * 6, [0, 1, 2, 0, 1, 2], domain=domain)
    starts = np.array([scene.positions / m for m in (0.5, 1.0)])
    rests = settle_all(scene, starts, np.array([0.5, 1.0]))
    assert np.isfinite(rests.positions).all()
    assert rests.converged.all()
    before = [ss.loss(scene.replace(margin=m)) for m in (0.5, 1.0)]
    assert (rests.loss < (0.5 if domain == "circle" else 1e-15) * np.array(before)).all()


def test_a_run_does_not_depend_on_the_others_of_its_batch():
    scene = ring(np.zeros((18, 2)), 1)
    margins = np.ones(40)
    starts = starts_of(scene, margins)
    together = settle_all(scene, starts, margins)
    for some in (slice(7, 8), slice(3, 5), slice(0, 40, 3), slice(11, 30)):
        apart = settle_all(scene, starts[some], margins[some])
        for whole, part in zip(together, apart, strict=True):
            assert np.array_equal(whole[some], part)


def test_runs_that_differ_by_the_unit_of_length_alone_go_the_same_way_to_the_bit():
    scene = ring(np.zeros((18, 2)), 1)
    margins = np.array([1e-3, 1.0, 3.0, 1e3])
    starts = np.repeat(starts_of(scene, np.ones(1)), 4, axis=0)
    rests = settle_all(scene, starts, margins)
    for k in range(4):
        assert np.array_equal(rests.positions[k], rests.positions[1] * margins[k])
        assert rests.loss[k] == rests.loss[1] * margins[k] ** 2
    assert len(set(rests.evaluations.tolist())) == 1


def test_what_rests_already_costs_one_evaluation_and_stays():
    scene = ss.Scene.from_labels([[0.0, 0.0], [2.0, 0.0]], [0, 1])
    rests = settle_all(scene, np.repeat(scene.positions[None], 3, axis=0), np.array([0.5, 1.0, 1.5]))
    assert rests.evaluations.tolist() == [1, 1, 1]
    assert rests.converged.all()


@pytest.mark.parametrize("most", [1, 2, 7])
def test_too_few_evaluations_are_said_to_be_too_few_as_by_settle(most):
    scene = presets.load("ring")
    starts = starts_of(scene, MARGINS)
    rests = settle_all(scene, starts, MARGINS, max_evaluations=most)
    assert not rests.converged.any()
    assert (rests.evaluations == most).all()
    for copy, x, loss in zip(copies(scene, starts, MARGINS), rests.positions, rests.loss, strict=True):
        assert loss <= ss.loss(copy) * (1 + 1e-12)
        alone = ss.settle(copy, max_evaluations=most)  # which goes the same way, step by step
        assert alone.evaluations == most
        assert alone.loss == pytest.approx(loss, rel=1e-6)
        assert x == pytest.approx(alone.scene.positions, abs=1e-6 * copy.margin)


@pytest.mark.parametrize("kind", KINDS)
def test_where_positions_are_too_coarse_to_rest_a_batch_gives_up_soon_and_says_so(kind):
    scene = random_scene(kind, 12, seed=2, margin=1e-6)
    far = scene.replace(positions=scene.positions + 9e5, pinned=np.arange(12) < 4)
    rests = settle_all(far, far.positions[None] / 1e-6, np.array([1e-6]))
    assert rests.evaluations[0] < 1000
    assert rests.converged[0] == (rests.residual[0] <= 1e-15)


def test_points_stay_within_the_range_of_coordinates():
    scene = ss.Scene.from_labels([[9.9e5, 0.0], [1e6, 0.0]], [0, 1], margin=1e6)
    rests = settle_all(scene, scene.positions[None] / 1e6, np.array([1e6]))
    assert np.abs(rests.positions).max() <= 1e6
    assert rests.loss[0] <= ss.loss(scene)


@pytest.mark.parametrize("n", [0, 1, 65])
def test_scenes_without_pairs_and_large_ones_are_settled_too(n):
    scene = random_scene("labels", n)
    starts = starts_of(scene, MARGINS[1:4])
    rests = settle_all(scene, starts, MARGINS[1:4])
    assert rests.positions.shape == (3, n, 2)
    assert rests.converged.all()
    for k, copy in enumerate(copies(scene, starts, MARGINS[1:4])):
        assert rests.loss[k] == pytest.approx(ss.settle(copy).loss, abs=1e-12)


def test_no_runs_are_no_work():
    assert settle_all(presets.load("ring"), np.empty((0, 18, 2)), np.empty(0)).positions.shape == (0, 18, 2)
