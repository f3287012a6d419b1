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


@pytest.mark.parametrize("name", ["nonsense", "", "Ring", None, 3, ["ring"]])
def test_an_unknown_preset_is_refused_with_the_names_that_there_are(name):
    for function in (presets.load, presets.get):
        with pytest.raises(SceneError, match=r"^preset: .* expected one of empty, similar-pair"):
            function(name)


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, "0", None, True])
def test_a_bad_seed_is_refused(seed):
    with pytest.raises(SceneError, match=r"^seed: .* expected a whole number from 0 to 4294967295$"):
        presets.load("ring", seed)
