"""Words in figures stay clear of points, of one another, of curves and of the figure's edge, whatever the words are."""

from __future__ import annotations

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from functools import cache, partial
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from matplotlib import font_manager
from matplotlib.backends.backend_agg import RendererAgg

import springsim as ss
from springsim import figures
from springsim.figures.drawing import style as styles
from springsim.figures.drawing import wording
from springsim.model import presets
from tests import drawn

#: ``dark`` differs from ``lecture`` in colours alone, as one test proves.
LOOKS = [("paper", "en"), ("lecture", "zh")]
ALL_LOOKS = [(style, language) for style in figures.STYLES for language in ("en", "zh")]


@cache
def run_of(name):
    return ss.simulate(presets.load(name), steps=120, frames=12)


@pytest.mark.parametrize(("style", "language"), ALL_LOOKS)
def test_words_are_clear_in_every_style_and_language(style, language):
    run = run_of("tug-of-war")
    for draw in (
        figures.figure2,
        figures.figure1,
        partial(figures.diagram, run.scene, centre=1, labels="class", title="Title", axes=True),
        partial(figures.loss_curves, run.scene),
        partial(figures.settling, run),
    ):
        assert not drawn.faults(draw(style=style, language=language))


@pytest.mark.parametrize(("style", "language"), LOOKS)
@pytest.mark.parametrize("margin", [0.05, 0.1, 0.3, 0.6, 1.8, 2.5, 5.0])
def test_words_of_figure_1_are_clear_of_curves_axes_and_one_another(margin, style, language):
    for as_printed in (False, True):
        figure = figures.figure1(margin, as_printed=as_printed, style=style, language=language)
        assert not drawn.faults(figure)
        assert len([text for text in drawn.written(figure) if text.gid == "label"]) >= 3  # and none was left out


@pytest.mark.parametrize(("style", "language"), LOOKS)
@pytest.mark.parametrize("margin", [0.05, 0.4, 2.0, 5.0])
def test_words_of_figure_2_are_clear_of_points_and_one_another(margin, style, language):
    for panel in (None, *figures.PANELS) if margin in (0.05, 2.0) else (None, "c"):
        assert not drawn.faults(figures.figure2(panel, margin=margin, style=style, language=language))


@pytest.mark.parametrize("style", ["paper", "lecture"])
def test_words_of_the_papers_figures_are_clear_at_the_smallest_sizes_that_are_accepted(style):
    panels: list[Any] = [partial(figures.figure2, panel) for panel in (None, *figures.PANELS)]
    for draw in (figures.figure1, *panels, partial(figures.loss_curves, presets.load("five-classes"))):
        with pytest.raises(ss.SceneError) as refused:
            draw(size=(0.0, 0.0), style=style)
        assert refused.value.field == "size[0]"
        least = float(re.findall(r"from ([\d.]+) to", refused.value.allowed)[0])
        assert not drawn.faults(draw(size=(least + 0.01, least + 0.01), style=style))
        assert not drawn.faults(draw(size=(3 * least, least + 0.01), style=style, language="zh"))


@pytest.mark.parametrize("name", presets.names())
def test_labels_are_clear_of_points_and_one_another(name):
    scene, focus = presets.load(name), presets.get(name).focus
    long = [f"a rather long name: {i}" for i in range(len(scene))]
    for style, language, labels, centre in [
        ("paper", "en", "index", focus),
        ("lecture", "zh", long, None),
    ]:
        figure = figures.diagram(scene, labels=labels, centre=centre, style=style, language=language)
        assert not drawn.faults(figure)


@pytest.mark.parametrize("name", ["ring", "five-classes", "coincident", "gate", "crowd"])
@pytest.mark.parametrize(("style", "language"), LOOKS)
def test_with_axes_a_title_and_paths_words_are_clear_as_well(name, style, language):
    run = run_of(name)
    title = "A title that is rather long " * 4
    figure = figures.diagram(
        run.final, labels="class", trajectory=run, axes=True, title=title, style=style, language=language, circles="all"
    )
    assert not drawn.faults(figure)


@pytest.mark.parametrize("style", figures.STYLES)
def test_every_point_with_room_around_it_is_named_nearer_to_itself_than_to_any_other(style):
    scene = presets.load("fig2")
    figure = figures.diagram(scene, centre=0, labels="index", style=style)
    at = drawn.page(figure.axes[0], scene.positions)
    names = {text.words: text.box for text in drawn.written(figure) if text.gid == "label" and "$" not in text.words}
    assert sorted(names, key=int) == [str(i + 1) for i in range(12)]
    for name, (left, right, bottom, top) in names.items():
        gap = np.hypot(at[:, 0] - np.clip(at[:, 0], left, right), at[:, 1] - np.clip(at[:, 1], bottom, top))
        assert int(gap.argmin()) == int(name) - 1


