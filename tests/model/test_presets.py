import math
import re

import numpy as np
import pytest

import springsim as ss
from springsim import SceneError
from springsim.model import presets
from springsim.validation.limits import APP

ASKED_FOR = [
    "empty",
    "similar-pair",
    "dissimilar-pair",
    "fig2a",
    "fig2c",
    "fig2e",
    "tug-of-war",
    "two-classes",
    "five-classes",
    "ring",
    "knot",
    "gate",
    "chain",
    "sheet",
    "saddle",
    "coincident",
]

EVERY = pytest.mark.parametrize("name", presets.names())
RANDOM = [name for name in presets.names() if presets.get(name).random]


def test_all_the_scenes_asked_for_are_there():
    assert set(ASKED_FOR) <= set(presets.names())
    assert len(set(presets.names())) == len(presets.names())


@EVERY
def test_every_preset_has_a_title_and_a_lesson_of_two_sentences_in_both_languages(name):
    preset = presets.get(name)
    assert preset.id == name
    assert set(preset.title) == set(preset.lesson) == {"en", "zh"}
    assert len(re.findall(r"[.!?](?= |$)", preset.lesson["en"])) == 2
    assert len(re.findall("[。！？](?!$)|[。！？]$", preset.lesson["zh"])) == 2
    for words in (preset.title, preset.lesson):
        assert words["en"].isascii() or "²" in words["en"]
        assert re.search("[\u4e00-\u9fff]", words["zh"])
        assert words["en"] != words["zh"]


@EVERY
def test_every_preset_is_a_scene_within_the_limits_of_the_app_in_the_plane_of_margin_1(name):
    scene = presets.load(name)
    assert scene.margin == 1.0 or scene.domain == "circle"
    assert len(scene) <= APP.points
    focus = presets.get(name).focus
    assert focus is None or 0 <= focus < len(scene)


@EVERY
def test_the_same_seed_gives_the_same_scene_and_another_seed_another_one_only_where_it_is_random(name):
    assert presets.load(name, 7) == presets.load(name, 7)
    assert (presets.load(name, 7) != presets.load(name, 8)) == presets.get(name).random


@EVERY
def test_every_preset_comes_to_rest_by_plain_descent(name):
    run = ss.simulate(presets.load(name), steps=20_000)
    assert run.status == "equilibrium"


@pytest.mark.parametrize(
    ("name", "loss"),
    [
        ("empty", 0.0),
        ("similar-pair", 0.0),
        ("dissimilar-pair", 0.0),
        ("fig2a", 0.0),
        ("fig2c", 0.0),
        ("tug-of-war", 1 / 6),
        ("both-springs", 1 / 4),
        ("two-classes", 0.0),
        ("five-classes", 0.0),
        ("coincident", 0.0),
        ("saddle", 2 / 3),
    ],
)
def test_presets_rest_at_the_loss_that_theory_gives(name, loss):
    assert ss.settle(presets.load(name)).loss == pytest.approx(loss, abs=1e-12)
    assert ss.simulate(presets.load(name), steps=20_000, tol=1e-9).loss[-1] == pytest.approx(loss, abs=1e-12)


@pytest.mark.parametrize("seed", range(8))
def test_the_ring_unrolls_into_a_circle_from_any_tangle(seed):
    scene = ss.simulate(presets.load("ring", seed), steps=20_000).final
    assert ss.loss(scene) == pytest.approx(3.495, abs=1e-3)
    x = scene.positions - scene.positions.mean(axis=0)
    radius = np.hypot(*x.T)
    turn = np.angle(np.exp(1j * np.diff(np.unwrap(np.arctan2(x[:, 1], x[:, 0])))))
    assert np.ptp(radius) < 1e-3 * radius.mean()
    assert np.abs(turn) == pytest.approx(2 * math.pi / 18, abs=1e-3)


@pytest.mark.parametrize("seed", range(8))
def test_the_knot_rests_in_a_figure_eight_of_higher_loss_than_the_circle(seed):
    scene = ss.simulate(presets.load("knot", seed), steps=20_000).final
    assert ss.loss(scene) == pytest.approx(2.740, abs=0.02)
    x = scene.positions - scene.positions.mean(axis=0)
    total = np.angle(np.exp(1j * np.diff(np.arctan2(*np.diff(np.r_[x, x[:2]], axis=0).T)))).sum()
    assert abs(total) < 1e-6  # an eight turns left as much as right; a circle would turn by 2π


