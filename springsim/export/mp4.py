"""MP4: H.264 by the ffmpeg of imageio-ffmpeg."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from springsim.export.frames import Frames, Pixels, Timing
from springsim.export.optional import required


def film(frames: Frames, timing: Timing) -> bytes:
    """Return an animation as an MP4."""
    return encoded(iter(frames), timing.fps, frames.size, timing.shown(len(frames), timing.fps))


def encoded(pictures: Iterator[Pixels], fps: int, size: tuple[int, int], times: Sequence[int]) -> bytes:
    """Return pictures as an MP4; the same pictures give the same bytes.

    Parameters
    ----------
    pictures : iterator of (height, width, 3) ndarray
        At least one; taken one by one.
    fps : int
        Pictures a second.
    size : (int, int)
        Width and height, even numbers.
    times : sequence of int
        How many times each is shown.

    Returns
    -------
    bytes

    Raises
    ------
    MissingError
        If imageio-ffmpeg is not installed.
    OSError
        If ffmpeg fails.
    """
    with tempfile.TemporaryDirectory(prefix="springsim-") as folder:
        path = Path(folder, "film.mp4")
        with _ffmpeg(path, fps, size) as pipe:
            for picture, count in zip(pictures, times, strict=True):
                shown = picture.tobytes()
                for _ in range(count):
                    pipe(shown)
        return path.read_bytes()


@contextlib.contextmanager
def _ffmpeg(path: Path, fps: int, size: tuple[int, int]) -> Iterator[Callable[[bytes], object]]:
    """Have ffmpeg run, and take frames; killed when anything is raised meanwhile, and waited for in any case.

    H.264 as every browser and slide program plays it: 4:2:0, colours as in HD television and said so, its index at the front.
    One thread and ``bitexact``: the same frames give the same bytes.
    """
    width, height = size
    exact = ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1", "-threads", "1"]
    television = "range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"
    filters = f"scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,setparams={television}"
    command = [
        *(required("imageio_ffmpeg").get_ffmpeg_exe(), "-nostdin", "-hide_banner", "-loglevel", "error", "-y"),
        *("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", str(fps), "-i", "pipe:0", "-an"),
        *("-vf", filters, "-c:v", "libx264", "-preset", "medium", "-crf", "18", "-pix_fmt", "yuv420p"),
        *(*exact, "-movflags", "+faststart", os.fspath(path)),
    ]
    with tempfile.TemporaryFile() as said:
        # a group of its own, so that Ctrl-C reaches only us, who then stop it
        group: dict[str, Any] = {"start_new_session": True} if os.name == "posix" else {}
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said, **group)
        pipe = process.stdin
        assert pipe is not None
        try:
            with contextlib.suppress(BrokenPipeError):  # it has ended by itself, and has said why
                yield pipe.write
                pipe.close()
            status = process.wait()
        finally:
            process.kill()
            process.wait()
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
        if status != 0:
            said.seek(0)
            last = said.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
            raise OSError(f"ffmpeg failed with status {status}: {last[:300]}")
