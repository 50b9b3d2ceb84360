"""What is written of a lexicon, and how; how lexicons are compared."""

import json
import unittest

from driver import CliTest, run

TEXT = "词典，词典，词典，T恤，T恤，2016，2016，我们，我们，我们，我们，的，的\n"
MINE = ["--min-count", "2", "--min-pmi", "-9"]


class LexiconTest(CliTest):
    def setUp(self):
        super().setUp()
        self.path = self.write("text", TEXT)


    def test_formats(self):
        expected = [("我们", 4), ("词典", 3), ("2016", 2), ("T恤", 2), ("的", 2)]
        for name, line in [("tsv", "{}\t{}\n"), ("jieba", "{} {}\n"), ("hanlp", "{} nz {}\n"),
                           ("words", "{0}\n"), ("jsonl", '{{"word":"{}","count":{}}}\n')]:  # fmt: skip
            with self.subTest(name):
                seen = self.mine(self.path, *MINE, "--format", name).decode()
                self.assertEqual(seen, "".join(line.format(*entry) for entry in expected))
                # Any of them can be read back.
                lexicon = self.write(f"lexicon.{name}", seen)
                self.assertEqual(self.mine(self.path, *MINE, "--exclude", lexicon), b"")
        for line in self.mine(self.path, *MINE, "--format", "jsonl").decode().splitlines():
            json.loads(line)

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
            (["--exclude", known, stop, "--no-latin", "--top", "1"], ["2016"]),
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

    def test_the_report_counts_what_is_listed(self):
        _, report = self.mine_report(self.path, *MINE, "--top", "3")
        self.assertEqual(report["results"]["words"], 3)

    def test_broken_lexicons(self):
        broken = self.write("broken.tsv", "词典\t3\n的\t2\n我们\n")
        self.assert_fails(1, r"broken\.tsv: line 3 is no line of a lexicon in format tsv$",
                          "mine", self.path, "--exclude", broken)  # fmt: skip
        self.assert_fails(1, "none: ", "mine", self.path, "--exclude", self.folder / "none")

    def test_words_that_a_format_cannot_hold(self):
        spaced = self.write("spaced", "a b\na b\n")
        args = ["mine", spaced, "--alphabet", "any", *MINE]
        self.assert_fails(1, "the word 'a b' holds white space", *args, "--format", "jieba")
        self.assertEqual(run(*args, "--quiet").output, b"a b\t2\n")


class ThresholdsTest(CliTest):
    def test_thresholds_that_do_not_fit(self):
        path = self.write("text", TEXT)
        args = ["mine", path, "--method", "ngram"]
        self.assert_fails(2, "3 thresholds do not fit order 4", *args, "--thresholds", "0,1,2")
        self.assert_fails(2, "--order", *args, "--order", "9")
        self.assert_fails(2, "--order", *args, "--order", "1")
        self.assert_fails(2, "--thresholds", *args, "--thresholds", "0,x,1,2")
        self.assertEqual(run(*args, "--order", "2", "--quiet").status, 0)


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

    def test_bad_use(self):
        a = self.write("a", "甲\t9\n")
        self.assert_fails(2, "B is required", "compare", a)
        self.assert_fails(1, "none: ", "compare", a, self.folder / "none")


if __name__ == "__main__":
    unittest.main()
