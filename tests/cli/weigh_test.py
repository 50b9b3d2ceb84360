"""Joints: weighing once, and cutting text by what holds together without the counts."""

import random
import unittest

from counts_case import METHODS, CountsCase
from driver import ALPHABETS, assert_same, flags, read_report, run, seeds


class WeighCase(CountsCase):
    def weigh(self, name, counts, *args):
        self.do("weigh", counts, *args, "-o", self.folder / name)
        return self.folder / name


class JointsTest(WeighCase):
    def test_the_same_as_by_the_counts(self):
        for seed in seeds(4):
            dice = random.Random(seed)
            options = ["--alphabet", dice.choice(ALPHABETS), "--order", dice.choice([4, 6])]
            options += dice.choice([[], ["--normalize", "nfkc", "--lower"], ["--rules", "units"]])
            paths = self.parts(dice, 200_000, 2)
            counts = self.count("counts", *paths, *options)
            longest = {"method": "ngram", "min_count": 2, "thresholds": "0,1,1,1,1,1", "order": 6}
            for method in METHODS if options[3] == 4 else [*METHODS, longest]:
                with self.subTest(seed=seed, options=options, method=method):
                    joints = self.weigh("joints", counts, *flags(method),
                                        "--memory", dice.choice(["32M", "1G"]))  # fmt: skip
                    self.assertLess(joints.stat().st_size, counts.stat().st_size)
                    for more in ([], ["--stats"], ["--min-length", 2, "--top", 30, "--sort", "cohesion"]):
                        expected = self.words(*paths, "--counts", counts, *flags(method), *more)
                        seen = self.words(*paths, "--joints", joints, *more)
                        assert_same(self, seen, expected, more)
                    # Thresholds may be given if they are the same.
                    assert_same(self, self.words(*paths, "--joints", joints, *flags(method), *more),
                                expected, "thresholds given")  # fmt: skip
                    by_counts, by_joints = self.folder / "a.pieces", self.folder / "b.pieces"
                    self.do("words", paths[0], "--counts", counts, "--pieces", *flags(method), "-o",
                            by_counts)  # fmt: skip
                    self.do("words", paths[0], "--joints", joints, "--pieces", "-o", by_joints)
                    assert_same(self, by_joints.read_bytes(), by_counts.read_bytes(), "pieces")

    def test_the_same_bytes_whatever_the_run(self):
        counts = self.count("counts", *self.parts(random.Random(2), 200_000, 1))
        for method in ([], ["--method", "ngram", "--min-count", 2, "--thresholds", "0,-9,-9,-9"]):
            method = [*method, "--min-count", 1, "--min-pmi", -9] if not method else method
            expected = self.weigh("expected", counts, *method).read_bytes()
            least = self.least_memory("weigh", counts, *method, "-o", self.folder / "x")
            for args in ["--threads", 1], ["--threads", 3], ["--memory", least], ["--memory", "2G"]:
                seen = self.weigh("seen", counts, *method, *args).read_bytes()
                assert_same(self, seen, expected, args)

    def test_counts_without_what_is_rare(self):
        path = self.parts(random.Random(3), 100_000, 1)[0]
        counts = self.count("counts", path)
        cut = self.merge("cut", counts, "--min-count", 5)
        of_whole = self.weigh("whole.joints", counts, "--min-count", 5)
        of_cut = self.weigh("cut.joints", cut, "--min-count", 5)
        assert_same(self, self.words(path, "--joints", of_cut), self.words(path, "--joints", of_whole),
                    "cut")  # fmt: skip
        self.assert_fails(2, "lacks what occurs less often; --min-count asks for what occurs 4 times",
                          "weigh", cut, "--min-count", 4, "-o", self.folder / "x")  # fmt: skip

    def test_without_the_counts(self):
        """The counts may be gone. Inputs that were not counted are still known."""
        path = self.write("a.txt", "词典，词典\n" * 20)
        counts = self.count("counts", path)
        joints = self.weigh("joints", counts)
        counts.unlink()
        other = self.write("b.txt", "词典\n" * 3)
        result = run("words", path, other, "--joints", joints, "--quiet")
        self.assertEqual((result.status, result.output.decode()), (0, "词典\t43\n"))
        self.assertIn("joints has not counted 1 of the 2 inputs", result.errors)

    def test_a_work_folder_goes_on_whatever_the_pairs_come_from(self):
        path = self.parts(random.Random(4), 100_000, 1)[0]
        counts = self.count("counts", path)
        joints = self.weigh("joints", counts)
        work = ["--work-dir", self.folder / "work", "--keep"]
        expected = self.words(path, "--counts", counts, *work)
        assert_same(self, self.words(path, "--joints", joints, *work), expected, "resumed")
        self.assert_fails(1, "belongs to another job|other", "words", path, "--joints",
                          self.weigh("other", counts, "--min-count", 3), *work)  # fmt: skip

    def test_report(self):
        path = self.write("a.txt", "词典，词典，我\n" * 20)
        counts = self.count("counts", path)
        report = self.folder / "report"
        joints = self.weigh("joints", counts, "--report", report)
        seen = read_report(report)
        size = joints.stat().st_size
        expected = {"symbols": 100, "distinct_pairs": 1, "strong_pairs": 1, "joints_bytes": size}
        self.assertEqual(seen["results"] | expected, seen["results"])
        self.assertEqual([each["name"] for each in seen["passes"]], ["weigh pairs", "write joints"])
        self.assertEqual(seen["options"]["min_count"], 10)
        self.words(path, "--joints", joints, "--report", report)
        seen = read_report(report)
        passes = {each["name"]: each for each in seen["passes"]}
        self.assertEqual(list(passes)[:3], ["open", "read joints", "cut pieces"])
        self.assertEqual(passes["read joints"]["strong_pairs"], 1)
        self.assertEqual((seen["options"]["method"], seen["options"]["min_pmi"]), ("pair-cut", 0))


