"""Work folders: runs that are killed, resumed or refused."""

import os
import random
import re
import shutil
import signal
import subprocess
import time
import unittest

import random_text
from driver import CliTest, assert_same, bytes_of, command_line, read_report, run

SECONDS = 30  # limit for steps that should take only a moment


class ResumeTest(CliTest):
    OPTIONS = []
    PASS = b"count pairs"  # the pass in which a run is interrupted

    def setUp(self):
        super().setUp()
        dice = random.Random(7)
        self.input = self.folder / "corpus"
        for name in ("a.txt", "b.txt"):
            self.write(f"corpus/{name}", random_text.text(dice, 1_000_000, invalid=0))
        self.work = self.folder / "work"
        self.out = self.folder / "lexicon.tsv"
        self.expected = run("mine", self.input, "--quiet", *self.OPTIONS).output

    def listing(self):
        """Leaves out the files that a killed run has left, because the next run removes them."""
        return [name for name in super().listing()
                if not name.startswith(("work/spill-", "work/manifest.new"))]  # fmt: skip

    def command(self, *args):
        return ["mine", self.input, "-o", self.out, "--work-dir", self.work, "--quiet",
                *self.OPTIONS, *args]  # fmt: skip

    def interrupt(self, *args, how=signal.SIGKILL):
        """Ends a run after it has recorded something. Returns its status and its messages."""
        line = command_line(*self.command("--checkpoint-interval", "0", *args))
        line += ["--threads", "1", "--memory", "24M"]
        job = subprocess.Popen(line, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + SECONDS
        manifest = self.work / "manifest"
        while self.PASS not in bytes_of(manifest):
            self.assertLess(time.monotonic(), deadline, "nothing was recorded")
            self.assertIsNone(job.poll(), "it ended too early")
        job.send_signal(how)
        errors = job.communicate(timeout=SECONDS)[1]
        return job.returncode, errors

    def resume(self, *args):
        result = run(*self.command(*args))
        self.assertEqual(result.status, 0, result)
        assert_same(self, self.out.read_bytes(), self.expected, "resumed")
        return result

    def test_goes_on_after_a_kill(self):
        self.interrupt()
        self.assertFalse(self.out.exists())
        self.resume("--report", self.folder / "report.json")
        self.assertFalse(self.work.exists(), "it is not needed any more")
        self.assertEqual([n for n in os.listdir(self.folder) if n.startswith(".")], [])

    def test_other_budgets_are_the_same_job(self):
        self.interrupt()
        self.resume("--memory", "100M", "--threads", "3", "--checkpoint-interval", "1")

    def test_says_that_it_goes_on(self):
        self.interrupt()
        line = [part for part in self.command() if part != "--quiet"]
        result = run(*line)
        self.assertEqual(result.status, 0, result)
        self.assertIn(f"going on from what an earlier run left in {self.work}", result.errors)

    def test_folded_text(self):
        # The run also records joined stretches of endless lines.
        dice = random.Random(8)
        words = random_text.folded_vocabulary(dice, 100)
        self.write("corpus/b.txt", random_text.text(dice, 1_000_000, line=10**9, words=words,
                                                    separators=0))  # fmt: skip
        folding = ["--normalize", "nfkc", "--lower", "--alphabet", "letters"]
        self.expected = run("mine", self.input, "--quiet", *self.OPTIONS, *folding).output
        self.interrupt(*folding)
        self.assert_fails(1, "--normalize was nfkc and is none now",
                          *self.command("--lower", "--alphabet", "letters"))  # fmt: skip
        self.resume(*folding)

    def test_signals(self):
        for how in signal.SIGINT, signal.SIGTERM:
            shutil.rmtree(self.work, ignore_errors=True)
            returned, errors = self.interrupt(how=how)
            self.assertEqual(returned, -how, errors)
            self.assertRegex(errors, r"\Aciku: interrupted; run the same command again to go on [^\n]*\n\Z")
            self.assertIn(str(self.work), errors)
        self.resume()

    def test_another_job_is_refused(self):
        self.interrupt()
        for args, patterns in (
            (["--min-count", "11"], ["--min-count was 10 and is 11 now", "--restart"]),
            (["--alphabet", "han"], ["--alphabet was basic and is han now"]),
            (["--encoding", "GBK"], ["--encoding was UTF-8 and is GBK now"]),
            (["--normalize", "nfkc"], ["--normalize was none and is nfkc now", "--restart"]),
            (["--lower"], ["--lower was false and is true now"]),
            (["--strict"], ["--strict was false and is true now"]),
        ):
            self.assert_fails(1, patterns, *self.command(*args))
        self.assert_fails(1, "command was mine and is pack now", "pack", self.input, "--work-dir",
                          self.work, "-o", self.folder / "shards", "--quiet")  # fmt: skip
        self.resume()

    def test_other_inputs_are_refused(self):
        self.interrupt()
        with open(self.input / "a.txt", "ab") as file:
            file.write("又一行\n".encode())
        self.assert_fails(1, [r"corpus/a\.txt has changed since", "--restart"], *self.command())
        self.write("corpus/c.txt", "new\n")
        os.remove(self.input / "a.txt")
        self.assert_fails(1, r"input 1 is .*b\.txt and was .*a\.txt", *self.command())
        self.expected = run("mine", self.input, "--quiet").output
        self.resume("--restart")

    def test_keep(self):
        self.resume("--keep")
        self.assertTrue((self.work / "manifest").exists())
        self.out.unlink()
        began = time.monotonic()
        self.resume("--keep")
        self.assertLess(time.monotonic() - began, SECONDS)
        self.resume()
        self.assertFalse(self.work.exists())

    def test_in_use(self):
        self.resume("--keep")
        with open(self.work / "lock", "r+b") as lock:
            subprocess.run(["flock", "-x", "-n", str(lock.fileno())], pass_fds=[lock.fileno()],
                           check=True)  # fmt: skip
            self.assert_fails(1, "in use by process", *self.command())

    def test_folders_of_others(self):
        self.write("other/thesis.txt", "years of work")
        self.assert_fails(1, "other: holds thesis.txt", "mine", self.input, "--work-dir",
                          self.folder / "other")  # fmt: skip
        self.assert_fails(2, "--restart requires --work-dir", "mine", self.input, "--restart")

    def test_damage(self):
        self.interrupt()
        named = re.findall(r"spill-\d+", (self.work / "manifest").read_text())
        names = ["manifest", *sorted(set(named))]
        dice = random.Random(3)
        for name in [names[0], *dice.sample(names[1:], min(4, len(names) - 1))]:
            path = self.work / name
            good = path.read_bytes()
            for _ in range(4):
                bad = bytearray(good)
                bad[dice.randrange(len(bad))] ^= 1 << dice.randrange(8)
                path.write_bytes(bad)
                self.assert_fails(1, [f"{name}: ", "damaged|is not the file"], *self.command())
            path.write_bytes(good[: dice.randrange(len(good))])
            self.assert_fails(1, f"{name}: ", *self.command())
            path.unlink()
            if name != "manifest":
                self.assert_fails(1, f"{name}: is missing", *self.command())
            path.write_bytes(good)
        self.resume()

    def test_a_work_folder_among_the_inputs(self):
        self.work = self.input / "work"
        self.interrupt()
        self.resume()

    def test_standard_input(self):
        data = (self.input / "a.txt").read_bytes()
        expected = run("mine", "-", "--quiet", stdin=data).output
        line = ["mine", "-", "--work-dir", self.work, "--quiet", "--keep"]
        for _ in range(2):
            assert_same(self, run(*line, stdin=data).output, expected, "from a pipe")
        self.assert_fails(1, "standard input has changed since", *line, stdin=data[:-9] + b"\n")

    def test_pack(self):
        line = ["pack", self.input, "--frame-size", "16K", "--shard-size", "200K", "--quiet"]
        reports = [self.folder / "plain.json", self.folder / "resumed.json"]
        self.assertEqual(run(*line, "-o", self.folder / "plain", "--report", reports[0]).status, 0)
        kept = ["--work-dir", self.work, "--checkpoint-interval", "0"]
        line += ["-o", self.folder / "shards", *kept]
        job = subprocess.Popen(command_line(*line))
        deadline = time.monotonic() + SECONDS
        while not any(self.folder.glob(".shards.part-*/shard-00002*")):
            self.assertLess(time.monotonic(), deadline)
        job.kill()
        job.wait()
        self.assertFalse((self.folder / "shards").exists())
        self.assertEqual(run(*line, "--report", reports[1]).status, 0)
        for path in sorted((self.folder / "plain").iterdir()):
            self.assertEqual((self.folder / "shards" / path.name).read_bytes(), path.read_bytes())
        # The checksums of shards that an earlier run has written, in whole or in part, are right, too.
        shards = [[(os.path.basename(row["path"]), row["bytes"], row["xxh3"]) for row in read_report(path)["outputs"]]
                  for path in reports]  # fmt: skip
        self.assertEqual(shards[0], shards[1])
        self.assertGreater(len(shards[0]), 3)
        self.assertEqual(self.listing_of("."), ["corpus", "plain", "plain.json", "resumed.json", "shards", "temp"])

    def listing_of(self, name):
        return sorted(os.listdir(self.folder / name))


class StatisticsTest(ResumeTest):
    """The same for runs that are interrupted while words are measured."""

    OPTIONS = ["--stats"]
    PASS = b"measure words"

    def test_other_words_are_measured_anew(self):
        self.interrupt()
        more = ["--min-length", "2", "--sort", "entropy"]
        self.expected = run("mine", self.input, "--quiet", "--stats", *more).output
        self.resume(*more)

    # These tests do not depend on the pass.
    test_folders_of_others = test_in_use = test_keep = test_pack = test_standard_input = None
    test_another_job_is_refused = test_other_inputs_are_refused = test_signals = None
    test_says_that_it_goes_on = None


if __name__ == "__main__":
    unittest.main()
