import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import springsim as ss
from springsim.model import domains
from tests import oracle
from tests.scenes import KINDS, coordinates, random_scene

EPS = np.finfo(float).eps


def on_circle(kind, n, seed=0, *, margin=1.0, pins=0):
    return random_scene(kind, n, seed, margin=margin, pins=pins).replace(domain="circle")


def two_classes(size, margin, seed):
    """Return two classes that start anywhere, each within a half of the circle."""
    turn = np.pi * (np.random.default_rng(seed).random(2 * size) + np.repeat([0, 1], size))
    return ss.Scene.from_labels(at(turn), np.repeat([0, 1], size), margin=margin, domain="circle")


def angles(positions):
    return np.arctan2(positions[..., 1], positions[..., 0])


def at(turn):
    return np.stack([np.cos(turn), np.sin(turn)], axis=-1)


def norms(positions):
    return np.hypot(positions[..., 0], positions[..., 1])


def by_angle(scene, h=1e-5):
    """Return minus the central differences of the naive loss by the angle of each point."""
    turn = angles(scene.positions)
    slopes = np.empty(len(scene))
    for k in range(len(scene)):
        up, down = turn.copy(), turn.copy()
        up[k] += h
        down[k] -= h
        slopes[k] = -(oracle.loss(scene, at(up)) - oracle.loss(scene, at(down))) / (2 * h)
    return slopes


def test_points_are_put_on_the_circle_along_their_direction():
    scene = ss.Scene.from_labels([(3.0, 4.0), (-1e-300, 0.0), (0.0, 1e6), (5e-324, -5e-324)], [0, 1, 0, 1], domain="circle")
    np.testing.assert_allclose(scene.positions, [(0.6, 0.8), (-1, 0), (0, 1), (math.sqrt(0.5), -math.sqrt(0.5))], atol=EPS)


@given(st.lists(st.tuples(coordinates(), coordinates()).filter(any), min_size=1, max_size=5))
def test_who_is_on_the_circle_stays_to_the_bit(points):
    once = domains.on_circle(np.array(points))
    assert np.abs(norms(once) - 1.0).max() <= 4 * EPS
    assert np.array_equal(domains.on_circle(once), once)


def test_a_point_at_the_origin_is_refused_by_name():
    for make in (
        lambda x: ss.Scene.from_labels(x, [0, 0], domain="circle"),
        lambda x: ss.Scene.from_neighbours(x, [], domain="circle"),
        lambda x: ss.Scene.from_pairs(x, [], [], domain="circle"),
        lambda x: ss.Scene.from_labels(x, [0, 0]).replace(domain="circle"),
        lambda x: ss.Scene.from_labels([(1, 0), (0, 1)], [0, 0], domain="circle").replace(positions=x),
    ):
        with pytest.raises(ss.SceneError, match=r"positions\[1\]: \(0, 0\) is not allowed; expected a point off the origin"):
            make([(1.0, 0.0), (0.0, -0.0)])


@pytest.mark.parametrize("domain", ["sphere", "", None, 1, ["circle"]])
def test_another_domain_is_refused_by_name(domain):
    with pytest.raises(ss.SceneError, match=r'domain: .* expected "plane" or "circle"'):
        ss.Scene.from_labels([(1, 0)], [0], domain=domain)
    with pytest.raises(ss.SceneError, match=r'domain: .* expected "plane" or "circle"'):
        ss.Scene.from_labels([(1, 0)], [0]).replace(domain=domain)


@pytest.mark.parametrize("kind", KINDS)
def test_a_scene_on_the_circle_goes_through_file_and_link_unchanged(kind):
    scene = on_circle(kind, 9, margin=0.7, pins=2)
    assert ss.Scene.from_json(scene.to_json()) == scene
    assert ss.Scene.from_link(scene.to_link()) == scene
    assert "on the circle" in repr(scene)
    plane = scene.replace(domain="plane")
    assert plane != scene
    assert np.array_equal(plane.positions, scene.positions)


