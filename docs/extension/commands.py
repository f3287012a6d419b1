"""What each command says of itself."""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Iterator
from unittest import mock

from springsim import cli


def helps() -> str:
    """Return the help of springsim and of each of its commands, as Markdown."""
    summary = _help()
    names = re.findall(r"^ {4}(\w[\w-]*)", summary.split("commands:")[1].split("exit status:")[0], flags=re.MULTILINE)
    return "\n".join([*_part("springsim", summary), *(line for name in names for line in _part(name, _help(name)))])


def _part(name: str, text: str) -> Iterator[str]:
    yield from (f"## {name}", "", "```text", text.rstrip(), "```", "")


def _help(*command: str) -> str:
    with (
        mock.patch.dict(os.environ, {"COLUMNS": "88"}),
        mock.patch("sys.argv", ["springsim"]),
        contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")) as out,
        contextlib.suppress(SystemExit),
    ):
        cli.main([*command, "--help"])
    out.seek(0)
    return out.read()