@pytest.mark.parametrize("margin", [0.5, 0.7, 0.8, 1.0, 2.0])
def test_the_gate_opens_by_a_pitchfork(margin):
    final = ss.settle(presets.load("gate").replace(margin=margin)).scene
    height = math.sqrt(max((2 * margin / 3) ** 2 - 0.25, 0.0))
    assert np.abs(final.positions[3]) == pytest.approx([0.0, height], abs=1e-6)


def test_the_point_of_figure_2e_rests_at_the_mean_of_those_it_is_tied_to():
    scene = presets.load("fig2e")
    assert ss.settle(scene).scene.positions[0] == pytest.approx(scene.positions[1:].mean(axis=0), abs=1e-9)


def test_figure_2_has_the_springs_of_the_paper():
    attract, repulse, both = (presets.load(name) for name in ("fig2a", "fig2c", "fig2"))
    assert attract.springs.counts == (4, 0)
    assert repulse.springs.counts == (0, 7)
    assert both.springs.counts == (4, 7)
    assert both.pinned.tolist() == [True] + 11 * [False]
    pairs = ss.pair_distances(repulse)
    assert (pairs.tension < 0).sum() == 3  # three hollow points inside the circle, as drawn


def test_the_saddle_rests_by_symmetry_and_a_nudge_lets_the_loss_fall():
    start = presets.load("saddle")
    rest = ss.simulate(start, tol=1e-12).final
    assert ss.loss(rest) == pytest.approx(2 / 3, abs=1e-12)
    assert not rest.positions[:, 1].any()
    escaped = ss.simulate(rest.nudged(seed=1), steps=20_000).final
    assert ss.loss(escaped) < 0.5


