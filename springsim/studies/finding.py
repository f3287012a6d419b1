"""A finding: what some numbers say, as a sentence in either language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from springsim import texts

Number = float | int | str
Numbers = Mapping[str, Number]


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding.

    Attributes
    ----------
    id : str
        Which, e.g. ``"norms_cap"``.
    numbers : mapping of str
        What its sentence tells: lengths and shares as float, numbers of things as int, names of classes as str.
    """

    id: str
    numbers: Numbers

    def said(self, language: str = "en") -> str:
        """Return the sentence, in ``"en"`` or ``"zh"``."""
        words = texts.of(language, "diagnosis")
        one = f"finding_{self.id}_one"
        sentence = words[one if self.numbers.get("count") == 1 and one in words else f"finding_{self.id}"]
        return sentence.format(**_written(self.numbers))

    def __str__(self) -> str:
        return self.said()


def _written(numbers: Numbers) -> dict[str, str]:
    """Return numbers as words, lengths with so many digits that two which differ look different."""
    lengths = {name: x for name, x in numbers.items() if isinstance(x, float) and not name.startswith("share")}
    for digits in range(4, 18):
        said = {name: f"{x:.{digits}g}" for name, x in lengths.items()}
        if len(set(said.values())) == len(set(lengths.values())):
            break
    others = {name: texts.share(x) if isinstance(x, float) else str(x) for name, x in numbers.items() if name not in lengths}
    return {**said, **others}
