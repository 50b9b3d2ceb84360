"""Where results go: descriptors, links, files that cannot be replaced, and what remains of a result
that cannot be written."""

import contextlib
import os
import re
import resource
import shlex
import signal
import stat
import struct
import subprocess
import tempfile
import unittest
from pathlib import Path

from driver import CliTest, TIMEOUT, command_line, program, run

TEXT = "甲乙\n" * 12
LEXICON = "甲乙\t12\n".encode()
# A result of two million bytes: every line is a record of tokens.
LONG_TEXT = "".join(f"第{i}行的文字\n" for i in range(60_000))

NOBODY = {"user": 65534, "group": 65534, "extra_groups": []}


@contextlib.contextmanager
def mounted(kind, source, target):
    """Mounts something for a while; skips the test where that is not allowed."""
    done = subprocess.run(["mount", *kind, source, target], stderr=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise unittest.SkipTest("no mounts here")
    try:
        yield
    finally:
        subprocess.run(["umount", target], check=True)


def limit_file_size(size):
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


class ResultsCase(CliTest):
    def setUp(self):
        super().setUp()
        self.text = self.write("in/text", TEXT)

    def mine_to(self, output, status=0, **kwargs):
        result = run("mine", self.text, "--quiet", "--temp-dir", self.temp, "-o", output, **kwargs)
        self.assertEqual(result.status, status, result)
        return result

    def expect(self, path, data=LEXICON):
        self.assertEqual(Path(path).read_bytes(), data)

    def as_nobody(self):
        """Returns what makes a program run as a user that is not root."""
        if os.geteuid() != 0:
            self.skipTest("only root can be somebody else")
        try:
            subprocess.run([program(), "--version"], check=True, stdout=subprocess.DEVNULL, **NOBODY)
        except (OSError, subprocess.CalledProcessError):
            self.skipTest("cannot be run by another user")
        self.folder.chmod(0o755)
        self.temp.chmod(0o777)
        return NOBODY


class DescriptorTest(ResultsCase):
    """What a descriptor has open is written to, and never replaced."""

    def paths(self):
        (self.folder / "link").symlink_to("/dev/stdout")
        (self.folder / "links").symlink_to("link")
        return ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "/proc/thread-self/fd/1",
                self.folder / "link", self.folder / "links"]  # fmt: skip

    def test_standard_output_in_a_file(self):
        for path in self.paths():
            for append in (False, True):
                with self.subTest(path=path, append=append):
                    log = self.write("log", "before\n")
                    with log.open("ab" if append else "wb") as file:
                        file.write(b"first\n")
                        file.flush()
                        done = subprocess.run(command_line("mine", self.text, "--quiet", "-o", path),
                                              stdout=file, timeout=TIMEOUT, check=True)  # fmt: skip
                        self.assertEqual(done.returncode, 0)
                        file.seek(0, os.SEEK_CUR if append else os.SEEK_END)
                        file.write(b"last\n")
                    before = b"before\n" if append else b""
                    self.expect(log, before + b"first\n" + LEXICON + b"last\n")

    def test_pipes(self):
        for path in self.paths():
            self.assertEqual(self.mine_to(path).output, LEXICON, path)

    def test_other_descriptors(self):
        for how in ("/dev/fd/{}", "/proc/self/fd/{}"):
            with tempfile.TemporaryFile() as deleted:
                number = deleted.fileno()
                self.mine_to(how.format(number), pass_fds=[number])
                deleted.seek(0)
                self.assertEqual(deleted.read(), LEXICON)
        result = self.mine_to("/dev/stderr")
        self.assertEqual(result.errors.encode(), LEXICON)

    def test_descriptors_that_are_not_open_for_writing(self):
        for path in ("-", "/dev/stdout"):
            command = command_line("mine", self.text, "--quiet", "-o", path)
            done = subprocess.run(command, stderr=subprocess.PIPE, timeout=TIMEOUT, check=False,
                                  preexec_fn=lambda: os.close(1))  # fmt: skip
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, rb"\Aciku: [^\n]*: cannot write: Bad file descriptor\n\Z")
        # The second of the program's own files must not go into the first.
        for path in ("/dev/fd/3", "/dev/fd/77", "/dev/fd/0"):
            self.assert_fails(1, "cannot write: Bad file descriptor", "mine", self.text, "-o",
                              self.folder / "out", "--report", path, "--quiet")  # fmt: skip

    def test_a_pipe_that_does_not_wait(self):
        # Another process may have made the pipe non-blocking, which both ends of it share.
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        text = self.write("long", LONG_TEXT)
        command = command_line("tokenize", text, "--quiet")
        with subprocess.Popen(command, stdout=writer) as process, os.fdopen(reader, "rb") as file:
            os.close(writer)
            seen = file.read()
            self.assertEqual(process.wait(TIMEOUT), 0)
        self.assertEqual(seen, run("tokenize", text, "--quiet").output)


