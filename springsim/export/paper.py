"""Names and margins of the paper's figures as files, known without drawing any."""

from __future__ import annotations

from typing import Final

PANELS: Final = ("a", "b", "c", "d", "e")  #: of figure 2
NAMES: Final = ("fig1", "fig1-as-printed", "fig2", *(f"fig2{panel}" for panel in PANELS))
MARGINS: Final = {"fig1": 1.25, "fig2": 1.0}  #: in the paper
