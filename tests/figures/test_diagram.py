"""What `diagram` draws, read from its artists, against the scene itself."""

from __future__ import annotations

import dataclasses
import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import springsim as ss
from springsim import figures
from springsim.figures.drawing import glyphs, scenery
from tests import drawn, oracle
from tests.scenes import random_scene

KINDS = ("labels", "neighbours", "pairs")


def apart(scene):
    """Move points apart, so that every spring between them can be seen."""
    n = len(scene)
    side = int(np.ceil(np.sqrt(n)))
    grid = np.stack(np.divmod(np.arange(n), side), axis=1).astype(float)
    rng = np.random.default_rng(n)
    return scene.replace(positions=scene.margin * (0.55 * grid + rng.uniform(-0.1, 0.1, (n, 2))))


def tied_once(scene):
    """Return a scene without the dissimilar springs of pairs that are similar as well."""
    if scene.springs.kind != "pairs":
        return scene
    similar = scene.springs.similar.tolist()
    others = [pair for pair in scene.springs.dissimilar.tolist() if pair not in similar]
    return ss.Scene.from_pairs(scene.positions, similar, others, margin=scene.margin, pinned=scene.pinned)


def zigzags(figure, gid):
    """Return the corners of each spring drawn; of a double line, those of its middle."""
    lines = np.array(drawn.segments(figure, gid))
    half = len(lines) // 2
    return lines if gid == "springs-similar" else (lines[:half] + lines[half:]) / 2


def springs_of(figure, gid):
    """Return start and end of each spring drawn, (k, 4)."""
    lines = zigzags(figure, gid)
    return lines[:, [0, -1]].reshape(-1, 4) if len(lines) else np.empty((0, 4))


def assert_forces(figure, axes, real):
    """Assert that arrows are among these forces, to the scale that is stated, and that none which can be seen is missing."""
    tails, tips = drawn.arrows(figure, axes)
    scale = drawn.stated_scale(figure)
    for vector in (tips - tails) / scale:
        assert np.abs(real - vector).max(axis=1).min() <= 1e-9 * np.hypot(*vector) + 1e-12
    length = np.hypot(*real.T) * scale / drawn.point(figure)
    assert np.count_nonzero(length > 1.0) <= len(tips) <= np.count_nonzero(length > 0.5)


def expected(scene, centre, r):
    """Return start and end of every spring of the scene by its name: edge to edge, or for what is slack to the margin."""
    ends: dict[str, list[list[float]]] = {"springs-similar": [], "springs-dissimilar": [], "springs-slack": []}
    for i, j, similar in oracle.springs(scene):
        a, b = (scene.positions[k] for k in ((j, i) if j == centre else (i, j)))
        d = float(np.hypot(*(b - a)))
        unit = (b - a) / d
        slack = not similar and d >= scene.margin
        name = "springs-similar" if similar else "springs-slack" if slack else "springs-dissimilar"
        ends[name].append([*(a + r * unit), *(a + scene.margin * unit if slack else b - r * unit)])
    return {name: np.array(rows).reshape(-1, 4) for name, rows in ends.items()}


