"""The lexicon is the same, byte for byte, for all threads, budgets, packings and file orders."""

import bz2
import gzip
import lzma
import random
import tempfile
import unittest
from pathlib import Path

import random_text
from driver import CliTest, assert_same, few, flags, oracle, pieces_of, unless_sanitized, zstd


class BudgetTest(CliTest):
    """Different numbers of threads and memory budgets."""

    OPTIONS = {"min_count": 2, "min_pmi": -3}
    SPILLING = 2  # how many passes spill, at least, with the least budget

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="ciku-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.path = Path(folder.name) / "crowded"
        cls.path.write_bytes(random_text.crowded(random.Random(1), 500_000, 500_000))
        cls.expected, cls.results = oracle(cls.path, **cls.OPTIONS)

    def check(self, inputs, *more):
        """Checks the lexicon of a run, and returns its report."""
        output, report = self.mine_report(*inputs, *flags(self.OPTIONS), *more)
        assert_same(self, output, self.expected, f"{more}")
        seen = {name: report["results"][name] for name in self.results}
        self.assertEqual(seen, self.results, more)
        return report

    def test_threads_and_budgets(self):
        for threads in few((1, 2, 4)):
            least = int(self.least_memory("mine", self.path, "--threads", threads,
                                          *flags(self.OPTIONS))[:-1])  # fmt: skip
            for memory in (least, least + 3, 1000):
                report = self.check([self.path], "--threads", threads, "--memory", f"{memory}M")
                spilled = [row.get("spilled_bytes", 0) for row in report["passes"]]
                if memory == least:
                    # Both counters spill, and each more than once: the spilled data is larger than
                    # a single spill, which is smaller than the budget.
                    passes = sum(1 for size in spilled if size > 0)
                    self.assertGreaterEqual(passes, self.SPILLING, report)
                    self.assertGreater(sum(spilled), 2_000_000, report)
                elif memory == 1000:
                    self.assertEqual(sum(spilled), 0, report)

    @unless_sanitized
    def test_the_least_budget_is_the_least(self):
        for threads in (1, 2):
            arguments = ["mine", self.path, "--threads", threads, *flags(self.OPTIONS)]
            least = int(self.least_memory(*arguments)[:-1])
            arguments += ["--memory", f"{least - 1}M"]
            self.assert_fails(2, f"the least that would do is {least}M$", *arguments)

    def test_packed_within_the_least_budget(self):
        for frame_size in few(("4K", "2M")):
            shards = self.folder / f"shards-{frame_size}"
            self.pack(self.path, "-o", shards, "--frame-size", frame_size, "--shard-size", "1M")
            for threads in few((1, 4)):
                where = [shards, "--threads", threads]
                memory = self.least_memory("mine", *where, *flags(self.OPTIONS))
                report = self.check(where, "--memory", memory)
                self.assertGreater(report["results"]["spilled_bytes"], 0)


class NgramBudgetTest(BudgetTest):
    OPTIONS = {"method": "ngram", "min_count": 2, "order": 3, "thresholds": "0,2,4"}
    SPILLING = 1


@unless_sanitized
class FoldedBudgetTest(BudgetTest):
    OPTIONS = {**BudgetTest.OPTIONS, "normalize": "nfkc", "lower": True}
    test_packed_within_the_least_budget = None  # would show nothing more


class StatisticsBudgetTest(CliTest):
    """Different threads, memory budgets, packings and orders of files, with statistics."""

    OPTIONS = [*flags({"min_count": 6, "min_pmi": -3}), "--stats", "--sort", "entropy"]

    def setUp(self):
        super().setUp()
        self.path = self.write("crowded", random_text.crowded(random.Random(1), 600_000, 900_000))
        self.expected = self.mine(self.path, *self.OPTIONS, "--threads", 1, "--memory", "1000M")
        self.assertGreater(len(self.expected.splitlines()), 1000)

    def check(self, *args, **kwargs):
        output, report = self.mine_report(*args, *self.OPTIONS, **kwargs)
        assert_same(self, output, self.expected, f"{args}")
        return sum(row["spilled_bytes"] for row in report["passes"]
                   if row["name"] == "measure words")  # fmt: skip

    def test_threads_and_budgets(self):
        for threads in few((1, 2, 4)):
            where = [self.path, "--threads", threads]
            least = int(self.least_memory("mine", *where)[:-1])
            # Measuring words needs more memory than the least budget without statistics.
            self.assertGreater(self.check(*where, "--memory", f"{least + 12}M"), 0)
            self.assertEqual(self.check(*where, "--memory", "1000M"), 0)

    @unless_sanitized
    def test_packed_and_divided(self):
        shards = self.folder / "shards"
        self.pack(self.path, "-o", shards, "--frame-size", "4K", "--shard-size", "100K")
        for threads in few((1, 4)):
            self.check(shards, "--threads", threads)
        lines = self.path.read_bytes().splitlines(keepends=True)
        half = len(lines) // 2
        a = self.write("a.gz", gzip.compress(b"".join(lines[:half])))
        b = self.write("b.xz", lzma.compress(b"".join(lines[half:])))
        self.check(b, a, "--threads", 2)
        self.check("-", a, "--threads", 2, stdin=b"".join(lines[half:]))


