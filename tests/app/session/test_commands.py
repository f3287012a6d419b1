import json
import time
import tracemalloc
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from springsim import SceneError
from springsim.app.session import address, reducer, state
from springsim.app.session.commands import COMMANDS
from springsim.app.session.history import ENTRIES_MAX
from springsim.app.session.messages import COMMANDS_MAX, Refused, parsed_message
from springsim.app.session.operation import Command
from springsim.board.settings import VIEW
from springsim.validation.fields import OneOrMore
from springsim.validation.limits import APP, FILE_CHARACTERS
from tests.app.boards import EXPORT, FILE, board_of, command, message, small

pytestmark = pytest.mark.usefixtures("short_looks_ahead")

NAN, INF = float("nan"), float("inf")
TEXTS = (
    *(("open", "text"), ("preset", "id"), ("run", "id"), ("export", "title")),
    *((op, name) for op in ("inspect", "take") for name in ("name", "data")),
)
ENTRY: dict[str, Any] = {
    "scene": small().to_json(),
    "run": "",
    "preset": "",
    "pristine": False,
    "seed": 0,
    "step": 0.2,
    "momentum": 0.0,
    "offset": 0,
    "shown": 0,
}

# One command of every operation that is accepted.
GOOD: dict[str, dict[str, Any]] = {
    "add": {"x": 0.25, "y": -1, "label": 7, "to": -1},
    "move": {"i": 1, "x": 0.5, "y": 0.25, "gesture": 3, "live": True},
    "x": {"i": 1, "value": 0.3},
    "y": {"i": 1, "value": 0.3},
    "angle": {"i": 0, "value": 30.0},
    "delete": {"i": 1},
    "pin": {"i": 2, "on": True},
    "label": {"i": 3, "label": 0},
    "tie": {"i": 3, "j": 0, "similar": True, "dissimilar": False},
    "springs": {"kind": "none"},
    "margin": {"value": 0.7, "gesture": 0, "live": False},
    "step": {"value": 1.5, "gesture": 0, "live": False},
    "momentum": {"value": 0.5, "gesture": 0, "live": False},
    "preset": {"id": "ring", "seed": 3},
    "scatter": {"seed": 5},
    "nudge": {"seed": 2},
    "domain": {"value": "circle"},
    "landscape": {"point": 1, "left": -2.0, "right": 2.0, "bottom": -1.5, "top": 1.5},
    "clear": {},
    "open": {"text": "{}"},
    "inspect": FILE,
    "take": FILE,
    "undo": {},
    "redo": {},
    "more": {},
    "rest": {},
    "resume": {},
    "share": {"kind": "link"},
    "language": {"value": "zh"},
    "restore": {"entries": [ENTRY], "index": 0},
    "prepend": {"entries": [ENTRY], "index": 0},
    "missing": {"first": 0, "last": 7},
    "run": {"id": "b5c1"},
    "recall": {
        "x": 0.5,
        "y": -0.25,
        "scale": 150.0,
        "width": 900,
        "height": 500,
        "follows": False,
        "step": 12,
        "playing": False,
        "speed": 2.0,
        "selected": -1,
        **{row.id: row.default for row in VIEW},
    },
    "pages": {"chosen": {"margins": {"margins_seeds": 5, "margins_units": True}}},
    "cancel": {"gesture": 3},
    "export": EXPORT,
    "poll": {"at": 0},
    "drop": {},
    "go": {"page": "paper"},
}


def _envelope(**changes):
    return {"epoch": "e", "seen": [0, 0], "texts": "en", "springs": 3, "commands": [], **changes}


def _one(raw):
    """Return the one command of a message as it is parsed."""
    (parsed,) = parsed_message(_envelope(commands=[raw])).commands
    return parsed


def _refused(raw, field):
    parsed = _one(raw)
    assert isinstance(parsed, Refused), parsed
    assert parsed.error.field == field
    assert len(str(parsed.error)) < 400
    assert str(parsed.error).isprintable()
    return parsed


def test_a_message_is_read_field_by_field():
    parsed = parsed_message(_envelope(seen=[5, 7], commands=[{"seq": 4, "op": "delete", "i": 2}, {"seq": 5, "op": "undo"}]))
    assert (parsed.epoch, parsed.seen, parsed.texts, parsed.springs) == ("e", (5, 7), "en", 3)
    assert parsed.commands == (Command(4, "delete", {"i": 2}), Command(5, "undo", {}))


