"""d3-force in a process of node that stays, so that it can take turns with us once it is warm."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import IO, cast

import numpy as np

import springsim as ss

HERE = Path(__file__).parent
_LINK = 30.0  # what d3-force takes for the length of a link: our margin, so that its lengths suit the points


class Force:
    """A process of node that runs force.mjs; used as a context manager."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [node() or "node", str(HERE / "force.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    @staticmethod
    def there() -> bool:
        """Tell whether node and d3-force are there."""
        return node() is not None and (HERE / "node_modules" / "d3-force").is_dir()

    def __enter__(self) -> Force:
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End the process."""
        cast("IO[str]", self._process.stdin).close()
        self._process.wait(20)
        cast("IO[str]", self._process.stdout).close()

    def seconds(self, scene: ss.Scene, ticks: int, *, links: bool = True) -> float:
        """Return how long so many ticks take, from the positions of a scene, with its similar pairs as links or without."""
        i, j, similar = scene.springs.pairs if links else (np.empty(0, np.int64),) * 3
        asked = {
            "positions": (scene.positions * (_LINK / scene.margin)).tolist(),
            "links": np.stack([i, j], axis=1)[similar.astype(bool)].tolist(),
            "ticks": ticks,
        }
        to, back = cast("IO[str]", self._process.stdin), cast("IO[str]", self._process.stdout)
        to.write(json.dumps(asked) + "\n")
        to.flush()
        answer = json.loads(back.readline())
        assert np.isfinite(answer["spread"])
        return float(answer["ms"]) / 1e3


def node() -> str | None:
    """Return the node to run: that of this environment, of .venv, or of the PATH."""
    folders = (Path(sys.executable).parent, HERE.parent / ".venv" / "bin")
    return next((str(folder / "node") for folder in folders if (folder / "node").exists()), shutil.which("node"))
