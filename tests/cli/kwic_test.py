"""`ciku kwic` compared with the oracle in plain Python, and what it refuses."""

import json
import random
import unittest

import random_text
from driver import AS_LINES, CORPORA, CliTest, assert_same, few, frames_of, read_report, run, seeds, tool

import concordance  # of tests/oracle
import tokenizer
from concordance import as_tsv


def random_words(dice, data, vocabulary):
    """Returns words of the vocabulary and parts of the text, some of them parts of others."""
    words = dice.sample(vocabulary, min(len(vocabulary), dice.choice([1, 3, 20])))
    for record in dice.sample(list(tokenizer.records(data)) or [""], 1):
        for _ in range(dice.choice([0, 5])):
            begin = dice.randrange(len(record) + 1)
            words.append(record[begin : begin + dice.choice([1, 2, 5, 30])])
    words += [word[1:] for word in words[:5]]
    return [word for word in words if word and not set(word) & set("\r\n\ufffd") and is_listed(word)] or ["词"]


def is_listed(word):
    """Whether a list may hold the word: without control characters, and white space around it."""
    return word.isprintable() and word == word.strip() and "\t" not in word and not word.startswith("#")


class KwicCase(CliTest):
    def kwic(self, *args, **more):
        result = run("kwic", *args, "--quiet", "--temp-dir", self.temp, **more)
        self.assertEqual(result.status, 0, result)
        return result.output

    def list_of(self, words):
        return self.write("words.jsonl", "".join(json.dumps({"word": word}) + "\n" for word in words))


class AgainstOracle(KwicCase):
    def test_random_text(self):
        for seed in seeds(40):
            dice = random.Random(seed)
            vocabulary = random_text.vocabulary(dice, dice.choice([3, 60]))
            data = random_text.text(dice, dice.choice([10, 1000, 20_000]), words=vocabulary,
                                    line=dice.choice([5, 80, 1000]), invalid=dice.choice([0, 0.05]))  # fmt: skip
            path = self.write("text", data)
            options = {"width": dice.choice([1, 7, 40]), "sample": dice.choice([None, None, 1, 5]),
                       "sort": dice.choice(["file", "left", "right"])}  # fmt: skip
            words = random_words(dice, data, vocabulary)
            lines = concordance.concordance({str(path): list(tokenizer.records(data))}, words, **options)
            args = ["--words", self.list_of(words), path, *AS_LINES]
            args += [part for name, value in options.items() if value for part in (f"--{name}", value)]
            with self.subTest(seed=seed, args=args):
                assert_same(self, self.kwic(*args, "--format", "tsv"), as_tsv(lines).encode(), "tsv")
                seen = [json.loads(line) for line in self.kwic(*args, "--format", "jsonl").splitlines()]
                names = ["word", "file", "record", "left", "right"]
                self.assertEqual(seen, [dict(zip(names, line)) for line in lines])

    def test_records_of_json(self):
        # A record may hold line ends, and lines that have no word.
        dice = random.Random(1)
        vocabulary = random_text.vocabulary(dice, 10)
        texts = [random_text.text(dice, dice.choice([0, 10, 300]), line=10, words=vocabulary,
                                  invalid=0).decode("utf-8", "ignore") for _ in range(200)]  # fmt: skip
        path = self.write("text.jsonl", "".join(json.dumps({"text": text}) + "\n" for text in texts))
        seen = self.kwic("--words", self.list_of(vocabulary), path, "--format", "tsv")
        lines = concordance.concordance({str(path): texts}, vocabulary)
        assert_same(self, seen, as_tsv(lines).encode(), "records")

    def test_several_files(self):
        paths = [self.write(f"many/{i:03}", f"第{i}行\n" * (i % 5)) for i in range(50)]
        files = {str(path): list(tokenizer.records(path.read_bytes())) for path in paths}
        expected = as_tsv(concordance.concordance(files, ["行", "第"])).encode()
        assert_same(self, self.kwic("行", "第", *paths, "--format", "tsv"), expected, "files")
        assert_same(self, self.kwic("行", "第", self.folder / "many", "--format", "tsv"), expected, "a folder")

    def test_the_same_bytes_whatever_the_run(self):
        # Also with endless lines, with and without separators, and folded text.
        for seed, shape in enumerate([{}, {"line": 10**9}, {"line": 10**9, "separators": 0, "invalid": 0.2}]):
            dice = random.Random(seed)
            vocabulary = random_text.folded_vocabulary(dice, 30) + random_text.vocabulary(dice, 30)
            data = random_text.text(dice, 400_000, words=vocabulary, **shape)
            path = self.write("text", data)
            packed = self.write("packed.zst", frames_of(data, dice, 100))
            words = ["--words", self.list_of(random_words(dice, data, vocabulary)), "--format", "tsv"]
            for more in few(([], ["--sample", 20], ["--sort", "left"], ["--normalize", "nfkc", "--lower"])):
                expected = self.kwic(*words, path, *more, *AS_LINES).replace(str(path).encode(), b"F")
                self.assertGreater(expected.count(b"\n"), 10)
                for threads in few((1, 4)):
                    for inputs in path, packed:
                        args = [*words, inputs, *more, *AS_LINES, "--threads", threads]
                        for memory in [], ["--memory", self.least_memory("kwic", *args)]:
                            seen = self.kwic(*args, *memory).replace(str(inputs).encode(), b"F")
                            assert_same(self, seen, expected, [*args, *memory])

    def test_sorting_on_disk(self):
        text = self.write("text", "".join(f"{i % 977}词{i * 7 % 10007}\n" for i in range(200_000)))
        args = ["词", text, "--sort", "right", "--format", "tsv", "--threads", 1]
        report = self.folder / "report.json"
        least = self.least_memory("kwic", *args)
        spilled = self.kwic(*args, "--memory", least, "--report", report)
        self.assertGreater(read_report(report)["results"]["spilled_bytes"], 0)
        assert_same(self, spilled, self.kwic(*args, "--memory", "1G"), "spilled")
        files = {str(text): list(tokenizer.records(text.read_bytes()))}
        expected = as_tsv(concordance.concordance(files, ["词"], sort="right"))
        assert_same(self, spilled, expected.encode(), "sorted")

    def test_folded_text(self):
        text = self.write("text", "ＡＢＣ公司和abc集团\n")
        seen = self.kwic("Abc", text, "--normalize", "nfkc", "--lower", "--format", "tsv").decode()
        self.assertEqual(seen.split("\n")[1:-1], [f"abc\t{text}\t1\t\t公司和abc集团", f"abc\t{text}\t1\tabc公司和\t集团"])

    @unittest.skipUnless(CORPORA, "needs CIKU_CORPORA")
    def test_real_text(self):
        data = b"".join(tool("zstd", "-dc", f"{CORPORA}/{name}.txt.zst")[:1_500_000] for name in ("news", "japanese"))
        text = self.write("text", data)
        words = ["的", "中国", "中国人", "人民", "国", "コミュニティ", "経済", "2022年"]
        expected = concordance.concordance({str(text): list(tokenizer.records(data))}, words, width=20)
        seen = self.kwic(*words, text, *AS_LINES, "--width", 20, "--format", "tsv")
        assert_same(self, seen, as_tsv(expected).encode(), "real text")


