"""A file that is no scene file is refused by what it is."""

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import springsim as ss
from springsim import texts
from springsim.board import player
from springsim.export import data
from springsim.export.script import script

RUN = ss.simulate(ss.presets.load("tug-of-war"), steps=3)


def _array():
    file = io.BytesIO()
    np.save(file, np.zeros((2, 2)))
    return file.getvalue()


def _figure(form):
    file = io.BytesIO()
    ss.figures.figure1().savefig(file, format=form)
    return file.getvalue()


FILES: dict[str, Callable[[], list[Any]]] = {
    "an archive of arrays (NPZ)": lambda: [data.npz(RUN)],
    "a table (CSV)": lambda: [data.points_csv(RUN), data.frames_csv(RUN), data.springs_csv(RUN.scene), "x;y\r\n1;2\r\n"],
    "a page (HTML)": lambda: [player.page([RUN])],
    "a Python script": lambda: [script(RUN.scene, "picture.svg")],
    "a picture (PNG)": lambda: [_figure("png")],
    "a picture (SVG)": lambda: [_figure("svg")],
    "a picture (PDF)": lambda: [_figure("pdf")],
    "an animation (GIF)": lambda: ["GIF89a\x01\x00"],
    "a film (MP4)": lambda: ["\x00\x00\x00\x20ftypisom"],
    "an array (NPY)": lambda: [_array()],
}


@pytest.mark.parametrize("kind", FILES)
def test_what_is_exported_and_cannot_be_opened_is_refused_by_its_kind_in_both_languages(kind):
    for file in FILES[kind]():
        with pytest.raises(ss.SceneError) as caught:
            ss.Scene.from_json(file if isinstance(file, str) else file[:1000].decode("latin-1"))
        assert (caught.value.field, caught.value.value) == ("file", kind)
        said = texts.error(caught.value, "zh")
        assert kind not in said
        assert "springsim 的场景文件" in said


@pytest.mark.parametrize("text", ["{", "[1,\n2]", "", "hello", '{"a,b": 1}\n', "\ufeff{}"])
def test_what_may_be_a_damaged_scene_file_is_refused_as_one(text):
    with pytest.raises(ss.SceneError) as caught:
        ss.Scene.from_json(text)
    assert caught.value.field in ("scene", "format")
