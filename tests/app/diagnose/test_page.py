import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from springsim import Scene, diagnose, texts
from springsim.app.diagnose import contents as diagnosing
from springsim.app.session import address, history
from springsim.board import settings
from springsim.export import formats
from springsim.model import presets

APP = Path(__file__).parents[3] / "app.py"
BOARD = "springsim_board"


def opened(language="en", board=None):
    page = AppTest.from_file(str(APP), default_timeout=120)
    page.query_params["lang"] = language
    page._page_hash = calc_hash("diagnose")
    if board is not None:
        page.session_state[BOARD] = replace(board, language=language)
    page.run()
    assert not page.exception
    return page


def board_with(scene, shown=0):
    """Return a board with a scene that shows some frame of its run."""
    board = address.opened({"preset": "empty"}, "en")
    return history.noted(replace_scene(board, scene), shown)


def replace_scene(board, scene):
    from springsim.app.session import lookahead

    entry = replace(board.entry, scene=scene, preset="", pristine=False, settings=settings.DEFAULTS)
    trajectory = lookahead.look(scene, entry.settings, lookahead.FIRST)
    return replace(board, entries=(entry,), index=0, trajectory=trajectory)


def said(page):
    return "\n".join(element.value for element in (*page.header, *page.markdown, *page.subheader))


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_it_says_what_the_library_finds_of_the_frame_seen(language):
    board = board_with(presets.load("five-classes"), shown=6)
    page = opened(language, board)
    found = diagnose(diagnosing.seen(board))
    assert found.similar.mean < diagnose(board.entry.scene).similar.mean  # it has moved
    for finding in found.findings:
        assert f"- {diagnosing.plain(finding.said(language))}" in said(page)
    step = int(board.trajectory.steps[6])
    assert texts.of(language, "pages")["diagnose_of"].format(
        moment=texts.moment(language, "step", step), margin="1.00"
    ) in said(page)
    for cell in (cell for row in (*found.rows(language), *found.facts(language), *found.class_rows(language)) for cell in row):
        assert f"| {diagnosing.plain(cell)} |" in said(page)
    assert [button.label for button in page.get("download_button")] == [f.upper() for f in diagnosing.FORMATS]
    assert len(page.get("image")) == 1


def test_classes_are_called_as_on_the_board_and_names_are_never_markup():
    unnamed = board_with(presets.load("two-classes"))
    assert [row.name for row in diagnose(diagnosing.seen(unnamed)).classes] == ["A", "B"]
    wild = ["<img src=x onerror=alert(1)>", "**bold** | $x$ :red[a]"]
    named = Scene.from_labels([[0.0, 0.0], [0.5, 0.0]], [0, 1], class_names=wild)
    words = said(opened(board=board_with(named)))
    for name in wild:
        assert name not in words
        assert diagnosing.plain(name) in words
    assert diagnosing.plain(wild[1]) == r"\*\*bold\*\* \| \$x\$ \:red\[a\]"


@pytest.mark.parametrize(
    ("scene", "finding"),
    [
        (presets.load("empty"), "no_points"),
        (Scene.from_labels([[0.0, 0.0]], [0]), "one_point"),
        (Scene.from_pairs([[0.0, 0.0], [1.0, 0.0]], [], []), "no_pairs"),
    ],
)
def test_without_pairs_it_says_so_and_leads_back_to_the_playground(scene, finding):
    page = opened(board=board_with(scene))
    assert page.header[0].value == texts.of("en", "diagnosis")[f"finding_{finding}"]
    assert page.button(key="diagnose_back")
    assert not page.get("image")


def test_every_format_offered_is_made_and_named_after_the_moment():
    board = board_with(presets.load("gate"), shown=3)
    found = diagnose(diagnosing.seen(board))
    step = int(board.trajectory.steps[3])
    for format in diagnosing.FORMATS:
        assert diagnosing.file_name(board, format) == f"springsim-scene-m1.00-step{step}-diagnosis.{format}"
        assert formats.get(format).mime
        if format != "csv":
            assert diagnosing.picture(found, "paper", "zh", format)
    svg = diagnosing.picture(found, "dark", "en", "svg", diagnosing.SHOWN)
    assert ElementTree.fromstring(svg).tag.endswith("svg")
