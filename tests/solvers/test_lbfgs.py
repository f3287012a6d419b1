"""The memory of one run and of many against the dense matrix that both stand for; the rules on landmark values."""

import numpy as np
import pytest

from springsim.solvers import lbfgs
from springsim.solvers.curvature import Curvature, Curvatures
from springsim.solvers.lbfgs import MEMORY, State

N = 4


def _states(rng, count):
    """Return states along a random path over a convex quadratic, so that every step shows upward curvature."""
    root = rng.normal(size=(2 * N, 2 * N))
    hessian = root @ root.T + np.eye(2 * N)
    at = rng.normal(size=(count, 2 * N))
    return at, -at @ hessian


def _dense(pairs, f):
    """Return the step of the BFGS matrix, updated with each pair of a step and a change of the gradient, oldest first."""
    s, y = pairs[-1]
    matrix = np.eye(len(f)) * (s @ y) / (y @ y)
    for s, y in pairs:
        part = np.eye(len(f)) - np.outer(s, y) / (s @ y)
        matrix = part @ matrix @ part.T + np.outer(s, s) / (s @ y)
    return matrix @ f


def _one(at, f):
    return State(at.reshape(N, 2), at.reshape(N, 2), f.reshape(N, 2), np.full((N, 2), 7.0), 0.0, 0.0, 0)


def _many(at, f):
    x, g = (np.ascontiguousarray(a.reshape(-1, N, 2).transpose(2, 1, 0)) for a in (at, f))
    return State(x, x, g, np.full(x.shape, 7.0), np.zeros(len(at)), np.zeros(len(at)), np.zeros(len(at)))


@pytest.mark.parametrize("forgotten", [None, 0, 5, 17])
def test_both_memories_give_the_step_of_the_dense_matrix(forgotten):
    paths = [_states(np.random.default_rng(k), 20) for k in range(3)]
    one, many = Curvature(), Curvatures((2, N, 3))
    at, f = (np.array(part) for part in zip(*paths, strict=True))
    assert (one.step(_one(at[1, 0], f[1, 0])) == 7.0).all()  # the safe step, where nothing is known
    since = 0
    for k in range(19):
        if k == forgotten:
            since = k
            one.forget()
            many.forget(np.array([False, True, False]))
        one.learn(_one(at[1, k], f[1, k]), _one(at[1, k + 1], f[1, k + 1]))
        here, there = _many(at[:, k], f[:, k]), _many(at[:, k + 1], f[:, k + 1])
        many.learn(np.array([True, True, k % 3 != 1]), here, there)
        steps = many.step(there).transpose(2, 1, 0).reshape(3, 2 * N)
        for run, kept in ((0, range(k + 1)), (1, range(since, k + 1))):
            pairs = [(at[run, j + 1] - at[run, j], f[run, j] - f[run, j + 1]) for j in kept][-MEMORY:]
            truth = _dense(pairs, f[run, k + 1])
            np.testing.assert_allclose(steps[run], truth, rtol=1e-7, atol=1e-7 * np.abs(truth).max())
        np.testing.assert_allclose(
            one.step(_one(at[1, k + 1], f[1, k + 1])).ravel(), truth, rtol=1e-7, atol=1e-7 * np.abs(truth).max()
        )


def test_a_step_that_shows_no_upward_curvature_is_not_remembered():
    at, f = _states(np.random.default_rng(0), 2)
    one, many = Curvature(), Curvatures((2, N, 2))
    one.learn(_one(at[0], -f[0]), _one(at[1], -f[1]))
    two = [np.array([part, part]) for part in (at[0], -f[0], at[1], -f[1])]
    many.learn(np.array([True, True]), _many(*two[:2]), _many(*two[2:]))
    assert (one.step(_one(at[1], f[1])) == 7.0).all()
    assert (many.step(_many(*two[2:])) == 7.0).all()


def test_the_rules_say_the_same_of_one_run_and_of_many():
    before, after = np.array([1.0, 1.0, 1.0, 1.0, 0.0]), np.array([0.5, 1.0 - 1e-14, 1.0, 2.0, 0.0])
    fall = np.full(5, -1.0)
    assert lbfgs.alike(before, after).tolist() == [False, True, True, False, True]
    assert lbfgs.lowered(before, after, fall).tolist() == [True, False, False, False, False]
    assert lbfgs.raised(before, after).tolist() == [False, False, False, True, False]
    for rule, values in ((lbfgs.alike, (before, after)), (lbfgs.lowered, (before, after, fall))):
        assert [rule(*one) for one in zip(*(v.tolist() for v in values), strict=True)] == rule(*values).tolist()


def test_between_two_lengths_the_next_is_where_the_cubic_through_both_is_least():
    # 1 − t + 2 t³ has its minimum at 1/√6; 1 − t + 5 t² at 0.1; (t − 5)² seen from 4 and 8 at 5
    cubic = lbfgs.within(0.0, 1.0, -1.0, 5.0, 1.0, 2.0)
    assert cubic == pytest.approx(6**-0.5, rel=1e-12)
    assert lbfgs.within(0.0, 1.0, -1.0, 9.0, 1.0, 5.0) == pytest.approx(0.1, rel=1e-12)
    assert lbfgs.within(4.0, 8.0, -2.0, 6.0, 1.0, 9.0) == pytest.approx(5.0, rel=1e-12)
    # where losses are rounding, slopes decide; and no end is ever met
    assert lbfgs.within(0.0, 1.0, -1.0, 3.0, 1e9, 1e9 + 1e-5) == pytest.approx(0.25, rel=1e-12)
    assert lbfgs.within(0.0, 1.0, -1.0, 2e5 - 1.0, 1.0, 1e5) == pytest.approx(0.1)
    values = np.array([[0.0, 4.0], [1.0, 8.0], [-1.0, -2.0], [5.0, 6.0], [1.0, 1.0], [2.0, 9.0]])
    assert lbfgs.within(*values).tolist() == [lbfgs.within(*one) for one in values.T.tolist()]


def test_a_length_that_is_too_short_is_followed_by_where_the_slope_would_end_within_2_to_10_times():
    lengths, slopes = np.array([1.0, 1.0, 3.0, 1.0]), np.array([-0.75, -0.99, -0.4, -1.5])
    assert lbfgs.farther(lengths, slopes, np.full(4, -1.0)).tolist() == [4.0, 10.0, 6.0, 4.0]
