"""Files of runs: NPZ, exact, and the page that plays one. Both are read back; nothing in them is believed or executed.

Loss, forces and residual are computed again from the positions. How a run ended, and that it is gradient descent at all, is
kept where simulating it again shows it; else it is a recorded run.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
import zlib
from dataclasses import replace
from pathlib import PurePath
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from springsim.arrays import Floats, Ints
from springsim.board import player, wire
from springsim.export import data as tables
from springsim.export import files
from springsim.model.other_files import kind_of
from springsim.model.scene import Scene
from springsim.model.tables.arrays import read_arrays, unzipped
from springsim.model.tables.files import ZIP, check_bytes
from springsim.solvers.recorder import checked_frames
from springsim.solvers.simulate import Status, simulate
from springsim.solvers.step import Descent, Step, checked_descent
from springsim.solvers.trajectory import STEP, Trajectory
from springsim.validation.checks import checked_integer, checked_word
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import FRAMES_MIN, LIBRARY, RECORDING_BYTES, STEPS_MAX, SceneLimits

#: What is taken, as refusals say it.
TAKEN: Final = "a run: an archive (NPZ) or a page (HTML) that springsim has written"
SUFFIXES: Final = (".npz", ".html")

_PAGE: Final = re.compile(rb'<script type="text/plain" id="recording">([A-Za-z0-9+/=\s]*)</script>')
_NEEDED: Final = ("positions", "scene", "status", "step_size", "momentum", "steps")
_OPTIONAL: Final = ("unit", "names", "given")
_WORK: Final = 50_000_000  # steps × springs that are simulated again to see that a run is one: a second or two
_EACH: Final = 1_000  # springs that take as long as all else in a step
_REST: Final = 1e-6  # margins: the usual tolerance of `simulate`
_SAME: Final = 1e-9  # margins: what rounding may do, on another machine or with other kernels
_DAMAGE: Final = (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError, RecursionError)
_TYPES: Final = {
    "start": "<f8",
    "moves": "<i2",
    "units": "<i2",
    "numbers": "<f8",
    "similar": "<u2",
    "similar_from": "<u4",
    "dissimilar": "<u2",
    "dissimilar_from": "<u4",
}


def read_run(data: bytes, name: str = "", *, limits: SceneLimits = LIBRARY) -> Trajectory:
    """Return the run in a file.

    Parameters
    ----------
    data : bytes
        The file: an archive as `springsim.export.data.npz` makes it, or a page as `springsim.board.player.page` makes it; of a
        page with several margins the run that it opens with.
    name : str, optional
        Its name, for refusals.
    limits : SceneLimits, optional
        How large it may be.

    Returns
    -------
    Trajectory
        From NPZ: the run to the bit, but that a simulated run is a recorded one where it would take more than a second or two
        to see that simulating it again gives the same, and that it came to rest is said for the usual tolerance. From a page: a
        recorded run, with positions as exact as the page has them.

    Raises
    ------
    SceneError
        If it is no such file, is damaged, or too large.
    """
    if data:
        check_bytes(data, limits)
    if data.startswith(ZIP):
        return _of_archive(data, limits)
    packed = _PAGE.search(data)
    if packed is None:
        field = PurePath(name).name or "file"
        kind = kind_of(data[:1000].decode("latin-1")) or "a file" if data else "an empty file"
        raise SceneError(field, Words(f"{kind} without a run"), TAKEN)
    try:
        return _of_page(packed[1], limits)
    except SceneError:
        raise
    except (*_DAMAGE, zlib.error, binascii.Error):
        raise SceneError("file", Words("a damaged page"), TAKEN) from None


def load(path: files.Name) -> Trajectory:
    """Return the run in the file at a path; as `Trajectory.load`."""
    with open(path, "rb") as file:
        return read_run(file.read(LIBRARY.file + 1), str(path))


def save(run: Trajectory, path: files.Name, *, overwrite: bool = False) -> None:
    """Write a run into a file; as `Trajectory.save`."""
    suffix = PurePath(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise SceneError("path", PurePath(path).name, f"a name that ends with {' or '.join(SUFFIXES)}")
    files.check(path, overwrite=overwrite)
    files.write(path, tables.npz(run) if suffix == ".npz" else player.page([run]).encode(), overwrite=overwrite)


def is_run(data: bytes) -> bool:
    """Tell, by how it begins and what is named in it, whether a file is one that `read_run` is for."""
    return (b"scene.npy" in data and b"positions.npy" in data) if data.startswith(ZIP) else is_page(data)


def is_page(data: bytes) -> bool:
    """Tell whether a file is a page that plays a run."""
    return not data.startswith(ZIP) and _PAGE.search(data) is not None


def _of_archive(data: bytes, limits: SceneLimits) -> Trajectory:
    entries = unzipped(data, limits)
    missing = [name for name in _NEEDED if f"{name}.npy" not in entries]
    if missing:
        raise SceneError("file", Words(f"an archive without {missing[0]}"), TAKEN)
    wanted = {f"{name}.npy" for name in (*_NEEDED, *_OPTIONAL)}
    found = read_arrays({name: entry for name, entry in entries.items() if name in wanted})
    scene = Scene.from_json(_text("scene", found), limits=limits)
    status = checked_word("status", _text("status", found), ("equilibrium", "max_steps", "cycling", "diverged", "recorded"))
    run = _recorded(
        found["positions"], scene, found["steps"], _text("unit", found) if "unit" in found else STEP, found.get("names")
    )
    if status == "recorded":
        given = checked_integer("given", found["given"].item(), len(run), STEPS_MAX) if "given" in found else len(run)
        return replace(run, given=given)
    descent = checked_descent(*(found[name].item() for name in Descent._fields))
    return replace(run, status=_status(run, status, descent), descent=descent, given=0) if _descends(run, descent) else run


def _recorded(positions: npt.NDArray[Any], scene: Scene, steps: Any, unit: str, names: Any) -> Trajectory:
    """Return a recorded run of all its frames."""
    if positions.ndim != 3 or not len(positions):
        raise SceneError("positions", Words(f"an array of shape {positions.shape}"), "shape (t, n, 2)")
    frames = checked_frames(max(len(positions), FRAMES_MIN), len(scene))
    return Trajectory.from_positions(positions, scene=scene, steps=steps, unit=unit, names=names, frames=frames)


def _text(name: str, found: dict[str, npt.NDArray[Any]]) -> str:
    if found[name].dtype.kind != "U" or found[name].shape != ():
        raise SceneError(name, Words(f"an array of {found[name].dtype}"), "text")
    return str(found[name])


def _descends(run: Trajectory, descent: Descent) -> bool:
    """Tell whether a run is seen to be that of a descent from its start: the same positions after the same steps."""
    last, springs = int(run.steps[-1]), sum(run.scene.springs.counts)
    if run.steps[0] != 0 or run.unit != STEP or last * (springs + _EACH) > _WORK:
        return False
    step = Step(run.scene, descent)
    frame = step.look()
    with np.errstate(over="ignore", invalid="ignore"):
        for number, positions in zip(run.steps.tolist(), run.positions, strict=True):
            while frame.step < number:
                step.take(frame)
                frame = step.look()
            if not np.allclose(frame.x, positions, rtol=_SAME, atol=_SAME * run.scene.margin):
                return False
    return True


def _status(run: Trajectory, said: str, descent: Descent) -> Status:
    """Return how a run ended that is a descent: as is said if that is so, else that it ran out of steps."""
    if said == "equilibrium":
        return "equilibrium" if run.residual[-1] <= _REST * run.scene.margin else "max_steps"
    if said == "max_steps":
        return "max_steps"
    last = int(run.steps[-1])
    again = simulate(run.scene, steps=last + 1, tol=0.0, **descent._asdict())
    return again.status if again.status == said and again.steps[-1] == last else "max_steps"


def _of_page(packed: bytes, limits: SceneLimits) -> Trajectory:
    unpacking = zlib.decompressobj()
    block = unpacking.decompress(base64.b64decode(packed), RECORDING_BYTES)
    if unpacking.unconsumed_tail:
        raise SceneError("file", Words("a page with a larger recording"), f"at most {RECORDING_BYTES} bytes")
    begin = 4 + int.from_bytes(block[:4], "little")
    head = json.loads(block[4:begin])
    n = checked_integer("points", head["n"], 0, limits.points)
    k = checked_integer("shown", head["shown"], 0, len(head["runs"]) - 1)
    said = head["runs"][k]

    def array(name: str, number: int | str = "") -> npt.NDArray[Any]:
        offset, shape = head["arrays"][f"{name}{number}"]
        sizes = [checked_integer("shape", side, 0, RECORDING_BYTES) for side in shape]
        flat = np.frombuffer(block, _TYPES[name], math.prod(sizes), begin + checked_integer("offset", offset, 0, len(block)))
        return flat.reshape(sizes)

    positions = _unpacked(array("start", k), array("moves", k), array("units", k))
    if positions.shape[1:] != (n, 2):
        raise SceneError("positions", Words(f"an array of shape {positions.shape}"), f"shape (t, {n}, 2)")
    kind = checked_word("springs", head["springs"]["kind"], ("labels", "neighbours", "pairs"))
    pinned = np.zeros(n, np.bool_)
    pinned[[checked_integer("pinned", i, 0, n - 1) for i in head["pinned"]]] = True
    options: Any = {
        "margin": head["choices"]["margins"][k],
        "pinned": pinned,
        "class_names": head.get("classes") or None,
        "domain": head["domain"],
        "law": head["law"].get("id", "contrastive"),
        "limits": limits,
    }
    if kind == "labels":
        scene = Scene.from_labels(positions[0], head["labels"], **options)
    else:
        pairs = [_pairs(array(f"{name}_from"), array(name)) for name in _listed(kind)]
        tie = Scene.from_neighbours if kind == "neighbours" else Scene.from_pairs
        scene = tie(positions[0], *pairs, labels=head["labels"], **options)
    with np.errstate(invalid="ignore"):  # numbers that are none come out as such that are refused
        steps = array("numbers", k)[:, wire.NUMBERS.index("step")].astype(np.int64)
    run = _recorded(positions, scene, steps, said.get("unit", STEP), said.get("names") or None)
    return replace(run, given=max(checked_integer("given", said.get("given", 0), 0, STEPS_MAX), len(run)))


def _listed(kind: str) -> tuple[str, ...]:
    return ("similar",) if kind == "neighbours" else ("similar", "dissimilar")


def _unpacked(start: npt.NDArray[Any], moves: npt.NDArray[Any], units: npt.NDArray[Any]) -> Floats:
    """Return the positions that `springsim.board.wire.moves` has packed."""
    with np.errstate(over="ignore", invalid="ignore"):
        shifts = np.ldexp(moves.astype(np.float64), units[1:, 0].astype(np.int64)[:, None, None])
        positions: Floats = np.cumsum(np.concatenate([start[None], shifts]), axis=0)
    return positions


def _pairs(begins: npt.NDArray[Any], others: npt.NDArray[Any]) -> Ints:
    """Return the pairs that `springsim.board.wire.springs` has listed, (k, 2)."""
    counts: Ints = np.diff(begins.astype(np.int64)).astype(np.int64)
    if (counts < 0).any() or begins[0] != 0 or begins[-1] != len(others):
        raise ValueError
    return np.stack([np.repeat(np.arange(len(counts)), counts), others.astype(np.int64)], axis=1)
