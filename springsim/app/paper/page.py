"""The page of the paper's figures: each beside what it says, live, and as files."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from springsim import texts
from springsim.app.paper import files
from springsim.app.paper.files import Look
from springsim.app.session import reducer
from springsim.app.shell import export_progress, kept, navigation, visitor
from springsim.app.shell.bar import bar
from springsim.energy.forces import pair_distances
from springsim.export.formats import FORMATS
from springsim.export.options import OPTIONS
from springsim.export.paper import MARGINS, PANELS
from springsim.model import losses, presets
from springsim.palette import STYLES
from springsim.validation.errors import SceneError
from springsim.validation.fields import Check, Flag, Number, OneOf, Some
from springsim.validation.limits import FIGURE_MARGIN_MAX, FIGURE_MARGIN_MIN

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

_SPOKEN: Final = "springsim_spoken"

#: What the browser keeps of this page, by the key of each widget.
KEPT: Final[Mapping[str, Check]] = {
    "figures_style": OneOf(tuple(STYLES)),
    "figures_size": OneOf(tuple(files.SIZES)),
    "figures_language": OneOf(texts.LANGUAGES),
    _SPOKEN: OneOf(texts.LANGUAGES),
    "figures_formats": Some(tuple(files.FORMATS)),
    "figures_dpi": OneOf(files.DPI),
    "figures_transparent": OPTIONS["transparent"].check,
    "figures_text": OPTIONS["text"].check,
    "figures_printed": Flag(),
    "figures_margin_fig1": Number(FIGURE_MARGIN_MIN, FIGURE_MARGIN_MAX),
    "figures_margin_fig2": Number(FIGURE_MARGIN_MIN, FIGURE_MARGIN_MAX),
}

#: What a figure says, as mathematics; numbers are the paper's.
_EQUATIONS: Final = {
    "fig1": r"\begin{aligned} L_S &= \tfrac12\, D_W^2 && (6)\\ L_D &= \tfrac12 \max(0,\ m - D_W)^2 && (8) \end{aligned}",
    "fig2a": r"\frac{\partial L_S}{\partial W} = D_W\, \frac{\partial D_W}{\partial W} \qquad (7)",
    "fig2b": r"L_S = \tfrac12\, D_W^2 \qquad (6)",
    "fig2c": r"\frac{\partial L_D}{\partial W} = \begin{cases} -(m - D_W)\,\dfrac{\partial D_W}{\partial W} & D_W < m \quad (9)"
    r"\\[2pt] 0 & D_W > m \end{cases}",
    "fig2d": r"L_D = \tfrac12 \max(0,\ m - D_W)^2 \qquad (8)",
    "fig2e": r"\sum_j F_{ij} = -\sum_j (x_i - x_j) = 0 \qquad ",  # and what it assumes, in words
}


def page() -> None:
    """Show the paper's figures."""
    visitor.board({name: value for name, value in st.query_params.to_dict().items() if name == "lang"})
    kept.recall("paper", KEPT)
    bar("paper")
    export_progress.elsewhere()
    words = texts.of(visitor.language(), "pages")
    with st.container(key="figures_tools", horizontal=True, vertical_alignment="bottom"):
        look, formats = _chosen(words)
        all_files = st.container(key="figures_all", width="content")
    if not _drawable(look):
        st.warning(words["figures_no_font"])
        look = dataclasses.replace(look, language="en")
    margins = _figure1(words, look, formats), _figure2(words, look, formats)
    kept.keep("paper", KEPT)
    with all_files:
        st.download_button(
            words["figures_all"],
            partial(files.archive, margins, look, formats),
            files.archive_name(look),
            "application/zip",
            type="primary",
            icon=":material/folder_zip:",
            on_click="ignore",
            disabled=not formats,
            help=None if formats else words["figures_none"],
        )
    st.caption(words["figures_intro"])


def _chosen(words: dict[str, str]) -> tuple[Look, tuple[str, ...]]:
    """Show the controls of all figures; return how they look, and the formats of files."""
    state = st.session_state
    state.setdefault("figures_style", "dark" if st.context.theme.type == "dark" else "paper")
    state.setdefault("figures_formats", ["svg", "png"])
    state.setdefault("figures_dpi", files.DPI[-1])
    style = st.segmented_control(
        words["figures_style"],
        STYLES,
        required=True,
        format_func=lambda name: words[f"figures_style_{name}"],
        help=words["figures_style_help"],
        key="figures_style",
        persist_state="session",
    )
    page = "paper" if style == "paper" else "slide"
    size = st.selectbox(
        words["figures_size"],
        files.SIZES,
        format_func=lambda name: words[f"figures_size_{name}_{page}"],
        help=words["figures_size_help"],
        key="figures_size",
        persist_state="session",
        width=200,
    )
    if st.session_state.get(_SPOKEN) != visitor.language():  # the figures follow the page, until another choice is made
        st.session_state[_SPOKEN] = st.session_state["figures_language"] = visitor.language()
    language = st.segmented_control(
        words["figures_language"],
        texts.LANGUAGES,
        required=True,
        format_func=texts.NAMES.__getitem__,
        key="figures_language",
        persist_state="session",
    )
    formats = st.segmented_control(
        words["figures_formats"],
        files.FORMATS,
        selection_mode="multi",
        format_func=str.upper,
        help=words["figures_formats_help"],
        key="figures_formats",
        persist_state="session",
    )
    dpi = st.selectbox(
        words["figures_dpi"],
        files.DPI,
        format_func=lambda dpi: words["figures_dpi_value"].format(dpi=dpi),
        help=words["figures_dpi_help"],
        key="figures_dpi",
        persist_state="session",
        width=140,
    )
    said = texts.of(visitor.language())
    text = st.selectbox(
        said["export_text"],
        OPTIONS["text"].offered,
        format_func=lambda name: said[f"export_text_{name}"],
        help=said["export_text_help"],
        key="figures_text",
        persist_state="session",
        width=140,
    )
    transparent = st.toggle(
        said["export_transparent"], help=said["export_transparent_help"], key="figures_transparent", persist_state="session"
    )
    look = Look(style or "paper", language or "en", size, dpi, transparent, text)
    return look, tuple(f for f in files.FORMATS if f in formats)


