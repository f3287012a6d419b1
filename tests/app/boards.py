"""Boards to test with, the messages a board sends, and an independent reader of what it is sent."""

from __future__ import annotations

import base64
import dataclasses
import json
import struct
from typing import Any
from urllib.parse import parse_qsl

import numpy as np

from springsim import Scene
from springsim.app.session import address, answer, reducer, state
from springsim.app.session.messages import parsed_message
from springsim.export.options import OPTIONS
from springsim.validation.limits import APP
from tests import oracle
from tests.scenes import random_scene

#: Element types of the arrays of an answer, by name.
DTYPES = {
    "positions": "<f4",
    "forces": "<f4",
    "start": "<f8",
    "moves": "<i2",
    "pulls": "<i2",
    "units": "<i2",
    "mode": "<f4",
    "ground": "<u2",
    "field": "<f4",
    "numbers": "<f8",
    "curves": "<f4",
    "similar_from": "<u4",
    "similar": "<u2",
    "dissimilar_from": "<u4",
    "dissimilar": "<u2",
    "piece": "u1",
    "preview": "<f4",
}

#: What a board says when it opens a file: three points in two columns, and a class that is not read.
FILE: dict[str, Any] = {
    "name": "points.csv",
    "data": base64.b64encode(b"x;y;species\n0,5;1;a\n1;0;a\n2;2;b\n").decode(),
    "header": True,
    "columns": [0, 1],
    "label": -1,
    "margin": 2.0,
    "scaled": False,
    "sample": "random",
    "seed": 0,
}

GESTURE = {"gesture": 0, "live": False}

#: What a board says when it asks for a picture.
EXPORT: dict[str, Any] = {
    "format": "png",
    "width": 680,
    "height": 590,
    "x": 0.25,
    "y": -1.5,
    "scale": 180.0,
    "selected": -1,
    "springs": True,
    "every": False,
    "forces": True,
    "margin": True,
    "trails": False,
    "landscape": False,
    "arrows": 0.5,
    "words": 1.0,
    "dark": False,
    "mode": False,
    "angle": -0.31,
    **{row.id: row.default for row in OPTIONS.values()},
}

#: One valid command of every operation that makes a change, for the board of `small()`.
CHANGES: dict[str, dict[str, Any]] = {
    "take": FILE,
    "add": {"x": 0.25, "y": -0.75, "label": 7, "to": -1},
    "move": {"i": 1, "x": 0.5, "y": 0.25, **GESTURE},
    "x": {"i": 1, "value": 0.3},
    "y": {"i": 1, "value": 0.3},
    "angle": {"i": 0, "value": 30.0},
    "delete": {"i": 1},
    "pin": {"i": 2, "on": True},
    "label": {"i": 3, "label": 0},
    "tie": {"i": 3, "j": 0, "similar": True, "dissimilar": True},
    "springs": {"kind": "none"},
    "margin": {"value": 0.7, **GESTURE},
    "step": {"value": 1.5, **GESTURE},
    "momentum": {"value": 0.5, **GESTURE},
    "preset": {"id": "ring", "seed": 3},
    "scatter": {"seed": 5},
    "nudge": {"seed": 2},
    "domain": {"value": "circle"},
    "clear": {},
    "open": {"text": random_scene("pairs", 6, seed=1).to_json()},
    "resume": {},
}


def small(kind: str = "labels", margin: float = 1.2) -> Scene:
    """Return five points of three classes, the last one pinned, that take a while to come to rest."""
    x = [[0.1, 0.2], [0.9, -0.4], [-0.5, 0.3], [0.3, 0.75], [-0.2, -0.6]]
    labels, pinned = [0, 0, 1, 2, 1], [False] * 4 + [True]
    if kind == "labels":
        return Scene.from_labels(x, labels, margin=margin, pinned=pinned)
    if kind == "neighbours":
        return Scene.from_neighbours(x, [(0, 1), (1, 2), (3, 4)], margin=margin, pinned=pinned, labels=labels)
    return Scene.from_pairs(x, [(0, 1), (2, 3), (1, 4)], [(0, 2), (2, 3), (0, 4)], margin=margin, pinned=pinned, labels=labels)


def full(kind: str) -> Scene:
    """Return a scene as large as the board may hold: of so many points, and as many springs as can be listed of its kind."""
    rng, n = np.random.default_rng(3), APP.points
    x, labels, pinned = 0.7 * rng.normal(size=(n, 2)), rng.integers(0, 5, n), rng.random(n) < 0.1
    if kind == "labels":
        return Scene.from_labels(x, labels, margin=1.0, pinned=pinned, limits=APP)
    i = rng.integers(0, n - 1, 2 * APP.springs)
    pairs = np.unique(np.stack([i, rng.integers(i + 1, n)], axis=1), axis=0)
    pairs = rng.permutation(pairs)[: APP.springs]
    assert len(pairs) == APP.springs
    if kind == "neighbours":
        return Scene.from_neighbours(x, pairs, margin=1.0, pinned=pinned, labels=labels, limits=APP)
    third = APP.springs // 3
    return Scene.from_pairs(x, pairs[:third], pairs[third:], margin=1.0, pinned=pinned, labels=labels, limits=APP)


