"""What the benchmarks share: how a command is timed, and how times are shown."""

import pathlib
import statistics
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "bench"
CIKU = BUILD / "engine" / "commands" / "ciku"
ORACLES = ROOT / "tests" / "oracle"


def run(*command, **options):
    """Runs a command and returns its seconds; ends the benchmark where it fails."""
    start = time.monotonic()
    subprocess.run([str(part) for part in command], check=True, **options)
    return time.monotonic() - start


def gather_text(files, text):
    """The text of all files (plain or .zst) as one plain file."""
    with text.open("wb") as out:
        for name in files:
            reader = ["zstd", "-dqc", "--long=31"] if name.endswith(".zst") else ["cat"]
            run(*reader, name, stdout=out)


def show(name, seconds, size, note=""):
    """One line of results; `seconds` is a list of runs."""
    median = statistics.median(seconds)
    spread = f"{min(seconds):.2f}-{max(seconds):.2f}"
    print(f"{name:<28} {median:8.2f} s  ({spread})  {size / 1e6 / median:7.1f} MB/s  {note}")
    return median
