"""What there is to say of an embedding: numbers, tables and findings, as one immutable value."""

from __future__ import annotations

import csv
import html
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from springsim import texts
from springsim.arrays import Floats, Ints
from springsim.model.laws import PairLaw
from springsim.studies.finding import Finding
from springsim.studies.pair_table import Pairs

CLASSES_SHOWN: Final = 20  #: rows of the table of classes that are printed


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class, and the one nearest to it.

    Attributes
    ----------
    name : str
        Its name, or its number.
    points : int
        How many points it has.
    width, mean : float
        Largest and mean distance of two of its points; NaN of a single one.
    nearest : str
        Class that comes nearest; empty where there is no other.
    gap, apart : float
        Smallest and mean distance between a point of either; NaN where there is no other.
    """

    name: str
    points: int
    width: float
    mean: float
    nearest: str
    gap: float
    apart: float


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Diagnosis:
    """How the pairs of an embedding lie on the loss curves; `str` is a small table with one sentence for each finding.

    Attributes
    ----------
    points, dimensions : int
        Number of points n, and of coordinates of each, d.
    margin : float
        The margin m.
    law : PairLaw
        The law of force.
    similar, dissimilar : Pairs
        Of either kind: ``count``; ``loss``, the sum of ½ d² (eq. 6) or of ½ max(0, m − d)² (eq. 8), and ``mean_loss``, that sum
        divided by the count; ``least``, ``mean`` and ``most``, distances; ``histogram``, the number of pairs in each bin.
    edges : (b + 1,) ndarray of float
        Edges of the bins: bin k is from edges[k] up to, but not with, edges[k + 1]. They are m/20, m/10, m/5, m/2 or m
        apart, so that m is an edge, or wider where distances reach beyond 40 margins.
    pushing : int
        Dissimilar pairs that push, nearer than m by more than m/1,000,000; ``share_pushing`` is their share.
    pulling : int
        Similar pairs that pull, farther apart than m/1,000,000.
    stretched : int
        Similar pairs farther apart than m/2, where the loss curves cross; ``share_stretched`` is their share.
    threshold, missed, taken : float
        The distance t that tells the kinds apart with the fewest mistakes, if nearer pairs are taken for similar: the share of
        similar pairs beyond t, `missed`, and the share of dissimilar pairs up to t, `taken`, have the least sum; NaN, 1 and 0
        where no threshold is better than to take no pair for similar.
    auc : float
        Of one similar and one dissimilar pair at random, how probable it is that the similar one is nearer; ½ where both are
        equally far. 1 where a threshold makes no mistake, ½ where distances tell nothing. Equal are distances that differ by
        less than some 1e-10 of all; of more than 20,000,000 pairs, these in one of 256 parts of a bin.
    classes : tuple of ClassRow
        Widths of the classes, and their gaps; where labels tie the points, of up to 1,000 classes.
    norms : tuple of float
        Smallest and largest norm of a point.
    norms_held : bool
        Whether something may keep norms as they are: false of the points of a scene in the plane, which move freely.
    coincident : tuple of ndarray of int
        Groups of points in exactly the same place.
    coincident_dissimilar : int
        Dissimilar pairs among these.
    variance : ndarray of float
        Share λ_k/Σλ of the variance along each principal direction, descending.
    rank : int
        How many of these directions together have 99 % of the variance.
    effective_dimension : float
        (Σλ)²/Σλ², from 1, all variance along a line, to d, the same in every direction; 0 where all points coincide.
    findings : tuple of Finding
        What of this is worth a sentence, the most telling first.
    """

    points: int
    dimensions: int
    margin: float
    law: PairLaw
    similar: Pairs
    dissimilar: Pairs
    edges: Floats
    pushing: int
    pulling: int
    stretched: int
    threshold: float
    missed: float
    taken: float
    auc: float
    classes: tuple[ClassRow, ...]
    norms: tuple[float, float]
    norms_held: bool
    coincident: tuple[Ints, ...]
    coincident_dissimilar: int
    variance: Floats
    rank: int
    effective_dimension: float
    findings: tuple[Finding, ...] = ()

    @property
    def loss(self) -> float:
        """Sum loss, eqs. 2 to 4."""
        return self.similar.loss + self.dissimilar.loss

    @property
    def share_pushing(self) -> float:
        """Share of the dissimilar pairs that push, NaN without any."""
        return self.pushing / self.dissimilar.count if self.dissimilar.count else float("nan")

    @property
    def share_stretched(self) -> float:
        """Share of the similar pairs that are farther apart than m/2, NaN without any."""
        return self.stretched / self.similar.count if self.similar.count else float("nan")

    def rows(self, language: str = "en") -> list[tuple[str, str, str]]:
        """Return the table, in ``"en"`` or ``"zh"``: what, of similar and of dissimilar pairs; the first row is the head."""
        words = texts.of(language, "diagnosis")
        kinds = self.similar, self.dissimilar
        acting = (self.stretched, self.share_stretched), (self.pushing, self.share_pushing)
        rows = [("pairs", *(str(kind.count) for kind in kinds))]
        rows += [("loss", *(_number(kind.loss) for kind in kinds)), ("mean_loss", *(_number(kind.mean_loss) for kind in kinds))]
        for name in ("least", "mean", "most"):
            rows.append((name, *(_number(getattr(kind, name)) for kind in kinds)))
        said = [f"{some} ({texts.share(share)})" if share == share else "–" for some, share in acting]
        rows += [("stretched", said[0], ""), ("pushing", "", said[1])]
        head = (words["of_all"].format(points=self.points, dimensions=self.dimensions, margin=_number(self.margin)),)
        return [(*head, words["similar"], words["dissimilar"]), *((words[name], one, two) for name, one, two in rows)]

    def facts(self, language: str = "en") -> list[tuple[str, str]]:
        """Return what there is to say of all points and pairs, in ``"en"`` or ``"zh"``: what, and how much.

        The first row is the head.
        """
        words = texts.of(language, "diagnosis")
        found = [(words["together"], words["value"])]
        if self.auc == self.auc:
            found.append((words["auc"], _number(self.auc)))
        if self.points:
            least, most = map(_number, self.norms)
            found.append((words["norms"], least if least == most else f"{least} – {most}"))
        if len(self.variance) > 1:
            found.append((words["effective"], words["of_dimensions"].format(
                some=_number(self.effective_dimension), all=self.dimensions)))  # fmt: skip
        return found

    def class_rows(self, language: str = "en") -> list[tuple[str, ...]]:
        """Return the table of classes, in ``"en"`` or ``"zh"``; the first row is the head. None where there are no two."""
        if len(self.classes) < 2:
            return []
        words = texts.of(language, "diagnosis")
        names = ("class", "points", "width", "nearest", "gap", "apart")
        rows = [tuple(words[f"column_{name}"] for name in names)]
        for row in self.classes:
            gap, apart = map(_number, (row.gap, row.apart))
            rows.append((row.name, str(row.points), _number(row.width), row.nearest, gap, apart))
        return rows

    def said(self, language: str = "en") -> str:
        """Return the tables and the findings as text, in ``"en"`` or ``"zh"``."""
        words = texts.of(language, "diagnosis")
        facts = self.facts(language)
        parts = [_aligned(self.rows(language)), _aligned(facts[1:])]
        classes = self.class_rows(language)
        parts.append(_aligned(classes[: CLASSES_SHOWN + 1]))
        if len(classes) > CLASSES_SHOWN + 1:
            parts.append(words["classes_more"].format(more=len(classes) - CLASSES_SHOWN - 1))
        parts.append("\n".join(f"- {finding.said(language)}" for finding in self.findings))
        return "\n\n".join(filter(None, parts))

    def __str__(self) -> str:
        return self.said()

    def __repr__(self) -> str:
        return (
            f"Diagnosis({self.points} points in {self.dimensions} dimensions, margin={self.margin:g}, "
            f"{self.similar.count} similar and {self.dissimilar.count} dissimilar pairs, {len(self.findings)} findings)"
        )

    def _repr_html_(self) -> str:
        """Show the tables and the findings in a notebook."""
        tables = (self.rows(), self.facts(), self.class_rows()[: CLASSES_SHOWN + 1])
        said = "".join(f"<li>{html.escape(finding.said())}</li>" for finding in self.findings)
        return "".join(_table(rows) for rows in tables if len(rows) > 1) + f"<ul>{said}</ul>"

    def to_csv(self) -> str:
        """Return all numbers as CSV: a tidy table with the columns ``quantity``, ``of`` and ``value``.

        `of` is ``similar`` or ``dissimilar``, the name of a class, or empty; of a histogram, ``similar`` or ``dissimilar``, a
        space, and the edge at which the bin begins. Reading the numbers gives the same floats; nan is where there is no pair.
        """
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("quantity", "of", "value"))
        writer.writerows(self._cells())
        return file.getvalue()

    def _cells(self) -> Iterator[tuple[str, str, Any]]:
        for name in ("points", "dimensions", "margin"):
            yield name, "", getattr(self, name)
        kinds = ("similar", self.similar), ("dissimilar", self.dissimilar)
        for name in ("count", "loss", "mean_loss", "least", "mean", "most"):
            for kind, pairs in kinds:
                yield name, kind, getattr(pairs, name)
        yield from (("pulling", "similar", self.pulling), ("stretched", "similar", self.stretched))
        yield "pushing", "dissimilar", self.pushing
        for name in ("threshold", "missed", "taken", "auc", "rank", "effective_dimension"):
            yield name, "", getattr(self, name)
        yield from (("norm_least", "", self.norms[0]), ("norm_most", "", self.norms[1]))
        yield "coincident_groups", "", len(self.coincident)
        yield "coincident_dissimilar", "", self.coincident_dissimilar
        for row in self.classes:
            for name in ("points", "width", "mean", "nearest", "gap", "apart"):
                yield f"class_{name}", row.name, getattr(row, name)
        for kind, pairs in kinds:
            for edge, count in zip(self.edges[:-1].tolist(), pairs.histogram.tolist(), strict=True):
                yield "histogram", f"{kind} {edge!r}", count


def _number(x: float) -> str:
    return "–" if x != x else f"{x:.4g}"


def _aligned(rows: Sequence[tuple[str, ...]]) -> str:
    """Return a table as text: the first column to the left, the others to the right."""
    if not rows:
        return ""
    widths = [max(map(_wide, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *others in rows:
        cells = [first + " " * (widths[0] - _wide(first))]
        cells += [" " * (width - _wide(cell)) + cell for cell, width in zip(others, widths[1:], strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _wide(text: str) -> int:
    """Return how wide a text is in a terminal, where Chinese characters are as wide as two letters."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text)


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    """Return a table as HTML, from plain text only."""

    def line(cells: tuple[str, ...], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"

    head, *body = rows
    return (
        "<table><thead>" + line(head, "th") + "</thead><tbody>" + "".join(line(row, "td") for row in body) + "</tbody></table>"
    )
