import json

import numpy as np
import pytest

import springsim as ss
from springsim import palette
from springsim.app.session import address, answer, landscape_layer
from springsim.model import presets
from tests import oracle
from tests.app.boards import board_of, command, decoded, sent
from tests.scenes import KINDS, random_scene

VIEW = (-1.5, 1.7, -1.1, 1.3)


def surveyed(scene, point=0, view=VIEW, frame=0):
    return landscape_layer.survey(ss.simulate(scene, steps=50), frame, point, view)


def grid(survey):
    """Return the places of the cells, (h, w, 2), and the losses that the board makes of what is sent."""
    rows, columns = survey.arrays["ground"].shape
    left, right, bottom, top = survey.head["view"]
    places = np.stack(np.meshgrid(np.linspace(left, right, columns), np.linspace(bottom, top, rows)), axis=-1)
    low, high = survey.head["low"], survey.head["high"]
    return places, low + (high - low) * survey.arrays["ground"] / 65535


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("domain", ["plane", "circle"])
def test_the_landscape_is_the_loss_over_the_places_of_the_point(kind, domain):
    scene = random_scene(kind, 8, 2, pins=2).replace(domain=domain)
    found = surveyed(scene, 3)
    places, loss = grid(found)
    step = (found.head["high"] - found.head["low"]) / 65535
    for row, column in np.random.default_rng(0).integers(0, loss.shape, (20, 2)):
        x = scene.positions.copy()
        x[3] = places[row, column]
        assert loss[row, column] == pytest.approx(oracle.loss(scene, x), abs=step)


def test_the_arrows_are_the_force_there_at_the_middle_of_even_cells():
    scene = random_scene("labels", 8, 2)
    found = surveyed(scene, 3)
    rows, columns, _ = found.arrays["field"].shape
    places, _ = grid(found)
    left, right, bottom, top = VIEW
    cell = np.array([(right - left) / columns, (top - bottom) / rows])
    for row, column in [(0, 0), (rows - 1, columns - 1), (rows // 2, 3)]:
        middle = (left, bottom) + cell * (column + 0.5, row + 0.5)
        x = scene.positions.copy()
        nearest = np.hypot(*(places - middle).transpose(2, 0, 1)).argmin()
        x[3] = places.reshape(-1, 2)[nearest]
        assert np.abs(x[3] - middle).max() < 0.6 * cell.max()
        np.testing.assert_allclose(found.arrays["field"][row, column], oracle.forces(scene.replace(positions=x))[3], rtol=1e-5)


@pytest.mark.parametrize("margin", [0.6, 1.0])
def test_the_minima_and_the_levels_are_those_of_the_figure(margin):
    gate = presets.load("gate").replace(margin=margin)
    head = surveyed(gate, 3).head
    np.testing.assert_allclose(head["minima"], ss.landscape(gate, 3, view=VIEW).minima, atol=1e-9)
    assert head["levels"] == sorted(head["levels"])
    assert head["levels"][0] <= head["low"]
    assert head["levels"][-1] >= head["high"] * (1 - 1e-9)
    for tone in ("light", "dark"):
        assert len(head["colours"][tone]) == len(head["levels"]) - 1
        assert head["colours"][tone][0] == palette.loss_colour(0.0, tone)
        assert head["colours"][tone][-1] == palette.loss_colour(1.0, tone)


@pytest.mark.parametrize("name", presets.names())
def test_any_scene_has_a_landscape_that_is_small_and_valid(name):
    scene = presets.load(name)
    for point in range(min(len(scene), 2)):
        for view in (VIEW, (-90.0, 90.0, -0.1, 0.1), (0.3, 0.3001, 0.2, 0.2001)):
            found = surveyed(scene, point, view)
            json.dumps(found.head, allow_nan=False)
            assert sum(array.nbytes for array in found.arrays.values()) < 60_000
            assert np.isfinite(found.arrays["field"]).all()


def test_a_landscape_is_of_the_frame_seen_and_sent_once_with_the_answer_that_asks_for_it():
    board = address.opened({"preset": "tug-of-war"}, "en")
    last = len(board.trajectory) - 1
    asked = command("landscape", point=1, left=-1.5, right=1.5, bottom=-1.0, top=1.0)
    after = sent(board, asked, frame=last)
    head, arrays = decoded(answer.packed(after, "en", after.springs_serial, after.serial))
    assert head["ground"]["frame"] == last
    assert head["ground"]["point"] == 1
    assert arrays["ground"].dtype == np.uint16
    assert "positions" not in arrays  # what the board has is not sent again
    np.testing.assert_allclose(head["ground"]["minima"], board.trajectory.positions[-1, [1]], atol=1e-5)
    later, _ = decoded(answer.packed(sent(after, command("language", value="zh"))))
    assert "ground" not in later


def test_with_a_change_a_landscape_is_of_the_new_start_and_of_a_deleted_point_there_is_none():
    board = board_of(random_scene("labels", 5))
    asked = command("landscape", point=4, left=-1.0, right=1.0, bottom=-1.0, top=1.0)
    changed = sent(board, command("margin", value=2.0, gesture=0, live=False), asked, frame=3)
    assert changed.survey is not None
    assert changed.survey.head["frame"] == 0
    gone = sent(board, command("delete", i=0), asked)
    assert gone.survey is None
    assert gone.errors == ()


@pytest.mark.parametrize("view", [(1.0, 1.0, 0.0, 1.0), (0.0, 1.0, 1.0, 0.0)])
def test_a_view_without_extent_is_refused_and_nothing_is_lost(view):
    board = board_of(random_scene("labels", 5))
    sides = dict(zip(("left", "right", "bottom", "top"), view, strict=True))
    after = sent(board, command("landscape", point=0, **sides))
    assert [error.field for error in after.errors] in (["view[1]"], ["view[3]"])
    assert after.entry == board.entry
