"""Where the focus is after each thing that is done, which keys act where, and what is said to those who do not see it."""

from __future__ import annotations

import re

from playwright.sync_api import expect

import springsim as ss
from springsim import texts
from tests.browser.board import WORDS, Board, link
from tests.browser.conftest import NewBoard

#: Keys that other layouts write in the place of Z, with Control: Cyrillic, an input method, QWERTZ (whose Z is elsewhere).
UNDO = (("я", "KeyZ"), ("Process", "KeyZ"), ("z", "KeyY"))


def said(board: Board) -> str:
    return board.page.locator("[aria-live=polite].sr p").last.inner_text()


def press(board: Board, key: str, code: str) -> None:
    """Press a key with Control, as a keyboard of another layout does."""
    session = board.page.context.new_cdp_session(board.page)
    for kind in ("rawKeyDown", "keyUp"):
        session.send("Input.dispatchKeyEvent", {"type": kind, "key": key, "code": code, "modifiers": 2})


def test_the_focus_stays_under_the_hand(new_board: NewBoard):
    board = new_board(link(ss.Scene.from_pairs([(-0.3, 0), (0.3, 0), (0, 0.5)], [(0, 1)], [(1, 2)])))
    page, keys = board.page, board.page.keyboard
    board.end()
    keys.press("]")  # the board has the focus of a page on which nothing else has it
    expect(board.selection).to_contain_text("Point 1")

    pin = board.button(re.compile("^(Pin|Unpin)$"))
    pin.focus()
    keys.press("Enter")
    expect(pin).to_have_text("Unpin")
    expect(pin).to_be_focused()
    assert said(board) == WORDS["spoken_pinned"].format(i=1)

    choose = page.get_by_role("combobox", name=WORDS["class_of_point"])
    choose.focus()
    before = board.until("b.n === 3").entry
    for label in (1, 2, 3):
        keys.press("ArrowDown")
        expect(choose).to_have_value(str(label))
    state = board.until("b.query.includes('s=') && b.ack >= 4")
    expect(choose).to_be_focused()
    assert (state.entry.labels[0], state.entry.positions[0].tolist()) == (3, before.positions[0].tolist())

    undo = board.button("Undo")
    undo.focus()
    while undo.is_enabled():
        ack = board.state().ack
        keys.press("Enter")
        board.until("b.ack > arg", ack)
    expect(undo).to_be_focused()

    untie = board.button(WORDS["untie"])
    untie.focus()
    keys.press("Enter")
    board.until("b.loss === 0")
    expect(untie).to_be_disabled()
    expect(untie).to_be_focused()

    copy = board.button(WORDS["link_short"])
    copy.focus()
    keys.press("Enter")
    expect(board.toast.get_by_role("textbox")).to_be_focused()
    board.toast.get_by_role("button", name=WORDS["close"]).focus()
    keys.press("Enter")
    expect(copy).to_be_focused()

    board.press("]")
    board.button(WORDS["delete_short"]).focus()
    keys.press("Enter")
    board.until("b.n === 2")
    expect(board.stage).to_be_focused()
    board.press("]")
    board.button(WORDS["deselect"]).focus()
    keys.press("Enter")
    expect(board.stage).to_be_focused()


def test_the_focus_stays_from_language_to_language_and_from_page_to_page(new_board: NewBoard):
    board = new_board("preset=similar-pair")
    page, keys = board.page, board.page.keyboard
    html = page.locator("html")
    language = page.locator("button.language")
    language.focus()
    for now in ("zh", "en", "zh"):
        keys.press("Enter")
        expect(html).to_have_attribute("lang", now)
        expect(language).to_be_focused()
    for name in ("paper", "margins", "playground"):
        there = page.get_by_role("link", name=texts.of("zh", "pages")[f"page_{name}"])
        there.focus()
        keys.press("Enter")
        expect(there).to_have_attribute("aria-current", "page")
        expect(there).to_be_focused()
        expect(html).to_have_attribute("lang", "zh")


def test_the_focus_stays_on_the_small_picture_that_is_chosen(new_board: NewBoard):
    board = new_board("preset=similar-pair")
    board.page.get_by_role("link", name="Margin effects").click()
    small = board.page.get_by_role("button", name="m = 2", exact=True)
    small.focus()
    board.page.keyboard.press("Enter")
    expect(board.page.get_by_role("heading", name="At rest at m = 2")).to_be_visible()
    expect(small).to_be_focused()
    expect(small.locator("strong")).to_be_visible()


def test_keys_act_while_the_board_has_the_focus_and_what_a_control_uses_stays_its_own(new_board: NewBoard):
    board = new_board("preset=empty")
    page, keys = board.page, board.page.keyboard
    page.evaluate("document.activeElement.blur()")
    keys.press("a")
    board.frames()
    assert board.state().ack == 0
    board.button(WORDS["zoom_in"]).focus()
    keys.press("a")
    board.until("b.n === 1")
    page.get_by_role("spinbutton", name="Random start").focus()
    keys.press("a")
    page.get_by_role("combobox", name="Scene", exact=True).focus()
    keys.press("Control+z")  # which a list has no use for
    board.until("b.n === 0")
    keys.press("Control+y")
    board.until("b.n === 1")
    for k, (key, code) in enumerate(UNDO):
        board.press("a")
        ack = board.until("b.n === 2").ack
        press(board, key, code)
        assert board.until("b.n === 1 && b.ack > arg", ack).n == 1, UNDO[k]


