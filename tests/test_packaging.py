"""What is written in two files because two programs read it is the same in both, and both ways of serving the app work."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import springsim
from springsim.app import server

ROOT = Path(__file__).parents[1]


def test_streamlit_has_the_same_options_from_the_checkout_and_from_the_package():
    folder = Path(".streamlit") / "config.toml"
    assert (ROOT / folder).read_bytes() == (server.SCRIPT.parent / folder).read_bytes()


def test_citation_and_changelog_have_the_version_of_the_package():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.findall(r"^version: (.*)$", citation, flags=re.MULTILINE) == [springsim.__version__]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## \[(.*?)\]", changelog, flags=re.MULTILINE)[:2] == ["Unreleased", springsim.__version__]


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT")
def test_streamlit_run_serves_the_checkout():
    with server.listener("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    options = ["--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}"]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert health(f"http://127.0.0.1:{port}/_stcore/health", process) == b"ok"
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)
        finally:
            process.kill()


def health(address, process, seconds=30):
    """Return the answer of a server as soon as it answers."""
    for _ in range(seconds * 20):
        assert process.poll() is None, process.stdout.read()
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.read()
        except urllib.error.URLError:
            time.sleep(0.05)
    pytest.fail(f"nothing answers at {address}", pytrace=False)
