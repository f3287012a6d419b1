import io
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
import streamlit as st
from PIL import Image
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from springsim import figures, texts
from springsim.app.diagnose import contents as diagnosing
from springsim.app.margins import pictures, selection
from springsim.app.margins.scaling_law import Also, Rule
from springsim.app.paper import files
from springsim.app.paper.files import Look
from springsim.app.processes.export_jobs import File
from springsim.app.processes.jobs import LateError, Status
from springsim.app.session import pages
from springsim.app.shell import export_progress
from springsim.export import paper
from springsim.figures.drawing import style
from springsim.model import losses, presets
from springsim.model.domains import DOMAINS
from springsim.studies import bifurcation
from springsim.studies.margin_sweep import STARTS
from springsim.texts import en, zh
from springsim.validation.limits import FIGURE_MARGIN_MAX, FIGURE_MARGIN_MIN
from tests.app.boards import EXPORT, command, sent

APP = Path(__file__).parents[3] / "app.py"
LOOK = Look("paper", "en", "small", 150)
BOARD = "springsim_board"


@pytest.fixture(autouse=True)
def nothing_kept():
    st.cache_data.clear()


def at_paper(page):
    """Run the app at the address /paper; AppTest itself knows pages in files only."""
    page._page_hash = calc_hash("paper")
    page.run()


def opened(language="en"):
    """Return the page of the figures."""
    page = AppTest.from_file(str(APP), default_timeout=120)
    page.query_params["lang"] = language
    at_paper(page)
    assert not page.exception
    return page


# figures as files


@pytest.mark.parametrize("name", paper.NAMES)
@pytest.mark.parametrize("look", ["paper", "lecture", "dark"])
def test_every_figure_is_there_in_every_look_and_size(name, look):
    for size in files.SIZES:
        svg = files.file(name, 1.0, replace(LOOK, style=look, size=size), "svg")
        assert ElementTree.fromstring(svg).tag.endswith("svg")


def test_formats_and_styles_are_those_of_the_figures():
    assert set(files.FORMATS) == set(figures.FORMATS)
    assert paper.PANELS == figures.PANELS
    assert paper.NAMES[0] == "fig1"


def test_a_png_has_the_resolution_asked_for():
    for dpi in files.DPI:
        image = Image.open(io.BytesIO(files.file("fig2a", 1.0, replace(LOOK, dpi=dpi), "png")))
        assert image.size == (round(2.2 * dpi), round(2.2 * dpi))


def test_a_larger_size_is_larger():
    def width(**changes):
        return Image.open(io.BytesIO(files.file("fig2a", 1.0, replace(LOOK, **changes), "png"))).width

    assert width(size="small") < width(size="whole")
    assert width(style="dark", size="small") < width(style="dark", size="whole")


def inches_wide(name, look):
    """Return how wide a figure is, by its SVG: that is exact, and drawn sooner than pixels."""
    width = re.search(r'<svg [^>]*\bwidth="([\d.]+)pt"', files.file(name, 1.0, look, "svg").decode())
    assert width is not None
    return round(float(width[1]) / 72, 6)


@pytest.mark.parametrize("language", texts.LANGUAGES)
@pytest.mark.parametrize("page", ["paper", "slide"])
def test_sizes_are_as_wide_as_is_said(language, page):
    words, look = texts.of(language, "pages"), replace(LOOK, style="paper" if page == "paper" else "dark")
    for size in files.SIZES:
        found = {inches_wide(name, replace(look, size=size)) for name in paper.NAMES if name != "fig2"}
        said = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", words[f"figures_size_{size}_{page}"])]
        assert min(said) <= min(found)
        assert max(found) <= max(said)
    whole = {inches_wide("fig2", replace(look, size=size)) for size in files.SIZES}
    assert whole == {3.35 if page == "paper" else 12.8}


@pytest.mark.parametrize(
    ("name", "margin", "changes", "called"),
    [
        ("fig2a", 1.0, {}, "fig2a.svg"),
        ("fig1", 1.25, {}, "fig1.svg"),
        ("fig1-as-printed", 1.0, {}, "fig1-as-printed-m1.00.svg"),
        ("fig2", 0.05, {"style": "dark"}, "fig2-m0.05-dark.svg"),
        ("fig2c", 1.5, {"style": "lecture", "language": "zh"}, "fig2c-m1.50-lecture-zh.svg"),
        ("fig2e", 1.0, {"language": "zh", "size": "whole", "dpi": 300}, "fig2e-zh.svg"),
    ],
)
def test_a_file_is_called_by_what_is_otherwise_than_in_the_paper(name, margin, changes, called):
    assert files.file_name(name, margin, replace(LOOK, **changes), "svg") == called


