"""What is done to several points at once: one change, which one undo takes back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from springsim import Scene
from springsim.app.session import answer
from springsim.board import wire
from tests.app.boards import GESTURE, board_of, command, decoded, done, same, sent, small, springs

MOVE: dict[str, Any] = {"i": [3, 0], "x": [0.5, -0.25], "y": [1.0, 2.0]}


@pytest.mark.parametrize("kind", ["labels", "neighbours", "pairs"])
def test_several_points_are_moved_pinned_and_given_a_class_as_if_one_after_the_other_with_one_undo(kind):
    start = board_of(small(kind))
    for op, several, one_by_one in (
        ("move", MOVE | GESTURE, [{"i": 3, "x": 0.5, "y": 1.0, **GESTURE}, {"i": 0, "x": -0.25, "y": 2.0, **GESTURE}]),
        ("pin", {"i": [1, 2], "on": True}, [{"i": 1, "on": True}, {"i": 2, "on": True}]),
        ("label", {"i": [4, 0], "label": 5}, [{"i": 4, "label": 5}, {"i": 0, "label": 5}]),
        ("delete", {"i": [0, 3]}, [{"i": 3}, {"i": 0}]),  # the later first: its number is the same then
    ):
        together = done(start, op, **several)
        expected = start
        for args in one_by_one:
            expected = done(expected, op, **args)
        assert together.entry.scene == expected.entry.scene, op
        assert springs(together.entry.scene) == springs(expected.entry.scene)
        assert len(together.entries) == 2
        assert same(done(together, "undo").entry, start.entry)


def test_all_points_can_be_deleted_at_once():
    assert len(done(board_of(small()), "delete", i=[4, 2, 0, 1, 3]).entry.scene) == 0


@pytest.mark.parametrize(
    ("op", "args", "field"),
    [
        ("delete", {"i": [1, 1]}, "delete.i"),
        ("delete", {"i": []}, "delete.i"),
        ("delete", {"i": [0, 5]}, "delete.i"),
        ("delete", {"i": [0, -1]}, "delete.i[1]"),
        ("delete", {"i": [0.5]}, "delete.i[0]"),
        ("delete", {"i": list(range(2001))}, "delete.i"),
        ("pin", {"i": "01", "on": True}, "pin.i"),
        ("move", MOVE | GESTURE | {"x": [0.5]}, "move.x"),
        ("move", MOVE | GESTURE | {"y": 0.5}, "move.y"),
        ("move", MOVE | GESTURE | {"i": 3}, "move.x"),
        ("move", MOVE | GESTURE | {"x": [0.5, float("nan")]}, "move.x[1]"),
        ("x", {"i": 1, "value": "abc"}, "x.value"),
        ("y", {"i": 1, "value": 1.1e6}, "y.value"),
        ("y", {"i": 5, "value": 1.0}, "y.i"),
        ("angle", {"i": 1, "value": 361}, "angle.value"),
    ],
)
def test_what_is_wrong_with_one_of_them_is_said_and_changes_nothing(op, args, field):
    start = board_of(small())
    after = sent(start, command(op, **args))
    assert [error.field for error in after.errors] == [field]
    assert after.entries == start.entries


def test_points_that_are_held_stay_while_the_others_move_and_bear_the_force_that_is_left():
    board = board_of(small())
    held = done(board, "move", **MOVE, gesture=4, live=True)
    assert held.held == (3, 0)
    np.testing.assert_array_equal(held.trajectory.positions[:, 3], [(0.5, 1.0)] * len(held.trajectory))
    np.testing.assert_array_equal(held.trajectory.positions[:, 0], [(-0.25, 2.0)] * len(held.trajectory))
    assert (held.trajectory.positions[-1, 1] != held.trajectory.positions[0, 1]).any()
    head, arrays = decoded(answer.packed(held))
    forces = held.trajectory.forces[-1]
    assert head["held"] == [3, 0]
    residual = arrays["numbers"][-1, wire.NUMBERS.index("residual")]
    assert residual == max(np.hypot(*forces[i]) for i in (0, 1, 2, 3))  # point 4 is pinned
    after = done(held, "move", **MOVE, gesture=4, live=False)
    assert (after.held, len(after.entries)) == ((), 2)
    assert done(after, "undo").entry.scene == board.entry.scene


def test_on_the_circle_each_of_them_goes_its_own_direction_and_one_without_a_direction_stays():
    x = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)]
    scene = Scene.from_labels(x, [0, 1, 1], domain="circle")
    after = done(board_of(scene), "move", i=[0, 1, 2], x=[3.0, 0.0, -0.5], y=[4.0, 0.0, 0.0], **GESTURE).entry.scene
    np.testing.assert_allclose(after.positions, [(0.6, 0.8), (0.0, 1.0), (-1.0, 0.0)], atol=1e-15)


def test_a_typed_coordinate_is_taken_exactly_and_the_other_stays_as_it_is():
    board = board_of(small())
    frame = len(board.trajectory) // 2
    seen = board.trajectory.positions[frame]
    after = done(board, "x", frame, i=1, value=0.1)
    expected = seen.copy()
    expected[1, 0] = 0.1
    np.testing.assert_array_equal(after.entry.scene.positions, expected)
    assert len(after.entries) == 2
    assert done(after, "y", i=1, value=-1e6).entry.scene.positions[1].tolist() == [0.1, -1e6]
    assert done(done(after, "y", i=1, value=2.5), "undo").entry.scene == after.entry.scene
    circle = board_of(Scene.from_labels([(1.0, 0.0), (0.0, 1.0)], [0, 1], domain="circle"))
    np.testing.assert_allclose(done(circle, "angle", i=1, value=-30.0).entry.scene.positions[1], (0.75**0.5, -0.5))
