"""Reports: what they say, that their command lines can be run again, and that none is lost."""

import fcntl
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import termios
import time
import unittest
from datetime import datetime, timezone

from driver import SANITIZED, TIMEOUT, CliTest, command_line, program, read_report, run, tool

TEXT = "词典里的词，没有标注。词典是词的书，书里有词。\n" * 40
TOKENS = "词典 里 的 词 ， 没有 标注\n" * 20
LEXICON = "词典\t12\n标注\t5\n词\t3\n"
TEMPLATES = "[X] 的 [X]\t9\n词典 [X]\t3\n"
# Every command, with a name for what it writes: the name of a file, of a folder, or nothing for standard output.
COMMANDS = {
    "mine": ["mine", "text", "-o", "OUT"],
    "mine by pairs": ["mine", "in", "--method", "pair-cut", "--min-count", "2", "--stats", "-o", "OUT"],
    "mine by n-grams": ["mine", "text", "--method", "ngram", "--order", "3", "--min-count", "2", "--exclude", "lexicon"],
    "mine by probabilities": ["mine", "text", "--method", "word-finder", "--min-proba", "0.001", "-o", "OUT.csv"],
    "mine new words": ["mine", "text", "--dictionary", "lexicon", "--only-new", "--sort", "score", "-o", "OUT.gz"],
    "pack": ["pack", "in", "--frame-size", "4K", "--shard-size", "4K", "-o", "OUT"],
    "count": ["count", "text", "-o", "OUT"],
    "dump": ["count", "--dump", "counts", "-o", "OUT"],
    "merge": ["merge", "counts", "more.counts", "-o", "OUT"],
    "merge a bin": ["merge", "counts", "more.counts", "--bin", "2/3", "--min-count", "2", "-o", "OUT"],
    "weigh": ["weigh", "pair.counts", "--method", "pair-cut", "--min-count", "2", "-o", "OUT"],
    "words": ["words", "text", "--counts", "counts", "-o", "OUT"],
    "words by joints": ["words", "text", "--joints", "joints", "-o", "OUT"],
    "pieces": ["words", "text", "--counts", "pair.counts", "--method", "pair-cut", "--min-count", "2", "--pieces",
               "-o", "OUT"],
    "words of pieces": ["words", "--from-pieces", "pieces", "-o", "OUT"],
    "tokenize": ["tokenize", "text", "--lexicon", "lexicon", "--user-words", "words", "-o", "OUT.zst"],
    "tokenize by rules": ["tokenize", "text", "--rules", "nlp-zero", "--separator", "/"],
    "templates": ["templates", "tokens", "--tokenized", "--min-proba", "0.01", "--min-pmi", "0", "-o", "OUT"],
    "parse": ["parse", "词典里的词", "--templates", "templates", "-o", "OUT"],
    "parse a file": ["parse", "--input", "tokens", "--tokenized", "--templates", "templates", "--format", "brackets"],
    "lexicon": ["lexicon", "lexicon", "--format", "jieba", "-o", "OUT"],
    "compare": ["compare", "lexicon", "words", "-o", "OUT"],
    "kwic": ["kwic", "词", "text", "in", "--sort", "right", "--sample", "5", "-o", "OUT"],
    "explain": ["explain", "词典", "--counts", "counts", "--order", "2", "-o", "OUT"],
    "evaluate": ["evaluate", "--gold", "tokens", "tokens", "--training-words", "words", "-o", "OUT"],
    "evaluate words": ["evaluate", "--words", "words", "lexicon"],
    "evaluate several": ["evaluate", "--words", "words", "lexicon", "words"],
}  # fmt: skip


def xxh3(data):
    return re.search(r"\b[0-9a-f]{16}\b", tool("xxhsum", "-H3", stdin=data).decode()).group()


def text_of(value):
    """Returns the bytes of a text in a report."""
    return bytes.fromhex(value["hex"]) if isinstance(value, dict) else value.encode()


