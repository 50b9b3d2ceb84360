#!/usr/bin/env python3
"""Tokens of text by a lexicon, in the simplest possible way: an oracle for the tests of
`ciku tokenize`. It shares no code with ciku.

    tokenizer.py [--no-joining | --rules units [--alphabet NAME]] [--separator TEXT]
                 --lexicon FILE FILE...

A line of the lexicon is a word, a tab and a count. The inputs are plain UTF-8, one record a line.
The algorithm is that of nlp-zero (Su Jianlin, 2018); with --rules units, units are found first. Words
that hold a separator or the border of a unit are phrases, which are found before anything else.
"""

import argparse
import math
import re
import sys
from collections import Counter

import units
from pair_cut import run_pattern

SEPARATORS = re.compile("([。，、！？\n ])")
JOINED = re.compile("[A-Za-z0-9.]+")
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
# Unicode's White_Space.
WHITE_SPACE = frozenset(map(chr, [*range(9, 14), 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B),
                                  0x2028, 0x2029, 0x202F, 0x205F, 0x3000]))  # fmt: skip
BRIDGE = -100
LONGEST_PHRASE = 4096


class Tokenizer:
    def __init__(self, words, joining=True, units_of=None, forms=None, always=True):
        """`words` is a dict of counts. `units_of` is an alphabet; None for the rules of nlp-zero.
        `forms` are simplified forms of Traditional characters. Runs with such characters are
        Traditional; unless `always`, only those with a character that is foreign to the words."""
        log_total = math.log(sum(words.values())) if words else 0.0
        self.joining = joining
        self.units_of = units_of
        self.phrases = {word for word in words if self.is_phrase(word)}
        self.edges = {word: math.log(count) - log_total
                      for word, count in words.items() if word not in self.phrases}  # fmt: skip
        self.longest = max(map(len, words), default=0)
        self.forms = forms or {}
        self.always = always
        self.frequencies = Counter()
        for word, count in words.items():
            for symbol in word:
                self.frequencies[symbol] += count

    def is_traditional(self, run):
        return any(symbol in self.forms and (self.always or self.is_foreign(symbol)) for symbol in run)

    def is_foreign(self, symbol):
        least = self.frequencies.total() // 1_000_000
        return (self.frequencies[symbol] < self.frequencies[self.forms[symbol]] // 1000
                and self.frequencies[symbol] < least)  # fmt: skip

    def best_path(self, text):
        texts = [text]
        if self.is_traditional(text):
            texts.append("".join(self.forms.get(symbol, symbol) for symbol in text))
        paths = {0: (1.0, None)}  # by position: the best score up to there, and the token's start
        for start in range(len(text)):
            score = paths[start][0]
            for written in texts:
                for end in range(start + 1, min(len(text), start + self.longest) + 1):
                    edge = self.edges.get(written[start:end])
                    if edge is not None and (end not in paths or score + edge > paths[end][0]):
                        paths[end] = score + edge, start
            if start + 1 not in paths:
                paths[start + 1] = score + BRIDGE, start
        tokens = []
        end = len(text)
        while end > 0:
            start = paths[end][1]
            tokens.append(text[start:end])
            end = start
        return tokens[::-1]

    def parts(self, text):
        """Yields what a text without phrases consists of: (is fixed, begin, end)."""
        if self.units_of:
            for kind, begin, end in units.parts(text, self.units_of, run_pattern(self.units_of)):
                yield kind == "unit", begin, end
            return
        end = 0
        for part in filter(None, SEPARATORS.split(text)):
            begin, end = end, end + len(part)
            yield SEPARATORS.fullmatch(part) is not None, begin, end

    def is_phrase(self, word):
        if len(word) > LONGEST_PHRASE or "\n" in word:
            return False
        return len(list(self.parts(word))) > 1

    def borders(self, text):
        """Returns for each place of a text whether a phrase may begin or end there."""
        free = [True] * (len(text) + 1)
        if self.units_of:
            for is_unit, begin, end in self.parts(text):
                if is_unit:
                    free[begin + 1 : end] = [False] * (end - begin - 1)
        else:
            latin = [units.plain(symbol) in "a0123456789" for symbol in text]
            for at in range(1, len(text)):
                free[at] = not (latin[at - 1] and latin[at])
        return free

    def is_here(self, text, begin, end):
        """Whether these characters are a phrase."""
        here = text[begin:end]
        if here in self.phrases or not self.is_traditional(here):
            return here in self.phrases
        return "".join(self.forms.get(symbol, symbol) for symbol in here) in self.phrases

    def found_phrases(self, text):
        """Returns the phrases of a text: a dict from beginnings to ends."""
        found = {}
        lengths = sorted(set(map(len, self.phrases)))
        free = self.borders(text) if lengths else []
        at = 0
        while lengths and at < len(text):
            ends = [at + length for length in lengths if at + length <= len(text)
                    and free[at] and free[at + length] and self.is_here(text, at, at + length)]  # fmt: skip
            if ends:
                found[at] = ends[-1]
            at = found.get(at, at + 1)
        return found

    def tokenize(self, text):
        """Returns all tokens of a text, including those of white space."""
        phrases = self.found_phrases(text)
        fixed = {begin: end for is_fixed, begin, end in self.parts(text) if is_fixed}
        # As long as a run may be.
        limit = units.LIMIT if self.units_of else len(text) + 1
        tokens = []
        stretch = at = 0

        def end_stretch():
            found = self.best_path(text[stretch:at]) if stretch < at else []
            tokens.extend(join(found) if self.joining and not self.units_of else found)

        while at < len(text):
            end = phrases.get(at) or fixed.get(at)
            if end:
                end_stretch()
                tokens.append(text[at:end])
                stretch = at = end
                continue
            at += 1
            if at - stretch == limit:
                end_stretch()
                stretch = at
        end_stretch()
        return tokens


