import math
from unittest import mock

import numpy as np
import pytest

import springsim as ss
from springsim import Scene, SceneError, kernels
from springsim.kernels import crowd
from springsim.kernels.crowd import Crowd
from tests import oracle
from tests.laws import NO_HALF
from tests.search import cases, search

LABELLINGS = {
    "two classes": lambda n, rng: rng.integers(0, 2, n),
    "one class": lambda n, rng: np.full(n, 7),
    "all different": lambda n, rng: rng.permutation(n),
    "one among many": lambda n, rng: (np.arange(n) == n // 2).astype(int),
    "a class in each place": lambda n, rng: np.arange(n) % 9,
}


def _crowded(labelling, domain="plane", n=90, margin=0.8):
    """Return n points in nine places, two of which are nearly one and one of which is where zero has a sign."""
    rng = np.random.default_rng(0)
    places = rng.uniform(-1.0, 1.0, (9, 2))
    places[3] = places[2] + 1e-150
    places[4], places[5], places[6] = (0.0, 0.5), (-0.0, 0.5), places[2] + [1e-9, 0.0]
    return Scene.from_labels(places[np.arange(n) % 9], LABELLINGS[labelling](n, rng), margin=margin, domain=domain)


@pytest.mark.parametrize("labelling", LABELLINGS)
@pytest.mark.parametrize("domain", ["plane", "circle"])
@pytest.mark.parametrize(("tile", "at_once"), [(65_536, 2**20), (20, 2**20), (65_536, 15)])
def test_the_loss_by_places_is_that_of_a_naive_loop(labelling, domain, tile, at_once, monkeypatch):
    monkeypatch.setattr(crowd, "TILE", tile)
    monkeypatch.setattr(crowd, "_AT_ONCE", at_once)
    for margin in (0.3, 2.5):
        scene = _crowded(labelling, domain, margin=margin)
        assert Crowd(scene).losses() == pytest.approx(oracle.loss_parts(scene), rel=1e-13, abs=1e-15)


@search
def test_the_loss_of_random_points_in_random_places_is_that_of_a_naive_loop():
    for seed in range(cases(20)):
        rng = np.random.default_rng(seed)
        n, places = int(rng.integers(2, 60)), int(rng.integers(1, 12))
        x = rng.normal(size=(places, 2)) * 10.0 ** rng.uniform(-3, 3)
        scene = Scene.from_labels(x[rng.integers(0, places, n)], rng.integers(0, int(rng.integers(1, n + 1)), n))
        assert Crowd(scene).losses() == pytest.approx(oracle.loss_parts(scene), rel=1e-12, abs=1e-15), seed


def test_places_are_looked_at_only_where_many_points_share_few(monkeypatch):
    monkeypatch.setattr(crowd, "_LEAST", 50)
    scene = _crowded("two classes")
    assert Crowd.of(scene) is not None
    assert Crowd.of(scene.replace(positions=np.random.default_rng(0).normal(size=(90, 2)))) is None
    assert Crowd.of(_crowded("two classes", n=30)) is None  # nearly as many places
    assert Crowd.of(_crowded("two classes", n=49)) is None


def test_the_loss_of_a_scene_is_by_places_or_pair_by_pair_the_same(monkeypatch):
    scene = _crowded("two classes")
    whole, mean = ss.loss(scene), ss.loss(scene, reduction="mean")
    monkeypatch.setattr(crowd, "_LEAST", 50)
    monkeypatch.setattr(kernels, "for_scene", pair_by_pair := mock.Mock(side_effect=kernels.for_scene))
    assert ss.loss(scene) == pytest.approx(whole, rel=1e-13)
    assert ss.loss(scene, reduction="mean") == pytest.approx(mean, rel=1e-13)
    assert not pair_by_pair.called
    for other in (scene.replace(law=NO_HALF), Scene.from_neighbours(scene.positions, [(0, 1), (2, 5)])):
        assert ss.loss(other) > 0.0
    assert pair_by_pair.call_count == 2
    monkeypatch.setattr(kernels, "_QUICK", 0)  # more places than that: only where pair by pair it is refused
    ss.loss(scene)
    assert pair_by_pair.call_count == 3
    pair_by_pair.side_effect = SceneError("scene", 1, "less")
    assert ss.loss(scene) == pytest.approx(whole, rel=1e-13)
    monkeypatch.setattr(kernels, "PUSHES_MAX", 10)
    with pytest.raises(SceneError):
        ss.loss(scene)


@pytest.mark.parametrize("classes", [2, 1_000_000])
def test_a_million_points_in_one_place_have_the_loss_of_their_pairs(classes):
    scene = Scene.from_labels(np.full((1_000_000, 2), 0.3), np.arange(1_000_000) % classes, margin=2.0)
    assert ss.loss(scene) == 2.0 * scene.springs.counts[1]


def test_a_million_points_in_two_places_have_the_loss_of_two_weights():
    x = np.zeros((1_000_000, 2))
    x[250_000:] = (0.3, 0.4)
    scene = Scene.from_labels(x, np.zeros(len(x), int))
    assert ss.loss(scene) == pytest.approx(250_000 * 750_000 * 0.125, rel=1e-13)
    apart = Scene.from_labels(x, (np.arange(len(x)) >= 250_000).astype(int))
    assert ss.loss(apart) == pytest.approx(250_000 * 750_000 * 0.125, rel=1e-13)


# refusals

TOO_MANY = "scene: {} points, with {} pairs near each other is not allowed; expected at most {} such pairs"
N = 1_200


def _tight():
    return np.random.default_rng(0).uniform(0.0, 0.1, (N, 2))


@pytest.mark.parametrize("numba", [False, True])
def test_more_pairs_near_each_other_than_can_be_looked_at_are_refused(numba, monkeypatch):
    monkeypatch.setattr("springsim.kernels.large.PUSHES_MAX", 99_999)
    if numba:
        pytest.importorskip("springsim.kernels.compiled", reason="the compiled kernels need Numba")
        monkeypatch.setattr("springsim.kernels.compiled.PUSHES_COMPILED_MAX", 99_999)
    else:
        monkeypatch.setattr(kernels, "_compiled_for", lambda scene: None)
    pairs = N * (N - 1) // 2
    for scene in (Scene.from_labels(_tight(), np.arange(N)), Scene.from_neighbours(_tight(), [])):
        for call in (ss.loss, ss.forces, ss.settle, ss.simulate, ss.residual):
            with pytest.raises(SceneError) as caught:
                call(scene)
            assert str(caught.value) == TOO_MANY.format(N, pairs, 99_999)
        spread = scene.replace(positions=scene.positions * 10.0 * math.sqrt(N))
        assert ss.loss(spread) > 0.0  # as many pairs, few of them near


@pytest.mark.parametrize("numba", [False, True])
def test_points_that_crowd_as_they_move_are_refused_when_they_do(numba, monkeypatch):
    monkeypatch.setattr("springsim.kernels.large.PUSHES_MAX", 99_999)
    if numba:
        pytest.importorskip("springsim.kernels.compiled", reason="the compiled kernels need Numba")
        monkeypatch.setattr("springsim.kernels.compiled.PUSHES_COMPILED_MAX", 99_999)
    with kernels.numpy_only() if not numba else mock.MagicMock():
        kernel = kernels.for_scene(Scene.from_labels(_tight(), np.arange(N) % 2))
    f = np.empty((N, 2))
    spread = _tight() * 10.0 * math.sqrt(N)
    sums = kernel.evaluate(spread, f)
    for _ in range(2):
        with pytest.raises(SceneError, match="pairs near each other"):
            kernel.evaluate(_tight(), f)
    assert kernel.evaluate(spread, f) == pytest.approx(sums, rel=1e-12)


def test_all_pairs_by_another_law_are_refused_where_they_are_too_many(monkeypatch):
    monkeypatch.setattr("springsim.kernels.generic.PUSHES_GENERIC_MAX", 1_000)
    scene = Scene.from_labels(_tight()[:46], np.arange(46), law=NO_HALF)
    with pytest.raises(SceneError, match="46 points, with 1035 pairs"):
        ss.forces(scene)
    listed = Scene.from_pairs(scene.positions, [(0, 1)], [(2, 3)], law=NO_HALF)
    assert ss.loss(listed) > 0.0
