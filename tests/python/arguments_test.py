"""Arguments of wrong types, outside of their ranges, or that go together with others as they should not: each is named
before any input is read."""

import math
import pickle
import sqlite3
import unittest

from common import SANITIZED, PythonTest, ciku, needs, random_texts


def unread():
    """Inputs that must not be read."""
    raise AssertionError("the inputs were read")
    yield


class ArgumentsTest(PythonTest):
    def refused(self, error, pattern, call, *arguments, **named):
        with self.assertRaisesRegex(error, pattern):
            call(*arguments, **named)

    def test_types(self):
        for name, value in [("min_count", "3"), ("min_count", 2.5), ("order", "4"), ("min_length", 1.0), ("lower", "yes"),
                            ("strict", 1), ("stats", "no"), ("sort", 3), ("encoding", 3), ("field", [3]), ("top", "5"),
                            ("threads", "2"), ("threads", 1.5), ("method", []), ("alphabet", []), ("column", 2),
                            ("min_pmi", "1"), ("thresholds", 3), ("thresholds", ["x"]), ("least", 3)]:  # fmt: skip
            self.refused(TypeError, f"^{name}: expected ", ciku.mine, unread(), **{name: value})
        self.refused(TypeError, "a size: expected a number of bytes", ciku.mine, unread(), memory=1e9)
        self.refused(TypeError, "least 'score': expected a number", ciku.mine, unread(), least={"score": "x"})
        self.refused(TypeError, "templates: expected ciku.Template objects", ciku.Parser, ["[X] 是 人"])
        self.refused(TypeError, "lexicon: expected a ciku.Lexicon", ciku.Tokenizer, ["中国"])
        self.refused(TypeError, "several counts files", ciku.merge, "a", self.folder / "b")

    def test_ranges(self):
        for method, name, value in [
            ("pair-cut", "min_count", 0), ("pair-cut", "min_pmi", math.nan), ("pair-cut", "min_pmi", math.inf),
            ("pair-cut", "smoothing", -1), ("word-finder", "min_proba", 2), ("word-finder", "min_proba", 0),
            ("ngram", "thresholds", [math.nan] * 4), ("ngram", "order", 9), ("unigram", "min_length", 0),
            ("unigram", "max_length", 0), ("unigram", "top", 0), ("unigram", "threads", 0), ("unigram", "threads", 10**6),
            ("unigram", "order", 1), ("unigram", "memory", -1), ("unigram", "memory", "99999999999G"),
        ]:  # fmt: skip
            self.refused(ciku.UsageError, "", ciku.mine, unread(), method=method, **{name: value})
        self.refused(ciku.UsageError, "max_length: 2 is less than min_length, 5", ciku.mine, unread(), min_length=5, max_length=2)
        self.refused(ciku.UsageError, "least 'score': nan", ciku.mine, unread(), least={"score": math.nan})
        self.refused(ciku.UsageError, "needs rules 'units'", ciku.mine, unread(), rules="nlp-zero")
        for name, value in [("window", 0), ("window", 65), ("min_proba", -1), ("min_proba", math.nan), ("min_words", 0)]:
            self.refused(ciku.UsageError, f"^{name}: ", ciku.templates, unread(), **{name: value})
        self.refused(ciku.UsageError, "window", ciku.TemplateFinder, list, window=65)
        for name, value in [("level", 0), ("level", 20), ("frame_size", 0), ("shard_size", 1)]:
            self.refused(ciku.UsageError, f"^{name}: ", ciku.pack, unread(), self.folder / "packed", **{name: value})
        self.assertFalse((self.folder / "packed").exists())

    def test_results_stay_as_they_are(self):
        path = self.folder / "counts"
        ciku.count(["中国"], path, order=3)
        before = path.read_bytes()
        for order in 0, 10:
            self.refused(ciku.UsageError, "order: ", ciku.count, unread(), path, order=order)
        self.refused(ciku.UsageError, "no counts files", ciku.merge, [], path)
        self.assertEqual(path.read_bytes(), before)
        self.refused(FileNotFoundError, "its folder does not exist", ciku.count, unread(), self.folder / "none" / "counts")

    def test_statistics_by_their_columns(self):
        texts = random_texts(7)
        by_column = ciku.mine(texts, sort="left_entropy", least={"left_entropy": 0.5})
        self.assertEqual(by_column.words, ciku.mine(texts, sort="left-entropy", least={"left-entropy": 0.5}).words)
        self.refused(ciku.UsageError, "did you mean 'left-entropy'", ciku.mine, unread(), sort="left-entrop")

    def test_threads_without_texts(self):
        tokenizer = ciku.Tokenizer()
        self.assertEqual(tokenizer.cut_batch(["中国人民"], threads=1000), [["中国", "人民"]])
        self.assertEqual(tokenizer.cut_batch([], threads=1024), [])
        self.refused(ciku.UsageError, "threads: ", tokenizer.cut_batch, [], threads=1025)

    @unittest.skipIf(SANITIZED, "a sanitizer needs more address space")
    def test_threads_that_cannot_be(self):
        resource = needs("resource")
        import subprocess
        import sys

        script = ("import ciku, resource; tokenizer = ciku.Tokenizer(); texts = ['我们喜欢中国'] * 400_000\n"
                  "resource.setrlimit(resource.RLIMIT_AS, (900 << 20,) * 2)\n"
                  "try: print(tokenizer.cut_batch(texts, threads=1000)[-1])\n"
                  "except (MemoryError, OSError, RuntimeError) as error: print(type(error))")  # fmt: skip
        self.assertTrue(resource)
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)


