"""Classes of points: labels of any kind as whole numbers, and the names of classes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from springsim.arrays import Ints
from springsim.validation.checks import listed, plain
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import CLASS_NAME_MAX, CLASS_NAMES_MAX, LABEL_MAX, SceneLimits

_WHAT: Final = f"whole numbers from 0 to {LABEL_MAX}, or one text, number or truth value for each point"
_ONE: Final = "text, a number, or true or false"
_MISSING: Final = "a class for each point: leave out points that have none"
_NAME: Final = f"a name of 1 to {CLASS_NAME_MAX} printable characters"
_MISSING_TYPES: Final = ("NAType", "NaTType", "MaskedConstant")  # of pandas and NumPy: no value


def checked_classes(labels: object, n: int, names: object, limits: SceneLimits) -> tuple[Ints, tuple[str, ...]]:
    """Return the class of each point as a whole number, and the names of classes, if they have names.

    Parameters
    ----------
    labels : array_like
        Without `names`: whole numbers from 0 to `LABEL_MAX` stay as they are, without names; all other labels (texts, truth
        values, other numbers, dates) are numbered 0, 1, … in ascending order, and their texts are the names. With `names`:
        whole numbers that count in them, or names from among them; where there are none, whole numbers.
    n : int
        Number of points.
    names : sequence of str or None
        Names of the classes 0, 1, …; None where the labels decide.
    limits : SceneLimits
        How many characters all names may have together.

    Returns
    -------
    classes : (n,) ndarray of int
    names : tuple of str

    Raises
    ------
    SceneError
        If a label is missing or nothing of the kind, labels are of different kinds or not one for each point, or a name is
        refused.
    """
    own = None if names is None else checked_names("class_names", names, limits)
    values = _values(labels, n)
    if len(values) != n:
        raise SceneError("labels", Words(f"{len(values)} labels"), f"one for each of the {n} points")
    if own is not None:
        return _among(values, own), own
    if isinstance(values, np.ndarray) and values.dtype.kind in "iu" and not _beyond(values, LABEL_MAX).size:
        return np.array(values, dtype=np.int64), ()
    return _numbered(values, limits) if n else (np.empty(0, np.int64), ())


def checked_names(field: str, names: object, limits: SceneLimits) -> tuple[str, ...]:
    """Return the names of classes: different printable texts, not too long and not too many.

    Raises
    ------
    SceneError
        If they are not.
    """
    given = [plain(name) for name in listed(field, names, CLASS_NAMES_MAX, "a list of class names")]
    seen: set[str] = set()
    for k, name in enumerate(given):
        if not isinstance(name, str) or not _is_name(name):
            raise SceneError(f"{field}[{k}]", name, _NAME)
        if name in seen:
            raise SceneError(f"{field}[{k}]", name, "each class name once")
        seen.add(name)
    checked = tuple(str(name) for name in given)
    _check_size(field, checked, limits)
    return checked


def extended(names: tuple[str, ...], label: int, fallback: Sequence[str]) -> tuple[str, ...]:
    """Return names that have one for a class too: classes beyond the names get those of `fallback`, or else their numbers.

    Classes without names stay without.

    Parameters
    ----------
    names : tuple of str
        Names of the classes 0, 1, …
    label : int
        The class.
    fallback : sequence of str
        What the classes 0, 1, … are called where they have no names.

    Raises
    ------
    SceneError
        If there would be too many names.
    """
    if not names or label < len(names):
        return names
    if label >= CLASS_NAMES_MAX:
        raise SceneError("label", label, f"a whole number from 0 to {CLASS_NAMES_MAX - 1}")
    longer = list(names)
    taken = set(names)
    for k in range(len(names), label + 1):
        ways = (*fallback[k : k + 1], str(k), *(f"{k} ({again})" for again in range(2, len(names) + 3)))
        longer.append(next(way for way in ways if way not in taken))
        taken.add(longer[-1])
    return tuple(longer)


def _values(labels: object, n: int) -> npt.NDArray[Any] | list[Any]:
    """Return labels as an array of numbers or truth values, or as a list of texts; none of them is missing."""
    columns: Any = getattr(labels, "columns", ())
    if len(columns) == 1:  # a table of one column
        labels = labels[columns[0]]  # type: ignore[index]
    given, shape = listed("labels", labels, max(n, 1), _WHAT), "(n,)"
    if isinstance(given, np.ndarray):
        if given.ndim != 1:
            raise SceneError("labels", Words(f"an array of shape {given.shape}"), f"shape {shape}")
        if given.dtype.kind in "iub":
            return given
        if given.dtype.kind == "f":
            return _present(given)
        if given.dtype.kind == "M":
            gaps = np.flatnonzero(np.isnat(given))
            if gaps.size:
                raise SceneError(f"labels[{gaps[0]}]", Words("NaT"), _MISSING)
            return [str(text) for text in np.datetime_as_string(given)]
        if given.dtype.kind not in "OSTU":
            raise SceneError("labels", Words(f"an array of {given.dtype}"), _WHAT)
        given = given.tolist()
    types = set(map(type, given))
    if types <= {int, float} or types == {bool}:
        values = np.array(given)
        if values.dtype.kind in "iubf":
            return _present(values)
    checked = [_label(i, value) for i, value in enumerate(given)]
    kinds = [_kind(value) for value in checked]
    other = next((i for i, kind in enumerate(kinds) if kind != kinds[0]), 0)
    if other:
        raise SceneError(f"labels[{other}]", checked[other], f"labels of one kind: labels[0] is {_shown_kind(kinds[0])}")
    return checked if kinds[:1] == ["text"] else _present(np.array(checked))


def _label(i: int, value: object) -> Any:
    """Return one label as text, number or truth value."""
    label = plain(value)
    if label is None or type(label).__name__ in _MISSING_TYPES or (isinstance(label, float) and label != label):
        raise SceneError(f"labels[{i}]", Words("nothing" if label is None else str(label)), _MISSING)
    if isinstance(label, bytes):
        try:
            label = label.decode()
        except UnicodeDecodeError:
            raise SceneError(f"labels[{i}]", Words("bytes that are no text (UTF-8)"), _ONE) from None
    if isinstance(label, datetime.date):
        label = str(label)
    if isinstance(label, str):
        if not _is_name(label):
            raise SceneError(f"labels[{i}]", label, _NAME)
        return str(label)
    if isinstance(label, bool | float) or (isinstance(label, int) and -(2**63) <= label < 2**63):
        return label
    raise SceneError(f"labels[{i}]", value, _ONE)


def _kind(value: object) -> str:
    return "text" if isinstance(value, str) else "boolean" if isinstance(value, bool) else "number"


def _shown_kind(kind: str) -> str:
    return {"text": "text", "boolean": "true or false", "number": "a number"}[kind]


def _present(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return numbers of which none is missing."""
    if values.dtype.kind == "f" and np.isnan(values).any():
        raise SceneError(f"labels[{np.argmax(np.isnan(values))}]", float("nan"), _MISSING)
    return values


