"""Boards to test with, the messages a board sends, and an independent reader of what it is sent."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np

from springsim import Scene
from springsim.ui import state
from springsim.ui.commands import parsed_message
from tests import oracle

#: Element types of the arrays of an answer, by name.
DTYPES = {"positions": "<f4", "forces": "<f4", "numbers": "<f8", "curves": "<f4", "pairs": "<u2", "similar": "u1"}


def small(kind: str = "labels", margin: float = 1.2) -> Scene:
    """Return five points of three classes, the last one pinned, that take a while to come to rest."""
    x = [[0.1, 0.2], [0.9, -0.4], [-0.5, 0.3], [0.3, 0.75], [-0.2, -0.6]]
    labels, pinned = [0, 0, 1, 2, 1], [False] * 4 + [True]
    if kind == "labels":
        return Scene.from_labels(x, labels, margin, pinned)
    if kind == "neighbours":
        return Scene.from_neighbours(x, [(0, 1), (1, 2), (3, 4)], margin, pinned, labels=labels)
    return Scene.from_pairs(x, [(0, 1), (2, 3), (1, 4)], [(0, 2), (2, 3), (0, 4)], margin, pinned, labels=labels)


def board_of(scene: Scene, **query: str) -> state.Board:
    """Return the board that a link to a scene opens."""
    board = state.opened({"s": scene.to_link(), **query}, "en")
    assert board.errors == ()
    assert board.entry.scene == scene
    return board


def command(op: str, **args: Any) -> dict[str, Any]:
    """Return a command that has no number yet."""
    return {"op": op, **args}


def message(board: state.Board, *commands: dict[str, Any], frame: int = 0) -> dict[str, Any]:
    """Return the message with these commands, as sent while a frame of the board's trajectory is shown."""
    numbered = [{"seq": board.ack + 1 + k, **c} for k, c in enumerate(commands)]
    return {"epoch": board.epoch, "seen": [board.serial, frame], "texts": "", "springs": -1, "commands": numbered}


def sent(board: state.Board, *commands: dict[str, Any], frame: int = 0) -> state.Board:
    """Return the board after these commands."""
    return state.handled(board, parsed_message(message(board, *commands, frame=frame)))


def done(board: state.Board, op: str, frame: int = 0, **args: Any) -> state.Board:
    """Return the board after one command, which must not be refused."""
    after = sent(board, command(op, **args), frame=frame)
    assert after.errors == ()
    return after


def shared(board: state.Board) -> state.Shared:
    """Return what a board was given on request."""
    assert board.shared is not None
    return board.shared


def springs(scene: Scene) -> list[tuple[int, int, bool]]:
    """Return every spring as (i, j, similar), in order, counted naively."""
    return sorted(oracle.springs(scene))


def decoded(block: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray[Any, Any]]]:
    """Return the head and the arrays of an answer, read by the layout that is documented."""
    (length,) = struct.unpack_from("<I", block)
    assert (4 + length) % 8 == 0
    head = json.loads(block[4 : 4 + length].decode("utf-8"), parse_constant=_refuse)
    arrays, end = {}, 0
    for name, (offset, shape) in head["arrays"].items():
        assert offset % 8 == 0
        assert offset >= end, "arrays overlap"
        count = int(np.prod(shape, dtype=int))
        arrays[name] = np.frombuffer(block, DTYPES[name], count, 4 + length + offset).reshape(shape)
        end = offset + arrays[name].nbytes
    assert len(block) == 4 + length + end + -end % 8
    return head, arrays


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")
