#!/usr/bin/env python3
"""The pair cut of S3913 in plain Python: the oracle that ciku is compared with, also for speed.

Usage: pair_cut.py [options] FILE...

Counts the symbols and the pairs of neighbouring symbols inside runs. A pair is strong if it is
frequent enough and its pointwise mutual information is high enough. Cuts every run between
neighbours that are not a strong pair, and prints the pieces that occur often enough as
`word<TAB>count`, sorted by descending count, then by code points.

Records are lines that end with LF; one CR before the LF or at the end of the file belongs to the
line end, and a byte-order mark at the beginning is not part of the text. A byte that is not part of
valid UTF-8 separates runs. --normalize nfkc and --lower fold each record first. With --summary, a
JSON object goes to standard error, in which `symbols` and `pieces` are numbers of occurrences, and
`words` is the number of lines printed.
"""

import argparse
import codecs
import functools
import json
import math
import re
import sys
import unicodedata
from collections import Counter
from itertools import pairwise

import units

# A longer piece is counted as a piece, but is never a word. This is a documented limit of ciku.
MAX_WORD_SYMBOLS = 65_536

# Script=Han in Unicode 15.0, Scripts.txt.
HAN_RANGES = [
    (0x2E80, 0x2E99), (0x2E9B, 0x2EF3), (0x2F00, 0x2FD5), (0x3005, 0x3005), (0x3007, 0x3007),
    (0x3021, 0x3029), (0x3038, 0x303B), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFA6D),
    (0xFA70, 0xFAD9), (0x16FE2, 0x16FE3), (0x16FF0, 0x16FF1), (0x20000, 0x2A6DF),
    (0x2A700, 0x2B739), (0x2B740, 0x2B81D), (0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0),
    (0x2F800, 0x2FA1D), (0x30000, 0x3134A), (0x31350, 0x323AF),
]
# What Unicode 15.1 added; the ICU beside an older Python, in Debian 12, does not know it either.
if unicodedata.unidata_version >= "15.1":
    HAN_RANGES.append((0x2EBF0, 0x2EE5D))

# Letters, marks and numbers that Unicode 15.0 added: Python 3.11 knows Unicode 14.0 only.
LETTERS_NEW_IN_UNICODE_15 = [
    (0xCF3, 0xCF3), (0xECE, 0xECE), (0x10EFD, 0x10EFF), (0x1123F, 0x11241), (0x11F00, 0x11F10),
    (0x11F12, 0x11F3A), (0x11F3E, 0x11F42), (0x11F50, 0x11F59), (0x1342F, 0x1342F),
    (0x13440, 0x13455), (0x1B132, 0x1B132), (0x1B155, 0x1B155), (0x1D2C0, 0x1D2D3),
    (0x1DF25, 0x1DF2A), (0x1E030, 0x1E06D), (0x1E08F, 0x1E08F), (0x1E4D0, 0x1E4F9),
    (0x2B739, 0x2B739), (0x31350, 0x323AF),
]

INVALID_BYTE = re.compile("[\udc80-\udcff]")  # in text decoded with errors="surrogateescape"


def letter_ranges():
    """Returns the ranges of the code points whose general category is letter, mark or number."""
    ranges = []
    for c in range(sys.maxunicode + 1):
        if unicodedata.category(chr(c))[0] in "LMN":
            first = ranges.pop()[0] if ranges and ranges[-1][1] == c - 1 else c
            ranges.append((first, c))
    return ranges + LETTERS_NEW_IN_UNICODE_15


@functools.cache
def run_pattern(alphabet):
    """Returns a compiled expression that matches stretches of symbols."""
    if alphabet == "any":
        return re.compile("[^\n\ud800-\udfff]+")
    if alphabet == "basic":
        return re.compile("[\u4e00-\u9fa50-9A-Za-z]+")
    ranges = HAN_RANGES if alphabet == "han" else letter_ranges()
    return re.compile("[0-9A-Za-z" + "".join(f"{chr(a)}-{chr(b)}" for a, b in ranges) + "]+")


def read_records(paths):
    """Yields the records of the files. Every invalid byte becomes a lone surrogate."""
    for path in paths:
        with open(path, "rb") as file:
            if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
                file.seek(0)
            for line in file:  # bytes: lines end at LF only
                line = line.removesuffix(b"\n").removesuffix(b"\r")
                yield line.decode("utf-8", errors="surrogateescape")


