import ast
import base64
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

import springsim
from springsim import Scene, SceneError, simulate, texts
from springsim.app.margins import sweeps
from springsim.app.session import address, kept, opening, reducer
from springsim.app.session.messages import parsed_message
from springsim.board import settings
from springsim.energy import account
from springsim.export import formats, options
from springsim.export.archive import zipped
from springsim.export.data import points_csv
from springsim.model import presets
from springsim.model.scene_file import token_of_text
from springsim.model.tables.columns import Counted
from springsim.texts import en, zh
from springsim.validation.fields import Some
from springsim.validation.limits import APP, FILE_CHARACTERS, LETTERS, LOOPS, RESTORE_MAX, VIEWS
from tests.app.boards import FILE, board_of, command, sent, small
from tests.app.session import test_commands, test_recorded_run
from tests.model import test_points_file
from tests.scenes import random_scene

PACKAGE = Path(springsim.__file__).parent
#: Whose refusals a visitor can meet.
ROOMS = ("app", "energy", "model", "solvers", "studies", "validation")
SCRIPTS = sorted((PACKAGE / "board" / "js").rglob("*.js"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")
WORD = re.compile(r"[A-Za-z]{2,}")
#: What stands for itself in any language.
NAMES = {"springsim", "Ctrl", "Shift", "Esc", "Del", "Home", "End", "Enter", "Python"}
NAMES |= {"PNG", "SVG", "PDF", "GIF", "MP", "HTML"}


# two languages, one set of texts


def test_both_languages_have_the_same_texts_in_the_same_order():
    assert list(zh.TEXTS) == list(en.TEXTS)


def _alike(one, other):
    """Tell whether two wordings have the same gaps, each once, and the same lines, and neither is blank at an end."""
    gaps = [sorted(re.findall(r"\{(\w*)\}", words)) for words in (one, other)]
    lines = all(one.count(mark) == other.count(mark) for mark in ("\n", "\t"))
    return (
        gaps[0] == gaps[1] and len(set(gaps[0])) == len(gaps[0]) and lines and all(w and w == w.strip() for w in (one, other))
    )


def test_a_text_has_the_same_gaps_and_lines_in_both_languages():
    assert [name for name in en.TEXTS if not _alike(en.TEXTS[name], zh.TEXTS[name])] == []


def test_what_is_words_in_english_is_chinese_in_chinese():
    words = {name: set(WORD.findall(re.sub(r"\{\w+\}", "", text))) - NAMES for name, text in en.TEXTS.items()}
    others = set(en.TEXTS) - {"other_language", "step_of"}
    assert [name for name in others if CHINESE.search(en.TEXTS[name])] == []
    assert [name for name in others if words[name] and not CHINESE.search(zh.TEXTS[name])] == []


def test_the_words_for_a_finger_stand_for_others_and_speak_of_no_mouse():
    assert list(zh.TOUCH) == list(en.TOUCH)
    assert set(en.TOUCH) <= set(en.TEXTS)
    assert [name for name in en.TOUCH if not _alike(en.TOUCH[name], zh.TOUCH[name])] == []
    assert [name for name, text in en.TOUCH.items() if re.search("click|mouse|wheel|point at", text, re.IGNORECASE)] == []
    assert [name for name, text in zh.TOUCH.items() if re.search("点击|鼠标|滚轮", text)] == []
    heard = {name for name, text in en.TEXTS.items() if re.search("click|wheel", text, re.IGNORECASE)}
    assert heard <= set(en.TOUCH), "said of a mouse, and not for a finger"


#: What a Chinese reader would not say, and what stands for it.
NOT_CHINESE = (
    "弹簧板",
    "画布",
    "恢复",
    "看什么",
    "推得越",
    "所见",
    "影片",
    "每根弹簧都",
    "只吸引",
    "m-排斥",
    "只在 m 内排斥",
    "步长过大",
)


def test_chinese_has_one_term_for_a_thing_and_brackets_of_its_own():
    lessons = [words["zh"] for name in presets.names() for words in (presets.get(name).title, presets.get(name).lesson)]
    parts = (zh.TEXTS, zh.FIGURES, zh.PAGES, zh.DIAGNOSIS)
    written = [words for part in parts for words in part.values() if not words.startswith("\\text{")]  # TeX
    said = written + lessons + [words for _, words in (*zh.ALLOWED, *zh.PLACES, *zh.DESCRIBED)]
    assert [words for words in said for term in NOT_CHINESE if term in words] == []
    for words in said:
        plain = re.sub(r"\$[^$]*\$|pip install.*|1/\(2N\)|½\(m−d\)|\(m − [d2]\)", "", words)  # formulas and code stay
        assert not re.search(r"[()]|[\u4e00-\u9fff] ?[,:;!?](?!\w)", re.sub(r"\*[^*]+\*", "", plain)), words
    assert zh.TEXTS["reset_short"] == "重置"
    assert zh.TEXTS["springs_counts"].count("根") == 2
    for term in ("纯吸引弹簧", "m 内排斥弹簧"):
        assert any(term in words for words in lessons), term
        assert any(term in words for words in zh.PAGES.values()), term


def test_the_switch_of_language_is_in_the_other_language():
    assert CHINESE.search(en.TEXTS["other_language"])
    assert not CHINESE.search(zh.TEXTS["other_language"])


def test_the_board_has_the_name_that_others_look_for():
    assert all(words["board"].startswith("Spring board") for words in (en.TEXTS, zh.TEXTS))


def test_presets_are_in_both_languages():
    for preset in map(presets.get, presets.names()):
        for part in (preset.title, preset.lesson):
            assert set(part) == set(texts.LANGUAGES), preset.id
            assert not CHINESE.search(part["en"]), preset.id
            assert CHINESE.search(part["zh"]), preset.id


# texts and scripts


@cache
def _used():
    """Return what the scripts ask for, as `used_texts.mjs` reads it by a parser of JavaScript."""
    node = Path(sys.executable).with_name("node")
    command = [node, Path(__file__).with_name("used_texts.mjs"), *SCRIPTS]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


#: Which values the gaps of ids that are put together can have.
VALUES = {
    "tool_${tool}": ["move", "several", "similar", "dissimilar", "cut"],
    "spoken_tie_${kind}": ["similar", "dissimilar", "both", "none"],
    "hint_${tool}": ["similar", "dissimilar", "cut"],
    "help_${name}": ["mean", "sum", "parts", "residual", "springs", "state"],
    "read_${name}": ["mean", "sum", "parts", "residual", "springs", "state"],
    "springs_${kind}": ["labels", "neighbours", "pairs"],
    "show_${id}": [row.id for row in settings.VIEW],
    "show_${id}_help": [row.id for row in settings.VIEW],
    "${name}_help": [row.id for row in settings.SLIDERS],
    "${name}": [row.id for row in settings.SLIDERS],
    "${name}_beyond": [slider["id"] for slider in settings.sliders() if slider["limits"]],
    "${unit}": [slider["unit"] for slider in settings.sliders() if slider["unit"]],
    "export_${what}": ["picture", "film", "data", "script"],
    "export_${what}_help": ["picture", "film", "data", "script"],
    "export_${format}": [*formats.offered("board"), "copy"],
    "export_${format}_help": [*formats.offered("board"), "copy"],
    "export_${id}": list(options.OPTIONS),
    "export_${id}_help": list(options.OPTIONS),
    "export_${id}_times": ["loop"],
    "export_${id}_${value}": [
        f"{id}_{word}" for id, words in (("text", LETTERS), ("view", VIEWS), ("loop", LOOPS)) for word in words
    ],
    "export_${job.format}": list(formats.made()),
    "preview_${way}": ["plane", "projection"],
    "preview_sample_${way}": list(opening.SAMPLES),
    "preview_sampled_${choice.sample}": list(opening.SAMPLES),
    'preview_${by}_${column ? "missing" : "cells"}': [
        f"{by}_{why}" for by in get_args(Counted) for why in ("missing", "cells")
    ],
    "${name}_about": [row.id for row in settings.SLIDERS],
    "next_class_${run.kind}": ["labels", "neighbours", "pairs"],
    "springs_${run.kind}_help": ["labels", "neighbours", "pairs"],
    "note_mode_${run.rest.kind}": ["stable", "flat", "saddle"],
    "phase_${phase}": ["playing", "paused", "equilibrium", "cycling", "diverged", "max_steps", "recorded"],
    "phase_${phase}_${run.status}": ["playing_diverged", "playing_cycling", "playing_recorded", "paused_recorded"],
    "unit_${unit}": ["step", "epoch", "iteration", "batch", "frame"],
    "${problem}": ["kept_full", "kept_off"],
    "phase_${kind}": [case for case in get_args(account.Case) if case not in ("flat", "saddle")],
    "means_${phase}": ["playing", "paused", "cycling", "diverged", "max_steps"],
    "means_${kind}": ["empty", "pinned", "alone", "untied"],
    "apart_${together}": [which for which in get_args(account.Together) if which != "none"],
    "against_${against}": [what for what in get_args(account.Against) if what != "none"],
}


def _named(found):
    """Return all ids that were found, those that are put together with every value that their gap can have."""
    return {*found["ids"], *(re.sub(r"\$\{.*\}", value, form) for form in found["composed"] for value in VALUES[form])}


def _ids():
    assert set(_used()["composed"]) == set(VALUES), "ids put together in a new way, or no longer: say here which there are"
    return _named(_used())


def test_every_text_that_the_board_asks_for_exists():
    assert len(_ids()) > 100
    assert _ids() - set(en.TEXTS) == set()


def test_every_text_is_used():
    assert set(en.TEXTS) - _ids() - {"refused", "kept_choices"} == set()


def test_every_gap_of_a_text_is_filled_where_it_is_used():
    gaps = {name: set(re.findall(r"\{(\w+)\}", words)) for name, words in en.TEXTS.items()}
    calls = [(name, set(call["gaps"])) for call in _used()["filled"] for name in _named(call)]
    assert len(calls) > 20
    assert [(name, gaps[name] - given) for name, given in calls if not gaps[name] <= given] == []


# errors

#: What only callers in Python are told, as it stands in the code.
UNSEEN = {
    "'fewer rows or columns, whose principal components are found'",
    "'the name of a file, its bytes, an open file or a DataFrame; arrays go to Scene.from_labels'",
    "'either pairs, similar=…, or a row of neighbours for each point, knn=…'",
    "f'as many as x has, {len(features)}'",
    '\'"sum" or "mean"\'',
    "f'as many as the scene has, {len(self)}'",
    "f'{what}, an array of shape {shape}'",
    "f'shape {shape}'",
    "allowed",  # what another process has refused, and said in the same words
    "'four numbers: left, right, bottom, top'",
    "f'at most {STABILITY_POINTS_MAX}'",
    "f'at most {STABILITY_PAIRS_MAX // len(scene)} free among so many'",
    "f'at most {STABILITY_PAIRS_MAX}'",
    "f'at most {PAIRS_MAX} where each is looked at by itself'",
    "f'at most {LANDSCAPE_SPRINGS_MAX}'",
    "f'at most {LINK_TEXT_MAX}: {allowed}'",
    "f'at most {LIBRARY.token}: {allowed}'",
    "'a law of which the curvature is known'",
    """'a law that has an id, to be written: ' + ', '.join((f'"{name}"' for name in _LAWS))""",
}
#: What the app never gives what they refuse: it has checked it before, more narrowly.
ABOVE_DOUBT = {
    "diagnose.py",
    "margin_sweep.py",
    "equilibria.py",
    "landscape.py",
    "seeds.py",
    "neighbours.py",
    "files.py",
    "kinds.py",
    "recorded.py",
}


class _Table:
    """A table of three columns."""

    ndim, shape, columns = 2, (3, 3), ("x", "y", "z")

    def __len__(self):
        return 3

    def __array__(self, dtype=None, copy=None):
        return np.zeros((3, 3))


class _Unread:
    """Has values that NumPy cannot read."""

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError


def _provoke_labels():
    """Make every mistake that there is in labels, names of classes and other arrays."""
    x, masked = np.zeros((3, 2)), np.ma.masked_array(np.zeros((3, 2)), mask=np.eye(3, 2, -1, bool))
    calls: list[tuple[Any, Any, dict[str, Any]]] = [
        *((x, labels, {}) for labels in ([0], [0, 1, True], ["a", None, "b"], ["a", "b", ""], [0, 1, 1j], masked[:, 0])),
        *((x, labels, {}) for labels in (_Unread(), np.zeros(3, complex), np.zeros((3, 1)), np.array(["NaT"] * 3, "M8[s]"))),
        *((x, labels, {}) for labels in ([0, 1, float("nan")], [b"a", b"\xff", b"a"])),
        *((x, [0, 1, 1], {"class_names": names}) for names in (["a"], ["a", "a"], ["a", 1], "ab", ["a", "b\n"])),
        *((x, labels, {"class_names": ["a", "b"]}) for labels in (["a", "x", "b"], [0.0, 0.0, 1.0], [0, 1, 2])),
        (x, ["a", "b", "c"], {"class_names": []}),
        (_Table(), [0, 1, 2], {}),
        (masked, [0, 1, 2], {}),
        ([*x[:2], masked[1]], [0, 1, 2], {}),
        ([[0, 0]], _Table(), {}),
        (np.zeros((1001, 2)), np.arange(1001) - 0.5, {}),
    ]
    for positions, labels, named in calls:
        with pytest.raises(SceneError):
            Scene.from_labels(positions, labels, **named)
    with pytest.raises(SceneError):
        Scene.from_labels(x, [0, 1, 2]).replace(class_names=["a"])


def _provoke():
    """Make every mistake that can be made from outside."""
    for raw in test_commands.BAD_MESSAGES.values():
        with pytest.raises(SceneError):
            parsed_message(raw)
    bad: list[Any] = [
        None,
        {"seq": 0},
        {"seq": 1, "op": "fly"},
        {"seq": 1, "op": "undo", "x": 1},
        {"seq": 1, "op": "add", "z": 1},
    ]
    for op, name in test_commands.FIELDS:
        bad += [{"seq": 1, "op": op, **test_commands.GOOD[op], name: value} for value in test_commands.GARBAGE]
    for name in test_commands.ENTRY:
        for value in test_commands.GARBAGE:
            bad.append(command("restore", seq=1, entries=[{**test_commands.ENTRY, name: value}], index=0))
    for k in range(0, len(bad), 100):
        parsed_message(test_commands._envelope(commands=bad[k : k + 100]))

    files = [
        "{",
        "[" * 99,
        "[]",
        "{}",
        " " * (APP.text + 1),
        '{"a": NaN}',
        '{"a": 1e999}',
        '{"a": ' + "9" * 30 + "}",
        '{"a": 1, "a": 2}',
        "[" + "[]," * (APP.springs + 3000),
    ]
    head = '{"format": "springsim", "version": 1, '
    three = '"positions": [[0, 0], [1, 0], [0, 1]], '
    files += [
        '{"format": "springsim", "version": 3}',
        *(
            '{"format": "springsim", "version": 2, "positions": [[0, 0]], ' + rest + "}"
            for rest in (
                '"classes": 1',
                '"classes": [1]',
                '"classes": ["a", "a"]',
                '"classes": ["a"], "labels": [1]',
                '"classes": ["a"], "labels": ["a"]',
                '"classes": ' + str([f"{k:0100d}" for k in range(200)]).replace("'", '"'),
            )
        ),
        *(head + rest + "}" for rest in ('"x": 1', '"positions": 1', '"positions": [[0]]', '"positions": [["a", 0]]')),
        *(head + rest + "}" for rest in ('"positions": [[null, 0]]', '"positions": [[1e7, 0]]', '"positions": [[0, 0], 1]')),
        head + '"positions": [' + ",".join(["[0,0]"] * (APP.points + 1)) + "]}",
        *(
            head + three + rest + "}"
            for rest in ('"margin": 0', '"labels": [0]', '"labels": [0, 0, -1]', '"labels": [0, 0, 0.5]')
        ),
        *(
            head + three + rest + "}"
            for rest in ('"pinned": [3]', '"springs": 1', '"springs": {"kind": "x"}', '"labels": [0, 0, "x"]')
        ),
        head + '"positions": [], "springs": {"kind": "neighbours", "similar": [[0, 1]]}}',
        *(
            head + three + f'"springs": {{"kind": "pairs", "similar": {pairs}}}}}'
            for pairs in ("[[0, 3]]", "[[1, 1]]", "[[0, 1], [1, 0]]", "[[0]]", "[[0.5, 1]]", '[[0, "1"]]', "[0]", "1")
        ),
        head + three + '"springs": {"kind": "labels", "similar": []}}',
        head + three + '"springs": {"kind": "neighbours", "dissimilar": []}}',
        head + three + '"springs": {"kind": "pairs", "other": []}}',
        head + three + '"domain": "torus"}',
        head + three + '"domain": "circle"}',
        head + three + '"law": "hooke"}',
    ]
    pairs = [[i, j] for i in range(330) for j in range(i + 1, 330)]
    many = {"kind": "pairs", "similar": pairs, "dissimilar": pairs[: APP.springs - len(pairs) + 1]}
    positions = ",".join(["[0,0]"] * 330)
    files.append(head + f'"positions": [{positions}], "springs": {str(many).replace(chr(39), chr(34)).replace(" ", "")}}}')
    files += ["GIF89a", "scene.json"]
    wrong_pages: list[dict[str, Any]] = [{"no page": {}}, {"margins": []}, {"margins": {"margins_low": {}}}]
    for pages in wrong_pages:
        parsed_message(test_commands._envelope(commands=[command("pages", seq=1, chosen=pages)]))
    for formats_chosen in ("svg", ["bmp"], ["svg", "svg"]):
        assert kept.accepted({"formats": formats_chosen}, {"formats": Some(("svg", "png"))})[1]
    for file, chosen, _, _ in test_points_file.BAD.values():
        with pytest.raises(SceneError):
            test_points_file.read(file, **chosen)
    board = board_of(small())
    for text in files:
        assert sent(board, command("open", text=text)).errors, text[:80]
    for mistake in (
        command("delete", i=5),
        command("delete", i=[]),
        command("delete", i=[1, 1]),
        command("move", i=[0, 1], x=[0.5], y=[1.0, 2.0], gesture=0, live=False),
        command("landscape", point=1, left=1.0, right=-1.0, bottom=0.0, top=1.0),
        command("tie", i=1, j=1, similar=True, dissimilar=False),
        command("preset", id="x", seed=0),
        command("restore", entries=[test_commands.ENTRY], index=1),
        command("restore", entries=[{**test_commands.ENTRY, "pristine": True}], index=0),
    ):
        assert sent(board, mistake).errors, mistake
    crowd = zipped(
        {
            "scene.json": random_scene("labels", APP.points + 1).to_json().encode(),
            "points.csv": points_csv(simulate(random_scene("labels", APP.points + 1), steps=0)).encode(),
        }
    )
    for wrong in (
        {"data": "no base64"},
        {"data": "A" * FILE_CHARACTERS},
        {"data": base64.b64encode(crowd).decode()},
        {"columns": [0, 7]},
    ):
        assert sent(board, command("take", **{**FILE, **wrong})).errors, wrong
    assert sent(board, command("inspect", **{**FILE, "columns": [0, 2]})).inspected is not None
    full = sent(board, command("open", text=random_scene("labels", APP.points).to_json()))
    assert sent(full, command("add", x=0, y=0, label=0, to=-1)).errors
    assert sent(full, command("springs", kind="pairs")).errors
    large = {**test_commands.ENTRY, "scene": " " * APP.text}
    assert sent(board, command("restore", entries=[large] * (RESTORE_MAX // APP.text + 1), index=0)).errors
    for entries in (*map(test_recorded_run.forged, test_recorded_run.FORGED), *test_recorded_run.unfounded()):
        assert sent(board, command("restore", entries=entries, index=0)).errors
    for run in (test_recorded_run.too_large(APP.points + 1, 0), test_recorded_run.too_large(500, APP.springs + 1)):
        with pytest.raises(SceneError):
            reducer.placed_run(board, run)
    for asked in ((0, 1, 9, 1), (2, 1, 9, 1), (1, 2, 0, 1), (1, 2, 9, 0), (1, 2, 9, 20_000), (1, 2, 9, 500)):
        with pytest.raises(SceneError):
            sweeps.checked(full.entry.scene, *asked, "random")
    links = ["", "a b", "abcd", "A" * (APP.token + 1), token_of_text(" " * (APP.text + 1)), token_of_text("{}")[:-4]]
    for query in (
        {"preset": "x"},
        {"seed": "x"},
        {"margin": "9" * 50},
        {"step": "9"},
        {"momentum": "x"},
        {"lang": "de"},
        {"hide": "x"},
    ):
        assert address.opened(query, "en").errors
    for link in links:
        assert address.opened({"s": link}, "en").errors
    nothing: Any = None
    for read in (Scene.from_json, Scene.from_link):
        with pytest.raises(SceneError):
            read(nothing)
    _provoke_labels()
    named = sent(board, command("open", text=Scene.from_labels(np.zeros((3, 2)), ["a", "b", "c"]).to_json()))
    assert sent(named, command("label", i=0, label=2000)).errors
    for pinned in ([True], [0, 1], np.zeros(2)):
        with pytest.raises(SceneError):
            Scene.from_labels([[0, 0], [1, 1]], [0, 0], pinned=pinned)


@pytest.fixture(scope="module")
def raised():
    """Where errors were made, and what they said is allowed."""
    made: dict[tuple[str, int], set[str]] = {}
    init = SceneError.__init__

    def recording(self, field, value, allowed):
        frame = sys._getframe(1)
        made.setdefault((frame.f_code.co_filename, frame.f_lineno), set()).add(allowed)
        init(self, field, value, allowed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SceneError, "__init__", recording)
        _provoke()
    return made


def test_every_mistake_that_the_app_can_meet_was_made_here(raised):
    lines = {(file, line) for file, line in raised}
    missing = []
    for path in [path for room in ROOMS for path in (PACKAGE / room).rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "SceneError":
                allowed = ast.unparse(node.args[2])
                if (
                    path.name not in {"errors.py", *ABOVE_DOUBT}
                    and allowed not in UNSEEN
                    and not any((str(path), line) in lines for line in range(node.lineno, (node.end_lineno or 0) + 1))
                ):
                    missing.append(f"{path.name}:{node.lineno}: {allowed}")
    assert missing == []


def test_every_phrase_of_an_error_has_chinese_words(raised):
    phrases = {phrase for phrases in raised.values() for phrase in phrases}
    assert len(phrases) > 40
    untranslated = set()
    for phrase in phrases:
        error = SceneError("field", 1, phrase)
        assert texts.error(error, "en") == f"field: 1 is not allowed; expected {phrase}"
        said = texts.error(error, "zh")
        assert said.startswith("field：不允许 1；应为")
        if said.endswith(phrase):
            untranslated.add(phrase)
    assert untranslated == set()


def test_every_translation_is_of_a_phrase_that_is_said(raised):
    phrases = {phrase for phrases in raised.values() for phrase in phrases}
    unused = [pattern for pattern, _ in zh.ALLOWED if not any(re.fullmatch(pattern, phrase) for phrase in phrases)]
    assert unused == []


@pytest.mark.parametrize(
    ("allowed", "chinese"),
    [
        ("a number from 0.05 to 2.5", "0.05 到 2.5 之间的数"),
        ("one of en, zh", "以下之一：en, zh"),
        ("at most 45000", "最多 45000"),
        ("at most 45000 characters", "最多 45000 个字符"),
        ("something new", "something new"),
    ],
)
def test_numbers_are_kept_in_translation(allowed, chinese):
    assert texts.error(SceneError("f", 1, allowed), "zh") == f"f：不允许 1；应为{chinese}"
