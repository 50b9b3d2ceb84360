"""Checks of arguments, before any input is read: their types, and the ranges that the program's options have."""

from __future__ import annotations

import difflib
import errno
import math
import os
from collections.abc import Mapping
from operator import index
from typing import Any, NamedTuple

from . import _ciku
from ._errors import InputError, UsageError, io_error


class _Whole(NamedTuple):
    least: int
    most: int = 2**63 - 1


class _Number(NamedTuple):
    least: float = -math.inf
    most: float = math.inf
    above: bool = False  # more than `least`


class _Several(NamedTuple):
    """Texts, or one of them."""


class _Numbers(NamedTuple):
    """Finite numbers."""


_POSITIVE = _Whole(1)
_KINDS: dict[str, Any] = {
    "order": _POSITIVE,
    "min_count": _POSITIVE,
    "min_length": _POSITIVE,
    "max_length": _POSITIVE,
    "top": _POSITIVE,
    "threads": _Whole(1, 1024),
    "window": _Whole(1, 64),
    "min_words": _POSITIVE,
    "level": _Whole(1, 19),
    "min_pmi": _Number(),
    "min_proba": _Number(0, 1, above=True),
    "smoothing": _Number(0),
    "null_score": _Number(),
    "thresholds": _Numbers(),
    **dict.fromkeys(
        ("lower", "strict", "stats", "only_new", "skip_bad_records", "no_trivial", "complete", "joining"), bool
    ),
    **dict.fromkeys(
        ("method", "alphabet", "normalize", "rules", "script", "encoding", "input_format", "format", "sort", "weight"),
        str,
    ),
    **dict.fromkeys(("field", "column"), _Several()),
}  # fmt: skip


def check(arguments: Mapping[str, Any], **others: Any) -> None:
    """Raises TypeError or UsageError for the first argument that is not what its name asks for.

    Arguments that are None or have other names pass. `others` are kinds of arguments that differ from those of the name.
    """
    for name, value in arguments.items():
        kind = others.get(name, _KINDS.get(name))
        if value is None or kind is None:
            continue
        if isinstance(kind, _Whole):
            _check_whole(name, value, kind)
        elif isinstance(kind, _Number):
            _check_number(name, value, kind)
        elif isinstance(kind, _Numbers):
            for each in _iterated(name, value, "numbers"):
                _check_number(name, each, _Number())
        elif isinstance(kind, _Several):
            for each in [value] if isinstance(value, str) else _iterated(name, value, "a str or several"):
                _check_is(name, each, str, "a str or several")
        else:
            _check_is(name, value, kind, "True or False" if kind is bool else "a str")


#: Kinds that differ from those of the names.
FROM_0 = _Whole(0)
POSITIVE = _POSITIVE
COUNTED_ORDER = _Whole(1, 9)
NUMBER = _Number()


def wrong_type(name: str, value: Any, expected: str) -> TypeError:
    shown = repr(value)
    if len(shown) > 60:
        shown = shown[:60] + "..."
    return TypeError(f"{name}: expected {expected}, and got {shown} ({type(value).__name__})")


def _check_whole(name: str, value: Any, kind: _Whole) -> None:
    try:
        number = index(value)
    except TypeError:
        raise wrong_type(name, value, "a whole number") from None
    if number < kind.least:
        raise UsageError(f"{name}: {number} is too small; the least is {kind.least}")
    if number > kind.most:
        raise UsageError(f"{name}: {number} is too large; the most is {kind.most}")


def _check_number(name: str, value: Any, kind: _Number) -> None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise wrong_type(name, value, "a number") from None
    if isinstance(value, str):
        raise wrong_type(name, value, "a number")
    if not math.isfinite(number):
        raise UsageError(f"{name}: {number} is not a finite number")
    if number < kind.least or (kind.above and number == kind.least):
        raise UsageError(f"{name}: {number:g} is {'not above' if kind.above else 'less than'} {kind.least:g}")
    if number > kind.most:
        raise UsageError(f"{name}: {number:g} is more than {kind.most:g}")


def _check_is(name: str, value: Any, kind: type, expected: str) -> None:
    # numpy has a bool of its own.
    if not isinstance(value, kind) and not (kind is bool and type(value).__name__ in ("bool_", "bool")):
        raise wrong_type(name, value, expected)


def _iterated(name: str, value: Any, expected: str) -> list[Any]:
    try:
        return list(value)
    except TypeError:
        raise wrong_type(name, value, expected) from None


def is_text(value: str) -> bool:
    """Whether a str holds no lone surrogate."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def check_text(what: str, value: Any) -> None:
    """Raises TypeError if a value is no str, InputError if it holds a lone surrogate."""
    if not isinstance(value, str):
        raise wrong_type(what, value, "a str")
    if not is_text(value):
        raise InputError(f"{what}, {value!r}, holds a lone surrogate, which is no text")


def statistic(name: Any, what: str, known: tuple[str, ...] = ()) -> str:
    """Returns the name by which the library knows a statistic; `known` are other names that do."""
    if not isinstance(name, str):
        raise wrong_type(what, name, "the name of a statistic")
    names = [*known, *_ciku.WordList.statistic_names()]
    wanted = name.replace("_", "-")
    if wanted in names:
        return wanted
    near = difflib.get_close_matches(wanted, names, 1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise UsageError(f"{what}: {name!r} is none of {', '.join(map(repr, names))}{hint}")


def check_folder_of(path: str | os.PathLike[str]) -> None:
    """Raises FileNotFoundError if a result cannot be in a file of this name, because its folder does not exist."""
    folder = os.path.dirname(os.fspath(path)) or "."
    if not os.path.isdir(folder):
        raise io_error(errno.ENOENT, f"{os.fspath(path)}: cannot write: its folder does not exist", os.fspath(path))
