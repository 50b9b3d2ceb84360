"""Lines of about 20 MB without a line end, within the smallest budgets."""

import gzip
import random
import unittest
from collections import Counter

from driver import CliTest, zstd

LONGEST_WORD = 1 << 16  # symbols


class LongLineTest(CliTest):
    def check(self, line, expected, *options, forms=True, memory=None, **results):
        """Checks that every form of the file gives the words and counts of `expected`."""
        lexicon = sorted(expected.items(), key=lambda item: (-item[1], item[0]))
        data = line.encode()
        paths = [self.write("line", data)]
        if forms:
            third = len(data) // 3 + 1
            paths.append(self.write("line.gz", gzip.compress(data, 1)))
            paths.append(self.write("line.zst", zstd(data[:third], "-1") + zstd(data[third:], "-1")))
        for path in paths:
            for threads in (1, 4):
                where = [path, *options, "--threads", threads]
                budget = memory or self.least_memory("mine", *where)
                output, report = self.mine_report(*where, "--memory", budget)
                seen = [line.split("\t") for line in output.decode().splitlines()]
                short = [(word[:20], len(word), int(count)) for word, count in seen]
                wanted = [(word[:20], len(word), count) for word, count in lexicon]
                self.assertEqual(short, wanted, where)
                self.assertTrue(all(word == other for (word, _), (other, _) in zip(seen, lexicon)))
                reported = {name: report["results"][name] for name in results}
                self.assertEqual(reported, results, where)

    def test_with_separators(self):
        # Each word by itself: n(词) = n(典) = n(词典) = N.
        n = 2_200_000
        self.check("词典，" * n, {"词典": n}, records=1, symbols=2 * n, pieces=n)

    def test_weak_joints_without_separators(self):
        # Two words in random order, K in all: n(甲) = n(乙) = n(甲乙) is about K/2, n(乙甲) is about
        # K/4, and N is about 2K. The ratio of 甲乙 is about 2K K/2 / (K/2)^2 = 4, its logarithm 1.39.
        # The ratio of 乙甲 and of the other joints between words is about 2K K/4 / (K/2)^2 = 2, its
        # logarithm 0.69, which is weak.
        words = random.Random(1).choices(["甲乙", "丙丁"], k=3_400_000)
        self.check("".join(words), dict(Counter(words)), "--min-pmi", 1,
                   strong_pairs=2, distinct_pairs=6, pieces=len(words))  # fmt: skip

    def test_one_giant_piece(self):
        # n(ab) = n/2, n(ba) = n/2 - 1, n(a) = n(b) = n/2, N = n - 1: both ratios are about 2.
        n = 4_000_000
        more = {"records": 1, "symbols": n, "distinct_pairs": 2}
        self.check("ab" * (n // 2), {}, "--min-count", 1, forms=False,
                   pieces=1, overlong_pieces=1, **more)  # fmt: skip
        # With a higher threshold, both pairs are weak, and each symbol is a piece.
        self.check("ab" * (n // 2), {"a": n // 2, "b": n // 2}, "--min-pmi", 1, forms=False,
                   pieces=n, overlong_pieces=0, **more)  # fmt: skip

    def test_pieces_about_as_long_as_a_word_may_be(self):
        for size, kept in ((LONGEST_WORD, 1), (LONGEST_WORD + 1, 0)):
            # Among other pieces, so that it begins and ends in the middle of a block.
            giant = ("中国" * (size // 2 + 1))[:size]
            line = "字，" * 1000 + giant + "，字" * 2000 + "，" + giant
            expected = {"字": 3000}
            if kept:
                expected[giant] = 2
            # The least budget has no room for words of this length.
            self.check(line, expected, "--min-count", 2, "--min-pmi", -9, forms=False,
                       memory="512M", pieces=3002, overlong_pieces=2 - 2 * kept)  # fmt: skip

    def test_giant_pieces_among_weak_joints(self):
        # Only weak joints end the pieces 甲乙甲乙... The joints to and from 丙 occur three times, too
        # rarely for --min-count 4.
        giant, short = "甲乙" * 530_000, "甲乙" * 5
        line = "丙".join([giant, giant, short, short]) + "，丙" * 5
        self.check(line, {"丙": 8}, "--min-count", 4, forms=False,
                   pieces=12, overlong_pieces=2)  # fmt: skip
        # If three times is enough, 乙丙 is weak as well: n(乙丙) = 3, n(丙) = 8 and n(乙) is half of N,
        # so that its ratio is about 3/4. The ratios of 甲乙 and 乙甲 are about 2.
        self.check(line, {short: 2, "丙": 8}, "--min-count", 2, forms=False,
                   pieces=12, overlong_pieces=2)  # fmt: skip

    def test_an_end_at_last(self):
        for end, records in (("", 1), ("\n", 1), ("\r\n", 1), ("\n\n", 2), ("\n词典", 2), ("\r", 1)):
            n = 500_000
            self.check("词典，" * n + end, {"词典": n + ("词" in end)}, records=records, forms=False)


if __name__ == "__main__":
    unittest.main()
