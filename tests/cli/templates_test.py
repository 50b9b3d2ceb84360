"""`ciku templates` compared with the oracle in plain Python, and what it refuses."""

import json
import random
import re
import unittest
from pathlib import Path

from driver import CORPORA, CliTest, assert_same, few, flags, frames_of, run, seeds, tool, zstd

import templates  # of tests/oracle
import tokenizer

WEIGHTS = ["path", "sentence"]


def random_lines(dice, lines, most, words, separators=0.1):
    """Returns tokenized lines. Some words are more frequent than others, and some tokens separate
    runs."""
    def token():
        if dice.random() < separators:
            return dice.choice(["，", "[X]", "a.b", "词\t", "\u3000"])
        return words[min(dice.randrange(len(words)), dice.randrange(len(words)))]

    return [" ".join(token() for _ in range(dice.randint(0, most))) for _ in range(lines)]


class TemplatesCase(CliTest):
    def templates(self, *args, **more):
        result = run("templates", *args, "--quiet", "--temp-dir", self.temp, **more)
        self.assertEqual(result.status, 0, result)
        return result.output

    def expected(self, runs, **options):
        finder = templates.Finder(list(runs), **options)
        return "".join(f"{text}\t{count}\n" for text, count in finder.find()).encode()


class AgainstOracle(TemplatesCase):
    def test_random_tokens(self):
        for seed in seeds(120):
            dice = random.Random(seed)
            words = ["词", "库", "我们", "是", "好", "a1", "学生", "去", "来", "说"][: dice.randint(1, 10)]
            lines = random_lines(dice, dice.choice([0, 1, 10, 200]), dice.choice([3, 8, 10]), words)
            options = {
                "window": dice.choice([1, 2, 3, 5, 9]),
                "min_proba": dice.choice([1e-300, 1e-5, 1e-3, 0.01, 0.05]),
                "min_pmi": dice.choice([-100.0, -1.0, -0.1, 0.0, 0.2, 1.0, 2.0]),
                "weight": dice.choice(WEIGHTS),
                "min_count": dice.choice([None, 1, 2, 5]),
            }
            expected = self.expected(
                (part for line in lines for part in templates.runs_of(line)),
                **{name: value for name, value in options.items() if value is not None})  # fmt: skip
            path = self.write("tokens", "\n".join(lines))
            threads = ["--threads", dice.choice([1, 2, 3])]
            seen = self.templates(path, "--tokenized", *flags(options), *threads)
            assert_same(self, seen, expected, f"seed {seed}: {options}")

    def test_random_text(self):
        for seed in seeds(20):
            dice = random.Random(seed)
            words = {word: dice.randint(1, 50) for word in
                     ["词", "库", "词库", "我们", "是", "好", "学生", "a", "12", "去", "来"]}  # fmt: skip
            lines = ["".join(dice.choice([*words, "，", "。", " "]) for _ in range(dice.randint(0, 12)))
                     for _ in range(200)]  # fmt: skip
            oracle = tokenizer.Tokenizer(words)
            runs = [oracle.tokenize(part) for line in lines
                    for part in re.split("[^\u4e00-\u9fa50-9A-Za-z]+", line) if part]  # fmt: skip
            lexicon = self.write("lexicon", "".join(f"{w}\t{n}\n" for w, n in words.items()))
            options = {"min_pmi": dice.choice([0.0, 0.3]), "min_proba": 1e-3,
                       "weight": dice.choice(WEIGHTS)}  # fmt: skip
            text = self.write("text", "\n".join(lines))
            records = "".join(json.dumps({"body": line}) + "\n" for line in lines)
            for args in [text], [self.write("text.jsonl", records), "--field", "body"]:
                seen = self.templates(*args, "--lexicon", lexicon, *flags(options))
                assert_same(self, seen, self.expected(runs, **options), f"seed {seed}")

    def runs_with_phrases(self, words, units_of, line):
        """Yields the runs of a line of plain text: phrases are tokens, whatever they hold."""
        oracle = tokenizer.Tokenizer(words, units_of=units_of)
        between = tokenizer.Tokenizer(words, units_of=units_of)
        between.phrases = set()
        phrases = oracle.found_phrases(line)
        run, stretch, at = [], "", 0
        while at < len(line):
            phrase = line[at : phrases.get(at, at)]
            if phrase.strip() or not re.fullmatch("[\u4e00-\u9fa50-9A-Za-z]", line[at]):
                run += between.tokenize(stretch)
                stretch = ""
                if phrase.strip():
                    run.append(phrase)
                else:
                    yield run
                    run = []
            else:
                stretch += line[at]
            at += max(len(phrase), 1) if phrase.strip() else 1
        yield run + between.tokenize(stretch)

    def test_phrases(self):
        with_spaces = 0
        chosen = seeds(20)
        for seed in chosen:
            dice = random.Random(seed)
            words = {word: dice.randint(1, 50) for word in
                     ["词", "库", "我们", "是", "a b", "a b c", "第二天", "12 a", "我们，是", "词 库", "b", "  ",
                      "1.5 词", "库 1", "T恤", "-", "b-a", "， 是"]}  # fmt: skip
            pieces = ["词", "库", "我们", "是", "a", "b", "c", "12", "1.5", "第二", "天", "T恤", "-", "，", " ", " ",
                      "a b", "a b c", "词 库", "我们，是", "1.5 词"]  # fmt: skip
            lines = ["".join(dice.choice(pieces) for _ in range(dice.randint(0, 14))) for _ in range(200)]
            rules = dice.choice(["nlp-zero", "units"])
            # By alphabet basic, in which units have no other symbols than runs.
            runs = [run for line in lines for run in
                    self.runs_with_phrases(words, "basic" if rules == "units" else None, line)]  # fmt: skip
            lexicon = self.write("lexicon", "".join(f"{w}\t{n}\n" for w, n in words.items()))
            text = self.write("text", "\n".join(lines))
            options = {"min_pmi": 0.0, "min_proba": 1e-3, "weight": dice.choice(WEIGHTS)}
            args = [text, "--lexicon", lexicon, "--rules", rules, *flags(options)]
            finder = templates.Finder(runs, **options)
            spelled = {}  # the oracle separates words by spaces
            finder.runs = [[spelled.setdefault(token, token.replace(" ", "\u00a0")) for token in run]
                           for run in finder.runs]  # fmt: skip
            finder.links = finder.find_links()
            found = finder.find()
            expected = "".join(f"{text}\t{count}\n" for text, count in found)
            assert_same(self, self.templates(*args), expected.encode(), f"seed {seed}: {rules}")
            with_spaces += expected.count("\u00a0")
            records = [json.loads(line) for line in
                       self.templates(*args, "--format", "jsonl").decode().splitlines()]  # fmt: skip
            self.assertEqual([record["template"] for record in records],
                             [[None if part == "[X]" else part.replace("\u00a0", " ")
                               for part in text.split(" ")] for text, _ in found])  # fmt: skip
        self.assertGreater(with_spaces, 15 * len(chosen))

    def test_other_alphabets(self):
        line = "the cat , the dog . 1 [X] the cat , the dog . 1 [X] a cat ."
        path = self.write("tokens", line)
        is_word = {"any": lambda token: token != "[X]",
                   "letters": lambda token: token.isalnum()}  # fmt: skip
        for alphabet, accept in is_word.items():
            options = {"min_pmi": 0.1}
            seen = self.templates(path, "--tokenized", "--alphabet", alphabet, *flags(options))
            runs = list(templates.runs_of(line, accept))
            assert_same(self, seen, self.expected(runs, **options), alphabet)


