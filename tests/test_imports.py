import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "springsim"
ORDER = [
    "branches",
    "surface",
    "minima",
    "probe",
    "rests",
    "margins",
    "chunks",
    "batch",
    "equilibrium",
    "hessian",
    "descent",
    "dynamics",
    "recorder",
    "forces",
    "kernels",
    "scene",
    "springs",
    "losses",
    "vectors",
]
CORE = [*ORDER, "presets", "serial", "domains", "levels", "checks", "errors", "limits"]
HEAVY = ["streamlit", "plotly", "matplotlib", "scipy", "springsim.ui", "springsim.export", "springsim.figures"]
#: What a module may import besides, where it is asked for only: `test_importing_…` tells that it is not loaded before.
LAZY = {"kernels": ["numba"]}
#: How a notebook asks for a picture: methods that fetch it from above when they are called, and are left out here.
DISPLAY = ["_repr_html_", "_repr_svg_"]


def _files(module):
    folder = PACKAGE / module
    return sorted(folder.glob("*.py")) if folder.is_dir() else [PACKAGE / f"{module}.py"]


def _imported(module):
    """Return the dotted names that the files of a module import, anywhere in them but in `DISPLAY`."""
    names = set()
    for file in _files(module):
        todo = list(ast.parse(file.read_text(encoding="utf-8")).body)
        while todo:
            node = todo.pop()
            if isinstance(node, ast.FunctionDef) and node.name in DISPLAY:
                continue
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{file}: relative import"
                names |= {f"{node.module}.{alias.name}" for alias in node.names}
            else:
                todo += list(ast.iter_child_nodes(node))
    return names


def _within(names):
    """Return the modules of the package among dotted names."""
    return {name.split(".")[1] for name in names if name.startswith("springsim.")}


@pytest.mark.parametrize("module", CORE)
def test_the_core_never_imports_what_belongs_to_the_screen(module):
    for name in _imported(module):
        assert not any(name == heavy or name.startswith(heavy + ".") for heavy in HEAVY), name


@pytest.mark.parametrize("module", CORE)
def test_the_core_imports_numpy_and_the_standard_library_only(module):
    for name in _imported(module):
        top = name.split(".")[0]
        assert top in ("numpy", "springsim", *LAZY.get(module, ())) or top in sys.stdlib_module_names, name


@pytest.mark.parametrize("module", ORDER)
def test_imports_run_one_way_from_equilibrium_down_to_the_losses(module):
    above = set(ORDER[: ORDER.index(module)]) | {"presets"}
    assert not _within(_imported(module)) & above


@pytest.mark.parametrize("module", ["checks", "domains", "errors", "levels", "limits", "losses", "serial", "vectors"])
def test_the_lowest_modules_know_nothing_of_scenes(module):
    assert _within(_imported(module)) <= {"errors", "limits"}


#: What each layer above the core may know of the layers beside and above it, from the lowest to the highest.
LAYERS = {
    "texts": set(),
    "palette": set(),
    "figures": set(),
    "export": {"figures"},
    "ui": {"figures", "export"},
    "cli": {"figures", "export"},
}


@pytest.mark.parametrize("layer", LAYERS)
def test_above_the_core_imports_run_one_way_too(layer):
    highest = {"figures", "export", "ui", "cli", "server"}
    own = {layer, "server"} if layer == "cli" else {layer}
    assert _within(_imported(layer)) & highest <= LAYERS[layer] | own


@pytest.mark.parametrize("layer", ["figures", "export", "cli"])
def test_streamlit_and_plotly_are_for_the_app_only(layer):
    assert not {name.split(".")[0] for name in _imported(layer)} & {"streamlit", "plotly"}


def test_drawing_a_figure_leaves_pyplot_alone():
    loaded = _modules_after("import springsim as ss\nss.figures.picture(ss.figures.figure2('a'), 'svg')")
    assert "matplotlib" in loaded
    assert not loaded & {"matplotlib.pyplot", "streamlit", "plotly"}


def _modules_after(code):
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_importing_springsim_loads_numpy_and_nothing_of_the_screen():
    loaded = _modules_after("import springsim")
    assert "numpy" in loaded
    assert not loaded & set(HEAVY)


def test_a_run_shows_itself_in_a_notebook_without_what_draws_figures():
    loaded = _modules_after("import springsim as ss\nss.simulate(ss.presets.load('gate'), 9)._repr_html_()")
    assert "springsim.export.player" in loaded
    assert not loaded & {"streamlit", "plotly", "matplotlib", "scipy", "springsim.ui", "springsim.figures"}


def test_presets_are_loaded_when_first_asked_for():
    assert "springsim.presets" not in _modules_after("import springsim")
    assert "springsim.presets" in _modules_after("import springsim as ss\nss.presets.load('gate')")
    assert "springsim.presets" in _modules_after("from springsim import presets")


def test_every_public_name_is_there_and_no_other_is_made_up():
    import springsim

    for name in springsim.__all__:
        assert getattr(springsim, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        springsim.nonsense  # noqa: B018
