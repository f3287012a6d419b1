"""Checks of values and arrays that come from outside. Each returns what it was given in the one form the library uses."""

from __future__ import annotations

import itertools
import math
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final, TypeGuard

import numpy as np
import numpy.typing as npt

from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import COORDINATE_MAX

_PLAIN: Final = frozenset((bool, int, float, str, type(None), list, tuple))


def checked_number(field: str, value: object, low: float, high: float, *, open_low: bool = False) -> float:
    """Return `value` as a float within [low, high], or (low, high] with `open_low`.

    Raises
    ------
    SceneError
        If it is not a real, finite number in that range.
    """
    allowed = f"a number {'above' if open_low else 'from'} {low:g} {'up ' if open_low else ''}to {high:g}"
    number = plain(value)
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise SceneError(field, value, allowed)
    if isinstance(number, int) and number.bit_length() > 1000:
        raise SceneError(field, value, allowed)
    number = float(number)
    if not math.isfinite(number) or number > high or number < low or (open_low and number == low):
        raise SceneError(field, value, allowed)
    return number


def checked_integer(field: str, value: object, low: int, high: int) -> int:
    """Return `value` as an int within [low, high].

    Raises
    ------
    SceneError
        If it is not a whole number (booleans and floats are not) in that range.
    """
    number = plain(value)
    if isinstance(number, bool) or not isinstance(number, int) or not low <= number <= high:
        raise SceneError(field, value, f"a whole number from {low} to {high}")
    return number


def checked_word(field: str, value: object, allowed: Sequence[str]) -> str:
    """Return `value`, one of some words.

    Raises
    ------
    SceneError
        If it is none of them.
    """
    if not isinstance(value, str) or value not in allowed:
        raise SceneError(field, value, "one of " + ", ".join(allowed))
    return value


def checked_text(field: str, value: object, longest: int) -> str:
    """Return `value`, a text.

    Raises
    ------
    SceneError
        If it is none, or has more than `longest` characters.
    """
    if not isinstance(value, str):
        raise SceneError(field, value, "text")
    if len(value) > longest:
        raise SceneError(field, Words(f"{len(value)} characters"), f"at most {longest} characters")
    return value


def checked_flag(field: str, value: object) -> bool:
    """Return `value`, true or false.

    Raises
    ------
    SceneError
        If it is neither.
    """
    if not isinstance(value, bool):
        raise SceneError(field, value, "true or false")
    return value


def checked_view(view: object) -> tuple[float, float, float, float]:
    """Return left, right, bottom and top of a view.

    Raises
    ------
    SceneError
        If they are not four numbers, each pair ascending.
    """
    if not is_listed(view) or len(view) != 4:
        raise SceneError("view", view, "four numbers: left, right, bottom, top")
    x0, x1, y0, y1 = (checked_number(f"view[{k}]", v, -10 * COORDINATE_MAX, 10 * COORDINATE_MAX) for k, v in enumerate(view))
    for k, (low, high) in enumerate(((x0, x1), (y0, y1))):
        if not high - low > 1e-9:
            raise SceneError(f"view[{2 * k + 1}]", high, f"a number above view[{2 * k}], {low:g}")
    return x0, x1, y0, y1


