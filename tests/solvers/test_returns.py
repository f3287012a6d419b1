"""Whether a cycle lasts, against differences of the plain recursion over a period and against closed forms."""

import math

import numpy as np
import pytest

import springsim as ss
from springsim.solvers.returns import lasts
from springsim.solvers.step import Descent
from tests import oracle
from tests.scenes import random_scene


def _both(distance, turn=0.0):
    """Return a pair with both springs: at η = ½ its distance d becomes 1 − d and then d again."""
    at = distance / 2 * np.array([math.cos(turn), math.sin(turn)])
    return ss.Scene.from_pairs([-at, at], [(0, 1)], [(0, 1)])


def _round(scene, descent, state, steps):
    """Return the state, (2, n, 2), after so many steps by the naive forces."""
    x, v = state
    for _ in range(steps):
        v = np.where(scene.pinned[:, None], 0.0, descent.momentum * v + descent.step_size * oracle.sums(scene, x)[3])
        x = x + v
        if scene.domain == "circle":
            x = x / np.hypot(*x.T)[:, None]
            v = v - x * np.einsum("ni,ni->n", x, v)[:, None]
    return np.stack([x, v])


@pytest.mark.parametrize("domain", ["plane", "circle"])
@pytest.mark.parametrize("momentum", [0.0, 0.6])
@pytest.mark.parametrize("period", [1, 3])
def test_the_derivative_over_a_period_has_the_eigenvalues_that_differences_have(domain, momentum, period, monkeypatch):
    seen = []

    def eigvals(matrix):
        seen.append(matrix)
        return np.zeros(1)

    monkeypatch.setattr(np.linalg, "eigvals", eigvals)
    scene = random_scene("neighbours", 4, seed=3, pins=1).replace(domain=domain)
    descent = Descent(0.4 * ss.stable_step(scene), momentum)
    x, v = _round(scene, descent, np.stack([scene.positions, 0 * scene.positions]), 2)
    assert lasts(scene, descent, x, v, period)
    monkeypatch.undo()
    free = np.flatnonzero(np.repeat(~scene.pinned, 2))
    places = np.concatenate([free, free + x.size]) if momentum else free
    columns = []
    for k in places:
        up, down = (np.stack([x, v if momentum else 0 * v]) for _ in range(2))
        up.flat[k] += 1e-6
        down.flat[k] -= 1e-6
        columns.append((_round(scene, descent, up, period) - _round(scene, descent, down, period)).ravel()[places] / 2e-6)
    np.testing.assert_allclose(np.poly(seen[0]), np.poly(np.stack(columns, axis=1)), atol=1e-6)


@pytest.mark.parametrize("distance", [0.1, 0.3, 0.45])
def test_a_pair_with_both_springs_keeps_any_amplitude_and_turns_freely(distance):
    scene = _both(distance, 0.7)
    assert lasts(scene, Descent(0.5), scene.positions, 0 * scene.positions, 2)


@pytest.mark.parametrize(("a", "stays"), [(0.2, True), (0.01, True), (-0.01, False), (-0.2, False)])
@pytest.mark.parametrize("distance", [0.3, 0.45])
def test_between_two_pins_a_cycle_lasts_where_what_is_off_its_line_shrinks(a, stays, distance):
    # A similar pin at the origin, a dissimilar one at (a, 0), the point d to the left of that: a step of 2/λ = 1 makes d
    # 1 + a − d, and a small y grows by (1 − d)/d, over two steps by 1 − a / (d (1 + a − d)).
    scene = ss.Scene.from_pairs([[0, 0], [a, 0], [a - distance, 0]], [(0, 2)], [(1, 2)], pinned=[True, True, False])
    assert lasts(scene, Descent(1.0), scene.positions, 0 * scene.positions, 2) is stays


def test_where_there_is_no_derivative_or_no_time_nothing_is_said_to_last():
    for scene, period in ((_both(1.0), 2), (_both(0.3), 100_000)):
        assert not lasts(scene, Descent(0.5), scene.positions, 0 * scene.positions, period)


def test_the_star_on_a_line_leaves_its_cycle():
    x = np.outer([0.1257, -0.1321, 0.6404, 0.1049], [0.6, 0.8])
    pairs = [(0, 1), (0, 2), (0, 3)]
    scene = ss.Scene.from_pairs(x, pairs, pairs)
    run = ss.simulate(scene, step_size=2 * ss.stable_step(scene))
    assert run.status == "equilibrium"
    assert ss.pair_distances(run.final).distance == pytest.approx(np.full(6, 0.5), abs=1e-5)
