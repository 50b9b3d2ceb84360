"""Lexicons as people have them: every command reads them by the same rules, and nothing that is no
part of a word gets into one silently."""

import json
import random
import unittest

from driver import CliTest, command_line, run, seeds, zstd

TEXT = "词典，" * 12 + "我们，" * 12 + "云计算，" * 12
MINE = ["--min-pmi", "-9"]


class CommandsTest(CliTest):
    """Each option of each command that names a lexicon."""

    def setUp(self):
        super().setUp()
        self.text = self.write("text", TEXT)

    def words_left_by(self, *args):
        return [line.split("\t")[0] for line in self.mine(self.text, *MINE, *args).decode().splitlines()]

    LEXICONS = [" 我们 \n云计算\n", "我们 5\n云计算\n", "我们 r 5\n云计算 n\n", "我们\t5\n云计算 \t 3 \n",
                "我们,5\n云计算,3\n", '{"word":" 我们"}\n\ufeff{"word":"云计算","count":3}\n',
                "---\nname: a\n...\n我们\two men\t5\n云计算\n", "\ufeff我们　\n\ufeff云计算\u00a0\n"]  # fmt: skip

    def test_every_format_in_every_command(self):
        tokens = self.write("tokens", "我们 词典\n")
        for text in self.LEXICONS:
            with self.subTest(text):
                lexicon = self.write("lexicon", text)
                for option in "--exclude", "--stop-words":
                    self.assertEqual(self.words_left_by(option, lexicon), ["词典"])
                added = self.words_left_by("--add-counts", lexicon)
                self.assertEqual(sorted(added), ["云计算", "我们", "词典"])
                new = self.mine(self.text, "--dictionary", lexicon, "--only-new", defaults=True)
                self.assertEqual(new.decode(), "词典\t12\n")
                seen = run("tokenize", "--lexicon", lexicon, "--quiet", stdin="我们云计算".encode())
                self.assertEqual(seen.output.decode(), "我们 云计算\n")
                seen = run("tokenize", "--user-words", lexicon, "--quiet", stdin="我们云计算".encode())
                self.assertEqual(seen.output.decode(), "我们 云计算\n")
                seen = run("lexicon", lexicon, "--format", "words")
                self.assertEqual(sorted(seen.output.decode().split()), ["云计算", "我们"])
                seen = run("compare", lexicon, lexicon).output.decode()
                self.assertIn("in both: 2, 100.0 % of a", seen)
                seen = run("evaluate", "--words", lexicon, lexicon).output.decode()
                self.assertIn("known_words\t2\n", seen)
                seen = run("evaluate", "--gold", tokens, tokens, "--training-words", lexicon)
                self.assertIn("oov_rate\t0.5000\n", seen.output.decode())

    def test_the_format_can_be_named(self):
        phrases = self.write("phrases", "vitamin c 100\n")
        tokens = self.write("tokens", "我们 词典\n")
        templates = self.write("templates", "[X] 的 [X]\t5\n")
        for command in (["lexicon", phrases], ["compare", phrases, phrases],
                        ["evaluate", "--words", phrases, phrases],
                        ["evaluate", "--gold", tokens, tokens, "--training-words", phrases],
                        ["tokenize", self.text, "--lexicon", phrases],
                        ["tokenize", self.text, "--user-words", phrases],
                        ["templates", self.text, "--lexicon", phrases],
                        ["parse", "词", "--templates", templates, "--lexicon", phrases],
                        ["mine", self.text, "--exclude", phrases],
                        ["mine", self.text, "--stop-words", phrases],
                        ["mine", self.text, "--add-counts", phrases],
                        ["mine", self.text, "--method", "unigram", "--dictionary", phrases]):  # fmt: skip
            with self.subTest(command):
                self.assert_fails(1, r"phrases: line 1 is a phrase, or .*; name the format with --lexicon-format",
                                  *command)  # fmt: skip
                named = run(*command, "--lexicon-format", "words", "--quiet") if "--quiet" in self.help(command[0]) \
                    else run(*command, "--lexicon-format", "words")  # fmt: skip
                if "--dictionary" in command:  # a phrase is no word of the alphabet
                    self.assertEqual(named.status, 2)
                    self.assertIn("every word of the dictionary holds a unit", named.errors)
                else:
                    self.assertEqual(named.status, 0, named)
        for name, seen in [("jieba", "vitamin c\t100\n"), ("hanlp", "vitamin\t100\n"),
                           ("words", "vitamin c 100\t1\n")]:  # fmt: skip
            self.assertEqual(run("lexicon", phrases, "--lexicon-format", name).output.decode(), seen)
        self.assert_fails(2, "--lexicon-format: 'csvx' is none of auto, tsv, csv",
                          "lexicon", phrases, "--lexicon-format", "csvx")  # fmt: skip

    def help(self, command):
        return run(command, "--help").output.decode()

    def test_counts_by_pieces_take_lexicons_as_well(self):
        counts, pieces = self.folder / "counts", self.folder / "pieces"
        self.assertEqual(run("count", self.text, "-o", counts, "--quiet").status, 0)
        args = ["words", self.text, "--counts", counts, "--method", "pair-cut", *MINE]
        lexicon = self.write("lexicon", " 我们 5\n云计算\n")
        self.assertEqual(run(*args, "--exclude", lexicon, "--quiet").output.decode(), "词典\t12\n")
        self.assertEqual(run(*args, "--pieces", "-o", pieces, "--quiet").status, 0)
        args = ["words", "--from-pieces", pieces, "--stop-words", lexicon, "--quiet"]
        self.assertEqual(run(*args).output.decode(), "词典\t12\n")
        self.assertEqual(run(*args, "--lexicon-format", "words").output.decode(), "我们\t12\n词典\t12\n")


