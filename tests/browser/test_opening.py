"""How the page opens: what it shows, in which words and colours, and that it fits the screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

import springsim as ss
from tests.browser.board import WORDS, descent
from tests.browser.conftest import NewBoard

OUTSIDE = """
(size) => {
  const outside = [];
  const walk = (root) => {
    for (const e of root.querySelectorAll("button, select, input, canvas, output, dd, dt, p, h1, h2, [role=application]")) {
      const box = e.getBoundingClientRect();
      const style = getComputedStyle(e);
      if (!box.width || !box.height || style.visibility === "hidden" || e.closest(".sr")) continue;
      if (box.left < -0.5 || box.top < -0.5 || box.right > size[0] + 0.5 || box.bottom > size[1] + 0.5)
        outside.push(`${e.tagName} ${e.className} «${(e.getAttribute("aria-label") || e.textContent).slice(0, 40)}» ` +
          [box.left, box.top, box.right, box.bottom].map(Math.round));
    }
    for (const e of root.querySelectorAll("*")) if (e.shadowRoot) walk(e.shadowRoot);
  };
  walk(document);
  return outside;
}
"""
SCROLLERS = """
() => {
  const found = [];
  const walk = (root) => {
    for (const e of root.querySelectorAll("*")) {
      const y = /auto|scroll/.test(getComputedStyle(e).overflowY) && e.scrollHeight > e.clientHeight + 1;
      const x = /auto|scroll/.test(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1;
      if ((x || y) && e.clientHeight) found.push(`${e.tagName} ${e.className}`);
      if (e.shadowRoot) walk(e.shadowRoot);
    }
  };
  walk(document);
  return found;
}
"""


def test_the_page_opens_on_a_scene_that_is_already_settling_and_ends_at_equilibrium(new_board: NewBoard):
    board = new_board()
    start = ss.presets.load("fig2")
    state = board.until("b.phase === 'playing' && b.loss < arg", ss.loss(start))
    assert state.n == len(start)
    end = board.rest()
    truth = descent(start)
    assert end.phase == "equilibrium"
    assert end.loss == pytest.approx(truth.loss[-1], rel=1e-9)
    assert end.residual == pytest.approx(truth.residual[-1], rel=1e-9)
    assert end.step == truth.steps[-1]


def test_one_line_says_what_to_do(new_board: NewBoard):
    board = new_board()
    expect(board.page.get_by_text(re.compile("^Click to add a point"))).to_be_visible()


def test_the_readouts_are_those_of_the_core(new_board: NewBoard):
    board = new_board("preset=tug-of-war")
    end = board.end()
    rest = descent(ss.presets.load("tug-of-war")).final
    assert end.loss == pytest.approx(1 / 6, rel=1e-9)  # ½ (1/9 + 1/9 + 1/9), the distances being m/3, m/3 and 2m/3
    assert board.readout("sum") == f"{ss.loss(rest):.4f}"
    assert board.readout("mean") == f"{ss.loss(rest, reduction='mean'):.4f}"
    assert board.readout("parts") == f"{2 / 18:.4f} + {1 / 18:.4f}"
    assert board.readout("springs") == WORDS["springs_counts"].format(similar=2, dissimilar=1, pushing=1)
    assert board.readout("state").startswith("stable equilibrium")


@pytest.mark.parametrize("query", ["lang=zh", "preset=ring"])
def test_on_a_projector_nothing_scrolls_and_everything_is_on_the_screen(new_board: NewBoard, query: str):
    board = new_board(query)
    assert board.page.evaluate("document.documentElement.scrollHeight") <= 720
    assert board.page.evaluate(OUTSIDE, [1280, 720]) == []
    assert board.page.evaluate(SCROLLERS) == []


def test_the_address_the_browser_and_the_switch_choose_the_language(new_board: NewBoard):
    english = new_board()
    expect(english.button("Copy a link")).to_have_text("Copy link")
    english.button("中文").click()
    expect(english.page.get_by_text("复制链接", exact=True)).to_be_visible()
    expect(english.stage).to_have_attribute("aria-label", re.compile("^Spring board"))
    english.page.get_by_role("button", name="EN", exact=True).click()
    expect(english.page.get_by_text("Copy link", exact=True)).to_be_visible()

    by_address = new_board("lang=zh")
    expect(by_address.page.get_by_text("复制链接", exact=True)).to_be_visible()
    chinese = new_board("", locale="zh-CN")
    expect(chinese.page.get_by_text("复制链接", exact=True)).to_be_visible()
    overruled = new_board("lang=en", locale="zh-CN")
    expect(overruled.page.get_by_text("Copy link", exact=True)).to_be_visible()


def test_switching_the_language_changes_words_only(new_board: NewBoard):
    board = new_board("preset=tug-of-war")
    before = board.end()
    board.button("中文").click()
    expect(board.page.get_by_text("复制链接", exact=True)).to_be_visible()
    after = board.state()
    assert (after.n, after.loss, after.phase, after.step) == (before.n, before.loss, before.phase, before.step)


def test_light_and_dark_follow_the_visitor(new_board: NewBoard):
    tones = {}
    for scheme in ("light", "dark"):
        board = new_board("preset=tug-of-war", color_scheme=scheme)
        tones[scheme] = board.page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
        expect(board.page.locator(f".board[data-tone={scheme}]")).to_be_attached()
        board.end()
    assert tones["light"] != tones["dark"]


def test_the_live_region_says_the_state_in_words(new_board: NewBoard):
    board = new_board("preset=tug-of-war")
    live = board.page.locator("[aria-live=polite].sr p").last
    board.end()
    expect(live).to_have_text(re.compile(r"^stable equilibrium · .*; 3 points, loss 0\.1667$"))
    board.press("]")
    expect(live).to_have_text(re.compile(r"^Point 3 selected, class "))
    board.press("Delete")
    expect(live).to_have_text(re.compile("; 2 points, loss "))


def test_a_preset_opens_by_the_select(new_board: NewBoard):
    board = new_board("preset=empty")
    choice = board.page.get_by_role("combobox", name="Scene", exact=True)
    assert choice.locator("option").evaluate_all("all => all.map(e => e.value).filter(Boolean)") == list(ss.presets.names())
    for name in ("fig2c", "ring", "two-on-a-circle", "empty"):
        choice.select_option(name)
        state = board.until("new URLSearchParams(b.query).get('preset') === arg", name)
        scene = ss.presets.load(name)
        state = board.until("b.n === arg", len(scene))
        assert state.entry == scene
        assert state.margin == scene.margin
    expect(board.page.get_by_text("Click to place points", exact=False)).to_be_visible()


def test_a_random_scene_comes_from_its_seed(new_board: NewBoard):
    board = new_board("preset=two-classes&seed=5")
    assert board.state().entry == ss.presets.load("two-classes", 5)
    seed = board.page.get_by_role("spinbutton", name="Random start")
    expect(seed).to_have_value("5")
    seed.fill("7")
    seed.press("Enter")
    state = board.until("b.query.includes('seed=7')")
    assert state.entry == ss.presets.load("two-classes", 7)
    board.button("Random positions").click()
    state = board.until("b.query.includes('seed=8')")
    assert state.entry == ss.presets.load("two-classes", 8)


def test_shuffling_a_scene_of_ones_own_moves_its_points_only(new_board: NewBoard):
    board = new_board("preset=tug-of-war")
    before = board.end()
    board.button("Random positions").click()
    after = board.until("/preset=tug-of-war&(seed=1&)?s=/.test(b.query)").entry
    assert after.springs.counts == (2, 1)
    assert not (after.positions == before.entry.positions).any()
    assert board.end().loss == pytest.approx(1 / 6, rel=1e-6)


def test_a_seed_that_is_none_is_refused_with_its_range_and_the_scene_stays(new_board: NewBoard):
    board = new_board("preset=two-classes&seed=5")
    seed = board.page.get_by_role("spinbutton", name="Random start")
    seed.fill("-5")
    seed.press("Enter")
    expect(board.page.get_by_role("alert")).to_contain_text("-5 is not allowed; expected a whole number from 0 to 4294967295")
    assert "seed=5" in board.until("b.ack >= 1").query
