"""Files, links and addresses that earlier versions wrote open as the scenes that they were."""

import json
import struct
from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np
import pytest

from springsim import Scene, pair_distances
from springsim.app.session import address

FOLDER = Path(__file__).parent / "fixtures"
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
SCENES = {**EXPECTED["scenes"], **json.loads((FOLDER / "expected_2.json").read_text(encoding="utf-8"))["scenes"]}


def bits(numbers):
    """Return numbers as bytes: −0 is not 0, and no bit may be lost."""
    flat = np.asarray(numbers, float).ravel().tolist()
    return struct.pack(f"{len(flat)}d", *flat)


def same_scene(scene, expected):
    assert scene.springs.kind == expected["kind"]
    assert bits(scene.positions) == bits(expected["positions"])
    assert bits(scene.margin) == bits(expected["margin"])
    assert np.flatnonzero(scene.pinned).tolist() == expected["pinned"]
    assert scene.labels.tolist() == expected["labels"]
    assert scene.domain == expected["domain"]
    assert list(scene.class_names) == expected.get("classes", [])
    springs = pair_distances(scene)
    listed = zip(springs.i.tolist(), springs.j.tolist(), springs.similar.tolist(), strict=True)
    assert sorted(listed) == sorted((i, j, kind == "similar") for kind in ("similar", "dissimilar") for i, j in expected[kind])


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_of_an_earlier_version_opens_and_is_written_as_it_was(name):
    expected = SCENES[name]
    text = (FOLDER / f"{name}.json").read_text(encoding="utf-8").strip()
    same_scene(Scene.from_json(text), expected)
    same_scene(Scene.from_link(expected["link"]), expected)
    assert Scene.from_json(text).to_json() == text


@pytest.mark.parametrize("query", EXPECTED["addresses"], ids=range(len(EXPECTED["addresses"])))
def test_an_address_of_an_earlier_version_opens_the_same_board(query):
    expected = EXPECTED["addresses"][query]
    board = address.opened(dict(parse_qsl(query)), "en")
    assert board.errors == ()
    assert board.language == expected["language"]
    entry = board.entry
    for name in ("preset", "pristine", "seed"):
        assert getattr(entry, name) == expected[name]
    assert entry.settings == {name: expected[name] for name in ("step", "momentum")}
    assert (entry.scene.domain, entry.scene.springs.kind) == (expected["domain"], expected["kind"])
    assert bits(entry.scene.margin) == bits(expected["margin"])
    # Positions of a preset are computed, so that another processor may round them otherwise.
    np.testing.assert_allclose(entry.scene.positions, np.reshape(expected["positions"], (-1, 2)), rtol=1e-12, atol=1e-12)
