"""Colours of the palette stand out from what they are drawn on, by the contrast ratio of WCAG 2.2."""

import pytest

from springsim import palette
from springsim.look import LOOK

#: Backgrounds of the app, of the standalone page and of figures.
GROUNDS = {"light": ("#FFFFFF",), "dark": ("#171614", "#10131A", "#0E1117")}


def mixed(colour, ground, share):
    """Return a colour over a ground, as red, green and blue from 0 to 1."""
    over, under = (bytes.fromhex(name[1:]) for name in (colour, ground))
    return [(share * a + (1 - share) * b) / 255 for a, b in zip(over, under, strict=True)]


def luminance(colour):
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(colour, ground, share=1.0):
    low, high = sorted(luminance(mixed(one, ground, part)) for one, part in ((colour, share), (ground, 1.0)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("tone", "ground"), [(tone, ground) for tone in GROUNDS for ground in GROUNDS[tone]])
def test_springs_and_forces_stand_out_as_words_do_and_thin_lines_as_pictures_must(tone, ground):
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert min(contrast(colours[tone], ground) for colours in (palette.SPRING, palette.FORCE)) >= 4.5
    assert min(contrast(palette.SPRING[tone], ground, share) for share in (LOOK.lines.similar, LOOK.lines.dissimilar)) >= 3.0