class RefusalTest(WeighCase):
    def setUp(self):
        super().setUp()
        self.text = self.write("a.txt", "词典，词典，我们的书\n" * 20)
        self.counts = self.count("a.counts", self.text)
        self.joints = self.weigh("a.joints", self.counts, "--min-count", 4)
        self.out = ["-o", self.folder / "x"]

    def test_other_thresholds(self):
        def fails(pattern, *args):
            self.assert_fails(2, pattern, "words", self.text, "--joints", self.joints, *args)

        fails("a.joints: was weighed with --min-count 4, not 5; weigh the counts again", "--min-count", 5)
        fails("was weighed with --min-pmi 0.0, not 1.0", "--min-count", 4, "--min-pmi", 1)
        fails("was weighed with --method pair-cut, not ngram", "--method", "ngram")
        fails("was weighed with --method pair-cut, not unigram", "--method", "unigram")
        fails("--min-proba is an option of --method word-finder, not of pair-cut", "--min-proba", "0.1")
        fails("--order is an option of --method unigram and ngram, not of pair-cut", "--order", 4)
        ngram = self.weigh("n.joints", self.counts, "--method", "ngram", "--order", 3, "--thresholds",
                           "0,5,1")  # fmt: skip
        self.words(self.text, "--joints", ngram, "--order", 3)
        self.assert_fails(2, "n.joints: was weighed with --thresholds .*0.0,5.0,1.0.*, not .*0.0,2.0,4.0",
                          "words", self.text, "--joints", ngram, "--thresholds", "0,2,4",
                          "--order", 3)  # fmt: skip

    def test_unigram(self):
        for args in [], ["--method", "unigram"], ["--seed-count", 5]:
            result = run("weigh", self.counts, *args, *self.out, "--quiet", defaults=True)
            self.assertEqual(result.status, 2, result)
            self.assertRegex(result.errors, r"\Aciku: --method unigram has no joints: [^\n]*ngram or word-finder\n\Z")

    def test_files_that_are_something_else(self):
        pieces = self.folder / "a.pieces"
        self.do("words", self.text, "--joints", self.joints, "--pieces", "-o", pieces)
        words = ["words", self.text]
        for pattern, *args in [
            ("a.txt: is no joints file; ciku weigh makes them", *words, "--joints", self.text),
            ("counts of n-grams, not joints; ciku weigh makes", *words, "--joints", self.counts),
            ("counts of pieces, not joints; ciku weigh makes", *words, "--joints", pieces),
            ("joints, not the counts of n-grams; they go with", *words, "--counts", self.joints),
            ("joints, not the counts of pieces; they go with", "words", "--from-pieces", self.joints),
            ("joints, not the counts of n-grams", "weigh", self.joints, *self.out),
            ("counts of pieces, not of n-grams", "weigh", pieces, *self.out),
            ("a.txt: is no counts file", "weigh", self.text, *self.out),
            ("a.joints: holds joints, which cannot be added up", "merge", self.joints, *self.out),
            ("a.joints: holds joints, which cannot be", "merge", self.joints, self.counts, *self.out),
            ("a.joints: holds joints, which are no counts", "count", "--dump", self.joints),
            ("none", *words, "--joints", self.folder / "none"),
        ]:
            with self.subTest(args=args):
                self.assert_fails(1, pattern, *args)
        bin = self.merge("bin", self.counts, "--bin", "1/2")
        self.assert_fails(1, "bin: is only bin 1 of 2", "weigh", bin, *self.out)

    def test_damaged_joints(self):
        data = self.joints.read_bytes()
        dice = random.Random(4)
        for at in [*range(0, 8), *(dice.randrange(len(data)) for _ in range(60))]:
            damaged = bytearray(data)
            damaged[at] ^= 1 << dice.randrange(8)
            damaged = self.write("damaged", bytes(damaged))
            self.assert_fails(1, "damaged: (is no joints file|is of version|damaged)", "words", self.text,
                              "--joints", damaged)  # fmt: skip
        for size in {0, 3, 8, 40, len(data) // 2, len(data) - 1}:
            cut = self.write("cut", data[:size])
            self.assert_fails(1, "cut: ", "words", self.text, "--joints", cut)

    def test_used_wrongly(self):
        for args in [
            ["weigh", self.counts],
            ["weigh", *self.out],
            ["weigh", self.counts, self.counts, *self.out],
            ["weigh", self.counts, *self.out, "--memory", "1K"],
            ["weigh", self.counts, "-o", self.counts],
            ["weigh", self.counts, *self.out, "--method", "ngram", "--order", "3", "--thresholds", "0,1"],
            ["weigh", self.counts, *self.out, "--method", "ngram", "--order", "5"],
            ["words", "--joints", self.joints],
            ["words", self.text, "--joints", self.joints, "--counts", self.counts],
            ["words", "--joints", self.joints, "--from-pieces", self.joints],
            ["words", self.text, "--joints", self.joints, "--pieces"],
            ["words", self.text, "--joints", self.joints, "-o", self.joints],
        ]:
            with self.subTest(args=args):
                self.assert_fails(2, "ciku: ", *args)


if __name__ == "__main__":
    unittest.main()
