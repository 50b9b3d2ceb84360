#!/usr/bin/env python3
"""Statistics of the words of a lexicon in a corpus, in the simplest possible way: an oracle for the
tests of `ciku mine --stats`. It shares no code with ciku.

    word_statistics.py [--alphabet NAME] [--normalize nfkc] [--lower] --lexicon FILE FILE...

A line of the lexicon is a word, a tab and a count. The inputs are plain UTF-8, one record a line,
or .jsonl with the text in the field "text". Prints the lexicon with more columns, which are taken
from all occurrences of the word w in runs, including overlapping ones:

frequency      f(w), the number of occurrences
documents      the number of records with an occurrence
cohesion       the least of ln((N1 f(w)) / (f(left) f(right))) over the splits of w into two parts;
               N1 is the number of symbols in the corpus. Empty for a word of one symbol and for
               a word that does not occur
left_entropy   the entropy of the symbols before the word, with the beginning of a run as one more
               symbol: 0 - sum over distinct counts c of neighbours, in ascending order, of
               k (p ln p), where p = c / f(w) and k is the number of neighbours with that count
right_entropy  the same after the word
variety        the number of different symbols before the word or of those after it, whichever is
               less, with the boundary of a run as one more symbol
"""

import argparse
import json
import math
import sys
from collections import Counter
from functools import cache

import pair_cut


def runs_of_records(path, args):
    """Yields the list of runs of each record."""
    with open(path, "rb") as file:
        data = file.read()
    if path.endswith(".jsonl"):
        texts = [json.loads(line)["text"].encode("utf-8") for line in data.split(b"\n") if line.strip()]
    else:
        data = data.removeprefix(b"\xef\xbb\xbf")
        texts = data.split(b"\n")
        if texts[-1] == b"":
            texts.pop()
    for text in texts:
        yield [run for line in text.split(b"\n") for run in runs_of_line(line, args)]


def runs_of_line(line, args):
    text = line.removesuffix(b"\r").decode("utf-8", errors="surrogateescape")
    return pair_cut.runs_in(pair_cut.fold(text, args), args)


class Statistics:
    def __init__(self, args):
        self.records = [runs for path in args.files for runs in runs_of_records(path, args)]
        self.n1 = sum(len(run) for runs in self.records for run in runs)
        # The places of each symbol: a word is only looked for at the places of its first symbol.
        self.places = {}
        for record, runs in enumerate(self.records):
            for number, run in enumerate(runs):
                for at, symbol in enumerate(run):
                    self.places.setdefault(symbol, []).append((record, number, at))
        self.frequency = cache(lambda text: sum(1 for _ in self.occurrences(text)))

    def occurrences(self, word):
        """Yields (record, symbol before, symbol after); "" stands for an end of a run."""
        for record, number, at in self.places.get(word[0], []):
            run = self.records[record][number]
            if run.startswith(word, at):
                end = at + len(word)
                yield record, run[at - 1 : at] if at > 0 else "", run[end : end + 1]

    def columns(self, word):
        found = list(self.occurrences(word))
        cohesion = ""
        if len(word) > 1 and found:
            n = float(self.n1) * float(len(found))
            cohesion = fixed(math.log(min(
                n / (float(self.frequency(word[:i])) * float(self.frequency(word[i:])))
                for i in range(1, len(word))
            )))  # fmt: skip
        lefts = Counter(left for _, left, _ in found)
        rights = Counter(right for _, _, right in found)
        return [len(found), len({record for record, _, _ in found}), cohesion,
                fixed(entropy(lefts)), fixed(entropy(rights)), min(len(lefts), len(rights))]  # fmt: skip


def entropy(neighbours):
    total = float(sum(neighbours.values()))
    result = 0.0
    for count, how_many in sorted(Counter(neighbours.values()).items()):
        p = float(count) / total
        result += float(how_many) * (p * math.log(p))
    return 0.0 - result


def fixed(number):
    text = f"{number:.6f}"
    return text[1:] if text == "-0.000000" else text


HEADER = ["word", "count", "frequency", "documents", "cohesion", "left_entropy", "right_entropy",
          "variety"]  # fmt: skip


def table(words, args):
    """Returns the rows for a lexicon of (word, count), without the header."""
    statistics = Statistics(args)
    return [[word, count, *statistics.columns(word)] for word, count in words]


def as_tsv(rows):
    return "".join("\t".join(map(str, row)) + "\n" for row in [HEADER, *rows]).encode("utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    pair_cut.add_text_arguments(parser)
    parser.add_argument("--lexicon", required=True)
    parser.add_argument("files", nargs="+", metavar="FILE")
    args = parser.parse_args()
    with open(args.lexicon, encoding="utf-8", newline="\n") as file:
        words = [line.rstrip("\n").rsplit("\t", 1) for line in file]
    sys.stdout.buffer.write(as_tsv(table(words, args)))


if __name__ == "__main__":
    main()
