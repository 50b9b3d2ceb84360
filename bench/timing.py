"""The parts that benchmarks share: timing commands and showing the times."""

import pathlib
import statistics
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "bench"
CIKU = BUILD / "engine" / "commands" / "ciku"
ORACLES = ROOT / "tests" / "oracle"


def run(*command, **options):
    """Runs a command and returns its seconds. Ends the benchmark if the command fails."""
    start = time.monotonic()
    subprocess.run([str(part) for part in command], check=True, **options)
    return time.monotonic() - start


def gather_text(files, text):
    """Writes the text of all files (plain or .zst) to one plain file."""
    with text.open("wb") as out:
        for name in files:
            reader = ["zstd", "-dqc", "--long=31"] if name.endswith(".zst") else ["cat"]
            run(*reader, name, stdout=out)


def show(name, seconds, size, note=""):
    """Prints a line of results for the seconds of several runs. Returns their median."""
    median = statistics.median(seconds)
    spread = f"{min(seconds):.2f}-{max(seconds):.2f}"
    print(f"{name:<28} {median:8.2f} s  ({spread})  {size / 1e6 / median:7.1f} MB/s  {note}")
    return median
