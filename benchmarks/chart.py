"""The chart of the results: seconds for an evaluation over the number of points, where all pairs push and where few do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullLocator

from benchmarks.scenes import OTHERS
from benchmarks.table import Point

#: Okabe and Ito's colours, which differ for the colour-blind too, with a marker each.
_STYLE: dict[str, dict[str, Any]] = {
    "broadcasting": {"color": "#D55E00", "marker": "s", "label": "broadcasting (n, n, 2)"},
    "cKDTree": {"color": "#B26A9A", "marker": "^", "label": "SciPy cKDTree"},
    "NumPy": {"color": "#0072B2", "marker": "o", "label": "springsim, NumPy only"},
    "compiled": {"color": "#007A5A", "marker": "D", "label": "springsim, compiled"},
    "limit": {"color": "#444444", "linestyle": (0, (4, 2)), "label": "the divider alone: √ and ÷ a pair"},
}
_PANELS = {
    "dense": "all points within m, 10 classes",
    "constant": f"constant density, {OTHERS} others within m",
}


def draw(points: Sequence[Point], path: Path) -> None:
    """Draw the chart as SVG."""
    figure = Figure(figsize=(8.2, 4.3), layout="constrained", facecolor="white")
    axes = figure.subplots(1, 2, sharey=True)
    for ax, (panel, title) in zip(axes, _PANELS.items(), strict=True):
        for series, style in _STYLE.items():
            line = sorted((p.n, p.seconds) for p in points if p.panel == panel and p.series == series)
            if line:
                ax.loglog(*zip(*line, strict=True), **{"linewidth": 2.0, "markersize": 5.5, **style})
        ax.set_title(title, fontsize=11)
        ax.set_xlabel("points", fontsize=11)
        ax.xaxis.set_major_locator(LogLocator())
        ax.yaxis.set_major_locator(LogLocator(numticks=12))
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_minor_locator(NullLocator())
        ax.tick_params(labelsize=10)
        ax.grid(color="#DDDDDD", linewidth=0.8)
        ax.set_axisbelow(True)
        ax.spines[["top", "right"]].set_visible(False)
    axes[0].set_ylabel("seconds for loss and forces, one thread", fontsize=11)
    handles = {label: handle for ax in axes for handle, label in zip(*ax.get_legend_handles_labels(), strict=True)}
    order = [style["label"] for style in _STYLE.values() if style["label"] in handles]
    figure.legend([handles[label] for label in order], order, loc="outside lower center", ncols=3, frameon=False, fontsize=10)
    FigureCanvasSVG(figure)
    figure.savefig(path, metadata={"Date": None, "Creator": None})
