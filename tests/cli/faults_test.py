"""System calls that fail, one after the other: nothing is lost, and the program names the reason.

The library that CIKU_FAULTS names is preloaded into the program. It makes the n-th call fail, for
every n; see tests/faults/faults.cc. If there are very many calls, only the first, the last and a
random sample are tried, or all of them with CIKU_TEST_LONG=1.
"""

import concurrent.futures
import dataclasses
import itertools
import json
import os
import random
import re
import resource
import shutil
import tempfile
import unittest
from pathlib import Path

import random_text
from driver import CliTest, Result, run

LONG = os.environ.get("CIKU_TEST_LONG") == "1"
QUICK = 30  # how many calls to try in each test of a job, at most
ENDS = 10  # how many of these are the first calls, and how many the last

REASONS = {
    "ENOSPC": "No space left on device",
    "EDQUOT": "Disk quota exceeded",
    "EIO": "Input/output error",
    "EMFILE": "Too many open files",
    "ENFILE": "Too many open files in system",
    "ENOMEM": "Cannot allocate memory",
    "unreadable": "could not be read from disk",
}
# For these errors, the message has to say what the user can do.
REMEDIES = {"ENOSPC": "free some space", "EDQUOT": "free some space", "EMFILE": "ulimit -n"}


@dataclasses.dataclass
class Job:
    """A command that runs again and again, each time in a new folder."""

    name: str
    arguments: list  # {root} is the folder of the inputs, {folder} the folder of the run
    results: list  # names of results in the folder of the run
    old: dict  # older results that may exist, by name: bytes, or None for an empty folder
    stdin: bytes = b""

    def command(self, root, folder):
        return [str(argument).format(root=root, folder=folder) for argument in self.arguments]


@dataclasses.dataclass(frozen=True)
class Fault:
    """The call that has to fail, and how."""

    call: str
    error: str
    at: int
    sticky: bool = False
    path: str = ""
    standard: bool = False

    def environment(self, count=None):
        settings = {"CALL": self.call, "ERROR": self.error, "AT": self.at, "PATH": self.path,
                    "STICKY": int(self.sticky), "STANDARD": int(self.standard),
                    "COUNT": count or ""}  # fmt: skip
        environment = {f"CIKU_FAULT_{name}": str(value) for name, value in settings.items()}
        environment["LD_PRELOAD"] = os.path.abspath(os.environ["CIKU_FAULTS"])
        # AddressSanitizer wants to be loaded first, but works with the library before it.
        options = os.environ.get("ASAN_OPTIONS", "")
        environment["ASAN_OPTIONS"] = f"{options}:verify_asan_link_order=0".lstrip(":")
        return environment


def contents(path):
    """Returns the content of a path: None, the bytes of a file, or a folder's files. Of a report
    only the command and the status are compared, because times differ."""
    if path.is_dir():
        return {str(file.relative_to(path)): contents(file) for file in path.rglob("*")}
    if not path.exists():
        return None
    return content(path.read_bytes())


def content(data):
    if not data.startswith(b"{"):
        return data
    report = json.loads(data)
    return f"{report['command']} {report['status']}"


