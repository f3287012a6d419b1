"""Tables as text: separators, quotes, header, decimal mark and encoding are found by rule.

Cells are separated by tab, semicolon or comma: by which of them most rows are of equal length and most cells are numbers. If by
none, then by spaces. The first row is a header where a column of numbers begins with a word, where there is no number in the
table, or where its numbers only count the columns, 0, 1, 2, …, as pandas writes them. Numbers have a decimal comma where some
column has numbers by it only, and the separator is not the comma.
"""

from __future__ import annotations

import contextlib
import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final, NamedTuple

import numpy as np

from springsim.model.tables.columns import Decimal, Table, as_number, check_size, column_of, is_missing, unique_names
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import RECORD_MAX, SceneLimits

_SEPARATORS: Final = ("\t", ";", ",")
_LOOKED_AT: Final = 100  # rows by which a table is judged
_CELLS_LOOKED_AT: Final = 20_000  # where it has many columns
_BEGINNING: Final = 2**16  # characters of these, where three rows are not longer
_ALIKE: Final = 0.3  # share of rows that are of equal length by the right separator
_MARKS: Final = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


class Row(NamedTuple):
    """One row: the line on which it begins, its cells without empty ones at the end, and how many there were with these."""

    line: int
    cells: list[str]
    width: int


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text of a file, and its encoding.

    Raises
    ------
    SceneError
        If it is no text.
    """
    mark = next((encoding for start, encoding in _MARKS if data.startswith(start)), "")
    try:
        text, encoding = data.decode(mark or "utf-8-sig"), mark or "UTF-8"
    except UnicodeDecodeError:
        if mark:
            raise SceneError("file", Words(f"text that is not {mark}"), "text in UTF-8") from None
        text, encoding = data.decode("cp1252", "replace"), "Windows-1252"
    if "\0" in text:
        raise SceneError("file", Words("a file with zero bytes"), "text in UTF-8")
    return text.removeprefix("\ufeff"), encoding


def table_of_text(text: str, encoding: str, limits: SceneLimits, header: bool | None = None) -> Table:
    """Return the table that a text is.

    Raises
    ------
    SceneError
        If quotes do not close, or there are too many cells.
    """
    delimiter = _delimiter(text)
    rows, comments = _read(text, delimiter, limits)
    head, rows = _headed(rows, comments, delimiter, header)
    width = _width(head, rows)
    names = [] if head is None else head.cells
    fits = [row for row in rows if len(row.cells) <= width]
    ragged = tuple((row.line, len(row.cells)) for row in rows if len(row.cells) > width)
    lines = np.array([row.line for row in fits], np.int64)
    cells = list(zip_longest(*(row.cells for row in fits), fillvalue=""))
    cells += [("",) * len(fits)] * (width - len(cells))
    stripped = [tuple(cell.strip() for cell in column) for column in cells]
    decimal = _decimal(stripped, delimiter)
    heads = unique_names([*names, *[""] * (width - len(names))])
    columns = tuple(
        column_of(name, column, decimal, named=named)
        for (name, named), column in zip(heads, stripped, strict=True)
        if named or any(column)
    )
    return Table(columns, lines, "line", ragged, "text", head is not None, delimiter, decimal, encoding, len(comments))


def _records(text: str, delimiter: str, longest: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which each record begins, and its cells; a record of too many characters is refused as it is read."""
    since = 0

    def lines() -> Iterator[str]:
        nonlocal since
        for line in io.StringIO(text, newline=""):
            since += len(line)
            if since > longest:
                raise SceneError(f"line {begin}", Words(f"{since} characters"), f"at most {longest} characters")
            yield line.strip().replace("\t", " ") + "\n" if delimiter == " " else line

    begin = 1
    reader = csv.reader(lines(), delimiter=delimiter, skipinitialspace=True, strict=True)
    try:
        for record in reader:
            yield begin, record
            since, begin = 0, reader.line_num + 1
    except csv.Error as error:
        raise SceneError(f"line {begin}", Words(str(error)), "cells of a table, with quotes that close") from None


def _read(text: str, delimiter: str, limits: SceneLimits) -> tuple[list[Row], list[Row]]:
    """Return the rows of a text, and its comments; what is empty is left aside."""
    rows: list[Row] = []
    comments: list[Row] = []
    count = 0
    lines = max(text.count("\n"), text.count("\r"))
    if lines > limits.cells:
        raise SceneError("file", Words(f"{lines} lines"), f"at most {limits.cells} lines")
    for line, cells in _records(text, delimiter, RECORD_MAX):
        width = len(cells)
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            continue
        count += len(cells)
        check_size(1, max(len(cells), 1), limits)
        if count > limits.cells:
            raise SceneError("file", Words(f"more than {limits.cells} cells"), f"at most {limits.cells} cells")
        (comments if cells[0].startswith("#") else rows).append(Row(line, cells, width))
        if len(rows) > limits.points + 1 and "frame" not in rows[0].cells:  # a run has a row for each point in each frame
            raise SceneError("file", Words(f"more than {limits.points} rows"), f"at most {limits.points}")
    return rows, comments


