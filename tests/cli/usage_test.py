"""Commands that cannot be carried out: one line says why, and nothing is left behind."""

import os
import random
import signal
import subprocess
import time
import unittest

from driver import TIMEOUT, CliTest, command_line, read_report, run

TEXT = "词典里的词，没有标注\n" * 20


class UsageTest(CliTest):
    def setUp(self):
        super().setUp()
        self.path = self.write("text", TEXT)

    def check(self, status, pattern, *args, **kwargs):
        """Checks that a `mine` that would write a result fails with a short message."""
        message = self.assert_fails(status, pattern, "mine", self.path, "-o", self.folder / "result",
                                    "--temp-dir", self.temp, *args, **kwargs)  # fmt: skip
        self.assertLess(len(message), 400, "nobody reads that")


class ArgumentTest(UsageTest):
    def test_thresholds(self):
        for option, values in {
            "--min-count": ["0", "-1", "-18446744073709551615", "1.5", "1e3", "nan", "inf", "x", "",
                            "18446744073709551616", "99999999999999999999999", " "],
            "--min-pmi": ["nan", "inf", "-inf", "1e999", "x", "", "1,5", "NaN", "0x"],
            "--smoothing": ["nan", "inf", "-1", "-1e-300", "1e999", "x", ""],
            "--min-length": ["0", "-1", "1.5", "nan", "x", "", "1e999", "18446744073709551616"],
            "--max-length": ["0", "-1", "1.5", "nan", "x", "", "1e999"],
            "--min-entropy": ["nan", "inf", "-inf", "1e999", "x", "", "1,5"],
            "--min-cohesion": ["nan", "inf", "-inf", "1e999", "x", "", "1,5"],
            "--min-documents": ["0", "-1", "1.5", "nan", "x", "", "1e999", "18446744073709551616"],
            "--min-stretches": ["0", "65", "x", ""],
            "--min-variety": ["0", "-1", "1.5", "nan", "x", "", "1e999", "18446744073709551616"],
        }.items():
            for value in values:
                with self.subTest(option=option, value=value):
                    self.check(2, option, f"{option}={value}")

    def test_resources(self):
        for option, values in {
            "--threads": ["0", "-1", "1.5", "x", "", "1025", "99999999999999999999"],
            "--memory": ["-1", "-1M", "x", "", "1.5.5G", "nan", "1Q", "99999999T", "G"],
        }.items():
            for value in values:
                with self.subTest(option=option, value=value):
                    self.check(2, option, f"{option}={value}")

    def test_more_threads_than_processors(self):
        output = ["-o", self.folder / "result"]
        processors = len(os.sched_getaffinity(0))
        first = run("mine", self.path, *output, "--threads", processors + 1).errors.split("\n")[0]
        self.assertRegex(first, rf"^--threads {processors + 1}: this process may use {processors} processors?$")
        self.assertNotIn("this process", run("mine", self.path, *output, "--threads", processors).errors)
        self.assertEqual(run("mine", self.path, *output, "--threads", 999, "--quiet").errors, "")

    def test_options_of_other_methods(self):
        self.check(2, "--only-new is an option of --method unigram, not of pair-cut", "--only-new")
        self.assert_fails(2, "--only-new requires --dictionary", "mine", self.path, "--only-new", defaults=True)
        self.assert_fails(2, "--smoothing is an option of --method pair-cut, and no method has all the options",
                          "mine", self.path, "--smoothing", 1, "--min-proba", 1e-5, defaults=True)  # fmt: skip

    def test_options_for_other_inputs(self):
        for option in ["--delimiter", ";"], ["--skip-header"]:
            self.check(2, f"{option[0]}: no input seems to be a table", *option)
        self.check(2, "--join-fields: no input seems to have fields", "--join-fields", " ")

    def test_numbers_are_decimal(self):
        for value in ("010", "10"):
            with self.subTest(value):
                _, report = self.mine_report(self.path, "--min-count", value)
                self.assertEqual(report["options"]["min_count"], 10)

    def test_reports_tell_the_options(self):
        path = self.folder / "report"
        templates = self.write("templates", "[X] 的 [X]\t1\n")
        for command, args, expected in (
            ("tokenize", [self.path, "--separator", "/"], {"separator": "/", "lexicon": "builtin"}),
            ("parse", ["--input", self.path, "--templates", templates, "--null-score", "-3"],
             {"null_score": -3, "rules": "units"}),
            ("templates", [self.path, "--window", "4"], {"window": 4, "memory": 256 << 20}),
        ):
            result = run(command, *args, "--memory", "256M", "--report", path, "--quiet")
            self.assertEqual(result.status, 0, result)
            options = read_report(path)["options"]
            self.assertEqual(options | expected, options)

    def test_lengths_that_leave_nothing(self):
        self.check(2, "--max-length.*--min-length", "--min-length", 3, "--max-length", 2)
        self.mine(self.path, "--min-length", 3, "--max-length", 3)

    def test_names(self):
        self.check(2, "--method.*nonsense", "--method", "nonsense")
        self.check(2, "--alphabet.*nonsense", "--alphabet", "nonsense")
        for name in ("nfc", "", "none,nfkc"):
            self.check(2, "--normalize.*none of none, nfkc", "--normalize", name)
        self.check(2, "--normalize", "--normalize")
        for value in ("maybe", "false", "1"):
            self.check(2, "--lower takes no value", f"--lower={value}")
        self.check(2, "--sort.*left_entropy", "--sort", "left_entropy")
        self.check(2, "--sort", "--sort", "")
        self.check(2, "--nonsense", "--nonsense")
        self.check(2, "--nonsense", "--nonsense=1")
        self.check(2, "-x", "-x")
        self.check(2, "--min-count lacks its value, N", "--min-count")
        self.check(2, "--min-count is given several times; it takes one value", "--min-count", 2, "--min-count", 3)

    def test_values_that_begin_with_a_bracket(self):
        self.assertEqual(run("tokenize", "--separator", "[", "--quiet", stdin="我们词典".encode()).output.decode(),
                         "我们[词典\n")  # fmt: skip
        table = self.write("[x]", "[甲],乙\n词典,库\n词典,库\n")
        args = ["--min-count", "2", "--input-format", "csv", "--column", "[甲]", "--column", "乙", "--min-pmi", "-9",
                "--join-fields", "[SEP]"]  # fmt: skip
        self.assertEqual(self.mine("[x]", *args, "--alphabet", "any", cwd=self.folder), "词典[SEP]库\t2\n".encode())
        self.assert_fails(2, "--field excludes --column|--column excludes --field", "mine", table, "--field", "a",
                          "--column", "b")  # fmt: skip

    def test_commands(self):
        self.assert_fails(2, "nonsense", "nonsense")
        self.assert_fails(2, "nonsense", "nonsense", self.path)
        self.assert_fails(2, "unknown command ''", "")
        self.assert_fails(2, "a command is required", "--color", "never")
        self.assert_fails(2, "INPUT", "mine")
        self.assert_fails(2, "INPUT", "pack", "-o", self.folder / "out")
        self.assert_fails(2, "--output|-o", "pack", self.path)
        self.assert_fails(1, "pack: cannot open", "mine", "pack", cwd=self.folder)


