"""Mining from Python gives what the program gives, byte for byte, from files and from texts."""

import unittest

from common import PythonTest, ciku, corpus_texts, program, random_texts

METHODS = {
    "unigram": ([], {}),
    "unigram-short": (["--order", 4, "--min-gain", "1,2,3", "--min-count", 3], {"order": 4, "thresholds": [1, 2, 3], "min_count": 3}),
    "pair-cut": (["--min-count", 3, "--min-pmi", 0.5], {"min_count": 3, "min_pmi": 0.5}),
    "pair-cut-smoothed": (["--smoothing", 1], {"smoothing": 1}),
    "ngram": (["--order", 3, "--min-count", 2], {"order": 3, "min_count": 2}),
    "ngram-thresholds": (["--thresholds", "0,1,2,3"], {"thresholds": [0, 1, 2, 3]}),
    "word-finder": (["--min-proba", 1e-4, "--min-pmi", 0.5], {"min_proba": 1e-4, "min_pmi": 0.5}),
}  # fmt: skip


class MineTest(PythonTest):
    def compare(self, inputs, path, options, arguments):
        """Mines the same twice and compares the files."""
        expected = program("mine", path, "--quiet", *options)
        lexicon = ciku.mine(inputs, **arguments)
        lexicon.save(self.folder / "out.tsv")
        self.assertEqual((self.folder / "out.tsv").read_bytes(), expected)
        return lexicon

    def test_methods(self):
        texts = random_texts(1)
        path = self.json_lines(texts)
        for name, (options, arguments) in METHODS.items():
            method = "-".join(name.split("-")[:2]) if name.startswith(("pair", "word")) else name.split("-")[0]
            for statistics in ([], ["--stats"]):
                with self.subTest(name, statistics=statistics):
                    every = {**arguments, "method": method, "stats": bool(statistics)}
                    given = ["--method", method, *options, *statistics]
                    lexicon = self.compare(path, path, given, every)
                    self.compare(iter(texts), path, given, every)
                    self.assertGreater(len(lexicon), 0)
                    self.assertEqual(lexicon.figures["records"], len(texts))

    def test_filters_and_orders(self):
        texts = random_texts(2)
        path = self.json_lines(texts)
        words = ciku.mine(texts).words
        stop, gone = words[3:6], words[10:30]
        self.file("stop.txt", "".join(word + "\n" for word in stop))
        self.file("gone.txt", "".join(word + "\n" for word in gone))
        options = ["--stop-words", self.folder / "stop.txt", "--exclude", self.folder / "gone.txt", "--top", 50]
        self.compare(texts, path, options, {"stop_words": stop, "exclude": ciku.Lexicon(gone), "top": 50})
        self.compare(texts, path, options,
                     {"stop_words": self.folder / "stop.txt", "exclude": str(self.folder / "gone.txt"), "top": 50})  # fmt: skip
        self.compare(texts, path, ["--min-length", 2, "--max-length", 3, "--sort", "score"],
                     {"min_length": 2, "max_length": 3, "sort": "score"})  # fmt: skip
        self.compare(texts, path, ["--min-entropy", 1, "--sort", "word"], {"least": {"entropy": 1}, "sort": "word"})
        self.compare(texts, path, ["--alphabet", "any", "--lower", "--normalize", "nfkc", "--method", "pair-cut"],
                     {"alphabet": "any", "lower": True, "normalize": "nfkc", "method": "pair-cut"})  # fmt: skip
        self.compare(texts, path, ["--rules", "units", "--method", "pair-cut"], {"rules": "units", "method": "pair-cut"})
        self.file("own.txt", "".join(word + "\n" for word in words[:40]))
        self.compare(texts, path, ["--dictionary", self.folder / "own.txt", "--only-new"],
                     {"dictionary": words[:40], "only_new": True})  # fmt: skip

    def test_inputs(self):
        texts = [text.replace("\n", " ") for text in random_texts(3)]
        expected = ciku.mine(iter(texts), method="pair-cut")
        one, two = "".join(t + "\n" for t in texts[:200]), "".join(t + "\n" for t in texts[200:])
        paths = [self.file("1.txt", one), self.file("2.txt", two)]
        (self.folder / "folder").mkdir()
        for path in paths:
            (self.folder / "folder" / path.name).write_bytes(path.read_bytes())
        for inputs in (paths, tuple(paths), list(map(str, paths)), self.folder / "folder", str(self.folder / "folder"),
                       texts, tuple(texts), (text for text in texts), [(text,) for text in texts], dict.fromkeys(texts[:0])
                       or iter(texts)):  # fmt: skip
            self.assertEqual(ciku.mine(inputs, method="pair-cut"), expected)
        rows = "".join(f"{i}\t{text}\n" for i, text in enumerate(texts))
        table = self.file("table.tsv", rows)
        self.assertEqual(ciku.mine(table, method="pair-cut", column="2", input_format="tsv"), expected)
        lines = self.json_lines([], "own.jsonl")
        lines.write_text("".join('{"body": "%s"}\n' % text for text in texts))
        self.assertEqual(ciku.mine(lines, method="pair-cut", field="body"), expected)
        gb = self.file("gb.txt", (one + two).encode("gb18030"))
        self.assertEqual(ciku.mine(gb, method="pair-cut", encoding="gb18030"), expected)

    def test_no_texts(self):
        for inputs in ([], iter(()), iter([""]), iter(["", "\n"])):
            self.assertEqual(len(ciku.mine(inputs)), 0)

    def test_resources(self):
        texts = random_texts(4, 2000)
        expected = ciku.mine(texts, method="ngram", stats=True)
        for memory, threads in (("40M", 1), (64 << 20, 3), ("1G", 2)):
            place = self.folder / "temp"
            place.mkdir(exist_ok=True)
            lexicon = ciku.mine(texts, method="ngram", stats=True, memory=memory, threads=threads, temp_dir=place)
            self.assertEqual(list(lexicon.items()), list(expected.items()))
            self.assert_empty(place)
        work = self.folder / "work"
        self.assertEqual(ciku.mine(texts, method="ngram", work_dir=work), expected)
        self.assertFalse(work.exists())

    def test_counts(self):
        texts = random_texts(5)
        path = self.json_lines(texts)
        program("count", path, "-o", self.folder / "expected", "--order", 3, "--rules", "nlp-zero", "--quiet")
        counts = ciku.count(path, self.folder / "counts", order=3)
        self.assertEqual((self.folder / "counts").read_bytes(), (self.folder / "expected").read_bytes())
        naive = {}
        for text in texts:
            for run in _runs(text):
                for begin in range(len(run)):
                    for length in (1, 2, 3):
                        if begin + length <= len(run):
                            gram = run[begin : begin + length]
                            naive[gram] = naive.get(gram, 0) + 1
        for gram, count in list(naive.items())[:300]:
            self.assertEqual(counts[gram], count, gram)
        self.assertEqual((counts["龘"], counts[""], counts.order), (0, 0, 3))
        self.assertEqual(counts.symbols, sum(count for gram, count in naive.items() if len(gram) == 1))
        with self.assertRaisesRegex(ciku.UsageError, "n-grams of up to 3"):
            counts["四个符号"]
        expected = program("words", path, "--counts", self.folder / "counts", "--method", "pair-cut", "--min-count", 3, "--quiet")
        counts.words(path, min_count=3).save(self.folder / "words.tsv")
        self.assertEqual((self.folder / "words.tsv").read_bytes(), expected)
        with self.assertRaisesRegex(ciku.UsageError, r"words\(inputs\)"):
            counts.words()

    def test_merge(self):
        texts = random_texts(6)
        paths = [self.json_lines(texts[:100], "a.jsonl"), self.json_lines(texts[100:], "b.jsonl")]
        for path in paths:
            ciku.count(path, path.with_suffix(".counts"))
        merged = ciku.merge([path.with_suffix(".counts") for path in paths], self.folder / "merged")
        whole = ciku.count(paths, self.folder / "whole")
        self.assertEqual((self.folder / "merged").read_bytes(), (self.folder / "whole").read_bytes())
        self.assertEqual(merged.symbols, whole.symbols)
        with self.assertRaises(ciku.InputError):
            ciku.merge([self.folder / "whole"] * 2, self.folder / "twice")

    def test_real_text(self):
        texts = corpus_texts()
        path = self.file("texts.txt", "".join(text + "\n" for text in texts))
        self.compare(texts, path, ["--sort", "score", "--stats"], {"sort": "score", "stats": True})
        self.compare(texts, path, ["--method", "word-finder"], {"method": "word-finder"})

    def test_progress(self):
        path = self.json_lines(random_texts(7, 3000))
        told = []
        ciku.mine(path, method="pair-cut", progress=lambda *news: told.append(news))
        names = [name for name, _, _ in told]
        self.assertEqual(list(dict.fromkeys(names)), ["count pairs", "weigh pairs", "cut pieces", "rank words"])
        size = path.stat().st_size
        self.assertIn(("count pairs", size, size), told)
        self.assertIn(("cut pieces", size, size), told)
        told.clear()
        ciku.mine(iter(["中国"] * 10), method="pair-cut", progress=lambda *news: told.append(news))
        self.assertEqual(told[0][0], "read texts")

    def test_pack(self):
        path = self.file("a.txt", "".join(text.replace("\n", "") + "\n" for text in random_texts(8)))
        program("pack", path, "-o", self.folder / "expected", "--quiet")
        figures = ciku.pack(path, self.folder / "packed")
        for shard in (self.folder / "expected").iterdir():
            self.assertEqual((self.folder / "packed" / shard.name).read_bytes(), shard.read_bytes())
        self.assertEqual(figures["records"], 400)
        ciku.pack(["一\n二", "三"], self.folder / "texts")
        self.assertEqual(ciku.mine(self.folder / "texts", method="pair-cut", min_count=1).total, 3)


def _runs(text):
    run = ""
    for symbol in text + "\n":
        if "\u4e00" <= symbol <= "\u9fa5" or (symbol.isascii() and symbol.isalnum()):
            run += symbol
        else:
            if run:
                yield run
            run = ""


if __name__ == "__main__":
    unittest.main()
