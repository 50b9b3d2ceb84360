"""`ciku tokenize` and `ciku parse` as co-processes: input that is read as it comes."""

import fcntl
import gzip
import json
import os
import random
import select
import statistics
import struct
import subprocess
import termios
import threading
import time
import unittest

import random_text
from driver import AS_LINES, TIMEOUT, CliTest, assert_same, command_line, few, run, seeds, unless_sanitized, zstd

LINE = "国务院总理第{}次在会议上强调，要加快推进经济结构调整。"
TEMPLATES = "[X] 的 [X]\t3\n[X] 是 [X]\t2\n在 [X] 上\t1\n"
GB18030 = "你好世界，我们。\n".encode("gb18030")
HEAD = 68 << 10  # how much of its beginning shows what an input holds


class CoProcess:
    """A run whose input comes piece by piece. Is ended with `with`."""

    def __init__(self, *args, **popen):
        popen = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **popen}
        self.process = subprocess.Popen(command_line(*args), bufsize=0, **popen)
        self.output = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()

    def write(self, data):
        self.process.stdin.write(data)

    def read_until(self, end, seconds=TIMEOUT / 10):
        """Reads until the output has `end` behind what was read before; returns that part."""
        before = len(self.output)
        until = time.monotonic() + seconds
        while end not in self.output[before:]:
            if not select.select([self.process.stdout], [], [], max(until - time.monotonic(), 0))[0]:
                raise AssertionError(f"no answer; so far {self.output[before:]!r}")
            data = os.read(self.process.stdout.fileno(), 1 << 16)
            if not data:
                errors = self.process.stderr.read().decode()
                raise AssertionError(f"the end instead of an answer: {self.process.wait()}, {errors}")
            self.output += data
        return self.output[before:]

    def ask(self, question, end=b"\n"):
        """Asks and waits for the answer; nothing else comes before the next question."""
        self.write(question)
        answer = self.read_until(end)
        assert answer.count(end) == 1 and answer.endswith(end), answer
        return answer

    def wait_until_read(self):
        """Waits until the program has read all that was written."""
        until = time.monotonic() + TIMEOUT / 10
        left = bytearray(4)
        while True:
            fcntl.ioctl(self.process.stdin, termios.FIONREAD, left)
            if struct.unpack("i", left) == (0,):
                return
            assert time.monotonic() < until, "it does not read"
            time.sleep(0.0005)

    def end(self):
        """Closes the input. Returns the status, all of the output and the errors."""
        self.process.stdin.close()
        if self.process.stdout is not None:
            self.output += self.process.stdout.read()
        errors = self.process.stderr.read().decode()
        return self.process.wait(TIMEOUT), self.output, errors


class LiveTest(CliTest):
    def commands(self):
        """Commands, by what they are, with how they write a record of this text."""
        templates = ["--templates", self.write("templates", TEMPLATES), "--skip-too-long"]
        text = str.encode

        def as_json(text):
            return json.dumps({"id": len(text), "text": text}, ensure_ascii=False).encode()

        def as_body(text):
            return json.dumps({"a": {"body": text}}).encode()

        return {
            "tokenize": (["tokenize"], text),
            "tokenize to JSON lines": (["tokenize", "--format", "jsonl"], text),
            "tokenize JSON lines": (["tokenize"], as_json),
            "tokenize and keep fields": (["tokenize", "--keep-fields"], as_json),
            "tokenize a field": (["tokenize", "--field", "a.body"], as_body),
            "parse": (["parse", *templates, "--format", "brackets"], text),
            "parse JSON lines": (["parse", *templates, "--format", "json"], as_json),
        }


    def run_on_file(self, args, data):
        """Returns what CoProcess.end() does."""
        path = self.write("data", data)
        plain = run(*args, *(["--input", path] if args[0] == "parse" else [path]), "--quiet")
        self.assertEqual(plain.status, 0, plain)
        return plain.status, plain.output, plain.errors


