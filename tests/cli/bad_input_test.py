"""Input that cannot be used: one line names the file and the place, and nothing is left behind."""

import bz2
import gzip
import lzma
import os
import random
import re
import struct
import subprocess
import time
import unittest

from driver import TIMEOUT, CliTest, command_line, pieces_of, program, run, seeds, tool, zstd

LINES = "".join(f"词典里的第{i}个词，没有标注\n" for i in range(3000)).encode()


class BadInputTest(CliTest):
    """Every failure is tried with a result file that is being written and a temporary folder."""

    def check(self, pattern, *inputs, status=1, command=None, **kwargs):
        temp = ["--temp-dir", self.temp]
        command = command or ["mine", "-o", self.folder / "result"]
        return self.assert_fails(status, pattern, *command, *temp, *inputs, **kwargs)

    def check_both(self, pattern, *inputs, **kwargs):
        """Checks both `mine` and `pack`."""
        self.check(pattern, *inputs, **kwargs)
        pack = ["pack", "-o", self.folder / "shards"]
        return self.check(pattern, *inputs, command=pack, **kwargs)


class FileTest(BadInputTest):
    def test_missing(self):
        good = self.write("good", LINES)
        self.check_both("no/such.txt: cannot open: No such file", good, self.folder / "no/such.txt")
        self.check_both(r"two\\x0alines: cannot open", self.folder / "two\nlines")
        self.check_both("good/below: cannot open: Not a directory", good / "below")
        self.check_both("ciku: : cannot open: No such file", "")
        self.check_both("File name too long", "x" * 5000)
        (self.folder / "broken").symlink_to("nowhere")
        self.check_both("broken: cannot open: No such file", self.folder / "broken")
        (self.folder / "loop").symlink_to("loop")
        self.check_both("loop: cannot open: Too many levels", self.folder / "loop")

    def test_folders_with_nothing_in_them(self):
        (self.folder / "empty/deeper").mkdir(parents=True)
        self.write("empty/.hidden", LINES)
        self.check_both("empty: there are no files in this folder", self.folder / "empty")
        # A result file in the folder does not count as an input.
        self.check("empty: there are no files", self.folder / "empty",
                   command=["mine", "-o", self.folder / "empty/lexicon"])  # fmt: skip
        (self.folder / "empty/deeper/broken").symlink_to("nowhere")
        self.check_both("deeper/broken: cannot open", self.folder / "empty")

    def test_what_may_not_be_read(self):
        user = {}
        if os.geteuid() == 0:  # root may read everything
            user = {"user": 65534, "group": 65534, "extra_groups": []}
            try:
                subprocess.run([program(), "--version"], check=True, stdout=subprocess.DEVNULL, **user)
            except (OSError, subprocess.CalledProcessError):
                self.skipTest("cannot be run by another user")
            self.folder.chmod(0o755)
            self.temp.chmod(0o777)
        secret = self.write("in/sub/secret", LINES)
        secret.chmod(0)
        pack = ["pack", "-o", self.temp / "shards"]
        for command in (["mine"], pack):
            self.check("secret: cannot open: Permission denied", secret, command=command, **user)
            self.check("sub/secret: cannot open", self.folder / "in", command=command, **user)
        secret.parent.chmod(0)
        self.check("in/sub: cannot list the folder: Permission denied", self.folder / "in",
                   command=["mine"], **user)  # fmt: skip
        good = self.write("good", LINES)
        locked = self.folder / "locked"
        locked.mkdir(0o555)
        self.check("locked/result: cannot write: Permission denied", good,
                   command=["mine", "-o", locked / "result"], **user)  # fmt: skip
        self.check("locked/shards: cannot make this folder: Permission denied", good,
                   command=["pack", "-o", locked / "shards"], **user)  # fmt: skip
        (self.folder / "hidden").mkdir(0o300)
        self.check("hidden: cannot list this folder: Permission denied", good,
                   command=["pack", "-o", self.folder / "hidden"], **user)  # fmt: skip
        result = run("mine", "-", "--temp-dir", locked, stdin=LINES, **user)
        self.assertEqual(result.status, 1, result)
        self.assertRegex(result.errors, r"\Aciku: [^\n]*locked: cannot make a temporary file [^\n]*\n\Z")
        secret.parent.chmod(0o755)

    def test_what_is_no_text(self):
        self.check_both("standard input: cannot read: Is a directory", "-",
                        stdin=os.open(self.folder, os.O_RDONLY))  # fmt: skip


