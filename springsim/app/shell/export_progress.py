"""The exports of this server, each for a board: how they go, and their files."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from springsim import texts
from springsim.app.processes.export_jobs import Exports, File
from springsim.app.processes.jobs import Status
from springsim.app.session import exports
from springsim.app.session.state import Board
from springsim.app.shell import navigation, visitor

_EXPORTS: Final = Exports()
_PACE: Final = 2.0  # seconds between two looks from another page


def asked(board: Board) -> tuple[dict[str, Any] | None, bytes]:
    """Go on with the export that a board asks for; return how it goes, and the piece of the file that is asked for."""
    wanted = board.export
    if wanted is None:
        _EXPORTS.drop(board.epoch)
        return None, b""
    status = _EXPORTS.ask(board.epoch, wanted.number, wanted.order)
    piece = _EXPORTS.piece(board.epoch, board.piece) if board.piece >= 0 else b""
    return {"number": wanted.number, "name": wanted.name, **exports.said(status, board.language)}, piece


def elsewhere() -> None:
    """Say on another page than the playground, in a line, how the export goes that was left there."""
    if visitor.board().export is not None:
        _elsewhere()


@st.fragment(run_every=_PACE)
def _elsewhere() -> None:
    board = visitor.board()
    if board.export is None:
        return
    status = _EXPORTS.ask(board.epoch, board.export.number, board.export.order)
    words = texts.of(board.language, "pages")
    with st.container(key="figures_export", horizontal=True, vertical_alignment="center"):
        st.caption(_said(status, board), width="content")
        label = words["export_fetch" if status.state == "done" else "export_back"]
        if st.button(label, key="export_back", type="tertiary", icon=":material/arrow_back:"):
            navigation.go("playground")


def _said(status: Status[File], board: Board) -> str:
    assert board.export is not None
    words, ours = texts.of(board.language, "pages"), texts.of(board.language)
    if status.error is not None:
        return exports.problem(status.error, board.language)
    if status.state == "done":
        return words["export_ready"].format(name=board.export.name)
    how = "export_waiting" if status.state == "waiting" else "export_frames" if status.total else "export_working"
    format = ours[f"export_{board.export.order.format}"]
    return words["export_elsewhere"].format(how=ours[how].format(format=format, done=status.done, total=status.total))
