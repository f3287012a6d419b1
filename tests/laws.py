"""Laws to test with, which springsim does not have: each in a few lines, as another law would be added."""

import math

import numpy as np

from springsim.model.laws import CONTRASTIVE, PairLaw, Partial


def _distance(d, m):
    return np.asarray(d, float) * 1.0


def _ones(d, m):
    return np.ones(np.shape(d))


def _hinge(d, m):
    return np.maximum(m - d, 0.0)


def _push(d, m):
    return np.where(d < m, -1.0, 0.0)


def _square(d, m):
    return d * d


def _twice(d, m):
    return 2.0 * d


def _twos(d, m):
    return np.full(np.shape(d), 2.0)


def _squared_hinge(d, m):
    return np.maximum(m - d, 0.0) ** 2


def _twice_the_push(d, m):
    return -2.0 * np.maximum(m - d, 0.0)


def _two_within(d, m):
    return np.where(d < m, 2.0, 0.0)


#: d and max(0, m − d): kinks at 0 and at m, so no bound and no curvature.
LINEAR = PairLaw("linear", Partial(_distance, _ones, None), Partial(_hinge, _push, None, 1.0))
#: d² and max(0, m − d)²: the paper's, doubled. Its dissimilar part has no ``secant``, and divides.
NO_HALF = PairLaw(
    "no-half",
    Partial(_square, _twice, 2.0, curvature=_twos, secant=_twos, constant=2.0),
    Partial(_squared_hinge, _twice_the_push, 2.0, 1.0, curvature=_two_within),
)
LAWS = (CONTRASTIVE, NO_HALF, LINEAR)

#: Loss of a similar and of a dissimilar pair, and their slopes, written by hand.
NAIVE = {
    "contrastive": (
        lambda d: d * d / 2,
        lambda d, m: max(0.0, m - d) ** 2 / 2,
        lambda d: d,
        lambda d, m: -max(0.0, m - d),
    ),
    "no-half": (lambda d: d * d, lambda d, m: max(0.0, m - d) ** 2, lambda d: 2 * d, lambda d, m: -2 * max(0.0, m - d)),
    "linear": (lambda d: d, lambda d, m: max(0.0, m - d), lambda d: 1.0, lambda d, m: -1.0 if d < m else 0.0),
}


def naive(scene, springs):
    """Return loss and forces of springs (i, j, similar) by a loop; coincident points are left out."""
    similar, dissimilar, pull, push = NAIVE[scene.law.id]
    x, m, total = scene.positions.tolist(), scene.margin, 0.0
    f = np.zeros((len(x), 2))
    for i, j, alike in springs:
        d = math.dist(x[i], x[j])
        total += similar(d) if alike else dissimilar(d, m)
        tension = pull(d) if alike else push(d, m)
        for axis in (0, 1):
            share = tension * (x[j][axis] - x[i][axis]) / d
            f[i, axis] += share
            f[j, axis] -= share
    return total, f
