"""What the numbers of a diagnosis say, one sentence for each finding; a finding is there only where its numbers support it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import pi, sin, sqrt
from typing import Final

import numpy as np

from springsim.model.conventions import REST
from springsim.studies.diagnosis import Diagnosis
from springsim.studies.finding import Finding, Number, Numbers

COLLAPSED: Final = 0.1  #: margins that no distance exceeds in an embedding that has collapsed
ALIKE: Final = 1e-6  #: by which norms that are equal may differ, against the largest
MOSTLY: Final = 0.9  #: share of the loss that is worth a sentence
VARIANCE: Final = 0.99  #: of the variance is along the directions that count


def found(of: Diagnosis) -> tuple[Finding, ...]:
    """Return what there is to say, what matters most first."""
    rules: list[Callable[[Diagnosis], Iterator[Finding]]] = [_kinds, _told_apart, _coincident, _directions, _losses]
    if of.law.dissimilar.reach == 1.0:  # of another law there may be no distance that a margin stands for
        rules[1:1] = [_at_rest, _norms, _pushes, _classes]
    return tuple(finding for rule in rules for finding in rule(of))


def _kinds(of: Diagnosis) -> Iterator[Finding]:
    similar, dissimilar = of.similar.count, of.dissimilar.count
    if of.points < 2:
        yield Finding("one_point" if of.points else "no_points", {})
    elif not similar and not dissimilar:
        yield Finding("no_pairs", {})
    elif not dissimilar:
        yield Finding("no_dissimilar", {})
    elif not similar:
        yield Finding("no_similar", {})


def _at_rest(of: Diagnosis) -> Iterator[Finding]:
    gathered = not of.similar.count or of.similar.most <= REST * of.margin  # under some laws others do not pull either
    if (of.similar.count or of.dissimilar.count) and gathered and not of.pulling and not of.pushing:
        kinds = "_similar" * (not of.dissimilar.count) + "_dissimilar" * (not of.similar.count)
        yield Finding(f"nothing_acts{kinds}", {})
    farthest = float(np.fmax(of.similar.most, of.dissimilar.most))
    if of.dissimilar.count and 0.0 < farthest <= COLLAPSED * of.margin:
        yield Finding("collapsed", {"farthest": farthest, "share": farthest / of.margin})


def _norms(of: Diagnosis) -> Iterator[Finding]:
    """Say what norms allow, where something keeps the points at them: not of points that are free in the plane."""
    if not of.dissimilar.count or not of.norms_held or of.norms[1] <= 0.0:
        return
    least, radius = of.norms
    reach, margin = 2.0 * radius, of.margin
    numbers: dict[str, Number] = {"radius": radius, "reach": reach, "margin": margin}
    if radius - least > ALIKE * radius:
        if reach < margin:
            yield Finding("norms_bounded", numbers)
        return
    bound = _farthest_on_a_sphere(len(of.classes), of.dimensions) * radius
    if reach * (1.0 + ALIKE) < margin:
        yield Finding("norms_cap", numbers)
    elif len(of.classes) > 2 and bound * (1.0 + ALIKE) < margin:
        yield Finding("norms_cap_classes", {"count": len(of.classes), "radius": radius, "bound": bound, "margin": margin})
    elif of.points > 2:
        yield Finding("norms_equal", numbers)


def _farthest_on_a_sphere(k: int, dimensions: int) -> float:
    """Return a distance that k ≥ 2 points of norm 1 cannot all exceed: of k on a circle, else by Rankin's bound.

    Of points x_i of norm 1, Σ ‖x_i − x_j‖² over the pairs is k² − ‖Σ x_i‖² ≤ k², so the smallest of k (k − 1)/2 squares is at
    most 2k/(k − 1); more than d + 1 points have two that are at most at a right angle.
    """
    if k < 3:
        return 2.0
    if dimensions <= 2:
        return 2.0 * sin(pi / k) if dimensions == 2 else 0.0
    return sqrt(2.0 * k / (k - 1)) if k <= dimensions + 1 else sqrt(2.0)


def _pushes(of: Diagnosis) -> Iterator[Finding]:
    total, numbers = of.dissimilar.count, {"count": of.pushing, "margin": of.margin}
    if not total or not (of.pushing or of.pulling):
        return
    if not of.pushing:
        yield Finding("none_push", {"margin": of.margin})
    elif of.pushing == total:
        yield Finding("all_push", numbers)
    else:
        yield Finding("some_push", {**numbers, "dissimilar": total, "share": of.pushing / total})


def _told_apart(of: Diagnosis) -> Iterator[Finding]:
    similar, dissimilar = of.similar, of.dissimilar
    if not similar.count or not dissimilar.count:
        return
    if similar.most < dissimilar.least:
        yield Finding("separable", {"similar": similar.most, "dissimilar": dissimilar.least})
        return
    if similar.mean >= dissimilar.mean:
        yield Finding("as_far", {"similar": similar.mean, "dissimilar": dissimilar.mean})
    if of.missed + of.taken < 1.0:
        numbers: Numbers = {"threshold": of.threshold, "share_missed": of.missed, "share_taken": of.taken}
        yield Finding("overlap", numbers)


def _classes(of: Diagnosis) -> Iterator[Finding]:
    others = [row for row in of.classes if row.nearest]
    if not others:
        return
    first = min(others, key=lambda row: row.gap)
    if of.margin - first.gap > ALIKE * of.margin:
        yield Finding("classes_near", {"one": first.name, "other": first.nearest, "gap": first.gap, "margin": of.margin})
    wide = sum(row.width > row.gap for row in others)
    if wide:
        yield Finding("classes_wide", {"count": wide, "classes": len(of.classes)})


def _coincident(of: Diagnosis) -> Iterator[Finding]:
    groups = of.coincident
    together = sum(map(len, groups))
    if len(groups) == 1:
        yield Finding("all_in_one" if together == of.points else "in_one", {"points": together})
    elif groups:
        yield Finding("coincident", {"points": together, "places": len(groups)})
    if of.coincident_dissimilar:
        yield Finding("coincident_dissimilar", {"count": of.coincident_dissimilar})


def _directions(of: Diagnosis) -> Iterator[Finding]:
    room = min(of.dimensions, of.points - 1)
    if room > 1 and 0 < of.rank <= room / 2:
        share = min(float(of.variance[: of.rank].sum()), 1.0)
        yield Finding("low_rank", {"count": of.rank, "dimensions": of.dimensions, "share": share})


def _losses(of: Diagnosis) -> Iterator[Finding]:
    total = of.similar.loss + of.dissimilar.loss
    if total > 0.0 and of.similar.count and of.dissimilar.count and (of.pulling or of.pushing):
        share = of.similar.loss / total
        if share >= MOSTLY:
            yield Finding("loss_of_similar", {"share": share})
        elif share <= 1.0 - MOSTLY:
            yield Finding("loss_of_dissimilar", {"share": of.dissimilar.loss / total})