class StatisticsTest(UsageTest):
    def test_formats_without_columns(self):
        for name in ("jieba", "hanlp", "words"):
            self.check(2, f"--stats.* has no place in --format {name}", "--stats", "--format", name)
            # But words can be chosen and sorted by statistics.
            self.mine(self.path, "--format", name, "--min-entropy", 0, "--sort", "cohesion")

    def test_words_that_do_not_fit(self):
        dice = random.Random(1)
        for size, message in (3000, "statistics of 3000 words take [0-9]+M.*raise --memory"), (
            30000, "more than [0-9]+ words do not fit the memory budget.*raise --memory"
        ):  # fmt: skip
            words = ("".join(dice.choices("天地玄黄宇宙", k=20)) for _ in range(size))
            path = self.write("many", "\n".join(words))
            options = [path, "--min-count", 1, "--min-pmi", -99, "--threads", 1]
            memory = ["--memory", self.least_memory("mine", *options)]
            self.mine(*options, *memory)
            self.assert_fails(2, message, "mine", *options, *memory, "--stats", "--temp-dir",
                              self.temp)  # fmt: skip


class BudgetTest(UsageTest):
    def test_too_small(self):
        for memory in ("0", "1", "1K", "1M", "4M"):
            for threads in (1, 2, 8):
                self.check(2, ["--memory", r"the least that would do is \d+M"],
                           "--memory", memory, "--threads", threads)  # fmt: skip

    def test_the_least_works(self):
        for alphabet in ("basic", "any"):
            for threads in (1, 3, 16):
                options = [self.path, "--threads", threads, "--alphabet", alphabet]
                memory = self.least_memory("mine", *options)
                self.assertEqual(self.mine(*options, "--memory", memory), self.mine(*options))

    def test_more_than_there_is(self):
        for memory in ("1T", "1000P"):
            self.assertEqual(self.mine(self.path, "--memory", memory), self.mine(self.path))

    def test_many_threads(self):
        result = run("mine", self.path, "--threads", "300", "--memory", "4G", "--quiet")
        self.assertEqual((result.status, result.errors), (0, ""))
        self.assertEqual(result.output, self.mine(self.path))


