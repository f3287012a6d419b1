"""Points from files as people have them: what is read, what is left out, what is refused."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import warnings
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import springsim as ss
from springsim.export import data
from springsim.export.archive import zipped
from springsim.model import points_file
from springsim.model.projection import principal
from springsim.validation.limits import APP, SceneLimits
from tests.search import cases, search

FOLDER = Path(__file__).parents[1] / "fixtures" / "tables"


def read(file: Any, **options: Any) -> Any:
    return points_file.inspect(file.encode() if isinstance(file, str) else file, **options)


def names(points: Any) -> list[str]:
    """Return the name of the class of each point."""
    return [points.scene.class_name(label) for label in points.scene.labels.tolist()]


def npy(array: Any) -> bytes:
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def npz(**arrays: Any) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def packed(**entries: bytes) -> bytes:
    return zipped({name.replace("_", "."): each for name, each in entries.items()})


# files as people have them


def test_excels_csv_with_semicolons_decimal_commas_and_a_byte_order_mark():
    table, choice, points = read(FOLDER / "excel.csv")
    assert (table.delimiter, table.decimal, table.encoding, table.header) == (";", ",", "UTF-8", True)
    assert table.names == ("x", "y", "Klasse")
    assert points.scene.positions.tolist() == [[0.5, -1.25], [1.0, 2.75], [-0.125, 0.001], [2.0, 1.0]]
    assert names(points) == ["Rüde", "Hündin; alt", "Rüde", "Hündin"]
    assert [(out.line, str(out)) for out in points.left_out] == [(5, "x is missing")]
    assert (choice.label, choice.projected) == ("Klasse", False)


def test_a_t_sne_output_of_which_y_is_the_class():
    frame = pd.read_csv(FOLDER / "tsne.csv")
    _, choice, points = read(FOLDER / "tsne.csv")
    assert choice.columns == ("tsne-2d-one", "tsne-2d-two")
    assert np.array_equal(points.scene.positions, frame[list(choice.columns)].to_numpy())
    assert points.scene.labels.tolist() == frame.y.tolist()


def test_the_index_of_a_saved_data_frame_is_no_coordinate():
    frame = pd.read_csv(FOLDER / "dataframe.csv", index_col=0)
    _, choice, points = read(FOLDER / "dataframe.csv")
    assert (choice.columns, choice.label, choice.projected) == (("dim0", "dim1", "dim2"), "cluster", True)
    assert np.array_equal(points.embedding, frame.to_numpy()[:, :3])
    assert [int(name) for name in names(points)] == frame.cluster.tolist()
    assert read(FOLDER / "unnamed.csv").choice.columns == ("0", "1")


def test_flowers_with_four_columns_of_numbers_and_their_species():
    _, choice, points = read(FOLDER / "flowers.csv")
    assert choice.columns[0] == "sepal length (cm)"
    assert len(choice.columns) == 4
    assert dict(points.classes) == {"Iris setosa": 6, "Iris versicolor": 6, "Iris virginica": 6}
    variances = np.linalg.eigvalsh(np.cov(pd.read_csv(FOLDER / "flowers.csv").iloc[:, 1:5].to_numpy().T))[::-1]
    assert points.share == pytest.approx(variances[:2] / variances.sum(), abs=1e-12)
    assert points.scene.positions.var(axis=0, ddof=1) == pytest.approx(variances[:2], abs=1e-12)


@pytest.mark.parametrize("name", ["no_header.tsv", "savetxt.txt", "savetxt_header.txt"])
def test_tables_without_a_header_and_with_one_in_a_comment(name):
    rows = [line.split() for line in (FOLDER / name).read_text().splitlines() if line[0] != "#"]
    table, choice, points = read(FOLDER / name)
    assert choice.columns == (("x", "y") if "header" in name and name[0] == "s" else ("column 1", "column 2"))
    assert points.scene.positions.tolist() == [[float(x), float(y)] for x, y, _ in rows]
    assert names(points) == ([row[2] for row in rows] if name[0] == "n" else [str(int(float(row[2]))) for row in rows])
    assert table.counted == "line"


def test_npz_of_embeddings_and_labels_and_npy_of_points():
    with np.load(FOLDER / "embeddings.npz") as arrays:
        embeddings, labels = arrays["embeddings"], arrays["labels"]
    points = read(FOLDER / "embeddings.npz").points
    assert np.array_equal(points.embedding, embeddings)
    assert names(points) == labels.tolist()
    assert np.array_equal(ss.read_points(FOLDER / "points.npy", label="").positions, np.load(FOLDER / "points.npy"))
    x, y = np.arange(12.0).reshape(6, 2), np.array([[0], [1], [0], [1], [0], [1]])
    for arrays in ({"X": x, "y": y}, {"features": x, "target": y[:, 0]}, {"arr_0": x, "arr_1": y}, {"odd": x, "classes": y}):
        scene = read(npz(**arrays)).points.scene
        assert np.array_equal(scene.positions, x)
        assert scene.labels.tolist() == y[:, 0].tolist()
    assert names(read(npz(x=x, y=y, class_names=np.array(["cat", "dog"]))).points) == ["cat", "dog"] * 3
    run = np.arange(24.0).reshape(4, 3, 2)
    assert [read(npz(x=run), frame=k).points.scene.positions[0, 0] for k in ("first", 1, "last")] == [0.0, 6.0, 18.0]
    fields = np.array([(1.0, 2.0, "a"), (3.0, 4.0, "a")], [("x", "f8"), ("y", "f4"), ("class", "U1")])
    assert read(npy(fields)).choice[:3] == ("x", "y", "class")


def test_utf_16_and_latin_1_are_read_and_said():
    table, _, points = read(FOLDER / "utf16.tsv")
    assert (table.encoding, table.delimiter, names(points)) == ("UTF-16", "\t", ["猫", "狗", "猫"])
    table, _, points = read(FOLDER / "latin1.csv")
    assert (table.encoding, names(points)) == ("Windows-1252", ["café", "thé"])


def test_rows_with_missing_values_are_named_by_their_lines_and_left_out():
    table, _, points = read(FOLDER / "missing.csv")
    assert [(out.line, out.column, out.cells) for out in points.left_out] == [
        *((5, "x", 0), (6, "y", 0), (7, "label", 0)),  # the header is line 2, and a value of line 3 goes on in line 4
        *((10, "y", 0), (11, "", 5)),
    ]
    assert points.scene.positions.tolist() == [[1.0, 2.0], [5.0, 6.0]]
    assert table.comments == 1
    with pytest.warns(UserWarning, match=r"left out 5 rows: line 5: x is missing; line 6: y is missing"):
        ss.read_points(FOLDER / "missing.csv")


@pytest.mark.parametrize("name", ["two-classes", "gate", "two-on-a-circle", "named"])
@pytest.mark.parametrize("frame", ["first", "last", 1])
def test_what_the_app_exports_comes_back_bit_for_bit(name, frame):
    if name == "named":
        start = ss.Scene.from_labels([[0.1, 0.2], [0.3, 0.7], [1.0, 1.0]], [1, 0, 1], class_names=["NA", "2, or 3"])
    else:
        start = ss.presets.load(name)
    run = ss.simulate(start.replace(pinned=np.arange(len(start)) == 1, margin=0.7), steps=4)
    want = run.scene.replace(positions=run.positions[{"first": 0, "last": -1}.get(frame, frame)])
    tables = {"points.csv": data.points_csv(run), "frames.csv": data.frames_csv(run), "scene.json": run.scene.to_json()}
    archive = zipped({name: text.encode() for name, text in tables.items()})
    for file in (data.npz(run), archive):
        scene = read(file, frame=frame).points.scene
        assert scene == want
        assert scene.positions.tobytes() == run.positions[{"first": 0, "last": -1}.get(frame, frame)].tobytes()
    alone = read(tables["points.csv"].encode(), frame=frame).points.scene
    assert alone.positions.tobytes() == want.positions.tobytes()
    assert np.array_equal(alone.labels, want.labels)
    assert alone.class_names == want.class_names
    assert np.array_equal(alone.pinned, want.pinned)
    assert read(run.scene.to_json().encode()).points.scene == run.scene


def test_json_of_rows_records_columns_and_positions():
    x = [[0.5, 1.0], [2.0, 3.0], [4.0, 5.0]]
    rows = [[*row, name] for row, name in zip(x, "aba", strict=True)]
    records = [{"x": x, "y": y, "kind": name} for x, y, name in rows]
    by_name: dict[str, list[Any]] = {"x": [row[0] for row in x], "y": [row[1] for row in x], "label": ["a", "b", "a"]}
    pandas = {name: dict(zip("012", values, strict=True)) for name, values in by_name.items()}
    for document in (rows, records, by_name, pandas, {"positions": x, "labels": ["a", "b", "a"]}):
        points = read(json.dumps(document).encode()).points
        assert points.scene.positions.tolist() == x
        assert names(points) == ["a", "b", "a"]


def test_a_data_frame_is_read_as_its_file_is():
    frame = pd.read_csv(FOLDER / "flowers.csv").set_index("Id")
    frame["species"] = frame["species"].astype("category")
    frame["sepal width (cm)"] = frame["sepal width (cm)"].astype("Float64")
    frame.loc[4, "sepal width (cm)"] = pd.NA
    given, text = read(frame), read(frame.to_csv())
    assert given.points.scene == text.points.scene
    assert [out.line for out in given.points.left_out] == [3]  # rows from 0
    assert [out.line for out in text.points.left_out] == [5]  # lines from 1, after the header
    assert read(frame, x="petal length (cm)", y="petal width (cm)", label="species").points.scene.positions[0, 0] == 1.4


# which columns


@pytest.mark.parametrize(
    ("header", "columns", "label"),
    [
        ("x,y,target", "x,y", "target"),
        ("X,Y,Z,class", "X,Y,Z", "class"),
        ("PC1,PC2,age", "PC1,PC2", ""),
        ("a,umap_x,umap_y,cluster", "umap_x,umap_y", "cluster"),
        ("x2,x1,y", "x1,x2", "y"),
        ("t-SNE 1,t-SNE 2,digit", "t-SNE 1,t-SNE 2", "digit"),
        ("weight,height,group", "weight,height", "group"),
        ("dim_0,dim_10,dim_2,label", "dim_0,dim_2,dim_10", "label"),
        ("a,b,y", "a,b", "y"),
    ],
)
def test_columns_are_found_by_their_names(header, columns, label):
    width = header.count(",") + 1
    rows = [",".join([f"{k}.5" for _ in range(width - 1)] + [str(k % 3)]) for k in range(4)]
    if label == "":
        rows = [f"{row}.25" for row in rows]
    choice = read("\n".join([header, *rows])).choice
    assert (choice.columns, choice.label) == (tuple(columns.split(",")), label)


def test_columns_can_be_chosen():
    text = "a,b,c,d,kind,sort\n" + "".join(f"{k},{k**2},{k**3},{k % 2},u,{'vw'[k % 2]}\n" for k in range(5))
    chosen = read(text, x="c", y="B", label="sort")
    assert chosen.choice[:3] == ("c", "b", "sort")
    assert chosen.points.scene.positions[3].tolist() == [27.0, 9.0]
    assert read(text, columns=["a", "c", "d"], label="").choice[2:5] == ("", ("a", "c", "d"), True)
    assert read("1,2,0\n3,4,1\n", x="2", y="1", label="3").points.scene.positions.tolist() == [[2.0, 1.0], [4.0, 3.0]]
    assert read("0,1\n0.5,1.5\n", header=False).table.rows == 2
    assert read("1,2\n3,4\n", header=True).table.names == ("1", "2")


def test_a_header_is_told_by_what_is_below_it():
    for text, header in (
        ("x,y\n1,2\n", True),
        ("1,2\n3,4\n", False),
        ("0,1\n0.5,1.5\n", True),  # as pandas names columns that have no names
        ("0,1\n1,0\n", False),
        ("x,y\n", True),
        ("NA,1\n2,3\n", False),
        ("cat,1,2\ndog,3,4\n", False),
        ("name,1st,2nd\ndog,3,4\n", True),
    ):
        assert read(text).table.header == header, text


def test_what_separates_cells_is_told_by_rows_and_numbers():
    wide = ";".join(["0,5"] * 20_000)
    for text, delimiter, width in (
        ("1.5,2.5,a;b\n1.5,2.5,a;b\n", ",", 3),
        ("1,5;2,5;a,b\n1,5;2,5;a,b\n", ";", 3),
        ("name;x;y\na;1,5;2\nb;2;3,5\n", ";", 3),
        ("name of it,x,y\na dog,1,2\na cat,3,4\n", ",", 3),
        (f"{wide}\n{wide}\n{wide}\n", ";", 20_000),
        ("x;y\r1;2\r", ";", 2),
    ):
        table = read(text, label="").table
        assert (table.delimiter, len(table.columns)) == (delimiter, width), text[:80]


def test_row_names_of_r_are_no_column_of_numbers():
    assert read("x y g\n1 0.5 2 a\n2 3 4 b\n3 1 1 b\n").points.scene.positions.tolist() == [[0.5, 2.0], [3.0, 4.0], [1.0, 1.0]]


def test_pinned_points_and_classes_that_are_plus_and_minus():
    points = read("x,y,sign,pinned\n1,2,+,True\n3,4,-,0\n5,6,+,\n").points
    assert points.scene.pinned.tolist() == [True, False, False]
    assert names(points) == ["+", "-", "+"]


def test_scale_brings_the_median_distance_to_the_margin_and_is_never_silent():
    text = "a,b,c\n" + "".join(f"{1000 * k},{k % 3},{k % 5}\n" for k in range(40))
    plain, scaled = read(text, margin=2.0), read(text, margin=2.0, scale="margin")
    x = plain.points.scene.positions
    distances = [np.hypot(*(x[i] - x[j])) for i in range(40) for j in range(i)]
    assert plain.points.distance == pytest.approx(np.median(distances), rel=1e-12)
    assert plain.points.scale == 1.0
    assert scaled.points.distance == pytest.approx(2.0, rel=1e-12)
    assert scaled.points.embedding == pytest.approx(plain.points.embedding * scaled.points.scale)
    assert "after scaling by" in points_file.described(scaled)[-1]


def test_what_was_not_asked_for_is_said():
    text = "a,b,c,class\n1,2,3,u\n3,5,4,v\n8,8,8,v\n"
    with pytest.warns(UserWarning, match="no classes: all points are of one, tied by similar springs"):
        ss.read_points(FOLDER / "points.npy")
    with pytest.warns(UserWarning, match=r"3 columns projected to two principal components .* not those of the 3 dimensions"):
        ss.read_points(text.encode())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ss.read_points(io.BytesIO(text.encode()), columns=["a", "b", "c"])


# principal components


def test_distances_in_a_plane_of_five_dimensions_are_kept():
    rng = np.random.default_rng(5)
    plane = rng.normal(size=(200, 2)) * [3.0, 0.01]
    basis = np.linalg.qr(rng.normal(size=(5, 5)))[0][:, :2]
    found = principal(plane @ basis.T + rng.normal(size=5))
    i, j = np.triu_indices(200, 1)
    before, after = (np.linalg.norm(x[i] - x[j], axis=1) for x in (plane, found.positions))
    assert np.abs(before - after).max() < 1e-9
    assert found.share.sum() == pytest.approx(1.0, abs=1e-12)


@search
@settings(max_examples=cases(30), deadline=None)
@given(n=st.integers(0, 12), d=st.integers(2, 9), seed=st.integers(0, 2**32 - 1), rank=st.integers(0, 9))
def test_principal_components_spread_as_the_eigenvalues_of_the_covariance(n, d, seed, rank):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, rank)) @ rng.normal(size=(rank, d)) + rng.normal(size=d)
    positions, axes, share = principal(x)
    assert positions.shape == (n, 2)
    values = np.linalg.eigvalsh(np.cov(x.T))[::-1] if n > 1 else np.zeros(d)
    assert (positions**2).sum(axis=0) == pytest.approx(
        values[:2] * (n - 1 if n > 1 else 1), abs=1e-9 * max(values.max(), 1) * 20
    )
    assert share == pytest.approx(values[:2] / values.sum() if values.sum() > 1e-12 else [0.0, 0.0], abs=1e-9)
    assert np.array_equal(principal(np.repeat(x, 3, axis=0)).positions[::3], principal(np.repeat(x, 3, axis=0)).positions[2::3])
    assert (np.take_along_axis(axes, np.abs(axes).argmax(axis=1)[:, None], axis=1) >= 0.0).all()
    assert positions == pytest.approx((x - x.mean(axis=0) if n else x) @ axes.T)


# any table

NUMBERS = st.floats(-1e6, 1e6) | st.integers(-1000, 1000).map(float)
LETTERS = st.sampled_from(list("abé猫0.#,;\t\n\"' "))
WORDS = st.text(LETTERS, min_size=1, max_size=8).map(lambda word: f"{word}~")  # no number, and no missing value


@search
@settings(max_examples=cases(60), deadline=None)
@given(
    rows=st.lists(st.tuples(NUMBERS, NUMBERS, WORDS), min_size=2, max_size=12),
    delimiter=st.sampled_from(",;\t"),
    decimal=st.sampled_from(".,"),
    header=st.booleans(),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    empty=st.integers(0, 3),
)
def test_any_table_comes_back_whatever_its_dialect(rows, delimiter, decimal, header, quoting, end, encoding, empty):
    comma = decimal == "," and delimiter != ","
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator=end)
    if header:
        writer.writerow(["x", "y", "label", *[""] * empty])
    for x, y, word in rows:
        writer.writerow([*(repr(v).replace(".", ",") if comma else repr(v) for v in (x, y)), word, *[""] * empty])
    options = {} if header else {"x": "1", "y": "2", "label": "3", "header": False}
    table, _, points = read(file.getvalue().encode(encoding), **options)
    assert points.scene.positions.tolist() == [[x, y] for x, y, _ in rows]
    assert table.column("label" if header else "3").texts == tuple(word.strip() for _, _, word in rows)
    assert table.delimiter == delimiter


# what is refused

TINY = SceneLimits(points=5, springs=5, text=400, token=10, file=4000, cells=30)
XY = "x,y\n1,2\n3,4\n"
BOMB = packed(points_csv=b"1,2\n" * 100_000)
#: Files that are refused, with options; the field that is named, and words of what is allowed.
BAD: dict[str, tuple[bytes | str, dict[str, Any], str, str]] = {
    "empty": ("", {}, "file", "a table"),
    "no numbers": ("a\nb\n", {}, "columns", "two columns of numbers"),
    "one column": ("a,b\n1,u\n2,v\n", {}, "columns", "two columns of numbers"),
    "a word without a header": ("1,2\n3,4\n5,u\n", {"x": "1", "y": "2"}, "line 3, column 2", "finite real numbers"),
    "a word": ("x,y\n1,2\n\n3,four\n", {}, "line 4, column y", "finite real numbers from -1e+06 to 1e+06"),
    "infinite": ("x,y\n1,inf\n", {}, "line 2, column y", "finite real numbers"),
    "too far": ("x,y\n1,2\n-2e6,3\n", {}, "line 3, column x", "finite real numbers"),
    "far when scaled": ("x,y\n1,2\n2,3\n", {"scale": 9e5}, "line 2, column y", "finite real numbers"),
    "huge": ("x,y\n1,2\n1e300,3\n", {}, "line 3, column x", "finite real numbers"),
    "a class name": (XY, {"label": "spieces"}, "label", "one of the columns x, y"),
    "a near name": ("x,y,species\n1,2,a\n", {"label": "spieces"}, "label", "one of the columns species, x, y"),
    "x alone": (XY, {"x": "x"}, "y", "both x and y"),
    "x and columns": (XY, {"x": "x", "y": "y", "columns": ["x", "y"]}, "columns", "either columns or x and y"),
    "one of columns": (XY, {"columns": ["x"]}, "columns", "a list of two names or more"),
    "a column twice": (XY, {"columns": ["x", "x"]}, "columns[1]", "each column once"),
    "frame": (XY, {"frame": 3}, "frame", "this is no run"),
    "frame of a scene": (ss.presets.load("ring").to_json(), {"frame": 3}, "frame", "this is no run"),
    "frame of an array": (npy(np.ones((2, 2))), {"frame": 3}, "frame", "this is no run"),
    "frame of a run": (npz(x=np.ones((2, 3, 2))), {"frame": 2}, "frame", "a whole number from 0 to 1"),
    "frame of no name": (npz(x=np.ones((2, 3, 2))), {"frame": "best"}, "frame", "one of first, last"),
    "scale": (XY, {"scale": 0.0}, "scale", "a number from 1e-09 to 1e+09"),
    "scale of no name": (XY, {"scale": "big"}, "scale", '"margin"'),
    "scale of one place": ("x,y\n1,2\n1,2\n", {"scale": "margin"}, "scale", "most points are in one place"),
    "margin": (XY, {"margin": 0}, "margin", "a number from 1e-06"),
    "pinned": ("x,y,pinned\n1,2,maybe\n", {}, "line 2, column pinned", "true or false"),
    "a name": (f"x,y,label\n1,2,a\n3,4,{'b' * 101}\n", {}, "line 3, column label", "a name of 1 to 100 printable characters"),
    "quotes": ('x,y,n\n1,2,"a\n3,4,b\n', {}, "line 2", "quotes that close"),
    "utf-16": (b"\xff\xfex\x00\x00\xd8", {}, "file", "text in UTF-8"),
    "zeros": (b"x,y\n1,2\0\n", {}, "file", "text in UTF-8"),
    "picture": (b"\x89PNG\r\n\x1a\n", {}, "file", "a table"),
    "long": ("x,y\n" + "1,2\n" * 2000, {"limits": TINY}, "file", "at most 4000 bytes"),
    "points": ("x,y\n" + "1,2\n" * 6, {"limits": TINY}, "file", "at most 5"),
    "cells": ("a,b,c,d,e,f,g,h\n" + "1,2,3,4,5,6,7,8\n" * 4, {"limits": TINY}, "file", "at most 30 cells"),
    "columns": ("," * 20_000 + "1\n", {}, "file", "at most 20000 columns"),
    "lines": ("x,y\n" + "\n" * 40, {"limits": TINY}, "file", "at most 30 lines"),
    "points of an array": (npy(np.ones((6, 2))), {"limits": TINY}, "file", "at most 5"),
    "a long row": ("x,y\n" + "1" * 4_000_001, {}, "line 2", "at most 4000000 characters"),
    "bomb": (BOMB, {"limits": TINY}, "file", "at most 4000 bytes"),
    "many files": (zipped({f"{k}": b"" for k in range(1001)}), {}, "file", "at most 1000"),
    "damaged zip": (BOMB[:-40], {}, "file", "an archive (ZIP) that is whole"),
    "other zip": (packed(a_csv=b"1", b_csv=b"1"), {}, "file", "an archive with one table"),
    "workbook": (zipped({"xl/workbook.xml": b"", "a.xml": b""}), {}, "file", "save it as CSV"),
    "damaged array": (b"\x93NUMPY\x01\x00\xff\xff{", {}, "file", "as numpy.save writes it"),
    "array of objects": (npy(np.array([[1, "a"]], dtype=object)), {}, "file", "array.astype(str)"),
    "short array": (npy(np.ones((9, 2)))[:-8], {}, "file", "as numpy.save writes it"),
    "array of another shape": (npy(np.ones((2, 2, 2, 2))), {}, "file", "numbers of shape (n, d)"),
    "array of complex": (npy(np.array([(1j, 1.0)], [("x", "c16"), ("y", "f8")])), {}, "x", "numbers or text"),
    "cells of an array": (npy(np.ones((20, 2))), {"limits": TINY}, "file", "at most 30 cells"),
    "no embeddings": (npz(a=np.ones(3), b=np.ones(3)), {}, "file", "embeddings (n, d) in an array named X"),
    "a number": (b'{"a": 1}', {}, "file", "a list of rows, a list of records"),
    "numbers": (b"[[1, 2], 3]", {}, "file", "a list of rows, a list of records"),
    "a record": (b'[{"x": 1}, [2]]', {}, "row 1", "a JSON object"),
    "a row": (b"[[1, 2], [3]]", {}, "row 1", "a list of 2 values"),
    "a nested value": (b'[{"x": 1, "y": [2]}]', {}, "row 0, column y", "a number or a text"),
    "uneven columns": (b'{"x": [1, 2], "y": [3]}', {}, "file", "columns of equal length"),
    "column of a scene": (ss.presets.load("ring").to_json(), {"label": "x"}, "label", "this is a scene, or a run"),
    "run of another shape": (
        npz(scene=np.str_(ss.presets.load("ring").to_json()), positions=np.ones(2)),
        {},
        "positions",
        "shape (t, n, 2)",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_refused_is_named_with_what_is_allowed(name):
    file, options, field, allowed = BAD[name]
    with pytest.raises(ss.SceneError) as caught:
        read(file, **options)
    assert caught.value.field == field
    assert allowed in caught.value.allowed


MUTABLE = [path.read_bytes() for path in sorted(FOLDER.iterdir())]
MUTABLE += [
    b'[{"x": 1, "y": 2, "c": "a"}, {"x": 3, "y": 4, "c": null}]',
    packed(points_csv=b"x,y\n1,2\n"),
    npz(x=np.ones((2, 3, 2))),
]


@search
@settings(max_examples=cases(100), deadline=None)
@given(
    file=st.sampled_from(MUTABLE),
    places=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=3) | st.sampled_from([b",", b'"', b"\n", b"1"])), max_size=4),
    cut=st.floats(0, 1) | st.just(1.0),
)
def test_a_damaged_file_is_read_or_refused_and_raises_nothing_else(file, places, cut):
    data = bytearray(file)
    for place, put in places:
        at = int(place * len(data))
        data[at : at + len(put)] = put
    with contextlib.suppress(ss.SceneError):
        read(bytes(data[: int(cut * len(data))]), limits=APP)


def test_objects_of_another_kind_and_files_that_are_not_there_are_refused():
    with pytest.raises(ss.SceneError, match="an open file or a DataFrame; arrays go to"):
        read(3)
    with pytest.raises(OSError, match="there is no such file"):
        ss.read_points("there is none.csv")


def test_an_archive_that_lies_about_its_size_is_refused():
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "1,2\n" * 100_000)
    lying = whole.getvalue().replace((400_000).to_bytes(4, "little"), (40).to_bytes(4, "little"))
    assert lying != whole.getvalue()
    with pytest.raises(ss.SceneError, match="a damaged archive"):
        read(lying, limits=TINY)


def test_the_app_takes_fewer_points_and_the_last_frame_of_a_longer_table():
    rows = "".join(f"{frame},{frame},{k},0,False,{k}.5,{frame}.0,0,0\n" for frame in range(9) for k in range(300))
    header = ",".join(data.POINT_COLUMNS)
    assert len(read(f"{header}\n{rows}", limits=APP).points.scene) == 300
    with pytest.raises(ss.SceneError, match="at most 2000"):
        read("x,y\n" + "1,2\n" * 2001, limits=APP)
