"""Points by the mouse: added, dragged, pinned, deleted, given another class; and the margin by its handle."""

from __future__ import annotations

import math

import numpy as np
import pytest
from playwright.sync_api import expect

import springsim as ss
from tests.browser.board import STEP, Board, descent, link, scene_of
from tests.browser.conftest import NewBoard


def distance(scene: ss.Scene) -> float:
    return math.dist(*scene.positions.tolist())


def next_class(board: Board, name: str) -> None:
    board.page.get_by_role("group", name="Class of the next point").get_by_role("button", name=f"Class {name}").click()


def test_a_click_on_empty_space_adds_a_point_of_the_current_class(board: Board):
    next_class(board, "C")
    state = board.add((0.3, -0.4))
    assert state.ack > 0
    assert (state.n, state.loss, state.phase) == (1, 0.0, "equilibrium")
    assert state.entry.labels.tolist() == [2]
    np.testing.assert_allclose(state.entry.positions, [(0.3, -0.4)], atol=1 / state.scale)


def test_a_second_point_of_the_same_class_contracts_to_loss_0(board: Board):
    board.add((-0.6, 0.1))
    state = board.add((0.5, 0.2))
    assert ss.loss(state.entry) == pytest.approx(distance(state.entry) ** 2 / 2)
    end = board.end()
    assert end.phase == "equilibrium"
    assert end.loss < 1e-12
    assert distance(scene_of(board.shared())) < 2e-6


def test_a_second_point_of_another_class_comes_to_rest_at_the_margin(board: Board):
    board.add((0.0, 0.1))
    next_class(board, "B")
    state = board.add((0.3, 0.2))
    d = distance(state.entry)
    assert ss.loss(state.entry) == pytest.approx((1 - d) ** 2 / 2)
    end = board.end()
    assert end.phase == "equilibrium"
    assert distance(scene_of(board.shared())) == pytest.approx(1, abs=2e-6)
    assert end.loss < 1e-12


def test_a_point_beyond_the_margin_is_left_alone(board: Board):
    board.add((-0.8, 0.0))
    next_class(board, "B")
    state = board.add((0.6, 0.0))
    assert (state.loss, state.phase, state.step) == (0.0, "equilibrium", 0)


def test_others_react_while_a_point_is_held_also_when_it_is_held_still(new_board: NewBoard):
    board = new_board(link(ss.Scene.from_labels([(-0.5, 0.0), (0.5, 0.0)], [0, 0])))
    board.rest()
    board.speed.select_option("1")
    query = board.grab((0.0, 0.0)).query
    board.pull((1.2, 0.9))
    held = board.until("b.loss > 0.5")
    early = board.until("b.loss < 0.2 && b.loss > 0")
    late = board.until("b.loss < 1e-9 && b.loss > 0")
    # one free point, one spring: the stable step is 1, and every step shortens the distance by the same share
    steps = [math.log(late.loss / state.loss) / math.log((1 - STEP) ** 2) for state in (held, early)]
    assert steps == pytest.approx([round(k) for k in steps], abs=1e-5)
    assert 5 < steps[1] < steps[0]
    board.until("b.phase === 'held' && b.loss < 1e-12")
    board.page.mouse.up()
    end = board.until("b.query !== arg", query)
    assert np.abs(end.entry.positions - (1.2, 0.9)).max() < 2 / end.scale


def test_a_point_let_go_settles_with_the_others(new_board: NewBoard):
    board = new_board(link(ss.Scene.from_labels([(-0.4, 0.0), (0.6, 0.0)], [0, 1])))
    assert board.end().loss == 0
    state = board.drag((-0.4, 0.0), (0.5, 0.3))
    end = board.end()
    assert end.phase == "equilibrium"
    assert end.loss < 1e-12
    rest = scene_of(board.shared())
    assert distance(rest) == pytest.approx(1, abs=2e-6)
    np.testing.assert_allclose(rest.positions, descent(end.entry).final.positions, atol=1e-9)
    np.testing.assert_allclose(end.entry.positions[0], (0.5, 0.3), atol=1 / state.scale)


