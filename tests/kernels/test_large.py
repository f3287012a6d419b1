import subprocess
import sys
import tempfile
import tracemalloc
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

import springsim as ss
from springsim import Scene, kernels
from springsim.kernels import Kernel, near, tiles
from springsim.kernels.blocks import Blocks
from springsim.kernels.cells import Cells, runs
from springsim.kernels.edges import Edges
from springsim.kernels.large import Large
from springsim.kernels.near import Near
from springsim.kernels.small import Small
from springsim.model import presets
from tests import oracle

ROOT = Path(__file__).parents[2]


def _agrees(kernel, scene, positions=None, rel=1e-11):
    x = scene.positions if positions is None else positions
    f = np.full_like(x, np.nan)
    sums = kernel.evaluate(x, f)
    similar, dissimilar, pushing, forces = oracle.sums(scene, x)
    assert sums.similar == pytest.approx(similar, rel=rel, abs=1e-300)
    assert sums.dissimilar == pytest.approx(dissimilar, rel=rel, abs=1e-12 * scene.margin**2)
    assert sums.pushing == pushing
    scale = max(scene.margin, np.abs(forces).max(initial=0.0))
    assert np.abs(f - forces).max(initial=0.0) <= rel * scale
    return sums, f


def _labels(x, labels, margin=1.0, domain="plane"):
    return Scene.from_labels(x, labels, margin=margin, domain=domain)


def _edges(n, rng, per_point=2):
    pairs = np.sort(rng.integers(0, n, (per_point * n, 2)), axis=1)
    return np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)


def _spread(n, seed=0, density=6.0):
    """Return n points at a density per square margin."""
    return np.random.default_rng(seed).uniform(0.0, np.sqrt(n / density), (n, 2))


