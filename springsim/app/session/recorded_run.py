"""Recorded runs on the board: what an entry of the history has of one, what is seen of it at a margin, and its document.

A run is its positions. Loss and forces are those of the entry's scene in each frame, so that one run is there at any margin.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import json
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from springsim.arrays import Floats, Ints
from springsim.board import wire
from springsim.model.scene import Scene
from springsim.solvers import recorded
from springsim.solvers.recorder import FRAMES
from springsim.solvers.trajectory import Trajectory
from springsim.validation.errors import SceneError, Words
from springsim.validation.fields import Check, Integer, OneOf, Text, checked_fields
from springsim.validation.limits import ANSWER_BYTES, APP, MOTION_BYTES, STEPS_MAX, UNIT_MAX

_NAME_MAX: Final = 60  # characters of the name of a point: of longer ones there would be no room for thousands
_TEXT_MAX: Final = ANSWER_BYTES * 4 // 5  # characters of the positions in a document, which is sent without a trajectory
_AS_KEPT: Final = {"f8": "<f8", "f4": "<f4"}  # with 32 bits only where there is no room for 64
ID: Final = Text(32)  #: what the id of a run may be
#: What a run is as a document.
_DOCUMENT: Final[Mapping[str, Check]] = {
    "id": ID,
    "unit": Text(UNIT_MAX),
    "given": Integer(1, STEPS_MAX),
    "steps": lambda name, value: value,  # see `read`
    "names": lambda name, value: value,
    "kind": OneOf(tuple(_AS_KEPT)),
    "positions": Text(_TEXT_MAX),
}


@dataclass(frozen=True, slots=True, eq=False)
class RecordedRun:
    """A run that was recorded, in as many frames as the board is sent.

    Attributes
    ----------
    positions : (t, n, 2) ndarray of float
        Positions in each frame.
    steps : (t,) ndarray of int
        Number of each frame.
    unit : str
        What these numbers count.
    names : tuple of str
        Names of the points, or none.
    given : int
        How many frames it had before some were left out.
    id : str
        By which documents refer to it.
    """

    positions: Floats
    steps: Ints
    unit: str
    names: tuple[str, ...]
    given: int
    id: str


def of(trajectory: Trajectory) -> RecordedRun:
    """Return what the board keeps of a run, simulated or recorded: frames as even to the eye as there is room for.

    Raises
    ------
    SceneError
        If there is more in it than the board holds.
    """
    scene = trajectory.scene
    listed = len(scene.springs.similar) + len(scene.springs.dissimilar)
    for field, count, most in (("points", len(scene), APP.points), ("springs", listed, APP.springs)):
        if count > most:
            raise SceneError(field, Words(f"{count} {field}"), f"at most {most} on the board")
    Scene.from_json(scene.to_json(), limits=APP)  # a history that is kept comes back through the same door
    names = _cut(trajectory.names)
    room = most_frames(len(scene), names)
    kept, places = recorded.frames_of(list(trajectory.positions), scene, room)
    given = max(trajectory.given, len(trajectory))
    return RecordedRun(*_frozen(np.stack(places), trajectory.steps[kept]), trajectory.unit, names, given, secrets.token_hex(8))


def most_frames(points: int, names: tuple[str, ...], size: int = MOTION_BYTES) -> int:
    """Return how many frames of so many points go into an answer with their names."""
    return wire.most_frames(points, size - _length(names), FRAMES)


def seen_as(run: RecordedRun, scene: Scene, frames: int | None = None) -> Trajectory:
    """Return a run with the springs and the margin of a scene, in at most so many frames."""
    most = len(run.steps) if frames is None else min(frames, len(run.steps))
    shown = Trajectory.from_positions(
        run.positions, scene=scene, steps=run.steps, unit=run.unit, names=run.names or None, frames=max(most, 2)
    )
    return dataclasses.replace(shown, given=run.given)


def document(run: RecordedRun) -> dict[str, Any]:
    """Return a run as a document: exactly where there is room, else its positions are rounded to 32 bits."""
    kind, packed = "f8", _packed(run.positions, "f8")
    if len(packed) + _length(run.names) > _TEXT_MAX:
        kind, packed = "f4", _packed(run.positions, "f4")
    about = {"id": run.id, "unit": run.unit, "given": run.given, "steps": run.steps.tolist(), "names": list(run.names)}
    return {**about, "kind": kind, "positions": packed}


def checked(name: str, value: Any) -> Any:
    """Return what an entry's document says of its run: the document of that, its id where one before has it, or empty."""
    if value is None or isinstance(value, str):  # an earlier version says nothing
        return ID(name, value or "")
    return checked_fields(name, value, _DOCUMENT)


def size(said: Any) -> int:
    """Return how many characters that takes, about."""
    return 0 if isinstance(said, str) else len(said["positions"])


def read(name: str, said: Mapping[str, Any], scene: Scene) -> RecordedRun:
    """Return the run of a document, for an entry with this scene, or raise `SceneError`."""
    if not isinstance(said["steps"], list) or not 1 <= len(said["steps"]) <= FRAMES:
        raise SceneError(f"{name}.steps", said["steps"], f"a list of 1 to {FRAMES} numbers")
    steps = recorded.checked_steps(said["steps"], len(said["steps"]))
    names = _cut(recorded.checked_names(said["names"] or None, len(scene)))
    most = most_frames(len(scene), names)
    if len(steps) > most:
        raise SceneError(f"{name}.steps", Words(f"{len(steps)} frames"), f"at most {most} frames of so many points")
    places = _unpacked(f"{name}.positions", said["positions"], said["kind"], (len(steps), len(scene), 2))
    _, frames = recorded.frames_of(list(places), scene, len(steps))
    unit = recorded.checked_unit(said["unit"])
    return RecordedRun(*_frozen(np.stack(frames), steps), unit, names, said["given"], said["id"])


def _frozen(positions: Floats, steps: Ints) -> tuple[Floats, Ints]:
    for array in (positions, steps):
        array.setflags(write=False)
    return positions, steps


def _cut(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name if len(name) <= _NAME_MAX else f"{name[: _NAME_MAX - 1]}…" for name in names)


def _length(names: tuple[str, ...]) -> int:
    return len(json.dumps(names, ensure_ascii=False).encode())


def _packed(positions: Floats, kind: str) -> str:
    return base64.b64encode(zlib.compress(positions.astype(_AS_KEPT[kind]).tobytes())).decode()


def _unpacked(name: str, text: str, kind: str, shape: tuple[int, ...]) -> Floats:
    """Return packed positions of a shape, of which no more is ever unpacked."""
    dtype = np.dtype(_AS_KEPT[kind])
    whole = int(np.prod(shape)) * dtype.itemsize
    try:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(base64.b64decode(text, validate=True), whole + 1)
    except (binascii.Error, ValueError, zlib.error):
        data = b""
    if len(data) != whole or not unpacker.eof:
        raise SceneError(name, Words("damaged"), f"positions of {shape[1]} points in {shape[0]} frames, packed")
    return np.frombuffer(data, dtype).reshape(shape).astype(float)