def _delimiter(text: str) -> str:
    """Return what separates cells."""
    beginning = _beginning(text)
    fits = {delimiter: _fit(beginning, delimiter) for delimiter in _SEPARATORS}
    best = max(_SEPARATORS, key=lambda delimiter: fits[delimiter])
    if fits[best] > 0.0:
        return best
    return " " if _fit(beginning, " ") > 0.0 else ","


def _beginning(text: str) -> str:
    """Return the first lines of a text, three at least."""
    end = 0
    for _ in range(3):
        end = text.find("\n", end) + 1 or len(text)
    end = max(end, _BEGINNING)
    return text if end >= len(text) else text[:end].rpartition("\n")[0]


def _fit(text: str, delimiter: str) -> float:
    """Return how well a separator fits: by the share of rows of the usual length, and that of numbers among cells.

    0 where most rows have one cell, or too few are alike.
    """
    decimal: Decimal | None = "." if delimiter == "," else None
    widths: Counter[int] = Counter()
    numbers = cells = 0
    with contextlib.suppress(SceneError):  # quotes do not close: another separator stands before them, or the text was cut
        for _, record in _records(text, delimiter, RECORD_MAX):
            if not any(record) or record[0].startswith("#"):
                continue
            widths[len(record)] += 1
            known = [cell.strip() for cell in record if not is_missing(cell.strip())]
            cells += len(known)
            numbers += sum(as_number(cell, decimal) is not None for cell in known)
            if widths.total() >= _rows_looked_at(len(record)):
                break
    width, often = widths.most_common(1)[0] if widths else (0, 0)
    share = often / max(widths.total(), 1)
    return share * (0.1 + numbers / max(cells, 1)) if width > 1 and share > _ALIKE else 0.0


def _rows_looked_at(width: int) -> int:
    """Return by how many rows a table of so many columns is judged."""
    return max(3, min(_LOOKED_AT, _CELLS_LOOKED_AT // width))


def _headed(rows: list[Row], comments: list[Row], delimiter: str, header: bool | None) -> tuple[Row | None, list[Row]]:
    """Return the header, if there is one, and the rows after it."""
    if not rows:
        return None, rows
    first, rest = rows[0], rows[1:]
    if header is None:
        header = _is_header(first.cells, [row.cells for row in rest[: _rows_looked_at(first.width)]], delimiter)
    if header:
        usual = Counter(len(row.cells) for row in rest).most_common(1)
        if usual and usual[0][0] == first.width + 1:  # R's: names of rows have no name
            return Row(first.line, ["", *first.cells], first.width + 1), rest
        return first, rest
    before = [comment for comment in comments if comment.line < first.line]
    return _commented(before[-1:], len(first.cells)), rows


def _commented(comments: list[Row], width: int) -> Row | None:
    """Return the names in a comment just before the first row, as numpy.savetxt and others write them."""
    for comment in comments:
        names = [comment.cells[0].removeprefix("#").strip(), *comment.cells[1:]]
        for each in (names, names[1:], [comment.cells[0], *names[1:]]):
            if len(each) == width and all(name.strip() for name in each):
                return Row(comment.line, each, width)
    return None


def _is_header(first: Sequence[str], rows: Sequence[Sequence[str]], delimiter: str) -> bool:
    decimal: Decimal | None = "." if delimiter == "," else None
    below = [[row[k].strip() for row in rows if k < len(row) and not is_missing(row[k].strip())] for k in range(len(first))]
    numeric = [2 * sum(as_number(cell, decimal) is not None for cell in cells) > len(cells) for cells in below]
    heads = [cell.strip() for cell in first]
    counted = [as_number(head, decimal) is not None for head in heads]
    if any(
        is_column and not is_missing(head) and not count for is_column, head, count in zip(numeric, heads, counted, strict=True)
    ):
        return True
    if not any(counted):
        return not any(numeric)
    places = [k for k, count in enumerate(counted) if count]
    if [heads[k] for k in places] != [str(k) for k in range(len(places))]:
        return False
    whole = any(cell.lstrip("+-").isdigit() for k in places for cell in below[k])
    return all(numeric[k] for k in places) and (not heads[0] or not whole)


def _width(header: Row | None, rows: list[Row]) -> int:
    """Return how many columns there are: as many as header or most rows have separators for, and as are filled anywhere."""
    widths = Counter(row.width for row in rows)
    most = max(widths.values(), default=0)
    usual = max((width for width, often in widths.items() if often == most), default=0)
    filled = min(usual, max((len(row.cells) for row in rows), default=0))
    return filled if header is None else max(len(header.cells), min(filled, header.width))


def _decimal(columns: Sequence[Sequence[str]], delimiter: str) -> Decimal:
    """Return the decimal mark: a comma where some column has numbers with it only."""
    if delimiter == ",":
        return "."
    for cells in columns:
        known = [cell for cell in cells[:1000] if not is_missing(cell)]
        if any("," in cell for cell in known) and all(as_number(cell, ",") is not None for cell in known):
            return ","
    return "."
