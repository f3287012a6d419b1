"""How a notebook shows scenes and runs: hooks that `springsim` fills with what draws them.

Scenes and runs are far below figures and the player, and know nothing of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Hook = Callable[[Any], str | None]

_hooks: dict[str, Hook] = {}


def fill(name: str, hook: Hook) -> None:
    """Have a representation be made by a hook.

    Parameters
    ----------
    name : str
        ``"scene"`` (SVG) or ``"run"`` (HTML).
    hook : callable
        Takes the object; returns markup, or None where it cannot be shown so.
    """
    _hooks[name] = hook


def shown(name: str, value: object) -> str | None:
    """Return the representation of an object, or None where there is none."""
    hook = _hooks.get(name)
    return None if hook is None else hook(value)
