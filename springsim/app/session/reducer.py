"""The reducer of the board: board and message in, board out."""

from __future__ import annotations

import dataclasses

from springsim.app.session import changes, history, lookahead, state
from springsim.app.session.commands import COMMANDS
from springsim.app.session.messages import Message, Refused
from springsim.app.session.operation import Command
from springsim.app.session.state import Board, Entry
from springsim.model import presets
from springsim.model.scene import Scene
from springsim.solvers.simulate import Trajectory
from springsim.validation.errors import SceneError


def handled(board: Board, message: Message) -> Board:
    """Return the board after a message: each new command in turn, then one look ahead.

    Commands made for another epoch are left alone: the board will see the new epoch in the answer and send its entries. A
    message that brings nothing new, sent again because its answer was lost, gets the same answer; one without commands, that
    all in it was heard, and it is let go.
    """
    again = message.commands and all(0 < command.seq <= board.ack for command in message.commands)
    if message.epoch != board.epoch or again:
        return board
    before = board
    board = dataclasses.replace(board, errors=(), shared=None, leaving="", piece=-1, survey=None, rest_asked=False)
    board = dataclasses.replace(board, inspected=None, recalled=None, missing=None, run_asked="", pages=None)
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


def placed_run(board: Board, trajectory: Trajectory) -> Board:
    """Return the board with a run to be played as it was recorded, as one change made elsewhere."""
    return _arrived(changes.with_run(board, trajectory, None), board)


def _placed(board: Board, entry: Entry) -> Board:
    return _arrived(dataclasses.replace(history.pushed(board, entry, None), held=(), level=lookahead.FIRST), board)


def _arrived(after: Board, before: Board) -> Board:
    return _looked_ahead(dataclasses.replace(after, errors=(), shared=None), before)


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
    start = entry.scene, entry.settings, board.held, entry.run
    was = before.entry.scene, before.entry.settings, before.held, before.entry.run
    same = start == was and board.index == before.index
    if same and board.level == before.level:
        return board
    if same and before.ends and before.level > lookahead.LIVE:
        return dataclasses.replace(board, level=before.level)
    number = before.serial + 1
    trajectory = lookahead.look(entry.scene, entry.settings, board.level, held=board.held, shown=entry.shown, run=entry.run)
    alike = same or (entry.run is not None and entry.run is before.entry.run)  # at another margin it stays where it was
    return dataclasses.replace(
        board,
        trajectory=trajectory,
        rest=lookahead.rest_of(trajectory, board.level),
        serial=number,
        origin=before.origin if alike else number,
        springs_serial=before.springs_serial if entry.scene.springs is before.entry.scene.springs else number,
    )
