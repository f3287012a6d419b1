"""A board as an address: the query string that opens it, and what a query string opens."""

from __future__ import annotations

import secrets
import zlib
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from springsim.app.session import lookahead
from springsim.app.session.state import Board, Entry, without_traceback
from springsim.board import settings
from springsim.board.parts import PARTS
from springsim.board.settings import Setting
from springsim.model import laws, presets, scene_file
from springsim.model.scene import Scene
from springsim.validation.errors import SceneError
from springsim.validation.fields import OneOf
from springsim.validation.limits import APP, LINK_MAX

_SCENE: Final = "s"  # name of the field that holds a whole scene
_HIDDEN: Final = "hide"  # name of the field that lists parts of the board
_LISTED_IN_LINK: Final = 10_000  # listed springs beyond which no scene fits into a link: each takes more than two bits
_FOR_LOOKING: Final = 500  # bytes that it may take more because of that
_AT_ONCE: Final = 8_192  # characters that are compressed before looking whether they fit


def opened(query: Mapping[str, str], language: str) -> Board:
    """Return the board that an address asks for: query names of the settings, ``s``, a scene, and ``hide``, parts left out.

    What is wrong with the address is kept in ``errors``; the rest of it holds.
    """
    errors: list[SceneError] = []

    def read(row: Setting, default: Any) -> Any:
        if row.query not in query:
            return default
        try:
            return row.check(row.query, _value(row, query[row.query]))
        except SceneError as error:
            errors.append(without_traceback(error))
            return default

    seed = read(settings.SEED, settings.SEED.default)
    preset = read(settings.PRESET, settings.PRESET.default)
    scene = None
    if _SCENE in query:
        try:
            scene = Scene.from_link(query[_SCENE], limits=APP)
        except SceneError as error:
            errors.append(without_traceback(error))
    pristine = scene is None
    if scene is None:
        scene = presets.load(preset, seed)
    elif settings.PRESET.query not in query:
        preset = ""
    scene = scene.replace(margin=read(settings.MARGIN, scene.margin))
    chosen = settings.chosen({row.id: read(row, row.default) for row in settings.DESCENT})
    entry = Entry(scene, preset, pristine, seed, chosen)
    language = read(settings.LANGUAGE, language)
    trajectory = lookahead.look(entry.scene, entry.settings, lookahead.FIRST)
    rest = lookahead.rest_of(trajectory, lookahead.FIRST)
    hidden = _hidden(query.get(_HIDDEN, ""), errors)
    return Board(secrets.token_hex(8), (entry,), trajectory, rest=rest, language=language, hidden=hidden, errors=tuple(errors))


def language_of(locale: str | None) -> str:
    """Return the language for a browser's locale, English where we have none of its own."""
    return "zh" if (locale or "").lower().startswith("zh") else "en"


def query(board: Board, text: str | None = None) -> str:
    """Return the query string that opens the current entry, without ``?``; empty where that would be too long for a link.

    Parameters
    ----------
    board : Board
        The board.
    text : str, optional
        The `outline` of the entry's scene, if it is at hand.
    """
    entry = board.entry
    fields = {settings.PRESET.query: entry.preset} if entry.preset else {}
    if entry.seed:
        fields[settings.SEED.query] = str(entry.seed)
    if not entry.pristine:
        fields[_SCENE] = _link(entry.scene, text)
        if not fields[_SCENE]:
            return ""
    elif entry.scene.margin != presets.load(entry.preset, entry.seed).margin:
        fields[settings.MARGIN.query] = repr(entry.scene.margin)
    return _query(entry, board.language, fields)


def query_of_moment(board: Board, scene: Scene) -> str:
    """Return the query string that opens a moment of the current entry, seen as `scene`; empty where that would be too long."""
    entry = board.entry
    fields = {settings.PRESET.query: entry.preset} if entry.preset else {}
    link = _link(scene)
    return _query(entry, board.language, {**fields, _SCENE: link}) if link else ""


def outline(scene: Scene) -> str:
    """Return the text of a scene file with empty lists of pairs."""
    s = scene.springs
    positions, labels = scene.positions.tolist(), s.labels.tolist()
    where = scene.domain, laws.id_in_file(scene.law), scene.class_names
    return scene_file.text_of(scene_file.Fields(s.kind, positions, labels, [], [], scene.margin, scene.pinned, *where))


def _hidden(text: str, errors: list[SceneError]) -> tuple[str, ...]:
    """Return the parts of the board that a list names, each once; the first name that is none is added to the errors."""
    names = dict.fromkeys(filter(None, map(str.strip, text.split(","))))
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        errors.append(SceneError(_HIDDEN, unknown[0], "some of " + ", ".join(PARTS)))
    return tuple(name for name in names if name in PARTS)


def _link(scene: Scene, text: str | None = None) -> str:
    """Return the token of a scene, of which the outline may be at hand; empty, and at once, where it would be too long."""
    if sum(map(len, (scene.springs.similar, scene.springs.dissimilar))) > _LISTED_IN_LINK:
        return ""
    packer, size, raw = zlib.compressobj(9), 0, (outline(scene) if text is None else text).encode()
    for start in range(0, len(raw), _AT_ONCE):
        size += len(packer.compress(raw[start : start + _AT_ONCE])) + len(packer.flush(zlib.Z_SYNC_FLUSH))
        looks = 1 + start // _AT_ONCE
        if 4 * (size - looks * _FOR_LOOKING) > 3 * LINK_MAX:  # base64 has four characters for three bytes
            return ""
    return scene.to_link()


def _query(entry: Entry, language: str, fields: dict[str, str]) -> str:
    changed = {row.query: repr(entry.settings[row.id]) for row in settings.DESCENT if entry.settings[row.id] != row.default}
    text = urlencode({**fields, **changed, settings.LANGUAGE.query: language})
    return text if len(text) <= LINK_MAX else ""


def _value(row: Setting, text: str) -> object:
    """Return what a text says: the number, where the setting is one; any other text as it is, for its check to refuse."""
    if isinstance(row.check, OneOf):
        return text
    try:
        value = scene_file.parsed_json(text, 40, "number")
    except SceneError:
        return text
    return value if isinstance(value, int | float) and not isinstance(value, bool) else text
