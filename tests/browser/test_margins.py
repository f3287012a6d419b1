"""The page of margin effects."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from springsim import sweep_margin, texts
from springsim.app.margins import sweeps
from springsim.model import presets
from springsim.studies.margin_sweep import MarginSweep
from springsim.studies.sweep_runs import Start
from tests.browser.board import Board
from tests.browser.conftest import NewBoard

WORDS = texts.of("en", "pages")
CHARTS = ".st-key-margins_chart .js-plotly-plot"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}

#: Where a value of a chart is on the screen; the last chart is that of the equilibria.
PLACE = """([m, value, last]) => {
  const charts = document.querySelector(".st-key-margins_chart .js-plotly-plot");
  const layout = charts._fullLayout;
  const names = Object.keys(layout).filter((name) => /^yaxis\\d*$/.test(name));
  const y = layout[last ? names[names.length - 1] : "yaxis"];
  const box = charts.getBoundingClientRect();
  return [box.left + layout.xaxis._offset + layout.xaxis.d2p(m), box.top + y._offset + y.d2p(value)];
}"""


@pytest.fixture
def new_page(new_board: NewBoard) -> Callable[..., Board]:
    """Open the page of margin effects."""

    def make(language: str = "en", query: str = "preset=fig2", **options: object) -> Board:
        board = new_board(f"{query}&lang={language}", **options)
        board.page.get_by_role("link", name=texts.of(language, "pages")["page_margins"]).click()
        expect(board.page.locator(".st-key-margins_chart .main-svg").first).to_be_visible()
        expect(board.page.locator(".st-key-margins_file_html")).to_be_visible()
        return board

    return make


#: How opaque an element is, on its ground.
SHOWN = "(e) => { let part = 1; for (; e; e = e.parentElement) part *= Number(getComputedStyle(e).opacity); return part; }"
#: Counts the frames in which words about another scene are over charts of the first one that are as clear as ever.
OVER = """
([words, shown]) => {
  const opacity = eval(shown);
  const chart = () => document.querySelector(".st-key-margins_chart [aria-label]");
  const first = chart().getAttribute("aria-label");
  window.over = { wrong: 0, done: false };
  const look = () => {
    const told = document.querySelector(".st-key-margins_say").textContent.includes(words.slice(0, 20));
    const old = chart()?.getAttribute("aria-label") === first;
    if (told && old && opacity(chart()) > 0.9) over.wrong++;
    over.done = told && chart() && !old;
    if (!over.done) requestAnimationFrame(look);
  };
  look();
}
"""


def choose(page: Page, title: str) -> None:
    """Choose a scene by its title."""
    box = page.get_by_role("combobox", name=WORDS["margins_scene"])
    box.click()
    box.fill(title)
    page.get_by_role("option", name=title, exact=True).click()
    expect(page.get_by_role("figure", name=re.compile(re.escape(title)))).to_be_visible()


def enter(page: Page, label: str, value: str) -> None:
    page.get_by_role("spinbutton", name=label).fill(value)
    page.keyboard.press("Enter")


def point(page: Page, m: float, value: float, *, last: bool = False) -> None:
    """Move the mouse to a value of a chart."""
    expect(page.locator(CHARTS)).to_have_count(1)
    page.locator(CHARTS).scroll_into_view_if_needed()
    x, y = page.evaluate(PLACE, [m, value, last])
    page.mouse.move(x - 6, y)
    page.mouse.move(x, y, steps=3)


def pick(page: Page, m: float, value: float, name: str, *, last: bool = False) -> None:
    """Click on a value of a chart until its margin is chosen: a chart that is just drawn again takes no click."""
    for _ in range(5):
        point(page, m, value, last=last)
        page.mouse.down()
        page.mouse.up()
        with contextlib.suppress(AssertionError):
            expect(rest(page)).to_have_text(WORDS["margins_rest"].format(margin=name), timeout=3000)
            return
    pytest.fail(f"no click chose {name}")


def rest(page: Page) -> Locator:
    return page.locator(".st-key-margins_rest h3")


def facts(page: Page) -> Locator:
    return page.get_by_text(re.compile(WORDS["fact_residual"]))


def swept(name: str, start: Start = "random") -> MarginSweep:
    scene = presets.load(name)
    asked = sweeps.checked(scene, *sweeps.scene_range(scene), 10, start)
    return sweep_margin(asked.scene, asked.margins, seeds=range(10), start=start)


def test_from_a_preset_to_an_equilibrium_in_the_playground(new_page: Callable[..., Board]):
    board = new_page()
    page = board.page
    choose(page, presets.get("knot").title["en"])
    expect(page.get_by_role("heading", name=WORDS["law_free_title"])).to_be_visible()
    expect(page.get_by_text(WORDS["look_knot"])).to_be_visible()
    point(page, 1.5, 4.0)
    expect(page.locator(".hovered")).to_have_attribute("data-margin", "1.5")
    pick(page, 1.5, 4.0, "1.5")
    sweep = swept("knot")
    k = sweep.margins.tolist().index(1.5)
    lowest = int(sweep.loss[k].argmin())
    expect(facts(page)).to_contain_text(f"{sweep.loss[k, lowest]:.4g} = ")
    page.get_by_role("button", name=WORDS["figures_open"]).click()
    state = board.until("b.margin === 1.5 && b.phase === 'equilibrium'")
    assert state.entry == sweep.at(k, lowest)
    assert state.loss == pytest.approx(sweep.loss[k, lowest], rel=1e-9)
    assert "preset=knot" in state.query
    board.button("Undo").click()
    assert board.until("b.n === 12").entry == presets.load("fig2")


def test_a_click_on_an_equilibrium_shows_that_one_and_the_slider_goes_on_from_it(new_page: Callable[..., Board]):
    page = new_page().page
    sweep = swept("gate")
    k = sweep.margins.tolist().index(1.2)
    y = sweep.positions[k, :, 3, 1]
    for wanted in (-0.6, 0.6):
        pick(page, 1.2, wanted, "1.2", last=True)
        seed = int((y * wanted > 0).argmax())
        expect(facts(page)).to_contain_text(f"{WORDS['fact_seed']} {seed}")
    slider = page.get_by_role("slider", name=WORDS["margins_at"])
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(rest(page)).to_have_text(WORDS["margins_rest"].format(margin="1.25"))
    page.get_by_role("button", name="m = 2", exact=True).click()
    expect(rest(page)).to_have_text(WORDS["margins_rest"].format(margin="2"))


def test_the_charts_are_linked_and_the_curves_follow_the_pointer_and_come_back(new_page: Callable[..., Board]):
    page = new_page().page
    curves = page.locator(".hovered")
    expect(curves).to_have_attribute("data-margin", "1.05")
    point(page, 0.5, 0.5)
    expect(curves).to_have_attribute("data-margin", "0.5")
    label = page.locator(".st-key-margins_chart .hoverlayer")
    for name in ("loss", "active", "separation", "recall"):
        expect(label).to_contain_text(WORDS[f"chart_{name}"])
    expect(label).to_contain_text(WORDS["kind_stable"])
    page.mouse.move(5, 5)
    expect(curves).to_have_attribute("data-margin", "1.05")
    page.emulate_media(color_scheme="dark")
    colour = f"document.querySelector('{CHARTS}')?.layout.hoverlabel.bgcolor"
    page.wait_for_function(f"{colour} === '#262730'")


def test_in_units_of_m_a_free_scene_is_level_and_the_gate_is_not(new_page: Callable[..., Board]):
    page = new_page().page

    def bends(condition: str) -> None:
        """Wait until the median of the loss bends so: charts are made again when they change."""
        page.wait_for_function(
            f"""() => {{
              const charts = document.querySelector('.st-key-margins_chart .js-plotly-plot');
              const median = charts?.calcdata?.find((c) => c[0]?.trace?.meta === 'median up');
              const values = median?.map((d) => d.y) ?? [];
              const bend = Math.max(...values) - Math.min(...values);
              return values.length > 9 && {condition};
            }}"""
        )

    page.get_by_text(WORDS["margins_units"], exact=True).first.click()
    expect(page.get_by_text("loss, in m²").first).to_be_visible()
    bends("bend > 0.1")
    choose(page, presets.get("tug-of-war").title["en"])
    expect(page.get_by_role("heading", name=WORDS["law_free_title"])).to_be_visible()
    bends("values[0] > 0.16 && bend < 1e-6")  # m²/6 at every margin


def test_a_long_sweep_tells_how_it_goes_and_can_be_cancelled_without_a_loss(new_page: Callable[..., Board]):
    page = new_page().page
    choose(page, presets.get("sheet").title["en"])
    expect(page.get_by_text(WORDS["look_sheet"])).to_be_visible()
    expect(page.locator(".st-key-margins_progress")).to_have_count(0)
    enter(page, WORDS["margins_seeds"], "300")
    bar = page.locator(".st-key-margins_progress")
    expect(bar).to_contain_text(re.compile(r"\d+ of 11700 runs are at rest"))
    place = page.locator(CHARTS).bounding_box()
    said = page.locator(".st-key-margins_older")
    expect(said).to_contain_text(re.compile("^Below is what was found before: A sheet unfolds.*10 starts each"))
    for what in (CHARTS, ".st-key-margins_rest h3", ".st-key-margins_strip img >> nth=0"):
        assert page.locator(what).evaluate(SHOWN) < 0.5, what
    page.get_by_role("button", name=WORDS["margins_cancel"]).click()
    expect(page.get_by_text(re.compile("^Cancelled after"))).to_be_visible()
    expect(page.get_by_text(re.compile("Below is what was found before: A sheet unfolds.*10 starts each"))).to_be_visible()
    expect(page.locator(".st-key-margins_chart .main-svg").first).to_be_visible()
    assert place is not None
    assert page.locator(CHARTS).evaluate(SHOWN) < 0.5
    enter(page, WORDS["margins_seeds"], "10")
    expect(page.get_by_text(re.compile("^Cancelled after"))).to_have_count(0)
    expect(said).to_be_hidden()
    page.wait_for_function(f"(e) => ({SHOWN})(e) === 1", arg=page.locator(CHARTS).element_handle())


def test_no_new_words_are_over_old_charts_that_are_not_dim(new_page: Callable[..., Board]):
    page = new_page().page
    page.evaluate(OVER, [WORDS["look_knot"], SHOWN])
    choose(page, presets.get("knot").title["en"])
    page.wait_for_function("over.done", timeout=30_000)
    assert page.evaluate("over.wrong") < 3  # frames: both are changed by one run of the page


def test_what_is_wrong_is_named(new_page: Callable[..., Board]):
    page = new_page().page
    enter(page, WORDS["margins_low"], "-1")
    expect(page.get_by_role("alert")).to_contain_text("from: -1.0 is not allowed")
    enter(page, WORDS["margins_low"], "0.1")
    expect(page.get_by_role("alert")).to_have_count(0)
    enter(page, WORDS["margins_seeds"], "5000")
    expect(page.get_by_role("alert")).to_contain_text("at most 20000")
    expect(page.locator(".st-key-margins_chart .main-svg").first).to_be_visible()


def test_what_was_found_is_saved_in_every_format_and_the_page_needs_no_network(new_page: Callable[..., Board], tmp_path: Path):
    page = new_page().page
    begins = {"CSV": b"margin,", "SVG": b"<?xml", "PDF": b"%PDF", "PNG": b"\x89PNG", "HTML": b"<!doctype html"}
    for format, first in begins.items():
        with page.expect_download() as download:
            page.get_by_role("button", name=format, exact=True).click()
        assert download.value.suggested_filename == f"springsim-margins-gate-m0.10-2.00x39-random-10seeds.{format.lower()}"
        content = Path(download.value.path()).read_bytes()
        assert content.startswith(first)
        if format == "CSV":
            assert content.decode() == swept("gate").to_csv()
        if format == "HTML":
            download.value.save_as(tmp_path / "charts.html")
    page.context.set_offline(True)
    try:
        page.goto((tmp_path / "charts.html").as_uri())
        expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
        assert page.evaluate("document.querySelector('.js-plotly-plot').data.length") > 8
    finally:
        page.context.set_offline(False)


def test_on_a_phone_nothing_is_wider_than_the_screen(new_page: Callable[..., Board]):
    page = new_page("zh", color_scheme="dark", **PHONE).page
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
    outside = """[...document.querySelectorAll('.stMain *')].filter(e => !e.closest('.st-key-margins_strip'))
      .filter(e => e.getBoundingClientRect().right > 391).map(e => `${e.tagName} ${e.textContent}`.slice(0, 60))"""
    assert page.evaluate(outside) == []
    strip = page.locator(".st-key-margins_strip")
    assert strip.evaluate("e => e.scrollWidth > e.clientWidth && getComputedStyle(e).overflowX === 'auto'")
    box = page.locator(CHARTS).bounding_box()
    assert box is not None
    assert box["width"] > 340


def test_what_was_chosen_is_still_so_after_a_look_at_the_playground(new_page: Callable[..., Board]):
    board = new_page()
    page = board.page
    choose(page, presets.get("ring").title["en"])
    expect(page.get_by_text(WORDS["look_ring"])).to_be_visible()
    page.get_by_role("button", name="m = 2", exact=True).click()
    expect(rest(page)).to_have_text(WORDS["margins_rest"].format(margin="2"))
    page.get_by_role("link", name=WORDS["page_playground"]).click()
    expect(board.stage).to_be_visible()
    page.get_by_role("link", name=WORDS["page_margins"]).click()
    expect(page.get_by_text(WORDS["look_ring"])).to_be_visible()
    expect(rest(page)).to_have_text(WORDS["margins_rest"].format(margin="2"))
