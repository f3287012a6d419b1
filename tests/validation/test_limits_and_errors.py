import base64
import copy
import itertools
import json
import pickle
import time
import tracemalloc
import zlib
from contextlib import suppress
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import springsim as ss
from springsim import Scene, SceneError
from springsim.model.scene_file import parsed_json, token_of_text
from springsim.validation.checks import checked_integer, checked_number
from springsim.validation.errors import Words, shown
from springsim.validation.limits import APP, LIBRARY

X = [[0.0, 0.0], [0.4, 0.3], [1.0, -1.0]]
NAN, INF = float("nan"), float("inf")


class _Little:
    """Fails where more memory than this was taken, in bytes."""

    def __init__(self, most):
        self.most = most

    def __enter__(self):
        tracemalloc.start()

    def __exit__(self, *_):
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak <= self.most


def _refused(field, call, *args, **options):
    """Return the message with which a call is refused, soon and before it takes much memory."""
    with _Little(1_000_000), pytest.raises(SceneError) as caught:
        call(*args, **options)
    error = caught.value
    assert error.field == field
    assert str(error) == f"{field}: {error.value} is not allowed; expected {error.allowed}"
    assert len(str(error)) < 400
    assert str(error).isprintable()
    return str(error)


# positions


def _object(x):
    array = np.empty((3, 2), object)
    array[:] = x
    return array


BAD_POSITIONS = {
    "nan": ([[0.0, NAN], *X[1:]], "positions[0].y"),
    "infinite": ([*X[:2], [-INF, 0.0]], "positions[2].x"),
    "too far": ([*X[:2], [0.0, 1.000001e6]], "positions[2].y"),
    "huge": ([*X[:2], [0.0, 1e308]], "positions[2].y"),
    "beyond float": (np.array([["1e400", "0"]] * 3, np.longdouble), "positions[0].x"),
    "complex": (np.zeros((3, 2), complex), "positions"),
    "complex in a list": ([[1j, 0.0], *X[1:]], "positions[0]"),
    "object": (_object(0.5), "positions"),
    "huge integer": ([[10**400, 0], *X[1:]], "positions[0]"),
    "integer beyond 64 bits": ([[2**70, 0], *X[1:]], "positions[0]"),
    "boolean": (np.zeros((3, 2), bool), "positions"),
    "boolean in a list": ([[True, 0.0], *X[1:]], "positions[0]"),
    "text": ([["0", "1"], *X[1:]], "positions[0]"),
    "text array": (np.array([["0", "1"]] * 3), "positions"),
    "dates": (np.zeros((3, 2), "M8[s]"), "positions"),
    "none": (None, "positions"),
    "none inside": ([[None, 0.0], *X[1:]], "positions[0]"),
    "a number": (3.0, "positions"),
    "a string": ("abc", "positions"),
    "bytes": (b"abc", "positions"),
    "a dict": ({0: [0, 0]}, "positions"),
    "a set": ({(0, 0)}, "positions"),
    "a generator": (itertools.repeat((0, 0)), "positions"),
    "ragged": ([[0.0, 0.0], [1.0], [0.0, 0.0]], "positions[1]"),
    "too deep": ([[[0.0, 0.0]], [[1.0, 1.0]], [[0.0, 0.0]]], "positions[0]"),
    "arrays for numbers": ([[np.zeros(1), np.zeros(1)]] * 3, "positions[0]"),
    "flat": ([0.0, 1.0, 2.0], "positions[0]"),
    "three columns": (np.zeros((3, 3)), "positions"),
    "one dimension": (np.zeros(3), "positions"),
    "no dimension": (np.array(3.0), "positions"),
    "three dimensions": (np.zeros((3, 2, 1)), "positions"),
    "masked": (np.ma.masked_array(np.zeros((3, 2)), mask=np.array([[0, 0], [0, 1], [1, 1]], bool)), "positions[1]"),
    "masked row": ([np.ma.masked_array([0.0, 1.0], mask=[True, False]), *X[1:]], "positions[0]"),
    "empty of the wrong shape": (np.empty((0, 3)), "positions"),
    "giant": (np.broadcast_to(0.0, (10**9, 2)), "positions"),
    "giant rows": (np.broadcast_to(0.0, (3, 10**9)), "positions"),
    "giant row in a list": ([np.broadcast_to(0.0, 10**9), *X[1:]], "positions[0]"),
    "giant range": (range(10**9), "positions"),
}


