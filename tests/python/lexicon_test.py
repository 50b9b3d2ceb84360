"""Lexicons in Python: mappings, tables, files."""

import json
import math
import unittest

from common import PythonTest, ciku, needs, program, random_texts


class LexiconTest(PythonTest):
    def test_mapping(self):
        lexicon = ciku.Lexicon({"词库": 3, "词": 5, "𠀀": 1})
        self.assertEqual(dict(lexicon), {"词库": 3, "词": 5, "𠀀": 1})
        self.assertEqual((list(lexicon), lexicon.words), (["词库", "词", "𠀀"], ["词库", "词", "𠀀"]))
        self.assertEqual((lexicon["词"], lexicon.get("无"), "词库" in lexicon, 3 in lexicon), (5, None, True, False))
        self.assertEqual((len(lexicon), lexicon.total), (3, 9))
        self.assertEqual(list(lexicon.items()), [("词库", 3), ("词", 5), ("𠀀", 1)])
        for missing in ("无", "", "\ud800", 3, None):
            with self.assertRaises(KeyError):
                lexicon[missing]
        self.assertEqual(lexicon, {"词": 5, "𠀀": 1, "词库": 3})
        self.assertEqual(dict(ciku.Lexicon(["一", "二", "一"])), {"一": 2, "二": 1})
        self.assertIn("3 words", repr(lexicon))
        self.assertEqual(repr(ciku.Lexicon()), "<ciku.Lexicon of 0 words: {}>")

    def test_wrong_words(self):
        for words, error in (([""], ciku.InputError), (["\ud800"], ciku.InputError), ([3], TypeError), ({"词": "3"}, TypeError),
                             ({"词": -1}, ciku.UsageError), ({"词": 2**63}, ciku.InputError)):  # fmt: skip
            with self.subTest(words), self.assertRaises(error):
                ciku.Lexicon(words)

    def test_files(self):
        lexicon = ciku.Lexicon({"词库": 3, "词": 5, "很 长": 2})
        for name in ("a.tsv", "a.csv", "a.jsonl", "a.tsv.gz", "a.jsonl.zst"):
            lexicon.save(self.folder / name)
            self.assertEqual(ciku.Lexicon.load(self.folder / name), lexicon, name)
        lexicon.save(self.folder / "own", format="words")
        self.assertEqual((self.folder / "own").read_text(), "词库\n词\n很 长\n")
        with self.assertRaisesRegex(ciku.InputError, "很 长"):
            lexicon.save(self.folder / "a.txt", format="jieba")
        self.assertFalse((self.folder / "a.txt").exists())
        with self.assertRaises(FileNotFoundError):
            ciku.Lexicon.load(self.folder / "none")
        with self.assertRaisesRegex(ciku.InputError, "line 2"):
            ciku.Lexicon.load(self.file("bad.tsv", "词\t3\n词\t-\n"), format="tsv")
        with self.assertRaisesRegex(ciku.UsageError, "format: 'xls' is none of 'tsv'"):
            lexicon.save(self.folder / "a", format="xls")

    def test_builtin(self):
        lexicon = ciku.Lexicon.builtin()
        lexicon.save(self.folder / "own.tsv")
        program("lexicon", "builtin", "-o", self.folder / "expected.tsv")
        self.assertEqual(ciku.Lexicon.load(self.folder / "expected.tsv"), lexicon)

    def test_statistics(self):
        needs("numpy")
        path = self.json_lines(random_texts(11))
        lexicon = ciku.mine(path, stats=True)
        program("mine", path, "--stats", "--quiet", "--format", "jsonl", "-o", self.folder / "expected.jsonl")
        rows = [json.loads(line) for line in (self.folder / "expected.jsonl").read_text().splitlines()]
        self.assertEqual([row["word"] for row in rows], lexicon.words)
        self.assertEqual([row["count"] for row in rows], lexicon.counts.tolist())
        self.assertGreater(len(lexicon.statistics), 8)
        for name in lexicon.statistics:
            for row, value in zip(rows, lexicon.column(name), strict=True):
                if not math.isfinite(value):
                    self.assertIsNone(row.get(name))
                else:
                    self.assertAlmostEqual(row[name], value, places=6)
        with self.assertRaises(KeyError):
            lexicon.column("none")
        lexicon.save(self.folder / "own.tsv", stats=False)
        self.assertEqual((self.folder / "own.tsv").read_bytes(), program("mine", path, "--quiet"))

    def test_pandas(self):
        needs("pandas")
        table = ciku.Lexicon({"词库": 3, "词": 5}).to_pandas()
        self.assertEqual(table.values.tolist(), [["词库", 3], ["词", 5]])
        lexicon = ciku.mine(random_texts(12), stats=True)
        table = lexicon.to_pandas()
        self.assertEqual(list(table.columns), ["word", "count", *lexicon.statistics])
        self.assertEqual(str(table.dtypes["frequency"]), "int64")
        self.assertEqual(str(table.dtypes["gain"]), "float64")
        again = ciku.mine(table["word"], method="pair-cut", min_count=1)  # a column is an iterable of texts
        self.assertGreater(len(again), 0)

    def test_minus_and_compare(self):
        a, b = ciku.Lexicon({"一": 9, "二": 5, "三": 3}), ciku.Lexicon({"二": 8, "一": 1, "四": 2})
        self.assertEqual(list(a.minus(b).items()), [("三", 3)])
        self.assertEqual(a.minus(["一"]).words, ["二", "三"])
        compared = a.compare(b)
        self.assertEqual((compared.words_a, compared.words_b, compared.words_in_both), (3, 3, 2))
        self.assertEqual(compared.rank_correlation, -1)
        self.assertEqual(compared.rows, [("一", 1, 9, 3, 1), ("二", 2, 5, 1, 8), ("三", 3, 3, None, None), ("四", None, None, 2, 2)])
        a.save(self.folder / "a.tsv")
        b.save(self.folder / "b.tsv")
        program("compare", self.folder / "a.tsv", self.folder / "b.tsv", "-o", self.folder / "c.tsv")
        lines = [line.split("\t") for line in (self.folder / "c.tsv").read_text().splitlines()[1:]]
        own = [[row[0], *("" if row[i] is None else str(row[i]) for i in (2, 4, 1, 3))] for row in compared.rows]
        self.assertEqual(own, lines)
        needs("pandas")
        self.assertEqual(len(compared.to_pandas()), 4)


if __name__ == "__main__":
    unittest.main()
