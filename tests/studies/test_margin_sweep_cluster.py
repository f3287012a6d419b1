"""Sweeps on a local cluster of Dask's scheduler and two workers: the same results, even when one of these is killed."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import springsim as ss
from springsim import cli
from springsim.cli import sweep as command
from springsim.model import presets
from springsim.studies.sweep_runs import Start
from tests.scenes import ring
from tests.studies.test_margin_sweep import same

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills by signal")

RING = ring(np.random.default_rng(0).normal(size=(18, 2)), 1)
SWEEP: dict[str, Any] = {"margins": np.linspace(0.2, 3.0, 12), "seeds": range(100)}


@pytest.fixture(scope="module", autouse=True)
def _quiet() -> Iterator[None]:
    """Let workers that die be no news."""
    names = [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    yield
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def cluster() -> Iterator[Any]:
    """Two workers, each a process of its own, with a nanny that replaces it when it dies."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=logging.CRITICAL
    ) as workers:
        yield workers


@pytest.mark.parametrize("start", ["random", "continue"])
def test_a_cluster_finds_what_one_process_finds_bit_for_bit_though_a_worker_is_killed(cluster: Any, start: Start) -> None:
    killed: list[int] = []

    def kill(done: int, total: int) -> None:
        if done and not killed:
            killed.append(cluster.workers[0].pid)
            os.kill(killed[0], signal.SIGKILL)

    with distributed.Client(cluster, set_as_default=False) as client:
        found = ss.sweep_margin(RING, **SWEEP, start=start, executor=client.get_executor(), progress=kill)
    assert killed
    assert found.done.all()
    assert same(found, ss.sweep_margin(RING, **SWEEP, start=start))


def test_what_is_stopped_leaves_the_cluster_nothing_to_do(cluster: Any) -> None:
    def stop(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with distributed.Client(cluster, set_as_default=False) as client:
        with pytest.raises(KeyboardInterrupt):
            ss.sweep_margin(RING, **SWEEP, executor=client.get_executor(), progress=stop)
        assert client.submit(abs, -3).result(timeout=30) == 3
        assert len(client.futures) <= 3  # those that a worker had begun


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A scheduler and a worker in processes of their own: the address and the process of the scheduler."""
    file = tmp_path / "scheduler.json"
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    options = ["--no-dashboard", "--scheduler-file", str(file)]
    served = [
        sys.executable,
        "-m",
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-show",
        *options,
    ]
    worked = [sys.executable, "-m", "distributed.cli.dask_worker", "--no-nanny", "--nthreads", "1", "--death-timeout", "20"]
    with subprocess.Popen(served, cwd=tmp_path, **quiet) as one:
        try:
            with subprocess.Popen([*worked, *options], cwd=tmp_path, **quiet) as other:
                try:
                    with distributed.Client(scheduler_file=str(file), set_as_default=False) as client:
                        client.wait_for_workers(1, timeout=60)
                        address = client.scheduler.address
                    yield address, one
                finally:
                    other.kill()
        finally:
            one.kill()


class Bar:
    """In place of the bar of a command: does something when the first runs are done."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act = act

    def __call__(self, unit: str) -> Bar:
        return self

    def __enter__(self) -> Callable[[int, int], None]:
        return lambda done, total: self._act() if done else None  # type: ignore[return-value]

    def __exit__(self, *_: object) -> None:
        pass


def test_the_command_computes_on_a_cluster_and_keeps_what_is_done_when_the_scheduler_dies(
    scheduler: tuple[str, subprocess.Popen[bytes]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    address, process = scheduler
    monkeypatch.chdir(tmp_path)
    Path("scene.json").write_text(presets.load("ring").to_json())
    line = ["sweep", "scene.json", "--margins", "0.2:3:40", "--seeds", "60"]
    assert cli.main([*line, "-o", "here.csv"]) == 0
    assert cli.main([*line, "-o", "there.csv", "--scheduler", address]) == 0
    assert Path("here.csv").read_bytes() == Path("there.csv").read_bytes()
    capsys.readouterr()

    monkeypatch.setattr(command, "bar", Bar(process.kill))
    assert cli.main([*line, "-o", "some.csv", "--plot", "some.svg", "--scheduler", address]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "of 2400 runs" in said.err
    assert "what is done is in 'some.csv'" in said.err
    whole, some = (Path(name).read_text().splitlines() for name in ("here.csv", "some.csv"))
    assert 1 < len(some) < len(whole)
    assert set(some) < set(whole)
    assert not Path("some.svg").exists()


def test_a_dead_scheduler_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "_PATIENCE", 0.3)
    Path("scene.json").write_text(presets.load("gate").to_json())
    for address in ("tcp://127.0.0.1:1", "nowhere", "carrier-pigeon://roof:1", ""):
        with pytest.raises(SystemExit) as stopped:
            cli.main(["sweep", "scene.json", "--margins", "1:2:2", "-o", "a.csv", "--scheduler", address])
        said = capsys.readouterr()
        assert stopped.value.code == 2
        assert f"no scheduler answers at '{address}'" in said.err
        assert said.err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["scene.json"]
