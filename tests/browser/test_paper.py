"""The page of the paper's figures."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from springsim import figures, texts
from springsim.model import presets
from tests.browser.board import Board
from tests.browser.conftest import NewBoard

WORDS = texts.of("en", "pages")
FIGURES = ("fig1", "fig2a", "fig2b", "fig2c", "fig2d", "fig2e")


@pytest.fixture
def new_page(new_board: NewBoard) -> Callable[..., Board]:
    """Open the page of the figures."""

    def make(language: str = "en", **options: object) -> Board:
        board = new_board(f"preset=gate&lang={language}", **options)
        words = texts.of(language, "pages")
        board.page.get_by_role("link", name=words["page_paper"]).click()
        expect(board.page.get_by_role("heading", name=words["fig2e_title"])).to_be_visible()
        expect(board.page.locator("[class*=st-key-plate_] img")).to_have_count(len(FIGURES))
        return board

    return make


def figure(page: Page, name: str) -> Locator:
    return page.locator(f'[class*="st-key-plate_"][class*="_{name}"] img')


def place(page: Page, name: str) -> list[float]:
    """Return where a figure is on the page, however far that is scrolled."""
    script = """image => {
      const { left, top, width, height } = image.getBoundingClientRect();
      return [left, top + document.querySelector(".stMain").scrollTop, width, height].map(Math.round);
    }"""
    return list(figure(page, name).evaluate(script))


def downloaded(page: Page, name: str) -> tuple[str, bytes]:
    """Press the button of a file, and return the file's name and what is in it."""
    expect(page.locator(".stApp")).to_have_attribute(
        "data-test-script-state", "notRunning"
    )  # each run replaces what the buttons make
    with page.expect_download() as download:
        page.get_by_role("button", name=name, exact=True).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def saved(page: Page, name: str, called: str = "") -> bytes:
    """Press the button of a file, and return what is in it; `called` is its name where that says more than the button."""
    file, data = downloaded(page, name)
    assert file == (called or name)
    return data


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_the_files_are_the_figures(new_page: Callable[..., Board]):
    page = new_page().page
    assert saved(page, "fig1.svg") == figures.picture(figures.figure1(), "svg")
    assert saved(page, "fig2c.svg") == figures.picture(figures.figure2("c"), "svg")
    assert Image.open(io.BytesIO(saved(page, "fig2.png"))).size == (1005, 1800)
    page.get_by_text("Blue curve as printed").click()
    assert saved(page, "fig1-as-printed.svg") == figures.picture(figures.figure1(as_printed=True), "svg")


def test_all_of_them_come_in_one_zip_in_the_formats_chosen(new_page: Callable[..., Board]):
    page = new_page().page
    page.get_by_role("button", name="PGF", exact=True).click()
    page.get_by_role("button", name="PNG", exact=True).click()
    expect(page.get_by_role("button", name="fig1.pgf")).to_be_visible()
    expect(page.get_by_role("button", name="fig1.png")).to_have_count(0)
    with zipfile.ZipFile(io.BytesIO(saved(page, WORDS["figures_all"], "springsim-figures.zip"))) as archive:
        names = ("fig1", "fig1-as-printed", "fig2", *(f"fig2{panel}" for panel in figures.PANELS))
        assert sorted(archive.namelist()) == sorted(f"{name}.{format}" for name in names for format in ("svg", "pgf"))
        assert archive.read("fig2e.svg") == figures.picture(figures.figure2("e"), "svg")
        ElementTree.fromstring(archive.read("fig1.svg"))


def test_the_figures_follow_the_margin_and_stay_in_their_places(new_page: Callable[..., Board]):
    page = new_page().page
    boxes = {name: place(page, name) for name in FIGURES}
    before = {name: figure(page, name).get_attribute("src") for name in FIGURES}
    slider = page.locator(".st-key-figures_margin_fig2").get_by_role("slider")
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(figure(page, "fig2d")).not_to_have_attribute("src", before["fig2d"] or "")
    expect(page.locator(".st-key-figures_count")).to_contain_text("4 of the 7")
    assert saved(page, "fig2c.svg", "fig2c-m1.20.svg") == figures.picture(figures.figure2("c", margin=1.2), "svg")
    assert figure(page, "fig1").get_attribute("src") == before["fig1"]
    assert {name: place(page, name) for name in FIGURES} == boxes


