"""Work folders of `ciku templates`: in the sweep over the corpus, and in the later sweeps."""

import json
import shutil
import unittest

import random_text
from driver import run
from resume_case import CommonResumeTests, ResumeCase


class TemplatesResumeTest(ResumeCase, CommonResumeTests):
    COMMAND = "templates"
    NOTED = b'"count words": {'

    def setUp(self):
        super().setUp()
        self.words = random_text.vocabulary(self.dice, size=60, scripts=random_text.SCRIPTS[:1])
        self.lexicon = self.write_lexicon(self.words)
        self.write("corpus/a.txt", self.text(400_000, line=60, separators=0.1))
        self.write("corpus/b.txt", self.text(300_000, line=10**9, separators=0.1))
        self.write("corpus/c.jsonl", self.json_lines(200_000))
        # Enough links for templates of many words.
        self.options += ["--min-pmi", "0.05", "--min-proba", "1e-4", "--weight", "sentence"]

    def passes(self, *args):
        """Resumes a run and keeps its work folder. Returns the names of the passes that it made."""
        report = self.folder / "report.json"
        self.resume(self.plain(), "--keep", "--report", report, *args)
        return [of["name"] for of in json.loads(report.read_text())["passes"]]

    def test_there_is_something_to_find(self):
        templates = [line.split("\t")[0].split() for line in self.plain().decode().splitlines()]
        self.assertGreater(max(len(parts) - parts.count("[X]") for parts in templates), 2)

    def test_killed_at_random_by_path(self):
        self.options[-1] = "path"
        self.kill_at_random()

    def test_killed_in_the_sweeps_that_follow(self):
        for noted in (b'"weigh skip-grams": {', b'"count paths": {', b'"grow templates": {'):
            for parts in (1, 2):
                self.NOTED = noted
                self.interrupt(parts=parts)
                self.resume(self.plain())

    def test_nothing_is_done_twice(self):
        self.NOTED = b'"grow templates": {'
        self.interrupt(parts=2)
        done = {"sieve skip-grams", "count skip-grams", "weigh skip-grams", "grow templates of 2"}
        self.assertEqual(done.intersection(self.passes()), set())

    def test_what_is_listed_may_change(self):
        # The counts do not depend on the options for the list.
        self.resume(self.plain(), "--keep")
        for args in (["--top", "3"], ["--no-trivial"], ["--format", "jsonl"]):
            self.resume(self.plain(*args), "--keep", *args)

    def test_damage(self):
        """Damages each file that the manifest names, in each state of the run."""
        good = self.folder / "good"
        for noted in (b'"count words": {', b'"count paths": {', b'"grow templates": {'):
            self.NOTED = noted
            self.interrupt(parts=2)
            shutil.rmtree(good, ignore_errors=True)
            shutil.copytree(self.work, good)
            manifest = json.loads((self.work / "manifest").read_bytes().split(b"\n", 1)[1])
            for name, size in files_in(manifest["passes"]):
                self.restore(good)
                path = self.work / name
                data = path.read_bytes()
                path.unlink()
                self.assert_fails(1, [name, "is missing"], *self.command())
                self.restore(good)
                at = min(20, size - 1)  # what comes behind the noted size is not part of it
                path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
                self.assert_fails(1, [name, "damaged|not the file"], *self.command())
            self.restore(good)
            self.resume(self.plain())

    def restore(self, folder):
        shutil.rmtree(self.work)
        shutil.copytree(folder, self.work)

    def test_other_jobs_are_refused(self):
        self.check_refused([
            (["--window", "4"], "--window was 5 and is 4 now"),
            (["--min-count", "9"], "--min-count was 0 and is 9 now"),
            (["--strict"], "--strict was false and is true now"),
            (["--alphabet", "han"], "--alphabet was basic and is han now"),
            (["--no-joining"], "--no-joining was false and is true now"),
        ])  # fmt: skip
        self.interrupt()
        self.options[-1] = "path"
        self.assert_fails(1, "--weight was sentence and is path now", *self.command())
        self.resume(self.plain(), "--restart")

    def test_tokenized(self):
        run("tokenize", self.folder / "corpus" / "a.txt", "-o", self.folder / "tokens", "--quiet")
        shutil.rmtree(self.folder / "corpus")
        (self.folder / "corpus").mkdir()
        shutil.move(self.folder / "tokens", self.folder / "corpus" / "tokens")
        self.options = ["--tokenized", *self.options[2:]]
        self.kill_at_random()


def files_in(state):
    """Yields the names and the sizes of all files in a state of a work folder."""
    if isinstance(state, dict):
        if "file" in state:
            yield state["file"], state["bytes"]
        for part in state.values():
            yield from files_in(part)
    elif isinstance(state, list):
        for part in state:
            yield from files_in(part)


if __name__ == "__main__":
    unittest.main()