def test_the_zip_and_what_is_in_it_are_called_so_too():
    look = replace(LOOK, style="dark", language="zh")
    assert files.archive_name(LOOK) == "springsim-figures.zip"
    assert files.archive_name(look) == "springsim-figures-dark-zh.zip"
    with zipfile.ZipFile(io.BytesIO(files.archive((1.25, 0.8), look, ("svg",)))) as archive:
        assert {"fig1-dark-zh.svg", "fig1-as-printed-dark-zh.svg", "fig2-m0.80-dark-zh.svg"} < set(archive.namelist())


def test_a_figure_is_drawn_once(monkeypatch):
    drawn = []
    figure2 = figures.figure2

    def counted(*args, **options):
        drawn.append((*args, options["margin"]))
        return figure2(*args, **options)

    monkeypatch.setattr(figures, "figure2", counted)
    for dpi in (100, 300):  # which changes no SVG
        files.file("fig2a", 1.0, replace(LOOK, dpi=dpi), "svg")
    files.file("fig2a", 1.1, LOOK, "svg")
    assert drawn == [("a", 1.0), ("a", 1.1)]


def test_the_zip_has_every_figure_in_every_format_asked_for_and_is_the_same_each_time():
    once = files.archive((1.25, 0.8), LOOK, ("svg", "pgf"))
    st.cache_data.clear()
    assert files.archive((1.25, 0.8), LOOK, ("svg", "pgf")) == once
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        own = [(name, "-m0.80" if name.startswith("fig2") else "") for name in paper.NAMES]
        assert archive.namelist() == [f"{name}{margin}.{format}" for name, margin in own for format in ("svg", "pgf")]
        assert archive.read("fig1.svg") == files.file("fig1", 1.25, LOOK, "svg")
        assert archive.read("fig1.svg") != archive.read("fig1-as-printed.svg")
        assert archive.read("fig2c-m0.80.svg") == files.file("fig2c", 0.8, LOOK, "svg")


# the page


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_the_page_shows_every_figure_with_its_words_and_equation(language):
    page = opened(language)
    words = texts.of(language, "pages")
    assert [title.value for title in page.header] == [words["fig1_title"], words["fig2_title"]]
    assert [title.value for title in page.subheader] == [words[f"fig2{panel}_title"] for panel in paper.PANELS]
    assert len(page.latex) == 6
    assert len(page.get("image")) == 6
    assert not page.warning
    for name in ("fig1", *(f"fig2{panel}" for panel in paper.PANELS)):
        text = words[f"{name}_text"]
        assert text in [m.value for m in page.markdown]
        assert 2 <= sum(text.count(stop) for stop in ".。") <= 4
    assert [button.label for button in page.button] == [words["figures_open"]] * len(files.SCENES)


def test_the_margin_is_bounded_as_the_figures_are():
    page = opened()
    assert [(s.min, s.max, s.value) for s in page.slider] == [
        (FIGURE_MARGIN_MIN, FIGURE_MARGIN_MAX, 1.25),
        (FIGURE_MARGIN_MIN, FIGURE_MARGIN_MAX, 1.0),
    ]
    for value in (FIGURE_MARGIN_MIN, FIGURE_MARGIN_MAX):
        for slider in page.slider:
            slider.set_value(value)
        page.run()
        assert not page.exception


def test_every_choice_can_be_made():
    page = opened()
    for look in figures.STYLES:
        page.segmented_control(key="figures_style").set_value(look)
        for size in files.SIZES:
            page.selectbox(key="figures_size").set_value(size)
            page.run()
            assert not page.exception
    page.toggle(key="figures_printed").set_value(True)
    page.segmented_control(key="figures_formats").set_value([])
    page.run()
    assert not page.exception