class QuestionsTest(LiveTest):
    def ask_many(self, name, args, make, questions):
        """Asks questions one after the other. Prints how long an answer takes."""
        records = [make(LINE.format(i)) + b"\n" for i in range(questions)]
        seconds = []
        with CoProcess(*args) as live:
            for record in records:
                before = time.perf_counter()
                live.ask(record)
                seconds.append(time.perf_counter() - before)
            seen = live.end()
        self.assertEqual(seen, self.run_on_file(args, b"".join(records)))
        seconds = sorted(seconds[1:])  # the first one waits for the lexicon
        print(f"{name}: {questions} answers, median {statistics.median(seconds) * 1e3:.3f} ms, "
              f"99 of 100 within {seconds[len(seconds) * 99 // 100] * 1e3:.3f} ms, all {seconds[-1] * 1e3:.3f} ms")  # fmt: skip

    def test_a_thousand_questions(self):
        for name, (args, make) in self.commands().items():
            with self.subTest(name):
                self.ask_many(name, args, make, 1000)

    def test_threads(self):
        for threads in few([1, 2, 3, 16]):
            with self.subTest(threads):
                self.ask_many(f"{threads} threads", ["tokenize", "--quiet", "--threads", threads], str.encode, 300)

    def test_trees_of_several_lines(self):
        with CoProcess("parse", "--templates", self.write("templates", TEMPLATES), "--tokenized") as live:
            for _ in range(3):
                live.ask("甲 的 乙\n".encode(), end=b"\n\n")
            self.assertEqual(live.end()[0], 0)

    def test_questions_of_any_size(self):
        # Some fill many blocks, so that the last of them is behind others that take longer.
        dice = random.Random(1)
        with CoProcess("tokenize", "--quiet", "--threads", 4) as live:
            for _ in range(60):
                lines = dice.choice([1, 2, 100, 20_000])
                question = (LINE.format(lines) + "\n").encode() * lines
                writer = threading.Thread(target=live.write, args=[question])
                writer.start()
                for _ in range(lines):
                    while b"\n" not in live.output:
                        live.output += os.read(live.process.stdout.fileno(), 1 << 16)
                    live.output = live.output[live.output.index(b"\n") + 1 :]
                writer.join()
                self.assertEqual(live.output, b"", "more answers than questions")
            self.assertEqual(live.end()[0], 0)

    def test_a_line_waits_for_its_rest(self):
        with CoProcess("tokenize") as live:
            live.ask("国务院\n".encode())
            live.write("总理\n促进".encode())
            self.assertEqual(live.read_until(b"\n"), "总理\n".encode())
            live.wait_until_read()
            live.write("就业".encode())
            live.wait_until_read()
            time.sleep(0.1)
            self.assertEqual(select.select([live.process.stdout], [], [], 0)[0], [], "half a line has no answer")
            self.assertEqual(live.ask(b"\n"), "促进 就业\n".encode())
            live.write("总理".encode())
            self.assertEqual(live.end(), (0, "国务院\n总理\n促进 就业\n总理\n".encode(), ""))

    def test_a_fifo_by_its_name(self):
        fifo = self.folder / "fifo"
        os.mkfifo(fifo)
        with CoProcess("tokenize", fifo, stdin=subprocess.DEVNULL) as live, fifo.open("wb", buffering=0) as writer:
            live.process.stdin = writer
            for i in range(10):
                live.ask((LINE.format(i) + "\n").encode())
            self.assertEqual(live.end()[0], 0)


