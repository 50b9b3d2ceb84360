"""`ciku parse` compared with the oracle in plain Python, its formats, and what it refuses."""

import json
import random
import unittest
from pathlib import Path

from driver import CORPORA, CliTest, assert_same, few, frames_of, run, seeds, tool, zstd

import parser as parsing  # of tests/oracle
import tokenizer

FORMATS = ["tree", "brackets", "json"]
WORDS = ["甲", "乙", "丙", "丁", "很好", "abc", "(", "\\", '"', "a\u00a0", "[x", "{", "]"]
PLAIN = [word for word in WORDS if "\u00a0" not in word]
SMALL = "[X] 的 [X]\t3\n[X] 是 [X]\t2\n我们 [X]\t1\n"


def random_template(dice, words):
    parts = [dice.choice(words)]
    for _ in range(dice.randrange(4)):
        parts += [None] * (parts[-1] is not None and dice.random() < 0.6) + [dice.choice(words)]
    return [None] * (dice.random() < 0.5) + parts + [None] * (dice.random() < 0.5)


def random_count(dice, shape):
    if shape == "huge":
        return "1" + "".join(dice.choices("0123456789", k=dice.choice([10, 400])))
    if shape == "decimal":
        return f"{dice.randint(1, 9)}.{dice.randint(0, 999):06}"
    return str(dice.randint(1, 4)) if shape == "few" else str(100_000 + dice.randint(0, 9))


def as_tsv(templates):
    return "".join(" ".join(part or "[X]" for part in parts) + f"\t{count}\n"
                   for parts, count in templates)  # fmt: skip


def as_json_lines(templates):
    return "".join(f'{{"template":{json.dumps(parts)},"count":{count}}}\n'
                   for parts, count in templates)  # fmt: skip


class ParseCase(CliTest):
    def parse(self, *args, **more):
        result = run("parse", "--quiet", *args, **more)
        self.assertEqual(result.status, 0, result)
        return result.output

    def templates(self, text=SMALL):
        return ["--templates", self.write("templates", text)]


class AgainstOracle(ParseCase):
    def test_random_sentences(self):
        for seed in seeds(60):
            dice = random.Random(seed)
            words = dice.sample(PLAIN, dice.randint(1, len(PLAIN)))
            shape = dice.choice(["few", "many", "huge", "decimal"])
            templates = [(random_template(dice, words), random_count(dice, shape))
                         for _ in range(dice.choice([0, 1, 10, 40]))]  # fmt: skip
            sentences = [" ".join(dice.choices(WORDS if dice.random() < 0.2 else words,
                                               k=dice.randrange(9))) for _ in range(50)]  # fmt: skip
            null_score = dice.choice([-20, -0.5, 0, 1.25])
            lines = as_tsv(templates).splitlines()
            oracle = parsing.Parser(parsing.read_templates(lines), null_score)
            trees = [oracle.parse(sentence.split(" ") if sentence else [])
                     for sentence in sentences]  # fmt: skip
            form = dice.choice(FORMATS)
            expected = "".join(parsing.as_text(tree, form) for tree in trees).encode()
            path = self.write("sentences", "".join(line + "\n" for line in sentences))
            for file in as_tsv(templates), as_json_lines(templates):
                seen = self.parse("--tokenized", "--input", path, "--format", form,
                                  *self.templates(file), "--null-score", null_score)  # fmt: skip
                assert_same(self, seen, expected, f"seed {seed}")

    def test_the_same_bytes_whatever_the_run(self):
        dice = random.Random(1)
        words = PLAIN[:6]
        templates = self.templates(as_tsv([(random_template(dice, words), dice.randint(1, 99))
                                           for _ in range(300)]))  # fmt: skip
        lines = [" ".join(dice.choices(words, k=dice.randrange(20))) for _ in range(20_000)]
        data = "".join(line + dice.choice(["\n", "\r\n"]) for line in lines).encode()
        path = self.write("text", data)
        packed = self.write("text.zst", frames_of(data, dice, 300))
        args = ["--tokenized", *templates, "--format", "json"]
        expected = self.parse(*args, "--input", path, "--threads", 1)
        self.assertEqual(expected.count(b"\n"), len(lines))
        for threads in few((2, 3)):
            for inputs in path, packed:
                more = [*args, "--input", inputs, "--threads", threads]
                assert_same(self, self.parse(*more), expected, more)
                more += ["--memory", self.least_memory("parse", *more)]
                assert_same(self, self.parse(*more), expected, more)
        arguments = self.parse(*args, "--", *lines[:500])
        self.assertTrue(expected.startswith(arguments))
        self.assertEqual(arguments.count(b"\n"), 500)

    @unittest.skipUnless(CORPORA, "CIKU_CORPORA does not name a folder of corpora")
    def test_real_sentences(self):
        path = Path(CORPORA) / "casual.txt.zst"
        if not path.exists():
            self.skipTest(f"there is no {path.name}")
        text = tool("zstd", "-dcq", path)[:3_000_000].decode("utf-8", "ignore")
        mined = self.write("mined", self.mine(self.write("text", text), "--min-count", 5))
        divide = tokenizer.Tokenizer(tokenizer.read_lexicon(mined))
        records = [record for record in text.split("\n")[:-1] if 1 < len(record) < 30]
        tokens = [tokenizer.as_line(divide.tokenize(record)).split() for record in records]
        # Pairs of words that often occur in the same sentence.
        dice = random.Random(2)
        counts = {}
        for words in tokens:
            for i, word in enumerate(words[:-1]):
                other = words[dice.randrange(i + 1, len(words))]
                parts = (None,) * (i > 0) + (word, None, other, None)
                counts[parts] = counts.get(parts, 0) + 1
        often = sorted(counts, key=lambda parts: (-counts[parts], str(parts)))[:200]
        templates = as_tsv([(parts, counts[parts]) for parts in often])
        oracle = parsing.Parser(parsing.read_templates(templates.splitlines()))
        sample = dice.sample(range(len(records)), min(200, len(records)))
        expected = "".join(parsing.as_text(oracle.parse(tokens[i]), "tree") for i in sample)
        inputs = self.write("sentences", "".join(records[i] + "\n" for i in sample))
        seen = self.parse("--lexicon", mined, "--input", inputs, *self.templates(templates))
        assert_same(self, seen, expected.encode(), "real sentences")


