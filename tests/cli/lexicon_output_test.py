"""The files that lexicons and other results are written to: formats, columns, names, compressions."""

import csv
import gzip
import io
import json
import math
import os
import random
import subprocess
import time
import unittest

from driver import TIMEOUT, CliTest, command_line, run, seeds, tool

TEXT = "词典，词典，词典，T恤，T恤，2016，2016，我们，我们，我们，我们，的，的\n"
MINE = ["--min-count", "2", "--min-pmi", "-9"]
WORDS = [("我们", 4), ("词典", 3), ("2016", 2), ("T恤", 2), ("的", 2)]
TSV = "".join(f"{word}\t{count}\n" for word, count in WORDS)
CSV = "word,count\n" + TSV.replace("\t", ",")
JSONL = "".join(f'{{"word":"{word}","count":{count}}}\n' for word, count in WORDS)
RIME = "".join(["# Rime dictionary\n# encoding: utf-8\n---\nname: ", '"{}"', '\nversion: "1"\nsort: by_weight\n',
                "columns: [text, weight]\n...\n"])  # fmt: skip


def unpack(path):
    data = path.read_bytes()
    if path.suffix.lower() == ".gz":
        return gzip.decompress(data).decode()
    return (tool("zstd", "-dcq", stdin=data) if path.suffix == ".zst" else data).decode()