class StandardOutputTest(ResultsCase):
    """-o - is standard output in every command."""

    def test_counts(self):
        counts = self.folder / "counts"
        for command in (["count", self.text], ["merge", counts], ["weigh", counts],
                        ["words", self.text, "--counts", counts, "--pieces"]):  # fmt: skip
            to_file = self.folder / command[0]
            for output in (to_file, counts) if command[0] == "count" else (to_file,):
                self.assertEqual(run(*command, "-o", output, "--quiet").status, 0)
            for path in ("-", "/dev/stdout"):
                with self.subTest(command=command[0], path=path):
                    result = run(*command, "-o", path, "--quiet")
                    self.assertEqual((result.status, result.output), (0, to_file.read_bytes()))
        self.assertFalse(os.path.exists("-"))
        # Appended to an empty file, they can be read.
        appended = self.write("appended", "")
        with appended.open("ab") as file:
            subprocess.run(command_line("count", self.text, "-o", "-", "--quiet"), stdout=file, check=True)
        self.assertEqual(run("count", "--dump", appended).output, run("count", "--dump", counts).output)

    def test_counts_are_not_written_to_a_terminal(self):
        master, terminal = os.openpty()
        for arguments in (["count", self.text, "-o", "-"], ["merge", self.text, "-o", "/dev/stdout"],
                          ["weigh", self.text, "-o", "-"]):  # fmt: skip
            done = subprocess.run(command_line(*arguments), stdout=terminal, stderr=subprocess.PIPE,
                                  timeout=TIMEOUT, check=False)  # fmt: skip
            self.assertEqual(done.returncode, 2)
            self.assertRegex(done.stderr, rb"\Aciku: a counts file is not text[^\n]*terminal\n\Z")
        os.close(terminal)
        os.close(master)

    def test_text(self):
        lexicon = self.write("lexicon", LEXICON)
        templates = self.write("templates", "[X] 甲乙\t3\n")
        for arguments in (
            ["mine", self.text], ["tokenize", self.text], ["templates", self.text],
            ["lexicon", lexicon], ["parse", "甲乙", "--templates", templates],
            ["evaluate", "--gold", self.text, self.text],
        ):  # fmt: skip
            with self.subTest(arguments[0]):
                whole = run(*arguments)
                named = run(*arguments, "-o", "-")
                self.assertEqual((named.status, named.output), (0, whole.output), named)
                out = self.folder / "out"
                self.assertEqual(run(*arguments, "-o", out).status, 0)
                self.expect(out, whole.output)

    def test_compare_prints_the_table_alone(self):
        lexicon = self.write("lexicon", LEXICON)
        result = run("compare", lexicon, lexicon, "-o", "-")
        table = "word\tcount_a\tcount_b\trank_a\trank_b\n甲乙\t12\t12\t1\t1\n"
        self.assertEqual((result.status, result.output.decode()), (0, table))
        out = self.folder / "table"
        result = run("compare", lexicon, lexicon, "-o", out)
        self.assertIn(b"in both: 1", result.output)
        self.expect(out, table.encode())

    def test_shards_are_no_stream(self):
        self.assert_fails(2, "name a folder", "pack", self.text, "-o", "-")


