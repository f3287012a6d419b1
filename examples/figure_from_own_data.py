"""Draw points of a file as the paper draws its figure 2, and let them settle.

The file `points.csv` holds x, y and a class for each point; here they are those of the paper's figure, its centre first. Put
your own in their place: positions of an embedding, say, and the labels that it was trained with.
"""

import csv
from pathlib import Path

import springsim as ss
from springsim import figures

with open(Path(__file__).with_name("points.csv"), encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
points = [(float(row["x"]), float(row["y"])) for row in rows]
classes = sorted({row["class"] for row in rows})
labels = [classes.index(row["class"]) for row in rows]

# As the paper has it: springs from the first point to all others, which is held.
mates = [(0, k) for k in range(1, len(points)) if labels[k] == labels[0]]
dissimilar = [(0, k) for k in range(1, len(points)) if labels[k] != labels[0]]
held = [k == 0 for k in range(len(points))]
as_printed = ss.Scene.from_pairs(points, mates, dissimilar, margin=1.0, pinned=held, labels=labels)
figures.diagram(as_printed, centre=0).savefig("points.pdf")
print(f"from one point: {len(mates)} pulls, {len(dissimilar)} pushes, loss {ss.loss(as_printed):.4f}")

# As in training: a spring for each pair. Each class gathers, and the classes part by the margin.
everything = ss.Scene.from_labels(points, labels, margin=1.0)
way = ss.simulate(everything, step_size=0.1 * ss.stable_step(everything))
figures.settling(way).savefig("points-settling.pdf")
print(f"all pairs: loss {way.loss[0]:.4f}, at rest {way.loss[-1]:.4f}")
