"""The Python script that draws a picture again."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from springsim._version import __version__
from springsim.export import formats
from springsim.export.options import OPTIONS
from springsim.model import files
from springsim.model.scene import Scene
from springsim.solvers.simulate import Trajectory
from springsim.validation.errors import SceneError
from springsim.validation.kinds import checked_kind

Drawing = Literal["diagram", "landscape"]


def script(
    scene: Scene,
    path: str = "scene.svg",
    *,
    drawing: Drawing = "diagram",
    trajectory: Trajectory | None = None,
    saved: Mapping[str, Any] | None = None,
    **options: Any,
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
    saved : mapping, optional
        Options of `springsim.figures.picture`, but for those that are as usual.
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
    >>> from springsim.export.script import script
    >>> print(script(ss.Scene.from_labels([[0, 0], [2, 0]], [0, 1]), centre=0, title="Dissimilar"))
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
        title='Dissimilar',
    )
    with open('scene.svg', 'wb') as file:
        file.write(ss.figures.picture(figure, 'svg'))
    <BLANKLINE>
    """
    checked_kind(scene, Scene, "script({})")
    r = trajectory
    before, drawn = [_scene_line("scene", scene)], [f"{name}={_literal(name, value)!r}" for name, value in options.items()]
    if r is not None:
        start = "scene" if r.scene == scene else "start"
        before += [] if r.scene == scene else [_scene_line("start", r.scene)]
        descent = ", ".join(f"{name}={value!r}" for name, value in r.descent._asdict().items())
        before.append(f"trajectory = ss.simulate({start}, steps={r.steps[-1]}, {descent})")
        drawn.append("trajectory=trajectory")
    given = {name: value for name, value in (saved or {}).items() if value != OPTIONS[name].default}
    how = "".join(f", {name}={_literal(name, value)!r}" for name, value in given.items())
    return "\n".join(
        [
            f"# Draws a picture with springsim {__version__}: pip install 'springsim[figures]'",
            "",
            "import springsim as ss",
            "",
            *before,
            f"figure = ss.figures.{drawing}(",
            *(f"    {argument}," for argument in ["scene", *drawn]),
            ")",
            f"with open({path!r}, 'wb') as file:",
            f"    file.write(ss.figures.picture(figure, {files.format_of(path, formats.offered('draw'))!r}{how}))",
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
    """Return the statement that makes a scene; nothing in its text, such as names of classes, can end it early."""
    document = json.loads(scene.to_json())
    text = ",\n ".join(f'"{field}": {_laid_out(value)}' for field, value in document.items())
    text = text.replace("'", r"\u0027").replace("\\", r"\\")  # quotes as JSON writes them too, backslashes as Python does
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