class ExactTest(LiveTest):
    """What comes in pieces gives the same bytes as a file."""

    def feed(self, args, data, dice):
        """Runs with input that pauses at random places."""
        with CoProcess(*args, "--quiet") as live:
            reader = threading.Thread(target=self.read_all, args=[live])
            reader.start()
            at = 0
            while at < len(data):
                size = dice.choice([1, 3, dice.randrange(1, 200), dice.randrange(1, 100_000)])
                live.write(data[at : at + size])
                at += size
                if dice.random() < 0.7:
                    live.wait_until_read()
            live.process.stdin.close()
            reader.join()
            return live.end()

    def read_all(self, live):
        while data := live.process.stdout.read(1 << 16):
            live.output += data

    def check(self, args, data, dice, what):
        seen, expected = self.feed(args, data, dice), self.run_on_file(args, data)
        assert_same(self, seen[1], expected[1], what)
        self.assertEqual((seen[0], seen[2]), (expected[0], expected[2]))

    def test_random_text(self):
        for seed in seeds(6):
            dice = random.Random(seed)
            data = random_text.text(dice, dice.randrange(200_000))
            for args in (["tokenize"], ["tokenize", "--rules", "nlp-zero", "--quiet", "--threads", 3, "--memory", "64M"],
                         [*self.commands()["parse"][0], "--threads", 2]):  # fmt: skip
                with self.subTest(seed=seed, args=args):
                    self.check([*args, *AS_LINES], data, dice, f"seed {seed}")

    def test_json_lines(self):
        for seed in seeds(3):
            dice = random.Random(seed)
            records = [LINE.format(i) * dice.choice([1] * 19 + [300]) for i in range(dice.randrange(400))]
            for name, (args, make) in self.commands().items():
                with self.subTest(seed=seed, command=name):
                    data = b"".join(make(record) + dice.choice([b"\n", b"\r\n"]) for record in records)
                    self.check(args, data, dice, f"seed {seed}")

    def test_long_lines(self):
        # Longer than a block: they are split, and pauses do not change where they may be.
        dice = random.Random(1)
        text = "\n".join(LINE * dice.randrange(1, 40_000) for _ in range(4)).encode()
        self.check(["tokenize", "--threads", 2], text, dice, "long lines")

    def test_marks(self):
        for data in (b"\xef\xbb\xbf", b"\xef\xbb\xbfab\n", b"\xef\xbb"):
            with CoProcess("tokenize", "--allow-binary") as live:
                for i in range(len(data)):
                    live.write(data[i : i + 1])
                    live.wait_until_read()
                self.assertEqual(live.end()[:2], (0, run("tokenize", self.write("mark", data), "--allow-binary").output))

    def test_what_is_kept_as_a_whole(self):
        text = (LINE + "\n").encode() * 3000
        expected = run("tokenize", self.write("text", text)).output
        utf16 = ["--encoding", "UTF-16LE"]
        for args, data in [([], gzip.compress(text)), ([], zstd(text)), (utf16, text.decode().encode("utf-16-le")),
                           ([], text.decode().encode("utf-16")), (["--encoding", "GB18030"], text.decode().encode("gb18030")),
                           (["--encoding", "auto"], text.decode().encode("gb18030")),
                           (["--input-format", "csv", "--column", "1"], b'"' + text.replace(b"\n", b'"\n"')[:-1])]:  # fmt: skip
            with self.subTest(args=args, data=data[:10]):
                self.assertEqual(self.feed(["tokenize", *args], data, random.Random(1)), (0, expected, ""))

    def test_the_report_knows_the_input(self):
        data = (LINE + "\n").encode() * 100
        seen = []
        for command in (["tokenize", "-"], ["mine", "-"]):  # as it comes, and kept
            with CoProcess(*command, "--report", self.folder / "report") as live:
                for at in range(0, len(data), 1000):
                    live.write(data[at : at + 1000])
                    live.wait_until_read()
                self.assertEqual(live.end()[0], 0)
            report = json.loads((self.folder / "report").read_text())
            seen.append(report["inputs"])
        self.assertEqual(seen[0][0]["bytes"], len(data))
        self.assertEqual(seen[0], seen[1])

    def test_a_work_folder_gives_all_at_the_end(self):
        with CoProcess("tokenize", "--work-dir", self.folder / "work") as live:
            live.write("国务院总理\n".encode())
            live.wait_until_read()
            time.sleep(0.5)
            self.assertEqual(select.select([live.process.stdout], [], [], 0)[0], [])
            self.assertEqual(live.end()[:2], (0, "国务院 总理\n".encode()))