class ReportCase(CliTest):
    def setUp(self):
        super().setUp()
        for name, data in {"text": TEXT, "in/a.txt": TEXT, "in/b.jsonl": json.dumps({"text": "词典"}) + "\n",
                           "tokens": TOKENS, "lexicon": LEXICON, "words": "词典\n书\n", "templates": TEMPLATES,
                           "more": "标注\n"}.items():  # fmt: skip
            self.write(name, data)
        for line in (["count", "text", "-o", "counts"], ["count", "more", "-o", "more.counts"],
                     ["count", "text", "-o", "pair.counts", "--order", "2", "--rules", "nlp-zero"],
                     ["weigh", "pair.counts", "--method", "pair-cut", "--min-count", "2", "-o", "joints"],
                     ["words", "text", "--counts", "pair.counts", "--method", "pair-cut", "--pieces", "--min-count", "2",
                      "-o", "pieces"]):  # fmt: skip
            self.assertEqual(self.run_here(*line).status, 0)
        self.report_path = self.folder / "report.json"

    def run_here(self, *args, **kwargs):
        return run(*args, defaults=True, cwd=self.folder, **kwargs)

    def reported(self, *args, status=0, **kwargs):
        """Runs a command and returns how it ended, and its report."""
        result = self.run_here(*args, "--report", self.report_path, **kwargs)
        self.assertEqual(result.status, status, result)
        return result, read_report(self.report_path)

    def written(self, args, output):
        """Returns the bytes of each file that a run has written, and removes the files."""
        name = next((arg for arg in args if arg.startswith("OUT")), None)
        if name is None:
            return {"standard output": output}
        path = self.folder / name
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        seen = {str(file): file.read_bytes() for file in files}
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        if output:
            seen["standard output"] = output
        return seen


