import numpy as np
import pytest

import springsim as ss
from springsim import kernels
from springsim.kernels import generic
from springsim.kernels.generic import Generic
from springsim.model.conventions import coincident_direction
from tests import oracle
from tests.laws import LAWS, LINEAR, NO_HALF, naive
from tests.scenes import KINDS, random_scene

BY_KIND = pytest.mark.parametrize("kind", KINDS)
BY_LAW = pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
BY_DOMAIN = pytest.mark.parametrize("domain", ["plane", "circle"])


def _sums(kernel, scene):
    f = np.full_like(scene.positions, np.nan)
    return kernel.evaluate(scene.positions, f), f


@BY_KIND
@BY_LAW
@BY_DOMAIN
def test_forces_are_those_of_a_naive_loop_and_minus_the_slope_of_the_loss(kind, law, domain):
    scene = random_scene(kind, 17, 2, margin=0.8).replace(law=law, domain=domain)
    total, force = naive(scene, oracle.springs(scene))
    sums, whole = _sums(Generic(scene), scene)
    assert sums.similar + sums.dissimilar == pytest.approx(total, rel=1e-12)
    np.testing.assert_allclose(whole, force, atol=1e-12)
    acting = ss.forces(scene)
    for i in range(len(scene)):
        way = np.array([-scene.positions[i, 1], scene.positions[i, 0]]) if domain == "circle" else np.array([0.6, 0.8])
        step = np.zeros((len(scene), 2))
        step[i] = 1e-6 * way
        ends = [ss.loss(scene.replace(positions=scene.positions + sign * step)) for sign in (1, -1)]
        assert float(acting[i] @ way) == pytest.approx((ends[1] - ends[0]) / 2e-6, abs=1e-6)


@BY_KIND
@BY_DOMAIN
@pytest.mark.parametrize("n", [0, 1, 2, 40, 200, 1100])
def test_it_agrees_with_the_kernels_that_are_made_for_the_springs_of_the_paper(kind, domain, n):
    scene = random_scene(kind, n, n, pins=1)
    if n > 10:  # some coincide
        x = scene.positions.copy()
        x[3:6] = x[7]
        scene = scene.replace(positions=x)
    scene = scene.replace(domain=domain)
    fast = kernels.for_scene(scene)
    assert not isinstance(fast, Generic)
    (expected, f), (sums, g) = _sums(fast, scene), _sums(Generic(scene), scene)
    assert sums[:2] == pytest.approx(expected[:2], rel=1e-12)
    assert sums.pushing == expected.pushing
    np.testing.assert_allclose(g, f, atol=1e-12 * max(n, 1))


@BY_KIND
@pytest.mark.parametrize("law", [NO_HALF, LINEAR], ids=lambda law: law.id)
def test_small_tiles_and_large_ones_add_up_to_the_same(kind, law, monkeypatch):
    scene = random_scene(kind, 90, 4).replace(law=law)
    kernel = kernels.for_scene(scene)
    assert isinstance(kernel, Generic)
    whole, f = _sums(kernel, scene)
    monkeypatch.setattr(generic, "_AT_ONCE", 200)
    parts, g = _sums(kernel, scene)
    assert parts == pytest.approx(whole, rel=1e-13)
    np.testing.assert_allclose(g, f, atol=1e-12)


@pytest.mark.parametrize(("law", "push"), [(NO_HALF, 1.6), (LINEAR, 1.0)], ids=["no-half", "linear"])
@pytest.mark.parametrize("kind", ["labels", "pairs"])
def test_coincident_points_part_with_the_slope_at_0_and_similar_ones_stay(law, push, kind):
    at = [(0.6, 0.8)] * 2
    strangers = [ss.Scene.from_labels(at, [0, 1], margin=0.8), ss.Scene.from_pairs(at, [], [(0, 1)], margin=0.8)][
        kind == "pairs"
    ]
    friends = [ss.Scene.from_labels(at, [0, 0], margin=0.8), ss.Scene.from_pairs(at, [(0, 1)], [], margin=0.8)][kind == "pairs"]
    force = push * coincident_direction(np.array([0]), np.array([1]))[:, 0]
    np.testing.assert_allclose(ss.forces(strangers.replace(law=law)), [force, -force], atol=1e-15)
    along = push * np.array([0.8, -0.6])  # clockwise for the lower index
    np.testing.assert_allclose(ss.forces(strangers.replace(law=law, domain="circle")), [along, -along], atol=1e-15)
    assert not ss.forces(friends.replace(law=law)).any()
