import json
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest

from springsim import Scene, stability, sweep_margin, texts
from springsim.app.margins import charts, pictures, sweeps
from springsim.app.margins.pictures import Look
from springsim.app.margins.selection import margin_names, run_of
from springsim.app.margins.sweeps import SweepResult
from springsim.model import presets
from springsim.studies import bifurcation
from springsim.studies.bifurcation import Coordinate

WORDS = texts.of("en", "pages")


def result(scene, low=0.2, high=2.0, count=7, seeds=5, start="random"):
    """Return what a sweep finds, with its kinds."""
    request = sweeps.checked(scene, low, high, count, seeds, start)
    sweep = sweep_margin(request.scene, request.margins, seeds=range(seeds), start=start)
    kinds = [
        bifurcation.kinds(request.scene, np.repeat(m, seeds), x) for m, x in zip(sweep.margins, sweep.positions, strict=True)
    ]
    return SweepResult(request, sweep, np.array(kinds))


@pytest.fixture(scope="module")
def gate():
    return result(presets.load("gate"))


@pytest.fixture(scope="module")
def knot():
    return result(presets.load("knot"))


def drawn(of, shown=None, **options):
    """Return the charts of a sweep."""
    options = {"units": False, "words": WORDS, "dark": False, **options}
    return charts.linked(of, shown or bifurcation.usual(of.request.scene), **options)


def traces(figure, meta):
    return [trace for trace in figure.data if trace.meta == meta]


# what is drawn


@pytest.mark.parametrize("units", [False, True])
def test_the_median_of_each_chart_is_that_of_the_sweep(gate, units):
    sweep = gate.sweep
    m = sweep.margins if units else np.ones(len(sweep.margins))
    wanted = (
        np.median(sweep.loss, axis=1) / m**2,
        np.median(sweep.active_dissimilar, axis=1),
        np.median(sweep.separation, axis=1) / m,
        np.median(sweep.neighbour_recall, axis=1),
    )
    medians = traces(drawn(gate, units=units), "median up")
    assert len(medians) == 4
    for trace, values in zip(medians, wanted, strict=True):
        np.testing.assert_allclose(trace.y, values, rtol=1e-12, atol=1e-15)
        assert list(trace.x) == list(sweep.margins)


def test_every_run_is_drawn_faint_with_a_gap_after_each(knot):
    loss = traces(drawn(knot), "runs")[0]
    y = np.reshape(loss.y, (knot.request.seeds, -1))
    np.testing.assert_array_equal(y[:, :-1], knot.sweep.loss.T)
    assert np.isnan(y[:, -1]).all()


def test_the_marks_are_the_equilibria_by_how_stable_they_are(gate):
    shown = Coordinate("y", 3)
    figure = drawn(gate, shown)
    seen = set()
    for kind in bifurcation.KINDS:
        for trace in traces(figure, f"kind {kind}"):
            for m, y, (k, seed, _) in zip(trace.x, trace.y, trace.customdata, strict=True):
                assert m == gate.sweep.margins[k]
                assert y == gate.sweep.positions[k, seed, 3, 1]
                assert stability(gate.sweep.at(k, seed)).kind == kind
                seen.add(k)
            assert trace.name == WORDS[f"kind_{kind}"]
    assert seen == set(range(7))
    assert sum(sum(row[2] for row in trace.customdata) for trace in figure.data if str(trace.meta).startswith("kind ")) == 35


def test_each_kind_has_a_colour_and_a_mark_of_its_own():
    looks = list(charts._MARKS.values())
    for column in range(3):
        assert len({look[column] for look in looks}) == len(looks)


def test_equal_equilibria_are_one_mark(gate):
    below = [trace.x for trace in drawn(gate).data if str(trace.meta).startswith("kind ")]
    assert sum(list(x).count(gate.sweep.margins[0]) for x in below) == 1


def test_without_kinds_the_equilibria_are_there_all_the_same(gate):
    figure = drawn(SweepResult(gate.request, gate.sweep, None))
    assert [trace.meta for trace in figure.data if str(trace.meta).startswith("kind ")] == ["kind unknown"]


