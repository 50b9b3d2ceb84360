#!/usr/bin/env python3
"""The unigram method in plain Python: an oracle for the tests of ciku, with which it shares no code.

    unigram.py [--order N] [--seed-count N] [--seed-entropy X,X,...] [--min-gain X,X,...] [--rounds N]
               [--passes N] [--min-count N] [--dictionary FILE] FILE...

Prints words with their counts. The words with which the method begins (seeds) are all symbols, and
the n-grams that occur often enough and have a high enough boundary entropy on both sides. Every run
is divided into the words that make it most probable; words are counted anew; words that gain too
little over their best division into others are dropped; and so on, round by round. Counts are kept
in tenths, because a word that must not be dropped has at least a tenth.
"""

import argparse
import math
from collections import Counter, defaultdict

import units
from pair_cut import INVALID_BYTE, add_text_arguments, fold, read_records, run_pattern, runs_in

ENTROPIES = [0.3, 0.6, 1.0, 1.5, 1.5, 1.5, 1.5]
GAINS = [3.0, 6.5, 12.0, 18.0, 22.0, 26.0, 30.0]
NO_WORD = -100.0
UNIT = 2**32  # sums of c ln c are whole multiples of 1/UNIT


def term(count):
    return round(count * math.log(count) * UNIT)


def entropy(n, neighbours):
    """Returns the entropy of the neighbours; each of the other of n occurrences is at the end of a
    run, which counts as a neighbour of its own."""
    return (term(n) - sum(map(term, neighbours.values()))) / UNIT / n


def line_sizes(path):
    """Returns the sizes of a file's lines in bytes, with their line ends but without a byte-order mark."""
    with open(path, "rb") as file:
        lines = file.read().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    return [len(line) + 1 for line in lines[:-1]] + ([len(lines[-1])] if lines[-1] else [])


def all_symbols(word, args, pattern):
    return all(units.is_symbol(symbol, pattern) and units.unit_at(symbol, 0, True, True) == 0
               for symbol in word)  # fmt: skip


def fixed(value):
    return f"{value:.6f}".replace("-0.000000", "0.000000")


