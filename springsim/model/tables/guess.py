"""Which columns of a table are coordinates, and which tells the class: by their names, else by what is in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

import numpy as np

from springsim.model.tables.columns import Column, Table
from springsim.validation.errors import SceneError, Words

#: Names of columns that tell the class, the most telling first; "y" only where other columns are coordinates.
_LABELS: Final = (
    *("label", "labels", "class", "classes", "classname", "species", "target", "targets", "targetname", "category", "variety"),
    *("cluster", "clusters", "group", "digit", "type", "kind", "diagnosis", "color", "colour", "hue"),
)
#: Names before a number, of columns that are coordinates together, in the order in which they are looked for.
_FAMILIES: Final = (
    *("tsne", "tsne2d", "umap", "umap2d", "pc", "pca", "pcaone", "mds", "isomap", "lda", "x", "dim", "dimension", "embedding"),
    *(
        "emb",
        "e",
        "z",
        "latent",
        "component",
        "comp",
        "principalcomponent",
        "coord",
        "coordinate",
        "v",
        "feature",
        "feat",
        "f",
        "",
    ),
)
_INDICES: Final = ("id", "index", "idx", "rownames", "row", "nr", "no", "#", "unnamed: 0", "point")
_PINNED: Final = ("pinned", "fixed")
#: Columns of the app's own table of points; x and y are the coordinates, and the others but these tell nothing of a point.
_OWN: Final = frozenset({"frame", "point", "label", "x", "y"})
_WORDS: Final = {"one": "1", "two": "2", "three": "3"}
_NUMBERED: Final = re.compile(r"(.*?)[\W_]*(\d{1,9}|one|two|three)\W*", re.DOTALL)
_FEW: Final = 50  # values of a column that may be classes, where they are no whole numbers
_CLASSES: Final = 100  # classes of a table without names of columns


class Choice(NamedTuple):
    """What is read from a table, by names of columns.

    Attributes
    ----------
    x, y : str
        The coordinates; empty where they are principal components.
    label : str
        The class; empty where there is none, and all points are of one.
    columns : tuple of str
        The coordinates: x and y, or those that are projected.
    projected : bool
        Whether there are more than two.
    pinned : str
        Which points are pinned; empty where none is.
    frame : str
        The frame of a run, in the app's own tables; else empty.
    class_name : str
        In the app's own tables, the name of the class whose number is in `label`; else empty.
    """

    x: str
    y: str
    label: str
    columns: tuple[str, ...]
    projected: bool
    pinned: str = ""
    frame: str = ""
    class_name: str = ""


def guess(
    table: Table,
    *,
    x: str | None = None,
    y: str | None = None,
    label: str | None = None,
    columns: Sequence[str] | None = None,
) -> Choice:
    """Return which columns to read: those that are named, and the others by rule.

    Coordinates are x and y (and z); else ``tsne-1 tsne-2``, ``PC1 PC2``, ``dim0 dim1 …`` and the like; else all columns of
    numbers but those that count rows (``id``, or without a name: 0 … n − 1 or 1 … n). The class is in ``label``, ``class``,
    ``species``, ``target`` or the like, in ``y`` where other columns are coordinates, or in the only column of words; where no
    column has a name, in the only one of whole numbers that come again and again.

    Parameters
    ----------
    table : Table
        The table.
    x, y : str, optional
        The coordinates; both or neither.
    label : str, optional
        The class; "" for none.
    columns : sequence of str, optional
        The coordinates, two or more; from three on they are projected.

    Returns
    -------
    Choice

    Raises
    ------
    SceneError
        If there is no such column, or there are fewer than two columns of numbers.
    """
    own = set(table.names) >= _OWN
    wanted = _wanted(table, x, y, columns)
    if label is not None:
        found = table.column(label, "label").name if label else ""
    elif own:
        found = "label"
    else:
        found = _label_by_name(table, wanted)
    pinned = next(
        (each.name for each in table.columns if each.name.lower() in _PINNED and each.name not in (*wanted, found)), ""
    )
    coordinates = wanted or _coordinates(table, {found, pinned} - {""}, label is None and not found)
    if label is None and not found:
        found = _label_by_content(table, {*coordinates, pinned})
        if not wanted and found in coordinates:
            coordinates = tuple(name for name in coordinates if name != found)
    if len(coordinates) < 2:
        numbers = [each.name[:40] for each in table.columns if each.numbers is not None]
        shown = f"columns of numbers: {', '.join(numbers[:12])}" if numbers else "no columns of numbers"
        raise SceneError("columns", Words(shown), "two columns of numbers or more, or their names (x, y)")
    projected = len(coordinates) > 2
    first, second = ("", "") if projected else coordinates[:2]
    name = "class" if own and found == "label" and "class" in table else ""
    return Choice(first, second, found, tuple(coordinates), projected, pinned, "frame" if own else "", name)


def _wanted(table: Table, x: str | None, y: str | None, columns: Sequence[str] | None) -> tuple[str, ...]:
    """Return the coordinates that were asked for."""
    if (x is None) != (y is None):
        raise SceneError("y" if y is None else "x", None, "both x and y, or neither")
    if x is not None and columns is not None:
        raise SceneError("columns", Words("columns, and x and y"), "either columns or x and y")
    if columns is None:
        given = [] if x is None else [("x", x), ("y", y)]
    elif isinstance(columns, str) or not isinstance(columns, Sequence) or len(columns) < 2:
        raise SceneError("columns", columns, "a list of two names or more")
    else:
        given = [(f"columns[{k}]", name) for k, name in enumerate(columns)]
    names = [table.column(name, field).name for field, name in given]
    if len(set(names)) < len(names):
        again = next(k for k, name in enumerate(names) if name in names[:k])
        raise SceneError(given[again][0], names[again], "each column once")
    return tuple(names)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.lower())


def _label_by_name(table: Table, taken: Collection[str]) -> str:
    named = {_plain(each.name): each for each in reversed(table.columns) if each.named and each.name not in taken}
    return next((named[name].name for name in _LABELS if name in named and _may_be_classes(named[name])), "")


def _may_be_classes(column: Column) -> bool:
    return column.numbers is None or column.whole or column.distinct <= _FEW


def _label_by_content(table: Table, taken: Collection[str]) -> str:
    """Return the column y, the only column of words that come again, or without names that of few whole numbers."""
    rest = [each for each in table.columns if each.name not in taken and not _counts_rows(table, each)]
    for each in rest:
        if each.named and each.name.lower() == "y" and _may_be_classes(each):
            return each.name
    words = [each for each in rest if not each.mostly_numbers and len(each.missing) < table.rows]
    if words:
        return words[0].name if len(words) == 1 and (words[0].distinct < table.rows or table.rows < 2) else ""
    if table.header:
        return ""
    columns = [each for each in table.columns if each.numbers is not None and not _counts_rows(table, each)]
    whole = [each for each in columns if each.whole]
    if len(whole) == 1 and len(columns) > 2 and whole[0].distinct <= min(_CLASSES, table.rows // 2):
        return whole[0].name
    return ""


def _coordinates(table: Table, taken: Collection[str], y_may_be_label: bool) -> tuple[str, ...]:
    """Return the columns that are coordinates, by their names, else all of numbers."""
    free = [each for each in table.columns if each.name not in taken]
    lower = {each.name.strip().lower(): each.name for each in reversed(free) if each.named}
    if {"x", "y"} <= lower.keys():
        third = next((each for each in free if each.name == lower.get("z") and each.mostly_numbers), None)
        return (lower["x"], lower["y"], *([third.name] if third else []))
    able = [each for each in free if each.mostly_numbers and len(each.missing) < max(table.rows, 1)]
    able = [each for each in able if not _counts_rows(table, each)]
    for stem in dict.fromkeys(name[:-1] for name in lower if name.endswith("x")):
        if {f"{stem}x", f"{stem}y"} <= lower.keys() and {lower[f"{stem}x"], lower[f"{stem}y"]} <= {each.name for each in able}:
            return (lower[f"{stem}x"], lower[f"{stem}y"])
    families: dict[str, list[tuple[int, str]]] = {}
    for each in able:
        match = _NUMBERED.fullmatch(each.name.lower()) if each.named else None
        if match:
            families.setdefault(_plain(match[1]), []).append((int(_WORDS.get(match[2], match[2])), each.name))
    for stem in _FAMILIES:
        if len(families.get(stem, [])) > 1:
            return tuple(name for _, name in sorted(families[stem]))
    names = [each.name for each in able]
    if y_may_be_label and len(names) > 2:
        names = [each.name for each in able if not (each.named and each.name.lower() == "y" and each.whole)]
    return tuple(names)


def _counts_rows(table: Table, column: Column) -> bool:
    """Tell whether a column is an index: it counts rows, or is the first and has no name where others have one."""
    first = column is table.columns[0]
    if not column.named and table.header and table.format == "text":
        return first
    if column.named and column.name.lower() not in _INDICES:
        return False
    if not column.named and not first:
        return False
    if column.numbers is None:
        return column.named and column.distinct == table.rows
    counts = table.rows > 1 and _consecutive(column.numbers)
    if column.named:
        return counts or (column.whole and column.distinct == table.rows)
    others = [each for each in table.columns if each is not column and each.numbers is not None]
    return counts and not all(each.whole for each in others)


def _consecutive(numbers: np.ndarray[tuple[int], np.dtype[np.float64]]) -> bool:
    """Tell whether numbers are 0 … n − 1 or 1 … n."""
    return bool(numbers[0] in (0.0, 1.0) and (np.diff(numbers) == 1.0).all())
