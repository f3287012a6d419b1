"""A table: named columns of numbers or words, and what number a person would give to each row."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

import numpy as np

from springsim.arrays import Floats, Ints
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import COLUMNS_MAX, SceneLimits

Decimal = Literal[".", ","]
Counted = Literal["line", "row"]

#: What stands where a value is missing, in small letters.
MISSING: Final = frozenset({"", "na", "n/a", "#n/a", "nan", "<na>", "null", "-", "?"})
_NAMES: Final = 12  # of columns that a refusal lists
_COMMA: Final = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+|(?=,\d))(,\d*)?(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, eq=False)
class Column:
    """One column.

    Attributes
    ----------
    name : str
        As in the header; "column 3" where it has no name.
    numbers : (rows,) ndarray of float, or None
        Its numbers, NaN where one is missing; None where some cell is a word, or all are missing.
    cells : tuple of str
        What is written there, without surrounding spaces; empty where it was read as numbers from an array. See `text`.
    missing : ndarray of int
        Rows where the value is missing, counted from 0.
    named : bool
        Whether the file gives the name.
    """

    name: str
    numbers: Floats | None
    cells: tuple[str, ...]
    missing: Ints
    named: bool = True

    def text(self, row: int) -> str:
        """Return what stands in a row, as text; empty where the value is missing."""
        if self.cells:
            return self.cells[row]
        value = math.nan if self.numbers is None else float(self.numbers[row])
        return "" if math.isnan(value) else str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands in each row, as text."""
        return self.cells or tuple(self.text(row) for row in range(0 if self.numbers is None else len(self.numbers)))

    @cached_property
    def whole(self) -> bool:
        """Whether all its values are whole numbers; missing ones aside."""
        if self.numbers is None:
            return False
        known = self.numbers[~np.isnan(self.numbers)]
        return bool(np.isfinite(known).all() and (known == np.rint(known)).all())

    @cached_property
    def distinct(self) -> int:
        """How many different values it has; missing ones aside."""
        if self.numbers is not None:
            return len(np.unique(self.numbers[~np.isnan(self.numbers)]))
        gone = set(self.missing.tolist())
        return len({cell for row, cell in enumerate(self.cells) if row not in gone})

    @cached_property
    def mostly_numbers(self) -> bool:
        """Whether it is a column of numbers but for a word or two, as a typing error makes it."""
        if self.numbers is not None:
            return True
        gone = set(self.missing.tolist())
        some = [cell for row, cell in enumerate(self.cells[:100]) if row not in gone]
        return sum(as_number(cell, None) is not None for cell in some) * 2 > len(some)


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of equal length.

    Attributes
    ----------
    columns : tuple of Column
        From left to right.
    lines : (rows,) ndarray of int
        What number a person would give to each row; see `counted`.
    counted : {"line", "row"}
        How `lines` count: lines of the file from 1, those of the header and of comments among them, as an editor shows them; a
        row whose values have line breaks has the number of its first line. Or rows from 0, as in arrays.
    ragged : tuple of (line, cells)
        Rows that are not in the table, as they have more cells than it has columns.
    format : {"text", "npy", "npz", "json", "pandas"}
        What it was read from.
    header : bool
        Whether columns have names there.
    delimiter : str
        Of a text: comma, semicolon, tab, or a space, which stands for any number of spaces and tabs.
    decimal : {".", ","}
        Of a text: the decimal mark.
    encoding : str
        Of a text, "UTF-8", "UTF-16", "UTF-32" or, where it is none of these, "Windows-1252" (Latin-1 with €).
    comments : int
        Of a text: lines that begin with ``#``.
    """

    columns: tuple[Column, ...]
    lines: Ints
    counted: Counted = "row"
    ragged: tuple[tuple[int, int], ...] = ()
    format: str = "text"
    header: bool = True
    delimiter: str = ""
    decimal: Decimal = "."
    encoding: str = ""
    comments: int = 0

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.lines)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {column.name: k for k, column in enumerate(self.columns)}

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def column(self, name: object, field: str = "column") -> Column:
        """Return a column by its name; capital letters need not agree, and "3" is the third where columns have no names.

        Raises
        ------
        SceneError
            If there is none; says which are near, or all.
        """
        if isinstance(name, str):
            if name in self._places:
                return self.columns[self._places[name]]
            wanted = (name if self.header else f"column {name}").strip().lower()
            for column in self.columns:
                if column.name.lower() in (wanted, name.strip().lower()):
                    return column
        raise SceneError(field, name, self._near(name))

    def _near(self, name: object) -> str:
        near = difflib.get_close_matches(name[:100], self.names[:1000], 3, 0.6) if isinstance(name, str) else []
        shown = [*near, *(known for known in self.names[:_NAMES] if known not in near)]
        more = "" if len(self.names) <= _NAMES else f" … ({len(self.names)} columns)"
        return f"one of the columns {', '.join(each[:40] for each in shown)}{more}"

    def where(self, row: int, column: Column | None = None) -> str:
        """Return the name of a place, for refusals: ``"line 7, column x"``."""
        place = f"{self.counted} {self.lines[row]}"
        return place if column is None else f"{place}, column {column.name.removeprefix('column ')[:40]}"


def as_number(cell: str, decimal: Decimal | None) -> float | None:
    """Return the number that a cell is with a decimal mark, or either mark where that is None; None where it is none."""
    if not cell.isascii() or "_" in cell:
        return None
    if decimal != ",":
        try:
            return float(cell)
        except ValueError:
            pass
    if decimal != "." and len(cell) < 100 and _COMMA.fullmatch(cell):
        return float(cell.replace(".", "").replace(",", "."))
    return None


def is_missing(cell: str) -> bool:
    """Tell whether a cell says that its value is missing."""
    return len(cell) <= 4 and cell.lower() in MISSING


def numbers_of(cells: Sequence[str], decimal: Decimal) -> Floats | None:
    """Return the numbers of a column, NaN where one is missing; None where a cell is a word, or all are missing."""
    if decimal == ".":
        text = "".join(cells)
        if text.isascii() and "_" not in text:
            try:
                return np.fromiter(map(float, cells), np.float64, len(cells)) if cells else None
            except ValueError:
                pass
    values = np.full(len(cells), math.nan)
    found = False
    for row, cell in enumerate(cells):
        if is_missing(cell):
            continue
        value = as_number(cell, decimal)
        if value is None:
            return None
        values[row], found = value, True
    return values if found else None


def column_of(name: str, cells: tuple[str, ...], decimal: Decimal, *, named: bool = True) -> Column:
    """Return a column of what is written in its cells."""
    numbers = numbers_of(cells, decimal)
    if numbers is None and decimal == ",":
        numbers = numbers_of(cells, ".")
    if numbers is not None:
        missing = np.flatnonzero(np.isnan(numbers))
        if len(missing) < len(cells):
            return Column(name, numbers, cells, missing, named)
    gone = [row for row, cell in enumerate(cells) if is_missing(cell)]
    if "+" in cells:  # then "-" is its counterpart
        gone = [row for row in gone if cells[row] != "-"]
    return Column(name, None, cells, np.array(gone, np.int64), named)


def array_column(name: str, values: np.ndarray[Any, Any], *, named: bool = True) -> Column:
    """Return a column of an array of one dimension, of numbers, booleans or text."""
    if values.dtype.kind in "iuf":
        with np.errstate(over="ignore"):
            numbers = values.astype(np.float64)
        missing = np.flatnonzero(np.isnan(numbers))
        return Column(name, numbers if len(missing) < len(numbers) or not len(numbers) else None, (), missing, named)
    if values.dtype.kind == "b":
        return column_of(name, tuple(map(str, values.tolist())), ".", named=named)
    if values.dtype.kind in "US":
        cells = (each if isinstance(each, str) else each.decode("utf-8", "replace") for each in values.tolist())
        return column_of(name, tuple(cell.strip() for cell in cells), ".", named=named)
    raise SceneError(name, Words(f"an array of {values.dtype}"), "numbers or text")


def values_column(name: str, values: Sequence[Any]) -> Column:
    """Return a column of Python values: numbers, text, booleans, None; of any others by their text."""
    kinds = {type(value) for value in values}
    if kinds and kinds <= {int, float}:
        return array_column(name, np.array([_float(value) for value in values]))
    return column_of(name, tuple("" if value is None else str(value).strip() for value in values), ".")


def _float(value: int | float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.copysign(math.inf, value)


def unique_names(given: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """Return a name for each column, and whether it was given: no two the same, "column 3" where there is none."""
    taken: set[str] = set()
    again: dict[str, int] = {}
    made = []
    for k, each in enumerate(given):
        name = base = each.strip() or f"column {k + 1}"
        while name in taken:
            again[base] = again.get(base, 1) + 1
            name = f"{base} ({again[base]})"
        taken.add(name)
        made.append((name, bool(each.strip())))
    return tuple(made)


def check_size(rows: int, columns: int, limits: SceneLimits) -> None:
    """Refuse a table of too many cells."""
    if columns > COLUMNS_MAX:
        raise SceneError("file", Words(f"{columns} columns"), f"at most {COLUMNS_MAX} columns")
    if rows * columns > limits.cells:
        raise SceneError("file", Words(f"{rows} rows of {columns} columns"), f"at most {limits.cells} cells")
