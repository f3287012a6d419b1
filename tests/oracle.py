"""The truth the tests compare with: the contrastive loss as a naive double loop, straight from the equations."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from springsim import Scene

Floats = npt.NDArray[np.float64]
GOLDEN = math.pi * (3.0 - math.sqrt(5.0))  # the angle between neighbours on a sunflower spiral


def springs(scene: Scene) -> Iterator[tuple[int, int, bool]]:
    """Yield every spring as (i, j, similar), from what the constructors were given."""
    s, n = scene.springs, len(scene)
    similar = {tuple(pair) for pair in s.similar.tolist()}
    dissimilar = {tuple(pair) for pair in s.dissimilar.tolist()}
    for i in range(n):
        for j in range(i + 1, n):
            if s.kind == "labels":
                yield i, j, int(scene.labels[i]) == int(scene.labels[j])
            elif s.kind == "neighbours":
                yield i, j, (i, j) in similar
            else:
                if (i, j) in similar:
                    yield i, j, True
                if (i, j) in dissimilar:
                    yield i, j, False


def loss_parts(scene: Scene, positions: Floats | None = None) -> tuple[float, float]:
    """Return the similar and the dissimilar part of the sum loss."""
    x = (scene.positions if positions is None else positions).tolist()
    parts = [0.0, 0.0]
    for i, j, similar in springs(scene):
        d = math.dist(x[i], x[j])
        if similar:
            parts[0] += d * d / 2
        elif d < scene.margin:
            parts[1] += (scene.margin - d) ** 2 / 2
    return parts[0], parts[1]


def loss(scene: Scene, positions: Floats | None = None) -> float:
    """Return the sum loss."""
    return sum(loss_parts(scene, positions))


def forces(scene: Scene) -> Floats:
    """Return the force on every point; coincident dissimilar points are not handled."""
    x = scene.positions.tolist()
    f = [[0.0, 0.0] for _ in x]
    for i, j, similar in springs(scene):
        d = math.dist(x[i], x[j])
        tension = d if similar else -max(0.0, scene.margin - d)
        for axis in (0, 1):
            pull = tension * (x[j][axis] - x[i][axis]) / d if d > 0 else 0.0
            f[i][axis] += pull
            f[j][axis] -= pull
    return np.array(f).reshape(-1, 2)


def numeric_forces(scene: Scene, h: float = 1e-5) -> Floats:
    """Return minus the central differences of the naive loss."""
    f = np.empty(scene.positions.shape)
    for k in np.ndindex(f.shape):
        up, down = scene.positions.copy(), scene.positions.copy()
        up[k] += h * scene.margin
        down[k] -= h * scene.margin
        f[k] = -(loss(scene, up) - loss(scene, down)) / (2 * h * scene.margin)
    return f


def stiffness(scene: Scene) -> float:
    """Return the largest eigenvalue of the Laplacian of all springs, built spring by spring, over the free points."""
    laplacian = np.zeros((len(scene), len(scene)))
    i, j = np.array([pair[:2] for pair in springs(scene)], int).reshape(-1, 2).T
    for row, column, sign in ((i, i, 1), (j, j, 1), (i, j, -1), (j, i, -1)):
        np.add.at(laplacian, (row, column), sign)
    free = ~scene.pinned
    inner = laplacian[np.ix_(free, free)]
    return float(np.linalg.eigvalsh(inner)[-1]) if len(inner) else 0.0


def descend(scene: Scene, step: float, steps: int) -> Floats:
    """Return the positions after so many steps of gradient descent, by the naive forces."""
    free = ~scene.pinned[:, None]
    for _ in range(steps):
        scene = scene.replace(positions=scene.positions + step * np.where(free, forces(scene), 0.0))
    return scene.positions


def sums(scene: Scene, positions: Floats | None = None) -> tuple[float, float, int, Floats]:
    """Return similar and dissimilar loss, the number of springs that push, and the forces, as whole matrices of pairs.

    For more points than the loops above are quick for; coincident dissimilar points are handled.
    """
    x, s, n, m = scene.positions if positions is None else positions, scene.springs, len(scene), scene.margin
    similar = s.labels[:, None] == s.labels if s.kind == "labels" else np.zeros((n, n), bool)
    similar[tuple(s.similar.T)] = True
    dissimilar = np.zeros((n, n), bool) if s.kind == "pairs" else ~(similar | similar.T)
    dissimilar[tuple(s.dissimilar.T)] = True
    similar, dissimilar = np.triu(similar | similar.T, 1), np.triu(dissimilar | dissimilar.T, 1)
    r = x[:, None] - x[None, :]
    d = np.hypot(r[..., 0], r[..., 1])
    short = dissimilar & (d < m)
    apart = short & (d <= 1e-140)
    i, j = np.nonzero(apart)
    if scene.domain == "circle":
        along = np.stack([-x[i, 1], x[i, 0]], axis=1) * np.sign(i - j)[:, None]
    else:
        place = [np.sqrt(k + 0.5)[:, None] * np.stack([np.cos(g), np.sin(g)], axis=1) for k in (i, j) for g in [k * GOLDEN]]
        along = (place[0] - place[1]) / np.hypot(*(place[0] - place[1]).T)[:, None]
    weight = np.where(short & ~apart, (m - d) / np.where(d > 0.0, d, 1.0), 0.0) - similar
    pair = weight[..., None] * r
    pair[i, j] = m * along
    losses = 0.5 * (d[similar] ** 2).sum(), 0.5 * ((m - d[short]) ** 2).sum()
    return *losses, int((short & (m - d > 1e-6 * m)).sum()), pair.sum(axis=1) - pair.sum(axis=0)
