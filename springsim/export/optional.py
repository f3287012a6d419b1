"""Packages that only some exports need: loaded when asked for, and named with what installs them where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

#: What each package is for, and the extra of springsim that brings it.
_EXTRAS: Final = {
    "matplotlib": ("a picture", "figures"),
    "PIL": ("a GIF", "figures"),
    "imageio_ffmpeg": ("an MP4", "mp4"),
    "distributed": ("a sweep on a cluster", "cluster"),
}


class MissingError(ImportError):
    """A package that is not installed; the message is one line and says how to install it."""


def extra_of(package: str) -> str:
    """Return the extra of springsim that brings a package."""
    return _EXTRAS[package][1]


def required(package: str) -> Any:
    """Return a package.

    Raises
    ------
    MissingError
        If it is not installed.
    """
    try:
        return import_module(package)
    except ModuleNotFoundError as error:
        top = package.partition(".")[0]
        if error.name not in (top, package) or top not in _EXTRAS:
            raise
    what, extra = _EXTRAS[top]
    raise MissingError(f"{what} needs {top}: pip install 'springsim[{extra}]'", name=top)
