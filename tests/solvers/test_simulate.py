import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import springsim as ss
from springsim import Scene
from springsim.solvers import recorder
from springsim.solvers.simulate import FRAME_SHARE, FRAMES
from tests import oracle
from tests.scenes import KINDS, random_scene, ring, scenes


def _after(scene, steps, step_size):
    """Return positions after exactly so many steps."""
    run = ss.simulate(scene, steps=steps, step_size=step_size, tol=0.0)
    assert run.steps[-1] == steps or run.residual[-1] == 0.0
    return run.final.positions


def _moves(run):
    """Return the largest move of a point between consecutive frames."""
    return np.hypot(*np.moveaxis(np.diff(run.positions, axis=0), 2, 0)).max(axis=1, initial=0.0)


def _distance(x, i=0, j=1):
    return math.dist(x[i], x[j])


# closed forms


@pytest.mark.parametrize("eta", [0.01, 0.2, 0.5, 0.8])
@pytest.mark.parametrize("t", [1, 2, 7, 20])
def test_a_free_similar_pair_shrinks_by_one_minus_two_eta_a_step(eta, t):
    x = _after(Scene.from_labels([[-0.8, -0.3], [0.8, 0.3]], [0, 0]), t, eta)
    assert _distance(x) == pytest.approx(math.hypot(1.6, 0.6) * abs(1 - 2 * eta) ** t, rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("eta", [0.01, 0.2, 0.4])
@pytest.mark.parametrize("t", [1, 2, 7, 20])
@pytest.mark.parametrize("margin", [0.5, 1.25, 100.0])
def test_a_free_dissimilar_pair_nears_the_margin_by_one_minus_two_eta_a_step(eta, t, margin):
    x = _after(Scene.from_labels([[0.0, 0.0], [0.15, 0.2]], [0, 1], margin=margin), t, eta)
    assert margin - _distance(x) == pytest.approx((margin - 0.25) * (1 - 2 * eta) ** t, rel=1e-9, abs=1e-13 * margin)


@pytest.mark.parametrize("n", [2, 5, 30])
@pytest.mark.parametrize("share", [0.1, 1.0, 1.9])
def test_n_similar_points_contract_to_their_mean_by_one_minus_eta_n_a_step(n, share):
    x = np.random.default_rng(n).normal(size=(n, 2))
    mean, eta = x.mean(axis=0), share / n
    for t in (1, 2, 9):
        assert _after(Scene.from_labels(x, np.zeros(n, int)), t, eta) == pytest.approx(
            mean + (x - mean) * (1 - eta * n) ** t, abs=1e-13
        )


@pytest.mark.parametrize(("n1", "n2"), [(1, 1), (3, 2), (40, 50)])
def test_two_collapsed_clusters_part_by_one_minus_eta_times_all_points_a_step(n1, n2):
    x = np.repeat([[0.0, 0.0], [0.18, 0.24]], [n1, n2], axis=0)
    eta = 0.3 / (n1 + n2)
    for t in (1, 3, 8):
        moved = _after(Scene.from_labels(x, np.repeat([0, 1], [n1, n2])), t, eta)
        assert 1 - _distance(moved, 0, -1) == pytest.approx(0.7 * 0.7**t, rel=1e-9)


@pytest.mark.parametrize("margin", [0.2, 1.0, 30.0])
def test_both_springs_on_one_pair_rest_at_half_the_margin(margin):
    final = ss.simulate(Scene.from_pairs([[-0.6, 0.2], [0.6, -0.2]], [(0, 1)], [(1, 0)], margin=margin), tol=1e-12).final
    assert _distance(final.positions) == pytest.approx(margin / 2, rel=1e-9)
    assert ss.loss(final) == pytest.approx(margin**2 / 4, rel=1e-12)


@pytest.mark.parametrize("margin", [0.2, 1.0, 30.0])
def test_tug_of_war_ends_at_a_third_a_third_and_two_thirds(margin):
    start = Scene.from_pairs(
        margin * np.array([[-0.7, 0.5], [0.1, -0.6], [0.5, 0.6]]), [(0, 1), (1, 2)], [(0, 2)], margin=margin
    )
    final = ss.simulate(start, tol=1e-12).final
    assert ss.pair_distances(final).distance == pytest.approx(margin * np.array([1, 2, 1]) / 3, rel=1e-9)
    assert ss.loss(final) == pytest.approx(margin**2 / 6, rel=1e-12)


def test_a_free_point_tied_to_fixed_similar_points_rests_at_their_mean():
    pins = np.array([[-1.04, 0.96], [0.64, 1.20], [-0.65, -0.24], [0.58, -0.32]])
    scene = Scene.from_pairs([[1.1, -0.9], *pins], [(0, k) for k in range(1, 5)], [], pinned=[False] + 4 * [True])
    assert ss.simulate(scene, tol=1e-12).final.positions[0] == pytest.approx(pins.mean(axis=0), abs=1e-12)


@pytest.mark.parametrize("a", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("margin", [1.0, 4.0])
def test_a_point_between_a_similar_and_a_dissimilar_pin_rests_half_the_rest_beyond(a, margin):
    pins = [[0.0, 0.0], [a * margin, 0.0]]
    scene = Scene.from_pairs(
        [*pins, [-0.1 * margin, 0.3 * margin]], [(0, 2)], [(1, 2)], margin=margin, pinned=[True, True, False]
    )
    final = ss.simulate(scene, steps=100_000, tol=1e-12).final
    assert final.positions[2] == pytest.approx([-(1 - a) * margin / 2, 0.0], abs=1e-9 * margin)


# descent


@given(scenes(near=True), st.sampled_from([1e-3, 0.3, 0.5, 0.9, 0.999999]))
@settings(max_examples=250)
def test_a_step_below_two_over_lambda_lowers_the_loss_by_what_the_majoriser_promises(scene, share):
    stiffness = oracle.stiffness(scene)
    eta = share * 2 / stiffness if stiffness > 0.5 else 1.0
    rounding = 1e-13 * len(scene) ** 2 * (scene.margin**2 + ss.loss(scene))
    for _ in range(6):
        run = ss.simulate(scene, steps=1, step_size=min(eta, 1000.0), tol=0.0)
        f = np.where(scene.pinned[:, None], 0.0, ss.forces(scene))
        promised = eta * (1 - eta * stiffness / 2) * (f**2).sum()
        inside = np.abs(scene.positions + eta * f).max(initial=0.0) <= 1e6
        assert run.loss[-1] <= run.loss[0] - (promised if inside else 0.0) + rounding
        assert run.status in ("max_steps", "equilibrium")
        scene = run.final


@given(scenes(), st.sampled_from([None, 0.5, 1.999]))
def test_the_loss_of_the_frames_never_rises_below_two_over_lambda_whatever_is_accepted(scene, share):
    eta = None if share is None else share * ss.stable_step(scene)
    run = ss.simulate(scene, steps=60, step_size=eta)
    assert run.status in ("max_steps", "equilibrium")
    rounding = 1e-12 * len(scene) ** 2 * (run.loss[0] + scene.margin**2) + 1e-9 * scene.margin
    assert (np.diff(run.loss) <= rounding).all()


@given(scenes(), st.sampled_from([0.0, 0.5, 0.999]), st.sampled_from([0.05, 1.0, 2.0, 2.5, 50.0]))
def test_nothing_that_is_accepted_makes_a_number_that_is_not_finite(scene, momentum, share):
    run = ss.simulate(scene, steps=60, step_size=share * ss.stable_step(scene), momentum=momentum)
    for array in (run.positions, run.forces, run.loss, run.residual):
        assert np.isfinite(array).all()
    assert np.abs(run.positions).max(initial=0.0) <= 1e6


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.3, 1.0, 1.99])
def test_descent_is_that_of_the_naive_loop(kind, share):
    scene = random_scene(kind, 12, seed=5, pins=2)
    eta = share * ss.stable_step(scene)
    assert _after(scene, 15, eta) == pytest.approx(oracle.descend(scene, eta, 15), abs=1e-10)


