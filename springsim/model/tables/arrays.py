"""NumPy's files, NPY and NPZ, and ZIP: what they hold is measured before anything is unpacked. Nothing is ever unpickled."""

from __future__ import annotations

import io
import math
import tokenize
import warnings
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from springsim.model.tables.columns import Column, Table, array_column, check_size, unique_names
from springsim.validation.checks import checked_integer, checked_word
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import ENTRIES_MAX, SceneLimits

Array = npt.NDArray[Any]
Frame = int | Literal["first", "last"]

#: Names under which arrays of embeddings and of classes are usually saved, the most telling first.
EMBEDDINGS: Final = ("embeddings", "embedding", "emb", "positions", "x", "features", "z", "points", "data", "coords", "arr_0")
LABELS: Final = ("labels", "label", "y", "target", "targets", "classes", "class", "species", "arr_1")
NAMES: Final = ("class_names", "target_names", "label_names")
_HEADER_MAX: Final = 10_000  # characters of the header of an array
_WRONG: Final = (
    ValueError,
    SyntaxError,
    TypeError,
    EOFError,
    OverflowError,
    RecursionError,
    MemoryError,
    AttributeError,
    KeyError,
)


def read_array(data: bytes, field: str = "file") -> Array:
    """Return the array of an NPY file.

    Raises
    ------
    SceneError
        If it is no plain array of numbers or text, or is not as long as its header says.
    """
    file = io.BytesIO(data)
    try:
        version = np.lib.format.read_magic(file)
        read = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}[version]
        with warnings.catch_warnings(action="ignore"):  # of a header by an old Python, which is read all the same
            shape, columnwise, dtype = read(file, max_header_size=_HEADER_MAX)
    except (*_WRONG, tokenize.TokenError):
        raise SceneError(field, Words("a damaged array"), "an array as numpy.save writes it") from None
    if dtype.hasobject:
        raise SceneError(field, Words("an array of Python objects"), "an array of numbers or of text: array.astype(str)")
    start = file.tell()
    whole = dtype.itemsize > 0 and min(shape, default=0) >= 0 and math.prod(shape) * dtype.itemsize == len(data) - start
    if not whole:
        raise SceneError(field, Words(f"an array of shape {shape} in {len(data)} bytes"), "an array as numpy.save writes it")
    return np.frombuffer(data, dtype, offset=start).reshape(shape, order="F" if columnwise else "C")


def frame_index(frame: Frame, count: int) -> int:
    """Return the index of a frame of `count`: one of 0 … count − 1, the first or the last."""
    if isinstance(frame, str):
        return 0 if checked_word("frame", frame, ("first", "last")) == "first" else count - 1
    return checked_integer("frame", frame, 0, count - 1)


def check_no_frame(frame: Frame) -> None:
    """Refuse the number of a frame where there are no frames."""
    if not isinstance(frame, str):
        raise SceneError("frame", frame, '"first" or "last": this is no run')


def unzipped(data: bytes, limits: SceneLimits) -> dict[str, bytes]:
    """Return the files of an archive by name, never unpacking more than the limit.

    Raises
    ------
    SceneError
        If it is damaged, has too many files, or unpacks to too much.
    """
    damaged = SceneError("file", Words("a damaged archive"), "an archive (ZIP) that is whole and has no password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > ENTRIES_MAX:
                raise SceneError("file", Words(f"an archive of {len(entries)} files"), f"at most {ENTRIES_MAX}")
            size = sum(entry.file_size for entry in entries)  # of each no more than it says is ever unpacked
            if size > limits.file:
                raise SceneError("file", Words(f"an archive of {size} bytes"), f"at most {limits.file} bytes")
            return {entry.filename: archive.read(entry) for entry in entries}
    except SceneError:
        raise
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, *_WRONG):
        raise damaged from None


def read_arrays(entries: dict[str, bytes]) -> dict[str, Array]:
    """Return the arrays of an NPZ file by name."""
    named = {name.removesuffix(".npy"): data for name, data in entries.items() if name.endswith(".npy")}
    return {name: read_array(data, name[:60]) for name, data in named.items()}


