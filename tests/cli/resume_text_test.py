"""Work folders of the commands that write text in the order of the corpus: `ciku tokenize` and
`ciku parse`, ended at any moment and gone on with."""

import json
import os
import random
import shutil
import signal
import subprocess
import time
import unittest

import random_text
from driver import CliTest, assert_same, program, run

SECONDS = 60  # for what should take a moment


class TextResumeCase(CliTest):
    """Runs of self.command(...), whose inputs and options setUp() chooses."""

    COMMAND = ""
    NOTED = b""  # what a manifest holds of its pass

    def setUp(self):
        super().setUp()
        self.dice = random.Random(5)
        self.words = random_text.vocabulary(self.dice, size=200)
        self.work = self.folder / "work"
        self.out = self.folder / "out"
        self.lexicon = self.write_lexicon(self.words)
        self.options = ["--lexicon", self.lexicon]

    def write_lexicon(self, words, name="lexicon"):
        counts = {word: count for count, word in enumerate(words, 1)}
        return self.write(name, "".join(f"{word}\t{count}\n" for word, count in counts.items()))

    def text(self, size, **shape):
        return random_text.text(self.dice, size, words=self.words, **shape)

    def json_lines(self, size):
        lines = self.text(size).decode(errors="ignore").split("\n")
        return "".join(json.dumps({"text": line}) + "\n" for line in lines)

    def listing(self):
        """Without the files that a run has left over, which the next one removes."""
        return [name for name in super().listing()
                if not name.startswith(("work/spill-", "work/manifest.new"))]  # fmt: skip

    def inputs(self):
        return [self.folder / "corpus"]

    def command(self, *args, output=None):
        return [self.COMMAND, *self.inputs(), *self.options, "-o", output or self.out,
                "--work-dir", self.work, "--quiet", *args]  # fmt: skip

    def plain(self, *args):
        """What a run writes that nothing disturbs."""
        result = run(self.COMMAND, *self.inputs(), *self.options, "--quiet", *args)
        self.assertEqual(result.status, 0, result)
        return result.output

    def small_blocks(self, *args):
        plain = [self.COMMAND, *self.inputs(), *self.options, *args]
        least = self.least_memory(*plain, "--threads", "1")
        return ["--threads", "1", "--memory", least, "--checkpoint-interval", "0"]

    def interrupt(self, *args, parts=2, how=signal.SIGKILL, **more):
        """Ends a run once it has recorded so many parts; what is on its standard output."""
        line = [program(), *map(str, self.command(*self.small_blocks(*args), *args, **more))]
        job = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.addCleanup(job.stdout.close)
        deadline = time.monotonic() + SECONDS
        manifest, seen = self.work / "manifest", b""
        while parts > 0:
            self.assertLess(time.monotonic(), deadline, "nothing was recorded")
            self.assertIsNone(job.poll(), "it ended too early")
            now = manifest.read_bytes() if manifest.exists() else b""
            if now != seen and self.NOTED in now:
                seen, parts = now, parts - 1
        job.send_signal(how)
        return job.communicate(timeout=SECONDS)[0]

    def resume(self, expected, *args):
        result = run(*self.command(*args))
        self.assertEqual((result.status, result.output), (0, b""), result)
        assert_same(self, self.out.read_bytes(), expected, f"resumed with {args}")

    def kill_at_random(self, *args, kills=6):
        """Kills a run again and again, under budgets that change, until it gets to its end."""
        expected = self.plain(*args)
        self.out.unlink(missing_ok=True)
        small = self.small_blocks(*args)
        began = time.monotonic()
        self.assertEqual(run(*self.command(*small, *args)).status, 0)
        lasted = time.monotonic() - began
        assert_same(self, self.out.read_bytes(), expected, "undisturbed")
        self.out.unlink()
        for _ in range(kills):
            budget = self.dice.choice([small, ["--checkpoint-interval", "0.01", "--threads", "3"]])
            line = [program(), *map(str, self.command(*budget, *args))]
            job = subprocess.Popen(line, stderr=subprocess.DEVNULL)
            try:
                self.assertEqual(job.wait(self.dice.random() * lasted / 2), 0)
                break
            except subprocess.TimeoutExpired:
                job.kill()
                job.wait()
            if self.out.exists():  # killed on its last step
                assert_same(self, self.out.read_bytes(), expected, "killed at its end")
        self.resume(expected, *args)
        self.assertFalse(self.work.exists(), "it is not needed any more")
        self.assertEqual([n for n in os.listdir(self.folder) if n.startswith(".")], [])

    # What both commands have to do.

    def check_reports(self):
        path = self.folder / "report.json"
        self.plain("--report", path)
        expected = json.loads(path.read_text())["results"]
        self.interrupt()
        self.resume(self.plain(), "--report", path)
        results = json.loads(path.read_text())["results"]
        self.assertEqual(results | {"peak_memory": 0}, expected | {"peak_memory": 0})

    def check_standard_output(self):
        self.assertEqual(self.interrupt(output="-"), b"")
        result = run(*self.command(output="-"))
        self.assertEqual(result.status, 0, result)
        assert_same(self, result.output, self.plain(), "resumed")

    def check_keep(self):
        expected = self.plain()
        for _ in range(2):
            self.resume(expected, "--keep")
            self.out.unlink()
        self.resume(expected)
        self.assertFalse(self.work.exists())

    def check_refused(self, cases, command=None):
        self.interrupt()
        for args, pattern in cases:
            self.assert_fails(1, [pattern, "--restart"], *(command or self.command)(*args))
        self.resume(self.plain())

    def check_damage(self):
        """Of the file that was being written."""
        self.interrupt(parts=4)
        good = self.folder / "good"
        shutil.copytree(self.work, good)
        name = json.loads((self.work / "manifest").read_bytes().split(b"\n", 1)[1])
        text = name["passes"][self.COMMAND]["results"]["text"]
        path = self.work / text["file"]
        data = path.read_bytes()

        def with_data(changed):
            shutil.rmtree(self.work)
            shutil.copytree(good, self.work)
            path.unlink()
            if changed is not None:
                path.write_bytes(changed)

        for changed, pattern in (
            (None, "is missing"),
            (data[: text["bytes"] - 1], f"ends at offset {text['bytes'] - 1}"),
            (data[:100] + bytes([data[100] ^ 1]) + data[101:], "damaged run file at offset"),
        ):
            with_data(changed)
            self.assert_fails(1, [path.name, pattern], *self.command())
        with_data(data[: text["bytes"]] + b"written, but not recorded")
        self.resume(self.plain())


