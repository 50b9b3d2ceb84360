"""`ciku evaluate`: scores of segmentations and lexicons."""

import json
import os
import unittest
from pathlib import Path

from driver import CliTest, run

GOLD = os.environ.get("CIKU_GOLD")


class EvaluateTest(CliTest):
    def evaluate(self, *args):
        result = run("evaluate", *args)
        self.assertEqual((result.status, result.errors), (0, ""), result)
        return dict(line.split("\t") for line in result.output.decode().splitlines())

    def test_a_segmentation(self):
        gold = self.write("gold", "中国 人民 站 起来 了\n\n再 一 行\n")
        test = self.write("test", "中 国 人民 站起来 了\n\n再一 行\n")
        seen = self.evaluate("--gold", gold, test)
        self.assertEqual(seen, {
            "records": "3", "true_words": "8", "test_words": "7", "right_words": "3",
            "insertions": "1", "deletions": "2", "substitutions": "3", "recall": "0.3750",
            "precision": "0.4286", "f1": "0.4000"})  # fmt: skip
        known = self.write("known", "中国\n了\n站\n起来\n")
        report = self.folder / "report"
        seen = self.evaluate("--gold", gold, test, "--training-words", known, "--report", report)
        self.assertEqual([seen[name] for name in ("oov_rate", "oov_recall", "iv_recall")],
                         ["0.5000", "0.5000", "0.2500"])  # fmt: skip
        results = json.loads(report.read_text())["results"]
        self.assertEqual(results["right_words"], 3)
        nothing = self.write("nothing", "")
        seen = self.evaluate("--gold", gold, test, "--training-words", nothing)
        self.assertEqual([seen[name] for name in ("oov_rate", "oov_recall", "iv_recall")],
                         ["1.0000", "0.3750", "0.0000"])  # fmt: skip

    def test_a_lexicon(self):
        lexicon = self.write("lexicon", "的\t9\n词典\t8\n典词\t7\n语言\t6\n")
        words = self.write("words", "词典\n语言\n分词\n的\n")
        self.assertEqual(self.evaluate("--words", words, lexicon), {
            "words": "3", "known_words": "2", "listed_words": "3", "precision": "0.6667",
            "recall": "0.6667"})  # fmt: skip
        self.assertEqual(self.evaluate(lexicon, "--min-length", 1, "--words", words)["words"], "4")
        more = self.write("more", "典词\n")
        seen = self.evaluate("--words", words, "--words", more, lexicon)
        self.assertEqual(seen["known_words"], "3")

    def test_several(self):
        gold = self.write("gold", "中国 人民\n")
        test = self.write("test", "中国 人 民\n")
        result = run("evaluate", "--gold", gold, test, gold, "--report", self.folder / "report")
        self.assertEqual((result.status, result.errors), (0, ""), result)
        rows = [line.split("\t") for line in result.output.decode().splitlines()]
        self.assertEqual(rows[0], ["score", str(test), str(gold)])
        self.assertEqual([row[0] for row in rows[1:]], list(self.evaluate("--gold", gold, test)))
        self.assertEqual([row[1] for row in rows[1:]], list(self.evaluate("--gold", gold, test).values()))
        self.assertEqual([row[2] for row in rows[1:]], list(self.evaluate("--gold", gold, gold).values()))
        scores = json.loads((self.folder / "report").read_text())["results"]["scores"]
        self.assertEqual({path: of["f1"] for path, of in scores.items()}, {str(test): 0.4, str(gold): 1})

    def test_standard_input_and_csv(self):
        gold = self.write("gold", "中国 人民\n")
        output = self.folder / "scores.csv"
        result = run("evaluate", "--gold", gold, "-", "-o", output, stdin="中国 人民\n".encode())
        self.assertEqual(result.status, 0, result)
        self.assertEqual(output.read_text().splitlines()[-1], "f1,1.0000")

    def test_several_lexicons(self):
        words = self.write("words", "词典\n语言\n")
        small = self.write("small", "词典\t2\n典词\t1\n")
        large = self.write("large", "".join(f"词{chr(0x4E00 + i)}\t9\n" for i in range(150)) + "词典\t2\n")
        result = run("evaluate", small, large, "--words", words)
        rows = dict(line.split("\t", 1) for line in result.output.decode().splitlines())
        self.assertEqual(rows["precision_at_100"], "\t0.0000")  # the small one has no 100 words
        self.assertEqual(rows["precision"], "0.5000\t0.0066")
        self.assertEqual(rows["recall"], "0.5000\t0.5000")

    def test_errors(self):
        gold = self.write("gold", "一 二\n三 四\n")
        self.assert_fails(1, r"gold: line 2 and .*test: line 2 are not the same text: after 1 "
                          "symbols '四' stands in the first, '五' in the second",
                          "evaluate", "--gold", gold, self.write("test", "一二\n三五\n"))  # fmt: skip
        self.assert_fails(1, "line 2 is missing in .*short", "evaluate", "--gold", gold,
                          self.write("short", "一二\n"))  # fmt: skip
        self.assert_fails(2, "one of --gold and --words", "evaluate", gold)
        self.assert_fails(2, "--gold excludes --words", "evaluate", gold, "--gold", gold,
                          "--words", gold)  # fmt: skip
        self.assert_fails(1, "No such file", "evaluate", gold, "--gold", self.folder / "nothing")

    @unittest.skipUnless(GOLD, "CIKU_GOLD does not name a folder of gold segmentations")
    def test_the_built_in_lexicon(self):
        bakeoff = Path(GOLD) / "sighan2005"
        tokens = self.folder / "tokens"
        for rules, f1 in ("units", "0.8516"), ("nlp-zero", "0.8162"):
            run("tokenize", bakeoff / "pku_test.utf8", "-o", tokens, "--rules", rules, "--quiet")
            seen = self.evaluate("--gold", bakeoff / "pku_test_gold.utf8", tokens)
            self.assertEqual(seen["f1"], f1)

    @unittest.skipUnless(GOLD, "CIKU_GOLD does not name a folder of gold segmentations")
    def test_the_published_score_of_maximum_matching(self):
        # The scores in the bakeoff's documents for its own segmenter with the training words.
        folder = Path(GOLD) / "sighan2005"
        known = folder / "pku_training_words.utf8"
        words = set(known.read_text(encoding="utf-8").split())
        longest = max(map(len, words))
        lines = []
        for line in (folder / "pku_test.utf8").read_text(encoding="utf-8").splitlines():
            found, at = [], 0
            while at < len(line):
                end = next((end for end in range(min(len(line), at + longest), at + 1, -1)
                            if line[at:end] in words), at + 1)  # fmt: skip
                found.append(line[at:end])
                at = end
            lines.append(" ".join(found) + "\n")
        test = self.write("test", "".join(lines))
        seen = self.evaluate("--gold", folder / "pku_test_gold.utf8", test, "--training-words", known)
        self.assertEqual((seen["true_words"], seen["test_words"]), ("104372", "112281"))
        published = {"recall": 0.907, "precision": 0.843, "f1": 0.874, "oov_rate": 0.058,
                     "oov_recall": 0.069, "iv_recall": 0.958}  # fmt: skip
        self.assertEqual({name: round(float(seen[name]), 3) for name in published}, published)


if __name__ == "__main__":
    unittest.main()