class Unigram:
    def __init__(self, args):
        self.args = args
        pattern = run_pattern(args.alphabet)
        self.dictionary = {word for word in args.dictionary or () if all_symbols(word, args, pattern)}
        self.records = 0
        self.invalid_bytes = 0
        self.symbols = 0
        self.tokens = 0

    def runs(self):
        for record in read_records(self.args.files):
            yield from runs_in(fold(record, self.args), self.args)

    def latin_units(self):
        """Returns how often each Latin word and number occurs."""
        counts = Counter()
        pattern = run_pattern(self.args.alphabet)
        for record in read_records(self.args.files):
            record = fold(record, self.args)
            for kind, begin, end in units.parts(record, self.args.alphabet, pattern):
                if kind == "unit" and units.is_latin(record[begin:end]):
                    counts[record[begin:end]] += 1
        return {unit: count for unit, count in counts.items() if len(unit.encode()) <= 255}

    def seeds(self):
        """Returns a dict of counts in tenths."""
        order = self.args.order
        counts = Counter()
        befores, afters = defaultdict(Counter), defaultdict(Counter)
        for record in read_records(self.args.files):
            self.records += 1
            self.invalid_bytes += len(INVALID_BYTE.findall(record))
            for run in runs_in(fold(record, self.args), self.args):
                self.symbols += len(run)
                for start in range(len(run)):
                    for end in range(start + 1, min(len(run), start + order) + 1):
                        gram = run[start:end]
                        counts[gram] += 1
                        if len(gram) > 1 and start > 0:
                            befores[gram][run[start - 1]] += 1
                        if len(gram) > 1 and end < len(run):
                            afters[gram][run[end]] += 1
        least = self.args.seed_count or max(2, -(-self.symbols // 25_000_000))
        seeds = {}
        for gram, n in counts.items():
            if len(gram) > 1:
                threshold = self.args.seed_entropy[len(gram) - 2]
                if n < least or min(entropy(n, befores[gram]), entropy(n, afters[gram])) < threshold:
                    continue
            seeds[gram] = 10 * n
        for word in self.dictionary:
            n = sum(run.startswith(word, i) for run in self.runs() for i in range(len(run)))
            seeds[word] = 10 * n or 1
        return seeds

    def stretches(self, scores, longest):
        """Returns in how many of 64 stretches of the text each word is a token. A record belongs to
        the stretch in which it begins."""
        sizes = [size for path in self.args.files for size in line_sizes(path)]
        found = defaultdict(set)
        before = 0
        for size, record in zip(sizes, read_records(self.args.files), strict=True):
            for run in runs_in(fold(record, self.args), self.args):
                for word in self.divide(scores, longest, run)[0]:
                    found[word].add(64 * before // sum(sizes))
            before += size
        return {word: len(stretches) for word, stretches in found.items()}

    def score(self, word):
        """Returns the columns of a word: stretches, gain and score."""
        stretches = self.in_stretches.get(word, 0)
        if len(word) == 1 or stretches == 0:
            return str(stretches), "", ""
        least = self.args.min_gain[min(len(word) - 2, len(self.args.min_gain) - 1)]
        beyond = min(max(0.0, self.gains[word] - least), 8.0)
        score = math.log(stretches) + 0.3 * beyond - 0.9 * (len(word) - 2)
        return str(stretches), fixed(self.gains[word]), fixed(score)

    def divide(self, scores, longest, run, whole=True):
        """Returns the words of the best division, and the sum of their scores."""
        best = [(0.0, None)] + [None] * len(run)  # the sum up to each place, and the last word
        for start in range(len(run)):
            for end in range(start + 1, min(len(run), start + longest) + 1):
                word = run[start:end]
                if word not in scores or (not whole and word == run):
                    continue
                total = best[start][0] + scores[word]
                if best[end] is None or total > best[end][0]:
                    best[end] = total, word
            if best[start + 1] is None:
                best[start + 1] = best[start][0] + NO_WORD, run[start]
        words = []
        end = len(run)
        while end > 0:
            words.append(best[end][1])
            end -= len(words[-1])
        return words, best[len(run)][0]

    @staticmethod
    def scores(tenths):
        log_total = math.log(sum(tenths.values()) / 10) if tenths else 0.0
        return {word: math.log(count / 10) - log_total for word, count in tenths.items()}

    def stays(self, word):
                return len(word) == 1 or word in self.dictionary

    def find(self):
        """Returns all words that are left, with their counts in tenths."""
        args = self.args
        tenths = self.seeds()
        self.number_of_seeds = len(tenths)
        for _ in range(args.rounds):
            for _ in range(args.passes):
                scores, longest = self.scores(tenths), max(map(len, tenths), default=0)
                divided_by = scores, longest
                counted = Counter()
                for run in self.runs():
                    counted.update(self.divide(scores, longest, run)[0])
                self.tokens = counted.total()
                tenths = {word: 10 * counted[word] or 1 for word in tenths
                          if counted[word] or self.stays(word)}  # fmt: skip
            scores, longest = self.scores(tenths), max(map(len, tenths), default=0)
            gains = {word: scores[word] - self.divide(scores, longest, word, whole=False)[1]
                     for word in tenths if len(word) > 1}  # fmt: skip
            tenths = {word: count for word, count in tenths.items()
                      if self.stays(word)
                      or (count >= 20 and gains[word] >= args.min_gain[len(word) - 2])}  # fmt: skip
        self.gains = gains
        self.in_stretches = self.stretches(*divided_by) if self.args.stats else None
        return tenths

    def divide_by(self, counts):
        """Divides the runs once by words that another method has found, and by the symbols of these
        words. Afterwards, score() knows them."""
        tenths = {symbol: 1 for word in counts for symbol in word}
        tenths |= {word: 10 * count for word, count in counts.items()}
        scores, longest = self.scores(tenths), max(map(len, tenths), default=0)
        self.in_stretches = self.stretches(scores, longest)
        counted = Counter()
        for run in self.runs():
            counted.update(self.divide(scores, longest, run)[0])
        tenths = {word: 10 * counted[word] or 1 for word in tenths if counted[word] or len(word) == 1}
        scores, longest = self.scores(tenths), max(map(len, tenths), default=0)
        self.gains = {word: scores[word] - self.divide(scores, longest, word, whole=False)[1]
                      for word in tenths if len(word) > 1}  # fmt: skip

    def words(self, tenths):
        args = self.args
        longest = args.max_length or 1 << 16
        kept = [(word, count // 10) for word, count in tenths.items()
                if not (args.only_new and word in args.dictionary)
                and count // 10 >= args.min_count and args.min_length <= len(word) <= longest]  # fmt: skip
        return sorted(kept, key=lambda item: (-item[1], item[0]))


def read_words(path):
    with open(path, encoding="utf-8") as file:
        return {line.split("\t")[0].rstrip("\n") for line in file}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_text_arguments(parser)
    numbers = lambda text: list(map(float, text.split(",")))  # noqa: E731
    parser.add_argument("--order", type=int, default=8)
    parser.add_argument("--seed-count", type=int)
    parser.add_argument("--seed-entropy", type=numbers)
    parser.add_argument("--min-gain", type=numbers)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--passes", type=int, default=2)
    parser.add_argument("--min-count", type=int, default=1)
    parser.add_argument("--min-length", type=int, default=1)
    parser.add_argument("--max-length", type=int)
    parser.add_argument("--stats", action="store_true", help="adds stretches, gain and score")
    parser.add_argument("--dictionary", type=read_words)
    parser.add_argument("--only-new", action="store_true")
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.set_defaults(rules="units")
    args = parser.parse_args()
    args.seed_entropy = args.seed_entropy or ENTROPIES[: args.order - 1]
    args.min_gain = args.min_gain or GAINS[: args.order - 1]
    job = Unigram(args)
    for word, count in job.words(job.find()):
        print(word, count, *(job.score(word) if args.stats else ()), sep="\t")


if __name__ == "__main__":
    main()
