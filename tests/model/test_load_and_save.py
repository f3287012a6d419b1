import os
from typing import Any

import numpy as np
import pytest

import springsim as ss
from springsim import Scene, SceneError
from springsim.export import FileError
from tests.scenes import KINDS, random_scene


@pytest.mark.parametrize("kind", KINDS)
def test_a_scene_that_is_saved_is_loaded_as_it_was(kind, tmp_path):
    scene = random_scene(kind, 9, pins=2).replace(class_names=[f"猫 {k}" for k in range(9)])
    path = tmp_path / "scene.json"
    scene.save(path)
    assert Scene.load(path) == Scene.load(str(path)) == scene
    assert path.read_bytes() == f"{scene.to_json()}\n".encode()
    with pytest.raises(FileError, match="is there already"):
        scene.replace(margin=0.5).save(path)
    assert Scene.load(path) == scene
    scene.replace(margin=0.5).save(path, overwrite=True)
    assert Scene.load(path).margin == 0.5
    assert os.listdir(tmp_path) == ["scene.json"]


def test_a_file_that_holds_no_scene_is_refused_by_what_it_is(tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("x,y,label\n0,1,a\n")
    with pytest.raises(SceneError, match=r"^file: a table \(CSV\) is not allowed; expected a scene file"):
        Scene.load(path)
    np.save(tmp_path / "x.npy", np.zeros((3, 2)))
    with pytest.raises(FileError, match=r"is an array \(NPY\), not a text"):
        Scene.load(tmp_path / "x.npy")
    with pytest.raises(FileError, match="there is no such file"):
        Scene.load(tmp_path / "none.json")
    with pytest.raises(FileError, match="there is no folder"):
        ss.presets.load("gate").save(tmp_path / "none" / "scene.json")
    names: list[Any] = [3, None, b"scene.json", ["scene.json"]]
    for wrong in names:
        with pytest.raises(SceneError, match=r"^path: .* expected the name of a file"):
            Scene.load(wrong)
        with pytest.raises(SceneError, match=r"^path: .* expected the name of a file"):
            ss.presets.load("gate").save(wrong)


def test_a_file_and_its_text_are_not_mixed_up(tmp_path, monkeypatch):
    scene = ss.presets.load("gate")
    with pytest.raises(SceneError, match=r"^path: .* a text is read by Scene.from_json\(text\)"):
        Scene.load(scene.to_json())
    for name in ("file.json", "folder/file", tmp_path / "file"):
        with pytest.raises(SceneError, match=r"^scene: .* expected JSON text; a file is read by Scene.load\(path\)"):
            Scene.from_json(name)
    monkeypatch.chdir(tmp_path)
    scene.save("-")
    assert Scene.load("-") == scene
