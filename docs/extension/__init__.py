"""What the pages are made of besides their text: limits, examples, help of the commands, and the pictures that code draws."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, Final

from sphinx.application import Sphinx

from docs.extension import commands, gallery, limits, names, running

#: Parts of pages that are made of the code, as Markdown; pages include them from ``generated/parts``.
_PARTS: Final[dict[str, Callable[[], str]]] = {
    "board": names.parts,
    "commands": commands.helps,
    "limits": limits.table,
    "scenes": names.scenes,
    "sizes": names.sizes,
}


def setup(app: Sphinx) -> dict[str, Any]:
    """Have Sphinx make it."""
    app.connect("builder-inited", _generate, priority=100)  # before autosummary writes pages into the same folder
    app.connect("source-read", _run_code)
    app.connect("autodoc-process-docstring", _sizes)
    app.connect("autodoc-process-signature", _signature)
    app.connect("missing-reference", _public_name)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _generate(app: Sphinx) -> None:
    folder = Path(app.srcdir) / "generated"
    files = Path(app.outdir) / "examples"
    for made in (folder, files):
        shutil.rmtree(made, ignore_errors=True)
    for name in ("gallery", "pictures", "parts"):
        (folder / name).mkdir(parents=True)
    for name, text in _PARTS.items():
        (folder / "parts" / f"{name}.md").write_text(text(), encoding="utf-8")
    gallery.write(folder / "gallery", files)


def _sizes(app: Sphinx, what: str, name: str, thing: Any, options: Any, lines: list[str]) -> None:
    """Have |x| mean the size of x, where Sphinx would look for a text of that name."""
    lines[:] = [re.sub(r"\|(\w+)\|", r"\|\1\|", line) for line in lines]


def _signature(
    app: Sphinx, what: str, name: str, thing: Any, options: Any, signature: str, returns: str
) -> tuple[str, str] | None:
    """Leave out the fields of a value as arguments: it is made by other functions, and its page lists them anyway."""
    return ("", "") if what == "class" and is_dataclass(thing) else None


def _public_name(app: Sphinx, env: Any, node: Any, shown: Any) -> Any:
    """Link a name that a docstring says without `springsim.`, as `SceneError`, in whatever module it stands."""
    target = f"springsim.{node['reftarget']}"
    return env.domains["py"].resolve_xref(env, node["refdoc"], app.builder, "obj", target, node, shown)


def _run_code(app: Sphinx, page: str, source: list[str]) -> None:
    """Put below each block of code what came of it."""
    if page.startswith("generated/") or not (Path(app.srcdir) / f"{page}.md").is_file():
        return
    text, parts, at = source[0], [], 0
    for k, ran in enumerate(running.run(text, f"{page}.md")):
        parts.append(text[at : ran.end])
        at = ran.end
        if ran.printed:
            parts.append(f"\n```text\n{ran.printed.rstrip()}\n```\n")
        classes = ("only-light", "only-dark") if len(ran.pictures) > 1 else ("light",)
        for picture, kind in zip(ran.pictures, classes, strict=False):
            name = f"generated/pictures/{page.replace('/', '-')}-{k}-{kind}.svg"
            (Path(app.srcdir) / name).write_bytes(picture)
            parts.append(f"\n![{ran.words}](/{name}){{.{kind}}}\n")
    source[0] = "".join([*parts, text[at:]])
