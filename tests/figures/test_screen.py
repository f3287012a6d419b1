"""Pictures as on the board: drawn by the description that the board is sent, and by nothing else."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

import springsim as ss
from springsim import figures, look, palette
from springsim.board import wire
from springsim.figures.drawing import density
from springsim.figures.drawing.style import styled
from springsim.look import LOOK
from tests import drawn

ROOT = Path(__file__).parents[2]
PIXEL = 72 / 96


def crowd(n, classes=5):
    random = np.random.default_rng(1)
    return ss.Scene.from_labels(1.2 * random.normal(size=(n, 2)), random.integers(0, classes, n))


def board(scene, width=680, height=590, **options):
    view = (-width / 200, width / 200, -height / 200, height / 200)
    return figures.diagram(scene, view=view, size=(width / 96, height / 96), board=1.0, **{"style": "lecture", **options})


def test_the_board_is_sent_the_description_that_pictures_are_drawn_by():
    sent = wire.look()["look"]
    assert {name: sent[name] for name in dataclasses.asdict(LOOK)} == dataclasses.asdict(LOOK)
    for style, tone in (("lecture", "light"), ("dark", "dark")):
        drawn_in = styled(style, "en")
        assert (drawn_in.ink.upper(), drawn_in.faint) == (sent["ink"][tone], sent["muted"][tone])
        assert (drawn_in.spring, drawn_in.force) == (sent["spring"][tone], sent["force"][tone])


def test_the_page_has_the_ground_and_the_ink_of_its_pictures():
    css = (ROOT / "springsim/board/css/standalone.css").read_text().upper()
    for folder in ("", "springsim/app/served"):
        themes = tomllib.loads((ROOT / folder / ".streamlit/config.toml").read_text())["theme"]
        for tone in ("light", "dark"):
            theme = themes[tone]
            assert (theme["backgroundColor"], theme["textColor"]) == (palette.GROUND[tone], palette.INK[tone])
            assert f"BACKGROUND-COLOR: {palette.GROUND[tone]}" in css
            assert f"TEXT-COLOR: {palette.INK[tone]}" in css
    assert styled("dark", "en").ground == palette.GROUND["dark"]


@pytest.mark.parametrize(("n", "radius"), [(300, 5.0), (301, 4.0), (1000, 3.2), (1500, 2.6)])
@pytest.mark.parametrize("phone", [False, True])
def test_many_points_arrows_and_lines_are_as_on_the_board(n, radius, phone):
    figure = board(crowd(n), *((350, 280) if phone else (680, 590)), arrow=0.002)
    share = 0.5**0.8 if phone and n > 300 else 1.0
    smallest = 1.5 if n > 300 else 0.0
    points = drawn.one(figure, "points")
    assert np.sqrt(points.get_sizes()[0]) / PIXEL == pytest.approx(max(radius * share, smallest))
    lines = drawn.one(figure, "springs-similar")
    assert lines.get_edgecolor()[0][3] == pytest.approx(0.75 * min(1.0, np.sqrt(300 / n)))
    assert drawn.one(figure, "forces").get_facecolor()[0][3] == pytest.approx(max(0.6, min(1.0, np.sqrt(300 / n))))
    assert (
        sum(len(path.codes) // 2 for name in ("similar", "dissimilar") for path in paths(figure, name))
        <= 1.02 * LOOK.lines.most
    )


def paths(figure, kind):
    return [path for lines in drawn.named(figure, f"springs-{kind}") for path in lines.get_paths()]


def test_trails_are_as_faint_as_on_the_board_and_end_at_the_points():
    run = ss.simulate(ss.presets.load("five-classes"), steps=40, step_size=0.02)
    trails = drawn.one(board(run.final, trajectory=run), "trails")
    assert {colour[3] for colour in trails.get_colors()} == {0.55}
    assert trails.get_linewidths()[0] == pytest.approx(1.6 * PIXEL)
    np.testing.assert_allclose([way[-1] for way in trails.get_segments()], run.final.positions)


def test_a_selected_point_keeps_its_pin_and_has_its_ring():
    scene = ss.Scene.from_labels([(0, 0), (1, 0), (0, 1)], [0, 0, 1], pinned=[True, False, True])
    figure = board(scene, centre=0)
    assert len(drawn.one(figure, "pin-heads").get_offsets()) == 2
    assert drawn.one(figure, "centre-ring").radius == pytest.approx((9.0 + 5.0) / 100)


def test_where_the_handle_was_dragged_the_arrow_to_the_circle_is():
    scene = ss.presets.load("fig2")
    (head,) = drawn.outlines(board(scene, centre=0, angle=2.0), "radius-head")
    np.testing.assert_allclose(head[1] - scene.positions[0], scene.margin * np.array([np.cos(2.0), np.sin(2.0)]))


def test_the_softest_mode_is_drawn_at_rest_and_only_there():
    gate = ss.presets.load("gate")
    rest = ss.settle(gate).scene
    (way,) = drawn.segments(board(rest, mode=0), "mode")
    softest = ss.stability(rest).way(0)
    assert softest is not None
    far = np.hypot(*softest.T).argmax()
    np.testing.assert_allclose(way[1] - way[0], 0.36 * softest[far], atol=1e-9)
    moving = gate.replace(positions=gate.positions + np.array([[0.1, 0.2]]))
    assert not drawn.named(board(moving, mode=0), "mode")
    assert not drawn.named(board(rest), "mode")


def test_a_density_counts_how_many_lines_cross_each_cell():
    random = np.random.default_rng(0)
    lines = random.uniform(-20.0, 60.0, size=(300, 4))
    lines[:3] = np.array([[5, 5, 5, 5], [3.5, -9, 3.5, 90], [-5, 7.5, 70, 7.5]])
    counts, steps = density.crossed([lines[:100], lines[100:]], 40, 30)
    naive = np.zeros((30, 40), dtype=int)
    for x, y, u, v in lines:
        number = int(np.ceil(max(abs(u - x), abs(v - y))))
        for k in range(number):
            a, b = x + k * (u - x) / number, y + k * (v - y) / number
            if 0 <= a < 40 and 0 <= b < 30:
                naive[int(b), int(a)] += 1
    assert np.abs(counts - naive).sum() <= 0.002 * naive.sum()
    assert steps == counts.sum()


def test_with_every_spring_there_are_springs_then_lines_then_a_density():
    for n, name in ((20, "springs-dissimilar"), (50, "springs-dissimilar"), (80, "density")):
        assert drawn.named(board(crowd(n), springs="all"), name)
    assert board(crowd(80), springs="all") is not None


def test_a_grid_is_beneath_unless_it_is_left_out():
    assert drawn.named(board(crowd(5)), "grid")
    assert not drawn.named(board(crowd(5), grid=False), "grid")


@pytest.mark.parametrize("option", [{"angle": 1.0}, {"mode": 0}])
def test_what_only_the_board_has_is_refused_elsewhere(option):
    with pytest.raises(ss.SceneError, match=next(iter(option))):
        figures.diagram(crowd(5), **option)


def test_sizes_are_those_of_the_first_row_with_room():
    assert [look.crowd(n).radius for n in (0, 30, 31, 120, 700, 701, 10**6)] == [9.0, 9.0, 7.5, 6.0, 4.0, 3.2, 2.6]


# letters and backgrounds


def test_letters_of_an_svg_are_text_on_request():
    figure = figures.diagram(ss.presets.load("gate"), title="Gate & wall")
    shapes, text = figures.picture(figure, "svg"), figures.picture(figure, "svg", text="font")
    assert b"<text" not in shapes
    assert b">Gate &amp; wall</" in text
    assert text == figures.picture(figure, "svg", text="font")
    assert figures.picture(figure, "svg") == shapes == figures.picture(figure, "svg", text="outlines")


def test_a_background_is_left_out_on_request():
    figure = figures.diagram(ss.presets.load("gate"), style="dark")
    usual, clear = (figures.picture(figure, "svg", transparent=flag).decode() for flag in (False, True))
    whole = re.compile(r'<g id="patch_1">\s*<path d="[^"]*"[^>]*style="fill: #0e1117')
    assert whole.search(usual)
    assert not whole.search(clear)
    assert usual == figures.picture(figure, "svg").decode()
    assert figures.picture(figure, "pdf", transparent=True) != figures.picture(figure, "pdf")


@pytest.mark.parametrize(
    ("format", "option"), [("pdf", {"text": "font"}), ("pgf", {"transparent": True}), ("svg", {"text": "x"})]
)
def test_what_a_format_does_not_have_is_refused_by_name(format, option):
    with pytest.raises(ss.SceneError, match=next(iter(option))):
        figures.picture(figures.diagram(crowd(3)), format, **option)
