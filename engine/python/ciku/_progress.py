"""Progress: what the argument ``progress`` of long jobs turns into."""

from __future__ import annotations

import sys
import time
from typing import Any, Callable

#: Gets the name of a pass, and how many bytes of the inputs it has read and has to read. Both numbers are 0 for passes
#: that read no inputs; the second is 0 if it is not known.
ProgressCallback = Callable[[str, int, int], Any]
Progress = None | bool | ProgressCallback


class _Bar:
    """A bar of tqdm for each pass over the inputs."""

    def __init__(self, tqdm: Any) -> None:
        self._tqdm = tqdm
        self._bar: Any = None
        self._name = ""

    def __call__(self, name: str, done: int, total: int) -> None:
        if name != self._name:
            self.close()
            self._name = name
            self._bar = self._tqdm(total=total or None, unit="B", unit_scale=True, desc=name, leave=total > 0)
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
        self._bar = None


class _Lines:
    """A line now and then, where tqdm is not installed."""

    SECONDS = 5.0

    def __init__(self) -> None:
        self._next = time.monotonic() + self.SECONDS

    def __call__(self, name: str, done: int, total: int) -> None:
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + self.SECONDS
        share = f": {100 * done // total} %" if total else ""
        print(f"ciku: {name}{share}", file=sys.stderr)

    def close(self) -> None:
        pass


class Shown:
    """Turns the argument into a function or None; closes what it shows at the end of a with statement."""

    def __init__(self, progress: Progress) -> None:
        self._shown: _Bar | _Lines | None = None
        self.callback: ProgressCallback | None = None
        if callable(progress):
            self.callback = progress
        elif progress:
            self.callback = self._shown = _shown()

    def __enter__(self) -> ProgressCallback | None:
        return self.callback

    def __exit__(self, *_: object) -> None:
        if self._shown is not None:
            self._shown.close()


def _shown() -> _Bar | _Lines:
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return _Lines()
    return _Bar(tqdm)
