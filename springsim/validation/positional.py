"""Options that were positional once: still taken so, with a warning that names the keyword."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def keyword_only(*names: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let keyword-only options of a function be given by position too, as they once could, with a `DeprecationWarning`.

    Parameters
    ----------
    *names : str
        The options in the order in which they followed the arguments that are still positional.

    Returns
    -------
    callable
        A decorator; what it returns has the signature of the function as it is written, with keyword-only options.

    Examples
    --------
    >>> @keyword_only("size")
    ... def squared(*, size=1):
    ...     return size**2
    >>> squared(size=3)
    9
    """

    def decorated(function: Callable[P, R]) -> Callable[P, R]:
        positional: int = function.__code__.co_argcount

        @wraps(function)
        def called(*args: P.args, **options: P.kwargs) -> R:
            late = args[positional:]
            if not late or len(late) > len(names):
                return function(*args, **options)
            given = dict(zip(names, late, strict=False))
            twice = given.keys() & options.keys()
            if twice:
                raise TypeError(f"{function.__name__}() got multiple values for argument {min(twice)!r}")
            by_name = ", ".join(f"{name}=…" for name in given)
            text = f"{function.__qualname__}: options by position are deprecated, give them by keyword: {by_name}"
            warnings.warn(text, DeprecationWarning, stacklevel=2)
            return function(*args[:positional], **{**options, **given})  # type: ignore[arg-type]

        return called

    return decorated
