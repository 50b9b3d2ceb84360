"""Tokenizing in Python gives what the program gives."""

import json
import threading
import unittest

from common import PythonTest, ciku, corpus_texts, program, random_texts

SENTENCES = ["我们喜欢2024年的词典。", "iPhone15 和 v1.2.3，35%！", " 　", "", "a b\u00a0c", "𠀀𠀀我们", "圖書館在哪裏", "é我\u3000们", "词" * 5000]


class TokenizerTest(PythonTest):
    def compare(self, tokenizer, texts, *options):
        """Compares words and places with those of the program."""
        texts = [text.replace("\n", " ").replace("\r", " ") for text in texts]
        stdin = "".join(json.dumps({"text": text}) + "\n" for text in texts).encode()
        lines = program("tokenize", "--input-format", "jsonl", *options, stdin=stdin).decode().split("\n")[:-1]
        places = program("tokenize", "--input-format", "jsonl", "--format", "jsonl", *options, stdin=stdin).splitlines()
        self.assertEqual([" ".join(tokenizer.cut(text)) for text in texts], lines)
        self.assertEqual([" ".join(words) for words in tokenizer.cut_batch(texts)], lines)
        self.assertEqual([" ".join(words) for words in tokenizer.cut_batch(iter(texts), threads=1)], lines)
        for text, line in zip(texts, places, strict=True):
            tokens = tokenizer.tokenize(text)
            self.assertEqual([list(token) for token in tokens], json.loads(line)["tokens"])
            self.assertTrue(all(text[token.start : token.end] == token.word for token in tokens))
            self.assertEqual("".join(token.word for token in tokens), text)

    def test_builtin(self):
        self.compare(ciku.Tokenizer(), SENTENCES + random_texts(21))
        self.compare(ciku.Tokenizer(rules="nlp-zero"), SENTENCES, "--rules", "nlp-zero")
        self.compare(ciku.Tokenizer(joining=False), SENTENCES, "--no-joining")
        self.compare(ciku.Tokenizer(script="none"), SENTENCES, "--script", "none")
        self.compare(ciku.Tokenizer(alphabet="letters"), SENTENCES, "--alphabet", "letters")

    def test_own_lexicon(self):
        texts = random_texts(22)
        path = self.folder / "lexicon.tsv"
        lexicon = ciku.mine(texts)
        lexicon.save(path)
        self.compare(ciku.Tokenizer(path), texts, "--lexicon", path)
        self.compare(ciku.Tokenizer(lexicon), texts, "--lexicon", path, "--rules", "units")
        self.assertEqual((ciku.Tokenizer(path).rules, ciku.Tokenizer(lexicon).rules), ("nlp-zero", "units"))

    def test_real_text(self):
        self.compare(ciku.Tokenizer(), corpus_texts(size=500_000))

    def test_user_words(self):
        words = self.file("words.txt", "我们喜欢\n新词 新词\n")
        counted = self.file("counted.tsv", "们喜\t900000000\n")
        self.compare(ciku.Tokenizer(user_words=words), SENTENCES + ["见新词 新词"], "--user-words", words)
        self.compare(ciku.Tokenizer(user_words=["我们喜欢", "新词 新词"]), SENTENCES + ["见新词 新词"], "--user-words", words)
        self.compare(ciku.Tokenizer(user_words={"们喜": 900000000}), SENTENCES, "--user-words", counted)

    def test_changes(self):
        tokenizer = ciku.Tokenizer(ciku.Lexicon({"甲": 1, "乙": 1}))
        self.assertEqual(tokenizer.cut("甲乙"), ["甲", "乙"])
        tokenizer.add_word("甲乙")
        self.assertEqual(tokenizer.cut("甲乙"), ["甲乙"])
        self.assertTrue("甲乙" in tokenizer and "丙" not in tokenizer)
        tokenizer.remove_word("甲乙")
        self.assertEqual(tokenizer.cut("甲乙"), ["甲", "乙"])
        with self.assertRaises(KeyError):
            tokenizer.remove_word("甲乙")
        tokenizer.add_word("甲乙", 100)
        self.assertEqual(tokenizer.cut("甲乙"), ["甲乙"])

    def test_wrong_arguments(self):
        tokenizer = ciku.Tokenizer()
        with self.assertRaisesRegex(TypeError, "the text is not a str but int"):
            tokenizer.cut(3)
        with self.assertRaisesRegex(ciku.InputError, r"character 1 is a lone surrogate \(U\+D800\)"):
            tokenizer.tokenize("a\ud800")
        with self.assertRaisesRegex(TypeError, r"text 2 \(counted from 0\) is not a str but None"):
            tokenizer.cut_batch(["a", "b", None])
        # Of a later batch, from a list and from an iterator.
        texts = ["我们喜欢中国"] * 50_000
        texts[40_000] = "a\ud800"
        for given in (texts, iter(texts)):
            with self.assertRaisesRegex(ciku.InputError, r"text 40000 \(counted from 0\): character 1 is a lone"):
                tokenizer.cut_batch(given)
        with self.assertRaisesRegex(ciku.UsageError, "threads: 0"):
            tokenizer.cut_batch(["a"], threads=0)
        with self.assertRaisesRegex(ciku.UsageError, "joining is for"):
            ciku.Tokenizer(joining=False, rules="units")
        self.assertEqual(tokenizer.cut("我们"), ["我们"])

    def test_threads_share_one(self):
        texts = corpus_or_random()
        tokenizer = ciku.Tokenizer()
        expected = tokenizer.cut_batch(texts)
        found, errors = {}, []

        def work(number):
            try:
                for turn in range(3):
                    found[number, turn] = [tokenizer.cut(text) for text in texts]
                    if number == 3:
                        tokenizer.add_word(f"某个新词{turn}")
                        tokenizer.remove_word(f"某个新词{turn}")
                    if number == 2:
                        found[number, turn] = tokenizer.cut_batch(texts, threads=2)
            except Exception as error:  # noqa: BLE001
                errors.append(error)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(errors, [])
        self.assertTrue(all(words == expected for words in found.values()))


def corpus_or_random():
    try:
        return corpus_texts(size=200_000)
    except unittest.SkipTest:
        return random_texts(23, 2000)


if __name__ == "__main__":
    unittest.main()
