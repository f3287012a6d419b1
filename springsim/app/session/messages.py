"""Messages of the board: nothing in them is trusted; `parsed_message` is the only way in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from springsim.app.session.commands import COMMANDS
from springsim.app.session.operation import Command
from springsim.validation.checks import checked_integer
from springsim.validation.errors import SceneError
from springsim.validation.fields import OneOf, Text, checked_fields
from springsim.validation.limits import COUNT_MAX, FRAMES_MAX

COMMANDS_MAX: Final = 500  #: commands in one message


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
        epoch=Text(64)("message.epoch", raw.get("epoch")),
        seen=(
            checked_integer("message.seen[0]", seen[0], -1, COUNT_MAX),
            checked_integer("message.seen[1]", seen[1], 0, FRAMES_MAX),
        ),
        texts=Text(8)("message.texts", raw.get("texts", "")),
        springs=checked_integer("message.springs", raw.get("springs", -1), -1, COUNT_MAX),
        commands=tuple(_command(command) for command in commands),
    )


def _command(raw: object) -> Command | Refused:
    seq = 0
    try:
        if not isinstance(raw, dict):
            raise SceneError("command", raw, "an object")
        seq = checked_integer("command.seq", raw.get("seq"), 1, COUNT_MAX)
        op = OneOf(tuple(COMMANDS))("command.op", raw.get("op"))
        args = {name: value for name, value in raw.items() if name not in ("op", "seq")}
        return Command(seq, op, checked_fields(op, args, COMMANDS[op].args))
    except SceneError as error:
        return Refused(seq, error)