@pytest.mark.parametrize("margin", [1e-6, 1.0, 1e6])
def test_coincident_points_separate(margin):
    final = ss.simulate(Scene.from_labels(np.zeros((12, 2)), np.arange(12) % 3, margin=margin)).final
    assert ss.loss(final) < 1e-9 * margin**2


def test_at_the_end_of_the_range_points_stop_as_at_a_wall():
    run = ss.simulate(Scene.from_labels([[1e6, 0.0], [1e6 - 0.1, 0.0]], [0, 1]))
    assert run.status == "equilibrium"
    assert run.final.positions[:, 0] == pytest.approx([1e6, 1e6 - 1], abs=1e-5)


def test_pinned_points_stay_to_the_last_bit():
    scene = random_scene("labels", 20, pins=6)
    for momentum in (0.0, 0.9):
        run = ss.simulate(scene, momentum=momentum)
        assert (run.positions[:, :6] == scene.positions[:6]).all()
        assert (run.positions[-1, 6:] != scene.positions[6:]).all()


def test_the_margin_by_itself_only_rescales():
    x = np.random.default_rng(3).normal(scale=0.7, size=(18, 2))
    small = ss.simulate(ring(x, 2), steps=300)
    large = ss.simulate(ring(8.0 * x, 2, 8.0), steps=300)
    assert np.array_equal(8.0 * small.positions, large.positions)
    assert np.array_equal(64.0 * small.loss, large.loss)
    assert small.status == large.status


