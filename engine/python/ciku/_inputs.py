"""Inputs: files that a corpus is made of, or texts from anywhere."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from . import _ciku
from ._checks import check
from ._errors import UsageError
from ._progress import ProgressCallback
from ._settings import Path, encoded, named

#: A path, several paths, or any iterable of texts.
Inputs = Path | Iterable[Any]

# As many items of a list are looked at to tell paths from texts.
_LOOKED_AT = 1000
_ENDINGS = (".txt", ".jsonl", ".json", ".csv", ".tsv", ".zst", ".gz", ".bz2", ".xz", ".warc", ".xml", ".tar")


class Reading(NamedTuple):
    """How files are read: the arguments of the same names."""

    field: str | Sequence[str] | None = None
    column: str | Sequence[str] | None = None
    encoding: str | None = None
    input_format: str | None = None
    skip_bad_records: bool = False

    def options(self) -> _ciku.InputOptions:
        options = _ciku.InputOptions()
        options.fields = _several(self.field)
        options.columns = _several(self.column)
        options.skip_bad_records = self.skip_bad_records
        if self.encoding is not None:
            options.encoding = self.encoding
        if self.input_format is not None:
            options.format = named(_ciku.InputFormat, self.input_format, "input_format")
        return options

    def check_unused(self) -> None:
        """Raises UsageError if something is given that only files have."""
        for name, value in self._asdict().items():
            if value:
                raise UsageError(f"{name} is for files, and these inputs are texts")


def open_inputs(
    inputs: Inputs,
    reading: Reading,
    storage: _ciku.Storage,
    progress: ProgressCallback | None = None,
    name: str = "texts",
) -> _ciku.Corpus:
    """Opens files, or reads all texts and keeps them compressed in the folder for temporary files."""
    paths = paths_of(inputs)
    check(reading._asdict())
    if paths is not None:
        return _ciku.open_corpus(paths, reading.options(), storage)
    reading.check_unused()
    return _ciku.keep_texts(iter(inputs), name, storage, progress)  # type: ignore[arg-type]


def paths_of(inputs: Inputs) -> list[bytes] | None:
    """Returns the paths that inputs are; None if they are texts.

    A str or an os.PathLike is a path. A list or a tuple holds paths if its items are os.PathLike, or if they are the names
    of files or folders that exist; otherwise, like all other iterables, it holds texts.
    """
    if isinstance(inputs, str) and _is_text(inputs):
        raise UsageError(f"{inputs[:20]!r}... is no path; pass a list of texts, even if it is one: [text]")
    if isinstance(inputs, (str, os.PathLike)):
        return [_path(inputs)]
    if isinstance(inputs, Mapping):
        raise TypeError("inputs are a mapping; pass its values, mapping.values(), or its keys, list(mapping)")
    if hasattr(inputs, "columns") and hasattr(inputs, "iloc"):
        raise TypeError("inputs are a table; pass a column of it, such as frame['text']")
    if isinstance(inputs, (bytes, bytearray)) or not hasattr(inputs, "__iter__"):
        raise TypeError(f"inputs are a path, several paths or an iterable of str, not {type(inputs).__name__}")
    if not isinstance(inputs, (list, tuple)) or not inputs:
        return None
    if any(isinstance(item, os.PathLike) for item in itertools.islice(inputs, _LOOKED_AT)):
        return [_path(item) for item in inputs]
    return [_path(item) for item in inputs] if _name_files(inputs) else None


def _name_files(items: Sequence[Any]) -> bool:
    """Whether the items of a list are names of files."""
    first = [item for item in items[:_LOOKED_AT] if isinstance(item, str)]
    exist = [item for item in first if len(item) < 4096 and "\0" not in item and os.path.exists(item)]
    if not exist:
        # A list of names with a slip in each is no list of texts.
        return bool(first) and all(item.lower().endswith(_ENDINGS) and "\n" not in item for item in first)
    if len(exist) < len(first) or len(first) < len(items[:_LOOKED_AT]):
        other = next(item for item in items if item not in exist)
        raise UsageError(
            f"{exist[0]!r} is the name of a file, and {other!r} is not: pass pathlib.Path objects for files, "
            "or iter(texts) for texts"
        )
    return True


def _is_text(inputs: str) -> bool:
    """Whether a str is rather a text than the name of a file."""
    return ("\n" in inputs or len(inputs) > 200 or any(mark in inputs for mark in "，。！？；")) and not (
        len(inputs) < 4096 and "\0" not in inputs and os.path.exists(inputs)
    )


def text_in(row: Any) -> Any:
    """Returns the text of a row of a cursor that has one column; anything else as it is."""
    if not isinstance(row, (str, bytes)) and isinstance(row, Sequence) and len(row) == 1:
        return row[0]
    if hasattr(row, "keys") and not isinstance(row, Mapping) and len(row) == 1:  # sqlite3.Row
        return row[0]
    return row


def _path(path: Any) -> bytes:
    # The library takes "-" for standard input.
    name = encoded(path)
    return b"./-" if name == b"-" else name


def _several(value: str | Sequence[str] | None) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)
