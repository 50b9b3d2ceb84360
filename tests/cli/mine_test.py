"""`ciku mine` on cases that are small enough to work out by hand, and its messages and help."""

import json
import math
import os
import pty
import subprocess
import unittest

from driver import TIMEOUT, CliTest, command_line, flags, run

class PairCutTest(CliTest):
    def check(self, text, expected, **options):
        path = self.write("text", text)
        seen = self.mine(path, *flags({"min_count": 1, **options}))
        self.assertEqual(seen.decode(), "".join(f"{word}\t{n}\n" for word, n in expected))

    def test_cut_at_weak_joint(self):
        # Runs: 中国 x3, 国中. n(中) = n(国) = 4; n(中国) = 3, n(国中) = 1; N = 4.
        # ratio(中国) = 4*3 / (4*4) = 0.75, ratio(国中) = 4*1 / 16 = 0.25.
        text = "中国，中国，中国\n国中"
        self.check(text, [("中", 4), ("国", 4)])  # at 0 both are weak
        self.check(text, [("中国", 3), ("中", 1), ("国", 1)], min_pmi=-1)
        self.check(text, [("中国", 3), ("国中", 1)], min_pmi=-2)

    def test_a_pmi_equal_to_the_threshold_is_strong(self):
        # n(a) = n(b) = n(ab) = N = 2: the ratio is exactly 1, and its logarithm exactly 0.
        self.check("ab ab", [("ab", 2)], min_pmi=0)
        self.check("ab ab", [("a", 2), ("b", 2)], min_pmi=5e-324)
        # N = 4: n(ab) = n(cd) = 2, the ratio is 4*2 / (2*2) = 2.
        self.check("ab cd\nab cd", [("ab", 2), ("cd", 2)], min_pmi=repr(math.log(2)))
        above = math.nextafter(math.log(2), 1)
        self.check("ab cd\nab cd", [(c, 2) for c in "abcd"], min_pmi=repr(above))

    def test_min_count_is_of_pairs_and_of_words(self):
        # abc x3, ab x1, ca x1: n(ab) = 4, n(bc) = 3, n(ca) = 1, N = 8; n(a) = 5, n(b) = 4,
        # n(c) = 4. ratios: ab 32/20, bc 24/16 strong; ca 8/20 weak.
        text = "abc abc abc ab ca"
        self.check(text, [("abc", 3), ("a", 1), ("ab", 1), ("c", 1)])
        self.check(text, [("abc", 3)], min_count=2)
        # With 4, the pair bc is too rare: ab x4, c x4, and a x1, which is too rare.
        self.check(text, [("ab", 4), ("c", 4)], min_count=4)
        # With 5, all pairs are too rare: a x5, b x4, c x4.
        self.check(text, [("a", 5)], min_count=5)
        self.check(text, [], min_count=6)

    def test_default_min_count_is_10(self):
        path = self.write("text", "ab\n" * 10 + "cd\n" * 9)
        self.assertEqual(self.mine(path), b"ab\t10\n")

    def test_smoothing(self):
        # n(ab) = n(a) = n(b) = 1, n(cd) = n(c) = n(d) = 3, N = 4. Without smoothing the ratios are
        # 4/1 and 12/9. With smoothing 1 they are 4*2 / (2*2) = 2 and 4*4 / (4*4) = 1.
        text = "ab cd cd cd"
        self.check(text, [("cd", 3), ("ab", 1)])
        self.check(text, [("c", 3), ("d", 3), ("ab", 1)], min_pmi=0.5, smoothing=1)
        self.check(text, [("c", 3), ("d", 3), ("ab", 1)], min_pmi=0.5)
        # With smoothing 3 they are 4*4 / (4*4) = 1 and 4*6 / (6*6) = 2/3, which is weak.
        self.check(text, [("c", 3), ("d", 3), ("ab", 1)], smoothing=3)

    def test_lengths_select_words_and_change_no_count(self):
        text = "abc abc de de de f"
        words = [("de", 3), ("abc", 2), ("f", 1)]
        self.check(text, words)
        self.check(text, words[:2], min_length=2)
        self.check(text, [words[0], words[2]], max_length=2)
        self.check(text, words[:1], min_length=2, max_length=2)
        self.check("词汇表 词汇表 字", [("词汇表", 2)], min_length=3, max_length=3)  # not in bytes
        self.check("𠀀𠀁 𠀀𠀁", [("𠀀𠀁", 2)], alphabet="han", max_length=2)

    def test_order_is_by_count_then_by_code_points(self):
        # By code points, U+10000 comes after U+FF5E; in UTF-16 it would come before.
        text = "b b a z ～ 𐀀 é"
        expected = [("b", 2), ("a", 1), ("z", 1), ("é", 1), ("～", 1), ("𐀀", 1)]
        self.check(text.replace(" ", "\n"), expected, alphabet="any")
        # A word comes before longer words that begin with it.
        self.check("x xy w xyz", [("w", 1), ("x", 1), ("xy", 1), ("xyz", 1)], min_pmi=-9)


