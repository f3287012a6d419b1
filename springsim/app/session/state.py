"""The state of one visitor's board: session state ↔ scene ↔ query string.

A board is a list of entries, which undo and redo walk along, and the trajectory of the one shown.
"""

from __future__ import annotations

import dataclasses
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from springsim.app.session import lookahead
from springsim.app.session.commands import OPERATIONS
from springsim.app.session.landscape_layer import Survey
from springsim.energy.stability import Stability
from springsim.export.orders import Order
from springsim.model import laws, presets, scene_file
from springsim.model.scene import Scene, checked_margin
from springsim.solvers.simulate import Trajectory
from springsim.validation.checks import checked_integer
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import APP, LINK_MAX, SEED_MAX

DEFAULT_PRESET: Final = "fig2"
DEFAULT_STEP: Final = 0.2  #: multiple of the stable step: many small moves look smooth
_LISTED_IN_LINK: Final = 10_000  # listed springs beyond which no scene fits into a link: each takes more than two bits
_FOR_LOOKING: Final = 500  # bytes that it may take more because of that
_AT_ONCE: Final = 8_192  # characters that are compressed before looking whether they fit


@dataclass(frozen=True, slots=True)
class Entry:
    """One state that undo can return to.

    Attributes
    ----------
    scene : Scene
        Where its trajectory starts.
    preset : str
        Preset it came from, empty for none.
    pristine : bool
        Whether `scene` still is that preset, but for the margin.
    seed : int
        Seed of the preset or of the last random positions.
    step : float
        Step as a multiple of the stable step.
    momentum : float
        β of the heavy ball.
    offset : int
        Steps already made before `scene`, where a trajectory was continued.
    shown : int
        Step that was shown when the entry was left.
    gesture : int
        Number of the gesture that made it, so that one drag is one change; 0 for none.
    """

    scene: Scene
    preset: str = ""
    pristine: bool = False
    seed: int = 0
    step: float = DEFAULT_STEP
    momentum: float = 0.0
    offset: int = 0
    shown: int = 0
    gesture: int = 0


@dataclass(frozen=True, slots=True)
class Shared:
    """A link token, the text of a scene file or a script, asked for by a command; a file has a name."""

    seq: int
    kind: str
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    """A file asked for that takes a while to make.

    Attributes
    ----------
    number : int
        Number of the command.
    name : str
        What the file is called.
    order : Order
        What is in it.
    """

    number: int
    name: str
    order: Order


@dataclass(frozen=True, slots=True)
class Board:
    """All that the server knows of one board.

    Attributes
    ----------
    epoch : str
        Name of this server-side session; a board that knows another one sends what it has.
    entries, index : tuple of Entry, int
        History, and where in it the board is.
    dropped : int
        Entries that fell off the far end of the history.
    trajectory : Trajectory
        Of the current entry.
    rest : Stability or None
        How the loss curves where it ends, if that is an equilibrium.
    serial : int
        Number of this trajectory.
    told : bool
        Whether `rest` was asked for in the last message.
    origin : int
        Number of the first trajectory from the same start: longer looks ahead share it.
    tied : int
        Number of the trajectory with which the springs last changed.
    level : int
        How far ahead the trajectory looks: while dragging, at once, as far as the board needs.
    held : int or None
        Point held by the pointer.
    ack : int
        Number of the last command dealt with.
    language : str
        ``"en"`` or ``"zh"``.
    errors : tuple of SceneError
        What was refused in the last message that brought something new.
    shared : Shared or None
        Answer to a request in it.
    leaving : str
        Page that the visitor goes to, if any.
    export : Export or None
        File that is being made.
    survey : Survey or None
        Landscape of a point that was asked for in the last message.
    piece : int
        Place from which on a piece of that file is asked for; −1 for none.
    """

    epoch: str
    entries: tuple[Entry, ...]
    trajectory: Trajectory
    index: int = 0
    dropped: int = 0
    rest: Stability | None = None
    told: bool = False
    serial: int = 0
    origin: int = 0
    tied: int = 0
    level: int = lookahead.FIRST
    held: int | None = None
    ack: int = 0
    language: str = "en"
    errors: tuple[SceneError, ...] = ()
    shared: Shared | None = None
    leaving: str = ""
    export: Export | None = None
    survey: Survey | None = None
    piece: int = -1

    @property
    def entry(self) -> Entry:
        """The entry shown."""
        return self.entries[self.index]

    @property
    def ends(self) -> bool:
        """Whether the trajectory goes as far as the board looks ahead by itself."""
        return self.trajectory.status != "max_steps" or self.level >= lookahead.FULL