def test_a_file_of_the_plane_is_as_it_always_was_and_a_wrong_domain_in_a_file_is_refused():
    scene = random_scene("pairs", 5)
    document = json.loads(scene.to_json())
    assert "domain" not in document
    with pytest.raises(ss.SceneError, match="domain: 'torus'"):
        ss.Scene.from_json(json.dumps({**document, "domain": "torus"}))
    assert ss.Scene.from_json(json.dumps({**document, "domain": "plane"})) == scene
    assert document["version"] == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("margin", [0.3, 1.0, 2.7])
def test_forces_are_minus_the_slope_of_the_loss_along_the_circle(kind, margin):
    scene = on_circle(kind, 12, margin=margin, pins=2)
    along = np.stack([-scene.positions[:, 1], scene.positions[:, 0]], axis=1)
    force = ss.forces(scene)
    np.testing.assert_allclose(force, by_angle(scene)[:, None] * along, atol=1e-7)
    np.testing.assert_allclose(np.einsum("ij,ij->i", force, scene.positions), 0.0, atol=1e-13)
    np.testing.assert_allclose(ss.forces(scene, reduction="mean") * sum(scene.springs.counts), force, atol=1e-12)
    free = ~scene.pinned
    assert ss.residual(scene) == pytest.approx(np.hypot(*force[free].T).max(), rel=1e-14)


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_is_to_add_the_whole_force_and_to_put_the_points_back(kind):
    scene = on_circle(kind, 8, 3, margin=1.3, pins=1)
    eta = 0.7 * ss.stable_step(scene)
    moved = scene.positions + eta * oracle.forces(scene)
    expected = np.where(scene.pinned[:, None], scene.positions, moved / norms(moved)[:, None])
    run = ss.simulate(scene, steps=1, step_size=eta)
    np.testing.assert_allclose(run.positions[-1], expected, atol=1e-14)
    np.testing.assert_allclose(run.forces[0], ss.forces(scene), atol=1e-14)