def _scenes(n=400, seed=0):
    rng = np.random.default_rng(seed)
    x = _spread(n, seed)
    tight = rng.normal(scale=0.3, size=(n, 2))
    clumps = rng.choice(_spread(9, 7, 0.5), n) + 1e-9 * rng.normal(size=(n, 2))
    places = rng.choice(_spread(12, 3, 0.5), n)
    line = np.stack([np.linspace(0.0, 0.35 * n, n), np.zeros(n)], axis=1)
    lattice = np.stack(np.divmod(np.arange(n), 20), axis=1) * 1.0  # neighbours at the hinge exactly
    far = x.copy()
    far[0], far[-1] = 1e6, (-1e6, 3.0)
    two = np.arange(n) % 2
    yield "spread, two classes", _labels(x, two)
    yield "spread, local classes", _labels(x, (x[:, 0] // 0.8 + 100 * (x[:, 1] // 0.8)).astype(int))
    yield "spread, all different", _labels(x, np.arange(n))
    yield "spread, one class", _labels(x, np.zeros(n, int))
    yield "spread, by neighbours", Scene.from_neighbours(x, _edges(n, rng))
    yield "spread, by no neighbours", Scene.from_neighbours(x, [])
    yield "tight, ten classes", _labels(tight, rng.integers(0, 10, n))
    yield "tight, by neighbours", Scene.from_neighbours(tight, _edges(n, rng))
    yield "clumps that nearly coincide", _labels(clumps, two)
    yield "clumps by neighbours", Scene.from_neighbours(clumps, _edges(n, rng))
    yield "several in each place", _labels(places, two)
    yield "several in each place, by neighbours", Scene.from_neighbours(places, _edges(n, rng))
    yield "all in one place", _labels(np.full((n, 2), 0.25), rng.integers(0, 3, n))
    yield "nearly all in one place", _labels(1e-150 * x, rng.integers(0, 3, n))
    yield "on a line", _labels(line, two)
    yield "on a lattice of the margin", _labels(lattice, two)
    yield "with points at the ends of the range", _labels(far, two)
    yield "large offset", _labels(x + 3e5, two)
    yield "small margin", _labels(1e-6 * x, two, 1e-6)
    yield "large margin", _labels(1e5 * x, two, 1e5)
    yield "margin beyond the range", _labels(x, two, 1e6)
    angle = rng.uniform(0.0, 2.0 * np.pi, n)
    circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    circle[: n // 10] = circle[0]
    yield "on the circle", _labels(circle, rng.integers(0, 5, n), 0.05, "circle")
    yield "in one place on the circle", _labels(np.full((n, 2), 0.6), rng.integers(0, 3, n), 1.0, "circle")
    yield "on the circle by neighbours", Scene.from_neighbours(circle, _edges(n, rng), margin=0.3, domain="circle")


SCENES = dict(_scenes())
everywhere = pytest.mark.parametrize("name", SCENES)


@everywhere
def test_blocks_agree_with_the_matrix_of_all_pairs(name):
    _agrees(Blocks(SCENES[name]), SCENES[name], rel=_digits(name))


@everywhere
def test_small_blocks_agree_with_the_matrix_of_all_pairs(name):
    _agrees(Small(SCENES[name]), SCENES[name], rel=_digits(name))


@everywhere
def test_near_pairs_agree_with_the_matrix_of_all_pairs(name):
    _agrees(Near(SCENES[name]), SCENES[name], rel=_digits(name))


@everywhere
@pytest.mark.parametrize(("crowded", "rows"), [(0, 128), (40, 7)])
def test_tiles_of_crowded_cells_agree_with_the_matrix_of_all_pairs(name, crowded, rows, monkeypatch):
    monkeypatch.setattr(near, "_CROWDED", crowded)  # all cells, or some of them
    monkeypatch.setattr(near, "_ROWS", rows)
    monkeypatch.setattr(near, "TILE", 40 * rows)
    _agrees(Near(SCENES[name]), SCENES[name], rel=_digits(name))


@everywhere
def test_lists_in_many_chunks_agree_with_the_matrix_of_all_pairs(name, monkeypatch):
    monkeypatch.setattr(near, "_CROWDED", 10**9)
    monkeypatch.setattr(near, "_CHUNK", 500)
    monkeypatch.setattr(near, "_MET", 900)
    _agrees(Near(SCENES[name]), SCENES[name], rel=_digits(name))


@everywhere
def test_lists_that_are_not_kept_agree_with_the_matrix_of_all_pairs(name, monkeypatch):
    monkeypatch.setattr(near, "_CROWDED", 10**9)
    monkeypatch.setattr(near, "_KEPT", 0)
    scene, kernel = SCENES[name], Near(SCENES[name])
    for shift in (0.0, 0.04, 0.08):
        _agrees(
            kernel, scene, scene.positions + shift * scene.margin * np.sin(np.arange(len(scene)))[:, None], rel=_digits(name)
        )


def _digits(name):
    """Return the error that rounding of the positions alone makes: where they are far from 0, or the margin is tiny to them."""
    return {"with points at the ends of the range": 1e-9, "large offset": 1e-8}.get(name, 1e-11)


@pytest.mark.parametrize("name", [name for name in presets.names() if presets.load(name).springs.all_pairs])
def test_every_kernel_agrees_with_the_matrix_of_all_pairs_on_the_named_scenes(name):
    scene = presets.load(name)
    made: list[Kernel] = [Small(scene), Blocks(scene)]
    if len(scene):
        made.append(Near(scene))
    if find_spec("numba"):
        from springsim.kernels.compiled import CompiledCells, CompiledDense

        made += [CompiledDense(scene), CompiledCells(scene)]
    for kernel in made:
        _agrees(kernel, scene)


def test_a_list_holds_while_points_move_little_and_is_made_anew_when_they_move_far():
    rng = np.random.default_rng(5)
    for scene in (SCENES["spread, two classes"], SCENES["spread, by neighbours"]):
        kernel, x = Near(scene), scene.positions.copy()
        for size in (0.0, 1e-3, 0.04, 0.04, 0.04, 0.3, 2.0, 1e-9, 40.0):
            x += rng.uniform(-size, size, x.shape)
            _agrees(kernel, scene, x)
        _agrees(kernel, scene)


@everywhere
def test_the_answer_depends_on_what_was_asked_before_by_rounding_only(name):
    scene = SCENES[name]
    first, later = Near(scene), Near(scene)
    f, g = np.empty((2, *scene.positions.shape))
    later.evaluate(scene.positions[::-1].copy(), g)
    one, other = first.evaluate(scene.positions, f), later.evaluate(scene.positions, g)
    assert one == pytest.approx(other, rel=1e-12)
    assert np.abs(f - g).max() <= 1e-11 * max(scene.margin, np.abs(f).max())
    assert first.evaluate(scene.positions, g) == one
    assert np.array_equal(f, g)


@everywhere
def test_forces_of_each_kernel_add_up_to_nothing(name):
    scene = SCENES[name]
    for kernel in (Small(scene), Blocks(scene), Near(scene)):
        f = np.empty_like(scene.positions)
        kernel.evaluate(scene.positions, f)
        if scene.domain == "plane":
            assert np.abs(f.sum(axis=0)).max() <= 1e-13 * max(np.abs(f).sum(), scene.margin)


def test_products_take_out_pairs_that_are_too_close_for_them():
    # one pair of strangers at every distance from 1 down to 1e-12, among points all over the margin
    x = _spread(300, 1, 300.0)
    for k in range(13):
        x[2 * k + 1] = x[2 * k] + 10.0**-k * np.array([0.6, 0.8])
    scene = _labels(x, np.arange(300))
    _, f = _agrees(Blocks(scene), scene, rel=1e-13)
    assert np.isfinite(f).all()


@pytest.mark.parametrize("spread", [1e-3, 0.5, 30.0, 3e3])
def test_blocks_keep_their_digits_whatever_the_size_of_the_scene(spread):
    rng = np.random.default_rng(0)
    scene = _labels(rng.normal(scale=spread, size=(300, 2)) + 40.0, np.arange(300) % 7)
    _agrees(Blocks(scene), scene, rel=3e-12)


def test_tiles_are_no_larger_than_their_buffers():
    rng = np.random.default_rng(0)
    for labels in (np.arange(3000) % 2, np.arange(3000), np.maximum(np.arange(3000) - 2900, 0), rng.integers(0, 40, 3000)):
        blocks = Blocks(_labels(np.zeros((3000, 2)), labels))
        pairs = np.zeros((3000, 3000), np.int8)
        for tile in blocks._tiles(0, 3000):
            assert np.prod(tile.shape) <= tiles.TILE
            pairs[tile.rows, tile.columns] += 1 if tile.mask is None else ~tile.mask
        own = labels[blocks._classes.order]
        assert np.array_equal(pairs + pairs.T, own[:, None] != own)  # each pair of different classes once


def test_from_a_cell_every_pair_that_is_near_is_met_once():
    for x in (_spread(200), np.zeros((5, 2)), np.array([[0.0, 0.0], [1e6, -1e6], [0.5, 0.5]]), _spread(50) * [1.0, 0.0]):
        cells = Cells(x.T, 1.0, np.arange(len(x)))
        cell = np.repeat(np.arange(len(cells.starts)), cells.sizes)
        met = [
            (i, j) for i, c in enumerate(cell) for j in [*range(i + 1, cells.right[c]), *range(cells.below[c], cells.after[c])]
        ]
        assert len(met) == len(set(met)) == cells.candidates.sum()
        i, j = np.triu_indices(len(x), 1)
        at = np.argsort(cells.order)
        close = np.hypot(*(x[i] - x[j]).T) < 1.0
        need = {(min(a, b), max(a, b)) for a, b in zip(at[i[close]], at[j[close]], strict=True)}
        assert need <= set(met)


def test_cells_of_a_tiny_margin_in_a_huge_scene_stay_within_their_numbers():
    x = np.array([[-1e6, -1e6], [1e6, 1e6], [1e6, 1e6 - 1e-7], [0.0, 0.0]])
    cells = Cells(x.T, 1e-6, np.arange(4))
    assert (np.diff(cells.starts) > 0).all()
    assert cells.candidates.sum() >= 1


def test_runs_follow_each_other():
    assert runs(np.array([5, 1, 7]), np.array([2, 0, 3])).tolist() == [5, 6, 7, 8, 9]
    assert runs(np.array([], int), np.array([], int)).tolist() == []


def test_edges_are_found_among_pairs_and_in_tiles():
    edges = Edges(np.array([[0, 4], [1, 2], [3, 4]]), np.array([4, 0, 2, 1, 3]))  # by place: (3, 4), (0, 2), (1, 3)
    i, j = np.triu_indices(5, 1)
    tied = edges.among(i, j)
    assert np.array_equal(np.stack([i[tied], j[tied]]).T, [(0, 2), (1, 3), (3, 4)])
    assert (found := edges.within(slice(0, 2), slice(2, 5))) is not None
    assert found.tolist() == [0, 4]
    assert edges.within(slice(0, 1), slice(3, 5)) is None
    assert not edges.among(i[:0], j[:0]).any()


def test_a_scene_picks_near_pairs_or_all_pairs_by_how_its_points_crowd():
    n = 1500
    scene = _labels(_spread(n), np.arange(n) % 3)
    with kernels.numpy_only():
        kernel = kernels.for_scene(scene)
    assert isinstance(kernel, Large)
    f = np.empty((n, 2))
    kernel.evaluate(scene.positions, f)
    assert isinstance(kernel._kernel, Near)
    kernel.evaluate(scene.positions / 20.0, f)
    assert isinstance(kernel._kernel, Blocks)
    _agrees(kernel, scene)
    assert isinstance(kernel._kernel, Near)


def test_what_crowds_is_counted_and_not_listed():
    n = 30_000
    rng = np.random.default_rng(0)
    crowd = _labels(np.concatenate([_spread(n - 3000), rng.normal(scale=1e-3, size=(3000, 2))]), np.arange(n) % 2)
    kernel, f = Near(crowd), np.empty((n, 2))
    tracemalloc.start()
    sums = kernel.evaluate(crowd.positions, f)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sums.pushing > 1500**2  # pairs of the crowd alone
    assert peak < 100e6  # their list would take 36 MB of each number of a pair, and the matrix 7 GB


@pytest.mark.parametrize("kind", ["labels", "neighbours"])
def test_a_large_scene_is_settled_without_anything_of_the_size_of_its_pairs(kind):
    n = 20_000
    x = _spread(n)
    cell = (x[:, 0] // 0.8 + 1000 * (x[:, 1] // 0.8)).astype(int)
    line = np.lexsort((x[:, 1], x[:, 0] // 0.5))
    scene = _labels(x, cell) if kind == "labels" else Scene.from_neighbours(x, np.stack([line[:-1], line[1:]], axis=1))
    tracemalloc.start()
    with kernels.numpy_only():
        run = ss.simulate(scene, steps=3, frames=2)
        rest = ss.settle(scene, max_evaluations=15)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert run.loss[-1] < run.loss[0]
    assert rest.loss < run.loss[0]
    assert peak < 100e6 < n * n / 2  # not a byte for each pair


def test_who_asks_for_numpy_only_gets_no_compiled_kernel():
    compiled = pytest.importorskip("springsim.kernels.compiled", reason="the compiled kernels need Numba")
    scene = _labels(_spread(1000), np.arange(1000) % 3)
    assert isinstance(kernels.for_scene(scene), compiled.Compiled)
    with kernels.numpy_only():
        assert isinstance(kernels.for_scene(scene), Large)
    assert isinstance(kernels.for_scene(scene), compiled.Compiled)
    assert not isinstance(kernels.for_scene(_labels(_spread(999), np.zeros(999, int))), compiled.Compiled)


def test_without_numba_a_large_scene_is_the_same_but_for_rounding():
    code = (
        "import sys; sys.modules['numba'] = None\n"  # an import of it fails
        "import numpy as np, springsim as ss\n"
        "x = np.random.default_rng(0).uniform(0, 16, (1500, 2))\n"
        "np.save(sys.argv[1], ss.forces(ss.Scene.from_labels(x, np.arange(1500) % 3)))"
    )
    scene = _labels(np.random.default_rng(0).uniform(0, 16, (1500, 2)), np.arange(1500) % 3)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-c", code, f"{folder}/f.npy"], check=True, cwd=ROOT)
        alone = np.load(f"{folder}/f.npy")
    assert np.abs(alone - ss.forces(scene)).max() <= 1e-11 * np.abs(alone).max()


def test_a_process_that_loads_compiled_kernels_uses_them_for_smaller_scenes_too():
    pytest.importorskip("numba", reason="the compiled kernels need Numba")
    said = _python(
        "import numpy as np, springsim as ss\n"
        "from springsim import kernels\n"
        "x = np.random.default_rng(0).normal(size=(200, 2))\n"
        "scene = ss.Scene.from_labels(x, np.arange(200) % 3)\n"
        "kind = lambda: type(kernels.for_scene(scene)).__name__\n"
        "before, forces = kind(), ss.forces(scene)\n"
        "print(before, kernels.load(), kind(), np.abs(forces - ss.forces(scene)).max() < 1e-11)\n"
        "print(type(kernels.for_scene(ss.Scene.from_labels(x[:64], np.arange(64)))).__name__)"
    )
    assert said == ["Blocks True CompiledDense True", "Small"]


def test_where_numba_is_not_there_nothing_is_loaded_and_all_goes_on():
    said = _python(
        "import sys; sys.modules['numba'] = None\n"
        "import numpy as np, springsim as ss\n"
        "from springsim import kernels\n"
        "scene = ss.Scene.from_labels(np.zeros((1200, 2)), np.arange(1200) % 3)\n"
        "print(kernels.load(), type(kernels.for_scene(scene)).__name__)"
    )
    assert said == ["False Large"]


def _python(code):
    done = subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True, text=True)
    return done.stdout.splitlines()
