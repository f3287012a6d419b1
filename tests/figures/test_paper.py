"""Figures 1 and 2, read from what is drawn, against the paper's own (its equations, and its drawing in digits)."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import springsim as ss
from springsim import figures
from tests import drawn, oracle

SOLID = [(-1.04, 0.96), (0.64, 1.20), (-0.65, -0.24), (0.58, -0.32)]
HOLLOW = [(0, 1.13), (0.74, 0.42), (-0.47, 0.16), (-1.21, -0.08), (-0.23, -0.61), (-0.83, -0.87), (0.57, -1.10)]
MARGINS = [0.3, 0.7, 1.0, 1.4, 2.0, 3.0]
STYLES = figures.STYLES


def axes_of(figure, gid):
    return drawn.one(figure, gid).axes


@pytest.mark.parametrize("margin", [0.05, 0.5, 1.25, 2.0, 5.0])
@pytest.mark.parametrize("as_printed", [False, True])
def test_figure_1_draws_half_the_square_and_the_square_of_what_is_missing(margin, as_printed):
    figure = figures.figure1(margin, as_printed=as_printed)
    x, red = drawn.one(figure, "loss-similar").get_data()
    np.testing.assert_allclose(red, x**2 / 2, rtol=1e-12)
    x, blue = drawn.one(figure, "loss-dissimilar").get_data()
    np.testing.assert_allclose(blue, np.maximum(0.0, margin - x) ** 2 * (1.0 if as_printed else 0.5), rtol=1e-12, atol=1e-30)
    assert margin in x  # the kink is a corner of the line


@pytest.mark.parametrize(("as_printed", "start"), [(False, 0.78125), (True, 1.5625)])
@pytest.mark.parametrize("style", STYLES)
def test_figure_1_starts_where_the_paper_has_it_and_has_its_axes(as_printed, start, style):
    figure = figures.figure1(as_printed=as_printed, style=style)
    axes = axes_of(figure, "loss-dissimilar")
    x, blue = drawn.one(figure, "loss-dissimilar").get_data()
    assert (x[0], blue[0]) == (0.0, start)
    assert x[np.argmax(blue == 0.0)] == 1.25
    assert axes.get_xlim() == (0.0, 2.5)
    assert axes.get_ylim() == pytest.approx((0.0, 3.5))
    assert [t.get_text() for t in axes.get_xticklabels()] == ["0", "0.5", "1", "1.5", "2", "2.5"]
    assert [t.get_text() for t in axes.get_yticklabels()] == ["0", "0.5", "1", "1.5", "2", "2.5", "3", "3.5"]
    said = {text.words for text in drawn.written(figure)}
    assert {"Energy $(E_W)$", "Loss $(L)$", "margin: $m$", "similar", "dissimilar"} <= said


def test_both_curves_of_equation_4_meet_at_half_the_margin():
    figure = figures.figure1(1.6)
    (x, red), (other, blue) = (drawn.one(figure, f"loss-{kind}").get_data() for kind in ("similar", "dissimilar"))
    at = 0.8
    assert np.interp(at, x, red) == pytest.approx(np.interp(at, other, blue), abs=1e-4)


def test_figure_1_draws_similar_pairs_dashed_and_red_dissimilar_ones_solid_and_blue():
    for style in STYLES:
        figure = figures.figure1(style=style)
        similar, dissimilar = drawn.one(figure, "loss-similar"), drawn.one(figure, "loss-dissimilar")
        assert similar.is_dashed()
        assert not dissimilar.is_dashed()
        for line, strongest in ((similar, 0), (dissimilar, 2)):
            assert int(np.argmax(drawn.rgb(line.get_color()))) == strongest


@pytest.mark.parametrize("margin", [0.05, 0.3, 1.25, 2.0, 5.0])
@pytest.mark.parametrize("style", STYLES)
def test_the_arrow_from_the_words_margin_m_ends_at_m_on_the_axis(margin, style):
    figure = figures.figure1(margin, style=style)
    arrow = drawn.one(figure, "margin-arrow")
    end = drawn.page(arrow.axes, (margin, 0.0))
    assert arrow.xy[0] == pytest.approx(end[0], abs=0.01)
    assert 0.0 <= arrow.xy[1] - end[1] <= 3.0
    assert arrow.xyann[0] == arrow.xy[0]
    (words,) = (text for text in drawn.written(figure) if "margin" in text.words)
    assert words.box[0] - 1.0 <= arrow.xyann[0] <= words.box[1]
    assert 0.0 <= words.box[2] - arrow.xyann[1] <= 0.7 * (words.box[3] - words.box[2])


@pytest.mark.parametrize("margin", [1.8, 3.0, 5.0])
def test_figure_1_grows_with_a_margin_that_the_papers_axes_do_not_hold(margin):
    axes = axes_of(figures.figure1(margin, as_printed=True), "loss-similar")
    assert axes.get_xlim()[1] > 1.2 * margin
    assert axes.get_ylim()[1] > margin**2


@pytest.mark.parametrize("panel", ["a", "c"])
@pytest.mark.parametrize("style", STYLES)
def test_the_points_of_figure_2_are_where_the_paper_has_them(panel, style):
    figure = figures.figure2(panel, style=style)
    np.testing.assert_allclose(drawn.marks(figure, "points-solid"), SOLID, atol=0.005)
    np.testing.assert_allclose(drawn.marks(figure, "points-hollow"), HOLLOW, atol=0.005)
    np.testing.assert_array_equal(drawn.marks(figure, "point-centre"), [(0.0, 0.0)])
    solid, hollow, centre = (drawn.one(figure, name) for name in ("points-solid", "points-hollow", "point-centre"))
    ink, ground = drawn.rgb(figure.springsim_style.ink), drawn.rgb(figure.get_facecolor())
    assert drawn.rgb(solid.get_facecolor()) == ink
    assert drawn.rgb(hollow.get_facecolor()) == ground
    assert int(np.argmax(drawn.rgb(centre.get_facecolor()))) == 2  # blue


@pytest.mark.parametrize("margin", MARGINS)
def test_the_circle_and_its_arrow_have_the_margin_for_radius(margin):
    for panel in ("a", "c"):
        figure = figures.figure2(panel, margin=margin)
        circle = drawn.one(figure, "circle-0")
        assert circle.get_radius() == margin
        assert circle.get_center() == (0.0, 0.0)
        assert circle.get_linestyle() != "-"
        tip = drawn.outlines(figure, "radius-head")[0][1]
        assert np.hypot(*tip) == pytest.approx(margin, rel=1e-12)
        assert [text.words for text in drawn.written(figure) if text.gid == "label"] == ["$m$"]


def test_at_the_papers_margin_the_arrow_to_the_circle_points_right():
    for panel in ("a", "c"):
        np.testing.assert_allclose(drawn.outlines(figures.figure2(panel), "radius-head")[0][1], (1.0, 0.0), atol=1e-12)


@pytest.mark.parametrize("margin", MARGINS)
def test_a_all_solid_points_are_tied_to_the_centre_and_no_hollow_one(margin):
    figure = figures.figure2("a", margin=margin)
    r = drawn.reach(drawn.one(figure, "points-solid")) * drawn.point(figure)
    ends = [(line[0], line[-1]) for line in drawn.segments(figure, "springs-similar")]
    assert len(ends) == 4
    for (start, end), point in zip(ends, SOLID, strict=True):
        unit = np.array(point) / np.hypot(*point)
        np.testing.assert_allclose(start, r * unit, atol=1e-12)
        np.testing.assert_allclose(end, point - r * unit, atol=1e-12)
    assert not drawn.segments(figure, "springs-dissimilar")
    assert not drawn.segments(figure, "bars-dissimilar")


def test_a_every_spring_has_a_head_at_both_ends_that_points_inward_along_it():
    figure = figures.figure2("a")
    heads = drawn.outlines(figure, "heads-similar")
    assert len(heads) == 8
    for point in SOLID:
        middle, unit = np.array(point) / 2, np.array(point) / np.hypot(*point)
        mine = [head for head in heads if abs(head[1] @ (-unit[1], unit[0])) < 1e-9 and head[1] @ unit > 0]
        assert len(mine) == 2
        for corners in mine:
            back = (corners[0] + corners[2]) / 2
            assert (corners[1] - back) @ (middle - back) > 0  # toward the middle of the spring
            assert abs((corners[1] - back) @ (-unit[1], unit[0])) < 1e-12


@pytest.mark.parametrize("margin", MARGINS)
@pytest.mark.parametrize("style", STYLES)
def test_a_an_arrow_ends_on_each_solid_point_pointing_at_the_centre_longer_the_farther(margin, style):
    figure = figures.figure2("a", margin=margin, style=style)
    tails, tips = drawn.arrows(figure)
    scale = drawn.stated_scale(figure)
    assert len(tips) == 4
    r = drawn.reach(drawn.one(figure, "points-solid")) * drawn.point(figure)
    for tail, tip, point in zip(tails, tips, np.array(SOLID), strict=True):
        np.testing.assert_allclose(tip - tail, -scale * point, rtol=1e-9, atol=1e-12)
        assert r <= np.hypot(*(tip - point)) <= 1.7 * r
        assert np.hypot(*tail) > np.hypot(*tip) > np.hypot(*point)  # from outside
        assert abs(tip[0] * point[1] - tip[1] * point[0]) < 1e-9  # on the line through the centre
    far, near = np.hypot(*(tips - tails).T)[:2], np.hypot(*(tips - tails).T)[2:]
    assert far.min() > near.max()


@pytest.mark.parametrize("margin", [0.05, 0.1, 0.5, 1.0, 3.0])
def test_d_the_curve_is_seen_at_any_margin_and_is_lower_the_smaller_that_is(margin):
    (axes,) = figures.figure2("d", margin=margin).axes
    assert 0.15 < 0.5 * margin**2 / axes.get_ylim()[1] < 0.9
    assert 0.25 < margin / axes.get_xlim()[1] < 0.75
    (smaller,) = figures.figure2("d", margin=max(0.9 * margin, 0.05)).axes
    share = 0.5 * max(0.9 * margin, 0.05) ** 2 / smaller.get_ylim()[1]
    assert share <= 0.5 * margin**2 / axes.get_ylim()[1] + 1e-12


@pytest.mark.parametrize("margin", MARGINS)
def test_c_springs_end_at_the_circle_or_at_the_point_if_it_is_nearer(margin):
    figure = figures.figure2("c", margin=margin)
    r = drawn.reach(drawn.one(figure, "points-hollow")) * drawn.point(figure)
    sides = np.array(drawn.segments(figure, "springs-dissimilar"))
    bars = np.array(drawn.segments(figure, "bars-dissimilar"))
    assert len(sides) == 2 * len(HOLLOW) == 2 * len(bars)
    for line, bar, point in zip((sides[:7] + sides[7:]) / 2, bars, np.array(HOLLOW), strict=True):
        d = np.hypot(*point)
        unit = point / d
        inside = d < margin
        np.testing.assert_allclose(line[0], r * unit, atol=1e-12)
        np.testing.assert_allclose(line[-1], (d - r if inside else margin) * unit, atol=1e-12)
        np.testing.assert_allclose(bar.mean(axis=0), line[-1], atol=1e-12)
        assert abs((bar[1] - bar[0]) @ unit) < 1e-12  # across
    assert not drawn.segments(figure, "springs-similar")


@pytest.mark.parametrize("margin", MARGINS)
def test_c_exactly_the_points_inside_carry_an_arrow_outward_longer_the_closer(margin):
    figure = figures.figure2("c", margin=margin)
    tails, tips = drawn.arrows(figure)
    scale = drawn.stated_scale(figure)
    inside = np.array([point for point in HOLLOW if np.hypot(*point) < margin]).reshape(-1, 2)
    assert len(tips) == len(inside)
    if margin == 1.0:
        assert len(inside) == 3
    d = np.hypot(*inside.T)
    for tail, tip, point, distance in zip(tails, tips, inside, d, strict=True):
        np.testing.assert_allclose(tip - tail, scale * (margin - distance) * point / distance, rtol=1e-9, atol=1e-12)
        assert np.hypot(*tail) > distance
    length = np.hypot(*(tips - tails).T)
    assert all((length[i] > length[j]) == (d[i] < d[j]) for i, j in itertools.permutations(range(len(d)), 2))


@pytest.mark.parametrize("margin", MARGINS)
@pytest.mark.parametrize("style", STYLES)
def test_e_the_point_rests_at_the_mean_of_the_others_where_the_arrows_cancel(margin, style):
    figure = figures.figure2("e", margin=margin, style=style)
    others, (centre,) = drawn.marks(figure, "points-solid"), drawn.marks(figure, "point-centre")
    np.testing.assert_allclose(others, SOLID, atol=0.005)
    np.testing.assert_allclose(centre, np.mean(SOLID, axis=0), atol=1e-9)
    tails, tips = drawn.arrows(figure)
    scale = drawn.stated_scale(figure)
    assert len(tips) == 4
    np.testing.assert_allclose(np.sort(tips - tails, axis=0), np.sort(scale * (others - centre), axis=0), atol=1e-9)
    assert np.abs((tips - tails).sum(axis=0)).max() < 1e-9
    scene = ss.Scene.from_pairs(
        [centre, *others], [(0, k) for k in range(1, 5)], [], margin=margin, pinned=[False] + [True] * 4
    )
    assert ss.residual(scene) < 1e-9
    assert np.abs(oracle.forces(scene)[0]).max() < 1e-9
    assert len(drawn.segments(figure, "springs-similar")) == 4
    assert not drawn.marks(figure, "points-hollow").size


@pytest.mark.parametrize(("panel", "kind"), [("b", "similar"), ("d", "dissimilar")])
@pytest.mark.parametrize("margin", [0.3, 1.0, 2.0, 5.0])
@pytest.mark.parametrize("style", STYLES)
def test_the_gradient_arrow_starts_on_the_curve_and_points_downhill_along_it(panel, kind, margin, style):
    figure = figures.figure2(panel, margin=margin, style=style)
    line = drawn.one(figure, f"loss-{kind}")
    (dot,) = (artist for artist in drawn.named(figure, "gradient-at"))
    (x,), (y,) = dot.get_data()
    value, slope = (x**2 / 2, x) if panel == "b" else ((margin - x) ** 2 / 2, x - margin)
    assert 0.0 < x < (np.inf if panel == "b" else margin)
    assert y == pytest.approx(value, rel=1e-12)
    ((*corners,),) = drawn.outlines(figure, "gradient")
    tail, tip = 72.0 * (corners[0] + corners[6]) / 2, 72.0 * corners[3]  # it is drawn in inches
    np.testing.assert_allclose(tail, drawn.page(line.axes, (x, y)), atol=1e-6)
    along = drawn.page(line.axes, (x + 1.0, y + slope)) - drawn.page(line.axes, (x, y))
    way = tip - tail
    assert abs(way[0] * along[1] - way[1] * along[0]) < 1e-6 * np.hypot(*way) * np.hypot(*along)
    assert way[1] < 0.0  # downhill
    assert tip[1] > drawn.page(line.axes, (0.0, 0.0))[1]
    assert np.hypot(*way) > 4.0


@pytest.mark.parametrize("margin", MARGINS)
def test_b_and_d_draw_the_partial_losses(margin):
    x, y = drawn.one(figures.figure2("b", margin=margin), "loss-similar").get_data()
    np.testing.assert_allclose(y, x**2 / 2, rtol=1e-12)
    figure = figures.figure2("d", margin=margin)
    x, y = drawn.one(figure, "loss-dissimilar").get_data()
    np.testing.assert_allclose(y, np.maximum(0.0, margin - x) ** 2 / 2, rtol=1e-12, atol=1e-30)
    assert y[x >= margin].max() == 0.0
    axes = axes_of(figure, "loss-dissimilar")
    assert "$m$" in [t.get_text() for t in axes.get_xticklabels()]
    assert margin in axes.get_xticks()


@pytest.mark.parametrize("style", STYLES)
def test_the_whole_figure_holds_what_its_panels_hold(style):
    whole = figures.figure2(style=style)
    panels = {panel: figures.figure2(panel, style=style) for panel in figures.PANELS}
    for gid in ("points-solid", "points-hollow", "point-centre"):
        alone = np.concatenate([drawn.marks(panels[p], gid) for p in "ace"])
        np.testing.assert_allclose(drawn.marks(whole, gid), alone, atol=1e-12)
    key = next(axes for axes in whole.axes if axes.get_gid() == "key")
    for gid, count in (("springs-similar", 8), ("springs-dissimilar", 14), ("heads-similar", 16), ("forces", 11)):
        found = [d for d in drawn.named(whole, gid) if d.axes is not key]
        assert sum(len(d.get_paths()) for d in found) == count
    assert len(drawn.named(whole, "gradient")) == 2
    said = drawn.words(whole)
    for panel in figures.PANELS:
        assert f"({panel})" in said
    for name in ("similar to the centre", "dissimilar to it", "attract-only spring", "$m$-repulse-only spring", "force"):
        assert name in said


def test_the_whole_figure_states_the_scale_of_each_panel_truly():
    for panel in "ace":
        alone = drawn.stated_scale(figures.figure2(panel))
        assert f"({panel})  arrow = force × {alone:g}" in drawn.words(figures.figure2())


@pytest.mark.parametrize("panel", [None, *figures.PANELS])
def test_figure_2_is_not_distorted(panel):
    for style in STYLES:
        figure = figures.figure2(panel, style=style)
        for axes in figure.axes:
            if axes.axison:
                continue
            one, other = drawn.page(axes, (1.0, 0.0)), drawn.page(axes, (0.0, 1.0))
            zero = drawn.page(axes, (0.0, 0.0))
            assert one[0] - zero[0] == pytest.approx(other[1] - zero[1], rel=1e-9)
