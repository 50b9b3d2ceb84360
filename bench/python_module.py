#!/usr/bin/env python3
"""Times the Python module against the program, after checking that both give the same.

Usage: bench/python_module.py [options] FILE...

Mines the text of the files (plain or .zst), and tokenizes it by the built-in lexicon, in turn by the program and from
Python: from the file, and from its lines as a list of str. Both run on two threads. Prints medians, and what small
things take: importing ciku, making a tokenizer, cutting a sentence, a table of a million words.

Needs what `cmake --build --preset bench` builds, for the Python that runs this, and the zstd command for .zst files.
"""

import argparse
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from timing import BUILD, CIKU, gather_text, run, show

sys.path.insert(0, str(BUILD / "python"))
import ciku  # noqa: E402

SENTENCE = "国务院总理在会议上强调，要加快推进经济结构调整，促进就业和社会保障事业发展，努力"
START = "import time; begin = time.perf_counter(); import ciku; print(time.perf_counter() - begin)"


def timed(call, *arguments, **options):
    begin = time.monotonic()
    result = call(*arguments, **options)
    return time.monotonic() - begin, result


def check(same, what):
    if not same:
        sys.exit(f"python_module: {what} differs from the program's")


def mine(text, texts, work, method, times):
    """Mines once in each way."""
    expected = work / "expected.tsv"
    times["program"].append(run(CIKU, "mine", text, "-o", expected, "--method", method, "--quiet", "-j", 2))
    for name, inputs in (("file", str(text)), ("list of str", texts)):
        begin = time.monotonic()
        ciku.mine(inputs, method=method, threads=2).save(work / "own.tsv")
        times[name].append(time.monotonic() - begin)
        check((work / "own.tsv").read_bytes() == expected.read_bytes(), f"the lexicon of a {name}")


def tokenize(text, texts, work, times):
    expected = work / "tokens.txt"
    times["program"].append(run(CIKU, "tokenize", text, "-o", expected, "--quiet", "-j", 2))
    seconds, words = timed(ciku.Tokenizer().cut_batch, texts, threads=2)
    times["cut_batch"].append(seconds)
    lines = expected.read_text(encoding="utf-8").split("\n")
    check(all(" ".join(own) == line for own, line in zip(words, lines)), "the division")


def small_things():
    """Prints medians of what is done once, or for each sentence."""

    def print_median(name, unit, factor, values):
        print(f"{name:<40} {factor * statistics.median(values):8.2f} {unit}")

    environment = {"PYTHONPATH": str(BUILD / "python")}
    imports = [float(subprocess.check_output([sys.executable, "-c", START], env=environment)) for _ in range(15)]
    print_median("import ciku", "ms", 1e3, imports)
    print_median("Tokenizer()", "ms", 1e3, [timed(ciku.Tokenizer)[0] for _ in range(15)])
    tokenizer = ciku.Tokenizer()
    cuts = [timed(lambda: [tokenizer.cut(SENTENCE) for _ in range(1000)])[0] / 1000 for _ in range(15)]
    print_median(f"cut a sentence of {len(SENTENCE)} characters", "µs", 1e6, cuts)
    lexicon = ciku.Lexicon({f"词{i}": i + 1 for i in range(1_000_000)})
    lexicon.to_pandas()
    print_median("to_pandas of a million words", "s", 1, [timed(lexicon.to_pandas)[0] for _ in range(5)])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--method", default="pair-cut")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--temp-dir", help="where texts and results go")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory(dir=arguments.temp_dir) as folder:
        work = pathlib.Path(folder)
        text = work / "text.txt"
        gather_text(arguments.files, text)
        size = text.stat().st_size
        texts = text.read_text(encoding="utf-8").split("\n")[:-1]
        mining = {"program": [], "file": [], "list of str": []}
        tokenizing = {"program": [], "cut_batch": []}
        for _ in range(arguments.runs):
            mine(text, texts, work, arguments.method, mining)
            tokenize(text, texts, work, tokenizing)
        print(f"{size / 1e6:.1f} MB of text, {len(texts)} lines; all results are the program's")
        for job, times in ((f"mine, {arguments.method}", mining), ("tokenize", tokenizing)):
            program = statistics.median(times["program"])
            for name, seconds in times.items():
                ratio = program / statistics.median(seconds)
                show(f"{job}: {name}", seconds, size, f"{ratio:.2f} of the program's speed")
    small_things()


if __name__ == "__main__":
    main()