def test_every_operation_is_read_as_it_was_sent(subtests):
    for op in COMMANDS:
        with subtests.test(op=op):
            assert _one({"seq": 1, "op": op, **GOOD[op]}) == Command(1, op, GOOD[op])


def test_what_json_makes_of_numbers_does_not_matter():
    parsed = _one(json.loads('{"seq": 1, "op": "add", "x": 1, "y": -2.5e-3, "label": 0, "to": -1}'))
    assert parsed.args == {"x": 1.0, "y": -0.0025, "label": 0, "to": -1}
    assert type(parsed.args["x"]) is float


BAD_MESSAGES: dict[str, Any] = {
    "none": None,
    "text": "message",
    "list": [],
    "number": 0,
    "boolean": True,
    "bytes": b"{}",
    "empty": {},
    "no epoch": {k: v for k, v in _envelope().items() if k != "epoch"},
    "epoch a number": _envelope(epoch=1),
    "epoch too long": _envelope(epoch="e" * 65),
    "epoch huge": _envelope(epoch="e" * 20_000_000),
    "seen missing": _envelope(seen=None),
    "seen short": _envelope(seen=[0]),
    "seen long": _envelope(seen=[0] * 1_000_000),
    "seen a dict": _envelope(seen={0: 0, 1: 0}),
    "seen text": _envelope(seen="00"),
    "seen a float": _envelope(seen=[0, 0.0]),
    "seen nan": _envelope(seen=[NAN, 0]),
    "seen true": _envelope(seen=[True, 0]),
    "seen negative": _envelope(seen=[0, -1]),
    "serial below": _envelope(seen=[-2, 0]),
    "frame beyond": _envelope(seen=[0, 10_001]),
    "serial huge": _envelope(seen=[10**5000, 0]),
    "texts a list": _envelope(texts=["en"]),
    "texts long": _envelope(texts="english, please"),
    "springs text": _envelope(springs="3"),
    "springs infinite": _envelope(springs=INF),
    "springs null": _envelope(springs=None),
    "commands missing": _envelope(commands=None),
    "commands a dict": _envelope(commands={"0": {}}),
    "commands text": _envelope(commands="[]"),
    "too many commands": _envelope(commands=[{"seq": 1, "op": "undo"}] * (COMMANDS_MAX + 1)),
    "a million commands": _envelope(commands=[{"seq": 1, "op": "undo"}] * 1_000_000),
}


@pytest.mark.parametrize("case", BAD_MESSAGES)
def test_what_is_no_message_is_refused_at_once(case):
    start = time.perf_counter()
    tracemalloc.start()
    with pytest.raises(SceneError) as caught:
        parsed_message(BAD_MESSAGES[case])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.field.startswith("message")
    assert len(str(caught.value)) < 400
    assert peak < 100_000
    assert time.perf_counter() - start < 0.5


def test_a_message_refused_leaves_the_board_as_it_was_and_says_so():
    board = board_of(small())
    with pytest.raises(SceneError) as caught:
        parsed_message(None)
    after = state.refused(board, caught.value)
    assert [str(error) for error in after.errors] == [str(caught.value)]
    assert (after.entries, after.trajectory, after.ack) == (board.entries, board.trajectory, 0)


@pytest.mark.parametrize("raw", [None, 1, "undo", [], [["seq", 1]], True, NAN])
def test_a_command_that_is_no_object_is_refused_without_a_number(raw):
    assert _refused(raw, "command").seq == 0


@pytest.mark.parametrize("seq", [None, 0, -1, 1.0, "1", True, NAN, INF, 2**53 + 1, 10**400, [1], {}])
def test_a_command_without_a_proper_number_is_refused(seq):
    assert _refused({"seq": seq, "op": "undo"}, "command.seq").seq == 0


@pytest.mark.parametrize(
    "op", [None, "", "fly", "UNDO", "__class__", 1, True, ["undo"], {"undo": 1}, "u" * 20_000_000, "\ud800\x00"]
)
def test_an_unknown_operation_is_refused_by_its_number(op):
    assert _refused({"seq": 7, "op": op}, "command.op").seq == 7