class TokenizeResumeTest(TextResumeCase):
    COMMAND = "tokenize"
    NOTED = b'"tokenize": {'

    def setUp(self):
        super().setUp()
        self.write("corpus/a.txt", self.text(400_000))
        # Longer than a block: tokens and offsets go on from part to part.
        self.write("corpus/b.txt", self.text(1_500_000, line=10**9))
        self.write("corpus/c.jsonl", self.json_lines(300_000))

    def test_killed_at_random(self):
        self.kill_at_random()

    def test_killed_at_random_with_offsets(self):
        self.kill_at_random("--format", "jsonl")

    def test_killed_in_a_long_record(self):
        shutil.rmtree(self.folder / "corpus")
        for separators in (0, 0.3):
            self.write("corpus/b.txt", self.text(700_000, line=10**9, separators=separators))
            for form in ("text", "jsonl"):
                for parts in (1, 3, 6):
                    self.interrupt("--format", form, parts=parts)
                    self.resume(self.plain("--format", form), "--format", form)

    def test_reports(self):
        self.check_reports()

    def test_standard_output(self):
        self.check_standard_output()

    def test_keep(self):
        self.check_keep()

    def test_damage(self):
        self.check_damage()

    def test_signals(self):
        self.interrupt(how=signal.SIGTERM)
        self.assertFalse(self.out.exists())
        self.resume(self.plain())

    def test_other_jobs_are_refused(self):
        other = self.write_lexicon(self.words[1:], "other")
        self.check_refused([
            (["--format", "jsonl"], "--format was text and is jsonl now"),
            (["--separator", "/"], "--separator was   and is / now"),
            (["--no-joining"], "--no-joining was false and is true now"),
            (["--strict"], "--strict was false and is true now"),
            (["--field", "content"], "--field was text and is content now"),
        ])  # fmt: skip
        self.interrupt()
        self.options = ["--lexicon", other]
        self.assert_fails(1, r"--lexicon was \d+ words \(checksum \w+\) and is \d+ words",
                          *self.command())  # fmt: skip
        self.resume(self.plain(), "--restart")

    def test_the_same_lexicon_by_another_name(self):
        expected = self.plain()
        self.interrupt()
        lines = self.lexicon.read_text(encoding="utf-8").splitlines(keepends=True)
        self.options = ["--lexicon", self.write("other", "".join(reversed(lines)))]
        self.lexicon.unlink()
        self.resume(expected)


