#!/usr/bin/env python3
"""Times `ciku tokenize`, after checking that the tokens are right.

Usage: bench/tokenizing.py [options] FILE...

Tokenizes the text of the files (plain or .zst) on one and on two threads in turn, several times, by
the built-in lexicon or by --lexicon; --words limits the number of its words. The tokens have to be
the same every time, byte for byte. For the first --lines lines, they also have to be the same as
those of the plain-Python program in tests/oracle. Prints medians.

Needs the programs that `cmake --build --preset bench` builds, and the zstd command for .zst files.
"""

import argparse
import itertools
import pathlib
import subprocess
import sys
import tempfile

from timing import CIKU, ORACLES, ROOT, gather_text, run, show


def first_lines(source, count, path):
    """Copies the first lines of a file, and returns the path of the copy."""
    with source.open("rb") as lines, path.open("wb") as out:
        out.writelines(itertools.islice(lines, count))
    return path


def tokenize(text, lexicon, out, *options):
    return run(CIKU, "tokenize", text, "--lexicon", lexicon, "-o", out, "--quiet", *options)


def check(text, lexicon, lines, work):
    """Ends the benchmark if the tokens of the first lines differ from the oracle's. Returns the size
    of these lines and the oracle's seconds."""
    part = first_lines(text, lines, work / "part.txt")
    tokenize(part, lexicon, work / "part.tokens")
    with (work / "oracle.tokens").open("wb") as out:
        seconds = run(sys.executable, ORACLES / "tokenizer.py", "--lexicon", lexicon, part, stdout=out)
    if (work / "part.tokens").read_bytes() != (work / "oracle.tokens").read_bytes():
        sys.exit("tokenizing: the tokens are not the oracle's")
    return part.stat().st_size, seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--lexicon", type=pathlib.Path,
                        default=ROOT / "engine" / "lexicon" / "builtin" / "lexicon.tsv")
    parser.add_argument("--words", type=int, help="use only the first lines of the lexicon, this many")
    parser.add_argument("--lines", type=int, default=20000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--temp-dir", help="where text and tokens go")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory(dir=arguments.temp_dir) as folder:
        work = pathlib.Path(folder)
        text, lexicon = work / "text.txt", arguments.lexicon
        gather_text(arguments.files, text)
        size = text.stat().st_size
        if arguments.words:
            lexicon = first_lines(lexicon, arguments.words, work / "lexicon.tsv")
        checked, oracle = check(text, lexicon, arguments.lines, work)
        times = {"1 thread": [], "2 threads": []}
        for _ in range(arguments.runs):
            for name, seconds in times.items():
                seconds.append(tokenize(text, lexicon, work / name, "--threads", name[0]))
            subprocess.run(["cmp", *(work / name for name in times)], check=True)
        words = lexicon.read_bytes().count(b"\n")
        print(f"{size / 1e6:.1f} MB of text, {words} words, the same tokens in every run "
              f"and, of {checked / 1e6:.1f} MB, from the oracle")
        for name, seconds in times.items():
            show(name, seconds, size)
        show("plain-Python oracle", [oracle], checked)


if __name__ == "__main__":
    main()