class PlaceTest(ResultsCase):
    """Names, links, owners and modes."""

    def test_links_are_followed(self):
        self.write("old", "old")
        (self.folder / "link").symlink_to("old")
        (self.folder / "dangling").symlink_to("in/new")
        (self.folder / "further").symlink_to(self.folder / "dangling")
        self.mine_to(self.folder / "link")
        self.mine_to(self.folder / "further")
        for link, target in (("link", "old"), ("further", "in/new"), ("dangling", "in/new")):
            self.assertTrue((self.folder / link).is_symlink())
            self.expect(self.folder / target)
        (self.folder / "loop").symlink_to("loop")
        self.assert_fails(1, "Too many levels", "mine", self.text, "-o", self.folder / "loop")

    def test_names(self):
        for name in ("x" * 255, "词" * 85, "-", "with space", ".hidden"):
            self.mine_to("./" + name, cwd=self.folder)
            self.expect(self.folder / name)
        for name, problem in (("none/", "names a folder"), ("in/text/", "names a folder"),
                              ("in/.", "names a folder"), ("..", "names a folder"),
                              ("none/out", "its folder does not exist"), ("in", "is a folder"),
                              ("x" * 256, "File name too long")):  # fmt: skip
            self.assert_fails(1, problem, "mine", self.text, "-o", name, "--quiet", cwd=self.folder)

    def test_mode_and_owner_stay(self):
        old = self.write("old", "old")
        old.chmod(0o4751)
        if os.geteuid() == 0:
            os.chown(old, 12, 34)
            old.chmod(0o640)
        before = old.stat()
        self.mine_to(old)
        self.expect(old)
        after = old.stat()
        self.assertNotEqual(before.st_ino, after.st_ino)
        for field in ("st_mode", "st_uid", "st_gid"):
            self.assertEqual(getattr(after, field), getattr(before, field), field)
        umask = os.umask(0)
        os.umask(umask)
        self.mine_to(self.folder / "new")
        self.assertEqual(stat.S_IMODE((self.folder / "new").stat().st_mode), 0o666 & ~umask)

    def test_access_lists_stay(self):
        # The list of acl(5): a version, and a tag, permissions and a number for each entry.
        entries = [(1, 6, -1), (2, 4, 77), (4, 4, -1), (0x10, 4, -1), (0x20, 0, -1)]
        access = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)
        old = self.write("old", "old")
        try:
            os.setxattr(old, "system.posix_acl_access", access)
        except OSError:
            self.skipTest("no access lists here")
        self.mine_to(old)
        self.expect(old)
        self.assertEqual(os.getxattr(old, "system.posix_acl_access"), access)

    def test_one_file_for_two_results(self):
        out = self.write("out", "old")
        (self.folder / "link").symlink_to("out")
        os.link(out, self.folder / "hard")
        (self.folder / "dangling").symlink_to("new")
        for a, b in (("out", "./in/../out"), ("out", "link"), ("link", "hard"), ("new", "dangling"),
                     ("new", "in/../new")):  # fmt: skip
            self.assert_fails(2, "would replace the result", "mine", self.text, "-o", a, "--report", b,
                              cwd=self.folder)  # fmt: skip
        self.expect(out, b"old")
        with (self.folder / "log").open("wb") as log:
            done = subprocess.run(command_line("mine", self.text, "--report", "/dev/stdout", "--quiet"),
                                  stdout=log, stderr=subprocess.DEVNULL, check=False)  # fmt: skip
        self.assertEqual(done.returncode, 2)
        self.assertEqual(self.mine_to("/dev/null", env={}).output, b"")
        result = run("mine", self.text, "-o", "/dev/null", "--report", "/dev/null", "--quiet")
        self.assertEqual(result.status, 0, result)


