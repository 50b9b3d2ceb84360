#!/usr/bin/env python3
"""Times `ciku mine` from start to lexicon, after checking that the lexicon is right.

Usage: bench/end_to_end.py [options] [FILE...]

Packs the text of the files (plain or .zst), or text made by ciku-generate, into shards, and mines
these on one and on two threads in turn, several times. ciku-limit, which only decompresses and
decodes, is timed in the same turns. Every lexicon has to be the same, byte for byte; with --oracle,
the plain-Python program in tests/oracle is timed as well, and has to give this lexicon, too. Prints
medians and the ratios between them, because seconds vary with the machine and the hour.

Needs the programs that `cmake --build --preset bench` builds, and the zstd command for .zst files.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

from timing import BUILD, CIKU, ORACLES, gather_text, run, show

GENERATE = BUILD / "bench" / "ciku-generate"
LIMIT = BUILD / "bench" / "ciku-limit"
# For each method, its oracle and the options for both.
METHODS = {
    "unigram": ("unigram.py", []),
    "pair-cut": ("pair_cut.py", ["--min-count", "16", "--min-pmi", "1"]),
    "ngram": ("ngram_cut.py", ["--min-count", "16"]),
    "word-finder": ("word_finder.py", ["--min-proba", "1e-7"]),
}


def make_text(arguments, work):
    """Writes all text to one plain file, which the oracle can read, too."""
    text = work / "text.txt"
    if arguments.generate:
        run(GENERATE, "--size", arguments.generate, "-o", text)
    else:
        gather_text(arguments.files, text)
    return text


def split_characters(text, path):
    """Writes the text with a space after each character, for programs that need this."""
    with text.open(encoding="utf-8", errors="replace") as lines, path.open("w", encoding="utf-8") as out:
        out.writelines(" ".join("".join(line.split())) + "\n" for line in lines)


def mine(shards, work, name, *options):
    """Mines and returns (seconds, lexicon, report)."""
    lexicon, report = work / f"{name}.tsv", work / f"{name}.json"
    seconds = run(CIKU, "mine", shards, "-o", lexicon, "--report", report, "--quiet",
                  *options)
    return seconds, lexicon.read_bytes(), json.loads(report.read_text())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument("--generate", metavar="SIZE", help="make text of this size, such as 256M")
    parser.add_argument("--method", choices=METHODS, default="unigram")
    parser.add_argument("--against", choices=METHODS, help="time this method as well, on two threads")
    parser.add_argument("--plain", action="store_true",
                        help="mine the plain text, which oracle and peer also read, without packing")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--oracle", action="store_true", help="time the plain-Python oracle as well")
    parser.add_argument("--peer", metavar="COMMAND",
                        help="time this command as well, given the text on standard input with a "
                             "space after each character, such as KenLM's count_ngrams -o 4")
    parser.add_argument("--memory", action="append", default=[], metavar="SIZE",
                        help="also mine with this budget, on two threads; may be repeated")
    parser.add_argument("--temp-dir", help="where text and shards go")
    arguments = parser.parse_args()
    if bool(arguments.files) == bool(arguments.generate):
        parser.error("name files or --generate SIZE")

    with tempfile.TemporaryDirectory(dir=arguments.temp_dir) as folder:
        work = pathlib.Path(folder)
        text = make_text(arguments, work)
        size = text.stat().st_size
        source = text if arguments.plain else work / "shards"
        if not arguments.plain:
            run(CIKU, "pack", text, "-o", source, "--quiet")
        oracle_program, thresholds = METHODS[arguments.method]
        method = ["--method", arguments.method, *thresholds]
        variants = {"1 thread": ["--threads", "1"], "2 threads": ["--threads", "2"]}
        for memory in arguments.memory:
            variants[f"2 threads, {memory}"] = ["--threads", "2", "--memory", memory]

        times = {name: [] for name in variants}
        against = []
        reports, limits, peers, oracle, right = {}, [], [], None, None
        if arguments.peer:
            split_characters(text, work / "characters.txt")
        for i in range(arguments.runs):
            if arguments.oracle and i == arguments.runs // 2:  # in the middle of the other runs
                with (work / "oracle.tsv").open("wb") as out:
                    oracle = run(sys.executable, ORACLES / oracle_program, *thresholds, text,
                                 stdout=out)
                if (work / "oracle.tsv").read_bytes() != right:
                    sys.exit("end_to_end: the lexicon is not the oracle's")
            for name, options in variants.items():
                seconds, lexicon, reports[name] = mine(source, work, "lexicon", *method,
                                                       *options)
                right = right or lexicon
                if lexicon != right:
                    sys.exit(f"end_to_end: the lexicon of '{name}' is not right")
                times[name].append(seconds)
            if arguments.against:
                seconds, _, _ = mine(source, work, "against", "--threads", "2", "--method",
                                     arguments.against, *METHODS[arguments.against][1])
                against.append(seconds)
            limits.append(run(LIMIT, "2", source, stdout=subprocess.DEVNULL))
            if arguments.peer:
                with (work / "characters.txt").open("rb") as characters:
                    peers.append(run("sh", "-c", arguments.peer, stdin=characters, cwd=work,
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

        words = right.count(b"\n")
        print(f"{size / 1e6:.1f} MB of text, {words} words, the same in every run"
              + (" and from the oracle" if oracle else ""))
        two = statistics.median(times["2 threads"])
        medians = {}
        for name, seconds in times.items():
            peak, spilled = (reports[name]["results"][key] for key in ("peak_memory", "spilled_bytes"))
            medians[name] = show(name, seconds, size,
                                 f"peak {peak / 2**20:.0f} MiB, spilled {spilled / 1e6:.1f} MB")
        limit = show("limit, 2 threads", limits, size)
        print(f"2 threads against 1: {medians['1 thread'] / two:.2f} times as fast")
        print(f"2 threads against the limit: {two / limit:.2f} times its time")
        if against:
            other = show(f"{arguments.against}, 2 threads", against, size)
            print(f"2 threads against {arguments.against}: {two / other:.2f} times its time")
        for memory in arguments.memory:
            ratio = medians[f"2 threads, {memory}"] / two
            print(f"with --memory {memory}: {ratio:.2f} times the time of the default")
        if peers:
            peer = show("peer", peers, size)
            print(f"2 threads against the peer: {peer / two:.1f} times as fast")
        if oracle:
            show("plain-Python oracle", [oracle], size)
            print(f"2 threads against the oracle: {oracle / two:.1f} times as fast")


if __name__ == "__main__":
    main()