@pytest.mark.parametrize("case", BAD_POSITIONS)
def test_bad_positions_are_refused(case):
    positions, field = BAD_POSITIONS[case]
    _refused(field, Scene.from_labels, positions, [0, 0, 1])
    _refused(field, Scene.from_neighbours, positions, [])
    _refused(field, Scene.from_pairs, positions, [], [])
    scene = Scene.from_labels(X, [0, 0, 1])
    _refused(field, scene.replace, positions=positions)
    assert scene == Scene.from_labels(X, [0, 0, 1])


def test_the_ends_of_the_range_are_allowed():
    assert len(Scene.from_labels([[1e6, -1e6], [-1e6, 1e6]], [0, 1_000_000], margin=1e6)) == 2
    assert Scene.from_labels(X, [0, 0, 0], margin=1e-6).margin == 1e-6


@pytest.mark.parametrize("limits", [APP, LIBRARY])
def test_one_point_too_many_is_refused(limits):
    n = limits.points
    assert len(Scene.from_labels(np.zeros((n, 2)), np.zeros(n, int), limits=limits)) == n
    many = np.broadcast_to(0.0, (n + 1, 2))
    message = _refused("positions", Scene.from_labels, many, np.zeros(n + 1, int), limits=limits)
    assert message == f"positions: {n + 1} rows is not allowed; expected at most {n}"


# margin


@pytest.mark.parametrize(
    "margin",
    [
        0,
        0.0,
        -1.0,
        9e-7,
        1.1e6,
        NAN,
        INF,
        -INF,
        10**400,
        1j,
        "1",
        None,
        True,
        [1.0],
        np.array([1.0]),
        np.ma.masked,
        pytest.param(object(), id="object"),
    ],
    ids=repr,
)
def test_a_bad_margin_is_refused(margin):
    scene = Scene.from_labels(X, [0, 0, 1])
    message = _refused("margin", Scene.from_labels, X, [0, 0, 1], margin=margin)
    assert message.endswith("expected a number from 1e-06 to 1e+06")
    _refused("margin", Scene.from_neighbours, X, [], margin=margin)
    _refused("margin", Scene.from_pairs, X, [], [], margin=margin)
    _refused("margin", scene.replace, margin=margin)


@pytest.mark.parametrize("margin", [2, np.float32(2), np.int8(2), np.array(2.0)], ids=repr)
def test_any_real_number_is_a_margin(margin):
    assert Scene.from_labels(X, [0, 0, 1], margin=margin).margin == 2.0


# labels and pins


BAD_LABELS = {
    "too few": ([0, 1], "labels"),
    "too many": ([0, 1, 2, 3], "labels"),
    "nan": ([0, 1, NAN], "labels[2]"),
    "nan in an array": (np.array([NAN, 1.0, 2.0]), "labels[0]"),
    "nan among texts": (["a", "b", NAN], "labels[2]"),
    "none inside": (["a", None, "c"], "labels[1]"),
    "no date": (np.array(["2020-01-01", "NaT", "2020-01-01"], "M8[D]"), "labels[1]"),
    "empty text": (["a", "b", ""], "labels[2]"),
    "blanks": (["a", "  ", "c"], "labels[1]"),
    "a line break": (["a", "b\n", "c"], "labels[1]"),
    "a lone surrogate": (["a", "b", "\ud800"], "labels[2]"),
    "text that turns round": (["a\u202e", "b", "c"], "labels[0]"),
    "bytes that are no text": (np.array([b"a", b"b", b"\xff"]), "labels[2]"),
    "one boolean": ([1, 0, True], "labels[2]"),
    "text and numbers": (["a", "b", 3], "labels[2]"),
    "complex": (np.zeros(3, complex), "labels"),
    "complex in a list": ([0, 1j, 0], "labels[1]"),
    "durations": (np.zeros(3, "m8[s]"), "labels"),
    "long text": (["a" * 10**6, 0, 0], "labels[0]"),
    "huge": ([0, 0, 2**70], "labels[2]"),
    "nested": ([[0], [1], [2]], "labels[0]"),
    "two dimensions": (np.zeros((3, 1), int), "labels"),
    "objects": ([object(), 0, 0], "labels[0]"),
    "masked": (np.ma.masked_array([0, 1, 2], mask=[False, True, False]), "labels[1]"),
    "a number": (0, "labels"),
    "none": (None, "labels"),
    "giant": (np.broadcast_to(0, 10**9), "labels"),
    "giant rows": (np.broadcast_to(0, (3, 10**9)), "labels"),
}


