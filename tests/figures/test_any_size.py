"""Whatever is drawn, at whatever size that is accepted: every word is there, whole, and clear of all others."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

import springsim as ss
from springsim import figures
from springsim.model import presets
from tests import drawn
from tests.search import cases, search

#: Scenes of few and of many points, of one class and of many, on the line and on the circle.
SCENES = ("fig2", "gate", "five-classes", "tug-of-war", "similar-pair", "coincident", "crowd", "ring", "saddle")


#: Highest margins of sweeps.
ENDS = (1e-4, 0.03, 0.5, 1.25, 4.0, 1e5)


def one_of(rng: np.random.Generator, *of: Any) -> Any:
    return of[int(rng.integers(len(of)))]


@cache
def run_of(name: str, margin: float) -> ss.Trajectory:
    return ss.simulate(presets.load(name).replace(margin=margin), steps=60, frames=8)


@cache
def rests_of(name: str) -> ss.Equilibria:
    return ss.equilibria(presets.load(name), seeds=range(6))


@cache
def sweep_of(name: str, end: float, start: Any) -> ss.MarginSweep:
    return ss.sweep_margin(presets.load(name), [0.2 * end, 0.5 * end, end], seeds=range(3), start=start)


def margin_of(rng: np.random.Generator) -> float:
    return float(one_of(rng, 0.05, 0.1, 0.5, 1.0, 1.25, 2.0, 5.0, round(float(rng.uniform(0.05, 5.0)), 3)))


def any_margin(rng: np.random.Generator) -> float:
    return float(one_of(rng, 1e-6, 1e-3, 1e5, 1e6)) if rng.random() < 0.2 else margin_of(rng)


def scene_of(rng: np.random.Generator) -> tuple[ss.Trajectory, ss.Scene]:
    run = run_of(one_of(rng, *SCENES), any_margin(rng))
    return run, run.at(int(one_of(rng, 0, len(run) // 2, len(run) - 1)))


Drawing = Callable[..., figures.StyledFigure]


def figure1(rng: np.random.Generator) -> Drawing:
    m, printed = margin_of(rng), bool(rng.random() < 0.5)
    return lambda **look: figures.figure1(m, as_printed=printed, **look)


def figure2(rng: np.random.Generator) -> Drawing:
    panel, m = one_of(rng, None, None, None, *figures.PANELS), margin_of(rng)
    return lambda **look: figures.figure2(panel, margin=m, **look)


def loss_curves(rng: np.random.Generator) -> Drawing:
    _, scene = scene_of(rng)
    return lambda **look: figures.loss_curves(scene, **look)


def diagnosis(rng: np.random.Generator) -> Drawing:
    found = ss.diagnose(scene_of(rng)[1])
    return lambda **look: figures.diagnosis(found, **look)


def diagram(rng: np.random.Generator) -> Drawing:
    run, scene = scene_of(rng)
    n = len(scene)
    options: dict[str, Any] = {
        "centre": one_of(rng, None, int(rng.integers(n))),
        "circles": one_of(rng, "selected", "selected", "all", "none"),
        "labels": one_of(rng, None, "index", "class", [f"a rather long name: {i}" for i in range(n)]),
        "axes": bool(rng.random() < 0.6),
        "title": one_of(rng, "", "A title", "A title that is rather long " * 3),
        "trajectory": one_of(rng, None, run),
        "springs": one_of(rng, True, "all", False),
    }
    return lambda **look: figures.diagram(scene, **options, **look)


def landscape(rng: np.random.Generator) -> Drawing:
    _, scene = scene_of(rng)
    point = int(rng.integers(len(scene)))
    return lambda **look: figures.landscape(scene, point, **look)


def settling(rng: np.random.Generator) -> Drawing:
    run, pictures = scene_of(rng)[0], int(rng.integers(2, 9))
    return lambda size, **look: figures.settling(run, pictures=pictures, **look)


def rests(rng: np.random.Generator) -> Drawing:
    found, pictures = rests_of(one_of(rng, "gate", "two-classes", "similar-pair", "saddle")), int(rng.integers(1, 9))
    return lambda size, **look: figures.rests(found, pictures=pictures, **look)


def sweep(rng: np.random.Generator) -> Drawing:
    done = sweep_of(one_of(rng, "gate", "tug-of-war"), one_of(rng, *ENDS), one_of(rng, "scene", "continue"))
    return lambda **look: figures.sweep(done, **look)


def bifurcation(rng: np.random.Generator) -> Drawing:
    done = sweep_of(one_of(rng, "gate", "tug-of-war"), one_of(rng, *ENDS), "scene")
    what = one_of(rng, "x", "y", "distance")
    return lambda **look: figures.bifurcation(done, what=what, i=0, j=2, **look)


def film(rng: np.random.Generator) -> Drawing:
    run, dpi = scene_of(rng)[0], int(one_of(rng, 60, 100, 200))
    frame = int(rng.integers(len(run)))

    def drawing(size: tuple[float, float], **look: Any) -> figures.StyledFigure:
        width, height = (int(100.0 * side) for side in size)
        made = figures.Film(run, size=(width, height), dpi=dpi, **look)
        made.draw(frame)
        return made.figure

    return drawing


FIGURES = (figure1, figure2, loss_curves, diagnosis, diagram, landscape, settling, rests, sweep, bifurcation, film)
#: Words that are never left out, by figure.
NAMED = {"figure1": ("similar", "dissimilar", "margin_at", "energy", "loss_axis"), "loss_curves": ("similar", "dissimilar")}
NAMED["diagnosis"] = ("similar", "dissimilar", "distance", "partial_loss", "share_of_pairs")
_GROWS = 1.12


def at_some_size(drawing: Drawing, rng: np.random.Generator, **look: Any) -> tuple[figures.StyledFigure, tuple[float, float]]:
    """Draw at a random size, or at the next larger one that is not refused; a refusal names the size and what would do."""
    size = np.exp(rng.uniform(0.0, np.log(14.0))) * np.exp(rng.uniform(-0.7, 0.7) * np.array([1.0, -1.0]))
    while True:
        size = np.clip(size, 1.2, 40.0)
        asked = float(size[0]), float(size[1])
        try:
            return drawing(size=asked, **look), asked
        except ss.SceneError as error:
            refused = error
        assert refused.field in ("size", "size[0]", "size[1]", "dpi"), refused
        assert re.search(r"from \d|at least \d", refused.allowed)
        size *= _GROWS


@search
def test_every_word_is_there_whole_and_clear_of_all_others():
    for case in range(cases(66)):
        rng = np.random.default_rng([7, case])
        kind = FIGURES[case % len(FIGURES)]
        look = {"style": one_of(rng, *figures.STYLES), "language": one_of(rng, "en", "zh")}
        figure, size = at_some_size(kind(rng), rng, **look)
        told = f"case {case}: {kind.__name__}, {size[0]:.2f} × {size[1]:.2f}, {look}"
        assert drawn.faults(figure) == [], told
        words, said = figure.springsim_style.words, drawn.words(figure).replace("$", "").replace("\n", "")
        for name in NAMED.get(kind.__name__, ()):
            assert words[name].replace("$", "").replace(" ", "") in said.replace(" ", ""), f"{name} is missing, {told}"


@pytest.mark.parametrize(("side", "style"), [(1.6, "paper"), (3.4, "lecture"), (3.4, "dark")])
def test_figure_1_names_both_curves_at_the_smallest_sizes(side, style):
    for margin in (0.05, 0.5, 1.25, 5.0):
        figure = figures.figure1(margin, size=(side, side), style=style)
        said = {text.words for text in drawn.written(figure) if text.gid == "label"}
        assert {"similar", "dissimilar", "margin: $m$"} <= said
        assert drawn.faults(figure) == []


def test_the_last_number_of_an_axis_is_not_cut():
    for margin in (0.5, 0.9, 2.0):
        rest = ss.settle(presets.load("gate").replace(margin=margin)).scene
        for size, style in (((4.7, 3.5), "lecture"), ((4.7, 3.5), "paper"), ((12.8, 7.2), "lecture")):
            figure = figures.diagram(rest, centre=3, axes=True, size=size, style=style)
            assert drawn.faults(figure) == []
            for axis in (figure.axes[0].xaxis, figure.axes[0].yaxis):
                assert len(axis.get_ticklocs()) >= 3


def covered(figure: figures.StyledFigure) -> float:
    """Return the share of the page that panels cover, each as the smallest box round all that is drawn in it."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba()).astype(int)
    height, width = pixels.shape[:2]
    ink = np.abs(pixels - pixels[-1, 0]).max(axis=2) > 40
    total = 0.0
    for axes in figure.axes:
        box = axes.get_position()
        part = ink[int((1 - box.y1) * height) : int((1 - box.y0) * height), int(box.x0 * width) : int(box.x1 * width)]
        down, across = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
        total += float(np.ptp(down) * np.ptp(across))
    return total / float(height * width)


@pytest.mark.parametrize(
    ("size", "style"),
    [((6.9, 3.6), "paper"), ((13.33, 7.5), "paper"), ((13.33, 7.5), "lecture"), ((3.35, 6.0), "paper"), ((7.2, 12.8), "dark"),
     ((20.0, 4.0), "paper"), ((8.0, 8.0), "lecture")],
)  # fmt: skip
def test_figure_2_fills_a_page_of_any_shape_in_every_style(size, style):
    assert covered(figures.figure2(size=size, style=style)) > 0.38


def test_captions_of_figure_2_are_of_one_size_and_each_within_its_panel():
    for language in ("en", "zh"):
        figure = figures.figure2(size=(7.1, 7.1), style="lecture", language=language)
        captions = [text for text in drawn.texts(figure) if re.match(r"\([a-e]\)", text.get_text())]
        assert len(captions) == 5
        assert len({text.get_fontsize() for text in captions}) == 1
        boxes = {text.words[1]: text.box for text in drawn.written(figure) if re.match(r"\([a-e]\)", text.words)}
        assert min(boxes["b"][0] - boxes["a"][1], boxes["d"][0] - boxes["c"][1]) > 0.5 * figure.springsim_style.size
