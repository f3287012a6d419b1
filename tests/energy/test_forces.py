import math

import numpy as np
import pytest
from hypothesis import given

import springsim as ss
from springsim import Scene, SceneError
from springsim.energy.forces import largest_force
from tests import oracle
from tests.scenes import KINDS, random_scene, scenes

MANY = pytest.mark.parametrize(
    "scene", [random_scene(kind, n, seed=n, pins=n // 5) for kind in KINDS for n in (2, 9, 70)], ids=repr
)


@MANY
def test_the_loss_is_that_of_the_naive_loop(scene):
    assert ss.loss(scene) == pytest.approx(oracle.loss(scene), rel=1e-12)


@MANY
def test_forces_are_those_of_the_naive_loop(scene):
    assert ss.forces(scene) == pytest.approx(oracle.forces(scene), rel=1e-11, abs=1e-12)


@pytest.mark.parametrize(
    "scene", [random_scene(kind, 9, seed=4, pins=2, margin=m) for kind in KINDS for m in (0.5, 20.0)], ids=repr
)
def test_forces_are_minus_the_central_differences_of_the_loss(scene):
    assert ss.forces(scene) == pytest.approx(oracle.numeric_forces(scene), rel=1e-6, abs=1e-6 * scene.margin)


@given(scenes())
def test_forces_and_losses_of_any_scene_are_finite(scene):
    assert np.isfinite(ss.forces(scene)).all()
    assert math.isfinite(ss.loss(scene))
    for column in ss.pair_distances(scene):
        assert np.isfinite(column).all()


@given(scenes())
def test_the_loss_of_any_scene_is_that_of_the_naive_loop(scene):
    # rounding of positions moves a distance by 1e-16 of the largest coordinate
    noise = 1e-14 * (scene.margin + np.abs(scene.positions).max(initial=0.0)) * (ss.residual(scene) + scene.margin)
    assert ss.loss(scene) == pytest.approx(oracle.loss(scene), rel=1e-12, abs=noise)


@given(scenes())
def test_forces_sum_to_zero_by_newtons_third_law(scene):
    f = ss.forces(scene)
    assert np.abs(f.sum(axis=0)).max() <= 1e-13 * (np.abs(f).sum() + scene.margin)


@given(scenes(near=True))
def test_the_mean_is_the_sum_over_the_number_of_springs(scene):
    count = max(sum(scene.springs.counts), 1)
    assert ss.loss(scene, reduction="mean") == pytest.approx(ss.loss(scene) / count, rel=1e-15)
    assert ss.forces(scene, reduction="mean") == pytest.approx(ss.forces(scene) / count, rel=1e-15)


def test_the_mean_is_the_posts_one_over_2n():
    scene = Scene.from_labels([[0.0, 0.0], [0.3, 0.4], [2.0, 0.0]], [0, 0, 1], margin=2.0)
    d01, d02, d12 = 0.5, 2.0, math.hypot(1.7, 0.4)
    post = (d01**2 + max(2.0 - d02, 0.0) ** 2 + max(2.0 - d12, 0.0) ** 2) / (2 * 3)
    assert ss.loss(scene, reduction="mean") == pytest.approx(post, rel=1e-15)


@pytest.mark.parametrize("reduction", ["total", "", None, 1])
@pytest.mark.parametrize("function", [ss.loss, ss.forces])
def test_an_unknown_reduction_is_refused(function, reduction):
    with pytest.raises(SceneError, match=r'^reduction: .* expected "sum" or "mean"$'):
        function(random_scene("labels", 3), reduction=reduction)


@pytest.mark.parametrize(
    ("share", "similar", "dissimilar"), [(0.0, 0.0, 1.0), (0.5, 0.5, 0.5), (1.0, 1.0, 0.0), (2.0, 2.0, 0.0)]
)
@pytest.mark.parametrize("margin", [1e-6, 0.25, 1.0, 4e5])
@pytest.mark.parametrize("angle", [0.0, 1.0, 4.0])
def test_the_force_of_one_spring_at_landmark_distances(share, similar, dissimilar, margin, angle):
    direction = np.array([math.cos(angle), math.sin(angle)])
    x = [np.zeros(2), share * margin * direction]
    pull = ss.forces(Scene.from_labels(x, [0, 0], margin=margin))
    push = ss.forces(Scene.from_labels(x, [0, 1], margin=margin))
    near = 1e-15 * margin
    assert pull[0] == pytest.approx(similar * margin * direction, abs=near)
    assert np.hypot(*push[0]) == pytest.approx(dissimilar * margin, abs=near)
    if share > 0:
        assert push[0] == pytest.approx(-dissimilar * margin * direction, abs=near)
    assert np.array_equal(pull[1], -pull[0])
    assert np.array_equal(push[1], -push[0])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("angle", [0.3, 2.0])
def test_turning_and_shifting_a_scene_turns_its_forces(kind, angle):
    scene = random_scene(kind, 80, seed=1)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    moved = scene.replace(positions=scene.positions @ turn.T + [3.0, -7.0])
    assert ss.loss(moved) == pytest.approx(ss.loss(scene), rel=1e-12)
    assert ss.forces(moved) == pytest.approx(ss.forces(scene) @ turn.T, abs=1e-11)


@pytest.mark.parametrize("kind", KINDS)
def test_renaming_the_points_renames_their_forces(kind):
    scene = random_scene(kind, 90, seed=2)
    order = np.random.default_rng(0).permutation(90)
    back = np.argsort(order)
    x, s = scene.positions[order], scene.springs
    if kind == "labels":
        renamed = Scene.from_labels(x, scene.labels[order])
    elif kind == "neighbours":
        renamed = Scene.from_neighbours(x, back[s.similar])
    else:
        renamed = Scene.from_pairs(x, back[s.similar], back[s.dissimilar])
    assert ss.loss(renamed) == pytest.approx(ss.loss(scene), rel=1e-12)
    assert ss.forces(renamed) == pytest.approx(ss.forces(scene)[order], abs=1e-12)


@pytest.mark.parametrize("factor", [1e-3, 7.0, 1e4])
@pytest.mark.parametrize("kind", KINDS)
def test_scaling_positions_and_margin_scales_forces_and_the_loss_by_its_square(kind, factor):
    scene = random_scene(kind, 30, seed=3)
    larger = scene.replace(positions=factor * scene.positions, margin=factor * scene.margin)
    assert ss.loss(larger) == pytest.approx(factor**2 * ss.loss(scene), rel=1e-12)
    assert ss.forces(larger) == pytest.approx(factor * ss.forces(scene), rel=1e-10, abs=1e-13 * factor)


@given(scenes())
def test_pair_distances_add_up_to_the_loss(scene):
    pairs = ss.pair_distances(scene)
    assert pairs.loss.sum() == pytest.approx(ss.loss(scene), rel=1e-9, abs=1e-9 * scene.margin**2)


def test_pair_distances_list_every_spring_with_its_loss_and_tension():
    pairs = ss.pair_distances(
        Scene.from_pairs([[0.0, 0.0], [0.3, 0.4], [3.0, 4.0]], [(0, 1), (1, 2)], [(0, 1), (2, 0)], margin=2.0)
    )
    assert pairs.i.tolist() == [0, 0, 0, 1]
    assert pairs.j.tolist() == [1, 1, 2, 2]
    assert pairs.similar.tolist() == [True, False, False, True]
    assert pairs.distance == pytest.approx([0.5, 0.5, 5.0, 4.5])
    assert pairs.loss == pytest.approx([0.125, 1.125, 0.0, 10.125])
    assert pairs.tension == pytest.approx([0.5, -1.5, 0.0, 4.5])


@MANY
def test_forces_are_the_tensions_along_the_springs(scene):
    pairs, x = ss.pair_distances(scene), scene.positions
    f = np.zeros_like(x)
    for i, j, d, tension in zip(pairs.i, pairs.j, pairs.distance, pairs.tension, strict=True):
        f[i] += tension * (x[j] - x[i]) / d
        f[j] -= tension * (x[j] - x[i]) / d
    assert ss.forces(scene) == pytest.approx(f, abs=1e-11)


def test_pinned_points_feel_forces_but_do_not_count_for_the_residual():
    scene = Scene.from_labels([[0.0, 0.0], [3.0, 4.0], [3.0, 4.0]], [0, 0, 0], pinned=[True, False, False])
    assert ss.forces(scene)[0] == pytest.approx([6.0, 8.0])
    assert ss.residual(scene) == pytest.approx(5.0)
    assert ss.residual(scene.replace(pinned=[True, True, True])) == 0.0
    assert ss.residual(scene.replace(pinned=None)) == pytest.approx(10.0)


def test_the_largest_force_is_a_length_not_a_component():
    assert largest_force(np.array([[3.0, 4.0], [4.5, 0.0]]), np.zeros(2, bool)) == 5.0
    assert largest_force(np.empty((0, 2)), np.zeros(0, bool)) == 0.0


def test_a_scene_without_springs_has_no_loss_and_rests():
    for scene in (Scene.from_labels([], []), Scene.from_labels([[1.0, 2.0]], [0]), Scene.from_pairs([[0, 0], [1, 1]], [], [])):
        for reduction in ("sum", "mean"):
            assert ss.loss(scene, reduction=reduction) == 0.0
            assert not ss.forces(scene, reduction=reduction).any()
        assert ss.residual(scene) == 0.0
        assert ss.stable_step(scene) == 1.0


def test_the_stable_step_is_one_over_n_where_every_pair_has_a_spring():
    assert ss.stable_step(random_scene("labels", 40)) == 1 / 40
    assert ss.stable_step(random_scene("neighbours", 40, pins=3)) == 1 / 40
    assert ss.stable_step(random_scene("labels", 40, pins=39)) == 1 / 39


@given(scenes())
def test_the_stable_step_is_one_over_the_stiffness(scene):
    stiffness = oracle.stiffness(scene)
    assert ss.stable_step(scene) == pytest.approx(1 / stiffness if stiffness > 0.5 else 1.0, rel=1e-12)
