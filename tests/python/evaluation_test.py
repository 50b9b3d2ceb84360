"""Scores from Python are those of the program; progress is shown where it is asked for."""

import contextlib
import io
import json
import random
import unittest

from common import PythonTest, ciku, needs, program, random_texts


class EvaluationTest(PythonTest):
    def test_scores(self):
        rng = random.Random(91)

        def divided(text):
            words, at = [], 0
            while at < len(text):
                size = rng.choice([1, 1, 2, 3])
                words.append(text[at : at + size])
                at += size
            return words

        texts = ["".join(rng.choices("一二三四五六七", k=rng.randrange(30))) for _ in range(200)]
        gold, predicted = [divided(text) for text in texts], [divided(text) for text in texts]
        paths = [self.file(name, "".join(" ".join(words) + "\n" for words in records))
                 for name, records in (("gold", gold), ("predicted", predicted))]  # fmt: skip
        known = sorted({word for words in gold[:50] for word in words})
        self.file("known.txt", "".join(word + "\n" for word in known))
        for options, training in (([], None), (["--training-words", self.folder / "known.txt"], known)):
            report = self.folder / "report.json"
            program("evaluate", "--gold", paths[0], paths[1], *options, "--report", report)
            expected = json.loads(report.read_text())["results"]
            for arguments in ((gold, predicted), paths, (str(paths[0]), iter(predicted))):
                self.assertEqual(ciku.evaluate(*arguments, training), expected)
        with self.assertRaisesRegex(ciku.InputError, "line 1"):
            ciku.evaluate([["一"]], [["二"]])

    def test_progress_is_shown(self):
        needs("tqdm")
        shown = io.StringIO()
        with contextlib.redirect_stderr(shown):
            ciku.mine(self.json_lines(random_texts(92)), progress=True)
        self.assertIn("count short n-grams", shown.getvalue())
        shown = io.StringIO()
        with contextlib.redirect_stderr(shown):
            ciku.mine(self.json_lines(random_texts(92)), progress=False)
        self.assertEqual(shown.getvalue(), "")


if __name__ == "__main__":
    unittest.main()
