"""How scenes and runs reach what draws and writes them: hooks that `springsim` fills.

Scenes and runs are far below figures, the player and files, and know nothing of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Hook = Callable[..., Any]

_hooks: dict[str, Hook] = {}


def fill(name: str, hook: Hook) -> None:
    """Have something be done by a hook.

    Parameters
    ----------
    name : str
        ``"scene"`` (SVG) or ``"run"`` (HTML): what a notebook shows. ``"load run"``, ``"save run"``: files.
    hook : callable
        Of a representation: takes the object; returns markup, or None where it cannot be shown so. Of files: does what
        `Trajectory.load` and `Trajectory.save` do.
    """
    _hooks[name] = hook


def shown(name: str, value: object) -> str | None:
    """Return the representation of an object, or None where there is none."""
    hook = _hooks.get(name)
    markup: str | None = None if hook is None else hook(value)
    return markup


def call(name: str, *args: Any, **options: Any) -> Any:
    """Return what a hook does."""
    return _hooks[name](*args, **options)