class SeveralValuesTest(CliTest):
    """Options of several values take one each time they are given, so that inputs may follow."""

    def test_inputs_follow(self):
        first, second = self.write("1.txt", "甲乙\n" * 12), self.write("2.txt", "丙丁\n" * 12)
        known, other = self.write("known", "的\n"), self.write("other", "甲乙\n")
        both = "丙丁\t12\n甲乙\t12\n"
        for option in "--exclude", "--stop-words":
            with self.subTest(option):
                self.assertEqual(self.mine(first, option, known, second).decode(), both)
                self.assertEqual(self.mine(option, known, first, second).decode(), both)
                self.assertEqual(self.mine(option, known, option, other, first, second).decode(), "丙丁\t12\n")
        for method, option, value in [("ngram", "--thresholds", "0,2,4,6"),
                                      ("unigram", "--min-gain", "3,6.5,12,18,22,26,30"),
                                      ("unigram", "--seed-entropy", "0,0,1,1.5,1.5,1.5,1.5"),
                                      ("pair-cut", "--columns", "word,count")]:  # fmt: skip
            with self.subTest(option):
                args = ["--method", method]
                expected = self.mine(first, second, *args, option, value)
                self.assertEqual(self.mine(*args, option, value, first, second), expected)
                self.assertEqual(self.mine(first, *args, option, value, second), expected)
                self.assertIn("丁".encode(), expected)
        text = self.write("text", "甲乙丙丁\n")
        seen = run("tokenize", "--lexicon", known, "--user-words", other, text, "--quiet")
        self.assertEqual(seen.output.decode(), "甲乙 丙 丁\n")
        seen = run("evaluate", "--words", known, other)
        self.assertEqual(seen.status, 0, seen)
        seen = run("evaluate", "--gold", text, "--training-words", known, text)
        self.assertEqual(seen.status, 0, seen)


