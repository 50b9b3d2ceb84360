"""Templates and trees in Python are those of the program."""

import json
import random
import unittest

from common import PythonTest, ciku, needs, program


def sentences(seed, count=600):
    rng = random.Random(seed)
    names = ["词典", "语言", "城市", "老师", "学生", "图书馆"]
    patterns = ["我们喜欢{}", "他在{}里工作", "{}是{}的一部分", "没有{}就没有{}", "{}和{}都很重要"]
    return [pattern.format(*rng.choices(names, k=pattern.count("{}"))) for pattern in rng.choices(patterns, k=count)]


class TemplatesTest(PythonTest):
    def setUp(self):
        super().setUp()
        self.texts = sentences(41)
        self.path = self.file("texts.txt", "".join(text + "\n" for text in self.texts))

    def test_templates(self):
        for weight in ("sentence", "path"):
            options = ["--weight", weight, "--min-proba", 1e-3, "--min-pmi", 1, "--window", 4]
            expected = program("templates", self.path, *options, "--quiet")
            for inputs in (self.path, self.texts):
                found = ciku.templates(inputs, weight=weight, min_proba=1e-3, min_pmi=1, window=4)
                found.save(self.folder / "own.tsv")
                self.assertEqual((self.folder / "own.tsv").read_bytes(), expected)
        lines = [line.rsplit("\t", 1) for line in expected.decode().splitlines()]
        self.assertEqual([str(template) for template in found], [text for text, _ in lines])
        self.assertEqual([str(template.count) for template in found], [count for _, count in lines])
        self.assertEqual(found[-1], found[len(found) - 1])
        self.assertEqual(found[:2], [found[0], found[1]])
        with self.assertRaises(IndexError):
            found[len(found)]
        self.assertTrue(any(None in template.words for template in found))
        needs("pandas")
        self.assertEqual(list(found.to_pandas().columns), ["template", "count", "words"])

    def test_tokenize_by_a_function(self):
        tokenizer = ciku.Tokenizer()
        options = {"min_proba": 1e-3, "min_pmi": 1, "alphabet": "any"}
        by_function = ciku.templates(self.texts, tokenize=tokenizer.cut, **options)
        by_lexicon = ciku.templates(self.texts, lexicon=tokenizer, **options)
        self.assertEqual(list(by_function), list(by_lexicon))
        with self.assertRaisesRegex(ciku.UsageError, "tokenize divides texts"):
            ciku.templates(self.path, tokenize=tokenizer.cut)
        with self.assertRaisesRegex(ZeroDivisionError, "division"):
            ciku.templates(self.texts, tokenize=lambda text: [str(1 / 0)])

    def test_parser(self):
        program("templates", self.path, "--min-proba", 1e-3, "--min-pmi", 1, "-o", self.folder / "t.tsv", "--quiet")
        found = ciku.templates(self.path, min_proba=1e-3, min_pmi=1)
        wanted = sentences(42, 30) + ["完全不同", "", "我 们"]
        for parser in (ciku.Parser(found), ciku.Parser(self.folder / "t.tsv"), ciku.Parser(list(found)),
                       ciku.Parser(found, tokenize=ciku.Tokenizer().cut)):  # fmt: skip
            for sentence in wanted:
                tree = parser.parse(sentence)
                for name, text in (("tree", str(tree)), ("brackets", tree.brackets()), ("json", tree.json())):
                    if sentence:
                        shown = program("parse", "--templates", self.folder / "t.tsv", "--format", name, sentence)
                        self.assertEqual(text, shown.decode().rstrip("\n"))
                if sentence:
                    self.check(tree, json.loads(tree.json()))
        words = len(ciku.Tokenizer().cut("完全不同"))
        self.assertEqual(ciku.Parser(found, null_score=-1).parse("完全不同").score, -1.0 * (words - 1))
        self.assertIn("<pre>", ciku.Parser(found).parse("我们喜欢词典")._repr_html_())
        with self.assertRaisesRegex(ciku.InputError, "1000"):
            ciku.Parser(found).parse("，" * 1001)
        with self.assertRaises(ciku.UsageError):
            ciku.Parser(found, null_score=1e9)

    def check(self, tree, expected):
        self.assertEqual((list(tree.template), tree.content, tree.score),
                         (expected["template"], expected["content"], expected["score"]))  # fmt: skip
        for module, other in zip(tree.modules, expected["modules"], strict=True):
            self.check(module, other)


if __name__ == "__main__":
    unittest.main()
