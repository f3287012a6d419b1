"""Make an animation for a slide: a GIF for any program, and a page that plays in any browser, without a network."""

import springsim as ss
from springsim import export

# Eighteen points, scattered: each is similar to two neighbours on either side and dissimilar to all others.
start = ss.presets.load("ring")

# A step below 2 stable steps never raises the loss; half of one makes a motion that the eye can follow.
way = ss.simulate(start, step_size=0.5 * ss.stable_step(start))
print(f"{way.status} after {way.steps[-1]} steps, kept as {len(way)} frames")

# From any tangle they unroll into a circle: the farthest two end twice its radius apart.
print(f"loss {way.loss[0]:.4f}, at rest {way.loss[-1]:.4f}")
print(f"width at rest {ss.pair_distances(way.final).distance.max():.4f}")

# A GIF has the size of its place on the slide, in pixels. More dots an inch make words and lines larger.
export.animate(way, "ring.gif", frames=48, fps=16, size=(480, 360), dpi=50, overwrite=True)

# The page is the board of the app itself: play, pause, scrub, point at springs. Its slider for the margin has these values,
# and for each of them the same start is let go; the circle that it comes to grows with the margin.
export.animate(way, "ring.html", margins=[0.25, 0.5, 0.75, 1.0, 1.5, 2.0], overwrite=True)