class WhateverTheRun(TemplatesCase):
    """The output has the same bytes for every number of threads, budget, block size and
    compression."""

    def check(self, data, *more):
        path = self.write("text", data)
        dice = random.Random(1)
        packed = self.write("text.zst", frames_of(data, dice, 50))
        expected = self.templates(path, *more, "--threads", 1)
        for inputs in path, packed:
            for threads in few((1, 2, 3)):
                args = [inputs, *more, "--threads", threads]
                assert_same(self, self.templates(*args), expected, args)
                args += ["--memory", self.least_memory("templates", *args)]
                assert_same(self, self.templates(*args), expected, args)
        return expected

    def test_lines(self):
        dice = random.Random(2)
        words = [f"{chr(0x4E00 + i % 500)}{i}" for i in range(3000)]
        lines = random_lines(dice, 20_000, 12, words)
        lines += random_lines(dice, 3000, 12, words[:20])
        data = "\n".join(lines).encode()
        for weight in WEIGHTS:
            common = ["--tokenized", "--min-proba", 2e-4, "--min-pmi", 1, "--weight", weight]
            seen = self.check(data, *common)
            self.assertGreater(seen.count(b"\n"), 50)

    def test_long_lines(self):
        dice = random.Random(3)
        words = ["词", "库", "我们", "是", "好"]
        line = " ".join(random_lines(dice, 40_000, 12, words, 0.2))
        options = {"min_pmi": 0.01, "min_proba": 1e-4, "weight": "sentence"}
        seen = self.check(line.encode(), "--tokenized", *flags(options))
        self.assertGreater(seen.count(b"\n"), 10)
        lexicon = self.write("lexicon", "".join(f"{word}\t1\n" for word in words))
        text = "".join(dice.choice(words) if dice.random() < 0.9 else "，" for _ in range(200_000))
        seen = self.check(text.encode(), "--lexicon", lexicon, *flags(options))
        self.assertGreater(seen.count(b"\n"), 10)


