"""From the bytes of a file to a table, by what is in them: names of files say little."""

from __future__ import annotations

import re
from typing import Any, Final

from springsim.model.other_files import kind_of
from springsim.model.scene_file import parsed_json, without_collections
from springsim.model.tables.arrays import Frame, read_array, read_arrays, table_of_array, table_of_arrays, unzipped
from springsim.model.tables.columns import Table
from springsim.model.tables.records import is_frame, table_of_frame, table_of_json
from springsim.model.tables.text import decoded, table_of_text
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import LIBRARY, SceneLimits

#: What is taken, as refusals say it.
TAKEN: Final = "a table (CSV, TSV, NPY, NPZ, JSON) or a scene file"
ZIP: Final = b"PK\x03\x04"
NPY: Final = b"\x93NUMPY"
_READ: Final = ("a table (CSV)", "a Python script")  # a comment begins as a script does
_INSIDE: Final = (".csv", ".tsv", ".txt", ".json", ".npy")


def read_table(data: bytes, *, limits: SceneLimits = LIBRARY, header: bool | None = None, frame: Frame = "last") -> Table:
    """Return the table in a file.

    Parameters
    ----------
    data : bytes
        The file: text in UTF-8, UTF-16 or Windows-1252 with commas, semicolons, tabs or spaces between cells; NPY or NPZ; JSON;
        or a ZIP with one of these.
    limits : SceneLimits, optional
        How large it may be.
    header : bool, optional
        Of a text, whether its first row has the names of columns; found by rule by default.
    frame : int, "first" or "last", optional
        Which frame of an array (t, n, d).

    Returns
    -------
    Table

    Raises
    ------
    SceneError
        If it is none of these, is damaged, or too large.
    """
    check_bytes(data, limits)
    if data.startswith(NPY):
        return table_of_array(read_array(data), limits, frame)
    if data.startswith(ZIP):
        return table_of_entries(unzipped(data, limits), limits, header, frame)
    text, encoding = text_of(data)
    if is_json(text):
        return table_of_json(json_of(text, limits), limits)
    with without_collections(text):
        return table_of_text(text, encoding, limits, header)


def table_of(value: Any, *, limits: SceneLimits = LIBRARY) -> Table:
    """Return the table that a DataFrame of pandas is."""
    if not is_frame(value):
        raise SceneError(
            "file", value, "the name of a file, its bytes, an open file or a DataFrame; arrays go to Scene.from_labels"
        )
    return table_of_frame(value, limits)


def table_of_entries(entries: dict[str, bytes], limits: SceneLimits, header: bool | None, frame: Frame) -> Table:
    """Return the table in an archive: arrays, or one file."""
    if (any(name.endswith(".npy") for name in entries) and len(entries) > 1) or list(entries)[:1] == ["arr_0.npy"]:
        return table_of_arrays(read_arrays(entries), limits, frame)
    inside = [name for name in entries if name.lower().endswith(_INSIDE) and not name.startswith("__MACOSX/")]
    if len(inside) == 1 and not entries[inside[0]].startswith(ZIP):
        if inside[0].endswith(".npy"):
            return table_of_arrays(read_arrays({inside[0]: entries[inside[0]]}), limits, frame)
        return read_table(entries[inside[0]], limits=limits, header=header, frame=frame)
    if any(name.startswith("xl/") for name in entries):
        raise SceneError("file", Words("a workbook (Excel)"), "a table: in Excel, save it as CSV UTF-8")
    described = ", ".join(name[:30] for name in list(entries)[:6])
    raise SceneError("file", Words(f"an archive of {described or 'no files'}"), f"an archive with one table, or {TAKEN}")


def check_bytes(data: bytes, limits: SceneLimits) -> None:
    """Refuse a file that is empty or too long."""
    if not data:
        raise SceneError("file", Words("an empty file"), TAKEN)
    if len(data) > limits.file:
        raise SceneError("file", Words(f"{len(data)} bytes"), f"at most {limits.file} bytes")


def text_of(data: bytes) -> tuple[str, str]:
    """Return the text of a file, and its encoding; a file of another kind is refused by what it is."""
    kind = kind_of(data[:1000].decode("latin-1"))
    if kind and kind not in _READ:
        raise SceneError("file", Words(kind), TAKEN)
    return decoded(data)


def is_json(text: str) -> bool:
    """Tell whether a text is JSON by how it begins."""
    return re.match(r"\s*(\{|\[\s*[\[{\]])", text) is not None


def json_of(text: str, limits: SceneLimits) -> Any:
    """Return the value of JSON."""
    return parsed_json(text, limits.text, "file", limits.points + limits.springs + 16)