class AlphabetTest(CliTest):
    def symbols(self, alphabet, text):
        """Returns the characters of `text` that are symbols."""
        path = self.write("text", "\n".join(text))
        words = self.mine(path, "--min-count", 1, "--alphabet", alphabet).decode()
        return "".join(line.rsplit("\t", 1)[0] for line in words.removesuffix("\n").split("\n"))

    TEXT = "09AZaz" + "一龥龦龿㐀𠀀〇々" + "éあア한ไ่Ⅷ½²" + "，。-_@ \u3000\u00a0😀"

    def test_basic(self):
        self.assertEqual(self.symbols("basic", self.TEXT), "09AZaz一龥")

    def test_han(self):
        self.assertEqual(self.symbols("han", self.TEXT), "09AZaz々〇㐀一龥龦龿𠀀")

    def test_letters(self):
        expected = sorted("09AZaz一龥龦龿㐀𠀀〇々éあア한ไ่Ⅷ½²")
        self.assertEqual(self.symbols("letters", self.TEXT), "".join(expected))

    def test_any(self):
        text = self.TEXT + "\0\t\v\u2028\u0085\uffff\U0010ffff"
        self.assertEqual(self.symbols("any", text), "".join(sorted(text)))

    def test_a_separator_is_a_symbol_of_another_alphabet(self):
        path = self.write("text", "a-b\n" * 3)
        self.assertEqual(self.mine(path, "--min-count", 3), b"a\t3\nb\t3\n")
        self.assertEqual(self.mine(path, "--min-count", 3, "--alphabet", "any"), b"a-b\t3\n")


