import math

import numpy as np
import pytest

import springsim as ss
from springsim import Scene, kernels
from springsim.kernels.blocks import Blocks
from springsim.kernels.listed import Listed
from springsim.model.conventions import coincident_direction
from tests import oracle
from tests.scenes import random_scene


def _sums(scene, positions=None):
    f = np.full_like(scene.positions, np.nan)
    sums = kernels.for_scene(scene).evaluate(scene.positions if positions is None else positions, f)
    return sums, f


def _as_pairs(scene):
    """Return the same springs, spelled out pair by pair."""
    i, j, similar = scene.springs.pairs
    every = np.stack([i, j], axis=1)
    return Scene.from_pairs(scene.positions, every[similar], every[~similar], margin=scene.margin, pinned=scene.pinned)


def _strangers(n, seed=0):
    """Return n points by neighbours where the few similar pairs fall within blocks of the kernel and within its leaves."""
    rng = np.random.default_rng(seed)
    pairs = np.stack(np.triu_indices(n, 1), axis=1)
    return Scene.from_neighbours(rng.normal(size=(n, 2)), pairs[rng.random(len(pairs)) < 0.05])


SIZES = pytest.mark.parametrize("n", [0, 1, 2, 3, 63, 64, 65, 66, 128, 130, 200])
LABELLINGS = {
    "one class": lambda n: np.zeros(n, int),
    "all different": lambda n: np.arange(n),
    "two classes": lambda n: np.arange(n) % 2,
    "one big, many small": lambda n: np.maximum(np.arange(n) - n // 2, 0),
    "random": lambda n: np.random.default_rng(n).integers(0, 9, n),
}


@SIZES
@pytest.mark.parametrize("labelling", LABELLINGS)
def test_blocks_by_labels_agree_with_the_naive_loop(n, labelling):
    x = np.random.default_rng(n).normal(scale=0.6, size=(n, 2))
    scene = Scene.from_labels(x, LABELLINGS[labelling](n))
    sums, f = _sums(scene)
    assert isinstance(kernels.for_scene(scene), Blocks)
    assert sums[:2] == pytest.approx(oracle.loss_parts(scene), rel=1e-11)
    assert f == pytest.approx(oracle.forces(scene), abs=1e-10)
    assert sums.pushing == int((ss.pair_distances(scene).tension < -1e-6 * scene.margin).sum())


@SIZES
def test_blocks_by_neighbours_agree_with_the_naive_loop(n):
    scene = _strangers(n)
    sums, f = _sums(scene)
    assert sums[:2] == pytest.approx(oracle.loss_parts(scene), rel=1e-11)
    assert f == pytest.approx(oracle.forces(scene), abs=1e-10)
    assert sums.pushing == int((ss.pair_distances(scene).tension < -1e-6 * scene.margin).sum())


@SIZES
def test_listed_pairs_agree_with_the_naive_loop(n):
    scene = random_scene("pairs", n, seed=n)
    sums, f = _sums(scene)
    assert isinstance(kernels.for_scene(scene), Listed)
    assert sums[:2] == pytest.approx(oracle.loss_parts(scene), rel=1e-11)
    assert f == pytest.approx(oracle.forces(scene), abs=1e-10)
    assert sums.pushing == int((ss.pair_distances(scene).tension < -1e-6 * scene.margin).sum())


@pytest.mark.parametrize("make", [_strangers, lambda n: random_scene("labels", n), lambda n: random_scene("pairs", n)])
def test_a_kernel_used_again_forgets_what_it_saw_before(make):
    scene = make(150)
    kernel = kernels.for_scene(scene)
    first, second, crowd = (np.empty((150, 2)) for _ in range(3))
    sums = kernel.evaluate(scene.positions, first)
    kernel.evaluate(np.zeros((150, 2)), crowd)
    assert kernel.evaluate(scene.positions, second) == sums
    assert np.array_equal(first, second)


@pytest.mark.parametrize("n", [5, 64, 150])
@pytest.mark.parametrize("layout", ["all in one place", "two places", "one pair", "nearly"])
def test_coincident_points_are_pushed_alike_whichever_kernel_does_it(n, layout):
    rng = np.random.default_rng(n)
    x = rng.normal(size=(n, 2))
    if layout == "all in one place":
        x[:] = x[0]
    elif layout == "two places":
        x[: n // 2], x[n // 2 :] = x[0], x[-1]
    elif layout == "one pair":
        x[n - 1] = x[0]
    else:
        x = 1e-150 * x
    strangers = _strangers(n)
    for scene in (strangers.replace(positions=x), Scene.from_labels(x, rng.integers(0, 6, n))):
        listed = _as_pairs(scene)
        sums, f = _sums(scene)
        other, g = _sums(listed)
        assert np.isfinite(f).all()
        assert sums == pytest.approx(other, rel=1e-12)
        assert f == pytest.approx(g, abs=1e-10)
        assert np.abs(f.sum(axis=0)).max() < 1e-10 * n
        assert (np.hypot(*f.T) > 0.0).any()


def test_two_coincident_dissimilar_points_push_apart_by_the_margin():
    for margin in (1e-6, 1.0, 1e6):
        f = ss.forces(Scene.from_labels([[3.0, 4.0], [3.0, 4.0]], [0, 1], margin=margin))
        assert math.hypot(*f[0]) == pytest.approx(margin, rel=1e-15)
        assert np.array_equal(f[0], -f[1])


def test_the_direction_of_coincident_points_is_of_length_1_antisymmetric_and_another_for_every_pair():
    i, j = np.triu_indices(60, 1)
    direction = coincident_direction(i, j)
    assert np.hypot(*direction) == pytest.approx(1.0, rel=1e-14)
    assert np.array_equal(coincident_direction(j, i), -direction)
    assert len(np.unique(np.round(direction, 12), axis=1).T) == len(i)


def test_similar_points_in_one_place_do_not_push():
    for scene in (Scene.from_labels(np.ones((80, 2)), np.zeros(80, int)), Scene.from_pairs(np.ones((2, 2)), [(0, 1)], [])):
        sums, f = _sums(scene)
        assert sums == (0.0, 0.0, 0)
        assert not f.any()


def test_similar_neighbours_in_one_place_do_not_push_inside_a_block_of_strangers():
    n = 100
    x = np.stack([10.0 * np.arange(n), np.zeros(n)], axis=1)
    x[99] = x[0]  # ranks 0 and 99 meet in the largest block
    sums, f = _sums(Scene.from_neighbours(x, [(0, 99)]))
    assert sums == (0.0, 0.0, 0)
    assert not f.any()
    sums, f = _sums(Scene.from_neighbours(x, [(0, 98)]))
    assert sums.pushing == 1
    assert np.hypot(*f[99]) > 0.9


def test_both_springs_of_a_coincident_pair_leave_only_the_push():
    sums, f = _sums(Scene.from_pairs([[1.0, 1.0], [1.0, 1.0]], [(0, 1)], [(0, 1)], margin=2.0))
    assert sums == (0.0, 2.0, 1)
    assert np.hypot(*f[0]) == pytest.approx(2.0)


@pytest.mark.parametrize("distance", [1e-300, 1e-160, 1e-141, 1e-139, 1e-100, 1e-20])
@pytest.mark.parametrize("n", [2, 100])
def test_forces_pass_smoothly_from_tiny_distances_to_none(distance, n):
    x = np.zeros((n, 2))
    x[:, 0] = 10.0 * np.arange(n)
    x[1] = [0.0, distance]
    for scene in (Scene.from_labels(x, np.arange(n)), Scene.from_neighbours(x, []), Scene.from_pairs(x, [], [(0, 1)])):
        sums, f = _sums(scene)
        assert sums.dissimilar == 0.5
        assert np.hypot(*f[1]) == pytest.approx(1.0, rel=1e-12)
        if distance > 1e-140:
            assert f[1] == pytest.approx([0.0, 1.0], abs=1e-12)


def test_the_pull_within_a_class_loses_no_digits_far_from_the_origin():
    x = np.array([[0.0, 0.0], [1.0, 0.5], [-0.25, 2.0]])
    near, far = (Scene.from_labels(x + shift, [0, 0, 0]) for shift in (0.0, 2.0**19))
    assert ss.forces(far) == pytest.approx(ss.forces(near), rel=1e-14)
    assert ss.loss(far) == pytest.approx(ss.loss(near), rel=1e-14)


@pytest.mark.parametrize("similar", range(9))
@pytest.mark.parametrize("dissimilar", range(9))
def test_lists_of_any_lengths_agree_with_the_naive_loop(similar, dissimilar):
    # NumPy 2.4 negates wrongly in place at one stride, which showed with exactly one similar pair among four
    every = np.stack(np.triu_indices(7, 1), axis=1)
    x = np.random.default_rng(similar).normal(scale=0.5, size=(7, 2))
    scene = Scene.from_pairs(x, every[:similar], every[::-1][:dissimilar])
    sums, f = _sums(scene)
    assert sums[:2] == pytest.approx(oracle.loss_parts(scene), rel=1e-12)
    assert f == pytest.approx(oracle.forces(scene), abs=1e-13)