def test_points_in_one_place_share_a_label_that_counts_them():
    figure = figures.diagram(presets.load("coincident"), labels="index")
    (label,) = (text.words for text in drawn.written(figure) if text.gid == "label")
    assert label.endswith("×12")


@pytest.mark.parametrize("name", ["fig2", "five-classes", "similar-pair", "crowd", "tug-of-war", "empty"])
@pytest.mark.parametrize(("style", "language"), LOOKS)
def test_words_of_loss_curves_are_clear_of_curves_and_dots(name, style, language):
    for scene in (run_of(name).scene, run_of(name).final):
        assert not drawn.faults(figures.loss_curves(scene, style=style, language=language))


@pytest.mark.parametrize("margin", [1e-6, 3e-4, 0.07, 40.0, 1e6])
def test_words_of_loss_curves_are_clear_at_any_margin(margin):
    for style in ("paper", "lecture"):
        assert not drawn.faults(figures.loss_curves(presets.load("fig2").replace(margin=margin), style=style))


@pytest.mark.parametrize("name", ["fig2", "five-classes", "tug-of-war", "empty"])
@pytest.mark.parametrize(("style", "language"), LOOKS)
def test_words_of_settling_and_of_films_are_clear(name, style, language):
    run = run_of(name)
    for pictures in (2, 8):
        assert not drawn.faults(figures.settling(run, pictures=pictures, style=style, language=language))
    for size in ((1280, 720), (240, 180), (400, 1000)):
        film = figures.Film(run, style=style, language=language, size=size)
        film.draw(len(run) - 1)
        assert not drawn.faults(film.figure)


def test_a_film_too_small_for_all_words_says_the_step_first_and_never_changes_their_size():
    run = run_of("five-classes")
    film = figures.Film(run, size=(120, 120))
    sizes = set()
    for frame in range(len(run)):
        film.draw(frame)
        (heading,) = (text for text in film.figure.texts if text.get_text().startswith("step"))
        assert heading.get_text() == f"step {run.steps[frame]}"
        sizes.add(heading.get_fontsize())
    assert len(sizes) == 1
    assert all(words in drawn.words(figures.Film(run).figure) for words in ("step 0", "loss ", "margin 1"))


def test_the_styles_for_slides_differ_in_colours_alone():
    for draw in (figures.figure1, figures.figure2, lambda **o: figures.diagram(presets.load("fig2"), labels="index", **o)):
        light, dark = (draw(style=style) for style in ("lecture", "dark"))
        assert drawn.written(light) == drawn.written(dark)
        np.testing.assert_array_equal(drawn.discs(light), drawn.discs(dark))


@pytest.mark.parametrize("style", ["paper", "lecture"])
def test_words_are_as_wide_at_every_resolution(style):
    figure = figures.diagram(presets.load("ring"), style=style)
    note = drawn.one(figure, "note")
    widths = []
    with figure.springsim_style.applied():
        for dpi in (50, 72, 100, 300, 600):
            figure.set_dpi(dpi)
            box = note.get_window_extent(RendererAgg(16, 16, dpi))
            widths.append(box.width * 72.0 / dpi)
    assert np.ptp(widths) < 0.015 * max(widths)


def test_words_are_at_least_six_points_large_on_paper_and_thirteen_on_a_slide():
    for style, least in (("paper", 6.0), ("lecture", 13.0), ("dark", 13.0)):
        for figure in (figures.figure1(style=style), figures.figure2(style=style), figures.figure2("c", style=style)):
            assert min(float(text.get_fontsize()) for text in drawn.texts(figure)) >= least


def luminance(colour):
    """Return the relative luminance of a colour, by the definition of WCAG."""
    parts = np.array(drawn.rgb(colour))
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


@pytest.mark.parametrize("style", figures.STYLES)
def test_words_and_lines_stand_out_from_the_ground_in_grey_too(style):
    figure = figures.diagram(presets.load("fig2"), labels="index", centre=0, style=style)
    ground = luminance(figure.get_facecolor())

    def contrast(colour):
        other = luminance(colour)
        return (max(ground, other) + 0.05) / (min(ground, other) + 0.05)

    for text in drawn.texts(figure):
        assert contrast(text.get_color()) > 4.5
    for gid in ("springs-similar", "springs-dissimilar", "bars-dissimilar"):
        assert contrast(drawn.one(figure, gid).get_color()) > 4.5
    assert contrast(drawn.one(figure, "forces").get_facecolor()) > 4.5


