"""Sizes of figures by name: columns and pages of venues, slides; known without drawing any."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

#: Width and height in inches; None: as high as the figure is at that width.
SIZES: Final[Mapping[str, tuple[float, float | None]]] = MappingProxyType(
    {
        "column": (3.35, None),  # of a page of two columns, wherever; "text" is the page across
        "text": (6.9, None),
        "cvpr-column": (3.25, None),
        "cvpr-text": (6.875, None),
        "icml-column": (3.25, None),
        "icml-text": (6.75, None),
        "neurips": (5.5, None),  # and ICLR
        "ieee-column": (3.5, None),
        "ieee-text": (7.16, None),
        "nature-column": (3.5, None),
        "nature-text": (7.2, None),
        "a4": (6.3, None),  # a thesis: 21 cm less margins of 2.5 cm
        "slide": (12.8, 7.2),  # 16:9
        "slide-half": (6.4, 7.2),
        "powerpoint": (13.333, 7.5),  # its wide slide
        "beamer": (6.3, 3.543),  # aspectratio=169: 16 cm × 9 cm
    }
)
