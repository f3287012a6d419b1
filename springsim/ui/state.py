"""The state of one visitor's board: session state ↔ scene ↔ query string.

A board is a list of entries, which undo and redo walk along, and the trajectory of the one shown. `handled` is the reducer:
board and message in, board out.
"""

from __future__ import annotations

import copy
import dataclasses
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import numpy as np

from springsim import presets, serial
from springsim.checks import checked_integer
from springsim.dynamics import FRAMES, Trajectory, simulate
from springsim.equilibrium import escapes
from springsim.errors import SceneError
from springsim.forces import stable_step
from springsim.limits import APP, LINK_MAX, SEED_MAX
from springsim.scene import Scene, checked_margin
from springsim.ui import edits
from springsim.ui.commands import ENTRIES_MAX, OPERATIONS, Command, Message, Refused

DEFAULT_PRESET: Final = "fig2"
DEFAULT_STEP: Final = 0.2  #: multiple of the stable step: many small moves look smooth
LANGUAGES: Final = ("en", "zh")

_LIVE, _FIRST, _PLAY, FULL = range(4)  # how far ahead an answer looks: while dragging, at once, while it plays, at most
_SECONDS: Final = (0.008, 0.02, 0.3, 1.0)  # about how long such an answer may take to compute
_STEPS_LEAST: Final = (20, 40, 800, 2000)
_STEPS_MOST: Final = (200, 2000, 20_000, 20_000)
_LIVE_FRAMES: Final = 60
_POINT_FRAMES: Final = 48_000  # frames × points in one answer


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
    """A link token or the text of a scene file, asked for by a command."""

    seq: int
    kind: str
    text: str


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
    saddle : bool
        Whether it ends at rest where a nudge would make it leave.
    serial : int
        Number of this trajectory.
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
    """

    epoch: str
    entries: tuple[Entry, ...]
    trajectory: Trajectory
    index: int = 0
    dropped: int = 0
    saddle: bool = False
    serial: int = 0
    origin: int = 0
    tied: int = 0
    level: int = _FIRST
    held: int | None = None
    ack: int = 0
    language: str = "en"
    errors: tuple[SceneError, ...] = ()
    shared: Shared | None = None

    @property
    def entry(self) -> Entry:
        """The entry shown."""
        return self.entries[self.index]

    @property
    def ends(self) -> bool:
        """Whether the trajectory goes as far as the board looks ahead by itself."""
        return self.trajectory.status != "max_steps" or self.level >= FULL


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
            errors.append(_kept(error))
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
    trajectory = _ahead(entry, _FIRST, None)
    saddle = _rests_on_saddle(trajectory, _FIRST)
    return Board(secrets.token_hex(8), (entry,), trajectory, saddle=saddle, language=language, errors=tuple(errors))


def language_of(locale: str | None) -> str:
    """Return the language for a browser's locale, English where we have none of its own."""
    return "zh" if (locale or "").lower().startswith("zh") else "en"


def refused(board: Board, error: SceneError) -> Board:
    """Return the board as it was, with what was wrong with a message."""
    return dataclasses.replace(board, errors=(_kept(error),), shared=None)


def query(board: Board) -> str:
    """Return the query string that opens the current entry, without ``?``; empty where that would be too long for a link."""
    entry = board.entry
    fields = {"preset": entry.preset} if entry.preset else {}
    if entry.seed:
        fields["seed"] = str(entry.seed)
    if not entry.pristine:
        fields["s"] = entry.scene.to_link()
    elif entry.scene.margin != presets.load(entry.preset, entry.seed).margin:
        fields["margin"] = repr(entry.scene.margin)
    return _query(entry, board.language, fields)


def handled(board: Board, message: Message) -> Board:
    """Return the board after a message: each new command in turn, then one look ahead.

    Commands made for another epoch are left alone: the board will see the new epoch in the answer and send its entries. A
    message that brings nothing new, sent again because its answer was lost, gets the same answer.
    """
    if message.epoch != board.epoch or all(0 < command.seq <= board.ack for command in message.commands):
        return board
    before = board
    board = dataclasses.replace(board, errors=(), shared=None)
    seen = _frame_seen(board, message)
    for command in message.commands:
        if 0 < command.seq <= board.ack:
            continue
        try:
            if isinstance(command, Refused):
                raise command.error
            board = _applied(board, command, seen)
        except SceneError as error:
            board = dataclasses.replace(board, errors=(*board.errors, _kept(error)))
        board = dataclasses.replace(board, ack=max(board.ack, command.seq))
        if board.entry is not before.entry:
            seen = None
    return _looked_ahead(board, before)


