"""The same call gives the same bytes: again, in another process, in threads, and with any global settings of Matplotlib."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

import springsim as ss
from springsim import figures
from springsim.model import presets

LOOKS = [(style, language) for style in figures.STYLES for language in ("en", "zh")]


@cache
def run():
    return ss.simulate(presets.load("five-classes"), steps=60, frames=8)


def drawings(style="paper", language="en"):
    """Return what draws one figure of each kind."""
    look: dict[str, Any] = {"style": style, "language": language}
    scene = run().scene

    def film():
        shown = figures.Film(run(), size=(320, 240), **look)
        shown.draw(len(run()) - 1)
        return shown.figure

    return {
        "figure1": partial(figures.figure1, **look),
        "figure2": partial(figures.figure2, **look),
        "figure2e": partial(figures.figure2, "e", **look),
        "diagram": partial(
            figures.diagram, presets.load("gate"), labels="class", title="$Title$ 100%", axes=True, circles="all", **look
        ),
        "crowd": partial(figures.diagram, scene, labels="index", trajectory=run(), **look),
        "loss_curves": partial(figures.loss_curves, scene, **look),
        "settling": partial(figures.settling, run(), **look),
        "landscape": partial(figures.landscape, scene, 0, **look),
        "film": film,
    }


def bytes_of(figure, format):
    return figures.picture(figure, format, dpi=60 if format == "png" else None)


@pytest.mark.parametrize("name", drawings())
def test_the_same_call_gives_the_same_bytes(name):
    draw = drawings()[name]
    first, other = draw(), draw()
    files = {format: bytes_of(first, format) for format in figures.FORMATS}
    assert min(map(len, files.values())) > 1000
    assert {format: bytes_of(other, format) for format in reversed(figures.FORMATS)} == files
    assert bytes_of(first, "svg") == files["svg"]  # after all the other formats, once more


def digests():
    """Return a line for each of some files."""
    return [
        f"{name} {format} {hashlib.sha256(bytes_of(drawings()[name](), format)).hexdigest()}"
        for name in ("figure1", "diagram", "settling")
        for format in figures.FORMATS
    ]


def test_another_process_gives_the_same_bytes():
    jobs = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", "from tests.figures import test_bytes as t; print(*t.digests(), sep='\\n')"],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": epoch, "TZ": zone, "LC_ALL": "C"},
        )
        for seed, epoch, zone in (("1", "1000000000", "UTC"), ("2", "1600000000", "Asia/Tokyo"))
    ]
    said = [job.communicate(timeout=120)[0] for job in jobs]
    assert [job.returncode for job in jobs] == [0, 0]
    assert said[0].splitlines() == said[1].splitlines() == digests()


def test_no_date_and_no_random_name_gets_into_a_file():
    for format in figures.FORMATS:
        text = bytes_of(figures.figure2(), format)
        assert b"<dc:date>" not in text
        assert b"CreationDate" not in text
        assert b"ModDate" not in text


TAMPERED: dict[str, Any] = {
    "font.family": ["monospace"], "font.size": 31.0, "mathtext.fontset": "cm", "text.color": "green", "text.hinting": "native",
    "text.antialiased": False, "text.parse_math": False, "text.usetex": True, "axes.facecolor": "yellow", "axes.linewidth": 9.0,
    "axes.edgecolor": "orange", "axes.grid": True, "axes.spines.left": False, "axes.unicode_minus": False, "axes.xmargin": 0.4,
    "axes.axisbelow": True, "axes.autolimit_mode": "round_numbers", "axes.formatter.use_mathtext": True,
    "axes.formatter.use_locale": True, "axes.formatter.limits": [0, 0], "figure.facecolor": "pink", "figure.dpi": 37.0,
    "figure.autolayout": True, "figure.figsize": [1.0, 1.0], "savefig.bbox": "tight", "savefig.dpi": 33.0,
    "savefig.facecolor": "red", "savefig.transparent": True, "savefig.format": "pdf", "savefig.pad_inches": 3.0,
    "lines.linewidth": 11.0, "lines.marker": "x", "lines.antialiased": False, "lines.scale_dashes": False,
    "patch.linewidth": 5.0, "patch.force_edgecolor": True, "path.simplify": True, "path.sketch": (10.0, 100.0, 2.0),
    "path.snap": False, "svg.fonttype": "none", "svg.hashsalt": "other", "svg.id": "x", "pdf.fonttype": 3, "pdf.compression": 0,
    "pgf.rcfonts": False, "pgf.texsystem": "lualatex", "xtick.direction": "in", "xtick.color": "red", "xtick.labelsize": 3.0,
    "ytick.right": True, "agg.path.chunksize": 10,
}  # fmt: skip


@contextlib.contextmanager
def tampered():
    """Change all of Matplotlib's global settings that this version knows."""
    with mpl.rc_context():
        parameters: Any = mpl.rcParams
        parameters.update({key: value for key, value in TAMPERED.items() if key in parameters})
        yield


