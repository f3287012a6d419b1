import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import streamlit
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from springsim import Scene, sweep_margin, texts
from springsim.app.margins import sweeps
from springsim.app.margins.selection import OWN
from springsim.app.session import address
from springsim.model import presets
from springsim.validation.limits import SWEEP_APP_RUNS_MAX

NAN = float("nan")
APP = Path(__file__).parents[3] / "app.py"
BOARD = "springsim_board"
WORDS = texts.of("en", "pages")
WITHOUT_LOSS = ["similar-pair", "dissimilar-pair", "fig2a", "fig2c", "fig2"]
WITHOUT_LOSS += ["two-classes", "five-classes", "crowd", "saddle", "coincident"]


def opened(language="en", board=None):
    """Return the page, with what is asked for at first."""
    page = AppTest.from_file(str(APP), default_timeout=120)
    page.query_params["lang"] = language
    page._page_hash = calc_hash("margins")
    if board is not None:
        page.session_state[BOARD] = board
    return done(page)


def done(page):
    """Run the page until the sweep is done."""
    for _ in range(100):
        page.run()
        assert not page.exception
        if not page.get("progress"):
            return page
        time.sleep(0.2)
    raise AssertionError("the sweep is never done")


def said(page):
    return " ".join(element.value for element in (*page.header, *page.markdown, *page.caption, *page.subheader))


def charts(page):
    return page.get("plotly_chart")


# what is there


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_at_first_the_gate_is_swept_with_all_that_belongs_to_it(language):
    page = opened(language)
    words = texts.of(language, "pages")
    assert page.selectbox(key="margins_scene").value == "gate"
    assert page.header[0].value == words["law_pins_title"]
    assert words["look_gate"] in said(page)
    assert len(charts(page)) == 1
    assert len(page.get("image")) == 1 + 7
    assert [button.label for button in page.get("download_button")] == ["CSV", "SVG", "PDF", "PNG", "HTML"]
    assert not page.error
    assert not page.warning


@pytest.mark.parametrize("name", ["empty", "five-classes", "ring", "two-on-a-circle", "coincident"])
def test_a_preset_can_be_chosen(name):
    page = opened()
    page.selectbox(key="margins_scene").set_value(name)
    done(page)
    assert WORDS[f"look_{name.replace('-', '_')}"] in said(page)
    assert len(charts(page)) == (0 if name == "empty" else 1)
    page.toggle(key="margins_units").set_value(True)
    done(page)


def test_all_presets_are_offered_with_words_of_their_own():
    (choice,) = [box for box in opened().selectbox if box.key == "margins_scene"]
    assert len(choice.options) == len(presets.names()) + 1  # and the scene of the playground
    assert all(WORDS[f"look_{name.replace('-', '_')}"] for name in presets.names())


@pytest.mark.parametrize("start", ["random", "continue"])
def test_every_start_can_be_chosen_and_what_holds_follows(start):
    page = opened()
    page.selectbox(key="margins_scene").set_value("knot")
    page.selectbox(key="margins_start").set_value(start)
    done(page)
    spread = texts.length(float(np.hypot(*np.ptp(presets.load("knot").positions, axis=0))))
    law = WORDS["law_also_none" if start == "random" else f"law_also_{start}"].format(length=spread)
    assert law in said(page)
    assert len(page.select_slider(key="margins_at").options) == (77 if start == "continue" else 39)


def board_with(scene):
    return address.opened({"s": scene.to_link()}, "en")


def test_a_scene_of_the_visitor_is_the_one_that_is_swept():
    scene = Scene.from_labels([(0.3, 0.2), (-0.4, 0.1), (0.2, -0.6)], [0, 0, 1], margin=0.5)
    page = opened(board=board_with(scene))
    assert page.selectbox(key="margins_scene").value == OWN
    assert (page.number_input(key="margins_low").value, page.number_input(key="margins_high").value) == (0.05, 1.0)
    assert WORDS["look_playground"] in said(page)


def test_a_preset_on_the_board_is_chosen():
    assert opened(board=address.opened({"preset": "ring"}, "en")).selectbox(key="margins_scene").value == "ring"