def test_a_dragged_point_is_where_the_mouse_left_it(new_board: NewBoard):
    board = new_board(link(ss.Scene.from_labels([(-0.4, 0.0)], [0])))
    board.drag((-0.4, 0.0), (0.7, -0.35), steps=20)
    state = board.until("b.phase === 'equilibrium'")
    np.testing.assert_allclose(state.entry.positions, [(0.7, -0.35)], atol=1 / state.scale)


def test_the_handle_of_the_margin_circle_changes_the_margin_live_and_for_good(new_board: NewBoard):
    board = new_board("preset=dissimilar-pair")
    before = board.rest()
    centre = descent(before.entry).final.positions[0]
    x, y = board.handle(centre)
    cx, cy = before.screen(centre)
    board.page.mouse.down()
    board.page.mouse.move(cx + 1.2 * (x - cx), cy + 1.2 * (y - cy), steps=4)
    live = board.until("b.margin > 1.15 && b.loss > 0")
    board.until("b.margin >= arg && b.loss < 1e-12", live.margin)  # the handle goes on with the point that it is round
    assert f"m = {board.state().margin:.2f}" in board.words()
    board.page.mouse.move(cx + 1.3 * (x - cx), cy + 1.3 * (y - cy))
    board.page.mouse.up()
    board.until("b.margin > 1.25")
    end = board.end()
    assert end.margin == pytest.approx(1.3, abs=0.16)  # the mouse was there; the point gave way, by half of what m grew
    assert round(end.margin, 2) == end.margin
    assert end.loss < 1e-11
    assert distance(scene_of(board.shared())) == pytest.approx(end.margin, abs=1e-5)
    expect(board.page.get_by_role("slider", name="Margin")).to_have_value(f"{end.margin:g}")
    board.press("Control+z")
    board.until("b.margin === 1 && b.loss === arg", before.loss)


def test_the_slider_changes_the_margin_too(new_board: NewBoard):
    board = new_board("preset=dissimilar-pair")
    board.slide("Margin", 1.7)
    board.until("b.margin === 1.7")
    assert board.end().loss < 1e-11
    assert distance(scene_of(board.shared())) == pytest.approx(1.7, abs=1e-5)


def test_a_pinned_point_stays_and_an_unpinned_one_goes(new_board: NewBoard):
    board = new_board(link(ss.Scene.from_labels([(-0.5, 0.2), (0.7, 0.1)], [0, 1], margin=2.0)))
    board.end()
    board.press("Home")
    start = board.until("b.phase === 'paused' && b.step === 0")
    board.press("]")
    board.button("Pin").click()
    state = board.until("b.query !== arg", start.query)
    assert state.entry.pinned.tolist() == [True, False]
    pinned_at = state.entry.positions[0]
    board.button("Play").click()
    board.rest()
    scene = scene_of(board.shared())
    assert scene.positions[0].tolist() == pinned_at.tolist()
    assert distance(scene) == pytest.approx(2, abs=1e-5)
    board.button("Unpin").click()
    board.until("b.query !== arg", state.query)
    board.slide("Margin", 2.5)
    board.until("b.margin === 2.5")
    board.end()
    scene = scene_of(board.shared())
    assert not scene.pinned.any()
    assert distance(scene) == pytest.approx(2.5, abs=1e-5)
    assert scene.positions[0].tolist() != pinned_at.tolist()


def test_a_point_is_deleted_by_its_button(new_board: NewBoard):
    board = new_board("preset=tug-of-war")
    board.end()
    middle = descent(ss.presets.load("tug-of-war")).final.positions[0]
    board.select_point(middle, 1)
    board.button("Delete the point").click()
    state = board.until("b.n === 2")
    assert state.entry.springs.counts == (1, 0)
    assert board.end().loss < 1e-12


def test_a_point_changes_its_class(new_board: NewBoard):
    board = new_board("preset=dissimilar-pair")
    before = board.end()
    board.select_point(descent(before.entry).final.positions[1], 2)
    board.page.get_by_role("combobox", name="Class of the selected point").select_option(label="Class A")
    state = board.until("b.query !== arg", before.query)
    assert state.entry.labels.tolist() == [0, 0]
    assert ss.loss(state.entry) == pytest.approx(1 / 2, abs=1e-5)
    assert board.end().loss < 1e-12


