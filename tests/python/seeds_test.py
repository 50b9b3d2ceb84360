"""The seeds' classes, against their definitions written out here, and against the program."""

import math
import random
import re
import sys
import unittest
from collections import Counter
from pathlib import Path

from common import PythonTest, ciku, corpus_texts, program, random_texts

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "oracle"))
import templates  # noqa: E402


def find_words(training, texts, min_count, min_pmi):
    """The pair cut of the design (S3913): cut where two neighbours do not hold together, count what remains."""

    def runs(text):
        return re.findall("[\u4e00-\u9fa50-9A-Za-z]+", text)

    symbols, pairs = Counter(), Counter()
    for text in training:
        for run in runs(text):
            symbols.update(run)
            pairs.update(run[i : i + 2] for i in range(len(run) - 1))
    total = sum(pairs.values())
    strong = {
        pair
        for pair, count in pairs.items()
        if count >= min_count and math.log((total * count) / (symbols[pair[0]] * symbols[pair[1]])) >= min_pmi
    }
    pieces = Counter()
    for text in texts:
        for run in runs(text):
            begin = 0
            for i in range(1, len(run) + 1):
                if i == len(run) or run[i - 1 : i + 1] not in strong:
                    pieces[run[begin:i]] += 1
                    begin = i
    return {word: count for word, count in pieces.items() if count >= min_count}


class SeedsTest(PythonTest):
    def test_find_words(self):
        for seed in range(6):
            rng = random.Random(seed)
            texts = random_texts(30 + seed)
            training, others = texts[:250], texts[150:]
            min_count, min_pmi = rng.choice([2, 5, 10]), rng.choice([0, 0.5, 1.5])
            finder = ciku.FindWords(min_count, min_pmi)
            finder.count(training[:100])
            finder.count(iter(training[100:]))
            finder.find_words(others)
            expected = find_words(training, others, min_count, min_pmi)
            self.assertEqual(finder.words, expected, f"seed {seed}")
            finder.find_words(texts[:20])
            both = find_words(training, others + texts[:20], min_count, min_pmi)
            self.assertEqual(finder.words, both, f"seed {seed}")

    def test_find_words_in_real_text(self):
        texts = corpus_texts()
        finder = ciku.FindWords(min_count=16, min_pmi=1)
        finder.count(texts)
        finder.find_words(texts)
        self.assertEqual(finder.words, find_words(texts, texts, 16, 1))

    def test_word_finder(self):
        texts = random_texts(37)
        path = self.json_lines(texts)
        finder = ciku.WordFinder(min_proba=1e-4, min_pmi=0.5)
        finder.train(texts[:100])
        finder.train(texts[100:])
        finder.find(texts[:300])
        finder.find(texts[300:])
        expected = program("mine", path, "--method", "word-finder", "--min-proba", 1e-4, "--min-pmi", 0.5, "--quiet")
        finder.words.save(self.folder / "own.tsv")
        self.assertEqual((self.folder / "own.tsv").read_bytes(), expected)
        self.file("expected.tsv", expected)
        lines = program("tokenize", path, "--lexicon", self.folder / "expected.tsv", "--rules", "nlp-zero").decode()
        tokenizer = finder.export_tokenizer()
        self.assertEqual([" ".join(tokenizer.cut(text)) for text in texts if "\n" not in text],
                         [line for text, line in zip(texts, lines.split("\n")) if "\n" not in text])  # fmt: skip

    def test_order_of_calls(self):
        with self.assertRaisesRegex(RuntimeError, "counted before"):
            ciku.FindWords().find_words(["一"])
        self.assertEqual(len(ciku.FindWords().words), 0)
        with self.assertRaisesRegex(RuntimeError, "trained on before"):
            finder = ciku.TemplateFinder(str.split)
            finder.find(["一 二"])
            finder.templates  # noqa: B018

    def test_same_texts_twice(self):
        finder = ciku.FindWords(min_count=2)
        for _ in range(2):
            finder.count(["中国，中国"])
        finder.find_words(["中国，中国"])
        self.assertEqual(dict(finder.words), {"中国": 2})

    def test_template_finder(self):
        rng = random.Random(38)
        texts = [" ".join(rng.choice([["我", "是", w], [w, "的", "书"], ["他", "在", w, "里"]])) for w in "甲乙丙丁戊己" * 60]
        finder = ciku.TemplateFinder(str.split, min_proba=1e-3, min_pmi=0.5)
        finder.train(texts[:100])
        finder.train(texts[100:])
        finder.find(texts)
        path = self.file("tokens.txt", "".join(text + "\n" for text in texts))
        expected = program("templates", path, "--tokenized", "--weight", "path", "--min-proba", 1e-3, "--min-pmi", 0.5,
                           "--alphabet", "any", "--quiet")  # fmt: skip
        finder.templates.save(self.folder / "own.tsv")
        self.assertEqual((self.folder / "own.tsv").read_bytes(), expected)
        self.assertGreater(len(finder.templates), 3)

    def test_links_from_elsewhere(self):
        for seed in range(20):
            rng = random.Random(seed)
            tokens = "我 是 的 书 在 里 甲 乙 丙 丁".split()
            options = {"window": rng.choice([2, 4]), "min_proba": rng.choice([1e-2, 1e-3]), "min_pmi": rng.choice([0.2, 1])}

            def texts(some, count):
                return [" ".join(rng.choices(some, k=rng.randrange(1, 7))) for _ in range(count)]

            # Some words stand only where templates are searched for.
            training, searched = texts(tokens, 150), texts([*tokens, "新", "生"], rng.choice([0, 3, 80]))
            finder = ciku.TemplateFinder(str.split, **options)
            finder.train(training)
            finder.find(searched)
            oracle = templates.Finder([text.split() for text in searched], weight="path", **options)
            oracle.links = templates.Finder([text.split() for text in training], weight="path", **options).links
            found = [(str(template), str(template.count)) for template in finder.templates]
            self.assertEqual(found, oracle.find() if searched else [], f"seed {seed}")


if __name__ == "__main__":
    unittest.main()
