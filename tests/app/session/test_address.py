import dataclasses
import re
from pathlib import Path

import pytest

import springsim
from springsim import Scene
from springsim.app.session import address, answer, state
from springsim.board.parts import PARTS
from springsim.model import presets
from springsim.validation.limits import APP, LINK_MAX
from tests.app.boards import CHANGES, board_of, decoded, done, fields, same, shared, small
from tests.scenes import random_scene

pytestmark = pytest.mark.usefixtures("short_looks_ahead")


def test_a_link_of_a_moment_remembers_the_preset_it_came_from():
    board = address.opened({"preset": "ring", "seed": "2"}, "en")
    opened = address.opened(fields(shared(done(board, "share", 9, kind="link")).text), "en")
    assert (opened.entry.preset, opened.entry.pristine) == ("ring", False)
    assert opened.entry.scene.positions.tolist() == board.trajectory.positions[9].tolist()


def test_without_a_query_the_board_opens_on_a_scene_that_is_settling():
    board = address.opened({}, "zh")
    assert board.entry == state.Entry(presets.load("fig2"), "fig2", True)
    assert (board.language, board.errors) == ("zh", ())
    assert board.trajectory.residual[0] > 0.1


def test_every_field_of_the_query_is_opened():
    board = address.opened(
        {"preset": "chain", "seed": "7", "margin": "0.30000000000000004", "step": "1.5", "momentum": "0.9", "lang": "zh"}, "en"
    )
    assert board.entry == state.Entry(
        presets.load("chain", 7).replace(margin=0.1 + 0.2), "chain", True, 7, {"step": 1.5, "momentum": 0.9}
    )
    assert (board.language, board.errors) == ("zh", ())


def test_a_scene_in_the_query_goes_before_the_preset_and_the_margin_before_its_own():
    board = address.opened({"preset": "chain", "s": small().to_link(), "margin": "2"}, "en")
    assert board.entry == state.Entry(small(margin=2.0), "chain", False)
    assert board_of(small()).entry == state.Entry(small())


BAD_QUERIES = {
    "preset": ["", "nope", "Fig2", "x" * 10_000, "\ud800"],
    "seed": ["", "-1", "1.5", "4294967296", "9" * 5000, "abc", "٣", "true", "1e3", "[1]"],
    "margin": [
        "",
        "0",
        "-1",
        "1e7",
        "nan",
        "NaN",
        "Infinity",
        "-inf",
        "1e999",
        "abc",
        "[1]",
        "true",
        "null",
        "1,5",
        "9" * 5000,
    ],
    "step": ["", "0", "0.04", "2.51", "NaN", "abc", "null", "true"],
    "momentum": ["", "-0.1", "0.96", "1", "NaN", "abc"],
    "lang": ["", "de", "EN", "zh-CN"],
    "s": ["", "abc", "A" * 64_001, random_scene("labels", APP.points + 1).to_link(), small().to_link()[:-5]],
}


ALLOWED = {
    "preset": "one of " + ", ".join(presets.names()),
    "seed": "a whole number from 0 to 4294967295",
    "margin": "a number from 1e-06 to 1e+06",
    "step": "a number from 0.05 to 2.5",
    "momentum": "a number from 0 to 0.95",
    "lang": "one of en, zh",
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in BAD_QUERIES.items() for text in texts])
def test_a_bad_field_of_the_query_is_said_and_the_rest_of_it_holds(name, text):
    good = {"preset": "saddle", "margin": "1.5", "step": "0.5", "momentum": "0.25", "lang": "zh"}
    board = address.opened({**good, name: text}, "en")
    (error,) = board.errors
    if name == "s":
        assert error.field in ("link", "positions")
    else:
        assert error.field == name
        assert error.allowed == ALLOWED[name]
        assert text[:20] in error.value or name == "preset" or not text.isprintable() or error.value == f"{float(text)!r}"
    preset = "fig2" if name == "preset" else "saddle"
    margin, step, momentum = (float(good[field]) for field in ("margin", "step", "momentum"))
    scene = presets.load(preset).replace(margin=1.0 if name == "margin" else margin)
    step, momentum = (0.2 if name == "step" else step), (0.0 if name == "momentum" else momentum)
    assert board.entry == state.Entry(scene, preset, True, 0, {"step": step, "momentum": momentum})
    assert board.language == ("en" if name == "lang" else "zh")
    assert decoded(answer.packed(board))[0]["errors"]


