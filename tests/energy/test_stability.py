import math

import numpy as np
import pytest

import springsim as ss
from springsim.energy.hessian import hessian, rigid_motions
from springsim.energy.stability import stability
from tests import oracle
from tests.scenes import KINDS, random_scene

DOMAINS = ("plane", "circle")


def scene_in(domain, kind, n=9, seed=0, *, margin=1.0, pins=0):
    return random_scene(kind, n, seed, margin=margin, pins=pins).replace(domain=domain)


def moved(scene, coordinates):
    """Return positions with a displacement added, by x and y of each free point or by its angle."""
    x, free = scene.positions.copy(), ~scene.pinned
    if scene.domain == "plane":
        x[free] += coordinates.reshape(-1, 2)
    else:
        turn = np.arctan2(x[free, 1], x[free, 0]) + coordinates
        x[free] = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    return x


def numeric_hessian(scene, h=3e-5):
    """Return second central differences of the naive loss."""
    k = int((~scene.pinned).sum()) * (2 if scene.domain == "plane" else 1)
    unit = h * np.eye(k)
    at = lambda step: oracle.loss(scene, moved(scene, step))  # noqa: E731
    return np.array(
        [
            [(at(a + b) - at(a - b) - at(b - a) + at(-a - b)) / (4 * h * h) for b in unit]
            for a in unit
        ]
    )  # fmt: skip


def gate(margin, a=0.5):
    """Return the gate with its free point at rest in the middle."""
    posts = [[-a, 0.0], [a, 0.0], [0.0, 0.0], [0.0, 0.0]]
    return ss.Scene.from_pairs(posts, [[2, 3]], [[0, 3], [1, 3]], margin=margin, pinned=[True, True, True, False])


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("margin", [0.4, 1.0, 2.6])
@pytest.mark.parametrize("pins", [0, 3])
def test_the_hessian_is_the_second_difference_of_the_loss(domain, kind, margin, pins):
    scene = scene_in(domain, kind, margin=margin, pins=pins).replace(margin=margin)
    found = hessian(scene)
    assert (found.hinges, found.coincident) == (0, 0)
    np.testing.assert_allclose(found.matrix, numeric_hessian(scene), atol=1e-4)
    np.testing.assert_allclose(found.matrix, found.matrix.T, atol=1e-12)


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("kind", KINDS)
def test_rigid_motions_change_no_distance_and_are_orthonormal(domain, kind):
    for pins, count in ((0, 3 if domain == "plane" else 1), (1, 1 if domain == "plane" else 0), (2, 0)):
        scene = scene_in(domain, kind, pins=pins)
        motions = rigid_motions(scene)
        assert len(motions) == count
        np.testing.assert_allclose(motions @ motions.T, np.eye(count), atol=1e-12)
        before = ss.pair_distances(scene).distance
        for motion in motions:
            after = ss.pair_distances(scene.replace(positions=moved(scene, 1e-6 * motion))).distance
            np.testing.assert_allclose(after, before, atol=1e-11)


@pytest.mark.parametrize("margin", [0.3, 1.0, 4.0])
def test_a_dissimilar_point_between_a_similar_pair_is_a_saddle_of_curvature_minus_6(margin):
    scene = ss.Scene.from_labels([(-margin / 3, 0), (margin / 3, 0), (0, 0)], [0, 0, 1], margin=margin)
    found = stability(scene)
    assert ss.residual(scene) < 1e-14 * margin
    assert ss.loss(scene) == pytest.approx(2 * margin**2 / 3, rel=1e-14)
    assert found.eigenvalues[0] == pytest.approx(-6.0, abs=1e-12)
    assert (found.kind, found.unstable, found.flat, found.rigid) == ("saddle", 1, 0, 3)
    aside = np.array([[0, 1], [0, 1], [0, -2]]) / math.sqrt(6)  # the pair one way, the point between them the other
    assert abs(np.vdot(found.modes[0], aside)) == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize(
    ("margin", "kind"), [(0.3, "stable"), (0.5, "stable"), (0.74, "stable"), (0.75, "flat"), (0.76, "saddle"), (2.0, "saddle")]
)
def test_the_middle_of_the_gate_is_stable_up_to_its_pitchfork_at_three_halves_a(margin, kind):
    found = stability(gate(margin))
    across, along = 1.0 - 2.0 * max(margin - 0.5, 0.0) / 0.5, 3.0 if margin > 0.5 else 1.0
    np.testing.assert_allclose(found.eigenvalues, sorted([across, along]), atol=1e-12)
    assert found.kind == kind
    if margin > 0.5:
        assert np.abs(found.modes[0, 3]).tolist() == pytest.approx([0.0, 1.0], abs=1e-12)