def as_floats(array: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Return a new array of float64; a long double that is too large for it is infinite, for the caller to refuse."""
    with np.errstate(over="ignore"):
        return np.array(array, dtype=np.float64, order="C")


def is_listed(value: object) -> TypeGuard[Sequence[Any]]:
    """Tell whether a value has a length and items: a sequence or an array of one dimension or more, but no text."""
    if isinstance(value, np.ndarray):
        return value.ndim > 0
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def plain(value: object) -> object:
    """Return the Python value in a scalar of NumPy, a tensor of no dimension or the like; anything else as it is."""
    if type(value) in _PLAIN or getattr(value, "ndim", None) != 0 or value is np.ma.masked:
        return value
    with suppress(Exception):  # whatever it does, it is no number then
        return value.item()  # type: ignore[attr-defined]
    return value


def listed(field: str, value: object, most: int, allowed: str) -> Sequence[Any] | npt.NDArray[Any]:
    """Return what holds many values as an array or a sequence, no more than `most` of them.

    Tables, series and tensors become what NumPy makes of them (`__array__`), masked arrays without masked values what is under
    the mask.

    Raises
    ------
    SceneError
        If it is nothing of the kind, is too long, has a masked value, or gives NumPy no array.
    """
    if is_listed(value):
        rows = len(value)
        if rows > most:
            raise SceneError(field, Words(f"{rows} rows"), f"at most {most}")
        return _unmasked(field, value, allowed) if isinstance(value, np.ma.MaskedArray) else value
    if not hasattr(type(value), "__array__") or getattr(value, "ndim", 1) == 0:
        raise SceneError(field, value, allowed)
    with suppress(TypeError):
        rows = len(value)  # type: ignore[arg-type]
        if rows > most:
            raise SceneError(field, Words(f"{rows} rows"), f"at most {most}")
    try:
        array = np.asarray(value)
    except Exception:  # of another library, which may raise anything
        call = "what its .detach().cpu().numpy() gives" if hasattr(value, "detach") else "it as a NumPy array"
        raise SceneError(field, Words(f"a {type(value).__name__} that NumPy cannot read"), f"{allowed}: pass {call}") from None
    if array.ndim == 0:
        raise SceneError(field, value, allowed)
    if isinstance(array, np.ma.MaskedArray):
        array = _unmasked(field, array, allowed)
    return array.tolist() if array.dtype.kind == "O" else array


def _unmasked(field: str, array: np.ma.MaskedArray[Any, Any], allowed: str) -> npt.NDArray[Any]:
    """Return the values of a masked array of which none is masked."""
    mask = np.ma.getmask(array)
    if isinstance(mask, np.ndarray) and mask.dtype.kind == "b" and mask.any():
        row = int(np.argwhere(mask)[0, 0])
        raise SceneError(f"{field}[{row}]", Words("a masked value"), allowed)
    return np.asarray(array.data)


def checked_array(field: str, value: object, *, columns: int | None, kinds: str, most: int, what: str) -> npt.NDArray[Any]:
    """Return `value` as an array of shape (k,) or, with `columns`, (k, columns); nothing large is allocated before it passes.

    Parameters
    ----------
    field : str
        Name for the error.
    value : array_like
        What `listed` takes: an array, a sequence (of sequences), a table or a tensor.
    columns : int or None
        Second dimension; None asks for one dimension only.
    kinds : str
        NumPy kind codes that are allowed, e.g. ``"if"``. An empty array has any kind.
    most : int
        Most rows.
    what : str
        What is allowed, for the error.

    Raises
    ------
    SceneError
        If it has another shape or kind, is ragged, or has too many rows.
    """
    shape = "(n,)" if columns is None else f"(n, {columns})"
    value = listed(field, value, most, f"{what}, an array of shape {shape}")
    if len(value) == 0 and (not isinstance(value, np.ndarray) or value.shape in ((0,), (0, columns))):
        return np.empty((0,) if columns is None else (0, columns), dtype=np.int64)
    if isinstance(value, np.ndarray):
        array = value
    else:
        fast = _plain_array(value, columns, kinds)
        array = np.array([_row(field, i, row, columns, kinds, what) for i, row in enumerate(value)]) if fast is None else fast
    right = array.ndim == 1 if columns is None else array.ndim == 2 and (array.shape[1] == columns)
    if not right:
        raise SceneError(field, Words(f"an array of shape {array.shape}"), f"shape {shape}")
    if array.dtype.kind not in kinds:
        raise SceneError(field, Words(f"an array of {array.dtype}"), what)
    return array


def _plain_array(value: Sequence[Any], columns: int | None, kinds: str) -> npt.NDArray[Any] | None:
    """Return a sequence as an array, ten times as fast as row by row; None where it is not all plain lists and numbers."""
    numbers: Sequence[Any] = value
    if columns is not None:
        if not set(map(type, value)) <= {list, tuple} or set(map(len, value)) != {columns}:
            return None
        numbers = list(itertools.chain.from_iterable(value))
    if not set(map(type, numbers)) <= ({bool} if kinds == "b" else {int, float}):
        return None
    array = np.array(numbers)
    if array.dtype.kind not in kinds:  # by row it can be said which one is wrong
        return None
    return array if columns is None else array.reshape(len(value), columns)


def _row(field: str, i: int, row: Any, columns: int | None, kinds: str, what: str) -> Any:
    """Return one row of a sequence, or say which one cannot be a row."""
    if columns is None:
        value = plain(row)
        if not _is_of(kinds, value):
            raise SceneError(f"{field}[{i}]", row, what)
        return value
    numbers = f"{columns} {'numbers' if 'f' in kinds else 'whole numbers'}"
    if np.ma.is_masked(row):
        raise SceneError(f"{field}[{i}]", Words("a masked value"), numbers)
    cells = listed(f"{field}[{i}]", row, sys.maxsize, numbers)
    if len(cells) != columns:
        raise SceneError(f"{field}[{i}]", row, numbers)
    values = tuple(map(plain, cells))
    for value in values:
        if not _is_of(kinds, value):
            raise SceneError(f"{field}[{i}]", value, numbers)
    return values


def _is_of(kinds: str, value: object) -> bool:
    """Tell whether one value of a sequence is of NumPy kinds, and fits into 64 bits where it is a whole number."""
    if isinstance(value, bool):
        return kinds == "b"
    if isinstance(value, int):
        return "i" in kinds and -(2**63) <= value < 2**64
    return "f" in kinds and isinstance(value, float | np.floating)
