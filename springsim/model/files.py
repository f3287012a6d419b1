"""Files and streams: a file is written whole or not at all, and what cannot be written is said in one line."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Final

from springsim.model.other_files import kind_of
from springsim.validation.errors import SceneError, Words, shown

STREAM: Final = "-"  #: the name that stands for standard input or output
_PIECE: Final = 2**20  # bytes that are read together
_IN: Final = Words("standard input")
_OUT: Final = Words("standard output")

Name = str | os.PathLike[str]

_NO_LINKS: Final = (errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK)


class FileError(OSError):
    """A file that cannot be read or written; the message is one line.

    Parameters
    ----------
    path : str or path
        Which file.
    reason : str
        Why, and what would help.
    """

    def __init__(self, path: Name, reason: str) -> None:
        self.path, self.reason = os.fspath(path), reason
        super().__init__(f"{_shown(path)}: {reason}")


def checked_name(path: object) -> Name:
    """Return the name of a file as one that `read_text` opens, ``-`` among them.

    Raises
    ------
    SceneError
        If it is none, such as the text of a scene.
    """
    if not isinstance(path, str | os.PathLike) or not isinstance(os.fspath(path), str):
        raise SceneError("path", path, "the name of a file")
    if isinstance(path, str) and path.lstrip().startswith("{"):
        raise SceneError("path", path, "the name of a file; a text is read by Scene.from_json(text)")
    return os.path.join(os.curdir, STREAM) if os.fspath(path) == STREAM else path


def check(path: Name, *, overwrite: bool = False) -> None:
    """Refuse early what `write` would refuse, before anything is computed.

    Raises
    ------
    FileError
        If the folder is not there or cannot be written to, if `path` is a folder, or is there and `overwrite` is not asked for.
    """
    target = _target(path)
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        if not target.parent.is_dir():
            raise FileError(path, f"there is no folder {_shown(target.parent)}") from None
    except (OSError, ValueError) as error:
        raise _failed(path, error) from None
    else:
        if stat.S_ISDIR(mode):
            raise FileError(path, "is a folder; expected the name of a file")
        if not stat.S_ISREG(mode):  # a device or a named pipe: nothing there that could be lost
            return
        if not overwrite:
            raise _exists(path)
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise FileError(path, f"no permission to write in {_shown(target.parent)}")


def write(path: Name, data: bytes, *, overwrite: bool = False) -> None:
    """Write a file whole or not at all: to a temporary name in its folder, which is then renamed.

    Parameters
    ----------
    path : str or path
        The file. What stands there already is kept unless `overwrite`; a device or named pipe is simply written to.
    data : bytes
        What is in it.
    overwrite : bool, optional
        Whether to replace a file that is there.

    Raises
    ------
    FileError
        If it cannot be written. Then, and after any other exception, Ctrl-C included, the folder is as it was.
    """
    write_all({path: data}, overwrite=overwrite)


def write_all(contents: Mapping[Name, bytes], *, overwrite: bool = False) -> None:
    """Write several files: all of them, or none that was not there before.

    Parameters
    ----------
    contents : dict of path to bytes
        The files; as in `write`.
    overwrite : bool, optional
        Whether to replace files that are there.

    Raises
    ------
    FileError
        If one cannot be written.
    """
    for path in contents:
        check(path, overwrite=overwrite)
    made: list[Path] = []
    with contextlib.ExitStack() as stack:
        ready = [(path, stack.enter_context(_temporary(path, data))) for path, data in contents.items()]
        try:
            for path, temporary in ready:
                if temporary is not None:
                    _put(temporary, path, overwrite, made)
        except BaseException:
            for done in made:
                done.unlink(missing_ok=True)
            raise


def format_of(path: Name, formats: Sequence[str]) -> str:
    """Return the format that the suffix of a file's name says.

    Raises
    ------
    SceneError
        If it is none of `formats`.
    """
    suffix = Path(path).suffix.lower().removeprefix(".")
    if suffix not in formats:
        raise SceneError("file", os.fspath(path), "a name that ends in " + ", ".join(f".{known}" for known in formats))
    return suffix


@contextlib.contextmanager
def refusing(path: Name) -> Iterator[None]:
    """Say what the system refuses as a `FileError`."""
    try:
        yield
    except (FileError, BrokenPipeError):
        raise
    except (OSError, ValueError) as error:
        raise _failed(path, error) from None


@contextlib.contextmanager
def _temporary(path: Name, data: bytes) -> Iterator[Path | None]:
    """Have `data` in a temporary file beside `path` for a while; None where `path` is a device, which is written at once."""
    target = _target(path)
    if target.exists() and not target.is_file():
        with refusing(path):
            target.write_bytes(data)
        yield None
        return
    temporary = target.with_name(f".springsim-{secrets.token_hex(8)}.tmp")
    try:
        with refusing(path):
            temporary.write_bytes(data)
            if target.exists():
                temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _put(temporary: Path, path: Name, overwrite: bool, made: list[Path]) -> None:
    """Give a temporary file its name, in one step; without `overwrite` also where another program takes the name meanwhile."""
    target = _target(path)
    with refusing(path):
        if overwrite:
            os.replace(temporary, target)
            return
        try:
            os.link(temporary, target)  # a rename would replace; a link never does
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            target.touch(exist_ok=False)  # this file system has no links: take the name first
            made.append(target)
            os.replace(temporary, target)
        else:
            made.append(target)


def read_text(path: Name, longest: int) -> str:
    """Return the text of a file, or of standard input for ``-``.

    Parameters
    ----------
    path : str or path
        The file, in UTF-8.
    longest : int
        Most characters; no more than that is ever read.

    Raises
    ------
    FileError
        If it cannot be read, is not UTF-8, or is longer.
    """
    most = 4 * longest + 4
    data = read_bytes(path, most)
    path = _IN if os.fspath(path) == STREAM else path
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if len(data) < most:
            kind = kind_of(data[:1000].decode("latin-1"))
            what = f"is {kind}, not a text" if kind else f"is not text in UTF-8 (byte {error.start})"
            raise FileError(path, what) from None
        text = data.decode("utf-8", "replace")
    if len(text) > longest:
        raise FileError(path, f"is too long; expected at most {longest} characters")
    return text


def read_bytes(path: Name, most: int) -> bytes:
    """Return the first bytes of a file, or of standard input for ``-``: no more than `most`.

    Raises
    ------
    FileError
        If it cannot be read.
    """
    path = _IN if os.fspath(path) == STREAM else path
    with refusing(path):
        if path is _IN:
            if sys.stdin is None:
                raise FileError(path, "is closed")
            return _read(sys.stdin.buffer, most)
        with open(path, "rb") as file:
            return _read(file, most)


def _read(file: IO[bytes], most: int) -> bytes:
    """Read at most `most` bytes, in pieces: one call would reserve memory for all of them."""
    data = bytearray()
    while piece := file.read(min(_PIECE, most - len(data))):
        data += piece
    return bytes(data)


def write_stream(data: bytes, *, binary: bool) -> None:
    """Write to standard output.

    Parameters
    ----------
    data : bytes
        What to write.
    binary : bool
        Whether it is no text: then a terminal is refused.

    Raises
    ------
    FileError
        If standard output is a terminal and `binary`, or cannot be written to.
    BrokenPipeError
        If the reader has closed.
    """
    if sys.stdout is None:
        raise FileError(_OUT, "is closed")
    if binary and sys.stdout.isatty():
        raise FileError(_OUT, "is a terminal, and this is no text; name a file, or send it on with | or >")
    with refusing(_OUT):
        sys.stdout.flush()
        stream: IO[bytes] = sys.stdout.buffer
        stream.write(data)
        stream.flush()


def _failed(path: Name, error: OSError | ValueError) -> FileError:
    match error:
        case FileExistsError():
            return _exists(path)
        case FileNotFoundError():
            return FileError(path, "there is no such file")
        case IsADirectoryError():
            return FileError(path, "is a folder; expected a file")
        case OSError(strerror=str(reason)):
            return FileError(path, reason[:1].lower() + reason[1:])
        case _:  # a NUL in the name
            return FileError(path, "is not the name of a file")


def _exists(path: Name) -> FileError:
    return FileError(path, "is there already; overwrite it with --force (in Python: overwrite=True)")


def _shown(path: Name) -> str:
    return shown(os.fspath(path), 300)


def _target(path: Name) -> Path:
    """Return where a file is really written: through symbolic links, so that they stay."""
    try:
        return Path(os.path.realpath(path))
    except (OSError, ValueError) as error:
        raise _failed(path, error) from None
