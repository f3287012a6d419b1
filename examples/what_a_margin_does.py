"""Ask what the margin does: where a point between two posts rests, as the margin grows.

The posts, dissimilar, are pinned at (±a, 0); a similar pin at the origin pulls. In the middle each post is a away. The sum of
pull and pushes lets the point stay there up to m = 1.5 a; past that it leaves, up or down, to (0, ±√((2m/3)² − a²)).
"""

import numpy as np

import springsim as ss
from springsim import figures

gate = ss.presets.load("gate")
a = 0.5

print("   m     found   formula")
for m in [0.3, 0.45, 0.6, 0.7, 0.8, 0.9, 1.0, 1.25, 1.5]:
    rest = ss.settle(gate.replace(margin=m)).scene
    found = np.hypot(*rest.positions[3])
    formula = np.sqrt(max((2 * m / 3) ** 2 - a**2, 0.0))
    print(f"{m:4.2f}  {found:8.5f}  {formula:8.5f}")

# A picture of either kind of rest, and the three springs of the second on the loss curves: two pushes, each from a distance
# of 2m/3, are balanced by the pull.
names = ["post", "post", "pin", "free"]
for name, m in (("gate-closed", 0.7), ("gate-open", 1.0)):
    figures.diagram(ss.settle(gate.replace(margin=m)).scene, centre=3, labels=names).savefig(f"{name}.svg")
figures.loss_curves(ss.settle(gate.replace(margin=1.0)).scene).savefig("gate-open-losses.svg")
