"""Runs the code of a page, so that what stands there is so: Python, and commands of springsim, one after the other.

All blocks of a page share their names, and a folder that is empty at first. Below a ``python`` block stands what it printed
and, where it sets ``figure``, that picture; the comment above that is what the picture shows, in words. What commands print is
not shown. A warning is an error.
"""

from __future__ import annotations

import ast
import contextlib
import io
import re
import shlex
import tempfile
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from springsim import cli, figures

DOCS: Final = Path(__file__).parents[1]
_BLOCK: Final = re.compile(r"^```(python|sh)\n(.*?)^```\n", flags=re.MULTILINE | re.DOTALL)
_DRAWN: Final = "figure = "
_LIGHT, _DARK = 'style="lecture"', 'style="dark"'
_NOT_RUN: Final = ("springsim app",)  #: does not end by itself


@dataclass(frozen=True)
class Ran:
    """A block that was run.

    Attributes
    ----------
    end : int
        Where it ends in the text of the page.
    printed : str
        What it printed.
    pictures : tuple of bytes
        Its picture as SVG, for a light page and for a dark one where it can be drawn for both.
    words : str
        What the picture shows.
    """

    end: int
    printed: str = ""
    pictures: tuple[bytes, ...] = ()
    words: str = ""


def pages() -> list[Path]:
    """Return the files of all pages that are written by hand."""
    return [path for path in sorted(DOCS.rglob("*.md")) if "generated" not in path.relative_to(DOCS).parts]


def run(text: str, name: str) -> Iterator[Ran]:
    """Run the blocks of a page, named so in errors.

    Raises
    ------
    RuntimeError
        If a block fails; names the line of the page.
    """
    names: dict[str, Any] = {"__name__": name}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), warnings.catch_warnings():
        warnings.simplefilter("error")
        for block in _BLOCK.finditer(text):
            above = text.count("\n", 0, block.start()) + 1
            try:
                if block[1] == "sh":
                    _commands(block[2])
                    ran = Ran(block.end())
                else:
                    ran = _python("\n" * above + block[2], name, names, block.end())
            except Exception as error:
                lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == name]
                raise RuntimeError(f"{name}, line {(lines or [above])[-1]}: {type(error).__name__}: {error}") from error
            yield ran


def _python(code: str, name: str, names: dict[str, Any], end: int) -> Ran:
    names.pop("figure", None)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(code, name, "exec"), names)
    if "figure" not in names:
        return Ran(end, out.getvalue())
    drawing = [text for node in ast.parse(code).body if (text := ast.get_source_segment(code, node) or "").startswith(_DRAWN)][
        -1
    ]
    pictures = [names["figure"]]
    if _LIGHT in drawing:
        pictures.append(eval(drawing.removeprefix(_DRAWN).replace(_LIGHT, _DARK), names))
    comment = re.findall(r"((?:^#.*\n)+)" + re.escape(drawing), code, flags=re.MULTILINE)[-1]
    words = " ".join(comment.replace("#", "").split())
    return Ran(end, out.getvalue(), tuple(figures.picture(picture, "svg") for picture in pictures), words)


def _commands(block: str) -> None:
    """Run what is a command of springsim; other lines are for the reader alone. What it says comes with an error only."""
    for line in block.replace("\\\n", " ").splitlines():
        if line.startswith("springsim ") and not line.startswith(_NOT_RUN):
            out, said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said):
                try:
                    code: object = cli.main(shlex.split(line, comments=True)[1:])
                except SystemExit as leaving:
                    code = leaving.code
            if code:
                raise RuntimeError(f"{line}: exit status {code}; {said.getvalue()}")