def join(tokens):
    joined = []
    is_open = False
    for token in tokens:
        if token[-1] not in LETTERS:
            is_open = False
        elif is_open and JOINED.fullmatch(token):
            joined[-1] += token
            continue
        else:
            is_open = not is_open
        joined.append(token)
    return joined


def is_white_space(token):
    return all(symbol in WHITE_SPACE for symbol in token)


def as_line(tokens, separator=" "):
    return separator.join(token for token in tokens if not is_white_space(token))


def records(data):
    """Yields the lines of a plain file. Each byte that is not valid UTF-8 becomes U+FFFD."""
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    for line in lines:
        text = line.removesuffix(b"\r").decode("utf-8", errors="surrogateescape")
        yield re.sub("[\udc80-\udcff]", "\ufffd", text)


def read_lexicon(path):
    """White space at the ends of a word is no part of it, unless there is nothing else."""
    words = Counter()
    with open(path, encoding="utf-8", newline="\n") as file:
        for word, count in (line.rsplit("\t", 1) for line in file):
            words[word.strip() or word] += int(count)
    return words


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--no-joining", action="store_true")
    parser.add_argument("--rules", choices=["nlp-zero", "units"], default="nlp-zero")
    parser.add_argument("--alphabet", default="han")
    parser.add_argument("--separator", default=" ")
    parser.add_argument("--lexicon", required=True)
    parser.add_argument("files", nargs="+", metavar="FILE")
    args = parser.parse_args()
    units_of = args.alphabet if args.rules == "units" else None
    tokenizer = Tokenizer(read_lexicon(args.lexicon), not args.no_joining, units_of)
    for path in args.files:
        with open(path, "rb") as file:
            for record in records(file.read()):
                line = as_line(tokenizer.tokenize(record), args.separator) + "\n"
                sys.stdout.buffer.write(line.encode("utf-8"))


if __name__ == "__main__":
    main()
