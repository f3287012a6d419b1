import io
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageSequence

from springsim.app.processes.export_jobs import PIECE, WORKER, Jobs
from springsim.export import orders
from springsim.export.worker import RESULT
from springsim.model import presets
from tests.export.test_orders import an_order, nothing

PATIENCE = 60.0


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Have temporary folders in a place where nothing else is."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def new_jobs():
    """Make jobs that are all ended afterwards."""
    made = []

    def make(**options):
        made.append(Jobs(**options))
        return made[-1]

    yield make
    for jobs in made:
        jobs.close()


def until(condition, what="it"):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)


def result(jobs, owner, order, number=1):
    """Wait for a job; return how it ended and the bytes of its result."""
    until(lambda: jobs.ask(owner, number, order).state in ("done", "failed"), f"{owner}'s export")
    status = jobs.ask(owner, number, order)
    data = b""
    while status.state == "done" and len(data) < status.size:
        data += jobs.piece(owner, len(data))
    return status, data


def a_worker(tmp_path, code):
    """Return the command of a worker that runs some Python; ``folder`` is its folder, ``say`` tells how it goes."""
    path = tmp_path.parent / f"{tmp_path.name}-worker.py"
    head = """
        import json, os, sys, time
        folder = sys.argv[1]
        def say(**what): print(json.dumps(what), flush=True)
        order = sys.stdin.readline()
    """
    path.write_text(textwrap.dedent(head) + textwrap.dedent(code))
    return (sys.executable, str(path))


HANGS = "say(done=1, total=9)\nopen(folder + '/part', 'w').close()\nsys.stdin.read()\n"


def alone(folder):
    """Wait until nothing is left in a folder."""
    until(lambda: not os.listdir(folder), f"{folder} to be empty: {os.listdir(folder)}")


# what comes of it


@pytest.mark.parametrize("format", ["png", "svg", "html", "npz"])
def test_the_result_is_what_the_order_says_and_nothing_is_left(new_jobs, own_folder, format):
    jobs, order = new_jobs(), an_order(format, steps=20)
    status, data = result(jobs, "me", order)
    assert status.problem is None
    assert data == orders.made(order, nothing)
    assert len(os.listdir(own_folder)) == 1
    jobs.drop("me")
    alone(own_folder)
    assert len(jobs) == 0


def test_progress_is_told_while_an_animation_is_made(new_jobs):
    jobs, order = new_jobs(), an_order("gif", presets.load("two-classes"), steps=400)
    seen = set()

    def over():
        status = jobs.ask("me", 1, order)
        seen.add((status.state, status.done, status.total))
        return status.state in ("done", "failed")

    until(over)
    running = sorted(done for state, done, total in seen if state == "running" and total)
    assert len(running) >= 3
    frames = len(list(ImageSequence.Iterator(Image.open(io.BytesIO(result(jobs, "me", order)[1])))))
    assert {total for state, _, total in seen if state == "running" and total} == {frames}


def test_a_large_result_comes_in_pieces(new_jobs, own_folder):
    size = 2 * PIECE + 7
    code = f"""
        import random
        with open(folder + '/{RESULT}', 'wb') as file:
            file.write(random.Random(1).randbytes({size}))
        say(size={size})
        sys.stdin.read()
    """
    jobs = new_jobs(worker=a_worker(own_folder, code))
    status, data = result(jobs, "me", an_order())
    assert (status.size, len(data)) == (size, size)
    import random

    assert data == random.Random(1).randbytes(size)
    assert jobs.piece("me", size) == b""
    assert jobs.piece("somebody else", 0) == b""


def test_a_new_export_takes_the_place_of_the_one_before(new_jobs, own_folder):
    jobs = new_jobs()
    jobs.ask("me", 1, an_order("gif", presets.load("five-classes"), centre=None, steps=900))
    status, data = result(jobs, "me", an_order("svg"), number=2)
    assert status.state == "done"
    assert data.startswith(b"<?xml")
    assert len(jobs) == 1
    jobs.drop("me")
    alone(own_folder)


# two at once