def test_names_of_classes_are_shown_wherever_a_class_is(new_board: NewBoard):
    names = ["<b>setosa</b>", "猫"]
    board = new_board(link(ss.Scene.from_labels([(-0.5, 0.0), (0.5, 0.0)], [names[1], names[0]])))
    before = board.end()
    shown = board.page.locator(".below .classes .name")
    expect(shown).to_have_text(names)
    chips = board.page.get_by_role("group", name="Class of the next point").get_by_role("button")
    expect(chips).to_have_text([*names, "C"])  # and one more, which gets a name by being used
    expect(board.page.get_by_role("option", name="Point 1: class 猫, at")).to_be_attached()
    board.select_point(descent(before.entry).final.positions[1], 2)
    choice = board.page.get_by_role("combobox", name="Class of the selected point")
    expect(choice.get_by_role("option", selected=True)).to_have_text("Class <b>setosa</b>")
    choice.select_option(label="Class C")
    state = board.until("b.query !== arg", before.query)
    assert state.entry.class_names == (*names, "C")
    assert state.entry.labels.tolist() == [1, 2]
    expect(shown).to_have_text(["猫", "C"])
    expect(chips).to_have_text([*names, "C", "D"])
    assert ss.Scene.from_json(board.save_file()).class_names == (*names, "C")


def test_points_that_coincide_show_a_count_and_can_be_pulled_apart(new_board: NewBoard):
    board = new_board(link(ss.Scene.from_labels([(-0.5, 0.0), (0.1, 0.5), (0.4, -0.5)], [0, 0, 0])))
    board.end()
    assert "×3" in board.words()
    state = board.drag((0.0, 0.0), (0.8, 0.6))
    pulled = np.linalg.norm(state.entry.positions - (0.8, 0.6), axis=1) < 2 / state.scale
    assert pulled.any()
    assert board.end().loss < 1e-12


def test_coincident_points_of_different_classes_part(new_board: NewBoard):
    board = new_board("preset=coincident")
    end = board.end()
    assert end.phase == "equilibrium"
    assert end.loss == pytest.approx(descent(ss.presets.load("coincident")).loss[-1], abs=1e-12)


def test_pointing_at_a_spring_lights_its_dot_and_pointing_at_the_dot_the_spring(new_board: NewBoard):
    scene = ss.Scene.from_labels([(-0.6, 0.0), (0.6, 0.0), (0.0, 0.9)], [0, 0, 1], pinned=[True] * 3)
    board = new_board(link(scene))
    state = board.state()
    corner = (state.left + state.width / 2, state.top + state.height - 90)
    board.page.mouse.move(*corner)
    dark, curves = board.picture(), board.picture("curves")
    board.page.mouse.move(*state.screen((0.2, 0.0)))
    lit = np.argwhere((board.picture("curves") != curves).any(axis=2))
    assert len(lit)
    place = board.page.locator("canvas.curves").bounding_box()
    assert place is not None
    height, width = lit.max(axis=0) - lit.min(axis=0)
    assert max(height, width) < 40
    y, x = (lit.min(axis=0) + lit.max(axis=0)) / 2
    board.page.mouse.move(*corner)
    assert (board.picture() == dark).all()
    board.page.mouse.move(place["x"] + x, place["y"] + y)
    bright = np.argwhere((board.picture() != dark).any(axis=2))
    y, x = (bright.min(axis=0) + bright.max(axis=0)) / 2
    assert (state.left + x, state.top + y) == pytest.approx(state.screen((0.0, 0.0)), abs=4)


@pytest.mark.parametrize(
    ("preset", "chips"), [("fig2", ["springs", "forces", "margin", "trails"]), ("five-classes", ["every spring"])]
)
def test_what_is_drawn_can_be_switched(new_board: NewBoard, preset: str, chips: list[str]):
    board = new_board(f"preset={preset}")
    board.end()
    board.press("Home", "Space", ".", ".", ".")
    board.until("b.phase === 'paused'")
    board.stage.blur()  # the keyboard's crosshair goes
    board.page.mouse.move(5, 5)
    before = board.picture()
    for chip in chips:
        switch = board.page.get_by_role("group", name="Show on the board").get_by_role("button", name=chip, exact=True)
        switch.click()
        assert (board.picture() != before).any()
        switch.click()
        assert (board.picture() == before).all()