def test_style_size_and_words_are_those_chosen(new_page: Callable[..., Board]):
    page = new_page().page
    page.get_by_role("radio", name=WORDS["figures_style_lecture"]).click()
    expect(page.locator(".st-key-plate_lecture_fig2a img")).to_be_visible()
    choose(page, WORDS["figures_size"], WORDS["figures_size_whole_slide"])
    english = figure(page, "fig1").get_attribute("src")
    page.get_by_role("radio", name="中文", exact=True).click()
    expect(figure(page, "fig1")).not_to_have_attribute("src", english or "")
    wanted = figures.picture(figures.figure1(style="lecture", language="zh"), "svg")
    for _ in range(40):  # the name of the file does not say for how large a page it is
        if downloaded(page, "fig1.svg") == ("fig1-lecture-zh.svg", wanted):
            return
        page.wait_for_timeout(250)
    raise AssertionError("fig1.svg is not the slide in Chinese")


def test_headings_are_larger_the_higher_they_stand_and_all_text_is_alike(new_page: Callable[..., Board]):
    page = new_page(viewport={"width": 390, "height": 800}).page

    def size(place: str) -> float:
        return float(page.locator(place).first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)"))

    words = [size(f".st-key-row_{name} [data-testid=stMarkdown] p") for name in FIGURES]
    assert len(set(words)) == 1
    assert size(".stMain h2") > size(".stMain h3") > words[0]


def test_a_panel_opens_in_the_playground_from_where_undo_goes_back(new_page: Callable[..., Board]):
    board, panel = new_page(), "c"
    page = board.page
    slider = page.locator(".st-key-figures_margin_fig2").get_by_role("slider")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".st-key-figures_count")).to_contain_text("1.05")
    page.locator(f".st-key-open_fig2{panel}").get_by_role("button").click()
    preset = presets.get(f"fig2{panel}")
    state = board.until("b.margin === 1.05")
    assert state.entry == presets.load(f"fig2{panel}").replace(margin=1.05)
    assert state.query == f"preset=fig2{panel}&margin=1.05&lang=en"
    assert preset.focus is not None
    assert board.selected(preset.focus + 1)
    board.button("Undo").click()
    assert board.until("b.n === 4").entry == presets.load("gate")


@pytest.mark.parametrize(("language", "scheme"), [("en", "dark"), ("zh", "light")])
def test_on_a_phone_nothing_is_wider_than_the_screen_and_the_figures_fill_it(
    new_page: Callable[..., Board], language: str, scheme: str
):
    page = new_page(language, viewport={"width": 390, "height": 844}, color_scheme=scheme, has_touch=True).page
    seen = "[...document.querySelectorAll('.stMain *')].filter(e => !e.closest('.katex-mathml'))"  # that is for screen readers
    assert page.evaluate(f"Math.max(...{seen}.map(e => e.getBoundingClientRect().right))") <= 391
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
    for name in FIGURES:
        box = figure(page, name).bounding_box()
        assert box is not None
        assert box["width"] > 350
    style = "dark" if scheme == "dark" else "paper"
    expect(page.locator(f".st-key-plate_{style}_fig1 img")).to_be_visible()


def test_what_was_chosen_is_still_so_after_a_look_at_the_playground(new_page: Callable[..., Board]):
    board = new_page()
    page = board.page
    page.get_by_role("radio", name=WORDS["figures_style_dark"]).click()
    expect(page.locator(".st-key-plate_dark_fig1 img")).to_be_visible()
    page.get_by_role("link", name=WORDS["page_playground"]).click()
    expect(board.stage).to_be_visible()
    page.get_by_role("link", name=WORDS["page_paper"]).click()
    expect(page.locator(".st-key-plate_dark_fig1 img")).to_be_visible()