def test_files_are_transparent_and_keep_their_words_as_text_on_request():
    page = opened()
    page.toggle(key="figures_transparent").set_value(True)
    page.selectbox(key="figures_text").set_value("font")
    page.run()
    assert not page.exception
    look = replace(LOOK, transparent=True, text="font")
    assert files.file_name("fig2a", 1.0, look, "svg") == "fig2a-transparent.svg"
    svg = files.file("fig2a", 1.0, look, "svg")
    assert b"<text" in svg
    assert b"<text" not in files.file("fig2a", 1.0, LOOK, "svg")
    png = Image.open(io.BytesIO(files.file("fig2a", 1.0, look, "png")))
    assert png.convert("RGBA").getpixel((0, 0)) == (255, 255, 255, 0)
    assert files.file("fig2a", 1.0, look, "pgf") == files.file("fig2a", 1.0, LOOK, "pgf")
    assert files.file("fig2a", 1.0, look.shown, "png") == files.file("fig2a", 1.0, LOOK, "png")


def test_what_the_drawing_and_the_equation_begin_at_is_computed():
    page = opened()
    page.slider[0].set_value(2.0).run()
    (why,) = [c.value for c in page.caption if "equation 4" in c.value]
    assert f"m^2 = {2 * float(losses.dissimilar_loss(0.0, 2.0)):.2f}" in why
    assert "m^2 = 4.00" in why
    assert "m^2 = 2.00" in why


def test_it_is_said_which_curve_is_drawn_and_that_curves_meet_only_where_they_do():
    page = opened()
    (why,) = [c.value for c in page.caption if "equation 4" in c.value]
    assert "this is by the equation" in why
    page.toggle(key="figures_printed").set_value(True).run()
    (why,) = [c.value for c in page.caption if "equation 4" in c.value]
    assert "this is the drawing" in why
    assert "do not meet" in why


@pytest.mark.parametrize(
    ("margin", "said"),
    [(0.05, "none of the 7 hollow points is"), (0.4, "one of the 7 hollow points is"), (1.0, "3 of the 7 hollow points are")],
)
def test_the_count_of_points_that_are_pushed_is_said_in_proper_words(margin, said):
    page = opened()
    page.slider[1].set_value(margin).run()
    (count,) = [m.value for m in page.markdown if "hollow points" in m.value and "nearer than the margin" in m.value]
    assert said in count
    assert f"m = {margin:.2f}" in count


def test_without_a_format_there_is_no_label_for_a_file_that_cannot_be_had():
    page = opened()
    words = texts.of("en", "pages")
    assert words["fig2_whole"] in [c.value for c in page.caption]
    page.segmented_control(key="figures_formats").set_value([]).run()
    assert words["fig2_whole"] not in [c.value for c in page.caption]


def test_the_words_in_equations_are_in_the_language_of_the_page():
    assert r"\text{(5), with } K = 1" in opened("en").latex[-1].value
    assert r"\text{(5)，取 } K = 1" in opened("zh").latex[-1].value


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_how_an_export_goes_that_was_left_in_the_playground_is_said_with_a_way_back(language, monkeypatch):
    class Told:
        status: Status[File] = Status("running", "", 3, 20)

        def ask(self, owner, number, order):
            return self.status

    told, words, ours = Told(), texts.of(language, "pages"), texts.of(language)
    monkeypatch.setattr(export_progress, "_EXPORTS", told)
    page = opened(language)
    assert not [button for button in page.button if button.key == "export_back"]
    board = page.session_state[BOARD]
    page.session_state[BOARD] = sent(board, command("export", **{**EXPORT, "format": "gif"}))
    page.run()
    how = ours["export_frames"].format(format="GIF", done=3, total=20)
    assert words["export_elsewhere"].format(how=how) in [c.value for c in page.caption]
    told.status = Status("done")
    page.run()
    assert words["export_ready"].format(name="springsim-fig2-m1.00.gif") in [c.value for c in page.caption]
    told.status = Status("failed", error=LateError("120"))
    page.run()
    assert words["export_late"].format(what="120") in [c.value for c in page.caption]
    page.button(key="export_back").click().run()
    assert not page.exception
    assert not page.get("image")


@pytest.mark.parametrize("panel", files.SCENES)
def test_a_panel_is_opened_in_the_playground_with_its_margin_and_can_be_undone(panel):
    page = opened("zh")
    before = page.session_state[BOARD].entry
    page.slider[1].set_value(1.4).run()
    page.button(key=f"open_fig2{panel}").click().run()
    assert not page.exception
    board = page.session_state[BOARD]
    assert (board.entry.preset, board.entry.scene) == (f"fig2{panel}", presets.load(f"fig2{panel}").replace(margin=1.4))
    assert board.entries[0].scene == before.scene
    assert board.language == "zh"


