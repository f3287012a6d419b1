"""settle where the loss is hard to descend: bent valleys, chains, constants; against closed forms and SciPy's L-BFGS-B."""

import numpy as np
import pytest

import springsim as ss
from benchmarks.edges import by_scipy, chain, few_free, star, valley
from springsim import Scene
from springsim.solvers.batch import settle_all
from tests import oracle
from tests.scenes import random_scene
from tests.search import cases, search

FAR = 1e6


@pytest.mark.parametrize("a", [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6])
def test_along_a_bent_valley_it_meets_the_closed_form_in_about_the_evaluations_of_scipy(a):
    rest = ss.settle(valley(a))
    assert rest.converged
    assert rest.scene.positions[2] == pytest.approx([-(1 - a) / 2, 0.0], abs=1e-9)
    assert rest.evaluations <= 1.5 * by_scipy(valley(a))[1]


def test_many_runs_at_once_go_along_bent_valleys_too():
    margins = np.array([0.5, 1.0, 3.0])
    scene = valley(1e-4)
    rests = settle_all(scene, np.repeat(scene.positions[None], 3, axis=0), margins)
    assert rests.converged.all()
    assert (rests.evaluations < 600).all()
    assert rests.positions[:, 2, 0] == pytest.approx(-(margins - 1e-4) / 2, abs=3e-9)


@search
def test_one_or_two_free_points_always_rest_in_about_the_evaluations_of_scipy():
    rng, ours, theirs, more = np.random.default_rng(0), 0, 0, 0
    for case in range(cases(80)):
        scene = few_free(rng)
        rest, (residual, calls) = ss.settle(scene), by_scipy(scene)
        assert rest.converged, case
        assert np.hypot(*oracle.forces(rest.scene)[~scene.pinned].T).max() <= 1.0001e-9, case
        if residual <= 1e-9:  # SciPy may stop before, where the loss is level to rounding
            ours, theirs, more = ours + rest.evaluations, theirs + calls, more + (rest.evaluations > 3 * calls + 5)
    assert ours <= 1.2 * theirs
    assert more <= cases(80) / 500


@search
def test_chains_and_rings_never_stop_before_they_rest():
    rng = np.random.default_rng(1)
    for case in range(cases(16)):
        rest = ss.settle(chain(rng))
        assert rest.converged, (case, rest)


@pytest.mark.parametrize("scene", [star(1, 2000), star(3, 300), star(40, 50)], ids=["chain", "three", "forty"])
def test_long_chains_and_stars_with_tails_rest_at_their_pinned_end(scene):
    rest = ss.settle(scene)
    assert rest.converged
    assert rest.evaluations <= 1000
    assert np.abs(rest.scene.positions - scene.positions[0]).max() <= 1e-7


@pytest.mark.parametrize("n", [20, 120])
def test_a_spring_between_two_pins_changes_no_step(n):
    x, i = np.random.default_rng(n).normal(size=(n, 2)), np.arange(n - 1)
    similar, dissimilar = np.stack([i, i + 1], axis=1), np.stack([i[:-1], i[:-1] + 2], axis=1)
    alone = ss.settle(Scene.from_pairs(x, similar, dissimilar))
    pins = np.vstack([x, [(FAR, FAR / 3), (-FAR, 0.1)]])
    tied = Scene.from_pairs(pins, [*similar, (n, n + 1)], dissimilar, pinned=np.arange(n + 2) >= n)
    rest = ss.settle(tied)
    assert np.array_equal(rest.scene.positions[:n], alone.scene.positions)
    assert rest.evaluations == alone.evaluations
    assert rest.loss == ss.loss(rest.scene) == pytest.approx(0.5 * (4 + 1 / 9) * FAR**2, rel=1e-6)


@pytest.mark.parametrize("kind", ["labels", "neighbours"])
def test_springs_between_far_pins_hide_nothing_where_every_pair_has_one(kind):
    for n in (20, 90):
        scene = random_scene(kind, n, seed=n, pins=3)
        x = scene.positions.copy()
        x[:3] = [(FAR, 0), (FAR, 1), (-FAR, 2)]
        far = scene.replace(positions=x)
        if kind == "labels":
            far = Scene.from_labels(x, np.r_[[50, 50, 50], scene.labels[3:]], pinned=scene.pinned)
        else:
            pairs = scene.springs.similar[scene.springs.similar.min(axis=1) > 2]
            far = Scene.from_neighbours(x, [(0, 1), (0, 2), *pairs.tolist()], pinned=scene.pinned)
        rest = ss.settle(far)
        assert rest.converged
        assert rest.loss > FAR**2
        assert np.hypot(*oracle.forces(rest.scene)[3:].T).max() <= 1.001e-9