@pytest.mark.parametrize("name", ["figure1", "figure2", "diagram", "film"])
def test_global_settings_of_matplotlib_change_nothing(name):
    draw = drawings()[name]
    figure = draw()
    first = {format: bytes_of(figure, format) for format in figures.FORMATS}
    with tampered():
        assert {format: bytes_of(figure, format) for format in figures.FORMATS} == first  # changed before it is saved
        other = draw()
        assert {format: bytes_of(other, format) for format in figures.FORMATS} == first  # changed before it is made
    assert {format: bytes_of(other, format) for format in figures.FORMATS} == first  # changed while it was made


def test_another_canvas_draws_a_figure_in_its_own_style():
    figure = figures.figure2("c")

    def pixels():
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        return np.asarray(canvas.buffer_rgba()).tobytes()

    first = pixels()
    with tampered():
        assert pixels() == first


def test_figures_leave_the_global_settings_as_they_found_them():
    for change in (contextlib.nullcontext, tampered):
        with change():
            before = dict(mpl.rcParams)
            for draw in (drawings("dark")[name] for name in ("figure2e", "diagram", "film")):
                figure = draw()
                assert dict(mpl.rcParams) == before
                for format in figures.FORMATS:
                    bytes_of(figure, format)
                    assert dict(mpl.rcParams) == before


def test_an_error_while_drawing_leaves_the_global_settings_as_they_were():
    before = dict(mpl.rcParams)
    figure = figures.figure1()
    with pytest.raises(ValueError, match="not supported"):
        figure.savefig(io.BytesIO(), format="nonsense")
    with pytest.raises(ss.SceneError):
        figures.diagram(presets.load("fig2"), size=(1.0, 1.0), style="lecture")
    assert dict(mpl.rcParams) == before


def test_figures_made_at_once_in_several_threads_do_not_mix():
    kinds = (("figure2e", "svg"), ("diagram", "png"), ("figure1", "pgf"), ("figure1", "svg"))
    jobs = [(look, name, format) for look in LOOKS for name, format in kinds]
    jobs += [((style, "en"), "figure1", "pdf") for style in figures.STYLES]

    def made(job):
        (style, language), name, format = job
        return bytes_of(drawings(style, language)[name](), format)

    alone = [hashlib.sha256(made(job)).digest() for job in jobs]
    order = np.random.default_rng(0).permutation(len(jobs))
    with ThreadPoolExecutor(6) as pool:
        together = dict(zip(order.tolist(), pool.map(made, [jobs[k] for k in order]), strict=True))
    assert [hashlib.sha256(together[k]).digest() for k in range(len(jobs))] == alone
    assert len(set(alone)) == len(jobs)


@pytest.mark.parametrize("format", figures.FORMATS)
def test_savefig_writes_the_bytes_that_picture_gives(format, tmp_path):
    figure = figures.figure2("c", style="lecture")
    wanted = figures.picture(figure, format)
    figure.savefig(tmp_path / f"a.{format}")
    figure.savefig(str(tmp_path / f"b.{format}"))
    figure.savefig(tmp_path / "c", format=format)
    for name in (f"a.{format}", f"b.{format}", "c"):
        assert (tmp_path / name).read_bytes() == wanted
    file = io.BytesIO()
    figure.savefig(file, format=format)
    assert file.getvalue() == wanted


@pytest.mark.parametrize("dpi", [50, 137, 600])
def test_a_png_has_as_many_pixels_an_inch_as_asked_for(dpi):
    data = figures.picture(figures.figure1(), "png", dpi=dpi)
    width, height = (int.from_bytes(data[k : k + 4], "big") for k in (16, 20))
    assert (width, height) == (int(2.35 * dpi), int(1.85 * dpi))


def test_pyplot_is_never_imported_and_figures_load_only_when_used():
    code = (
        "import sys, springsim as ss\n"
        "assert not any(name.split('.')[0] == 'matplotlib' for name in sys.modules)\n"
        "scene = ss.presets.load('fig2')\n"
        "for figure in (ss.figures.figure1(), ss.figures.figure2(), ss.figures.diagram(scene)):\n"
        "    for format in ss.figures.FORMATS: ss.figures.picture(figure, format)\n"
        "ss.figures.Film(ss.simulate(scene)).draw(0); ss.figures.settling(ss.simulate(scene))\n"
        "assert not {'matplotlib.pyplot', 'pylab', 'tkinter'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, timeout=120)


def test_a_figure_is_not_pickled_without_its_style():
    import pickle

    with pytest.raises(TypeError, match="make it again"):
        pickle.dumps(figures.figure1())
