#!/usr/bin/env python3
"""Word discovery and the dropping of redundant words, in the simplest possible way: an oracle for
the tests of `ciku mine --method word-finder`. It shares no code with ciku.

    word_finder.py [--alphabet NAME] [--normalize nfkc] [--lower] [--min-proba P] [--min-pmi X]
                   [--add-counts FILE] [--min-length N] [--max-length N] FILE...

The method is that of Su Jianlin's nlp-zero (2018, kexue.fm/archives/5597). Log-probabilities are
ln n - ln total, where total is the number of all symbols for symbols, and of all pairs for pairs.
Neighbours are strong if ln p(ab) > ln P and ln p(ab) - ln p(a) - ln p(b) > X. Runs are cut between
neighbours that are not strong, and pieces with ln p > ln P are words. Then each word, the longest
first, equally long ones by code points, is taken out and tokenized by the others. If the others
explain it well enough, it is dropped, and its count is added to its parts.
"""

import argparse
import math
import sys
from collections import Counter

import pair_cut
import tokenizer

LOG_OF_NOTHING = -100


class WordFinder(pair_cut.PairCut):
    def weigh(self, symbols, pairs):
        args = self.args
        log_symbols = math.log(symbols.total()) if symbols else 0
        log_pairs = math.log(pairs.total()) if pairs else 0
        strong = set()
        for (a, b), count in pairs.items():
            of_pair = math.log(count) - log_pairs
            of_a, of_b = math.log(symbols[a]) - log_symbols, math.log(symbols[b]) - log_symbols
            if of_pair > math.log(args.min_proba) and of_pair - of_a - of_b > args.min_pmi:
                strong.add(a + b)
        return strong

    def words(self, pieces):
        args = self.args
        counts = Counter(pieces)
        if args.add_counts:
            counts.update(tokenizer.read_lexicon(args.add_counts))
        log_total = math.log(counts.total()) if counts else 0
        words = {word: count for word, count in counts.items()
                 if len(word) <= pair_cut.MAX_WORD_SYMBOLS
                 and math.log(count) - log_total > math.log(args.min_proba)}  # fmt: skip
        words = drop_redundant(words)
        longest = args.max_length or pair_cut.MAX_WORD_SYMBOLS
        kept = [(word, count) for word, count in words.items()
                if args.min_length <= len(word) <= longest]  # fmt: skip
        return sorted(kept, key=lambda item: (-item[1], item[0]))


class Rest(tokenizer.Tokenizer):
    """A tokenizer by a dictionary that changes while it is used."""

    def __init__(self, words):
        super().__init__({})
        self.longest = max(map(len, words), default=0)
        self.words = words
        self.log_total = 0

    class Edges:
        def __init__(self, rest):
            self.rest = rest

        def get(self, word):
            count = self.rest.words.get(word)
            return None if count is None else math.log(count) - self.rest.log_total

    def tokenize(self, text):
        self.edges = self.Edges(self)
        return super().tokenize(text)


def drop_redundant(words):
    words = dict(words)
    rest = Rest(words)
    total = sum(words.values())
    for word in sorted((w for w in words if len(w) > 1), key=lambda w: (-len(w), w)):
        count = words[word]
        rest.log_total = log_total = math.log(total)
        d = math.log(count) - log_total
        del words[word]
        parts = rest.tokenize(word)
        for part in parts:
            d -= (math.log(words[part]) if part in words else LOG_OF_NOTHING) - log_total
        if d < len(word) - 1:
            total -= count
            for part in parts:
                words[part] = words.get(part, 0) + count
                total += count
        else:
            words[word] = count
    return words


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    pair_cut.add_text_arguments(parser)
    parser.add_argument("--min-proba", type=float, default=1e-7)
    parser.add_argument("--min-pmi", type=float, default=1.0)
    parser.add_argument("--add-counts", metavar="FILE")
    parser.add_argument("--min-length", type=int, default=1, help="in symbols")
    parser.add_argument("--max-length", type=int, default=None, help="in symbols")
    parser.add_argument("files", nargs="+", metavar="FILE")
    job = WordFinder(parser.parse_args())
    symbols, pairs = job.count()
    for word, count in job.words(job.cut(job.weigh(symbols, pairs))):
        sys.stdout.buffer.write(f"{word}\t{count}\n".encode("utf-8"))


if __name__ == "__main__":
    main()
