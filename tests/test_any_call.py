"""Whatever is asked of the library ends in an answer or in a `SceneError` that names the field; no warning, no other error."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

import springsim as ss
from springsim import Scene, SceneError
from tests.scenes import scenes
from tests.search import cases, search

#: Values of no use, or of use at an end of their range only.
ODD = st.sampled_from(
    [
        *(math.inf, -math.inf, math.nan, 0.0, -0.0, 5e-324, 1e-310, 1e-155, 1e-6, 1.0, 2.5, 999.0, 1e6, 1e300, -1.0),
        *(
            0,
            1,
            2,
            3,
            7,
            -1,
            2**31,
            2**64,
            10**400,
            True,
            False,
            None,
            "1",
            "plane",
            b"1",
            1j,
            (),
            [],
            {},
            [[]],
            [1, 2],
            (0.5, 1.0),
        ),
        *(np.float32(0.5), np.float64("nan"), np.longdouble("1e400"), np.int8(1), np.uint64(2**63), np.array(1.0), np.array(3)),
        *(
            np.array([1, 2]),
            np.array([0.5, np.inf]),
            np.array([np.inf, np.inf]),
            np.array(["1e400"], np.longdouble),
            np.array("x"),
        ),
        *(np.array([[0.0, 1.0]]), np.ma.masked_array([1.0], [True]), np.array([None]), range(3), {1, 2}, object()),
    ]
)
NUMBERS = st.floats(0.0, 3.0) | ODD


def _asked(call, *args, **options):
    """Return what a call answers, None where it is refused."""
    try:
        return call(*args, **options)
    except SceneError as error:
        refused = error
    assert refused.field
    assert str(refused)
    return None


def _optional(**options):
    """Return any of some options, each from a strategy or left out."""
    return st.fixed_dictionaries({}, optional=options)


class AnyCall(RuleBasedStateMachine):
    """Calls on a scene that changes; what is refused leaves it as it is."""

    @initialize(scene=scenes(), domain=st.sampled_from(["plane", "circle"]))
    def given(self, scene, domain):
        self.scene = _asked(scene.replace, domain=domain) or scene

    def _goes_on(self, scene):
        if scene is not None:
            assert np.isfinite(scene.positions).all()
            self.scene = scene

    @rule(scene=scenes(near=True))
    def another(self, scene):
        self.scene = scene

    @rule(options=_optional(margin=NUMBERS, positions=ODD, pinned=ODD, domain=ODD, law=ODD))
    def replaced(self, options):
        self._goes_on(_asked(self.scene.replace, **options))

    @rule(x=ODD, labels=ODD, pairs=ODD, margin=NUMBERS)
    def made(self, x, labels, pairs, margin):
        _asked(Scene.from_labels, x, labels, margin=margin)
        _asked(Scene.from_labels, self.scene.positions, labels)
        _asked(Scene.from_neighbours, self.scene.positions, pairs, margin=margin)
        _asked(Scene.from_pairs, self.scene.positions, pairs, pairs)
        _asked(ss.diagnose, x, labels, margin)
        _asked(ss.diagnose, self.scene.positions, similar=pairs)
        found = _asked(ss.diagnose, self.scene, margin=margin)
        assert found is None or found.said("zh")

    @rule(seed=ODD, size=NUMBERS)
    def moved(self, seed, size):
        self._goes_on(_asked(self.scene.nudged, seed=seed, size=size))
        self._goes_on(_asked(self.scene.scattered, seed=seed))

    @rule(options=_optional(tol=NUMBERS, max_evaluations=st.integers(1, 200) | ODD))
    def settled(self, options):
        rest = _asked(ss.settle, self.scene, **{"max_evaluations": 100, **options})
        if rest is not None:
            assert rest.loss <= ss.loss(self.scene) * (1 + 1e-12)
            self._goes_on(rest.scene)

    @rule(
        options=_optional(tol=NUMBERS, step_size=NUMBERS, momentum=st.floats(0.0, 0.999) | ODD, frames=st.integers(2, 9) | ODD),
        steps=st.integers(0, 60) | st.sampled_from([math.nan, -1, "1", None, np.array(3), True]),
    )
    def simulated(self, steps, options):
        run = _asked(ss.simulate, self.scene, steps=steps, **options)
        if run is not None:
            assert np.isfinite(run.positions).all()
            assert np.isfinite(run.loss).all()
            self._goes_on(run.final)

    @rule(reduction=st.sampled_from(["sum", "mean"]) | ODD)
    def measured(self, reduction):
        _asked(ss.loss, self.scene, reduction=reduction)
        _asked(ss.forces, self.scene, reduction=reduction)
        ss.pair_distances(self.scene)
        assert ss.stable_step(self.scene) > 0.0

    @rule(seed=ODD, size=NUMBERS)
    def curved(self, seed, size):
        found = _asked(ss.stability, self.scene)
        if found is not None:
            assert np.isfinite(found.eigenvalues).all()
            self._goes_on(_asked(found.nudged, seed=seed, size=size))

    @rule(seeds=st.integers(1, 3) | ODD)
    def rested(self, seeds):
        if seeds is None or not isinstance(seeds, int) or seeds < 5 or seeds > 10_000:
            _asked(ss.equilibria, self.scene, seeds=seeds)

    @rule(
        margins=st.lists(st.floats(0.01, 3.0), min_size=1, max_size=3, unique=True).map(sorted) | ODD,
        options=_optional(seeds=st.integers(1, 2) | st.sampled_from([None, 0, [], np.array(3), [1, 1], "1"]), start=ODD),
    )
    def swept(self, margins, options):
        _asked(ss.sweep_margin, self.scene, margins, **{"seeds": 1, **options})

    @rule(
        point=st.integers(-1, 7) | ODD,
        options=_optional(view=ODD | st.just((-1.0, 1.0, -1.0, 1.0))),
        shape=st.sampled_from([(4, 5), 3, np.array(3), None, (1, 1), (2.0, 3), ("a", 2), (10**9, 10**9), (2, 2, 2)]),
    )
    def surveyed(self, point, options, shape):
        found = _asked(ss.landscape, self.scene, point, shape=shape, **options)
        assert found is None or np.isfinite(found.loss).all()

    @rule(text=st.text(max_size=30) | ODD)
    def filed(self, text):
        _asked(Scene.from_json, text)
        assert Scene.from_json(self.scene.to_json()) == self.scene


@search
def test_any_call_is_answered_or_refused_by_name():
    run_state_machine_as_test(AnyCall, settings=settings(max_examples=cases(25), stateful_step_count=15))


#: Arrays where the types ask for a number or a word.
TWO: Any = np.array([1, 2])
THREE: Any = np.array(3)


@pytest.mark.parametrize(
    ("field", "call"),
    [
        ("margins[0]", lambda scene: ss.sweep_margin(scene, [math.inf, math.inf])),
        ("margins[0]", lambda scene: ss.sweep_margin(scene, np.array(["1e400"], np.longdouble))),
        ("reduction", lambda scene: ss.loss(scene, reduction=TWO)),
        ("domain", lambda scene: scene.replace(domain=TWO)),
        ("view", lambda scene: ss.landscape(scene, 0, view=THREE)),
        ("shape", lambda scene: ss.landscape(scene, 0, shape=THREE)),
    ],
)
def test_what_is_no_number_of_use_is_refused_by_name(field, call):
    with pytest.raises(SceneError) as caught:
        call(ss.presets.load("ring"))
    assert caught.value.field == field


def test_whole_numbers_may_be_arrays_without_dimensions_wherever_numbers_of_numpy_are_taken():
    scene = ss.presets.load("gate")
    assert scene.nudged(seed=THREE) == scene.nudged(seed=3)
    assert scene.scattered(seed=THREE) == scene.scattered(seed=3)
    assert ss.settle(scene, max_evaluations=THREE).evaluations == ss.simulate(scene, steps=THREE).steps[-1] == 3


@pytest.mark.parametrize("seed", [59, 100, 186, 221, 257])
def test_to_no_tolerance_from_places_of_the_least_size_it_settles_without_a_warning(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 7))
    sizes = [0, 1, -1, 5e-324, 1e-310, 1e-155, -1e-155, 1e-140, 1e-9, 0.5, 1e6, -1e6]
    x, margin = rng.choice(sizes, (n, 2)), rng.choice([1e-6, 1.0, 1e6, 1e3])
    rest = ss.settle(Scene.from_labels(x, rng.integers(0, 3, n), margin=margin), tol=0.0, max_evaluations=300)
    assert np.isfinite(rest.scene.positions).all()
