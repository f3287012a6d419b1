"""Runs as tables and arrays, and the script that draws a picture again."""

from __future__ import annotations

import csv
import io
import zipfile

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import springsim as ss
from springsim import Scene, SceneError
from springsim.export import data
from tests import scenes


def a_run(scene: Scene, steps: int = 30) -> ss.Trajectory:
    return ss.simulate(scene, steps=steps, step_size=min(0.3 * ss.stable_step(scene), 1e3), momentum=0.4)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


RUN = a_run(scenes.random_scene("pairs", 7, seed=3, margin=0.7, pins=2))


@given(scenes.scenes())
def test_every_number_of_every_point_reads_back_exactly(scene: Scene) -> None:
    run = a_run(scene, 5)
    table = rows(data.points_csv(run))
    assert len(table) == len(run) * len(scene)
    for at, row in enumerate(table):
        frame, point = divmod(at, len(scene))
        assert (int(row["frame"]), int(row["point"])) == (frame, point)
        assert int(row["step"]) == run.steps[frame]
        assert int(row["label"]) == scene.labels[point]
        assert row["pinned"] == str(bool(scene.pinned[point]))
        assert [float(row[c]) for c in ("x", "y")] == run.positions[frame, point].tolist()
        assert [float(row[c]) for c in ("fx", "fy")] == run.forces[frame, point].tolist()


def test_every_number_of_every_frame_reads_back_exactly() -> None:
    table = rows(data.frames_csv(RUN))
    assert [int(row["frame"]) for row in table] == list(range(len(RUN)))
    for column, array in {
        "step": RUN.steps,
        "loss": RUN.loss,
        "similar_loss": RUN.similar_loss,
        "dissimilar_loss": RUN.dissimilar_loss,
        "pushing": RUN.pushing,
        "residual": RUN.residual,
    }.items():
        assert [float(row[column]) for row in table] == array.tolist()


def test_the_springs_are_those_of_pair_distances() -> None:
    table, pairs = rows(data.springs_csv(RUN.scene)), ss.pair_distances(RUN.scene)
    assert len(table) == sum(RUN.scene.springs.counts)
    assert [(int(row["i"]), int(row["j"]), row["similar"] == "True") for row in table] == list(
        zip(pairs.i, pairs.j, pairs.similar, strict=True)
    )
    for column in ("distance", "loss", "tension"):
        assert [float(row[column]) for row in table] == getattr(pairs, column).tolist()


def test_pandas_reads_the_tables_with_the_types_they_have() -> None:
    points = pd.read_csv(io.StringIO(data.points_csv(RUN)))
    kinds = {name: points[name].dtype.kind for name in points}
    assert kinds == dict(zip(data.POINT_COLUMNS, "iiiibffff", strict=True))
    frames = pd.read_csv(io.StringIO(data.frames_csv(RUN)))
    assert tuple(frames) == data.FRAME_COLUMNS
    whole = points.merge(frames, on=["frame", "step"])
    assert len(whole) == len(points)
    np.testing.assert_array_equal(points.pivot(index="frame", columns="point", values="x"), RUN.positions[:, :, 0])


def test_a_table_too_long_for_csv_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "CSV_ROWS_MAX", len(RUN) * 7 - 1)
    with pytest.raises(SceneError, match="or NPZ"):
        data.points_csv(RUN)


def test_a_scene_without_points_has_tables_without_rows() -> None:
    run = ss.simulate(ss.presets.load("empty"))
    assert data.points_csv(run) == ",".join(data.POINT_COLUMNS) + "\n"
    assert len(rows(data.frames_csv(run))) == 1
    assert rows(data.springs_csv(run.scene)) == []
    assert np.load(io.BytesIO(data.npz(run)))["positions"].shape == (1, 0, 2)


@given(scenes.scenes(), st.sampled_from([0.0, 0.5]))
def test_the_archive_holds_the_whole_run_exactly(scene: Scene, momentum: float) -> None:
    run = ss.simulate(scene, steps=5, step_size=0.1, momentum=momentum)
    archive = np.load(io.BytesIO(data.npz(run)), allow_pickle=False)
    for name in ("positions", "forces", "steps", "loss", "similar_loss", "dissimilar_loss", "pushing", "residual"):
        array = getattr(run, name)
        assert archive[name].dtype == array.dtype
        np.testing.assert_array_equal(archive[name], array)
    i, j, similar = scene.springs.pairs
    np.testing.assert_array_equal(archive["springs"], np.stack([i, j], axis=1))
    np.testing.assert_array_equal(archive["similar"], similar)
    np.testing.assert_array_equal(archive["labels"], scene.labels)
    np.testing.assert_array_equal(archive["pinned"], scene.pinned)
    assert (float(archive["margin"]), float(archive["step_size"])) == (scene.margin, run.step_size)
    assert (float(archive["momentum"]), str(archive["status"])) == (momentum, run.status)
    assert Scene.from_json(str(archive["scene"])) == scene


def test_the_same_run_gives_the_same_archive_whatever_the_day() -> None:
    first = data.npz(RUN)
    assert data.npz(RUN) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_names_of_classes_are_a_column_of_points_and_an_array_of_the_archive() -> None:
    names = ['a, "b"', "=1+1", "猫", "setosa"]
    scene = Scene.from_labels(np.eye(5, 2), [*names, "猫"])
    run = a_run(scene)
    table = rows(data.points_csv(run))
    assert list(table[0]) == ["frame", "step", "point", "label", "class", "pinned", "x", "y", "fx", "fy"]
    assert [row["class"] for row in table[:5]] == [*names, "猫"]
    archive = np.load(io.BytesIO(data.npz(run)), allow_pickle=False)
    assert archive["class_names"][archive["labels"]].tolist() == [*names, "猫"]
    plain = a_run(scene.replace(class_names=()))
    assert data.points_csv(plain).splitlines()[0] == ",".join(data.POINT_COLUMNS)
    assert "class_names" not in np.load(io.BytesIO(data.npz(plain))).files
