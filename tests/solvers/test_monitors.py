"""Each monitor by itself, and the step without any, on numbers that are known."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import springsim as ss
from springsim.kernels import Sums
from springsim.solvers.monitors import Cycles, Divergence, Rest, Walls, first_seen
from springsim.solvers.step import Descent, Frame, Step
from tests import oracle
from tests.scenes import KINDS, random_scene

PAIR = ss.Scene.from_labels([[0.0, 0.0], [1.0, 0.0]], [0, 0])  # similar; λ = 2, loss ½
STILL = np.zeros((2, 2))


def _frame(step=0, x=STILL, residual=0.0, loss=0.5):
    return Frame(step, x, STILL, Sums(loss, 0.0, 0), residual)


@pytest.mark.parametrize("momentum", [0.0, 0.7])
@pytest.mark.parametrize("kind", KINDS)
def test_a_step_is_that_of_the_plain_recursion_and_no_point_goes_farther_than_it_says(kind, momentum):
    scene = random_scene(kind, 9, seed=2, pins=2)
    eta = 0.4 * ss.stable_step(scene)
    step = Step(scene, Descent(eta, momentum))
    x, v = scene.positions, np.zeros_like(scene.positions)
    for k in range(20):
        frame = step.look()
        assert frame.step == k
        np.testing.assert_allclose(frame.x, x, atol=1e-12)
        f = oracle.forces(scene.replace(positions=x))
        v = momentum * v + eta * np.where(scene.pinned[:, None], 0.0, f)
        most = step.take(frame)
        assert np.hypot(*v.T).max() <= most
        assert np.isfinite(most) == (momentum == 0.0)
        x = x + v


def test_walls_hold_what_is_past_the_end_of_the_range_and_nothing_else():
    walls = Walls(np.array([[9.9e5, 0.0]]))
    for moved, given_, held in ((5e3, 9.95e5, 9.95e5), (1e4, 1.004e6, 1e6), (1e4, -1.2e6, -1e6)):
        x = np.array([[given_, 3.0]])
        walls.hold(x, moved)
        assert x.tolist() == [[held, 3.0]]


def test_a_force_that_descent_cannot_have_is_divergence_and_so_is_a_point_out_of_range():
    # from loss L and margin m descent has no force above √(2 λ (L + m²)) = √6; a hundred times as much is too much
    for within in (True, False):
        watch = Divergence(PAIR, within=within)
        assert not watch.seen(_frame(0), STILL)
        assert not watch.seen(_frame(1, residual=99.0 * 6**0.5), STILL)
        assert watch.seen(_frame(2, residual=101.0 * 6**0.5), STILL)
        assert watch.seen(_frame(3, x=STILL + 1.01e6), STILL) is not within


def test_rest_is_little_force_and_with_momentum_little_speed_too():
    light, heavy = Rest(0.1, heavy=False), Rest(0.1, heavy=True)
    for residual, speed, seen in ((0.2, 0.0, (False, False)), (0.1, 0.5, (True, False)), (0.1, -0.1, (True, True))):
        frame, v = _frame(residual=residual), STILL + speed
        assert (light.seen(frame, v), heavy.seen(frame, v)) == seen
    assert first_seen([Divergence(PAIR, within=True), light], _frame(), STILL) == "equilibrium"
    assert first_seen([heavy], _frame(), STILL + 1.0) is None


@given(st.integers(1, 40), st.integers(0, 100))
@settings(max_examples=150)
def test_a_cycle_of_any_period_is_found_after_any_beginning(period, beginning):
    rng = np.random.default_rng(period * 101 + beginning)
    states = rng.normal(size=(beginning + period, 3, 2))
    still = np.zeros((3, 2))
    watch = Cycles(states[0], still)
    for t in itertools.count():
        k = t if t < beginning else beginning + (t - beginning) % period
        if watch.seen(_frame(t, states[k]), still):
            break
        assert t < 4 * (beginning + period) + 8
    assert t >= beginning + period


def test_what_shrinks_or_grows_a_little_is_no_cycle():
    for factor in (-0.9999, -1.0001, 0.9999):
        x = np.array([[1.0, 2.0]])
        watch = Cycles(x, 0 * x)
        assert not any(watch.seen(_frame(t, factor**t * x), 0 * x) for t in range(5000))
