"""Links, files, and what is wrong with them."""

from __future__ import annotations

import base64
import zlib
from urllib.parse import parse_qs

import numpy as np
import pytest
from playwright.sync_api import expect

import springsim as ss
from springsim.validation.limits import APP
from tests.browser.board import Board, descent, link, scene_of
from tests.browser.conftest import NewBoard


def token(text: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(text, 9)).decode().rstrip("=")


def test_preset_margin_step_and_language_in_the_address_open_just_that(new_board: NewBoard):
    board = new_board("preset=tug-of-war&margin=1.25&step=0.5&momentum=0.3&lang=zh")
    state = board.end()
    assert state.entry == ss.presets.load("tug-of-war").replace(margin=1.25)
    truth = descent(state.entry, step=0.5, momentum=0.3)
    assert (state.margin, state.step) == (1.25, truth.steps[-1])
    assert state.loss == pytest.approx(1.25**2 / 6, rel=1e-9)
    expect(board.page.get_by_text("复制链接", exact=True)).to_be_visible()


def test_a_copied_link_opens_exactly_what_was_seen(new_board: NewBoard):
    board = new_board("preset=ring&seed=2")
    board.press("Space")
    seen = board.until("b.phase === 'paused' && b.step >= 0")
    query = board.shared()
    assert ss.loss(scene_of(query)) == pytest.approx(seen.loss, rel=1e-12)
    other = new_board(query)
    other.press("Home", "Space")
    other.page.get_by_role("slider", name="Time", exact=True).fill("0")
    opened = other.until("b.step === 0")
    assert (opened.n, opened.margin, opened.loss) == (seen.n, seen.margin, seen.loss)


def test_a_copied_link_keeps_settings_pins_classes_and_hand_drawn_springs(new_board: NewBoard):
    scene = ss.Scene.from_pairs(
        [(-0.5, 0), (0.5, 0), (0, 0.5)], [(0, 1)], [(0, 1), (1, 2)], margin=1.3, pinned=[True, True, True], labels=[4, 2, 0]
    )
    query = new_board(f"{link(scene)}&step=0.7&momentum=0.4").shared()
    assert scene_of(query) == scene
    fields = parse_qs(query)
    assert (fields["step"], fields["momentum"]) == (["0.7"], ["0.4"])


def test_a_link_too_long_says_so_and_offers_the_file(new_board: NewBoard):
    rng = np.random.default_rng(0)
    board = new_board("preset=empty")
    scene = ss.Scene.from_labels(rng.normal(size=(250, 2)), rng.integers(0, 5, 250), pinned=[True] * 250)
    board.open_file(scene.to_json())
    board.until("b.n === 250")
    board.button("Copy a link").click()
    expect(board.toast).to_contain_text("too large for a link (over 4000 characters)")
    with board.page.expect_download() as download:
        board.toast.get_by_role("button", name="Save the scene as a file").click()
    assert ss.Scene.from_json(download.value.path().read_text()) == scene


BAD = {
    "s=garbage": ("link", "garbage", "a link made by springsim"),
    f"s={token(b' ' * (APP.text + 1))}": ("link", "unpacks to more", f"at most {APP.text} characters"),
    "preset=ring&seed=-4": ("seed", "-4", "a whole number from 0 to 4294967295"),
}


@pytest.mark.parametrize("query", BAD, ids=lambda query: query[:24])
def test_a_bad_link_is_refused_by_field_value_and_what_is_allowed_and_the_board_opens_all_the_same(
    new_board: NewBoard, query: str
):
    board = new_board(query)
    for words in BAD[query]:
        expect(board.toast).to_contain_text(words)
    expect(board.toast).to_contain_text("is not allowed; expected")
    state = board.state()
    scene = ss.presets.load("ring" if "ring" in query else "fig2")
    assert (state.n, state.margin) == (len(scene), scene.margin)
    board.toast.get_by_role("button", name="Close").click()
    expect(board.toast).to_be_hidden()
    n = state.n
    board.press("a")
    board.until("b.n === arg", n + 1)


def test_a_saved_file_opens_as_the_same_scene(new_board: NewBoard):
    board = new_board("preset=gate&margin=1.1")
    seen = board.end()
    text = board.save_file()
    scene = ss.Scene.from_json(text)
    assert ss.loss(scene) == pytest.approx(seen.loss, rel=1e-12)
    assert scene.pinned.tolist() == [True, True, True, False]
    board.button("Remove all points").click()
    board.until("b.n === 0")
    board.open_file(text)
    opened = board.until("b.n === 4")
    assert (opened.margin, opened.loss) == (1.1, seen.loss)
    assert opened.entry == scene
    expect(board.page.get_by_role("combobox", name="Scene", exact=True)).to_have_value("")


BROKEN = [
    ("{", ["scene", "expected"]),
    ('{"format": "something else"}', ["format", "something else"]),
    (ss.presets.load("gate").to_json().replace('"margin":1.0', '"margin":-2'), ["margin", "-2", "a number from"]),
    (ss.presets.load("gate").to_json().replace("0.12", "1e7"), ["positions", "1000000"]),
    (ss.presets.load("gate").to_json().replace('"version":1', '"version":3'), ["version", "3", "newer springsim"]),
    ("[" * 5000, ["scene"]),
    (" " * (APP.text + 1), ["scene.json", str(APP.text + 1), str(APP.text)]),
]


def test_a_broken_file_is_refused_with_words_and_the_scene_stays(new_board: NewBoard):
    board = new_board("preset=tug-of-war")
    before = board.end()
    for text, words in BROKEN:
        board.open_file(text)
        for word in words:
            expect(board.toast).to_contain_text(word)
        after = board.state()
        assert (after.n, after.loss, after.query) == (before.n, before.loss, before.query)
        board.toast.get_by_role("button", name="Close").click()


def test_an_error_is_told_in_the_language_of_the_page(new_board: NewBoard):
    board: Board = new_board("lang=zh&margin=-1")
    expect(board.toast).to_contain_text("margin：不允许 -1")
    expect(board.toast).to_contain_text("之间的数")


def test_a_reload_keeps_the_scene(new_board: NewBoard):
    board = new_board("preset=tug-of-war")
    query = board.add((0.0, 0.5)).query
    board.slide("Margin", 1.5)
    before = board.until("b.margin === 1.5 && b.query !== arg", query)
    end = board.end()
    board.page.reload()
    after = board.until("b.n === 4")
    assert after.entry == before.entry
    assert board.end().loss == end.loss
