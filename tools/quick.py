"""Check one file within seconds: python tools/quick.py FILE.

Of a file of tests: style, types and these tests. Of a module of the package: its style and types, and the tests that mirror it
or, where no file of tests has its name, those that import it. Of a script of the board: eslint, prettier and tsc. No
browser is started.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PYTHON: Final = (sys.executable, "-m")


def main(arguments: list[str]) -> int:
    """Check the file; return 0 if all is well."""
    path = (Path.cwd() / arguments[0]).resolve() if arguments else ROOT
    if not path.is_file() or ROOT not in path.parents:
        print("springsim: which file? make quick FILE=tests/model/test_scene.py", file=sys.stderr)
        return 2
    file = path.relative_to(ROOT)
    if file.suffix == ".js":
        tools = (
            ("eslint", "--max-warnings", "0", str(file)),
            ("prettier", "--check", "--log-level", "warn", str(file)),
            ("tsc",),
        )
        return run([[f"node_modules/.bin/{name}", *options] for name, *options in tools])
    if file.suffix != ".py":
        print(f"springsim: {file} is neither Python nor JavaScript", file=sys.stderr)
        return 2
    tests = tests_of(file)
    print(f"springsim: {file}, and {' '.join(map(str, tests)) or 'no tests'}", flush=True)
    checks = [
        [*PYTHON, "ruff", "check", "--quiet", str(file)],
        [*PYTHON, "ruff", "format", "--check", "--quiet", str(file)],
        [*PYTHON, "mypy", "--no-error-summary", str(file)],
    ]
    return run([*checks, [*PYTHON, "pytest", "-q", "--no-header", *map(str, tests)]] if tests else checks)


def tests_of(file: Path) -> list[Path]:
    """Return the files of tests that a file is checked by; both are relative to the checkout."""
    if file.parts[0] == "tests":
        return [file] if file.name.startswith("test_") else []
    if file.parts[0] != "springsim":
        return []
    mirrored = Path("tests", *file.parts[1:-1], f"test_{file.name}")
    if (ROOT / mirrored).is_file():
        return [mirrored]
    room, name = ".".join(file.parts[:-1]), file.stem
    if name == "__init__":
        room, _, name = room.rpartition(".")
    imported = re.compile(
        rf"\b{re.escape(room)}\.{name}\b|^from {re.escape(room)} import (?:\([^)]*|.*)\b{name}\b", flags=re.MULTILINE
    )
    candidates = sorted((ROOT / "tests").rglob("test_*.py"))
    return [
        test.relative_to(ROOT)
        for test in candidates
        if "browser" not in test.parts and imported.search(test.read_text(encoding="utf-8"))
    ]


def run(commands: list[list[str]]) -> int:
    """Run commands side by side and show what each says, in this order; return 0 if all did well."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    running = [
        subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "PATH": path}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for command in commands
    ]
    for process in running:
        said, _ = process.communicate()
        print(said, end="", flush=True)
    return int(any(process.returncode for process in running))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
