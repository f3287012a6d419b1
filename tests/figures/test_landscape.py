"""What the figure of a landscape shows, read from its artists, against the landscape itself and the naive loss."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex

import springsim as ss
from springsim import figures, palette
from springsim.model import presets
from springsim.studies.levels import round_down, round_levels
from tests import drawn, oracle
from tests.figures.test_limits import EXTREME, assert_drawn
from tests.scenes import scenes

GATE = presets.load("gate")
SCENES = {
    "gate": (GATE.replace(margin=0.9), 3),
    "fig2": (presets.load("fig2"), 0),
    "five-classes": (presets.load("five-classes"), 4),
    "tug-of-war": (presets.load("tug-of-war"), 1),
    "circle-three-classes": (presets.load("circle-three-classes"), 0),
}
LOOKS = [(style, language) for style in figures.STYLES for language in ("en", "zh")]


def loss_at(scene, point, place):
    """Return the naive loss with a point elsewhere."""
    x = scene.positions.copy()
    x[point] = place
    return oracle.loss(scene, x)


def numbers(figure):
    """Return the levels that are written at the scale, and the power of ten by which they are divided."""
    power = 0
    name = "".join(text.get_text() for text in drawn.named(figure, "scale-name"))
    if "10^" in name:
        power = int(name.split("10^{")[1].split("}")[0])
    return [float(text.get_text()) * 10.0**power for text in drawn.named(figure, "level")]


def corners(figure):
    """Return the corners of each level's lines, by level."""
    lines = drawn.one(figure, "levels")
    return {float(level): path.vertices for level, path in zip(lines.levels, lines.get_paths(), strict=True)}


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("style", ["paper", "dark"])
def test_on_a_level_the_naive_loss_is_what_is_written_at_it(name, style):
    scene, point = SCENES[name]
    figure = figures.landscape(scene, point, style=style)
    written = numbers(figure)
    assert len(written) >= 8
    span = written[-1] - written[0]
    assert sorted(written) == written
    found = 0
    for level, places in corners(figure).items():
        assert min(abs(level - number) for number in written) < 1e-9 * span
        for x, y in places[:: max(len(places) // 5, 1)]:
            assert loss_at(scene, point, (x, y)) == pytest.approx(level, abs=0.01 * span)
            found += 1
    assert found > 20


@pytest.mark.parametrize("name", SCENES)
def test_every_band_has_its_colour_at_the_scale_and_all_of_the_view_is_in_one(name):
    scene, point = SCENES[name]
    figure = figures.landscape(scene, point)
    bands, axes = drawn.one(figure, "bands"), figure.axes[0]
    filled = [to_hex(colour) for colour in bands.get_facecolor()]
    assert filled == [to_hex(drawn.one(figure, f"band-{k}").get_facecolor()) for k in range(len(filled))]
    rng = np.random.default_rng(0)
    low, high = np.array([axes.get_xlim(), axes.get_ylim()]).T
    for place in rng.uniform(low, high, (40, 2)):
        loss = loss_at(scene, point, place)
        assert bands.levels[0] <= loss <= bands.levels[-1]


@given(
    lowest=st.floats(0.0, 1e3),
    span=st.floats(1e-6, 1e6),
    bands=st.integers(2, 40),
    unit=st.sampled_from([1e-12, 1.0, 1e12]),
)
def test_levels_are_round_ascend_and_hold_the_whole_surface(lowest, span, bands, unit):
    levels = round_levels(lowest * unit, (lowest + span) * unit, bands, unit)
    assert len(levels) in (2, bands + 1)
    assert (np.diff(levels) > 0.0).all()
    assert levels[0] <= lowest * unit * (1 + 1e-12)
    assert levels[-1] >= (lowest + span) * unit * (1 - 1e-12)
    if len(levels) > 2:
        step = round_down(span * unit / bands**2 * (1 + 1e-9))
        np.testing.assert_allclose(np.array(levels) / step, np.round(np.array(levels) / step), rtol=1e-9, atol=1e-3)
        assert levels[0] > lowest * unit - 1.01 * step
        assert levels[1] - levels[0] < levels[-1] - levels[-2] or bands == 2


@pytest.mark.parametrize(("x", "least"), [(1.0, 1.0), (0.99, 0.5), (2.0, 2.0), (49.9, 20.0), (5e-7, 5e-7), (3e11, 2e11)])
def test_round_numbers_are_one_two_and_five_times_powers_of_ten(x, least):
    assert round_down(x) == least


def test_levels_can_be_chosen():
    scene, point = SCENES["gate"]
    figure = figures.landscape(scene, point, levels=[0.15, 0.2, 0.5, 1.0])
    assert numbers(figure) == [0.15, 0.2, 0.5, 1.0]
    assert sorted(corners(figure)) == [0.2, 0.5]
    assert len(drawn.one(figure, "bands").levels) == 4
    assert len(drawn.one(figures.landscape(scene, point, levels=4), "bands").levels) == 5


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize(("style", "language"), LOOKS[:1] + LOOKS[-1:])
def test_minima_are_marked_where_they_are_and_the_key_says_what_the_mark_is(name, style, language):
    scene, point = SCENES[name]
    figure = figures.landscape(scene, point, style=style, language=language)
    axes = figure.axes[0]
    truth = ss.landscape(scene, point, view=(*axes.get_xlim(), *axes.get_ylim())).minima
    marks = drawn.marks(figure, "minima")
    assert len(marks) == len(truth) > 0
    for place in truth:
        assert np.hypot(*(marks - place).T).min() < 1e-9
    assert len(drawn.named(figure, "key-minimum")) == 1
    assert ("minimum" if language == "en" else "极小值") in drawn.words(figure)


@pytest.mark.parametrize(("margin", "count"), [(0.6, 1), (0.75, 1), (0.9, 2), (1.3, 2)])
def test_one_sees_the_basin_of_the_gate_split_in_two(margin, count):
    figure = figures.landscape(GATE.replace(margin=margin), 3)
    assert len(drawn.marks(figure, "minima")) == count
    lowest = next(line for line in drawn.one(figure, "levels").get_paths() if len(line.vertices)).to_polygons()
    assert len(lowest) == count
    for line in lowest:
        assert (line[:, 1].min() < 0.0 < line[:, 1].max()) == (count == 1)  # it goes round the middle, or round one side


def test_where_there_is_no_minimum_there_is_no_mark_and_no_key():
    figure = figures.landscape(presets.load("fig2c"), 0)
    assert not len(drawn.marks(figure, "minima"))
    assert "minimum" not in drawn.words(figure)
    assert not drawn.named(figure, "key-minimum")


def test_a_point_fits_into_the_mark_of_its_minimum():
    scene, point = SCENES["gate"]
    rest = ss.settle(scene).scene
    figure = figures.landscape(rest, point)
    (path,), (size,) = drawn.one(figure, "minima").get_paths(), drawn.one(figure, "minima").get_sizes()
    assert size == 1.0
    assert np.hypot(*path.vertices.T).min() > 1.2 * drawn.reach(drawn.one(figure, "point-centre"))
    gaps = np.hypot(*(drawn.marks(figure, "minima") - rest.positions[point]).T)
    assert gaps.min() < 1e-9


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("style", figures.STYLES)
def test_faint_arrows_are_the_forces_in_their_middle_to_the_scale_that_is_stated(name, style):
    scene, point = SCENES[name]
    figure = figures.landscape(scene, point, style=style, language="zh" if style == "dark" else "en")
    scale, flat = drawn.stated_scale(figure), scene.replace(domain="plane")
    outlines = np.array(drawn.outlines(figure, "field"))
    tails, tips = (outlines[:, 0] + outlines[:, 6]) / 2, outlines[:, 3]
    assert len(tails) > 60
    for tail, tip in list(zip(tails, tips, strict=True))[::7]:
        x = scene.positions.copy()
        x[point] = (tail + tip) / 2
        force = oracle.forces(flat.replace(positions=x))[point]
        np.testing.assert_allclose(tip - tail, scale * force, rtol=1e-9, atol=1e-9 * scale * np.hypot(*force))
    assert float(f"{scale:.1g}") == scale


@pytest.mark.parametrize("name", SCENES)
def test_the_bold_arrow_is_the_force_on_the_point_to_the_same_scale(name):
    scene, point = SCENES[name]
    away = np.where(np.arange(len(scene)) == point, 0.6, 0.0)[:, None]
    scene = scene.replace(positions=scene.positions + away, pinned=None)
    figure = figures.landscape(scene, point, size=(6.0, 6.0))
    tails, tips = drawn.arrows(figure)
    force = drawn.stated_scale(figure) * ss.forces(scene)[point]
    assert np.hypot(*force) / drawn.point(figure) > 1.0
    np.testing.assert_allclose(tips - tails, [force], rtol=1e-9)
    held = figures.landscape(scene.replace(pinned=np.arange(len(scene)) == point), point)
    assert not len(drawn.arrows(held)[0])


def test_of_the_springs_those_at_the_point_are_drawn_and_its_circle():
    scene, point = SCENES["tug-of-war"]
    figure = figures.landscape(scene, point)
    assert len(drawn.segments(figure, "springs-similar")) == 2
    assert not len(drawn.segments(figure, "springs-dissimilar"))
    assert drawn.one(figure, f"circle-{point}").get_radius() == scene.margin
    np.testing.assert_array_equal(drawn.marks(figure, "point-centre"), scene.positions[[point]])
    assert len(drawn.marks(figure, "points-solid")) == 2


def test_many_springs_are_lines_through_which_the_loss_is_seen_and_the_figure_says_so():
    scene, point = SCENES["five-classes"]
    figure = figures.landscape(scene, point)
    acting = sum(
        similar or np.hypot(*(scene.positions[i] - scene.positions[j])) < 1.0
        for i, j, similar in oracle.springs(scene)
        if point in (i, j)
    )
    shown = drawn.segments(figure, "springs-similar") + drawn.segments(figure, "springs-dissimilar")
    assert len(shown) == acting
    assert f"the {acting} springs that act, of 39" in drawn.words(figure)


def test_on_the_circle_it_is_drawn_and_all_minima_are_on_it():
    figure = figures.landscape(*SCENES["circle-three-classes"])
    domain = drawn.one(figure, "domain")
    assert domain.get_center() == (0.0, 0.0)
    assert domain.get_radius() == 1.0
    np.testing.assert_allclose(np.hypot(*drawn.marks(figure, "minima").T), 1.0, rtol=1e-12)
    assert not drawn.named(figures.landscape(*SCENES["gate"]), "domain")


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize(("style", "language"), LOOKS)
def test_words_are_clear_of_points_and_one_another(name, style, language):
    for size in (None, (5.0, 4.0)):
        assert not drawn.faults(figures.landscape(*SCENES[name], style=style, language=language, size=size))


@pytest.mark.parametrize("name", [name for name, scene in EXTREME.items() if len(scene)])
def test_a_scene_at_the_limits_is_drawn(name):
    assert_drawn(figures.landscape(EXTREME[name], 0, style="lecture"))


@given(scene=scenes())
@settings(max_examples=10)
def test_any_scene_is_drawn(scene):
    if len(scene):
        assert_drawn(figures.landscape(scene, len(scene) - 1))


@pytest.mark.parametrize("view", [(-1.0, 1.0, -1.0, 1.0), (-0.2, 0.9, -2.0, 0.3)])
def test_the_view_is_filled_and_nothing_is_distorted(view):
    figure = figures.landscape(GATE, 3, view=view, size=(5.0, 3.0))
    axes = figure.axes[0]
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    assert left <= view[0] + 1e-12
    assert right >= view[1] - 1e-12
    assert bottom <= view[2] + 1e-12
    assert top >= view[3] - 1e-12
    box = axes.get_position()
    assert (right - left) / (box.width * 5.0) == pytest.approx((top - bottom) / (box.height * 3.0))
    places = np.concatenate([path.vertices for path in drawn.one(figure, "bands").get_paths()])
    np.testing.assert_allclose([places.min(axis=0), places.max(axis=0)], [(left, bottom), (right, top)], atol=1e-12)


@pytest.mark.parametrize(("style", "language"), LOOKS)
def test_the_same_call_gives_the_same_bytes(style, language):
    first, other = (figures.landscape(*SCENES["gate"], style=style, language=language) for _ in range(2))
    for format in figures.FORMATS:
        dpi = 60 if format == "png" else None
        assert figures.picture(first, format, dpi=dpi) == figures.picture(other, format, dpi=dpi)


RAW: Any = figures.landscape  # for calls that the types refuse


@pytest.mark.parametrize(
    ("options", "field", "allowed"),
    [
        *(({"point": p}, "point", "from 0 to 3") for p in (-1, 4, 1.0, None)),
        *(({"levels": v}, "levels", "from 2 to 40") for v in (1, 41, 2.0, True, "10", None)),
        *(({"levels": v}, "levels", "from 3 to 41 levels") for v in ([], [0.1, 0.2], [0.1 * k for k in range(42)])),
        ({"levels": [0.1, "0.2", 0.3]}, "levels[1]", "a number"),
        ({"levels": [0.1, 0.3, 0.3]}, "levels[2]", "above levels[1], 0.3"),
        ({"view": (0, 1, 1, 1)}, "view[3]", "above"),
        ({"size": (1.0, 1.0)}, "size", "at least"),
        ({"size": (9.0, 9.0, 9.0)}, "size", "width and height"),
        ({"style": "x"}, "style", "paper"),
        ({"language": "x"}, "language", "en"),
    ],
)
def test_what_is_refused_is_named(options, field, allowed):
    with pytest.raises(ss.SceneError) as refused:
        RAW(GATE, options.pop("point", 3), **options)
    assert refused.value.field == field
    assert allowed in refused.value.allowed


@pytest.mark.parametrize("style", ["paper", "lecture"])
def test_words_are_clear_at_the_smallest_size_that_is_accepted(style):
    with pytest.raises(ss.SceneError) as refused:
        figures.landscape(*SCENES["five-classes"], size=(1.0, 1.0), style=style)
    least = [float(word) + 0.01 for word in refused.value.allowed.split() if word[0].isdigit()]
    for language in ("en", "zh"):
        figure = figures.landscape(*SCENES["five-classes"], size=(least[0], least[1]), style=style, language=language)
        assert not drawn.faults(figure)


# Colours ------------------------------------------------------------------------------------------------------------------


def luminance(colour):
    """Return the relative luminance of a colour, by the definition of WCAG."""
    parts = np.array(drawn.rgb(colour))
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def lightness(colour):
    """Return L* of a colour (CIE 1976)."""
    y = luminance(colour)
    return 116.0 * y ** (1 / 3) - 16.0 if y > (6 / 29) ** 3 else y * (29 / 3) ** 3


@pytest.mark.parametrize(("tone", "way"), [("light", -1), ("dark", 1)])
def test_colours_of_the_loss_are_even_steps_of_lightness_so_that_they_are_told_apart_in_grey_and_by_all_eyes(tone, way):
    steps = np.diff([lightness(palette.loss_colour(share, tone)) for share in np.linspace(0.0, 1.0, 17)])
    assert (way * steps > 0.0).all()
    assert np.ptp(steps) < 0.6 * abs(steps.mean())  # whole numbers of 0 … 255 are no finer
    assert abs(steps.sum()) > 20.0


@pytest.mark.parametrize("tone", ["light", "dark"])
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_springs_and_forces_stand_out_from_the_highest_loss_too(tone, share):
    ground = luminance(palette.loss_colour(share, tone))
    for colour in (palette.SPRING[tone], palette.FORCE[tone]):
        low, high = sorted((ground, luminance(colour)))
        assert (high + 0.05) / (low + 0.05) > 3.0


def test_the_colour_of_a_loss_is_that_of_its_stop_and_never_beyond_the_ends():
    for tone, stops in palette.LOSS.items():
        for k, stop in enumerate(stops):
            assert palette.loss_colour(k / (len(stops) - 1), tone) == stop
        assert palette.loss_colour(-1.0, tone) == stops[0]
        assert palette.loss_colour(2.0, tone) == stops[-1]
