"""JavaScript modules as one script: a page opened from disk may import nothing.

Each module becomes a function of its own that returns what it exports, in the order in which they need one another. Only the
forms that the board is written in are understood; anything else is refused, never guessed at.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Final

_IMPORT: Final = re.compile(r'^import \{([^}]*)\} from "(\.{1,2}/[\w/.-]+\.js)";$', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:class|function|async function|const) +(\w+)\b)", re.MULTILINE)
_NAME: Final = re.compile(r"(\w+)(?: as (\w+))?")
#: What is not code: comments (in the group), strings, templates, regular expressions.
_OPAQUE: Final = re.compile(
    r"""(//[^\n]* | /\*.*?\*/)
    | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'
    | `(?:\\.|\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\}|[^`\\])*`
    | (?<=[\s(,=:&|!?;]) /(?![*/\s])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/""",
    re.VERBOSE | re.DOTALL,
)
_LEFT: Final = re.compile(r"\b(?:import|export)\b.*|.*<(?=!--|/script)")


def bundled(modules: Mapping[str, str], entry: str) -> str:
    """Return a script that does what the module `entry` does.

    Parameters
    ----------
    modules : mapping of str to str
        Source of each module, by the name that others import it by, such as ``"view.js"``.
    entry : str
        Name of the module to run.

    Returns
    -------
    str
        Without comments.

    Raises
    ------
    ValueError
        If a module is missing, has a form of import or export that is not understood, asks another for what it does not
        export, or needs itself.
    """
    parts: dict[str, str] = {}
    exports: dict[str, list[str]] = {}

    def add(name: str, needed_by: tuple[str, ...]) -> None:
        if name in needed_by:
            raise ValueError(f"modules in a circle: {' → '.join([*needed_by, name])}")
        if name in parts:
            return
        if name not in modules:
            raise ValueError(f"{name}: there is no such module")
        source = _without_comments(modules[name])
        for names, place in _IMPORT.findall(source):
            other = _resolved(name, place)
            add(other, (*needed_by, name))
            missing = {theirs for theirs, _ in _NAME.findall(names)} - set(exports[other])
            if missing:
                raise ValueError(f"{name}: {other} does not export {', '.join(sorted(missing))}")
        exports[name] = _EXPORT.findall(source)
        parts[name] = _wrapped(name, source, exports[name])

    add(entry, ())
    return "".join(parts.values())


def _wrapped(name: str, source: str, exports: list[str]) -> str:
    """Return a module as a constant: what its function returns."""
    body = _EXPORT.sub("", _IMPORT.sub(lambda found: _destructured(found, name), source)).strip()
    left = _LEFT.search(_OPAQUE.sub('""', body)) or re.search("<!--|</script", body, re.IGNORECASE)
    if left:
        raise ValueError(f"{name}: a form that is not understood: {left[0].strip()[:80]}")
    return f"const {_constant(name)} = (() => {{\n{body}\nreturn {{ {', '.join(exports)} }};\n}})();\n"


def _destructured(statement: re.Match[str], name: str) -> str:
    names = ", ".join(f"{theirs}: {ours}" if ours else theirs for theirs, ours in _NAME.findall(statement[1]))
    return f"const {{ {names} }} = {_constant(_resolved(name, statement[2]))};"


def _resolved(name: str, place: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), place))


def _constant(name: str) -> str:
    return "module_" + re.sub(r"\W", "_", name.removesuffix(".js"))


def _without_comments(source: str) -> str:
    """Return the source without comments, and without the lines that they leave empty."""
    code = _OPAQUE.sub(lambda found: " " if found[1] else found[0], source)
    return "".join(f"{line.rstrip()}\n" for line in code.splitlines() if line.strip())
