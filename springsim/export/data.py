"""A trajectory as tables (CSV) and arrays (NPZ), and the Python script that draws a picture again."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterable
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

import springsim
from springsim.dynamics import Trajectory
from springsim.errors import SceneError, Words
from springsim.export import files
from springsim.forces import pair_distances
from springsim.limits import CSV_ROWS_MAX, PAIRS_MAX
from springsim.scene import Scene

Drawing = Literal["diagram", "landscape"]

POINT_COLUMNS: Final = ("frame", "step", "point", "label", "pinned", "x", "y", "fx", "fy")
FRAME_COLUMNS: Final = ("frame", "step", "loss", "similar_loss", "dissimilar_loss", "pushing", "residual")
SPRING_COLUMNS: Final = ("i", "j", "similar", "distance", "loss", "tension")


def points_csv(trajectory: Trajectory) -> str:
    """Return every point of every frame as CSV: a tidy table, one row for each point in each frame.

    Columns: ``frame`` (0, 1, …), ``step`` of gradient descent that the frame shows, ``point`` (0, 1, …), its ``label`` (class)
    and whether it is ``pinned`` (True or False), its position ``x, y`` and the force on it ``fx, fy``, in the unit of the
    margin. Numbers are written so that reading them gives the same floats. Together with `frames_csv`, by ``frame``, and
    `springs_csv`, by ``point``, it is the whole run.

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
    t, n = len(trajectory), len(trajectory.scene)
    if t * n > CSV_ROWS_MAX:
        raise SceneError("csv", Words(f"{t} frames of {n} points"), f"at most {CSV_ROWS_MAX} rows; fewer frames, or NPZ")
    fixed = [
        f"{i},{label},{held}"
        for i, (label, held) in enumerate(zip(trajectory.scene.labels.tolist(), trajectory.scene.pinned.tolist(), strict=True))
    ]
    numbers = np.concatenate([trajectory.positions, trajectory.forces], axis=2)
    return _table(
        POINT_COLUMNS,
        (
            f"{frame},{step},{point},{x!r},{y!r},{fx!r},{fy!r}"
            for frame, step in enumerate(trajectory.steps.tolist())
            for point, (x, y, fx, fy) in zip(fixed, numbers[frame].tolist(), strict=True)
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
    count = sum(scene.springs.counts)
    if count > CSV_ROWS_MAX:
        raise SceneError("csv", Words(f"{count} springs"), f"at most {CSV_ROWS_MAX} rows")
    p = pair_distances(scene)
    columns = (p.i, p.j, p.similar, p.distance, p.loss, p.tension)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return _table(SPRING_COLUMNS, (",".join(map(repr, row)) for row in rows))


def npz(trajectory: Trajectory) -> bytes:
    """Return a run as a NumPy archive, which `numpy.load` opens without pickles; the same run gives the same bytes.

    Arrays, for t frames of n points with k springs: ``positions`` and ``forces`` (t, n, 2); ``steps``, ``loss``,
    ``similar_loss``, ``dissimilar_loss``, ``pushing`` and ``residual`` (t,); ``labels`` and ``pinned`` (n,); ``springs``
    (k, 2), the two points of each spring, and ``similar`` (k,), its kind; and the single values ``margin``, ``step_size``,
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
    r = trajectory
    tied: dict[str, npt.NDArray[Any]] = {}
    if sum(r.scene.springs.counts) <= PAIRS_MAX:
        i, j, similar = r.scene.springs.pairs
        tied = {"springs": np.stack([i, j], axis=1), "similar": similar}
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
        **tied,
        margin=np.float64(r.scene.margin),
        step_size=np.float64(r.step_size),
        momentum=np.float64(r.momentum),
        status=np.str_(r.status),
        scene=np.str_(r.scene.to_json()),
    )
    return file.getvalue()


def script(
    scene: Scene, path: str = "scene.svg", *, drawing: Drawing = "diagram", trajectory: Trajectory | None = None, **options: Any
) -> str:
    """Return the Python that draws a picture of a scene again, to be changed and kept beside a paper.

    It holds the scene itself, exactly, and needs nothing but springsim with its extra ``figures``.

    Parameters
    ----------
    scene : Scene
        The scene.
    path : str, optional
        The file that it writes; the suffix decides on the format.
    drawing : {"diagram", "landscape"}, optional
        The function of `springsim.figures` that draws it.
    trajectory : Trajectory, optional
        Whose paths are drawn behind the points of a diagram; it is simulated again.
    **options
        Of that function; any text is safe.

    Returns
    -------
    str

    Raises
    ------
    SceneError
        If an option is not text, a number, true, false, None or a sequence of these, or the suffix names no format.

    Examples
    --------
    >>> import springsim as ss
    >>> from springsim.export.data import script
    >>> print(script(ss.Scene.from_labels([[0, 0], [2, 0]], [0, 1]), centre=0, title="Strangers"))
    # Draws a picture with springsim 0.1.0: pip install 'springsim[figures]'
    <BLANKLINE>
    import springsim as ss
    <BLANKLINE>
    scene = ss.Scene.from_json('''
    {"format": "springsim",
     "version": 1,
     "margin": 1.0,
     "positions": [[0.0, 0.0], [2.0, 0.0]],
     "pinned": [],
     "labels": [0, 1],
     "springs": {"kind": "labels"}}
    ''')
    figure = ss.figures.diagram(
        scene,
        centre=0,
        title='Strangers',
    )
    with open('scene.svg', 'wb') as file:
        file.write(ss.figures.picture(figure, 'svg'))
    <BLANKLINE>
    """
    r = trajectory
    before, drawn = [_scene_line("scene", scene)], [f"{name}={_literal(name, value)!r}" for name, value in options.items()]
    if r is not None:
        start = "scene" if r.scene == scene else "start"
        before += [] if r.scene == scene else [_scene_line("start", r.scene)]
        before.append(f"trajectory = ss.simulate({start}, {r.steps[-1]}, step_size={r.step_size!r}, momentum={r.momentum!r})")
        drawn.append("trajectory=trajectory")
    return "\n".join(
        [
            f"# Draws a picture with springsim {springsim.__version__}: pip install 'springsim[figures]'",
            "",
            "import springsim as ss",
            "",
            *before,
            f"figure = ss.figures.{drawing}(",
            *(f"    {argument}," for argument in ["scene", *drawn]),
            ")",
            f"with open({path!r}, 'wb') as file:",
            f"    file.write(ss.figures.picture(figure, {files.format_of(path, files.PICTURES)!r}))",
            "",
        ]
    )


def _literal(name: str, value: object) -> object:
    """Return an option as a value whose `repr` is Python that gives it back."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, list | tuple):
        return type(value)(_literal(name, item) for item in value)
    if value is None or type(value) in (bool, int, str) or (type(value) is float and math.isfinite(value)):
        return value
    raise SceneError(name, value, "text, a finite number, true, false, nothing, or a sequence of these")


def _scene_line(name: str, scene: Scene) -> str:
    """Return the statement that makes a scene; its text has numbers and fixed words only, nothing that could end it early."""
    document = json.loads(scene.to_json())
    text = ",\n ".join(f'"{field}": {_laid_out(value)}' for field, value in document.items())
    return f"{name} = ss.Scene.from_json('''\n{{{text}}}\n''')"


def _laid_out(value: Any) -> str:
    """Return a value as JSON, a long list over several lines."""
    if isinstance(value, dict):
        return "{" + ",\n  ".join(f'"{field}": {_laid_out(item)}' for field, item in value.items()) + "}"
    if not isinstance(value, list) or not value:
        return json.dumps(value)
    items, per_line = [json.dumps(item) for item in value], 6 if isinstance(value[0], list) else 24
    if len(items) <= per_line:
        return f"[{', '.join(items)}]"
    lines = [", ".join(items[k : k + per_line]) for k in range(0, len(items), per_line)]
    return "[\n  " + ",\n  ".join(lines) + "]"


def _table(columns: Iterable[str], rows: Iterable[str]) -> str:
    return "\n".join([",".join(columns), *rows, ""])