class InputsTest(PythonTest):
    def test_rows_of_cursors(self):
        connection = sqlite3.connect(":memory:")
        connection.execute("CREATE TABLE posts (body TEXT)")
        connection.executemany("INSERT INTO posts VALUES (?)", [(text,) for text in ("我 是 人", "你 是 人", "他 是 人")])

        def rows(factory=None):
            connection.row_factory = factory
            return connection.execute("SELECT body FROM posts")

        texts = [text for text, in rows()]
        settings = {"min_proba": 0.2, "min_pmi": 0}
        expected = list(ciku.templates(texts, tokenize=str.split, **settings))
        for factory in None, sqlite3.Row:
            self.assertEqual(list(ciku.templates(rows(factory), tokenize=str.split, **settings)), expected)
            self.assertEqual(ciku.Tokenizer().cut_batch(rows(factory)), ciku.Tokenizer().cut_batch(texts))
            finder = ciku.TemplateFinder(str.split, **settings)
            finder.train(rows(factory))
            finder.find(rows(factory))
            self.assertEqual(len(finder.templates), 1)
            mined = ciku.mine(rows(factory), method="pair-cut", min_count=1)
            self.assertEqual(mined, ciku.mine(texts, method="pair-cut", min_count=1))

    def test_what_is_no_list_of_texts(self):
        for inputs, advice in [({"a": "中国"}, "mapping.values"), ("我们喜欢词典，也喜欢中国。", r"pass a list of texts"),
                               ("中国\n中国", "pass a list of texts")]:  # fmt: skip
            with self.assertRaisesRegex((TypeError, ciku.UsageError), advice):
                ciku.mine(inputs)
        pandas = needs("pandas")
        with self.assertRaisesRegex(TypeError, r"pass a column of it, such as frame\['text'\]"):
            ciku.mine(pandas.DataFrame({"text": ["中国"]}))
        with self.assertRaisesRegex(TypeError, "missing values have to be left out: dropna"):
            ciku.mine(pandas.Series(["中国", None]))

    def test_a_call_that_fails_adds_nothing(self):
        finder = ciku.TemplateFinder(str.split, min_proba=0.2, min_pmi=0)
        texts = ["我 是 人", "你 是 人", "他 是 人"]

        def failing():
            yield "我 是 人"
            raise OSError("the connection is gone")

        for call in finder.train, finder.find:
            with self.assertRaisesRegex(OSError, "the connection is gone"):
                call(failing())
            call(texts)
        expected = ciku.TemplateFinder(str.split, min_proba=0.2, min_pmi=0)
        expected.train(texts)
        expected.find(texts)
        self.assertEqual(list(finder.templates), list(expected.templates))

    def test_segmentations(self):
        self.assertEqual(ciku.evaluate(["词库 很 大"], ["词库 很大"]), ciku.evaluate([["词库", "很", "大"]], [["词库", "很大"]]))
        self.assertEqual(ciku.evaluate(["词库 很 大"], ["词库 很大"])["f1"], 0.4)
        with self.assertRaisesRegex(ciku.InputError, r"record 1 \(counted from 0\): the word 'a b' holds white space"):
            ciku.evaluate([["a"], ["a b"]], [["a"], ["a", "b"]])


class OtherTest(PythonTest):
    def test_words_that_no_lexicon_holds(self):
        for words, pattern in [(["a\tb"], r"'a\\x09b' holds a control character"), ({"中国": 0}, "counts less than once")]:
            with self.assertRaisesRegex(ciku.InputError, pattern):
                ciku.Lexicon(words)
        tokenizer = ciku.Tokenizer()
        for call in tokenizer.add_word, tokenizer.remove_word:
            with self.assertRaisesRegex(ciku.InputError, "lone surrogate"):
                call("\ud800")
            with self.assertRaisesRegex(TypeError, "a word: expected a str"):
                call(3)
        self.assertFalse("\ud800" in tokenizer or 3 in tokenizer)

    def test_templates_by_the_name_of_the_file(self):
        found = ciku.templates(["我 是 人", "你 是 人", "他 是 人"], tokenize=str.split, min_proba=0.2, min_pmi=0)
        found.save(self.folder / "a.jsonl")
        self.assertTrue((self.folder / "a.jsonl").read_text().startswith("{"))
        found.save(self.folder / "a.tsv")
        self.assertEqual((self.folder / "a.tsv").read_text(), "[X] 是 人\t1.500000\n")

    def test_exceptions_can_be_pickled(self):
        with self.assertRaises(FileNotFoundError) as caught:
            ciku.mine(self.folder / "none.txt")
        again = pickle.loads(pickle.dumps(caught.exception))
        self.assertEqual((type(again), str(again), again.errno), (type(caught.exception), str(caught.exception), 2))

    def test_counts_are_no_list(self):
        counts = ciku.count(["中国"], self.folder / "counts")
        self.assertTrue("中国" in counts and "国中" not in counts)
        with self.assertRaises(TypeError):
            list(counts)

    def test_messages_speak_python(self):
        with self.assertRaisesRegex(ciku.UsageError, "`iconv --list`"):
            ciku.mine(self.file("a.txt", "中国\n"), encoding="utf-99")


if __name__ == "__main__":
    unittest.main()