class FormTest(CliTest):
    """The same records in different files."""

    OPTIONS = {"min_count": 2, "min_pmi": 0.5, "alphabet": "letters"}
    VOCABULARY = staticmethod(random_text.vocabulary)

    def setUp(self):
        super().setUp()
        self.rng = random.Random(2)
        words = self.VOCABULARY(self.rng, 400)
        text = random_text.text(self.rng, 400_000, words=words, invalid=0.001, separators=0.05)
        self.data = text.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n") + b"\n"
        self.expected, _ = oracle(self.write("text", self.data), **self.OPTIONS)
        self.assertGreater(len(self.expected), 10_000)

    def check(self, context, *inputs, threads=(1, 2, 4), **kwargs):
        for n in few(threads):
            seen = self.mine(*inputs, *flags(self.OPTIONS), "--threads", n, **kwargs)
            assert_same(self, seen, self.expected, f"{context}, {n} threads")

    def test_plain_and_standard_input(self):
        self.check("plain", self.folder / "text")
        self.check("pipe", "-", stdin=self.data)
        with open(self.folder / "text", "rb") as file:
            self.check("file as standard input", "-", stdin=file, threads=[2])

    def test_packed(self):
        for frame_size in few(("4K", "5000", "1M")):
            shards = self.folder / frame_size
            self.pack(self.folder / "text", "-o", shards, "--frame-size", frame_size)
            self.check(f"frames of {frame_size}", shards, threads=[1, 4])
        for shard_size in few(("4K", "70K")):
            shards = self.folder / f"shards-{shard_size}"
            self.pack(self.folder / "text", "-o", shards, "--frame-size", "4K",
                      "--shard-size", shard_size)  # fmt: skip
            self.check(f"shards of {shard_size}", shards, threads=[4])

    def test_compressed_in_many_parts(self):
        # Parts end at a line end only by accident.
        for name, compress in [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress),
                               ("zst", zstd)]:  # fmt: skip
            for count in few((1, 23)):
                parts = [compress(part) for part in pieces_of(self.data, self.rng, count)]
                path = self.write(f"text.{name}", b"".join(parts))
                self.check(f"{count} parts of {name}", path, threads=[1, 4])
                self.check(f"{count} parts of {name} piped", "-", threads=[2],
                           stdin=path.read_bytes())  # fmt: skip

    def test_split_into_files_in_any_order(self):
        lines = self.data.split(b"\n")[:-1]
        cuts = sorted(self.rng.sample(range(len(lines)), 9))
        parts = [lines[a:b] for a, b in zip([0, *cuts], [*cuts, len(lines)])]
        compress = [bytes, gzip.compress, lzma.compress, bz2.compress, zstd]
        files = [self.write(f"parts/{i}", compress[i % 5](b"".join(x + b"\n" for x in part)))
                 for i, part in enumerate(parts)]  # fmt: skip
        for threads in few((1, 2, 4)):
            self.rng.shuffle(files)
            self.check("parts", *files, threads=[threads])
        self.check("folder", self.folder / "parts")
        self.check("files and standard input", *files[1:], "-", stdin=files[0].read_bytes(),
                   threads=[2])  # fmt: skip

    def test_again_and_again(self):
        # Threads run in a different order every time.
        for _ in range(5):
            self.check("again", self.folder / "text", threads=[4])


@unless_sanitized
class FoldedFormTest(FormTest):
    OPTIONS = {**FormTest.OPTIONS, "normalize": "nfkc", "lower": True}
    VOCABULARY = staticmethod(random_text.folded_vocabulary)
    test_again_and_again = test_plain_and_standard_input = None  # would show nothing more


if __name__ == "__main__":
    unittest.main()
