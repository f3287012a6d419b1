"""What the server does where no browser is needed to see it."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from pathlib import Path
from typing import Any

import pytest
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.runtime.scriptrunner import exec_code, script_runner

from springsim.app.server import SCRIPT, application, dropping_late_messages


def test_a_visitor_who_leaves_while_something_is_sent_is_heard_to_leave():
    """Not taken for one who spoke wrongly: `receive_bytes` then raises another error, which Streamlit logs as a crash."""
    heard: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        visitor = WebSocket(scope, receive, send)
        await visitor.accept()
        with contextlib.suppress(WebSocketDisconnect):  # as the task that sends does
            await visitor.send_bytes(b"a frame")
        try:
            await visitor.receive_bytes()
        except WebSocketDisconnect:
            heard.append("left")

    incoming = iter([{"type": "websocket.connect"}, {"type": "websocket.disconnect", "code": 1001}])

    async def receive() -> Any:
        return next(incoming)

    async def send(message: Any) -> None:
        if message["type"] == "websocket.send":
            raise BrokenPipeError

    asyncio.run(dropping_late_messages(app)({"type": "websocket"}, receive, send))
    assert heard == ["left"]


def test_a_failure_before_a_visitor_is_accepted_is_not_hidden():
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})

    async def send(message: Any) -> None:
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        asyncio.run(dropping_late_messages(app)({"type": "websocket"}, None, send))


def test_a_message_from_a_page_that_was_left_is_no_news_and_all_else_is(caplog: pytest.LogCaptureFixture):
    application()
    logger = script_runner._LOGGER
    logger.warning("Couldn't find fragment with id %s. This can happen if …", "c503")
    logger.warning("something else")
    assert [record.getMessage() for record in caplog.records] == ["something else"]
    source = Path(script_runner.__file__).read_text(encoding="utf-8")
    assert "Couldn't find fragment with id" in source  # Streamlit still says it so


def test_a_run_of_a_page_leaves_the_path_of_imports_alone(monkeypatch: pytest.MonkeyPatch):
    """Python looks for a module along that list: what is taken out of it meanwhile has it miss an entry."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    application()
    before = list(sys.path)
    with exec_code.modified_sys_path(str(SCRIPT)):
        assert sys.path == before
    assert sys.path == before
