"""Sizes of figures: a column, a page, a slide."""

from __future__ import annotations

from typing import Final

from springsim.validation.checks import checked_number, is_listed
from springsim.validation.errors import SceneError
from springsim.validation.limits import INCHES_MAX, INCHES_MIN

COLUMN: Final = 3.35  #: width of a printed column, in inches
SLIDE: Final = (12.8, 7.2)  #: a slide, in inches
PAGE: Final = 6.9  #: width of a printed page of two columns, in inches


def checked_size(size: object, least: float = INCHES_MIN) -> tuple[float, float]:
    """Return width and height of a figure, in inches.

    Raises
    ------
    SceneError
        If they are not two numbers from `least` to 40.
    """
    if not is_listed(size) or len(size) != 2:
        raise SceneError("size", size, "two numbers: width and height in inches")
    width, height = (checked_number(f"size[{k}]", v, least, INCHES_MAX) for k, v in enumerate(size))
    return width, height
