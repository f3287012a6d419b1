"""The landscape of a point against the naive loss of the scene with the point moved there, and against closed forms."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given

import springsim as ss
from springsim.model.conventions import coincident_direction
from tests import oracle
from tests.scenes import KINDS, random_scene, scenes

A = 0.5  # half the distance of the gate's posts
GATE = ss.presets.load("gate")
RAW: Any = ss.landscape  # for calls that the types refuse


def moved(scene, point, place):
    """Return the positions with one point elsewhere."""
    x = scene.positions.copy()
    x[point] = place
    return x


def some_cells(seen, count=12, seed=0):
    """Return rows and columns of some cells at random."""
    rng = np.random.default_rng(seed)
    return zip(rng.integers(0, len(seen.y), count), rng.integers(0, len(seen.x), count), strict=True)


def pull_and_push(a, m):
    """Return a free point tied to a similar pin at the origin and to a dissimilar one at (a, 0)."""
    return ss.Scene.from_pairs([(0.0, 0.0), (a, 0.0), (0.3, 0.4)], [(0, 2)], [(1, 2)], margin=m, pinned=[True, True, False])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("n", "margin", "pins"), [(2, 1.0, 0), (9, 0.4, 3), (30, 1.3, 0), (30, 6.0, 30)])
def test_the_loss_in_a_cell_is_that_of_the_scene_with_the_point_there(kind, n, margin, pins):
    scene = random_scene(kind, n, n, margin=margin, pins=pins)
    seen = ss.landscape(scene, n // 2, shape=(40, 50))
    assert seen.loss.shape == (40, 50)
    for row, column in some_cells(seen):
        truth = oracle.loss(scene, moved(scene, n // 2, (seen.x[column], seen.y[row])))
        assert seen.loss[row, column] == pytest.approx(truth, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("n", "margin"), [(9, 0.4), (30, 1.3), (30, 6.0)])
def test_the_force_in_a_cell_is_minus_the_slope_of_the_naive_loss(kind, n, margin):
    scene = random_scene(kind, n, n, margin=margin)
    seen = ss.landscape(scene, 0, shape=(40, 50))
    assert seen.force.shape == (40, 50, 2)
    for row, column in some_cells(seen):
        there = scene.replace(positions=moved(scene, 0, (seen.x[column], seen.y[row])))
        np.testing.assert_allclose(seen.force[row, column], oracle.numeric_forces(there)[0], atol=1e-5 * margin * n)
        np.testing.assert_allclose(seen.force[row, column], oracle.forces(there)[0], atol=1e-11 * margin * n)


@pytest.mark.parametrize("name", ["fig2", "five-classes", "ring", "tug-of-war", "both-springs", "gate", "circle-torn"])
def test_where_the_point_stands_loss_and_force_are_those_of_the_scene(name):
    scene, at = ss.presets.load(name), ss.presets.get(name).focus or 0
    x, y = scene.positions[at]
    seen = ss.landscape(scene, at, view=(x - 1, x + 1, y - 1, y + 1), shape=(33, 65))
    assert seen.x[32] == pytest.approx(x, abs=1e-15)
    assert seen.loss[16, 32] == pytest.approx(ss.loss(scene), rel=1e-13)
    along = seen.force[16, 32] @ (-y, x) * np.array([-y, x]) if scene.domain == "circle" else seen.force[16, 32]
    np.testing.assert_allclose(along, ss.forces(scene)[at], atol=1e-12)


def test_on_the_circle_the_force_is_the_whole_slope_in_the_plane_around_it():
    scene = ss.presets.load("circle-three-classes")
    flat = scene.replace(domain="plane")
    seen, same = (ss.landscape(s, 4, view=(-1.3, 1.1, -1.2, 1.4), shape=(30, 30)) for s in (scene, flat))
    np.testing.assert_array_equal(seen.loss, same.loss)
    np.testing.assert_array_equal(seen.force, same.force)


@pytest.mark.parametrize("domain", ["plane", "circle"])
@pytest.mark.parametrize("off", [0.0, 5e-324, 1e-200])
@pytest.mark.parametrize("point", [0, 2])
def test_in_the_place_of_a_dissimilar_point_it_is_pushed_as_forces_says(domain, off, point):
    place = (0.0, 1.0)
    scene = ss.Scene.from_labels([(1, 0), place, (0.6, 0.8)], [0, 1, 0], margin=0.7, domain=domain)
    seen = ss.landscape(scene, point, view=(off, 1.0, 1.0, 2.0), shape=(3, 3))
    there = scene.replace(positions=moved(scene, point, place))
    whole = scene.replace(domain="plane").replace(positions=moved(scene, point, place))
    pushed = ss.forces(there)[point]
    if domain == "circle":
        rest = ss.forces(whole)[point] - 0.7 * coincident_direction(np.array(point), np.array(1))
        pushed = np.array([pushed[0], pushed[1] + rest[1]])  # and what the circle holds
    np.testing.assert_allclose(seen.force[0, 0], pushed, atol=1e-12)
    assert seen.loss[0, 0] == pytest.approx(oracle.loss(whole), rel=1e-12)


@given(scene=scenes())
def test_of_any_scene_every_number_is_finite_and_no_cell_is_below_zero(scene):
    for point in range(min(len(scene), 2)):
        seen = ss.landscape(scene, point, shape=(9, 11))
        for array in (seen.x, seen.y, seen.loss, seen.force, seen.minima, seen.minima_loss):
            assert np.isfinite(array).all()
            assert not array.flags.writeable
        assert seen.loss.min() >= 0.0


# Minima -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("m", [0.2, 0.5, 0.6, 0.7, 0.749, 0.75 * (1 - 1e-6)])
@pytest.mark.parametrize("shape", [(128, 128), (63, 41), (8, 7)])
def test_up_to_three_halves_of_a_the_gate_has_one_basin_in_its_middle(m, shape):
    seen = ss.landscape(GATE.replace(margin=m), 3, shape=shape)
    np.testing.assert_allclose(seen.minima, [(0.0, 0.0)], atol=1e-9)
    assert seen.minima_loss == pytest.approx([max(m - A, 0.0) ** 2], abs=1e-15)


@pytest.mark.parametrize("m", [0.75 * (1 + 1e-7), 0.75 * (1 + 1e-6), 0.7501, 0.76, 0.8, 0.9, 1.3, 2.0, 5.0])
@pytest.mark.parametrize("shape", [(128, 128), (63, 41), (8, 7)])
def test_past_three_halves_of_a_the_basin_of_the_gate_is_split_in_two(m, shape):
    seen = ss.landscape(GATE.replace(margin=m), 3, shape=shape)
    side = np.sqrt((2 * m / 3) ** 2 - A**2)
    np.testing.assert_allclose(seen.minima[np.argsort(seen.minima[:, 1])], [(0.0, -side), (0.0, side)], atol=1e-9)
    # at rest both posts are 2m/3 away
    assert seen.minima_loss == pytest.approx([side**2 / 2 + (m / 3) ** 2] * 2, rel=1e-12)


def test_where_the_basin_splits_it_is_still_one():
    seen = ss.landscape(GATE.replace(margin=1.5 * A), 3)
    np.testing.assert_allclose(seen.minima, [(0.0, 0.0)], atol=1e-5)  # of fourth order: floats tell no more


def test_tied_to_similar_points_alone_the_minimum_is_at_their_mean():
    scene = ss.presets.load("fig2e")
    mean = scene.positions[1:].mean(axis=0)
    np.testing.assert_allclose(ss.landscape(scene, 0).minima, [mean], atol=1e-15)
    assert ss.landscape(scene, 0).minima_loss == pytest.approx(0.5 * np.square(scene.positions[1:] - mean).sum(), rel=1e-14)


@pytest.mark.parametrize(("a", "m"), [(0.2, 1.0), (0.5, 0.6), (0.9, 1.0), (3.0, 7.0)])
def test_between_a_pull_and_a_push_the_minimum_is_on_the_far_side(a, m):
    seen = ss.landscape(pull_and_push(a, m), 2, view=(-2 * m, 2 * m, -2 * m, 2 * m))
    np.testing.assert_allclose(seen.minima, [(-(m - a) / 2, 0.0)], atol=1e-13 * m)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kind", KINDS)
def test_every_minimum_is_at_rest_and_lower_than_all_around_it(seed, kind):
    scene = random_scene(kind, 25, seed, margin=1.7)
    seen = ss.landscape(scene, 3)
    for place, least in zip(seen.minima, seen.minima_loss, strict=True):
        there = moved(scene, 3, place)
        assert oracle.loss(scene, there) == pytest.approx(least, rel=1e-13)
        assert np.hypot(*oracle.forces(scene.replace(positions=there))[3]) < 1e-11
        for turn in np.linspace(0.0, 2.0 * np.pi, 12, endpoint=False):
            near = place + 1e-3 * np.array([np.cos(turn), np.sin(turn)])
            assert oracle.loss(scene, moved(scene, 3, near)) > least + 1e-9


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("n", "margin"), [(12, 1.2), (30, 1.7), (30, 4.0)])
def test_wherever_the_point_is_let_go_it_settles_in_one_of_the_minima(seed, n, margin):
    scene = random_scene("labels", n, seed, margin=margin, spread=0.5)
    held = np.arange(n) != 0
    seen = ss.landscape(scene, 0, view=(-3 * margin, 3 * margin, -3 * margin, 3 * margin))
    assert len(seen.minima) >= 1
    for start in np.random.default_rng(seed).normal(scale=margin, size=(20, 2)):
        rest = ss.settle(scene.replace(positions=moved(scene, 0, start), pinned=held))
        assert np.hypot(*(seen.minima - rest.scene.positions[0]).T).min() < 1e-6 * margin


@pytest.mark.parametrize("name", ["five-classes", "ring", "fig2", "gate", "chain"])
def test_the_lowest_minimum_comes_first_and_no_cell_is_lower(name):
    seen = ss.landscape(ss.presets.load(name).replace(margin=1.4), ss.presets.get(name).focus or 0)
    assert (np.diff(seen.minima_loss) >= 0.0).all()
    assert seen.minima_loss[0] <= seen.loss.min()


def pocket(m):
    """Return a point dissimilar to four posts, each at distance 1 from the middle between them."""
    posts = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)]
    return ss.Scene.from_labels([*posts, (0.1, 0.2)], [0, 1, 2, 3, 4], margin=m, pinned=[True] * 4 + [False])


def test_a_plateau_where_no_spring_acts_is_no_minimum_and_nor_is_its_edge():
    for scene, at in (
        (ss.presets.load("fig2c"), 0),
        (ss.presets.load("dissimilar-pair"), 0),
        (pocket(0.9), 4),
        (pocket(0.2), 4),
    ):
        seen = ss.landscape(scene, at)
        assert (seen.force == 0.0).all(axis=2).any()
        assert seen.minima.shape == (0, 2)
        assert seen.minima_loss.shape == (0,)
    alone = ss.landscape(ss.Scene.from_labels([(0.3, 0.2)], [0]), 0)
    assert not len(alone.minima)
    assert not alone.loss.any()


def test_a_pocket_between_points_that_all_push_is_one():
    # (1 − m/2) per post along and across: from m = 2 on the middle is a maximum
    assert not len(ss.landscape(pocket(2.2), 4, view=(-0.5, 0.5, -0.5, 0.5)).minima)
    np.testing.assert_allclose(ss.landscape(pocket(1.4), 4).minima, [(0.0, 0.0)], atol=1e-12)


def test_a_level_valley_has_no_minimum():
    seen = ss.landscape(ss.presets.load("both-springs"), 0)  # it is a circle of radius m/2
    assert not len(seen.minima)
    crowd = ss.Scene.from_pairs([(2.0, 1.0)] * 9, [(0, k) for k in range(1, 5)], [(0, k) for k in range(1, 9)])
    assert not len(ss.landscape(crowd, 0).minima)


def test_minima_out_of_view_are_not_listed():
    scene = GATE.replace(margin=1.3)
    (below,) = ss.landscape(scene, 3, view=(-1, 1, -1, 0)).minima
    assert below[1] == pytest.approx(-np.sqrt((2 * 1.3 / 3) ** 2 - A**2))
    assert not len(ss.landscape(scene, 3, view=(0.2, 1, -1, 1)).minima)


@pytest.mark.parametrize("c", [1e-3, 7.0, 1e4])
@pytest.mark.parametrize("name", ["gate", "five-classes"])
def test_scaling_a_scene_and_its_margin_scales_the_landscape(name, c):
    scene, at = ss.presets.load(name), ss.presets.get(name).focus or 0
    one = ss.landscape(scene, at)
    other = ss.landscape(scene.replace(positions=c * scene.positions, margin=c), at)
    np.testing.assert_allclose(other.loss, c * c * one.loss, rtol=1e-9)
    np.testing.assert_allclose(other.force, c * one.force, atol=1e-9 * c)
    order, other_order = (np.lexsort(np.round(seen.minima / k, 6).T) for seen, k in ((one, 1.0), (other, c)))
    np.testing.assert_allclose(other.minima[other_order], c * one.minima[order], atol=1e-9 * c)


@pytest.mark.parametrize("shift", [(3.0, -2.0), (1e5, 1e5)])
def test_moving_a_scene_moves_its_landscape(shift):
    scene = GATE.replace(margin=0.9)
    one, other = ss.landscape(scene, 3), ss.landscape(scene.replace(positions=scene.positions + shift), 3)
    far = 1e-15 * np.hypot(*shift) + 1e-15
    np.testing.assert_allclose(other.loss, one.loss, atol=50 * far)
    order, other_order = (np.argsort(seen.minima[:, 1]) for seen in (one, other))
    np.testing.assert_allclose(other.minima[other_order] - shift, one.minima[order], atol=50 * far)


# Circle -------------------------------------------------------------------------------------------------------------------


def minima_along(scene, point, count=4000):
    """Return the angles at which the naive loss is lower than on either side."""
    angle = 2 * np.pi * np.arange(count) / count
    loss = np.array([oracle.loss(scene, moved(scene, point, (np.cos(t), np.sin(t)))) for t in angle])
    return angle[(loss < np.roll(loss, 1) - 1e-12) & (loss < np.roll(loss, -1) - 1e-12)]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("margin", [0.3, 1.1, 2.4])
def test_on_the_circle_minima_are_those_along_it(seed, margin):
    scene = random_scene("labels", 14, seed, margin=margin).replace(domain="circle")
    seen = ss.landscape(scene, 1)
    np.testing.assert_allclose(np.hypot(*seen.minima.T), 1.0, rtol=1e-15)
    truth = minima_along(scene, 1)
    assert len(truth) == len(seen.minima) > 0
    for place, least in zip(seen.minima, seen.minima_loss, strict=True):
        assert np.cos(truth - np.arctan2(place[1], place[0])).max() > np.cos(2 * np.pi / 4000)
        there = scene.replace(positions=moved(scene, 1, place))
        assert oracle.loss(there) == pytest.approx(least, rel=1e-12)
        assert np.hypot(*ss.forces(there)[1]) < 1e-11
    assert (np.diff(seen.minima_loss) >= 0.0).all()


def test_on_the_circle_two_dissimilar_points_are_best_opposite_each_other():
    scene = ss.Scene.from_labels([(1.0, 0.0), (0.6, 0.8)], [0, 1], margin=2.5, domain="circle")
    np.testing.assert_allclose(ss.landscape(scene, 1).minima, [(-1.0, 0.0)], atol=1e-12)
    assert not len(ss.landscape(scene.replace(margin=1.5), 1).minima)  # a plateau, opposite
    assert not len(ss.landscape(scene, 1, view=(0, 2, -1, 1)).minima)


@pytest.mark.parametrize("turn", np.linspace(0.0, 0.01, 40).tolist())
def test_on_the_circle_the_minimum_at_a_margin_of_two_is_found_at_any_angle(turn):
    away = (np.cos(turn), np.sin(turn))
    scene = ss.Scene.from_labels([away, (0.6, 0.8)], [0, 1], margin=2.0, domain="circle")
    np.testing.assert_allclose(ss.landscape(scene, 1, shape=(2, 2)).minima, [(-away[0], -away[1])], atol=1e-4)


def test_on_the_circle_pulls_from_opposite_sides_leave_it_level():
    scene = ss.Scene.from_pairs([(1, 0), (-1, 0), (0.6, 0.8)], [(0, 2), (1, 2)], [], domain="circle")
    assert not len(ss.landscape(scene, 2).minima)


# What is asked for --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["gate", "five-classes", "circle-three-classes"])
def test_by_default_all_points_are_in_view_and_a_margin_round_the_point(name):
    scene = ss.presets.load(name)
    seen = ss.landscape(scene, 2)
    assert seen.scene is scene
    assert seen.point == 2
    assert seen.loss.shape == (128, 128)
    for grid, at in ((seen.x, scene.positions[:, 0]), (seen.y, scene.positions[:, 1])):
        assert grid[0] <= min(at.min(), at[2] - scene.margin)
        assert grid[-1] >= max(at.max(), at[2] + scene.margin)
        assert scene.domain == "plane" or grid[0] <= -1.0 < 1.0 <= grid[-1]


def test_view_and_shape_are_those_asked_for():
    seen = ss.landscape(GATE, 3, view=(-2.0, 1.0, -0.5, 0.25), shape=(4, 7))
    np.testing.assert_allclose(seen.x, -2.0 + 0.5 * np.arange(7))
    np.testing.assert_allclose(seen.y, -0.5 + 0.25 * np.arange(4))
    assert seen.loss.shape == (4, 7)


NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("arguments", "options", "field", "allowed"),
    [
        *(((GATE, p), {}, "point", "from 0 to 3") for p in (-1, 4, 1.0, "0", True, None)),
        ((ss.presets.load("empty"), 0), {}, "point", "none"),
        *(((GATE, 0), {"view": v}, "view", "four numbers") for v in (3, "0101", (0, 1, 0), ())),
        *(((GATE, 0), {"view": (0, v, 0, 1)}, "view[1]", "a number from") for v in (NAN, INF, "1", 1e300)),
        ((GATE, 0), {"view": (1, 0, 0, 1)}, "view[1]", "above"),
        ((GATE, 0), {"view": (0, 1, 1, 1)}, "view[3]", "above"),
        *(((GATE, 0), {"shape": s}, "shape", "rows and columns") for s in (128, "ab", (1, 2, 3), None)),
        *(((GATE, 0), {"shape": (s, 9)}, "shape[0]", "from 2 to 500000") for s in (1, 0, -3, 2.0, True, 10**9)),
        ((GATE, 0), {"shape": (2000, 501)}, "shape", "at most 1000000 cells"),
    ],
)
def test_what_is_refused_is_named(arguments, options, field, allowed):
    with pytest.raises(ss.SceneError) as refused:
        RAW(*arguments, **options)
    assert refused.value.field == field
    assert allowed in refused.value.allowed
