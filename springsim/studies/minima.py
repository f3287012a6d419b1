"""The minima of the loss over the place of one point, all others held: refined from a grid to the digits that floats have.

A minimum is a place that descent from anywhere near comes back to. So neither a plateau, where no spring acts, nor its edge has
any, nor has a level valley, such as the circle round a point to which the probe is tied by both springs.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from springsim.arrays import Bools, Floats
from springsim.energy.probe import Probe, Values
from springsim.model.domains import tangents

View = tuple[float, float, float, float]

_EPS: Final = float(np.finfo(np.float64).eps)
_ROUNDS: Final = 200
_RESTS: Final = 1e-9  # of the largest force that the springs could exert: a smaller one counts as zero
_BENT: Final = 1e-9  # curvature, per spring, above which an equilibrium is a minimum without further test
_FLOOR: Final = 1e-11  # curvature, per spring, that a step of Newton's counts on at least
_TRIED: Final = 1e-3  # margins: how far the point is displaced to see whether descent comes back
_SAME: Final = 2e-5  # margins: places nearer than that are one; where the loss is of fourth order, floats tell no more
_ANGLES: Final = 1024  # at which the force along the circle is computed
_HALVINGS: Final = 60


def in_plane(probe: Probe, x: Floats, y: Floats, loss: Floats) -> Floats:
    """Return the minima within a grid, (k, 2), lowest first.

    Each comes from a cell of the grid that is lower than those around it, so one whose basin is narrower than a cell may be
    missed, but not where one basin has just split in two: descent starts on either side of that cell.

    Parameters
    ----------
    probe : Probe
        The point.
    x, y : (w,), (h,) ndarray of float
        The grid.
    loss : (h, w) ndarray of float
        The probe's own loss on it.
    """
    low = _lowest_around(loss)
    if probe.pull == 0:
        low &= loss > 0.0  # elsewhere no spring acts
    rows, columns = np.nonzero(low)
    cell = np.array([x[-1] - x[0], y[-1] - y[0]]) / (len(x) - 1, len(y) - 1)
    reach = float(np.hypot(*cell))
    first, values = _rests(probe, *_descended(probe, np.stack([x[columns], y[rows]], axis=1), reach))
    more, others = _descended(probe, _around(first, values.hessian, reach).reshape(-1, 2), reach)
    found, values = _rests(probe, np.concatenate([first, more]), Values(*map(np.concatenate, zip(values, others, strict=True))))
    inside = (found[:, 0] >= x[0]) & (found[:, 0] <= x[-1]) & (found[:, 1] >= y[0]) & (found[:, 1] <= y[-1])
    chosen: Floats = found[inside & _returned_to(probe, found, values.hessian)]
    return chosen


def on_circle(probe: Probe, view: View) -> Floats:
    """Return the minima along the unit circle that are within a view, (k, 2), lowest first.

    There the force along the circle turns from forward to backward. Two that are less than 0.006 apart count as one.
    """
    angle = 2.0 * np.pi * (np.arange(_ANGLES) + 0.382) / _ANGLES  # no preset's symmetry has a place at one of these
    along = _along(probe, angle)
    along[np.abs(along) <= 1e-12 * probe.springs * max(1.0, probe.scene.margin)] = 0.0  # rounding, in a level valley
    after, then = np.roll(along, -1), np.roll(along, -2)  # one angle may be at the minimum itself
    turns = np.flatnonzero((along > 0.0) & ((after < 0.0) | ((after == 0.0) & (then < 0.0))))
    low, high = angle[turns], angle[turns] + np.where(after[turns] < 0.0, 2.0, 4.0) * np.pi / _ANGLES
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        forward = _along(probe, middle) > 0.0
        low, high = np.where(forward, middle, low), np.where(forward, high, middle)
    found = _places(0.5 * (low + high))
    left, right, bottom, top = view
    seen = (found[:, 0] >= left) & (found[:, 0] <= right) & (found[:, 1] >= bottom) & (found[:, 1] <= top)
    found = found[seen]
    return found[np.argsort(probe.at(found).loss, kind="stable")]


def _places(angle: Floats) -> Floats:
    return np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _along(probe: Probe, angle: Floats) -> Floats:
    """Return the force along the circle, counter-clockwise, at angles, (s,)."""
    places = _places(angle)
    part: Floats = np.einsum("si,si->s", probe.at(places).force, tangents(places))
    return part


def _lowest_around(loss: Floats) -> Bools:
    """Return which cells of a grid are no higher than the eight around; of equal neighbours the first one only."""
    h, w = loss.shape
    framed = np.full((h + 2, w + 2), np.inf)
    framed[1:-1, 1:-1] = loss
    low = np.ones((h, w), dtype=np.bool_)
    for row in (-1, 0, 1):
        for column in (-1, 0, 1):
            other = framed[1 + row : 1 + row + h, 1 + column : 1 + column + w]
            if (row, column) != (0, 0):
                low &= loss < other if (row, column) < (0, 0) else loss <= other
    return low


def _descended(probe: Probe, starts: Floats, reach: float) -> tuple[Floats, Values]:
    """Go downhill from each of some places until rounding is all that is left, by no more than `reach` a step.

    Steps are Newton's, away from maxima and saddles, and shorter after one that did not lower the loss. There 1/λ along the
    force does (λ = their stiffness): it leads to the least point of a bound that the loss never exceeds and touches here.
    """
    x, here = starts.copy(), probe.at(starts)
    moving, trusted = np.arange(len(x)), np.full(len(x), 0.25 * reach)
    for _ in range(_ROUNDS):
        if not len(moving):
            break
        now = _some(here, moving)
        tried = x[moving] + _newton(probe, now, trusted[moving])
        there = probe.at(tried)
        good = _below(there, now)
        trusted[moving] = np.where(good, np.minimum(2.0 * trusted[moving], reach), 0.25 * trusted[moving])
        wrong = np.flatnonzero(~good)
        if len(wrong):
            tried[wrong] = x[moving[wrong]] + _cut(now.force[wrong] / max(probe.stiffness, 1.0), reach)
            for column, safer in zip(there, probe.at(tried[wrong]), strict=True):
                column[wrong] = safer
        lower = _below(there, now)
        moving = moving[lower]
        x[moving] = tried[lower]
        for column, new in zip(here, there, strict=True):
            column[moving] = new[lower]
    return x, here


def _newton(probe: Probe, now: Values, reach: Floats) -> Floats:
    """Return Newton's steps, (s, 2), with the curvatures' absolute values, so that they lead downhill."""
    curvature, axes = np.linalg.eigh(now.hessian)
    curvature = np.maximum(np.abs(curvature), _FLOOR * max(probe.springs, 1))
    return _cut(np.einsum("sik,sk->si", axes, np.einsum("sik,si->sk", axes, now.force) / curvature), reach)


def _cut(step: Floats, reach: Floats | float) -> Floats:
    """Return steps, (s, 2), no longer than `reach`."""
    shorter: Floats = step * np.minimum(1.0, reach / np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-300))[:, None]
    return shorter


def _below(there: Values, here: Values) -> Bools:
    """Return which places are lower than others, or where rounding hides it have less force."""
    fall, rounding = here.loss - there.loss, 8.0 * _EPS * here.loss
    less = np.hypot(there.force[:, 0], there.force[:, 1]) < np.hypot(here.force[:, 0], here.force[:, 1])
    lower: Bools = (fall > rounding) | ((fall >= -rounding) & less)
    return lower


def _rests(probe: Probe, places: Floats, values: Values) -> tuple[Floats, Values]:
    """Return the places where the forces cancel, lowest first, and of several in one place the lowest."""
    size = np.abs(places).max(axis=1, initial=0.0) + np.abs(probe.scene.positions).max(initial=0.0) + probe.scene.margin
    resting = np.hypot(values.force[:, 0], values.force[:, 1]) <= _RESTS * probe.springs * size
    same = np.maximum(_SAME * probe.scene.margin, 64.0 * _EPS * size)
    kept: list[int] = []
    for k in np.argsort(values.loss, kind="stable").tolist():
        if resting[k] and (np.abs(places[kept] - places[k]).max(axis=1, initial=0.0) > same[k]).all():
            kept.append(k)
    which = np.array(kept, dtype=np.int64)
    return places[which], _some(values, which)


def _returned_to(probe: Probe, places: Floats, hessians: Floats) -> Bools:
    """Return which resting places are minima: by their curvature, or where that leaves it open by descent from around them."""
    curvature = np.linalg.eigvalsh(hessians)
    coarse = _EPS * np.abs(places).max(axis=1, initial=0.0)
    minimal: Bools = curvature[:, 0] > (_BENT + 16.0 * coarse / probe.scene.margin) * probe.springs
    away = _TRIED * probe.scene.margin
    open_ = np.flatnonzero(~minimal & (coarse < 1e-3 * away))  # where floats have enough digits to decide
    around = _around(places[open_], hessians[open_], away)
    back = _descended(probe, around.reshape(-1, 2), away)[0].reshape(around.shape)
    minimal[open_] = np.hypot(*np.moveaxis(back - places[open_, None], -1, 0)).max(axis=1, initial=0.0) < 0.25 * away
    return minimal


def _around(places: Floats, hessians: Floats, away: float) -> Floats:
    """Return places either way along the two axes of curvature, (k, 4, 2): along the softer one basins split."""
    axes = np.linalg.eigh(hessians).eigenvectors
    ways: Floats = away * np.concatenate([axes, -axes], axis=2).swapaxes(1, 2)
    return places[:, None] + ways


def _some(values: Values, which: npt.NDArray[np.int64]) -> Values:
    return Values(*(column[which] for column in values))