@pytest.mark.parametrize("scene", [Scene.from_labels([], []), Scene.from_labels([(0.5, 0.5)], [0])])
def test_where_there_is_nothing_to_sweep_the_page_says_so(scene):
    page = opened(board=board_with(scene))
    assert page.header[0].value == WORDS["law_empty_title"]
    assert not charts(page)
    assert page.button[0].label == WORDS["margins_draw"]
    page.button[0].click().run()
    assert not page.exception


@pytest.mark.parametrize(("pinned", "domain"), [([False, False], "plane"), ([True, False], "circle"), ([True, True], "plane")])
def test_small_scenes_with_and_without_pins_are_shown(pinned, domain):
    scene = Scene.from_labels([(1.0, 0.0), (0.8, 0.6)], [0, 1], pinned=pinned, domain=domain)
    assert len(charts(opened(board=board_with(scene)))) == 1


def test_one_margin_and_one_start_are_a_sweep_too():
    page = opened()
    page.number_input(key="margins_count").set_value(1)
    page.number_input(key="margins_seeds").set_value(1)
    done(page)
    assert len(charts(page)) == 1
    assert len(page.get("image")) == 2


# choosing


def test_another_margin_shows_its_equilibrium():
    page = opened()
    page.select_slider(key="margins_at").set_value(28)
    done(page)
    assert page.subheader[0].value == WORDS["margins_rest"].format(margin="1.5")
    gate = sweeps.checked(presets.load("gate"), 0.1, 2.0, 39, 10, "random")
    loss = sweep_margin(gate.scene, [1.5], seeds=range(10), start="random").loss
    assert f"**{loss.min():.4g} = " in said(page)


def test_a_small_picture_is_chosen_by_the_button_under_it():
    page = opened()
    page.button(key="margins_choose_38").click()
    done(page)
    assert page.subheader[0].value == WORDS["margins_rest"].format(margin="2")


def test_the_margin_that_was_chosen_stays_so_in_another_sweep():
    page = opened()
    page.select_slider(key="margins_at").set_value(28)
    done(page)
    page.number_input(key="margins_count").set_value(20)
    done(page)
    assert page.subheader[0].value == WORDS["margins_rest"].format(margin="1.5")


def test_the_range_follows_the_scene_until_another_is_chosen():
    page = opened()
    page.selectbox(key="margins_scene").set_value("circle-torn")
    done(page)
    assert page.number_input(key="margins_high").value == 3.0
    page.number_input(key="margins_high").set_value(2.4)
    page.selectbox(key="margins_scene").set_value("ring")
    done(page)
    assert page.number_input(key="margins_high").value == 2.4


def test_an_equilibrium_is_opened_in_the_playground_as_it_is_shown_and_can_be_undone():
    page = opened()
    before = page.session_state[BOARD].entry
    page.select_slider(key="margins_at").set_value(22)
    done(page)
    page.button(key="margins_open").click().run()
    assert not page.exception
    board = page.session_state[BOARD]
    gate = sweeps.checked(presets.load("gate"), 0.1, 2.0, 39, 10, "random")
    sweep = sweep_margin(gate.scene, gate.margins, seeds=range(10), start="random")
    assert board.entry.scene == sweep.at(22, int(np.argmin(sweep.loss[22])))
    assert (board.entry.preset, board.entry.pristine) == ("gate", False)
    assert board.trajectory.converged
    assert board.entries[0].scene == before.scene


# what is refused, and what is kept


def test_what_is_wrong_is_named_and_what_was_found_before_stays():
    page = opened()
    page.number_input(key="margins_low").set_value(-1.0).run()
    assert page.error[0].value.startswith("from: -1.0 is not allowed; expected a number from")
    page.number_input(key="margins_low").set_value(3.0).run()
    assert page.error[0].value == "to: 2.0 is not allowed; expected a number above the lowest margin, 3"
    page.number_input(key="margins_low").set_value(0.1)
    page.number_input(key="margins_seeds").set_value(1000).run()
    assert page.error[0].value.startswith(f"sweep: 39000 runs is not allowed; expected at most {SWEEP_APP_RUNS_MAX}")
    assert len(charts(page)) == 1
    assert any("10 starts each" in words.value for words in page.markdown)


