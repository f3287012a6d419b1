import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[2]
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