@pytest.mark.parametrize("case", BAD_LABELS)
def test_bad_labels_are_refused(case):
    labels, field = BAD_LABELS[case]
    _refused(field, Scene.from_labels, X, labels)
    if labels is not None:
        _refused(field, Scene.from_neighbours, X, [], labels=labels)


BAD_PINS = {
    "too few": ([True], "pinned"),
    "too many": ([True] * 4, "pinned"),
    "numbers": ([0, 1, 0], "pinned[0]"),
    "one number": ([True, False, 1], "pinned[2]"),
    "indices": (np.array([0, 1, 2]), "pinned"),
    "two dimensions": (np.zeros((3, 1), bool), "pinned"),
    "text": ("abc", "pinned"),
    "masked": (np.ma.masked_array([True] * 3, mask=True), "pinned[0]"),
    "giant": (np.broadcast_to(True, 10**9), "pinned"),
}


@pytest.mark.parametrize("case", BAD_PINS)
def test_bad_pins_are_refused(case):
    pinned, field = BAD_PINS[case]
    _refused(field, Scene.from_labels, X, [0, 0, 1], pinned=pinned)
    _refused(field, Scene.from_labels(X, [0, 0, 1]).replace, pinned=pinned)


# pairs


BAD_PAIRS = {
    "index too large": ([(0, 1), (1, 3)], "similar[1]"),
    "negative index": ([(0, -1)], "similar[0]"),
    "self pair": ([(0, 1), (2, 2)], "similar[1]"),
    "twice": ([(0, 1), (1, 2), (0, 1)], "similar[2]"),
    "twice, turned round": ([(0, 1), (1, 2), (1, 0)], "similar[2]"),
    "floats": ([(0.0, 1.0)], "similar[0]"),
    "booleans": ([(False, True)], "similar[0]"),
    "text": ([("0", "1")], "similar[0]"),
    "triples": ([(0, 1, 2)], "similar[0]"),
    "flat": ([0, 1], "similar[0]"),
    "ragged": ([(0, 1), (1,)], "similar[1]"),
    "huge index": ([(0, 2**70)], "similar[0]"),
    "index of 62 bits": ([(0, 2**62)], "similar[0]"),
    "none": (None, "similar"),
    "a dict": ({}, "similar"),
    "empty text": ("", "similar"),
    "empty of the wrong shape": (np.empty((0, 3), int), "similar"),
    "masked": (np.ma.masked_array([(0, 1)], mask=True), "similar[0]"),
    "giant": (np.broadcast_to(0, (10**9, 2)), "similar"),
    "giant rows": (np.broadcast_to(0, (1, 10**9)), "similar"),
}


@pytest.mark.parametrize("case", BAD_PAIRS)
def test_bad_pairs_are_refused(case):
    pairs, field = BAD_PAIRS[case]
    _refused(field, Scene.from_neighbours, X, pairs)
    _refused(field, Scene.from_pairs, X, pairs, [])
    _refused(field.replace("similar", "dissimilar"), Scene.from_pairs, X, [], pairs)


