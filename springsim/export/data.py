"""A trajectory as tables (CSV) and arrays (NPZ), and the Python script that draws a picture again."""

from __future__ import annotations

import io
from collections.abc import Iterable
from itertools import chain
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from springsim.energy.forces import spring_blocks
from springsim.model.scene import Scene
from springsim.solvers.simulate import Trajectory
from springsim.validation.errors import SceneError, Words
from springsim.validation.kinds import checked_kind
from springsim.validation.limits import CSV_ROWS_MAX, PAIRS_MAX

POINT_COLUMNS: Final = ("frame", "step", "point", "label", "pinned", "x", "y", "fx", "fy")
FRAME_COLUMNS: Final = ("frame", "step", "loss", "similar_loss", "dissimilar_loss", "pushing", "residual")
SPRING_COLUMNS: Final = ("i", "j", "similar", "distance", "loss", "tension")


def points_csv(trajectory: Trajectory) -> str:
    """Return every point of every frame as CSV: a tidy table, one row for each point in each frame.

    Columns: ``frame`` (0, 1, …), ``step`` of gradient descent that the frame shows, ``point`` (0, 1, …), its ``label`` (class),
    where classes have names its ``class``, whether it is ``pinned`` (True or False), its position ``x, y`` and the force on it
    ``fx, fy``, in the unit of the margin. Numbers are written so that reading them gives the same floats. Together with
    `frames_csv`, by ``frame``, and `springs_csv`, by ``point``, it is the whole run.

    Parameters
    ----------
    trajectory : Trajectory
        The run.

    Returns
    -------
    str
        Header and rows, each line ended by a line feed.

    Raises
    ------
    SceneError
        If there would be more than `limits.CSV_ROWS_MAX` rows; `npz` has no such bound.

    Examples
    --------
    >>> import springsim as ss
    >>> from springsim.export.data import points_csv
    >>> print(points_csv(ss.simulate(ss.Scene.from_labels([[0, 0], [2, 0]], [0, 1]))))
    frame,step,point,label,pinned,x,y,fx,fy
    0,0,0,0,False,0.0,0.0,0.0,0.0
    0,0,1,1,False,2.0,0.0,0.0,0.0
    <BLANKLINE>
    """
    checked_kind(trajectory, Trajectory, "points_csv({})")
    t, n = len(trajectory), len(trajectory.scene)
    if t * n > CSV_ROWS_MAX:
        raise SceneError("csv", Words(f"{t} frames of {n} points"), f"at most {CSV_ROWS_MAX} rows; fewer frames, or NPZ")
    scene = trajectory.scene
    columns: tuple[str, ...] = POINT_COLUMNS
    names = [_quoted(name) for name in scene.class_names]
    fixed = [
        f"{i},{label},{f'{names[label]},' if names else ''}{held}"
        for i, (label, held) in enumerate(zip(scene.labels.tolist(), scene.pinned.tolist(), strict=True))
    ]
    if names:
        at = columns.index("label") + 1
        columns = (*columns[:at], "class", *columns[at:])
    return _table(
        columns,
        (
            f"{frame},{step},{point},{x!r},{y!r},{fx!r},{fy!r}"
            for frame, step in enumerate(trajectory.steps.tolist())
            for point, (x, y), (fx, fy) in zip(
                fixed, trajectory.positions[frame].tolist(), trajectory.forces[frame].tolist(), strict=True
            )
        ),
    )


def frames_csv(trajectory: Trajectory) -> str:
    """Return what holds of a frame as a whole as CSV, one row for each frame.

    Columns: ``frame``, ``step``, ``loss`` (sum), its parts ``similar_loss`` and ``dissimilar_loss``, ``pushing`` (number of
    dissimilar springs that push) and ``residual`` (largest force on a free point).

    Parameters
    ----------
    trajectory : Trajectory
        The run.

    Returns
    -------
    str
    """
    checked_kind(trajectory, Trajectory, "frames_csv({})")
    r = trajectory
    columns = (r.steps, r.loss, r.similar_loss, r.dissimilar_loss, r.pushing, r.residual)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return _table(FRAME_COLUMNS, (",".join(map(repr, (frame, *row))) for frame, row in enumerate(rows)))


