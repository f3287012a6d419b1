import inspect
from typing import Any

import numpy as np
import pytest

import springsim as ss
from springsim import Scene, figures
from springsim.validation.positional import keyword_only

X, LABELS = [[0.0, 0.0], [0.4, 0.3], [1.0, -1.0]], [0, 0, 1]
SCENE = Scene.from_labels(X, LABELS)
REST = ss.settle(SCENE).scene


def _same(call, *positional, **options):
    """Give options by position: a warning names all of them, and the outcome is that of the call by keyword."""
    with pytest.warns(DeprecationWarning, match=", ".join(f"{name}=…" for name in options)) as caught:
        late = call(*positional, *options.values())
    assert caught[0].filename == __file__
    return late, call(*positional, **options)


def test_options_by_position_still_work_and_warn():
    for call, data in (
        (Scene.from_labels, (X, LABELS)),
        (Scene.from_neighbours, (X, [])),
        (Scene.from_pairs, (X, [], [(0, 1)])),
    ):
        old, new = _same(call, *data, margin=0.5, pinned=[True, False, False])
        assert old == new
        assert (new.margin, new.pinned.tolist()) == (0.5, [True, False, False])
    for near in (SCENE, ss.stability(REST)):
        old, new = _same(near.nudged, seed=3, size=0.1)
        assert old == new != near.nudged()
    old, new = _same(SCENE.scattered, seed=3)
    assert old == new != SCENE.scattered()
    run, again = _same(ss.simulate, SCENE, steps=9, step_size=0.1, momentum=0.5, tol=1e-3, frames=5)
    assert np.array_equal(run.positions, again.positions)
    assert (run.steps[-1], run.step_size, run.momentum) == (9, 0.1, 0.5)
    assert [rest.evaluations for rest in _same(ss.settle, SCENE, tol=1e-3, max_evaluations=2)] == [2, 2]
    assert [len(found.rests[0].seeds) for found in _same(ss.equilibria, SCENE, seeds=3)] == [3, 3]
    old, new = _same(ss.loss, SCENE, reduction="mean")
    assert old == new == ss.loss(SCENE) / 3
    old, new = _same(ss.forces, SCENE, reduction="mean")
    np.testing.assert_allclose(old, ss.forces(SCENE) / 3, rtol=1e-15)
    for old, new in (
        _same(figures.figure2, "a", margin=0.8),
        _same(figures.settling, ss.simulate(SCENE), pictures=2),
        _same(figures.rests, ss.equilibria(SCENE), pictures=1),
        _same(figures.bifurcation, ss.sweep_margin(SCENE, [0.5, 1.0]), what="x", i=1),
    ):
        assert figures.picture(old, "svg") == figures.picture(new, "svg")


def test_a_signature_reads_as_it_is_written():
    parameters = inspect.signature(ss.settle).parameters
    assert [parameters[name].kind for name in parameters][1:] == [inspect.Parameter.KEYWORD_ONLY] * 2
    assert str(ss.settle.__doc__).startswith("Go downhill")


def test_too_many_arguments_and_the_same_one_twice_are_type_errors():
    @keyword_only("a", "b")
    def written(x, *, a=1, b=2):
        return x, a, b

    f: Any = written

    with pytest.raises(TypeError, match=r"written\(\) takes 1 positional argument but 4 were given"):
        f(0, 1, 2, 3)
    with pytest.raises(TypeError, match=r"written\(\) got multiple values for argument 'a'"):
        f(0, 1, a=1)