# momentum


@pytest.mark.parametrize("momentum", [0.3, 0.9])
def test_momentum_is_the_heavy_ball(momentum):
    scene = random_scene("neighbours", 10, seed=6, pins=1)
    eta, x, v = ss.stable_step(scene), scene.positions, 0.0
    for _ in range(20):
        v = momentum * v + eta * np.where(scene.pinned[:, None], 0.0, oracle.forces(scene.replace(positions=x)))
        x = x + v
    run = ss.simulate(scene, steps=20, momentum=momentum, tol=0.0)
    assert run.final.positions == pytest.approx(x, abs=1e-9)
    assert run.momentum == momentum


def test_momentum_rests_only_when_it_has_stopped_moving():
    # a similar pair passes through its rest, where the force is zero, at full speed
    scene = Scene.from_labels([[-1.0, 0.0], [1.0, 0.0]], [0, 0])
    run = ss.simulate(scene, step_size=0.5, momentum=0.5)
    assert run.status == "equilibrium"
    assert run.steps[-1] > 10
    assert run.residual[-1] <= 1e-6


def test_momentum_reaches_the_rest_of_a_ring_in_fewer_steps():
    scene = ring(np.random.default_rng(1).normal(scale=0.7, size=(18, 2)), 2)
    plain, heavy = ss.simulate(scene, steps=20_000), ss.simulate(scene, steps=20_000, momentum=0.8)
    assert plain.converged
    assert heavy.converged
    assert heavy.steps[-1] < plain.steps[-1]


# frames


RUNS = {
    "labels": lambda: ss.simulate(random_scene("labels", 30)),
    "neighbours": lambda: ss.simulate(random_scene("neighbours", 30)),
    "pairs": lambda: ss.simulate(random_scene("pairs", 30, pins=3)),
    "small steps": lambda: ss.simulate(random_scene("labels", 10), step_size=1e-3),
    "few frames": lambda: ss.simulate(random_scene("labels", 10), step_size=1e-3, frames=20),
    "two frames": lambda: ss.simulate(random_scene("labels", 10), step_size=1e-2, frames=2),
    "three frames": lambda: ss.simulate(random_scene("labels", 10), step_size=1e-2, frames=3),
    "far away": lambda: ss.simulate(random_scene("labels", 10, spread=1e4), step_size=1e-3),
    "leaping for long": lambda: ss.simulate(random_scene("neighbours", 40), step_size=2.2 / 40, steps=3000),
    "momentum": lambda: ss.simulate(random_scene("neighbours", 20), momentum=0.95),
    "no step": lambda: ss.simulate(random_scene("labels", 10), steps=0),
    "one step": lambda: ss.simulate(random_scene("labels", 10), steps=1),
    "at rest": lambda: ss.simulate(Scene.from_labels([[0.0, 0.0], [3.0, 0.0]], [0, 1])),
    "empty": lambda: ss.simulate(Scene.from_labels([], [])),
}


