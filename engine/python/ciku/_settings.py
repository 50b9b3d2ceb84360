"""What many functions take: names, sizes, resources, places for temporary files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from operator import index
from typing import TypeVar

from . import _ciku
from ._checks import check, wrong_type
from ._errors import UsageError

Path = str | os.PathLike[str]
Size = int | str

_UNITS = {"": 0, "K": 10, "M": 20, "G": 30, "T": 40}
_Named = TypeVar("_Named")


def size(value: Size) -> int:
    """Returns a number of bytes: a number, or a text such as "512M" or "2G"."""
    if not isinstance(value, str):
        try:
            number = index(value)
        except TypeError:
            raise wrong_type("a size", value, "a number of bytes, or a text such as '512M'") from None
        if number < 0:
            raise UsageError(f"{number} is less than no memory")
        if number >= 1 << 62:
            raise UsageError(f"{number} bytes are more than there can be")
        return number
    digits = value.rstrip("bBiIkKmMgGtT")
    unit = value[len(digits) :].upper().replace("IB", "").replace("B", "")
    if not digits.isdecimal() or unit not in _UNITS:
        raise UsageError(f"{value!r} is not a size such as 4096, '512M' or '2G'")
    return size(int(digits) << _UNITS[unit])


def named(kind: type[_Named], value: str, what: str) -> _Named:
    """Returns the value of an enumeration by its name, in which "-" stands for "_"."""
    members: dict[str, _Named] = kind.__members__  # type: ignore[attr-defined]
    name = value.replace("-", "_").lower() if isinstance(value, str) else ""
    if name not in members:
        known = ", ".join(repr(member.replace("_", "-")) for member in members)
        raise UsageError(f"{what}: {value!r} is none of {known}")
    return members[name]


def encoded(path: Path) -> bytes:
    """Returns a path as the system has it."""
    return os.fsencode(path)


@contextmanager
def temporary_folder() -> Iterator[str]:
    """Yields a folder that is removed at the end of the with statement."""
    import tempfile  # takes as long to import as half of this package

    with tempfile.TemporaryDirectory(prefix="ciku-") as folder:
        yield folder


def resources(memory: Size | None, threads: int | None) -> _ciku.Resources:
    """Returns resources; by default, half of the memory and all processors that this process may use."""
    given = _ciku.Resources()
    if memory is not None:
        given.memory = size(memory)
    if threads is not None:
        check({"threads": threads})
        given.threads = threads
    return given


def storage(temp_dir: Path | None, work_dir: Path | None = None) -> _ciku.Storage:
    """Returns the place for temporary files, or a folder that keeps finished work."""
    options = _ciku.StorageOptions()
    if temp_dir is not None:
        options.temp_directory = encoded(temp_dir)
    if work_dir is not None:
        options.work_directory = encoded(work_dir)
    return _ciku.Storage(options)