def _beyond(values: npt.NDArray[Any], most: int) -> Ints:
    return np.flatnonzero((values < 0) | (values > most))


def _among(values: npt.NDArray[Any] | list[Any], names: tuple[str, ...]) -> Ints:
    """Return labels that are numbers of classes, or names of them."""
    most = len(names) - 1 if names else LABEL_MAX
    if isinstance(values, np.ndarray):
        if values.dtype.kind == "f" and len(values):
            raise SceneError("labels[0]", float(values[0]), f"whole numbers from 0 to {most}")
        wrong = _beyond(values, most)
        if wrong.size:
            raise SceneError(f"labels[{wrong[0]}]", int(values[wrong[0]]), f"whole numbers from 0 to {most}")
        return np.array(values, dtype=np.int64)
    if not names and values:
        raise SceneError("labels[0]", values[0], f"whole numbers from 0 to {most}")
    number = {name: k for k, name in enumerate(names)}
    unknown = next((i for i, name in enumerate(values) if name not in number), None)
    if unknown is not None:
        raise SceneError(f"labels[{unknown}]", values[unknown], "one of class_names")
    return np.array([number[name] for name in values], dtype=np.int64)


def _numbered(values: npt.NDArray[Any] | list[Any], limits: SceneLimits) -> tuple[Ints, tuple[str, ...]]:
    """Return labels as 0, 1, … in ascending order, and their texts."""
    if isinstance(values, np.ndarray):
        different, classes = np.unique(values, return_inverse=True)
        _check_count(len(different))
        names = tuple(_text(value) for value in different)
        codes = np.array(classes, dtype=np.int64)
    else:
        names = tuple(sorted(set(values)))
        _check_count(len(names))
        number = {name: k for k, name in enumerate(names)}
        codes = np.array([number[name] for name in values], dtype=np.int64)
    _check_size("labels", names, limits)
    return codes, names


def _text(value: Any) -> str:
    """Return a number as the shortest text that tells it, without the zero of a whole one, or a truth value."""
    text = str(value + 0) if value.dtype.kind == "f" else str(value)  # −0 is 0
    return text.removesuffix(".0")


def _check_count(count: int) -> None:
    if count > CLASS_NAMES_MAX:
        allowed = f"at most {CLASS_NAMES_MAX} classes with names; of more, whole numbers from 0 to {LABEL_MAX}"
        raise SceneError("labels", Words(f"{count} different labels"), allowed)


def _check_size(field: str, names: tuple[str, ...], limits: SceneLimits) -> None:
    size = sum(map(len, names))
    if size > limits.names:
        raise SceneError(field, Words(f"names of {size} characters"), f"at most {limits.names} characters in all")


def _is_name(text: str) -> bool:
    return 0 < len(text) <= CLASS_NAME_MAX and text.isprintable() and not text.isspace()