class SentencesTest(ParseCase):
    def lexicon(self):
        words = {"这": 9, "是": 9, "我们": 9, "班": 9, "的": 9, "同学": 9}
        return self.write("lexicon", "".join(f"{word}\t{n}\n" for word, n in words.items()))

    def test_formats(self):
        args = ["我们班的同学", *self.templates(), "--lexicon", self.lexicon()]
        self.assertEqual(self.parse(*args).decode(),
                         "我们 (班的同学)\n└─ (班) 的 (同学)\n   ├─ 班\n   └─ 同学\n\n")  # fmt: skip
        self.assertEqual(self.parse(*args, "--format", "brackets").decode(),
                         "我们 ((班) 的 (同学))\n")  # fmt: skip
        self.assertEqual(
            self.parse(*args, "--format", "json").decode(),
            '{"template":["我们",null],"content":"我们班的同学","score":-2.4849,"modules":['
            '{"template":[null,"的",null],"content":"班的同学","score":-0.6931,"modules":['
            '{"template":["班"],"content":"班","score":0.0000,"modules":[]},'
            '{"template":["同学"],"content":"同学","score":0.0000,"modules":[]}]}]}\n')  # fmt: skip

    def test_where_sentences_come_from(self):
        args = ["--format", "brackets", *self.templates(), "--lexicon", self.lexicon()]
        expected = "(这) 是 (班)\n\n我们 (班)\n".encode()
        lines = "这是班\n\n我们班\n"
        self.assertEqual(self.parse(*args, stdin=lines.encode()), expected)
        self.assertEqual(self.parse(*args, "--input", "-", stdin=lines.encode()), expected)
        self.assertEqual(self.parse(*args, "这是班", "", "我们班"), expected)
        first, second = self.write("1", "这是班"), self.write("2", "\r\n我们班\r\n")
        self.assertEqual(self.parse(*args, "--input", first, "--input", second), expected)
        objects = "".join(json.dumps({"text": text}) + "\n" for text in lines.split("\n")[:3])
        self.assertEqual(self.parse(*args, "--input", self.write("a.jsonl", objects)), expected)
        out = self.folder / "out"
        self.assertEqual(self.parse(*args, "这是班", "-o", out), b"")
        self.assertEqual(out.read_text(), "(这) 是 (班)\n")

    def test_no_sentences(self):
        for form in FORMATS:
            self.assertEqual(self.parse("--tokenized", *self.templates(), "--format", form), b"")

    def test_empty_sentences(self):
        for sentence in "", " ", "\u3000 \t":
            for form, expected in zip(FORMATS, [
                "\n\n", "\n", '{"template":[],"content":"","score":0.0000,"modules":[]}\n'
            ]):  # fmt: skip
                args = [sentence, *self.templates(), "--format", form]
                self.assertEqual(self.parse("--tokenized", *args), expected.encode())
                self.assertEqual(self.parse("--lexicon", self.lexicon(), *args), expected.encode())

    def test_white_space_is_left_out(self):
        args = [*self.templates(), "--format", "brackets"]
        expected = "我们 (班)\n".encode()
        self.assertEqual(self.parse("--tokenized", "  我们 \t  \u3000 班 ", *args), expected)
        self.assertEqual(self.parse("--lexicon", self.lexicon(), " 我们  班", *args), expected)

    def test_brackets_and_hyphens(self):
        args = ["--tokenized", *self.templates("[X] 好 ]\t1\n[图\t1\n"), "--format", "brackets"]
        for sentence, expected in [("[a,b] 好 ]", "([a,b]) 好 ]"), ("[图 片]", "[图 片]"),
                                   ("[X] 好 ]", "([X]) 好 ]"), ("(x) 好 ]", "(\\(x\\)) 好 ]"),
                                   ("-x", "-x"), ("--quiet", "--quiet")]:  # fmt: skip
            self.assertEqual(self.parse(*args, "--", sentence).decode(), expected + "\n")

    def test_invalid_bytes(self):
        path = self.write("text", b"\xff \xe7\x9a\x84 a\n")
        args = ["--input", path, "--tokenized", *self.templates(), "--quiet"]
        result = run("parse", *args, "--format", "brackets")
        self.assertEqual((result.status, result.output.decode()), (0, "(\ufffd) 的 (a)\n"))
        self.assertIn("1 byte is not valid UTF-8; ", result.errors)
        self.assert_fails(1, r"text: offset 0: invalid UTF-8 \(byte 0xFF\)", "parse", *args,
                          "--strict")  # fmt: skip

    def test_200_tokens_of_one_word(self):
        templates = [" ".join("甲" if dice else "[X]" for dice in shape) for shape in
                     [(1,), (0, 1), (1, 0), (0, 1, 0), (1, 0, 1), (1, 1), (0, 1, 1, 0, 1)]]  # fmt: skip
        args = self.templates("".join(f"{text}\t{i + 1}\n" for i, text in enumerate(templates)))
        seen = json.loads(self.parse(" ".join(["甲"] * 200), *args, "--tokenized", "--format", "json"))
        self.assertEqual(seen["content"], "甲" * 200)


