"""Play a log of embeddings that a training loop wrote: python play_a_log.py [log.npz].

The log has `positions` (t, n, 2), `labels` (n,) and `epochs` (t,). Without one, a small log is written first.
"""

import sys
from pathlib import Path

import numpy as np

import springsim as ss


def write_a_log(path: Path) -> None:
    """Write where 24 points are in every fifth epoch of a noisy descent, as that of a network by small batches is."""
    noise = np.random.default_rng(0)
    labels = np.arange(24) % 3
    x = noise.normal(size=(24, 2))
    log = []
    for epoch in range(201):
        if epoch % 5 == 0:  # a training loop has its network's outputs here
            log.append(x)
        x = x + 0.003 * ss.forces(ss.Scene.from_labels(x, labels)) + 0.02 * noise.normal(size=x.shape)
    np.savez(path, positions=log, labels=labels, epochs=np.arange(0, 201, 5))


path = Path(sys.argv[1]) if sys.argv[1:] else Path("log.npz")
if not sys.argv[1:]:
    write_a_log(path)
log = np.load(path)
run = ss.Trajectory.from_positions(log["positions"], log["labels"], steps=log["epochs"], margin=1.0, unit="epoch")
print(run)

# Where it came from and went to, and the same as a page that plays: pause, scrub, point at springs.
ss.figures.settling(run).savefig("log.svg")
ss.export.animate(run, "log.html", overwrite=True)