def test_a_sweep_can_be_cancelled_and_what_was_found_before_stays():
    page = opened()
    page.selectbox(key="margins_scene").set_value("sheet")
    page.number_input(key="margins_seeds").set_value(300).run()
    assert len(page.get("progress")) == 1
    assert len(charts(page)) == 1
    page.button(key="margins_cancel").click().run()
    assert not page.exception
    assert page.warning[0].value.startswith("Cancelled after")
    assert len(charts(page)) == 1
    assert WORDS["margins_older"].split("{")[0] + presets.get("gate").title["en"] in said(page)
    page.number_input(key="margins_seeds").set_value(10)
    page.button(key="margins_again").click()
    done(page)
    assert not page.warning


def test_the_language_can_be_changed():
    page = opened()
    page.session_state[BOARD] = replace(page.session_state[BOARD], language="zh")
    done(page)
    assert page.header[0].value == texts.of("zh", "pages")["law_pins_title"]


# what to look for is true


@cache
def swept(name, start="random"):
    scene = presets.load(name)
    low, high, count = sweeps.scene_range(scene)
    request = sweeps.checked(scene, low, high, count, 10, start)
    return sweep_margin(request.scene, request.margins, seeds=range(10), start=start)


def level(name, start="random"):
    """Return losses and separations in units of the margin, (k, s)."""
    sweep = swept(name, start)
    m = sweep.margins[:, None]
    return sweep.loss / m**2, sweep.separation / m


def at(sweep, margin):
    return int(np.abs(sweep.margins - margin).argmin())


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_there_are_words_on_what_to_look_for_of_two_sentences_or_more(language):
    for name in (*presets.names(), OWN):
        words = texts.of(language, "pages")[f"look_{name.replace('-', '_')}"]
        assert 2 <= sum(words.count(stop) for stop in (". ", "。", "?", "？")) + words.endswith(".") <= 5, name


@pytest.mark.parametrize("name", WITHOUT_LOSS)
@pytest.mark.parametrize("start", ["random", "scene"])
def test_where_the_words_say_so_the_loss_is_nothing(name, start):
    assert swept(name, start).loss.max() < 1e-12


@pytest.mark.parametrize(
    ("name", "loss", "separation"),
    [
        ("tug-of-war", 1 / 6, 2 / 3),
        ("both-springs", 1 / 4, 1 / 2),
        ("ring", 3.495, 0.705),
        ("chain", 0.655, 0.724),
    ],
)
@pytest.mark.parametrize("start", ["random", "scene", "continue"])
def test_where_the_words_say_so_all_runs_agree(name, loss, separation, start):
    losses, separations = level(name, start)
    np.testing.assert_allclose(losses, loss, atol=5e-4)
    np.testing.assert_allclose(separations, separation, atol=5e-4)


def test_springs_that_push_are_as_many_as_the_words_say():
    assert swept("tug-of-war").active_dissimilar.min() == 1.0
    np.testing.assert_allclose(swept("ring").active_dissimilar, 0.31, atol=0.005)


def test_five_points_in_one_place_keep_two_fifths_of_their_neighbours():
    np.testing.assert_allclose(swept("fig2a").neighbour_recall, 0.4)


def test_partners_of_the_point_in_balance_leave_their_loss():
    np.testing.assert_allclose(swept("fig2e").loss, 2.04, atol=0.005)


@pytest.mark.parametrize(("name", "distance"), [("dissimilar-pair", 0.2236), ("fig2c", 0.4965), ("fig2", 0.4965)])
def test_from_where_they_are_points_move_from_a_margin_on(name, distance):
    sweep = swept(name, "scene")
    near = np.median(sweep.separation, axis=1)
    np.testing.assert_allclose(near, np.maximum(sweep.margins, distance), atol=1e-3)
    assert level("fig2c")[1] == pytest.approx(1.0)