class PhrasesTest(ParseCase):
    def test_words_that_hold_spaces(self):
        lexicon = self.write("lexicon", "是\t3\n我们\t5\nNew York\t2\n卡尔·马克思\t1\n")
        files = {"tsv": "[X] 是 [X]\t3\nNew\u00a0York [X]\t2\n",
                 "jsonl": '{"template":[null,"是",null],"count":3}\n{"template":["New York",null],"count":2}\n'}  # fmt: skip
        for name, text in files.items():
            args = ["我们是New York(卡尔·马克思", "--lexicon", lexicon, "--rules", "units",
                    "--templates", self.write(name, text)]  # fmt: skip
            self.assertEqual(self.parse(*args, "--format", "brackets").decode(),
                             "(我们) 是 (New\\ York (\\( 卡尔·马克思))\n")  # fmt: skip
            tree = json.loads(self.parse(*args, "--format", "json"))
            self.assertEqual(tree["modules"][1]["template"], ["New York", None])
            self.assertEqual(tree["content"], "我们是New York(卡尔·马克思")

    def test_templates_of_text_with_phrases_are_read_back(self):
        lexicon = self.write("lexicon", "是\t3\n我们\t5\nNew York\t2\n")
        text = self.write("text", "我们是New York\n" * 5 + "New York是我们\n")
        for form in "tsv", "jsonl":
            found = run("templates", text, "--lexicon", lexicon, "--rules", "units", "--min-pmi", "-9",
                        "--format", form, "--quiet")  # fmt: skip
            args = ["我们是New York", "--lexicon", lexicon, "--rules", "units", "--format", "json"]
            tree = json.loads(self.parse(*args, *self.templates(found.output)))
            self.assertEqual((tree["template"], tree["modules"]), (["我们", "是", "New York"], []))


