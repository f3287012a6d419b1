"""What the processes of these tests compute."""

import os
import random
import sys
import tempfile
import threading
from pathlib import Path

from springsim.export.optional import MissingError
from springsim.export.orders import PIECE
from springsim.validation.errors import SceneError


def hangs(send, *_):
    """Tell that it is one of nine, leave a file half done, and never end."""
    Path(tempfile.gettempdir(), "part").touch()
    send((1, 9))
    threading.Event().wait()


def until_there(path):
    """Wait for a file."""
    while not os.path.exists(path):
        threading.Event().wait(0.01)


def prints_and_sends(send, values):
    """Tell some values, and print what is no answer."""
    print("no answer", flush=True)
    for value in values:
        send(value)
    return len(values)


class OddError(Exception):
    """An error that cannot be sent."""

    def __init__(self, one, two):
        super().__init__(f"{one} and {two}")


def odd():
    raise OddError(1, 2)


def large(send, *_):
    """Deliver two pieces and a bit."""
    data = random.Random(1).randbytes(2 * PIECE + 7)
    for start in range(0, len(data), PIECE):
        send(data[start : start + PIECE])
    return len(data)


def lacks(*_):
    raise MissingError("an MP4 needs imageio_ffmpeg", name="imageio_ffmpeg")


def refuses(*_):
    raise SceneError("size[0]", 0.5, "a number from 1 to 40")


def has_no_memory(*_):
    raise MemoryError


def leaves(*_):
    sys.exit(3)


def is_killed(*_):
    os.kill(os.getpid(), 9)
