"""Growth against the recurrence that each eigenvector of the similar springs obeys, solved by its roots."""

import numpy as np
import pytest

import springsim as ss
from springsim.solvers.growth import Growth
from springsim.solvers.step import Descent
from tests import oracle
from tests.laws import LINEAR, NO_HALF
from tests.scenes import KINDS, random_scene


def _furthest(scene, eta, beta, steps):
    """Return how far a point ever is from the origin in a descent of similar springs alone, by eigenvectors and roots."""
    free, n = ~scene.pinned, len(scene)
    laplacian = np.zeros((n, n))
    for i, j, _ in oracle.springs(scene):
        laplacian[[i, j], [i, j]] += 1.0
        laplacian[[i, j], [j, i]] -= 1.0
    inner, pull = laplacian[np.ix_(free, free)], -laplacian[np.ix_(free, ~free)] @ scene.positions[~free]
    mu, modes = np.linalg.eigh(inner)
    rest = np.linalg.lstsq(inner, pull, rcond=None)[0]
    r, s = np.array([np.roots([1.0, -(1.0 + beta - eta * m), beta]) for m in mu], complex).T
    t = np.arange(1, steps + 2)[:, None]
    # it starts without velocity, from a₀ = a₋₁
    scale = np.real(((1 - s) * r**t - (1 - r) * s**t) / (r - s))
    x = np.einsum("ik,tk,kc->tic", modes, scale, modes.T @ (scene.positions[free] - rest)) + rest
    return float(np.abs(x).max())


@pytest.mark.parametrize("momentum", [0.995, 0.999])
@pytest.mark.parametrize("pins", [0, 1])
@pytest.mark.parametrize("kind", ["chain", "class"])
def test_near_the_limit_of_the_heavy_ball_points_swing_far_and_have_not_diverged(kind, momentum, pins):
    x = 10.0 * np.random.default_rng(3).normal(size=(8, 2)) + 30.0 * (np.arange(8) % 2)[:, None]
    pinned = np.arange(8) < pins
    similar = [(i, i + 1) for i in range(7)]
    chain, one = ss.Scene.from_pairs(x, similar, [], pinned=pinned), ss.Scene.from_labels(x, np.zeros(8, int), pinned=pinned)
    scene = chain if kind == "chain" else one
    far = 100.0 if momentum == 0.999 else 20.0  # a force 100 times as large as descent could have is where 0.1.0 gave up
    for share, diverges in ((1 - 1e-6, False), (1.001, True)):
        eta = share * 2.0 * (1.0 + momentum) * ss.stable_step(scene)
        run = ss.simulate(scene, steps=1500, step_size=eta, momentum=momentum, frames=2)
        furthest = _furthest(scene, eta, momentum, 1500)
        assert (furthest > 1e6) is diverges
        assert furthest > far * np.abs(x).max()
        assert (run.status == "diverged") is diverges


def test_a_run_that_swings_far_comes_to_rest_in_the_end():
    scene = ss.Scene.from_labels(10.0 * np.random.default_rng(0).normal(size=(5, 2)), np.zeros(5, int))
    run = ss.simulate(scene, steps=20_000, step_size=(1 - 3e-6) * 2 * 1.995 / 5, momentum=0.995)
    assert run.status == "equilibrium"
    assert run.loss.max() > 1e4 * run.loss[0]


def _state(scene, seed, size):
    rng = np.random.default_rng(seed)
    moves = np.where(scene.pinned[:, None], 0.0, size * rng.normal(size=(2, len(scene), 2)))
    return scene.positions + moves[0], moves[1]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("pins", [0, 1, 4])
@pytest.mark.parametrize("law", ["contrastive", NO_HALF])
def test_what_is_said_to_grow_does_so_by_the_naive_forces_from_any_state(kind, pins, law):
    said = 0
    for seed in range(12):
        scene = random_scene(kind, 7, seed, pins=pins).replace(law=law)
        eta, beta = (1.1 if law == "contrastive" else 0.55) * 2 * 1.5 / oracle.stiffness(scene) * (1 + seed % 3), 0.5
        x, v = _state(scene, seed, 10.0 ** (seed % 4))
        growth = Growth(scene, Descent(eta, beta))
        if not growth.proved(x, v, np.abs(ss.forces(scene.replace(positions=x))).max()):
            continue
        said += 1
        first, times = np.abs(x).max(), 1.0 if law == "contrastive" else 2.0
        for _ in range(400):
            v = np.where(scene.pinned[:, None], 0.0, beta * v + times * eta * oracle.sums(scene, x)[3])
            x = x + v
            if np.abs(x).max() > 1e4 * first:
                break
        else:
            pytest.fail("it stays near")
    assert said


@pytest.mark.parametrize("pins", [1, 3])
@pytest.mark.parametrize("kind", ["labels", "pairs"])
def test_at_rest_between_pins_nothing_grows_and_a_little_off_it_all_does(pins, kind):
    x = np.vstack([5.0 + np.random.default_rng(pins).normal(size=(pins, 2)), np.zeros((1, 2))])
    x[-1] = x[:-1].mean(axis=0)
    similar = [(k, pins) for k in range(pins)]
    scene = ss.Scene.from_pairs(x, similar, []) if kind == "pairs" else ss.Scene.from_labels(x, np.zeros(pins + 1, int))
    scene = scene.replace(pinned=np.arange(pins + 1) < pins)
    for eta, past in ((2.01 / pins, True), (1.99 / pins, False)):
        growth = Growth(scene, Descent(eta))
        assert not growth.proved(x, 0 * x, 0.0)
        assert growth.proved(x + 1e-3 * (np.arange(pins + 1) == pins)[:, None], 0 * x, 0.0) is past


def test_of_a_law_whose_similar_springs_are_not_linear_nothing_is_proved():
    scene = random_scene("labels", 6).replace(law=LINEAR)
    assert not Growth(scene, Descent(1000.0)).proved(1e5 * scene.positions, 0 * scene.positions, 1.0)
