"""Runs in parts on a Slurm cluster: the lexicon is that of `ciku mine`, whatever happens to nodes, tasks and disks."""

import gzip
import json
import shutil
import sys
import tempfile
import time
import unittest
from pathlib import Path

import slurm

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cli"))
import random  # noqa: E402

import random_text  # noqa: E402
from driver import CORPORA, run, tool  # noqa: E402

PATIENCE = 240  # seconds for all tasks of a run


def sample(name, size):
    """Returns the beginning of a corpus or, where there are none, random text."""
    if CORPORA:
        head = tool("zstd", "-dcq", f"{CORPORA}/{name}.txt.zst")[:size]
        return head[: head.rfind(b"\n") + 1]
    return random_text.text(random.Random(name), size, line=80, invalid=0) + b"\n"


class MiningCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = slurm.Cluster()
        cls.cluster.__enter__()
        cls.addClassCleanup(cls.cluster.__exit__, None, None, None)

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="ciku-test-")
        self.addCleanup(folder.cleanup)
        self.addCleanup(self.empty_the_queue)
        self.folder = Path(folder.name)
        self.scratch = self.folder / "scratch"
        self.scratch.mkdir()
        self.run_folder = self.folder / "run"

    def write(self, name, data):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def ciku(self, *args, status=0):
        result = run(*args, env={**self.cluster.environment(), "TMPDIR": str(self.scratch)})
        self.assertEqual(result.status, status, result)
        return result

    def plan(self, *args, parts):
        self.options = args
        self.ciku("cluster", "plan", *args, "-o", self.run_folder, "--parts", parts, "--memory", "128M", "--quiet")

    def submit(self, *args):
        return self.ciku("cluster", "submit", self.run_folder, *args)

    def status(self):
        return json.loads(self.ciku("cluster", "status", self.run_folder, "--json").output)

    def step(self, name):
        return next(step for step in self.status()["steps"] if step["step"] == name)

    def queue(self):
        lines = self.cluster.run("squeue", "--noheader", "--array", "--format=%i %T %j").splitlines()
        return [line.split() for line in lines]

    def wait_until(self, holds, what):
        try:
            self.cluster.wait_until(holds, what, PATIENCE)
        except RuntimeError as error:
            logs = sorted((self.run_folder / "logs").glob("*.log"))
            texts = [f"{log.name}: {log.read_text(errors='replace')[-300:]}" for log in logs[-20:]]
            raise RuntimeError("\n".join([str(error), *texts])) from error

    def empty_the_queue(self):
        for job in {line[0].split("_")[0] for line in self.queue()}:
            self.cluster.run("scancel", "--signal=KILL", "--full", job)
            self.cluster.run("scancel", job)
        self.cluster.wait_until(lambda: not self.queue(), "the queue is empty")

    def wait_for_the_queue(self):
        self.wait_until(lambda: not self.queue(), "the queue is empty")

    def check(self):
        """Compares the lexicon with that of a single run."""
        self.assertTrue(self.status()["finished"], self.ciku("cluster", "status", self.run_folder).output.decode())
        expected = run("mine", *self.options, "--quiet", "-o", self.folder / "expected").status
        self.assertEqual(expected, 0)
        seen = next(self.run_folder.glob("lexicon.*")).read_bytes()
        self.assertGreater(len(seen), 1000)
        self.assertTrue(seen == (self.folder / "expected").read_bytes(), self.options)

    def mines(self, *args):
        for parts, more in (7, ["--merge-tasks", "3"]), (40, []):
            self.plan(*args, *more, parts=parts)
            self.options = args
            self.submit("--quiet")
            self.wait_for_the_queue()
            self.check()
            shutil.rmtree(self.run_folder)


class ResultsTest(MiningCase):
    def test_plain_text_by_the_unigram_method(self):
        text = self.write("news.txt", sample("news", 600000))
        self.mines(text, "--method", "unigram", "--stats", "--rounds", "2", "--passes", "1")

    def test_shards_by_the_pair_cut(self):
        text = self.write("laws.txt", sample("laws", 1500000))
        self.ciku("pack", text, "-o", self.folder / "shards", "--frame-size", "16K", "--quiet")
        self.mines(self.folder / "shards", "--method", "pair-cut")

    def test_a_mixture_with_statistics_and_filters(self):
        text = sample("techdocs", 500000)
        self.write("mixed/a.txt", text[:200000] + b"\n")
        self.write("mixed/b.txt.gz", gzip.compress(text[200000:300000]))
        self.write("mixed/c.txt", text[300000:])
        self.mines(self.folder / "mixed", "--method", "ngram", "--min-count", "3", "--stats", "--min-entropy", "0.5",
                   "--min-length", "2", "--sort", "cohesion")  # fmt: skip
        self.mines(self.folder / "mixed", "--method", "word-finder", "--min-proba", "1e-5")


