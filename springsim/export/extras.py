"""Packages that only some exports need: loaded when asked for, and named with what installs them where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

#: What each package is for, and the extra of springsim that brings it.
_EXTRAS: Final = {
    "matplotlib": ("a picture", "figures"),
    "PIL": ("a GIF", "figures"),
    "imageio_ffmpeg": ("an MP4", "mp4"),
}


class MissingError(ImportError):
    """A package that is not installed; the message is one line and says how to install it."""


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
        if error.name != package:
            raise
    what, extra = _EXTRAS[package]
    raise MissingError(f"{what} needs {package}: pip install 'springsim[{extra}]'", name=package)