def by_rows(rows):
    return rows[np.lexsort(np.round(rows, 9).T)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("centre", [None, 0, 3, 7])
@pytest.mark.parametrize("style", ["paper", "dark"])
def test_every_spring_drawn_is_in_the_scene_and_every_spring_of_the_scene_is_drawn(kind, seed, centre, style):
    scene = tied_once(apart(random_scene(kind, 8, seed, margin=1.3)))
    figure = figures.diagram(scene, centre=centre, style=style)
    circles = drawn.named(figure, "points-solid") + drawn.named(figure, "points-hollow") + drawn.named(figure, "points-class-0")
    r = drawn.reach(circles[0]) * drawn.point(figure)
    for name, truth in expected(scene, centre, r).items():
        np.testing.assert_allclose(by_rows(springs_of(figure, name)), by_rows(truth), atol=1e-9)


@pytest.mark.parametrize("style", figures.STYLES)
def test_springs_at_rest_are_pale_and_can_be_told_from_those_that_push_in_grey_too(style):
    figure = figures.diagram(ss.presets.load("fig2"), centre=0, style=style)
    ground, pale, full = (
        np.array([0.2126, 0.7152, 0.0722]) @ drawn.rgb(colour)
        for colour in (
            figure.get_facecolor(),
            *(drawn.one(figure, f"springs-{name}").get_color() for name in ("slack", "dissimilar")),
        )
    )
    assert min(ground, full) < pale < max(ground, full)
    assert abs(pale - ground) > 0.12
    assert abs(pale - full) > 0.12
    assert drawn.rgb(drawn.one(figure, "bars-slack").get_color()) == drawn.rgb(drawn.one(figure, "springs-slack").get_color())
    whole = figures.figure2("c", style=style)  # as in the paper, where all are alike
    assert not drawn.named(whole, "springs-slack")
    assert len(zigzags(whole, "springs-dissimilar")) == 7


@pytest.mark.parametrize("draw", [lambda run: figures.settling(run), lambda run: figures.Film(run).figure])
def test_springs_at_rest_are_pale_in_films_and_strips_too(draw):
    figure = draw(ss.simulate(ss.presets.load("fig2"), steps=3))
    assert drawn.named(figure, "springs-slack")


def test_springs_are_left_out_when_they_are_not_wanted():
    figure = figures.diagram(ss.presets.load("fig2"), springs=False)
    for gid in ("springs-similar", "springs-dissimilar", "heads-similar", "bars-dissimilar"):
        assert not drawn.named(figure, gid)


@pytest.mark.parametrize("distance", [0.3, 0.6, 1.0, 1.7, 3.0])
def test_a_spring_has_as_many_turns_however_long_it_is(distance):
    turns = []
    for similar, dissimilar in (([(0, 1)], []), ([], [(0, 1)])):
        scene = ss.Scene.from_pairs([(0.0, 0.0), (distance, 0.0), (3.2, 1.0)], similar, dissimilar, margin=5.0)
        (line,) = zigzags(figures.diagram(scene), "springs-similar" if similar else "springs-dissimilar")
        y = np.round(line[:, 1] - line[:, 1].mean(), 12)
        peaks = np.flatnonzero((np.diff(y)[:-1] * np.diff(y)[1:]) < 0)
        turns.append(len(peaks) // 2)
        assert np.ptp(line[:, 0]) == pytest.approx(line[-1, 0] - line[0, 0])  # it never runs back
    assert turns == [6, 6]


@pytest.mark.parametrize("similar", [True, False])
def test_the_ends_of_a_spring_are_straight_and_its_turns_as_wide_however_long_it_is(similar):
    widths = []
    for distance in (0.9, 1.8, 2.7):
        ties = ([(0, 1)], []) if similar else ([], [(0, 1)])
        scene = ss.Scene.from_pairs([(0.0, 0.0), (distance, 0.0), (3.2, 0.6)], *ties, margin=5.0)
        figure = figures.diagram(scene, forces=False)
        (line,) = zigzags(figure, "springs-similar" if similar else "springs-dissimilar")
        length = line[-1, 0] - line[0, 0]
        assert line[0, 1] == pytest.approx(line[1, 1], abs=1e-12)
        assert line[-1, 1] == pytest.approx(line[-2, 1], abs=1e-12)
        for leg in (line[1, 0] - line[0, 0], line[-1, 0] - line[-2, 0]):
            assert 0.08 * length < leg < 0.2 * length
        widths.append(np.ptp(line[:, 1]) / drawn.point(figure))
    assert np.ptp(widths) < 1e-9 * max(widths)


@given(
    x=st.floats(-50, 50),
    y=st.floats(-50, 50),
    widths=st.floats(20, 200),
    angle=st.floats(0, 6.3),
    gap=st.floats(0.1, 1.0),
    half=st.floats(1.0, 4.0),
)
def test_a_double_line_runs_parallel_at_one_distance(x, y, widths, angle, gap, half):
    start, length = np.array([[x, y]]), half * widths
    line = glyphs.zigzag(start, start + length * np.array([[np.cos(angle), np.sin(angle)]]), half)
    left, right = (side[0] for side in glyphs.beside(line, gap))
    for a0, a1, b0, b1 in zip(left[:-1], left[1:], right[:-1], right[1:], strict=True):
        along, other = a1 - a0, b1 - b0
        assert abs(along[0] * other[1] - along[1] * other[0]) < 1e-9 * np.hypot(*along) * np.hypot(*other)
        away = b0 - a0
        assert abs(along[0] * away[1] - along[1] * away[0]) / np.hypot(*along) == pytest.approx(2 * gap, rel=1e-6)


def test_the_two_lines_of_a_short_spring_stay_together_too():
    line = glyphs.zigzag(np.zeros((1, 2)), np.array([[12.0, 0.0]]), 2.4)
    left, _ = glyphs.beside(line, 0.7)
    assert np.hypot(*(left - line)[0].T).max() < 1.7


@pytest.mark.parametrize("style", figures.STYLES)
@pytest.mark.parametrize("inside", [True, False])
def test_a_repulse_only_spring_ends_at_the_margin_or_at_the_point_with_a_bar_across(style, inside):
    scene = ss.Scene.from_pairs([(0.2, -0.1), (0.8, 0.7)], [], [(0, 1)], margin=1.3 if inside else 0.6)
    for centre in (0, 1):
        figure = figures.diagram(scene, centre=centre, style=style)
        kind = "dissimilar" if inside else "slack"
        ((*start_end,),) = springs_of(figure, f"springs-{kind}")
        end = np.array(start_end[2:])
        middle, other = scene.positions[centre], scene.positions[1 - centre]
        r = drawn.reach(drawn.one(figure, "points-hollow")) * drawn.point(figure)
        if inside:
            assert np.hypot(*(end - other)) == pytest.approx(r, rel=1e-9)
        else:
            assert np.hypot(*(end - middle)) == pytest.approx(0.6, rel=1e-12)
        (bar,) = drawn.segments(figure, f"bars-{kind}")
        np.testing.assert_allclose(bar.mean(axis=0), end, atol=1e-9)
        assert abs((bar[1] - bar[0]) @ (other - middle)) < 1e-9


def test_without_a_centre_a_repulse_only_spring_has_a_bar_at_both_ends():
    figure = figures.diagram(ss.Scene.from_pairs([(0, 0), (2, 0)], [], [(0, 1)], margin=0.9))
    ends = springs_of(figure, "springs-slack")[0].reshape(2, 2)
    bars = [bar.mean(axis=0) for bar in drawn.segments(figure, "bars-slack")]
    np.testing.assert_allclose(sorted(map(tuple, bars)), sorted(map(tuple, ends)), atol=1e-12)


@pytest.mark.parametrize("centre", [None, 0, 1])
@pytest.mark.parametrize("distance", [0.5, 1.4])
def test_both_springs_of_a_pair_are_seen_side_by_side(centre, distance):
    scene = ss.Scene.from_pairs([(0, 0), (distance, 0)], [(0, 1)], [(0, 1)])
    figure = figures.diagram(scene, centre=centre, forces=False)
    point = drawn.point(figure)
    single = np.array(drawn.segments(figure, "springs-similar"))[..., 1] / point
    double = np.array(drawn.segments(figure, f"springs-{'slack' if distance > 1.0 else 'dissimilar'}"))[..., 1] / point
    assert len(single) == 1
    assert len(double) == 2
    between = max(single.min() - double.max(), double.min() - single.max())
    assert between > 1.0  # a point of the page lies between them
    assert max(np.abs(single).max(), np.abs(double).max()) < 12.0  # and neither is far from its pair


@pytest.mark.parametrize("name", ["fig2", "tug-of-war", "five-classes", "ring", "gate", "saddle", "two-classes", "crowd"])
@pytest.mark.parametrize("style", figures.STYLES)
def test_arrows_are_the_forces_on_free_points_to_scale(name, style):
    scene = ss.presets.load(name)
    figure = figures.diagram(scene, style=style, language="zh" if style == "dark" else "en")
    tails, tips = drawn.arrows(figure)
    scale = drawn.stated_scale(figure)
    free = ~scene.pinned
    assert_forces(figure, None, ss.forces(scene)[free])
    assert_forces(figure, None, oracle.forces(scene)[free])
    real = ss.forces(scene)
    whose = [int(np.abs(scale * real - (tip - tail)).max(axis=1).argmin()) for tail, tip in zip(tails, tips, strict=True)]
    drift = np.hypot(*(tails - scene.positions[whose]).T) / drawn.point(figure)
    assert 1.5 < drift.min() <= drift.max() < 10.0
    assert np.ptp(drift) < 1e-6  # each begins at the edge of its point
    assert np.hypot(*(tips - tails).T).max() <= 0.9 * scene.margin * (1 + 1e-12) or scale == 0.001
    assert float(f"{scale:.1g}") == scale
    assert int(f"{scale:e}"[0]) in (1, 2, 5)


@pytest.mark.parametrize("scale", [0.05, 0.37, 2.0])
def test_the_scale_of_arrows_can_be_chosen_and_is_stated(scale):
    scene = ss.presets.load("fig2")
    figure = figures.diagram(scene, arrow=scale)
    assert drawn.stated_scale(figure) == scale
    assert_forces(figure, None, ss.forces(scene)[~scene.pinned])
    axes = figure.axes[0]
    for x, y in drawn.arrows(figure)[1]:
        assert axes.get_xlim()[0] < x < axes.get_xlim()[1]
        assert axes.get_ylim()[0] < y < axes.get_ylim()[1]


def test_forces_are_left_out_when_they_are_not_wanted_and_no_scale_is_stated():
    figure = figures.diagram(ss.presets.load("fig2"), forces=False)
    assert not drawn.named(figure, "forces")
    assert "×" not in drawn.words(figure)


@pytest.mark.parametrize("seed", range(4))
def test_arrows_of_each_spring_on_the_centre_add_up_to_its_force(seed):
    scene = random_scene("pairs", 7, seed)
    figure = figures.diagram(scene, centre=2, forces="each")
    tails, tips = drawn.arrows(figure)
    total = (tips - tails).sum(axis=0) / drawn.stated_scale(figure)
    np.testing.assert_allclose(total, oracle.forces(scene)[2], rtol=0.02, atol=0.02)  # very short ones are not drawn


def test_a_point_that_is_held_carries_a_pin_and_no_arrow():
    scene = ss.presets.load("gate")
    figure = figures.diagram(scene)
    pins = np.array(drawn.segments(figure, "pins"))
    assert len(pins) == len(drawn.marks(figure, "pin-heads")) == 3
    near = np.hypot(*(pins[:, 0] - scene.positions[:3]).T) / drawn.point(figure)
    assert near.max() < 3.1
    assert len(drawn.arrows(figure)[0]) == 1


@pytest.mark.parametrize("margin", [0.25, 1.0, 1.75])
def test_circles_have_the_margin_for_radius_round_the_chosen_points(margin):
    scene = random_scene("labels", 5, 3).replace(margin=margin)

    def circles(**options):
        figure = figures.diagram(scene, **options)
        found: list[Any] = figure.findobj(lambda artist: str(artist.get_gid()).startswith("circle-"))
        return {int(c.get_gid().split("-")[1]): (c.get_center(), c.get_radius()) for c in found}

    every = {i: (tuple(scene.positions[i]), margin) for i in range(5)}
    assert circles(circles="all") == every
    assert circles(circles="all", centre=1) == every
    assert circles(centre=3) == {3: every[3]}
    assert circles() == circles(circles="none", centre=3) == {}


@pytest.mark.parametrize("margin", [0.3, 1.0, 2.5])
def test_the_arrow_to_the_circle_has_the_length_that_is_written_at_it(margin):
    scene = ss.presets.load("fig2").replace(margin=margin)
    figure = figures.diagram(scene, centre=0)
    assert np.hypot(*drawn.outlines(figure, "radius-head")[0][1]) == pytest.approx(margin, rel=1e-12)
    assert f"$m$ = {margin:.2f}" in drawn.words(figure).splitlines()


@pytest.mark.parametrize("kind", KINDS)
def test_seen_from_a_point_similar_ones_are_solid_dissimilar_ones_hollow_and_those_without_a_spring_to_it_grey(kind):
    scene = random_scene(kind, 9, 5)
    for centre in (0, 4):
        figure = figures.diagram(scene, centre=centre)
        tied: dict[bool, set[int]] = {True: set(), False: set()}
        for i, j, similar in oracle.springs(scene):
            if centre in (i, j):
                tied[similar].add(i + j - centre)
        solid = {tuple(scene.positions[k]) for k in tied[True]}
        hollow = {tuple(scene.positions[k]) for k in tied[False] - tied[True]}
        grey = set(map(tuple, scene.positions)) - solid - hollow - {tuple(scene.positions[centre])}
        for gid, places in (("points-solid", solid), ("points-hollow", hollow), ("points-untied", grey)):
            assert set(map(tuple, drawn.marks(figure, gid))) == places
        assert [tuple(scene.positions[centre])] == list(map(tuple, drawn.marks(figure, "point-centre")))


def test_a_point_tied_to_the_centre_by_both_springs_is_solid():
    figure = figures.diagram(ss.presets.load("both-springs"), centre=0)
    assert len(drawn.marks(figure, "points-solid")) == 1
    assert not drawn.marks(figure, "points-hollow").size


@pytest.mark.parametrize("style", figures.STYLES)
def test_classes_differ_in_colour_and_in_shape(style):
    labels = np.arange(8)
    scene = ss.Scene.from_labels(np.stack([labels, labels % 2], axis=1), labels)
    figure = figures.diagram(scene, style=style)
    looks = []
    for label in labels:
        (points,) = drawn.named(figure, f"points-class-{label}")
        np.testing.assert_array_equal(points.get_offsets(), scene.positions[[label]])
        shape = points.get_paths()[0].vertices.round(6).tobytes()
        looks.append((drawn.rgb(points.get_facecolor()), shape))
    for a, b in itertools.combinations(looks, 2):
        assert a[0] != b[0]
        assert a[1] != b[1]


@pytest.mark.parametrize("frame", [None, 0, 3])
def test_trails_are_the_way_of_each_point_up_to_a_frame(frame):
    run = ss.simulate(ss.presets.load("chain"), steps=40, frames=9)
    figure = figures.diagram(run.final, trajectory=run, frame=frame)
    last = len(run) - 1 if frame is None else frame
    trails = drawn.segments(figure, "trails")
    assert len(trails) == 8
    for i, trail in enumerate(trails):
        np.testing.assert_array_equal(trail, run.positions[: last + 1, i])
    np.testing.assert_array_equal(drawn.marks(figure, "starts"), run.positions[0])


@pytest.mark.parametrize("style", figures.STYLES)
@pytest.mark.parametrize("size", [None, (3.0, 2.0), (5.0, 9.0)])
def test_everything_is_in_view_and_nothing_is_distorted(style, size):
    scene = ss.presets.load("fig2")
    figure = figures.diagram(scene, centre=0, style=style, size=size, axes=True)
    axes = figure.axes[0]
    (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
    r = 1.42 * drawn.reach(drawn.one(figure, "points-solid")) * drawn.point(figure)
    tips = drawn.arrows(figure)[1]
    for x, y in [*(p + s for p in scene.positions for s in (-r, r)), *tips, (1, 0), (-1, 0), (0, 1), (0, -1)]:
        assert x0 <= x <= x1
        assert y0 <= y <= y1
    place = axes.get_position()
    wide, high = figure.get_size_inches()
    assert (x1 - x0) / (place.width * wide) == pytest.approx((y1 - y0) / (place.height * high), rel=1e-9)
    if size is not None:
        assert (wide, high) == size


def test_a_view_is_shown_whole():
    view = (-2.0, 1.0, -0.25, 0.75)
    axes = figures.diagram(ss.presets.load("fig2"), view=view).axes[0]
    (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
    assert (x0, x1) == pytest.approx(view[:2])  # it is wider than the picture
    assert y0 <= view[2]
    assert y1 >= view[3]
    assert (y0 + y1) / 2 == pytest.approx(0.25)


@pytest.mark.parametrize("scene", [ss.presets.load("fig2"), ss.presets.load("tug-of-war").replace(margin=3.0)])
@pytest.mark.parametrize("style", ["paper", "lecture"])
def test_dots_on_the_loss_curves_are_the_springs(scene, style):
    figure = figures.loss_curves(scene, style=style)
    truth: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for i, j, similar in oracle.springs(scene):
        d = float(np.hypot(*(scene.positions[i] - scene.positions[j])))
        truth[similar].append((d, d * d / 2 if similar else max(0.0, scene.margin - d) ** 2 / 2))
    for kind, gid in ((True, "dots-similar"), (False, "dots-dissimilar")):
        np.testing.assert_allclose(by_rows(drawn.marks(figure, gid)), by_rows(np.array(truth[kind])), rtol=1e-12, atol=1e-15)
    solid, hollow = drawn.one(figure, "dots-similar"), drawn.one(figure, "dots-dissimilar")
    assert drawn.rgb(solid.get_facecolor()) == drawn.rgb(figure.springsim_style.ink)
    assert drawn.rgb(hollow.get_facecolor()) == drawn.rgb(figure.get_facecolor())


@pytest.mark.parametrize("pictures", [2, 3, 8])
def test_settling_shows_frames_of_the_run_to_one_scale_and_its_loss(pictures):
    run = ss.simulate(ss.presets.load("ring"), steps=200, frames=20)
    figure = figures.settling(run, pictures=pictures)
    planes, charts = [a for a in figure.axes if not a.axison], [a for a in figure.axes if a.axison]
    assert len(planes) == pictures
    shown = []
    for axes in planes:
        at = drawn.marks(figure, "points-class-0", axes)
        (k,) = (k for k in range(len(run)) if np.array_equal(run.positions[k], at))
        shown.append(k)
        assert f"step {run.steps[k]}" in drawn.words(figure)
        assert_forces(figure, axes, ss.forces(run.at(k)))
    assert shown[0] == 0
    assert shown[-1] == len(run) - 1
    assert shown == sorted(set(shown))
    assert len({(axes.get_xlim(), axes.get_ylim()) for axes in planes}) == 1
    (chart,) = charts
    steps, loss = drawn.one(figure, "loss").get_data()
    np.testing.assert_array_equal(steps, run.steps)
    np.testing.assert_allclose(loss, run.loss, rtol=1e-12)
    np.testing.assert_array_equal(drawn.one(figure, "loss-dots").get_xdata(), run.steps[shown])
    assert all(float(tick).is_integer() for tick in chart.get_xticks())


def test_the_steps_of_a_short_run_are_numbered_whole():
    for steps in (1, 2):
        run = ss.simulate(ss.presets.load("tug-of-war"), steps=steps)
        (chart,) = (axes for axes in figures.settling(run).axes if axes.axison)
        assert [tick for tick in chart.get_xticks() if tick <= run.steps[-1]] == list(range(steps + 1))


def test_the_loss_axis_is_logarithmic_where_the_loss_falls_far_and_only_there():
    falls = figures.settling(ss.simulate(ss.presets.load("two-classes")))
    rests = figures.settling(ss.simulate(ss.presets.load("tug-of-war")))
    assert [a.get_yscale() for a in falls.axes if a.axison] == ["log"]
    assert [a.get_yscale() for a in rests.axes if a.axison] == ["linear"]


@pytest.mark.parametrize("frame", [0, 5, 8])
def test_a_film_draws_any_frame_in_any_order(frame):
    run = ss.simulate(ss.presets.load("five-classes"), steps=60, frames=12)
    film = figures.Film(run)
    film.draw(8)
    film.draw(frame)
    np.testing.assert_array_equal(drawn.marks(film.figure, "points-class-2"), run.positions[frame][run.scene.labels == 2])
    assert f"step {run.steps[frame]}" in drawn.words(film.figure)
    assert drawn.one(film.figure, "now").get_data() == ([frame], [run.loss[frame]])
    (strip,) = drawn.named(film.figure, "loss-strip")
    past = [line.get_xydata() for line in strip.lines if len(line.get_xdata()) == frame + 1 and line.get_gid() is None]
    assert any(np.array_equal(line, np.stack([np.arange(frame + 1), run.loss[: frame + 1]], axis=1)) for line in past)
    once = figures.Film(run)
    once.draw(frame)
    assert figures.picture(film.figure, "png") == figures.picture(once.figure, "png")


def test_a_film_says_of_a_loss_that_rounding_alone_tells_from_zero_that_it_is_about_zero():
    run = ss.simulate(ss.Scene.from_labels([(0, 0), (1, 0)], [0, 0]), steps=3)
    for loss, said in ((0.0, "loss 0"), (3e-12, "loss ≈ 0"), (2e-7, "loss 2e-07"), (0.25, "loss 0.2500")):
        film = figures.Film(dataclasses.replace(run, similar_loss=np.full(len(run), loss), dissimilar_loss=np.zeros(len(run))))
        assert f"{said}   margin 1.00" in drawn.words(film.figure)


# as on the board


def as_on_the_board(scene, width=680, height=590, words=1.0, **options):
    """Return a picture of a board so many pixels wide and high, 100 of them a unit, whose middle is the origin."""
    view = (-width / 200, width / 200, -height / 200, height / 200)
    return figures.diagram(scene, view=view, size=(width / 96, height / 96), board=words, style="lecture", **options)


@pytest.mark.parametrize(("width", "height"), [(680, 590), (356, 471)])
def test_as_on_the_board_the_view_fills_the_figure_at_the_scale_of_the_board(width, height):
    figure = as_on_the_board(ss.presets.load("fig2"), width, height, centre=0)
    (axes,) = figure.axes
    assert tuple(axes.get_position().bounds) == pytest.approx((0, 0, 1, 1))
    assert (*axes.get_xlim(), *axes.get_ylim()) == pytest.approx((-width / 200, width / 200, -height / 200, height / 200))
    assert drawn.point(figure) == pytest.approx(0.01 * 96 / 72)


@pytest.mark.parametrize(("n", "radius", "shaft"), [(5, 9.0, 2.2), (50, 7.5, 2.2), (100, 6.0, 2.2), (150, 5.0, 1.3)])
def test_as_on_the_board_points_and_arrows_are_as_large_as_there_and_arrows_begin_in_the_middle(n, radius, shaft):
    scene = apart(random_scene("labels", n, 3))
    figure = as_on_the_board(scene, springs=False, arrow=0.5)
    pixel = 0.01
    (points,) = drawn.named(figure, f"points-class-{scene.labels[0]}")[:1]
    assert np.sqrt(points.get_sizes()[0]) == pytest.approx(radius * 72 / 96)
    arrows = np.array(drawn.outlines(figure, "forces"))
    wide = np.hypot(*(arrows[:, 0] - arrows[:, 6]).T)
    assert wide.max() == pytest.approx(shaft * pixel, rel=1e-6)
    tails, tips = drawn.arrows(figure)
    real = ss.forces(scene)
    for tail, tip in zip(tails, tips, strict=True):
        at = np.hypot(*(scene.positions - tail).T).argmin()
        np.testing.assert_allclose(tail, scene.positions[at], atol=1e-9)
        np.testing.assert_allclose(tip - tail, 0.5 * real[at], atol=1e-9)
    assert drawn.one(figure, "forces").get_zorder() < points.get_zorder()


@pytest.mark.parametrize("words", [1.0, 1.25])
def test_as_on_the_board_words_are_as_large_as_there(words):
    figure = as_on_the_board(ss.presets.load("fig2"), words=words, centre=0)
    (label,) = drawn.named(figure, "label")
    assert label.get_fontsize() == pytest.approx(14 * words * 72 / 96)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [356, 680])
def test_as_on_the_board_the_note_is_whole_in_lines_that_fit_and_keeps_off_the_edge(language, width):
    figure = as_on_the_board(ss.presets.load("five-classes"), width, 471, words=1.12, language=language)
    (note,) = [text for text in drawn.written(figure) if text.gid == "note"]
    scene = ss.presets.load("five-classes")
    whole = figures.diagram(scene, arrow=None, style="lecture", language=language, size=(12.8, 7.2))
    assert note.words.replace("\n", " ").replace(" ", "") == drawn.one(whole, "note").get_text().replace(" ", "")
    assert note.words.count("\n") <= 2 if width == 356 else note.words.count("\n") <= 1
    left, right, bottom, _ = note.box
    assert left > 8.0
    assert bottom > 8.0
    assert right < 72 * width / 96 - 8.0
    assert drawn.one(figure, "note").get_fontsize() > 8.0


@pytest.mark.parametrize(
    "wrong", [{"view": None}, {"size": None}, {"axes": True}, {"title": "T"}, {"board": 0.0}, {"board": "1"}]
)
def test_as_on_the_board_needs_the_view_and_the_size_of_one(wrong):
    options = {"view": (-1, 1, -1, 1), "size": (4.0, 4.0), "board": 1.0}
    with pytest.raises(ss.SceneError, match="board"):
        figures.diagram(ss.presets.load("fig2"), **{**options, **wrong})


@pytest.mark.parametrize("name", ["two-on-a-circle", "circle-three-classes", "circle-torn"])
def test_on_the_circle_the_circle_is_drawn_and_arrows_go_along_it(name):
    scene = ss.presets.load(name)
    figure = figures.diagram(scene, centre=0, springs=False)
    domain = drawn.one(figure, "domain")
    assert (domain.center, domain.radius) == ((0.0, 0.0), 1.0)
    assert_forces(figure, None, ss.forces(scene))
    assert not drawn.named(figures.diagram(scene.replace(domain="plane"), centre=0), "domain")


def test_on_the_circle_the_forces_of_each_spring_add_up_to_the_one_along_it():
    scene = ss.presets.load("circle-torn")
    at, vectors = scenery.arrows(scene, scenery.Choice(0, forces="each"))
    np.testing.assert_allclose(vectors.sum(axis=0), ss.forces(scene)[0], atol=1e-12)
    np.testing.assert_allclose(np.einsum("ij,ij->i", at, vectors), 0.0, atol=1e-12)


def test_the_whole_circle_is_in_view():
    pair = ss.Scene.from_labels([(1, 0), (1, 0.1)], [0, 0], domain="circle")
    left, right, bottom, top = scenery.extent(pair, scenery.Choice())
    assert max(left, bottom) < -1.0
    assert min(right, top) > 1.0
