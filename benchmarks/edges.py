"""settle where the loss is hard to descend, against SciPy's L-BFGS-B on the same losses and forces: evaluations and seconds.

Run with ``python benchmarks/edges.py``. Nothing is asserted. The tests settle the same scenes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import springsim as ss  # noqa: E402  (the checkout, installed or not)
from springsim import Scene, kernels  # noqa: E402
from springsim.arrays import Floats  # noqa: E402

MOST = 2_000  # evaluations that SciPy may take


def valley(a: float) -> Scene:
    """Return a free point between a similar pin at the origin and a dissimilar one at (a, 0): its valley is nearly a circle."""
    return Scene.from_pairs([(0, 0), (a, 0), (0.3995, 0.02)], [(0, 2)], [(1, 2)], pinned=[True, True, False])


def few_free(rng: np.random.Generator) -> Scene:
    """Return one or two free points and up to three pins, some of them very near each other, with springs at random."""
    free, pins = int(rng.integers(1, 3)), int(rng.integers(1, 4))
    n = free + pins
    x = rng.normal(size=(n, 2)) * 10 ** rng.uniform(-3, 1)
    x[:pins] *= 10 ** rng.uniform(-4, 0) if rng.random() < 0.5 else 1.0
    pairs = np.stack(np.triu_indices(n, 1), axis=1)
    pairs = pairs[pairs[:, 1] >= pins]
    similar, dissimilar = rng.random(len(pairs)) < 0.5, rng.random(len(pairs)) < 0.6
    return Scene.from_pairs(x, pairs[similar], pairs[dissimilar], pinned=np.arange(n) < pins)


def chain(rng: np.random.Generator) -> Scene:
    """Return a chain or a ring of 20 to 120 points; others are dissimilar: none, those next but one, or all."""
    n, closed, kind = int(rng.integers(20, 121)), rng.random() < 0.5, rng.integers(3)
    i = np.arange(n if closed else n - 1)
    pairs, x, pinned = np.stack([i, (i + 1) % n], axis=1), rng.normal(size=(n, 2)), (np.arange(n) == 0) & (rng.random() < 0.5)
    if kind == 0:
        return Scene.from_neighbours(x, pairs, pinned=pinned)
    return Scene.from_pairs(x, pairs, np.stack([i[:-1], (i[:-1] + 2) % n], axis=1) if kind == 1 else [], pinned=pinned)


def star(arms: int, length: int) -> Scene:
    """Return a pinned point with arms of similar springs; a chain with a pinned end is a star of one arm."""
    tails = 1 + np.arange(arms * length).reshape(arms, length)
    pairs = np.stack([np.column_stack([np.zeros(arms, int), tails[:, :-1]]), tails], axis=2).reshape(-1, 2)
    n = arms * length + 1
    return Scene.from_pairs(np.random.default_rng(0).normal(size=(n, 2)), pairs, [], pinned=np.arange(n) == 0)


def by_scipy(scene: Scene, most: int = MOST) -> tuple[float, int]:
    """Return residual and evaluations of SciPy's L-BFGS-B, which may remember as many steps, with one thread."""
    free, kernel, calls = ~scene.pinned, kernels.for_scene(scene), 0
    f = np.empty_like(scene.positions)

    def evaluated(z: Floats) -> tuple[float, Floats]:
        nonlocal calls
        calls += 1
        x = scene.positions.copy()
        x[free] = z.reshape(-1, 2)
        sums = kernel.evaluate(x, f)
        return sums.similar + sums.dissimilar, -f[free].ravel()

    options = {"maxiter": most, "maxfun": most, "ftol": 0.0, "gtol": 1e-9 * 0.5**0.5, "maxcor": 12}
    minimize, limits = import_module("scipy.optimize").minimize, import_module("threadpoolctl").threadpool_limits
    with limits(1):  # more wait for each other, on a busy machine for milliseconds at each step
        end = minimize(evaluated, scene.positions[free].ravel(), jac=True, method="L-BFGS-B", options=options)
    return float(np.hypot(*end.jac.reshape(-1, 2).T).max(initial=0.0)), calls


def rows() -> Iterator[tuple[str, list[Scene]]]:
    """Yield scenes with what they are called."""
    for a in (1e-2, 1e-4, 1e-6):
        yield f"bent valley, a = {a:g} m", [valley(a)]
    rng = np.random.default_rng(0)
    yield "100 scenes of one or two free points", [few_free(rng) for _ in range(100)]
    yield "20 chains and rings of 20 to 120 points", [chain(rng) for _ in range(20)]
    yield "chain of 2000 points, one end pinned", [star(1, 2000)]
    yield "star with 40 tails of 50 points", [star(40, 50)]


def main() -> None:
    """Print what both take."""
    if find_spec("scipy") is None or find_spec("threadpoolctl") is None:
        print("needs scipy and threadpoolctl")
        return
    for name, scenes in rows():
        ours, fast = _timed(lambda scene: (rest := ss.settle(scene)).evaluations + 1j * (not rest.converged), scenes)
        theirs, slow = _timed(lambda scene: (end := by_scipy(scene))[1] + 1j * (end[0] > 1e-9), scenes)
        print(
            f"{name}: {ours.real:.0f} evaluations, {ours.imag:.0f} not at rest, {fast:.3f} s; "
            f"L-BFGS-B {theirs.real:.0f}, {theirs.imag:.0f} not at rest, {slow:.3f} s; {ours.real / theirs.real:.2f} × as many"
        )


def _timed(call: Callable[[Scene], complex], scenes: list[Scene]) -> tuple[complex, float]:
    start = perf_counter()
    return sum(map(call, scenes), start=0j), perf_counter() - start


if __name__ == "__main__":
    main()
