"""Pictures of equilibria, small ones in a row and a large one, and the files of a sweep; drawn once, and kept for a while."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import streamlit as st

from springsim import texts
from springsim.app.margins.sweeps import SweepRequest, SweepResult
from springsim.app.shell.fonts import spoken
from springsim.export import formats
from springsim.model.scene import Scene
from springsim.studies import bifurcation

FORMATS: Final = formats.offered("margins")  #: of files
SMALL: Final = (2.6, 2.6)  #: inches of a slide, which is shown smaller
LARGE: Final = (8.0, 6.0)
_KEPT: Final = 300  # pictures of a few tens of kilobytes
_SPRINGS: Final = 40  # springs, beyond which a small picture shows none
_AIR: Final = 0.14  # round what a small picture shows, against its width
_OUTSIDE: Final = 0.3  # round a domain that has an end, against its length

View = tuple[float, float, float, float]


class Look(NamedTuple):
    """How pictures look: of the page that they are on."""

    dark: bool
    language: str


def small(scene: Scene, view: View, focus: int | None, look: Look) -> str:
    """Return a small picture of an equilibrium, as SVG; without words, and the same part of the plane as others beside it."""
    few = sum(scene.springs.counts) <= _SPRINGS
    return _drawn(scene.to_json(), focus, view, SMALL, look, few).decode()


def large(scene: Scene, focus: int | None, look: Look) -> str:
    """Return a large picture of an equilibrium, with axes, as SVG."""
    return _drawn(scene.to_json(), focus, _whole(scene), LARGE, look, True).decode()


def _whole(scene: Scene) -> View | None:
    """Return the part of the plane in which all of a scene's domain is; None where it has no end."""
    space = scene.space
    if space.length is None:
        return None
    (left, bottom), (right, top) = space.corners.tolist()
    air = _OUTSIDE * space.length
    return left - air, right + air, bottom - air, top + air


def views(result: SweepResult, chosen: Sequence[tuple[int, int]], *, units: bool) -> list[View]:
    """Return which part of the plane small pictures of some runs show.

    It is the same part, so that they show how the equilibrium grows; in units of the margin it grows with the margin, so that
    what only rescales looks the same in all.
    """
    sweep = result.sweep
    whole = _whole(sweep.scene)
    if whole is not None:
        return [whole] * len(chosen)
    middle = bifurcation.origin(sweep.scene)
    at = np.array([sweep.positions[run] for run in chosen]) - middle
    scale = np.array([sweep.margins[k] if units else 1.0 for k, _ in chosen])
    at = at / scale[:, None, None]
    low, high = at.min(axis=(0, 1)), at.max(axis=(0, 1))
    half = max((0.5 + _AIR) * float((high - low).max()), 0.3 if units else 0.3 * float(sweep.margins.max()))
    x, y = (low + high) / 2.0
    return [
        (middle[0] + c * (x - half), middle[0] + c * (x + half), middle[1] + c * (y - half), middle[1] + c * (y + half))
        for c in scale.tolist()
    ]


def file_name(request: SweepRequest, scene: str, format: str) -> str:
    """Return what a file of a sweep is called: the scene, the margins, the start and how many runs there are at each."""
    ends = f"m{texts.length(request.low)}-{texts.length(request.high)}x{request.count}"
    return f"springsim-margins-{scene}-{ends}-{request.start}-{request.seeds}seeds.{format}"


def file(result: SweepResult, format: str, look: Look) -> bytes:
    """Return the table or a chart of a sweep as a file, by Matplotlib; on paper it is never dark."""
    if format == "csv":
        return result.sweep.to_csv().encode()
    from springsim import figures  # Matplotlib is loaded when the first figure is drawn

    return figures.picture(figures.sweep(result.sweep, language=spoken(look.language)), format)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def _drawn(
    text: str, focus: int | None, view: View | None, size: tuple[float, float], look: tuple[bool, str], springs: bool
) -> bytes:
    from springsim import figures

    large = size == LARGE
    figure = figures.diagram(
        Scene.from_json(text),
        centre=focus,
        springs=springs,
        forces=False,
        circles="selected" if large and focus is not None else "none",
        axes=large,
        view=view,
        size=size,
        style="dark" if look[0] else "lecture",
        language=spoken(look[1]),
    )
    return figures.picture(figure, "svg")