# What others write -------------------------------------------------------------------------------------------------------

HARD = [
    "$x$", "$", "$$", "$x", r"\frac{1}{2}", r"$\frac{1}{", "\\", "\\\\", "{", "}", "{}", "%", "100 %", "a_b^c", "#", "&", "~",
    "<script>alert(1)</script>", "]]>", "<!--", "-->", "--", "&amp;", "'\"`",
    "\0", "".join(map(chr, range(32))), "\x7f\x80\x9f", "a\nb", "a\r\nb\tc", "\u2028\u2029\u0085\ufeff\u200b\u200d\u202e",
    "\ud800", "\udfff\ud800", "\ufffe\uffff", "😀👩‍👩‍👧🏳️‍🌈", "مرحبا بالعالم", "שלום", "e\u0301\u0302\u0303", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
    r"\input{/etc/passwd}", r"\immediate\write18{ls}", r"\end{document}", r"\usepackage{x}", r"\csname x\endcsname", "^^M",
    "中文标题", "Ω ≈ ½ – “quoted” …", "x" * 200, "word " * 40, "\0" * 200, "W" * 100 + " " + "w" * 99, "", " ", "−×·",
]  # fmt: skip
ANY_TEXT = st.text(st.characters() | st.sampled_from("$\\{}%#&_^~<>\0\n\ud800😀中é"), max_size=30)
SMALL = ss.Scene.from_labels([(0.0, 0.0), (0.7, 0.4)], [0, 1])


def worded(text, style="paper"):
    """Return a figure of little else than a title and labels."""
    return figures.diagram(SMALL, title=text, labels=[text, "b"], springs=False, forces=False, style=style)


def assert_safe(figure):
    """Assert that a figure is drawn in whole, that its SVG is XML of shapes alone, and that LaTeX sees its words as words."""
    assert not drawn.faults(figure)
    root = ET.fromstring(figures.picture(figure, "svg"))
    names = {re.sub(r"{.*}", "", element.tag) for element in root.iter()}
    assert names <= {"svg", "metadata", "RDF", "Work", "type", "format", "creator", "Agent", "title", "defs", "style", "g",
                     "path", "use", "clipPath", "rect"}  # fmt: skip
    figures.picture(figure, "png", dpi=50)
    shown = [text.get_text() for text in drawn.texts(figure) if not text.get_parse_math()]
    assert sorted(filter(None, latex_words(figures.picture(figure, "pgf").decode()))) == sorted(shown)


#: What LaTeX shows for each of the commands that stand for a character.
LATEX = {
    r"\textbackslash{}": "\\", r"\textasciicircum{}": "^", r"\textasciitilde{}": "~", r"\textless{}": "<",
    r"\textgreater{}": ">", r"\textbar{}": "|", r"\textasciigrave{}": "`", r"\{": "{", r"\}": "}", r"\$": "$", r"\&": "&",
    r"\#": "#", r"\_": "_", r"\%": "%",
    r"\ensuremath{-}": "\N{MINUS SIGN}", r"\ensuremath{\times}": "×", r"\ensuremath{\cdot}": "·", "-{}": "-",
}  # fmt: skip
TOKEN = re.compile("|".join(map(re.escape, LATEX)) + r"|[^\\{}$&#_%^~]")


def latex_words(pgf):
    """Return the words of each text as LaTeX would show them; fail if it would see anything else than characters."""
    said = []
    for line in pgf.splitlines():
        if line.startswith(r"\pgftext") and r"\def%{\%}" in line:
            body = line.split(r"\def%{\%}", 1)[1].removesuffix("}}%")
            if "$" in body.replace(r"\$", ""):
                continue  # mathematics: ours
            assert re.fullmatch(rf"(?:{TOKEN.pattern})*", body), body
            said.append("".join(LATEX.get(token, token) for token in TOKEN.findall(body)))
    return said


@pytest.mark.parametrize("text", HARD, ids=lambda text: ascii(text)[:30])
def test_any_title_or_label_is_drawn_in_whole_as_the_words_that_it_is(text):
    assert_safe(worded(text))


@pytest.mark.parametrize("style", ["lecture", "dark"])
def test_any_title_has_room_on_a_slide(style):
    for text in ("\0" * 200, "W" * 200, "word " * 40, "中" * 200):
        figure = worded(text, style)
        assert not drawn.faults(figure)
        assert figure.axes[0].get_position().height > 0.5
    figures.picture(worded("$W$ %", style), "pdf")


