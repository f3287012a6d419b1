"""Sizes of figures: a column, a page, a slide, or what was asked for."""

from __future__ import annotations

from typing import Final, TypeAlias

from springsim.sheets import SIZES
from springsim.validation.checks import checked_number, is_listed
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import INCHES_MAX, INCHES_MIN

#: The name of a size in `springsim.sheets`, or width and height in inches.
Size: TypeAlias = str | tuple[float, float]
#: The same, checked: where there is no height, the figure has its own at that width.
Asked: TypeAlias = tuple[float, float | None]

COLUMN: Final = 3.35  #: width of a printed column, in inches
SLIDE: Final = (12.8, 7.2)  #: a slide, in inches
PAGE: Final = 6.9  #: width of a printed page of two columns, in inches
_ACROSS: Final = 4.5  # width from which on a figure goes across the page, and must leave some of it
_FLAT: Final = 0.55  # height of such a figure at most, against its width


def checked_size(size: object, least: float = INCHES_MIN) -> Asked:
    """Return width and height of a figure in inches; None for the height where a name only says how wide it is.

    Raises
    ------
    SceneError
        If it is neither a name of `springsim.sheets.SIZES` nor two numbers from `least` to 40.
    """
    if isinstance(size, str) and size in SIZES:
        width, height = SIZES[size]
        return checked_number("size[0]", width, least, INCHES_MAX), height
    if isinstance(size, str) or not is_listed(size) or len(size) != 2:
        raise SceneError("size", size, f"two numbers, width and height in inches, or one of {', '.join(SIZES)}")
    width, height = (checked_number(f"size[{k}]", v, least, INCHES_MAX) for k, v in enumerate(size))
    return width, height


def sheet(size: object, usual: tuple[float, float], least: float = INCHES_MIN) -> tuple[float, float]:
    """Return width and height of a figure that has a usual size, and so keeps its shape where only a width is asked for.

    Raises
    ------
    SceneError
        As in `checked_size`.
    """
    if size is None:
        return usual
    width, height = checked_size(size, least)
    return width, min(width * usual[1] / usual[0], highest(width)) if height is None else height


def check_room(width: float, height: float, least: tuple[float, float]) -> None:
    """Refuse a figure in which there is no room for its words.

    Raises
    ------
    SceneError
        If it is less wide or less high than the least that it needs, in inches.
    """
    if width < least[0] or height < least[1]:
        given = Words(f"{width:g} × {height:g} inches")
        raise SceneError("size", given, f"at least {least[0]:.2f} × {least[1]:.2f} inches, for the words around the picture")


def highest(width: float) -> float:
    """Return how high a figure of that width is at most, unless a height is asked for."""
    return _FLAT * width if width > _ACROSS else INCHES_MAX
