"""diagnose: how the pairs of an embedding lie on the loss curves, and what its numbers say."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from springsim.arrays import Floats
from springsim.energy.forces import distances_between
from springsim.model import laws
from springsim.model.class_names import checked_classes
from springsim.model.laws import CONTRASTIVE, PairLaw
from springsim.model.scene import Scene, checked_margin
from springsim.model.springs import Kind, Springs, checked_pairs
from springsim.studies import findings, pair_table
from springsim.studies.diagnosis import ClassRow, Diagnosis
from springsim.studies.findings import VARIANCE
from springsim.studies.pair_table import Between, Distances
from springsim.validation.checks import as_floats, checked_array, listed
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import (
    COORDINATE_MAX,
    DIAGNOSE_DIMENSIONS_MAX,
    DIAGNOSE_PAIRS_MAX,
    DIAGNOSE_WORK_MAX,
    LIBRARY,
)


def diagnose(
    positions: npt.ArrayLike | Scene,
    labels: npt.ArrayLike | None = None,
    margin: float | None = None,
    *,
    similar: npt.ArrayLike | None = None,
    dissimilar: npt.ArrayLike | None = None,
    class_names: Sequence[str] | None = None,
    law: str | PairLaw | None = None,
) -> Diagnosis:
    """Tell how the pairs of an embedding lie on the loss curves: which act, how the two kinds overlap, what the margin can do.

    Works in any dimension d, with the distances of the embedding itself. Of a scene, ``diagnose(scene)``, it is that of its
    springs at its margin.

    Parameters
    ----------
    positions : (n, d) array_like of float or Scene
        The points, |x| ≤ 1e6, up to 4096 coordinates each; up to 200,000,000 pairs, those of 20,000 points, and of them times d
        up to 100,000,000,000. Or a scene, which has all the rest.
    labels : (n,) array_like, optional
        Class of each point, a number, a text or a truth value: equal ones are similar, all others dissimilar.
    margin : float, optional
        The margin m, 1 by default; of a scene, its own.
    similar, dissimilar : (k, 2) array_like of int, optional
        In place of labels, the similar pairs and the dissimilar ones; without `dissimilar`, all others are.
    class_names : sequence of str, optional
        Names of the classes 0, 1, …, as in `Scene.from_labels`.
    law : str or PairLaw, optional
        Law of force: an id of `springsim.model.laws`, or a law of one's own; by default that of the paper or of the scene.

    Returns
    -------
    Diagnosis
        Numbers, histograms and findings; `springsim.figures.diagnosis` draws them.

    Raises
    ------
    SceneError
        If an argument is refused, or neither labels nor pairs are given.

    Examples
    --------
    >>> import springsim as ss
    >>> unit = [[1.0, 0.0], [0.6, 0.8], [-1.0, 0.0], [-0.8, 0.6]]
    >>> found = ss.diagnose(unit, labels=[0, 0, 1, 1], margin=2.5)
    >>> found.pushing, found.dissimilar.count
    (4, 4)
    >>> print(found.findings[0])
    Dissimilar pairs end at 2: all norms are 1, and with these a margin above 2 can never be reached; here it is 2.5.
    """
    if isinstance(positions, Scene):
        return _of_scene(positions, labels, similar, dissimilar, class_names, margin, law)
    x = _checked_points(positions)
    springs, names = _checked_springs(len(x), labels, similar, dissimilar, class_names)
    m = checked_margin(1.0 if margin is None else margin)
    _check_work(springs, x.shape[1])
    distances = Distances(x, springs)
    span = distances.span
    return _diagnosed(x, springs, distances, span, m, laws.checked_law(law or CONTRASTIVE), names, held=True)


def _of_scene(
    scene: Scene,
    labels: object,
    similar: object,
    dissimilar: object,
    class_names: object,
    margin: float | None,
    law: str | PairLaw | None,
) -> Diagnosis:
    given = {"labels": labels, "similar": similar, "dissimilar": dissimilar, "class_names": class_names}
    for field, value in given.items():
        if value is not None:
            raise SceneError(field, value, "none beside a scene, which has its springs")
    springs, x = scene.springs, scene.positions
    _check_work(springs, x.shape[1])
    m = scene.margin if margin is None else checked_margin(margin)
    chosen = scene.law if law is None else laws.checked_law(law)
    names = [scene.class_name(label) for label in np.unique(springs.labels).tolist()]
    span = Distances(x, springs).span
    return _diagnosed(x, springs, partial(distances_between, scene), span, m, chosen, names, held=scene.domain == "circle")


def _diagnosed(
    x: Floats, springs: Springs, between: Between, span: float, margin: float, law: PairLaw, names: list[str], *, held: bool
) -> Diagnosis:
    summary = pair_table.summed(springs, between, margin, law, span)
    groups = pair_table.same_places(x)
    shares = pair_table.variance_shares(x)
    rank = int(np.searchsorted(np.cumsum(shares), VARIANCE - 1e-12)) + 1 if len(shares) else 0
    norms = np.sqrt(np.einsum("ij,ij->i", x, x))
    for array in (summary.edges, summary.similar.histogram, summary.dissimilar.histogram, shares, *groups):
        array.setflags(write=False)
    numbers = Diagnosis(
        points=len(x),
        dimensions=x.shape[1],
        margin=margin,
        law=law,
        similar=summary.similar,
        dissimilar=summary.dissimilar,
        edges=summary.edges,
        pushing=summary.pushing,
        pulling=summary.pulling,
        stretched=summary.stretched,
        threshold=summary.cut.threshold,
        missed=summary.cut.missed,
        taken=summary.cut.taken,
        auc=summary.cut.auc,
        classes=_class_rows(summary.gaps, springs, names),
        norms=(float(norms.min()), float(norms.max())) if len(x) else (float("nan"), float("nan")),
        norms_held=held,
        coincident=groups,
        coincident_dissimilar=pair_table.pairs_in_groups(groups, springs),
        variance=shares,
        rank=rank,
        effective_dimension=float(1.0 / np.square(shares).sum()) if len(shares) else 0.0,
    )
    return dataclasses.replace(numbers, findings=findings.found(numbers))


def _class_rows(gaps: pair_table.Gaps | None, springs: Springs, names: list[str]) -> tuple[ClassRow, ...]:
    if gaps is None:
        return ()
    counts = np.unique(springs.labels, return_counts=True)[1].tolist()
    rows = []
    for k, (name, points) in enumerate(zip(names, counts, strict=True)):
        alone = len(counts) == 1
        nearest = -1 if alone else int(np.nanargmin(gaps.gap[k]))
        numbers = float(gaps.width[k]), float(gaps.within[k])
        gap, apart = (float("nan") if alone else float(table[k, nearest]) for table in (gaps.gap, gaps.apart))
        rows.append(ClassRow(name, points, *numbers, "" if alone else names[nearest], gap, apart))
    return tuple(rows)


def _checked_points(positions: object) -> Floats:
    """Return positions as an (n, d) array."""
    what = f"finite real numbers from {-COORDINATE_MAX:g} to {COORDINATE_MAX:g}"
    given = listed("positions", positions, LIBRARY.points, f"{what}, an array of shape (n, d)")
    d = _coordinates(given)
    if len(given) and not 1 <= d <= DIAGNOSE_DIMENSIONS_MAX:
        found = Words(f"{d} coordinates a point" if d else "rows without coordinates")
        raise SceneError("positions", found, f"1 to {DIAGNOSE_DIMENSIONS_MAX} coordinates a point, an array of shape (n, d)")
    array = checked_array("positions", given, columns=max(d, 1), kinds="iuf", most=LIBRARY.points, what=what)
    x = as_floats(array)
    wrong = np.argwhere(~(np.abs(x) <= COORDINATE_MAX))
    if len(wrong):
        row, column = wrong[0].tolist()
        raise SceneError(f"positions[{row}][{column}]", float(x[row, column]), what)
    return x


def _coordinates(rows: Any) -> int:
    """Return how many coordinates the first of some rows has; 0 where it is no row."""
    if isinstance(rows, np.ndarray):
        return int(rows.shape[1]) if rows.ndim == 2 else 0
    first = rows[0] if len(rows) else ()
    return len(first) if hasattr(first, "__len__") and not isinstance(first, str | bytes) else 0


def _checked_springs(
    n: int, labels: object, similar: object, dissimilar: object, class_names: object
) -> tuple[Springs, list[str]]:
    """Return the springs, and the names of the classes where there are labels."""
    tied = similar is not None or dissimilar is not None
    if (labels is not None) == tied:
        given = Words("labels and pairs" if tied else "neither labels nor pairs")
        raise SceneError("labels", given, "labels, or the similar pairs")
    none = np.empty((0, 2), np.int64)
    if not tied:
        of, names = checked_classes(labels, n, class_names, LIBRARY)
        return Springs("labels", of, none, none), [names[k] if names else str(k) for k in np.unique(of).tolist()]
    attract = none if similar is None else checked_pairs("similar", similar, n, LIBRARY)
    repulse = none if dissimilar is None else checked_pairs("dissimilar", dissimilar, n, LIBRARY)
    kind: Kind = "neighbours" if dissimilar is None else "pairs"
    return Springs(kind, np.zeros(n, np.int64), attract, repulse), []


def _check_work(springs: Springs, dimensions: int) -> None:
    """Refuse so many pairs that it would take minutes."""
    pairs = sum(springs.counts)
    if pairs > DIAGNOSE_PAIRS_MAX:
        raise SceneError("positions", Words(f"{pairs} pairs"), f"at most {DIAGNOSE_PAIRS_MAX}")
    if pairs * dimensions > DIAGNOSE_WORK_MAX:
        allowed = f"at most {DIAGNOSE_WORK_MAX // max(dimensions, 1)} pairs of so many coordinates"
        raise SceneError("positions", Words(f"{pairs} pairs of {dimensions} coordinates"), allowed)