@given(title=ANY_TEXT, label=ANY_TEXT)
@settings(max_examples=25)
@example("$", "\ud800")
def test_any_text_at_all_is_drawn_without_a_warning(title, label):
    assert_safe(figures.diagram(SMALL, title=title, labels=[label, title], springs=False, forces=False))


@pytest.mark.parametrize("text", ["$x$", r"\alpha", "a_b", "<b>", "{x}", "100 %", "$"])
def test_text_of_the_user_is_never_mathematics(text):
    figure = figures.diagram(SMALL, title=text, labels=[text, text])
    mine = [t for t in drawn.texts(figure) if t.get_text() == text]
    assert len(mine) == 3
    assert not any(t.get_parse_math() for t in mine)


def test_characters_without_a_shape_are_shown_by_their_number():
    figure = figures.diagram(SMALL, title="a\0b\ud800c😀")
    assert drawn.one(figure, "title").get_text() == "a[U+0000]b[U+D800]c[U+1F600]"


@pytest.mark.parametrize("style", figures.STYLES)
def test_characters_that_are_not_seen_are_shown_by_their_number_even_if_the_font_has_them(style):
    hidden = "\u00ad\u200b\u200e\u202e\u2066\ufeff\u0000\u0085\ue000"
    numbers = "".join(f"[U+{ord(c):04X}]" for c in hidden)
    assert "".join(line.get_text() for line in drawn.named(worded(hidden, style), "title")) == numbers


def test_line_breaks_and_tabs_become_spaces():
    figure = figures.diagram(SMALL, title="a\nb\tc\r\nd", labels=["1\n2", ""])
    assert drawn.one(figure, "title").get_text() == "a b c d"
    assert [t.get_text() for t in drawn.named(figure, "label")] == ["1 2"]


@given(text=st.text(max_size=40))
@settings(max_examples=100)
def test_no_character_is_ever_drawn_as_a_box(text):
    look = styles.styled("paper", "en")
    fonts = faces(look)
    for c in wording.plain("title", text, look):
        assert any(font.get_char_index(ord(c)) for font in fonts)


def faces(look):
    paths = [font_manager.findfont(font_manager.FontProperties(family=[face])) for face in look.family]
    return [font_manager.get_font(path) for path in paths]


@pytest.mark.parametrize("style", figures.STYLES)
def test_every_character_of_the_chinese_figures_has_a_shape(style):
    fonts = faces(styles.styled(style, "zh"))
    run = run_of("five-classes")
    for figure in (
        figures.figure1(style=style, language="zh"),
        figures.figure2(style=style, language="zh"),
        figures.diagram(run.scene, centre=0, style=style, language="zh", title="标题"),
        figures.diagram(run.scene, style=style, language="zh"),
        figures.diagram(run.scene, springs="all", style=style, language="zh"),
        figures.loss_curves(run.scene, style=style, language="zh"),
        figures.settling(run, style=style, language="zh"),
        figures.Film(run, style=style, language="zh").figure,
    ):
        said = re.sub(r"\$.*?\$", "", drawn.words(figure))
        assert re.search(r"[\u4e00-\u9fff]", said)
        assert not re.search(r"[A-Za-z]{2,}", said)
        for c in said.replace("\n", ""):
            assert any(font.get_char_index(ord(c)) for font in fonts)
        figures.picture(figure, "png", dpi=50)  # a missing shape would be warned of, and warnings are errors


font_of_the_system = next((font.fname for font in font_manager.fontManager.ttflist if font.name == "Noto Serif CJK SC"), None)


@pytest.fixture
def no_chinese_font(monkeypatch):
    western = [font for font in font_manager.fontManager.ttflist if "DejaVu" in font.name or "STIX" in font.name]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", western)
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [])
    forget()
    yield
    monkeypatch.undo()
    forget()


def forget():
    """Forget which fonts there are."""
    styles.chinese_font.cache_clear()
    wording.shown_as.cache_clear()
    manager: Any = font_manager.fontManager
    manager._findfont_cached.cache_clear()


def test_without_a_chinese_font_chinese_is_refused_with_the_package_to_install(no_chinese_font):
    run = run_of("similar-pair")
    for draw in (
        lambda: figures.figure1(language="zh"),
        lambda: figures.figure2("a", language="zh"),
        lambda: figures.diagram(SMALL, language="zh"),
        lambda: figures.loss_curves(SMALL, language="zh"),
        lambda: figures.settling(run, language="zh"),
        lambda: figures.Film(run, language="zh"),
    ):
        with pytest.raises(ss.SceneError, match="fonts-noto-cjk") as refused:
            draw()
        assert refused.value.field == "language"