@settings(max_examples=60)
@given(
    st.sampled_from(KINDS),
    st.integers(0, 2**32 - 1),
    st.floats(0.05, 4.0),
    st.floats(0.05, 1.0),
    st.booleans(),
)
def test_no_step_up_to_the_stable_one_raises_the_loss_and_points_stay_on_the_circle(kind, seed, margin, share, crowded):
    scene = on_circle(kind, 9, seed, margin=margin, pins=seed % 3)
    if crowded:  # few places, so that many points coincide or are opposite
        scene = scene.replace(positions=at(np.pi / 2 * np.random.default_rng(seed).integers(0, 4, 9)))
    run = ss.simulate(scene, steps=60, step_size=share * ss.stable_step(scene), frames=100)
    assert np.abs(norms(run.positions) - 1.0).max() <= 4 * EPS
    loss = np.array([oracle.loss(run.at(k)) for k in range(len(run))])
    assert (np.diff(loss) <= 1e-12 * loss[0]).all()
    assert np.array_equal(
        run.positions[:, scene.pinned],
        np.broadcast_to(scene.positions[scene.pinned], (len(run), *scene.positions[scene.pinned].shape)),
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("margin", [0.4, 1.0, 2.5])
def test_settle_ends_on_the_circle_at_rest_and_below_its_start(kind, margin):
    scene = on_circle(kind, 14, 5, margin=margin, pins=2)
    rest = ss.settle(scene)
    assert rest.converged
    assert np.abs(norms(rest.scene.positions) - 1.0).max() <= 4 * EPS
    assert np.array_equal(rest.scene.positions[:2], scene.positions[:2])
    assert rest.loss <= ss.loss(scene)
    assert rest.loss == pytest.approx(oracle.loss(rest.scene), rel=1e-9, abs=1e-16)
    assert np.abs(by_angle(rest.scene)[2:]).max() <= 1e-5
    assert ss.simulate(rest.scene).steps[-1] == 0  # where settle rests, descent rests


@pytest.mark.parametrize("margin", [2.1, 3.0, 5.0])
@pytest.mark.parametrize("seed", range(4))
def test_two_classes_part_to_exactly_2_where_the_margin_asks_for_more(margin, seed):
    rest = ss.settle(two_classes(6, margin, seed))
    pairs = ss.pair_distances(rest.scene)
    np.testing.assert_allclose(pairs.distance[~pairs.similar], 2.0, atol=1e-9)
    np.testing.assert_allclose(pairs.distance[pairs.similar], 0.0, atol=1e-9)
    assert rest.loss == pytest.approx(36 * (margin - 2.0) ** 2 / 2, rel=1e-9)


@pytest.mark.parametrize("margin", [0.5, 1.0, 1.9])
def test_up_to_a_margin_of_2_two_classes_rest_without_loss(margin):
    for seed in range(4):
        assert ss.settle(two_classes(6, margin, seed)).loss < 1e-15


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_a_dissimilar_pair_ends_at_the_margin_beyond_it_with_momentum_or_opposite(momentum):
    for margin, least, most in ((1.2, 1.2, 2.0 if momentum else 1.2), (2.5, 2.0, 2.0)):
        pair = ss.Scene.from_labels([(1.0, 0.0), (1.0, 0.3)], [0, 1], margin=margin, domain="circle")
        run = ss.simulate(pair, steps=5000, momentum=momentum)
        assert run.converged
        assert np.abs(norms(run.positions) - 1.0).max() <= 4 * EPS
        assert least - 1e-5 <= ss.pair_distances(run.final).distance[0] <= most + 1e-5


@pytest.mark.parametrize("place", [0.0, 0.5 * np.pi, 1.0, 2.4])
@pytest.mark.parametrize("kind", ["labels", "pairs"])
def test_coincident_points_are_pushed_apart_along_the_circle(place, kind):
    x = np.tile(at(place), (6, 1))
    every = [(i, j) for i in range(6) for j in range(i + 1, 6)]
    scene = (
        ss.Scene.from_labels(x, range(6), margin=0.2, domain="circle")
        if kind == "labels"
        else ss.Scene.from_pairs(x, [], every, margin=0.2, domain="circle")
    )
    force = ss.forces(scene)
    along = np.array([-x[0, 1], x[0, 0]])
    np.testing.assert_allclose(force, 0.2 * np.arange(-5, 6, 2)[:, None] * along, atol=1e-14)
    rest = ss.settle(scene)
    assert rest.loss < 1e-15
    assert ss.pair_distances(rest.scene).distance.min() > 0.2 * (1 - 1e-6)


def test_a_step_to_the_centre_leaves_the_point_where_it_is():
    opposite = ss.Scene.from_labels([(1.0, 0.0), (-1.0, 0.0)], [0, 0], domain="circle")
    run = ss.simulate(opposite)  # F = −2 x and η = ½: x + η F = 0
    assert run.converged
    assert np.array_equal(run.positions[-1], opposite.positions)
    assert np.array_equal(opposite.space.stepped(np.array([[1.0, 0.0]]), np.array([[-1.0, 0.0]])), [[1.0, 0.0]])


def test_random_starts_come_from_the_seed_and_leave_pinned_points():
    scene = on_circle("labels", 400, pins=3)
    start = scene.scattered(seed=7)
    assert start == scene.scattered(seed=7) != scene.scattered(seed=8)
    assert np.array_equal(start.positions[:3], scene.positions[:3])
    assert np.abs(norms(start.positions) - 1.0).max() <= 4 * EPS
    quarters = np.histogram(angles(start.positions[3:]), np.linspace(-np.pi, np.pi, 5))[0]
    assert quarters.min() > 60  # of 397, where 99 are expected
    plane = random_scene("labels", 400, pins=3, margin=2.0).scattered(seed=7)
    assert plane.positions[3:].std() == pytest.approx(1.6, rel=0.1)
    assert np.array_equal(plane.replace(margin=1.0).scattered(seed=7).positions[3:] * 2.0, plane.positions[3:])


def test_a_nudge_goes_along_the_circle():
    scene = on_circle("labels", 50, pins=5)
    moved = scene.nudged(seed=3, size=1e-3)
    assert np.abs(norms(moved.positions) - 1.0).max() <= 4 * EPS
    turned = angles(moved.positions) - angles(scene.positions)
    assert np.array_equal(moved.positions[:5], scene.positions[:5])
    assert 5e-4 < np.abs(turned[5:]).mean() < 2e-3