class DamageTest(BadInputTest):
    """Compressed files that are truncated or damaged."""

    COMPRESS = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zstd}

    def test_truncated(self):
        for name, compress in self.COMPRESS.items():
            packed = compress(LINES)
            for size in (len(packed) - 1, len(packed) - 5, len(packed) // 2, 40, 14):
                path = self.write(f"cut.{name}", packed[:size])
                self.check(rf"cut.{name}: .*(truncated|damaged)", path)
                self.check("standard input: .*(truncated|damaged)", "-", stdin=packed[:size])
            path = self.write(f"more.{name}", packed + packed[: len(packed) // 2])
            self.check_both(rf"more.{name}: .*(truncated|damaged)", path)

    def test_truncated_within_the_first_bytes(self):
        for name, compress in self.COMPRESS.items():
            packed = compress(LINES)
            for size in (1, 2, 3, 5, 9, 12):
                self.check(rf"cut.{name}: ", self.write(f"cut.{name}", packed[:size]))

    def test_a_damaged_beginning(self):
        # The bytes that show the format are damaged. It is not read as text, because of its name.
        for name, compress in self.COMPRESS.items():
            packed = bytearray(compress(LINES))
            packed[0] ^= 1
            self.check_both(rf"begin.{name}: ", self.write(f"begin.{name}", packed))

    def test_what_only_a_checksum_tells(self):
        stored = bytearray(gzip.compress(b"a plain text\n" * 100, 0))
        stored[stored.index(b"plain", 500)] ^= 1
        self.check_both(r"\.gz: damaged gzip data near offset \d+: incorrect data check",
                        self.write("stored.gz", stored))  # fmt: skip
        raw = bytearray(zstd(random.Random(1).randbytes(5000)))
        raw[2000] ^= 1
        self.check_both(r"raw.zst: damaged zstd frame at offset 0: .*checksum",
                        self.write("raw.zst", raw), "--allow-binary")  # fmt: skip
        frames = zstd(LINES)
        self.check_both(rf"raw.zst: damaged zstd frame at offset {len(frames)}: .*checksum",
                        self.write("raw.zst", frames + raw))  # fmt: skip

    def test_a_dictionary_of_zstd(self):
        samples = [self.write(f"sample-{i}", f"第{i}行，词典里的词\n" * (i + 40)) for i in range(60)]
        dictionary = self.folder / "dictionary"
        tool("zstd", "-q", "--train", *samples, "-o", dictionary, "--maxdict=2048")
        packed = self.write("text.zst", zstd(LINES[:200_000], "-D", dictionary))
        self.check_both(r"text.zst: was compressed with a dictionary, .*`zstd -dc -D DICTIONARY FILE`", packed)

    def test_any_flipped_bit_is_noticed_or_harmless(self):
        good = self.write("good", LINES[:30_000])
        options = ["--min-count", 3]
        expected = self.mine(good, *options)
        self.assertIn("没有标注\t".encode(), expected)
        self.pack(good, "-o", self.folder / "shards", "--frame-size", "4K")
        forms = {"seekable.zst": (self.folder / "shards/shard-00000.txt.zst").read_bytes()}
        for name, compress in self.COMPRESS.items():
            parts = pieces_of(good.read_bytes(), random.Random(1), 3)
            forms[f"parts.{name}"] = b"".join(map(compress, parts))
        noticed = 0
        for seed in seeds(8):
            rng = random.Random(seed)
            for name, packed in forms.items():
                bad = bytearray(packed)
                at = rng.randrange(4, len(bad))  # another test is about beginnings
                bad[at] ^= 1 << rng.randrange(8)
                result = run("mine", self.write(name, bad), *options, "--quiet")
                context = f"seed {seed}: {name}, byte {at} of {len(bad)}\n{result}"
                if result.status == 0:
                    self.assertEqual(result.output, expected, context)
                else:
                    noticed += 1
                    self.assertEqual((result.status, result.output), (1, b""), context)
                    self.assertRegex(result.errors, rf"\Aciku: [^\n]*{name}[^\n]*\n\Z", context)
        self.assertGreater(noticed, 2.5 * len(seeds(8)))

    def test_garbage_after_the_end(self):
        # The garbage could be the rest of the file with a damaged beginning.
        for name, compress in self.COMPRESS.items():
            packed = compress(LINES) + b"garbage!" * 4
            self.check_both(rf"more.{name}: ", self.write(f"more.{name}", packed))
            rest = bytearray(compress(LINES))
            rest[1] ^= 4
            self.check_both(rf"rest.{name}: ", self.write(f"rest.{name}", compress(LINES) + rest))

    def test_a_seek_table_is_only_a_hint(self):
        # The frames tell where they end. Whatever a table says, a file is read as zstd reads it.
        frames = [zstd(b"a b c\n" * n) for n in (100, 200, 300)]
        sizes = [(len(frame), 6 * n) for frame, n in zip(frames, (100, 200, 300))]

        def table(entries, count=None, descriptor=0, size=None, magic=0x184D2A5E):
            body = b"".join(struct.pack("<II", *entry) for entry in entries)
            body += struct.pack("<IBI", len(entries) if count is None else count, descriptor, 0x8F92EAB1)
            return struct.pack("<II", magic, len(body) if size is None else size) + body

        (c0, s0), (c1, s1), (c2, s2) = sizes
        lexicon = b"a\t600\nb\t600\nc\t600\n"
        for what, made in [
            ("right", table(sizes)),
            ("too many", table(sizes, count=2**32 - 1)),
            ("one more", table(sizes, count=4)),
            ("one less", table(sizes, count=2)),
            ("reserved", table(sizes, descriptor=4)),
            ("magic", table(sizes, magic=0x184D2A5D)),
            ("short", table(sizes[:2])),
            ("moved", table([(c0 + 1, s0), (c1 - 1, s1), (c2, s2)])),
            ("swapped", table([(c1, s1), (c0, s0), (c2, s2)])),
            ("content less", table([(c0, s0), (c1, s1 - 1), (c2, s2)])),
            ("content more", table([(c0, s0), (c1, s1 + 1), (c2, s2)])),
            ("nothing", table([(c0, s0), (0, 0), (c1, s1), (c2, s2)])),
        ]:
            with self.subTest(what):
                path = self.write("shard.zst", b"".join(frames) + made)
                self.assertEqual(tool("zstd", "-dqc", str(path)).count(b"\n"), 600)
                self.assertEqual(self.mine(path), lexicon)
        # Its frame has to be whole, as any frame.
        for what, made in [("too small", table(sizes, size=9)), ("too large", table(sizes, size=99)),
                           ("cut", table(sizes)[:-1]), ("no frame", table(sizes, magic=0x184D2A60))]:  # fmt: skip
            with self.subTest(what):
                path = self.write("shard.zst", b"".join(frames) + made)
                self.check_both([r"shard\.zst: ", r"offset \d+"], path)


class ChangeTest(BadInputTest):
    """Files that change while they are read."""

    def test_between_opening_and_reading(self):
        # When the program waits for the pipe, it already knows the size and the time of the file.
        for change, pattern in [
            (lambda path: path.write_bytes(path.read_bytes() + b"more\n"), "changed its length"),
            (lambda path: os.truncate(path, 1000), "changed its length"),
            (lambda path: os.truncate(path, 0), "changed its length"),
            (lambda path: path.write_bytes(path.read_bytes()), "was written to"),
            (lambda path: path.unlink(), "cannot open"),
        ]:
            for name, data in [("text", LINES), ("text.zst", zstd(LINES)), ("text.gz", LINES)]:
                data = gzip.compress(data) if name.endswith("gz") else data
                path = self.write(name, data)
                os.utime(path, (1, 1))
                before = self.listing()
                process = subprocess.Popen(
                    command_line("mine", path, "-", "-o", self.folder / "result", "--quiet"),
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
                # More than a pipe holds: the write returns only after the program begins to read.
                process.stdin.write(b"x\n" * 200_000)
                change(path)
                _, errors = process.communicate(timeout=TIMEOUT)
                self.assertEqual(process.returncode, 1, errors)
                self.assertRegex(errors.decode(), rf"\Aciku: [^\n]*{name}: {pattern}[^\n]*\n\Z")
                self.assertEqual([x for x in self.listing() if x not in before], [])

    def change_while_read(self, change, pattern, threads):
        """Changes a file when it is memory-mapped. If the run is too fast for that, tries again
        with a larger file."""
        path = self.folder / "large"
        size = 128 << 20
        while size <= 8 << 30:
            path.write_bytes(LINES)
            os.truncate(path, size)  # the rest is a hole
            before = self.listing()
            with subprocess.Popen(command_line("mine", path, "-o", self.folder / "result", "--quiet",
                                   "--threads", str(threads)), stderr=subprocess.PIPE) as process:  # fmt: skip
                while process.poll() is None and not is_mapped(process.pid, path):
                    time.sleep(0.001)
                change(path, size)
                errors = process.communicate(timeout=TIMEOUT)[1].decode()
            if process.returncode != 0:
                self.assertEqual(process.returncode, 1, errors)
                self.assertRegex(errors, rf"\Aciku: [^\n]*large: {pattern}[^\n]*\n\Z")
                self.assertEqual(self.listing(), before)
                return
            (self.folder / "result").unlink()
            size *= 2
        self.fail("it was never caught reading")

    def test_truncated_while_read(self):
        for size in (0, 4096, 5000):
            for threads in (1, 2):
                self.change_while_read(lambda path, _, to=size: os.truncate(path, to),
                                       "changed its length", threads)  # fmt: skip

    def test_grown_while_read(self):
        for more in (1, 1 << 20):
            self.change_while_read(lambda path, size, by=more: os.truncate(path, size + by),
                                   "changed its length", 2)  # fmt: skip

    def test_written_to_while_read(self):
        def overwrite(path, _):
            with path.open("r+b") as file:
                file.write(b"other")

        self.change_while_read(overwrite, "was written to", 1)


def is_mapped(pid, path):
    try:
        with open(f"/proc/{pid}/maps", encoding="utf-8", errors="replace") as maps:
            return str(path) in maps.read()
    except OSError:
        return False


class JsonTest(BadInputTest):
    GOOD = '{"text":"词典"}\n'

    def test_bad_lines(self):
        for line, pattern in [
            ("{", "not valid JSON"), ('{"text":"a"', "not valid JSON"), ("not JSON", "not valid"),
            ('{"text":"a"} {"text":"b"}', "not valid JSON"), ('{"text":"a\tb"}', "not valid JSON"),
            ('{"text":"\\ud80"}', "not valid JSON"), ('{"text":"\\x41"}', "not valid JSON"),
            ("{'text':'a'}", "not valid JSON"), ('{"text":"a"},', "not valid JSON"),
            ('{"body":"a"}', "no field 'text'"), ("{}", "no field 'text'"),
            ('{"Text":"a"}', "no field 'text'"), ('{"text":7}', "other than a text as 'text'"),
            ('{"text":["a"]}', "other than a text as 'text'"),
            ('{"text":{"text":"a"}}', "other than a text as 'text'"), ("7", "text"), ("null", "text"),
            ('["text"]', "text"), ('"text"', "text"), ("\0", "not valid JSON"),
            (b'{"text":\xff"x"}', "not valid JSON"), ("[" * 5000, "not valid JSON"),
            ('{"text":"\\"}', "not valid JSON"),
        ]:  # fmt: skip
            line = line if isinstance(line, bytes) else line.encode()
            with self.subTest(line[:30]):
                good = self.GOOD.encode()
                data = good * 3 + line + b"\r\n" + good
                path = self.write("bad.jsonl", data)
                self.check([rf"bad\.jsonl: offset {len(good) * 3}: ", pattern, "--skip-bad"], path)
                result = run("mine", path, "--min-count", 1, "--skip-bad-records", "--quiet")
                self.assertEqual((result.status, result.output), (0, "词典\t4\n".encode()), result)
                self.assertRegex(result.errors, r"\Aciku: warning: 1 record was left out: [^\n]*\n\Z")

    def test_both_commands_and_nested_fields(self):
        path = self.write("bad.jsonl", '{"a":{"b":"x"}}\n{"a":"b"}\n')
        self.check_both(["offset 16: ", r"'a\.b'"], path, "--field", "a.b")
        self.check_both("offset 0: ", path, "--field", "a.b.c")
        self.check_both("offset 0: .*no field 'a'b'", path, "--field", "\"a'b\"")

    def test_skipped_lines_are_counted_and_reported(self):
        data = (self.GOOD + "{\n" + "\n") * 2000
        for name, form in [("bad.jsonl", data.encode()), ("bad.jsonl.gz", gzip.compress(data.encode()))]:
            path = self.write(name, data if name == "bad.jsonl" else form)
            output, report = self.mine_report(path, "--skip-bad-records")
            self.assertEqual(output, "词典\t2000\n".encode())
            results = report["results"]
            self.assertEqual((results["records"], results["bad_records"]), (2000, 2000))
            result = run("pack", path, "--skip-bad-records", "-o", self.folder / name[3:], "--quiet")
            self.assertEqual(result.status, 0, result)
            self.assertRegex(result.errors, r"\Aciku: warning: 2,000 records were left out: [^\n]*\n\Z")
        result = run("mine", "-", "--field", "x", "--skip-bad-records", stdin=b"{}\n")
        self.assertEqual((result.status, result.output), (0, b""), result)

    def test_the_place_in_later_blocks(self):
        rng = random.Random(1)
        lines = [self.GOOD.encode()[:-1] + b" " * rng.randrange(3000) for _ in range(2000)]
        for seed in seeds(3):
            at = random.Random(seed).randrange(len(lines))
            data = b"\n".join(lines[:at] + [b"broken"] + lines[at:])
            place = data.index(b"broken")
            self.check(rf"\.jsonl: offset {place}: ", self.write("bad.jsonl", data))
            packed = self.write("bad.jsonl.gz", gzip.compress(data, 1))
            self.check(rf"gz: byte {place} of its unpacked text: ", packed)
            frames = [zstd(part) for part in pieces_of(data, rng, 9)]
            message = self.check("zst: byte ", self.write("bad.jsonl.zst", b"".join(frames)))
            self.assertEqual(place_of(message, frames), place, message)


def place_of(message, frames):
    """Returns the place in the whole text, for a message that names the place in a frame."""
    byte, offset = map(int, re.search(r"byte (\d+) of .* frame at offset (\d+)", message).groups())
    while offset > 0:
        frame = frames.pop(0)
        offset -= len(frame)
        byte += len(tool("zstd", "-dcq", stdin=frame))
    return byte


class InvalidTextTest(BadInputTest):
    """Bytes that are not UTF-8."""

    def test_counted_and_reported(self):
        path = self.write("text", "词典".encode() + b"\xff\xfe\xe8\xaf" + "词典\n".encode() * 10)
        result = run("mine", path, "--quiet")
        self.assertEqual((result.status, result.output), (0, "词典\t11\n".encode()), result)
        self.assertRegex(result.errors, r"\Aciku: warning: 4 bytes are not valid UTF-8[^\n]*\n\Z")
        _, report = self.mine_report(path)
        self.assertEqual(report["results"]["invalid_bytes"], 4)

    def test_strict_says_where(self):
        rng = random.Random(1)
        forms = {"long line": "词典里的，".encode() * 200_000, "lines": LINES * 30,
                 "one run": "词典里的".encode() * 250_000}  # fmt: skip
        for bad in (b"\xff", b"\xe8\xaf", b"\xed\xa0\x80"):
            for name, good in forms.items():
                at = len(good[: rng.randrange(len(good))].decode(errors="ignore").encode())
                data = b"\xef\xbb\xbf" * rng.randrange(2) + good[:at] + bad + good[at:]
                place = data.index(good[:at] + bad) + at
                options = ["--strict", "--memory", "24M", "--threads", 2]
                wrong = rf"invalid UTF-8 \(byte 0x{bad[0]:02X}\)"
                path = self.write("text", data)
                self.check(rf"text: offset {place}: {wrong}", path, *options)
                self.check(rf"standard input: offset {place}: ", "-", *options, stdin=data)
                self.write("text.gz", gzip.compress(data, 1))
                self.check(rf"byte {place} of its unpacked", self.folder / "text.gz", *options)
                parts = pieces_of(data, rng, 7)
                frames = [zstd(part, "-1") for part in parts if part]
                self.write("text.zst", b"".join(frames))
                message = self.check("zst: byte", self.folder / "text.zst", *options)
                self.assertEqual(place_of(message, frames), place, (name, bad, message))

    def test_strict_says_where_in_text_that_is_folded(self):
        rng = random.Random(2)
        forms = {"long line": "Ｔ恤の㌔，e\u0301".encode() * 60_000, "lines": "㈱ｶﾞ\n".encode() * 90_000,
                 "one run": "Ｔ㌔ｶﾞ".encode() * 80_000}  # fmt: skip
        for name, good in forms.items():
            at = len(good[: rng.randrange(len(good))].decode(errors="ignore").encode())
            path = self.write("text", good[:at] + b"\xff" + good[at:] + b"\xfe")
            for folding in (["--normalize", "nfkc"], ["--lower"]):
                for threads in (1, 4):
                    # The first invalid byte that any thread meets is reported. There are only two:
                    # the one at `at`, and the last byte.
                    self.check(rf"text: offset ({at}: .*0xFF|{path.stat().st_size - 1}: .*0xFE)",
                               path, "--strict", "--threads", threads, *folding)  # fmt: skip
            self.check(rf"text: offset {at}: invalid UTF-8 \(byte 0xFF\)", path, "--strict",
                       "--threads", 1, "--normalize", "nfkc")  # fmt: skip

    def test_a_line_that_cannot_be_divided(self):
        path = self.write("text", "中\n" + "e" + "\u0301\u0323" * 600_000)
        budget = ["--normalize", "nfkc", "--memory", "60M"]
        self.check(r"text: offset 4: this line cannot be split .* raise --memory", path, *budget)
        self.mine(path, "--normalize", "nfkc", "--memory", "2G")
        self.mine(path, "--memory", "60M")

    def test_strict_takes_what_is_valid(self):
        text = "\0\x7f\x80\u07ff\u0800\ud7ff\ue000\uffff\U00010000\U0010ffff\n"
        self.mine(self.write("text", text), "--strict", "--alphabet", "any")

    def test_unknown_encodings(self):
        path = self.write("text", LINES)
        for name in ("nonsense", "UTF-9", "UTF-8x", "a\nb", ""):
            self.check_both("unknown encoding", path, "--encoding", name, status=2)

    def test_strict_in_other_encodings(self):
        data = "词典\n".encode("GB18030") + b"\xff\n"
        self.check("text: ", self.write("text", data), "--encoding", "GB18030", "--strict")


if __name__ == "__main__":
    unittest.main()