def table_of_array(array: Array, limits: SceneLimits, frame: Frame) -> Table:
    """Return the table that an array is: (n, d), or (n,) with named fields, or (t, n, d), of which a frame is taken."""
    if array.dtype.names is not None and array.ndim == 1:
        check_size(len(array), len(array.dtype.names), limits)
        return Table(_columns([array[name] for name in array.dtype.names], array.dtype.names), _rows(array), format="npy")
    return Table(_columns(_sides(array, "file", limits, frame)), _rows(_shown(array, frame)), format="npy", header=False)


def table_of_arrays(arrays: dict[str, Array], limits: SceneLimits, frame: Frame) -> Table:
    """Return the table that the arrays of an NPZ file are: embeddings and, where there are some, classes.

    Raises
    ------
    SceneError
        If it is not plain which array has the embeddings.
    """
    numbers = {name: each for name, each in arrays.items() if each.dtype.kind in "iuf"}
    tables = {name: each for name, each in numbers.items() if each.ndim in (2, 3) and each.shape[-1] > 1}
    name = _usual(tables, EMBEDDINGS) or (next(iter(tables)) if len(tables) == 1 else "")
    if not name:
        described = ", ".join(f"{key[:30]} {each.shape}" for key, each in list(arrays.items())[:12])
        raise SceneError(
            "file", Words(f"arrays {described}" if described else "no arrays"), "embeddings (n, d) in an array named X"
        )
    sides = _sides(arrays[name], name, limits, frame)
    n = len(sides[0]) if sides else 0
    flat = {key: each.reshape(-1) for key, each in arrays.items() if each.shape in ((n,), (n, 1)) and key != name}
    others = {key: each for key, each in flat.items() if each.dtype.kind in "iufbUS"}
    label = _usual(others, LABELS)
    if label:
        others[label] = _named(others[label], arrays)
    names = ["x", "y"] if len(sides) == 2 else [f"{name} {k}" for k in range(len(sides))]
    named = [("label" if key == label else key, each) for key, each in others.items()]
    columns = _columns([*sides, *(each for _, each in named)], [*names, *(key for key, _ in named)])
    return Table(columns, np.arange(n), format="npz")


def _named(labels: Array, arrays: dict[str, Array]) -> Array:
    """Return the names of classes in place of their numbers, where an array has the names."""
    key = _usual(arrays, NAMES)
    names = arrays[key] if key else np.empty(0)
    able = names.ndim == 1 and names.dtype.kind in "US" and labels.dtype.kind in "iu" and len(labels) > 0
    return names[labels] if able and labels.min() >= 0 and labels.max() < len(names) else labels


def _usual(arrays: dict[str, Array], names: Sequence[str]) -> str:
    """Return the name of an array that is one of the usual ones; empty where there is none."""
    lower = {key.lower(): key for key in reversed(arrays)}
    return next((lower[name] for name in names if name in lower), "")


def _shown(array: Array, frame: Frame) -> Array:
    """Return a frame of an array of several, or the array."""
    if array.ndim == 3 and len(array):
        shown: Array = array[frame_index(frame, len(array))]
        return shown
    check_no_frame(frame)
    return array


def _rows(array: Array) -> npt.NDArray[np.int64]:
    return np.arange(len(array))


def _sides(array: Array, field: str, limits: SceneLimits, frame: Frame) -> list[Array]:
    """Return the columns of an array of numbers."""
    last = _shown(array, frame)
    if last.ndim != 2 or last.dtype.kind not in "iuf":
        raise SceneError(field, Words(f"an array of {array.dtype} and shape {array.shape}"), "numbers of shape (n, d)")
    check_size(len(last), last.shape[1], limits)
    return [last[:, k] for k in range(last.shape[1])]


def _columns(arrays: Sequence[Array], names: Sequence[str] | None = None) -> tuple[Column, ...]:
    chosen = unique_names(names or [""] * len(arrays))
    return tuple(array_column(name, each, named=named) for (name, named), each in zip(chosen, arrays, strict=True))