class FormatTest(CliTest):
    def setUp(self):
        super().setUp()
        self.path = self.write("text", TEXT)

    def test_every_format(self):
        lines = {"tsv": TSV, "csv": CSV, "jsonl": JSONL, "jieba": TSV.replace("\t", " "),
                 "hanlp": TSV.replace("\t", " nz "), "words": "".join(word + "\n" for word, _ in WORDS),
                 "rime": RIME.format("ciku") + TSV,
                 "sentencepiece": "".join(f"{word}\t{math.log(n / 13):.6f}\n" for word, n in WORDS)}  # fmt: skip
        for name, expected in lines.items():
            with self.subTest(name):
                seen = self.mine(self.path, *MINE, "--format", name).decode()
                self.assertEqual(seen, expected)
                lexicon = self.write(f"lexicon.{name}", seen)
                if name == "sentencepiece":
                    self.assert_fails(1, "lexicon.sentencepiece: line 1 .* '-1.178655' is no whole number",
                                      "lexicon", lexicon)  # fmt: skip
                else:  # Every other format can be read back.
                    self.assertEqual(self.mine(self.path, *MINE, "--exclude", lexicon), b"")
                    self.assertEqual(run("lexicon", lexicon, "--lexicon-format", name).status, 0)

    def test_the_name_tells_format_and_compression(self):
        for name, expected in [
            ("a.tsv", TSV), ("a.txt", TSV), ("a", TSV), ("a.csv", CSV), ("a.CSV", CSV), ("a.jsonl", JSONL),
            ("a.ndjson", JSONL), ("a.dict.yaml", RIME.format("a") + TSV), ("a.tsv.gz", TSV), ("a.gz", TSV),
            ("a.csv.zst", CSV), ("a.jsonl.zst", JSONL), ("a.dict.yaml.gz", RIME.format("a") + TSV),
        ]:  # fmt: skip
            with self.subTest(name):
                output = self.folder / name
                self.mine(self.path, *MINE, "-o", output)
                self.assertEqual(unpack(output), expected)
                before = output.read_bytes()
                self.mine(self.path, *MINE, "-o", output, "--threads", "1")
                self.assertEqual(output.read_bytes(), before)
                again = self.folder / f"again.{name}"
                self.assertEqual(run("lexicon", output, "-o", again).status, 0)
                self.assertEqual(unpack(again), expected.replace('name: "a"', 'name: "again.a"'))
        output = self.folder / "b.csv.gz"
        self.mine(self.path, *MINE, "-o", output, "--format", "words")
        self.assertEqual(unpack(output), "".join(word + "\n" for word, _ in WORDS))

    def test_other_results_are_compressed_as_well(self):
        text = self.write("text", "我们词典\n" * 3000)
        tokens, found = self.folder / "tokens.gz", self.folder / "templates.jsonl.zst"
        self.assertEqual(run("tokenize", text, "-o", tokens, "--quiet").status, 0)
        self.assertEqual(unpack(tokens), run("tokenize", text).output.decode())
        self.assertEqual(run("tokenize", text, "-o", self.folder / "tokens.jsonl", "--quiet").status, 0)
        self.assertEqual((self.folder / "tokens.jsonl").read_bytes(),
                         run("tokenize", text, "--format", "jsonl").output)  # fmt: skip
        args = ["templates", text, "--min-pmi", "-9", "--quiet"]
        self.assertEqual(run(*args, "-o", found).status, 0)
        self.assertEqual(unpack(found), run(*args, "--format", "jsonl").output.decode())
        trees = self.folder / "trees.jsonl"
        args = ["parse", "我们词典", "--templates", found]
        self.assertEqual(run(*args, "-o", trees, "--quiet").status, 0)
        self.assertEqual(trees.read_bytes(), run(*args, "--format", "json").output)
        report = self.folder / "report.json.gz"
        self.mine(self.path, *MINE, "--report", report)
        self.assertEqual(json.loads(unpack(report))["command"], "mine")
        table = self.folder / "table.csv"
        lexicon = self.write("a.csv", 'word,count\n"a,b",5\n')
        self.assertEqual(run("compare", lexicon, lexicon, "-o", table).status, 0)
        self.assertEqual(table.read_text(), 'word,count_a,count_b,rank_a,rank_b\n"a,b",5,5,1,1\n')

    def test_columns(self):
        # There are 28 symbols. Cohesions: ln(28 * 4 / (4 * 4)) = ln 7, ln(28 * 3 / (3 * 3)).
        for args, expected in [
            (["--columns", "count,word"], "count\tword\n4\t我们\n3\t词典\n"),
            (["--columns", "word"], "word\n我们\n词典\n"),
            (["--columns", "word,count"], "我们\t4\n词典\t3\n"),
            (["--columns", "word,count", "--header"], "word\tcount\n我们\t4\n词典\t3\n"),
            (["--columns", "word", "--no-header"], "我们\n词典\n"),
            (["--header"], "word\tcount\n我们\t4\n词典\t3\n"),
            (["--columns", "word,documents,cohesion"], "word\tdocuments\tcohesion\n我们\t1\t1.945910\n词典\t1\t2.233592\n"),
            (["--columns", "word,stretches"], "word\tstretches\n我们\t1\n词典\t1\n"),
            (["--columns", "stretches,left-entropy", "--format", "jsonl"],
             '{"stretches":1,"left_entropy":0.000000}\n' * 2),
            (["--columns", "word,variety", "--format", "csv"], "word,variety\n我们,1\n词典,1\n"),
            (["--stats", "--columns", "variety,word", "--no-header"], "1\t我们\n1\t词典\n"),
            (["--format", "csv", "--no-header"], "我们,4\n词典,3\n"),
            (["--format", "csv", "--bom"], "\ufeffword,count\n我们,4\n词典,3\n"),
            (["--bom", "--header"], "\ufeffword\tcount\n我们\t4\n词典\t3\n"),
        ]:  # fmt: skip
            with self.subTest(args):
                seen = self.mine(self.path, *MINE, "--top", "2", *args).decode()
                self.assertEqual(seen, expected)

    def test_a_table_can_be_read_back(self):
        for args in ["--stats"], ["--columns", "score,count,cohesion,word"], ["--header"]:
            for name in "a.tsv", "a.csv":
                output = self.folder / name
                self.mine(self.path, *MINE, "-o", output, *args)
                self.assertEqual(run("lexicon", output).output.decode(), TSV)

    def test_contradictions_are_found_before_the_work(self):
        for pattern, *args in [
            ("there is no column 'x'; there are word, count, frequency", "--columns", "word,x"),
            ("'word' is named twice", "--columns", "word,word"),
            ("'left-entropy' is named twice", "--columns", "left_entropy,left-entropy"),
            ("--columns has no place in --format jieba: write tsv, csv or jsonl", "--columns", "word", "--format", "jieba"),
            ("--stats has no place in --format rime", "--stats", "-o", "a.dict.yaml"),
            ("--header has no place in --format jsonl: write tsv or csv", "--header", "-o", "a.jsonl"),
            ("--bom has no place in --format words", "--bom", "--format", "words"),
            ("--header excludes --no-header|--no-header excludes --header", "--header", "--no-header"),
            ("--format: 'xml' is none of tsv, csv", "--format", "xml"),
            ("a.tsv.xz: results are compressed to gzip and zstd", "-o", "a.tsv.xz"),
        ]:  # fmt: skip
            with self.subTest(args):
                self.assert_fails(2, pattern, "mine", "-", *MINE, *args, cwd=self.folder)
        self.assert_fails(2, "only words and counts are taken from a lexicon",
                          "lexicon", "--columns", "word,score")  # fmt: skip