def frame_of_step(trajectory: Trajectory, step: int) -> int:
    """Return the index of the last frame that is not later than `step`."""
    return max(int(np.searchsorted(trajectory.steps, step, side="right")) - 1, 0)


def _frame_seen(board: Board, message: Message) -> int | None:
    """Return the frame of the current trajectory that the visitor acted on; None stands for the start of the entry."""
    number, frame = message.seen
    return min(frame, len(board.trajectory) - 1) if number == board.serial else None


def _applied(board: Board, command: Command, seen: int | None) -> Board:
    a, op = command.args, command.op
    if op in ("undo", "redo"):
        return _stepped(board, -1 if op == "undo" else 1, seen)
    if op == "more":
        return dataclasses.replace(board, level=min(board.level + 1, FULL))
    if op == "language":
        return dataclasses.replace(board, language=a["value"])
    if op == "restore":
        return _restored(board, a["entries"], a["index"])
    here = _scene_seen(board, seen)
    if op == "share":
        return dataclasses.replace(board, shared=_shared(board, here, command))
    old = board.entry
    entry = dataclasses.replace(old, scene=here, pristine=old.pristine and not seen, gesture=0, offset=0, shown=0)
    if op == "resume":
        steps = 0 if seen is None else int(board.trajectory.steps[seen])
        return dataclasses.replace(_pushed(board, dataclasses.replace(entry, offset=old.offset + steps), seen), level=_FIRST)
    live = a.get("live", False)
    entry = dataclasses.replace(_changed(entry, op, a), gesture=a.get("gesture", 0))
    held = a["i"] if op == "move" and live else None
    return dataclasses.replace(_pushed(board, entry, seen), held=held, level=_LIVE if live else _FIRST)


def _changed(entry: Entry, op: str, a: Mapping[str, Any]) -> Entry:
    """Return the entry with one change of its scene or settings; what is not a valid change raises `SceneError`."""
    scene = entry.scene
    for name in ("i", "j", "to"):
        if a.get(name, -1) >= len(scene):
            raise SceneError(f"{op}.{name}", a[name], f"the index of a point, below {len(scene)}")
    own: dict[str, Any] = {"pristine": False}
    if op == "add":
        scene = edits.added(scene, a["x"], a["y"], a["label"], a["to"])
    elif op == "move":
        scene = edits.moved(scene, a["i"], a["x"], a["y"])
    elif op == "delete":
        scene = edits.removed(scene, a["i"])
    elif op == "pin":
        scene = edits.pinned(scene, a["i"], a["on"])
    elif op == "label":
        scene = edits.relabelled(scene, a["i"], a["label"])
    elif op == "tie":
        if a["i"] == a["j"]:
            raise SceneError("tie.j", a["j"], "another point than i")
        scene = edits.tied(scene, a["i"], a["j"], a["similar"], a["dissimilar"])
    elif op == "springs":
        scene = {"labels": edits.by_class, "pairs": edits.by_hand, "none": edits.untied}[a["kind"]](scene)
    elif op == "margin":
        scene, own = scene.replace(margin=a["value"]), {}
    elif op in ("step", "momentum"):
        own = {op: a["value"]}
    elif op == "preset":
        scene, own = presets.load(a["id"], a["seed"]), {"preset": a["id"], "seed": a["seed"], "pristine": True}
        own |= {"step": DEFAULT_STEP, "momentum": 0.0}
    elif op == "scatter":
        scene, own = edits.scattered(scene, a["seed"]), {"seed": a["seed"], "pristine": False}
    elif op == "nudge":
        scene = scene.nudged(a["seed"])
    elif op == "clear":
        scene = edits.cleared(scene)
    elif op == "open":
        scene, own = Scene.from_json(a["text"], limits=APP), {"preset": "", "pristine": False}
    else:
        raise AssertionError(op)
    return dataclasses.replace(entry, scene=scene, **own)


def _scene_seen(board: Board, seen: int | None) -> Scene:
    """Return the scene of the frame seen, with the pins of the entry (a held point is not pinned)."""
    scene = board.entry.scene
    return scene if seen is None else scene.replace(positions=board.trajectory.positions[seen])


def _pushed(board: Board, entry: Entry, seen: int | None) -> Board:
    """Return the board with a new entry after the current one, or in its place while the same gesture goes on."""
    same = entry.gesture != 0 and entry.gesture == board.entry.gesture
    past = board.entries[: board.index] if same else (*board.entries[: board.index], _left(board, seen))
    entries = (*past, entry)
    surplus = max(len(entries) - ENTRIES_MAX, 0)
    return dataclasses.replace(
        board, entries=entries[surplus:], index=len(entries) - surplus - 1, dropped=board.dropped + surplus
    )