@pytest.mark.parametrize("margin", [0.8, 1.0, 1.5])
def test_past_its_pitchfork_the_gate_is_stable_on_either_side(margin):
    height = math.sqrt((2 * margin / 3) ** 2 - 0.25)
    for side in (1, -1):
        x = gate(margin).positions.copy()
        x[3] = 0.0, side * height
        scene = gate(margin).replace(positions=x)
        assert ss.residual(scene) < 1e-12
        assert stability(scene).kind == "stable"


def test_a_nudge_along_the_mode_leaves_the_saddle_for_its_true_rest():
    stuck = ss.settle(ss.presets.load("saddle")).scene
    found = stability(stuck)
    assert found.kind == "saddle"
    for seed in (0, 1):
        nudged = found.nudged(seed=seed)
        shift = nudged.positions - stuck.positions
        assert np.hypot(*shift.T).max() == pytest.approx(1e-3, rel=1e-9)
        rest = ss.settle(nudged)
        assert rest.loss < 1e-15
        assert stability(rest.scene).kind != "saddle"
    there, back = (found.nudged(seed=seed).positions - stuck.positions for seed in (0, 1))
    np.testing.assert_allclose(there, -back, atol=1e-15)
    assert found.nudged(seed=4) == found.nudged(seed=0)


def test_two_opposite_points_on_the_circle_have_the_curvature_of_their_spring():
    opposite = [(1.0, 0.0), (-1.0, 0.0)]
    similar = stability(ss.Scene.from_labels(opposite, [0, 0], domain="circle"))
    assert similar.eigenvalues == pytest.approx([-2.0], abs=1e-12)  # the loss is 1 − cos of the angle between
    assert (similar.kind, similar.rigid) == ("saddle", 1)
    for margin in (2.5, 4.0):  # its half square of m − 2 sin of half the angle
        found = stability(ss.Scene.from_labels(opposite, [0, 1], margin=margin, domain="circle"))
        assert found.eigenvalues == pytest.approx([margin - 2.0], abs=1e-12)
        assert found.kind == "stable"


@pytest.mark.parametrize("domain", DOMAINS)
def test_modes_are_orthonormal_leave_pinned_points_and_go_along_the_circle(domain):
    scene = ss.settle(scene_in(domain, "neighbours", 12, pins=2)).scene
    found = stability(scene)
    flat = found.modes.reshape(len(found.modes), -1)
    np.testing.assert_allclose(flat @ flat.T, np.eye(len(flat)), atol=1e-10)
    assert not found.modes[:, scene.pinned].any()
    assert (np.diff(found.eigenvalues) >= 0).all()
    if domain == "circle":
        np.testing.assert_allclose(np.einsum("kij,ij->ki", found.modes, scene.positions), 0.0, atol=1e-12)


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("kind", KINDS)
def test_where_it_says_stable_a_small_move_raises_the_loss_and_where_saddle_the_lowest_mode_lowers_it(domain, kind):
    for seed in range(4):
        rest = ss.settle(scene_in(domain, kind, 10, seed, margin=1.3))
        found = stability(rest.scene)
        step = 1e-4
        for k in range(len(found.eigenvalues)):
            up, down = (rest.scene.replace(positions=rest.scene.positions + s * step * found.modes[k]) for s in (1, -1))
            rise = (ss.loss(up) + ss.loss(down)) / 2 - rest.loss
            if abs(found.eigenvalues[k]) > 1e-2 and not found.hinges:
                assert rise == pytest.approx(found.eigenvalues[k] * step**2 / 2, rel=0.05)