class FaultsTest(MiningCase):
    def setUp(self):
        super().setUp()
        self.text = self.write("news.txt", sample("news", 1000000))

    def is_running(self, step):
        """Whether a task of a step is running; returns it and its node."""
        for line in self.cluster.run("squeue", "--noheader", "--array", "--states=R", "--format=%i %N %j").splitlines():
            task, node, name = line.split()
            if f"-{step}+" in name and self.cluster.processes(task):
                return task, node
        return None

    def long_text(self):
        """Writes a text whose parts keep a task busy long enough to be found at work."""
        return self.write("long.txt", sample("news", 4000000) * 15)

    def wait_for_a_task(self, step):
        """Returns a running task of a step, and its node."""
        found = []

        def is_found():
            found.append(self.is_running(step))
            return found[-1] or not self.queue()

        self.wait_until(is_found, f"a task of {step} is running")
        self.assertIsNotNone(found[-1], f"no task of {step} was found at work")
        return found[-1]

    def test_a_task_is_killed(self):
        text = self.long_text()
        for _ in range(5):
            self.plan(text, "--method", "ngram", "--min-count", "2", parts=6)
            self.submit("--quiet")
            self.cluster.kill_task(self.wait_for_a_task("count-n-grams")[0])
            self.wait_for_the_queue()
            status = self.status()
            if not status["finished"]:
                break
            shutil.rmtree(self.run_folder)  # the task had just ended
        self.assertFalse(status["finished"])
        self.assertTrue(status["steps"][0]["missing"])
        self.assertEqual(status["steps"][1]["missing"], [1])
        self.submit("--quiet")
        self.wait_for_the_queue()
        self.check()

    def test_a_node_is_lost(self):
        self.plan(self.long_text(), "--method", "ngram", "--min-count", "2", parts=6)
        self.submit("--quiet", "--resume-dir", "shared")
        task, node = self.wait_for_a_task("count-n-grams")
        self.cluster.kill_node(node)
        self.cluster.declare_down(node)
        self.cluster.start_node(node)
        self.cluster.resume_node(node)
        if self.cluster.states(task).get(task) == "PENDING":
            self.cluster.restart_now(task)
        self.wait_for_the_queue()
        self.submit("--quiet")  # if the task was just about to end, it may have been lost
        self.wait_for_the_queue()
        self.check()

    def test_a_disk_is_full(self):
        disk = self.cluster.folder / "n1.scratch"  # where tasks on this node have their temporary files
        disk.mkdir(exist_ok=True)
        self.cluster.run_on("n1", "mount", "-t", "tmpfs", "-o", "size=64k", "none", disk)
        self.plan(self.text, "--method", "ngram", "--min-count", "2", parts=6)
        self.submit("--quiet")
        self.wait_for_the_queue()
        step = self.step("count-n-grams")
        self.assertTrue(step["failed"])
        self.assertIn("No space left on device", step["problem"])
        self.cluster.run_on("n1", "umount", disk)
        self.submit("--quiet")
        self.wait_for_the_queue()
        self.check()

    def test_a_task_is_requeued(self):
        self.plan(self.long_text(), "--method", "ngram", "--min-count", "2", parts=2)
        self.submit("--quiet", "--resume-dir", "shared", "--checkpoint-interval", "0.2")
        task, _ = self.wait_for_a_task("count-n-grams")
        part = task.split("_")[1]
        manifest = self.run_folder / f"work/count-n-grams-{part}/manifest"

        def offset():
            try:
                begun = json.loads(manifest.read_bytes().split(b"\n", 1)[1])["passes"]["count n-grams"]["position"]["begun"]
            except (FileNotFoundError, KeyError):
                return 0
            return begun[0]["offset"] if begun else sys.maxsize

        self.wait_until(lambda: offset() > 0, "a checkpoint is recorded")
        self.cluster.run("scontrol", "requeue", task)
        self.wait_until(lambda: not self.cluster.processes(task), "the task has stopped")
        kept = offset()
        self.assertGreater(kept, 0)
        self.cluster.restart_now(task)
        seen = []

        def goes_on():
            seen.append(offset())
            return not self.queue()

        self.wait_until(goes_on, "the queue is empty")
        self.assertTrue(all(at >= kept for at in seen if at > 0), (kept, seen))
        self.check()

    def test_an_input_changes(self):
        self.plan(self.text, "--method", "pair-cut", parts=3)
        time.sleep(0.01)
        self.text.write_bytes(self.text.read_bytes() + b"x\n")
        self.submit("--quiet")
        self.wait_for_the_queue()
        status = self.status()
        self.assertEqual(status["steps"][0]["failed"], [1, 2, 3])
        self.assertIn("news.txt: has changed since the run was planned", status["steps"][0]["problem"])
        self.assertFalse(list(self.run_folder.glob("lexicon.*")))

    def test_a_result_is_truncated(self):
        self.plan(self.text, "--method", "pair-cut", parts=3)
        for part in 1, 2, 3:
            self.ciku("cluster", "run", self.run_folder, "count-pairs", "--part", part, "--quiet")
        spill = next((self.run_folder / "steps/count-pairs/part-000002").glob("spill-*"))
        spill.write_bytes(spill.read_bytes()[:-10])
        self.assertEqual(self.step("count-pairs")["missing"], [2])
        self.submit("--quiet")
        self.wait_for_the_queue()
        self.check()

    def test_what_is_queued_is_not_submitted_again(self):
        self.plan(self.text, "--method", "pair-cut", parts=3)
        self.submit("--quiet", "--", "--hold")
        before = self.queue()
        self.assertEqual(len(before), 3 + 1 + 3 + 1)
        self.assertIn("everything is in the queue", self.submit().errors)
        self.assertEqual(self.queue(), before)
        self.assertEqual(self.step("count-pairs")["waiting"], 3)
        for job in sorted({line[0].split("_")[0] for line in before}):
            self.cluster.run("scontrol", "release", job)
        self.wait_for_the_queue()
        self.check()


if __name__ == "__main__":
    unittest.main()
