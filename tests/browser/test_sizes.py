"""Windows of every size, by mouse and by finger: all there is can be reached, read and hit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from springsim import texts
from tests.browser.conftest import NewBoard

SIZES = [
    (320, 256),
    (360, 640),
    (390, 844),
    (640, 360),
    (667, 375),
    (700, 420),
    (768, 1024),
    (820, 1180),
    (844, 390),
    (1280, 720),
]
FINGER = {"has_touch": True, "is_mobile": True}
#: What is wrong with what is on the page: cut by the edge of the window or seen by nobody; with `finger`, smaller than 44
#: pixels, or a field that a phone zooms into; with `scroll`, hidden by another thing when it is scrolled into view.
WRONG = """
([finger, scroll]) => {
  const wrong = [];
  const all = [];
  const walk = (root) => {
    for (const e of root.querySelectorAll("*")) {
      all.push(e);
      if (e.shadowRoot) walk(e.shadowRoot);
    }
  };
  walk(document);
  const name = (e) => `${e.localName} ${e.getAttribute("aria-label") || e.textContent.trim().slice(0, 30) || e.className}`;
  const around = (e) => e.parentNode ?? e.host;
  const inside = (e, other) => { for (let n = e; n; n = around(n)) if (n === other) return true; return false; };
  const at = (x, y) => {
    let e = document.elementFromPoint(x, y);
    while (e?.shadowRoot) e = e.shadowRoot.elementFromPoint(x, y);
    return e;
  };
  const page = document.querySelector(".stMain") ?? document.scrollingElement;
  if (page.scrollWidth > page.clientWidth) wrong.push(`the page is ${page.scrollWidth} wide`);
  const reader = ".points:not(:focus-within) *"; // the list for those who do not see the picture
  const controls = "button, a[href], input, select, textarea, [tabindex='0']:not([role=application])";
  const used = all.filter((e) => e.matches(controls) && !e.matches(reader));
  for (const e of used.filter((e) => e.checkVisibility({ visibilityProperty: true }))) {
    // what is said of an input that is clipped holds for its label, and of one in a slider for the track
    const { width, height } = e.getBoundingClientRect();
    if (!width || (width <= 1 && height <= 1)) continue; // seen when it has the focus
    const clipped = e.parentElement?.getBoundingClientRect().width <= 1;
    const target = clipped ? (e.closest("[role=group] > div") ?? e.closest("label") ?? e) : e;
    if (scroll) target.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const box = target.getBoundingClientRect();
    if (getComputedStyle(target).pointerEvents === "none") continue;
    if (!e.matches(".scrub") && !target.checkVisibility({ opacityProperty: true })) wrong.push(`unseen: ${name(e)}`);
    const strip = !scroll && target.closest("[class*=_strip]"); // which scrolls sideways
    if (!strip && (box.left < -0.5 || box.right > innerWidth + 0.5)) wrong.push(`cut: ${name(e)}`);
    const hit = scroll ? at(box.left + box.width / 2, box.top + box.height / 2) : target;
    const free = inside(hit, target) || inside(target, hit?.closest("label"));
    if (!free) wrong.push(`${name(e)} is hidden by ${hit && name(hit)}`);
    if (!finger) continue;
    if (Math.min(box.width, box.height) < 43.5) wrong.push(`small: ${name(e)} ${box.width} × ${box.height}`);
    const typed = e.matches("select, textarea, input:not([type=range], [type=checkbox], [type=radio], [type=file])");
    if (typed && parseFloat(getComputedStyle(e).fontSize) < 16) wrong.push(`small words: ${name(e)}`);
  }
  page.scrollTop = 0;
  const links = all.filter((e) => e.matches("nav a") && e.getBoundingClientRect().bottom <= innerHeight);
  if (links.length !== 4) wrong.push(`${links.length} links to pages`);
  if (all.some((e) => e.matches("nav") && e.scrollWidth > e.clientWidth + 1)) wrong.push("the links have too little room");
  return wrong;
}
"""
#: Which of the hint, the notice and what else is said lies over the stage or over a tool.
OVER = """
(stage) => {
  const root = stage.getRootNode();
  const box = (e) => e.getBoundingClientRect();
  const seen = (e) => e.checkVisibility();
  const said = [...root.querySelectorAll(".said, .toast")].filter(seen);
  const others = [...root.querySelectorAll(".stage, button, select, input")].filter(seen);
  const clear = (from, to, a, b) => a[to] <= b[from] + 0.5 || b[to] <= a[from] + 0.5;
  const apart = (a, b) => clear("left", "right", a, b) || clear("top", "bottom", a, b);
  return said.flatMap((e) =>
    others.filter((o) => !e.contains(o) && !apart(box(e), box(o))).map((o) => `${e.className} over ${o.className}`));
}
"""
#: By how many pixels what is said reaches beyond the picture, which would cut it.
CUT = """
(stage) => {
  const bottom = (name) => stage.getRootNode().querySelector(name).getBoundingClientRect().bottom;
  return bottom(".said") - bottom(".picture");
}
"""


def resized(page: Page, size: tuple[int, int]) -> None:
    """Give the window another size, and wait until the page has followed."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))")


def in_every_window(page: Page, finger: bool, scrolled: Sequence[tuple[int, int]] = SIZES) -> dict[str, list[str]]:
    """Return what is wrong on a page, by the size of the window; in some of them it is scrolled through."""
    found = {}
    for size in SIZES:
        resized(page, size)
        found[f"{size[0]} × {size[1]}"] = page.evaluate(WRONG, [finger, size in scrolled])
    return {size: wrong for size, wrong in found.items() if wrong}


