"""What a file is that is no scene file, told by how it begins: so that a refusal can say it."""

from __future__ import annotations

import re
from typing import Final

#: How files begin, with what they are. A file that is no text comes as one character for each byte.
_BEGINNINGS: Final[tuple[tuple[str, str], ...]] = (
    (r"PK\x03\x04.{26,60}\.npy", "an archive of arrays (NPZ)"),
    (r"PK\x03\x04", "an archive (ZIP)"),
    (r"\x93NUMPY", "an array (NPY)"),
    (r"\x89PNG", "a picture (PNG)"),
    (r"\xff\xd8\xff", "a picture (JPEG)"),
    (r"GIF8", "an animation (GIF)"),
    (r".{4}ftyp", "a film (MP4)"),
    (r"%PDF", "a picture (PDF)"),
    (r"\s*(<\?xml[^>]*>\s*)?(<!DOCTYPE svg[^>]*>\s*)?(<!--.*?-->\s*)*<svg\b", "a picture (SVG)"),
    (r"\s*(<!doctype html|<html)\b", "a page (HTML)"),
    (r"""\s*(#|import |from \w+|\"{3})""", "a Python script"),
    (r"[^\n{}\[\]]*[,;\t][^\n{}\[\]]*\n", "a table (CSV)"),
)
_LONGEST: Final = 1_000  # characters that are looked at


def kind_of(text: str) -> str:
    """Return what a text is, that does not begin as JSON does, or is no text at all; empty where that is not known."""
    beginning = text[:_LONGEST].removeprefix("\ufeff")
    return next((kind for form, kind in _BEGINNINGS if re.match(form, beginning, re.DOTALL | re.IGNORECASE)), "")
