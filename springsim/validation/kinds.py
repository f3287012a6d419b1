"""Objects of the wrong kind, refused with the call that was meant."""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from springsim.validation.errors import SceneError

#: What leads to an object of a kind, from one of another kind, by the names of both; under "" from anything else.
_WAYS: Final[Mapping[str, Mapping[str, str]]] = {
    "Scene": {
        "Trajectory": "run.final",
        "Equilibrium": "rest.scene",
        "Stability": "found.scene",
        "file": "Scene.load(path)",
        "name": "presets.load(name)",
        "": "Scene.from_labels(positions, labels)",
    },
    "Trajectory": {
        "file": "simulate(Scene.load(path))",
        "name": "simulate(presets.load(name))",
        "Scene": "simulate(scene)",
        "Equilibrium": "simulate(scene)",
        "": "simulate(Scene.from_labels(positions, labels))",
    },
    "MarginSweep": {"": "sweep_margin(scene, margins)"},
    "Equilibria": {"": "equilibria(scene)"},
}
_NO_OTHERS: Final[Mapping[str, str]] = MappingProxyType({})


def checked_kind(value: object, kind: type, call: str, others: Mapping[str, str] = _NO_OTHERS) -> None:
    """Refuse what is not of a kind, with the call that was meant.

    Parameters
    ----------
    value : object
        What was given.
    kind : type
        What is wanted: `Scene`, `Trajectory`, `MarginSweep` or `Equilibria`.
    call : str
        The call, with ``{}`` where the object stands, as in ``"loss({})"``.
    others : mapping of str to str, optional
        Calls that are meant for objects of some kinds, by the names of these, where that is another one.

    Raises
    ------
    SceneError
        If it is not; names the argument.
    """
    if isinstance(value, kind):
        return
    wanted, given = kind.__name__, _name(value)
    ways = _WAYS[wanted]
    meant = others[given] if given in others else call.format(ways.get(given, ways[""]))
    article = "an" if wanted[0] in "AEIOU" else "a"
    raise SceneError(_FIELDS[wanted], value, f"{article} {wanted}, as in {meant}")


#: Names of the arguments that take objects of each kind.
_FIELDS: Final[Mapping[str, str]] = {
    "Scene": "scene",
    "Trajectory": "trajectory",
    "MarginSweep": "sweep",
    "Equilibria": "equilibria",
}


def is_file_name(value: object) -> bool:
    """Tell whether something is the name of a file: a path, or a short text of one line that ends as names do."""
    if isinstance(value, os.PathLike):
        return True
    if not isinstance(value, str) or len(value) > 1000 or "\n" in value or "{" in value:
        return False
    return bool(os.path.splitext(value.strip())[1]) or os.sep in value


def _name(value: object) -> str:
    """Return the kind of an object by its name."""
    if is_file_name(value):
        return "file"
    return "name" if isinstance(value, str) else type(value).__name__
