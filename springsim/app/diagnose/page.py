"""The page that diagnoses the scene on the board, at the moment seen: figure, findings and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from springsim import texts
from springsim.app.diagnose.contents import FORMATS, SHOWN, file_name, picture, plain, seen
from springsim.app.session.state import Board
from springsim.app.shell import export_progress, navigation, visitor
from springsim.app.shell.bar import bar
from springsim.export import formats
from springsim.studies.diagnose import diagnose
from springsim.studies.diagnosis import CLASSES_SHOWN, Diagnosis


def page() -> None:
    """Show what there is to say of the scene on the board."""
    visitor.board({name: value for name, value in st.query_params.to_dict().items() if name == "lang"})
    bar("diagnose")
    export_progress.elsewhere()
    board = visitor.board()
    words, scene = texts.of(board.language, "pages"), seen(board)
    found = diagnose(scene)
    if not found.similar.count and not found.dissimilar.count:
        _empty(words, found, board.language)
        return
    with st.container(key="diagnose_head", horizontal=True, vertical_alignment="center"):
        moment = texts.moment(board.language, board.trajectory.unit, board.entry.offset + board.entry.shown)
        said = words["diagnose_of"].format(moment=moment, margin=texts.length(scene.margin))
        st.markdown(said, width="content")
        _back(words)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _figure(words, found, board)
        _files(words, found, board)
        st.caption(words["diagnose_figure_about"])
    with right:
        st.header(words["diagnose_findings"], anchor=False)
        st.markdown("\n".join(f"- {plain(finding.said(board.language))}" for finding in found.findings))
        st.header(words["diagnose_numbers"], anchor=False, help=words["diagnose_numbers_help"])
        _table("pairs", found.rows(board.language))
        _table("facts", found.facts(board.language))
    _classes(words, found, board.language)


def _empty(words: dict[str, str], found: Diagnosis, language: str) -> None:
    """Say that there are no pairs, and where to get some."""
    st.header(found.findings[0].said(language), anchor=False)
    st.markdown(words["diagnose_empty"])
    _back(words)


def _back(words: dict[str, str]) -> None:
    if st.button(words["margins_draw"], key="diagnose_back", icon=":material/edit:"):
        navigation.go("playground")


def _figure(words: dict[str, str], found: Diagnosis, board: Board) -> None:
    dark = st.context.theme.type == "dark"
    style = "dark" if dark else "lecture"
    alt = words["diagnose_alt"].format(what=" ".join(finding.said(board.language) for finding in found.findings))
    with st.container(key=f"plate_{style}_diagnose"):
        st.image(picture(found, style, board.language, "svg", SHOWN).decode(), width="stretch", alt=alt)


def _files(words: dict[str, str], found: Diagnosis, board: Board) -> None:
    """Show the buttons that save the figure and the numbers."""
    with st.container(key="diagnose_files", horizontal=True, vertical_alignment="center"):
        st.markdown(words["margins_files"], width="content")
        for format in FORMATS:
            st.download_button(
                format.upper(),
                found.to_csv().encode() if format == "csv" else partial(picture, found, "paper", board.language, format),
                file_name(board, format),
                formats.get(format).mime,
                key=f"diagnose_file_{format}",
                icon=":material/download:",
                help=words[f"diagnose_file_{format}_help"],
                on_click="ignore",
            )


def _classes(words: dict[str, str], found: Diagnosis, language: str) -> None:
    """Show widths of classes and the gaps between them, where there are two classes or more."""
    rows = found.class_rows(language)
    if rows:
        st.header(words["diagnose_classes"], anchor=False, help=words["diagnose_classes_help"])
        _table("classes", rows[: CLASSES_SHOWN + 1])
        if len(rows) > CLASSES_SHOWN + 1:
            more = len(rows) - CLASSES_SHOWN - 1
            st.caption(texts.of(language, "diagnosis")["classes_more"].format(more=more))


def _table(name: str, rows: Sequence[tuple[str, ...]]) -> None:
    """Show a table whose first row is the head."""
    head, *body = [tuple(plain(cell) for cell in row) for row in rows]
    lines = [head, (":--", *("--:",) * (len(head) - 1)), *body]
    with st.container(key=f"diagnose_table_{name}"):
        st.markdown("\n".join("| " + " | ".join(line) + " |" for line in lines))
