#!/usr/bin/env python3
"""Trees of templates by their definition, with every match of every template tried on every span:
an oracle for the tests of `ciku parse`. It shares no code with ciku.

    parser.py --templates FILE [--null-score X] [--format tree|brackets|json] FILE...

A line of templates is a template, a tab and a count. The inputs are plain UTF-8, one sentence a
line, with tokens separated by spaces. The idea is that of nlp-zero (Su Jianlin, 2018).
"""

import argparse
import functools
import json
import math
import sys
from fractions import Fraction

GAP = None


class Tree:
    def __init__(self, template, content, modules, score):
        self.template, self.content, self.modules, self.score = template, content, modules, score


def read_templates(lines):
    """Returns {parts: count}. If a template occurs several times, its counts are added up."""
    templates = {}
    for line in lines:
        text, count = line.rstrip("\n").split("\t")
        parts = tuple(GAP if part == "[X]" else part for part in text.split(" "))
        templates[parts] = templates.get(parts, 0) + Fraction(count)
    return templates


def log(count):
    return math.log(count.numerator if count.denominator == 1 else float(count))


def billionths(score):
    return round(score * 1e9)


def rounded(score):
    """Rounds billionths to ten-thousandths, halves up."""
    return (score + 50_000) // 100_000


def matches(parts, tokens, begin, end):
    """Yields the places of the words, for every way in which the parts match tokens[begin:end]."""
    if not parts:
        if begin == end:
            yield ()
    elif parts[0] is GAP:
        for gap_end in range(begin + 1, end + 1):
            yield from matches(parts[1:], tokens, gap_end, end)
    elif begin < end and tokens[begin] == parts[0]:
        for places in matches(parts[1:], tokens, begin + 1, end):
            yield (begin, *places)


def gaps_between(places, begin, end):
    marks = [begin - 1, *places, end]
    return [(a + 1, b) for a, b in zip(marks, marks[1:]) if a + 1 < b]


class Parser:
    def __init__(self, templates, null_score=-20.0):
        total = sum(templates.values())
        self.templates = [(parts, billionths(log(count) - log(total)))
                          for parts, count in templates.items()]  # fmt: skip
        self.null_score = billionths(null_score)

    def parse(self, tokens):
        tokens = tuple(tokens)

        @functools.cache
        def best(begin, end):
            """Returns the score of a span, and the places of its template's words, or None."""
            found = []
            for parts, weight in self.templates:
                for places in matches(parts, tokens, begin, end):
                    score = weight + sum(best(*gap)[0] for gap in gaps_between(places, begin, end))
                    order = (-rounded(score), -len(places), -score, places)
                    found.append((order, score, places))
            if not found:
                return self.null_score * (end - begin - 1), None
            return min(found)[1:]

        def tree(begin, end):
            score, places = best(begin, end)
            if places is None:
                return Tree(tokens[begin:end], "".join(tokens[begin:end]), [], score)
            template, at = [], begin
            for gap in [*gaps_between(places, begin, end), (end, end)]:
                template += tokens[at : gap[0]]
                if gap[0] < end:
                    template.append(GAP)
                at = gap[1]
            modules = [tree(*gap) for gap in gaps_between(places, begin, end)]
            return Tree(template, "".join(tokens[begin:end]), modules, score)

        return tree(0, len(tokens)) if tokens else Tree([], "", [], 0)


def drawn(tree):
    modules = iter(tree.modules)
    line = " ".join(f"({next(modules).content})" if part is GAP else part for part in tree.template)
    lines = [line]
    for i, module in enumerate(tree.modules):
        last = i + 1 == len(tree.modules)
        first, *others = drawn(module)
        lines.append(("└─ " if last else "├─ ") + first)
        lines += [("   " if last else "│  ") + other for other in others]
    return lines


def brackets(tree):
    modules = iter(tree.modules)
    escapes = str.maketrans({c: "\\" + c for c in "()\\"})
    return " ".join(f"({brackets(next(modules))})" if part is GAP else part.translate(escapes)
                    for part in tree.template)  # fmt: skip


def score_text(score):
    whole, rest = divmod(abs(rounded(score)), 10_000)
    return f"{'-' if rounded(score) < 0 else ''}{whole}.{rest:04}"


def as_json(tree):
    template, content = (json.dumps(value, ensure_ascii=False, separators=(",", ":"))
                         for value in (list(tree.template), tree.content))  # fmt: skip
    modules = ",".join(map(as_json, tree.modules))
    score = score_text(tree.score)
    return f'{{"template":{template},"content":{content},"score":{score},"modules":[{modules}]}}'


def as_text(tree, form):
    if form == "tree":
        return "".join(line + "\n" for line in drawn(tree)) + "\n"
    return (brackets(tree) if form == "brackets" else as_json(tree)) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--templates", required=True)
    parser.add_argument("--null-score", type=float, default=-20.0)
    parser.add_argument("--format", choices=["tree", "brackets", "json"], default="tree")
    parser.add_argument("files", nargs="+", metavar="FILE")
    args = parser.parse_args()
    with open(args.templates, encoding="utf-8", newline="\n") as file:
        oracle = Parser(read_templates(file), args.null_score)
    for path in args.files:
        with open(path, encoding="utf-8", newline="\n") as file:
            for line in file:
                tree = oracle.parse(line.rstrip("\n").split())
                sys.stdout.buffer.write(as_text(tree, args.format).encode("utf-8"))


if __name__ == "__main__":
    main()
