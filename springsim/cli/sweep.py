"""``sweep``: where a scene comes to rest at each of many margins."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from functools import partial
from typing import Final

from springsim.app.processes.runner import Runner
from springsim.cli.arguments import (
    Commands,
    add_look,
    add_output,
    add_scene,
    check_output,
    command,
    margins,
    one_of,
    read_scene,
    whole,
    write_output,
)
from springsim.cli.runs import bar, exit_code
from springsim.export import formats
from springsim.export.optional import required
from springsim.model import files
from springsim.studies.margin_sweep import STARTS, MarginSweep, SweepError, sweep_margin
from springsim.validation.errors import Words, shown
from springsim.validation.limits import SWEEP_RUNS_MAX

_PICTURES: Final = formats.offered("plot")
_PROCESSES_MAX: Final = 256
_PATIENCE: Final = 4.0  # seconds in which a scheduler must answer


class SchedulerError(OSError):
    """A scheduler that cannot be reached; the message is one line."""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "sweep",
        "let a scene come to rest at many margins",
        "Settle a scene at each of many margins, from a start for each seed, and write a\n"
        "table of the resting states: loss, springs that still push, distances, neighbours\n"
        "kept. The number of runs, of those at rest and of evaluations is printed: on\n"
        "standard error where standard output takes the table.",
        [
            "scene.json --margins 0.2:3:57 --seeds 20 -o sweep.csv --plot sweep.svg",
            "scene.json --margins 0.2:3:57 --start continue -o there-and-back.csv",
            "scene.json --margins 0.2:3:57 --seeds 1000 --processes 4 -o sweep.csv",
            "scene.json --margins 0.2:3:57 --scheduler tcp://head:8786 -o sweep.csv",
        ],
    )
    add_scene(parser)
    parser.add_argument(
        "--margins",
        type=partial(margins, most=SWEEP_RUNS_MAX),
        metavar="LOW:HIGH:COUNT",
        required=True,
        help="so many margins, evenly spaced",
    )
    parser.add_argument(
        "--seeds", type=whole(1, SWEEP_RUNS_MAX), default=1, metavar="N", help="runs at each margin (default: %(default)s)"
    )
    parser.add_argument(
        "--start",
        type=one_of(STARTS),
        default="scene",
        help="scene: from where the points are, a little nudged; random: from random places; continue: from the rest at the "
        "margin before, up and down again (default: %(default)s)",
    )
    add_output(parser, "table, CSV", required=True)
    charts = f"{', '.join(_PICTURES[:-1])} or {_PICTURES[-1]}"
    parser.add_argument("--plot", metavar="FILE", help=f"chart of the sweep; {charts} by suffix")
    add_look(parser, "paper")
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--processes",
        type=whole(1, _PROCESSES_MAX),
        default=1,
        metavar="N",
        help="processes of this machine (default: %(default)s)",
    )
    where.add_argument(
        "--scheduler", metavar="ADDRESS", help="compute on a cluster, by its Dask scheduler (needs the extra cluster)"
    )
    parser.set_defaults(run=_run, margin=None)


def _run(chosen: argparse.Namespace) -> int:
    picture = None if chosen.plot is None else files.format_of(chosen.plot, _PICTURES)
    check_output(chosen)
    if chosen.plot is not None:
        files.check(chosen.plot, overwrite=chosen.force)
        required("matplotlib")
    scene = read_scene(chosen)
    failed = ""
    with _executor(chosen) as executor:
        try:
            with bar("runs") as progress:
                sweep = sweep_margin(
                    scene,
                    chosen.margins,
                    seeds=range(chosen.seeds),
                    start=chosen.start,
                    executor=executor,
                    progress=progress,
                )
        except SweepError as error:
            sweep, failed = error.sweep, str(error)
    if failed:
        return _kept(chosen, sweep, failed)
    table = sweep.to_csv().encode()
    if picture is None:
        write_output(chosen, table, "csv")
    else:
        _write_both(chosen, table, _drawn(sweep, chosen, picture))
    runs, rest = sweep.done.size, int(sweep.converged.sum())
    stream = sys.stderr if chosen.output == files.STREAM else sys.stdout
    print(f"runs {runs}\nat rest {rest}\nevaluations {int(sweep.evaluations.sum())}", file=stream)
    return exit_code("" if rest == runs else f"{runs - rest} of {runs} runs")


def _drawn(sweep: MarginSweep, chosen: argparse.Namespace, format: str) -> bytes:
    from springsim import figures

    return figures.picture(figures.sweep(sweep, style=chosen.style, language=chosen.lang), format)


def _write_both(chosen: argparse.Namespace, table: bytes, picture: bytes) -> None:
    """Write table and chart: both or neither."""
    if chosen.output == files.STREAM:
        files.write(chosen.plot, picture, overwrite=chosen.force)
        write_output(chosen, table, "csv")
    else:
        files.write_all({chosen.output: table, chosen.plot: picture}, overwrite=chosen.force)


def _kept(chosen: argparse.Namespace, sweep: MarginSweep, failed: str) -> int:
    """Write what is done of a sweep that failed, say so, and return 1."""
    kept = "nothing is written"
    if sweep.done.any():
        write_output(chosen, sweep.to_csv().encode(), "csv")
        kept = f"what is done is in {shown(chosen.output, 300) if chosen.output != files.STREAM else 'the table'}"
    print(f"springsim: {failed}; {kept}", file=sys.stderr)
    return 1


@contextlib.contextmanager
def _executor(chosen: argparse.Namespace) -> Iterator[Executor | None]:
    """Have what computes the sweep."""
    if chosen.scheduler is not None:
        with _cluster(chosen.scheduler) as executor:
            yield executor
    elif chosen.processes > 1:
        with _processes(chosen.processes) as executor:
            yield executor
    else:
        yield None


@contextlib.contextmanager
def _processes(count: int) -> Iterator[Executor]:
    """Have processes of this machine."""
    runner = Runner(count)
    try:
        yield runner.lane()
    finally:
        runner.close()


@contextlib.contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    from concurrent.futures import ThreadPoolExecutor

    distributed = required("distributed")
    for name in [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == "distributed"]:
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what fails is said in one line, by us

    async def connect() -> None:
        comm = await distributed.comm.connect(address, timeout=_PATIENCE)
        await comm.close()

    try:
        with ThreadPoolExecutor(1) as aside:  # a loop of events may already run in this thread
            aside.submit(lambda: asyncio.run(connect())).result()  # a client alone would take long to give up
        client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except Exception as error:  # whatever is raised by what others answer at that address
        reason = Words(f"{error}" or type(error).__name__)
        raise SchedulerError(f"no scheduler answers at {shown(address, 100)}: {shown(reason, 200)}") from None
    try:
        if not client.nthreads():
            print("springsim: the scheduler has no workers yet; waiting for some", file=sys.stderr)
        yield client.get_executor()
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=1)
