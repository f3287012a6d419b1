"""The order of the rooms: imports only fall, and what is heavy is loaded when it is asked for."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "springsim"
#: Every room, from the top floor down, and the rooms that it may use: these, and what stands beneath all of them.
BENEATH = ("_version", "arrays", "display", "look", "palette", "sheets", "texts", "validation")
ROOMS = {
    "cli": {"app", "board", "energy", "export", "figures", "kernels", "model", "solvers", "studies"},
    "app": {"board", "energy", "export", "figures", "kernels", "model", "solvers", "studies"},
    "export": {"board", "energy", "figures", "model", "solvers"},
    "figures": {"energy", "model", "solvers", "studies"},
    "board": {"energy", "kernels", "model", "solvers"},
    "studies": {"energy", "kernels", "model", "solvers"},
    "solvers": {"energy", "kernels", "model"},
    "energy": {"kernels", "model"},
    "kernels": {"model"},
    "model": set(),
}
CORE = ("arrays", "display", "energy", "kernels", "model", "solvers", "studies", "validation")
HEAVY = {"streamlit", "plotly", "matplotlib", "scipy", "numba"}
#: The one package besides NumPy that a file of the core imports; that file is loaded only where there is the package.
OWN = {f"kernels/{name}.py": {"numba"} for name in ("arrays", "compiled", "loops")} | {"model/kd_tree.py": {"scipy"}}
FILES = sorted(PACKAGE.rglob("*.py"))


def _room(file):
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imported(file):
    """Return the dotted names that a file imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _of_package(file):
    """Return the modules of the package that a file imports, as dotted names without ``springsim.``."""
    found = set()
    for name in _imported(file):
        top, *parts = name.split(".")
        if top == "springsim":
            while parts and not _is_module(parts):
                parts.pop()
            found.add(".".join(parts))
    return found


def _is_module(parts):
    place = PACKAGE.joinpath(*parts)
    return place.is_dir() or place.with_suffix(".py").is_file()


def test_every_room_has_its_place_in_the_order():
    assert {_room(file) for file in FILES} - {"__init__", "__main__"} == {*ROOMS, *BENEATH}
    order = list(ROOMS)
    for room, below in ROOMS.items():
        assert below <= set(order[order.index(room) + 1 :])


def test_imports_only_fall():
    up = []
    for file in FILES:
        room = _room(file)
        if room not in ("__init__", "__main__"):  # the package itself stands above all rooms; no room imports it
            used = {name.split(".")[0] for name in _of_package(file)} - {room}
            below = {*ROOMS[room], *BENEATH} if room in ROOMS else {"validation", "arrays"} if room != "validation" else set()
            up += [f"{file.relative_to(PACKAGE)} imports {name or 'springsim'}" for name in sorted(used - below)]
    assert up == []


def test_no_files_import_one_another_in_a_circle():
    graph = {}
    for file in FILES:
        own = ".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        graph[own] = _of_package(file) - {own}
    list(TopologicalSorter(graph).static_order())  # raises where there is one


@pytest.mark.parametrize("room", CORE)
def test_the_core_imports_numpy_and_the_standard_library_only(room):
    for file in (file for file in FILES if _room(file) == room):
        allowed = {"numpy", "springsim", *OWN.get(file.relative_to(PACKAGE).as_posix(), ())}
        assert {
            top for top in (name.split(".")[0] for name in _imported(file)) if top not in sys.stdlib_module_names
        } <= allowed


@pytest.mark.parametrize("room", [room for room in (*ROOMS, *BENEATH) if room != "app"])
def test_streamlit_and_plotly_are_for_the_app_only(room):
    for file in (file for file in FILES if _room(file) == room):
        assert not {name.split(".")[0] for name in _imported(file)} & {"streamlit", "plotly"}


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
    assert not loaded & {*HEAVY, "springsim.app", "springsim.export", "springsim.figures", "springsim.board"}


def test_drawing_a_figure_leaves_pyplot_alone():
    loaded = _modules_after("import springsim as ss\nss.figures.picture(ss.figures.figure2('a'), 'svg')")
    assert "matplotlib" in loaded
    assert not loaded & {"matplotlib.pyplot", "streamlit", "plotly"}


def test_a_run_shows_itself_in_a_notebook_without_what_draws_figures():
    loaded = _modules_after("import springsim as ss\nss.simulate(ss.presets.load('gate'), 9)._repr_html_()")
    assert "springsim.board.player" in loaded
    assert not loaded & {*HEAVY, "springsim.app", "springsim.figures"}


def test_presets_are_loaded_when_first_asked_for():
    assert "springsim.model.presets" not in _modules_after("import springsim")
    assert "springsim.model.presets" in _modules_after("import springsim as ss\nss.presets.load('gate')")
    assert "springsim.model.presets" in _modules_after("from springsim import presets")


def test_every_public_name_is_there_and_listed_and_no_other_is_made_up():
    import springsim

    assert set(springsim.__all__) <= set(dir(springsim))
    for name in springsim.__all__:
        assert getattr(springsim, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        springsim.nonsense  # noqa: B018
