"""Memory stays below --memory plus a fixed overhead, even for text that is made to exceed it."""

import json
import random
import resource
import unittest

from driver import SANITIZED, CliTest, run

MIB = 1 << 20
OVERHEAD = 64 * MIB


def distinct_pairs(dice, count):
    """Returns text in which hardly any pair of neighbours occurs twice."""
    symbols = [chr(c) for c in range(0x4E00, 0x9FA6)]
    return "".join(dice.choices(symbols, k=count))


def every_symbol(dice):
    """Returns all characters of Unicode, in random order."""
    everything = [chr(c) for c in range(0x20, 0x110000) if not 0xD800 <= c < 0xE000]
    dice.shuffle(everything)
    return "".join(everything)


def shapes(dice):
    """Returns texts by name, each with the options for which it takes most memory."""
    everything = every_symbol(dice)
    word = "".join(dice.choices("中国人民共和大学生活动物", k=1_000_003))
    distinct = distinct_pairs(dice, 4_000_000)
    all_strong = ["--min-pmi", "-99", "--min-count", "1"]
    measured = ["--stats", "--min-count", "2"]
    # The strong pairs, or the longest words, have to fit in a share of the budget.
    roomy = [*all_strong, "--memory", "96M"]
    ngram = ["--method", "ngram", "--min-count", "2", "--thresholds", "0,99,99,99"]
    longest = [*ngram[:-1], ",".join(["0"] + ["99"] * 7), "--order", "8"]
    return {
        "every symbol there is, in any order": (everything * 2, ["--alphabet", "any"]),
        "one symbol, repeated": ("中" * 5_000_000, ["--min-count", "1"]),
        "one symbol, line after line": ("中\n" * 3_000_000, []),
        "words of a million symbols": ((word + "\n") * 4 + word + "，" + word, all_strong),
        "words at the greatest length": ("".join(
            "".join(dice.choices("天地玄黄宇宙洪荒", k=65_536 + i % 2)) + "\n" for i in range(40)
        ), roomy),
        "words at the greatest length, measured": ("".join(
            "".join(dice.choices("天地玄黄宇宙洪荒", k=65_536)) + "\n" for _ in range(8)
        ), [*all_strong, "--stats", "--memory", "200M"]),
        "an endless line of long words, measured": (
            "".join(dice.choices(["日月盈昃" * 30, "辰宿列张" * 300, "寒来暑往"], k=6000)),
            [*all_strong[:2], *measured, "--memory", "64M"],
        ),
        "every neighbour distinct, measured": (
            distinct, ["--stats", "--memory", "64M"]
        ),
        "every piece distinct, measured": ("\n".join(
            "".join(dice.choices("日月盈昃辰宿列张寒来暑往秋收冬藏", k=dice.randrange(3, 12)))
            for _ in range(100_000)
        ), [*all_strong, "--stats", "--memory", "200M"]),
        "every pair distinct": (distinct, []),
        "every pair distinct and strong": (distinct_pairs(dice, 60_000), roomy),
        "every piece distinct": ("\n".join(
            "".join(dice.choices("日月盈昃辰宿列张寒来暑往秋收冬藏", k=dice.randrange(3, 40)))
            for _ in range(300_000)
        ), all_strong),
        "every n-gram distinct": (distinct, ngram),
        "n-grams of one symbol": ("中" * 5_000_000, ngram),
        "n-grams of every symbol there is": (
            everything * 2, [*longest, "--alphabet", "any"]
        ),
        "folded to eleven times as much": ("\ufdfa" * 60_000 + "\n" + "\ufdfaa\n" * 200_000,
                                           ["--alphabet", "any", "--normalize", "nfkc"]),
        "marks upon marks": (("e" + "\u0301\u0323" * 200_000 + "\n") * 20,
                             ["--alphabet", "any", "--normalize", "nfkc"]),
        "most n-grams frequent": (
            "".join(dice.choices("日月盈昃", k=3_000_000)), longest
        ),
    }  # fmt: skip


@unittest.skipIf(SANITIZED, "a sanitizer takes memory of its own")
class MemoryTest(CliTest):
    def check(self, *args, command="mine", output="lexicon", threads=(1, 4)):
        """Checks that the peak is below the budget plus the overhead. The budget is the least that
        the program accepts, unless the options name one."""
        args = [command, *args, "--temp-dir", self.temp, "-o", self.folder / output, "--quiet"]
        for count in threads:
            line = [*args, "--threads", str(count)]
            if "--memory" in line:
                budget = line[line.index("--memory") + 1]
            else:
                budget = self.least_memory(*line)
                line += ["--memory", budget]
            result = run(*line, "--report", self.folder / "report.json")
            self.assertEqual(result.status, 0, result)
            peak = self.peak()
            self.assertLess(peak, int(budget[:-1]) * MIB + OVERHEAD, f"{count} threads, {budget}")

    def peak(self):
        return json.loads((self.folder / "report.json").read_text())["peak_memory"]

    def test_hostile_texts(self):
        for name, (text, options) in shapes(random.Random(11)).items():
            with self.subTest(name):
                self.check(self.write("text.txt", text), *options, threads=[4])

    def test_counts(self):
        """Files of counts with a section for every character of Unicode."""
        path = self.write("text.txt", every_symbol(random.Random(12)))
        alphabet = ["--alphabet", "any"]
        counts = self.folder / "counts"
        self.check(path, *alphabet, "--order", "5", command="count", output="counts")
        self.check(counts, command="merge", output="sum")
        self.check(counts, "--min-count", 2, command="merge", output="cut")
        for bin in "1/2", "2/2":
            self.check(counts, "--bin", bin, command="merge", output=f"bin.{bin[0]}")
        self.check(*self.folder.glob("bin.*"), command="merge", output="sum")
        self.check(counts, command="weigh", output="joints")
        self.check(path, "--joints", self.folder / "joints", "--pieces", command="words", output="pieces")
        self.check(path, "--counts", counts, "--pieces", command="words", output="pieces")

    def test_tokens(self):
        lexicon = self.write("lexicon", "词库\t3\n")
        for text in ("词库" * 1_000_000, "词 " * 700_000, "词\n" * 700_000, "\x1a，" * 300_000):
            path = self.write("text.txt", text)
            for form in ("text", "jsonl"):
                self.check(path, "--lexicon", lexicon, "--format", form, command="tokenize",
                           output="tokens")  # fmt: skip

    def test_ten_thousand_tiny_files(self):
        for i in range(10_000):
            self.write(f"many/{i % 100}/{i}", f"第{i}个文件\n")
        self.check(self.folder / "many", "--min-count", "1")

    def test_a_hard_limit(self):
        """The whole address space is limited, and not only the resident memory."""
        dice = random.Random(5)
        for text in (distinct_pairs(dice, 4_000_000), "中国人民\n" * 10**6):
            path = self.write("text.txt", text)
            # In addition to the budget: the program and its libraries, stacks, the mapped input.
            limit = (64 + 320) * MIB + path.stat().st_size
            result = run("mine", path, "--memory", "64M", "--threads", "2", "--quiet", "-o",
                         self.folder / "lexicon", "--temp-dir", self.temp,
                         preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))  # fmt: skip
            self.assertEqual(result.status, 0, result)


if __name__ == "__main__":
    unittest.main()
