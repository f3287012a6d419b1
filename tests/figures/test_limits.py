"""What figures refuse and how they say so; and scenes at the limits of what can be drawn."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

import springsim as ss
from springsim import figures
from springsim.model import presets
from springsim.sheets import SIZES
from tests import drawn, oracle
from tests.scenes import random_scene, scenes

FIG2 = presets.load("fig2")
PAIR = ss.simulate(presets.load("similar-pair"), steps=3)
PLAIN = figures.figure1()
NAN, INF = float("nan"), float("inf")
WRONG_SIZES: tuple[Any, ...] = (960, "ab", (1, 2, 3))


def diagram(**options: Any) -> Any:
    return lambda: figures.diagram(FIG2, **options)


REFUSED: list[tuple[Any, str, str]] = [
    *((lambda m=m: figures.figure1(m), "margin", "to 5") for m in (0.049, 5.01, 0, -1, NAN, INF, "1", None, True, [1.0])),
    *((lambda m=m: figures.figure2("a", margin=m), "margin", "from 0.05 to 5") for m in (0.0, 5.1, NAN, "m")),
    *((lambda p=p: figures.figure1(1.0, as_printed=p), "as_printed", "true or false") for p in (1, "yes", None)),
    *((lambda p=p: figures.figure2(p), "panel", "one of a, b, c, d, e") for p in ("f", "A", "", 1, ["a"], "ab")),
    *((lambda s=s: figures.figure1(style=s), "style", "one of paper, lecture, dark") for s in ("Paper", "", None, ["paper"])),
    *((lambda s=s: figures.figure1(language=s), "language", "one of en, zh") for s in ("fr", "EN", "", None, 3, ["en"])),
    (lambda: figures.figure2(style="x"), "style", "paper"),
    (lambda: figures.loss_curves(FIG2, style="x"), "style", "paper"),
    (lambda: figures.settling(PAIR, style="x"), "style", "paper"),
    (lambda: figures.Film(PAIR, style="x"), "style", "paper"),
    (diagram(language="x"), "language", "en"),
    *((diagram(centre=c), "centre", "from 0 to 11") for c in (-1, 12, 1.0, "0", True, NAN)),
    (lambda: figures.diagram(presets.load("empty"), centre=0), "centre", "none"),
    *((diagram(springs=s), "springs", '"all"') for s in ("some", None, 2, ("all",))),
    *((diagram(centre=0, forces=f), "forces", '"each"') for f in ("all", None, 2)),
    (diagram(forces="each"), "forces", "with a centre"),
    *((diagram(arrow=a), "arrow", "above 0 up to 1000") for a in (0.0, -1.0, 1001.0, NAN, INF, "1", True)),
    *((diagram(circles=c), "circles", "one of selected, all, none") for c in ("each", None, True, 1)),
    *((diagram(labels=x), "labels", "12 texts") for x in ("name", ["a"], [], 5, True, {"a": 1})),
    (diagram(labels=["a"] * 11 + [7]), "labels[11]", "text"),
    (diagram(labels=["x" * 201] + ["a"] * 11), "labels[0]", "at most 200"),
    *((diagram(title=t), "title", "text") for t in (None, 5, b"x", ["x"])),
    (diagram(title="x" * 201), "title", "at most 200 characters"),
    (diagram(trajectory=PAIR), "trajectory", "12 points"),
    *((lambda k=k: figures.diagram(PAIR.scene, trajectory=PAIR, frame=k), "frame", "from 0 to 1") for k in (-1, 2, 1.0, "1")),
    *((diagram(view=v), "view", "four numbers") for v in (3, "0101", (0, 1, 0), ())),
    (diagram(view=(0, NAN, 0, 1)), "view[1]", "a number"),
    (diagram(view=(0, "1", 0, 1)), "view[1]", "a number"),
    (diagram(view=(1, 0, 0, 1)), "view[1]", "above"),
    (diagram(view=(0, 1, 1, 1)), "view[3]", "above"),
    (diagram(view=(0, 1e300, 0, 1)), "view[1]", "a number from"),
    *((diagram(size=s), "size", "width and height in inches") for s in (3, "33", (3,), (1, 2, 3))),
    (diagram(size=(0.9, 3)), "size[0]", "from 1 to 40"),
    (diagram(size=(3, 41)), "size[1]", "from 1 to 40"),
    (diagram(size=(NAN, 3)), "size[0]", "from 1 to 40"),
    (diagram(size=(3, 1), axes=True, title="two\nlines"), "size", "inches, for the words"),
    (diagram(size=(1, 1), style="lecture"), "size", "inches, for the words"),
    (lambda: figures.figure1(size=(1, 1)), "size[0]", "from 1.5"),
    (lambda: figures.figure2(size=(3.4, 1)), "size[1]", "from 3.2"),
    (diagram(size="colum"), "size", "or one of column, text"),
    (lambda: figures.settling(PAIR, size=(1, 1)), "size", "inches, for the words"),
    *((lambda k=k: figures.settling(PAIR, pictures=k), "pictures", "from 2 to 8") for k in (1, 9, 2.0, "4", True)),
    (lambda: figures.settling(PAIR, centre=2), "centre", "from 0 to 1"),
    (lambda: figures.Film(PAIR, centre=-1), "centre", "from 0 to 1"),
    *((lambda k=k: figures.Film(PAIR).draw(k), "frame", "from 0 to 1") for k in (-1, 2, 0.0, "0", None)),
    *((lambda s=s: figures.Film(PAIR, size=s), "size", "in pixels") for s in WRONG_SIZES),
    (lambda: figures.Film(PAIR, size=(119, 720)), "size[0]", "from 120"),
    (lambda: figures.Film(PAIR, size=(960, 10**6)), "size[1]", "from 120"),
    (lambda: figures.Film(PAIR, dpi=0), "dpi", "from 50"),
    (lambda: figures.Film(PAIR, size=(120, 120), dpi=300), "dpi", "from 50 to 100"),
    *((lambda f=f: figures.picture(PLAIN, f), "format", "svg, pdf, png, pgf") for f in ("jpg", "", "SVG", None)),
    *((lambda d=d: figures.picture(PLAIN, "png", dpi=d), "dpi", "from 50 to 600") for d in (49, 601, 100.0, "9", NAN)),
]  # fmt: skip


def test_an_argument_out_of_range_is_refused_with_its_name_and_what_is_allowed(subtests):
    for number, (call, field, allowed) in enumerate(REFUSED):
        with subtests.test(field, number=number):
            with pytest.raises(ss.SceneError) as refused:
                call()
            assert refused.value.field == field
            assert allowed in refused.value.allowed


@pytest.mark.parametrize("margin", [0.05, 5, np.float64(1.5), np.int64(2)])
def test_margins_at_the_ends_of_the_range_are_drawn(margin):
    figures.figure1(margin)
    figures.figure2(None, margin=margin)


@pytest.mark.parametrize("name", ["column", "icml-column", "text", "neurips", "slide", "beamer"])
def test_a_size_by_name_is_that_wide_and_across_a_page_leaves_most_of_it(name):
    gate = ss.presets.load("gate")
    for draw in (figures.figure1, figures.figure2, lambda **look: figures.diagram(gate, **look)):
        width, height = draw(size=name).get_size_inches()
        assert width == pytest.approx(SIZES[name][0])
        assert height == pytest.approx(SIZES[name][1]) if SIZES[name][1] else width < 4.5 or height < 4.0


def test_numpy_numbers_are_accepted_like_pythons():
    view: Any = np.array([-1.0, 1.0, -1.0, 1.0])
    size: Any = np.array([3.0, 3.0])
    index: Any = np.int64(3)
    figures.diagram(FIG2, centre=index, view=view, size=size)
    count: Any = np.int32(2)
    figures.settling(PAIR, pictures=count)


# Limits of legibility ----------------------------------------------------------------------------------------------------


def acting(scene):
    """Return how many springs pull or push, and how many there are."""
    d = [(np.hypot(*(scene.positions[i] - scene.positions[j])), similar) for i, j, similar in oracle.springs(scene)]
    return sum((x > 1e-6 * scene.margin) if similar else (x < (1 - 1e-6) * scene.margin) for x, similar in d), len(d)


def lines_drawn(figure):
    similar, pushing, slack = (len(drawn.segments(figure, f"springs-{kind}")) for kind in ("similar", "dissimilar", "slack"))
    return similar, pushing + slack


def numbers_in(figure):
    return [int(n) for n in re.findall(r"\d+", drawn.one(figure, "note").get_text().split("·")[0])]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["five-classes", "ring", "two-classes"])
def test_very_many_springs_become_lines_and_the_note_counts_those_that_act(name, language):
    for scene in (presets.load(name), ss.simulate(presets.load(name), steps=500).final):
        figure = figures.diagram(scene, language=language)
        shown, total = acting(scene)
        assert sum(lines_drawn(figure)) == shown
        assert numbers_in(figure) == [shown, total]
        assert not drawn.named(figure, "bars-dissimilar")
        for gid, similar in (("springs-similar", True), ("springs-dissimilar", False)):
            truth = {(i, j) for i, j, kind in oracle.springs(scene) if kind == similar}
            for a, b in drawn.segments(figure, gid):
                near = [np.flatnonzero((scene.positions == end).all(axis=1)).tolist() for end in (a, b)]
                assert any((min(i, j), max(i, j)) in truth for i in near[0] for j in near[1])


def test_with_a_centre_the_note_counts_its_springs_and_those_are_drawn():
    scene = presets.load("five-classes")
    figure = figures.diagram(scene, centre=7)
    others = np.delete(np.arange(40), 7)
    apart = np.hypot(*(scene.positions[others] - scene.positions[7]).T) > 7.0 * drawn.point(figure)  # or they touch
    alike = scene.labels[others] == scene.labels[7]
    assert lines_drawn(figure) == (np.count_nonzero(apart & alike), 2 * np.count_nonzero(apart & ~alike))  # double lines
    assert numbers_in(figure) == [39, 780]


def test_up_to_sixty_springs_are_all_drawn_as_springs_and_nothing_is_said():
    scene = random_scene("labels", 11, 5, spread=1.5)
    figure = figures.diagram(scene)
    assert "spring" not in drawn.words(figure)
    similar = sum(kind for *_, kind in oracle.springs(scene))
    assert lines_drawn(figure) == (similar, 2 * (55 - similar))


def test_all_springs_are_drawn_on_demand_and_beyond_four_hundred_as_lines_of_which_the_note_says_that_they_are_all():
    ring = presets.load("ring")
    figure = figures.diagram(ring, springs="all")
    assert lines_drawn(figure) == (36, 2 * (153 - 36))
    assert "spring" not in drawn.words(figure)
    scene = presets.load("five-classes")
    figure = figures.diagram(scene, springs="all")
    assert sum(lines_drawn(figure)) == 780
    assert "all 780 springs" in drawn.words(figure)
    assert "act" not in drawn.one(figure, "note").get_text()


def test_three_hundred_points_with_labels_are_drawn_and_the_note_says_what_share_of_the_springs_is():
    scene = random_scene("labels", 300, 4, spread=1.5)
    figure = figures.diagram(scene, labels="index", style="lecture")
    assert not drawn.faults(figure)
    shown, total = acting(scene)
    every, said_shown, said_total = numbers_in(figure)
    assert (said_shown, said_total) == (shown, total)
    assert sum(lines_drawn(figure)) == -(-shown // every)
    assert sum(lines_drawn(figure)) <= 4000
    labels = drawn.named(figure, "label")
    assert 50 < len(labels) <= 300
    every, total = numbers_in(figures.diagram(scene, springs="all"))
    assert (every, total) == (-(-44850 // 4000), 44850)


def test_many_points_are_drawn_smaller():
    sizes = [
        drawn.reach(drawn.named(figures.diagram(random_scene("labels", n, 1)), "points-class-0")[0]) for n in (20, 60, 200)
    ]
    assert sizes[0] > sizes[1] > sizes[2] > 1.0


def test_a_loss_curve_of_very_many_springs_says_how_many_are_dots():
    scene = random_scene("labels", 120, 4)
    figure = figures.loss_curves(scene)
    dots = len(drawn.marks(figure, "dots-similar")) + len(drawn.marks(figure, "dots-dissimilar"))
    said, total = (int(n) for n in re.findall(r"\d+", drawn.one(figure, "note").get_text()))
    assert (said, total) == (dots, 7140)
    assert dots <= 2001


FAR = 1e6
EXTREME = {
    "empty": ss.Scene.from_labels(np.empty((0, 2)), []),
    "one point": ss.Scene.from_labels([(0.3, 0.2)], [3]),
    "one pinned point": ss.Scene.from_labels([(0.3, 0.2)], [3], margin=1.0, pinned=[True]),
    "two in one place": ss.Scene.from_labels([(0.3, 0.2)] * 2, [0, 1]),
    "all in one place": presets.load("coincident"),
    "all in one place, far off": ss.Scene.from_labels([(FAR, FAR)] * 3, [0, 0, 1], margin=1e-6),
    "all pinned": random_scene("labels", 8, 1, pins=8),
    "on a line": ss.Scene.from_labels([(0, 0), (1, 0), (2, 0)], [0, 0, 1]),
    "huge": ss.Scene.from_labels([(-FAR, -FAR), (FAR, FAR), (FAR, -FAR)], [0, 0, 1]),
    "huge, of huge margin": ss.Scene.from_labels([(-FAR, -FAR), (FAR, FAR), (FAR, -FAR)], [0, 0, 1], margin=1e6),
    "far off": ss.Scene.from_labels([(FAR, FAR), (FAR, FAR - 1), (FAR - 1, FAR)], [0, 0, 1]),
    "tiny": ss.Scene.from_labels([(0, 0), (1e-6, 1e-6), (5e-7, 0)], [0, 0, 1], margin=1e-6),
    "of tiny margin": ss.Scene.from_labels([(0, 0), (1, 1), (0.5, 0)], [0, 0, 1], margin=1e-6),
    "of huge margin": ss.Scene.from_labels([(0, 0), (1, 1), (0.5, 0)], [0, 0, 1], margin=1e6),
    "subnormal": ss.Scene.from_labels([(0, 0), (5e-324, 0), (1e-310, 0)], [0, 0, 1]),
    "of large labels": ss.Scene.from_labels([(0, 0), (1, 0), (2, 0)], [1_000_000, 25, 26]),
}  # fmt: skip


@cache
def run_of(name):
    return ss.simulate(EXTREME[name], steps=20, frames=8)


def assert_drawn(figure):
    assert not drawn.faults(figure)
    svg = figures.picture(figure, "svg").decode()
    assert "nan" not in re.sub(r"<[^>]*(title|metadata)[^>]*>", "", svg).lower()
    assert not re.search(r"[ \"]-?inf", svg)
    figures.picture(figure, "png", dpi=50)


@pytest.mark.parametrize("name", EXTREME)
def test_a_scene_at_the_limits_is_drawn(name):
    scene, run = EXTREME[name], run_of(name)
    centre = 0 if len(scene) else None
    options: Any = {"labels": "class", "axes": True, "title": "T", "trajectory": run}
    assert_drawn(figures.diagram(scene, circles="all", **options))
    assert_drawn(figures.settling(run, pictures=2, centre=centre))
    film = figures.Film(run, centre=centre)
    film.draw(len(run) - 1)
    assert_drawn(film.figure)
    assert_drawn(figures.loss_curves(scene))


@given(scene=scenes())
@settings(max_examples=10)
def test_any_scene_is_drawn(scene):
    centre = 0 if len(scene) else None
    assert_drawn(figures.diagram(scene, centre=centre, labels="index"))
    assert_drawn(figures.loss_curves(scene))


def test_an_empty_scene_is_an_empty_picture_without_a_note():
    figure = figures.diagram(EXTREME["empty"])
    assert drawn.words(figure).strip() == ""
    assert not drawn.discs(figure).size


def test_a_single_point_is_in_the_middle():
    for style in figures.STYLES:
        figure = figures.diagram(EXTREME["one point"], style=style)
        ((x, y, _),) = drawn.discs(figure)
        wide, _ = figure.get_size_inches() * 72.0
        assert x == pytest.approx(wide / 2, abs=1.0)
        place = figure.axes[0].get_position()
        assert y == pytest.approx(72.0 * figure.get_figheight() * (place.y0 + place.y1) / 2, abs=1.0)


def test_when_all_points_are_held_no_arrow_is_drawn():
    figure = figures.diagram(EXTREME["all pinned"])
    assert not len(drawn.arrows(figure)[0])
    assert len(drawn.marks(figure, "pin-heads")) == 8


def test_a_circle_smaller_than_its_point_has_no_spring_to_it():
    figure = figures.diagram(ss.Scene.from_pairs([(0, 0), (1, 0)], [], [(0, 1)], margin=0.001), centre=0)
    assert not drawn.segments(figure, "springs-dissimilar")


def test_far_from_the_origin_points_stay_apart():
    figure = figures.diagram(EXTREME["far off"], springs=False)
    at = drawn.discs(figure)[:, :2]
    gaps = sorted(float(np.hypot(*(a - b))) for k, a in enumerate(at) for b in at[:k])
    assert gaps[0] == pytest.approx(gaps[1], rel=1e-6)
    assert gaps[2] == pytest.approx(np.sqrt(2) * gaps[0], rel=1e-6)
    assert gaps[0] > 30.0
