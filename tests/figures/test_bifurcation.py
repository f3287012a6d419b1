"""The bifurcation chart, read from its artists, against closed forms and the sweep."""

from __future__ import annotations

import numpy as np
import pytest

import springsim as ss
from springsim import figures
from tests import drawn

GATE = ss.presets.load("gate")
MARGINS = [0.4, 0.6, 0.7, 0.75, 0.8, 1.0, 1.4]


@pytest.fixture(scope="module")
def sweep():
    return ss.sweep_margin(GATE, MARGINS, seeds=range(10), start="random")


def dots(figure, kind):
    found = drawn.named(figure, f"rests-{kind}")
    return np.concatenate([np.asarray(each.get_offsets()) for each in found]) if found else np.empty((0, 2))


@pytest.mark.parametrize("style", figures.STYLES)
def test_the_branch_of_the_gate_splits_at_three_halves_a(sweep, style):
    figure = figures.bifurcation(sweep, what="y", i=3, style=style)
    stable, neutral = dots(figure, "stable"), dots(figure, "flat")
    assert set(neutral[:, 0].round(9)) == {0.75}  # where it splits, and nowhere else
    assert len(dots(figure, "saddle")) == 0
    height = np.sqrt(np.maximum((2 * stable[:, 0] / 3) ** 2 - 0.25, 0.0))
    off = np.abs(np.abs(stable[:, 1]) - height)
    assert off[stable[:, 0] != 0.75].max() < 1e-6
    assert off.max() < 1e-3  # where it splits the loss is of fourth order
    past = stable[stable[:, 0] > 0.75]
    assert {-1.0, 1.0} == set(np.sign(past[:, 1]))
    assert len(stable) + len(neutral) == sweep.converged.sum()
    assert drawn.faults(figure) == []
    assert "solid: stable" in drawn.words(figure)


def test_a_saddle_is_a_cross_and_a_distance_can_be_shown():
    scene = ss.presets.load("saddle")
    rest = ss.settle(scene).scene
    held = ss.sweep_margin(rest.replace(pinned=[True, True, False]), [1.0], seeds=[0], start="random")
    figure = figures.bifurcation(held, what="distance", i=0, j=1)
    (values,) = {round(float(y), 9) for kind in ("stable", "flat", "saddle") for y in dots(figure, kind)[:, 1]}
    assert values == pytest.approx(2 / 3, abs=1e-5)
    assert "distance of points 0 and 1" in drawn.words(figure)
    chain = ss.sweep_margin(ss.presets.load("tug-of-war"), [0.5, 1.0, 2.0], seeds=range(3))
    shown = dots(figures.bifurcation(chain, what="distance", i=0, j=2), "stable")
    np.testing.assert_allclose(shown[:, 1], 2 * shown[:, 0] / 3, atol=1e-8)


def test_it_is_the_same_byte_for_byte_and_has_chinese_words(sweep):
    assert figures.picture(figures.bifurcation(sweep, what="y", i=3), "svg") == figures.picture(
        figures.bifurcation(sweep, what="y", i=3), "svg"
    )
    assert "静止时点 3 的 y" in drawn.words(figures.bifurcation(sweep, what="y", i=3, language="zh"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"what": "z"}, "what: 'z' .* one of x, y, distance"),
        ({"what": "y", "i": 4}, "i: 4 .* from 0 to 3"),
        ({"what": "distance", "i": 1, "j": 1}, "j: 1, as i .* another point than i"),
        ({"size": (1.0, 1.0)}, "size"),
        ({"style": "neon"}, "style"),
    ],
)
def test_what_is_refused_is_named(sweep, options, message):
    with pytest.raises(ss.SceneError, match=message):
        figures.bifurcation(sweep, **options)


def test_a_scene_without_points_is_refused():
    with pytest.raises(ss.SceneError, match="no points"):
        figures.bifurcation(ss.sweep_margin(ss.presets.load("empty"), [1.0]), what="y", i=0)