def board_of(scene: Scene, **query: str) -> state.Board:
    """Return the board that a link to a scene opens."""
    board = address.opened({"s": scene.to_link(), **query}, "en")
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
    return reducer.handled(board, parsed_message(message(board, *commands, frame=frame)))


def done(board: state.Board, op: str, frame: int = 0, **args: Any) -> state.Board:
    """Return the board after one command, which must not be refused."""
    after = sent(board, command(op, **args), frame=frame)
    assert after.errors == ()
    return after


def dragged(board: state.Board, k: int, gesture: int = 8, live: bool = True, frame: int = 0) -> state.Board:
    """Return the board after the k-th move of a drag of point 1."""
    return done(board, "move", frame, i=1, x=0.5 + 0.01 * k, y=0.25, gesture=gesture, live=live)


def shared(board: state.Board) -> state.Shared:
    """Return what a board was given on request."""
    assert board.shared is not None
    return board.shared


def same(a: state.Entry, b: state.Entry) -> bool:
    """Tell whether two entries hold the same, exactly; what made them and where they were left aside."""
    strip = [dataclasses.replace(entry, gesture=0, shown=0) for entry in (a, b)]
    return strip[0] == strip[1] and repr(strip[0].scene.positions.tolist()) == repr(strip[1].scene.positions.tolist())


def fields(query: str) -> dict[str, str]:
    """Return the fields of a query string, none of them twice."""
    pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True)
    assert len(pairs) == len(dict(pairs))
    return dict(pairs)


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


def listed(head: dict[str, Any], arrays: dict[str, np.ndarray[Any, Any]]) -> dict[str, list[list[int]]]:
    """Return the pairs that an answer lists, by kind, each as [i, j]."""
    lists: dict[str, list[list[int]]] = {}
    for name in ("similar", "dissimilar"):
        if name in arrays:
            start = arrays[f"{name}_from"]
            assert len(start) == head["n"] + 1
            assert (start[0], start[-1]) == (0, len(arrays[name]))
            lists[name] = [[i, int(j)] for i in range(head["n"]) for j in arrays[name][start[i] : start[i + 1]]]
    return lists


def told_springs(head: dict[str, Any], arrays: dict[str, np.ndarray[Any, Any]]) -> list[tuple[int, int, bool]]:
    """Return every spring that an answer tells of, in order: those that are listed, and those that follow from the kind."""
    lists = listed(head, arrays)
    if head["springs"]["kind"] == "pairs":
        assert set(lists) == {"similar", "dissimilar"}
        return sorted((i, j, name == "similar") for name, pairs in lists.items() for i, j in pairs)
    assert set(lists) == ({"similar"} if head["springs"]["kind"] == "neighbours" else set())
    alike = {tuple(pair) for pair in lists.get("similar", [])}
    same = head["labels"]
    return [
        (i, j, (i, j) in alike if "similar" in lists else same[i] == same[j])
        for i in range(head["n"])
        for j in range(i + 1, head["n"])
    ]


def motion(arrays: dict[str, np.ndarray[Any, Any]]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return positions and forces of all frames of an answer, added up one by one."""
    if "positions" in arrays:
        return arrays["positions"].astype(float), arrays["forces"].astype(float)
    places, pulls, whole = [arrays["start"]], [], 0
    for k, (move, pull) in enumerate(arrays["units"].tolist()):
        if k:
            places.append(places[-1] + arrays["moves"][k - 1] * 2.0**move)
        whole = (whole + arrays["pulls"][k].astype(int) + 2**15) % 2**16 - 2**15  # 16 bits wrap round
        pulls.append(whole * 2.0**pull)
    return np.array(places), np.array(pulls)


def mirrored(board: state.Board) -> dict[str, Any]:
    """Return the current entry as a board mirrors it from an answer: with the lists of pairs, which come beside the scene."""
    head, arrays = decoded(answer.packed(board))
    document: dict[str, Any] = head["history"]["entry"]
    scene = json.loads(document["scene"])
    assert not any(scene["springs"].get(name) for name in ("similar", "dissimilar"))
    scene["springs"] |= listed(head, arrays)
    return {**document, "scene": json.dumps(scene)}


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")