def test_a_chinese_font_is_found_that_was_installed_after_matplotlib_made_its_list_of_fonts(no_chinese_font, monkeypatch):
    serif = font_of_the_system
    assert serif is not None
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [serif, __file__])
    figure = figures.figure1(language="zh")
    assert "不相似" in drawn.words(figure)
    figures.picture(figure, "png", dpi=50)


def test_without_a_chinese_font_english_is_drawn_and_a_chinese_title_by_its_numbers(no_chinese_font):
    figure = figures.diagram(SMALL, title="图 1")
    assert drawn.one(figure, "title").get_text() == "[U+56FE] 1"
    figures.picture(figure, "png", dpi=50)


def test_english_figures_are_the_same_with_and_without_a_chinese_font(request):
    with_font = figures.picture(figures.figure2(), "svg")
    request.getfixturevalue("no_chinese_font")
    assert figures.picture(figures.figure2(), "svg") == with_font


PDFLATEX, PDFTOTEXT = shutil.which("pdflatex"), shutil.which("pdftotext")


@pytest.mark.skipif(PDFLATEX is None, reason="there is no pdflatex on this machine to set PGF with")
def test_latex_sets_every_figure_and_any_text(tmp_path):
    hard = [text for text in HARD if text.isascii()]
    drawings = [figures.figure1(), figures.figure2(), figures.loss_curves(SMALL), figures.settling(run_of("tug-of-war"))]
    drawings += [worded(text) for text in hard] + [figures.figure1(style="lecture"), figures.diagram(SMALL, style="dark")]
    drawings += [figures.landscape(SMALL.replace(margin=margin), 0) for margin in (1.0, 1e5)]
    pages = []
    for number, figure in enumerate(drawings):
        (tmp_path / f"{number}.pgf").write_bytes(figures.picture(figure, "pgf"))
        pages.append(rf"\hbox{{\input{{{number}.pgf}}}}\newpage")
    head = r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{pgf}\pagestyle{empty}"
    size = r"\pdfpagewidth=20in\pdfpageheight=20in\textheight=18in\begin{document}"
    (tmp_path / "all.tex").write_text("\n".join([head, size, *pages, r"\end{document}"]))
    command = [str(PDFLATEX), "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "all.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, check=False)
    log = done.stdout.decode(errors="replace")
    assert done.returncode == 0, log[-3000:]
    assert f"({len(drawings)} page" in log
    assert "Missing character" not in log


@pytest.mark.skipif(PDFLATEX is None or PDFTOTEXT is None, reason="there is no pdflatex or pdftotext on this machine")
def test_in_the_wider_face_of_a_latex_document_no_word_leaves_its_figure(tmp_path):
    pages = [
        figures.figure2(),
        figures.figure2("c"),
        figures.figure1(),
        figures.figure2(style="lecture"),
        figures.settling(run_of("ring")),
    ]
    for number, figure in enumerate(pages):
        (tmp_path / f"{number}.pgf").write_bytes(figures.picture(figure, "pgf"))
    head = r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{pgf}\pdfhorigin=0pt\pdfvorigin=0pt\pdfpagewidth=20in"
    shipped = [rf"\shipout\hbox{{\input{{{number}.pgf}}}}" for number in range(len(pages))]
    (tmp_path / "all.tex").write_text("\n".join([head, r"\pdfpageheight=20in\begin{document}", *shipped, r"\end{document}"]))
    set_ = [str(PDFLATEX), "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "all.tex"]
    subprocess.run(set_, cwd=tmp_path, capture_output=True, timeout=120, check=True)
    read = [str(PDFTOTEXT), "-bbox", "all.pdf", "-"]
    found = subprocess.run(read, cwd=tmp_path, capture_output=True, timeout=60, check=True, text=True).stdout
    for figure, page in zip(pages, found.split("<page ")[1:], strict=True):
        words = re.findall(r'<word xMin="([-0-9.]+)" yMin="([-0-9.]+)" xMax="([-0-9.]+)" yMax="([-0-9.]+)">(.*)</word>', page)
        width, height = figure.get_size_inches() * 72.0
        assert words
        for x0, y0, x1, y1, word in words:
            assert min(float(x0), width - float(x1)) > -0.5, f"{word} leaves the figure"
            assert min(float(y0), height - float(y1)) > -1.0, f"{word} leaves the figure"
