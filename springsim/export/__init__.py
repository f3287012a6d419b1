"""Files for lectures and for research: animations, data, and Python that draws a picture again.

`animate` writes GIF, MP4 and standalone HTML. `springsim.export.data` has tables and arrays, `springsim.export.files` writes
any of it whole or not at all. What draws is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from springsim.export.optional import MissingError
from springsim.model.files import FileError

if TYPE_CHECKING:
    from springsim.export.animation import animate

__all__ = ["FileError", "MissingError", "animate"]

_MODULES = {"animation": "export.animation", "data": "export.data", "files": "model.files", "player": "board.player"}


def __getattr__(name: str) -> Any:
    if name == "animate":
        return import_module("springsim.export.animation").animate
    if name in _MODULES:
        return import_module(f"springsim.{_MODULES[name]}")
    raise AttributeError(f"module 'springsim.export' has no attribute {name!r}")
