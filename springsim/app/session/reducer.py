"""The reducer of the board: board and message in, board out."""

from __future__ import annotations

import dataclasses

from springsim.app.session import history, lookahead, state
from springsim.app.session.commands import COMMANDS
from springsim.app.session.messages import Message, Refused
from springsim.app.session.operation import Command
from springsim.app.session.state import Board, Entry
from springsim.model import presets
from springsim.model.scene import Scene
from springsim.validation.errors import SceneError


def handled(board: Board, message: Message) -> Board:
    """Return the board after a message: each new command in turn, then one look ahead.

    Commands made for another epoch are left alone: the board will see the new epoch in the answer and send its entries. A
    message that brings nothing new, sent again because its answer was lost, gets the same answer.
    """
    if message.epoch != board.epoch or all(0 < command.seq <= board.ack for command in message.commands):
        return board
    before = board
    board = dataclasses.replace(board, errors=(), shared=None, leaving="", piece=-1, survey=None, rest_asked=False)
    board = dataclasses.replace(board, recalled=None, missing=None, pages=None)
    seen = _frame_seen(board, message)
    afterwards: dict[str, Command] = {}
    for command in message.commands:
        if 0 < command.seq <= board.ack:
            continue
        if isinstance(command, Refused):
            board = state.with_error(board, command.error)
        elif COMMANDS[command.op].of_result:
            afterwards[command.op] = command
        else:
            board = _applied(board, command, seen)
        board = dataclasses.replace(board, ack=max(board.ack, command.seq))
        if board.entry is not before.entry:
            seen = None
    board = _looked_ahead(board, before)
    for command in afterwards.values():
        board = _applied(board, command, seen)
    return board


def placed(board: Board, preset: str, margin: float) -> Board:
    """Return the board with a preset at a margin, as one change made elsewhere than on it."""
    return _placed(board, Entry(presets.load(preset).replace(margin=margin), preset, pristine=True))


def placed_scene(board: Board, scene: Scene, preset: str) -> Board:
    """Return the board with a scene, as one change made elsewhere; the preset is the one that it came from, if any."""
    return _placed(board, Entry(scene, preset))


def _placed(board: Board, entry: Entry) -> Board:
    after = history.pushed(board, entry, None)
    return _looked_ahead(dataclasses.replace(after, held=(), level=lookahead.FIRST, errors=(), shared=None), board)


def _frame_seen(board: Board, message: Message) -> int | None:
    """Return the frame of the current trajectory that the visitor acted on; None stands for the start of the entry."""
    number, frame = message.seen
    return min(frame, len(board.trajectory) - 1) if number == board.serial else None


def _applied(board: Board, command: Command, seen: int | None) -> Board:
    """Return the board after one command; as it was, but for the error, where the command is refused."""
    try:
        return COMMANDS[command.op].act(board, command, seen)
    except SceneError as error:
        return state.with_error(board, error)


def _looked_ahead(board: Board, before: Board) -> Board:
    """Return the board with the trajectory of its entry, as far ahead as its level says."""
    entry = board.entry
    start = entry.scene, entry.settings, board.held
    same = start == (before.entry.scene, before.entry.settings, before.held) and board.index == before.index
    if same and board.level == before.level:
        return board
    if same and before.ends and before.level > lookahead.LIVE:
        return dataclasses.replace(board, level=before.level)
    number = before.serial + 1
    trajectory = lookahead.look(entry.scene, entry.settings, board.level, held=board.held, shown=entry.shown)
    return dataclasses.replace(
        board,
        trajectory=trajectory,
        rest=lookahead.rest_of(trajectory, board.level),
        serial=number,
        origin=before.origin if same else number,
        springs_serial=before.springs_serial if entry.scene.springs is before.entry.scene.springs else number,
    )
