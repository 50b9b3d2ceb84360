"""The exceptions of ciku. The compiled part raises them by the functions below."""

from __future__ import annotations

import re
from typing import Any


class Error(Exception):
    """Base of all exceptions of ciku."""


class UsageError(Error, ValueError):
    """ciku was asked for something that it cannot do: an unknown encoding, too little memory."""


class InputError(Error):
    """An input can be read, but not used as asked: a broken line of JSON, a file that is no text."""


class CorruptionError(Error):
    """Bytes break the rules of their format: a compressed file that is damaged or cut off."""


class IoError(Error, OSError):
    """The operating system refused something. It has ``errno`` and ``filename``, and is also the built-in exception for
    that number: ``FileNotFoundError``, ``PermissionError`` and so on."""

    def __str__(self) -> str:
        return str(self.strerror)

    def __reduce__(self) -> Any:  # for pickle, since the classes for numbers have no names of their own
        return io_error, (self.errno, self.strerror, self.filename or "")


# An option of the program, as its messages name them.
_OPTION = re.compile(r"(?<![\w/-])--([a-z][a-z-]+[a-z])\b")
_io_errors: dict[type[OSError], type[OSError]] = {}


# What Python has other words for.
_OTHER_WORDS = [
    ("pass --restart to begin anew", "remove it to begin anew"),
    ("with --lexicon-format", "with the argument format"),
    ("--sqlite FILE --query 'SELECT text FROM ...'", "sqlite3.connect(FILE).execute('SELECT text FROM ...')"),
    ("ciku count and ciku words make them", "ciku.count and ciku.merge make them"),
]


def _in_python(message: str) -> str:
    """Returns a message of the program's with names of arguments in place of options, but for commands in backticks."""
    for words, others in _OTHER_WORDS:
        message = message.replace(words, others)
    parts = message.split("`")
    parts[::2] = [_OPTION.sub(lambda option: option[1].replace("-", "_"), part) for part in parts[::2]]
    return "`".join(parts)


def usage_error(message: str) -> UsageError:
    return UsageError(_in_python(message))


def input_error(message: str) -> InputError:
    return InputError(_in_python(message))


def io_error(number: int, message: str, path: str) -> OSError:
    """Returns the exception for a system's error: an IoError that is also the built-in class for its number."""
    kind = type(OSError(number, message))
    if kind not in _io_errors:
        bases: list[type[OSError]] = [IoError] if kind is OSError else [IoError, kind]
        _io_errors[kind] = type(bases[-1].__name__, tuple(bases), {"__module__": "ciku"})
    return _io_errors[kind](number, message, path or None)
