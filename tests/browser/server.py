"""A server of the app, in a process of its own."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import springsim

ROOT = Path(springsim.__file__).parents[1]


class Server:
    """Runs the app at a port of its own, which it keeps when it is started again."""

    def __init__(self) -> None:
        self.port = 0
        self.process: subprocess.Popen[str] | None = None
        self.complaints = tempfile.TemporaryFile("w+")  # noqa: SIM115  (closed by `close`)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Server:
        """Start it, and return once it answers: it says its address only then."""
        command = [sys.executable, "-m", "springsim", "app", "--no-browser", "--port", str(self.port)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=self.complaints, text=True)
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        port = re.search(r" is at http://127\.0\.0\.1:(\d+) ", said)
        assert port, f"the server did not start: {said!r} {self.said()}"
        self.port = int(port[1])
        return self

    def stop(self, how: int = signal.SIGINT) -> None:
        """Stop it; `how` SIGKILL is a crash."""
        if self.process is None:
            return
        self.process.send_signal(how)
        self.process.wait(20)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process = None

    def said(self) -> str:
        """Return its complaints so far."""
        self.complaints.seek(0)
        return self.complaints.read()

    def close(self) -> None:
        self.stop()
        said = self.said()
        self.complaints.close()
        assert not said, f"the server complained:\n{said}"
