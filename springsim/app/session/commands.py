"""Messages of the board: what may be in them. Nothing of them is trusted; `parsed_message` is the only way in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from springsim.app.session.pages import PAGES
from springsim.export import orders
from springsim.model.domains import DOMAINS
from springsim.validation import limits
from springsim.validation.checks import checked_integer, checked_number
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import (
    APP,
    ARROW_MAX,
    BOARD_WORDS,
    COORDINATE_MAX,
    FRAMES_MAX,
    LABEL_MAX,
    RESTORE_MAX,
    SEED_MAX,
    VIEW_MAX,
    VIEW_SCALE_MIN,
)

COMMANDS_MAX: Final = 500  #: commands in one message
ENTRIES_MAX: Final = 100  #: states that undo can return to
STEP_MIN: Final = 0.05  #: step, as a multiple of the stable step
STEP_MAX: Final = 2.5
MOMENTUM_MAX: Final = 0.95
MARGIN_MIN: Final = 0.1  #: margins on the app's slider; links and files may hold any that the library takes
MARGIN_MAX: Final = 3.0
SCRIPT: Final = "py"  #: format of an export that is answered at once
_NUMBER_MAX: Final = 2**53
_STAGE_MAX: Final = 10_000  # pixels across the picture on the board

Check = Callable[[str, Any], Any]


@dataclass(frozen=True, slots=True)
class Command:
    """One change or request, in the order in which it was made.

    Attributes
    ----------
    seq : int
        Number in the log, ascending from 1.
    op : str
        What to do.
    args : dict
        Its arguments, checked.
    """

    seq: int
    op: str
    args: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refused:
    """A command that is not one: its number in the log, 0 where even that is missing, and what is wrong with it."""

    seq: int
    error: SceneError


@dataclass(frozen=True, slots=True)
class Message:
    """What the board sends: the frame seen, and the commands that were not yet acknowledged.

    Attributes
    ----------
    epoch : str
        Session the commands were made for.
    seen : tuple of int
        Serial number of the trajectory on the board, and index of the frame seen.
    texts : str
        Language of the texts that the board has, if any.
    springs : int
        Serial number of the spring list that the board has; −1 for none.
    commands : tuple of Command or Refused
        In order.
    """

    epoch: str
    seen: tuple[int, int]
    texts: str
    springs: int
    commands: tuple[Command | Refused, ...]


def _number(low: float, high: float) -> Check:
    return lambda name, value: checked_number(name, value, low, high)


def _integer(low: int, high: int) -> Check:
    return lambda name, value: checked_integer(name, value, low, high)


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise SceneError(name, value, "true or false")
    return value


def _text(longest: int) -> Check:
    def check(name: str, value: Any) -> str:
        if not isinstance(value, str):
            raise SceneError(name, value, "text")
        if len(value) > longest:
            raise SceneError(name, Words(f"{len(value)} characters"), f"at most {longest} characters")
        return value

    return check


def _one_of(*words: str) -> Check:
    def check(name: str, value: Any) -> str:
        if not isinstance(value, str) or value not in words:
            raise SceneError(name, value, "one of " + ", ".join(words))
        return value

    return check


def _entries(name: str, value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not 0 < len(value) <= ENTRIES_MAX:
        raise SceneError(name, value, f"a list of 1 to {ENTRIES_MAX} states")
    entries = [_fields(f"{name}[{k}]", entry, _ENTRY) for k, entry in enumerate(value)]
    size = sum(len(entry["scene"]) for entry in entries)
    if size > RESTORE_MAX:
        raise SceneError(name, Words(f"{size} characters"), f"at most {RESTORE_MAX} characters")
    return entries


_COORDINATE = _number(-COORDINATE_MAX, COORDINATE_MAX)
_POINT = _integer(0, APP.points - 1)
_LABEL = _integer(0, LABEL_MAX)
_SEED = _integer(0, SEED_MAX)
_COUNT = _integer(0, _NUMBER_MAX)
_STEP = _number(STEP_MIN, STEP_MAX)
_MOMENTUM = _number(0.0, MOMENTUM_MAX)
_GESTURE: Final[dict[str, Check]] = {"gesture": _COUNT, "live": _flag}

_ENTRY: Final[dict[str, Check]] = {
    "scene": _text(APP.text),
    "preset": _text(100),
    "pristine": _flag,
    "seed": _SEED,
    "step": _STEP,
    "momentum": _MOMENTUM,
    "offset": _COUNT,
    "shown": _COUNT,
}

OPERATIONS: Final[dict[str, dict[str, Check]]] = {
    "add": {"x": _COORDINATE, "y": _COORDINATE, "label": _LABEL, "to": _integer(-1, APP.points - 1)},
    "move": {"i": _POINT, "x": _COORDINATE, "y": _COORDINATE, **_GESTURE},
    "delete": {"i": _POINT},
    "pin": {"i": _POINT, "on": _flag},
    "label": {"i": _POINT, "label": _LABEL},
    "tie": {"i": _POINT, "j": _POINT, "similar": _flag, "dissimilar": _flag},
    "springs": {"kind": _one_of("labels", "pairs", "none")},
    "margin": {"value": _number(limits.MARGIN_MIN, limits.MARGIN_MAX), **_GESTURE},
    "step": {"value": _STEP, **_GESTURE},
    "momentum": {"value": _MOMENTUM, **_GESTURE},
    "preset": {"id": _text(100), "seed": _SEED},
    "scatter": {"seed": _SEED},
    "nudge": {"seed": _SEED},
    "domain": {"value": _one_of(*DOMAINS)},
    "clear": {},
    "open": {"text": _text(APP.text)},
    "undo": {},
    "redo": {},
    "more": {},
    "rest": {},
    "resume": {},
    "share": {"kind": _one_of("link", "start", "file")},
    "language": {"value": _one_of("en", "zh")},
    "export": {
        "format": _one_of(*orders.FORMATS, SCRIPT),
        "width": _integer(1, _STAGE_MAX),
        "height": _integer(1, _STAGE_MAX),
        "x": _number(-VIEW_MAX, VIEW_MAX),
        "y": _number(-VIEW_MAX, VIEW_MAX),
        "scale": _number(VIEW_SCALE_MIN, VIEW_MAX),
        "arrows": _number(1e-4, ARROW_MAX),
        "words": _number(*BOARD_WORDS),
        "selected": _integer(-1, APP.points - 1),
        **dict.fromkeys(("springs", "every", "forces", "margin", "trails", "landscape", "dark"), _flag),
    },
    "landscape": {"point": _POINT, **dict.fromkeys(("left", "right", "bottom", "top"), _number(-VIEW_MAX, VIEW_MAX))},
    "poll": {"at": _COUNT},
    "drop": {},
    "go": {"page": _one_of(*PAGES)},
    "restore": {"entries": _entries, "index": _integer(0, ENTRIES_MAX - 1)},
}


def parsed_message(raw: object) -> Message:
    """Return a message of the board, checked field by field; each command that is refused becomes a `Refused`.

    Raises
    ------
    SceneError
        If the message as a whole is not one.
    """
    if not isinstance(raw, dict):
        raise SceneError("message", raw, "an object")
    seen = raw.get("seen")
    if not isinstance(seen, list) or len(seen) != 2:
        raise SceneError("message.seen", seen, "two whole numbers")
    commands = raw.get("commands")
    if not isinstance(commands, list) or len(commands) > COMMANDS_MAX:
        raise SceneError("message.commands", commands, f"a list of at most {COMMANDS_MAX}")
    return Message(
        epoch=_text(64)("message.epoch", raw.get("epoch")),
        seen=(
            checked_integer("message.seen[0]", seen[0], -1, _NUMBER_MAX),
            checked_integer("message.seen[1]", seen[1], 0, FRAMES_MAX),
        ),
        texts=_text(8)("message.texts", raw.get("texts", "")),
        springs=checked_integer("message.springs", raw.get("springs", -1), -1, _NUMBER_MAX),
        commands=tuple(_command(command) for command in commands),
    )


def _command(raw: object) -> Command | Refused:
    seq = 0
    try:
        if not isinstance(raw, dict):
            raise SceneError("command", raw, "an object")
        seq = checked_integer("command.seq", raw.get("seq"), 1, _NUMBER_MAX)
        op = _one_of(*OPERATIONS)("command.op", raw.get("op"))
        args = {name: value for name, value in raw.items() if name not in ("op", "seq")}
        return Command(seq, op, _fields(op, args, OPERATIONS[op]))
    except SceneError as error:
        return Refused(seq, error)


def _fields(where: str, raw: object, checks: dict[str, Check]) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise SceneError(where, raw, "an object")
    unknown = sorted(str(name) for name in raw if name not in checks)
    if unknown:
        raise SceneError(where, unknown[0], "the fields " + ", ".join(checks) if checks else "no fields")
    return {name: check(f"{where}.{name}", raw.get(name)) for name, check in checks.items()}
