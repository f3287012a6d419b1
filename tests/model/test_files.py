"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from springsim import SceneError
from springsim.export import FileError, files

posix = pytest.mark.skipif(os.name != "posix", reason="links, modes and pipes of POSIX")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refusal(path: object, **options: bool) -> str:
    """Return the one line with which writing is refused, early and late alike."""
    with pytest.raises(FileError) as early:
        files.check(path, **options)
    with pytest.raises(FileError) as late:
        files.write(path, b"new", **options)
    assert str(early.value) == str(late.value)
    assert "\n" not in str(late.value)
    return str(late.value)


def test_what_is_written_is_there_and_nothing_else(tmp_path: Path) -> None:
    files.write(tmp_path / "a.svg", b"data")
    assert (tmp_path / "a.svg").read_bytes() == b"data"
    assert names(tmp_path) == ["a.svg"]


def test_a_file_is_kept_unless_it_may_be_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_bytes(b"old")
    said = refusal(path)
    assert str(path) in said
    assert "--force" in said
    assert path.read_bytes() == b"old"
    files.write(path, b"new", overwrite=True)
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["a.svg"]


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_comes_meanwhile_is_kept_too(links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.svg"
    link = os.link

    def meanwhile(source: Path, target: Path) -> None:
        path.write_bytes(b"theirs")
        if not links:
            raise OSError(errno.ENOTSUP, "not supported")
        link(source, target)

    monkeypatch.setattr(os, "link", meanwhile)
    with pytest.raises(FileError, match="is there already"):
        files.write(path, b"ours")
    assert path.read_bytes() == b"theirs"
    assert names(tmp_path) == ["a.svg"]


def test_a_file_system_without_links_is_written_to_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(source: Path, target: Path) -> None:
        raise PermissionError(errno.EPERM, "not permitted")

    monkeypatch.setattr(os, "link", refused)
    files.write(tmp_path / "a.svg", b"data")
    assert (tmp_path / "a.svg").read_bytes() == b"data"
    assert names(tmp_path) == ["a.svg"]


def test_of_many_writers_at_once_one_wins_and_its_file_is_whole(tmp_path: Path) -> None:
    path, wrote = tmp_path / "a.bin", []
    start = threading.Barrier(8)

    def writer(k: int) -> None:
        start.wait()
        try:
            files.write(path, bytes([k]) * 100_000)
        except FileError:
            return
        wrote.append(k)

    threads = [threading.Thread(target=writer, args=(k,)) for k in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(wrote) == 1
    assert path.read_bytes() == bytes(wrote) * 100_000
    assert names(tmp_path) == ["a.bin"]


@pytest.mark.parametrize(
    "raised", [KeyboardInterrupt, SystemExit, MemoryError, OSError(errno.ENOSPC, "No space left on device")]
)
@pytest.mark.parametrize(
    ("step", "overwrite"), [("write_bytes", False), ("link", False), ("write_bytes", True), ("replace", True)]
)
def test_whatever_goes_wrong_leaves_the_folder_as_it_was(
    raised: BaseException | type[BaseException], step: str, overwrite: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.svg"
    if overwrite:
        path.write_bytes(b"old")
    write = Path.write_bytes

    def half(self: Path, data: bytes) -> int:
        write(self, data[: len(data) // 2])
        raise raised

    def none(*_: object) -> None:
        raise raised

    with monkeypatch.context() as patch:
        if step == "write_bytes":
            patch.setattr(Path, step, half)
        else:
            patch.setattr(os, step, none)
        with pytest.raises((KeyboardInterrupt, SystemExit, MemoryError, FileError)):
            files.write(path, b"new data", overwrite=overwrite)
    assert names(tmp_path) == (["a.svg"] if overwrite else [])
    if overwrite:
        assert path.read_bytes() == b"old"


def test_of_several_files_all_are_written_or_none(tmp_path: Path) -> None:
    contents: dict[files.Name, bytes] = {tmp_path / f"{k}.svg": b"%d" % k for k in range(3)}
    files.write_all(contents)
    assert names(tmp_path) == ["0.svg", "1.svg", "2.svg"]
    (tmp_path / "0.svg").unlink()
    (tmp_path / "1.svg").unlink()
    with pytest.raises(FileError, match=r"2\.svg"):
        files.write_all(contents)
    assert names(tmp_path) == ["2.svg"]


def test_the_last_of_several_files_failing_takes_the_others_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = os.link

    def last(source: Path, target: Path) -> None:
        if target.name == "2.svg":
            raise KeyboardInterrupt
        link(source, target)

    monkeypatch.setattr(os, "link", last)
    with pytest.raises(KeyboardInterrupt):
        files.write_all({tmp_path / f"{k}.svg": b"%d" % k for k in range(3)})
    assert names(tmp_path) == []


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    said = refusal(tmp_path / "none" / "a.svg")
    assert "there is no folder" in said
    assert str(tmp_path / "none") in said
    assert names(tmp_path) == []


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)
    assert "is a folder" in refusal(tmp_path, overwrite=True)


@posix
def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    assert "not a directory" in refusal(tmp_path / "a" / "b.svg")


@pytest.mark.parametrize("name", ["a" * 300 + ".svg", "a\0b.svg", "a\nb/\x1b[31mc.svg"])
def test_a_name_that_no_file_can_have_is_refused_in_one_printable_line(name: str, tmp_path: Path) -> None:
    assert refusal(tmp_path / name).isprintable()


def test_a_folder_without_permission_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    said = refusal(tmp_path / "a.svg")
    assert "no permission" in said
    assert str(tmp_path) in said


@posix
def test_a_new_file_has_the_permissions_of_any_other_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"")
    files.write(tmp_path / "a.svg", b"data")
    assert (tmp_path / "a.svg").stat().st_mode == (tmp_path / "other").stat().st_mode
    (tmp_path / "a.svg").chmod(0o640)
    files.write(tmp_path / "a.svg", b"new", overwrite=True)
    assert (tmp_path / "a.svg").stat().st_mode & 0o777 == 0o640


@posix
def test_a_symbolic_link_stays_and_what_it_points_to_is_written(tmp_path: Path) -> None:
    real, link = tmp_path / "real.svg", tmp_path / "link.svg"
    link.symlink_to(real)
    files.write(link, b"data")
    assert link.is_symlink()
    assert real.read_bytes() == b"data"
    assert "is there already" in refusal(link)


@posix
def test_a_device_is_written_to_and_stays(tmp_path: Path) -> None:
    files.check("/dev/null")
    files.write("/dev/null", b"data")
    assert not Path("/dev/null").is_file()


@posix
def test_a_named_pipe_is_written_to(tmp_path: Path) -> None:
    pipe, got = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    files.write(pipe, b"data")
    reader.join()
    assert got == [b"data"]
    assert names(tmp_path) == ["pipe"]


def test_text_is_read_up_to_a_length_in_characters(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("间隔" * 5, encoding="utf-8")
    assert files.read_text(path, 10) == "间隔" * 5
    with pytest.raises(FileError, match="at most 9 characters"):
        files.read_text(path, 9)


def test_a_mark_of_byte_order_is_no_part_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"\xef\xbb\xbf{}")
    assert files.read_text(tmp_path / "a.json", 10) == "{}"


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"{}\xff")
    with pytest.raises(FileError, match="UTF-8"):
        files.read_text(tmp_path / "a.json", 10)


@posix
def test_of_an_endless_file_no_more_is_read_than_is_allowed() -> None:
    with pytest.raises(FileError, match="at most 1000 characters"):
        files.read_text("/dev/zero", 1000)


@pytest.mark.parametrize(("name", "said"), [("none.json", "no such file"), (".", "is a folder")])
def test_what_cannot_be_read_is_named(name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=said) as caught:
        files.read_text(tmp_path / name, 10)
    assert str(tmp_path) in str(caught.value)


@pytest.mark.parametrize(("name", "format"), [("a.svg", "svg"), ("a.b.SVG", "svg"), ("dir.png/a.pdf", "pdf")])
def test_the_suffix_says_the_format(name: str, format: str) -> None:
    assert files.format_of(name, ("svg", "pdf")) == format


@pytest.mark.parametrize("name", ["a.bmp", "svg", ".svg", "a.", "", "a\n.x"])
def test_another_suffix_is_refused_and_the_right_ones_named(name: str) -> None:
    with pytest.raises(SceneError, match=r"ends in \.svg, \.pdf"):
        files.format_of(name, ("svg", "pdf"))