def test_a_refused_pair_is_named_as_it_was_given():
    with pytest.raises(SceneError) as caught:
        Scene.from_neighbours(X, [(0, 1), (1, 5)])
    assert str(caught.value) == "similar[1]: [1, 5] is not allowed; expected pairs of point indices from 0 to 2"


def test_no_pair_fits_a_scene_without_points():
    _refused("similar[0]", Scene.from_neighbours, [], [(0, 1)])


def test_more_listed_springs_than_the_limit_are_refused():
    n = APP.points
    every = np.stack(np.triu_indices(n, 1), axis=1)[: APP.springs]
    x = np.zeros((n, 2))
    with pytest.raises(
        SceneError, match=f"^springs: {2 * len(every)} listed springs is not allowed; expected at most {APP.springs}$"
    ):
        Scene.from_pairs(x, every, every, limits=APP)
    _refused("similar", Scene.from_neighbours, x, np.broadcast_to(0, (APP.springs + 1, 2)), limits=APP)


# calls


@pytest.mark.parametrize(
    ("call", "options", "field"),
    [
        (ss.simulate, {"steps": -1}, "steps"),
        (ss.simulate, {"steps": 10_000_001}, "steps"),
        (ss.simulate, {"steps": 1.0}, "steps"),
        (ss.simulate, {"steps": True}, "steps"),
        (ss.simulate, {"step_size": 0.0}, "step_size"),
        (ss.simulate, {"step_size": -0.1}, "step_size"),
        (ss.simulate, {"step_size": 1001.0}, "step_size"),
        (ss.simulate, {"step_size": NAN}, "step_size"),
        (ss.simulate, {"step_size": "fast"}, "step_size"),
        (ss.simulate, {"momentum": -0.1}, "momentum"),
        (ss.simulate, {"momentum": 1.0}, "momentum"),
        (ss.simulate, {"momentum": INF}, "momentum"),
        (ss.simulate, {"tol": -1e-9}, "tol"),
        (ss.simulate, {"tol": NAN}, "tol"),
        (ss.simulate, {"frames": 1}, "frames"),
        (ss.simulate, {"frames": 10_001}, "frames"),
        (ss.simulate, {"frames": 9.0}, "frames"),
        (ss.settle, {"tol": 2.0}, "tol"),
        (ss.settle, {"max_evaluations": 0}, "max_evaluations"),
        (ss.settle, {"max_evaluations": 1e3}, "max_evaluations"),
        (Scene.nudged, {"seed": -1}, "seed"),
        (Scene.nudged, {"size": NAN}, "size"),
    ],
)
def test_bad_options_are_refused(call, options, field):
    _refused(field, call, Scene.from_labels(X, [0, 0, 1]), **options)


def test_a_number_may_be_open_at_its_low_end():
    assert checked_number("x", 0, 0.0, 1.0) == 0.0
    assert _refused("x", checked_number, "x", 0, 0.0, 1.0, open_low=True).endswith("a number above 0 up to 1")
    assert checked_integer("n", np.uint8(3), 0, 3) == 3


# files


def _file(**changes):
    document = {"format": "springsim", "version": 1, "margin": 1.0, "positions": X, "pinned": [], "labels": [0, 0, 1]}
    document = {**document, "springs": {"kind": "labels"}, **changes}
    return json.dumps({key: value for key, value in document.items() if value is not ...})


def _named(classes):
    return _file(version=2, classes=classes)


def _pairs(**changes):
    return _file(springs={"kind": "pairs", "similar": [[0, 1]], "dissimilar": [], **changes})