def test_all_fields_can_be_bad_at_once():
    board = address.opened({name: texts[1] for name, texts in BAD_QUERIES.items()}, "en")
    assert {error.field for error in board.errors} == {*ALLOWED, "link"}
    assert board.entry == state.Entry(presets.load("fig2"), "fig2", True)


def _reopened(board):
    query = address.query(board)
    assert 0 < len(query) <= LINK_MAX
    twin = address.opened(fields(query), "zh")
    assert twin.errors == ()
    assert twin.language == board.language
    return twin


@pytest.mark.parametrize("name", presets.names())
def test_the_address_opens_every_preset_again_exactly(name):
    board = address.opened({"preset": name, "seed": "11"}, "en")
    assert same(_reopened(board).entry, board.entry)
    assert "s=" not in address.query(board)


def _unlike():
    """Return presets that differ in what an address writes: kind of springs, domain, pins, and no points at all."""
    found: dict[tuple[str, str, bool, bool], str] = {}
    for name in presets.names():
        scene = presets.load(name)
        found.setdefault((scene.springs.kind, scene.domain, bool(scene.pinned.any()), len(scene) == 0), name)
    return list(found.values())


@pytest.mark.parametrize(
    ("name", "op"),
    [
        (name, op)
        for name in _unlike()
        for op in CHANGES
        if name != "empty" or op not in ("move", "x", "y", "angle", "delete", "pin", "label", "tie")
    ],
)
def test_the_address_opens_a_changed_preset_again_exactly(name, op):
    args = {k: min(v, 1) if k in ("i", "j") and op != "tie" else v for k, v in CHANGES[op].items()}
    if op == "tie":
        args.update(i=0, j=1)
    board = address.opened({"preset": name, "step": "0.3", "momentum": "0.1"}, "en")
    board = done(board, op, len(board.trajectory) // 3, **args)
    assert same(_reopened(board).entry, dataclasses.replace(board.entry, offset=0))


def test_a_scene_too_large_for_a_link_has_no_address():
    board = board_of(random_scene("labels", 200))
    assert len(board.entry.scene.to_link()) > LINK_MAX
    assert address.query(board) == ""
    assert shared(done(board, "share", kind="link")).text == ""
    assert Scene.from_json(shared(done(board, "share", kind="file")).text) == board.entry.scene


def test_an_address_may_be_as_long_as_the_limit_and_no_longer(monkeypatch):
    board = board_of(random_scene("labels", 70))
    query = address.query(board)
    assert 2000 < len(query) <= LINK_MAX == 4000
    monkeypatch.setattr(address, "LINK_MAX", len(query))
    assert address.query(board) == query
    monkeypatch.setattr(address, "LINK_MAX", len(query) - 1)
    assert address.query(board) == ""


@pytest.mark.parametrize(
    ("locale", "language"),
    [("zh", "zh"), ("zh-CN", "zh"), ("ZH-Hant", "zh"), ("en", "en"), ("de-DE", "en"), ("", "en"), (None, "en")],
)
def test_the_language_follows_the_browser(locale, language):
    assert address.language_of(locale) == language


def test_an_address_names_the_parts_that_are_left_out_and_what_is_no_part_is_said():
    board = address.opened({"preset": "fig2", "hide": "panel, bar,,panel"}, "en")
    assert (board.hidden, board.errors) == (("panel", "bar"), ())
    assert decoded(answer.packed(done(board, "nudge", seed=0)))[0]["hidden"] == ["panel", "bar"]
    wrong = address.opened({"preset": "fig2", "hide": "panel,<b>,curves" + ",x" * 1000}, "zh")
    assert wrong.hidden == ("panel", "curves")
    (error,) = wrong.errors
    assert (error.field, error.value, error.allowed) == ("hide", "'<b>'", "some of " + ", ".join(PARTS))
    assert address.opened({}, "en").hidden == ()


def test_every_part_that_can_be_left_out_has_its_rule_in_the_style_of_the_board_and_is_named_in_the_readme():
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    assert {f"`{name}`" for name in PARTS} <= set(re.findall(r"`\w+`", readme))
    style = (Path(springsim.__file__).parent / "board" / "css" / "embed.css").read_text()
    assert set(re.findall(r'\[data-hidden~="(\w+)"\]', style)) == set(PARTS)
