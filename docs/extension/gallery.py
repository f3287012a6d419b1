"""The gallery: a page for each script of ``examples/``, with what it prints and the files that it writes when it is run."""

from __future__ import annotations

import ast
import html
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pypdfium2

ROOT: Final = Path(__file__).parents[2]
EXAMPLES: Final = ROOT / "examples"
_SCALE: Final = 2.5  # pixels of a picture of a PDF, for each of its points
_TALL: Final = 620  # pixels, of a page within a page


@dataclass(frozen=True)
class Example:
    """A script: its name, title, code, and the packages that it needs and this environment lacks."""

    name: str
    title: str
    code: str
    missing: tuple[str, ...]


def examples() -> list[Example]:
    """Return the scripts, by name."""
    return [_read(path) for path in sorted(EXAMPLES.glob("*.py"))]


def _read(path: Path) -> Example:
    code = path.read_text(encoding="utf-8")
    tree = ast.parse(code)
    title = re.split(r"[:.,]\s|[:.]$", (ast.get_docstring(tree) or "").splitlines()[0])[0]
    modules = {alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module for node in tree.body if isinstance(node, ast.ImportFrom) and node.module}
    packages = sorted({module.split(".")[0] for module in modules})
    return Example(path.stem, title, code, tuple(name for name in packages if importlib.util.find_spec(name) is None))


def write(pages: Path, files: Path) -> None:
    """Write a page for each example and one that lists them into `pages`; what they make goes into `files`."""
    all_of_them = examples()
    with ThreadPoolExecutor(2) as pool:  # each waits for a process of its own
        printed = list(pool.map(lambda example: _run(example, files / example.name), all_of_them))
    for example, text in zip(all_of_them, printed, strict=True):
        (pages / f"{example.name}.md").write_text("\n".join(_page(example, text, files / example.name)), encoding="utf-8")
    index = ["# Gallery", "", "Scripts of the folder `examples/`, run as these pages were made, with what they draw.", ""]
    index += [
        '<div class="gallery">',
        *(_entry(example, text, files / example.name) for example, text in zip(all_of_them, printed, strict=True)),
        "</div>",
        "",
    ]
    index += ["```{toctree}", ":hidden:", "", *(example.name for example in all_of_them), "```", ""]
    (pages / "index.md").write_text("\n".join(index), encoding="utf-8")


def _run(example: Example, folder: Path) -> str:
    """Run a script in a folder; return what it printed, nothing where it cannot run here."""
    folder.mkdir(parents=True, exist_ok=True)
    if example.missing:
        return ""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    ran = subprocess.run(
        [sys.executable, str(EXAMPLES / f"{example.name}.py")],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    if ran.returncode:
        raise RuntimeError(f"examples/{example.name}.py failed: {ran.stderr}")
    for pdf in folder.glob("*.pdf"):
        with pypdfium2.PdfDocument(pdf) as document:
            document[0].render(scale=_SCALE).to_pil().save(pdf.with_suffix(".pdf.png"))
    return ran.stdout


def _page(example: Example, printed: str, folder: Path) -> Iterator[str]:
    yield from (f"# {example.title}", "")
    if example.missing:
        needs = " and ".join(f"`{name}`" for name in example.missing)
        yield from (
            "```{note}",
            f"It needs {needs}, which was not there when this page was made: here is the script alone.",
            "```",
            "",
        )
    yield from (f"`examples/{example.name}.py`", "", "```python", example.code.rstrip(), "```", "")
    if printed:
        yield from ("It prints", "", "```text", printed.rstrip(), "```", "")
    made = sorted(path for path in folder.iterdir() if not path.name.endswith(".pdf.png"))
    if made:
        yield from ("and writes" if printed else "It writes", "")
    for path in made:
        # from generated/gallery/NAME.html
        link = f"../../examples/{folder.name}/{path.name}"
        yield from (f'<p><a href="{link}" download>{path.name}</a>, {_size(path)}</p>', "")
        if picture := _picture(path):
            yield from (f'<img class="made" src="../../examples/{folder.name}/{picture.name}" alt="{path.name}">', "")
        elif path.suffix == ".html":
            yield from (f'<iframe class="made" src="{link}" title="{path.name}" height="{_TALL}" loading="lazy"></iframe>', "")


def _entry(example: Example, printed: str, folder: Path) -> str:
    pictures = filter(None, map(_picture, sorted(folder.iterdir())))
    shown = next((f'<img src="../../examples/{folder.name}/{path.name}" alt="">' for path in pictures), "")
    words = html.escape(printed or example.code).replace("\n", "<br>")  # an empty line would end the block of HTML
    return f'<a href="{example.name}.html"><div>{shown or f"<code>{words}</code>"}</div>{example.title}</a>'


def _picture(path: Path) -> Path | None:
    """Return what shows a file as a picture, if anything does."""
    if path.suffix == ".pdf":
        return path.with_suffix(".pdf.png")
    return path if path.suffix in (".svg", ".gif") else None


def _size(path: Path) -> str:
    return f"{max(round(path.stat().st_size / 1000), 1)} kB"