def test_a_field_too_many_is_refused(subtests):
    for op in COMMANDS:
        with subtests.test(op=op):
            for name in ("extra", "__proto__", "", "args"):
                assert _refused({"seq": 1, "op": op, **GOOD[op], name: 1}, op).error.value == repr(name)


FIELDS = [(op, name) for op, row in COMMANDS.items() for name in row.args]


#: Fields that may be missing.
OPTIONAL = {("export", "seconds"), *((op, name) for op in ("inspect", "take") for name in list(FILE)[2:])}


def test_a_field_missing_is_refused(subtests):
    for op, name in FIELDS:
        if (op, name) in OPTIONAL:
            continue  # what is not chosen is as usual
        with subtests.test(op=op, name=name):
            _refused({"seq": 1, "op": op, **{k: v for k, v in GOOD[op].items() if k != name}}, f"{op}.{name}")


GARBAGE: list[Any] = [None, NAN, INF, -INF, 1e308, 10**5000, -(10**30), [1], [[[{"a": [[]]}]]], {"x": 1}, "1", "x" * 20_000_000]


def test_garbage_in_a_field_is_refused_by_the_name_of_the_field(subtests):
    for op, name in FIELDS:
        with subtests.test(op=op, name=name):
            for value in GARBAGE:
                if (value is None and (op, name) in OPTIONAL) or (value == "1" and (op, name) in TEXTS):
                    continue  # any short text is a text, whose meaning is for the scene to say
                several = isinstance(COMMANDS[op].args[name], OneOrMore)
                if value == [1] and (several or name == "columns"):
                    continue  # a list of one
                inside = "[0]" if (several or name in ("entries", "columns")) and isinstance(value, list) else ""
                _refused({"seq": 1, "op": op, **GOOD[op], name: value}, f"{op}.{name}{inside}")


NUMBERS = [
    (op, name) for op, name in FIELDS if isinstance(GOOD[op][name], int | float) and not isinstance(GOOD[op][name], bool)
]
FLAGS = [(op, name) for op, name in FIELDS if isinstance(GOOD[op][name], bool)]


def test_a_boolean_is_no_number(subtests):
    for op, name in NUMBERS:
        with subtests.test(op=op, name=name):
            for value in (True, False):
                _refused({"seq": 1, "op": op, **GOOD[op], name: value}, f"{op}.{name}")


def test_a_number_is_no_boolean(subtests):
    for op, name in FLAGS:
        with subtests.test(op=op, name=name):
            for value in (0, 1, 1.0, "true", ""):
                _refused({"seq": 1, "op": op, **GOOD[op], name: value}, f"{op}.{name}")


@pytest.mark.parametrize(
    ("op", "name", "good", "bad"),
    [
        ("add", "x", [-1e6, 1e6], [-1.000001e6, 1.000001e6]),
        ("add", "label", [0, 1_000_000], [-1, 1_000_001, 0.0]),
        ("add", "to", [-1, APP.points - 1], [-2, APP.points, 0.0]),
        ("move", "i", [0, APP.points - 1], [-1, APP.points, 1.0]),
        ("move", "gesture", [0, 2**53], [-1, 2**53 + 1, 1.0]),
        ("margin", "value", [1e-6, 0.1, 3, 1e6], [0, 9e-7, -1, 1.000001e6]),
        ("step", "value", [0.05, 2.5], [0.0499, 2.5001, 0]),
        ("momentum", "value", [0, 0.95], [-0.01, 0.96, 1]),
        ("preset", "seed", [0, 2**32 - 1], [-1, 2**32, 1.0]),
        ("restore", "index", [0, ENTRIES_MAX - 1], [-1, ENTRIES_MAX, 0.0]),
        ("open", "text", ["", "x" * APP.text], ["x" * (APP.text + 1)]),
        ("take", "columns", [[], [0, 9_999]], [[0] * 10_001, {}, "0"]),
        ("take", "label", [-1, 9_999], [-2, 10_000]),
        ("inspect", "data", ["", "x" * FILE_CHARACTERS], ["x" * (FILE_CHARACTERS + 1)]),
        ("inspect", "sample", ["random", "classes", None], ["first", ""]),
        ("springs", "kind", ["labels", "pairs", "none"], ["neighbours", "Labels", ""]),
        ("share", "kind", ["link", "start", "file"], ["svg", ""]),
        ("language", "value", ["en", "zh"], ["de", "EN", ""]),
    ],
)
def test_the_ends_of_each_range_are_in_it_and_what_lies_beyond_is_not(op, name, good, bad):
    for value in good:
        parsed = _one({"seq": 1, "op": op, **GOOD[op], name: value})
        assert isinstance(parsed, Command)
        assert parsed.args[name] == value
    for value in bad:
        _refused({"seq": 1, "op": op, **GOOD[op], name: value}, f"{op}.{name}")


