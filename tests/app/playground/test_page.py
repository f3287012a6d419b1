from pathlib import Path

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from springsim.app.session import state
from springsim.board import settings
from springsim.model import presets
from tests.app.boards import command, decoded, message, small

BOARD, ANSWER, COMPONENT = "springsim_board", "springsim_answer", "springsim_component"
APP = Path(__file__).parents[3] / "app.py"


@pytest.fixture
def opened():
    """Return a function that runs the app at an address and gives the page, its board and what the board was sent."""

    def open_page(**query):
        page = AppTest.from_file(str(APP), default_timeout=60)
        for name, value in query.items():
            page.query_params[name] = value
        page.run()
        assert not page.exception
        return page, page.session_state[BOARD], *decoded(page.session_state[ANSWER])

    return open_page


def test_the_page_opens_on_a_scene_that_is_settling(opened):
    _, board, head, arrays = opened()
    assert board.entry == state.Entry(presets.load(settings.PRESET.default), settings.PRESET.default, True)
    assert len(arrays["positions"]) > 10
    assert head["errors"] == []
    assert head["texts"]
    assert head["choices"]


def test_the_address_is_honoured(opened):
    _, board, head, _ = opened(preset="gate", margin="1.25", lang="zh")
    assert board.entry == state.Entry(presets.load("gate").replace(margin=1.25), "gate", True)
    assert (head["margin"], head["language"], head["preset"]) == (1.25, "zh", "gate")


def test_a_whole_scene_in_the_address_is_opened(opened):
    _, board, head, _ = opened(s=small("pairs").to_link())
    assert board.entry.scene == small("pairs")
    assert head["n"] == 5


def test_a_bad_address_is_said_and_the_board_opens_all_the_same(opened):
    _, board, head, _ = opened(preset="nope", margin="-1", s="???", seed="x", step="99", lang="xx")
    assert {error.field for error in board.errors} == {"preset", "margin", "link", "seed", "step", "lang"}
    assert len(head["errors"]) == 6
    assert head["preset"] == settings.PRESET.default


def test_the_board_outlives_a_rerun(opened):
    page, board, _, _ = opened(preset="ring")
    page.run()
    assert not page.exception
    assert page.session_state[BOARD] is board


def test_two_visitors_have_boards_of_their_own(opened):
    assert opened()[1].epoch != opened()[1].epoch


@pytest.fixture
def take_log(opened, monkeypatch):
    """Return a session, and a function that hands it a message as Streamlit would."""
    page, board, _, _ = opened(preset="saddle")
    from springsim.app.playground import page as playground  # a component is declared only while an app runs

    session = {BOARD: board, ANSWER: page.session_state[ANSWER]}
    monkeypatch.setattr(streamlit, "session_state", session)

    def take(log):
        session[COMPONENT] = {"log": log}
        playground.take_log()
        return session[BOARD], *decoded(session[ANSWER])

    return board, take


def test_a_message_is_applied_and_answered(take_log):
    board, take = take_log
    raw = {**message(board, command("pin", i=0, on=True)), "texts": "en", "springs": 0}
    after, head, arrays = take(raw)
    assert after.entry.scene.pinned.tolist() == [True, False, False]
    assert (head["ack"], head["pinned"]) == (1, [0])
    assert "texts" not in head
    assert "curves" not in arrays


@pytest.mark.parametrize("forged", [None, "x", {}, {"epoch": 1}, {"seen": [0, 0], "epoch": "e", "commands": "x"}])
def test_a_forged_message_is_refused_and_the_board_stays(take_log, forged):
    board, take = take_log
    after, head, arrays = take(forged)
    assert after.entries == board.entries
    assert len(head["errors"]) == 1
    assert head["texts"]
    assert "curves" in arrays


def test_a_board_from_before_a_restart_is_sent_everything_again(take_log):
    board, take = take_log
    after, head, arrays = take({**message(board, command("clear")), "epoch": "old", "texts": "en", "springs": 0})
    assert after.entries == board.entries
    assert head["epoch"] == board.epoch
    assert head["texts"]
    assert "curves" in arrays