class LongRuns(TemplatesCase):
    def report(self, *args):
        path = self.folder / "report.json"
        output = self.templates("--report", path, *args)
        return output, json.loads(path.read_text())

    def test_all_links_present(self):
        # 200 different tokens, each of which occurs once: all that are near each other are linked.
        line = " ".join(f"词{i}" for i in range(200))
        output, report = self.report(self.write("tokens", line + "\n"), "--tokenized")
        finder = templates.Finder([line.split()])
        paths = templates.path_count(finder.next_nodes(finder.runs[0]))
        self.assertGreater(paths, 2**190)
        self.assertEqual(report["results"]["paths"], str(paths))
        self.assertEqual(output, b"")

    def test_the_vote_of_a_long_run_is_shared(self):
        lines = ["哈 " * 300] + ["我们 是 学生", "他们 是 老师", "我们 是 老师"] * 20
        path = self.write("tokens", "\n".join(lines))
        args = [path, "--tokenized", "--min-pmi", 0]
        by_path, report = self.report(*args, "--weight", "path")
        finder = templates.Finder([line.split() for line in lines], min_pmi=0, weight="path")
        paths = sum(templates.path_count(finder.next_nodes(run)) for run in finder.runs)
        self.assertEqual(report["results"]["paths"], str(paths))
        self.assertEqual(by_path, b"")
        by_sentence = self.templates(*args)
        self.assertIn("我们 是 学生\t", by_sentence.decode())

    def test_runs_are_divided(self):
        line = "词 " * 2500
        expected = self.expected(templates.runs_of(line), min_pmi=100.0)
        seen = self.templates(self.write("tokens", line), "--tokenized", "--min-pmi", 100)
        assert_same(self, seen, expected, "divided")

    def test_a_sentence_of_a_hundred_thousand_tokens(self):
        dice = random.Random(4)
        line = " ".join(random_lines(dice, 1, 10, ["词", "库", "是"], 0) * 20_000)
        path = self.write("tokens", line)
        for weight in WEIGHTS:
            self.templates(path, "--tokenized", "--weight", weight, "--min-pmi", 0,
                           "--memory", "64M")  # fmt: skip


class Listing(TemplatesCase):
    def setUp(self):
        super().setUp()
        lines = ["我们 是 好 学生", "他们 是 好 学生", "我们 也 是 老师", "学生", "老师 好"] * 5
        self.path = self.write("tokens", "\n".join(lines))
        self.args = [self.path, "--tokenized", "--min-pmi", 1]
        self.all = self.templates(*self.args).decode().splitlines()

    def test_order(self):
        rows = [line.rsplit("\t", 1) for line in self.all]
        self.assertEqual(rows, sorted(rows, key=lambda row: (-float(row[1]), row[0])))
        self.assertTrue(any(row[0].startswith("[X] ") for row in rows))

    def test_choice(self):
        def words(line):
            return [part for part in line.split("\t")[0].split(" ") if part != "[X]"]

        seen = self.templates(*self.args, "--top", 3).decode().splitlines()
        self.assertEqual(seen, self.all[:3])
        seen = self.templates(*self.args, "--min-words", 2).decode().splitlines()
        self.assertEqual(seen, [line for line in self.all if len(words(line)) >= 2])
        seen = self.templates(*self.args, "--no-trivial").decode().splitlines()
        trivial = re.compile(r"\[X\] \S+ \[X\]\t")
        self.assertEqual(seen, [line for line in self.all if not trivial.match(line)])
        self.assertLess(len(seen), len(self.all))
        self.assertTrue(any(len(words(line)) == 1 for line in seen))

    def test_json_lines(self):
        lines = self.templates(*self.args, "--format", "jsonl").decode().splitlines()
        seen = []
        for line in lines:
            entry = json.loads(line)
            parts = ["[X]" if part is None else part for part in entry["template"]]
            seen.append(" ".join(parts) + f"\t{entry['count']:.6f}")
        self.assertEqual(seen, self.all)
        quoted = self.write("quoted", 'a"\\ b\n')
        seen = self.templates(quoted, "--tokenized", "--alphabet", "any", "--format", "jsonl",
                              "--min-pmi", 100)  # fmt: skip
        self.assertEqual([json.loads(line)["template"] for line in seen.splitlines()],
                         [[None, "b"], ["a\"\\", None]])  # fmt: skip

    def test_file_and_standard_input(self):
        out = self.folder / "templates.tsv"
        self.assertEqual(self.templates(*self.args, "-o", out), b"")
        self.assertEqual(out.read_text().splitlines(), self.all)
        seen = self.templates(*self.args[1:], stdin=self.path.read_bytes())
        self.assertEqual(seen.decode().splitlines(), self.all)

    def test_nothing_to_find(self):
        for data in b"", b"\n\n", "，。 ，\n".encode():
            result = run("templates", self.write("empty", data), "--tokenized", "--quiet")
            self.assertEqual((result.status, result.output), (0, b""), result)
            self.assertIn("there are no templates", result.errors)


