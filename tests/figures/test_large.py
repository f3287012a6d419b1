"""Pictures of scenes of many points: what is drawn of very many springs, and what is refused."""

import tracemalloc
from typing import Any

import numpy as np
import pytest

import springsim as ss
from springsim import SceneError, figures
from springsim.validation.limits import FIGURE_NAMES_MAX, FIGURE_POINTS_MAX, FILM_POINTS_MAX
from tests import drawn
from tests.scenes import random_scene


def crowd(n):
    return ss.Scene.from_labels(np.zeros((n, 2)), np.zeros(n, int))


@pytest.mark.parametrize(
    ("draw", "most"),
    [
        (figures.diagram, FIGURE_POINTS_MAX),
        (figures.loss_curves, FIGURE_POINTS_MAX),
        (lambda scene: figures.landscape(scene, 0), FIGURE_POINTS_MAX),
        (figures.settling, FILM_POINTS_MAX),
        (figures.Film, FILM_POINTS_MAX),
    ],
    ids=["diagram", "loss curves", "landscape", "settling", "film"],
)
def test_more_points_than_a_picture_can_tell_apart_are_refused_before_they_take_memory(draw, most):
    given = crowd(most + 1) if most == FIGURE_POINTS_MAX else ss.simulate(crowd(most + 1), steps=0)
    tracemalloc.start()
    with pytest.raises(SceneError, match=f"^scene: {most + 1} points is not allowed; expected at most {most} to be drawn$"):
        draw(given)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000


def test_very_many_points_have_neither_names_nor_a_circle_each():
    scene = crowd(FIGURE_NAMES_MAX + 1)
    options: list[dict[str, Any]] = [{"labels": "index"}, {"labels": "class"}, {"circles": "all"}]
    for option in options:
        with pytest.raises(
            SceneError, match=f"^{next(iter(option))}: .* {len(scene)} points is not allowed; expected none above"
        ):
            figures.diagram(scene, **option)


def test_a_scene_too_large_to_be_drawn_is_shown_as_words_in_a_notebook():
    assert crowd(FIGURE_POINTS_MAX + 1)._repr_svg_() is None


@pytest.mark.parametrize("n", [10, 41, 200, 800])
def test_the_picture_of_any_scene_in_a_notebook_is_small_and_its_words_are_no_pixels(n):
    text = random_scene("labels", n, 1, spread=1.5)._repr_svg_() or ""
    assert len(text.encode()) < 400_000
    assert text.count("<image") == (n > 40)
    assert 'id="note"' in text


def test_of_very_many_forces_an_even_sample_is_drawn_and_the_figure_says_so():
    scene = random_scene("labels", 450, 2, spread=1.0, pins=50)
    for language, said in (("en", "arrows at one in 2 of the points"), ("zh", "每 2 个点画一个箭头")):
        figure = figures.diagram(scene, springs=False, language=language)
        tails, tips = drawn.arrows(figure)
        shown = (tips - tails) / drawn.stated_scale(figure)
        np.testing.assert_allclose(shown, ss.forces(scene)[50::2], rtol=1e-9)
        assert said in drawn.one(figure, "note").get_text()
    assert "one in" not in drawn.words(figures.diagram(random_scene("labels", 200, 2), springs=False))
    strip = figures.settling(ss.simulate(scene, steps=1), pictures=2)
    assert "arrows at one in 2 of the points" in drawn.words(strip)
    assert drawn.faults(strip) == []


def _ends(figure, name):
    return [tuple(np.ravel(path.vertices).tolist()) for path in drawn.named(figure, name)[0].get_paths()]


@pytest.mark.parametrize("springs", [True, "all"])
def test_of_very_many_springs_an_even_sample_is_drawn_as_lines(springs):
    scene = random_scene("labels", 800, 3, spread=2.0)  # more springs than are looked at together
    pairs = ss.pair_distances(scene)
    which = np.flatnonzero(np.abs(pairs.tension) > 1e-6) if springs is True else np.arange(len(pairs.i))
    chosen = which[:: -(-len(which) // 4000)]
    figure = figures.diagram(scene, springs=springs)
    for kind, name in ((True, "springs-similar"), (False, "springs-dissimilar")):
        some = chosen[pairs.similar[chosen] == kind]
        x, i, j = scene.positions, pairs.i[some], pairs.j[some]
        assert _ends(figure, name) == [tuple(row) for row in np.concatenate([x[i], x[j]], axis=1).tolist()]


def test_of_very_many_springs_an_even_sample_is_drawn_as_dots():
    scene = random_scene("labels", 800, 3)
    pairs = ss.pair_distances(scene)
    figure = figures.loss_curves(scene)
    end, top = figure.axes[0].get_xlim()[1], figure.axes[0].get_ylim()[1]
    shown = np.flatnonzero((pairs.distance <= end) & (pairs.loss <= top))
    every = -(-len(shown) // 2000)
    for kind, name in ((True, "dots-similar"), (False, "dots-dissimilar")):
        mine = shown[pairs.similar[shown] == kind][::every]
        dots = drawn.named(figure, name)[0].get_offsets()
        np.testing.assert_array_equal(dots, np.stack([pairs.distance[mine], pairs.loss[mine]], axis=1))
