"""How fast the landscape of a point is, in milliseconds, and as a ratio to (h, w, n, 2) broadcasting within one run.

Run with ``python benchmarks/landscape.py``. Nothing is asserted but that both ways give the same loss and force.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import springsim as ss  # noqa: E402  (the checkout, installed or not)
from benchmarks.measure import interleaved  # noqa: E402

Floats = npt.NDArray[np.float64]

#: What was set out: milliseconds for a grid of 128 × 128 and 200 points.
GOAL, SIDE, POINTS, CLASSES = 50.0, 128, 200, 5
MARGINS = (0.3, 1.0, 3.0)


def broadcast(scene: ss.Scene, point: int, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return loss and force on a grid by (h, w, n, 2) broadcasting, the straightforward way."""
    others = np.arange(len(scene)) != point
    held, margin = scene.positions[others], scene.margin
    similar = scene.labels[others] == scene.labels[point]
    r = np.stack(np.meshgrid(x, y), axis=-1)[:, :, None] - held
    d = np.sqrt((r**2).sum(axis=3))
    hinge = np.maximum(margin - d, 0.0)
    loss = np.where(similar, 0.5 * d**2, 0.5 * hinge**2).sum(axis=2)
    force = (np.where(similar, -1.0, hinge / np.where(d > 0.0, d, 1.0))[..., None] * r).sum(axis=2)
    rest = ss.Scene.from_labels(held, scene.labels[others], margin=margin)
    return loss + ss.loss(rest), force


def compare(margin: float) -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(scale=0.8, size=(POINTS, 2))
    scene = ss.Scene.from_labels(x, np.arange(POINTS) % CLASSES, margin=margin)
    seen = ss.landscape(scene, 0, shape=(SIDE, SIDE))
    loss, force = broadcast(scene, 0, seen.x, seen.y)
    np.testing.assert_allclose(seen.loss, loss, rtol=1e-11)
    np.testing.assert_allclose(seen.force, force, atol=1e-10)
    ours, plain = interleaved(
        lambda: ss.landscape(scene, 0, shape=(SIDE, SIDE)), lambda: broadcast(scene, 0, seen.x, seen.y), rounds=7
    )
    ours, plain = 1e3 * ours, 1e3 * plain
    goal = f"{ours / GOAL:.2f} of the goal" + ("" if ours <= GOAL else ": MISSED")
    print(
        f"landscape, {SIDE} x {SIDE}, {POINTS} points, m = {margin:g}: {ours:.1f} ms with {len(seen.minima)} minima "
        f"(goal {GOAL:g} ms; {goal}); broadcasting, without minima: {plain:.0f} ms, {plain / ours:.1f} x"
    )


def main() -> None:
    for margin in MARGINS:
        compare(margin)


if __name__ == "__main__":
    main()
