"""The charts of a sweep over margins, by Plotly; the numbers are those of the sweep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import plotly.graph_objects as go

from springsim import palette
from springsim.app.margins.sweeps import SweepResult, evenly
from springsim.arrays import Floats
from springsim.studies import bifurcation
from springsim.studies.bifurcation import KINDS, UNKNOWN, Coordinate

HEIGHT: Final = 520  #: pixels, of all charts together; page.css keeps their place
_POINTS: Final = 8_000  # of runs drawn in one chart: a browser draws them in a moment
_TITLE: Final = 27  # pixels between two charts, for the name of the lower one
_TALL: Final = 1.7  # times as high as the others is the last chart
_ALIKE: Final = 1e-6  # of the height of the chart: equilibria that near are one mark
_DOWN: Final = "4px,3px"  # dashes of the way back
_FONT: Final = '"Source Sans", "Source Sans 3", sans-serif'  # that of the page

#: Colour and mark of each kind of equilibrium, then of those of no known kind; by light and by dark.
_MARKS: Final[dict[str, tuple[str, str, str]]] = {
    "stable": (palette.FORCE["light"], palette.FORCE["dark"], "circle"),
    "flat": ("#8A6D00", "#DDCC77", "diamond-open"),
    "saddle": (palette.SPRING["light"], palette.SPRING["dark"], "x-thin-open"),
    "unknown": ("#6B7280", "#9CA3AF", "circle-open"),
}


class Quantity(NamedTuple):
    """What one chart shows.

    Attributes
    ----------
    name : str
        Id of its words: ``"loss"``, ``"active"``, ``"separation"`` or ``"recall"``.
    values : (k, s) ndarray of float
        A value for each run.
    share : bool
        Whether these are shares, from 0 to 1.
    """

    name: str
    values: Floats
    share: bool


def quantities(result: SweepResult, *, units: bool) -> tuple[Quantity, ...]:
    """Return what there is to show of a sweep; with `units` lengths in margins, and losses in their squares."""
    sweep = result.sweep
    m = sweep.margins[:, None] if units else np.ones((len(sweep.margins), 1))
    listed = (
        Quantity("loss", sweep.loss / m**2, False),
        Quantity("active", sweep.active_dissimilar, True),
        Quantity("separation", sweep.separation / m, False),
        Quantity("recall", sweep.neighbour_recall, True),
    )
    similar, dissimilar = sweep.scene.springs.counts
    there = {"loss": True, "active": dissimilar > 0, "separation": dissimilar > 0, "recall": similar > 0}
    return tuple(quantity for quantity in listed if there[quantity.name])


def median(values: Floats) -> Floats:
    """Return the median of the runs at each margin, (k,); NaN where there is none."""
    finite = [row[np.isfinite(row)] for row in values]
    return np.array([np.median(row) if row.size else np.nan for row in finite])


def drawn(result: SweepResult) -> Sequence[int]:
    """Return the runs at each margin that are drawn: all, or so many that a browser copes, evenly chosen."""
    return evenly(result.request.seeds, min(max(_POINTS // len(result.sweep.margins), 1), result.request.seeds))


def linked(
    result: SweepResult,
    shown: Coordinate,
    *,
    units: bool,
    words: Mapping[str, str],
    dark: bool,
    chosen: tuple[int, int] | None = None,
    ground: bool = False,
) -> go.Figure:
    """Return charts of a sweep, one above the other over the same axis of margins.

    Parameters
    ----------
    found : Found
        The sweep.
    shown : Coordinate
        What the last chart shows.
    units : bool
        Whether in units of the margin.
    words : mapping of str
        Words of the pages.
    dark : bool
        Whether for a dark page.
    chosen : tuple of int, optional
        Indices of a margin and of a seed, to be marked.
    ground : bool, optional
        Whether to fill the background too, for a file by itself.

    Returns
    -------
    plotly.graph_objects.Figure
    """
    rows = quantities(result, units=units)
    domains = _domains(len(rows) + 1)
    ink, line = ("#FAFAFA", "rgba(250,250,250,0.16)") if dark else ("#31333F", "rgba(49,51,63,0.14)")
    figure = go.Figure()
    for row, quantity in enumerate(rows, start=1):
        _runs(figure, result, quantity, row, words, dark=dark)
        top = 1.0 if quantity.share else _most(quantity.values, result, units=units)
        _axis(figure, row, domains[row - 1], (-0.04 * top, 1.08 * top), line)
        _name(figure, domains[row - 1], _words(quantity.name, words, units=units), ink)
    last = len(rows) + 1
    values = bifurcation.values(result.sweep, shown, units=units)
    ends = _ends(values, result, units=units)
    _branches(figure, result, values, ends[1] - ends[0], last, words, dark=dark)
    if chosen is not None:
        _chosen(figure, result, values, chosen, last, ink)
    _axis(figure, last, domains[-1], ends, line)
    _name(figure, domains[-1], named(shown, words, units=units), ink)
    m = result.sweep.margins
    air = 0.02 * (m.max() - m.min()) or 0.1 * m.max()
    figure.update_layout(
        template=None,
        height=HEIGHT,
        margin={"l": 52, "r": 12, "t": _TITLE, "b": 44},
        paper_bgcolor=("#0E1117" if dark else "#FFFFFF") if ground else "rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": ink, "size": 13, "family": _FONT},
        hovermode="x unified",
        hoversubplots="axis",
        hoverlabel={"bgcolor": "#262730" if dark else "#FFFFFF", "font": {"color": ink, "size": 13}},
        showlegend=False,
        dragmode=False,
        uirevision="margins",
        xaxis={
            "anchor": f"y{last}",
            "range": [m.min() - air, m.max() + air],
            "title": {"text": words["chart_margin"], "standoff": 4, "font": {"size": 13}},
            "gridcolor": line,
            "zeroline": False,
            "showspikes": True,
            "spikemode": "across",
            "spikesnap": "data",
            "spikethickness": 1,
            "spikedash": "dot",
            "spikecolor": ink,
            "tickformat": ".3~g",
            "hoverformat": ".4~g",
            "unifiedhovertitle": {"text": "m = %{x}"},
        },
    )
    return figure


def named(shown: Coordinate, words: Mapping[str, str], *, units: bool) -> str:
    """Return what the last chart shows, in words; points are counted from 1, as on the board."""
    name = words[f"chart_{shown.what}"].format(i=shown.i + 1, j=shown.j + 1)
    return words["chart_in_margins"].format(name=name) if units else name


def html(figure: go.Figure) -> bytes:
    """Return charts as a page by itself, which needs no network."""
    text: str = figure.to_html(include_plotlyjs=True, full_html=True, config={"displaylogo": False, "responsive": True})
    return text.encode()


def _words(name: str, words: Mapping[str, str], *, units: bool) -> str:
    inside = words[f"chart_{name}_title"]
    if not units or name in ("active", "recall"):
        return inside
    return words["chart_in_squares" if name == "loss" else "chart_in_margins"].format(name=inside)


def _domains(count: int) -> list[tuple[float, float]]:
    """Return bottom and top of each chart, from the uppermost on, as shares of the height."""
    gap = _TITLE / (HEIGHT - _TITLE - 44)
    unit = (1.0 - gap * (count - 1)) / (count - 1 + _TALL)
    tops = [1.0 - k * (unit + gap) for k in range(count)]
    return [(max(top - (unit if k < count - 1 else _TALL * unit), 0.0), top) for k, top in enumerate(tops)]


def _axis(figure: go.Figure, row: int, domain: tuple[float, float], ends: tuple[float, float], line: str) -> None:
    figure.update_layout(
        {
            f"yaxis{row if row > 1 else ''}": {
                "domain": domain,
                "range": ends,
                "gridcolor": line,
                "zeroline": False,
                "nticks": 4,
                "tickformat": ".3~g",
                "anchor": "x",
                "fixedrange": True,
            }
        }
    )


def _name(figure: go.Figure, domain: tuple[float, float], name: str, ink: str) -> None:
    """Write the name of a chart above it."""
    figure.add_annotation(
        text=name.replace("<", "&lt;"),
        x=0.0,
        y=domain[1],
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        showarrow=False,
        font={"size": 13, "color": ink},
        align="left",
    )


def _runs(
    figure: go.Figure, result: SweepResult, quantity: Quantity, row: int, words: Mapping[str, str], *, dark: bool
) -> None:
    """Draw all runs faint, and their median bold; the way back dashed."""
    m, turn = result.sweep.margins, result.sweep.turn
    faint = "rgba(160,165,180,0.5)" if dark else "rgba(110,115,130,0.4)"
    bold = palette.FORCE["dark" if dark else "light"]
    y = "y" if row == 1 else f"y{row}"
    if result.request.seeds > 1:
        some = quantity.values[:, drawn(result)]
        gap = np.full((1, some.shape[1]), np.nan)
        figure.add_scatter(
            x=np.tile(np.append(m, np.nan), some.shape[1]),
            y=np.vstack([some, gap]).T.ravel(),
            mode="lines" if len(m) > 1 else "markers",
            line={"color": faint, "width": 1},
            marker={"color": faint, "size": 5},
            hoverinfo="skip",
            yaxis=y,
            name=f"{quantity.name} runs",
            meta="runs",
        )
    middle = median(quantity.values)
    for part, dash, name in ((slice(None, turn + 1), "solid", "up"), (slice(turn, None), _DOWN, "down")):
        if name == "down" and turn == len(m) - 1:
            continue
        label = words[f"chart_{quantity.name}"]
        figure.add_scatter(
            x=m[part],
            y=middle[part],
            mode="lines+markers",
            line={"color": bold, "width": 2.5, "dash": dash},
            marker={"color": bold, "size": 4},
            customdata=np.arange(len(m))[part],
            text=[said(value, float(m.max())) for value in middle[part]],
            hovertemplate="%{text}",
            name=label if turn == len(m) - 1 else words[f"chart_{name}"].format(name=label),
            meta=f"median {name}",
            yaxis=y,
        )


def _branches(
    figure: go.Figure, result: SweepResult, values: Floats, height: float, row: int, words: Mapping[str, str], *, dark: bool
) -> None:
    """Draw a mark for each equilibrium, equal ones as one; by how stable they are."""
    sweep, seeds = result.sweep, np.array(drawn(result))
    known = np.full(sweep.converged.shape, UNKNOWN, np.int8) if result.kinds is None else result.kinds
    for kind in (*range(len(KINDS)), UNKNOWN):
        k, s = np.nonzero((known[:, seeds] == kind) & np.isfinite(values[:, seeds]))
        if not len(k):
            continue
        place = np.stack([k, np.round(values[k, seeds[s]] / (_ALIKE * height))], axis=1)
        _, first, count = np.unique(place, axis=0, return_index=True, return_counts=True)
        name = KINDS[kind] if kind != UNKNOWN else "unknown"
        colour, symbol = _MARKS[name][dark], _MARKS[name][2]
        y = values[k[first], seeds[s[first]]]
        figure.add_scatter(
            x=sweep.margins[k[first]],
            y=y,
            mode="markers",
            marker={"color": colour, "symbol": symbol, "size": 6, "line": {"width": 1.5, "color": colour}},
            customdata=np.stack([k[first], seeds[s[first]], count], axis=1),
            text=[said(value, height) for value in y],
            hovertemplate=words["chart_mark"].format(value="%{text}", runs="%{customdata[2]}"),
            name=words[f"kind_{name}"],
            meta=f"kind {name}",
            yaxis=f"y{row}",
        )


def _chosen(figure: go.Figure, result: SweepResult, values: Floats, chosen: tuple[int, int], row: int, ink: str) -> None:
    """Mark a margin, and the equilibrium of a run at it."""
    m = float(result.sweep.margins[chosen[0]])
    figure.add_shape(type="line", x0=m, x1=m, y0=0, y1=1, yref="paper", line={"color": ink, "width": 1.2}, layer="below")
    figure.add_scatter(
        x=[m],
        y=[values[chosen]],
        mode="markers",
        marker={"symbol": "circle-open", "size": 14, "color": ink, "line": {"width": 2, "color": ink}},
        hoverinfo="skip",
        yaxis=f"y{row}",
        name="chosen",
        meta="chosen",
    )


def said(value: float, scale: float) -> str:
    """Return a number for reading; what is nothing but rounding, against a scale, as 0."""
    return f"{value:.4g}" if abs(value) > 1e-9 * scale else "0"


def _least(result: SweepResult, *, units: bool) -> float:
    """Return a length below which all is nothing, so that rounding is not shown as large as a chart."""
    return 1e-3 * (1.0 if units else float(result.sweep.margins.max()))


def _most(values: Floats, result: SweepResult, *, units: bool) -> float:
    """Return the upper end of an axis from 0 on."""
    return max(float(np.max(values, initial=0.0, where=np.isfinite(values))), _least(result, units=units))


def _ends(values: Floats, result: SweepResult, *, units: bool) -> tuple[float, float]:
    """Return both ends of an axis of coordinates, 0 among them."""
    finite: Any = values[np.isfinite(values)]
    low, high = min(finite.min(initial=0.0), 0.0), max(finite.max(initial=0.0), 0.0)
    air = max(0.08 * (high - low), 0.5 * _least(result, units=units))
    return float(low - air), float(high + air)