def opened(query: Mapping[str, str], language: str) -> Board:
    """Return the board that an address asks for: ``preset``, ``seed``, ``margin``, ``step``, ``momentum``, ``s`` and ``lang``.

    What is wrong with the address is kept in ``errors``; the rest of it holds.
    """
    errors: list[SceneError] = []

    def read(name: str, default: Any, parse: Any) -> Any:
        if name not in query:
            return default
        try:
            return parse(query[name])
        except SceneError as error:
            errors.append(without_traceback(error))
            return default

    seed = read("seed", 0, lambda text: checked_integer("seed", _number(text), 0, SEED_MAX))
    preset = read("preset", DEFAULT_PRESET, lambda text: presets.get(text).id)
    scene = read("s", None, lambda token: Scene.from_link(token, limits=APP))
    pristine = scene is None
    if scene is None:
        scene = presets.load(preset, seed)
    elif "preset" not in query:
        preset = ""
    margin = read("margin", scene.margin, lambda text: checked_margin(_number(text)))
    entry = Entry(
        scene.replace(margin=margin),
        preset,
        pristine,
        seed,
        read("step", DEFAULT_STEP, lambda text: OPERATIONS["step"]["value"]("step", _number(text))),
        read("momentum", 0.0, lambda text: OPERATIONS["momentum"]["value"]("momentum", _number(text))),
    )
    language = read("lang", language, lambda text: OPERATIONS["language"]["value"]("lang", text))
    trajectory = lookahead.look(entry.scene, entry.step, entry.momentum, lookahead.FIRST)
    rest = lookahead.rest_of(trajectory, lookahead.FIRST)
    return Board(secrets.token_hex(8), (entry,), trajectory, rest=rest, language=language, errors=tuple(errors))


def language_of(locale: str | None) -> str:
    """Return the language for a browser's locale, English where we have none of its own."""
    return "zh" if (locale or "").lower().startswith("zh") else "en"


def refused(board: Board, error: SceneError) -> Board:
    """Return the board as it was, with what was wrong with a message."""
    return dataclasses.replace(board, errors=(without_traceback(error),), shared=None)


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
    fields = {"preset": entry.preset} if entry.preset else {}
    if entry.seed:
        fields["seed"] = str(entry.seed)
    if not entry.pristine:
        fields["s"] = _link(entry.scene, text)
        if not fields["s"]:
            return ""
    elif entry.scene.margin != presets.load(entry.preset, entry.seed).margin:
        fields["margin"] = repr(entry.scene.margin)
    return _query(entry, board.language, fields)


def query_of_moment(board: Board, scene: Scene) -> str:
    """Return the query string that opens a moment of the current entry, seen as `scene`; empty where that would be too long."""
    entry = board.entry
    lineage = {"preset": entry.preset} if entry.preset else {}
    link = _link(scene)
    return _query(entry, board.language, {**lineage, "s": link}) if link else ""


def outline(scene: Scene) -> str:
    """Return the text of a scene file with empty lists of pairs."""
    s = scene.springs
    positions, labels = scene.positions.tolist(), s.labels.tolist()
    where = scene.domain, laws.id_in_file(scene.law)
    return scene_file.text_of(scene_file.Fields(s.kind, positions, labels, [], [], scene.margin, scene.pinned, *where))


def without_traceback(error: SceneError) -> SceneError:
    """Return the error without its traceback, which would keep alive all that was sent."""
    return SceneError(error.field, Words(error.value), error.allowed)


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
    if entry.step != DEFAULT_STEP:
        fields["step"] = repr(entry.step)
    if entry.momentum:
        fields["momentum"] = repr(entry.momentum)
    fields["lang"] = language
    text = urlencode(fields)
    return text if len(text) <= LINK_MAX else ""


def _number(text: str) -> object:
    """Return the number that a text says; another text as it is, for a check to refuse."""
    try:
        value = scene_file.parsed_json(text, 40, "number")
    except SceneError:
        return text
    return value if isinstance(value, int | float) and not isinstance(value, bool) else text
