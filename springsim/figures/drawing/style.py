"""How figures look: three styles, two languages, and settings of Matplotlib that hold for one figure at a time.

Matplotlib's settings are global to the process. Every figure is made and saved under a lock with the settings of its style,
so two that are made at once, for two users, never mix; and the same call gives the same bytes.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.colors import to_hex, to_rgb

from springsim import palette, texts
from springsim.palette import PIXELS_PER_INCH, STYLES
from springsim.validation.checks import checked_word
from springsim.validation.errors import SceneError, Words

PIXEL: Final = 72.0 / PIXELS_PER_INCH  #: of the board, in points

_HERE: Final = Path(__file__).parent
_PALE: Final = 0.45  # how much of their colour springs at rest keep
_LOCK: Final = threading.RLock()
#: Faces with Chinese characters, the serif ones for `paper`; the first that is installed is used.
_CHINESE_SERIF: Final = ("Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun", "Noto Serif CJK JP")
_CHINESE_SANS: Final = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Droid Sans Fallback",
    "Arial Unicode MS",
    "Noto Sans CJK JP",  # all that Matplotlib 3.10 sees of the file that has SC too
)
#: The same for every style: letters of an SVG are outlines, and no random or dated identifier gets into a file.
_SAVED: Final = {
    "svg.fonttype": "path",
    "svg.hashsalt": "springsim",
    "pdf.fonttype": 42,
    "pdf.compression": 6,
    "path.simplify": False,
    "axes.unicode_minus": True,
    "text.usetex": False,
    "text.hinting": "no_hinting",  # words as wide at every resolution, so that they stay where they were placed
}


@dataclass(frozen=True, slots=True)
class Style:
    """A style in a language.

    Attributes
    ----------
    name : str
        ``"paper"``, ``"lecture"`` or ``"dark"``.
    language : str
        ``"en"`` or ``"zh"``.
    family : tuple of str
        Faces for words, in order of preference.
    """

    name: str
    language: str
    family: tuple[str, ...]

    @property
    def tone(self) -> str:
        """``"light"`` or ``"dark"``, for colours of the palette."""
        return "dark" if self.name == "dark" else "light"

    @property
    def scale(self) -> float:
        """Size of everything drawn, against that on paper."""
        return 1.0 if self.name == "paper" else 2.4

    @property
    def wide(self) -> bool:
        """Whether the whole figure is a slide rather than a column."""
        return self.name != "paper"

    @property
    def words_family(self) -> str:
        """``"serif"`` or ``"sans-serif"``: the face of words where another program sets them."""
        return "sans-serif" if self.wide else "serif"

    @property
    def spring(self) -> str:
        """Colour of springs."""
        return palette.SPRING[self.tone]

    @property
    def slack(self) -> str:
        """Colour of springs that have come to rest: nearer to the background, in grey print too."""
        spring, ground = to_rgb(self.spring), to_rgb(self.ground)
        red, green, blue = (_PALE * a + (1.0 - _PALE) * b for a, b in zip(spring, ground, strict=True))
        return to_hex((red, green, blue))

    @property
    def force(self) -> str:
        """Colour of forces."""
        return palette.FORCE[self.tone]

    @property
    def ink(self) -> str:
        """Colour of words and outlines."""
        return str(self.settings["text.color"])

    @property
    def ground(self) -> str:
        """Colour of the background."""
        return str(self.settings["figure.facecolor"])

    @property
    def faint(self) -> str:
        """Colour of what stands back: the path of a point, a note."""
        return palette.MUTED[self.tone]

    @property
    def size(self) -> float:
        """Size of words, in points."""
        return float(self.settings["font.size"])

    @property
    def words(self) -> dict[str, str]:
        """Words in figures, by id."""
        return texts.of(self.language, "figures")

    @property
    def settings(self) -> dict[str, Any]:
        """Matplotlib's settings."""
        return _settings(self.name)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Have Matplotlib's settings be those of this style; one figure at a time."""
        with _LOCK, mpl.rc_context():
            mpl.rcdefaults()
            parameters: Any = mpl.rcParams
            parameters.update({**self.settings, **_SAVED})
            yield


def styled(name: object, language: object) -> Style:
    """Return a style in a language.

    Raises
    ------
    SceneError
        If there is no such style or language, or no font on this machine has its characters.
    """
    name, language = checked_word("style", name, STYLES), checked_word("language", language, texts.LANGUAGES)
    own = (str(_settings(name)["font.family"][0]),)
    chinese = chinese_font(name)
    if language == "zh" and chinese is None:
        raise SceneError(
            "language", Words("zh, for which no font is installed,"), "a font with Chinese characters; install fonts-noto-cjk"
        )
    return Style(name, language, own if chinese is None else (*own, chinese))


@cache
def _settings(name: str) -> dict[str, Any]:
    parameters: Any = mpl.rc_params_from_file(_HERE / f"{name}.mplstyle", use_default_template=False)
    return dict(parameters)


@cache
def chinese_font(name: str) -> str | None:
    """Return the face for Chinese words that is installed, if there is one."""
    wanted = (*_CHINESE_SERIF, *_CHINESE_SANS) if name == "paper" else (*_CHINESE_SANS, *_CHINESE_SERIF)
    with _LOCK:
        found = next((face for face in wanted if face in _installed()), None)
        if found is None:
            _look_again()
            found = next((face for face in wanted if face in _installed()), None)
    return found


def _installed() -> set[str]:
    return {font.name for font in font_manager.fontManager.ttflist}


def _look_again() -> None:
    """Let Matplotlib know fonts that were installed after it made its list, which it keeps from then on."""
    known = {font.fname for font in font_manager.fontManager.ttflist}
    for path in sorted(set(font_manager.findSystemFonts()) - known):
        with suppress(Exception):  # whatever a broken font raises
            font_manager.fontManager.addfont(path)