class RefusalTest(CliTest):
    def setUp(self):
        super().setUp()
        self.text = self.write("text", TEXT)

    def test_counts_that_are_too_large(self):
        def refused(pattern, lines, *command):
            lexicon = self.write("lexicon", lines)
            self.assert_fails(1, pattern, *(lexicon if part == "L" else part for part in command))

        most, half = 2**64 - 1, 2**63
        refused("lexicon: line 1 .*no whole number below 2.64", f"甲\t{2**64}\n", "lexicon", "L")
        refused(r"lexicon: line 1: the counts add up to 2\^63", f"甲\t{half}\n", "lexicon", "L")
        refused(r"lexicon: line 2: the counts add up to 2\^63", f"甲\t{half - 1}\n甲\t1\n", "lexicon", "L")
        refused(r"lexicon: line 2: the counts of this word add up to 2\^64", f"甲\t{most}\n甲\t1\n", "compare", "L", "L")
        refused(r"lexicon: line 1 .*add up to 2\^64", f"甲 n {most} v 1\n", "lexicon", "L")
        for lines in f"我们\t{half - 1}\n", f"我们\t{most}\n", f"我们\t{half}\n我们\t{half}\n":
            refused(r"lexicon: line [12]: the counts add up to 2\^63", lines, "tokenize", self.text, "--user-words", "L")
        for method in "pair-cut", "word-finder", "unigram", "ngram":
            refused(r"lexicon: the counts add up to more than 2\^50", f"我们\t{2**50}\n词典\t1\n",
                    "mine", self.text, "--method", method, "--add-counts", "L")  # fmt: skip
        # What is allowed is added exactly.
        added = self.write("added", f"我们\t{2**50 - 12}\n词典\t12\n")
        for method in "pair-cut", "word-finder", "unigram":
            args = ["--method", method, "--add-counts", added, "--min-length", "2", "--top", "1"]
            with self.subTest(method):
                self.assertEqual(self.mine(self.text, *args).decode(), f"我们\t{2**50}\n")
                line = self.mine(self.text, *args, "--columns", "count,score", "--format", "jsonl")
                self.assertEqual(json.loads(line)["count"], 2**50)

    def test_what_does_not_fit_is_named(self):
        for text, line, reason in [
            ("甲\t1.5\n", 1, "'1.5' is no whole number"), ("甲\t5\n乙\t\n", 2, "it has no count"),
            ("甲\t5\tn\n", 1, "3 columns"), ("甲 1e5\n", 1, "'1e5' is no whole number"),
            ("甲\t5\n\n\n乙\n", 4, "it has no count"), ("甲 n 5\n乙 foo 3\n", 2, "'foo' is no known tag"),
            ("甲,5\n乙,-3\n", 2, "'-3' is no whole number"), ('{"word":"甲","count":2.0}\n', 1, "'count' is no whole"),
            ("word\tcount\n甲\t5\t3\n", 2, "3 columns, and 2 are known"),
        ]:  # fmt: skip
            with self.subTest(text):
                lexicon = self.write("lexicon", zstd(text.encode()))
                self.assert_fails(1, [rf"lexicon: line {line} does not fit the lexicon format", reason,
                                      "name it with --lexicon-format$"], "mine", self.text, "--exclude", lexicon)  # fmt: skip
        self.assert_fails(1, "lexicon: line 2 is not valid UTF-8", "lexicon", self.write("lexicon", b"a\t1\n\xff\t2\n"))
        self.assert_fails(1, "lexicon: line 1 is not valid UTF-8",
                          "lexicon", self.write("lexicon", "词典\n".encode("gb18030")))  # fmt: skip


class RandomTest(CliTest):
    def test_lines_with_blanks_anywhere(self):
        """A lexicon reads the same with any blanks between columns and at the ends of lines."""
        for seed in seeds(12):
            rng = random.Random(seed)
            blanks = [" ", "\t", "　", "\u00a0", "  ", " \t", "\u2003"]
            end = lambda: "".join(rng.choices(blanks, k=rng.randrange(3)))  # noqa: E731
            between = {"jieba": blanks, "hanlp": [" ", "　", "  "], "tsv": ["\t", " \t", "\t\t", "\t　"],
                       "csv": [",", " ,", ", ", "　,"]}  # fmt: skip
            for format, separators in between.items():
                words = {"词%d典" % i: rng.randrange(1, 1000) for i in range(rng.randrange(1, 60))}
                lines = []
                for word, count in words.items():
                    parts = [word, "nz", str(count)] if format == "hanlp" else [word, str(count)]
                    line = "".join(part + rng.choice(separators) for part in parts[:-1]) + parts[-1]
                    mark = "\ufeff" * (rng.random() < 0.1)
                    lines.append(mark + end() + line + end() + rng.choice(["\n", "\r\n"]) + rng.choice(["", "", " \n"]))
                lexicon = self.write("lexicon", "".join(lines))
                with self.subTest(seed=seed, format=format):
                    seen = run("lexicon", lexicon, "--lexicon-format", format, "--format", "jsonl")
                    self.assertEqual(seen.status, 0, seen)
                    entries = [json.loads(line) for line in seen.output.decode().splitlines()]
                    self.assertEqual({entry["word"]: entry["count"] for entry in entries}, words)


if __name__ == "__main__":
    unittest.main()
