"""Chinese words in a PDF are drawn by every reader, and are text that can be searched."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zlib

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from springsim import figures
from springsim.figures.drawing.style import chinese_font
from springsim.model import presets
from tests import drawn

DPI = 150
MUTOOL, PDFTOPPM = shutil.which("mutool"), shutil.which("pdftoppm")

pytestmark = pytest.mark.skipif(chinese_font("paper") is None, reason="there is no font with Chinese characters")


def by_pdfium(pdf, _):
    return pypdfium2.PdfDocument(pdf)[0].render(scale=DPI / 72.0).to_pil()


def by_poppler(pdf, folder):
    (folder / "a.pdf").write_bytes(pdf)
    command = [str(PDFTOPPM), "-r", str(DPI), "-png", "-singlefile", "a.pdf", "a"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=60)
    return Image.open(folder / "a.png")


def by_mupdf(pdf, folder):
    (folder / "a.pdf").write_bytes(pdf)
    command = [str(MUTOOL), "draw", "-q", "-r", str(DPI), "-o", "a.png", "a.pdf"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=60)
    return Image.open(folder / "a.png")


READERS = [
    by_pdfium,
    pytest.param(by_poppler, marks=pytest.mark.skipif(PDFTOPPM is None, reason="there is no pdftoppm (poppler-utils)")),
    pytest.param(by_mupdf, marks=pytest.mark.skipif(MUTOOL is None, reason="there is no mutool (mupdf-tools)")),
]


def ink(picture, box):
    """Return how much of a box of the page is not background."""
    pixels = np.asarray(picture.convert("L"), dtype=float)
    left, right, bottom, top = (side * DPI / 72.0 for side in box)
    part = pixels[int(len(pixels) - top) : int(np.ceil(len(pixels) - bottom)), int(left) : int(np.ceil(right))]
    return float(np.mean(np.abs(part - np.median(pixels)) / 255.0))


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_draws_chinese_words_as_they_are_in_a_png(reader, tmp_path):
    for style in ("paper", "dark"):
        figure = figures.figure1(size=(4.5, 3.5), style=style, language="zh")
        page = reader(figures.picture(figure, "pdf"), tmp_path)
        image = Image.open(io.BytesIO(figures.picture(figure, "png", dpi=DPI)))
        chinese = [text for text in drawn.written(figure) if re.search(r"[\u4e00-\u9fff]", text.words)]
        assert len(chinese) >= 5
        for text in chinese:
            assert ink(page, text.box) == pytest.approx(ink(image, text.box), rel=0.4), (
                text
            )  # blank is 0; readers make fine strokes bolder or finer


def test_chinese_words_of_a_pdf_can_be_searched():
    text = pypdfium2.PdfDocument(figures.picture(figures.figure2(language="zh"), "pdf"))[0].get_textpage().get_text_bounded()
    assert "与中心相似" in re.sub(r"\s", "", text)


def faces(pdf):
    """Return the first bytes of each face that is in a PDF as TrueType."""
    held = re.findall(rb"/FontFile2 (\d+) 0 R", b"".join([pdf, *_streams(pdf)]))
    found = []
    for number in held:
        body = re.search(rb"\n" + number + rb" 0 obj.*?stream\r?\n(.*?)\r?\nendstream", pdf, flags=re.DOTALL)
        assert body
        found.append(zlib.decompress(body[1])[:4])
    return found


def _streams(pdf):
    for body in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, flags=re.DOTALL):
        try:
            yield zlib.decompress(body)
        except zlib.error:
            continue


def test_what_is_in_a_pdf_as_truetype_is_truetype_whatever_the_words():
    scene = presets.load("similar-pair")
    drawings = (figures.figure1(), figures.figure1(language="zh", style="lecture"), figures.diagram(scene, title="图 1"))
    for figure, western in zip(drawings, (True, False, False), strict=True):
        found = faces(figures.picture(figure, "pdf"))
        assert set(found) <= {b"\0\1\0\0", b"true"}
        assert bool(found) == western  # without Chinese words, faces stay whole and small
