"""A terminal as a person sees it: a pseudo-terminal with a screen behind it."""

import contextlib
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time

try:
    import pyte
except ImportError:  # the tests run in another Python than Debian's
    sys.path.append("/usr/lib/python3/dist-packages")
    import pyte

from driver import TIMEOUT

CTRL_C, CTRL_D = "\x03", "\x04"


class ReflowingScreen(pyte.Screen):
    """A screen that breaks lines when it becomes narrower, as most terminals do today. (pyte's own
    cuts them, as others do.)"""

    def resize(self, lines=None, columns=None):
        rows, at = [], (0, 0)
        for y, row in enumerate(self.display):
            parts = range(0, max(len(row.rstrip()), 1), columns)
            if y == self.cursor.y:
                at = (len(rows) + self.cursor.x // columns, self.cursor.x % columns)
            rows += [row[x : x + columns].rstrip() for x in parts]
        super().resize(lines, columns)
        self.erase_in_display(2)
        for y, row in enumerate(rows[: self.lines]):
            self.cursor_position(y + 1, 1)
            self.draw(row)
        self.cursor_position(at[0] + 1, at[1] + 1)


class Terminal:
    """A terminal of some columns, whose processes are a session of their own. Is closed with `with`."""

    def __init__(self, columns=80, lines=24):
        self.master, self.slave = pty.openpty()
        self.screens = [kind(columns, lines) for kind in (pyte.Screen, ReflowingScreen)]
        self.streams = [pyte.ByteStream(screen) for screen in self.screens]
        self.lines = lines
        self.raw = b""  # all that was written to it
        self.process = None
        self._set_size(columns)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            if self.process.stdout is not None:
                self.process.stdout.close()
        self.close()

    def close(self):
        """Goes away, as a window that is closed does."""
        for descriptor in (self.master, self.slave):
            if descriptor is not None:
                os.close(descriptor)
        self.master = self.slave = None

    def start(self, command, env=None, before=lambda: None, **streams):
        """Starts a process in the foreground. Its streams are the terminal unless they are given."""
        environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
        environment |= {"TERM": "xterm-256color", **(env or {})}
        slave = self.slave

        def take_terminal():
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            before()

        streams = {name: streams.get(name, slave) for name in ("stdin", "stdout", "stderr")}
        self.process = subprocess.Popen(command, env=environment, start_new_session=True,
                                        preexec_fn=take_terminal, **streams)  # fmt: skip
        return self.process

    def _set_size(self, columns):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", self.lines, columns, 0, 0))

    def resize(self, columns):
        self.read()
        self._set_size(columns)
        for screen in self.screens:
            screen.resize(self.lines, columns)

    def type(self, text):
        os.write(self.master, text.encode())

    def read(self, seconds=0.0):
        """Shows what has come, and what comes within this time."""
        end = time.monotonic() + seconds
        while select.select([self.master], [], [], max(end - time.monotonic(), 0))[0]:
            with contextlib.suppress(OSError):  # no process has the terminal any more
                data = os.read(self.master, 1 << 16)
                self.raw += data
                for stream in self.streams:
                    stream.feed(data)

    def rows(self):
        """Returns the rows that are not empty. Where the screens differ, returns those of both."""
        self.read()
        seen = [[row.rstrip() for row in screen.display if row.strip()] for screen in self.screens]
        return seen[0] if seen[0] == seen[1] else [*seen[0], "but if lines are broken", *seen[1]]

    def text(self):
        return "\n".join(self.rows())

    def wait_for(self, condition, what):
        """Waits until condition() is true of what is shown."""
        end = time.monotonic() + TIMEOUT / 10
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"{what}: never seen; the screen shows {self.rows()}")
            self.read(0.02)

    def wait(self):
        """Waits until the process ends; returns its status."""
        self.wait_for(lambda: self.process.poll() is not None, "the end")
        self.read(0.05)
        return self.process.returncode