class FaultTest(LiveTest):
    def assert_ends(self, live, pattern, status=1):
        """The run ends with an error by itself, while its input is open."""
        self.assertEqual(live.process.wait(TIMEOUT / 10), status)
        self.assertRegex(live.process.stderr.read().decode(), rf"\Aciku: standard \w+: [^\n]*{pattern}[^\n]*\n\Z")

    def test_refused_behind_lines_that_are_answered(self):
        # As it would be at the beginning of a file.
        zeros = b"\0" * 20 + b"\n"
        for args, data, pattern in [([], GB18030, "its bytes are valid GB18030; pass --encoding GB18030"),
                                    (["--encoding", "auto"], GB18030, "but is lines in GB18030; pass .*--encoding GB18030"),
                                    ([], zeros, "holds zero bytes")]:  # fmt: skip
            with self.subTest(data=data), CoProcess("tokenize", *args) as live:
                for _ in range(3):
                    self.assertEqual(live.ask(b"abc\n"), b"abc\n")
                live.write(data)
                self.assert_ends(live, pattern)
        with CoProcess("tokenize") as live:
            self.assertEqual(live.ask(b"\n"), b"\n")
            live.write(b'{"text": "a"}\n')
            self.assert_ends(live, "but is jsonl in UTF-8; pass --input-format jsonl")
        with CoProcess("tokenize") as live:
            self.assertEqual(live.ask(b"{\n"), b"{\n")
            live.write(b'"text": "a"}\n')
            self.assert_ends(live, "a JSON document of several lines")

    def test_all_of_the_head_is_judged(self):
        lines = b"abc\n" * (HEAD // 4 - 10)
        for before, refused in ((lines, True), (lines + b"abc\n" * 10, False)):
            with CoProcess("tokenize") as live:
                live.ask(b"abc\n")
                live.write(before[4:])
                while live.output.count(b"\n") < len(before) // 4:
                    live.read_until(b"\n")
                live.write(GB18030)
                if refused:
                    self.assert_ends(live, "GB18030")
                else:
                    live.read_until(b"\n")
                    self.assertEqual(live.end()[0], 0)

    def test_errors_do_not_wait_for_input(self):
        # A question takes long enough that other threads wait for the next one when an error comes.
        question = (LINE + "\n").encode() * 5000
        for threads in few([1, 2, 8]):
            with self.subTest(threads), CoProcess("tokenize", "--quiet", "--strict", "--threads", threads) as live:
                for i in range(20):
                    live.ask((LINE.format(i) + "\n").encode())
                live.write(b"\xff\n")
                self.assert_ends(live, "invalid UTF-8")
            with self.subTest(threads), open("/dev/full", "wb") as full:
                with CoProcess("tokenize", "--quiet", "--threads", threads, stdout=full) as live:
                    live.write(question)
                    self.assert_ends(live, "No space left")
            with self.subTest(threads), CoProcess("tokenize", "--quiet", "--threads", threads) as live:
                live.process.stdout.close()
                live.write(question)
                self.assertEqual(live.process.wait(TIMEOUT / 10), 0)

    def test_a_bad_record(self):
        with CoProcess("tokenize", "--field", "text") as live:
            live.ask(b'{"text": "a"}\n')
            live.write(b'{"text": }\n')
            self.assert_ends(live, "JSON")

    def test_the_output_is_closed(self):
        with CoProcess("tokenize") as live:
            live.ask(b"abc\n")
            live.process.stdout.close()
            live.process.stdout = None
            live.write(b"abc\n")
            self.assertEqual(live.process.wait(TIMEOUT / 10), 0)
            self.assertEqual(live.process.stderr.read(), b"")

    def test_a_full_disk(self):
        with open("/dev/full", "wb") as full:
            result = run("tokenize", stdin=b"abc\n", stdout=full)
            self.assertEqual(result.status, 1)
            self.assertRegex(result.errors, "standard output: cannot write: No space left")
            with CoProcess("tokenize", stdout=full) as live:
                live.write(b"abc\n")
                self.assert_ends(live, "No space left")

    @unless_sanitized
    def test_memory_stays_bounded(self):
        # A line without an end, in pieces, and answers that nobody reads meanwhile.
        with CoProcess("tokenize", "--memory", "128M", "--threads", 2, stdout=subprocess.DEVNULL) as live:
            piece = (LINE * 10).encode()
            for _ in range(100_000):
                live.write(piece)
            with open(f"/proc/{live.process.pid}/status", encoding="ascii") as file:
                peak = next(int(line.split()[1]) << 10 for line in file if line.startswith("VmHWM"))
            self.assertLess(peak, (128 + 64) << 20)
            self.assertEqual(live.end()[0], 0)


if __name__ == "__main__":
    unittest.main()