class OutputTest(UsageTest):
    def test_results_that_cannot_be_written(self):
        def fails(pattern, output, status=1):
            self.assert_fails(status, pattern, "mine", self.path, "-o", output, "--quiet")

        fails("no/such: cannot write: its folder does not exist", self.folder / "no/such")
        fails("is a folder", self.folder)
        fails("names a folder", "/")
        fails("text/below: cannot write: Not a directory", self.path / "below")
        fails("File name too long", self.folder / ("x" * 300))
        fails("/dev/full: cannot write: No space left on device; free some space", "/dev/full")
        fails("has no name", "", status=2)
        self.assert_fails(1, "temp: is a folder", "mine", self.path, "--report", self.temp)

    def test_a_report_that_cannot_be_written_is_found_out_before_the_work(self):
        self.check(1, "no/such: cannot write", "--report", self.folder / "no/such")

    def test_one_file_for_two_results(self):
        self.check(2, "result", "--report", self.folder / "result")

    def test_standard_output(self):
        command = command_line("mine", self.path, "--quiet")
        with open("/dev/full", "wb") as full:
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, rb"\Aciku: standard output: cannot write: No space[^\n]*\n\Z")

    def test_closed_descriptors(self):
        # No file that the program opens may get the number of a closed standard descriptor.
        for closed, status in ((0, 0), (1, 1), (2, 0)):
            with self.subTest(closed):
                arguments = [self.path] if closed == 1 else [self.path, "-o", self.folder / "out"]
                command = command_line("mine", *arguments)
                # Without a shell, which could print a message of its own.
                done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                      stderr=subprocess.PIPE, timeout=TIMEOUT, check=False,
                                      preexec_fn=lambda fd=closed: os.close(fd))  # fmt: skip
                self.assertEqual(done.returncode, status, done)
                if closed != 1:
                    self.assertEqual((self.folder / "out").read_bytes(), self.mine(self.path))

    def test_temporary_folders(self):
        for name in ("no/such", "text", ""):
            self.assert_fails(1, "cannot make a temporary file there", "mine", self.path, "-o",
                              self.folder / "result", "--temp-dir", name, cwd=self.folder)
        pipe = ["mine", "-", "-o", self.folder / "result"]
        self.assert_fails(1, "/no/such: cannot make a temporary file", *pipe, stdin=b"x\n",
                          env={"TMPDIR": str(self.folder / "no/such")})  # fmt: skip
        result = run("mine", "-", stdin=TEXT.encode(), env={"TMPDIR": str(self.temp)})
        self.assertEqual((result.status, os.listdir(self.temp)), (0, []), result)


class SignalTest(UsageTest):
    """An interrupted run leaves nothing."""

    SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def interrupt(self, how, arguments, begun):
        before = self.listing()
        with subprocess.Popen(command_line(*arguments, "--quiet"), cwd=self.folder,
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:  # fmt: skip
            begun(process)
            process.send_signal(how)
            process.communicate(timeout=TIMEOUT)
        self.assertEqual(process.returncode, -how)
        self.assertEqual(self.listing(), before)

    def test_mine(self):
        for how in self.SIGNALS:
            with self.subTest(how=how):
                # More than a pipe holds: the write returns only after the program begins to read.
                self.interrupt(how, ["mine", "-", "-o", "lexicon"],
                               lambda process: process.stdin.write(b"x\n" * 100_000))  # fmt: skip

    def test_pack(self):
        with (self.folder / "large").open("wb") as file:
            file.write(b"x\n")
            file.truncate(4 << 30)  # a hole, which takes some seconds to read

        def begun(process, name):
            while process.poll() is None and not list(self.folder.glob(f".{name}.part-*/*")):
                time.sleep(0.001)

        for how in self.SIGNALS:
            with self.subTest(how=how):
                self.interrupt(how, ["pack", "large", "-o", how.name, "--shard-size", "64K", "--allow-binary"],
                               lambda process, name=how.name: begun(process, name))  # fmt: skip


if __name__ == "__main__":
    unittest.main()
