#!/usr/bin/env python3
"""Words in context, in the simplest possible way: an oracle for the tests of `ciku kwic`. It shares
no code with ciku.

    concordance.py [--width N] [--sample N] [--sort file|left|right] --words FILE FILE...

Each line of the list is a word. The inputs are plain UTF-8, one record a line. Prints a table. A
sample takes the occurrences with the least hashes: XXH3, seeded with the hash of the word, of how many
of the word's occurrences came before.
"""

import argparse
import unicodedata
from collections import Counter

from tokenizer import records


def columns_of(symbol):
    if unicodedata.category(symbol) in ("Mn", "Me", "Cf") and ord(symbol) >= 0x300:
        return 0
    return 2 if unicodedata.east_asian_width(symbol) in "WF" else 1


def beginning(text, width):
    """Returns the characters from the beginning of a text on that fit."""
    taken = 0
    for number, symbol in enumerate(text):
        taken += columns_of(symbol)
        if taken > width or number == 2 * width:
            return text[:number]
    return text


def plain(text):
    """Control characters are shown as spaces."""
    return "".join(" " if unicodedata.category(symbol) == "Cc" else symbol for symbol in text)


def occurrences(record, words):
    """Yields where each word begins, in the order of the ends, the longest first."""
    by_length = sorted(enumerate(words), key=lambda pair: -len(pair[1]))
    for end in range(1, len(record) + 1):
        for number, word in by_length:
            if end >= len(word) and record[end - len(word) : end] == word and "\n" not in record[end - len(word) : end]:
                yield number, end - len(word)


def sampled(lines, words, size):
    import xxhash

    of_word = Counter()
    hashes = {number: [] for number in range(len(words))}
    for place, (number, *_) in enumerate(lines):
        seed = xxhash.xxh3_64_intdigest(words[number].encode())
        hashed = xxhash.xxh3_64_intdigest(of_word[number].to_bytes(8, "little"), seed)
        hashes[number].append((hashed, place))
        of_word[number] += 1
    kept = {place for of in hashes.values() for _, place in sorted(of)[:size]}
    return [line for place, line in enumerate(lines) if place in kept]


def concordance(files, words, width=40, sample=None, sort="file"):
    """Takes the records of each file by its name. Returns lines of (word, file, record, left, right)."""
    words = list(dict.fromkeys(words))
    lines = []
    for name, texts in files.items():
        for number, record in enumerate(texts, start=1):
            for word, begin in occurrences(record, words):
                left = beginning(record[:begin][::-1], width)[::-1]
                lines.append((word, name, number, left, beginning(record[begin + len(words[word]) :], width)))
    if sample:
        lines = sampled(lines, words, sample)
    if sort == "left":
        lines.sort(key=lambda line: (line[0], line[3][::-1].replace("\0", "\1")))
    if sort == "right":
        lines.sort(key=lambda line: (line[0], line[4].replace("\0", "\1")))
    return [(words[word], *rest) for word, *rest in lines]


def as_tsv(lines):
    rows = [(plain(word), name, str(record), plain(left), plain(right)) for word, name, record, left, right in lines]
    return "".join("\t".join(row) + "\n" for row in [("word", "file", "record", "left", "right"), *rows])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--width", type=int, default=40)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--sort", choices=["file", "left", "right"], default="file")
    parser.add_argument("--words", required=True)
    parser.add_argument("files", nargs="+")
    given = parser.parse_args()
    files = {path: list(records(open(path, "rb").read())) for path in given.files}
    words = open(given.words, encoding="utf-8").read().split("\n")[:-1]
    print(as_tsv(concordance(files, words, given.width, given.sample, given.sort)), end="")


if __name__ == "__main__":
    main()
