#!/usr/bin/env python3
"""Sentence templates, in the simplest possible way: an oracle for the tests of `ciku templates`. It
shares no code with ciku.

    templates.py [--window N] [--min-proba P] [--min-pmi X] [--weight path|sentence] FILE...

The inputs are tokenized: plain UTF-8, with tokens separated by spaces. A line is a run, but a token
that holds anything except Chinese characters, ASCII letters and digits separates runs. All paths of
all runs are enumerated, so the time is exponential in the length of a run. The algorithm is that of
nlp-zero (Su Jianlin, 2018).
"""

import argparse
import math
import re
import sys
from collections import Counter

WORD = re.compile("[\u4e00-\u9fa50-9A-Za-z]+")
GAP = "[X]"
VOTE = 2**63  # units in a vote, which the paths of a run share
MOST_TOKENS = 1024  # in a run


def runs_of(line, is_word=WORD.fullmatch):
    """Yields the runs of a tokenized line; some may be empty."""
    run = []
    for token in filter(None, line.split(" ")):
        if is_word(token) and len(run) < MOST_TOKENS:
            run.append(token)
            continue
        yield run
        run = [token] if is_word(token) else []
    yield run


class Finder:
    def __init__(self, runs, window=5, min_proba=1e-5, min_pmi=2.0, weight="sentence", min_count=0):
        self.runs = [run for run in runs if run]
        self.window, self.weight, self.min_count = window, weight, min_count
        self.log_min_proba, self.min_pmi = math.log(min_proba), min_pmi
        self.links = self.find_links()

    def find_links(self):
        words, skip_grams = Counter(), Counter()
        for run in self.runs:
            words.update(run)
            for i, word in enumerate(run):
                skip_grams.update((word, other) for other in run[i + 1 : i + 1 + self.window])
        log_words = math.log(words.total()) if words else 0
        log_grams = math.log(skip_grams.total()) if skip_grams else 0
        log_of = {word: math.log(count) - log_words for word, count in words.items()}
        links = set()
        for (a, b), count in skip_grams.items():
            log = math.log(count) - log_grams
            if log > self.log_min_proba and log - log_of[a] - log_of[b] > self.min_pmi:
                links.add((a, b))
        return links

    def next_nodes(self, run):
        """Returns for each node the nodes that it is linked to."""
        return [[j for j in range(i + 1, min(len(run), i + 1 + self.window))
                 if (run[i], run[j]) in self.links] for i in range(len(run))]  # fmt: skip

    def paths(self, run):
        """Yields every maximal path, as a list of nodes."""
        following = self.next_nodes(run)
        entered = {j for nodes in following for j in nodes}
        stack = [[i] for i in range(len(run)) if i not in entered]
        while stack:
            path = stack.pop()
            if not following[path[-1]]:
                yield path
            stack += [path + [j] for j in following[path[-1]]]

    @staticmethod
    def template(run, path):
        parts = [] if path[0] == 0 else [GAP]
        for before, node in zip([path[0] - 1] + path, path):
            parts += [GAP, run[node]] if node > before + 1 else [run[node]]
        return " ".join(parts if path[-1] == len(run) - 1 else parts + [GAP])

    def count(self):
        """Returns all templates with their counts, in paths or in units of votes, and the total."""
        counts = Counter()
        for run in self.runs:
            of_run = Counter(self.template(run, path) for path in self.paths(run))
            if self.weight == "path":
                counts.update(of_run)
            else:
                total = of_run.total()
                counts.update({t: VOTE * n // total for t, n in of_run.items()})
        total = counts.total() if self.weight == "path" else VOTE * len(self.runs)
        return counts, total

    def find(self):
        """Returns the sorted templates, with their counts in text form."""
        counts, total = self.count()
        least = self.min_count
        if self.weight == "sentence":
            least = least * VOTE or -(-VOTE // 10**6)
        kept = [(t, n) for t, n in counts.items()
                if n >= max(1, least) and math.log(n) - math.log(total) > self.log_min_proba]  # fmt: skip
        kept.sort(key=lambda entry: (-entry[1], entry[0]))
        return [(t, self.written(n)) for t, n in kept]

    def written(self, count):
        if self.weight == "path":
            return str(count)
        millionths = (count * 10**6 + VOTE // 2) // VOTE
        return f"{millionths // 10**6}.{millionths % 10**6:06}"


def path_count(following):
    """Returns the number of paths, by dynamic programming, for runs with too many to enumerate."""
    from_node = [0] * len(following)
    for i in reversed(range(len(following))):
        from_node[i] = sum(from_node[j] for j in following[i]) or 1
    entered = {j for nodes in following for j in nodes}
    return sum(from_node[i] for i in range(len(following)) if i not in entered)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--window", type=int, default=5)
    parser.add_argument("--min-proba", type=float, default=1e-5)
    parser.add_argument("--min-pmi", type=float, default=2)
    parser.add_argument("--weight", choices=["path", "sentence"], default="sentence")
    parser.add_argument("--min-count", type=int, default=0)
    parser.add_argument("files", nargs="+", metavar="FILE")
    args = parser.parse_args()
    runs = []
    for path in args.files:
        with open(path, encoding="utf-8", newline="\n") as file:
            for line in file:
                runs += runs_of(line.rstrip("\n"))
    finder = Finder(runs, args.window, args.min_proba, args.min_pmi, args.weight, args.min_count)
    for template, count in finder.find():
        sys.stdout.buffer.write(f"{template}\t{count}\n".encode())


if __name__ == "__main__":
    main()
