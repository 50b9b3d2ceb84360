"""Work folders of the commands that write text in the order of the corpus: `ciku tokenize` and
`ciku parse`."""

import json
import shutil
import signal
import unittest

from driver import run
from resume_case import CommonResumeTests, ResumeCase


class TextResumeTests(CommonResumeTests):
    """More tests for commands that keep their text in one file."""

    def test_damage(self):
        """Damages the file of the text."""
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
            (data[:100] + bytes([data[100] ^ 1]) + data[101:], "damaged block file at offset"),
        ):
            with_data(changed)
            self.assert_fails(1, [path.name, pattern], *self.command())
        with_data(data[: text["bytes"]] + b"written, but not recorded")
        self.resume(self.plain())


class TokenizeResumeTest(ResumeCase, TextResumeTests):
    COMMAND = "tokenize"
    NOTED = b'"tokenize": {'

    def setUp(self):
        super().setUp()
        self.write("corpus/a.txt", self.text(400_000))
        # The line is longer than a block: tokens and offsets go on from part to part.
        self.write("corpus/b.txt", self.text(1_500_000, line=10**9))
        self.write("corpus/c.jsonl", self.json_lines(300_000))

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


class ParseResumeTest(ResumeCase, TextResumeTests):
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

    def test_killed_at_random_as_json(self):
        self.kill_at_random("--format", "json", "--null-score", "-1.5")

    def test_errors_name_the_line(self):
        # A resumed run goes on counting lines where the killed run had got to.
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