@functools.cache
def lower_case(c):
    """Returns the simple lower case of a character, which does not depend on its neighbours."""
    if c == "\u0130":  # the only character that Python maps to two characters
        return "i"
    return c.lower() if len(c.lower()) == 1 else c


def fold(record, args):
    """Returns the folded record. A lone surrogate, which stands for an invalid byte, is kept."""
    if args.normalize == "nfkc":
        record = unicodedata.normalize("NFKC", record)
    return "".join(map(lower_case, record)) if args.lower else record


def runs_in(record, args):
    """Returns the runs of a folded record."""
    pattern = run_pattern(args.alphabet)
    if args.rules == "nlp-zero":
        return pattern.findall(record)
    parts = units.parts(record, args.alphabet, pattern)
    return [record[begin:end] for kind, begin, end in parts if kind == "run"]


def add_text_arguments(parser):
    parser.add_argument("--alphabet", choices=["basic", "han", "letters", "any"], default="basic")
    parser.add_argument("--normalize", choices=["none", "nfkc"], default="none")
    parser.add_argument("--lower", action="store_true")
    parser.add_argument("--rules", choices=["nlp-zero", "units"], default="nlp-zero")


class PairCut:
    """Counts, weighs and cuts the records of files that are read twice."""

    def __init__(self, args):
        self.args = args
        self.records = 0
        self.invalid_bytes = 0

    def runs(self):
        for record in read_records(self.args.files):
            yield from runs_in(fold(record, self.args), self.args)

    def count(self):
        symbols, pairs = Counter(), Counter()
        for record in read_records(self.args.files):
            self.records += 1
            if not record.isascii():
                self.invalid_bytes += len(INVALID_BYTE.findall(record))
            for run in runs_in(fold(record, self.args), self.args):
                symbols.update(run)
                for a, b in pairwise(run):
                    pairs[a + b] += 1
        return symbols, pairs

    def weigh(self, symbols, pairs):
        """Returns the strong pairs. The method includes the order of floating-point operations."""
        total, g = float(sum(pairs.values())), self.args.smoothing
        strong = set()
        for (a, b), count in pairs.items():
            if count < self.args.min_count:
                continue
            joint = total * (float(count) + g)
            apart = (float(symbols[a]) + g) * (float(symbols[b]) + g)
            if math.log(joint / apart) >= self.args.min_pmi:
                strong.add(a + b)
        return strong

    def cut(self, strong):
        """Counts the pieces between neighbours that are not strong."""
        pieces = Counter()
        for run in self.runs():
            start = 0
            for end in range(1, len(run)):
                if run[end - 1 : end + 1] not in strong:
                    pieces[run[start:end]] += 1
                    start = end
            pieces[run[start:]] += 1
        return pieces

    def words(self, pieces):
        args = self.args
        longest = min(args.max_length or MAX_WORD_SYMBOLS, MAX_WORD_SYMBOLS)
        kept = [
            (word, count)
            for word, count in pieces.items()
            if count >= args.min_count and args.min_length <= len(word) <= longest
        ]
        return sorted(kept, key=lambda item: (-item[1], item[0]))


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_text_arguments(parser)
    parser.add_argument("--min-count", type=int, default=10)
    parser.add_argument("--min-pmi", type=float, default=0.0)
    parser.add_argument("--smoothing", type=float, default=0.0)
    parser.add_argument("--min-length", type=int, default=1, help="in symbols")
    parser.add_argument("--max-length", type=int, default=None, help="in symbols")
    parser.add_argument("--summary", action="store_true", help="JSON on standard error")
    parser.add_argument("files", nargs="+", metavar="FILE")
    return parser.parse_args()


def main():
    job = PairCut(parse_arguments())
    symbols, pairs = job.count()
    strong = job.weigh(symbols, pairs)
    pieces = job.cut(strong)
    words = job.words(pieces)
    for word, count in words:
        sys.stdout.buffer.write(f"{word}\t{count}\n".encode("utf-8"))
    if job.args.summary:
        summary = {
            "records": job.records,
            "symbols": symbols.total(),
            "distinct_pairs": len(pairs),
            "strong_pairs": len(strong),
            "pieces": pieces.total(),
            "words": len(words),
            "invalid_bytes": job.invalid_bytes,
        }
        print(json.dumps(summary), file=sys.stderr)


if __name__ == "__main__":
    main()