class ParseResumeTest(TextResumeCase):
    COMMAND = "parse"
    NOTED = b'"parse": {'

    def setUp(self):
        super().setUp()
        self.write("corpus/a.txt", self.text(150_000, line=60))
        self.write("corpus/b.txt", self.text(250_000, line=20))
        self.write("corpus/c.jsonl", self.json_lines(100_000))
        templates = [f"[X] {word} [X]\t{count}\n" for count, word in enumerate(self.words[:50], 1)]
        self.templates = self.write("templates", "".join(templates))
        self.options += ["--templates", self.templates]

    def inputs(self):
        return [part for name in ("a.txt", "b.txt", "c.jsonl")
                for part in ("--input", self.folder / "corpus" / name)]  # fmt: skip

    def test_killed_at_random(self):
        self.kill_at_random()

    def test_killed_at_random_as_json(self):
        self.kill_at_random("--format", "json", "--null-score", "-1.5")

    def test_reports(self):
        self.check_reports()

    def test_standard_output(self):
        self.check_standard_output()

    def test_keep(self):
        self.check_keep()

    def test_damage(self):
        self.check_damage()

    def test_errors_name_the_line(self):
        # The lines of a file are counted on from where an earlier run has got.
        with open(self.folder / "corpus" / "b.txt", "ab") as file:
            file.write("字".encode() * 30_000 + b"\n")
        line = [self.COMMAND, *self.inputs(), *self.options, "--quiet", "-o", self.out]
        expected = self.assert_fails(1, r"b\.txt: line \d+: a sentence of more than", *line)
        for parts in (2, 8, 8):
            self.interrupt(parts=parts)
            self.assertEqual(self.assert_fails(1, "line", *self.command()), expected)

    def test_other_jobs_are_refused(self):
        self.check_refused([
            (["--format", "json"], "--format was tree and is json now"),
            (["--null-score", "-3"], r"--null-score was -20\.0 and is -3\.0 now"),
            (["--no-joining"], "--no-joining was false and is true now"),
            (["--strict"], "--strict was false and is true now"),
        ])  # fmt: skip
        self.interrupt()
        self.options = ["--templates", self.templates, "--tokenized"]
        self.assert_fails(1, "--tokenized was false and is true now", *self.command())
        self.options = ["--templates", self.templates, "--lexicon", self.lexicon]
        self.write("templates", "[X] 的 [X]\t1\n")
        self.assert_fails(1, r"--templates was 50 templates .* is 1 templates", *self.command())
        self.resume(self.plain(), "--restart")

    def test_sentences_need_no_work_folder(self):
        self.assert_fails(2, "--work-dir", "parse", "一句", *self.options, "--work-dir", self.work)


if __name__ == "__main__":
    unittest.main()
