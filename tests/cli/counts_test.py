"""Files of counts: counting in parts, adding up, weighing again, and what is refused."""

import math
import random
import resource
import subprocess
import unittest
from collections import Counter

import random_text
from counts_case import METHODS, CountsCase
from driver import (
    ALPHABETS,
    assert_same,
    command_line,
    few,
    flags,
    pair_cut,
    read_report,
    run,
    seeds,
    unless_sanitized,
    zstd,
)


class PartsTest(CountsCase):
    def test_parts_give_what_the_whole_gives(self):
        """A separate process counts each part, and later cuts it."""
        for seed in seeds(4):
            dice = random.Random(seed)
            alphabet = dice.choice(ALPHABETS)
            order = dice.choice([4, 4, 5, 7])
            options = ["--alphabet", alphabet]
            options += dice.choice([[], ["--normalize", "nfkc"], ["--normalize", "nfkc", "--lower"]])
            with self.subTest(seed=seed, alphabet=alphabet, order=order):
                parts = self.parts(dice, 200_000, 5)
                counted = [*options, "--order", order]
                whole = self.count("whole", *parts, *counted).read_bytes()
                shares = [parts[:2], parts[2:3], parts[3:]]
                dice.shuffle(shares)
                counts = [
                    self.count(f"{i}.counts", *share, *counted, "--memory", dice.choice(["48M", "1G"]))
                    for i, share in enumerate(shares)
                ]
                merged = self.merge("merged", *counts, "--memory", dice.choice(["1M", "1G"]))
                assert_same(self, merged.read_bytes(), whole, "merged")
                for method in METHODS:
                    expected = self.mine(*parts, *options, *flags(method))
                    seen = self.words(*parts, "--counts", merged, *flags(method))
                    assert_same(self, seen, expected, method)
                    seen = self.words(*parts, "--counts", merged, *flags(method), "--stats")
                    measured = self.mine(*parts, *options, *flags(method), "--stats")
                    assert_same(self, seen, measured, f"statistics {method}")
                    pieces = []
                    for i, share in enumerate(shares):
                        pieces.append(self.folder / f"{i}.pieces")
                        self.do("words", *share, "--counts", merged, "--pieces", *flags(method),
                                "-o", pieces[-1])  # fmt: skip
                    dice.shuffle(pieces)
                    all_pieces = self.merge("all.pieces", *pieces)
                    seen = self.words("--from-pieces", all_pieces)
                    assert_same(self, seen, expected, f"pieces {method}")
                    if method.get("method") == "word-finder":
                        continue
                    seen = self.words("--from-pieces", all_pieces, "--min-count", 9, "--top", 50)
                    fewer = [line for line in expected.splitlines(True) if int(line.split()[1]) > 8]
                    assert_same(self, seen, b"".join(fewer[:50]), f"fewer pieces {method}")

    def test_the_same_bytes_whatever_the_run(self):
        dice = random.Random(2)
        data = random_text.crowded(dice, 200_000, 200_000)
        path = self.write("parts/text", data)
        expected = self.count("expected", path).read_bytes()
        least = self.least_memory("count", path, "-o", self.folder / "x", "--threads", 2)
        for args in few((["--threads", 1], ["--threads", 3], ["--memory", least, "--threads", 2])):
            report = self.folder / "report"
            seen = self.count("seen", path, *args, "--report", report)
            assert_same(self, seen.read_bytes(), expected, args)
            self.assertEqual(b'"spilled_bytes": 0' in report.read_bytes(), least not in args)
        # Compression changes the recorded inputs, but no counts.
        packed = self.write("parts/text.zst", zstd(data))
        seen = run("count", "--dump", self.count("packed", packed)).output
        assert_same(self, seen, run("count", "--dump", self.folder / "expected").output, "packed")

    def test_counts_of_a_higher_order(self):
        path = self.parts(random.Random(3), 60_000, 1)[0]
        counts = self.count("counts", path, "--order", 6)
        for method in METHODS:
            assert_same(self, self.words(path, "--counts", counts, *flags(method)),
                        self.mine(path, *flags(method)), method)  # fmt: skip
        # Without --order, the method takes the order of the counts.
        method = ["--method", "ngram", "--min-count", 2]
        assert_same(self, self.words(path, "--counts", counts, *method),
                    self.mine(path, *method, "--order", 6), "order 6")  # fmt: skip


