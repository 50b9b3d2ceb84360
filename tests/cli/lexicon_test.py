"""The formats of lexicons, the choice of their words, and the comparison of lexicons."""

import json
import math
import random
import unittest

from driver import CliTest, run, seeds

TEXT = "词典，词典，词典，T恤，T恤，2016，2016，我们，我们，我们，我们，的，的\n"
MINE = ["--min-count", "2", "--min-pmi", "-9"]


class LexiconTest(CliTest):
    def setUp(self):
        super().setUp()
        self.path = self.write("text", TEXT)

    def test_filters(self):
        everything = ["我们", "词典", "2016", "T恤", "的"]
        stop = self.write("stop", "我们\n的\n")
        known = self.write("known", "词典 5 n\n天地 3 n\n")
        for args, words in [
            ([], everything),
            (["--top", "2"], everything[:2]),
            (["--top", "99"], everything),
            (["--no-digits"], ["我们", "词典", "T恤", "的"]),
            (["--no-latin"], ["我们", "词典", "2016", "的"]),
            (["--min-length", "2", "--max-length", "3"], ["我们", "词典", "T恤"]),
            (["--stop-words", stop], ["词典", "2016", "T恤"]),
            (["--exclude", known], ["我们", "2016", "T恤", "的"]),
            (["--exclude", known, "--exclude", stop, "--no-latin", "--top", "1"], ["2016"]),
        ]:
            with self.subTest(args):
                seen = self.mine(self.path, *MINE, *args).decode()
                self.assertEqual([line.split("\t")[0] for line in seen.splitlines()], words)

    def test_words_are_folded_as_text_is(self):
        text = self.write("folded", "Ｔ恤，T恤，t恤。ＡＢＣ，abc\n")
        known = self.write("known", "Ｔ恤 5 n\n")
        options = ["--min-count", "2", "--min-pmi", "-9", "--normalize", "nfkc", "--lower"]
        self.assertEqual(self.mine(text, *options).decode(), "t恤\t3\nabc\t2\n")
        self.assertEqual(self.mine(text, *options, "--exclude", known).decode(), "abc\t2\n")
        self.assertEqual(self.mine(text, *options, "--stop-words", known).decode(), "abc\t2\n")

    # Runs: 中国 twice, 中国人 once, 国 once. N1 = 8; f(中国) = 3, f(国人) = 1.
    STATISTICS_TEXT = "中国，中国，中国人\n国\n"
    STATISTICS_ARGS = ["--min-count", "1", "--min-pmi", "0.1", "--max-length", "2"]

    def statistics(self, *args):
        path = self.write("statistics", self.STATISTICS_TEXT)
        return self.mine(path, *self.STATISTICS_ARGS, *args).decode()

    def test_statistics_worked_by_hand(self):
        # Pairs: 中国 3, 国人 1, N = 4. 4*3 / (3*4) = 1 is weak, so that symbols are pieces, but for
        # 国人: 4*1 / (4*1) = 1 is weak as well. 国 has 中 three times and a boundary before it, and
        # 人 and three boundaries after it: -(3/4 ln 3/4 + 1/4 ln 1/4) = 0.562335; two neighbours on
        # either side.
        header = "word\tcount\tfrequency\tdocuments\tcohesion\tleft_entropy\tright_entropy\tvariety\n"
        self.assertEqual(self.statistics("--stats"), header
                         + "国\t4\t4\t2\t\t0.562335\t0.562335\t2\n"
                         + "中\t3\t3\t1\t\t0.000000\t0.000000\t1\n"
                         + "人\t1\t1\t1\t\t0.000000\t0.000000\t1\n")  # fmt: skip
        # With -1 all pairs are strong: 中国 is a piece twice but occurs three times; its cohesion is
        # ln(8*3 / (3*4)) = ln 2. After it 人 comes once and a boundary twice: 0.636514.
        line = "中国\t2\t3\t1\t0.693147\t0.000000\t0.636514\t1\n"
        symbol = "国\t1\t4\t2\t\t0.562335\t0.562335\t2\n"
        more = ["--min-pmi", "-1"]
        self.STATISTICS_ARGS = ["--min-count", "1", "--max-length", "2", *more]
        self.assertEqual(self.statistics("--stats"), header + line + symbol)
        self.assertEqual(self.statistics("--stats", "--format", "jsonl"),
                         '{"word":"中国","count":2,"frequency":3,"documents":1,"cohesion":0.693147,'
                         '"left_entropy":0.000000,"right_entropy":0.636514,"variety":1}\n'
                         '{"word":"国","count":1,"frequency":4,"documents":2,"cohesion":null,'
                         '"left_entropy":0.562335,"right_entropy":0.562335,"variety":2}\n')  # fmt: skip
        for args, expected in [
            (["--min-entropy", "0.000001"], "国\t1\n"),
            (["--min-cohesion", "0.7"], "国\t1\n"),
            (["--min-cohesion", "0.69"], "中国\t2\n国\t1\n"),
            (["--min-documents", "2"], "国\t1\n"),
            (["--min-documents", "3"], ""),
            (["--min-variety", "2"], "国\t1\n"),
            (["--sort", "variety"], "国\t1\n中国\t2\n"),
            (["--sort", "frequency"], "国\t1\n中国\t2\n"),
            (["--sort", "frequency", "--top", "1"], "国\t1\n"),
            (["--sort", "cohesion"], "中国\t2\n国\t1\n"),
            (["--sort", "word"], "中国\t2\n国\t1\n"),
            (["--sort", "count", "--top", "1"], "中国\t2\n"),
        ]:
            with self.subTest(args):
                self.assertEqual(self.statistics(*args), expected)
        self.assertEqual(self.statistics("--stats", "--min-documents", "9"), header)

    def test_a_lexicon_with_statistics_can_be_read(self):
        for name in ("tsv", "csv", "jsonl"):
            lexicon = self.write(f"lexicon.{name}", self.statistics("--stats", "--format", name))
            self.assertEqual(self.statistics("--exclude", lexicon), "")
        # Words that hold tabs are read back from csv and jsonl.
        tabs = self.write("tabs", "a\tb\nc\t d\n")
        args = [tabs, "--alphabet", "any", "--min-count", "1", "--min-pmi", "-9"]
        self.assertEqual(len(self.mine(*args).splitlines()), 2)
        for name in ("csv", "jsonl"):
            lexicon = self.write(f"tabs.{name}", self.mine(*args, "--stats", "--format", name))
            self.assertEqual(self.mine(*args, "--exclude", lexicon), b"")
        lexicon = self.write("tabs.tsv", self.mine(*args, "--stats"))
        self.assert_fails(1, r"tabs\.tsv: line 2 .*: it has 9 columns, and 8 are known",
                          "mine", *args, "--exclude", lexicon)  # fmt: skip

    def test_added_words_that_no_text_can_hold(self):
        text = self.write("text", "词典，我们\n" * 5)
        added = self.write("added", "新,词\t5\n😀\t2\n词典\t2\n")
        warning = "2 words of --add-counts hold a unit or a character that is no symbol of the alphabet, such as '新,词'"
        for more in (["--method", "pair-cut", "--sort", "frequency"], ["--method", "unigram"]):
            result = run("mine", text, "--min-count", "1", "--add-counts", added, "--quiet", *more)
            self.assertEqual(result.output.decode().split("\n")[0].split("\t")[:2], ["词典", "7"], result)
            self.assertEqual(result.output.count(b"\n"), 2, result)
            self.assertIn(warning, result.errors)

    def test_the_report_counts_what_is_listed(self):
        _, report = self.mine_report(self.path, *MINE, "--top", "3")
        self.assertEqual(report["results"]["words"], 3)
        args = ["--stats", "--min-documents", "2"]
        _, report = self.mine_report(self.path, *MINE, *args)
        self.assertEqual(report["results"]["words"], 0)
        self.assertIn("measure words", [row["name"] for row in report["passes"]])

    def test_broken_lexicons(self):
        broken = self.write("broken.tsv", "词典\t3\n的\t2\n我们\n")
        self.assert_fails(1, r"broken\.tsv: line 3 does not fit the lexicon format tsv \(a word, a tab and a count\): it has no count",
                          "mine", self.path, "--exclude", broken)  # fmt: skip
        self.assert_fails(1, "none: ", "mine", self.path, "--exclude", self.folder / "none")


