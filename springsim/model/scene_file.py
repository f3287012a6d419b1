"""Scene to JSON file to link token, and back: the one parser of outside data.

A scene file is JSON::

    {"format": "springsim", "version": 1, "margin": 1.0,
     "positions": [[0.0, 0.0], [0.4, 0.3]], "pinned": [0], "labels": [0, 1],
     "springs": {"kind": "labels"}}

``springs`` is ``{"kind": "labels"}``, ``{"kind": "neighbours", "similar": [[i, j], …]}`` or ``{"kind": "pairs", "similar":
[…], "dissimilar": […]}``; ``pinned`` lists indices. Points on the unit circle have ``"domain": "circle"`` besides, and springs
of another law than the paper's have ``"law"``, its id. Where classes have names the version is 2, and ``"classes"`` lists
them: ``labels`` count in it. Without names a file is of version 1, as files always were.

A link token is the same text, compressed (zlib) and in URL-safe base64.

What reads and writes JSON is imported where it is used: most scripts never do, and `import springsim` stays light.
"""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from springsim.model.class_names import checked_names
from springsim.model.domains import DEFAULT
from springsim.model.laws import CONTRASTIVE
from springsim.model.other_files import kind_of
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import CLASS_NAMES_MAX, LABEL_MAX, LIBRARY, LINK_TEXT_MAX, SceneLimits

FORMAT: Final = "springsim"
VERSIONS: Final = (1, 2)  #: without names of classes, and with
_FIELDS: Final = {"format", "version", "margin", "positions", "pinned", "labels", "springs", "domain", "law"}
_LISTS: Final = {"labels": (), "neighbours": ("similar",), "pairs": ("similar", "dissimilar")}
_DEPTH_MAX: Final = 8
_TOKEN: Final = r"[A-Za-z0-9_-]+"
_STRING: Final = r'(?s)"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)'
_DIGITS_MAX: Final = 20  # of a whole number
_BLOCK: Final = 2**14  # characters that are looked at together
_LONG: Final = 2**22  # characters of a text of which millions of lists are made
_ROWS: Final = 2**14  # of an array that are written together


class Fields(NamedTuple):
    """What a scene file holds, not yet checked where a scene checks it itself.

    Attributes
    ----------
    kind : str
        ``"labels"``, ``"neighbours"`` or ``"pairs"``.
    positions, labels : array_like
        Coordinates and classes; lists where they were read.
    similar, dissimilar : array_like
        The listed pairs; empty where the kind implies them.
    margin : float
        The margin.
    pinned : ndarray of bool
        Which points are pinned, shape (n,).
    domain : str
        ``"plane"`` or ``"circle"``.
    law : str
        Id of the law of force.
    classes : sequence of str
        Names of the classes; empty where classes are numbers.
    """

    kind: str
    positions: npt.ArrayLike
    labels: npt.ArrayLike
    similar: npt.ArrayLike
    dissimilar: npt.ArrayLike
    margin: Any
    pinned: npt.NDArray[np.bool_]
    domain: Any = DEFAULT
    law: Any = CONTRASTIVE.id
    classes: tuple[str, ...] = ()


def text_of(fields: Fields) -> str:
    """Return the text of a scene file, compact; floats are written so that reading gives the same bits."""
    import json

    springs = [f'"kind":"{fields.kind}"']
    if fields.kind != "labels":
        springs.append(f'"similar":{_list_text(fields.similar)}')
    if fields.kind == "pairs":
        springs.append(f'"dissimilar":{_list_text(fields.dissimilar)}')
    document = [
        f'"format":"{FORMAT}"',
        f'"version":{VERSIONS[bool(fields.classes)]}',
        f'"margin":{fields.margin!r}',
        f'"positions":{_list_text(fields.positions)}',
        f'"pinned":{_list_text(np.flatnonzero(fields.pinned))}',
        f'"labels":{_list_text(fields.labels)}',
        f'"springs":{{{",".join(springs)}}}',
    ]
    if fields.classes:
        document.append(f'"classes":{json.dumps(fields.classes, ensure_ascii=False, separators=(",", ":"))}')
    if fields.domain != DEFAULT:  # without it, as files always were, that earlier versions read too
        document.append(f'"domain":"{fields.domain}"')
    if fields.law != CONTRASTIVE.id:
        document.append(f'"law":"{fields.law}"')
    return f"{{{','.join(document)}}}"


