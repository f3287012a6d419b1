import numpy as np
import pytest
from hypothesis import given

from springsim import Scene
from tests import oracle
from tests.scenes import KINDS, random_scene, scenes

GRID = np.zeros((4, 2))


@given(scenes())
def test_every_spring_is_listed_once_ascending_the_similar_one_first(scene):
    i, j, similar = scene.springs.pairs
    assert list(zip(i.tolist(), j.tolist(), similar.tolist(), strict=True)) == list(oracle.springs(scene))


@given(scenes())
def test_counts_are_the_numbers_of_springs_of_either_kind(scene):
    similar = [spring[2] for spring in oracle.springs(scene)]
    assert scene.springs.counts == (sum(similar), len(similar) - sum(similar))


def test_equal_labels_are_similar_and_all_others_dissimilar():
    scene = Scene.from_labels(GRID, [7, 0, 7, 1_000_000])
    assert list(oracle.springs(scene)) == [
        (0, 1, False),
        (0, 2, True),
        (0, 3, False),
        (1, 2, False),
        (1, 3, False),
        (2, 3, False),
    ]
    assert scene.springs.counts == (1, 5)


def test_a_pair_may_carry_both_springs():
    scene = Scene.from_pairs(GRID, [(1, 0)], [(0, 1)])
    i, j, similar = scene.springs.pairs
    assert (i.tolist(), j.tolist(), similar.tolist()) == ([0, 0], [1, 1], [True, False])


def test_labels_tie_nothing_where_pairs_are_listed():
    scene = Scene.from_pairs(GRID, [], [(2, 1)], labels=[0, 0, 0, 0])
    assert scene.springs.counts == (0, 1)
    assert scene.labels.tolist() == [0, 0, 0, 0]


@given(scenes())
def test_stiffness_is_the_largest_eigenvalue_of_the_laplacian_over_the_free_points(scene):
    assert scene.springs.stiffness(scene.pinned) == pytest.approx(oracle.stiffness(scene), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("pins", [0, 1, 5, 29, 30])
def test_stiffness_is_exact_with_any_number_of_pins(kind, pins):
    scene = random_scene(kind, 30, seed=pins, pins=pins)
    assert scene.springs.stiffness(scene.pinned) == pytest.approx(oracle.stiffness(scene), rel=1e-12, abs=1e-12)


def _star(n, rng):
    return np.stack([np.zeros(n - 1, int), np.arange(1, n)], axis=1)


def _path(n, rng):
    return np.stack([np.arange(n - 1), np.arange(1, n)], axis=1)


def _complete(n, rng):
    return np.stack(np.triu_indices(n, 1), axis=1)


def _sparse(n, rng):
    pairs = _complete(n, rng)
    return pairs[rng.random(len(pairs)) < 0.05]


def _two_parts(n, rng):
    pairs = _complete(n, rng)
    return pairs[(pairs[:, 1] < 30) | ((pairs[:, 0] >= 30) & (pairs[:, 1] == pairs[:, 0] + 1))]


@pytest.mark.parametrize(
    ("graph", "tight"), [(_star, 1.01), (_path, 1.01), (_complete, 1.2), (_sparse, 1.2), (_two_parts, 2.0)]
)
@pytest.mark.parametrize("pins", [0, 20])
@pytest.mark.parametrize("doubled", [False, True])
def test_above_300_free_points_stiffness_is_a_tight_upper_bound(graph, tight, pins, doubled):
    n = 330
    rng = np.random.default_rng(1)
    pairs = graph(n, rng)
    scene = Scene.from_pairs(np.zeros((n, 2)), pairs, pairs[::3] if doubled else [], pinned=np.arange(n) < pins)
    exact, bound = oracle.stiffness(scene), scene.springs.stiffness(scene.pinned)
    assert exact * (1 - 1e-12) <= bound <= tight * exact


def test_stiffness_is_zero_where_nothing_can_move():
    assert Scene.from_labels(GRID, [0, 0, 1, 1]).springs.stiffness(np.ones(4, bool)) == 0.0
    assert Scene.from_labels(GRID[:1], [0]).springs.stiffness(np.zeros(1, bool)) == 0.0
    assert Scene.from_pairs(GRID, [], []).springs.stiffness(np.zeros(4, bool)) == 0.0


def test_stiffness_is_remembered_per_set_of_pins():
    springs = random_scene("pairs", 20).springs
    pins = [np.arange(20) < k for k in range(20)]
    first = [springs.stiffness(held) for held in pins]
    assert first == [springs.stiffness(held) for held in pins]
    assert len(set(first)) > 5