def test_there_and_back_is_drawn_as_two_lines():
    there = result(presets.load("gate"), count=4, seeds=2, start="continue")
    figure = drawn(there)
    up, down = traces(figure, "median up")[0], traces(figure, "median down")[0]
    assert list(up.x) == list(there.sweep.margins[:4])
    assert list(down.x) == list(there.sweep.margins[3:])
    assert up.line.dash != down.line.dash
    assert margin_names(there) == ["0.2 ↑", "0.8 ↑", "1.4 ↑", "2 ↑", "1.4 ↓", "0.8 ↓", "0.2 ↓"]


def test_all_charts_share_one_axis_of_margins(gate):
    figure = drawn(gate)
    assert {trace.xaxis for trace in figure.data} <= {None, "x"}
    assert figure.layout.hovermode == "x unified"
    assert figure.layout.hoversubplots == "axis"
    domains = [figure.layout[f"yaxis{k}"].domain for k in ("", 2, 3, 4, 5)]
    assert all(low[1] < high[0] for high, low in pairwise(domains))
    assert domains[-1][0] == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(("name", "panels"), [("similar-pair", 2), ("crowd", 3), ("gate", 4)])
def test_a_chart_without_values_is_left_out(name, panels):
    there = result(presets.load(name), count=2, seeds=2)
    assert len(traces(drawn(there), "median up")) == panels


def test_many_runs_are_drawn_in_part_evenly(gate):
    many = SweepResult(replace(gate.request, seeds=100_000), gate.sweep, None)
    chosen = charts.drawn(many)
    assert len(chosen) * len(gate.sweep.margins) <= 8000
    assert (chosen[0], chosen[-1]) == (0, 99_999)


def test_the_chosen_equilibrium_is_marked(gate):
    figure = drawn(gate, Coordinate("y", 3), chosen=(5, 2))
    (mark,) = traces(figure, "chosen")
    assert (mark.x[0], mark.y[0]) == (gate.sweep.margins[5], gate.sweep.positions[5, 2, 3, 1])
    assert figure.layout.shapes[0].x0 == gate.sweep.margins[5]


def test_the_axes_hold_all_that_is_drawn(gate, knot):
    for of in (gate, knot):
        for units in (False, True):
            figure = drawn(of, units=units)
            for trace in figure.data:
                low, high = figure.layout[(trace.yaxis or "y").replace("y", "yaxis")].range
                y = np.asarray(trace.y, float)
                assert np.nanmin(y) >= low
                assert np.nanmax(y) <= high


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("dark", [False, True])
def test_the_page_of_the_charts_needs_no_network(gate, language, dark):
    page = charts.html(drawn(gate, words=texts.of(language, "pages"), dark=dark, ground=True)).decode()
    assert "<script src=" not in page
    name = texts.of(language, "pages")["chart_margin"]
    assert name in page or json.dumps(name)[1:-1] in page


# the scaling law


@pytest.mark.parametrize("name", ["knot", "tug-of-war", "fig2c"])
def test_in_units_of_the_margin_what_only_rescales_is_level(name):
    there = result(presets.load(name))
    figure = drawn(there, units=True)
    for trace in traces(figure, "median up"):
        np.testing.assert_allclose(trace.y, trace.y[0], atol=1e-6)
    values = bifurcation.values(there.sweep, bifurcation.usual(there.request.scene), units=True)
    np.testing.assert_allclose(values, np.broadcast_to(values[0], values.shape), atol=1e-5)


@pytest.mark.parametrize("name", ["gate", "two-on-a-circle"])
def test_in_units_of_the_margin_what_has_another_length_is_not_level(name):
    figure = drawn(result(presets.load(name), 0.2, 3.0), units=True)
    assert np.ptp(traces(figure, "median up")[0].y) > 0.1
    assert np.ptp(traces(figure, "median up")[2].y) > 0.1


