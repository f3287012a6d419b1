"""Draw a scene for a paper, as PDF and as PGF for LaTeX.

The question of the figure: A is similar to B and B to C, while A and C are dissimilar. Where do the three come to rest?
"""

import springsim as ss
from springsim import figures

# Two springs pull and one pushes, from a start of our choice; all points are free.
start = ss.Scene.from_pairs(
    [(-0.5, 0.35), (0.1, -0.55), (0.4, 0.45)],
    similar=[(0, 1), (1, 2)],
    dissimilar=[(0, 2)],
    margin=1.0,
)

# Nobody wins: the push gives way until it is as strong as either pull, and the three stand in a line.
rest = ss.settle(start)
for pair, distance in zip(("A and B", "A and C", "B and C"), ss.pair_distances(rest.scene).distance, strict=True):
    print(f"{pair} rest {distance:.6f} apart")
print(f"loss {rest.loss:.6f}")

# The figure: springs and forces at the start, and the paths that gradient descent takes from there, in small steps.
paths = ss.simulate(start, step_size=0.05 * ss.stable_step(start))
figure = figures.diagram(start, trajectory=paths, labels=["A", "B", "C"], style="paper")

# It is as wide as a printed column. PDF holds its fonts; PGF is read by \input{tug-of-war.pgf} in a LaTeX document that has
# \usepackage{pgf}, and its words are set in the fonts of that document.
figure.savefig("tug-of-war.pdf")
figure.savefig("tug-of-war.pgf")