class ThresholdsTest(CliTest):
    def test_thresholds_that_do_not_fit(self):
        path = self.write("text", TEXT)
        args = ["mine", path, "--method", "ngram"]
        self.assert_fails(2, "3 thresholds do not fit order 4", *args, "--thresholds", "0,1,2")
        self.assert_fails(2, "--order", *args, "--order", "9")
        self.assert_fails(2, "--order", *args, "--order", "1")
        self.assert_fails(2, "--thresholds", *args, "--thresholds", "0,x,1,2")
        self.assertEqual(run(*args, "--order", "2", "--quiet").status, 0)


def keyness(a, b, size_a, size_b):
    """Returns G2 and the log ratio."""
    expected = [size * (a + b) / (size_a + size_b) for size in (size_a, size_b)]
    g2 = 2 * sum(count * math.log(count / chance) for count, chance in zip((a, b), expected) if count)
    return g2, math.log2(((a or 0.5) / size_a) / ((b or 0.5) / size_b))


class CompareTest(CliTest):
    def test_worked_by_hand(self):
        a = self.write("a.tsv", "甲\t9\n乙\t8\n丙\t7\n")
        b = self.write("b.txt", "丙 5\n丁 3\n甲 1\n")
        table = self.folder / "table"
        result = run("compare", a, b, "-o", table)
        self.assertEqual((result.status, result.errors), (0, ""), result)
        self.assertEqual(table.read_text(), "word\tcount_a\tcount_b\trank_a\trank_b\n"
                         "甲\t9\t1\t1\t3\n乙\t8\t\t2\t\n丙\t7\t5\t3\t1\n丁\t\t3\t\t2\n")  # fmt: skip
        text = result.output.decode()
        for part in ("a: ", "a.tsv, 3 words\n", "in both: 2, 66.7 % of a, 66.7 % of b\n",
                     "rank correlation of these: -1.000\n", "\nonly in a: 1\n  乙\t8\n",
                     "\nonly in b: 1\n  丁\t3\n", "  甲\t1\t3\n  丙\t3\t1\n"):  # fmt: skip
            self.assertIn(part, text)

    def test_keyness_against_the_formulas(self):
        for seed in seeds(10):
            dice = random.Random(seed)
            counts = [{chr(0x4E00 + i): dice.choice([1, 5, dice.randint(1, 10**6)])
                       for i in dice.sample(range(60), 40)} for _ in range(2)]  # fmt: skip
            sizes = [dice.choice([None, sum(of.values()) + dice.randint(0, 10**6)]) for of in counts]
            a, b = (self.write(f"{i}.tsv", "".join(f"{word}\t{count}\n" for word, count in of.items()))
                    for i, of in enumerate(counts))  # fmt: skip
            args = [part for name, size in zip(("--size-a", "--size-b"), sizes) if size for part in (name, size)]
            result = run("compare", a, b, "--sort", "keyness", "-o", "-", "--format", "jsonl", *args)
            seen = [json.loads(line) for line in result.output.decode().splitlines()]
            expected = {word: keyness(*(of.get(word, 0) for of in counts),
                                      *(size or sum(of.values()) for size, of in zip(sizes, counts)))
                        for word in {**counts[0], **counts[1]}}  # fmt: skip
            self.assertEqual({line["word"] for line in seen}, set(expected))
            self.assertEqual([line["g2"] for line in seen], sorted((line["g2"] for line in seen), reverse=True))
            for line in seen:
                self.assertEqual((line["count_a"], line["count_b"]), tuple(of.get(line["word"]) for of in counts))
                for value, right in zip((line["g2"], line["log_ratio"]), expected[line["word"]]):
                    self.assertAlmostEqual(value, right, delta=1e-4 + 1e-9 * abs(right), msg=f"seed {seed}: {line}")

    def test_keyness_worked_by_hand(self):
        # Rayson's calculator: 10 in 1,000 against 20 in 1,000 has G2 3.40 and log ratio -1.
        a, b = self.write("a.tsv", "甲\t10\n"), self.write("b.tsv", "甲\t20\n乙\t4\n")
        args = ["compare", a, b, "--sort", "keyness", "--size-a", 1000, "--size-b", 1000]
        table = run(*args, "-o", "-", "--format", "csv").output.decode()
        self.assertEqual(table, "word,count_a,count_b,rank_a,rank_b,g2,log_ratio\n"
                         "乙,,4,,2,5.5452,-3.0000\n甲,10,20,1,1,3.3980,-1.0000\n")  # fmt: skip
        lists = run(*args).output.decode()
        self.assertIn("\nmore frequent in b: 2; count in a, count in b, G2, log ratio:\n"
                      "  乙\t0\t4\t5.5\t-3.00\n  甲\t10\t20\t3.4\t-1.00\n", lists)  # fmt: skip

    def test_bad_use(self):
        a = self.write("a", "甲\t9\n")
        self.assert_fails(2, "B is required", "compare", a)
        self.assert_fails(1, "none: ", "compare", a, self.folder / "none")
        listed = self.write("list", "甲\n乙\n")
        self.assert_fails(2, "'甲' has no count", "compare", a, listed, "--sort", "keyness")
        self.assert_fails(2, "a word occurs 9 times, and 8 tokens are fewer", "compare", a, a, "--sort", "keyness",
                          "--size-b", 8)  # fmt: skip
        empty = self.write("empty", "")
        self.assert_fails(2, "the lexicon b counts nothing", "compare", a, empty, "--sort", "keyness")


if __name__ == "__main__":
    unittest.main()
