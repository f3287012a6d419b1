"""The command line and the server it starts."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from springsim import cli
from springsim.app import server

COMMANDS = ("app", "figures", "scene", "settle", "draw", "animate", "sweep")
COMMAND = [sys.executable, "-W", "error::ResourceWarning", "-m", "springsim"]


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that must be refused; return the one line it says."""
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    out, err = capsys.readouterr()
    assert stopped.value.code == 2
    assert out == ""
    assert err.count("\n") == 1
    return err


@pytest.mark.parametrize("port", ["-1", "65536", "99999", "1" * 5000, "8501.0", "", "x", "８５０１"])
def test_a_bad_port_is_refused_and_the_range_named(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = refusal(capsys, "app", f"--port={port}")
    assert "from 0 to 65535" in said
    assert len(said) < 250


@pytest.mark.parametrize("arguments", [(), ("play",), ("app", "--bogus"), ("app", "extra")])
def test_other_bad_arguments_are_refused_in_one_line(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert "--help" in refusal(capsys, *arguments)


@pytest.mark.parametrize("arguments", [("--help",), ("app", "--help"), ("--version",)])
def test_help_and_version_exit_with_0(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 0
    assert "springsim" in capsys.readouterr().out


def examples(command: str, capsys: pytest.CaptureFixture[str]) -> list[list[str]]:
    """Return the arguments of the examples in the help of a command."""
    with pytest.raises(SystemExit):
        cli.main([command, "--help"])
    _, _, after = capsys.readouterr().out.partition("example")
    return [shlex.split(line.partition("springsim ")[2]) for line in after.splitlines()[1:]]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_has_examples_that_parse(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = examples(command, capsys)
    assert found
    monkeypatch.setattr(getattr(cli, command), "_run", lambda chosen: 0)
    for arguments in found:
        assert arguments[0] == command
        assert cli.main([argument for argument in arguments if argument[0] not in "<>"]) == 0


README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("line", re.findall(r"^springsim (.*)$", README, flags=re.MULTILINE))
def test_the_commands_in_the_readme_parse(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = shlex.split(line, comments=True)
    monkeypatch.setattr(getattr(cli, arguments[0]), "_run", lambda chosen: 0)
    assert cli.main(arguments) == 0


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_a_terminal(command: str) -> None:
    run = subprocess.run(
        [*COMMAND, *command.split(), "--help"], env={**os.environ, "COLUMNS": "100"}, capture_output=True, text=True, check=True
    )
    assert max(map(len, run.stdout.splitlines())) <= 100
    assert run.stderr == ""


def test_the_example_of_app_serves(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = examples("app", capsys)
    seen: list[tuple[str, int | None, bool]] = []

    def record(host: str, port: int | None, *, open_browser: bool) -> int:
        seen.append((host, port, open_browser))
        return 0

    monkeypatch.setattr(server, "serve", record)
    assert cli.main(example) == 0
    assert seen == [("127.0.0.1", 8600, False)]


def test_a_port_in_use_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with server.listener("127.0.0.1", 0) as other:
        port = other.getsockname()[1]
        assert f"port {port} is in use" in refusal(capsys, "app", f"--port={port}", "--no-browser")


@pytest.mark.parametrize("host", ["no such host", "", "1.2.3.4.5", "a" * 300, "192.0.2.1"])
def test_a_bad_host_is_refused(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = refusal(capsys, "app", f"--host={host}", "--port=0", "--no-browser")
    assert "listen at" in said
    assert len(said) < 250


@pytest.mark.parametrize("package", ["streamlit", "uvicorn"])
def test_a_missing_package_is_named_with_the_extra_that_brings_it(
    package: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == package else found(name))
    said = refusal(capsys, "app", "--no-browser")
    assert package in said
    assert "springsim[app]" in said


def test_the_default_port_gives_way_to_the_next_free_one() -> None:
    with server.listener("127.0.0.1", 0) as first:
        taken = first.getsockname()[1]
        with server.listener("127.0.0.1", taken, tries=20) as second:
            assert taken < second.getsockname()[1] < taken + 20


def test_the_socket_is_tcp_by_name_so_that_answers_are_not_held_back() -> None:
    with server.listener("127.0.0.1", 0) as sock:
        assert sock.proto == socket.IPPROTO_TCP


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8501"),
        ("0.0.0.0", "http://127.0.0.1:8501"),
        ("::", "http://[::1]:8501"),
        ("localhost", "http://localhost:8501"),
    ],
)
def test_the_address_is_one_that_a_browser_here_can_open(host: str, address: str) -> None:
    assert server.url(host, 8501) == address


def test_the_options_of_the_package_hold_from_another_folder(tmp_path: Path) -> None:
    probe = (
        "import streamlit as st, springsim.app.server as s; s.application(); "
        "print(st.get_option('runner.postScriptGC'), st.get_option('browser.gatherUsageStats'))"
    )
    environment = {**os.environ, "HOME": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", probe], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout.split() == ["False", "False"]
    assert run.stderr == ""


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT")
def test_the_server_answers_and_stops_cleanly_on_ctrl_c(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "app", "--port", "0", "--no-browser"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.fullmatch(r"springsim is at (http://127\.0\.0\.1:\d+) \(Ctrl-C stops it\)\n", line)
            assert found is not None, line
            with urllib.request.urlopen(f"{found[1]}/_stcore/health", timeout=10) as answer:
                assert answer.read() == b"ok"
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=20)
        finally:
            process.kill()
    assert (process.returncode, out, err) == (0, "", "")
