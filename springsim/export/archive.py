"""Several files in one: a ZIP that is the same, byte for byte, whenever it is made of the same files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final

_DATE: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows


def zipped(contents: Mapping[str, bytes]) -> bytes:
    """Return files as a ZIP.

    Parameters
    ----------
    contents : dict of str to bytes
        What is in each file, by its name.

    Returns
    -------
    bytes
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in contents.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system = 3  # the same on every system, with the rights of an ordinary file
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
    return made.getvalue()
