import numpy as np
import pytest

import springsim as ss
from springsim import figures
from springsim.validation.limits import EQUILIBRIA_SEEDS_MAX, SEED_MAX, SWEEP_RUNS_MAX

GATE = ss.presets.load("gate")
RUN = ss.simulate(GATE, steps=3)
ASK = {
    "sweep": (lambda seeds: ss.sweep_margin(GATE, [1.0], seeds=seeds).seeds.tolist(), SWEEP_RUNS_MAX),
    "equilibria": (
        lambda seeds: sorted(s for rest in ss.equilibria(GATE, seeds=seeds) for s in rest.seeds),
        EQUILIBRIA_SEEDS_MAX,
    ),
}


@pytest.mark.parametrize("ask", ASK)
def test_a_number_of_seeds_is_that_many_from_0_on_and_a_sequence_says_which(ask):
    seeds, _ = ASK[ask]
    assert seeds(3) == seeds(np.int64(3)) == seeds(range(3)) == [0, 1, 2]
    assert seeds((7, 2)) == seeds(np.array([7, 2], np.uint8)) in ([7, 2], [2, 7])
    assert seeds([SEED_MAX]) == [SEED_MAX]


@pytest.mark.parametrize("ask", ASK)
@pytest.mark.parametrize(
    ("seeds", "message"),
    [
        (0, "seeds: 0 .* a whole number from 1 to {most}"),
        (True, "seeds: True .* a whole number from 1 to {most}, how many, or a sequence"),
        (2.5, "seeds: 2.5"),
        ("7", "seeds: '7'"),
        (np.array(3), "seeds: 3 .* or a sequence of seeds"),
        ([], "seeds: none"),
        ([1, -1], r"seeds\[1\]: -1 .* from 0 to 4294967295"),
        ([0, 2**32], r"seeds\[1\]: 4294967296"),
        ([1, 2, 1], r"seeds\[2\]: 1 .* all different"),
        ([0.5], r"seeds\[0\]: .* whole numbers"),
        ([[1]], r"seeds\[0\]"),
    ],
)
def test_seeds_that_cannot_be_are_refused_by_name(ask, seeds, message):
    call, most = ASK[ask]
    with pytest.raises(ss.SceneError, match=message.format(most=most)):
        call(seeds)


@pytest.mark.parametrize("ask", ASK)
def test_too_many_seeds_are_refused(ask):
    call, most = ASK[ask]
    for seeds in (most + 1, range(most + 1)):
        with pytest.raises(ss.SceneError, match=f"seeds: {most + 1} .* {most}"):
            call(seeds)


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda one: ss.landscape(GATE, 3, view=one), "view"),
        (lambda one: ss.landscape(GATE, 3, shape=one), "shape"),
        (lambda one: ss.sweep_margin(GATE, one), "margins"),
        (lambda one: figures.diagram(GATE, size=one), "size"),
        (lambda one: figures.diagram(GATE, labels=one), "labels"),
        (lambda one: figures.landscape(GATE, 3, levels=one), "levels"),
        (lambda one: ss.export.animate(RUN, "a.gif", size=one), "size"),
        (lambda one: ss.export.animate(RUN, "a.html", margins=one), "margins"),
    ],
)
def test_an_array_of_no_dimension_is_no_sequence(call, field):
    with pytest.raises(ss.SceneError) as caught:
        call(np.array(1.5))
    assert caught.value.field == field
