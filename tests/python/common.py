"""The common parts of the tests of the Python module: the module and the program of the same build, texts, folders.

The environment variable CIKU names the program; PYTHONPATH leads to the module. CIKU_CORPORA, if it is set, names a folder
of real corpora (*.txt.zst). With CIKU_PYTHON, no test is skipped because a package is missing.
"""

import importlib
import json
import os
import random
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import ciku

PROGRAM = os.environ["CIKU"]
CORPORA = os.environ.get("CIKU_CORPORA")
SANITIZED = bool(os.environ.get("CIKU_SANITIZER"))


def needs(name):
    """Returns a module, or skips the test that needs it."""
    try:
        return importlib.import_module(name)
    except ImportError:
        if os.environ.get("CIKU_PYTHON"):
            raise
        raise unittest.SkipTest(f"{name} is not installed") from None


def program(*arguments, stdin=b"", check=True):
    """Runs the program and returns what it prints."""
    # The program has a sanitizer of its own; Python has one that was preloaded.
    environment = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    command = [PROGRAM, *map(str, arguments)]
    done = subprocess.run(command, input=stdin, capture_output=True, check=False, env=environment)
    if check and done.returncode != 0:
        raise AssertionError(f"{arguments}: status {done.returncode}\n{done.stderr.decode(errors='replace')}")
    return done.stdout if check else done


def random_texts(seed, count=400, longest=60):
    """Returns texts of words that occur often, with punctuation, letters, digits and line ends between them."""
    rng = random.Random(seed)
    symbols = [chr(0x4E00 + i) for i in range(60)]
    words = ["".join(rng.choices(symbols, k=rng.choice([1, 2, 2, 3, 4]))) for _ in range(80)]
    extra = ["，", "。", " ", "2024年", "iPhone15", "35%", "\n", "A", "𠀀", "é"]
    return [
        "".join(rng.choice(words) if rng.random() < 0.85 else rng.choice(extra) for _ in range(rng.randrange(longest)))
        for _ in range(count)
    ]


def corpus_texts(name="news", size=3_000_000):
    """Returns the first texts of a real corpus."""
    if not CORPORA or not shutil.which("zstd"):
        raise unittest.SkipTest("CIKU_CORPORA names no corpora")
    path = Path(CORPORA) / f"{name}.txt.zst"
    with subprocess.Popen(["zstd", "-dc", path], stdout=subprocess.PIPE) as unpacking:
        text = unpacking.stdout.read(size)
        unpacking.stdout.close()
    return text.decode(errors="ignore").splitlines()


class PythonTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="ciku-test-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, name, data):
        path = self.folder / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    def json_lines(self, texts, name="texts.jsonl"):
        return self.file(name, "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts))

    def assert_empty(self, folder):
        self.assertEqual(sorted(path.name for path in folder.iterdir()), [], "something was left behind")


__all__ = ["CORPORA", "PROGRAM", "SANITIZED", "PythonTest", "ciku", "corpus_texts", "needs", "program", "random_texts"]
