"""No call keeps references or memory: after 10,000 calls, as many objects are alive as before."""

import gc
import sys
import unittest
from pathlib import Path

from common import SANITIZED, PythonTest, ciku, random_texts

CALLS = 10_000


def resident():
    """The memory of this process, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def objects():
    gc.collect()
    return len(gc.get_objects())


class LeaksTest(PythonTest):
    def check(self, call, calls=CALLS):
        for _ in range(200):  # caches fill
            call()
        before, memory = objects(), resident()
        for _ in range(calls):
            call()
        self.assertLess(objects() - before, 50)
        if not SANITIZED:  # AddressSanitizer keeps freed memory for a while
            self.assertLess(resident() - memory, 16 << 20)

    def test_texts_and_words(self):
        text = "我们喜欢2024年的词典，" * 20
        word = "词典" * 3
        tokenizer = ciku.Tokenizer()
        lexicon = ciku.Lexicon({"词典": 3, "我们": 2})
        references = sys.getrefcount(text), sys.getrefcount(word), sys.getrefcount(None)
        self.check(lambda: tokenizer.cut(text))
        self.check(lambda: tokenizer.tokenize(text))
        self.check(lambda: tokenizer.cut_batch([text, text], threads=1), 1000)
        self.check(lambda: (word in lexicon, lexicon.get(word), lexicon.words, list(lexicon.items()), lexicon.minus(["词典"])))
        self.assertEqual((sys.getrefcount(text), sys.getrefcount(word)), references[:2])
        self.assertLess(abs(sys.getrefcount(None) - references[2]), 1000)

    def test_exceptions(self):
        tokenizer = ciku.Tokenizer(ciku.Lexicon(["一"]))

        def fail():
            for call in (lambda: tokenizer.cut(None), lambda: tokenizer.cut("\ud800"), lambda: ciku.Lexicon([""]),
                         lambda: tokenizer.remove_word("二"), lambda: ciku.Lexicon.load("/none/at/all")):  # fmt: skip
                try:
                    call()
                except (TypeError, ciku.Error, KeyError):
                    continue
                raise AssertionError("no exception")

        self.check(fail)

    def test_jobs(self):
        texts = random_texts(71, 50)
        self.check(lambda: ciku.mine(texts, method="pair-cut", stats=True, threads=1, memory="40M"), 100)
        found = ciku.templates(["我 是 人"] * 5, tokenize=str.split)
        parser = ciku.Parser(found, tokenize=str.split)
        self.check(lambda: str(parser.parse("他 是 人")))


if __name__ == "__main__":
    unittest.main()