class RefusalTest(ParseCase):
    def refuse(self, text, reason):
        args = self.templates(text)
        self.assert_fails(1, f"^ciku: {args[1]}: line 2 {reason}", "parse", "好", "--tokenized", *args)

    def test_templates(self):
        self.refuse("[X] 好\t1\n[X] 好 1\n", "is not a template, a tab and a count")
        self.refuse("[X] 好\t1\n[X] 好\t0\n", "has a count that is not a number above 0")
        self.refuse("[X] 好\t1\n[X] 好\tmany\n", "has a count that is not a number above 0")
        self.refuse("[X] 好\t1\n[X] [X]\t1\n", "has two gaps in a row")
        self.refuse("[X] 好\t1\n[X]\t1\n", "has a template without a word")
        self.refuse("[X] 好\t1\n[X]  好\t1\n", "has an empty token")
        self.refuse("[X] 好\t1\n好 \u3000\t1\n", "has a token of white space")
        self.refuse(b"a\t1\n\xff\t1\n", "is not valid UTF-8")
        good = '{"template":["好"],"count":1}\n'
        self.refuse(good + "[X] 好\t1\n", "is not a JSON object with a template")
        self.refuse(good + '{"template":["[X]"],"count":1}\n', "has a token that looks like a gap")
        self.refuse(good + '{"template":["a\\tb"],"count":1}\n', "has a token that holds a tab")
        self.refuse("a\t1\n" + "b" * 2_000_000 + "\t1\n", "is longer than 1048576 bytes")

    def test_sentences_that_are_too_long(self):
        args = [*self.templates(), "--quiet"]
        for size, reason in (1001, "a sentence of 1001 tokens is too long"), (
            20_000, "a sentence of 20000 tokens is too long"), (
            100_000, "a sentence of more than 65536 bytes"), (
            3_000_000, "a sentence of more than 65536 bytes"):  # fmt: skip
            text = self.write("text", "好\n\n" + "a " * size + "\n好\n")
            for more in ["--tokenized"], ["--lexicon", self.write("lexicon", "b\t1\n")]:
                self.assert_fails(1, f"text: line 3: {reason}", "parse", *args, *more, "--input", text,
                                  "-o", self.folder / "out")  # fmt: skip
        lines = self.write("a.jsonl", '{"text":"好"}\n' + json.dumps({"text": "a " * 1001}) + "\n")
        self.assert_fails(1, "a.jsonl: record 2: a sentence of 1001 tokens", "parse", *args,
                          "--tokenized", "--input", lines, "-o", self.folder / "out")  # fmt: skip
        self.assert_fails(1, "^ciku: sentence 2: a sentence of 1001 tokens", "parse", *args,
                          "--tokenized", "好", "a " * 1001, "-o", self.folder / "out")  # fmt: skip
        self.assertEqual(self.parse(*args, "--tokenized", "a " * 1000, "--format", "brackets"),
                         b"a " * 999 + b"a\n")  # fmt: skip

    def test_sentences_that_are_too_long_are_left_out_on_demand(self):
        endless = "好" * 3_000_000
        text = f"我们 的 书\n{'a ' * 1001}\n\n{endless}\n是\n{endless}"
        path = self.write("a.txt", text)
        args = [*self.templates(), "--tokenized", "--format", "brackets"]
        result = run("parse", *args, "--input", path, "--skip-too-long", "--memory", "300M")
        self.assertEqual(result.status, 0, result)
        rest = self.write("b.txt", "我们 的 书\n\n是\n")
        self.assertEqual(result.output, self.parse(*args, "--input", rest))
        flat = self.write("flat", "是\t3\n")
        self.assertIn("no template has a gap", run("parse", "他", "--templates", flat).errors)
        self.assertIn("left out 3 sentences of more than 1,000 tokens or 64 KiB", result.errors)
        self.assert_fails(1, "a.txt: line 2: a sentence of 1001 tokens", "parse", *args,
                          "--input", path)  # fmt: skip

    def test_templates_and_lexicons_may_be_piped(self):
        args = ["--tokenized", "--format", "brackets", "我们 的 书"]
        self.assertEqual(self.parse("--templates", "/dev/stdin", *args, stdin=SMALL.encode()),
                         self.parse(*self.templates(), *args))  # fmt: skip
        self.assertEqual(run("tokenize", self.write("text", "中国北京\n"), "--lexicon", "/dev/stdin",
                             "--quiet", stdin="中国\t5\n北京\t4\n".encode()).output.decode(),
                         "中国 北京\n")  # fmt: skip

    def test_used_wrongly(self):
        args = self.templates()
        fails = lambda pattern, *more: self.assert_fails(2, pattern, "parse", "好", *more)  # noqa: E731
        fails("--templates is required", "--tokenized")
        fails("excludes", *args, "--tokenized", "--lexicon", "x")
        fails("excludes", *args, "--tokenized", "--no-joining")
        fails("excludes", *args, "--tokenized", "--input", "x")
        fails("--format: 'xml' is none of", *args, "--tokenized", "--format", "xml")
        fails("a null score of 10000000 is not between", *args, "--tokenized", "--null-score", "1e7")
        fails("--null-score: nan is not a finite number", *args, "--tokenized", "--null-score", "nan")
        fails("--null-score", *args, "--tokenized", "--null-score", "much")
        many = self.templates("".join(f"{i} [X]\t1\n" for i in range(100_000)))
        fails("templates: line [0-9]+: the templates up to here do not fit the memory budget",
              *many, "--tokenized", "--memory", "16M")  # fmt: skip


if __name__ == "__main__":
    unittest.main()
