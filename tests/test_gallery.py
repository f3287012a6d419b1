"""The files of ``assets/`` are what the code draws today, and the README shows them."""

import io
import itertools
import re
from html.parser import HTMLParser
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image
from PIL.GifImagePlugin import GifImageFile

from springsim.figures import Film
from tools.make_assets import ASSETS, FOLDER, MOTION, OTHERS, ROOT, TONES, figure2_let_go

README = (ROOT / "README.md").read_text(encoding="utf-8")
REQUIREMENTS = (ROOT / "requirements.txt").read_text(encoding="utf-8")
PINNED = re.findall(r"^matplotlib==(\S+)", REQUIREMENTS, flags=re.MULTILINE)[0]
HINT = "not what the code draws today: run `make assets`, and look at what changed"

pinned_only = pytest.mark.skipif(
    mpl.__version__ != PINNED, reason=f"assets/ is drawn by Matplotlib {PINNED}, here is {mpl.__version__}"
)


def names(suffix):
    return [name for name in ASSETS if name.endswith(suffix)]


def anatomy(svg):
    """Return an SVG without its numbers, and the numbers; names made from numbers are counted instead."""
    count = itertools.count()
    seen: dict[str, str] = {}
    made = r"(?<![0-9a-f])[0-9a-f]{10}(?![0-9a-f])"
    text = re.sub(made, lambda m: seen.setdefault(m[0], f"id{next(count)}"), svg)
    number = r"(?<![\w#.])-?\d+(?:\.\d+)?"
    return re.sub(number, "0", text), np.array([float(x) for x in re.findall(number, text)])


def pixels(png):
    """Return the pixels of a PNG, (height, width, 3)."""
    with Image.open(io.BytesIO(png)) as picture:
        return np.array(picture.convert("RGB"))


def alike(drawn, kept, most=8):
    """Tell whether two pictures are the same but for a few pixels at edges, where other processors round otherwise.

    A channel may differ by `most` of 255: a GIF has 255 colours.
    """
    if drawn.shape != kept.shape:
        return False
    away = np.abs(drawn.astype(int) - kept.astype(int)).max(axis=-1)
    return (away > most).mean() < 1e-3


def test_matplotlib_is_the_one_that_the_assets_are_drawn_by():
    assert mpl.__version__ == PINNED, f"assets/ is drawn by the pinned Matplotlib {PINNED}: install requirements-dev.txt"


def test_every_file_is_drawn_by_the_code_or_known_not_to_be():
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted([*ASSETS, *OTHERS])


def test_they_are_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 4_000_000
    assert (FOLDER / "fig2.gif").stat().st_size < 1_500_000


@pinned_only
@pytest.mark.parametrize("name", names(".svg"))
def test_an_svg_is_what_the_code_draws_today(name):
    drawn, kept = (anatomy(data.decode()) for data in (ASSETS[name](), (FOLDER / name).read_bytes()))
    assert drawn[0] == kept[0], HINT
    np.testing.assert_allclose(drawn[1], kept[1], rtol=0.0, atol=2e-3, err_msg=HINT)  # thousandths of a point


@pinned_only
@pytest.mark.parametrize("name", names(".png"))
def test_a_png_is_what_the_code_draws_today(name):
    drawn, kept = (pixels(data) for data in (ASSETS[name](), (FOLDER / name).read_bytes()))
    assert alike(drawn, kept), HINT


@pinned_only
def test_the_gif_is_what_the_code_draws_today():
    run = figure2_let_go()
    film = Film(run, **MOTION)
    with GifImageFile(FOLDER / "fig2.gif") as gif:
        assert gif.n_frames == len(run), HINT
        assert run.converged
        assert gif.info["loop"] == 0
        for k in (0, len(run) // 2, len(run) - 1):
            film.draw(k)
            canvas = FigureCanvasAgg(film.figure)
            canvas.draw()
            gif.seek(k)
            assert alike(np.array(canvas.buffer_rgba())[..., :3], np.array(gif.convert("RGB")), most=40), HINT


def test_a_changed_picture_is_noticed():
    svg, png = (FOLDER / "fig2a.svg").read_text(), pixels((FOLDER / "fig2a.png").read_bytes())
    shape, numbers = anatomy(svg)
    for old, new in (("#d01c1f", "#d01c20"), ('id="springs-similar"', 'id="springs"')):
        assert old in svg
        assert anatomy(svg.replace(old, new))[0] != shape
    place = re.findall(r"\d+\.\d{3,}", svg)[20]
    assert np.abs(anatomy(svg.replace(place, f"{float(place) + 0.01:.6f}", 1))[1] - numbers).max() > 2e-3
    moved = np.roll(png, 1, axis=1)
    assert not alike(moved, png)


class Shown(HTMLParser):
    """The pictures of the README: attributes of each ``img``, with the file for dark pages where there is one."""

    def __init__(self):
        super().__init__()
        self.dark: str | None = None
        self.images: list[dict[str, Any]] = []
        self.feed(README)

    def handle_starttag(self, tag, attrs):
        if tag == "source":
            assert dict(attrs)["media"] == "(prefers-color-scheme: dark)"
            self.dark = dict(attrs)["srcset"]
        if tag == "img":
            self.images.append({**dict(attrs), "dark": self.dark})
            self.dark = None


def test_the_readme_shows_the_pictures_in_light_and_dark_with_words_for_those_who_see_none():
    images = Shown().images
    assert {image["src"] for image in images} == {
        f"assets/{name}" for name in ASSETS if name.endswith((f"-{TONES[0]}.svg", ".gif"))
    }
    for image in images:
        assert (ROOT / image["src"]).is_file()
        assert len(image["alt"]) > 20
        if image["src"].endswith(".svg"):
            assert image["dark"] == image["src"].replace(*TONES)
            assert (ROOT / image["dark"]).is_file()