class BlanksTest(CliTest):
    """Words with blanks, which not all formats can hold."""

    HOLD_NONE = ["jieba", "hanlp", "rime", "sentencepiece"]

    def test_refused_before_the_input_is_read(self):
        fifo = self.folder / "fifo"
        os.mkfifo(fifo)
        for format in self.HOLD_NONE:
            args = ["mine", fifo, "--alphabet", "any", *MINE, "--format", format]
            with self.subTest(format):  # nobody writes to the fifo: a run that reads would not end
                self.assert_fails(2, rf"--format: {format} cannot hold blanks, and with --alphabet any", *args)
        text = self.write("text", "a b\n" * 9)
        counts = self.folder / "counts"
        args = ["count", text, "--alphabet", "any", "-o", counts, "--quiet"]
        self.assertEqual(run(*args).status, 0)
        self.assert_fails(2, "--format: jieba cannot hold blanks", "words", fifo, "--counts", counts, "--format", "jieba")

    def test_words_between_units_hold_no_blanks(self):
        text = self.write("text", "甲 乙\n" * 9)
        for format in self.HOLD_NONE:
            args = [text, "--alphabet", "any", "--rules", "units", *MINE, "--format", format]
            self.assertEqual(len(self.mine(*args).splitlines()), 10 if format == "rime" else 2)

    def test_other_words_are_left_out_and_named(self):
        text = self.write("text", TEXT)
        added = self.write("added.jsonl", '{"word":"New York","count":9}\n{"word":"#a","count":3}\n')
        args = ["mine", text, *MINE, "--add-counts", added]
        self.assertEqual(run(*args, "--quiet").output.decode(), "New York\t9\n我们\t4\n#a\t3\n" + TSV[5:])
        lexicon = self.write("lexicon.jsonl", '{"word":"New York","count":9}\n{"word":"a\\u3000b","count":5}\n{"word":"甲","count":1}\n')
        for format, left_out, first in [("jieba", 1, "New York"), ("hanlp", 1, "New York"), ("rime", 1, "#a"),
                                        ("words", 0, ""), ("sentencepiece", 0, "")]:  # fmt: skip
            with self.subTest(format):
                report = self.folder / "report"
                result = run(*args, "--format", format, "--report", report, "--quiet")
                self.assertEqual(result.status, 0, result)
                self.assertEqual(json.loads(report.read_text())["results"]["words"], 7 - left_out)
                if left_out:
                    self.assertRegex(result.errors, rf"\Aciku: warning: left out {left_out} words?, the first '{first}': "
                                     r"--format [^\n]*; write tsv, csv or jsonl\n\Z")  # fmt: skip
                else:
                    self.assertEqual(result.errors, "")
                self.assertEqual("New York" in result.output.decode(), format not in ("jieba", "hanlp"))
        result = run("lexicon", lexicon, "--format", "jieba")
        self.assertEqual((result.status, result.output.decode()), (0, "甲 1\n"), result)
        self.assertIn("left out 2 words, the first 'New York'", result.errors)

    def test_words_with_tabs_in_tsv(self):
        text = self.write("text", "a\tb\n" * 9)
        result = run("mine", text, "--alphabet", "any", *MINE, "--quiet")
        self.assertEqual((result.status, result.output), (0, b"a\tb\t9\n"), result)
        self.assertRegex(result.errors, r"\Aciku: warning: tabs, which [^\n]* are in 1 word, the first 'a\\x09b'; "
                         r"write csv or jsonl\n\Z")  # fmt: skip
        self.assertEqual(run("mine", text, "--alphabet", "any", *MINE, "--quiet", "--format", "csv").errors, "")