class DumpTest(CountsCase):
    def test_dump(self):
        for seed in seeds(6):
            dice = random.Random(seed)
            alphabet = dice.choice(ALPHABETS)
            order = dice.randint(1, 8)
            path = self.write("text", random_text.text(dice, 20_000))
            with self.subTest(seed=seed, alphabet=alphabet, order=order):
                counts = self.count("counts", path, "--alphabet", alphabet, "--order", order)
                ngrams = Counter()
                for record in pair_cut.read_records([path]):
                    for text in pair_cut.run_pattern(alphabet).findall(record):
                        for length in range(1, order + 1):
                            for start in range(len(text) - length + 1):
                                ngrams[text[start : start + length]] += 1
                expected = "".join(
                    f"{ngram}\t{count}\n"
                    for ngram, count in sorted(ngrams.items(), key=lambda e: (len(e[0]), e[0]))
                )
                seen = run("count", "--dump", counts)
                self.assertEqual(seen.status, 0, seen)
                assert_same(self, seen.output, expected.encode(), "dump")
                to_file = self.folder / "dump.tsv"
                self.assertEqual(run("count", "--dump", counts, "-o", to_file).output, b"")
                self.assertEqual(to_file.read_bytes(), seen.output)

    def test_dump_of_pieces(self):
        path = self.write("text", "词典，词典，词典，典词典词\n")
        counts = self.count("counts", path)
        self.do("words", path, "--counts", counts, "--pieces", "--min-count", 3, "--min-pmi", -1,
                "-o", self.folder / "pieces")  # fmt: skip
        seen = run("count", "--dump", self.folder / "pieces").output.decode()
        self.assertEqual(seen, "典\t1\n词\t1\n词典\t4\n")


class BinsTest(CountsCase):
    """Merging is divided by keys."""

    def bins(self, name, files, count, *args):
        return [
            self.merge(f"{name}.{bin}", *files, "--bin", f"{bin}/{count}", *args)
            for bin in range(1, count + 1)
        ]

    def test_bins_give_what_one_merge_gives(self):
        for seed in seeds(3):
            dice = random.Random(seed)
            parts = self.parts(dice, 100_000, 4)
            with self.subTest(seed=seed):
                counts = [self.count(f"{i}.counts", part) for i, part in enumerate(parts)]
                whole = self.merge("whole", *counts)
                number = dice.choice([1, 2, 5, 40])
                bins = self.bins("bin", counts, number, "--memory", dice.choice(["4M", "1G"]))
                dice.shuffle(bins)
                merged = self.merge("merged", *bins)
                assert_same(self, merged.read_bytes(), whole.read_bytes(), f"{number} bins")
                method = flags(dice.choice(METHODS))
                pieces = []
                for i, part in enumerate(parts):
                    pieces.append(self.folder / f"{i}.pieces")
                    self.do("words", part, "--counts", merged, "--pieces", *method, "-o", pieces[-1])
                whole = self.merge("whole.pieces", *pieces)
                merged = self.merge("merged.pieces", *self.bins("pieces", pieces, number))
                assert_same(self, merged.read_bytes(), whole.read_bytes(), f"pieces {method}")

    def test_a_bin_is_of_no_other_use(self):
        paths = self.parts(random.Random(1), 20_000, 2)
        counts = [self.count(f"{i}.counts", path) for i, path in enumerate(paths)]
        bins = self.bins("bin", counts, 3)
        for path in counts:
            self.do("words", *paths, "--counts", path, "--pieces", "-o", f"{path}.pieces")
        of_pieces = self.bins("pieces", [f"{counts[0]}.pieces"], 2)
        only = "bin.2: is only bin 2 of 3; ciku merge makes one file of all bins"
        for args in (["count", "--dump", bins[1]], ["words", *paths, "--counts", bins[1]],
                     ["words", *paths, "--counts", bins[1], "--pieces", "-o", "x"]):  # fmt: skip
            self.assert_fails(1, only, *args)
        self.assert_fails(1, "is only bin 1 of 2", "words", "--from-pieces", of_pieces[0])
        out = ["-o", self.folder / "x"]
        self.assert_fails(1, "of the 3 bins of this merge, one is missing: 2", "merge", bins[0],
                          bins[2], *out)  # fmt: skip
        self.assert_fails(1, "both bin 1 of 3", "merge", *bins, bins[0], *out)
        self.assert_fails(1, "only one of the two is a bin", "merge", *bins, counts[0], *out)
        self.assert_fails(1, "what is n-grams in the one and pieces in the other", "merge", bins[0],
                          of_pieces[1], *out)  # fmt: skip
        self.assert_fails(1, "bins of different merges", "merge", *bins[:2],
                          *self.bins("one", counts[:1], 3)[2:], *out)  # fmt: skip
        for bin in "0/2", "3/2", "2", "1/", "/2", "1/2/3", "-1/2", "1/10001", "a/b", "":
            self.assert_fails(2, "--bin: '.*' is no bin such as 2/5", "merge", *counts, "--bin", bin,
                              *out)  # fmt: skip


