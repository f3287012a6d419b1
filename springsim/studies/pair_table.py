"""The distances of all pairs that have a spring, in any number of dimensions, gone through in blocks and summed up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from springsim.arrays import Floats, Ints
from springsim.model.conventions import REST
from springsim.model.laws import PairLaw
from springsim.model.springs import Springs
from springsim.validation.limits import CLASS_TABLE_MAX, PAIRS_MAX

Between = Callable[
    [Ints, Ints], Floats
]  #: distances of the pairs (i, j), whose i ascend without a gap where all pairs have one
Rows = tuple[Floats, Ints, Ints]  #: distinct distances, ascending, and how many similar and dissimilar pairs have each

_BINS: Final = 40  # of a histogram, at most
_FINER: Final = 256  # bins that each of them is made of, where there are too many distances to sort
_GATHERED: Final = 2**22  # coordinates looked up at a time
_FEW: Final = 3  # dimensions up to which subtraction is quicker than a product of matrices
_NEAR: Final = 1e-3  # of the largest squared norm: nearer pairs are subtracted, as products would lose their digits
_EQUAL: Final = 1e-10  # of the span of all points: distances that differ by less are equal


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The pairs of one kind.

    Attributes
    ----------
    count : int
        How many.
    loss : float
        Sum of their losses, in squared units of the margin.
    least, mean, most : float
        Smallest, mean and largest distance; NaN without any pair.
    histogram : (b,) ndarray of int
        Number of pairs in each bin.
    """

    count: int
    loss: float
    least: float
    mean: float
    most: float
    histogram: Ints

    @property
    def mean_loss(self) -> float:
        """Loss of a pair on average, NaN without any."""
        return self.loss / self.count if self.count else float("nan")


class Cut(NamedTuple):
    """How well distances tell similar from dissimilar pairs; NaN where one of the kinds is missing.

    Attributes
    ----------
    threshold : float
        Distance t with the fewest mistakes where nearer pairs are taken for similar: missed + taken is least. NaN where none is
        better than to take no pair for similar.
    missed : float
        Share of the similar pairs beyond it.
    taken : float
        Share of the dissimilar pairs up to it.
    auc : float
        Share of all similar and dissimilar pairs, one of each, of which the similar one is nearer; equal ones count half.
    """

    threshold: float
    missed: float
    taken: float
    auc: float


class Gaps(NamedTuple):
    """Distances within classes, largest and mean, (k,), and between them, smallest and mean, (k, k); NaN without a pair."""

    width: Floats
    within: Floats
    gap: Floats
    apart: Floats


class Summary(NamedTuple):
    """What there is to say of all pairs.

    Attributes
    ----------
    similar, dissimilar : Pairs
        Of either kind.
    pushing : int
        Dissimilar pairs that push, and are nearer than where they end to do so by more than 1e-6 margins.
    pulling : int
        Similar pairs that pull, and are farther apart than 1e-6 margins.
    stretched : int
        Similar pairs farther apart than m/2.
    edges : (b + 1,) ndarray of float
        Edges of the bins.
    cut : Cut
        How well the distances tell the kinds apart.
    gaps : Gaps or None
        Distances within and between classes, where labels tie the points and there are not too many classes.
    """

    similar: Pairs
    dissimilar: Pairs
    pushing: int
    pulling: int
    stretched: int
    edges: Floats
    cut: Cut
    gaps: Gaps | None