class InputTest(ResultsCase):
    """A result does not take the place of what is read."""

    def test_what_is_read(self):
        self.write("lexicon", LEXICON)
        self.write("templates", "[X] 甲乙\t3\n")
        self.write("list", "in/text\n")
        self.write("database", b"SQLite format 3\0" + bytes(99))
        self.assertEqual(run("count", "in/text", "-o", "counts", "--quiet", cwd=self.folder).status, 0)
        (self.folder / "link").symlink_to("in/text")
        os.link(self.text, self.folder / "hard")
        text, lexicon = "in/text", "lexicon"
        for output, *arguments in (
            (text, "mine", text), ("link", "mine", text), ("hard", "mine", "link"),
            (lexicon, "mine", text, "--exclude", lexicon), (lexicon, "mine", text, "--stop-words", lexicon),
            (lexicon, "mine", text, "--method", "unigram", "--dictionary", lexicon),
            (lexicon, "mine", text, "--add-counts", lexicon),
            (text, "count", text), ("counts", "count", "--dump", "counts"),
            ("counts", "words", text, "--counts", "counts"),
            ("counts", "words", text, "--counts", "counts", "--pieces"),
            (text, "tokenize", text), (lexicon, "tokenize", text, "--lexicon", lexicon),
            (lexicon, "tokenize", text, "--user-words", lexicon),
            (text, "templates", text), (lexicon, "templates", text, "--lexicon", lexicon),
            ("templates", "parse", "甲乙", "--templates", "templates"),
            (text, "parse", "--input", text, "--templates", "templates"),
            (lexicon, "lexicon", lexicon), (lexicon, "compare", lexicon, "templates"),
            (text, "evaluate", "--gold", text, "hard"),
            ("list", "mine", "--files-from", "list"),
            ("database", "mine", "--sqlite", "database", "--query", "select 1"),
            ("database", "tokenize", "--sqlite", "database", "--query", "select 1"),
            ("database", "count", "--sqlite", "database", "--query", "select 1"),
        ):  # fmt: skip
            with self.subTest(arguments=arguments, output=output):
                problem = "is read, and the result would take its place"
                self.assert_fails(2, problem, *arguments, "-o", output, cwd=self.folder)
        problem = "is read, and the report would take its place"
        self.assert_fails(2, problem, "mine", text, "--report", "hard", cwd=self.folder)
        self.expect(self.text, TEXT.encode())
        self.expect(self.folder / "lexicon")

    def test_open_descriptors(self):
        with self.text.open("ab") as file:
            for stdin in (subprocess.DEVNULL, self.text.open("rb")):
                paths = [self.text] if stdin == subprocess.DEVNULL else []
                done = subprocess.run(command_line("tokenize", *paths), stdin=stdin, stdout=file,
                                      stderr=subprocess.PIPE, timeout=TIMEOUT, check=False)  # fmt: skip
                self.assertEqual(done.returncode, 2, done)
                self.assertIn(b"is read, and the result would take its place", done.stderr)
                if stdin != subprocess.DEVNULL:
                    stdin.close()
        self.expect(self.text, TEXT.encode())

    def test_counts_may_grow_by_others(self):
        more = self.write("more", "丙丁\n" * 12)
        for name, path in (("a", self.text), ("b", more)):
            self.assertEqual(run("count", path, "-o", name, "--quiet", cwd=self.folder).status, 0)
        for output in ("sum", "a"):
            result = run("merge", "a", "b", "-o", output, "--quiet", cwd=self.folder)
            self.assertEqual(result.status, 0, result)
        self.expect(self.folder / "a", (self.folder / "sum").read_bytes())
        with (self.folder / "a").open("r+b") as file:
            done = subprocess.run(command_line("merge", "a", "b", "-o", "-"), cwd=self.folder, stdout=file,
                                  stderr=subprocess.PIPE, check=False)  # fmt: skip
        self.assertEqual(done.returncode, 2, done)
        self.expect(self.folder / "a", (self.folder / "sum").read_bytes())


