"""Legends name the classes that points have, with the signs that the points have, and cover nothing."""

from typing import Any

import numpy as np
import pytest

import springsim as ss
from springsim import Scene, SceneError, figures
from tests import drawn

X = np.random.default_rng(0).normal(size=(30, 2))
NAMES = ["setosa", "猫 $x$", "a very long name " * 5, "<b>", "virginica"]
NAMED = Scene.from_labels(X, [NAMES[k % 5] for k in range(30)])


def entries(figure):
    return [text.words for text in drawn.written(figure) if text.gid == "legend-name"]


@pytest.mark.parametrize(("style", "language"), [("paper", "en"), ("lecture", "zh")])
def test_a_legend_names_the_classes_that_points_have_and_covers_nothing(style, language):
    settled = ss.simulate(NAMED, steps=40, frames=5)
    for figure in (
        figures.diagram(NAMED, style=style, language=language),
        figures.diagram(NAMED, style=style, language=language, axes=True, title="Title", labels="class"),
        figures.diagram(NAMED, style=style, language=language, springs=False, forces=False, size=(5.0, 4.0)),
        figures.settling(settled, style=style, language=language),
    ):
        assert not drawn.faults(figure)
        shown = entries(figure)
        assert len(shown) == 5
        for name, words in zip(NAMED.class_names, shown, strict=True):
            assert words == name.strip() or (words.endswith("…") and name.startswith(words[:-1]))
        legend = drawn.one(figure, "legend")
        for k in range(5):
            sign, points = drawn.named(figure, f"legend-class-{k}")[0], drawn.named(figure, f"points-class-{k}")[0]
            assert drawn.rgb(sign.get_facecolor()) == drawn.rgb(points.get_facecolor())
            assert np.allclose(sign.get_paths()[0].vertices, points.get_paths()[0].vertices)
        for axes in figure.axes:
            if axes is not legend:
                one, other = legend.get_position(), axes.get_position()
                assert not (one.y0 < other.y1 - 1e-9 and other.y0 < one.y1 - 1e-9)


def test_of_very_many_classes_the_legend_says_how_many_are_left_out():
    many = Scene.from_labels(np.random.default_rng(1).normal(size=(300, 2)), [f"class {k}" for k in range(300)])
    figure = figures.diagram(many, springs=False, forces=False)
    *shown, rest = entries(figure)
    assert shown == list(many.class_names[: len(shown)])
    assert rest == f"{300 - len(shown)} more classes"
    assert not drawn.faults(figure)


def test_there_is_a_legend_where_classes_have_names_or_it_is_asked_for():
    plain = NAMED.replace(class_names=())
    assert entries(figures.diagram(plain)) == []
    assert entries(figures.diagram(plain, legend=True)) == ["A", "B", "C", "D", "E"]
    assert entries(figures.diagram(NAMED, legend=False)) == []
    assert entries(figures.diagram(NAMED, centre=0, legend=True)) == []
    assert entries(figures.diagram(Scene.from_labels([], [], class_names=["a"]))) == []
    assert entries(figures.settling(ss.simulate(plain, steps=3))) == []
    assert entries(figures.diagram(NAMED, view=(-1, 1, -1, 1), size=(4, 4), board=1.0)) == []
    one: Any = 1
    with pytest.raises(SceneError, match="legend: 1 is not allowed"):
        figures.diagram(NAMED, legend=one)
    with pytest.raises(SceneError, match="neither axes, title nor legend"):
        figures.diagram(NAMED, view=(-1, 1, -1, 1), size=(4, 4), board=1.0, legend=True)
    points = {text.words for text in drawn.written(figures.diagram(NAMED, labels="class")) if text.gid == "label"}
    assert {"setosa", "virginica"} <= points <= {name.strip() for name in NAMES}
