"""Sweep over margins and starts on a cluster.

How often does a ring come to rest untangled, and does the margin matter?
"""

from pathlib import Path

import numpy as np
from distributed import Client, LocalCluster

import springsim as ss


def main() -> None:
    """Ask for every run at once, and let the workers share them."""
    # Eighteen points, each similar to one neighbour on either side. Where they are does not matter: every seed is a start.
    links = [(i, (i + 1) % 18) for i in range(18)]
    ring = ss.Scene.from_neighbours(np.zeros((18, 2)), links)

    # A scheduler and two workers on this machine stand for the cluster; of a real one, take Client("tcp://its-scheduler:8786").
    # All that its workers need is springsim. One that dies costs no more than its time: another one does what it had to do.
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        sweep = ss.sweep_margin(
            ring, [0.25, 0.5, 1.0, 2.0, 4.0], seeds=range(40), start="random", executor=client.get_executor()
        )

    # Losses scale with m², and so do the starts: as long as no point is held, the margin alone decides nothing.
    for m, loss in zip(sweep.margins, sweep.loss / sweep.margins[:, None] ** 2, strict=True):
        is_open = loss < 2.0
        print(f"m = {m:4.2f}: {is_open.sum()} of {len(loss)} rest open, with a loss of {loss.min():.4f} m²,", end=" ")
        print(f"the others above {loss[~is_open].min():.2f} m²")

    # One row for each margin and seed, for a spreadsheet or pandas.
    Path("rings.csv").write_text(sweep.to_csv(), encoding="utf-8")


if __name__ == "__main__":  # workers are processes that read this file too, and must not begin a sweep of their own
    main()