def test_points_are_a_list_that_can_be_walked_however_many_they_are(new_board: NewBoard):
    scene = ss.Scene.from_pairs([(-0.3, 0.1), (0.3, 0.1), (0, 0.5)], [(0, 1)], [(1, 2)], pinned=[True, True, True])
    board = new_board(link(scene))
    listed = board.page.get_by_role("listbox", name=WORDS["points"])
    rows = listed.get_by_role("option")
    expect(rows).to_have_text(
        [
            "Point 1: class A, at (−0.30, 0.10); pinned; similar to 2",
            "Point 2: class A, at (0.30, 0.10); pinned; similar to 1; dissimilar to 3",
            "Point 3: class A, at (0.00, 0.50); pinned; dissimilar to 2",
        ]
    )
    listed.focus()
    board.page.keyboard.press("ArrowDown")
    board.page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_have_attribute("aria-selected", "true")
    expect(listed).to_have_attribute("aria-activedescendant", rows.nth(1).get_attribute("id") or "")
    expect(board.selection.get_by_text("Point 2", exact=True)).to_be_visible()
    board.page.keyboard.press("p")  # other keys act on the board
    expect(rows.nth(1)).not_to_contain_text("pinned")
    board.page.get_by_role("combobox", name="Scene", exact=True).select_option("empty")
    expect(listed).to_be_hidden()

    many = new_board(link(ss.Scene.from_labels([(0.01 * k, 0) for k in range(600)], [0, 1] * 300)))
    listed = many.page.get_by_role("listbox", name=WORDS["points"])
    rows = listed.get_by_role("option")
    expect(many.page.get_by_text(WORDS["points_more"].format(more=570, n=600))).to_be_attached()
    listed.focus()
    many.page.keyboard.press("End")
    expect(rows.last).to_contain_text("Point 600: class B")
    expect(rows).to_have_count(30)
    expect(rows.last).to_have_attribute("aria-posinset", "600")


def test_what_is_done_is_said_in_one_polite_region_and_time_only_when_it_is_asked(new_board: NewBoard):
    board = new_board("preset=similar-pair&step=0.05")
    live = board.page.locator("[aria-live=polite].sr")
    scrub = board.page.get_by_role("slider", name="Time", exact=True)
    scrub.evaluate("e => { window.spoken = 0; new MutationObserver(() => window.spoken++).observe(e, {attributes: true}); }")
    board.press("Home")
    board.until("b.phase === 'playing' && b.step > 3")
    spoken = board.page.evaluate("window.spoken")
    board.until("b.step > 12")
    assert board.page.evaluate("window.spoken") - spoken <= 1
    board.end()
    scrub.focus()
    expect(scrub).to_have_attribute("aria-valuetext", re.compile(r"^step \d+ of \d+$"))
    names = ss.presets.names()
    following = ss.presets.get(names[names.index("similar-pair") + 1])
    for keys, words in (
        ("s", WORDS["tool_similar"]),
        ("Escape", WORDS["tool_move"]),
        ("]", "Point 2 selected"),
        ("ArrowRight", "Point 2 is at ("),
        ("p", WORDS["spoken_pinned"].format(i=2)),
        ("2", WORDS["spoken_class"].format(i=2, name="B")),
        ("m", "m = 1.05"),
        ("Control+z", WORDS["spoken_undone"]),
        ("PageDown", WORDS["spoken_scene"].format(title=following.title["en"])),
    ):
        board.press(keys)
        expect(live).to_contain_text(words)


def test_where_motion_is_reduced_nothing_plays_before_it_is_asked_to(new_board: NewBoard):
    board = new_board("preset=tug-of-war", reduced_motion="reduce")
    assert board.until("b.phase === 'paused'").step == 0
    board.page.locator("#springsim-preset").select_option("gate")
    board.until("b.n === 4")
    board.frames()
    state = board.state()
    assert (state.phase, state.step) == ("paused", 0)
    board.button(WORDS["play"]).click()
    board.until("b.step > 0")


def test_what_is_pressed_and_the_page_that_is_shown_are_seen_in_the_colours_of_the_system(new_board: NewBoard):
    board = new_board("preset=gate", forced_colors="active", color_scheme="dark")
    page = board.page

    def ground(selector: str) -> str:
        return str(page.locator(selector).first.evaluate("e => getComputedStyle(e).backgroundColor"))

    pressed = ground(".tool[aria-pressed=true]")
    assert pressed != ground(".tool[aria-pressed=false]")
    assert {ground(".chip[aria-pressed=true]"), ground(".page[aria-current]")} == {pressed}
    assert ground(".page:not([aria-current])") != pressed
    corner = board.picture()[2, 2, :3].tolist()
    assert corner == [0, 0, 0] or board.picture()[2, 2, 3] == 0
    ink = board.picture()[..., :3][board.picture()[..., 3] == 255]
    assert (ink.max(axis=0) == 255).all()  # points are drawn in the system's white
