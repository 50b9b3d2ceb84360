"""The common parts of tests of work folders, whose runs are killed at any moment and resumed."""

import json
import os
import random
import signal
import subprocess
import time

import random_text
from driver import CliTest, assert_same, bytes_of, command_line, read_report, run

SECONDS = 60  # limit for steps that should take only a moment


class ResumeCase(CliTest):
    """Tests runs of self.command(...); setUp() chooses its inputs and options."""

    COMMAND = ""
    NOTED = b""  # bytes in a manifest that show that the pass has been recorded

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
        """Leaves out the files that a killed run has left, because the next run removes them."""
        return [name for name in super().listing()
                if not name.startswith(("work/spill-", "work/manifest.new"))]  # fmt: skip

    def inputs(self):
        return [self.folder / "corpus"]

    def command(self, *args, output=None):
        return [self.COMMAND, *self.inputs(), *self.options, "-o", output or self.out,
                "--work-dir", self.work, "--quiet", *args]  # fmt: skip

    def plain(self, *args):
        """Returns the output of a run that is not interrupted."""
        result = run(self.COMMAND, *self.inputs(), *self.options, "--quiet", *args)
        self.assertEqual(result.status, 0, result)
        return result.output

    def small_blocks(self, *args):
        plain = [self.COMMAND, *self.inputs(), *self.options, *args]
        least = self.least_memory(*plain, "--threads", "1")
        return ["--threads", "1", "--memory", least, "--checkpoint-interval", "0"]

    def interrupt(self, *args, **how):
        """Ends a run after it has recorded some parts. Returns its standard output."""
        for _ in range(5):
            output = self.try_interrupt(*args, **how)
            if output is not None:
                return output
            self.out.unlink(missing_ok=True)
        self.fail("it ended too early, again and again")

    def try_interrupt(self, *args, parts=2, how=signal.SIGKILL, **more):
        """Does the same once. Returns None if the run ended before it was seen to record so many
        parts."""
        line = command_line(*self.command(*self.small_blocks(*args), *args, **more))
        job = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.addCleanup(job.stdout.close)
        deadline = time.monotonic() + SECONDS
        manifest, seen = self.work / "manifest", b""
        while parts > 0:
            self.assertLess(time.monotonic(), deadline, "nothing was recorded")
            if job.poll() is not None:
                return None
            now = bytes_of(manifest)
            if now != seen and self.NOTED in now:
                seen, parts = now, parts - 1
        job.send_signal(how)
        return job.communicate(timeout=SECONDS)[0]

    def resume(self, expected, *args):
        result = run(*self.command(*args))
        self.assertEqual((result.status, result.output), (0, b""), result)
        assert_same(self, self.out.read_bytes(), expected, f"resumed with {args}")

    def kill_at_random(self, *args, kills=6):
        """Kills and resumes a run again and again, with changing budgets, and lets it end at
        last."""
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
            line = command_line(*self.command(*budget, *args))
            job = subprocess.Popen(line, stderr=subprocess.DEVNULL)
            try:
                self.assertEqual(job.wait(self.dice.random() * lasted / 2), 0)
                break
            except subprocess.TimeoutExpired:
                job.kill()
                job.wait()
            if self.out.exists():  # killed in its last step
                assert_same(self, self.out.read_bytes(), expected, "killed at its end")
        self.resume(expected, *args)
        self.assertFalse(self.work.exists(), "it is not needed any more")
        self.assertEqual([n for n in os.listdir(self.folder) if n.startswith(".")], [])

    def check_refused(self, cases, command=None):
        self.interrupt()
        for args, pattern in cases:
            self.assert_fails(1, [pattern, "--restart"], *(command or self.command)(*args))
        self.resume(self.plain())


class CommonResumeTests:
    """Tests for every command, which a ResumeCase inherits."""

    def test_killed_at_random(self):
        self.kill_at_random()

    def test_reports(self):
        path = self.folder / "report.json"
        self.plain("--report", path)
        expected = read_report(path)["results"]
        self.interrupt()
        self.resume(self.plain(), "--report", path)
        report = read_report(path)
        self.assertTrue(report["resumed"])
        results = report["results"]
        for name in ("peak_memory", "peak_temporary_bytes"):
            results.pop(name, None)
            expected.pop(name, None)
        self.assertEqual(results, expected)

    def test_standard_output(self):
        self.assertEqual(self.interrupt(output="-"), b"")
        result = run(*self.command(output="-"))
        self.assertEqual(result.status, 0, result)
        assert_same(self, result.output, self.plain(), "resumed")

    def test_keep(self):
        expected = self.plain()
        for _ in range(2):
            self.resume(expected, "--keep")
            self.out.unlink()
        self.resume(expected)
        self.assertFalse(self.work.exists())
