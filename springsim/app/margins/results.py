"""What a sweep found: linked charts, the equilibrium that is chosen, small ones in a row, and files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import numpy as np
import streamlit as st

from springsim import texts
from springsim.app.margins import charts, loss_curves, pictures, sweeps
from springsim.app.margins.pictures import Look
from springsim.app.margins.selection import RUNS, Shown, margin_names, run_of
from springsim.app.margins.sweeps import SweepResult
from springsim.app.session import reducer
from springsim.app.shell import kept, navigation, visitor
from springsim.energy.stability import stability
from springsim.export import formats
from springsim.model import presets
from springsim.studies import bifurcation
from springsim.studies.bifurcation import Coordinate
from springsim.validation.fields import Check, Either, Integer, Number, OneOf
from springsim.validation.limits import MARGIN_MAX, MARGIN_MIN, SWEEP_APP_RUNS_MAX, SWEEP_STABILITY_SECONDS

Words = Mapping[str, str]

_STRIP: Final = 7  # small pictures
_CHARTS: Final = "margins_charts"
_AT, _RUN = "margins_at", "margins_run"  # what is chosen: the index of a margin, and a run or its seed
_OF: Final = "springsim_margins_of"  # the sweep that the index is of
_M: Final = "springsim_margins_m"  # the margin
_POINTS: Final = "springsim_margins_points"

#: What the browser keeps of it, by the key of each widget, beside what was asked for.
KEPT: Final[Mapping[str, Check]] = {
    _M: Number(MARGIN_MIN, MARGIN_MAX),
    _RUN: Either(OneOf(RUNS), Integer(0, SWEEP_APP_RUNS_MAX)),
}


@st.fragment
def show(shown: Shown, *, units: bool) -> None:
    """Show what was found, with the controls of how it is shown.

    Parameters
    ----------
    shown : Shown
        What was found.
    units : bool
        Whether in units of the margin.
    """
    words, result = texts.of(visitor.language(), "pages"), shown.result
    look = Look(st.context.theme.type == "dark", visitor.language())
    _keep_chosen(result)
    k = st.session_state[_AT]
    chosen = k, run_of(result, k, st.session_state[_RUN])
    left, right = st.columns([3, 2], gap="medium")
    with left:
        place = st.container(key="margins_chart")
        with st.container(key="margins_view", horizontal=True, vertical_alignment="bottom"):
            _slider(words, result)
            read = _coordinate(words, result, shown.focus)
        figure = partial(charts.linked, result, read, units=units, words=words)
        with place:
            st.plotly_chart(
                figure(dark=look.dark, chosen=chosen),
                theme=None,
                key=_CHARTS,
                config={"displayModeBar": False, "scrollZoom": False, "doubleClick": False},
                alt=words["margins_alt"].format(what=described(words, shown)),
            )
        _notes(words, result)
    with right:
        _large(words, shown, chosen, look)
        margins = result.sweep.margins
        loss_curves.curves(
            "margins_chart",
            float(margins[k]),
            float(margins.max()),
            units=units,
            dark=look.dark,
            on_chosen=partial(_clicked, result),
        )
    _strip(words, shown, look, units=units)
    _files(words, shown, look, partial(figure, dark=look.dark, ground=True))
    kept.keep("margins", KEPT, part="_results")


def described(words: Words, shown: Shown) -> str:
    """Return in a few words what was asked for."""
    request = shown.result.request
    title = presets.get(shown.preset).title[visitor.language()] if shown.preset else words["margins_own"]
    low, high = texts.length(request.low), texts.length(request.high)
    start = words[f"margins_start_{request.start}"]
    return words["margins_described"].format(
        scene=title, low=low, high=high, count=request.count, seeds=request.seeds, start=start
    )


def _keep_chosen(result: SweepResult) -> None:
    """Have a margin chosen that there is: the one before, or the nearest; at first the one in the middle."""
    state, margins = st.session_state, result.sweep.margins
    if state.get(_OF) is not result or _AT not in state:
        wanted = state.get(_M, float(np.median(margins)))
        state[_AT], state[_OF] = int(np.abs(margins - wanted).argmin()), result
        if state.get(_RUN) not in RUNS:
            state[_RUN] = RUNS[0]
    if not isinstance(state.get(_RUN), int) and state.get(_RUN) not in RUNS:  # in words, while the language changes
        said = {texts.of(language, "pages")[f"margins_run_{run}"]: run for language in texts.LANGUAGES for run in RUNS}
        state[_RUN] = said.get(state.get(_RUN, ""), RUNS[0])
    state[_M] = float(margins[state[_AT]])


def _coordinate(words: Words, result: SweepResult, focus: int | None) -> Coordinate:
    """Show the choice of what the last chart shows; return it."""
    scene = result.sweep.scene
    if len(scene) < 2:
        return Coordinate("y", 0)
    usual = bifurcation.usual(scene, focus)
    if st.session_state.get(_POINTS) != (len(scene), usual):
        st.session_state[_POINTS] = (len(scene), usual)
        for field, value in zip(("what", "i", "j"), usual, strict=True):
            st.session_state[f"margins_{field}"] = value
        if usual.what != "distance":
            st.session_state["margins_j"] = 0 if usual.i else 1
    what = st.selectbox(
        words["margins_what"],
        bifurcation.WHATS,
        format_func=lambda what: words[f"margins_what_{what}"],
        key="margins_what",
        persist_state="session",
        help=words["margins_what_help"],
        width=170,
    )
    points = range(len(scene))
    labels = ("margins_between", "margins_and") if what == "distance" else ("margins_point", "")
    i = st.selectbox(
        words[labels[0]], points, format_func=lambda k: str(k + 1), key="margins_i", persist_state="session", width=95
    )
    j = 0
    if what == "distance":
        others = [k for k in points if k != i]
        if st.session_state.get("margins_j") not in others:
            st.session_state["margins_j"] = others[0]
        j = st.selectbox(
            words[labels[1]], others, format_func=lambda k: str(k + 1), key="margins_j", persist_state="session", width=95
        )
    return Coordinate(what, i, j)


def _clicked(result: SweepResult) -> None:
    """Choose what was clicked: a margin, or an equilibrium."""
    chosen = loss_curves.clicked()
    margins, seeds = result.sweep.converged.shape
    if chosen is not None and 0 <= chosen[0] < margins and chosen[1] < seeds:
        st.session_state[_AT] = chosen[0]
        if chosen[1] >= 0:
            st.session_state[_RUN] = chosen[1]


def _choose(k: int) -> None:
    st.session_state[_AT] = k


def _slider(words: Words, result: SweepResult) -> None:
    """Show the slider of the margin."""
    k = len(result.sweep.margins)
    if k > 1:
        names = margin_names(result)
        st.select_slider(words["margins_at"], range(k), format_func=names.__getitem__, key=_AT, help=words["margins_at_help"])


def _notes(words: Words, result: SweepResult) -> None:
    """Say what the marks mean, and what is left out."""
    sweep, said = result.sweep, []
    if result.request.seeds > 1:
        said.append(words["margins_bold"])
    if sweep.turn < len(sweep.margins) - 1:
        said.append(words["margins_back"])
    drawn = len(charts.drawn(result))
    if drawn < result.request.seeds:
        said.append(words["margins_drawn"].format(drawn=drawn, seeds=result.request.seeds))
    if result.kinds is None:
        said.append(words["margins_kinds_left"].format(seconds=f"{SWEEP_STABILITY_SECONDS:g}"))
    else:
        said.append(words["margins_marks"])
    restless = int(np.count_nonzero(~sweep.converged))
    if restless:
        said.append(words["margins_restless"].format(runs=restless, total=sweep.converged.size))
    st.caption(" ".join(said))


def _large(words: Words, shown: Shown, chosen: tuple[int, int], look: Look) -> None:
    """Show the equilibrium that is chosen, and what is to be said of it."""
    result, sweep = shown.result, shown.result.sweep
    rest = sweep.at(*chosen)
    m, loss = float(sweep.margins[chosen[0]]), float(sweep.loss[chosen])
    with st.container(key="margins_rest", horizontal=True, vertical_alignment="bottom"):
        title = words["margins_rest"].format(margin=margin_names(result)[chosen[0]])
        st.subheader(title, anchor=False, help=words["facts_help"])
        if result.request.seeds > 1:
            wanted = st.session_state[_RUN]
            st.selectbox(
                words["margins_run"],
                [*RUNS, *([wanted] if wanted not in RUNS else [])],
                format_func=lambda run: (
                    words[f"margins_run_{run}"] if run in RUNS else words["margins_run_seed"].format(seed=run)
                ),
                key=_RUN,
                persist_state="session",
                help=words["margins_run_help"],
                width=200,
                label_visibility="collapsed",
            )
    with st.container(key="margins_large"):
        st.image(pictures.large(rest, shown.focus, look), width="stretch", alt=words["margins_rest"].format(margin=f"{m:g}"))
    if result.kinds is not None:
        kind: str = bifurcation.KINDS[result.kinds[chosen]]
    else:
        kind = stability(rest).kind if rest.law.curved else "unknown"
    dissimilar = rest.springs.counts[1]
    pushing = round(float(sweep.active_dissimilar[chosen]) * dissimilar)
    facts = {
        words["fact_loss"]: f"{charts.said(loss, m**2)} = {charts.said(loss / m**2, 1.0)} m²",
        words["fact_residual"]: f"{float(sweep.residual[chosen]):.1e}",
        words["fact_kind"]: words[f"kind_{kind}" if sweep.converged[chosen] else "kind_unknown"],
        words["fact_active"]: words["fact_of"].format(some=pushing, all=dissimilar),
        words["fact_seed"]: str(chosen[1]),
    }
    st.markdown(" · ".join(f"{name} **{value}**" for name, value in facts.items()))
    if st.button(words["figures_open"], key="margins_open", icon=":material/play_circle:", type="primary"):
        visitor.keep(reducer.placed_scene(visitor.board(), rest, shown.preset))
        navigation.go("playground")


def _strip(words: Words, shown: Shown, look: Look, *, units: bool) -> None:
    """Show small pictures of equilibria at margins evenly chosen; to choose one, there is a button under it."""
    result = shown.result
    margins = sweeps.evenly(len(result.sweep.margins), _STRIP)
    runs = [(k, run_of(result, k, st.session_state[_RUN])) for k in margins]
    names = margin_names(result)
    st.markdown(" ".join([words["margins_strip"], words["margins_strip_units" if units else "margins_strip_same"]]))
    with st.container(key="margins_strip", horizontal=True):
        for run, view in zip(runs, pictures.views(result, runs, units=units), strict=True):
            with st.container(key=f"margins_small_{run[0]}", width=150):
                st.image(pictures.small(result.sweep.at(*run), view, shown.focus, look), width="stretch", alt=names[run[0]])
                here = run[0] == st.session_state[_AT]
                label = f"m = {names[run[0]]}"
                st.button(
                    f"**{label}**" if here else label,  # another type would be another button, without the focus
                    key=f"margins_choose_{run[0]}",
                    width="stretch",
                    on_click=_choose,
                    args=(run[0],),
                )


def _files(words: Words, shown: Shown, look: Look, figure: Callable[[], Any]) -> None:
    """Show the buttons that save a sweep."""
    with st.container(key="margins_files", horizontal=True, vertical_alignment="center"):
        st.markdown(words["margins_files"], width="content")
        for format in pictures.FORMATS:
            st.download_button(
                format.upper(),
                (lambda: charts.html(figure())) if format == "html" else partial(pictures.file, shown.result, format, look),
                pictures.file_name(shown.result.request, shown.preset or "own", format),
                formats.get(format).mime,
                key=f"margins_file_{format}",
                icon=":material/download:",
                help=words[f"margins_file_{format}_help"],
                on_click="ignore",
            )
