#!/usr/bin/env python3
"""Times `ciku templates`, after checking that the templates are right.

Usage: bench/finding_templates.py [options] FILE...

Tokenizes the text of the files (plain or .zst) by the built-in lexicon, and keeps only the runs of
up to --longest words: the plain-Python program in tests/oracle goes through all paths of a run one
by one, and their number doubles with every one or two words. Both programs find the templates of
these runs, ciku several times. The templates have to be the same, byte for byte. Prints medians.

Needs the programs that `cmake --build --preset bench` builds, and the zstd command for .zst files.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

from timing import CIKU, ORACLES, gather_text, run, show

sys.path.insert(0, str(ORACLES))
from templates import runs_of  # noqa: E402


def write_runs(tokens, longest, every, path):
    """Writes the runs of tokenized lines, each on a line of its own. Returns their number."""
    count = 0
    with tokens.open(encoding="utf-8") as lines, path.open("w", encoding="utf-8") as out:
        for line in lines:
            for words in runs_of(line.rstrip("\n")):
                if not 0 < len(words) <= longest:
                    continue
                count += 1
                if count % every == 0:
                    out.write(" ".join(words) + "\n")
    return count // every


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--longest", type=int, default=26, help="words of a run (26)")
    parser.add_argument("--every", type=int, default=1, help="take only one of this many runs (1)")
    parser.add_argument("--weight", choices=["path", "sentence"], default="sentence")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--temp-dir", help="where text and tokens go")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory(dir=arguments.temp_dir) as folder:
        work = pathlib.Path(folder)
        text, tokens, runs = work / "text.txt", work / "tokens.txt", work / "runs.txt"
        gather_text(arguments.files, text)
        run(CIKU, "tokenize", text, "-o", tokens, "--quiet")
        count = write_runs(tokens, arguments.longest, arguments.every, runs)
        weight = ["--weight", arguments.weight]
        with (work / "oracle").open("wb") as out:
            oracle = run(sys.executable, ORACLES / "templates.py", *weight, runs, stdout=out)
        times = []
        for _ in range(arguments.runs):
            times.append(run(CIKU, "templates", "--tokenized", runs, *weight, "--threads", "2",
                             "-o", work / "templates", "--report", work / "report",
                             stderr=subprocess.DEVNULL))  # fmt: skip
            subprocess.run(["cmp", work / "oracle", work / "templates"], check=True)
        results = json.loads((work / "report").read_text())["results"]
        print(f"{count} runs of up to {arguments.longest} words, {results['tokens']} words and "
              f"{results['paths']} paths: {results['templates']} templates, the same in every run "
              "and from the oracle")
        size = runs.stat().st_size
        show("2 threads", times, size)
        show("plain-Python oracle", [oracle], size)
        print(f"2 threads against the oracle: {oracle / statistics.median(times):.1f} times as fast")


if __name__ == "__main__":
    main()
