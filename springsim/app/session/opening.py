"""Files that are opened, of points or of a run: what a preview says of them, and what comes of them.

A file comes with every question about it and is kept nowhere: a choice of other columns is a question of its own.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np

from springsim.arrays import Bools, Floats, Ints
from springsim.board.wire import Arrays
from springsim.export.run_file import is_run, read_run
from springsim.model.points_file import Points, opened_file, points_of, points_of_scene
from springsim.model.scene import Scene
from springsim.model.tables import Choice, Table, guess
from springsim.solvers.trajectory import Trajectory
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import APP, FILE_BYTES, LIBRARY, SceneLimits

SAMPLES: Final = ("random", "classes")  #: how points are chosen where there are more than fit on the board
COLUMNS_MAX: Final = 10_000  #: of a table, of which some may be chosen by number
ACCEPTED: Final = (
    ".json,.csv,.tsv,.txt,.dat,.npz,.npy,.zip,.html,.htm,application/json,text/csv,text/plain,text/html,application/zip"
)
_COLUMNS_TOLD: Final = 500  # that can be chosen in the dialog
_CLASSES_TOLD: Final = 50
_LEFT_TOLD: Final = 50
_CURVE, _BINS = 121, 32  # points of a loss curve, and dots on it at most
_NAME_TOLD: Final = 80  # characters
#: A file may have more points than the board has room for: some of them are taken then, which is said.
_READ: Final[SceneLimits] = dataclasses.replace(APP, points=LIBRARY.points)


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """What is in a file, as it is sent.

    Attributes
    ----------
    head : dict
        ``seq``, the number of the question; ``kind``, a table, scene or run; ``columns``, of a table; ``choice``, what was
        chosen, by the visitor or by rule; and what would come of it, unless it was refused: see `_told` and `_told_run`.
    arrays : dict of ndarray
        ``preview``, (n, 2), where the points would be.
    refused : SceneError or None
        Why nothing can come of what was chosen.
    """

    head: dict[str, Any]
    arrays: Arrays
    refused: SceneError | None = None


class Found(NamedTuple):
    """What comes of a file.

    Attributes
    ----------
    points : Points
        All of them.
    scene : Scene
        As many as fit on the board.
    kept : ndarray of int
        Which of all points these are.
    """

    points: Points
    scene: Scene
    kept: Ints


def content(args: Mapping[str, Any], margin: float) -> Scene | Trajectory:
    """Return what a file gives with what was chosen; the margin of points in a table is that of the board unless chosen.

    Raises
    ------
    SceneError
        If there are neither points nor a run in the file, or nothing can come of what was chosen.
    """
    opened = _opened(args)
    if isinstance(opened, Trajectory):
        return opened
    return _found(opened, None if isinstance(opened, Scene) else _choice(opened, args), args, margin).scene


def preview(seq: int, args: Mapping[str, Any], margin: float) -> Preview:
    """Return what is in a file, and what would come of it with what was chosen; what is None is chosen by rule.

    Raises
    ------
    SceneError
        If there are neither points nor a run in the file.
    """
    opened = _opened(args)
    head: dict[str, Any] = {"seq": seq, "points": APP.points, "choice": _chosen(args)}
    if isinstance(opened, Trajectory):
        end = opened.final
        return Preview({**head, "kind": "run", **_told_run(opened)}, _places(end))
    if isinstance(opened, Scene):
        found = _found(opened, None, args, margin)
        head["choice"]["margin"] = found.scene.margin
        return Preview({**head, "kind": "scene", **_told(found)}, _places(found.scene))
    head |= {"kind": "table", **_described(opened)}
    head["choice"]["margin"] = margin if args["margin"] is None else args["margin"]
    if opened.format == "text":
        head["choice"]["header"] = opened.header
    try:
        choice = _choice(opened, args)
        places = {name: k for k, name in enumerate(opened.names)}
        head["choice"] |= {"columns": [places[name] for name in choice.columns], "label": places.get(choice.label, -1)}
        found = _found(opened, choice, args, margin)
    except SceneError as error:
        if head["choice"]["columns"] is None:  # there is nothing to choose from
            raise
        return Preview(head, {}, SceneError(error.field, Words(error.value), error.allowed))
    return Preview({**head, **_told(found)}, _places(found.scene))


def _chosen(args: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was chosen of a file, with what is usual in place of what was not; whether there is a header it tells."""
    given = {name: args[name] for name in ("columns", "label", "margin")}
    usual = {"scaled": bool(args["scaled"]), "sample": args["sample"] or SAMPLES[0], "seed": args["seed"] or 0}
    return {"header": None, **given, **usual}