class InPlaceTest(ResultsCase):
    """What cannot be replaced is written over, when the result is complete."""

    def expect_written_over(self, path, why, **kwargs):
        before = path.stat()
        result = self.mine_to(path, **kwargs)
        self.assertRegex(result.errors, rf"\Aciku: warning: [^\n]*{path}: cannot be replaced, because "
                                        rf"[^\n]*{why}[^\n]*\n\Z")  # fmt: skip
        self.expect(path)
        after = path.stat()
        for field in ("st_ino", "st_mode", "st_uid", "st_gid"):
            self.assertEqual(getattr(after, field), getattr(before, field), field)
        self.assertEqual(os.listdir(self.temp), [])
        hidden = [name for name in os.listdir(path.parent) if name.startswith(".")]
        self.assertEqual(hidden, [])

    def test_a_mounted_file(self):
        for old in (b"", b"something longer than the new result\n" * 100):
            outside = self.write("outside", old)
            inside = self.write("name with space", "")
            with mounted(["--bind"], outside, inside):
                self.expect_written_over(inside, "mount")
            self.expect(outside)
            with mounted(["--bind"], outside, inside):
                report = self.folder / "report"
                report.touch()
                with mounted(["--bind"], outside, report):
                    result = run("mine", self.text, "-o", "/dev/null", "--report", report, "--quiet")
                    self.assertIn("report: cannot be replaced", result.errors)
                    self.assertTrue(report.read_bytes().startswith(b"{"))

    def test_a_folder_that_cannot_be_written(self):
        user = self.as_nobody()
        out = self.write("closed/out", "old")
        out.chmod(0o666)
        out.parent.chmod(0o555)
        self.expect_written_over(out, "folder cannot be written to", **user)
        out.chmod(0o600)
        self.assert_fails(1, "out: cannot write: Permission denied", "mine", self.text, "-o", out, **user)

    def test_an_owner_that_cannot_be_kept(self):
        user = self.as_nobody()
        out = self.write("open/out", "old")
        out.chmod(0o666)
        out.parent.chmod(0o1777)  # as /tmp
        self.expect_written_over(out, "owner", **user)
        out.chmod(0o644)
        self.assert_fails(1, "out: cannot write: Permission denied", "mine", self.text, "-o", out, **user)
        self.expect(out)

    def test_a_full_disk_leaves_the_old_content(self):
        text = self.write("long", LONG_TEXT)
        whole = run("tokenize", text).output
        disk = self.folder / "disk"
        disk.mkdir()
        inside = self.write("inside", "")
        with mounted(["-t", "tmpfs", "-o", "size=64k"], "none", disk):
            (disk / "outside").write_bytes(b"old")
            with mounted(["--bind"], disk / "outside", inside):
                result = run("tokenize", text, "-o", inside, "--quiet")
                self.assertEqual(result.status, 1, result)
                self.assertRegex(result.errors, "No space left.*the complete result is in .*/inside.complete\n")
                self.expect(inside, b"old")
        self.expect(self.folder / "inside.complete", whole)


class FolderTest(ResultsCase):
    """The same for folders of shards."""

    def expect_shards(self, folder, **kwargs):
        self.pack(self.text, "-o", folder, **kwargs)
        self.assertEqual(os.listdir(folder), ["shard-00000.txt.zst"])
        self.assertEqual(self.mine(folder), LEXICON)

    def test_mode_and_owner_stay(self):
        folder = self.folder / "shards"
        folder.mkdir()
        if os.geteuid() == 0:
            os.chown(folder, 12, 34)
        folder.chmod(0o2750)
        before = folder.stat()
        self.expect_shards(folder)
        after = folder.stat()
        for field in ("st_mode", "st_uid", "st_gid"):
            self.assertEqual(getattr(after, field), getattr(before, field), field)

    def test_a_mounted_folder(self):
        folder = self.folder / "mounted"
        folder.mkdir()
        for more in ([], ["--work-dir", self.folder / "work"]):
            with mounted(["-t", "tmpfs"], "none", folder):
                self.pack(self.text, "-o", folder, *more)
                self.assertEqual(os.listdir(folder), ["shard-00000.txt.zst"])
                self.assertEqual(self.mine(folder), LEXICON)
                self.assert_fails(1, "holds files already", "pack", self.text, "-o", folder)

    def test_a_folder_in_one_that_cannot_be_written(self):
        user = self.as_nobody()
        folder = self.folder / "closed/shards"
        folder.mkdir(parents=True)
        folder.chmod(0o777)
        folder.parent.chmod(0o555)
        self.expect_shards(folder, **user)