class Seen:
    """What is read off a run of a preset: distances by kind of spring and frame, and where its points are."""

    def __init__(self, name: str, seed: int = 0) -> None:
        scene = presets.load(name, seed)
        self.run = ss.simulate(scene, steps=20_000, step_size=0.2 * ss.stable_step(scene))
        self.start, self.rest, self.m = scene, self.run.final, scene.margin
        self.none = bool(self.run.loss[-1] < 1e-9)

    def distances(self, frame: int, *, similar: bool) -> np.ndarray:
        pairs = ss.pair_distances(self.run.at(frame))
        return np.asarray(pairs.distance[pairs.similar == similar])

    def spread(self, k: int) -> float:
        """Return how far the points of class k are spread at rest."""
        return float(np.ptp(self.rest.positions[self.rest.labels == k], axis=0).max())

    @property
    def classes(self) -> list[float]:
        return [self.spread(int(k)) for k in np.unique(self.rest.labels)]

    @property
    def apart(self) -> bool:
        """Whether no dissimilar pair is nearer than the margin at rest, to what descent leaves."""
        return bool(self.distances(-1, similar=False).min() > (1.0 - 1e-5) * self.m)

    def radial(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the distances from the first point at the start, and the force away from it on each other one."""
        away = self.start.positions[1:] - self.start.positions[0]
        distance = np.hypot(*away.T)
        return distance, np.einsum("ij,ij->i", ss.forces(self.start)[1:], away) / distance


def _attracts(seen):
    """Solid points are pulled to the centre, inside the circle and outside, the farther the harder."""
    distance, force = (values[:4] for values in seen.radial())
    farther_harder = force[np.argsort(distance)].tolist() == sorted(force, reverse=True)
    return farther_harder and (force < 0).all() and len(set(distance > 1)) == 2


def _repels(seen):
    """Hollow points inside are pushed out, the nearer the harder; those outside feel nothing."""
    distance, force = (values[4:] for values in seen.radial())
    inside = distance < 1
    near = force[inside][np.argsort(distance[inside])]
    return near.tolist() == sorted(near, reverse=True) and (near > 0).all() and not force[~inside].any()


def _passes(seen):
    """Many points of different classes have changed sides on their way."""
    pairs = ss.pair_distances(seen.start)
    between = [x[pairs.i] - x[pairs.j] for x in (seen.start.positions, seen.rest.positions)]
    return (np.einsum("pi,pi->p", *between) < 0)[~pairs.similar].mean() > 0.1


def _straight(seen):
    """All links lie on a line."""
    sizes = np.linalg.svd(seen.rest.positions - seen.rest.positions.mean(axis=0))[1]
    return sizes[1] < 0.05 * sizes[0]


def _flat_sheet(seen):
    """No two neighbours are farther apart than strangers across a square, on average; the start is crumpled."""
    before, after = (seen.distances(k, similar=True) for k in (0, -1))
    return after.std() < 0.5 * before.std() and seen.distances(-1, similar=False).min() > after.max()


#: What each lesson says, as it is read off its run.
SAID = {
    "empty": lambda s: len(s.start) == 0,
    "similar-pair": lambda s: (ss.forces(s.start) != 0).any() and s.none and s.distances(-1, similar=True).max() < 1e-5,
    "dissimilar-pair": lambda s: s.distances(0, similar=False)[0] < 1 and s.distances(-1, similar=False)[0] == approx(1.0),
    "fig2a": lambda s: _attracts(s) and s.none,
    "fig2c": lambda s: _repels(s) and s.none,
    "fig2": lambda s: s.none and s.apart and s.distances(-1, similar=True).max() < 1e-5,
    "fig2e": lambda s: s.rest.positions[0] == approx(s.start.positions[1:].mean(axis=0)),
    "tug-of-war": lambda s: sorted(ss.pair_distances(s.rest).distance) == approx([1 / 3, 1 / 3, 2 / 3]),
    "both-springs": lambda s: s.distances(-1, similar=True) == approx([0.5]) and s.run.loss[-1] == approx(0.25),
    "two-classes": lambda s: max(s.classes) < 1e-4 and s.apart and s.distances(-1, similar=False).max() < 1.1 and s.none,
    "five-classes": lambda s: max(s.classes) < 1e-4 and s.apart and s.none and _passes(s),
    "crowd": lambda s: s.distances(0, similar=False).min() < 0.2 and s.apart and s.none,
    "ring": lambda s: (
        s.start.springs.counts == (18 * 2, 153 - 36)
        and np.ptp(np.hypot(*(s.rest.positions - s.rest.positions.mean(0)).T)) < 1e-3
    ),
    "knot": lambda s: ss.stability(s.rest).kind == "stable" and s.run.loss[-1] > 1.1 * ss.settle(_round(s)).loss,
    "chain": lambda s: s.start.springs.counts == (7, 21) and _straight(s),
    "sheet": _flat_sheet,
    "gate": lambda s: [abs(_gate_at(s, m)) > 0.01 for m in (0.5, 0.74, 0.76, 1.0)] == [False, False, True, True],
    "two-on-a-circle": lambda s: s.distances(-1, similar=False).max() == approx(2.0) and s.run.loss[-1] == approx(36 * 0.125),
    "circle-three-classes": lambda s: max(s.classes) < 1e-3 and s.none,
    "circle-torn": lambda s: sum(spread > 0.1 for spread in s.classes) >= 2 and s.run.loss[-1] > 10,
    "saddle": lambda s: ss.stability(s.rest).kind == "saddle" and s.rest.positions[2] == approx((0.0, 0.0)),
    "coincident": lambda s: not s.distances(0, similar=False).any() and (ss.forces(s.start) != 0).any() and s.none,
}


def approx(value):
    return pytest.approx(value, abs=1e-4)


def _round(seen):
    turn = 2.0 * np.pi * np.arange(18) / 18
    return seen.start.replace(positions=np.stack([np.cos(turn), np.sin(turn)], axis=1))


def _gate_at(seen, margin):
    """Return how far from the middle the free point of the gate rests."""
    return ss.settle(seen.start.replace(margin=margin)).scene.positions[3, 1]


@EVERY
def test_what_a_lesson_says_is_what_its_run_shows(name):
    assert set(SAID) == set(presets.names())
    seen = Seen(name)
    assert seen.run.converged
    assert SAID[name](seen)
    if seen.none:  # nothing acts where the lesson says so: what is left is rounding
        assert np.abs(ss.pair_distances(seen.rest).tension).max(initial=0.0) < 1e-5 * seen.m


@pytest.mark.parametrize("name", ["nonsense", "", "Ring", None, 3, ["ring"]])
def test_an_unknown_preset_is_refused_with_the_names_that_there_are(name):
    for function in (presets.load, presets.get):
        with pytest.raises(SceneError, match=r"^preset: .* expected one of empty, similar-pair"):
            function(name)


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, "0", None, True])
def test_a_bad_seed_is_refused(seed):
    with pytest.raises(SceneError, match=r"^seed: .* expected a whole number from 0 to 4294967295$"):
        presets.load("ring", seed)
