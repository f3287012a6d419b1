import base64
import json
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings

from springsim import Scene, SceneError, presets
from springsim.limits import APP, LIBRARY
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
    n = limits.points
    x = np.random.default_rng(0).uniform(-1e6, 1e6, (n, 2))
    points = len(Scene.from_labels(x, np.full(n, 1_000_000), pinned=np.ones(n, bool)).to_json())
    longest = len(f"[{n - 1},{n - 2}],")
    assert points + longest * limits.springs < limits.text


@given(scenes())
def test_a_link_is_safe_in_an_address(scene):
    token = scene.to_link()
    assert token.isascii()
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_a_file_is_plain_json_of_a_known_form():
    scene = Scene.from_pairs([[0, 1], [2, 3]], [(1, 0)], [(0, 1)], 0.5, [False, True], labels=[3, 4])
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
