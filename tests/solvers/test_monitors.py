"""Each monitor by itself, and the step without any, on numbers that are known."""

import itertools
from functools import partial

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


def test_a_point_out_of_range_is_divergence_and_a_large_force_only_where_the_step_is_too_large():
    # from loss L and margin m descent has no force above √(2 λ (L + m²)) = √6; from a hundred times as much on it is asked
    # whether the pair, whose distance a step of η multiplies by 1 − 2 η, goes apart
    apart = PAIR.positions * 2.0
    for eta, beta, diverges in ((1.01, 0.0, True), (0.99, 0.0, False), (1.51, 0.5, True), (1.49, 0.5, False)):
        watch = Divergence(PAIR, Descent(eta, beta))
        assert not watch.seen(_frame(0), STILL)
        assert not watch.seen(_frame(1, apart, residual=99.0 * 6**0.5), STILL)
        assert watch.seen(_frame(2, apart, residual=101.0 * 6**0.5), STILL) is diverges
        assert watch.seen(_frame(3, STILL + 1.01e6), STILL)


def test_rest_is_little_force_and_with_momentum_little_way_too():
    for residual, way, seen in ((0.2, 0.0, (False, False)), (0.1, 0.5, (True, False)), (0.1, 0.1, (True, True))):
        light, heavy = Rest(0.1, None), Rest(0.1, partial(float, way))
        assert (light.seen(_frame(residual=residual), STILL), heavy.seen(_frame(residual=residual), STILL)) == seen
    assert first_seen([Divergence(PAIR, Descent(1.0)), light], _frame(), STILL) == "equilibrium"
    assert first_seen([Rest(0.1, lambda: 1.0)], _frame(), STILL) is None


def test_the_largest_move_is_that_of_a_point_and_not_of_an_axis():
    step = Step(ss.Scene.from_labels([[0.0, 0.0], [1.0, 1.0]], [0, 0], pinned=[True, False]), Descent(0.1))
    assert step.largest_move() == 0.0
    step.take(step.look())
    assert step.largest_move() == pytest.approx(0.1 * 2**0.5)


@given(st.integers(2, 40), st.integers(0, 100))
@settings(max_examples=150)
def test_a_cycle_of_any_period_is_found_after_any_beginning(period, beginning):
    def never(x, v, period):
        raise AssertionError("what is the same to the bit needs no proof")

    rng = np.random.default_rng(period * 101 + beginning)
    states = rng.normal(size=(beginning + period, 3, 2))
    still = np.zeros((3, 2))
    watch = Cycles(states[0], still, never)
    for t in itertools.count():
        k = t if t < beginning else beginning + (t - beginning) % period
        if watch.seen(_frame(t, states[k]), still):
            break
        assert t < 4 * (beginning + period) + 8
    assert t >= beginning + period


def test_what_nearly_returns_is_a_cycle_where_it_lasts_and_asked_about_less_and_less_often():
    x = np.array([[1.0, 2.0]])
    asked = []

    def lasts(at, v, period):
        asked.append(period)
        return False

    watch = Cycles(x, 0 * x, lasts)
    for t in range(1000):  # turns round and round, each time 1e-12 farther
        assert not watch.seen(_frame(t, (-1.0) ** t * x * (1.0 + 1e-12 * t)), 0 * x)
    assert 4 <= len(asked) <= 12
    assert all(period % 2 == 0 for period in asked)
    watch = Cycles(x, 0 * x, lambda at, v, period: True)
    assert any(watch.seen(_frame(t, (-1.0) ** t * x * (1.0 + 1e-12 * t)), 0 * x) for t in range(8))


def test_what_never_moves_is_no_cycle():
    watch = Cycles(STILL, STILL, lambda x, v, period: True)
    assert not any(watch.seen(_frame(t), STILL) for t in range(100))


def test_what_shrinks_or_grows_a_little_is_no_cycle():
    def always(x, v, period):
        return True

    for factor in (-0.9999, -1.0001, 0.9999):
        x = np.array([[1.0, 2.0]])
        watch = Cycles(x, 0 * x, always)
        assert not any(watch.seen(_frame(t, factor**t * x), 0 * x) for t in range(5000))