def springs_csv(scene: Scene) -> str:
    """Return the springs of a scene as CSV, one row each.

    Columns: the two points ``i, j``, whether it is ``similar`` (attract-only) or not (m-repulse-only), ``distance`` of its
    points, its partial ``loss``, and its ``tension``, positive where it pulls.

    Parameters
    ----------
    scene : Scene
        The scene.

    Returns
    -------
    str

    Raises
    ------
    SceneError
        If there would be more than `limits.CSV_ROWS_MAX` rows.
    """
    checked_kind(scene, Scene, "springs_csv({})")
    count = sum(scene.springs.counts)
    if count > CSV_ROWS_MAX:
        raise SceneError("csv", Words(f"{count} springs"), f"at most {CSV_ROWS_MAX} rows")
    parts = ((p.i, p.j, p.similar, p.distance, p.loss, p.tension) for p in spring_blocks(scene))
    rows = chain.from_iterable(zip(*(column.tolist() for column in part), strict=True) for part in parts)
    return _table(SPRING_COLUMNS, (",".join(map(repr, row)) for row in rows))


def npz(trajectory: Trajectory) -> bytes:
    """Return a run as a NumPy archive, which `numpy.load` opens without pickles; the same run gives the same bytes.

    Arrays, for t frames of n points with k springs: ``positions`` and ``forces`` (t, n, 2); ``steps``, ``loss``,
    ``similar_loss``, ``dissimilar_loss``, ``pushing`` and ``residual`` (t,); ``labels`` and ``pinned`` (n,), and where classes
    have names ``class_names`` (c,), in which labels count; ``springs`` (k, 2), the two points of each spring, and ``similar``
    (k,), its kind; and the single values ``margin``, ``step_size``,
    ``momentum``, ``status`` and ``scene``, the start as the text of a scene file. Where there are more than 20,000,000 springs,
    ``springs`` and ``similar`` are left out: they follow from ``scene``.

    Parameters
    ----------
    trajectory : Trajectory
        The run.

    Returns
    -------
    bytes
    """
    checked_kind(trajectory, Trajectory, "npz({})")
    r = trajectory
    tied: dict[str, npt.NDArray[Any]] = {}
    if sum(r.scene.springs.counts) <= PAIRS_MAX:
        i, j, similar = r.scene.springs.pairs
        tied = {"springs": np.stack([i, j], axis=1), "similar": similar}
    named: dict[str, npt.NDArray[Any]] = {"class_names": np.array(r.scene.class_names)} if r.scene.class_names else {}
    file = io.BytesIO()
    np.savez(  # its entries are dated 1980, whatever the day
        file,
        allow_pickle=False,
        positions=r.positions,
        forces=r.forces,
        steps=r.steps,
        loss=r.loss,
        similar_loss=r.similar_loss,
        dissimilar_loss=r.dissimilar_loss,
        pushing=r.pushing,
        residual=r.residual,
        labels=r.scene.labels,
        pinned=r.scene.pinned,
        **named,
        **tied,
        margin=np.float64(r.scene.margin),
        **{name: np.float64(value) for name, value in r.descent._asdict().items()},
        status=np.str_(r.status),
        scene=np.str_(r.scene.to_json()),
    )
    return file.getvalue()


def _quoted(text: str) -> str:
    """Return a text as CSV has it: in quotes unless it is a plain word, so that no comma, quote or number is misread."""
    doubled = text.replace('"', '""')
    return text if text.isidentifier() else f'"{doubled}"'


def _table(columns: Iterable[str], rows: Iterable[str]) -> str:
    text = io.StringIO()  # each row by itself would take three times its characters
    text.write(",".join(columns) + "\n")
    for row in rows:
        text.write(row + "\n")
    return text.getvalue()