def _places(scene: Scene) -> Arrays:
    return {"preview": scene.positions.astype("<f4")}


def _opened(args: Mapping[str, Any]) -> Scene | Table | Trajectory:
    """Return what is in a file."""
    try:
        data = base64.b64decode(args["data"], validate=True)
    except (binascii.Error, ValueError):
        raise SceneError("file", Words("no base64"), "the bytes of a file in base64") from None
    if len(data) > FILE_BYTES:
        raise SceneError("file", Words(f"{len(data)} bytes"), f"at most {FILE_BYTES} bytes")
    return read_run(data, limits=APP) if is_run(data) else opened_file(data, args["header"], "last", _READ)


def _choice(table: Table, args: Mapping[str, Any]) -> Choice:
    """Return which columns are read: those that were chosen, by number, or those of the rule."""
    columns, label = args["columns"], args["label"]
    named = None if columns is None else [_name(table, "columns", k) for k in columns]
    return guess(table, columns=named, label=None if label is None else "" if label < 0 else _name(table, "label", label))


def _name(table: Table, field: str, k: int) -> str:
    if k >= len(table.columns):
        raise SceneError(field, k, f"a number of a column, below {len(table.columns)}")
    return table.names[k]


def _found(opened: Scene | Table, choice: Choice | None, args: Mapping[str, Any], margin: float) -> Found:
    """Return what comes of a file."""
    m = args["margin"]
    scale: Any = "margin" if args["scaled"] else 1.0
    if isinstance(opened, Scene) or choice is None:
        assert isinstance(opened, Scene)
        points = points_of_scene(opened, margin=m, scale=scale)
        if len(opened) > APP.points:
            raise SceneError("file", Words(f"{len(opened)} points"), f"at most {APP.points}")
    else:
        points = points_of(opened, choice, margin=margin if m is None else m, scale=scale, limits=_READ)
    if len(points.scene) <= APP.points:
        return Found(points, points.scene, np.arange(len(points.scene)))
    kept = sample(points.scene.labels, APP.points, args["sample"] or SAMPLES[0], args["seed"] or 0)
    whole = points.scene
    some = Scene.from_labels(
        whole.positions[kept],
        whole.labels[kept],
        margin=whole.margin,
        pinned=whole.pinned[kept],
        class_names=whole.class_names or None,
        limits=APP,
    )
    return Found(points, some, kept)


def sample(labels: Ints, most: int, way: str, seed: int) -> Ints:
    """Return which of many points are taken, in their order.

    Parameters
    ----------
    labels : (n,) ndarray of int
        Their classes.
    most : int
        How many are taken at most.
    way : {"random", "classes"}
        All with the same chance, or as many of each class, as far as it has them.
    seed : int
        Of the choice.

    Returns
    -------
    (k,) ndarray of int
    """
    shuffled = np.random.default_rng(seed).permutation(len(labels))
    if way == "random":
        return np.sort(shuffled[:most])
    by_class = shuffled[np.argsort(labels[shuffled], kind="stable")]
    _, first, counts = np.unique(labels[by_class], return_index=True, return_counts=True)
    rank = np.arange(len(labels)) - np.repeat(first, counts)  # of each within its class
    turn = np.lexsort((by_class, rank))  # one of each class, then a second of each, …
    return np.sort(by_class[turn[:most]])


def _described(table: Table) -> dict[str, Any]:
    """Return what a preview says of a table: its size, its columns, and what its rows are counted by."""
    columns = [{"name": each.name[:_NAME_TOLD], "numbers": each.numbers is not None} for each in table.columns[:_COLUMNS_TOLD]]
    return {"rows": table.rows + len(table.ragged), "width": len(table.columns), "columns": columns, "counted": table.counted}


