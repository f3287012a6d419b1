import base64
import gc
import json
import struct
import tracemalloc
import zlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from springsim import Scene, SceneError
from springsim.model import presets
from springsim.model.scene_file import _measured, parsed_json
from springsim.validation.limits import APP, LIBRARY
from tests.scenes import KINDS, random_scene, scenes


def _bits(scene):
    s = scene.springs
    arrays = (scene.positions, scene.pinned, scene.labels, s.similar, s.dissimilar)
    return s.kind, struct.pack("d", scene.margin), [(a.dtype, a.shape, a.tobytes()) for a in arrays]


@given(scenes())
@settings(max_examples=200)
def test_a_file_is_read_back_to_the_last_bit(scene):
    assert _bits(Scene.from_json(scene.to_json())) == _bits(scene)


@given(scenes())
@settings(max_examples=200)
def test_a_link_is_read_back_to_the_last_bit(scene):
    assert _bits(Scene.from_link(scene.to_link())) == _bits(scene)


def test_signed_zeros_and_subnormals_survive():
    scene = Scene.from_labels([[-0.0, 5e-324], [0.0, -2.2e-308]], [0, 1], margin=0.1 + 0.2)
    for back in (Scene.from_json(scene.to_json()), Scene.from_link(scene.to_link())):
        assert np.signbit(back.positions).tolist() == [[True, False], [False, True]]
        assert _bits(back) == _bits(scene)


@pytest.mark.parametrize("kind", KINDS)
def test_large_scenes_make_the_round_trip(kind):
    scene = random_scene(kind, 300, seed=2, pins=4)
    assert _bits(Scene.from_json(scene.to_json())) == _bits(scene)
    assert _bits(Scene.from_link(scene.to_link())) == _bits(scene)


@pytest.mark.parametrize("limits", [LIBRARY, APP])
def test_the_fullest_scene_within_the_limits_fits_into_its_own_file(limits):
    n, longest = limits.points, -2.2250738585072014e-308  # no float has more digits
    point = Scene.from_labels([[longest, longest]], [1_000_000]).to_json()
    empty = Scene.from_pairs([], [], []).to_json()
    each = len(point) - len(Scene.from_labels([], []).to_json()) + len(",,") + len(f"{n - 1},")
    assert len(str(longest)) == 24
    assert len(empty) + each * n + len(f"[{n - 1},{n - 2}],") * limits.springs < limits.text


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_what_json_writes_however_many_rows_there_are(kind, monkeypatch):
    scene = random_scene(kind, 30, seed=1, pins=3)
    s = scene.springs
    springs = {"kind": kind}
    if kind != "labels":
        springs["similar"] = s.similar.tolist()
    if kind == "pairs":
        springs["dissimilar"] = s.dissimilar.tolist()
    document = {"format": "springsim", "version": 1, "margin": scene.margin, "positions": scene.positions.tolist()}
    document |= {"pinned": np.flatnonzero(scene.pinned).tolist(), "labels": scene.labels.tolist(), "springs": springs}
    expected = json.dumps(document, separators=(",", ":"))
    for rows in (1, 7, 1000):
        monkeypatch.setattr("springsim.model.scene_file._ROWS", rows)
        assert scene.to_json() == expected


def test_twenty_thousand_points_make_the_round_trip_in_memory_in_proportion_to_their_text():
    n = 20_000
    x = np.random.default_rng(0).normal(size=(n, 2))
    scene = Scene.from_neighbours(x, np.stack([np.arange(n), (np.arange(n) + 1) % n], axis=1), pinned=np.arange(n) % 3 == 0)
    tracemalloc.start()
    text = scene.to_json()
    written = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    back = Scene.from_json(text)
    read = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert _bits(back) == _bits(scene)
    assert written < 8 * len(text)
    assert read < 16 * len(text)


def test_the_garbage_collector_waits_for_a_long_text_and_goes_on_afterwards(monkeypatch):
    seen = []
    monkeypatch.setattr("springsim.model.scene_file._LONG", 100)
    monkeypatch.setattr("json.loads", lambda *_, **__: seen.append(gc.isenabled()))
    for length in (10, 200):
        assert parsed_json("[" + " " * length + "]", 1000, "x") is None
    assert seen == [True, False]
    assert gc.isenabled()
    monkeypatch.undo()
    monkeypatch.setattr("springsim.model.scene_file._LONG", 100)
    with pytest.raises(SceneError):
        parsed_json("[" * 8 + " " * 200, 1000, "x")
    assert gc.isenabled()


