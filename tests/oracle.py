"""The truth the tests compare with: the contrastive loss as a naive double loop, straight from the equations."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from springsim import Scene

Floats = npt.NDArray[np.float64]


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
    for i, j, _ in springs(scene):
        laplacian[i, i] += 1
        laplacian[j, j] += 1
        laplacian[i, j] -= 1
        laplacian[j, i] -= 1
    free = ~scene.pinned
    inner = laplacian[np.ix_(free, free)]
    return float(np.linalg.eigvalsh(inner)[-1]) if len(inner) else 0.0


def descend(scene: Scene, step: float, steps: int) -> Floats:
    """Return the positions after so many steps of gradient descent, by the naive forces."""
    free = ~scene.pinned[:, None]
    for _ in range(steps):
        scene = scene.replace(positions=scene.positions + step * np.where(free, forces(scene), 0.0))
    return scene.positions