def has_open_file_in(folder, pid):
    """Whether a process has a file of this folder open, which need not have a name any more."""
    links = []
    for number in os.listdir(f"/proc/{pid}/fd"):
        try:
            links.append(os.readlink(f"/proc/{pid}/fd/{number}"))
        except FileNotFoundError:
            pass
    return any(link.startswith(f"{folder}/") for link in links)


class KeptTest(ResultsCase):
    """A result that cannot be written where it should be is kept elsewhere, and the error says how to
    get it together."""

    def setUp(self):
        super().setUp()
        self.long = self.write("long", LONG_TEXT)
        self.command = ["tokenize", self.long, "--lexicon", self.write("lexicon", LEXICON), "--quiet",
                        "--temp-dir", self.temp]  # fmt: skip
        self.whole = run(*self.command).output

    def tokenize_to(self, output, problem, **kwargs):
        result = run(*self.command, "-o", output, **kwargs)
        self.assertEqual(result.status, 1, result)
        self.assertRegex(result.errors, rf"\Aciku: [^\n]*cannot write: {problem}[^\n]*\n\Z")
        return result

    def kept(self, errors):
        """Runs the command that an error names, and removes the parts."""
        command = re.search("`(cat [^`]*)`", errors.split("ulimit -f`")[-1]).group(1)
        data = subprocess.run(command, shell=True, stdout=subprocess.PIPE, check=True).stdout
        files = subprocess.run(command.replace("cat", "ls", 1), shell=True, stdout=subprocess.PIPE,
                               check=True).stdout.decode().split("\n")[:-1]  # fmt: skip
        for file in files:
            os.unlink(file)
        return data, files

    def test_a_limit_on_the_size_of_a_file(self):
        for size in (1 << 20, 300_000, 60_000):
            for name in ("out", "it's a name with spaces", "词" * 85):
                with self.subTest(size=size, name=name):
                    out = self.write(f"results/{name}", "old")
                    result = self.tokenize_to(out, "File too large", preexec_fn=limit_file_size(size))
                    self.expect(out, b"old")
                    data, files = self.kept(result.errors)
                    self.assertEqual(data, self.whole)
                    self.assertEqual(len(files), -(-len(self.whole) // size))
                    self.assertEqual(os.listdir(out.parent), [name])
                    out.unlink()
        self.assertEqual(os.listdir(self.temp), [])

    def test_a_limit_for_counts(self):
        counts = ["count", self.long, "--order", "3", "--quiet", "--temp-dir", self.temp]
        whole = run(*counts, "-o", "-").output
        for size in (len(whole) // 2, len(whole) - 1):
            out = self.folder / "counts"
            result = run(*counts, "-o", out, preexec_fn=limit_file_size(size))
            self.assertEqual(result.status, 1, result)
            data, files = self.kept(result.errors)
            self.assertEqual((data, len(files), out.exists()), (whole, -(-len(whole) // size), False))

    def test_a_limit_that_can_be_raised(self):
        out = self.folder / "out"
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        result = run(*self.command, "-o", out, preexec_fn=lambda:
                     resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard)))  # fmt: skip
        self.assertEqual((result.status, result.errors), (0, ""), result)
        self.expect(out, self.whole)

    def test_a_limit_that_nothing_fits(self):
        out = self.folder / "out"
        result = self.tokenize_to(out, "File too large", preexec_fn=limit_file_size(0))
        self.assertNotIn("complete", result.errors)
        self.assertEqual((out.exists(), os.listdir(self.temp)), (False, []))

    def test_standard_output(self):
        for path in ("-", "/dev/stdout"):
            log = self.folder / "log"
            with log.open("wb") as file:
                command = command_line(*self.command, "-o", path)
                done = subprocess.run(command, stdout=file, stderr=subprocess.PIPE, check=False,
                                      preexec_fn=limit_file_size(1 << 20))  # fmt: skip
            self.assertEqual(done.returncode, 1, done)
            self.assertIn(b"append the rest", done.stderr)
            rest, files = self.kept(done.stderr.decode())
            self.assertEqual(log.read_bytes() + rest, self.whole)
            self.assertTrue(all(Path(file).parent == self.temp for file in files))

    def test_names_that_are_taken(self):
        out = self.folder / "out"
        first = self.write("out.part-1-of-3", "mine")
        result = self.tokenize_to(out, "File too large", preexec_fn=limit_file_size(1 << 20))
        data, _ = self.kept(result.errors)
        self.assertEqual(data, self.whole)
        self.expect(first, b"mine")

    def test_a_full_disk(self):
        disk = self.folder / "disk"
        disk.mkdir()
        with mounted(["-t", "tmpfs", "-o", "size=512k"], "none", disk):
            out = disk / "out"
            out.write_bytes(b"old")
            result = self.tokenize_to(out, "No space left on device; free some space")
            data, files = self.kept(result.errors)
            self.assertEqual(data, self.whole)
            self.assertEqual([Path(file).parent for file in files], [disk, self.temp])
            with (disk / "log").open("wb") as log:
                done = subprocess.run(command_line(*self.command),
                                      stdout=log, stderr=subprocess.PIPE, check=False)  # fmt: skip
            rest, _ = self.kept(done.stderr.decode())
            self.assertEqual((disk / "log").read_bytes() + rest, self.whole)
            # Where there is no room anywhere, nothing is left behind.
            result = run(*self.command[:-1], disk, "-o", out)
            self.assertEqual(result.status, 1, result)
            self.expect(out, b"old")
            self.assertEqual(sorted(os.listdir(disk)), ["log", "out"])

    def test_a_folder_that_is_gone(self):
        out = self.write("gone/out", "old")
        reader, writer = os.pipe()
        command = command_line("mine", "-", "--quiet", "--temp-dir", self.temp, "-o", out)
        with subprocess.Popen(command, stdin=reader, stderr=subprocess.PIPE) as process:
            os.close(reader)
            while not has_open_file_in(out.parent, process.pid):
                self.assertIsNone(process.poll())
            os.unlink(out)
            os.rmdir(out.parent)
            os.write(writer, TEXT.encode())
            os.close(writer)
            errors = process.communicate(timeout=TIMEOUT)[1].decode()
        self.assertEqual(process.returncode, 1, errors)
        self.assertRegex(errors, "cannot write: No such file.*; the complete result is in .*/out.complete\n")
        self.expect(shlex.split(errors)[-1])

    def test_killed_while_a_mounted_file_is_written_over(self):
        outside = self.write("outside", "old")
        inside = self.write("inside", "")
        with mounted(["--bind"], outside, inside):
            command = command_line(*self.command, "-o", inside)
            for _ in range(20):
                with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
                    hidden = self.folder / f".inside.part-{process.pid}"
                    while process.poll() is None and not hidden.exists():
                        pass
                    process.send_signal(signal.SIGKILL)
                # Either of the two is complete.
                complete = [file for file in (hidden, inside)
                            if file.exists() and file.read_bytes() == self.whole]  # fmt: skip
                self.assertTrue(complete, process.returncode)
                hidden.unlink(missing_ok=True)


if __name__ == "__main__":
    unittest.main()