@pytest.mark.parametrize("block", [1, 2, 5, 64])
@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("", (0, 0, 0)),
        ("12", (0, 0, 2)),
        ("[123,[4,5]]", (2, 2, 3)),
        ('{"a[[[": [[]], "b": "]"}', (3, 3, 0)),
        ('"[[\\"[123456]": 12', (0, 0, 2)),
        ('[12"345"678]', (1, 1, 3)),
        ("[0.123456,-1234567]", (1, 1, 7)),
        ("[é12\ud800[345]]", (2, 2, 3)),
        ('["never ended [[[ 123', (1, 1, 0)),
    ],
)
def test_a_text_is_measured_outside_its_strings_in_blocks_of_any_size(text, measures, block, monkeypatch):
    monkeypatch.setattr("springsim.model.scene_file._BLOCK", block)
    assert _measured(text, 1000) == measures


@pytest.mark.parametrize(
    ("number", "field"),
    [("9" * 19, "positions[1].x"), ("9" * 20, "positions[1]"), ("9" * 21, "scene"), ("-" + "9" * 20, "scene")],
)
def test_a_whole_number_has_twenty_digits_at_most(number, field):
    with pytest.raises(SceneError) as caught:
        Scene.from_json(f'{{"format": "springsim", "version": 1, "positions": [[0, 1], [{number}, 2]]}}')
    assert caught.value.field == field


def test_a_scene_too_large_for_a_link_is_refused_in_plain_words(monkeypatch):
    scene = random_scene("labels", 50)
    length, token = len(scene.to_json()), scene.to_link()
    monkeypatch.setattr("springsim.model.scene_file.LIBRARY", replace(LIBRARY, token=len(token) - 1))
    with pytest.raises(
        SceneError, match=f"^link: a token of {len(token)} characters is not .* at most {len(token) - 1}: a smaller"
    ):
        scene.to_link()
    monkeypatch.setattr("springsim.model.scene_file.LINK_TEXT_MAX", length - 1)
    with pytest.raises(SceneError, match=f"^link: a scene of {length} characters is not .* kept as a file$"):
        scene.to_link()
    with pytest.raises(SceneError, match=f"at most {length - 1} characters"):
        Scene.from_link(token)


@given(scenes())
def test_a_link_is_safe_in_an_address(scene):
    token = scene.to_link()
    assert token.isascii()
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_a_file_is_plain_json_of_a_known_form():
    scene = Scene.from_pairs([[0, 1], [2, 3]], [(1, 0)], [(0, 1)], margin=0.5, pinned=[False, True], labels=[3, 4])
    assert json.loads(scene.to_json()) == {
        "format": "springsim",
        "version": 1,
        "margin": 0.5,
        "positions": [[0.0, 1.0], [2.0, 3.0]],
        "pinned": [1],
        "labels": [3, 4],
        "springs": {"kind": "pairs", "similar": [[0, 1]], "dissimilar": [[0, 1]]},
    }


def test_only_positions_and_the_mark_of_the_format_are_needed():
    scene = Scene.from_json('{"format": "springsim", "version": 1, "positions": [[0, 1], [1e0, -0.5]]}')
    assert scene == Scene.from_labels([[0.0, 1.0], [1.0, -0.5]], [0, 0])


@pytest.mark.parametrize("name", presets.names())
def test_every_preset_makes_the_round_trip_within_the_limits_of_the_app(name):
    scene = presets.load(name)
    assert Scene.from_json(scene.to_json(), limits=APP) == scene
    assert Scene.from_link(scene.to_link(), limits=APP) == scene


def test_the_limits_of_the_app_hold_for_files_and_links():
    scene = random_scene("labels", APP.points + 1)
    for read, text in ((Scene.from_json, scene.to_json()), (Scene.from_link, scene.to_link())):
        assert read(text) == scene
        with pytest.raises(SceneError, match=f"positions: {APP.points + 1} entries is not allowed; expected at most"):
            read(text, limits=APP)


def test_the_token_is_the_file_compressed():
    scene = presets.load("gate")
    token = scene.to_link()
    assert zlib.decompress(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))).decode() == scene.to_json()
