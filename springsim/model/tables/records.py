"""Tables that are values already: what JSON holds, and pandas objects, known by what they can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np

from springsim.model.tables.columns import Column, Table, array_column, check_size, unique_names, values_column
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import SceneLimits

_ROWS = "a list of rows, a list of records, or columns by name"


def table_of_json(document: Any, limits: SceneLimits) -> Table:
    """Return the table of a JSON document: ``[[1, 2], …]``, ``[{"x": 1, "y": 2}, …]``, ``{"x": [1, …], "y": [2, …]}`` or
    ``{"positions": [[1, 2], …], "labels": […]}``.

    Raises
    ------
    SceneError
        If it is none of these.
    """  # noqa: D205
    if isinstance(document, dict):
        document = {name: list(each.values()) if isinstance(each, dict) else each for name, each in document.items()}
        lists = {name: each for name, each in document.items() if isinstance(each, list)}
        nested = {name: each for name, each in lists.items() if each and isinstance(each[0], list)}
        flat = {name: each for name, each in lists.items() if name not in nested}
        if not lists or len(nested) > 1:
            raise SceneError("file", Words("JSON of another kind"), _ROWS)
        sides = _of_rows(next(iter(nested.values())), limits) if nested else {}
        return _made({**_xy(sides), **flat}, limits, header=True)
    if not isinstance(document, list) or not all(isinstance(row, list | dict) for row in document):
        raise SceneError("file", Words("JSON of another kind"), _ROWS)
    if document and isinstance(document[0], dict):
        names = list(dict.fromkeys(chain.from_iterable(row for row in document)))
        check_size(len(document), len(names), limits)
        wrong = next((i for i, row in enumerate(document) if not isinstance(row, dict)), None)
        if wrong is not None:
            raise SceneError(f"row {wrong}", document[wrong], "a JSON object")
        return _made({name: [row.get(name) for row in document] for name in names}, limits, header=True)
    return _made(_of_rows(document, limits), limits, header=False)


def _of_rows(rows: list[Any], limits: SceneLimits) -> dict[str, list[Any]]:
    """Return lists of values as columns."""
    width = max((len(row) for row in rows if isinstance(row, list)), default=0)
    check_size(len(rows), width, limits)
    for i, row in enumerate(rows):
        if not isinstance(row, list) or len(row) != width:
            raise SceneError(
                f"row {i}", Words(f"{len(row)} values") if isinstance(row, list) else row, f"a list of {width} values"
            )
    return {f"column {k + 1}": [row[k] for row in rows] for k in range(width)}


def _xy(sides: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return dict(zip("xy", sides.values(), strict=True)) if len(sides) == 2 else sides


def _made(columns: Mapping[str, list[Any]], limits: SceneLimits, *, header: bool) -> Table:
    lengths = {len(each) for each in columns.values()}
    if len(lengths) > 1:
        counts = ", ".join(f"{name[:30]} {len(each)}" for name, each in list(columns.items())[:12])
        raise SceneError("file", Words(f"columns of {counts} values"), "columns of equal length")
    rows = next(iter(lengths), 0)
    check_size(rows, len(columns), limits)
    for name, values in columns.items():
        for i, value in enumerate(values):
            if isinstance(value, list | dict):
                raise SceneError(f"row {i}, column {name[:40]}", value, "a number or a text")
    names = unique_names(list(columns))
    made = tuple(values_column(name, values) for (name, _), values in zip(names, columns.values(), strict=True))
    if not header:
        made = tuple(Column(each.name, each.numbers, each.cells, each.missing, named=False) for each in made)
    return Table(made, np.arange(rows), format="json", header=header)


def is_frame(value: object) -> bool:
    """Tell whether a value is a table as pandas has them."""
    return all(hasattr(value, name) for name in ("columns", "iloc", "isna", "to_numpy"))


def table_of_frame(frame: Any, limits: SceneLimits) -> Table:
    """Return the table that a DataFrame of pandas is; its index is no column."""
    rows, width = frame.shape
    check_size(rows, width, limits)
    names = unique_names([str(name) for name in frame.columns])
    columns = []
    for k, (name, named) in enumerate(names):
        series = frame.iloc[:, k]
        values = series.to_numpy()
        if getattr(values.dtype, "kind", "O") in "iufb":
            columns.append(array_column(name, values, named=named))
        else:
            gone = series.isna().to_numpy()
            known: Sequence[Any] = [None if out else _plain(value) for value, out in zip(values, gone, strict=True)]
            columns.append(values_column(name, known))
    return Table(tuple(columns), np.arange(rows), format="pandas")


def _plain(value: Any) -> Any:
    """Return the Python value behind a NumPy scalar."""
    return value.item() if isinstance(value, np.generic) else value