def _list_text(values: npt.ArrayLike) -> str:
    """Return an array of finite numbers as JSON; some rows at a time, as lists take several times the memory of their text."""
    array = np.asarray(values)
    rows = (str(array[low : low + _ROWS].tolist())[1:-1].replace(" ", "") for low in range(0, len(array), _ROWS))
    return f"[{','.join(rows)}]"


def fields_of(text: str, limits: SceneLimits) -> Fields:
    """Return what the text of a scene file holds.

    Raises
    ------
    SceneError
        If the text is not JSON of a known version, with known fields, within the limits.
    """
    other = kind_of(text) if isinstance(text, str) else ""
    if other:
        raise SceneError("file", Words(other), "a scene file of springsim (JSON), as Save writes it")
    document = _object("scene", parsed_json(text, limits.text, "scene", limits.points + limits.springs + 16))
    if document.get("format") != FORMAT:
        raise SceneError("format", document.get("format"), f'"{FORMAT}", the mark of a scene file')
    version = document.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version not in VERSIONS:
        raise SceneError("version", version, f"{' or '.join(map(str, VERSIONS))}; a later version needs a newer springsim")
    _known("scene", document, _FIELDS if version == 1 else _FIELDS | {"classes"})
    classes = checked_names("classes", _list("classes", document.get("classes", []), CLASS_NAMES_MAX), limits)
    positions = _list("positions", document.get("positions"), limits.points)
    springs = _object("springs", document.get("springs", {"kind": "labels"}))
    n = len(positions)
    pinned = np.zeros(n, dtype=np.bool_)
    for k, i in enumerate(_list("pinned", document.get("pinned", []), n)):
        if type(i) is not int or not 0 <= i < n or pinned[i]:
            raise SceneError(f"pinned[{k}]", i, f"indices of points from 0 to {n - 1}, each once")
        pinned[i] = True
    labels = _list("labels", document.get("labels", [0] * n), n)
    if not set(map(type, labels)) <= {int}:
        k = next(k for k, label in enumerate(labels) if type(label) is not int)
        raise SceneError(f"labels[{k}]", labels[k], f"whole numbers from 0 to {len(classes) - 1 if classes else LABEL_MAX}")
    kind = springs.get("kind")
    if not isinstance(kind, str) or kind not in _LISTS:
        raise SceneError("springs.kind", kind, '"labels", "neighbours" or "pairs"')
    _known("springs", springs, {"kind", *_LISTS[kind]})
    similar, dissimilar = (_list(name, springs.get(name, []), limits.springs) for name in ("similar", "dissimilar"))
    others = document.get("domain", DEFAULT), document.get("law", CONTRASTIVE.id)
    return Fields(kind, positions, labels, similar, dissimilar, document.get("margin", 1.0), pinned, *others, classes)


def token_of_text(text: str) -> str:
    """Return `text` compressed, as URL-safe base64 without padding.

    Raises
    ------
    SceneError
        If no limits would let it be read back.
    """
    import base64
    import zlib

    allowed = "a smaller scene; this one can be kept as a file"
    if len(text) > LINK_TEXT_MAX:
        raise SceneError("link", Words(f"a scene of {len(text)} characters"), f"at most {LINK_TEXT_MAX}: {allowed}")
    token = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode("ascii").rstrip("=")
    if len(token) > LIBRARY.token:
        raise SceneError("link", Words(f"a token of {len(token)} characters"), f"at most {LIBRARY.token}: {allowed}")
    return token


def text_of_token(token: str, limits: SceneLimits) -> str:
    """Return the text in `token`, never unpacking more than the limit.

    Raises
    ------
    SceneError
        If the token is too long, damaged, or unpacks to more than ``limits.text`` or `limits.LINK_TEXT_MAX` characters.
    """
    import base64
    import binascii
    import zlib

    allowed = "a link made by springsim, whole and unchanged"
    if not isinstance(token, str):
        raise SceneError("link", token, allowed)
    if len(token) > limits.token:
        raise SceneError("link", Words(f"{len(token)} characters"), f"at most {limits.token} characters")
    if not re.fullmatch(_TOKEN, token):
        raise SceneError("link", token, allowed)
    try:
        packed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        unpacker = zlib.decompressobj()
        most = min(limits.text, LINK_TEXT_MAX)
        raw = unpacker.decompress(packed, most + 1)
        if len(raw) > most:
            raise SceneError("link", Words("a scene that unpacks to more"), f"at most {most} characters")
        if not unpacker.eof or unpacker.unused_data:
            raise SceneError("link", token, allowed)
        return raw.decode()
    except (binascii.Error, zlib.error, UnicodeDecodeError):
        raise SceneError("link", token, allowed) from None