BAD_FILES = {
    "empty": ("", "scene"),
    "broken": (_file()[:-5], "scene"),
    "two documents": (_file() + _file(), "scene"),
    "trailing text": (_file() + " x", "scene"),
    "not an object": ("[]", "scene"),
    "a number": ("3", "scene"),
    "null": ("null", "scene"),
    "single quotes": ("{'format': 'springsim'}", "scene"),
    "control character": ('{"format": "spring\nsim"}', "scene"),
    "byte order mark": ("\ufeff" + _file(), "scene"),
    "no format": (_file(format=...), "format"),
    "another format": (_file(format="geojson"), "format"),
    "a long format": (_file(format="x" * 10_000), "format"),
    "no version": (_file(version=...), "version"),
    "future version": (_file(version=3), "version"),
    "old version": (_file(version=0), "version"),
    "version as text": (_file(version="1"), "version"),
    "version as float": (_file(version=1.0), "version"),
    "version true": (_file(version=True), "version"),
    "unknown field": (_file(colour="red"), "scene"),
    "no positions": (_file(positions=...), "positions"),
    "positions null": (_file(positions=None), "positions"),
    "positions text": (_file(positions="0,0"), "positions"),
    "positions ragged": (_file(positions=[[0, 0], [1], [2, 2]]), "positions[1]"),
    "positions null inside": (_file(positions=[[0, 0], [1, None], [2, 2]]), "positions[1]"),
    "positions of objects": (_file(positions=[[0, 0], [1, {}], [2, 2]]), "positions[1]"),
    "nan": (_file(positions=[[0, NAN], [1, 1], [2, 2]]), "positions[0].y"),
    "infinity": (_file(margin=INF), "margin"),
    "minus infinity": (_file(margin=-INF), "margin"),
    "endless float": (_file().replace("0.4", "1e999"), "positions[1].x"),
    "huge integer": (_file().replace("0.4", "9" * 10_000), "scene"),
    "integer of 20 digits": (_file().replace("0.4", "9" * 20), "positions[1]"),
    "too far": (_file(positions=[[0, 0], [1, 1], [2, 1e7]]), "positions[2].y"),
    "margin null": (_file(margin=None), "margin"),
    "margin zero": (_file(margin=0), "margin"),
    "margin true": (_file(margin=True), "margin"),
    "pin outside": (_file(pinned=[3]), "pinned[0]"),
    "pin negative": (_file(pinned=[-1]), "pinned[0]"),
    "pin twice": (_file(pinned=[1, 1]), "pinned[1]"),
    "pin true": (_file(pinned=[True]), "pinned[0]"),
    "pin float": (_file(pinned=[1.0]), "pinned[0]"),
    "too many pins": (_file(pinned=[0, 1, 2, 0]), "pinned"),
    "labels missing one": (_file(labels=[0, 1]), "labels"),
    "labels of one too many": (_file(labels=[0, 1, 2, 3]), "labels"),
    "labels of booleans": (_file(labels=[0, 1, True]), "labels[2]"),
    "labels of text": (_file(labels=[0, 1, "x" * 100_000]), "labels[2]"),
    "labels of floats": (_file(labels=[0, 1.0, 2]), "labels[1]"),
    "labels of nothing": (_file(labels=[0, 1, None]), "labels[2]"),
    "negative labels": (_file(labels=[0, -1, 0]), "labels[1]"),
    "labels too large": (_file(labels=[0, 0, 1_000_001]), "labels[2]"),
    "classes in version 1": (_file(classes=["a", "b"]), "scene"),
    "classes as text": (_named("ab"), "classes"),
    "a class of a number": (_named(["a", 1]), "classes[1]"),
    "a class without a name": (_named(["a", ""]), "classes[1]"),
    "a class of control characters": (_named(["a", "b\x1b[2J"]), "classes[1]"),
    "a class with a long name": (_named(["a", "b" * 101]), "classes[1]"),
    "a class twice": (_named(["a", "b", "a"]), "classes[2]"),
    "too many classes": (_named([str(k) for k in range(1001)]), "classes"),
    "a label beyond the classes": (_named(["a"]), "labels[2]"),
    "labels that are names": (_file(version=2, classes=["a", "b"], labels=["a", "a", "b"]), "labels[0]"),
    "springs a list": (_file(springs=[]), "springs"),
    "no kind": (_file(springs={}), "springs.kind"),
    "unknown kind": (_file(springs={"kind": "rubber"}), "springs.kind"),
    "kind a list": (_file(springs={"kind": []}), "springs.kind"),
    "pairs by labels": (_file(springs={"kind": "labels", "similar": []}), "springs"),
    "dissimilar by neighbours": (_file(springs={"kind": "neighbours", "similar": [], "dissimilar": []}), "springs"),
    "pair outside": (_pairs(dissimilar=[[0, 3]]), "dissimilar[0]"),
    "pair of one": (_pairs(similar=[[0]]), "similar[0]"),
    "pair of floats": (_pairs(similar=[[0.0, 1.0]]), "similar[0]"),
    "pair twice": (_pairs(similar=[[0, 1], [1, 0]]), "similar[1]"),
    "self pair": (_pairs(similar=[[1, 1]]), "similar[0]"),
    "pairs null": (_pairs(similar=None), "similar"),
    "duplicate key": (_file()[:-1] + ', "margin": 2.0}', "scene"),
    "duplicate key below": (_pairs().replace('"similar"', '"kind": "pairs", "similar"'), "scene"),
    "deep lists": ("[" * 100_000, "scene"),
    "deep closed lists": ("[" * 100_000 + "]" * 100_000, "scene"),
    "deep objects": ('{"a":' * 20_000, "scene"),
    "deep inside": (_file(positions=[[[[[[[[[[0]]]]]]]]]]), "scene"),
    "deep behind a tricky string": (_file(format='a\\"]]]]]]').replace('"positions": ', '"positions": ' + "[" * 9), "scene"),
    "lone surrogate": (_file(format="\ud800"), "format"),
    "bytes": (_file().encode(), "scene"),
    "none": (None, "scene"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_file_is_refused_by_itself_and_in_a_link(case):
    text, field = BAD_FILES[case]
    _refused(field, Scene.from_json, text)
    if isinstance(text, str) and case != "lone surrogate":
        _refused(field, Scene.from_link, token_of_text(text))


def test_a_file_beyond_the_limit_is_refused_unread():
    text = " " * (APP.text + 1)
    assert f"{APP.text + 1} characters" in _refused("scene", Scene.from_json, text, limits=APP)


def test_many_tiny_lists_are_refused_before_they_take_ten_times_their_text():
    text = _file(positions=...)[:-1] + ', "positions": [' + ",".join(["[]"] * (APP.text // 4)) + "]}"
    assert "too many parts" in _refused("scene", Scene.from_json, text, limits=APP)


@pytest.mark.parametrize(
    "text",
    [
        '"' + "\\" * 1_000_000,
        '"' + '\\"' * 700_000,
        '"' * 1_000_001,
        '{"a' + "b" * 1_500_000,
        '["' + "x" * 700_000 + '"' + "]" * 700_000,
        "[" + "1" * 1_500_000,
        "[0." + "1" * 1_500_000 + "]",
        "[1e" + "9" * 1_500_000 + "]",
        "[-" + "-" * 1_500_000,
        " " * 1_900_000 + "[",
    ],
    ids=lambda text: text[:6].strip() or "spaces",
)
def test_reading_takes_time_in_proportion_to_the_text_whatever_it_is(text):
    start = time.perf_counter()
    with pytest.raises(SceneError):
        Scene.from_json(text, limits=APP)
    assert time.perf_counter() - start < 2.0


def test_brackets_within_strings_are_not_nesting():
    assert parsed_json('{"[[[[[[[[[[": "]]]]{{{{{{{{{{{{\\"[[[[[[[["}', 1000, "x") == {
        "[[[[[[[[[[": ']]]]{{{{{{{{{{{{"[[[[[[[['
    }


@given(st.text(max_size=60))
def test_any_text_is_a_scene_or_refused_with_a_scene_error(text):
    for read in (Scene.from_json, Scene.from_link):
        with pytest.raises(SceneError):
            read(text)


@given(st.integers(0, 400), st.text(max_size=4), st.integers(0, 4))
def test_a_file_changed_anywhere_is_a_scene_or_refused_with_a_scene_error(at, text, cut):
    original = _pairs()
    with suppress(SceneError):
        Scene.from_json(original[:at] + text + original[at + cut :])


# links


def _token(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _zip(text):
    return zlib.compress(text.encode(), 9)


BAD_LINKS = {
    "empty": "",
    "not base64": "a b c",
    "standard base64": "ab+/",
    "padded": _token(_zip(_file())) + "=",
    "other letters": "ünïcödé",
    "one letter": "A",
    "not compressed": _token(b"hello, world"),
    "cut": _token(_zip(_file()))[:-8],
    "cut inside": _token(_zip(_file())[:20]),
    "trailing data": _token(_zip(_file()) + b"more"),
    "second stream": _token(_zip(_file()) + _zip(_file())),
    "damaged": _token(_zip(_file())[:-2] + b"00"),
    "raw deflate": _token(_zip(_file())[2:-4]),
    "not text": _token(zlib.compress(b"\xff\xfe\xfd")),
    "bytes": b"abc",
    "none": None,
    "newline": _token(_zip(_file())) + "\n",
}


@pytest.mark.parametrize("case", BAD_LINKS)
def test_a_bad_link_is_refused(case):
    message = _refused("link", Scene.from_link, BAD_LINKS[case])
    assert message.endswith("expected a link made by springsim, whole and unchanged")


def test_a_bomb_in_a_link_is_refused_before_it_unpacks():
    bomb = _token(zlib.compress(b" " * (40 * APP.text), 9))
    assert APP.token > len(bomb) > 1000 or len(bomb) > APP.token
    with _Little(4 * APP.text), pytest.raises(SceneError, match="link: "):
        Scene.from_link(bomb, limits=APP)
    small = _token(zlib.compress(b" " * (10 * APP.text), 9))
    assert len(small) < APP.token
    with _Little(4 * APP.text), pytest.raises(SceneError, match="link: a scene that unpacks to more is not allowed"):
        Scene.from_link(small, limits=APP)


def test_a_link_beyond_the_limit_is_refused_unread():
    message = _refused("link", Scene.from_link, "A" * (APP.token + 1), limits=APP)
    assert message == "link: 64001 characters is not allowed; expected at most 64000 characters"


# the error itself


def test_an_error_tells_field_value_and_what_is_allowed():
    error = SceneError("margin", -1.0, "a number above 0")
    assert isinstance(error, ValueError)
    assert (error.field, error.value, error.allowed) == ("margin", "-1.0", "a number above 0")
    assert str(error) == "margin: -1.0 is not allowed; expected a number above 0"


@pytest.mark.parametrize("value", [-1.0, "text", Words("3 labels"), None, [1], 10**500, "x" * 1000], ids=str)
def test_an_error_survives_pickling_and_copying(value):
    error = SceneError("field", value, "something else")
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert (twin.field, twin.value, twin.allowed, str(twin)) == (error.field, error.value, error.allowed, str(error))


class _Nasty:
    ndim = 0

    def item(self):
        raise RuntimeError("no")

    def __repr__(self):
        raise RuntimeError("no")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Words("3 labels"), "3 labels"),
        ("3 labels", "'3 labels'"),
        (0.5, "0.5"),
        (True, "True"),
        (None, "None"),
        (np.float64(0.5), "0.5"),
        (np.array(2), "2"),
        (10**400, "a whole number of 1329 bits"),
        ([1, 2], "a list"),
        (np.zeros(3), "a ndarray"),
        (_Nasty(), "a _Nasty"),
        ("a\nb\u202e", "'a\\nb\\u202e'"),
        (Words("a\nb\u202e"), "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"),
        ("x" * 99, "'" + "x" * 59 + "…"),
    ],
)
def test_a_value_is_shown_on_one_short_line_whatever_it_is(value, expected):
    assert shown(value) == expected


def test_the_limits_of_the_app_are_lower_than_those_of_the_library():
    assert all(app < library for app, library in zip(_fields(APP), _fields(LIBRARY), strict=True))


def _fields(limits):
    return astuple(limits)