def _told_run(run: Trajectory) -> dict[str, Any]:
    """Return what a preview says of a run: how long it is, its loss first and last, and of its end what `_told` says."""
    end = run.final
    about = {
        "frames": max(run.given, len(run)),
        "unit": run.unit,
        "steps": [int(run.steps[0]), int(run.steps[-1])],
        "loss": [float(run.loss[0]), float(run.loss[-1])],
        "margin": run.scene.margin,
        "recorded": run.recorded,
    }
    return {**_told(Found(points_of_scene(end), end, np.arange(len(end)))), "run": about}


def _told(found: Found) -> dict[str, Any]:
    """Return what a preview says of what would come of a file.

    ``n``, ``labels`` and the ``classes`` of the points on the board, how many there are in ``all``, how many rows were ``left``
    out and why, ``projection``: of how many columns, with percents of their variance; and ``distances``.
    """
    points, scene, kept = found
    left = [[each.line, each.column[:_NAME_TOLD], each.cells] for each in points.left_out[:_LEFT_TOLD]]
    codes = np.unique(points.scene.labels).tolist()  # in the order of the classes
    classes = [[code, name[:_NAME_TOLD], count] for code, (name, count) in zip(codes, points.classes, strict=True)]
    projection = None
    if points.share is not None and points.embedding is not None:
        percents = [round(100.0 * float(part), 1) for part in points.share]
        projection = {
            "columns": points.embedding.shape[1],
            "parts": percents,
            "percent": round(100.0 * float(points.share.sum()), 1),
        }
    return {
        "n": len(scene),
        "all": len(points.scene),
        "labels": scene.labels.tolist(),
        "classes": {"count": len(classes), "some": classes[:_CLASSES_TOLD]},
        "left": {"count": len(points.left_out), "some": left},
        "projection": projection,
        "scale": points.scale,
        "distances": _distances(scene, None if points.embedding is None else points.embedding[kept]),
    }


def _distances(scene: Scene, embedding: Floats | None) -> dict[str, Any] | None:
    """Return medians of distances along springs, what they are in margins, and which percentage of dissimilar springs push."""
    i, j, similar = scene.springs.pairs
    if not len(i):
        return None
    x = scene.positions
    d = np.hypot(*(x[i] - x[j]).T)
    median = _median(d)
    told: dict[str, Any] = {
        "median": median,
        "margins": None if median is None else median / scene.margin,
        "similar": _median(d[similar]),
        "dissimilar": _median(d[~similar]),
        "pushing": None if similar.all() else round(100.0 * float(np.mean(d[~similar] < scene.margin)), 1),
        "true": None,
        "curves": None,
    }
    if embedding is not None:
        squares = np.einsum("ij,ij->i", embedding, embedding)
        gram = squares[:, None] + squares - 2.0 * (embedding @ embedding.T)
        true = np.sqrt(np.maximum(gram[i, j], 0.0))
        told |= {"true": _median(true), "curves": _curves(true, similar, scene)}
    return told


def _curves(true: Floats, similar: Bools, scene: Scene) -> dict[str, Any]:
    """Return both loss curves over true distances, and which share of the springs of a kind is where on its curve."""
    m, law = scene.margin, scene.law
    far = max(float(true.max()), 1.2 * m)
    at, edges = np.linspace(0.0, far, _CURVE), np.linspace(0.0, far, _BINS + 1)
    middle = (edges[1:] + edges[:-1]) / 2.0
    told: dict[str, Any] = {"margin": m, "far": far}
    highest = float(law.dissimilar.loss(np.zeros(1), m)[0])
    for name, kind in (("similar", similar), ("dissimilar", ~similar)):
        of, counts = law.of(similar=name == "similar"), np.histogram(true[kind], edges)[0]
        some = np.flatnonzero(counts)
        dots = np.stack([middle, of.loss(middle, m), counts / max(counts.sum(), 1)], axis=1)[some]
        told[name] = {"curve": of.loss(at, m).tolist(), "dots": dots.tolist()}
        highest = max(highest, float(dots[:, 1].max(initial=0.0)))
    pushing = None if similar.all() else round(100.0 * float(np.mean(true[~similar] < m)), 1)
    return {**told, "top": 1.05 * highest, "pushing": pushing}


def _median(values: Floats) -> float | None:
    return float(np.median(values)) if len(values) else None
