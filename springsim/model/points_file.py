"""Points from a file: a table, arrays, a scene file, or what the app exported, as a scene."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

import numpy as np

from springsim.arrays import Bools, Floats, Ints
from springsim.model import files
from springsim.model.projection import principal
from springsim.model.scene import Scene, checked_margin
from springsim.model.tables import Choice, Table, guess, table_of
from springsim.model.tables import files as tables
from springsim.model.tables.arrays import Frame, check_no_frame, frame_index, read_array, unzipped
from springsim.model.tables.columns import as_number, is_missing
from springsim.validation.checks import checked_number
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import (
    COORDINATE_MAX,
    LABEL_MAX,
    LIBRARY,
    PROJECTION_WORK_MAX,
    SCALE_MAX,
    SCALE_MIN,
    SceneLimits,
)

Scale = float | Literal["margin"]

_FINITE: Final = f"finite real numbers from {-COORDINATE_MAX:g} to {COORDINATE_MAX:g}"
_TRUE: Final = frozenset({"true", "t", "yes", "1", "1.0"})
_FALSE: Final = frozenset({"false", "f", "no", "0", "0.0"})
_SAMPLE: Final = 1_000  # points between which the median distance is taken
_SHOWN: Final = 5  # rows that a warning names
_LISTED: Final = 8  # names in a line
_LARGEST: Final = COORDINATE_MAX / SCALE_MIN  # of what a scale may still bring into range
_NO_LABELS: Final = "no classes: all points are of one, tied by similar springs"
_FORMS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", " ": "spaces", "pandas": "DataFrame"}
_SCENE: Final = re.compile(r'"format"\s*:')


class LeftOut(NamedTuple):
    """A row that is no point.

    Attributes
    ----------
    line : int
        What number a person would give to it; see `Table.counted`.
    column : str
        Where a value is missing; empty where the row has too many cells.
    cells : int
        How many cells a row with too many has; else 0.
    """

    line: int
    column: str
    cells: int = 0

    def __str__(self) -> str:
        return f"{self.column} is missing" if self.column else f"{self.cells} cells are more than there are columns"


@dataclass(frozen=True, eq=False)
class Points:
    """Points as they were read.

    Attributes
    ----------
    scene : Scene
        The points, tied by their classes.
    embedding : (n, d) ndarray of float, or None
        Where more than two columns were projected: the points before that, times `scale`. Their distances are the true ones.
    share : (2,) ndarray of float, or None
        The share of their variance along each axis of the plane.
    left_out : tuple of LeftOut
        Rows that are no points, and why.
    classes : tuple of (name, count)
        The classes, and how many points are in each.
    distance : float
        Median distance between points in the plane, of a thousand where there are more; 0 where there are fewer than two.
    scale : float
        What coordinates were multiplied by; 1 unless asked for.
    """

    scene: Scene
    embedding: Floats | None
    share: Floats | None
    left_out: tuple[LeftOut, ...]
    classes: tuple[tuple[str, int], ...]
    distance: float
    scale: float = 1.0


class Reading(NamedTuple):
    """A file that was read: its table and what was chosen of it, None for a scene file or a run, and the points."""

    table: Table | None
    choice: Choice | None
    points: Points


def read_points(
    file: Any,
    *,
    x: str | None = None,
    y: str | None = None,
    label: str | None = None,
    columns: Sequence[str] | None = None,
    header: bool | None = None,
    margin: float | None = None,
    scale: Scale = 1.0,
    frame: Frame = "last",
    limits: SceneLimits = LIBRARY,
) -> Scene:
    r"""Read points of one's own as a scene, tied by their classes.

    Takes tables as text (CSV, TSV, semicolons, spaces; with header or without; decimal points or commas; UTF-8, UTF-16,
    Windows-1252), NPY and NPZ, JSON (rows, records, columns, or a scene file), a ZIP with one of these, what the app exports,
    and DataFrames of pandas. Columns that are not named are found by rule, as `springsim.model.tables.guess` says. Values that
    are empty, NA, NaN, null, ``-`` or ``?`` are missing: such a row is left out with a warning that names it.

    More than two columns are projected to their two first principal components, with a warning unless `columns` asks for it:
    distances in the plane are not those of the embedding. `springsim.model.points_file.inspect` returns the embedding too, and
    all that was decided.

    Parameters
    ----------
    file : path, bytes, open file or DataFrame
        What is read.
    x, y : str, optional
        Names of the columns with the coordinates. Where columns have no names they are "1", "2", ….
    label : str, optional
        Name of the column with the class: of words or numbers; "" for none. Where there is none all points are of one class,
        and all springs are similar.
    columns : sequence of str, optional
        In place of x and y: the columns that are projected.
    header : bool, optional
        Of a text, whether its first row has the names of columns; found by rule by default.
    margin : float, optional
        The margin m; 1 unless the file is of a scene.
    scale : float or "margin", optional
        What to multiply coordinates by; "margin" makes their median distance the margin. By default they stay as they are.
    frame : int, "first" or "last", optional
        Which frame, of a file with a run; the last by default.
    limits : SceneLimits, optional
        How large file and scene may be.

    Returns
    -------
    Scene

    Raises
    ------
    SceneError
        If the file is nothing of this, a column is not there, or a coordinate is no finite number up to 1e6; names the row: the
        line of a text file, where the header is line 1, or the row of an array or a DataFrame, from 0.
    FileError
        If the file cannot be read.

    Warns
    -----
    UserWarning
        If rows were left out, columns projected that were not asked for, or no column was found that tells the class.

    Examples
    --------
    >>> import springsim as ss
    >>> ss.read_points(b"x;y;species\n0,5;1;setosa\n0,25;1,5;setosa\n2;3;virginica\n")
    Scene(3 points, 1 similar and 2 dissimilar springs by labels, margin=1, 0 pinned, 2 named classes)
    >>> flowers = b"a,b,c,species\n5.1,3.5,1.4,setosa\n4.9,3.0,1.4,setosa\n6.3,3.3,6.0,virginica\n"
    >>> ss.read_points(flowers, columns=["a", "b", "c"], margin=2.0)
    Scene(3 points, 1 similar and 2 dissimilar springs by labels, margin=2, 0 pinned, 2 named classes)
    """
    chosen: Any = {"x": x, "y": y, "label": label, "columns": columns, "header": header}
    read = inspect(file, **chosen, margin=margin, scale=scale, frame=frame, limits=limits)
    for said in _warnings(read, projected=columns is not None, unlabelled=label is not None):
        warnings.warn(said, stacklevel=2)
    return read.points.scene


def inspect(
    file: Any,
    *,
    x: str | None = None,
    y: str | None = None,
    label: str | None = None,
    columns: Sequence[str] | None = None,
    header: bool | None = None,
    margin: float | None = None,
    scale: Scale = 1.0,
    frame: Frame = "last",
    limits: SceneLimits = LIBRARY,
) -> Reading:
    """Read points of one's own, and tell all that was decided; as in `read_points`, without warnings.

    Returns
    -------
    Reading
    """
    opened = _opened(file, header, frame, limits)
    if isinstance(opened, Scene):
        for name, value in {"x": x, "y": y, "label": label, "columns": columns}.items():
            if value is not None:
                raise SceneError(name, Words("a column"), "no choice of columns: this is a scene, or a run")
        return Reading(None, None, points_of_scene(opened, margin=margin, scale=scale))
    choice = guess(opened, x=x, y=y, label=label, columns=columns)
    m = 1.0 if margin is None else margin
    return Reading(opened, choice, points_of(opened, choice, margin=m, scale=scale, frame=frame, limits=limits))


def points_of(
    table: Table,
    choice: Choice,
    *,
    margin: float = 1.0,
    scale: Scale = 1.0,
    frame: Frame = "last",
    limits: SceneLimits = LIBRARY,
) -> Points:
    """Return the points that a table has in the columns that were chosen.

    Parameters
    ----------
    table : Table
        The table.
    choice : Choice
        Its columns.
    margin, scale, frame, limits
        As in `read_points`.

    Returns
    -------
    Points

    Raises
    ------
    SceneError
        If a coordinate is no finite number up to 1e6, there are too many points, or too many classes.
    """
    rows, left_out = _rows(table, choice, frame)
    if len(rows) > limits.points:
        raise SceneError("file", Words(f"{len(rows)} points"), f"at most {limits.points}")
    given = _coordinates(table, choice, rows)
    flat, share = _projected(given) if choice.projected else (given, None)
    factor = _factor(scale, flat, checked_margin(margin))
    _check_range(table, choice, rows, given, flat, factor)
    pinned = _pinned(table, choice, rows)
    scene = _tied(table, choice, rows, flat * factor, margin=margin, pinned=pinned, limits=limits)
    embedding = given * factor if choice.projected else None
    return Points(scene, embedding, share, left_out, counted(scene), median_distance(scene.positions), factor)


def points_of_scene(scene: Scene, *, margin: float | None = None, scale: Scale = 1.0) -> Points:
    """Return the points of a scene; as in `read_points`."""
    if margin is not None:
        scene = scene.replace(margin=margin)
    factor = _factor(scale, scene.positions, scene.margin)
    if factor != 1.0:
        scene = scene.replace(positions=scene.positions * factor)
    return Points(scene, None, None, (), counted(scene), median_distance(scene.positions), factor)


def counted(scene: Scene) -> tuple[tuple[str, int], ...]:
    """Return the classes of a scene by name, and how many points are in each."""
    labels, counts = np.unique(scene.labels, return_counts=True)
    return tuple((scene.class_name(label), count) for label, count in zip(labels.tolist(), counts.tolist(), strict=True))


def median_distance(positions: Floats) -> float:
    """Return the median distance between points; of a thousand, evenly taken, where there are more."""
    some = positions[np.linspace(0, len(positions) - 1, _SAMPLE).astype(np.int64)] if len(positions) > _SAMPLE else positions
    if len(some) < 2:
        return 0.0
    i, j = np.triu_indices(len(some), 1)
    return float(np.median(np.hypot(*(some[i] - some[j]).T)))


def _opened(file: Any, header: bool | None, frame: Frame, limits: SceneLimits) -> Scene | Table:
    """Return what is in a file: a scene, or a table."""
    data = _data(file, limits)
    if data is None:
        return table_of(file, limits=limits)
    tables.check_bytes(data, limits)
    if data.startswith(tables.ZIP):
        entries = unzipped(data, limits)
        if {"scene.npy", "positions.npy"} <= entries.keys():
            return _frame_of_arrays(entries, frame, limits)
        if {"scene.json", "points.csv"} <= entries.keys():
            return _frame_of_tables(entries, frame, limits)
        return tables.table_of_entries(entries, limits, header, frame)
    text = "" if data.startswith(tables.NPY) else tables.text_of(data)[0]
    if tables.is_json(text) and _SCENE.search(text):
        check_no_frame(frame)
        return Scene.from_json(text, limits=limits)
    return tables.read_table(data, limits=limits, header=header, frame=frame)


def _data(file: Any, limits: SceneLimits) -> bytes | None:
    """Return what is in a file, hardly more than the limit; None where it is an object of another kind."""
    if isinstance(file, bytes | bytearray | memoryview):
        return bytes(file)
    if isinstance(file, str | os.PathLike):
        return files.read_bytes(file, limits.file + 1)
    if hasattr(file, "read"):
        data = file.read(limits.file + 1)
        return data.encode() if isinstance(data, str) else bytes(data)
    return None


def _frame_of_arrays(entries: dict[str, bytes], frame: Frame, limits: SceneLimits) -> Scene:
    """Return a frame of a run that was exported as NPZ."""
    start = Scene.from_json(str(read_array(entries["scene.npy"], "scene")), limits=limits)
    positions = read_array(entries["positions.npy"], "positions")
    if positions.ndim != 3 or not len(positions):
        raise SceneError("positions", Words(f"an array of shape {positions.shape}"), "shape (t, n, 2)")
    return start.replace(positions=positions[frame_index(frame, len(positions))])


def _frame_of_tables(entries: dict[str, bytes], frame: Frame, limits: SceneLimits) -> Scene:
    """Return a frame of a run that was exported as CSV, in a ZIP with the scene of its start."""
    start = Scene.from_json(tables.text_of(entries["scene.json"])[0], limits=limits)
    table = tables.read_table(entries["points.csv"], limits=limits)
    choice = guess(table)
    rows, _ = _rows(table, choice, frame)
    return start.replace(positions=_coordinates(table, choice, rows)) if len(rows) or len(start) else start


def _rows(table: Table, choice: Choice, frame: Frame) -> tuple[Ints, tuple[LeftOut, ...]]:
    """Return the rows that are points, and those that are left out."""
    rows = np.arange(table.rows)
    if choice.frame:
        frames = table.column(choice.frame).numbers
        if frames is None or not len(frames):
            rows = rows[:0]
        else:
            shown = np.unique(frames)
            rows = np.flatnonzero(frames == shown[frame_index(frame, len(shown))])
    elif table.format not in ("npy", "npz"):
        check_no_frame(frame)
    left_out = [LeftOut(line, "", cells) for line, cells in table.ragged]
    gone = np.zeros(table.rows, np.bool_)
    chosen = [name for name in (*choice.columns, choice.label) if name]
    for name in chosen:
        missing = table.column(name).missing
        if not len(missing):
            continue
        left_out += [LeftOut(int(table.lines[row]), name) for row in np.intersect1d(missing, rows) if not gone[row]]
        gone[missing] = True
    return rows[~gone[rows]], tuple(sorted(left_out))


def _coordinates(table: Table, choice: Choice, rows: Ints) -> Floats:
    """Return the coordinates in some rows, (n, d)."""
    columns = [table.column(name) for name in choice.columns]
    for column in columns:
        if column.numbers is None and len(rows):
            gone = set(column.missing.tolist())
            wrong = next(
                row for row in range(table.rows) if row not in gone and as_number(column.cells[row], table.decimal) is None
            )
            raise SceneError(table.where(wrong, column), column.cells[wrong], _FINITE)
    empty = np.empty(len(rows))
    values = np.stack([empty if column.numbers is None else column.numbers[rows] for column in columns], axis=1)
    beyond = np.argwhere(~np.isfinite(values) | (np.abs(values) > _LARGEST))
    if len(beyond):
        k, side = (int(each) for each in beyond[0])
        raise SceneError(table.where(int(rows[k]), columns[side]), float(values[k, side]), _FINITE)
    return values


def _projected(points: Floats) -> tuple[Floats, Floats]:
    """Return points in the plane of their principal components, and the share of variance along each."""
    n, d = points.shape
    if n * d * min(n, d) > PROJECTION_WORK_MAX:
        raise SceneError(
            "columns", Words(f"{n} rows of {d} columns"), "fewer rows or columns, whose principal components are found"
        )
    positions, _, share = principal(points)
    return positions, share


def _factor(scale: Scale, positions: Floats, margin: float) -> float:
    """Return what positions are multiplied by."""
    if not isinstance(scale, str):
        return checked_number("scale", scale, SCALE_MIN, SCALE_MAX)
    distance = median_distance(positions)
    if scale != "margin":
        raise SceneError("scale", scale, f'a number from {SCALE_MIN:g} to {SCALE_MAX:g}, or "margin"')
    if not distance > 0.0:
        raise SceneError("scale", Words("a median distance of 0"), "a number: most points are in one place")
    return margin / distance


def _check_range(table: Table, choice: Choice, rows: Ints, given: Floats, flat: Floats, factor: float) -> None:
    """Refuse coordinates that are too large, by the row where they stand."""
    for values in (given, flat):
        beyond = np.argwhere(np.abs(values) * factor > COORDINATE_MAX)
        if len(beyond):
            k, side = (int(each) for each in beyond[0])
            column = table.column(choice.columns[side]) if values is given else None
            raise SceneError(table.where(int(rows[k]), column), float(values[k, side] * factor), _FINITE)


def _tied(table: Table, choice: Choice, rows: Ints, positions: Floats, **options: Any) -> Scene:
    """Return points tied by their classes; a class that is refused is named by the row where it stands."""
    labels, names = _classes(table, choice, rows)
    try:
        return Scene.from_labels(positions, labels, class_names=names, **options)
    except SceneError as error:
        place = re.fullmatch(r"labels\[(\d+)\]", error.field)
        if place is None:
            raise
        row = int(rows[int(place[1])])
        raise SceneError(table.where(row, table.column(choice.label)), Words(error.value), error.allowed) from None


def _classes(table: Table, choice: Choice, rows: Ints) -> tuple[Any, tuple[str, ...] | None]:
    """Return the class of each point, as a number or by name, and the names of numbered classes where they have some."""
    if not choice.label:
        return np.zeros(len(rows), np.int64), None
    column = table.column(choice.label)
    if column.numbers is None:
        return [" ".join(column.cells[row].split()) for row in rows.tolist()], None
    values = column.numbers[rows]
    if not column.whole or np.abs(values).max(initial=0.0) > LABEL_MAX:
        return values, None
    labels = values.astype(np.int64)
    if choice.class_name:
        texts = [table.column(choice.class_name).text(row) for row in rows.tolist()]
        names = dict(zip(labels.tolist(), texts, strict=True))
        if all(names.values()):
            plain = sorted(names) == list(range(len(names)))
            return (labels, tuple(names[k] for k in sorted(names))) if plain else (texts, None)
    return labels, None


def _pinned(table: Table, choice: Choice, rows: Ints) -> Bools | None:
    if not choice.pinned:
        return None
    column = table.column(choice.pinned)
    words = [column.text(row).lower() for row in rows.tolist()]
    for row, word in zip(rows.tolist(), words, strict=True):
        if word not in _TRUE | _FALSE and not is_missing(word):
            raise SceneError(table.where(row, column), word, "true or false")
    return np.array([word in _TRUE for word in words], np.bool_)


def described(read: Reading) -> tuple[str, ...]:
    """Return what was read in a few lines of English: rows, columns, classes, what was left out, projection, distances."""
    table, choice, points = read
    n, m = len(points.scene), points.scene.margin
    lines = []
    if table is None or choice is None:
        lines.append(f"a scene of {_number(n, 'point')}")
    else:
        form = _FORMS.get(table.delimiter or table.format, table.format.upper())
        decimal = ", decimal commas" if table.decimal == "," else ""
        encoding = f", {table.encoding}" if table.encoding not in ("", "UTF-8") else ""
        header = "" if table.format != "text" else ", header" if table.header else ", no header"
        size = f"{_number(table.rows + len(table.ragged), 'row')} of {_number(len(table.columns), 'column')}"
        lines.append(f"read {size} ({form}{decimal}{encoding}{header}); {_number(n, 'point')}")
        lines.append(f"coordinates: {_listed(choice.columns)}; {f'class: {choice.label}' if choice.label else _NO_LABELS}")
    classes = [f"{name} ({count})" for name, count in points.classes]
    if len(classes) > 1:
        lines.append(f"{len(classes)} classes: {_listed(classes)}")
    if points.left_out:
        lines.append(_said_left_out(table, points.left_out))
    if points.share is not None:
        lines.append(_said_projected(len(points.embedding[0]) if points.embedding is not None and n else 0, points.share))
    if n > 1:
        plane = "" if points.share is None else " in the plane"
        scaled = "" if points.scale == 1.0 else f" after scaling by {points.scale:.4g}"
        lines.append(f"median distance{plane}{scaled}: {points.distance:.3g}, {points.distance / m:.3g} times the margin {m:g}")
    return tuple(lines)


def _warnings(read: Reading, *, projected: bool, unlabelled: bool) -> list[str]:
    """Return what a caller has to know who did not ask for it: to have points projected, or without classes."""
    points = read.points
    said = [_said_left_out(read.table, points.left_out)] if points.left_out else []
    if read.choice is not None and not read.choice.label and not unlabelled:
        said.append(f'{_NO_LABELS}; label= chooses a column, or "" for none')
    if points.share is not None and not projected and read.choice is not None:
        said.append(f"{_said_projected(len(read.choice.columns), points.share)}; columns=[…], or x= and y=, choose others")
    return said


def _said_left_out(table: Table | None, left_out: Sequence[LeftOut]) -> str:
    counted = "line" if table is not None and table.counted == "line" else "row (from 0)"
    named = "; ".join(f"{counted} {each.line}: {each}" for each in left_out[:_SHOWN])
    return f"left out {_number(len(left_out), 'row')}: {named}{'; …' if len(left_out) > _SHOWN else ''}"


def _said_projected(d: int, share: Floats) -> str:
    return (
        f"{d} columns projected to two principal components with {share.sum():.1%} of the variance ({share[0]:.1%} and "
        f"{share[1]:.1%}): distances in the plane are not those of the {d} dimensions"
    )


def _number(count: int, of: str) -> str:
    return f"{count} {of}{'' if count == 1 else 's'}"


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(name[:40] for name in names[:_LISTED])
    return shown if len(names) <= _LISTED else f"{shown}, … ({len(names)})"