@unittest.skipUnless(os.environ.get("CIKU_FAULTS"), "CIKU_FAULTS does not name the library")
class FaultsTest(CliTest):
    """Runs jobs with faults, several at a time."""

    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory(prefix="ciku-test-")
        cls.addClassCleanup(scratch.cleanup)
        cls.root = Path(os.path.realpath(scratch.name))
        cls.numbers = itertools.count()
        rng = random.Random(1)
        (cls.root / "crowded").write_bytes(random_text.crowded(rng, 100_000, 160_000))
        small = random_text.text(rng, 300_000, invalid=0).decode(errors="ignore").encode()
        (cls.root / "folder").mkdir()
        (cls.root / "folder/a.txt").write_bytes(small[:100_000])
        (cls.root / "folder/b.txt").write_bytes(small[100_000:])
        (cls.root / "lexicon").write_text("中国\t5\n人\t3\na1\t2\n", encoding="utf-8")
        cls.small = small
        cls.pool = concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0)))
        cls.addClassCleanup(cls.pool.shutdown)

    # The jobs. They have one thread, which makes the same calls in every run.

    def mine_job(self, name, inputs, *more, stdin=b""):
        arguments = ["mine", *inputs, "-o", "{folder}/result", "--temp-dir", "{folder}/temp",
                     "--threads", 1, "--quiet", "--min-count", 2, *more]  # fmt: skip
        results = ["result", "report"] if "--report" in more else ["result"]
        return Job(name, arguments, results, {"result": b"old\t1\n"}, stdin)

    def spilling_job(self, *more, threads=1):
        arguments = ["{root}/crowded", "--min-pmi", -3, "--threads", threads]
        given = [str(argument).format(root=self.root) for argument in arguments]
        memory = self.least_memory("mine", *given)
        job = self.mine_job("spilling", arguments[:1], "--min-pmi", -3, "--memory", memory, *more)
        job.arguments[job.arguments.index("--threads") + 1] = threads
        return job

    def file_job(self):
        return self.mine_job("file", ["{root}/folder/a.txt"])

    def pipe_job(self):
        return self.mine_job("pipe", ["-"], stdin=self.small)

    def report_job(self):
        return self.mine_job("report", ["{root}/folder"], "--report", "{folder}/report")

    def tokenize_job(self):
        return Job("tokenize", ["tokenize", "{root}/folder/a.txt", "--lexicon", "{root}/lexicon", "-o",
                                "{folder}/result", "--temp-dir", "{folder}/temp", "--threads", 1,
                                "--quiet"], ["result"], {"result": b"old\n"}, b"")  # fmt: skip

    def count_job(self):
        return Job("count", ["count", "{root}/folder/a.txt", "-o", "{folder}/result", "--temp-dir",
                             "{folder}/temp", "--threads", 1, "--quiet", "--order", 1], ["result"],
                   {"result": b"old\n"}, b"")  # fmt: skip

    def text_job(self, *more):
        """`tokenize`, with so little memory that the text has several blocks."""
        line = ["tokenize", "{root}/folder", "--lexicon", "{root}/lexicon", "--threads", 1]
        memory = self.least_memory(*[str(part).format(root=self.root) for part in line])
        return Job("text", [*line, "--memory", memory, "-o", "{folder}/result", "--temp-dir",
                            "{folder}/temp", "--quiet", *more], ["result"],
                   {"result": b"old\n"})  # fmt: skip

    def pack_job(self):
        arguments = ["pack", "{root}/folder", "-o", "{folder}/shards", "--temp-dir",
                     "{folder}/temp", "--threads", 1, "--quiet", "--frame-size", "8K",
                     "--shard-size", "32K", "--report", "{folder}/report"]  # fmt: skip
        return Job("pack", arguments, ["shards", "report"], {"shards": None})

    def jobs(self):
        return [self.spilling_job(), self.file_job(), self.pipe_job(), self.report_job(),
                self.pack_job(), self.tokenize_job()]  # fmt: skip

    # Running the jobs.

    def prepare(self, job, old):
        folder = self.root / f"run-{next(self.numbers)}"
        (folder / "temp").mkdir(parents=True)
        for name, data in job.old.items() if old else ():
            if data is None:
                (folder / name).mkdir()
            else:
                (folder / name).write_bytes(data)
        return folder

    def run_in(self, job, folder, fault=None, **kwargs):
        environment = fault.environment(**kwargs) if fault else {}
        return run(*job.command(self.root, folder), stdin=job.stdin, env=environment)

    def count(self, job, fault):
        """Returns the number of calls, and the results if none of them fails."""
        folder = self.prepare(job, old=False)
        counted = self.root / f"{folder.name}.count"
        result = self.run_in(job, folder, dataclasses.replace(fault, error="", at=0), count=counted)
        self.assertEqual((result.status, result.errors), (0, ""), job.name)
        complete = {name: contents(folder / name) for name in job.results}
        shutil.rmtree(folder)
        return int(counted.read_text()), complete

    def cases(self, count, kinds, quick):
        """Returns the calls to try, each with the way in which it fails."""
        if count * len(kinds) <= (1000 if LONG else quick):
            return itertools.product(range(1, count + 1), kinds)
        places = range(1, count + 1)
        if not LONG and count > quick:
            ends = min(ENDS, quick // 3)
            sample = random.Random(count).sample(places[ends:-ends], quick - 2 * ends)
            places = [*places[:ends], *sorted(sample), *places[-ends:]]
        return zip(places, itertools.cycle(kinds))

    def try_all(self, job, call, errors, check, sticky=(False, True), quick=QUICK, path=None,
                last=None):  # fmt: skip
        """Lets each call fail, up to number `last`: once, and from then on, and with each of these
        errors if there is time for that. Calls `check` with the outcome of each run."""
        example = Fault(call, "", 0, path=str(self.root) if path is None else path)
        count, complete = self.count(job, example)
        kinds = list(itertools.product(errors, sticky, (False, True)))
        attempts = []
        for at, (error, stays, old) in self.cases(min(count, last or count), kinds, quick):
            fault = dataclasses.replace(example, error=error, at=at, sticky=stays)
            attempts.append(self.pool.submit(self.attempt, job, fault, old, complete, check))
        for attempt in concurrent.futures.as_completed(attempts):
            if attempt.exception():
                for other in attempts:
                    other.cancel()
            attempt.result()
        return count

    def attempt(self, job, fault, old, complete, check):
        folder = self.prepare(job, old)
        before = {name: contents(folder / name) for name in job.results}
        result = self.run_in(job, folder, fault)
        after = {name: contents(folder / name) for name in job.results}
        context = f"{job.name}, {fault}\n{result}"
        check(job, folder, fault, result, before, after, complete, context)
        shutil.rmtree(folder)

    # Checks of the outcome.

    def assert_nothing_else(self, job, folder, context, kept=()):
        """The folder contains only the results."""
        self.assertEqual(os.listdir(folder / "temp"), [], context)
        unknown = set(os.listdir(folder)) - {"temp", *job.results, *kept}
        self.assertEqual(unknown, set(), context)

    def take_kept(self, result, complete, context):
        """Returns the error without its end, if that says where a complete result is kept. Checks that
        this is true, and removes it."""
        found = re.search(
            r"; the complete (?:(?:result is|shards are) in (\S+)|"
            r"result is in \d+ parts; `cat ([^`]*)` puts them together)\n\Z", result.errors)  # fmt: skip
        if not found:
            return result.errors
        paths = [Path(path) for path in (found.group(1) or found.group(2)).split()]
        if paths[0].is_dir():
            self.assertEqual(contents(paths[0]), complete["shards"], context)
            shutil.rmtree(paths[0])
        else:
            data = b"".join(path.read_bytes() for path in paths)
            self.assertIn(content(data), complete.values(), context)
            for path in paths:
                path.unlink()
        return result.errors[: found.start()] + "\n"

    def assert_one_line(self, fault, result, context):
        """One line names a file or folder and the reason, and says what the user can do, if
        anything."""
        self.assertEqual((result.status, result.output), (1, b""), context)
        self.assertRegex(result.errors, r"\Aciku: [^\n]+\n\Z", context)
        place = rf"{re.escape(str(self.root))}|standard (in|out)put"
        self.assertRegex(result.errors, place, context)
        self.assertIn(REASONS[fault.error], result.errors, context)
        self.assertIn(REMEDIES.get(fault.error, ""), result.errors, context)

    def take_warning(self, job, result, context):
        """A report of the failure that cannot be written, either, is said first. Returns the rest."""
        found = re.match(r"ciku: warning: the report of what follows could not be written: ([^\n]*\n)", result.errors)
        if not found:
            return result
        self.assertIn("report", job.results, context)
        lost = Result(1, b"", found.group(1))
        self.take_kept(lost, {"report": f"{job.arguments[0]} 1"}, context)
        return Result(result.status, result.output, result.errors[found.end() :])

    def fails(self, job, folder, fault, result, before, after, complete, context):
        """The run fails, and all results are as they were. A new result may be kept elsewhere. A report
        says that the run has failed, unless the report is what could not be written."""
        said = self.take_warning(job, result, context)
        self.assert_one_line(fault, said, context)
        self.take_kept(said, complete, context)
        self.assert_nothing_else(job, folder, context)
        if f"{folder}/report" in said.errors and after != before:
            # The report is written last. A result that is complete by then is kept.
            before = complete | {"report": before["report"]}
        elif f"{folder}/report" not in result.errors:
            before = self.with_failure(job, before)
        self.assertEqual(after, before, context)

    def with_failure(self, job, results):
        """Returns the results with a report, if the job writes one, that says that it has failed."""
        return results | ({"report": f"{job.arguments[0]} 1"} if "report" in job.results else {})

    def succeeds(self, job, folder, _fault, result, _before, after, complete, context):
        """The run ends as it would without the fault."""
        self.assertEqual((result.status, result.output, result.errors), (0, b"", ""), context)
        self.assert_nothing_else(job, folder, context)
        self.assertEqual(after, complete, context)

    def fails_or_succeeds(self, job, folder, fault, result, *rest):
        """The run succeeds if there was another way or the call did not matter, and else fails."""
        check = self.succeeds if result.status == 0 else self.fails
        check(job, folder, fault, result, *rest)

    def fails_or_finds_another_way(self, job, folder, fault, *rest):
        """The run may find another way, but not if all later calls of this kind fail as well."""
        check = self.fails if fault.sticky else self.fails_or_succeeds
        check(job, folder, fault, *rest)

    def is_killed(self, job, folder, _fault, result, before, after, complete, context):
        """Each result is either as it was or complete. Hidden files and folders may be left."""
        self.assertEqual((result.status, result.errors), (-9, ""), context)
        for name in job.results:
            self.assertIn(after[name], (before[name], complete[name]), f"{name}: {context}")
        left = [name for name in os.listdir(folder) if re.match(r"\..*\.part-\d+$", name)]
        self.assert_nothing_else(job, folder, context, kept=left)


class WriteTest(FaultsTest):
    def test_the_jobs_are_what_they_should_be(self):
        job = self.spilling_job("--report", "{folder}/report")
        folder = self.prepare(job, old=False)
        self.assertEqual(self.run_in(job, folder).status, 0)
        report = json.loads((folder / "report").read_text())
        spilled = {row["name"]: row.get("spilled_bytes", 0) for row in report["passes"]}
        self.assertGreater(spilled["weigh pairs"], 0)
        self.assertGreater(spilled["rank words"], 0)
        ranking = report["results"]["spilled_bytes"] - sum(spilled.values())
        self.assertGreater(ranking, 0)

    def test_any_write_fails(self):
        for job in self.jobs():
            with self.subTest(job.name):
                count = self.try_all(job, "write,pwrite,fsync,fdatasync,ftruncate,rename,mkdir",
                                     ["ENOSPC", "EDQUOT", "EIO"], self.fails_or_succeeds)  # fmt: skip
                self.assertGreater(count, 500 if job.name == "spilling" else 2)

    def test_any_file_cannot_be_made(self):
        # If a file without a name cannot be made, the program may make one with a name.
        for job in self.jobs():
            with self.subTest(job.name):
                self.try_all(job, "create,linkat", ["ENOSPC", "EMFILE"],
                             self.fails_or_finds_another_way)  # fmt: skip

    def test_a_result_that_cannot_be_written_is_kept(self):
        kept = []

        def check(job, folder, fault, result, before, after, complete, context):
            # It does not matter if the name of the complete file cannot be flushed. Counts are spilled
            # before they are written.
            if result.status == 0 or "(temporary file)" in result.errors:
                self.fails_or_succeeds(job, folder, fault, result, before, after, complete, context)
                return
            self.assert_one_line(fault, result, context)
            self.assertNotEqual(self.take_kept(result, complete, context), result.errors, context)
            self.assertEqual(after, self.with_failure(job, before), context)
            self.assert_nothing_else(job, folder, context)
            kept.append(fault)

        for job in (self.file_job(), self.tokenize_job(), self.count_job()):
            for call in ("write", "fsync", "linkat", "rename"):
                with self.subTest(job.name, call=call):
                    kept.clear()
                    self.try_all(job, call, ["ENOSPC", "EDQUOT", "EIO"], check, [False], quick=24)
                    self.assertGreater(len(kept), 2)
        with self.subTest("pack"):
            self.try_all(self.pack_job(), "rename", ["EIO"], check, [False], last=1)
            self.assertGreater(len(kept), 0)

    def test_any_write_is_short(self):
        for job in self.jobs():
            with self.subTest(job.name):
                self.try_all(job, "write,pwrite", ["short"], self.succeeds, quick=20)

    def test_any_write_is_interrupted(self):
        for job in (self.file_job(), self.pipe_job(), self.pack_job()):
            with self.subTest(job.name):
                self.try_all(job, "write,pwrite,read,pread", ["EINTR"], self.succeeds,
                             [False], quick=20)  # fmt: skip

    def test_killed_at_any_write(self):
        for job in self.jobs():
            with self.subTest(job.name):
                self.try_all(job, "any-write,close", ["kill"], self.is_killed, [False])

    def test_several_threads(self):
        # Several threads make different calls in every run.
        job = self.spilling_job(threads=4)
        self.try_all(job, "any-write", ["ENOSPC", "EIO"], self.fails_or_succeeds, quick=40)

    def test_standard_output(self):
        def check(_job, folder, fault, result, _before, _after, _complete, context):
            self.assertEqual(result.status, 1, context)
            pattern = rf"\Aciku: standard output: cannot write: {REASONS[fault.error]}[^\n]*\n\Z"
            self.assertRegex(result.errors, pattern, context)
            self.assert_nothing_else(job, folder, context)

        job = self.mine_job("standard output", ["{root}/folder"])
        job.arguments[job.arguments.index("{folder}/result")] = "-"
        folder = self.prepare(job, old=False)
        count = self.root / "count"
        counting = Fault("write", "", 0, path="pipe:", standard=True)
        whole = self.run_in(job, folder, counting, count=count)
        for at, error in enumerate(["ENOSPC", "EIO"][: int(count.read_text())], 1):
            fault = dataclasses.replace(counting, at=at, error=error)
            self.attempt(job, fault, False, None, check)
        short = self.run_in(job, folder, dataclasses.replace(counting, at=1, error="short"))
        self.assertEqual((short.status, short.output), (0, whole.output), short)


class ReadTest(FaultsTest):
    def test_any_read_fails(self):
        for job in self.jobs():
            with self.subTest(job.name):
                self.try_all(job, "read,pread,readdir", ["EIO"], self.fails)

    def test_standard_input(self):
        # The sizes of reads vary. There are several reads, because a pipe holds only a part of the
        # text.
        for error, check in (("EIO", self.fails), ("short", self.succeeds)):
            self.assertGreater(self.try_all(self.pipe_job(), "read", [error], check, path="pipe:",
                                            last=3), 2)  # fmt: skip

    def test_any_read_is_short(self):
        for job in self.jobs():
            with self.subTest(job.name):
                self.try_all(job, "read,pread", ["short"], self.succeeds, quick=20)

    def test_any_file_cannot_be_opened(self):
        for job in self.jobs():
            with self.subTest(job.name):
                self.try_all(job, "open", ["EMFILE", "ENFILE", "EIO"], self.fails_or_succeeds)

    def test_standard_input_cannot_be_taken(self):
        self.try_all(self.pipe_job(), "duplicate", ["EMFILE"], self.fails, path="")

    def test_any_file_cannot_be_looked_at(self):
        for job in self.jobs():
            with self.subTest(job.name):
                self.try_all(job, "fstat", ["EIO"], self.fails, quick=40)

    def test_any_file_cannot_be_mapped(self):
        for job in (self.file_job(), self.report_job(), self.pack_job()):
            with self.subTest(job.name):
                self.assertGreater(self.try_all(job, "mmap", ["ENOMEM"], self.fails), 0)

    def test_any_mapped_file_cannot_be_read(self):
        # A fault in the sample of text for ranking symbols only costs time, so the run may succeed.
        for job in (self.file_job(), self.report_job(), self.pack_job()):
            with self.subTest(job.name):
                self.try_all(job, "mmap", ["unreadable"], self.fails_or_succeeds)
                self.try_all(job, "mmap", ["unreadable"], self.fails, [True], last=1)

    def test_any_file_cannot_be_closed(self):
        # A failed close matters only for results.
        for job in self.jobs():
            with self.subTest(job.name):
                self.try_all(job, "close", ["EIO", "ENOSPC"], self.fails_or_succeeds,
                             quick=40)  # fmt: skip


class DescriptorTest(FaultsTest):
    def test_few_descriptors(self):
        """Either the descriptors suffice, or the program says that they do not."""
        for job in (self.spilling_job(), self.spilling_job(threads=4), self.pack_job()):
            _, complete = self.count(job, Fault("write", "", 0))
            done = 0
            for most in (*range(4, 12), 16, 24, 32, 64, 128, 256, 1024):
                folder = self.prepare(job, old=False)
                result = run(*job.command(self.root, folder), stdin=job.stdin, preexec_fn=lambda:
                             resource.setrlimit(resource.RLIMIT_NOFILE, (most, most)))  # fmt: skip
                after = {name: contents(folder / name) for name in job.results}
                context = f"{job.name} with {most} descriptors\n{result}"
                before = dict.fromkeys(job.results)
                self.fails_or_succeeds(job, folder, Fault("open", "EMFILE", 0), result, before,
                                       after, complete, context)  # fmt: skip
                done += result.status == 0
            self.assertGreater(done, 0, job.name)

    def test_a_limit_that_can_be_raised(self):
        job = self.spilling_job()
        _, complete = self.count(job, Fault("write", "", 0))
        folder = self.prepare(job, old=False)
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        result = run(*job.command(self.root, folder), preexec_fn=lambda:
                     resource.setrlimit(resource.RLIMIT_NOFILE, (6, hard)))  # fmt: skip
        self.assertEqual((result.status, result.errors), (0, ""), result)
        self.assertEqual(contents(folder / "result"), complete["result"])


class WorkFolderTest(FaultsTest):
    """With a work folder nothing is lost, however a run ends: the same command resumes it."""

    def try_work(self, call, errors, **more):
        work = ["--work-dir", "{folder}/work", "--checkpoint-interval", "0"]
        for job in (self.spilling_job(*work), self.text_job(*work)):
            with self.subTest(job.name):
                self.try_all(job, call, errors, self.resumes, quick=16, **more)

    def resumes(self, job, folder, fault, result, before, after, complete, context):
        if fault.error == "kill":
            self.assertEqual((result.status, result.errors), (-9, ""), context)
        elif result.status != 0:
            self.assert_one_line(fault, result, context)
            self.take_kept(result, complete, context)
        else:
            self.assertEqual(after, complete, context)
        for name in job.results:
            self.assertIn(after[name], (before[name], complete[name]), f"{name}: {context}")
        # The resumed run fails again, at one of the remaining calls.
        at = random.Random(fault.at).randrange(1, 60)
        again = Fault("any-read,any-write", random.Random(-fault.at).choice(["EIO", "kill"]), at,
                      path=str(self.root))  # fmt: skip
        second = self.run_in(job, folder, again)
        context += f"\nthen, {again}\n{second}"
        if second.status == 1:
            self.assert_one_line(again, second, context)
            self.take_kept(second, complete, context)
        else:
            self.assertIn(second.status, (0, -9), context)
        last = self.run_in(job, folder)
        context += f"\nthen\n{last}"
        after = {name: contents(folder / name) for name in job.results}
        self.assertEqual((last.status, last.output), (0, b""), context)
        self.assertEqual(after, complete, context)
        self.assertEqual(os.listdir(folder / "temp"), [], context)

    def test_any_write_fails(self):
        self.try_work("any-write", ["ENOSPC", "EDQUOT", "EIO"])

    def test_any_write_is_short(self):
        self.try_work("write,pwrite", ["short"])

    def test_killed_at_any_write(self):
        self.try_work("any-write,unlink", ["kill"], sticky=[False])

    def test_any_read_fails(self):
        self.try_work("any-read", ["EIO"])


if __name__ == "__main__":
    unittest.main()