@pytest.mark.parametrize("entries", [[], [ENTRY] * (ENTRIES_MAX + 1), {}, "x", None, [None] * 1_000_000])
def test_a_history_of_no_length_or_too_long_is_refused(entries):
    _refused(command("restore", seq=1, entries=entries, index=0), "restore.entries")


def test_garbage_in_a_state_of_the_history_is_refused_by_its_place(subtests):
    for name in ENTRY:
        with subtests.test(name=name):
            for value in GARBAGE:
                fits = ("1",) if name in ("scene", "preset") else ("1", None) if name == "run" else ()
                if value in fits:
                    continue
                entries = [ENTRY, {**ENTRY, name: value}]
                _refused(command("restore", seq=1, entries=entries, index=0), f"restore.entries[1].{name}")


def _nested(depth):
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("depth", [10, 900, 100_000])
def test_deep_nesting_is_refused_without_following_it(depth):
    deep = _nested(depth)
    with pytest.raises(SceneError):
        parsed_message(deep)
    _refused(deep, "command")
    _refused({"seq": 1, "op": "move", **GOOD["move"], "x": deep}, "move.x[0]")
    _refused({"seq": 1, "op": "restore", "entries": deep, "index": 0}, "restore.entries[0]")
    while deep:
        deep = deep.pop()  # or taking it apart would be as deep


def test_very_many_fields_are_refused_soon():
    start = time.perf_counter()
    _refused({"seq": 1, "op": "undo", **{f"f{k}": k for k in range(300_000)}}, "undo")
    assert time.perf_counter() - start < 5


def test_a_bad_command_does_not_take_its_neighbours_with_it():
    raw = _envelope(commands=[{"seq": 1, "op": "undo"}, {"seq": 2, "op": "fly"}, None, {"seq": 3, "op": "redo"}])
    assert [type(c) for c in parsed_message(raw).commands] == [Command, Refused, Refused, Command]
    assert [c.seq for c in parsed_message(raw).commands] == [1, 2, 0, 3]


# any JSON at all

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(0, 5)
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from([*COMMANDS, "e", "labels", "link", "zh"])
)
NAMES = st.text(max_size=3) | st.sampled_from(
    sorted({"seq", "op", "epoch", "seen", "commands", *ENTRY, *(n for _, n in FIELDS)})
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6), max_leaves=12
)


@given(JSON)
@settings(max_examples=100)
def test_any_json_is_a_message_or_refused_with_a_scene_error(raw):
    with suppress(SceneError):
        parsed_message(raw)


@st.composite
def _commands(draw):
    op = draw(st.sampled_from(list(COMMANDS)))
    args = dict(GOOD[op])
    for name in draw(st.lists(st.sampled_from(list(args)), max_size=2)) if args else []:
        args[name] = draw(JSON)
    return {"seq": draw(st.integers(0, 4)), "op": op, **args}


@given(st.lists(_commands() | JSON, max_size=5))
@settings(max_examples=40)
def test_any_commands_leave_a_board_that_works(commands):
    board = board_of(small())
    parsed = parsed_message({**message(board), "commands": commands})
    after = reducer.handled(board, parsed)
    assert after.ack == max([0, *(c.seq for c in parsed.commands)])
    assert len(after.errors) <= len(commands)
    assert address.query(after)
    assert len(after.entry.scene) <= APP.points


@given(
    st.dictionaries(
        st.sampled_from(["preset", "seed", "margin", "step", "momentum", "s", "lang", "other"]), st.text(max_size=12)
    )
)
def test_any_query_opens_a_board(query):
    board = address.opened(query, "en")
    assert address.query(board)
    assert len(board.errors) <= len(query)
