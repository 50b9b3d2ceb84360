#!/usr/bin/env python3
"""N-gram discovery (S4256/S6920) in plain Python: the oracle that ciku is compared with.

Usage: ngram_cut.py [options] FILE...

Counts the n-grams of all orders inside runs, and keeps the frequent ones. An n-gram is solid if the
weakest of its splits into two parts is strong enough for its length. Two neighbours stay together
if a solid n-gram covers both. A piece that occurs often enough and passes the back-check is a word.
Text, records, runs and output are as in pair_cut.py.
"""

import argparse
import json
import math
import sys
from collections import Counter

from pair_cut import (
    INVALID_BYTE,
    MAX_WORD_SYMBOLS,
    add_text_arguments,
    fold,
    read_records,
    runs_in,
)


class NgramCut:
    """Counts, weighs and cuts the records of files that are read twice."""

    def __init__(self, args):
        self.args = args
        self.records = 0
        self.invalid_bytes = 0

    def runs(self):
        for record in read_records(self.args.files):
            yield from runs_in(fold(record, self.args), self.args)

    def count(self):
        order, grams = self.args.order, Counter()
        for record in read_records(self.args.files):
            self.records += 1
            if not record.isascii():
                self.invalid_bytes += len(INVALID_BYTE.findall(record))
            for run in runs_in(fold(record, self.args), self.args):
                for length in range(1, order + 1):
                    for start in range(len(run) - length + 1):
                        grams[run[start : start + length]] += 1
        return grams

    def weigh(self, grams):
        """Returns the solid n-grams of two or more symbols."""
        total = float(sum(count for gram, count in grams.items() if len(gram) == 1))
        solid = set()
        for gram, count in grams.items():
            if len(gram) < 2 or count < self.args.min_count:
                continue
            least = min(
                (total * float(count)) / (float(grams[gram[:i]]) * float(grams[gram[i:]]))
                for i in range(1, len(gram))
            )
            if math.log(least) >= self.args.thresholds[len(gram) - 1]:
                solid.add(gram)
        return solid

    def cut(self, solid):
        """Counts the pieces between neighbours that no solid n-gram covers."""
        pieces, order = Counter(), self.args.order
        for run in self.runs():
            holds = [False] * len(run)  # whether the joint after each symbol holds
            for start in range(len(run)):
                for length in range(2, min(order, len(run) - start) + 1):
                    if run[start : start + length] in solid:
                        holds[start : start + length - 1] = [True] * (length - 1)
            start = 0
            for end in range(1, len(run) + 1):
                if not holds[end - 1]:
                    pieces[run[start:end]] += 1
                    start = end
        return pieces

    def passes(self, word, solid):
        if len(word) <= 2:
            return True
        length = min(len(word), self.args.order)
        return all(word[i : i + length] in solid for i in range(len(word) - length + 1))

    def words(self, pieces, solid):
        args = self.args
        longest = min(args.max_length or MAX_WORD_SYMBOLS, MAX_WORD_SYMBOLS)
        kept = [
            (word, count)
            for word, count in pieces.items()
            if count >= args.min_count
            and args.min_length <= len(word) <= longest
            and self.passes(word, solid)
        ]
        return sorted(kept, key=lambda item: (-item[1], item[0]))


def default_thresholds(order):
    return [2.0 * i for i in range(order)]


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_text_arguments(parser)
    parser.add_argument("--min-count", type=int, default=10)
    parser.add_argument("--order", type=int, default=4)
    parser.add_argument("--thresholds", type=lambda text: [float(x) for x in text.split(",")])
    parser.add_argument("--min-length", type=int, default=1, help="in symbols")
    parser.add_argument("--max-length", type=int, default=None, help="in symbols")
    parser.add_argument("--summary", action="store_true", help="JSON on standard error")
    parser.add_argument("files", nargs="+", metavar="FILE")
    args = parser.parse_args()
    args.thresholds = args.thresholds or default_thresholds(args.order)
    return args


def main():
    job = NgramCut(parse_arguments())
    grams = job.count()
    solid = job.weigh(grams)
    pieces = job.cut(solid)
    words = job.words(pieces, solid)
    for word, count in words:
        sys.stdout.buffer.write(f"{word}\t{count}\n".encode("utf-8"))
    if job.args.summary:
        print(json.dumps(summary(job, grams, solid, pieces, words)), file=sys.stderr)


def summary(job, grams, solid, pieces, words):
    return {
        "records": job.records,
        "symbols": sum(count for gram, count in grams.items() if len(gram) == 1),
        "distinct_ngrams": sum(1 for gram in grams if len(gram) > 1),
        "solid_ngrams": len(solid),
        "pieces": pieces.total(),
        "words": len(words),
        "invalid_bytes": job.invalid_bytes,
    }


if __name__ == "__main__":
    main()
