"""The parts of the board that an address may leave out (``hide=``), as pages do that show it in a frame."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

#: What each is. The style sheet ``css/embed.css`` has a rule for every name.
PARTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bar": "the bar at the top: undo, reset, link, files, exports, help, language",
        "tools": "the tools and the zoom beside the picture",
        "selection": "the bar of the selected point",
        "words": "what is said below the picture",
        "curves": "the loss curves",
        "readouts": "the numbers below the curves",
        "panel": "the controls: scene, margin, step, what is drawn",
        "transport": "the buttons of time, and the loss over time",
        "timeline": "the loss over time alone",
    }
)
