"""How fast the core is, as ratios within one run: simulate, settle and import against the plain way of doing the same.

Run with ``python benchmarks/core.py``. Nothing is asserted but that both ways give the same result.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import springsim as ss  # noqa: E402  (the checkout, installed or not)
from benchmarks.measure import interleaved  # noqa: E402

Floats = npt.NDArray[np.float64]
POINTS = 200
STEPS = 300


def broadcast_descent(scene: ss.Scene, steps: int) -> Floats:
    """Return the positions after gradient descent by (n, n, 2) broadcasting, the straightforward way."""
    x, labels, margin, eta = scene.positions.copy(), scene.labels, scene.margin, ss.stable_step(scene)
    similar = labels[:, None] == labels
    for _ in range(steps):
        r = x[:, None] - x[None, :]
        d = np.sqrt((r**2).sum(axis=2))
        push = np.maximum(margin - d, 0.0) / np.where(d > 0.0, d, 1.0)
        x += eta * (np.where(similar, -1.0, push)[:, :, None] * r).sum(axis=1)
    return x


def plain_descent(scene: ss.Scene) -> int:
    """Return the evaluations that descent at 1/n takes to the tolerance of `settle`."""
    run = ss.simulate(scene, steps=100_000, tol=1e-9, frames=2)
    assert run.converged
    return int(run.steps[-1]) + 1


def compare_simulate(name: str, scene: ss.Scene) -> None:
    def ours() -> Floats:
        return ss.simulate(scene, steps=STEPS, tol=0.0).final.positions

    np.testing.assert_allclose(ours(), broadcast_descent(scene, STEPS), atol=1e-8)
    fast, slow = interleaved(ours, lambda: broadcast_descent(scene, STEPS), rounds=5)
    print(f"simulate, {STEPS} steps, {name}: {fast * 1e3:.0f} ms, broadcasting {slow * 1e3:.0f} ms, {slow / fast:.1f} x faster")


def compare_settle(name: str, scenes: list[ss.Scene]) -> None:
    rows = []
    for scene in scenes:
        rest, evaluations = ss.settle(scene), plain_descent(scene)
        assert plain_descent(rest.scene) == 1  # where settle rests, descent rests
        times = interleaved(lambda scene=scene: ss.settle(scene), lambda scene=scene: plain_descent(scene), rounds=3)  # type: ignore[misc]
        rows.append([rest.evaluations, evaluations, *times])
    ours, plain, fast, slow = np.median(rows, axis=0)
    print(
        f"settle, {name}: {ours:.0f} evaluations, {fast * 1e3:.1f} ms; descent at 1/n: {plain:.0f} evaluations, "
        f"{slow * 1e3:.1f} ms; {plain / ours:.1f} x fewer, {slow / fast:.1f} x faster"
    )


def run(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def compare_import() -> None:
    nothing, numpy, ours = interleaved(
        lambda: run("pass"), lambda: run("import numpy"), lambda: run("import springsim"), rounds=21
    )
    print(
        f"import springsim: {ours * 1e3:.0f} ms, import numpy {numpy * 1e3:.0f} ms, {ours / numpy:.2f} x"
        f" (an interpreter that imports nothing: {nothing * 1e3:.0f} ms)"
    )


def main() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(scale=0.7, size=(POINTS, 2))
    for classes in (2, 10, POINTS):
        labels = np.arange(POINTS) % classes
        compare_simulate(f"{POINTS} points in {classes} classes", ss.Scene.from_labels(x, labels))
    for classes in (2, 10):
        scenes = [
            ss.Scene.from_labels(rng.normal(scale=0.7, size=(POINTS, 2)), rng.integers(0, classes, POINTS)) for _ in range(9)
        ]
        compare_settle(f"{POINTS} points in {classes} random classes", scenes)
    ring = [(i, (i + 1) % 18) for i in range(18)]
    compare_settle("ring of 18", [ss.Scene.from_neighbours(rng.normal(scale=0.7, size=(18, 2)), ring) for _ in range(5)])
    compare_import()


if __name__ == "__main__":
    main()
