"""The page of margin effects: where a scene comes to rest at each of many margins, and what of it the margin alone explains."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from springsim import texts
from springsim.app.margins import results, sweeps
from springsim.app.margins.results import Words
from springsim.app.margins.scaling_law import Law, law
from springsim.app.margins.selection import OWN, Shown
from springsim.app.margins.sweeps import SweepRequest, SweepResult
from springsim.app.processes.jobs import Status
from springsim.app.shell import export_progress, kept, navigation, visitor
from springsim.app.shell.bar import bar
from springsim.board import settings
from springsim.model import presets
from springsim.model.scene import Scene
from springsim.studies.margin_sweep import STARTS
from springsim.validation.errors import SceneError
from springsim.validation.fields import Check, Flag, Integer, Number, OneOf

_SWEEPS: Final = sweeps.Sweeps()
_FIRST: Final = 0.7  # seconds in which a sweep may be done before it says how it goes
_PACE: Final = 0.4  # seconds between two looks at how it goes
_STARTS: Final = ("random", *(start for start in STARTS if start != "random"))  # the usual one here first
_SHOWN: Final = "springsim_margins_shown"
_RANGE: Final = "springsim_margins_range"
_MOST: Final = 2**53 - 1  # of what is typed into a field; what a sweep takes is for `sweeps.checked` to say

#: What the browser keeps of this page, by the key of each widget.
KEPT: Final[Mapping[str, Check]] = {
    "margins_scene": OneOf((OWN, *presets.names())),
    "margins_low": Number(-_MOST, _MOST),
    "margins_high": Number(-_MOST, _MOST),
    "margins_count": Integer(-_MOST, _MOST),
    "margins_seeds": Integer(-_MOST, _MOST),
    "margins_start": OneOf(_STARTS),
    "margins_units": Flag(),
}


def page() -> None:
    """Show what the margin does."""
    visitor.board({name: value for name, value in st.query_params.to_dict().items() if name == "lang"})
    kept.recall("margins", {**KEPT, **results.KEPT})
    bar("margins")
    export_progress.elsewhere()
    words = texts.of(visitor.language(), "pages")
    with st.container(key="margins_tools", horizontal=True, vertical_alignment="bottom"):
        name, scene = _scene(words)
        chosen = _settings(words)
        units = st.toggle(
            words["margins_units"], key="margins_units", persist_state="session", help=words["margins_units_help"]
        )
    kept.keep("margins", KEPT)
    found = law(scene, chosen["start"])
    say = st.container(key="margins_say")
    if found.rule == "empty":
        _explain(say, words, name, found)
        if st.button(words["margins_draw"], icon=":material/edit:"):
            navigation.go(OWN)
        return
    before: Shown | None = st.session_state.get(_SHOWN)
    asked = _asked(words, name, scene, chosen)
    shown = asked or before
    place = st.container(key="margins_found")
    older = place.container(key="margins_older").empty()
    if before is not None and (asked is None or asked.result is not before.result):
        older.markdown(words["margins_older"].format(what=results.described(words, before)))  # it is dim from now on
    _explain(say, words, name, found)
    if shown is not None:
        with place:
            results.show(shown, units=units)
    if asked is not None:
        st.session_state[_SHOWN] = asked
        older.empty()


def _scene(words: Words) -> tuple[str, Scene]:
    """Show the choice of the scene; return its name and itself."""
    board = visitor.board()
    if "margins_scene" not in st.session_state:
        entry = board.entry
        own = OWN if not entry.pristine or entry.seed else entry.preset
        st.session_state["margins_scene"] = "gate" if own == settings.PRESET.default else own
    name = st.selectbox(
        words["margins_scene"],
        [OWN, *presets.names()],
        format_func=lambda name: words["margins_own"] if name == OWN else presets.get(name).title[visitor.language()],
        help=words["margins_scene_help"],
        key="margins_scene",
        persist_state="session",
        width=280,
    )
    scene = board.entry.scene if name == OWN else presets.load(name)
    usual = sweeps.scene_range(scene)
    if st.session_state.get(_RANGE) != (name, usual):  # another scene may have another range, but one that was chosen stays
        before = st.session_state.get(_RANGE, ("", None))[1]
        now = tuple(st.session_state.get(f"margins_{field}") for field in ("low", "high", "count"))
        if (before is None and None in now) or now == before:  # what was kept comes without the range that was usual then
            for field, value in zip(("low", "high", "count"), usual, strict=True):
                st.session_state[f"margins_{field}"] = value
        st.session_state[_RANGE] = (name, usual)
    return name, scene


def _settings(words: Words) -> dict[str, Any]:
    """Show the controls of the sweep; return what they say."""

    def number(field: str, about: str, width: int, **options: Any) -> Any:
        key = f"margins_{field}"
        return st.number_input(words[key], help=words[about], key=key, persist_state="session", width=width, **options)

    st.session_state.setdefault("margins_seeds", 10)
    low = number("low", "margins_range_help", 105, format="%g", step=0.05)
    high = number("high", "margins_range_help", 105, format="%g", step=0.05)
    count = number("count", "margins_count_help", 125, step=1)
    seeds = number("seeds", "margins_seeds_help", 125, step=1)
    start = st.selectbox(
        words["margins_start"],
        _STARTS,
        format_func=lambda start: words[f"margins_start_{start}"],
        key="margins_start",
        persist_state="session",
        width=235,
        help=words["margins_start_help"],
    )
    return {"low": low, "high": high, "count": count, "seeds": seeds, "start": start}


def _explain(place: DeltaGenerator, words: Words, name: str, found: Law) -> None:
    """Show how the equilibria depend on the margin, and what to look for."""
    sentences = [words[f"law_{found.rule}"].format(length=texts.length(found.length))]
    if found.also:
        sentences.append(words[f"law_also_{found.also}"].format(length=texts.length(found.start)))
    elif found.scales:
        sentences.append(words["law_also_none"])
    with place:
        with st.container(key="margins_law"):
            st.header(words[f"law_{found.rule}_title"], anchor=False)
            st.markdown(" ".join(sentences))
        st.markdown(" ".join([words["margins_look"], words[look_id(name)]]))


def look_id(name: str) -> str:
    """Return the id of the words on what to look for in a scene."""
    return f"look_{name.replace('-', '_')}"


def _asked(words: Words, name: str, scene: Scene, settings: dict[str, Any]) -> Shown | None:
    """Return what is asked for, if it is found; else show how that goes, or what is wrong."""
    owner = visitor.board().epoch
    with st.container(key="margins_state"):
        try:
            request = sweeps.checked(scene, **settings)
        except SceneError as error:
            st.error(texts.error(error, visitor.language()), icon=":material/error:")
            return None
        status = _SWEEPS.ask(owner, request, wait=_FIRST)
        if status.result is not None:
            return Shown(name, status.result)
        if status.over:
            _stopped(words, status, owner)
        else:
            _progress(request)
    return None


@st.fragment(run_every=_PACE)
def _progress(request: SweepRequest) -> None:
    """Show how a sweep goes, with a button that ends it; at the foot of the window, so that nothing moves."""
    words, owner = texts.of(visitor.language(), "pages"), visitor.board().epoch
    status = _SWEEPS.ask(owner, request)
    if status.over:
        st.rerun()
    with st.container(key="margins_progress", horizontal=True, vertical_alignment="center"):
        part = status.part or "runs"
        said = words[f"margins_{part}"].format(done=status.done, total=status.total or request.runs)
        st.progress(status.done / max(status.total, 1), said)
        if st.button(words["margins_cancel"], key="margins_cancel", icon=":material/close:"):
            _SWEEPS.cancel(owner)
            st.rerun()


def _stopped(words: Words, status: Status[SweepResult], owner: str) -> None:
    """Say that a sweep was cancelled, or why it failed, with a button that begins it again."""
    with st.container(key="margins_stopped", horizontal=True, vertical_alignment="center"):
        if status.state == "failed":
            st.error(words["margins_failed"].format(problem=status.error), icon=":material/error:")
        else:
            st.warning(words["margins_cancelled"].format(done=status.done, total=status.total), icon=":material/cancel:")
        st.button(words["margins_again"], key="margins_again", icon=":material/refresh:", on_click=_SWEEPS.drop, args=(owner,))
