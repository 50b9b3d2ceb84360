"""What tests of counts and joints have in common."""

import random_text
from driver import CliTest, run

METHODS = [
    {"min_count": 2, "min_pmi": 0.5},
    {"min_count": 3, "min_pmi": -2, "smoothing": 1},
    {"method": "ngram", "min_count": 2, "order": 4, "thresholds": "0,1,2,3"},
    {"method": "ngram", "min_count": 3, "order": 2, "thresholds": "0,0.5"},
    {"method": "word-finder", "min_proba": 0.0003, "min_pmi": 0.5},
]


class CountsCase(CliTest):
    def do(self, *args):
        """Runs a command that has to succeed, and to print nothing."""
        result = run(*args, "--quiet", "--temp-dir", self.temp)
        self.assertEqual((result.status, result.output), (0, b""), result)

    def count(self, name, *args):
        self.do("count", *args, "-o", self.folder / name)
        return self.folder / name

    def merge(self, name, *args):
        self.do("merge", *args, "-o", self.folder / name)
        return self.folder / name

    def words(self, *args):
        result = run("words", *args, "--quiet", "--temp-dir", self.temp)
        self.assertEqual(result.status, 0, result)
        return result.output

    def parts(self, dice, size, count):
        """Writes a corpus of several files, none of which ends inside a character."""
        return [
            self.write(f"parts/{i}.txt", random_text.text(dice, size // count, line=60) + b"\n")
            for i in range(count)
        ]