def test_a_spring_at_its_hinge_counts_as_slack_and_is_told():
    pair = ss.Scene.from_labels([(0, 0), (1, 0)], [0, 1])
    for distance in (1.0, 1.0 - 5e-7, 1.0 + 5e-7):
        found = stability(pair.replace(positions=[(0, 0), (distance, 0)]))
        assert (found.kind, found.hinges, found.eigenvalues.tolist()) == ("flat", 1, [0.0])
    pushed = stability(pair.replace(positions=[(0, 0), (0.9, 0)]))
    assert (pushed.hinges, pushed.eigenvalues[0]) == (0, pytest.approx(2.0, abs=1e-12))  # each point goes half of it


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_equilibrium_is_where_dissimilar_points_coincide(domain):
    scene = ss.Scene.from_labels([(1, 0), (1, 0), (0, 1)], [0, 1, 0], domain=domain)
    found = stability(scene)
    assert (found.kind, found.coincident) == ("saddle", 1)
    assert np.isfinite(found.eigenvalues).all()
    assert np.isfinite(found.modes).all()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("similar-pair", "stable"),
        ("dissimilar-pair", "flat"),
        ("fig2e", "stable"),
        ("tug-of-war", "stable"),
        ("both-springs", "stable"),
        ("ring", "stable"),
        ("knot", "stable"),
        ("chain", "stable"),
        ("gate", "stable"),
        ("saddle", "saddle"),
        ("two-classes", "flat"),
        ("crowd", "flat"),
        ("two-on-a-circle", "stable"),
    ],
)
def test_presets_rest_as_their_lesson_says_by_settle_and_by_descent(name, kind):
    scene = ss.presets.load(name)
    assert stability(ss.settle(scene).scene).kind == kind
    assert stability(ss.simulate(scene, steps=20_000, step_size=0.2 * ss.stable_step(scene)).final).kind == kind


def cost(scene, way, size=0.01):
    """Return by how much the naive loss rises when the points go a little way."""
    there = scene.replace(positions=scene.positions + size * scene.margin * way).positions
    return oracle.loss(scene, there) - oracle.loss(scene, scene.positions)


def rests():
    """Return rests of presets, by gradient descent as in the app, and a pair that has gone a little beyond its hinge."""
    names = ("dissimilar-pair", "two-classes", "tug-of-war", "fig2e", "gate", "knot", "circle-torn", "saddle")
    runs = {name: ss.simulate(ss.presets.load(name), steps=20_000).final for name in names}
    return {**runs, "beyond": ss.Scene.from_labels([(0, 0), (1.0006, 0)], [0, 1])}


def test_the_softest_mode_goes_the_way_that_costs_no_more():
    for name, rest in rests().items():
        found = stability(rest)
        assert found.softest is not None
        drawn, other = cost(rest, found.softest), cost(rest, -found.softest)
        assert drawn <= other + 0.1 * abs(other) + 1e-9, name
        hinge = name in ("dissimilar-pair", "two-classes", "beyond")
        assert found.one_way == hinge, name
        if hinge:  # a pair at the margin: apart for nothing, together not
            assert abs(drawn) < 1e-9 < 1e-5 < other
        for seed in (0, 1, 2):
            way = found.way(seed)
            assert way is not None
            np.testing.assert_array_equal(way, found.softest if hinge or seed != 1 else -found.softest)
            assert abs(cost(rest, way) - drawn) <= 0.1 * abs(drawn) + 1e-9, name


@pytest.mark.parametrize("domain", DOMAINS)
def test_where_nothing_can_move_there_is_nothing_to_be_unstable(domain):
    held = scene_in(domain, "labels", 4).replace(pinned=[True] * 4)
    for scene in (held, ss.Scene.from_labels(np.empty((0, 2)), [], domain=domain), scene_in(domain, "labels", 1)):
        found = stability(scene)
        assert (found.kind, len(found.eigenvalues), found.modes.shape[1:]) == ("stable", 0, (len(scene), 2))
        assert found.softest is None
        assert found.nudged(seed=3) == scene.nudged(seed=3)


def test_where_several_directions_cost_nothing_none_is_shown():
    found = stability(ss.settle(ss.presets.load("crowd")).scene)
    assert found.flat > 1
    assert found.softest is None
    assert found.nudged(seed=2) == found.scene.nudged(seed=2)


def test_the_same_scene_has_the_same_modes():
    scene = ss.settle(ss.presets.load("chain")).scene
    one, two = stability(scene), stability(ss.Scene.from_json(scene.to_json()))
    assert one.modes.tobytes() == two.modes.tobytes()
    assert not one.eigenvalues.flags.writeable
    assert not one.modes.flags.writeable


def test_too_many_free_points_are_refused(monkeypatch):
    monkeypatch.setattr("springsim.energy.stability.STABILITY_POINTS_MAX", 5)
    with pytest.raises(ss.SceneError, match="scene: 6 free points is not allowed; expected at most 5"):
        stability(random_scene("labels", 6))
    stability(random_scene("labels", 6, pins=1))


@pytest.mark.parametrize(("seed", "size"), [(-1, 0.1), (1.5, 0.1), (0, 1.1), (0, -0.1), (0, math.nan)])
def test_a_nudge_out_of_range_is_refused(seed, size):
    with pytest.raises(ss.SceneError, match=r"seed|size"):
        stability(gate(1.0)).nudged(seed=seed, size=size)