@pytest.mark.parametrize(("name", "levels", "open_loss", "highest"), [("knot", 6, 1.844, 3.75), ("sheet", 6, 9.477, 2 * 9.52)])
def test_knots_and_folds_are_as_many_at_every_margin_as_the_words_say(name, levels, open_loss, highest):
    sweep = swept(name)
    losses, _ = level(name)
    is_open = np.abs(losses - open_loss) < 5e-3
    assert (is_open.sum(axis=1) == levels).all()
    assert (is_open == is_open[0]).all()
    assert losses.max() < highest + 5e-3
    assert (np.isclose(sweep.neighbour_recall, 1.0) == is_open).all()


def test_no_margin_opens_the_eight():
    assert (level("knot", "scene")[0] > 2.7).all()
    assert level("sheet", "scene")[0] == pytest.approx(9.477, abs=1e-3)


def test_classes_end_as_far_apart_as_the_words_say():
    for name, first in (("two-classes", 2.6), ("five-classes", 2.8)):
        assert level(name)[1].min() > 1.0 - 1e-6
        near = np.median(level(name, "scene")[1], axis=1)
        assert near[0] == pytest.approx(first, abs=0.05)
        assert swept(name).neighbour_recall.min() == 1.0
    sweep = swept("two-classes", "scene")
    assert np.median(level("two-classes", "scene")[1], axis=1)[at(sweep, 0.75) :].max() < 1.03
    np.testing.assert_allclose(level("crowd")[1], 1.0, atol=1e-3)


def test_the_gate_forks_where_the_words_say():
    sweep = swept("gate")
    m, y = sweep.margins, sweep.positions[:, :, 3, 1]
    assert sweep.active_dissimilar[m <= 0.5].max() == 0.0
    assert sweep.active_dissimilar[m > 0.5001].min() == 1.0
    assert np.abs(y[m < 0.7501]).max() < 0.01
    out = np.sqrt(np.maximum((2 * m / 3) ** 2 - 0.25, 0.0))[:, None]
    np.testing.assert_allclose(np.abs(y[m > 0.7501]), np.broadcast_to(out[m > 0.7501], y[m > 0.7501].shape), atol=1e-6)
    assert {-1.0, 1.0} <= set(np.sign(y[-1]))
    assert sweep.neighbour_recall[m < 1.06].min() == 1.0
    assert sweep.neighbour_recall[m > 1.061].max() == 0.5


def test_two_classes_on_the_circle_part_as_the_words_say():
    sweep = swept("two-on-a-circle")
    m = sweep.margins
    assert np.median(sweep.loss[m <= 2.0], axis=1).max() < 1e-12
    beyond = m > 2.01
    np.testing.assert_allclose(np.median(sweep.loss, axis=1)[beyond], 18 * (m[beyond] - 2) ** 2, rtol=1e-6)
    assert (sweep.neighbour_recall[-1] < 1.0).any()


def test_three_classes_on_the_circle_tear_as_the_words_say():
    sweep = swept("circle-three-classes")
    m, torn = sweep.margins, (sweep.neighbour_recall < 1.0 - 1e-9).sum(axis=1)
    assert torn[m < 0.81].mean() < 0.5
    assert np.median(sweep.loss[m < 0.81], axis=1).max() < 1e-12
    assert torn[m > 1.39].min() > 5
    assert sweep.loss[m > 1.74].min() > 0.2
    assert (torn[at(sweep, 1.5)], torn[at(sweep, 0.4)]) == (8, 0)
    on = swept("circle-three-classes", "continue")
    assert np.isclose(on.neighbour_recall, 1.0).all()
    np.testing.assert_array_equal(swept("circle-torn").loss, sweep.loss)


def test_points_in_one_place_only_rescale_from_where_they_are():
    for values in level("coincident", "scene"):
        np.testing.assert_allclose(values, np.broadcast_to(values[0], values.shape), atol=1e-6)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ([2, 1], (2, 1)),
        ([2.0, -1.0], (2, -1)),
        (None, None),
        ([1], None),
        (["0", 1], None),
        ([1e300, 0], None),
        ([NAN, 0], None),
    ],
)
def test_what_the_charts_say_was_clicked_is_read_or_nothing(sent, read, monkeypatch):
    opened()
    from springsim.app.margins import loss_curves  # a component is declared only while an app runs

    monkeypatch.setattr(streamlit, "session_state", {"springsim_hovered": {"chosen": sent}})
    assert loss_curves.clicked() == read
