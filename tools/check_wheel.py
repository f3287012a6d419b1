"""Build the wheel, install it in an empty environment, and use it from another folder: python tools/check_wheel.py.

A checkout hides what a package lacks: every file is beside every other one there, and its folder is on the path of Python.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = ROOT / "springsim"
PIP: Final = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
BINARIES: Final = "Scripts" if os.name == "nt" else "bin"

#: Runs the script that is served, as for a visitor, and says what went wrong in it.
VISIT: Final = """
from streamlit.testing.v1 import AppTest
from springsim.app.server import SCRIPT
page = AppTest.from_file(str(SCRIPT), default_timeout=60).run()
assert not page.exception, page.exception
"""


def main() -> int:
    """Check the wheel; return the exit code."""
    with tempfile.TemporaryDirectory(prefix="springsim-wheel-") as name:
        folder = Path(name)
        wheel = built(folder)
        environment = installed(wheel, folder)
        elsewhere = folder / "elsewhere"
        elsewhere.mkdir()
        python = str(environment / "python")
        run(python, "-c", VISIT, at=elsewhere)
        for code in re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL):
            run(python, "-c", "import springsim as ss\n" + code, at=elsewhere)
        run(str(environment / "springsim"), "figures", "--out", "figures", at=elsewhere)
        assert list((elsewhere / "figures").iterdir())
        with served(environment, elsewhere) as address:
            assert fetched(f"{address}/_stcore/health") == "ok"
            assert "<html" in fetched(f"{address}/")
            assert "export default" in fetched(f"{address}/_stcore/bidi-components/springsim.board/index.js")
    print(f"springsim: {wheel.name} serves the app, draws the figures and runs the README from another folder")
    return 0


def built(folder: Path) -> Path:
    """Return the wheel, built from a copy, so that nothing of an earlier build is in it; every file of the package must be."""
    source = folder / "source"
    shutil.copytree(PACKAGE, source / "springsim", ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, source)
    run(*PIP, "wheel", "--no-deps", "--wheel-dir", str(folder), str(source), at=folder)
    (wheel,) = folder.glob("springsim-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    wanted = {file.relative_to(source).as_posix() for file in source.joinpath("springsim").rglob("*") if file.is_file()}
    assert wanted <= packed, f"the wheel lacks {sorted(wanted - packed)}"
    return wheel


def installed(wheel: Path, folder: Path) -> Path:
    """Install the wheel with what the app needs, as pinned; return the folder of the new environment's commands."""
    pins = [line for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines() if "==" in line]
    constraints = folder / "constraints.txt"
    constraints.write_text("\n".join(pins))
    environment = folder / "environment"
    run(sys.executable, "-m", "venv", "--without-pip", str(environment), at=folder)
    python = str(environment / BINARIES / "python")
    # Without compiling: that takes longer than all that is run of it.
    install = (*PIP, "--python", python, "install", "--no-compile", "--constraint", str(constraints))
    run(*install, f"springsim[app] @ {wheel.as_uri()}", at=folder)
    return environment / BINARIES


@contextlib.contextmanager
def served(environment: Path, at: Path) -> Iterator[str]:
    """Serve the app while the block runs; the address is given to it. It must stop without a complaint."""
    command = [str(environment / "springsim"), "app", "--no-browser", "--port", "0"]
    with subprocess.Popen(command, cwd=at, env=alone(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            found = re.search(r"http://\S+", said)
            assert found, f"the app is not served: {said!r}"
            yield found[0]
            process.send_signal(signal.SIGINT)
            _, complaints = process.communicate(timeout=20)
            assert (process.returncode, complaints) == (0, ""), complaints
        finally:
            process.kill()


def fetched(address: str) -> str:
    """Return the text at an address."""
    with urllib.request.urlopen(address, timeout=20) as answer:
        text: bytes = answer.read()
    return text.decode()


def alone() -> dict[str, str]:
    """Return the environment of commands, without what would let them find the checkout."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}


def run(*command: str, at: Path) -> None:
    """Run a command in a folder; say what it said only if it fails."""
    done = subprocess.run(command, cwd=at, env=alone(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise SystemExit(f"springsim: this failed in the installed package: {' '.join(command)}\n{done.stdout}")


if __name__ == "__main__":
    sys.exit(main())
