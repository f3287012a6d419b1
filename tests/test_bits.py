import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

import springsim as ss
from springsim import kernels
from springsim.kernels.blocks import Blocks

ROOT = Path(__file__).parents[1]
BYTES = """
import hashlib
import numpy as np, springsim as ss
for n in (101, 150, 200, 260, 300):
    rng = np.random.default_rng(n)
    pairs = np.unique(np.sort(rng.integers(0, n, (3 * n, 2)), axis=1), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    scene = ss.Scene.from_pairs(rng.normal(size=(n, 2)), pairs[::2], pairs[1::2])
    run, rest = ss.simulate(scene, steps=50), ss.settle(scene)
    ends = [hashlib.sha256(at.tobytes()).hexdigest() for at in (run.positions, rest.scene.positions)]
    print(ss.stable_step(scene).hex(), *ends)
n = 12_000
line = ss.Scene.from_pairs(np.zeros((n, 2)), np.stack([np.arange(n - 1), np.arange(1, n)], axis=1), [])
print(ss.stable_step(line).hex())
"""


def _with_threads(count):
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), str(count))
    done = subprocess.run(
        [sys.executable, "-c", BYTES], check=True, cwd=ROOT, capture_output=True, text=True, env={**os.environ, **threads}
    )
    return done.stdout


def test_steps_runs_and_rests_have_the_same_bytes_with_any_number_of_threads():
    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(_with_threads, (1, 2))
    assert len(one.splitlines()) == 6
    assert one == two


def _scene():
    return ss.Scene.from_labels(np.random.default_rng(0).normal(size=(150, 2)), np.arange(150) % 3)


def _same(one, other):
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("positions", "loss", "evaluations"))


def test_other_processes_and_threads_use_the_kernels_of_the_one_that_asks(monkeypatch):
    pytest.importorskip("numba", reason="the compiled kernels need Numba")
    scene, margins = _scene(), [0.3, 1.0]
    with ProcessPoolExecutor(1, get_context("spawn")) as processes, ThreadPoolExecutor(1) as threads:
        plain = ss.sweep_margin(scene, margins)
        monkeypatch.setattr(kernels, "_loaded", True)
        loaded = ss.sweep_margin(scene, margins)
        assert not _same(plain, loaded)
        assert _same(loaded, ss.sweep_margin(scene, margins, executor=processes))
        with kernels.numpy_only():
            assert _same(plain, ss.sweep_margin(scene, margins, executor=threads))


def test_a_process_without_compiled_kernels_fails_where_others_have_them(monkeypatch):
    monkeypatch.setattr(kernels, "_compiled", lambda: None)
    with kernels.picking(True):
        with pytest.raises(RuntimeError, match="they need Numba"):
            kernels.for_scene(_scene())
        kernels.for_scene(ss.Scene.from_labels(np.zeros((64, 2)), np.zeros(64, int)))  # is compiled nowhere
    with kernels.picking(False):
        assert isinstance(kernels.for_scene(_scene()), Blocks)
