"""The chart of a sweep: what its lines are, and that its words are clear."""

from functools import cache

import numpy as np
import pytest

import springsim as ss
from springsim import figures
from springsim.model import presets
from tests import drawn

MARGINS = np.linspace(0.2, 3.0, 9)
QUANTITIES = ("loss", "active_dissimilar", "separation", "neighbour_recall")


@cache
def sweep_of(name, start="random", seeds=7, domain="plane"):
    scene = presets.load(name)
    return ss.sweep_margin(
        scene.replace(domain=domain, positions=scene.positions + 0.01), MARGINS, seeds=range(seeds), start=start
    )


def panels(figure, gid):
    """Return the lines of a name in each of the four charts."""
    return [drawn.named(figure, gid, axes) for axes in figure.axes]


def test_every_run_is_a_faint_line_and_the_median_a_bold_one():
    sweep = sweep_of("ring")
    figure = figures.sweep(sweep)
    assert len(figure.axes) == 4
    for name, runs, medians in zip(QUANTITIES, panels(figure, "runs"), panels(figure, "median"), strict=True):
        values = getattr(sweep, name)
        found = [line for drawn_runs in runs for line in drawn_runs.get_segments()]
        assert len(found) == 7
        for k, line in enumerate(found):
            np.testing.assert_array_equal(line, np.column_stack([MARGINS, values[:, k]]))
        (median,) = medians
        np.testing.assert_array_equal(median.get_xydata(), np.column_stack([MARGINS, np.sort(values, axis=1)[:, 3]]))
        assert median.get_linewidth() > 2 * runs[0].get_linewidths()[0]


def test_the_way_back_is_dashed_and_begins_where_the_way_up_ends():
    sweep = sweep_of("five-classes", "continue", 3, "circle")
    figure = figures.sweep(sweep)
    assert "dashed: the way back" in drawn.words(figure)
    for name, (up, down) in zip(QUANTITIES, panels(figure, "median"), strict=True):
        middle = np.sort(getattr(sweep, name), axis=1)[:, 1]
        np.testing.assert_array_equal(up.get_xydata(), np.column_stack([sweep.margins, middle])[:9])
        np.testing.assert_array_equal(down.get_xydata(), np.column_stack([sweep.margins, middle])[8:])
        assert not up.is_dashed()
        assert down.is_dashed()
    assert "dashed" not in drawn.words(figures.sweep(sweep_of("ring")))


def test_of_many_runs_some_are_drawn_and_it_is_said_and_the_median_is_of_all():
    sweep = sweep_of("tug-of-war", "random", 700)
    figure = figures.sweep(sweep)
    assert "300 of 700 runs are drawn" in drawn.words(figure)
    assert sum(len(line.get_segments()) for line in panels(figure, "runs")[0]) == 300
    (median,) = panels(figure, "median")[0]
    np.testing.assert_allclose(median.get_ydata(), MARGINS**2 / 6)


def test_what_is_not_done_is_left_out():
    class Fails:
        def submit(self, *_):
            raise RuntimeError

    with pytest.raises(ss.SweepError) as failed:
        ss.sweep_margin(presets.load("ring"), MARGINS, executor=Fails())  # type: ignore[arg-type]
    figure = figures.sweep(failed.value.sweep)
    assert np.isnan(panels(figure, "median")[0][0].get_ydata()).all()
    assert not drawn.faults(figure)


@pytest.mark.parametrize("name", ["empty", "similar-pair", "dissimilar-pair"])
def test_scenes_without_one_kind_of_springs_are_drawn_too(name):
    assert not drawn.faults(figures.sweep(sweep_of(name) if name != "empty" else ss.sweep_margin(presets.load(name), MARGINS)))


@pytest.mark.parametrize("style", figures.STYLES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_words_are_clear_in_every_style_and_language(style, language):
    for sweep in (sweep_of("ring"), sweep_of("five-classes", "continue", 3, "circle"), sweep_of("tug-of-war", "random", 700)):
        assert not drawn.faults(figures.sweep(sweep, style=style, language=language))


@pytest.mark.parametrize("margins", [[1e-6], [1e-6, 1e6], [0.5, 1234.5], [1e3, 1e5]])
@pytest.mark.parametrize("style", ["paper", "lecture"])
def test_words_are_clear_at_any_margins(margins, style):
    sweep = ss.sweep_margin(presets.load("tug-of-war"), margins, start="random")
    assert not drawn.faults(figures.sweep(sweep, style=style))


@pytest.mark.parametrize("style", ["paper", "lecture"])
def test_words_are_clear_at_the_smallest_size_that_is_accepted(style):
    with pytest.raises(ss.SceneError) as refused:
        figures.sweep(sweep_of("ring"), size=(0.5, 0.5), style=style)
    least = float(refused.value.allowed.split()[3])
    for size in ((least + 0.01, least + 0.01), (2 * least, least + 0.01), (least + 0.01, 2 * least)):
        for language in ("en", "zh"):
            assert not drawn.faults(
                figures.sweep(sweep_of("tug-of-war", "continue"), size=size, style=style, language=language)
            )


def test_the_same_sweep_gives_the_same_bytes():
    for format in figures.FORMATS:
        assert figures.picture(figures.sweep(sweep_of("ring")), format) == figures.picture(
            figures.sweep(sweep_of("ring")), format
        )