class MinCountTest(CountsCase):
    """Counts without what is rare give the same words."""

    def test_the_same_words(self):
        for seed in seeds(3):
            dice = random.Random(seed)
            paths = self.parts(dice, 200_000, 3)
            with self.subTest(seed=seed):
                counts = [self.count(f"{i}.counts", path) for i, path in enumerate(paths)]
                whole = self.merge("whole", *counts)
                for method in METHODS:
                    if least := method.get("min_count"):
                        method = method | {"min_count": least + 2}
                    least = least + 2 if least else self.least_pair_count(whole, method)
                    cut = self.merge("cut", *counts, "--min-count", least)
                    self.assertLess(cut.stat().st_size, whole.stat().st_size)
                    expected = self.words(*paths, "--counts", whole, *flags(method))
                    seen = self.words(*paths, "--counts", cut, *flags(method))
                    assert_same(self, seen, expected, f"{method} from {least}")
                    cut = self.merge("cut", *counts, "--min-count", least + 1)
                    option = "--min-count" if "min_count" in method else "--min-proba"
                    self.assert_fails(
                        2,
                        f"cut: was merged with --min-count {least + 1} and lacks what occurs less "
                        f"often; {option} asks for what occurs {least} times: raise it, or take",
                        "words", *paths, "--counts", cut, *flags(method),
                    )  # fmt: skip

    def least_pair_count(self, counts, method):
        """Returns the least count of a pair with this probability."""
        dump = run("count", "--dump", counts).output.decode().splitlines()
        pairs = sum(int(line.split("\t")[1]) for line in dump if line.index("\t") == 2)
        probable = (n for n in range(1, pairs)
                    if math.log(n) - math.log(pairs) > math.log(method["min_proba"]))  # fmt: skip
        return next(probable)

    def test_unigram(self):
        """What occurs once adds nothing to the entropy of its neighbours. What occurs twice does."""
        text = b"".join(path.read_bytes() for path in self.parts(random.Random(5), 100_000, 1))
        path = self.write("text", text)
        count = ["--order", 9, "--rules", "units"]
        whole = self.count("whole", path, *count)
        cut = self.merge("cut", whole, "--min-count", 2)
        self.assertLess(cut.stat().st_size, whole.stat().st_size)
        for method in ([], ["--seed-count", 3], ["--seed-entropy", "0,0,0,0,0,0,0"], ["--order", 3],
                       ["--stats"], ["--sort", "score"]):  # fmt: skip
            args = ["--method", "unigram", *method]
            expected = self.words(path, "--counts", whole, *args)
            assert_same(self, self.words(path, "--counts", cut, *args), expected, method)
        self.assert_fails(2, "lacks what occurs less often; --seed-count asks for what occurs 1 times",
                          "words", path, "--counts", cut, "--method", "unigram",
                          "--seed-count", 1)  # fmt: skip
        cut = self.merge("cut", whole, "--min-count", 3)
        self.assert_fails(2, "lacks rare neighbours of words, which --method unigram needs",
                          "words", path, "--counts", cut, "--method", "unigram",
                          "--seed-count", 9)  # fmt: skip

    def test_pieces(self):
        path = self.parts(random.Random(6), 200_000, 1)[0]
        counts = self.count("counts", path)
        added = self.write("added.tsv", "词典\t5\n")
        for method, option, other in [
            (["--method", "pair-cut", "--min-count", 1], ["--min-count", 6], ["--min-count", 5]),
            (["--method", "word-finder", "--min-proba", 2e-6], ["--min-proba", 1e-3],
             ["--min-proba", 1e-4]),
        ]:  # fmt: skip
            self.do("words", path, "--counts", counts, "--pieces", *method, "-o",
                    self.folder / "pieces")  # fmt: skip
            cut = self.merge("cut", self.folder / "pieces", "--min-count", 6)
            expected = self.words("--from-pieces", self.folder / "pieces", *option)
            assert_same(self, self.words("--from-pieces", cut, *option), expected, method)
            self.assertNotEqual(expected, b"")
            self.assert_fails(2, f"lacks what occurs less often; {other[0]} asks for", "words",
                              "--from-pieces", cut, *other)  # fmt: skip
            self.assert_fails(2, "lacks what occurs less often; --add-counts asks for", "words",
                              "--from-pieces", cut, *option, "--add-counts", added)  # fmt: skip

    def test_counts_that_lack_something_are_not_merged(self):
        paths = self.parts(random.Random(7), 20_000, 2)
        a, b = (self.count(f"{i}.counts", path) for i, path in enumerate(paths))
        cut = self.merge("cut", a, "--min-count", 4)
        out = ["-o", self.folder / "x"]
        self.assert_fails(1, "cut: was merged with --min-count 4: it lacks counts and cannot be "
                             "added to others", "merge", b, cut, *out)  # fmt: skip
        self.assert_fails(1, "--min-count 3 cannot undo", "merge", cut, "--min-count", 3, *out)
        self.assertEqual(self.merge("more", cut, "--min-count", 6).read_bytes(),
                         self.merge("once", a, "--min-count", 6).read_bytes())  # fmt: skip


