"""Statuses of random descents, each judged by the naive loop: what ends a run is a proof, or it is "max_steps"."""

import numpy as np
import pytest

import springsim as ss
from springsim.solvers.step import Step
from tests import oracle
from tests.search import cases, search

PARTS = 2
CASES = cases(24)
MOMENTA = (0.0, 0.5, 0.9, 0.995, 0.999)
TOL = 1e-6


def _scene(rng):
    """Return a small scene, mostly in the plane: a chain, a ring, classes or listed springs at random, some of them pinned."""
    n = int(rng.integers(2, 8))
    x = rng.normal(size=(n, 2)) * rng.choice([0.1, 0.5, 2.0])
    if rng.random() < 0.2:
        x = np.outer(x[:, 0], [0.6, 0.8])  # on a line, which descent leaves only where rounding does
    pinned = rng.random(n) < rng.choice([0.0, 0.0, 0.3])
    kind = rng.choice(["chain", "class", "classes", "neighbours", "pairs", "twice"])
    pairs = np.stack(np.triu_indices(n, 1), axis=1)
    some = pairs[rng.random(len(pairs)) < 0.5]
    if kind in ("class", "classes"):
        scene = ss.Scene.from_labels(x, rng.integers(0, 1 if kind == "class" else 3, n), pinned=pinned)
    elif kind == "neighbours":
        scene = ss.Scene.from_neighbours(x, some, pinned=pinned)
    else:
        chain = [(i, i + 1) if rng.random() < 0.5 else (0, i + 1) for i in range(n - 1)]
        dissimilar = {"chain": [], "twice": chain, "pairs": pairs[rng.random(len(pairs)) < 0.5]}[kind]
        scene = ss.Scene.from_pairs(x, chain if kind != "pairs" else some, dissimilar, pinned=pinned)
    return scene.replace(domain="circle") if rng.random() < 0.1 else scene


def _descent(rng, scene):
    """Return a step, mostly near the limit of the heavy ball but not so little above that nothing is seen to grow; momentum."""
    momentum = float(rng.choice(MOMENTA))
    share = rng.choice([rng.uniform(0.5, 1.3), rng.uniform(0.98, 1.0), 1.0 - 1e-7, 1.0, rng.uniform(1.002, 1.02)])
    return min(share * 2 * (1 + momentum) * ss.stable_step(scene), 1000.0), momentum


def _state(run, steps):
    """Return positions, velocities and the move before, after so many steps."""
    step, before = Step(run.scene, run.descent), run.scene.positions
    for _ in range(steps):
        before = step.x.copy()
        step.take(step.look())
    return step.x, step.v, step.x - before


def _goes_on(run, x, v, steps):
    """Yield positions and velocities of so many more steps, by the naive forces."""
    free, circle = ~run.scene.pinned[:, None], run.scene.domain == "circle"
    for _ in range(steps):
        v = np.where(free, run.momentum * v + run.step_size * oracle.sums(run.scene, x)[3], 0.0)
        x = x + v
        if circle:
            x = np.where(free, x / np.hypot(*x.T)[:, None], x)
            v = v - x * np.einsum("ni,ni->n", x, v)[:, None]
        yield x, v


def _goes_apart(run):
    x, v, _ = _state(run, int(run.steps[-1]))
    first = np.abs(x).max()
    return any(np.abs(x).max() > 1e4 * first for x, v in _goes_on(run, x, v, 4000))


def _rests(run):
    x, _, move = _state(run, int(run.steps[-1]))
    f = np.where(run.scene.pinned[:, None], 0.0, oracle.sums(run.scene, x)[3])
    if run.scene.domain == "circle":
        f = f - x * np.einsum("ni,ni->n", x, f)[:, None]
    speed = np.hypot(*move.T).max() if run.momentum else 0.0
    return max(np.hypot(*f.T).max(), speed) <= TOL * (1 + 1e-9) + 1e-12


def _repeats(run):
    """Tell whether the run itself, carried on, comes back to the bit."""
    step = Step(run.scene, run.descent)
    states = []
    for _ in range(2 * int(run.steps[-1]) + 1):
        states.append((step.x.tobytes(), step.v.tobytes()))
        step.take(step.look())
    return states[int(run.steps[-1])] in states[int(run.steps[-1]) + 1 :]


def _stays(run, rng):
    """Tell whether a cycle repeats to the bit, or goes on as it was for 200 periods though disturbed a little."""
    x, v, _ = _state(run, int(run.steps[-1]))
    away = [np.abs(y - x).max() for y, _ in _goes_on(run, x, v, 1100)]
    period = next(k for k, d in enumerate(away, 1) if d <= 1e-6 * max(away))
    shaken = x + 1e-9 * np.where(run.scene.pinned[:, None], 0.0, rng.normal(size=x.shape))
    if run.scene.domain == "circle":
        shaken /= np.hypot(*shaken.T)[:, None]
    went = list(_goes_on(run, shaken, v, 200 * period))
    return max(np.abs(y - x).max() for y, _ in went[period - 1 :: period]) <= 1e-4 * max(away) or _repeats(run)


def _is_true(run, rng):
    """Tell whether the status of a run is what the naive loop finds."""
    if run.status == "diverged":
        return _goes_apart(run)
    if run.status == "cycling":
        return _stays(run, rng)
    return run.status == "max_steps" or _rests(run)


@search
@pytest.mark.parametrize("part", range(PARTS))
def test_what_ends_a_random_descent_is_true_by_the_naive_loop(part):
    for seed in range(part, CASES, PARTS):
        rng = np.random.default_rng(seed)
        scene = _scene(rng)
        step_size, momentum = _descent(rng, scene)
        run = ss.simulate(scene, steps=1500, step_size=step_size, momentum=momentum, tol=TOL)
        assert _is_true(run, rng), f"seed {seed}: {run}, η = {step_size}, β = {momentum}, {scene}"


@search
@pytest.mark.parametrize("part", range(PARTS))
def test_similar_springs_alone_are_said_to_part_only_where_the_heavy_ball_of_the_stiffest_mode_does(part):
    for seed in range(part, CASES, PARTS):
        rng = np.random.default_rng(seed)
        n = int(rng.integers(2, 10))
        pairs = np.stack(np.triu_indices(n, 1), axis=1)
        scene = ss.Scene.from_pairs(
            10 ** rng.uniform(-1, 2) * rng.normal(size=(n, 2)),
            np.unique(np.vstack([pairs[rng.random(len(pairs)) < 0.4], [[0, 1]]]), axis=0),
            [],
            pinned=rng.random(n) < rng.choice([0.0, 0.4]),
        )
        stiffness = oracle.stiffness(scene)
        if stiffness == 0.0:
            continue
        momentum, share = float(rng.choice(MOMENTA)), float(rng.choice([0.9, 1 - 1e-6, 1 - 1e-12, 1.02]))
        run = ss.simulate(
            scene, steps=1500, step_size=share * 2 * (1 + momentum) / stiffness, momentum=momentum, frames=2, tol=TOL
        )
        assert (run.status == "diverged") == (share > 1.0), f"seed {seed}: {run}, {share} of the limit, β = {momentum}, {scene}"