def _drawable(look: Look) -> bool:
    """Tell whether there is a font for the words of figures."""
    from springsim.figures.drawing.style import styled

    try:
        styled(look.style, look.language)
    except SceneError:
        return False
    return True


def _figure1(words: dict[str, str], look: Look, formats: tuple[str, ...]) -> float:
    """Show figure 1; return its margin."""
    st.header(words["fig1_title"], anchor=False)
    figure, text = _row("fig1", look)
    with text:
        margin = _margin(words, "fig1")
        printed = st.toggle(words["fig1_printed"], key="figures_printed", persist_state="session")
        name = "fig1-as-printed" if printed else "fig1"
        st.markdown(words["fig1_text"])
        st.latex(_EQUATIONS["fig1"])
        start = float(losses.dissimilar_loss(0.0, margin))
        why = words["fig1_why_printed" if printed else "fig1_why"]
        st.caption(why.format(printed=_digits(2.0 * start), equation=_digits(start)))
        with st.container(horizontal=True):
            _files(name, margin, look, formats)
    with figure:
        _shown(name, margin, look, words["fig1_alt"].format(margin=texts.length(margin)))
    return margin


def _figure2(words: dict[str, str], look: Look, formats: tuple[str, ...]) -> float:
    """Show figure 2, panel by panel; return its margin."""
    with st.container(key="figures_head", horizontal=True, vertical_alignment="center"):
        st.header(words["fig2_title"], anchor=False)
        whole = st.container(key="figures_whole", horizontal=True, horizontal_alignment="right", vertical_alignment="center")
    with st.container(key="figures_margin"):
        slider, count = st.columns(2, gap="medium", vertical_alignment="center")
    with slider:
        margin = _margin(words, "fig2")
    with count.container(key="figures_count"):
        _count(words, margin)
    if formats:
        with whole:
            st.caption(words["fig2_whole"], width="content")
            _files("fig2", margin, look, formats)
    for panel in PANELS:
        _panel(words, panel, margin, look, formats)
    return margin


def _count(words: dict[str, str], margin: float) -> None:
    """Say how many points of the third panel the margin reaches."""
    pairs = pair_distances(presets.load("fig2c").replace(margin=margin))
    pushed = int((pairs.tension < 0.0).sum())
    said = words[{0: "fig2_count_none", 1: "fig2_count_one"}.get(pushed, "fig2_count")]
    st.markdown(said.format(pushed=pushed, all=len(pairs.i), margin=texts.length(margin)))


def _panel(words: dict[str, str], panel: str, margin: float, look: Look, formats: tuple[str, ...]) -> None:
    """Show one panel of figure 2."""
    name = f"fig2{panel}"
    figure, text = _row(name, look)
    with figure:
        _shown(name, margin, look, words[f"{name}_alt"].format(margin=texts.length(margin)))
    with text:
        st.subheader(words[f"{name}_title"], anchor=False)
        st.markdown(words[f"{name}_text"])
        st.latex(_EQUATIONS[name] + (words["fig2e_assumes"] if panel == "e" else ""))
        with st.container(horizontal=True):
            if panel in files.SCENES:
                _opener(words, name, margin)
            _files(name, margin, look, formats)


def _row(name: str, look: Look) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return places for a figure, and for the words beside it."""
    with st.container(key=f"row_{name}"):
        left, right = st.columns(2, gap="medium", vertical_alignment="center")
    return left.container(key=f"plate_{look.style}_{name}"), right


def _margin(words: dict[str, str], name: str) -> float:
    """Show the slider of a figure's margin; return the margin."""
    st.session_state.setdefault(f"figures_margin_{name}", MARGINS[name])
    return st.slider(
        words["figures_margin"],
        FIGURE_MARGIN_MIN,
        FIGURE_MARGIN_MAX,
        step=0.05,
        format="%.2f",
        key=f"figures_margin_{name}",
        persist_state="session",
    )


def _shown(name: str, margin: float, look: Look, alt: str) -> None:
    st.image(files.file(name, margin, look.shown, "svg").decode(), width="stretch", alt=alt)


def _files(name: str, margin: float, look: Look, formats: tuple[str, ...]) -> None:
    """Show the buttons that save a figure."""
    for format in formats:
        st.download_button(
            f"{name}.{format}",
            partial(files.file, name, margin, look, format),
            files.file_name(name, margin, look, format),
            FORMATS[format].mime,
            key=f"file_{name}_{format}",
            icon=":material/download:",
            on_click="ignore",
        )


def _opener(words: dict[str, str], preset: str, margin: float) -> None:
    """Show the button that opens a panel's scene in the playground."""
    if st.button(words["figures_open"], key=f"open_{preset}", icon=":material/play_circle:"):
        visitor.keep(reducer.placed(visitor.board(), preset, margin))
        navigation.go("playground")


def _digits(x: float) -> str:
    return f"{x:.2f}" if x >= 0.1 else f"{x:.2g}"
