import math

import numpy as np
import pytest
from hypothesis import given, settings

import springsim as ss
from springsim import Scene, kernels
from springsim.model import presets
from tests import oracle
from tests.scenes import KINDS, random_scene, ring, scenes

SAMPLE = [random_scene(kind, n, seed=n, pins=n // 9) for kind in KINDS for n in (2, 3, 10, 40, 120)]

# where positions have few digits, and rounding soon is all that is left
COARSE = [
    scene.replace(positions=scene.positions + 9e5) for scene in (random_scene(kind, 12, seed=2, margin=1e-6) for kind in KINDS)
]


@pytest.mark.parametrize("scene", SAMPLE, ids=repr)
def test_random_scenes_settle_to_a_tiny_residual(scene):
    rest = ss.settle(scene)
    assert rest.converged
    assert rest.residual <= 1e-9 * scene.margin
    assert np.abs(oracle.forces(rest.scene)[~scene.pinned]).max() <= 1e-8
    assert np.array_equal(rest.scene.positions[scene.pinned], scene.positions[scene.pinned])


@pytest.mark.parametrize("name", presets.names())
def test_every_preset_settles(name):
    rest = ss.settle(presets.load(name))
    assert rest.converged
    assert rest.residual <= 1e-9 * rest.scene.margin


@pytest.mark.parametrize("scene", SAMPLE[::2], ids=repr)
def test_what_settle_reports_is_what_the_core_says_of_the_scene_it_returns(scene):
    rest = ss.settle(scene)
    assert rest.loss == ss.loss(rest.scene)
    assert rest.residual == ss.residual(rest.scene)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("classes", [2, 5, 20])
def test_200_points_in_random_classes_settle_in_few_evaluations(seed, classes):
    rng = np.random.default_rng(seed)
    rest = ss.settle(Scene.from_labels(rng.normal(scale=0.7, size=(200, 2)), rng.integers(0, classes, 200)))
    assert rest.converged
    assert rest.evaluations <= 60


@pytest.mark.parametrize("reach", [1, 2])
def test_rings_settle_in_far_fewer_evaluations_than_descent_takes_steps(reach):
    scene = ring(np.random.default_rng(0).normal(scale=0.7, size=(18, 2)), reach)
    rest, run = ss.settle(scene), ss.simulate(scene, steps=100_000, tol=1e-9)
    assert rest.converged
    assert run.converged
    assert rest.evaluations < run.steps[-1] / 3


@pytest.mark.parametrize("scene", [SAMPLE[k] for k in (2, 3, 7, 8, 12, 13)] + [presets.load("coincident"), *COARSE], ids=repr)
def test_every_state_accepted_on_the_way_is_downhill_of_the_one_before(scene):
    # stopped after so many evaluations, settle returns the state it has accepted by then
    rests = [ss.settle(scene, max_evaluations=most) for most in range(1, 80)]
    losses = np.array([rest.loss for rest in rests])
    assert all(rest.evaluations <= most for most, rest in enumerate(rests, 1))
    assert losses[0] == ss.loss(scene)
    assert (np.diff(losses) <= 1e-12 * losses[:-1]).all()


@given(scenes(near=True))
@settings(max_examples=100)
def test_settle_never_ends_above_the_start_and_says_truly_whether_it_is_at_rest(scene):
    rest = ss.settle(scene, max_evaluations=400)
    assert rest.loss <= ss.loss(scene) * (1 + 1e-12)
    assert rest.converged == (ss.residual(rest.scene) <= 1e-9 * scene.margin)
    assert rest.converged or rest.evaluations >= 2


@given(scenes())
@settings(max_examples=100)
def test_settle_ends_and_stays_finite_whatever_is_accepted(scene):
    rest = ss.settle(scene, max_evaluations=300)
    assert np.isfinite(rest.scene.positions).all()
    assert math.isfinite(rest.loss)
    assert rest.evaluations <= 300
    assert rest.loss <= ss.loss(scene) * (1 + 1e-12)
    assert rest.converged == (rest.residual <= 1e-9 * scene.margin)


def test_too_few_evaluations_are_said_to_be_too_few():
    scene = random_scene("labels", 50)
    rest = ss.settle(scene, max_evaluations=5)
    assert not rest.converged
    assert rest.residual > 1e-9
    assert rest.evaluations == 5
    only = ss.settle(scene, max_evaluations=1)
    assert (only.evaluations, only.converged, only.scene) == (1, False, scene)


def test_evaluations_are_counted(monkeypatch):
    calls = []
    make = kernels.for_scene

    def counting(*given):
        kernel = make(*given)
        evaluate = kernel.evaluate

        def counted(x, f):
            calls.append(x)
            return evaluate(x, f)

        monkeypatch.setattr(kernel, "evaluate", counted, raising=False)
        return kernel

    monkeypatch.setattr(kernels, "for_scene", counting)
    rest = ss.settle(random_scene("neighbours", 60))
    assert rest.evaluations == len(calls) > 10


def test_what_rests_already_costs_one_evaluation():
    for scene in (
        Scene.from_labels([], []),
        Scene.from_labels([[0.0, 0.0], [2.0, 0.0]], [0, 1]),
        random_scene("labels", 9, pins=9),
    ):
        rest = ss.settle(scene)
        assert (rest.evaluations, rest.converged, rest.scene) == (1, True, scene)


@pytest.mark.parametrize("tol", [0.0, 1e-3, 1e-12])
def test_the_tolerance_is_in_margins(tol):
    rest = ss.settle(random_scene("labels", 12, margin=50.0), tol=tol)
    assert rest.converged
    assert rest.residual <= 50.0 * tol


@pytest.mark.parametrize("margin", [1e-6, 1.0, 1e5])
@pytest.mark.parametrize("kind", KINDS)
def test_settling_does_not_depend_on_the_unit_of_length(margin, kind):
    scene = random_scene(kind, 20, seed=1, margin=margin, spread=0.1)
    rest = ss.settle(scene)
    assert rest.converged
    assert rest.residual <= 1e-9 * margin


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("margin", [1e-6, 1e-3])
def test_where_positions_are_too_coarse_to_rest_settle_gives_up_soon_and_says_so(kind, margin):
    scene = random_scene(kind, 12, seed=2, margin=margin)
    far = scene.replace(positions=scene.positions + 9e5)
    rest = ss.settle(far)
    assert rest.converged == (rest.residual <= 1e-9 * margin)
    assert rest.evaluations < 1000
    assert rest.loss <= ss.loss(far)


@pytest.mark.parametrize("scale", [1.0, 40.0, 1e-5])
def test_resting_losses_scale_with_the_square_of_the_margin(scale):
    x = np.random.default_rng(4).normal(scale=0.7, size=(18, 2))
    assert ss.settle(ring(scale * x, 2, scale)).loss == pytest.approx(3.495 * scale**2, rel=2e-4)


def test_a_ring_of_one_neighbour_rests_open_or_knotted():
    losses = np.array([ss.settle(ring(np.random.default_rng(k).normal(scale=0.7, size=(18, 2)), 1)).loss for k in range(12)])
    is_open, knotted = np.abs(losses - 1.8445) < 1e-4, np.abs(losses - 2.757) < 0.03  # there are several figures eight
    assert is_open.sum() >= 3
    assert knotted.sum() >= 3
    assert (losses[~is_open] > 2.7).all()


@pytest.mark.parametrize("margin", [0.3, 0.5, 0.74, 0.76, 0.9, 1.5, 4.0])
def test_the_gate_opens_by_a_pitchfork_at_one_and_a_half_a(margin):
    a = 0.5
    scene = Scene.from_pairs(
        [[-a, 0.0], [a, 0.0], [0.0, 0.0], [0.02, 0.03]],
        [(2, 3)],
        [(0, 3), (1, 3)],
        margin=margin,
        pinned=[True, True, True, False],
    )
    rest = ss.settle(scene)
    assert rest.converged
    height = math.sqrt(max((2 * margin / 3) ** 2 - a**2, 0.0))
    assert rest.scene.positions[3] == pytest.approx([0.0, height], abs=1e-5 if height == 0.0 else 1e-7)


@pytest.mark.parametrize(("margin", "push"), [(0.4, 0.0), (0.5, 0.0), (0.6, 0.1)])
def test_the_posts_of_the_gate_push_from_m_equal_a_on(margin, push):
    gate = Scene.from_pairs([[-0.5, 0.0], [0.5, 0.0], [0.0, 0.0]], [], [(0, 2), (1, 2)], margin=margin)
    assert ss.pair_distances(gate).tension == pytest.approx([-push, -push], abs=1e-15)


def test_settle_leaves_a_start_on_a_saddle_there():
    rest = ss.settle(presets.load("saddle"))
    assert rest.scene.positions[:, 1] == pytest.approx([0.0, 0.0, 0.0], abs=0.0)


@pytest.mark.parametrize("kind", KINDS)
def test_where_settle_ends_descent_has_nothing_left_to_do(kind):
    rest = ss.settle(random_scene(kind, 30, seed=9))
    run = ss.simulate(rest.scene, steps=100)
    assert run.status == "equilibrium"
    assert run.steps[-1] == 0


@pytest.mark.parametrize("pins", [0, 3])
def test_classes_that_nothing_pushes_rest_in_their_means_or_at_the_mean_of_their_pins(pins):
    rng = np.random.default_rng(pins)
    centres = np.array([(0.0, 0.0), (9.0, 0.0), (0.0, 7.0), (8.0, 9.0)])
    labels = np.repeat([2, 0, 3, 1], [40, 25, 1, 34])
    pinned = np.zeros(100, bool)
    pinned[np.flatnonzero(labels == 0)[:pins]] = True
    scene = Scene.from_labels(centres[labels] + rng.normal(scale=0.8, size=(100, 2)), labels, pinned=pinned)
    rest = ss.settle(scene)
    for label in range(4):
        own = labels == label
        source = own & pinned if (own & pinned).any() else own
        free = own & ~pinned
        assert rest.scene.positions[free] == pytest.approx(
            np.tile(scene.positions[source].mean(axis=0), (free.sum(), 1)), abs=1e-12
        )
    assert np.array_equal(rest.scene.positions[pinned], scene.positions[pinned])
    assert rest.converged
    assert rest.evaluations <= 3


def test_classes_whose_means_are_too_near_each_other_are_not_gathered_there():
    # a ring round a point: nothing pushes, and in the middle of the ring is the other class
    angle = np.linspace(0.0, 2.0 * np.pi, 80, endpoint=False)
    ring = 1.5 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    scene = Scene.from_labels(np.concatenate([ring, [[0.3, 0.1]]]), np.r_[np.zeros(80, int), 1])
    rest = ss.settle(scene)
    assert rest.converged
    assert oracle.loss(rest.scene) == pytest.approx(rest.loss, abs=1e-12)
    assert rest.loss < 1e-9  # the point got out of the ring


def test_large_scenes_settle_where_descent_finds_rest():
    rng = np.random.default_rng(2)
    scene = Scene.from_labels(rng.normal(scale=0.7, size=(150, 2)), rng.integers(0, 4, 150))
    rest = ss.settle(scene)
    assert rest.converged
    assert np.abs(oracle.forces(rest.scene)).max() < 2e-9
    assert ss.simulate(rest.scene, tol=1e-8).status == "equilibrium"