def test_coordinates_are_counted_from_the_only_pin():
    scene = Scene.from_labels([(2.0, 1.0), (2.3, 1.0)], [0, 1], pinned=[True, False])
    there = result(scene, 1.0, 4.0, 4, start="scene")
    x = bifurcation.values(there.sweep, Coordinate("x", 1), units=True)
    np.testing.assert_allclose(x, 1.0, atol=1e-3)


# which number, which run


def test_the_usual_number_is_a_place_where_places_matter_and_else_a_distance():
    assert bifurcation.usual(presets.load("gate"), 3) == Coordinate("y", 3)
    for name in ("knot", "fig2", "two-on-a-circle", "tug-of-war"):
        scene = presets.load(name)
        what, i, j = bifurcation.usual(scene)
        assert what == "distance"
        pairs = zip(*(column.tolist() for column in scene.springs.pairs), strict=True)
        assert any((a, b) in ((i, j), (j, i)) and not similar for a, b, similar in pairs)
    assert bifurcation.usual(presets.load("similar-pair")) == Coordinate("distance", 0, 1)
    assert bifurcation.usual(Scene.from_pairs([(0, 0), (1, 0)], [], [])) == Coordinate("distance", 0, 1)


def test_a_number_is_read_off_the_positions():
    x = np.array([[[1.0, 2.0], [4.0, 6.0]]])
    assert Coordinate("x", 1).of(x).tolist() == [4.0]
    assert Coordinate("y", 0).of(x).tolist() == [2.0]
    assert Coordinate("distance", 0, 1).of(x).tolist() == [5.0]


def test_the_run_that_stands_for_the_others_is_chosen_by_its_loss(knot):
    for k in range(len(knot.sweep.margins)):
        loss = knot.sweep.loss[k]
        assert loss[run_of(knot, k, "lowest")] == loss.min()
        assert loss[run_of(knot, k, "median")] == np.median(loss)
        assert loss[run_of(knot, k, "highest")] == loss.max()
    assert run_of(knot, 0, 3) == 3


def test_names_of_margins_are_all_different(gate):
    close = sweeps.checked(presets.load("dissimilar-pair"), 1.0, 1.0001, 5, 1, "random")
    names = margin_names(SweepResult(close, sweep_margin(close.scene, close.margins), None))
    assert len(set(names)) == 5
    assert margin_names(gate)[0] == "0.2"


# pictures and files


def test_small_pictures_have_one_scale_or_that_of_their_margin(knot):
    runs = [(k, 0) for k in range(len(knot.sweep.margins))]
    same = pictures.views(knot, runs, units=False)
    assert len(set(same)) == 1
    widths = [right - left for left, right, _, _ in pictures.views(knot, runs, units=True)]
    np.testing.assert_allclose(widths / knot.sweep.margins, widths[0] / knot.sweep.margins[0])
    for (left, right, bottom, top), (k, s) in zip(same, runs, strict=True):
        x = knot.sweep.positions[k, s]
        assert x[:, 0].min() > left
        assert x[:, 0].max() < right
        assert x[:, 1].min() > bottom
        assert x[:, 1].max() < top


@pytest.mark.parametrize("dark", [False, True])
def test_pictures_are_vectors(gate, dark):
    look = Look(dark, "en")
    view = pictures.views(gate, [(0, 0)], units=False)[0]
    for picture in (pictures.small(gate.sweep.at(0), view, 3, look), pictures.large(gate.sweep.at(3), 3, look)):
        assert ElementTree.fromstring(picture).tag.endswith("svg")


def test_files_are_those_of_the_sweep_and_say_what_is_in_them(gate):
    look = Look(False, "en")
    assert pictures.file(gate, "csv", look) == gate.sweep.to_csv().encode()
    for format, begins in (("svg", b"<?xml"), ("pdf", b"%PDF"), ("png", b"\x89PNG")):
        assert pictures.file(gate, format, look).startswith(begins)
    assert pictures.file_name(gate.request, "gate", "csv") == "springsim-margins-gate-m0.20-2.00x7-random-5seeds.csv"