class OutputTest(CliTest):
    def setUp(self):
        super().setUp()
        self.text = self.write("text", "词典 词典\n词典，字\n")
        self.expected = "词典\t3\n".encode()
        self.options = [self.text, "--min-count", "3"]

    def test_file_and_standard_output(self):
        self.assertEqual(self.mine(*self.options), self.expected)
        self.assertEqual(self.mine(*self.options, "-o", "-"), self.expected)
        output = self.folder / "lexicon.tsv"
        self.assertEqual(self.mine(*self.options, "-o", output), b"")
        self.assertEqual(output.read_bytes(), self.expected)
        self.assertEqual(self.listing(), ["lexicon.tsv", "temp", "text"])

    def test_an_old_result_is_replaced_and_a_link_followed(self):
        old = self.write("old.tsv", "something much longer than what replaces it\n" * 9)
        link = self.folder / "link.tsv"
        link.symlink_to(old)
        self.mine(*self.options, "-o", link)
        self.assertTrue(link.is_symlink())
        self.assertEqual(old.read_bytes(), self.expected)

    def test_devices_and_pipes_are_written_directly(self):
        self.assertEqual(self.mine(*self.options, "-o", "/dev/null"), b"")
        self.assertTrue(os.path.exists("/dev/null") and not os.path.isfile("/dev/null"))
        fifo = self.folder / "fifo"
        os.mkfifo(fifo)
        with subprocess.Popen(["cat", fifo], stdout=subprocess.PIPE) as reader:
            self.mine(*self.options, "-o", fifo)
            self.assertEqual(reader.communicate(timeout=TIMEOUT)[0], self.expected)

    def test_summary_on_standard_error(self):
        result = run("mine", *self.options)
        self.assertEqual((result.status, result.output), (0, self.expected))
        self.assertRegex(
            result.errors,
            r"\A2 records, 7 symbols, 1 distinct pair, 1 of them strong\n"
            r"4 pieces, 1 word\n"
            r"27 B of text in [\d.]+ s, 0 B spilled, [\d.]+ [kMG]B peak memory\n\Z",
        )

    def test_quiet_is_silent(self):
        result = run("mine", *self.options, "--quiet")
        self.assertEqual((result.status, result.errors), (0, ""))

    def test_report(self):
        _, report = self.mine_report(*self.options, "--min-pmi", "-0.5", "--threads", 2)
        self.assertEqual(report["command"], "mine")
        self.assertRegex(report["version"], r"^\d+\.\d+\.\d+$")
        wanted = {"method": "pair-cut", "min_count": 3, "min_pmi": -0.5, "smoothing": 0}
        self.assertLessEqual({**wanted, "threads": 2}.items(), report["options"].items())
        self.assertLessEqual({"normalize": "none", "lower": False}.items(),
                             report["options"].items())  # fmt: skip
        _, folded = self.mine_report(*self.options, "--normalize", "nfkc", "--lower")
        self.assertLessEqual({"normalize": "nfkc", "lower": True}.items(),
                             folded["options"].items())  # fmt: skip
        wanted = {"records": 2, "bad_records": 0, "invalid_bytes": 0, "text_bytes": 27}
        wanted |= {"symbols": 7, "distinct_pairs": 1, "strong_pairs": 1, "pieces": 4}
        wanted |= {"overlong_pieces": 0, "words": 1, "spilled_bytes": 0}
        self.assertLessEqual(wanted.items(), report["results"].items())
        names = ["open", "count pairs", "weigh pairs", "cut pieces", "rank words", "write lexicon"]
        self.assertEqual([row["name"] for row in report["passes"]], names)
        for row in report["passes"]:
            self.assertGreaterEqual(row["seconds"], 0)
            self.assertGreater(row["peak_memory"], 0)
        for sweep in (report["passes"][1], report["passes"][3]):
            self.assertEqual((sweep["input_bytes"], sweep["text_bytes"]), (27, 27))
        self.assertGreaterEqual(report["seconds"], sum(row["seconds"] for row in report["passes"]))
        self.assertGreater(report["peak_memory"], 0)

    def test_empty_corpora_give_an_empty_lexicon_and_a_warning(self):
        for name, data in [("empty", ""), ("ends", "\n\n\r\n"), ("signs", "，。！\n"),
                           ("mark", "\ufeff"), ("empty.jsonl", "")]:
            with self.subTest(name):
                output = self.folder / "lexicon.tsv"
                result = run("mine", self.write(name, data), "--quiet", "-o", output)
                self.assertEqual((result.status, output.read_bytes()), (0, b""), result)
                self.assertRegex(result.errors, r"\Aciku: warning: [^\n]*lexicon is empty\n\Z")
        self.assertEqual(self.mine("/dev/null"), b"")

    def test_a_closed_pipe_is_a_clean_end(self):
        text = self.write("many", "".join(f"{chr(0x4E00 + i)}\n" * 2 for i in range(20000)))
        errors = self.folder / "errors"
        for output in ([], ["-o", "/dev/stdout"]):
            with self.subTest(output=output), errors.open("wb") as file:
                command = command_line("mine", text, "--min-count", "2", "--quiet", *output)
                with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=file) as process:
                    first = os.read(process.stdout.fileno(), 4)
                    process.stdout.close()
                    self.assertEqual(process.wait(TIMEOUT), 0)
                self.assertEqual((first, errors.read_bytes()), ("一\t".encode(), b""))

    def test_a_terminal_gets_a_progress_bar(self):
        # The pipe stays open until the bar has appeared.
        ours, theirs = pty.openpty()
        with os.fdopen(ours, "rb", buffering=0) as terminal:
            process = subprocess.Popen(command_line("mine", "-", "--min-count", "1"),
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=theirs)  # fmt: skip
            os.close(theirs)
            process.stdin.write("词典\n".encode())
            process.stdin.flush()
            seen = terminal.read(1)  # waits for the first bar
            output, _ = process.communicate(timeout=TIMEOUT)
            try:
                while data := terminal.read(4096):
                    seen += data
            except OSError:  # a terminal without a writer ends like this
                pass
        self.assertEqual((process.returncode, output), (0, "词典\t1\n".encode()))
        self.assertRegex(seen, rb"\A\r[^\n]*/s")
        self.assertIn(b"\x1b[J", seen)
        self.assertRegex(seen, rb"1 word\r?\n")

    def test_standard_error_that_cannot_be_written_harms_nothing(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(command_line("mine", *self.options), stdout=subprocess.PIPE,
                                  stderr=full, timeout=TIMEOUT, check=False)  # fmt: skip
            self.assertEqual((done.returncode, done.stdout), (0, self.expected))
            done = subprocess.run(command_line("mine", "missing"), stdout=subprocess.PIPE,
                                  stderr=full, timeout=TIMEOUT, check=False)  # fmt: skip
            self.assertEqual((done.returncode, done.stdout), (1, b""))


class StatusTest(CliTest):
    def test_exit_statuses(self):
        text = self.write("text", "a\n")
        self.assertEqual(run("mine", text).status, 0)
        self.assertEqual(run("mine", text, "-o", self.folder / "no" / "file").status, 1)
        self.assertEqual(run("mine", self.folder / "no file").status, 1)
        for wrong in ([], ["mine"], ["mine", text, "--nonsense"], ["pack", text]):
            with self.subTest(wrong=wrong):
                self.assertEqual(run(*wrong).status, 2)

    def test_a_report_in_json_even_for_odd_names(self):
        report = self.folder / "a report\nof two lines.json"
        self.mine(self.write(b"\xff.txt".decode("utf-8", "surrogateescape"), "a\n"), "--report", report)
        self.assertEqual(json.loads(report.read_text())["results"]["records"], 1)


if __name__ == "__main__":
    unittest.main()
