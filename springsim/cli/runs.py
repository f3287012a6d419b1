"""Runs for pictures and animations, their progress, and what the exit code says of how they ended."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Final

from springsim.energy.forces import stable_step
from springsim.model.scene import Scene
from springsim.solvers.settle import Equilibrium
from springsim.solvers.simulate import Trajectory, simulate
from springsim.validation.errors import SceneError, Words
from springsim.validation.limits import FILM_POINTS_MAX

_STEPS: Final = (0.2, 0.1, 0.05, 0.025)  # multiples of the stable step, until the motion has frames enough
_MOST, _LEAST, _WORK = 20_000, 1_000, 500_000_000  # steps; the work is in springs
_ENDS: Final = {
    "max_steps": "the points still move",
    "cycling": "the points go round a cycle; the step is too large",
    "diverged": "the points fly apart or out of range; the step is too large",
}


def usual_steps(scene: Scene) -> int:
    """Return how many steps are enough for nearly every scene of this size and do not take minutes."""
    return min(max(_WORK // (sum(scene.springs.counts) + 1), _LEAST), _MOST)


def smooth_run(
    scene: Scene, *, step: float | None = None, momentum: float = 0.0, steps: int | None = None, frames: int = 120
) -> Trajectory:
    """Return the way of a scene to rest by gradient descent.

    Parameters
    ----------
    scene : Scene
        The start.
    step : float, optional
        Step as a multiple of the stable step. By default 0.2, and less where the motion would have fewer frames than asked for.
    momentum : float, optional
        β of the heavy ball.
    steps : int, optional
        Most steps.
    frames : int, optional
        How many frames are wanted.

    Raises
    ------
    SceneError
        If there are more than `limits.FILM_POINTS_MAX` points: it would take long, and nothing draws it.
    """
    if len(scene) > FILM_POINTS_MAX:
        raise SceneError("scene", Words(f"{len(scene)} points"), f"at most {FILM_POINTS_MAX} for pictures of their way")
    most = usual_steps(scene) if steps is None else steps
    if step is not None:
        return simulate(scene, steps=most, step_size=step * stable_step(scene), momentum=momentum, frames=max(frames, 400))
    run = simulate(scene, steps=most, step_size=_STEPS[0] * stable_step(scene), momentum=momentum, frames=max(frames, 400))
    for smaller in _STEPS[1:]:
        if len(run) >= frames or not run.converged:
            break
        finer = simulate(scene, steps=most, step_size=smaller * stable_step(scene), momentum=momentum, frames=max(frames, 400))
        if not finer.converged or len(finer) < 1.2 * len(run):
            break
        run = finer
    return run


def not_at_rest(run: Trajectory) -> str:
    """Return why a run did not come to rest; nothing if it did, or was recorded."""
    if run.converged or run.recorded:
        return ""
    return f"{_ENDS[run.status]} after {run.steps[-1]} steps, with a force of {run.residual[-1]:.3g}"


def not_settled(rest: Equilibrium) -> str:
    """Return why a scene was not settled; nothing if it was."""
    if rest.converged:
        return ""
    return f"a force of {rest.residual:.3g} is left after {rest.evaluations} evaluations"


def exit_code(left: str) -> int:
    """Return 0 for nothing left to say, else say it and return 1."""
    if not left:
        return 0
    print(f"springsim: did not converge: {left}", file=sys.stderr)
    return 1


@contextlib.contextmanager
def bar(unit: str) -> Iterator[Callable[[int, int], object] | None]:
    """Show progress, where somebody sees it."""
    try:
        from tqdm import tqdm
    except ModuleNotFoundError:
        yield None
        return
    with tqdm(unit=f" {unit}", leave=False, disable=None, file=sys.stderr) as bar:

        def report(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield report