class ManyFilesTest(CountsCase):
    @unless_sanitized
    def test_more_files_than_may_be_open(self):
        """They are added up in rounds, within the memory, with what is spilled where it should be."""
        dice = random.Random(8)
        paths = self.parts(dice, 200_000, 300)
        counts = [self.count(f"{i}.counts", path, "--threads", 1) for i, path in enumerate(paths)]
        expected = self.count("expected", *paths).read_bytes()
        cut = self.merge("cut", *counts, "--min-count", 3).read_bytes()
        report = self.folder / "report"

        def merge(*args, files=64):
            """With few open files, and with no other place for temporary files."""
            limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
            result = run("merge", *args, "-o", self.folder / "sum", "--quiet", "--temp-dir",
                         self.temp, "--report", report, env={"TMPDIR": "/nowhere"},
                         preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE,
                                                               (files, limit)))  # fmt: skip
            self.assertEqual(result.status, 0, result)
            return (self.folder / "sum").read_bytes()

        for args in (["--threads", 1], ["--threads", 8], ["--memory", "16M"]):
            assert_same(self, merge(*counts, *args), expected, args)
            results = read_report(report)["results"]
            self.assertGreater(results["peak_temporary_bytes"], 0)
            assert_same(self, merge(*counts, *args, "--min-count", 3), cut, f"cut {args}")
        bins = [self.write(f"bin.{i}", merge(*counts, "--bin", f"{i}/80")) for i in range(1, 81)]
        assert_same(self, merge(*bins, "--memory", "16M"), expected, "bins")
        assert_same(self, merge(*bins, "--min-count", 3), cut, "bins, cut")
        self.assertEqual(list(self.temp.iterdir()), [])


