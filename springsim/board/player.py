"""The standalone player: one HTML file that plays runs with the app's own board, and needs no network and no server."""

from __future__ import annotations

import base64
import hashlib
import html
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from springsim import texts
from springsim._version import __version__
from springsim.board.recording import packed, runs
from springsim.solvers.simulate import Trajectory
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import APP, TITLE_MAX

__all__ = ["framed", "page", "runs"]

_BOARD: Final = Path(__file__).parent
_HEIGHT: Final = 600  # pixels, of the frame in a notebook
_PAGE: Final = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="springsim {version}">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<main class="board recorded"><p class="needs">{needs}</p></main>
<script type="text/plain" id="recording">{recording}</script>
<script type="module">{script}</script>
</body>
</html>
"""


def page(
    recorded: Sequence[Trajectory],
    *,
    selected: int | None = None,
    language: str = "en",
    title: str = "",
    shown: Mapping[str, bool] | None = None,
) -> str:
    """Return an HTML page that plays a run, with a slider for the margin where there are several.

    The page is opened from disk, by a double click, or put anywhere else; it asks for nothing, and follows the reader's
    choice of light or dark. The same call gives the same page.

    Parameters
    ----------
    recorded : sequence of Trajectory
        Runs from the same start, each at a margin of its own; the first is shown at first. `runs` makes them.
    selected : int, optional
        The point from which it is seen at first: points similar to it are solid, dissimilar ones hollow.
    language : {"en", "zh"}, optional
        Of the words on the page.
    title : str, optional
        What it shows, in a line of up to 200 characters.
    shown : mapping of str to bool, optional
        What is drawn at first, by id (springs, every, forces, margin, trails, mode), where that is not as usual.

    Returns
    -------
    str

    Raises
    ------
    SceneError
        If an argument is refused, or a scene has more than 2000 points.

    Examples
    --------
    >>> import springsim as ss
    >>> from springsim.board import player
    >>> run = ss.simulate(ss.presets.load("tug-of-war"))
    >>> text = player.page(player.runs(run, [0.5, 2.0]), selected=1, title="Tug of war")
    """
    line = _checked_title(title)
    recording = zlib.compress(packed(recorded, selected=selected, language=language, title=line, shown=shown), 9)
    script, style = _script(), _style()
    words = texts.of(language)
    return _PAGE.format(
        language=language,
        policy=f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'",
        version=__version__,
        title=html.escape(f"{line} · springsim" if line else f"springsim · {words['tagline']}"),
        style=style,
        needs=html.escape(texts.of(language, "pages")["player_needs"]),
        recording=base64.b64encode(recording).decode("ascii"),
        script=script,
    )


def framed(trajectory: Trajectory) -> str | None:
    """Return the player of one run as a frame for a notebook, or None where there are too many points for it."""
    if len(trajectory.scene) > APP.points:
        return None
    document = page([trajectory])
    return (
        f'<iframe srcdoc="{html.escape(document)}" sandbox="allow-scripts" title="{html.escape(texts.of("en")["board"])}" '
        f'style="width: 100%; height: {_HEIGHT}px; border: 0"></iframe>'
    )


def _checked_title(title: str) -> str:
    if not isinstance(title, str):
        raise SceneError("title", title, "text")
    if len(title) > TITLE_MAX:
        raise SceneError("title", Words(f"{len(title)} characters"), f"at most {TITLE_MAX} characters")
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in title)


@cache
def _script() -> str:
    """Return the board's modules as one script: a page opened from disk may import nothing."""
    return _inlined("standalone.bundle.js", end="</script")


@cache
def _style() -> str:
    return "".join(_inlined(f"css/{name}", end="</style") for name in ("board.css", "sizes.css", "standalone.css"))


def _inlined(name: str, end: str) -> str:
    """Return a file of the board, which must not end the element that it is put into."""
    text = (_BOARD / name).read_text(encoding="utf-8")
    if end in text.lower() or "<!--" in text:
        raise ValueError(f"{name} would end early")
    return text


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"
