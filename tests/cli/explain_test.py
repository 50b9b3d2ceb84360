"""`ciku explain` compared with the oracles of the methods, and what it refuses."""

import argparse
import math
import random
import unittest

import random_text
from driver import AS_LINES, TEXT, CliTest, run, seeds, unigram_job

import ngram_cut  # of tests/oracle
import pair_cut
import word_finder


def arguments(path, **options):
    return argparse.Namespace(files=[path], **{**TEXT, **options})


class ExplainCase(CliTest):
    def explain(self, *args):
        """Returns the explanation of each word: the heading, the rows of the table, and the sentences."""
        result = run("explain", *args, "--quiet")
        self.assertEqual(result.status, 0, result)
        explained = []
        for text in result.output.decode().rstrip("\n").split("\n\n"):
            heading, *lines = text.split("\n")
            rows = [line.strip().split("\t") for line in lines if line.startswith("  ")]
            explained.append((heading, rows[1:], [line for line in lines if not line.startswith("  ")]))
        return explained

    def text_and_words(self, dice):
        vocabulary = [word for word in random_text.vocabulary(dice, 12, random_text.SCRIPTS[:1])]
        data = random_text.text(dice, 3000, words=vocabulary, invalid=0, separators=0.2)
        words = ["".join(dice.sample(vocabulary, dice.choice([1, 1, 2])))[:6] for _ in range(20)]
        return self.write("text", data), words

    def count(self, path, order, rules):
        counts = self.folder / "counts"
        result = run("count", path, *AS_LINES, "--order", order, "--rules", rules, "-o", counts, "-q")
        self.assertEqual(result.status, 0, result)
        return counts


def number(text):
    return float(text.replace(",", ""))


class AgainstOracles(ExplainCase):
    def test_pairs(self):
        for seed in seeds(8):
            dice = random.Random(seed)
            path, words = self.text_and_words(dice)
            counts = self.count(path, 2, "nlp-zero")
            for method, make, options in [
                ("pair-cut", pair_cut.PairCut, {"min_count": 3, "min_pmi": 1.0, "smoothing": 0.0}),
                ("word-finder", word_finder.WordFinder, {"min_proba": 1e-3, "min_pmi": 0.5}),
            ]:
                job = make(arguments(path, **options))
                symbols, pairs = job.count()
                strong = job.weigh(symbols, pairs)
                given = [part for name in ("min_count", "min_pmi", "min_proba") if name in options
                         for part in ("--" + name.replace("_", "-"), options[name])]  # fmt: skip
                explained = self.explain(*words, "--counts", counts, "--method", method, *given)
                for word, (heading, rows, sentences) in zip(words, explained, strict=True):
                    joints = [word[i : i + 2] for i in range(len(word) - 1)]
                    self.assertEqual([row[1] for row in rows], joints, word)
                    for joint, row in zip(joints, rows):
                        self.assertEqual(number(row[2]), pairs[joint], row)
                        self.assertEqual(row[6] == "yes", joint in strong, (seed, method, row))
                        if pairs[joint] and method == "pair-cut":
                            pmi = math.log(pairs.total() * pairs[joint] / (symbols[joint[0]] * symbols[joint[1]]))
                            self.assertAlmostEqual(number(row[4]), pmi, delta=0.0051)
                    cut = sum(joint not in strong for joint in joints)
                    self.assertEqual(sum(line.startswith("Text is cut at") for line in sentences), cut, sentences)

    def test_the_thresholds_that_are_named_hold(self):
        dice = random.Random(3)
        path, words = self.text_and_words(dice)
        counts = self.count(path, 2, "nlp-zero")
        named = 0
        for word in words:
            args = [word, "--counts", counts, "--method", "pair-cut"]
            last = self.explain(*args, "--min-count", 30, "--min-pmi", 3)[0][2][-1]
            if not last.startswith("With "):
                continue
            named += 1
            options = last.split(", all")[0].replace(" and ", " ").split()[1:]
            if "--min-count" not in options:
                options += ["--min-count", 30]
            for _, rows, _ in [self.explain(*args, *options)[0]]:
                self.assertEqual({row[6] for row in rows}, {"yes"}, (last, rows))
        self.assertGreater(named, 3)

    def test_ngrams(self):
        for seed in seeds(8):
            dice = random.Random(seed)
            path, words = self.text_and_words(dice)
            counts = self.count(path, 4, "nlp-zero")
            job = ngram_cut.NgramCut(arguments(path, min_count=3, order=4, thresholds=[0, 1, 2, 3], min_length=1, max_length=None))
            grams = job.count()
            solid = job.weigh(grams)
            explained = self.explain(*words, "--counts", counts, "--method", "ngram", "--min-count", 3,
                                     "--thresholds", "0,1,2,3")  # fmt: skip
            for word, (_, rows, sentences) in zip(words, explained, strict=True):
                expected = {(at, word[begin:end]) for at in range(1, len(word)) for begin in range(at)
                            for end in range(at + 1, min(len(word), begin + 4) + 1)}  # fmt: skip
                self.assertEqual(len(rows), len(expected), rows)
                for row in rows:
                    self.assertEqual(number(row[2]), grams[row[1]], row)
                    self.assertEqual(row[6] == "yes", row[1] in solid, (seed, row))
                cuts = sum(not any(gram in solid for at, gram in expected if at == joint) for joint in range(1, len(word)))
                self.assertEqual(sum(line.startswith("Text is cut at") for line in sentences), cuts, sentences)

    def test_seeds(self):
        for seed in seeds(8):
            dice = random.Random(seed)
            path, words = self.text_and_words(dice)
            counts = self.count(path, 7, "units")
            job = unigram_job([path], {"order": 6})
            found = job.seeds()
            for word, (_, rows, sentences) in zip(words, self.explain(*words, "--counts", counts, "--order", 6), strict=True):
                for row in rows:
                    self.assertEqual(row[6] == "yes", row[0] in found, (seed, row))
                    if row[0] in found:
                        self.assertEqual(number(row[1]) * 10, found[row[0]])
                if len(word) > 1 and rows:
                    self.assertEqual(sentences[0].startswith("It is a seed"), word in found, sentences)
                    self.assertEqual(rows[0][0], word)