class RefusalTest(CountsCase):
    def setUp(self):
        super().setUp()
        self.a = self.write("a.txt", "词典，词典\n" * 5)
        self.b = self.write("b.txt", "我们，我们\n" * 5)
        self.counts = self.count("a.counts", self.a)

    def merge_fails(self, pattern, *others):
        self.assert_fails(1, pattern, "merge", self.counts, *others, "-o", self.folder / "sum")

    def test_counts_that_do_not_belong_together(self):
        for args, pattern in [
            (["--alphabet", "han"], "a.counts and .*b.counts cannot be added up: --alphabet is "
                                    "basic in the one and han in the other"),
            (["--lower"], "cannot be added up: --lower is false in the one and true in the other"),
            (["--order", 5], "cannot be added up: --order is 4 in the one and 5 in the other"),
            (["--rules", "units"], "--rules is not given in the one and units in the other"),
        ]:  # fmt: skip
            self.merge_fails(pattern, self.count("b.counts", self.b, *args))

    def test_the_same_input_twice(self):
        self.merge_fails("both hold the counts of a.txt: it would be counted twice", self.counts)
        both = self.count("both.counts", self.b, self.a)
        self.merge_fails("a.counts and .*both.counts both hold the counts of a.txt", both)
        third = self.count("b.counts", self.b)
        self.assert_fails(1, "both.counts and .*b.counts both hold the counts of b.txt",
                          "merge", both, third, "-o", self.folder / "sum")  # fmt: skip

    def test_pieces_of_other_thresholds(self):
        for name, path, *args in [("a", self.a), ("b", self.b, "--min-pmi", "1"),
                                  ("c", self.b, "--method", "ngram")]:  # fmt: skip
            self.do("words", path, "--counts", self.counts, "--pieces", *args, "-o",
                    self.folder / f"{name}.pieces")  # fmt: skip
        for name, pattern in [("b", "--min-pmi is 0.0 in the one and 1.0 in"), ("c", "--method")]:
            self.assert_fails(1, pattern, "merge", self.folder / "a.pieces",
                              self.folder / f"{name}.pieces", "-o", self.folder / "s")  # fmt: skip
        self.merge_fails("what is n-grams in the one and pieces in", self.folder / "a.pieces")
        other = self.count("b.counts", self.b)
        self.do("words", self.b, "--counts", other, "--pieces", "-o", self.folder / "d.pieces")
        self.assert_fails(1, "the counts that they were cut by is", "merge",
                          self.folder / "a.pieces", self.folder / "d.pieces", "-o",
                          self.folder / "s")  # fmt: skip

    def test_files_that_are_something_else(self):
        pieces = self.folder / "a.pieces"
        self.do("words", self.a, "--counts", self.counts, "--pieces", "-o", pieces)
        self.merge_fails("a.txt: is no counts file", self.a)
        self.merge_fails("none", self.folder / "none")
        self.assert_fails(1, "a.txt: is no counts file", "words", self.a, "--counts", self.a)
        self.assert_fails(1, "pieces, not of n-grams", "words", self.a, "--counts", pieces)
        self.assert_fails(1, "n-grams, not of pieces", "words", "--from-pieces", self.counts)
        self.assert_fails(1, "is no counts file", "count", "--dump", self.a)

    def test_another_version(self):
        data = bytearray(self.counts.read_bytes())
        data[7] = 9
        newer = self.write("newer.counts", bytes(data))
        self.merge_fails("newer.counts: is of version 9, and this program reads version 2", newer)

    def test_damaged_counts(self):
        data = self.counts.read_bytes()
        dice = random.Random(4)
        for at in [*range(0, 40), *(dice.randrange(len(data)) for _ in range(60))]:
            damaged = bytearray(data)
            damaged[at] ^= 1 << dice.randrange(8)
            damaged = self.write("damaged", bytes(damaged))
            for args in (["merge", damaged, "-o", self.folder / "x"],
                         ["words", self.a, "--counts", damaged]):  # fmt: skip
                result = run(*args, "--quiet")
                self.assertEqual(result.status, 1, f"byte {at}: {result}")
                self.assertRegex(result.errors, r"\Aciku: .*damaged[^\n]*\n\Z", f"byte {at}")
        for size in {0, 3, 8, 40, len(data) // 2, len(data) - 1}:
            self.merge_fails("cut", self.write("cut", data[:size]))

    def test_orders_that_are_too_low(self):
        one = self.count("one.counts", self.a, "--order", 1)
        self.assert_fails(2, "holds no pairs, but only order 1", "words", self.a, "--counts", one)
        two = self.count("two.counts", self.a, "--order", 2)
        self.assert_fails(2, "n-grams up to order 2, too short for --order 3", "words", self.a,
                          "--counts", two, "--method", "ngram", "--order", 3)  # fmt: skip
        self.assert_fails(2, "4 thresholds do not fit order 2", "words", self.a, "--counts", two,
                          "--method", "ngram", "--thresholds", "0,2,4,6")  # fmt: skip

    def test_used_wrongly(self):
        out = self.folder / "x"
        for args in [
            ["count", self.a],
            ["count", self.a, "--order", "0", "-o", out],
            ["count", self.a, "--order", "10", "-o", out],
            ["count", "--dump", self.counts, self.counts],
            ["count", "--dump", self.counts, "--order", "2"],
            ["merge", self.counts],
            ["merge", "-o", out],
            ["merge", self.counts, "-o", out, "--memory", "1K"],
            ["words", self.a],
            ["words", "--counts", self.counts],
            ["words", self.a, "--from-pieces", self.counts],
            ["words", self.a, "--counts", self.counts, "--pieces"],
            ["words", self.a, "--counts", self.counts, "--pieces", "--top", "3", "-o", out],
            ["words", "--from-pieces", self.counts, "--min-pmi", "1"],
        ]:
            with self.subTest(args=args):
                self.assert_fails(2, "ciku: ", *args)

    def test_inputs_that_were_not_counted(self):
        result = run("words", self.a, self.b, "--counts", self.counts, "--quiet", "--min-count", 3)
        self.assertEqual(result.status, 0, result)
        self.assertIn("has not counted 1 of the 2 inputs", result.errors)

    def test_a_pipe_is_an_input(self):
        counts = self.folder / "pipe.counts"
        subprocess.run(command_line("count", "-", "--quiet", "-o", counts), check=True,
                       input=self.a.read_bytes(), timeout=60)  # fmt: skip
        seen = run("count", "--dump", counts).output
        self.assertEqual(seen, run("count", "--dump", self.counts).output)


if __name__ == "__main__":
    unittest.main()
