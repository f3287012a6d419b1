"""The board's modules run by Node: what they decide is looked at without a browser."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import springsim

_MODULES: Final = Path(springsim.__file__).parent / "board" / "js"


def run(script: str, **values: Any) -> Any:
    """Return what a script returns that sees `values`, and with ``await load("state/view.js")`` a module of the board."""
    head = f"const load = (name) => import({json.dumps(_MODULES.as_uri())} + '/' + name);\n" + "".join(
        f"const {name} = {json.dumps(value)};\n" for name, value in values.items()
    )
    text = f"{head}const main = async () => {{ {script} }};\nconsole.log(JSON.stringify(await main()));"
    command = [str(Path(sys.executable).with_name("node")), "--input-type=module", "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    return json.loads(done.stdout)
