"""Recorded runs: positions of one's own, checked, thinned where they are many, and measured frame by frame."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from springsim import kernels
from springsim.arrays import Floats, Ints
from springsim.energy.forces import largest_force
from springsim.model.scene import Scene
from springsim.validation.checks import checked_array, listed
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import (
    LIBRARY,
    POINT_NAME_MAX,
    STEPS_MAX,
    UNIT_MAX,
)

_SPRINGS: Final = (
    "one of labels=… (class of each point), similar=… (pairs; all others are dissimilar), similar=… with dissimilar=… "
    "(only these pairs), or scene=… (springs, margin, pins and law of a scene)"
)
_FRAMES: Final = "positions of n points in t frames: an array of shape (t, n, 2), or a list of t arrays of shape (n, 2)"
_LEAPS: Final = 8  # rounds in which leaps are shortened, until hardly any is longer than what is even

#: What holds the frames that are given.
Frames = Sequence[Any] | npt.NDArray[Any]


class Measured(NamedTuple):
    """Arrays of a run, as `Trajectory` has them."""

    positions: Floats
    forces: Floats
    similar_loss: Floats
    dissimilar_loss: Floats
    pushing: Ints
    residual: Floats
    steps: Ints


def checked_positions(positions: Any) -> Frames:
    """Return frames of positions, one or more: an array of shape (t, n, 2) or a sequence of t; or raise `SceneError`.

    The frames themselves are looked at one by one, by `scene_of` and `frames_of`.
    """
    if isinstance(positions, Scene):
        raise SceneError("positions", positions, f"{_FRAMES}; springs like a scene's: scene=…")
    frames = listed("positions", positions, STEPS_MAX, _FRAMES)
    if isinstance(frames, np.ndarray) and (frames.ndim != 3 or frames.shape[2] != 2):
        alone = "; a single frame x is [x]" if frames.ndim == 2 and frames.shape[1] == 2 else ""
        raise SceneError("positions", Words(f"an array of shape {frames.shape}"), f"shape (t, n, 2){alone}")
    if not len(frames):
        raise SceneError("positions", Words("no frame"), f"1 to {STEPS_MAX} frames")
    return frames


def scene_of(
    first: Any,
    labels: Any,
    similar: Any,
    dissimilar: Any,
    scene: Scene | None,
    **options: Any,
) -> Scene:
    """Return the scene of the first frame, with springs as one of the arguments says; or raise `SceneError`.

    `options` are margin, pinned, class_names, domain and law; None is what a scene usually has, or what the given scene has.
    """
    given = [name for name, value in (("labels", labels), ("similar", similar), ("scene", scene)) if value is not None]
    asked = {name: value for name, value in options.items() if value is not None}
    if isinstance(labels, Scene):
        raise SceneError("labels", labels, "class of each point; springs of a scene: scene=…")
    if not given and dissimilar is not None:
        raise SceneError("similar", Words("none beside dissimilar=…"), "similar=… with it; similar=[] where no pair is")
    if not given:
        raise SceneError("labels", Words("neither labels nor pairs nor a scene"), _SPRINGS)
    if len(given) > 1 or (dissimilar is not None and similar is None):
        both = [*given, *(["dissimilar"] if dissimilar is not None and similar is None else [])]
        raise SceneError(both[1], Words(f"{both[1]}=… beside {both[0]}=…"), _SPRINGS)
    with _named(0):
        if scene is not None:
            if not isinstance(scene, Scene):
                raise SceneError("scene", scene, "a Scene, whose springs, margin, pins and law the run has")
            for name in asked:
                raise SceneError(
                    name, Words(f"{name}=… beside scene=…"), f"nothing: it is the scene's; scene.replace({name}=…)"
                )
            return scene.replace(positions=first)
        if labels is not None:
            return Scene.from_labels(first, labels, **asked)
        if dissimilar is None:
            return Scene.from_neighbours(first, similar, **asked)
        return Scene.from_pairs(first, similar, dissimilar, **asked)


def checked_steps(steps: Any, count: int) -> Ints:
    """Return the number that each of `count` frames has, 0, 1, … unless said otherwise; or raise `SceneError`."""
    if steps is None:
        return np.arange(count)
    what = f"{count} ascending whole numbers from 0 to {STEPS_MAX}, one for each frame"
    array = checked_array("steps", steps, columns=None, kinds="iu", most=STEPS_MAX, what=what)
    if len(array) != count:
        raise SceneError("steps", Words(f"{len(array)} numbers"), what)
    outside = np.flatnonzero((array < 0) | (array > STEPS_MAX))
    if outside.size:
        raise SceneError(f"steps[{outside[0]}]", int(array[outside[0]]), f"a whole number from 0 to {STEPS_MAX}")
    numbers = array.astype(np.int64)
    late = np.flatnonzero(np.diff(numbers) <= 0)
    if late.size:
        k = int(late[0]) + 1
        raise SceneError(f"steps[{k}]", int(numbers[k]), f"more than steps[{k - 1}], {numbers[k - 1]}")
    return numbers


def checked_names(names: Any, points: int) -> tuple[str, ...]:
    """Return the names of so many points, none for None; or raise `SceneError`."""
    if names is None:
        return ()
    what = f"a name for each of the {points} points"
    given = listed("names", names, LIBRARY.points, what)
    if len(given) != points:
        raise SceneError("names", Words(f"{len(given)} names"), what)
    for i, name in enumerate(given):
        _check_line(f"names[{i}]", name, POINT_NAME_MAX)
    return tuple(map(str, given))


def checked_unit(unit: Any) -> str:
    """Return the word for what the steps of a run are; or raise `SceneError`."""
    _check_line("unit", unit, UNIT_MAX)
    if not unit.strip():
        raise SceneError("unit", unit, 'a word, as "epoch"')
    return str(unit.strip())


def frames_of(positions: Frames, scene: Scene, most: int) -> tuple[Ints, list[Floats]]:
    """Return which frames are kept, all or at most so many, and the positions in each.

    Where there are too many, those are kept that divide the way evenly, as the farthest point goes it: as in `simulate`,
    playback looks even. A leap from one frame to the next, which cannot be divided, counts as one part of the way.

    Raises
    ------
    SceneError
        If there is something wrong with a frame.
    """
    if len(positions) <= most:
        return np.arange(len(positions)), list(_all(scene, positions))
    way = np.array([_farthest(a, b) for a, b in itertools.pairwise(_all(scene, positions))])
    for _ in range(_LEAPS):
        way = np.minimum(way, way.sum() / (most - 1))
    gone = np.append(0.0, np.cumsum(way)) if way.any() else np.arange(len(positions), dtype=np.float64)
    gone /= gone[-1]
    kept = np.unique(np.append(np.searchsorted(gone, np.linspace(0.0, 1.0, most)[:-1]), len(positions) - 1))
    return kept, [_frame(scene, positions, k) for k in kept.tolist()]


def measured(scene: Scene, positions: Sequence[Floats], steps: Ints) -> Measured:
    """Return forces, sums of the loss and residual of a scene at the positions of each frame: read-only arrays.

    The frames are gone through one by one, with one kernel, which takes no memory to speak of beside the arrays.

    Raises
    ------
    SceneError
        If in a frame too many pairs are near each other, as in `springsim.loss`.
    """
    kernel = kernels.for_scene(scene)
    x = np.stack(positions)
    forces = np.empty_like(x)
    sums, residual = [], np.empty(len(x))
    for k in range(len(x)):
        sums.append(kernel.evaluate(x[k], forces[k]))
        forces[k] = scene.space.acting(x[k], forces[k])
        residual[k] = largest_force(forces[k], scene.pinned)
    similar, dissimilar, pushing = (np.array(column) for column in zip(*sums, strict=True))
    found = Measured(x, forces, similar, dissimilar, pushing.astype(np.int64), residual, np.array(steps))
    for array in found:
        array.setflags(write=False)
    return found


def _all(scene: Scene, positions: Frames) -> Iterator[Floats]:
    return (_frame(scene, positions, k) for k in range(len(positions)))


def _frame(scene: Scene, positions: Frames, k: int) -> Floats:
    """Return the positions of a frame, checked."""
    with _named(k):
        return scene.replace(positions=positions[k]).positions


def _farthest(a: Floats, b: Floats) -> float:
    squared = np.einsum("ij,ij->i", b - a, b - a)
    return float(np.sqrt(squared.max(initial=0.0)))


def _check_line(field: str, value: Any, longest: int) -> None:
    if not isinstance(value, str) or not value.isprintable():
        raise SceneError(field, value, "text of one line")
    if len(value) > longest:
        raise SceneError(field, Words(f"{len(value)} characters"), f"at most {longest} characters")


@contextmanager
def _named(frame: int) -> Iterator[None]:
    """Within it, what is refused of positions is said of those of a frame."""
    try:
        yield
    except SceneError as error:
        name, rest = error.field[: len("positions")], error.field[len("positions") :]
        if name == "positions":
            raise SceneError(f"positions[{frame}]{rest}", Words(error.value), error.allowed) from None
        raise