class Shown(KwicCase):
    def test_lines_for_people(self):
        text = self.write("text", "我们喜欢中国，\t中国很大\n")
        seen = self.kwic("中国", text, "--width", 8).decode()
        # The left text takes 8 and 7 columns, the right one 7 and 4.
        self.assertEqual(seen, f"我们喜欢中国， 中国   {text}:1\n 中国， 中国很大      {text}:1\n")

    def test_occurrences_are_counted(self):
        text = self.write("text", "词典词\n")
        report = self.folder / "report.json"
        result = run("kwic", "词", "库", text, "--report", report)
        self.assertEqual(result.errors, "词: 2 occurrences\n库: 0 occurrences\n")
        results = read_report(report)["results"]
        self.assertEqual((results["words"], results["occurrences"], results["lines"]), (2, 2, 2))

    def test_format_by_name(self):
        text = self.write("text", "词典\n")
        for name, first in ("a.tsv", "word\tfile"), ("a.jsonl", '{"word":"词"'), ("a.txt", " "):
            self.kwic("词", text, "-o", self.folder / name)
            self.assertTrue((self.folder / name).read_text().startswith(first), name)

    def test_input_as_it_comes(self):
        result = run("kwic", "词", "-", "--quiet", "--format", "tsv", stdin="一个词\n".encode())
        self.assertEqual(result.output.decode().split("\n")[1], "词\tstandard input\t1\t一个\t")


class Refused(KwicCase):
    def test_arguments(self):
        text = self.write("text", "词典\n")
        self.assert_fails(2, "WORD or --words is required", "kwic")
        self.assert_fails(2, "INPUT .* is required", "kwic", "词")
        self.assert_fails(2, "'missing.txt' neither; for standard input, put - behind", "kwic", "词", "missing.txt")
        self.assert_fails(1, "missing.txt: cannot", "kwic", "词", text, "missing.txt")
        self.assert_fails(2, "--width", "kwic", "词", text, "--width", 0)
        self.assert_fails(1, "a word to look for is empty", "kwic", "", text)
        self.assert_fails(1, "holds a line end", "kwic", "a\nb", text)
        self.assert_fails(1, "not valid UTF-8", "kwic", b"\xff", text)
        self.assert_fails(1, "holds no words", "kwic", "--words", self.write("empty", ""), text)
        self.assert_fails(2, "a sample of 10{15} occurrences of each word takes more", "kwic", "词", text, "--sample", 10**15)
        self.assert_fails(1, "bad: offset 1: invalid UTF-8", "kwic", "词", self.write("bad", b"a\xff\n"), "--strict", *AS_LINES)


if __name__ == "__main__":
    unittest.main()
