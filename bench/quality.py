#!/usr/bin/env python3
"""Measures how good lexicons are: how many of their words are known, which known words they miss, and
how well text is tokenized by them.

    bench/quality.py [--ciku PROGRAM] [--words FILE]... [--gold SEGMENTED --text RAW]...
                     [--corpus FOLDER] [--markdown] [LEXICON]...

A LEXICON is a file in a format that ciku reads, its best words first, or `builtin`. With --corpus, the
lexicons that the methods of ciku find there by default are measured, too. Word lists have one word a
line. Only words of two or more symbols count.

Columns: words listed; precision among the first 100, 1,000, 10,000 and 20,000 words against each list
and against all lists together; recall: of a list's words that occur ten times or more in every tenth
line of the corpus, the share that the lexicon has; F1 on each gold segmentation, with the rules for
numbers, dates and Latin words (--rules units) and without them (--rules nlp-zero).
"""

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STEPS = (100, 1_000, 10_000, 20_000)
# What `ciku mine` finds by default, by its options.
METHODS = {
    "unigram, by count": ["--method", "unigram"],
    "unigram, by score": ["--method", "unigram", "--sort", "score"],
    "pair-cut": ["--method", "pair-cut"],
    "ngram": ["--method", "ngram"],
    "word-finder": ["--method", "word-finder"],
}


def ciku(args, *command):
    result = subprocess.run([args.ciku, *map(str, command)], stdout=subprocess.PIPE, check=True)
    return result.stdout.decode()


def words_of(args, lexicon):
    """Returns the words of a lexicon in its own order, those of two or more symbols."""
    if lexicon == "builtin":
        text = ciku(args, "lexicon", "builtin", "--format", "words")
        words = text.splitlines()
    else:
        words = read_words(lexicon)
    return [word for word in words if len(word) >= 2]


def read_words(path):
    """Returns the first column of a list or lexicon."""
    with open(path, encoding="utf-8-sig") as file:
        lines = file.read().splitlines()
    if lines and lines[0].startswith("word\tcount\t"):
        lines = lines[1:]
    if lines and lines[0].startswith("{"):
        return [json.loads(line)["word"] for line in lines]
    separator = "\t" if lines and "\t" in lines[0] else None
    return [line.split(separator)[0] for line in lines if line.strip()]


def precision(words, known):
    """Returns the share of known words among the first words, for each step."""
    return [sum(word in known for word in words[:step]) / step if len(words) >= step else None
            for step in STEPS]  # fmt: skip


def f1(args, lexicon, rules, gold, text):
    with tempfile.NamedTemporaryFile(suffix=".txt") as tokens:
        ciku(args, "tokenize", text, "--lexicon", lexicon, "--rules", rules, "-o", tokens.name,
             "--quiet")  # fmt: skip
        table = ciku(args, "evaluate", "--gold", gold, tokens.name)
    return float(dict(line.split("\t") for line in table.splitlines())["f1"])


def sampled_lines(corpus):
    """Yields every tenth line of the text files of a folder, or of a file, plain or .zst."""
    corpus = Path(corpus)
    for path in sorted(path for path in corpus.rglob("*") if path.is_file()) or [corpus]:
        command = ["zstd", "-dcq", path] if path.suffix == ".zst" else ["cat", path]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            for line in itertools.islice(process.stdout, 0, None, 10):
                yield line.decode(errors="replace")


def frequent(corpus, words):
    """Returns the words that occur ten times or more in every tenth line."""
    counts = Counter()
    lengths = sorted(set(map(len, words)))
    for line in sampled_lines(corpus):
        for length in lengths:
            parts = (line[at : at + length] for at in range(len(line) - length + 1))
            counts.update(part for part in parts if part in words)
    return {word for word, count in counts.items() if count >= 10}


def rows(args, lexicons, lists):
    """Yields a name and figures for each lexicon."""
    union = {word for words in lists.values() for word in words}
    known = frequent(args.corpus, union) if args.corpus else union
    for name, lexicon in lexicons.items():
        words = words_of(args, lexicon)
        row = {"words": len(words)}
        for which, in_list in [*lists.items(), *([("all lists", union)] if len(lists) > 1 else [])]:
            for step, value in zip(STEPS, precision(words, in_list)):
                row[f"{which} P@{step}"] = value
            wanted = in_list & known
            row[f"{which} recall"] = len(wanted & set(words)) / len(wanted) if wanted else None
        for gold, text in zip(args.gold, args.text):
            for rules in "units", "nlp-zero":
                row[f"{Path(gold).stem} F1, {rules}"] = f1(args, lexicon, rules, gold, text)
        yield name, row


def mine(args, folder):
    """Mines the corpus by each method. Returns the lexicons by name."""
    lexicons = {}
    for name, options in METHODS.items():
        path = Path(folder) / f"{len(lexicons)}.tsv"
        ciku(args, "mine", args.corpus, *options, "-o", path, "--quiet")
        lexicons[name] = str(path)
    return lexicons


def show(value):
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) else f"{value:.4f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ciku", default=ROOT / "build/release/engine/commands/ciku")
    parser.add_argument("--words", action="append", default=[], help="a word list")
    parser.add_argument("--gold", action="append", default=[], help="a segmented text")
    parser.add_argument("--text", action="append", default=[], help="the same text, not segmented")
    parser.add_argument("--corpus", help="a folder or file to mine by each method")
    parser.add_argument("--markdown", action="store_true", help="prints a table for a README")
    parser.add_argument("lexicons", nargs="*", metavar="LEXICON")
    args = parser.parse_args()
    if len(args.gold) != len(args.text):
        parser.error("each --gold needs a --text")
    lists = {Path(path).stem: {word for word in read_words(path) if len(word) >= 2}
             for path in args.words}  # fmt: skip
    if not args.lexicons and not args.corpus:
        parser.error("nothing to measure: name a lexicon or a --corpus")
    with tempfile.TemporaryDirectory() as folder:
        lexicons = {lexicon: lexicon for lexicon in args.lexicons}
        if args.corpus:
            lexicons |= mine(args, folder)
        table = dict(rows(args, lexicons, lists))
    columns = list(next(iter(table.values())))
    if args.markdown:
        print("| lexicon |", " | ".join(columns), "|")
        print("| --- " * (len(columns) + 1) + "|")
        for name, row in table.items():
            print(f"| {name} |", " | ".join(show(row[column]) for column in columns), "|")
        return
    for name, row in table.items():
        print(name)
        for column in columns:
            print(f"  {column:32} {show(row[column])}")


if __name__ == "__main__":
    sys.exit(main())
