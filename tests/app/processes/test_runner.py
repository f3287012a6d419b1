import os
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from concurrent.futures import wait
from pathlib import Path

import pytest

from springsim.app.processes.runner import BrokenError, Runner
from tests.app.processes import calls

ROOT = Path(__file__).parents[3]
PATIENCE = 30.0


@pytest.fixture
def runner():
    runner = Runner(1)
    yield runner
    runner.close()


def until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def gone(pid):
    """Tell whether a process has ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_what_is_computed_elsewhere_comes_back(runner):
    lane = runner.lane()
    assert lane.submit(divmod, 17, 5).result(PATIENCE) == (3, 2)
    assert lane.submit(os.getpid).result(PATIENCE) != os.getpid()


def test_what_a_function_tells_comes_in_order_before_its_result(runner):
    on_start, on_message = threading.Event(), list[object]()
    future = runner.lane().follow(on_start.set, on_message.append, calls.prints_and_sends, [1, (2, 3), b"4"])
    assert future.result(PATIENCE) == 3
    assert on_start.is_set()
    assert on_message == [1, (2, 3), b"4"]


def test_an_error_comes_back_as_it_is_and_the_process_goes_on(runner):
    lane = runner.lane()
    first = lane.submit(os.getpid).result(PATIENCE)
    with pytest.raises(ZeroDivisionError):
        lane.submit(divmod, 1, 0).result(PATIENCE)
    with pytest.raises(RuntimeError, match="OddError: 1 and 2"):
        lane.submit(calls.odd).result(PATIENCE)
    assert lane.submit(os.getpid).result(PATIENCE) == first


@pytest.mark.parametrize(("call", "reason"), [(calls.leaves, "exit code 3"), (calls.is_killed, "killed by SIGKILL")])
def test_a_crash_is_told_with_its_reason_and_the_next_call_gets_another_process(runner, call, reason):
    lane = runner.lane()
    first = lane.submit(os.getpid).result(PATIENCE)
    with pytest.raises(BrokenError, match=reason):
        lane.submit(call).result(PATIENCE)
    assert lane.submit(os.getpid).result(PATIENCE) != first


def test_none_waits_for_all_that_another_has_asked_for(runner, tmp_path):
    many, one = runner.lane(), runner.lane()
    first = [many.submit(calls.until_there, tmp_path / "go") for _ in range(2)]
    later = [many.submit(calls.until_there, tmp_path / "on") for _ in range(4)]
    short = one.submit(divmod, 5, 2)
    (tmp_path / "go").touch()
    assert short.result(PATIENCE) == (2, 1)
    assert first[0].done()
    assert not any(future.done() for future in later)


def test_what_is_cancelled_is_told_to_those_who_wait_and_what_runs_comes_to_its_end(runner, tmp_path):
    lane = runner.lane()
    pid = lane.submit(os.getpid).result(PATIENCE)
    futures = [lane.submit(calls.until_there, tmp_path / "go") for _ in range(5)]
    until(futures[0].running)
    lane.end(grace=PATIENCE)
    assert not wait(futures[1:], PATIENCE).not_done
    assert all(future.cancelled() for future in futures[1:])
    (tmp_path / "go").touch()
    assert futures[0].result(PATIENCE) is None
    assert lane.submit(os.getpid).result(PATIENCE) == pid


@pytest.mark.parametrize("grace", [0.0, 0.1])
def test_what_is_ended_does_not_go_on_and_leaves_nothing(tmp_path, monkeypatch, grace):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    runner, on_start = Runner(1), threading.Event()
    lane = runner.lane()
    pid = lane.submit(os.getpid).result(PATIENCE)
    future = lane.follow(lambda: None, lambda _: on_start.set(), calls.hangs)
    assert on_start.wait(PATIENCE)
    assert [path.name for path in tmp_path.glob("*/*")] == ["part"]
    lane.end(grace)
    with pytest.raises(BrokenError):
        future.result(PATIENCE)
    assert gone(pid)
    assert runner.lane().submit(divmod, 5, 2).result(PATIENCE) == (2, 1)  # and nobody else is hurt
    runner.close()
    assert not os.listdir(tmp_path)


def test_a_process_without_calls_ends_after_a_while_and_another_comes_when_there_are_some():
    runner = Runner(1, idle=0.05)
    pid = runner.lane().submit(os.getpid).result(PATIENCE)
    until(lambda: gone(pid))
    assert runner.lane().submit(os.getpid).result(PATIENCE) != pid
    runner.close()


def test_processes_end_with_the_server(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    runner, on_start = Runner(1), threading.Event()
    lane = runner.lane()
    pid = lane.submit(os.getpid).result(PATIENCE)
    futures = [lane.follow(on_start.set, lambda _: None, calls.hangs), lane.submit(os.getpid)]
    assert on_start.wait(PATIENCE)
    runner.close()
    assert gone(pid)
    assert not wait(futures, PATIENCE).not_done
    assert not os.listdir(tmp_path)
    with pytest.raises(RuntimeError, match="ended"):
        runner.lane().submit(os.getpid)


def test_a_process_that_cannot_be_started_is_told():
    runner = Runner(1, command=["/no/such/program"])
    with pytest.raises(BrokenError, match="No such file"):
        runner.lane().submit(os.getpid).result(PATIENCE)
    runner.close()


def test_the_main_module_of_the_server_is_not_run_again(tmp_path):
    """As Streamlit has it: while a page is made, the main module is the app."""
    app = tmp_path / "app.py"
    app.write_text("open('again', 'a').close()\n")
    code = f"""
        import sys, types
        main = types.ModuleType("__main__")
        main.__file__, sys.modules["__main__"] = {str(app)!r}, main
        from springsim.app.processes.runner import Runner
        runner = Runner(2)
        assert [runner.lane().submit(divmod, 7, 2).result({PATIENCE}) for _ in range(2)] == [(3, 1)] * 2
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], cwd=tmp_path, env=environment, check=True, timeout=PATIENCE)
    assert not (tmp_path / "again").exists()


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("how", ["SIGTERM", "SIGKILL"])
def test_when_the_server_is_killed_its_processes_end_and_leave_nothing(tmp_path, how):
    code = """
        import os, threading
        from springsim.app.processes.runner import Runner
        from tests.app.processes import calls
        runner, begun = Runner(1), threading.Event()
        lane = runner.lane()
        print(lane.submit(os.getpid).result(), flush=True)
        lane.follow(lambda: None, lambda _: begun.set(), calls.hangs)
        begun.wait()
        print("running", flush=True)
        threading.Event().wait()
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-c", textwrap.dedent(code)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        pid = int(server.stdout.readline())
        assert server.stdout.readline() == "running\n"
        assert os.listdir(tmp_path)
        os.kill(server.pid, getattr(__import__("signal"), how))
    until(lambda: gone(pid))
    assert not os.listdir(tmp_path)
