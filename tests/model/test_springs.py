import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import springsim as ss
from springsim import Scene, SceneError
from tests import oracle
from tests.scenes import KINDS, random_scene, scenes

GRID = np.zeros((4, 2))


@given(scenes())
def test_every_spring_is_listed_once_ascending_the_similar_one_first(scene):
    i, j, similar = scene.springs.pairs
    assert list(zip(i.tolist(), j.tolist(), similar.tolist(), strict=True)) == list(oracle.springs(scene))


@given(scenes(), st.integers(1, 5))
def test_blocks_are_the_same_springs_some_at_a_time(scene, size):
    blocks = list(scene.springs.blocks(size))
    rows = [row for block in blocks for row in zip(*(part.tolist() for part in block), strict=True)]
    assert rows == list(oracle.springs(scene))
    assert all(len(i) <= max(size, len(scene)) for i, _, _ in blocks)


@given(scenes(), st.randoms(use_true_random=False))
def test_the_springs_at_some_points_are_those_that_end_there(scene, random):
    points = random.sample(range(len(scene)), random.randint(0, len(scene)))
    which, other, similar = scene.springs.at(np.array(points, dtype=np.int64))
    found = list(zip(which.tolist(), other.tolist(), similar.tolist(), strict=True))
    every = list(oracle.springs(scene))
    expected = [(k, j if p == i else i, s) for k, p in enumerate(points) for i, j, s in every if p in (i, j)]
    assert found == sorted(expected, key=lambda row: (row[0], row[1], not row[2]))


@given(scenes())
def test_without_a_point_the_others_keep_their_springs(scene):
    for point in range(len(scene)):
        fewer = scene.springs.without(point)
        i, j, similar = fewer.pairs
        kept = [(a - (a > point), b - (b > point), s) for a, b, s in oracle.springs(scene) if point not in (a, b)]
        assert len(fewer) == len(scene) - 1
        assert list(zip(i.tolist(), j.tolist(), similar.tolist(), strict=True)) == kept


@pytest.mark.parametrize("kind", ["labels", "neighbours"])
def test_more_springs_than_can_be_listed_are_refused_before_they_are(kind):
    n = 6326  # the first with more than 20 million pairs
    x = np.zeros((n, 2))
    scene = Scene.from_labels(x, np.arange(n)) if kind == "labels" else Scene.from_neighbours(x, [(0, 1)])
    tracemalloc.start()
    for call in (lambda: scene.springs.pairs, lambda: ss.pair_distances(scene)):
        with pytest.raises(SceneError, match=r"^springs: 20005975 springs is not allowed; expected at most 20000000 where"):
            call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


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


@pytest.mark.parametrize("rounds", [1, 10])
@pytest.mark.parametrize("graph", [_star, _path, _complete, _sparse, _two_parts])
def test_the_bound_of_very_many_springs_is_one_after_any_number_of_rounds(graph, rounds, monkeypatch):
    monkeypatch.setattr("springsim.model.springs._BOUND_WORK", 0)
    monkeypatch.setattr("springsim.model.springs._BOUND_LEAST", rounds)
    pairs = graph(310, np.random.default_rng(2))
    scene = Scene.from_pairs(np.zeros((310, 2)), pairs, pairs[::2], pinned=np.arange(310) < 5)
    assert scene.springs.stiffness(scene.pinned) >= oracle.stiffness(scene) * (1 - 1e-12)


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