def test_two_users_exporting_at_once_get_each_their_own(new_jobs, own_folder):
    jobs = new_jobs()
    wanted = {
        f"user {k}": an_order(format, presets.load(preset), centre=0, dark=dark, steps=12)
        for k, (preset, format, dark) in enumerate(
            [("gate", "svg", False), ("saddle", "svg", True), ("ring", "svg", False), ("fig2", "svg", True)]
        )
    }
    got = {}

    def export(owner):
        got[owner] = result(jobs, owner, wanted[owner])[1]

    threads = [threading.Thread(target=export, args=(owner,)) for owner in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for owner, order in wanted.items():
        assert got[owner] == orders.made(order, nothing), owner
        jobs.drop(owner)
    alone(own_folder)


def test_no_more_than_two_run_at_once_and_the_others_wait_their_turn(new_jobs, own_folder):
    jobs = new_jobs(worker=a_worker(own_folder, HANGS))
    order = an_order()
    owners = ["a", "b", "c", "d"]

    def states():
        return [jobs.ask(owner, 1, order).state for owner in owners]

    until(lambda: states() == ["running", "running", "waiting", "waiting"])
    assert len(os.listdir(own_folder)) == 2
    jobs.drop("a")
    owners.remove("a")
    until(lambda: states() == ["running", "running", "waiting"])


def test_a_finished_export_that_waits_to_be_fetched_keeps_nobody_waiting(new_jobs, own_folder):
    jobs = new_jobs(at_once=1)
    assert result(jobs, "a", an_order("svg"))[0].state == "done"
    assert result(jobs, "b", an_order("svg"))[0].state == "done"
    assert jobs.ask("a", 1, an_order("svg")).state == "done"


def test_when_too_many_wait_more_are_refused(new_jobs, own_folder):
    jobs = new_jobs(at_once=1, waiting=2, worker=a_worker(own_folder, HANGS))
    order = an_order()
    until(lambda: jobs.ask("a", 1, order).state == "running")
    jobs.ask("b", 1, order), jobs.ask("c", 1, order)
    refused = jobs.ask("d", 1, order)
    assert refused.state == "failed"
    assert refused.problem.kind == "busy"


# what ends it


def test_what_is_called_off_stops_at_once_and_leaves_nothing(new_jobs, own_folder):
    jobs, others = new_jobs(), children()  # the browser of other tests, for one
    order = an_order("mp4", presets.load("five-classes"), centre=None, steps=900)
    until(lambda: jobs.ask("me", 1, order).done > 2)
    processes = children() - others
    assert processes
    jobs.drop("me")
    until(lambda: not children() & processes, "the processes to end")
    alone(own_folder)


def test_an_export_that_nobody_asks_about_ends(new_jobs, own_folder):
    jobs = new_jobs(patience=0.5, worker=a_worker(own_folder, HANGS))
    until(lambda: jobs.ask("gone", 1, an_order()).state == "running")
    until(lambda: len(jobs) == 0)
    alone(own_folder)


def test_a_result_that_nobody_fetches_is_removed(new_jobs, own_folder):
    jobs = new_jobs(patience=1.0)
    assert result(jobs, "gone", an_order("svg"))[0].state == "done"
    until(lambda: len(jobs) == 0)
    alone(own_folder)


def test_an_export_that_takes_too_long_is_stopped_and_says_so(new_jobs, own_folder):
    jobs = new_jobs(seconds=0.5, worker=a_worker(own_folder, HANGS))
    status, _ = result(jobs, "me", an_order())
    assert (status.state, status.problem.kind, status.problem.what) == ("failed", "late", "0.5")
    alone(own_folder)


def test_a_process_that_does_not_listen_is_killed(new_jobs, own_folder, monkeypatch):
    monkeypatch.setattr("springsim.app.processes.export_jobs._GRACE", 0.3)
    jobs = new_jobs(worker=a_worker(own_folder, "say(done=0, total=1)\ntime.sleep(600)\n"))
    until(lambda: jobs.ask("me", 1, an_order()).total == 1)
    jobs.drop("me")
    alone(own_folder)


def test_a_result_too_large_is_refused_and_removed(new_jobs, own_folder):
    jobs = new_jobs(size=1000)
    status, _ = result(jobs, "me", an_order("svg"))
    assert (status.state, status.problem.kind) == ("failed", "large")
    alone(own_folder)


def test_what_is_refused_is_said_by_field_and_value(new_jobs, own_folder):
    bad = replace(an_order(), picture=replace(an_order().picture, size=(0.5, 4.0)))
    status, _ = result(new_jobs(), "me", bad)
    assert status.problem.kind == "refused"
    assert status.problem.error.field == "size[0]"
    assert status.problem.error.value == "0.5"
    alone(own_folder)


@pytest.mark.parametrize(
    ("code", "kind", "what"),
    [
        ("say(missing='imageio_ffmpeg')", "missing", "imageio_ffmpeg"),
        ("say(failed='MemoryError: ')", "failed", "MemoryError: "),
        ("sys.exit(3)", "failed", ""),
        ("print('nonsense')", "failed", ""),
        ("say(size='many')", "failed", ""),
        ("os.kill(os.getpid(), 9)", "failed", ""),
    ],
)
def test_a_worker_that_fails_is_a_failed_export(new_jobs, own_folder, code, kind, what):
    status, _ = result(new_jobs(worker=a_worker(own_folder, code)), "me", an_order())
    assert (status.state, status.problem.kind, status.problem.what) == ("failed", kind, what)
    alone(own_folder)


def test_a_worker_that_cannot_be_started_is_a_failed_export(new_jobs, own_folder):
    status, _ = result(new_jobs(worker=("/nowhere/python",)), "me", an_order())
    assert (status.state, status.problem.kind) == ("failed", "failed")
    alone(own_folder)


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_when_the_server_dies_its_exports_end_and_leave_nothing(own_folder, how):
    code = """
        import sys, time
        from springsim import presets
        from springsim.app.processes.export_jobs import Jobs
        from tests.export.test_orders import an_order
        jobs, order = Jobs(), an_order("mp4", presets.load("five-classes"), centre=None, steps=900)
        while jobs.ask("me", 1, order).done < 3: time.sleep(0.05)
        print("running", flush=True)
        time.sleep(600)
    """
    root = Path(__file__).parents[3]
    server = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], cwd=root, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    assert server.stdout.readline() == "running\n"
    assert os.listdir(own_folder)
    server.send_signal(how)
    server.wait()
    server.stdout.close()
    alone(own_folder)


def test_a_worker_whose_result_is_never_fetched_goes_when_its_input_ends(own_folder):
    folder = tempfile.mkdtemp()
    worker = subprocess.Popen([*WORKER, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(an_order("svg").to_json() + "\n")
    worker.stdin.flush()
    assert "size" in worker.stdout.readline()
    assert os.listdir(folder) == [RESULT]
    worker.stdin.close()
    assert worker.wait(20) == 0
    worker.stdout.close()
    alone(own_folder)


def children():
    """Return the ids of all processes under this one."""
    lines = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    parents = {int(pid): (int(parent), args) for pid, parent, args in (line.split(None, 2) for line in lines)}
    mine, found = {os.getpid()}, set()
    while mine:
        below = {pid for pid, (parent, args) in parents.items() if parent in mine and "ps -A" not in args}
        found |= below
        mine = below
    return found