def _left(board: Board, seen: int | None) -> Entry:
    """Return the current entry with a note of the step that is shown; one that was never seen keeps its note."""
    return board.entry if seen is None else dataclasses.replace(board.entry, shown=int(board.trajectory.steps[seen]))


def _stepped(board: Board, by: int, seen: int | None) -> Board:
    index = board.index + by
    if not 0 <= index < len(board.entries):
        return board
    entries = list(board.entries)
    entries[board.index] = _left(board, seen)
    return dataclasses.replace(board, entries=tuple(entries), index=index, held=None, level=_FIRST)


def _restored(board: Board, documents: list[dict[str, Any]], index: int) -> Board:
    if index >= len(documents):
        raise SceneError("restore.index", index, f"below the number of entries, {len(documents)}")
    entries: list[Entry] = []
    for k, document in enumerate(documents):
        if document["preset"]:
            presets.get(document["preset"])
        elif document["pristine"]:
            raise SceneError(f"restore.entries[{k}].pristine", True, "false where there is no preset")
        scene = Scene.from_json(document["scene"], limits=APP)
        if entries:
            scene = edits.sharing(scene, entries[-1].scene)
        entries.append(Entry(**{**document, "scene": scene}))
    return dataclasses.replace(board, entries=tuple(entries), index=index, dropped=0, held=None, level=_FIRST)


def _shared(board: Board, here: Scene, command: Command) -> Shared:
    if command.args["kind"] == "file":
        return Shared(command.seq, "file", here.to_json())
    kind, entry = command.args["kind"], board.entry
    if kind == "start":
        return Shared(command.seq, kind, query(board))
    lineage = {"preset": entry.preset} if entry.preset else {}
    return Shared(command.seq, kind, _query(entry, board.language, {**lineage, "s": here.to_link()}))


def _query(entry: Entry, language: str, fields: dict[str, str]) -> str:
    if entry.step != DEFAULT_STEP:
        fields["step"] = repr(entry.step)
    if entry.momentum:
        fields["momentum"] = repr(entry.momentum)
    fields["lang"] = language
    text = urlencode(fields)
    return text if len(text) <= LINK_MAX else ""


def _looked_ahead(board: Board, before: Board) -> Board:
    """Return the board with the trajectory of its entry, as far ahead as its level says."""
    start = board.entry.scene, board.entry.step, board.entry.momentum, board.held
    same = start == (before.entry.scene, before.entry.step, before.entry.momentum, before.held) and board.index == before.index
    if same and board.level == before.level:
        return board
    if same and before.ends and before.level > _LIVE:
        return dataclasses.replace(board, level=before.level)
    number = before.serial + 1
    trajectory = _ahead(board.entry, board.level, board.held)
    return dataclasses.replace(
        board,
        trajectory=trajectory,
        saddle=_rests_on_saddle(trajectory, board.level),
        serial=number,
        origin=before.origin if same else number,
        tied=before.tied if board.entry.scene.springs is before.entry.scene.springs else number,
    )


def _ahead(entry: Entry, level: int, held: int | None) -> Trajectory:
    scene = entry.scene if held is None else edits.pinned(entry.scene, held, True)
    steps = _steps(scene, level)
    if level == _FIRST:  # an entry that undo returns to is shown where it was left
        steps = max(steps, min(entry.shown, _steps(scene, FULL)))
    frames = _LIVE_FRAMES if level == _LIVE else int(np.clip(_POINT_FRAMES // max(len(scene), 1), 100, FRAMES))
    return simulate(scene, steps, entry.step * stable_step(scene), entry.momentum, frames=frames)


def _rests_on_saddle(trajectory: Trajectory, level: int) -> bool:
    return level > _LIVE and trajectory.converged and escapes(trajectory.final, _steps(trajectory.scene, _FIRST))


def _steps(scene: Scene, level: int) -> int:
    seconds_a_step = 60e-6 + 12e-9 * sum(scene.springs.counts)  # measured; sets how much is computed at once, never what
    return int(np.clip(_SECONDS[level] / seconds_a_step, _STEPS_LEAST[level], _STEPS_MOST[level]))


def _kept(error: SceneError) -> SceneError:
    """Return the error without its traceback, which would keep alive all that was sent."""
    return copy.copy(error)


def _number(text: str) -> object:
    """Return the number that a text says; another text as it is, for a check to refuse."""
    try:
        value = serial.parsed_json(text, 40, "number")
    except SceneError:
        return text
    return value if isinstance(value, int | float) and not isinstance(value, bool) else text