class NumberTest(CliTest):
    """No number that is not finite gets into any output."""

    def setUp(self):
        super().setUp()
        self.text = self.write("text", "词典，我们，的，的\n" * 12)
        self.added = self.write("added.tsv", "新词\t50\n龘龘\t60\n龘\t70\n")
        self.dictionary = self.write("dictionary.txt", "新词\n龘龘\n龘\n生词本\n")

    CASES = [["--method", "pair-cut", "--min-pmi", "-9"], ["--method", "unigram"],
             ["--method", "ngram", "--min-count", "2"], ["--method", "word-finder"]]  # fmt: skip
    OLD_NAME = "--resume-words"  # of --add-counts

    def cases(self):
        for case in self.CASES:
            yield [self.text, *case, "--add-counts", self.added]
            yield [self.text, *case, self.OLD_NAME, self.added]
        yield [self.text, "--method", "unigram", "--dictionary", self.dictionary]
        yield [self.text, "--method", "unigram", "--dictionary", self.dictionary, "--add-counts", self.added]

    COLUMNS = ["frequency", "documents", "cohesion", "left_entropy", "right_entropy", "variety", "stretches",
               "gain", "score"]  # fmt: skip

    def test_statistics_of_words_that_do_not_occur(self):
        def refuse(text):
            raise ValueError(text)

        for case in self.cases():
            with self.subTest(case[1:]):
                every = ",".join(["word", "count", *self.COLUMNS])
                lines = self.mine(*case, "--format", "jsonl", "--columns", every).decode().splitlines()
                words = {entry["word"]: entry for entry in (json.loads(line, parse_constant=refuse) for line in lines)}
                for word in ["新词", "龘龘"] if "新词" in words else []:
                    self.assertEqual(words[word]["frequency"], 0)
                    self.assertEqual([words[word][column] for column in ("cohesion", "gain", "score")], [None] * 3)
                for format in "tsv", "csv":
                    self.assertNotRegex(self.mine(*case, "--format", format, "--columns", every, "--stats").decode(),
                                        r"(?i)\b-?(inf|nan)\b")  # fmt: skip

    def test_words_without_a_number_are_last_and_meet_no_threshold(self):
        for case in self.cases():
            words = self.mine(*case, "--columns", "word", "--no-header").decode().split()
            if "新词" not in words:
                continue
            for key in "cohesion", "gain", "score":
                with self.subTest(case=case[1:], key=key):
                    seen = self.mine(*case, "--columns", "word", "--no-header", "--sort", key).decode().split()
                    self.assertEqual(sorted(seen), sorted(words))
                    self.assertEqual(set(seen[-2:]), {"新词", "龘龘"})
                    if key == "gain":
                        continue
                    seen = self.mine(*case, f"--min-{key}", "-1000").decode()
                    self.assertNotIn("新词", seen)
                    self.assertIn("的", seen)  # a word of one symbol has none and passes

    def test_scores_of_sentencepiece(self):
        for case in self.cases():
            lines = self.mine(*case, "--format", "sentencepiece").decode().splitlines()
            counts = dict(line.split("\t") for line in self.mine(*case).decode().splitlines())
            total = sum(map(int, counts.values()))
            for line in lines:
                word, score = line.split("\t")
                self.assertEqual(score, f"{math.log(int(counts[word]) / total):.6f}")


class ReadersTest(CliTest):
    """Other programs' readers find the same words."""

    def test_random_words(self):
        parts = ["词", "典", "a", " ", "\t", ",", '"', "'", "\\", "\u3000", "é", "𠀀", "#", "=", "1"]
        for seed in seeds(12):
            rng = random.Random(seed)
            words = {"".join(rng.choices(parts, k=rng.randrange(1, 6))): rng.randrange(1, 10**12) for _ in range(80)}
            words = {word.strip(): count for word, count in words.items() if "\t" not in word}
            words.pop("", None)
            lexicon = self.write("lexicon.jsonl", "".join(
                json.dumps({"word": word, "count": count}, ensure_ascii=rng.random() < 0.5) + "\n"
                for word, count in words.items()))  # fmt: skip
            with self.subTest(seed=seed):
                data = run("lexicon", lexicon, "--format", "csv", "--bom").output.decode("utf-8-sig")
                rows = list(csv.DictReader(io.StringIO(data, newline="")))
                self.assertEqual({row["word"]: int(row["count"]) for row in rows}, words)
                lines = run("lexicon", lexicon, "--format", "jsonl").output.decode().split("\n")[:-1]
                entries = [json.loads(line) for line in lines]
                self.assertEqual({entry["word"]: entry["count"] for entry in entries}, words)
                rows = csv.reader(io.StringIO(run("lexicon", lexicon).output.decode(), newline=""), delimiter="\t",
                                  quoting=csv.QUOTE_NONE)  # fmt: skip
                self.assertEqual({word: int(count) for word, count in rows}, words)
                # And ciku reads what Python's csv module writes.
                out = io.StringIO(newline="")
                csv.writer(out).writerows([("word", "count"), *words.items()])
                again = run("lexicon", self.write("python.csv", out.getvalue()), "--format", "jsonl")
                self.assertEqual(again.output.decode().split("\n")[:-1], lines, again)


if __name__ == "__main__":
    unittest.main()
