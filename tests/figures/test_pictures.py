"""Figures compared with pictures of them that were looked at, in `tests/baseline`.

When a figure is meant to change, draw them again, and look at every one before it is committed::

    python -m pytest -W ignore tests/test_figures_pictures.py --mpl-generate-path=tests/baseline
"""

from __future__ import annotations

from pathlib import Path

import pytest

import springsim as ss
from springsim import figures
from springsim.model import presets

BASELINE = Path(__file__).parent / "baseline"
_FINE = {"tolerance": 1.0, "deterministic": True, "style": "default"}  # the style is the figure's own, whatever this says
PAPER = pytest.mark.mpl_image_compare(savefig_kwargs={"dpi": 100}, **_FINE)
SLIDE = pytest.mark.mpl_image_compare(savefig_kwargs={"dpi": 50}, **_FINE)
#: Glyphs of the Chinese font differ a little between its releases.
CHINESE = pytest.mark.mpl_image_compare(savefig_kwargs={"dpi": 100}, **{**_FINE, "tolerance": 6.0})


@PAPER
def test_figure_1_by_equation_4():
    return figures.figure1()


@PAPER
def test_figure_1_as_printed():
    return figures.figure1(as_printed=True)


@PAPER
@pytest.mark.parametrize("panel", figures.PANELS)
def test_figure_2_panel(panel):
    return figures.figure2(panel)


@PAPER
def test_figure_2():
    return figures.figure2()


@SLIDE
@pytest.mark.parametrize("style", ["lecture", "dark"])
def test_figure_2_on_a_slide(style):
    return figures.figure2(style=style)


@CHINESE
def test_figure_2_in_chinese():
    return figures.figure2(language="zh")


@PAPER
def test_diagram_on_paper_seen_from_a_point():
    return figures.diagram(presets.load("fig2"), centre=0, labels="index", title="Both kinds of springs")


@SLIDE
def test_diagram_on_a_slide_with_axes_paths_and_lines():
    run = ss.simulate(presets.load("five-classes"), steps=200, frames=30)
    return figures.diagram(run.at(8), trajectory=run, frame=8, labels="class", axes=True, size=(9.6, 6.0), style="lecture")


@SLIDE
def test_diagram_on_a_dark_slide_with_pins_and_all_circles():
    return figures.diagram(presets.load("gate"), labels="class", circles="all", style="dark")


@PAPER
def test_loss_curves():
    return figures.loss_curves(presets.load("fig2"))


@PAPER
def test_diagnosis():
    return figures.diagnosis(ss.diagnose(presets.load("five-classes")))


@SLIDE
def test_diagnosis_on_a_dark_slide():
    return figures.diagnosis(ss.diagnose(presets.load("two-on-a-circle")), style="dark")


@PAPER
def test_settling():
    return figures.settling(ss.simulate(presets.load("two-classes"), frames=40))


@PAPER
def test_landscape():
    return figures.landscape(presets.load("gate").replace(margin=0.9), 3, size=(2.9, 2.5))


@SLIDE
def test_film():
    film = figures.Film(ss.simulate(presets.load("chain"), steps=120, frames=40), size=(640, 480))
    film.draw(9)
    return film.figure


def test_pictures_are_compared_and_none_is_skipped(pytestconfig):
    assert pytestconfig.getoption("--mpl") or pytestconfig.getoption("--mpl-generate-path")


def test_there_is_a_small_picture_for_each_figure_and_no_other():
    found = {path.name: path.stat().st_size for path in BASELINE.iterdir()}
    assert len(found) == 20
    assert max(found.values()) < 60_000
