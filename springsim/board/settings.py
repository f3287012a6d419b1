"""Every setting of the board, once: its default, what it may be, where it is kept, and how it is offered.

The checks of messages, the fields of addresses and of the history, the sliders, what an export is told and the table in
CONTRIBUTING.md follow from these rows. The title of a setting is the text of its id, and ``<id>_help`` the line beneath.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

from springsim import texts
from springsim.energy.forces import stable_step
from springsim.model import presets
from springsim.model.domains import DOMAINS
from springsim.model.scene import Scene
from springsim.validation.fields import Check, Flag, Integer, Number, OneOf
from springsim.validation.limits import MARGIN_MAX, MARGIN_MIN, SEED_MAX

Kept = Literal["origin", "scene", "descent", "visitor", "view"]

#: What a setting belongs to, and so where it goes.
KEPT: Final[Mapping[Kept, str]] = {
    "origin": "where the scene came from; kept in the history, not in files",
    "scene": "part of the scene; kept in the history, in files and links",
    "descent": "an option of gradient descent; kept in the history, goes into exports, not into files",
    "visitor": "of one visitor's board, whatever is on it",
    "view": "what is drawn; kept by the browser, goes into exports",
}


@dataclass(frozen=True, slots=True)
class Slider:
    """How a number is offered.

    Attributes
    ----------
    low, high, step : float
        Ends of the track, and how far apart its places are; they are even.
    decimals : int or None
        Of the number beside it; None: as many as a length needs.
    unit : str
        Id of the text with a gap for that number; empty for the number alone.
    limits : mapping
        By domain, the value up to which all goes well, as it is said and marked on the track, and the least value from which
        on it does not: there the text ``<id>_beyond`` takes the place of the help.
    """

    low: float
    high: float
    step: float
    decimals: int | None = 2
    unit: str = ""
    limits: Mapping[str, tuple[float, float]] | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """One row.

    Attributes
    ----------
    id : str
        Its name in messages, in the history, and of its texts.
    kept : {"origin", "scene", "descent", "visitor", "view"}
        What it belongs to; see `KEPT`.
    default : object
        What it is at first; None where something else says so: the scene, or the browser.
    check : Check
        What it may be.
    query : str
        Its name in an address; empty where it has none.
    slider : Slider or None
        How the board offers it, where that is by a slider.
    placed : callable or None
        Scene, value → the scene with it.
    options : callable or None
        Scene, value → the options of `simulate` that it means.
    recorded : bool
        Whether a page that plays recorded runs offers it too.
    """

    id: str
    kept: Kept
    default: Any
    check: Check
    query: str = ""
    slider: Slider | None = None
    placed: Callable[[Scene, Any], Scene] | None = None
    options: Callable[[Scene, Any], Mapping[str, float]] | None = None
    recorded: bool = True


SEED: Final = Setting("seed", "origin", 0, Integer(0, SEED_MAX), "seed")
PRESET: Final = Setting("preset", "origin", "fig2", OneOf(tuple(presets.names())), "preset")
MARGIN: Final = Setting(
    "margin",
    "scene",
    None,
    Number(MARGIN_MIN, MARGIN_MAX),  # a link or a file may hold any that the library takes
    "margin",
    Slider(0.1, 3.0, 0.01, decimals=None),
    placed=lambda scene, value: scene.replace(margin=value),
)
STEP: Final = Setting(
    "step",
    "descent",
    0.2,  # many small moves look smooth
    Number(0.05, 2.5),
    "step",
    Slider(
        0.05,
        2.5,
        0.05,
        unit="times_stable",
        limits={name: (round(domain.descent, 6), domain.descent) for name, domain in DOMAINS.items()},
    ),
    options=lambda scene, value: {"step_size": value * stable_step(scene)},
)
MOMENTUM: Final = Setting(
    "momentum",
    "descent",
    0.0,
    Number(0.0, 0.95),
    "momentum",
    Slider(0.0, 0.95, 0.05),
    options=lambda scene, value: {"momentum": value},
)
LANGUAGE: Final = Setting("language", "visitor", None, OneOf(texts.LANGUAGES), "lang")
DOMAIN: Final = Setting("domain", "scene", None, OneOf(tuple(DOMAINS)))

#: All of them, in the order in which the board offers them.
SETTINGS: Final = (
    SEED,
    PRESET,
    MARGIN,
    STEP,
    MOMENTUM,
    DOMAIN,
    LANGUAGE,
    Setting("springs", "view", True, Flag()),
    Setting("every", "view", False, Flag()),
    Setting("forces", "view", True, Flag()),
    Setting("margin", "view", True, Flag()),
    Setting("trails", "view", False, Flag()),
    Setting("mode", "view", True, Flag()),
    Setting("landscape", "view", False, Flag(), recorded=False),  # Python draws it
)
DESCENT: Final = tuple(row for row in SETTINGS if row.kept == "descent")
VIEW: Final = tuple(row for row in SETTINGS if row.kept == "view")
SLIDERS: Final = tuple(row for row in SETTINGS if row.slider is not None)

#: How a board descends unless told otherwise, by id.
DEFAULTS: Final[Mapping[str, float]] = MappingProxyType({row.id: row.default for row in DESCENT})


def chosen(values: Mapping[str, Any]) -> Mapping[str, float]:
    """Return the settings of a descent, picked by their ids out of more, read-only."""
    return MappingProxyType({row.id: values[row.id] for row in DESCENT})


def descent(scene: Scene, chosen: Mapping[str, float]) -> dict[str, Any]:
    """Return the options of `simulate` for a scene that descends as was chosen, by the ids of `DESCENT`."""
    options: dict[str, Any] = {}
    for row in DESCENT:
        assert row.options is not None
        options |= row.options(scene, chosen[row.id])
    return options


def sliders() -> list[dict[str, Any]]:
    """Return what the board needs to know of each slider."""
    return [
        {
            "id": row.id,
            "min": row.slider.low,
            "max": row.slider.high,
            "step": row.slider.step,
            "decimals": row.slider.decimals,
            "unit": row.slider.unit,
            "limits": row.slider.limits,
            "simulated": row.kept == "descent",
        }
        for row in SLIDERS
        if row.slider is not None
    ]


def view(*, recorded: bool = False, shown: Mapping[str, bool] | None = None) -> list[dict[str, Any]]:
    """Return what may be drawn or left out; with `recorded`, on a page that plays recorded runs; `shown` is so at first."""
    on = shown or {}
    return [{"id": row.id, "on": on.get(row.id, row.default)} for row in VIEW if row.recorded or not recorded]


def documented() -> str:
    """Return the settings as a table in Markdown, with what its last column means."""
    lines = ["| setting | may be | on the slider | default | in an address | of |", "|---|---|---|---|---|---|"]
    for row in SETTINGS:
        track = "" if row.slider is None else f"{row.slider.low:g} … {row.slider.high:g}"
        query = f"`{row.query}`" if row.query else ""
        lines.append(f"| {row.id} | {row.check} | {track} | {_said(row.default)} | {query} | {row.kept} |")
    return "\n".join([*lines, "", *(f"- `{kept}`: {meaning}" for kept, meaning in KEPT.items())])


def _said(default: Any) -> str:
    if default is None:
        return ""
    if isinstance(default, bool):
        return "on" if default else "off"
    return str(default)