def summed(springs: Springs, between: Between, margin: float, law: PairLaw, span: float) -> Summary:
    """Go through all pairs with a spring once.

    Parameters
    ----------
    springs : Springs
        Which pairs.
    between : callable
        Their distances.
    margin : float
        The margin m.
    law : PairLaw
        Law of force.
    span : float
        No distance is larger.
    """
    width, share = bin_width(margin, span)
    exact = sum(springs.counts) <= PAIRS_MAX
    finer = 1 if exact else _FINER
    kinds = {True: _Kind(), False: _Kind()}
    names, labels = np.unique(springs.labels, return_inverse=True)
    table = _Classes(labels, len(names)) if springs.kind == "labels" and 0 < len(names) <= CLASS_TABLE_MAX else None
    for i, j, alike in springs.blocks():
        d = between(i, j)
        for kind, partial in ((True, law.similar), (False, law.dissimilar)):
            some = d[alike == kind]
            if len(some):
                moved = _acting(some, partial.slope(some, margin), margin, partial.reach, similar=kind)
                places = (
                    np.floor(some / width * finer).astype(np.int64) if share is None else _places(some, margin, share * finer)
                )
                kinds[kind].add(some, float(partial.loss(some, margin).sum()), moved, margin, places, keep=exact)
        if table is not None:
            table.add(i, j, d)
    bins = max(len(kind.bins) for kind in kinds.values())
    rows = _sorted(kinds, _EQUAL * span) if exact else _binned(kinds, bins, width / finer)
    used = max(-(-bins // finer), 1)
    edges = np.arange(used + 1, dtype=np.float64)
    edges = edges * width if share is None else edges * margin / share
    similar, dissimilar = (kinds[kind].pairs(used, finer) for kind in (True, False))
    return Summary(
        similar,
        dissimilar,
        kinds[False].moved,
        kinds[True].moved,
        kinds[True].stretched,
        edges,
        cut(*rows),
        None if table is None else table.gaps(),
    )


def _acting(d: Floats, slope: Floats, margin: float, reach: float, *, similar: bool) -> int:
    """Return how many pairs of a kind pull, or push, but for those that do so by rounding only."""
    if similar:
        return int(np.count_nonzero((slope > 0.0) & (d > REST * margin)))
    return int(np.count_nonzero((slope < 0.0) & (reach * margin - d > REST * margin)))


def bin_width(margin: float, span: float) -> tuple[float, int | None]:
    """Return the width of a histogram's bins, and how many of them make a margin; None where they are wider than it.

    It is the smallest of m × 1, 2, 5, 10 … and m / 2, 5, 10 … of which 40 reach as far as the margin and all distances.
    """
    least = max(span, margin) / _BINS / margin  # in margins
    for share in (20, 10, 5, 2, 1):
        if 1.0 / share >= least:
            return margin / share, share
    power = 10.0 ** np.floor(np.log10(least))
    return float(next(f * power for f in (1.0, 2.0, 5.0, 10.0) if f * power >= least)) * margin, None


def _places(d: Floats, margin: float, share: int) -> Ints:
    """Return the bins of distances, so many to a margin: one at a distance of m exactly is in the bin that begins there."""
    places = np.floor(d * (share / margin)).astype(np.int64)
    places += d >= (places + 1) * margin / share  # what rounding put into the bin before its own, or after it
    places -= d < places * margin / share
    return places


class _Kind:
    """What is summed up of one kind of pairs."""

    def __init__(self) -> None:
        self.count, self.loss, self.sum, self.moved, self.stretched = 0, 0.0, 0.0, 0, 0
        self.least, self.most = float("nan"), float("nan")
        self.bins: Ints = np.zeros(0, np.int64)
        self.kept: list[Floats] = []

    def add(self, d: Floats, loss: float, moved: int, margin: float, places: Ints, *, keep: bool) -> None:
        self.count += len(d)
        self.loss += loss
        self.sum += float(d.sum())
        self.moved += moved
        self.stretched += int(np.count_nonzero(d > 0.5 * margin))
        self.least, self.most = float(np.fmin(self.least, d.min())), float(np.fmax(self.most, d.max()))
        found = np.bincount(places)
        bins = np.zeros(max(len(self.bins), len(found)), np.int64)
        bins[: len(self.bins)] += self.bins
        bins[: len(found)] += found
        self.bins = bins
        if keep:
            self.kept.append(d)

    def pairs(self, bins: int, finer: int) -> Pairs:
        histogram = np.zeros(bins * finer, np.int64)
        histogram[: len(self.bins)] = self.bins
        mean = float(np.clip(self.sum / self.count, self.least, self.most)) if self.count else float("nan")
        return Pairs(self.count, self.loss, self.least, mean, self.most, histogram.reshape(bins, finer).sum(axis=1))


def _sorted(kinds: dict[bool, _Kind], equal: float) -> Rows:
    """Return each distance that there is, with how often either kind has it."""
    parts = [np.concatenate([np.empty(0), *kinds[kind].kept]) for kind in (True, False)]
    d = np.concatenate(parts)
    order = np.argsort(d, kind="stable")
    d, of_similar = d[order], order < len(parts[0])
    first = np.flatnonzero(np.diff(d, prepend=-np.inf) > equal)
    every = np.diff(first, append=len(d))
    similar = np.add.reduceat(of_similar.astype(np.int64), first) if len(first) else np.zeros(0, np.int64)
    return d[first], similar, every - similar


def _binned(kinds: dict[bool, _Kind], bins: int, width: float) -> Rows:
    similar, dissimilar = np.zeros((2, bins), np.int64)
    similar[: len(kinds[True].bins)] = kinds[True].bins
    dissimilar[: len(kinds[False].bins)] = kinds[False].bins
    return (np.arange(bins, dtype=np.float64) + 0.5) * width, similar, dissimilar


def cut(distance: Floats, similar: Ints, dissimilar: Ints) -> Cut:
    """Return how well distances, ascending, tell so many similar from so many dissimilar pairs at each."""
    s, t = int(similar.sum()), int(dissimilar.sum())
    if not s or not t:
        return Cut(*[float("nan")] * 4)
    below = np.concatenate([[0], np.cumsum(dissimilar)])
    missed, taken = 1.0 - np.concatenate([[0], np.cumsum(similar)]) / s, below / t
    best = int(np.argmin(missed + taken))
    ends = np.concatenate([[np.nan], distance, distance[-1:]])  # before the first there is no threshold that is of use
    farther = t - below[1:] + 0.5 * dissimilar
    auc = float((similar * (farther / t)).sum() / s)
    return Cut(float(0.5 * (ends[best] + ends[best + 1])), float(missed[best]), float(taken[best]), auc)


class _Classes:
    """What is summed up within and between classes 0 … k − 1."""

    def __init__(self, labels: Ints, count: int) -> None:
        self.labels, self.k = labels, count
        self.number, self.sum = np.zeros((2, count * count))
        self.least, self.most = np.full(count * count, np.inf), np.zeros(count)

    def add(self, i: Ints, j: Ints, d: Floats) -> None:
        a, b = self.labels[i], self.labels[j]
        key = a * self.k + b
        self.number += np.bincount(key, minlength=self.k**2)
        self.sum += np.bincount(key, d, self.k**2)
        np.minimum.at(self.least, key, d)
        same = a == b
        np.maximum.at(self.most, a[same], d[same])

    def gaps(self) -> Gaps:
        number, total, least = (array.reshape(self.k, self.k) for array in (self.number, self.sum, self.least))
        own = number.diagonal() > 0
        with np.errstate(invalid="ignore", divide="ignore"):
            apart = (total + total.T) / (number + number.T)
            within = total.diagonal() / number.diagonal()
        gap = np.minimum(least, least.T)
        outside = ~np.eye(self.k, dtype=np.bool_)
        nothing = np.isinf(gap) | ~outside
        return Gaps(np.where(own, self.most, np.nan), within, np.where(nothing, np.nan, gap), np.where(nothing, np.nan, apart))


@dataclass(slots=True)
class Distances:
    """Distances between points in any number of dimensions, to a part in 10¹¹.

    Attributes
    ----------
    x : (n, d) ndarray of float
        The points.
    springs : Springs
        Their springs.
    """

    x: Floats
    springs: Springs
    _centred: Floats = field(init=False)
    _squares: Floats = field(init=False)

    def __post_init__(self) -> None:
        self._centred = self.x - self.x.mean(axis=0) if len(self.x) else self.x
        self._squares = np.einsum("ij,ij->i", self._centred, self._centred)

    @property
    def span(self) -> float:
        """A length that no distance exceeds, at most twice the largest one."""
        return 2.0 * float(np.sqrt(self._squares.max(initial=0.0))) * (1.0 + 1e-12)

    def __call__(self, i: Ints, j: Ints) -> Floats:
        """Return the distances of pairs (i, j)."""
        if self.x.shape[1] <= _FEW or not self.springs.all_pairs:
            return self._subtracted(i, j)
        low, high = int(i[0]), int(i[-1]) + 1
        square = self._squares[low:high, None] + self._squares[low + 1 :]
        square -= 2.0 * self._centred[low:high] @ self._centred[low + 1 :].T
        found = square[i - low, j - low - 1]
        near = found < _NEAR * self._squares.max()
        found[near] = self._subtracted(i[near], j[near]) ** 2
        root: Floats = np.sqrt(found)
        return root

    def _subtracted(self, i: Ints, j: Ints) -> Floats:
        x = self.x
        if x.shape[1] == 1:
            line: Floats = np.abs(x[i, 0] - x[j, 0])
            return line
        if x.shape[1] == 2:
            plane: Floats = np.hypot(x[i, 0] - x[j, 0], x[i, 1] - x[j, 1])
            return plane
        found = np.empty(len(i))
        step = max(_GATHERED // max(x.shape[1], 1), 1)
        for low in range(0, len(i), step):
            some = slice(low, low + step)
            apart = x[i[some]] - x[j[some]]
            found[some] = np.sqrt(np.einsum("ij,ij->i", apart, apart))
        return found


def same_places(x: Floats) -> tuple[Ints, ...]:
    """Return the groups of points that are in the same place, two or more in each: their indices, ascending."""
    if len(x) < 2:
        return ()
    _, which, count = np.unique(x + 0.0, axis=0, return_inverse=True, return_counts=True)
    which = which.reshape(-1)
    order = np.argsort(which, kind="stable")
    ends = np.cumsum(count)
    groups = [order[end - size : end] for end, size in zip(ends.tolist(), count.tolist(), strict=True) if size > 1]
    return tuple(sorted(groups, key=lambda group: int(group[0])))


def variance_shares(x: Floats) -> Floats:
    """Return the share of the variance along each principal direction, descending; none where all points coincide."""
    if len(x) < 2 or not x.shape[1]:
        return np.empty(0)
    centred = x - x.mean(axis=0)
    centred /= np.abs(centred).max() or 1.0
    square = centred.T @ centred if x.shape[1] <= len(x) else centred @ centred.T
    values = np.maximum(np.linalg.eigvalsh(square)[::-1], 0.0)
    values = values[: min(len(x) - 1, x.shape[1])]
    total = values.sum()
    shares: Floats = values / total if total > 0.0 else np.empty(0)
    return shares


def pairs_in_groups(groups: tuple[Ints, ...], springs: Springs) -> int:
    """Return how many dissimilar pairs are in the same place."""
    if springs.kind == "labels":
        count = 0
        for group in groups:
            of = np.unique(springs.labels[group], return_counts=True)[1]
            count += (len(group) ** 2 - int((of**2).sum())) // 2
        return count
    place = np.full(len(springs), -1)
    for k, group in enumerate(groups):
        place[group] = k

    def together(pairs: Ints) -> int:
        return int(np.count_nonzero((place[pairs[:, 0]] == place[pairs[:, 1]]) & (place[pairs[:, 0]] >= 0)))

    if springs.kind == "pairs":
        return together(springs.dissimilar)
    return sum(len(group) * (len(group) - 1) // 2 for group in groups) - together(springs.similar)
