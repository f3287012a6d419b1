import os
import time
from concurrent.futures import wait

import pytest

from springsim.app.processes.pool import BrokenError, Workers


@pytest.fixture
def workers():
    workers = Workers(1)
    yield workers
    workers.close()


def test_what_is_computed_elsewhere_comes_back(workers):
    line = workers.line()
    assert line.submit(divmod, 17, 5).result(20) == (3, 2)
    assert line.submit(os.getpid).result(20) != os.getpid()


def test_an_error_comes_back_as_it_is_and_the_process_goes_on(workers):
    line = workers.line()
    first = line.submit(os.getpid).result(20)
    with pytest.raises(ZeroDivisionError):
        line.submit(divmod, 1, 0).result(20)
    assert line.submit(os.getpid).result(20) == first


def test_after_a_process_has_ended_there_is_another(workers):
    line = workers.line()
    first = line.submit(os.getpid).result(20)
    with pytest.raises(BrokenError):
        line.submit(os._exit, 1).result(20)
    assert line.submit(os.getpid).result(20) != first


def test_none_waits_for_all_that_another_has_asked_for(workers):
    many, one = workers.line(), workers.line()
    long = [many.submit(time.sleep, 0.05) for _ in range(40)]
    assert one.submit(divmod, 5, 2).result(20) == (2, 1)
    assert not long[-1].done()
    many.shutdown(cancel_futures=True)


def test_what_is_cancelled_is_told_to_who_waits(workers):
    line = workers.line()
    futures = [line.submit(time.sleep, 0.2) for _ in range(20)]
    time.sleep(0.1)
    line.shutdown(cancel_futures=True)
    assert not wait(futures, 5).not_done
    assert sum(future.cancelled() for future in futures) >= 18


def test_processes_end_with_the_server():
    workers = Workers(1)
    pid = workers.line().submit(os.getpid).result(20)
    workers.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with pytest.raises(RuntimeError, match="ended"):
        workers.line().submit(os.getpid)


def test_a_process_that_cannot_be_started_is_told():
    workers = Workers(1, command=["/no/such/program"])
    with pytest.raises(BrokenError):
        workers.line().submit(os.getpid).result(20)
    workers.close()
