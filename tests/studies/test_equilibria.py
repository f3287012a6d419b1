import dataclasses
import math
from unittest import mock

import numpy as np
import pytest

import springsim as ss
from tests.scenes import random_scene, ring


def test_a_ring_of_18_rests_open_or_knotted():
    found = ss.equilibria(ring(np.zeros((18, 2)), 1), seeds=40)
    best = found[0]
    radius = np.hypot(*(best.scene.positions - best.scene.positions.mean(axis=0)).T)
    assert best.loss == pytest.approx(1.844, abs=1e-3)
    np.testing.assert_allclose(radius, radius[0], rtol=1e-6)  # a circle
    assert best.stability.kind == "stable"
    assert 10 <= len(best.seeds) <= 30  # about half
    knots = [rest for rest in found if 2.6 < rest.loss < 2.9]
    assert sum(len(rest.seeds) for rest in knots) >= 10
    assert all(np.hypot(*(k.scene.positions - k.scene.positions.mean(axis=0)).T).min() < 0.9 * radius[0] for k in knots)
    assert sorted(seed for rest in found for seed in rest.seeds) == list(range(40))
    assert found.unsettled == ()


def test_with_two_neighbours_on_each_side_every_start_opens():
    (only,) = ss.equilibria(ring(np.zeros((18, 2)), 2), seeds=20)
    assert only.loss == pytest.approx(3.495, abs=1e-3)
    assert only.seeds == tuple(range(20))


@pytest.mark.parametrize("margin", [0.1, 1.0, 6.4])
def test_the_margin_rescales_the_rests_of_free_points_and_their_losses(margin):
    one, other = (ss.equilibria(ring(np.zeros((18, 2)), 1, m), seeds=12) for m in (1.0, margin))
    assert [rest.seeds for rest in one] == [rest.seeds for rest in other]
    for a, b in zip(one, other, strict=True):
        assert b.loss == pytest.approx(margin**2 * a.loss, rel=1e-9)


@pytest.mark.parametrize("margin", [0.8, 1.0, 1.4])
def test_past_its_pitchfork_the_gate_has_a_rest_on_either_side(margin):
    height = math.sqrt((2 * margin / 3) ** 2 - 0.25)
    found = ss.equilibria(ss.presets.load("gate").replace(margin=margin), seeds=20)
    x, y = np.array([rest.scene.positions[3] for rest in found]).T
    np.testing.assert_allclose(x, 0.0, atol=1e-6)
    np.testing.assert_allclose(np.sort(y), [-height, height], atol=1e-6)
    assert [rest.stability.kind for rest in found] == ["stable", "stable"]


def test_before_its_pitchfork_the_gate_has_one():
    (only,) = ss.equilibria(ss.presets.load("gate").replace(margin=0.7), seeds=20)
    np.testing.assert_allclose(only.scene.positions[3], 0.0, atol=1e-8)


def test_where_points_lie_loosely_their_places_make_no_difference():
    (only,) = ss.equilibria(ss.presets.load("five-classes"), seeds=12)
    assert only.loss == pytest.approx(0.0, abs=1e-15)
    assert only.stability.kind == "flat"
    held = random_scene("labels", 12, pins=2)
    assert len(ss.equilibria(held, seeds=12)) <= 3


def test_interchangeable_points_that_change_places_are_at_the_same_rest():
    posts = [(-0.5, 0.0), (0.5, 0.0), (0.0, 0.0)]
    pair = ss.Scene.from_labels([*posts, (0, 0), (0, 0)], [0, 0, 1, 1, 1], margin=1.0, pinned=[True] * 3 + [False] * 2)
    found = ss.equilibria(pair, seeds=16)  # a gate for two: both above or both below
    assert len(found) == 2
    for rest in found:
        np.testing.assert_allclose(rest.scene.positions[3], rest.scene.positions[4], atol=1e-7)


@pytest.mark.parametrize("name", ["circle-three-classes", "circle-torn"])
def test_on_the_circle_rests_are_on_it_and_at_rest(name):
    found = ss.equilibria(ss.presets.load(name), seeds=16)
    assert sum(len(rest.seeds) for rest in found) + len(found.unsettled) == 16
    for rest in found:
        assert ss.residual(rest.scene) <= 1e-9 * rest.scene.margin
        assert rest.stability.kind != "saddle"
    losses = [rest.loss for rest in found]
    assert losses == sorted(losses)
    assert (name == "circle-torn") == (len(losses) > 3)


def test_seeds_can_be_chosen_and_each_start_is_that_of_its_seed():
    scene = ring(np.zeros((18, 2)), 1)
    some = ss.equilibria(scene, seeds=[31, 4, 15])
    assert sorted(seed for rest in some for seed in rest.seeds) == [4, 15, 31]
    for rest in some:
        for seed in rest.seeds:
            assert ss.settle(scene.scattered(seed=seed)).loss == pytest.approx(rest.loss, rel=1e-3)


@pytest.mark.parametrize("n", [0, 1])
def test_a_scene_of_no_or_one_point_has_one_rest(n):
    (only,) = ss.equilibria(ss.Scene.from_labels(np.zeros((n, 2)), [0] * n), seeds=3)
    assert (only.loss, only.seeds) == (0.0, (0, 1, 2))


def test_rests_are_told_apart_by_all_distances_however_few_of_them_are_kept(monkeypatch):
    scene = ring(np.zeros((18, 2)), 1)
    whole = [rest.seeds for rest in ss.equilibria(scene, seeds=20)]
    for kept in (1, 7):
        monkeypatch.setattr("springsim.studies.equilibria._SAMPLE", kept)
        assert [rest.seeds for rest in ss.equilibria(scene, seeds=20)] == whole


def test_progress_is_told_of_starts_and_what_it_raises_ends_the_work(monkeypatch):
    monkeypatch.setattr("springsim.studies.equilibria._STARTS", 4)
    scene = ss.presets.load("gate")
    told = []
    found = ss.equilibria(scene, seeds=10, progress=lambda *done: told.append(done))
    assert told == [(0, 10), (4, 10), (8, 10), (10, 10)]
    assert [rest.seeds for rest in found] == [rest.seeds for rest in ss.equilibria(scene, seeds=10)]
    with pytest.raises(ZeroDivisionError):
        ss.equilibria(scene, seeds=10, progress=lambda done, total: 1 // (8 - done))


def test_stability_is_computed_when_it_is_asked_for_and_kept(monkeypatch):
    monkeypatch.setattr("springsim.studies.equilibria.stability", asked := mock.Mock(side_effect=ss.stability))
    (only,) = ss.equilibria(ring(np.zeros((6, 2)), 1), seeds=1)
    assert not asked.called
    assert only.stability is only.stability
    asked.assert_called_once_with(only.scene)
    with pytest.raises(dataclasses.FrozenInstanceError):
        only.loss = 0.0  # type: ignore[misc]