class ContentTest(ReportCase):
    def setUp(self):
        super().setUp()
        import jsonschema  # noqa: F401: without it, read_report() checks nothing

    def test_outputs(self):
        for name, args in COMMANDS.items():
            with self.subTest(name):
                result, report = self.reported(*args)
                seen = self.written(args, result.output)
                rows = {row["path"]: (row["bytes"], row["xxh3"]) for row in report["outputs"]}
                self.assertEqual(rows, {path: (len(data), xxh3(data)) for path, data in seen.items()})
                self.assertEqual(report["output_files"], len(seen))
                self.assertEqual((report["status"], report["error"], report["command"]), (0, None, args[0]))

    def test_running_the_command_line_again(self):
        for name, args in COMMANDS.items():
            with self.subTest(name):
                result, report = self.reported(*args)
                seen = self.written(args, result.output)
                again = subprocess.run(["bash", "-c", report["command_line"]], cwd=report["directory"], check=True,
                                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                self.assertEqual(self.written(args, again.stdout), seen)
                self.assertEqual([text_of(argument) for argument in report["arguments"]],
                                 list(map(os.fsencode, [program(), *args, "--report", self.report_path])))

    def test_odd_names(self):
        names = [b"with blank", b"it's", b'"quotes"', b"two\nlines", b"\xff\xfe.txt", b"$HOME `x` $(y)", b"-hyphen",
                 "词典\x85\u202e".encode(), b"*?[a]{b,c}~!#&;|<>\\", b"[x,y]", b"\x01\x1b[0m"]
        for i, name in enumerate(names):
            path = os.path.join(os.fsencode(self.folder / "odd"), name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(f"词{i}典\n".encode() * 20)
        (self.folder / "here").mkdir()
        args = [b"tokenize", *(b"../odd/" + name for name in names), b"--separator", b" '\\\t\x7f", b"--exclude-files", b"[a,b]",
                b"-o", b"\xe8out 'put'\n"]  # fmt: skip
        for cwd in (self.folder / "here", os.fsencode(self.folder) + b"/odd\xff folder"):
            os.makedirs(cwd, exist_ok=True)
            here = os.fsencode(cwd)
            result = run(*args, b"--report", b"a report\xff", b"-q", cwd=here)
            self.assertEqual((result.status, result.output), (0, b""), result)
            with open(here + b"/\xe8out 'put'\n", "rb") as file:
                seen = file.read()
            with open(here + b"/a report\xff", "rb") as file:
                report = read_report(file.read())
            os.unlink(here + b"/\xe8out 'put'\n")
            self.assertEqual([text_of(each) for each in report["arguments"]][1:], [*args, b"--report", b"a report\xff", b"-q"])
            self.assertEqual([text_of(row["path"]) for row in report["inputs"]], [b"../odd/" + name for name in names])
            self.assertEqual(text_of(report["options"]["separator"]), b" '\\\t\x7f")
            self.assertEqual([text_of(glob) for glob in report["options"]["exclude_files"]], [b"[a,b]"])
            self.assertEqual(os.path.realpath(text_of(report["directory"])), os.path.realpath(here))
            self.assertNotIn("\n", report["command_line"])
            subprocess.run(["bash", "-c", report["command_line"]], cwd=text_of(report["directory"]), check=True)
            with open(here + b"/\xe8out 'put'\n", "rb") as file:
                self.assertEqual(file.read(), seen)
        # The same names where nothing stands before them.
        args = [b"tokenize", b"-o", b"../out", b"--report", b"../report", b"-q", b"--", *names]
        result = run(*args, cwd=self.folder / "odd")
        self.assertEqual(result.status, 0, result)
        report = read_report(self.folder / "report")
        self.assertEqual([text_of(row["path"]) for row in report["inputs"]], names)
        self.assertEqual([text_of(path) for path in report["options"]["INPUT"]], names)
        seen = (self.folder / "out").read_bytes()
        (self.folder / "out").unlink()
        subprocess.run(["bash", "-c", report["command_line"]], cwd=self.folder / "odd", check=True)
        self.assertEqual((self.folder / "out").read_bytes(), seen)

    def test_every_option_has_a_value(self):
        for name, args in COMMANDS.items():
            with self.subTest(name):
                result, report = self.reported(*args)
                self.written(args, result.output)
                text = self.run_here(args[0], "--help").output.decode()
                named = re.findall(r"^  (?:-\w, )?--([a-z-]+)", text, re.MULTILINE)
                named = {option.replace("-", "_") for option in named if option != "help"}
                positional = set(re.findall(r"^  ([A-Z]+)(?:\.\.\.)?$", text, re.MULTILINE))
                self.assertEqual(set(report["options"]), named | positional)

    def test_values_of_options(self):
        _, report = self.reported("mine", "text", "in", "--min-count", "010", "--memory", "64M", "-j", "3", "--min-gain",
                                  "1,2.5,3", "--order", "4", "--seed-entropy", "1,1,1", "--exclude", "lexicon",
                                  "--exclude", "words", "--no-digits", "--alphabet", "HAN", "--top", "7", "-q",
                                  "--temp-dir", "temp", "--columns", "word,count", "-o", "x.csv")  # fmt: skip
        options = report["options"]
        wanted = {"INPUT": ["text", "in"], "min_count": 10, "memory": 64 << 20, "threads": 3, "min_gain": [1, 2.5, 3],
                  "order": 4, "seed_entropy": [1, 1, 1], "exclude": ["lexicon", "words"], "no_digits": True,
                  "no_latin": False, "alphabet": "han", "top": 7, "quiet": True, "temp_dir": "temp",
                  "columns": ["word", "count"], "format": "csv", "method": "unigram", "rules": "units", "rounds": 3,
                  "max_length": None, "min_length": 1, "min_pmi": None, "thresholds": None, "work_dir": None,
                  "checkpoint_interval": 30, "color": "auto", "sort": "count", "output": "x.csv"}  # fmt: skip
        self.assertEqual({name: options[name] for name in wanted}, wanted)
        _, report = self.reported("mine", "text", "--thresholds", "0,1", "--order", "2", env={"TMPDIR": str(self.temp)})
        wanted = {"method": "ngram", "thresholds": [0, 1], "order": 2, "min_count": 10, "rules": "nlp-zero",
                  "rounds": None, "format": "tsv", "output": "-", "temp_dir": str(self.temp)}  # fmt: skip
        self.assertEqual({name: report["options"][name] for name in wanted}, wanted)
        _, report = self.reported("tokenize", "-o", "x.jsonl", stdin=TEXT.encode())
        wanted = {"INPUT": ["-"], "lexicon": "builtin", "rules": "units", "script": "auto", "format": "jsonl",
                  "alphabet": "han", "no_joining": False, "user_words": []}  # fmt: skip
        self.assertEqual({name: report["options"][name] for name in wanted}, wanted)

    def test_inputs(self):
        _, report = self.reported("mine", "in", "--exclude-files", "*.jsonl", "--dictionary", "lexicon", "--exclude", "words")
        rows = {(row["option"], row["path"]): row for row in report["inputs"]}
        self.assertEqual(set(rows), {("INPUT", "in/a.txt"), ("--dictionary", "lexicon"), ("--exclude", "words")})
        for (option, path), row in rows.items():
            data = (self.folder / path).read_bytes()
            self.assertEqual((row["bytes"], row["fingerprint"]), (len(data), xxh3(data)))
            text = ("lines", "UTF-8") if option == "INPUT" else (None, None)
            self.assertEqual((row["format"], row["encoding"]), text)
        self.assertEqual(report["input_files"], 3)

    def test_fingerprints_of_longer_inputs(self):
        data = os.urandom(20).hex().encode() * 1000
        self.write("long", data)
        ends = xxh3(data[:4096] + data[-4096:])
        for stdin, fingerprint in ((data, xxh3(data)), ((self.folder / "long").open("rb"), ends)):
            _, report = self.reported("mine", "-", "--allow-binary", stdin=stdin)
            row = report["inputs"][0]
            self.assertEqual((row["path"], row["bytes"], row["fingerprint"]), ("standard input", len(data), fingerprint))
        stdin.close()
        _, report = self.reported("mine", "long", "--allow-binary")
        self.assertEqual(report["inputs"][0]["fingerprint"], ends)

    def test_an_input_that_is_read_as_it_comes(self):
        data = TEXT.encode() * 2000
        _, report = self.reported("tokenize", "-o", "out", stdin=data)
        row = report["inputs"][0]
        self.assertEqual((row["path"], row["bytes"], row["fingerprint"]), ("standard input", len(data), xxh3(data)))
        _, report = self.reported("tokenize", "--strict", "-o", "out", stdin=data + b"\xff\n" + data, status=1)
        row = report["inputs"][0]
        self.assertEqual((row["path"], row["bytes"], row["fingerprint"]), ("standard input", None, None))

    def test_a_lexicon_from_a_pipe(self):
        line = shlex.join([program(), "tokenize", "text", "--lexicon", "LEXICON", "--report", "report.json", "-o", "out"])
        line = line.replace("LEXICON", "<(cat lexicon)")
        subprocess.run(["bash", "-c", line], cwd=self.folder, check=True, stderr=subprocess.DEVNULL)
        row = next(row for row in read_report(self.report_path)["inputs"] if row["option"] == "--lexicon")
        self.assertEqual((row["option"], row["bytes"], row["fingerprint"]), ("--lexicon", None, None))
        self.assertEqual((self.folder / "out").read_bytes(), self.run_here("tokenize", "text", "--lexicon", "lexicon").output)

    def test_times_and_machine(self):
        before = datetime.now(timezone.utc)
        _, report = self.reported("mine", "text", "-j", "2", env={"TZ": "Asia/Kathmandu"})
        after = datetime.now(timezone.utc)
        self.assertRegex(report["start"], r"\+05:45$")
        start = datetime.fromisoformat(report["start"])
        self.assertLess(abs((start - before).total_seconds()), (after - before).total_seconds() + 0.1)
        self.assertLess(report["seconds"], (after - before).total_seconds())
        used = report["processor_seconds"]
        self.assertGreater(used["user"] + used["system"], 0)
        self.assertLess(used["user"] + used["system"], 10 * (after - before).total_seconds())
        self.assertAlmostEqual(report["megabytes_per_second"], len(TEXT.encode()) / 1e6 / report["seconds"], delta=1)
        machine = report["machine"]
        self.assertEqual(machine["host"], os.uname().nodename)
        self.assertIn(os.uname().release, machine["system"])
        self.assertEqual(machine["processors"], len(os.sched_getaffinity(0)))
        self.assertEqual(report["threads"], 2)
        _, report = self.reported("lexicon", "lexicon")
        self.assertEqual((report["threads"], report["megabytes_per_second"]), (1, None))
        # As many threads as the memory has room for.
        _, report = self.reported("pack", "text", "-o", "x", "-j", "900", "--memory", "100M")
        self.assertLess(report["threads"], report["options"]["threads"])

    @unittest.skipIf(SANITIZED, "many files take long")
    def test_very_many_inputs(self):
        folder = self.folder / "many"
        folder.mkdir()
        for i in range(100_005):
            (folder / f"{i:06}").symlink_to("../text") if i < 2 else os.mknod(folder / f"{i:06}")
        (folder / "000001").unlink()
        _, report = self.reported("count", "many", "-o", "x")
        self.assertEqual((report["input_files"], len(report["inputs"])), (100_004, 100_000))
        self.assertEqual(report["inputs"][0]["path"], "many/000000")


class FailureTest(ReportCase):
    """A run that fails has a report all the same."""

    def failed(self, status, *args, **kwargs):
        result, report = self.reported(*args, status=status, **kwargs)
        self.assertEqual(result.errors, f"ciku: {report['error']}\n")
        self.assertEqual((report["status"], report["outputs"], report["results"]), (status, [], {}))
        return report

    def test_every_command(self):
        for args in (["mine", "none"], ["pack", "none", "-o", "x"], ["count", "none", "-o", "x"],
                     ["count", "--dump", "text"], ["merge", "text", "-o", "x"], ["words", "none", "--counts", "counts"],
                     ["words", "--from-pieces", "counts"], ["weigh", "text", "--method", "ngram", "-o", "x"],
                     ["words", "text", "--joints", "counts"], ["tokenize", "none"], ["templates", "none"],
                     ["parse", "词", "--templates", "none"], ["lexicon", "none"], ["compare", "lexicon", "none"],
                     ["evaluate", "--words", "none", "lexicon"]):  # fmt: skip
            with self.subTest(args):
                report = self.failed(1, *args)
                self.assertEqual(report["command"], args[0])
                self.assertEqual(report["arguments"][1:], [*args, "--report", str(self.report_path)])

    def test_used_wrongly(self):
        for args in (["mine", "text", "--memory", "1K"], ["mine", "text", "--min-length", "3", "--max-length", "2"],
                     ["mine", "text", "--method", "ngram", "--smoothing", "1"], ["mine"], ["words", "text", "--counts",
                     "counts", "--pieces"], ["count", "text"], ["pack", "text", "-o", "-"], ["evaluate", "tokens"],
                     ["tokenize", "text", "-o", "text"], ["lexicon", "--columns", "score"]):  # fmt: skip
            with self.subTest(args):
                self.failed(2, *args)
        # What cannot be parsed has no report.
        self.report_path.unlink()
        for args in (["mine", "text", "--no-such-option"], ["mine", "text", "--min-count", "x"], ["merge", "counts"]):
            self.assertEqual(self.run_here(*args, "--report", self.report_path).status, 2)
            self.assertFalse(self.report_path.exists())

    def test_the_passes_so_far(self):
        self.write("bad.jsonl", '{"text": "词"}\n' * 9999 + "damaged\n")
        report = self.failed(1, "tokenize", "text", "bad.jsonl")
        names = [row["name"] for row in report["passes"]]
        self.assertEqual((sorted(names), names[-1]), (["open", "read lexicon", "tokenize"], "tokenize"))
        self.assertEqual([row.get("unfinished") for row in report["passes"]], [None, None, True])
        self.assertEqual([row["path"] for row in report["inputs"]], ["text", "bad.jsonl"])

    def test_it_replaces_an_earlier_report_but_no_result(self):
        self.reported("mine", "text", "-o", "out")
        before = (self.folder / "out").read_bytes()
        self.failed(1, "mine", "none", "-o", "out")
        self.assertEqual((self.folder / "out").read_bytes(), before)
        _, report = self.reported("mine", "text", "-o", "out")
        self.assertEqual(report["status"], 0)

    def test_a_report_that_is_lost_hides_nothing(self):
        result = self.run_here("mine", "none", "--report", "/dev/full")
        self.assertEqual(result.status, 1)
        self.assertRegex(result.errors, r"\Aciku: warning: the report [^\n]*could not be written: /dev/full[^\n]*\n"
                                        r"ciku: none: cannot open[^\n]*\n\Z")  # fmt: skip
        result = self.run_here("mine", "text", "-o", "out", "--report", "/dev/full", "-q")
        self.assertEqual(result.status, 1)
        self.assertRegex(result.errors, r"\Aciku: /dev/full: cannot write: No space left[^\n]*\n\Z")
        self.assertTrue((self.folder / "out").exists())

    def test_a_pipe_that_is_closed(self):
        line = [*command_line("tokenize", "text", "text2", "-q", "--report", "report.json")]
        self.write("text2", TEXT * 3000)
        with subprocess.Popen(line, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as job:
            job.stdout.read(10)
            job.stdout.close()
            self.assertEqual((job.wait(TIMEOUT), job.stderr.read()), (0, b""))
        report = read_report(self.report_path)
        self.assertEqual((report["status"], report["outputs"]), (0, []))
        self.assertIn("has closed it", report["error"])


class PlaceTest(ReportCase):
    """A report that cannot be written is said before the work."""

    def check(self, status, pattern, *args, report, **kwargs):
        quiet = [] if args[0] in ("lexicon", "compare", "evaluate") else ["-q"]
        self.assert_fails(status, pattern, *args, "-o", "out", "--report", report, *quiet, defaults=True, cwd=self.folder,
                          **kwargs)  # fmt: skip
        self.assertFalse((self.folder / "out").exists())

    def test_where_no_report_can_be(self):
        for name in COMMANDS:
            args = [arg for arg in COMMANDS[name] if arg not in ("-o", "OUT") and not arg.startswith("OUT")]
            self.check(1, "none/report: cannot write: its folder does not exist", *args, report="none/report")
            self.check(1, "in: is a folder, not a file", *args, report="in")
            self.check(2, "--report: no name given", *args, report="")
            self.check(1, "text/report: cannot write: Not a directory", *args, report="text/report")

    def test_without_permission(self):
        if os.geteuid() != 0:
            self.skipTest("only root can be somebody else")
        folder = self.folder / "closed"
        folder.mkdir(mode=0o755)
        self.folder.chmod(0o777)
        for path in (self.folder / "text", self.folder / "in"):
            path.chmod(0o755)
        self.check(1, "closed/report: cannot write: Permission denied", "mine", "text", report="closed/report",
                   user=65534, group=65534, extra_groups=[])  # fmt: skip

    def test_in_the_place_of_a_result_or_an_input(self):
        self.check(2, "the report would replace the result: both are ./out", "mine", "text", report="./out")
        for name, args in COMMANDS.items():
            read = {"text": "text", "counts": "counts", "lexicon": "lexicon", "words": "words", "tokens": "tokens",
                    "pieces": "pieces", "joints": "joints", "templates": "templates", "pair.counts": "pair.counts"}  # fmt: skip
            args = [arg for arg in args if arg != "-o" and not arg.startswith("OUT")]
            for path in read.keys() & set(args[1:]):
                with self.subTest(name, path=path):
                    self.check(2, f"{path}: is read, and the report would take its place", *args, report=path)
        (self.folder / "out").mkdir()
        self.assert_fails(2, "the report would be among the shards", "pack", "text", "-o", "out", "--report", "out/report",
                          cwd=self.folder)  # fmt: skip

    def test_standard_output(self):
        for name, args in COMMANDS.items():
            with self.subTest(name):
                out = [arg for arg in args if arg.startswith("OUT")]
                result = self.run_here(*args, "--report", "-")
                if not out or args[0] == "compare":
                    self.assertEqual((result.status, result.output), (2, b""))
                    self.assertRegex(result.errors, r"\Aciku: the report and the result would both go to standard "
                                                    r"output; name a file for one of them\n\Z")  # fmt: skip
                    continue
                self.assertEqual(result.status, 0, result)
                report = read_report(result.output)
                self.assertEqual(report["options"]["report"], "-")
                self.assertEqual(len(report["outputs"]), len(self.written(args, b"")))
        for stdout in (subprocess.PIPE, subprocess.DEVNULL, (self.folder / "x").open("wb")):
            for report, output in (("-", "/dev/stdout"), ("/dev/stdout", "-"), ("/dev/fd/1", "-")):
                done = subprocess.run(command_line("mine", "text", "--report", report, "-o", output), cwd=self.folder,
                                      stdout=stdout, stderr=subprocess.PIPE, check=False)  # fmt: skip
                self.assertEqual(done.returncode, 2, done.stderr)
        stdout.close()
        result = self.run_here("mine", "none", "-o", "out", "--report", "-")
        self.assertEqual((result.status, read_report(result.output)["status"]), (1, 1))

    def test_compressed(self):
        self.assertEqual(self.run_here("mine", "text", "-o", "out", "--report", "report.json.gz").status, 0)
        self.assertEqual(read_report(tool("gzip", "-dc", self.folder / "report.json.gz"))["command"], "mine")


def waiting(pipe):
    """Returns how many bytes are in a pipe."""
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)


def has_read(job):
    return waiting(job.stdin) == 0


def has_written(job):
    return waiting(job.stdout) > 0


class InterruptedTest(ReportCase):
    def begin(self, args, begun=has_read, stdout=subprocess.PIPE):
        """Begins a run, and returns it when begun(run) is true. Its standard input has no end."""
        job = subprocess.Popen(command_line(*args, defaults=True), cwd=self.folder, stdin=subprocess.PIPE,
                               stdout=stdout, stderr=subprocess.PIPE)  # fmt: skip
        job.stdin.write(TEXT.encode())
        job.stdin.flush()
        deadline = time.monotonic() + TIMEOUT
        while not begun(job):
            self.assertLess(time.monotonic(), deadline)
            self.assertIsNone(job.poll())
        return job

    def interrupt(self, args, how, begun=has_read):
        """Ends a run that has begun. Returns its status and its outputs."""
        job = self.begin(args, begun)
        job.send_signal(how)
        status = job.wait(TIMEOUT)  # before its standard input ends
        output, errors = job.communicate()
        return status, output, errors.decode()

    def test_signals(self):
        for how in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self.write("report.json", "old")
            self.write("out", "old")
            status, output, errors = self.interrupt(["mine", "-", "-o", "out", "--report", "report.json", "-q"], how)
            self.assertEqual((status, output, errors), (-how, b"", "ciku: interrupted; nothing was written\n"))
            report = read_report(self.report_path)
            self.assertEqual((report["status"], report["error"]), (128 + how, "interrupted; nothing was written"))
            self.assertEqual([(row["name"], row["unfinished"]) for row in report["passes"]], [("open", True)])
            self.assertEqual((self.folder / "out").read_bytes(), b"old")
            self.assertEqual([name for name in os.listdir(self.folder) if name.startswith(".")], [])

    def test_a_signal_that_comes_twice(self):
        """`timeout` signals its child and then the group: the second one does not end the report."""
        for _ in range(5):
            self.report_path.unlink(missing_ok=True)
            job = self.begin(["mine", "-", "-o", "out", "--report", "report.json", "-q"])
            for _ in range(3):
                job.send_signal(signal.SIGTERM)
            self.assertEqual(job.wait(TIMEOUT), -signal.SIGTERM)
            job.communicate()
            self.assertEqual(read_report(self.report_path)["status"], 143)

    def test_an_input_that_is_read_as_it_comes(self):
        status, output, errors = self.interrupt(["tokenize", "--report", "report.json", "-q"], signal.SIGINT, has_written)
        self.assertEqual((status, errors), (-signal.SIGINT, "ciku: interrupted; the output is not complete\n"))
        self.assertTrue(output)
        report = read_report(self.report_path)
        self.assertEqual((report["error"], report["outputs"]), ("interrupted; the output is not complete", []))
        self.assertEqual([(row["path"], row["bytes"]) for row in report["inputs"]], [("standard input", None)])

    def test_to_standard_output(self):
        status, output, _ = self.interrupt(["mine", "-", "-o", "out", "--report", "-", "-q"], signal.SIGINT)
        self.assertEqual((status, read_report(output)["status"]), (-signal.SIGINT, 130))

    def test_with_a_work_folder(self):
        self.write("big", "".join(f"{TEXT}{i}\n" for i in range(300)))
        least = self.least_memory("tokenize", self.folder / "big", "-j", "1")
        line = ["tokenize", "big", "-o", "out", "--work-dir", "work", "--checkpoint-interval", "0", "-j", "1", "--memory",
                least, "--report", "report.json", "-q"]  # fmt: skip
        manifest = self.folder / "work" / "manifest"
        parts = []

        def recorded(_):
            if manifest.exists():
                data = manifest.read_bytes()
                if b'"tokenize"' in data and data not in parts:
                    parts.append(data)
            return len(parts) >= 2

        status, _, errors = self.interrupt(line, signal.SIGTERM, recorded)
        self.assertEqual(status, -signal.SIGTERM, errors)
        report = read_report(self.report_path)
        self.assertEqual(f"ciku: {report['error']}\n", errors)
        self.assertIn("run the same command again", report["error"])
        self.assertEqual(report["passes"][-1]["name"], "tokenize")
        self.assertFalse(report["resumed"])
        subprocess.run(["bash", "-c", report["command_line"]], cwd=self.folder, check=True)
        report = read_report(self.report_path)
        self.assertTrue(report["resumed"])
        self.assertEqual((self.folder / "out").read_bytes(), self.run_here("tokenize", "big").output)

    def test_a_report_that_waits_delays_no_second_signal(self):
        fifo = self.folder / "fifo"
        os.mkfifo(fifo)
        # A reader that does not read, and a pipe that is full.
        reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
        writer = os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        with self.assertRaises(BlockingIOError):
            while True:
                os.write(writer, bytes(4096))
        job = self.begin(["mine", "-", "-o", "out", "--report", fifo, "-q"], stdout=subprocess.DEVNULL)
        job.send_signal(signal.SIGINT)
        self.assertIn(b"interrupted", job.stderr.readline())
        time.sleep(1)  # longer than it takes a signal for one that is meant for the group
        self.assertIsNone(job.poll(), "it waits for the reader")
        job.send_signal(signal.SIGINT)
        self.assertEqual(job.wait(TIMEOUT), -signal.SIGINT)
        job.stdin.close()
        job.stderr.close()
        os.close(reader)
        os.close(writer)


if __name__ == "__main__":
    sys.exit(unittest.main())