def test_without_a_font_with_chinese_characters_the_page_says_what_to_install(monkeypatch):
    monkeypatch.setattr(style, "chinese_font", lambda name: None)
    page = opened("zh")
    (warning,) = page.warning
    assert "fonts-noto-cjk" in warning.value
    assert len(page.get("image")) == 6


def test_another_field_of_the_address_than_the_language_is_not_for_this_page():
    page = AppTest.from_file(str(APP), default_timeout=120)
    page.query_params["lang"] = "zh"
    page.query_params["margin"] = "-1"
    at_paper(page)
    assert not page.exception
    assert page.session_state[BOARD].errors == ()
    assert page.session_state[BOARD].language == "zh"


def test_the_words_of_figures_follow_the_language_of_the_page_until_another_is_chosen():
    page = opened("zh")
    wording = page.segmented_control(key="figures_language")
    assert wording.value == "zh"
    wording.set_value("en").run()
    assert page.segmented_control(key="figures_language").value == "en"
    visitors = page.session_state[BOARD]
    page.session_state[BOARD] = replace(visitors, language="en")
    page.run()
    page.session_state[BOARD] = visitors
    page.run()
    assert page.segmented_control(key="figures_language").value == "zh"
    assert not page.exception
    assert not page.warning


# words


def test_both_languages_have_the_same_words_for_pages():
    assert list(en.PAGES) == list(zh.PAGES)


def test_every_page_has_a_name_and_a_title_in_both_languages():
    for language in texts.LANGUAGES:
        words = texts.of(language, "pages")
        assert [page["title"] for page in pages.offered(language)] == [words[f"page_{name}"] for name in pages.PAGES]
        assert all(words[f"title_{name}"] for name in pages.PAGES)


#: Laws of margins; a domain has one of its own where it has a length.
RULES = [*get_args(get_args(Rule)[0]), *(id for id, domain in DOMAINS.items() if domain.length is not None)]

#: Ids of words that are put together, as the code writes them, and which there are.
COMPOSED = {
    "title_{name}": pages.PAGES,
    "page_{name}": pages.PAGES,
    "short_{name}": pages.PAGES,
    "figures_style_{name}": figures.STYLES,
    "figures_size_{name}_{page}": [f"{size}_{page}" for size in files.SIZES for page in ("paper", "slide")],
    "margins_{field}": ["low", "high", "count", "seeds"],
    "margins_start_{start}": STARTS,
    "margins_start_{request.start}": STARTS,
    "margins_{part}": ["runs", "kinds"],
    "margins_what_{what}": bifurcation.WHATS,
    "margins_run_{run}": selection.RUNS,
    "margins_file_{format}_help": pictures.FORMATS,
    "diagnose_file_{format}_help": diagnosing.FORMATS,
    "law_{found.rule}": RULES,
    "law_{found.rule}_title": RULES,
    "law_also_{found.also}": [also for also in get_args(Also) if also],
    "look_{name.replace('-', '_')}": [name.replace("-", "_") for name in (*presets.names(), selection.OWN)],
    "chart_{quantity.name}": ["loss", "active", "separation", "recall"],
    "chart_{name}_title": ["loss", "active", "separation", "recall"],
    "chart_{name}": ["up", "down"],
    "chart_{shown.what}": bifurcation.WHATS,
    "kind_{name}": [*bifurcation.KINDS, "unknown"],
    "kind_{kind}": bifurcation.KINDS,
    **{f"{{name}}_{what}": [f"fig2{panel}" for panel in paper.PANELS] for what in ("title", "text", "alt")},
}


def test_every_word_of_pages_is_used_and_every_one_used_is_there():
    package = APP.parent / "springsim"
    code = "".join(
        path.read_text(encoding="utf-8") for part in ("app", "board", "export") for path in (package / part).rglob("*.py")
    )
    composed = {re.sub(r"\{.*\}", value, pattern) for pattern, values in COMPOSED.items() for value in values}
    assert all(f'"{pattern}"' in code for pattern in COMPOSED)
    assert composed <= set(en.PAGES)
    assert [name for name in en.PAGES if name not in composed and f'"{name}"' not in code] == []