def parsed_json(text: object, longest: int, field: str, most: int | None = None) -> Any:
    """Return the value of JSON: bounded in length and depth, without duplicate keys or endless whole numbers.

    NaN and infinities come out as floats, so that the check of the field where they stand refuses them by its name.

    Parameters
    ----------
    text : str
        The text.
    longest : int
        Most characters.
    field : str
        Name for the error.
    most : int, optional
        Most lists and objects: the smallest take ten times the memory of their text.

    Raises
    ------
    SceneError
        If `text` is anything else; names `field`.
    """
    import json

    if not isinstance(text, str):
        raise SceneError(field, text, "JSON text")
    if len(text) > longest:
        raise SceneError(field, Words(f"{len(text)} characters"), f"at most {longest} characters")
    depth, brackets, digits = _measured(text, longest if most is None else most)
    if depth > _DEPTH_MAX:
        raise SceneError(field, Words("deeply nested JSON"), f"at most {_DEPTH_MAX} levels")
    if most is not None and brackets > most:
        raise SceneError(field, Words("JSON of too many parts"), f"at most {most} lists and objects")

    def integer(digits: str) -> int:
        if len(digits) > _DIGITS_MAX:
            raise SceneError(field, Words(f"a number of {len(digits)} digits"), f"numbers of at most {_DIGITS_MAX} digits")
        return int(digits)

    def once(items: list[tuple[str, Any]]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in items:
            if key in result:
                raise SceneError(field, key, "each key once")
            result[key] = value
        return result

    try:
        with without_collections(text):
            # numbers are asked for their length one by one only where some may be too long: it takes longer than to read them
            return json.loads(text, parse_int=integer if digits >= _DIGITS_MAX else None, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        at = f"line {error.lineno}, column {error.colno}"
        raise SceneError(field, Words(f"text that makes no sense at {at}"), "valid JSON") from None


@contextlib.contextmanager
def without_collections(text: str) -> Iterator[None]:
    """Have the garbage collector wait while a long text is read: all that it makes is kept, and looked at again and again."""
    import gc

    waits = len(text) > _LONG and gc.isenabled()
    if waits:
        gc.disable()
    try:
        yield
    finally:
        if waits:
            gc.enable()


def _measured(text: str, most: int) -> tuple[int, int, int]:
    """Return the deepest nesting of brackets, their number and the longest run of digits, all outside strings.

    It looks no farther than to the first block with one level or one bracket too many, and takes no recursion.
    """
    depth = deepest = count = longest = run = 0
    for part in _outside_strings(text):
        block = np.frombuffer(part.encode("ascii", "replace"), np.uint8)
        opens, closes = (block == ord("[")) | (block == ord("{")), (block == ord("]")) | (block == ord("}"))
        levels = depth + np.cumsum(opens.view(np.int8) - closes.view(np.int8), dtype=np.int32)
        depth, deepest, count = int(levels[-1]), max(deepest, int(levels.max())), count + int(np.count_nonzero(opens))
        others = np.flatnonzero((block < ord("0")) | (block > ord("9")))
        if len(others):
            longest = max(longest, run + int(others[0]), int(np.diff(others).max(initial=1)) - 1)
            run = len(block) - 1 - int(others[-1])
        else:
            run += len(block)
        if deepest > _DEPTH_MAX or count > most:
            break
    return deepest, count, max(longest, run)


def _outside_strings(text: str) -> Iterator[str]:
    """Yield what is not in strings, in blocks of some length."""
    parts: list[str] = []
    length = end = 0
    for match in itertools.chain(re.finditer(_STRING, text), [None]):
        start = len(text) if match is None else match.start()
        for low in range(end, start, _BLOCK):
            parts.append(text[low : min(low + _BLOCK, start)])
            length += len(parts[-1])
            if length >= _BLOCK:
                yield "".join(parts)
                parts, length = [], 0
        if match is not None:
            parts.append(" ")  # what is before a string and what is after it are two things
            length, end = length + 1, match.end()
    if parts:
        yield "".join(parts)


def _object(field: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise SceneError(field, value, "a JSON object")
    return value


def _list(field: str, value: object, most: int) -> list[Any]:
    if not isinstance(value, list):
        raise SceneError(field, value, "a JSON list")
    if len(value) > most:
        raise SceneError(field, Words(f"{len(value)} entries"), f"at most {most}")
    return value


def _known(field: str, document: dict[str, Any], names: set[str]) -> None:
    unknown = sorted(set(document) - names)
    if unknown:
        raise SceneError(field, unknown[0], "the fields " + ", ".join(sorted(names)))