class WorkedByHand(ExplainCase):
    def test_gain(self):
        # 12 symbols: 甲 4, 乙 3, 丙 5. By the symbols, 甲乙 has the probability 4/12 * 3/12.
        text = self.write("text", "丙甲乙，甲乙丙，丙甲，甲乙丙，丙\n")
        counts = self.count(text, 3, "units")
        (heading, rows, sentences), = self.explain("甲乙", "--counts", counts, "--order", 2, "--seed-entropy", 0.1, "--min-gain", 1)
        self.assertEqual(heading, "甲乙: 2 symbols, 3 occurrences")
        # On the left: 丙 once, and the beginnings of two runs. On the right: 丙 twice, and the end of one.
        self.assertEqual(rows, [["甲乙", "3", "2", "1.10", "0.64", "0.1", "yes"]])
        gain = math.log(3 / 12) - math.log(4 / 12) - math.log(3 / 12)
        self.assertEqual(sentences, [
            f"It is a seed. As one word it is 3 times as probable as 甲 乙, its best division into others: it gains "
            f"{gain:.2f} nats, and --min-gain is 1 for 2 symbols.",
            "So it is probably kept. How often it and its parts remain when the text is divided decides that."])  # fmt: skip

    def test_folded_words(self):
        text = self.write("text", "ＡＢ公司ab\n")
        counts = self.folder / "counts"
        run("count", text, "--order", 2, "--rules", "nlp-zero", "--normalize", "nfkc", "--lower", "-o", counts, "-q")
        self.assertEqual(self.explain("Ab", "--counts", counts, "--method", "pair-cut")[0][0], "ab: 2 symbols, 2 occurrences")


class Refused(ExplainCase):
    def test_arguments(self):
        text = self.write("text", "词典里的词，第三。\n")
        counts = self.count(text, 3, "units")
        self.assert_fails(2, "WORD is required", "explain", "--counts", counts)
        self.assert_fails(2, "--counts is required", "explain", "词")
        self.assert_fails(1, "missing: cannot", "explain", "词", "--counts", self.folder / "missing")
        self.assert_fails(1, "no counts file", "explain", "词", "--counts", text)
        self.assert_fails(1, "'，' is no symbol of the text", "explain", "词，", "--counts", counts)
        self.assert_fails(1, "a word to explain is empty", "explain", "", "--counts", counts)
        self.assert_fails(2, "holds n-grams up to order 3, and what stands beside a word of 3 symbols needs 4", "explain",
                          "词典里", "--counts", counts)  # fmt: skip
        self.assert_fails(2, "words have up to --order 2", "explain", "词典里", "--counts", counts, "--order", 2)
        self.assert_fails(2, "too short for --order 4", "explain", "词", "--counts", counts, "--method", "ngram", "--order", 4)
        zero = self.count(text, 3, "nlp-zero")
        self.assert_fails(2, "was counted without units", "explain", "词典", "--counts", zero)
        merged = self.folder / "merged"
        run("merge", zero, "--min-count", 2, "-o", merged, "-q")
        self.assert_fails(2, "lacks rarer n-grams", "explain", "词典", "--counts", merged, "--method", "pair-cut")


if __name__ == "__main__":
    unittest.main()