@pytest.fixture(scope="module")
def runs():
    return {name: run() for name, run in RUNS.items()}


@pytest.mark.parametrize("name", RUNS)
def test_frames_begin_at_the_start_ascend_and_are_never_too_many(runs, name):
    run = runs[name]
    most = {"few frames": 20, "two frames": 2, "three frames": 3}.get(name, FRAMES)
    assert 1 <= len(run) <= most
    assert np.array_equal(run.positions[0], run.scene.positions)
    assert run.steps[0] == 0
    assert (np.diff(run.steps) > 0).all()
    assert run.final == run.at(-1)


@pytest.mark.parametrize("name", RUNS)
def test_every_frame_tells_what_the_core_says_of_its_positions(runs, name):
    run = runs[name]
    for k in {0, len(run) // 3, len(run) // 2, len(run) - 1}:
        scene = run.at(k)
        pairs = ss.pair_distances(scene)
        assert run.loss[k] == ss.loss(scene)
        assert run.residual[k] == ss.residual(scene)
        assert np.array_equal(run.forces[k], ss.forces(scene))
        assert run.similar_loss[k] == pytest.approx(pairs.loss[pairs.similar].sum(), rel=1e-9)
        assert run.dissimilar_loss[k] == pytest.approx(pairs.loss[~pairs.similar].sum(), rel=1e-9, abs=1e-15)
        assert run.pushing[k] == (pairs.tension < -1e-6 * run.scene.margin).sum()


@pytest.mark.parametrize("name", RUNS)
def test_frames_are_read_only_and_all_of_one_length(runs, name):
    run = runs[name]
    for array in (run.positions, run.forces, run.similar_loss, run.dissimilar_loss, run.pushing, run.residual, run.steps):
        assert not array.flags.writeable
        assert len(array) == len(run) == len(run.loss)


@pytest.mark.parametrize("name", ["labels", "neighbours", "pairs", "small steps", "momentum"])
def test_between_two_frames_no_point_moves_far_where_step_and_number_of_frames_allow(runs, name):
    run = runs[name]
    if len(run) > 300:  # the number of frames was what did not allow it: ask for more
        run = ss.simulate(run.scene, step_size=run.step_size, momentum=run.momentum, frames=10_000)
    single = np.diff(run.steps) == 1
    assert (_moves(run)[~single] <= FRAME_SHARE * run.scene.margin * (1 + 1e-12)).all()
    # nor are frames wasted: two moves in a row together pass the share, but for the last
    pairs_of_moves = np.hypot(*np.moveaxis(run.positions[2:-1] - run.positions[:-3], 2, 0)).max(axis=1, initial=0.0)
    assert (pairs_of_moves > 0.4 * FRAME_SHARE * run.scene.margin).mean() > 0.9


@pytest.mark.parametrize("frames", [10, 50, 400])
def test_where_frames_are_short_they_stay_even(frames):
    scene = random_scene("labels", 10, spread=30.0)
    run = ss.simulate(scene, steps=4000, step_size=2e-4, frames=frames)
    assert frames / 4 <= len(run) <= frames
    moves = _moves(run)[:-1]
    assert moves.max() < 3 * moves.min()


def test_long_oscillations_are_thinned_evenly_and_show_both_halves_of_a_cycle():
    # 12 dissimilar points tied to a pin, above 2/λ of all springs but below that of the pull alone: they oscillate for ever
    x = np.random.default_rng(0).normal(size=(13, 2))
    scene = Scene.from_pairs(
        x, [(0, k) for k in range(1, 13)], np.stack(np.triu_indices(12, 1), axis=1) + 1, pinned=np.arange(13) < 1
    )
    run = ss.simulate(scene, steps=9_000, step_size=5.0 * ss.stable_step(scene))
    assert run.status == "max_steps"
    gaps = np.diff(run.steps)[:-1]
    assert gaps.max() <= 2 * gaps.min()
    assert FRAMES / 4 <= len(run) <= FRAMES
    assert set((run.steps[:-1] % 2).tolist()) == {0, 1}


def test_the_same_call_gives_the_same_bytes():
    scene = random_scene("neighbours", 80, seed=3)
    one, other = (ss.simulate(scene, momentum=0.5) for _ in range(2))
    for name in ("positions", "forces", "similar_loss", "dissimilar_loss", "pushing", "residual", "steps"):
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes()


def test_asking_for_other_frames_does_not_change_where_it_ends():
    scene = random_scene("labels", 25, seed=8)
    ends = {ss.simulate(scene, frames=frames).final.positions.tobytes() for frames in (2, 3, 17, None, 10_000)}
    assert len(ends) == 1


# status


def test_equilibrium_is_only_where_the_residual_is_small():
    for tol in (1e-2, 1e-6, 1e-9):
        run = ss.simulate(random_scene("labels", 20, margin=3.0), tol=tol)
        assert run.status == "equilibrium"
        assert run.converged
        assert run.residual[-1] <= tol * 3.0
        assert (run.residual[:-1] > tol * 3.0).all()


def test_too_few_steps_are_said_to_be_too_few():
    run = ss.simulate(random_scene("labels", 20), steps=3)
    assert run.status == "max_steps"
    assert not run.converged
    assert run.steps[-1] == 3


@pytest.mark.parametrize("n", [2, 3, 7, 49])
def test_n_similar_points_cycle_at_exactly_two_over_lambda(n):
    x = np.random.default_rng(n).normal(size=(n, 2))
    run = ss.simulate(
        Scene.from_labels(x, np.zeros(n, int)), step_size=2 * ss.stable_step(Scene.from_labels(x, np.zeros(n, int)))
    )
    assert run.status == "cycling"
    assert run.residual[-1] > 0.1
    assert len(run) >= 3


def test_both_springs_on_one_pair_cycle_at_exactly_two_over_lambda():
    scene = Scene.from_pairs([[0.0, 0.0], [0.1, 0.2]], [(0, 1)], [(0, 1)])
    run = ss.simulate(scene, step_size=2 * ss.stable_step(scene))
    assert run.status == "cycling"
    start = math.hypot(0.1, 0.2)
    assert sorted({round(math.dist(*x), 9) for x in run.positions}) == pytest.approx([start, 1 - start], abs=1e-8)


def test_a_point_between_fixed_similar_points_cycles_at_exactly_two_over_lambda():
    scene = Scene.from_pairs([[1.1, -0.9], [0.0, 0.0], [1.0, 2.0]], [(0, 1), (0, 2)], [], pinned=[False, True, True])
    assert ss.simulate(scene, step_size=2 * ss.stable_step(scene)).status == "cycling"


def test_the_heavy_ball_cycles_at_its_own_limit_of_stability():
    scene = Scene.from_labels([[-1.0, 0.0], [1.0, 0.0]], [0, 0])
    assert ss.simulate(scene, step_size=1.5, momentum=0.5).status == "cycling"
    assert ss.simulate(scene, step_size=1.49, momentum=0.5).status == "equilibrium"
    assert ss.simulate(scene, step_size=1.51, momentum=0.5).status == "diverged"


@pytest.mark.parametrize("share", [1.9, 1.99, 1.999])
def test_just_below_two_over_lambda_comes_to_rest(share):
    scene = Scene.from_labels(np.random.default_rng(0).normal(size=(5, 2)), np.zeros(5, int))
    assert ss.simulate(scene, steps=40_000, step_size=share * ss.stable_step(scene)).status == "equilibrium"


@pytest.mark.parametrize("share", [2.001, 2.5, 5000.0])
@pytest.mark.parametrize("spread", [1e-5, 1.0, 1e5])
@pytest.mark.parametrize("momentum", [0.0, 0.3])
def test_a_similar_class_diverges_above_the_limit_and_ends_at_a_frame_within_range(share, spread, momentum):
    scene = Scene.from_labels(spread * np.random.default_rng(0).normal(size=(5, 2)), np.zeros(5, int))
    eta = min(share * (1 + momentum) * ss.stable_step(scene), 1000.0)
    run = ss.simulate(scene, steps=40_000, step_size=eta, momentum=momentum)
    assert run.status == "diverged"
    assert np.isfinite(run.positions).all()
    assert np.abs(run.positions).max() <= 1e6
    assert (np.diff(run.loss) > 0).all()
    if spread == 1.0:  # it stops long before the end of the range, while the picture still shows something
        assert run.loss[-1] < 1e5 * (run.loss[0] + 1)
    assert ss.loss(run.final) == run.loss[-1]


@pytest.mark.parametrize("status", ["no point", "one point", "all pinned", "no spring"])
def test_what_cannot_move_is_at_equilibrium_at_once(status):
    scene = {
        "no point": Scene.from_labels([], []),
        "one point": Scene.from_labels([[0.3, 0.2]], [0]),
        "all pinned": random_scene("labels", 5, pins=5),
        "no spring": Scene.from_pairs([[0.0, 0.0], [0.0, 0.0]], [], []),
    }[status]
    for momentum in (0.0, 0.9):
        run = ss.simulate(scene, momentum=momentum)
        assert (run.status, len(run), run.steps.tolist()) == ("equilibrium", 1, [0])
        assert run.positions.shape == (1, len(scene), 2)


def test_a_trajectory_says_in_one_line_how_it_went():
    run = ss.simulate(ss.Scene.from_labels([[0.0, 0.0], [1.0, 0.0]], [0, 0]), step_size=0.25)
    start, end = (
        f"2 points, {len(run)} frames of 20 steps, equilibrium",
        "loss 0.5 → 4.547e-13",
    )  # each step halves the distance
    assert repr(run) == f"Trajectory({start}, {end})"


def test_of_very_many_points_fewer_frames_are_kept(monkeypatch):
    monkeypatch.setattr(recorder, "POINT_FRAMES_MAX", 600)
    scene = ring(np.random.default_rng(0).normal(size=(20, 2)), 1)
    assert len(ss.simulate(scene, steps=300)) <= 30
    assert len(ss.simulate(scene.replace(positions=2.0 * scene.positions), steps=300)) > 20
    with pytest.raises(ss.SceneError, match="frames: 31 is not allowed; expected a whole number from 2 to 30"):
        ss.simulate(scene, frames=31)


@pytest.mark.parametrize("momentum", [0.0, 0.7])
@pytest.mark.parametrize("kind", KINDS)
def test_frames_are_those_of_the_plain_recursion(kind, momentum):
    # arrays are used again from step to step: every frame that is kept must be what a plain loop has at that step
    scene = random_scene(kind, 12, seed=5, pins=2)
    run = ss.simulate(scene, steps=60, momentum=momentum, tol=0.0, frames=50)
    x, v = scene.positions.copy(), np.zeros_like(scene.positions)
    states = []
    for _ in range(61):
        f = oracle.forces(scene.replace(positions=x))
        states.append((x.copy(), f))
        v = momentum * v + run.step_size * np.where(scene.pinned[:, None], 0.0, f)
        x = x + v
    assert len(run) > 10
    for k, step in enumerate(run.steps.tolist()):
        assert run.positions[k] == pytest.approx(states[step][0], abs=1e-9)
        assert run.forces[k] == pytest.approx(states[step][1], abs=1e-8)


def test_a_frame_is_kept_before_a_point_is_farther_than_the_spacing_from_the_last():
    run = ss.simulate(random_scene("labels", 30, seed=1), steps=400, step_size=1e-4)
    went = np.hypot(*np.moveaxis(np.diff(run.positions, axis=0), -1, 0)).max(axis=1)
    one = np.hypot(*np.moveaxis(run.step_size * run.forces, -1, 0)).max(axis=1)[:-1]
    assert (went <= FRAME_SHARE * (1.0 + 1e-9)).all()
    assert (went[:-1] + one[1:] >= 0.5 * FRAME_SHARE).all()  # and not much earlier
