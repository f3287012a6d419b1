"""What a command is: one that came in a message, and the row of the table of commands that says how to read and obey it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from springsim.app.session.state import Board
from springsim.validation.fields import Check


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


#: Board, command and frame seen → board. The frame is one of the current trajectory; None stands for the start of the entry.
Act = Callable[[Board, Command, int | None], Board]


@dataclass(frozen=True, slots=True)
class Operation:
    """One row of the table of commands.

    Attributes
    ----------
    args : mapping
        Its arguments by name, each with its check.
    act : callable
        What it makes of a board; raises `SceneError` where it is refused.
    of_result : bool
        Whether it is about what all commands of its message lead to, so that it is done after them, and once.
    """

    args: Mapping[str, Check]
    act: Act
    of_result: bool = False