@unittest.skipUnless(CORPORA, "CIKU_CORPORA does not name a folder of corpora")
class CorporaTest(TemplatesCase):
    """Real sentences that are short enough to enumerate their paths."""

    def check(self, name):
        path = Path(CORPORA) / f"{name}.txt.zst"
        if not path.exists():
            self.skipTest(f"there is no {path.name}")
        text = self.write("text", tool("zstd", "-dcq", path)[:3_000_000])
        lexicon = self.write("lexicon", self.mine(text, "--method", "ngram", "--min-count", 4))
        tokens = run("tokenize", text, "--lexicon", lexicon, "--quiet").output.decode("utf-8")
        runs = [part for line in tokens.split("\n") for part in templates.runs_of(line)]
        runs = [part for part in runs if 0 < len(part) <= 12]
        short = self.write("short", "".join(" ".join(part) + "\n" for part in runs))
        for weight in WEIGHTS:
            options = {"min_proba": 3e-5, "min_pmi": 1.0, "weight": weight}
            seen = self.templates(short, "--tokenized", *flags(options))
            assert_same(self, seen, self.expected(runs, **options), f"{name} {weight}")
            self.assertGreater(seen.count(b"\n"), 500)

    def test_news(self):
        self.check("news")

    def test_casual(self):
        self.check("casual")


class UsedWrongly(TemplatesCase):
    def test_options(self):
        path = self.write("tokens", "词 库\n")
        for reason, *args in [
            ["excludes", "--tokenized", "--lexicon", path],
            ["excludes", "--tokenized", "--no-joining"],
            ["--window", "--tokenized", "--window", "0"],
            ["--window", "--tokenized", "--window", "65"],
            ["--min-proba", "--tokenized", "--min-proba", "0"],
            ["--min-proba", "--tokenized", "--min-proba", "nan"],
            ["--weight: 'word' is none of", "--tokenized", "--weight", "word"],
            ["--format: 'xml' is none of", "--tokenized", "--format", "xml"],
            ["--min-count", "--tokenized", "--min-count", "0"],
            ["the least that would do", "--tokenized", "--memory", "1M"],
        ]:
            self.assert_fails(2, reason, "templates", path, *args)

    def test_too_many_templates_for_the_memory(self):
        dice = random.Random(5)
        lines = random_lines(dice, 200, 60, ["词", "库"], 0)
        path = self.write("tokens", "\n".join(lines))
        args = ["templates", path, "--tokenized", "--quiet", "--min-pmi", -10,
                "--min-proba", 1e-250, "--temp-dir", self.temp]  # fmt: skip
        self.assert_fails(2, "raise --memory, --min-proba or --min-count", *args,
                          "--memory", self.least_memory(*args))  # fmt: skip

    def test_invalid_utf8(self):
        path = self.write("tokens", "词 库 ".encode() + b"\xff" + " 词 库\n".encode())
        args = ["templates", path, "--tokenized", "--quiet"]
        self.assertIn("1 byte is not valid UTF-8; ", run(*args).errors)
        self.assert_fails(1, "invalid UTF-8", *args, "--strict")


if __name__ == "__main__":
    unittest.main()