@pytest.mark.parametrize("finger", [True, False])
def test_in_every_window_all_of_the_board_can_be_reached_and_nothing_is_said_over_the_picture(
    new_board: NewBoard, finger: bool
):
    board = new_board("preset=fig2", **(FINGER if finger else {"device_scale_factor": 1}))
    first = board.end()
    for language in texts.LANGUAGES if finger else ("en",):
        assert in_every_window(board.page, finger) == {}
        for size in SIZES:
            resized(board.page, size)
            notice = board.page.locator(".toast")
            if not notice.is_visible():
                board.page.locator(".button[aria-label]:has(.icon-link)").click()
                expect(notice).to_be_in_viewport()
            assert board.stage.evaluate(OVER) == [], size
        if language != "zh":
            board.page.get_by_role("button", name="中文").click()
            expect(board.page.locator(".board[lang=zh]")).to_be_visible()
    assert board.state().scale == first.scale, "the picture does not fit the window that it has come back to"


@pytest.mark.parametrize(("name", "language"), [("margins", "en"), ("paper", "zh")])
def test_in_every_window_all_of_the_other_pages_can_be_reached_by_a_finger(new_board: NewBoard, name: str, language: str):
    board = new_board(f"preset=tug-of-war&lang={language}", **FINGER)
    board.page.get_by_role("link", name=texts.of(language, "pages")[f"page_{name}"]).click()
    last = "[class*=st-key-plate_][class*=fig2e] img" if name == "paper" else ".st-key-margins_strip img >> nth=-1"
    expect(board.page.locator(last)).to_be_visible()
    assert in_every_window(board.page, finger=True, scrolled=SIZES[:1] + SIZES[3:4]) == {}


@pytest.mark.parametrize("name", ["margins", "paper"])
def test_a_tap_on_a_question_mark_says_what_it_stands_for_and_turns_no_switch(new_board: NewBoard, name: str):
    page = new_board("preset=tug-of-war", viewport={"width": 390, "height": 844}, **FINGER).page
    page.get_by_role("link", name=texts.of("en", "pages")[f"page_{name}"]).click()
    expect(page.get_by_test_id("stSlider").last).to_be_visible()
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    switches = page.get_by_role("checkbox").or_(page.get_by_role("switch"))
    before = [switch.is_checked() for switch in switches.all()]
    marks = page.get_by_test_id("stTooltipHoverTarget").get_by_role("button", name="Help")
    assert marks.count() >= 6
    said = set()
    for mark in marks.all() if name == "paper" else marks.all()[-4:]:
        mark.scroll_into_view_if_needed()
        mark.tap()
        told = page.get_by_test_id("stTooltipContent")
        expect(told).to_have_count(1)
        expect(told).to_be_visible()
        said.add(told.inner_text())
    assert len(said) >= 4
    assert [switch.is_checked() for switch in switches.all()] == before


def test_help_opens_at_its_top_in_words_for_a_finger(new_board: NewBoard):
    board = new_board("preset=gate", **FINGER)
    expect(board.page.get_by_text("Tap to add a point")).to_be_visible()
    for size in SIZES[:3]:
        resized(board.page, size)
        board.button("Help").tap()
        dialog = board.page.get_by_role("dialog")
        expect(dialog.get_by_role("heading")).to_be_in_viewport(ratio=1)
        expect(dialog.get_by_text("Tap empty space")).to_be_in_viewport()
        expect(dialog).to_contain_text("Two fingers move the picture")
        expect(dialog).not_to_contain_text("lick")
        dialog.get_by_role("button", name="Close").tap()
        expect(dialog).to_be_hidden()


def test_the_wheel_is_the_pages_where_that_scrolls_until_the_board_is_chosen(new_board: NewBoard):
    board = new_board("preset=gate", viewport={"width": 700, "height": 420})
    page = board.page
    before = board.end()
    scrolled = "document.querySelector('.stMain').scrollTop"
    page.mouse.move(before.left + 150, before.top + 60)
    page.mouse.wheel(0, 100)
    page.wait_for_function(f"{scrolled} > 20")
    assert board.state().scale == before.scale
    here = page.evaluate(scrolled)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -60)
    page.keyboard.up("Control")
    zoomed = board.until("b.scale > arg", before.scale)
    board.stage.focus()
    page.mouse.wheel(0, -60)
    board.until("b.scale > arg", zoomed.scale)
    assert page.evaluate(scrolled) == here
    np.testing.assert_allclose([zoomed.width, zoomed.height], [before.width, before.height])


def test_what_is_said_beside_a_low_picture_is_not_cut_when_a_point_is_selected(new_board: NewBoard):
    board = new_board("preset=fig2", viewport={"width": 700, "height": 420}, **FINGER)
    expect(board.selection).to_be_visible()
    board.frames()
    assert board.stage.evaluate(CUT) <= 1


def test_the_menu_goes_with_the_top_of_the_page(new_board: NewBoard):
    board = new_board("preset=gate", viewport={"width": 390, "height": 844}, **FINGER)
    menu = board.page.get_by_role("button", name="Main menu")
    expect(menu).to_be_visible()
    board.page.locator(".control-seed").scroll_into_view_if_needed()
    expect(menu).to_be_hidden()
