"""The two loss curves at the margin under the pointer, beside the charts of a sweep; and what is clicked there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from springsim import palette, texts
from springsim.app.shell import visitor
from springsim.board import wire

_KEY: Final = "springsim_hovered"
_EVERY: Final = 4  # of the table of the board, which has to do for larger drawings

_component = st.components.v2.component(
    "springsim.hovered",
    html='<div class="hovered"></div>\n',
    css=":host { display: block; } .hovered { width: 100%; } canvas { display: block; }\n",
    js="hovered.js",
    isolate_styles=True,
)


def curves(chart: str, chosen: float, most: float, *, units: bool, dark: bool, on_chosen: Callable[[], None]) -> None:
    """Show the curves.

    Parameters
    ----------
    chart : str
        Key of the container of the charts that the pointer is followed over.
    chosen : float
        Margin that is shown where there is no pointer.
    most : float
        The highest margin.
    units : bool
        Whether in units of the margin, where all margins have the same curves.
    dark : bool
        Whether what is drawn beside them is; where the page is not any more, the fragment is run again.
    on_chosen : callable
        Called without arguments when the charts were clicked; `clicked` tells what.
    """
    language = visitor.language()
    words, ours = texts.of(language, "pages"), texts.of(language, "figures")
    _component(
        key=_KEY,
        data={
            "chart": f"st-key-{chart}",
            "chosen": chosen,
            "most": most,
            "units": units,
            "end": wire.look()["curveEnd"],
            "degree": wire.law()["degree"],
            "table": wire.curves()[:, ::_EVERY].tolist(),
            "spring": palette.SPRING,
            "force": palette.FORCE,
            "language": language,
            "dark": dark,
            "words": {
                "chosen": words["hovered_chosen"],
                "pointed": words["hovered_pointed"],
                "distance": words["hovered_distance"],
                "distance_units": words["hovered_distance_units"],
                "similar": ours["similar"],
                "dissimilar": ours["dissimilar"],
            },
        },
        on_chosen_change=on_chosen,
        on_dark_change=lambda: None,
        height="content",
    )


def clicked() -> tuple[int, int] | None:
    """Return what was clicked, unchecked but for its form: indices of a margin and of a seed, −1 for no seed."""
    state: Any = st.session_state.get(_KEY)
    said = state.get("chosen") if hasattr(state, "get") else None
    if isinstance(said, list) and len(said) == 2 and all(isinstance(k, int | float) and abs(k) < 1e6 for k in said):
        return int(said[0]), int(said[1])
    return None
