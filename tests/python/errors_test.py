"""Wrong input gives a clear exception; nothing is left behind, and the module is as good as before."""

import errno
import sqlite3
import unittest
from pathlib import Path

from common import PythonTest, ciku, random_texts


class ErrorsTest(PythonTest):
    def setUp(self):
        super().setUp()
        self.place = self.folder / "temp"
        self.place.mkdir()

    def fails(self, error, pattern, inputs, **arguments):
        with self.assertRaisesRegex(error, pattern) as caught:
            ciku.mine(inputs, temp_dir=self.place, **arguments)
        self.assert_empty(self.place)
        self.assertEqual(ciku.mine(["中国"] * 10, method="pair-cut").words, ["中国"])
        return caught.exception

    def test_classes(self):
        self.assertTrue(issubclass(ciku.UsageError, ValueError) and issubclass(ciku.UsageError, ciku.Error))
        self.assertTrue(issubclass(ciku.IoError, OSError) and issubclass(ciku.IoError, ciku.Error))
        self.assertTrue(issubclass(ciku.InputError, ciku.Error) and issubclass(ciku.CorruptionError, ciku.Error))

    def test_no_texts(self):
        self.fails(TypeError, r"text 2 \(counted from 0\) is not a str but int", ["一", "二", 3])
        self.fails(TypeError, r"text 0 \(counted from 0\) is not a str but None", [None])
        self.fails(TypeError, "text 1 .* is not a str but float", iter(["一", float("nan")]))
        self.fails(TypeError, "is not a str but tuple", iter([("一", "二")]))
        self.fails(TypeError, "is not a str but bytes", iter([b"abc"]))
        self.fails(ciku.InputError, r"text 1 \(counted from 0\): character 2 is a lone surrogate \(U\+DC80\)", ["一", "ab\udc80"])
        self.fails(TypeError, "inputs are a path, several paths or an iterable of str, not int", 3)
        self.fails(TypeError, "not bytes", b"abc")
        self.fails(TypeError, "not NoneType", None)

    def test_iterators_that_fail(self):
        def texts():
            yield from random_texts(50)
            raise LookupError("the cursor is gone")

        self.fails(LookupError, "the cursor is gone", texts())
        connection = sqlite3.connect(":memory:")
        cursor = connection.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT '词' FROM n")
        next(cursor)
        connection.close()
        self.fails(sqlite3.ProgrammingError, "closed database", cursor)

    def test_files(self):
        none = self.folder / "none"
        error = self.fails(FileNotFoundError, r"none: cannot open: No such file", none)
        self.assertEqual((error.errno, error.filename), (errno.ENOENT, str(none)))
        self.assertIsInstance(error, ciku.IoError)
        self.fails(FileNotFoundError, "a.txt", ["a.txt", "b.txt"])
        self.fails(ciku.InputError, "no files", self.place)
        text = self.file("a.txt", "一\n")
        self.fails(ciku.InputError, "same file", [text, text])
        self.fails(ciku.UsageError, "is the name of a file, and 'missing' is not", [str(text), "missing"])
        self.fails(ciku.CorruptionError, "bad.zst", self.file("bad.zst", b"\x28\xb5\x2f\xfd" + b"\xff" * 50))
        self.fails(ciku.InputError, "bad.jsonl.*skip_bad_records", self.file("bad.jsonl", '{"text": "a"}\n{"text": \n'))
        self.fails(ciku.InputError, "", self.file("image.txt", bytes(range(256)) * 50))
        self.fails(ciku.InputError, "offset|UTF-8", self.file("gb.txt", "中文".encode("gb18030") + b"\n"), strict=True,
                   encoding="UTF-8")  # fmt: skip

    def test_arguments(self):
        texts = ["一"]
        self.fails(TypeError, "unexpected keyword argument 'minimum'", texts, minimum=3)
        self.fails(ciku.UsageError, "method: 'x' is none of 'unigram', 'pair-cut'", texts, method="x")
        self.fails(ciku.UsageError, "min_pmi is not for method 'unigram'", texts, min_pmi=3)
        self.fails(ciku.UsageError, "alphabet: 'x' is none of 'basic', 'han'", texts, alphabet="x")
        self.fails(ciku.UsageError, "'1X' is not a size", texts, memory="1X")
        self.fails(ciku.UsageError, "memory 1M is too little", iter(random_texts(51)), memory="1M")
        self.fails(ciku.UsageError, "field is for files", texts, field="text")
        self.fails(ciku.UsageError, "thresholds: 4 are needed for order 4", texts, method="ngram", thresholds=[1])
        self.fails(ciku.UsageError, "order: 9 is not from 2 to 8", texts, order=9)
        self.fails(ciku.UsageError, "sort: 'x' is none of 'count', 'word', .*'left-entropy'", texts, sort="x")
        self.fails(TypeError, r"min_count: expected a whole number, and got '3' \(str\)", texts, min_count="3")
        self.fails(ciku.UsageError, "min_count: -3 is too small; the least is 1", texts, min_count=-3)
        with self.assertRaises(FileNotFoundError):
            ciku.mine(texts, temp_dir=self.folder / "missing")

    def test_results(self):
        lexicon = ciku.Lexicon({"词": 1})
        with self.assertRaises(FileNotFoundError):
            lexicon.save(self.folder / "missing" / "a.tsv")
        with self.assertRaises(IsADirectoryError):
            lexicon.save(self.place)
        if Path("/dev/full").exists():
            with self.assertRaises(OSError) as caught:
                lexicon.save("/dev/full")
            self.assertEqual(caught.exception.errno, errno.ENOSPC)

    def test_progress_that_fails(self):
        def progress(name, done, total):
            raise LookupError("no progress")

        self.fails(LookupError, "no progress", iter(random_texts(52)), progress=progress)
        self.fails(LookupError, "no progress", self.json_lines(random_texts(52)), progress=progress)


if __name__ == "__main__":
    unittest.main()
