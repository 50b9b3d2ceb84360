"""`ciku pack`: zstd reads the shards, frames end at record ends, nothing is left half done."""

import bz2
import gzip
import json
import random
import struct
import subprocess
import unittest

import random_text
from driver import CliTest, pieces_of, run, seeds, tool, zstd

FRAME_MAGIC = 0xFD2FB528
TABLE_MAGIC = 0x184D2A5E
FOOTER_MAGIC = 0x8F92EAB1


def unpack(data):
    return tool("zstd", "-dcq", stdin=data)


def seek_table(shard):
    """Reads a seek table in zstd's seekable format. Returns the (compressed, content) sizes of the
    frames, and the table's offset in the shard."""
    count, descriptor, magic = struct.unpack("<IBI", shard[-9:])
    assert magic == FOOTER_MAGIC and descriptor == 0, (hex(magic), descriptor)
    size = count * 8 + 9
    header = len(shard) - size - 8
    assert struct.unpack_from("<II", shard, header) == (TABLE_MAGIC, size)
    return [struct.unpack_from("<II", shard, header + 8 + 8 * i) for i in range(count)], header


def frames_of(shard):
    """Returns the content of each frame, unpacked by itself. Checks the seek table."""
    entries, end = seek_table(shard)
    contents, offset = [], 0
    for compressed, size in entries:
        frame = shard[offset : offset + compressed]
        assert struct.unpack_from("<I", frame) == (FRAME_MAGIC,)
        assert frame[4] & 4, "no checksum"
        contents.append(unpack(frame))
        assert len(contents[-1]) == size, (len(contents[-1]), size)
        offset += compressed
    assert offset == end, (offset, end)
    return contents


def as_records(data):
    """Returns the records of a plain file as unpacking should give them: lines that end with a line
    feed only."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    lines = data.split(b"\n")
    if lines[-1] == b"":
        lines.pop()
    return b"".join(line.removesuffix(b"\r") + b"\n" for line in lines)


class PackTest(CliTest):
    def shards(self, folder):
        return [path.read_bytes() for path in sorted((self.folder / folder).iterdir())]

    def pack_to(self, folder, *args, **kwargs):
        self.pack(*args, "-o", self.folder / folder, **kwargs)
        return self.shards(folder)

    def text(self, rng, size=200_000, **how):
        """Returns random text without the special cases that RoundTripTest is about."""
        data = random_text.text(rng, size, **how).replace(b"\xef\xbb\xbf", b"")
        while b"\r\r" in data:
            data = data.replace(b"\r\r", b"\r")
        return data.removesuffix(b"\r")


class FormatTest(PackTest):
    def test_zstd_takes_the_shards(self):
        data = self.text(random.Random(1))
        self.pack(self.write("text", data), "-o", self.folder / "out", "--frame-size", "8K",
                  "--shard-size", "50K")  # fmt: skip
        paths = sorted((self.folder / "out").iterdir())
        self.assertGreater(len(paths), 3)
        self.assertEqual([path.name for path in paths],
                         [f"shard-{i:05}.txt.zst" for i in range(len(paths))])  # fmt: skip
        tool("zstd", "-tq", *paths)
        self.assertEqual(tool("zstd", "-dcq", *paths), as_records(data))

    def test_frames_end_at_record_ends_and_sizes_are_kept(self):
        for seed, (frame, shard) in enumerate([(4096, 10**9), (10_000, 30_000), (50_000, 4096)]):
            data = self.text(random.Random(seed), 100_000, line=300)
            sizes = ["--frame-size", frame, "--shard-size", shard]
            shards = self.pack_to(f"out-{seed}", self.write("text", data), *sizes)
            contents = [frames_of(one) for one in shards]
            self.assertEqual(b"".join(b"".join(frames) for frames in contents), as_records(data))
            longest = max(map(len, as_records(data).split(b"\n"))) + 1
            for frames in contents:
                for content in frames:
                    self.assertTrue(content.endswith(b"\n"))
                    self.assertLessEqual(len(content), max(frame, longest))
                # A shard ends with the frame that fills it.
                self.assertLess(sum(map(len, frames[:-1])), shard)
            for frames in contents[:-1]:
                self.assertGreaterEqual(sum(map(len, frames)), shard)
            flat = [content for frames in contents for content in frames]
            for a, b in zip(flat, flat[1:]):
                # A frame ends only if the next record would not have fitted into it, or at the end
                # of the block that it was read in. So two neighbours together fill a frame.
                self.assertGreater(len(a) + len(b), frame // 2)

    def test_sizes_can_be_written_with_units(self):
        path = self.write("text", self.text(random.Random(3)))
        for a, b in [("8K", "8192"), ("8kb", "8192"), ("1M", "1048576"), ("1MiB", "1048576")]:
            seen = self.pack_to(f"a-{a}-{b}", path, "--frame-size", a)
            self.assertEqual(seen, self.pack_to(f"b-{a}-{b}", path, "--frame-size", b))

    def test_level(self):
        path = self.write("text", self.text(random.Random(4), 300_000))
        sizes = [len(self.pack_to(f"level-{n}", path, "--level", n)[0]) for n in (1, 3, 19)]
        self.assertGreater(sizes[0], sizes[2])
        self.assertEqual(sizes, [len(frame) for n in (1, 3, 19) for frame in self.shards(f"level-{n}")])
        self.assertEqual(self.pack_to("default", path), self.shards("level-3"))

    def test_the_same_bytes_from_any_number_of_threads(self):
        path = self.write("text", self.text(random.Random(5), 400_000, line=2000))
        gz = self.write("text.gz", gzip.compress(path.read_bytes()))
        for inputs in ([path], [gz], [path, gz]):
            names = [f"{len(inputs)}-{inputs[0].name}-{n}" for n in (1, 2, 4, 4)]
            names[-1] += "-again"
            packed = [self.pack_to(name, *inputs, "--threads", n, "--frame-size", "16K")
                      for name, n in zip(names, (1, 2, 4, 4))]  # fmt: skip
            self.assertTrue(all(one == packed[0] for one in packed))

    def test_the_ratio_is_reported(self):
        path = self.write("text", "一行文字\n" * 10_000)
        result = run("pack", path, "-o", self.folder / "out", "--report", self.folder / "report")
        self.assertEqual((result.status, result.output), (0, b""))
        results = json.loads((self.folder / "report").read_text())["results"]
        packed = sum(map(len, self.shards("out")))
        wanted = {"records": 10_000, "bad_records": 0, "text_bytes": 130_000, "frames": 1, "shards": 1,
                  "packed_bytes": packed}  # fmt: skip
        self.assertLessEqual(wanted.items(), results.items())
        self.assertAlmostEqual(results["ratio"], 130_000 / packed)
        self.assertRegex(result.errors, rf"10,000 records, 130.0 kB of text in 1 shards? of 1 frames?, "
                                        rf".*ratio {130_000 / packed:.2f}\n")  # fmt: skip


class RecordsTest(PackTest):
    """Unpacking gives the same records in the same order."""

    def check(self, context, data, *inputs, **kwargs):
        folder = f"out-{len(list(self.folder.iterdir()))}"
        shards = self.pack_to(folder, *inputs, **kwargs)
        self.assertEqual(b"".join(map(unpack, shards)), data, context)

    def test_random_text(self):
        for seed in seeds(8):
            rng = random.Random(seed)
            size, line = rng.choice([10, 5000, 100_000]), rng.choice([3, 100, 5000, 10**9])
            data = rng.choice([b"", b"\xef\xbb\xbf"]) + self.text(rng, size, line=line)
            frame = ["--frame-size", rng.choice([4096, 5000, 100_000])]
            wanted = as_records(data)
            parts = pieces_of(data, rng, 9)
            self.check(seed, wanted, self.write("text", data), *frame)
            self.check(seed, wanted, self.write("gz", b"".join(map(gzip.compress, parts))), *frame)
            self.check(seed, wanted, self.write("zst", b"".join(map(zstd, parts))), *frame)
            self.check(seed, wanted, "-", *frame, stdin=data)

    def test_files_in_order(self):
        parts = [b"a\r\nb", b"", b"\xef\xbb\xbfc\n", b"\n", "\ufeff".encode(), b"d\r", b"\0\n\xff"]
        names = [self.write(f"in/{i}", part) for i, part in enumerate(parts)]
        wanted = b"".join(map(as_records, parts))
        self.assertEqual(wanted, b"a\nb\nc\n\nd\n\0\n\xff\n")
        self.check("files", wanted, *names)
        self.check("folder", wanted, self.folder / "in")
        self.check("turned round", b"".join(map(as_records, parts[::-1])), *names[::-1])

    def test_other_encodings_become_utf_8(self):
        text = "词典\r\n没有，模型\r\n"
        for encoding in ("GB18030", "UTF-16"):
            path = self.write("text", text.encode(encoding))
            self.check(encoding, text.replace("\r", "").encode(), path, "--encoding", encoding)

    def test_json_lines(self):
        texts = ["词典", 'a"\\b', "two\nlines\r\n", "\0\x1f\x7f", "\u2028 𠀀", "", " "]
        lines = [json.dumps({"id": i, "a": {"b": text}}) for i, text in enumerate(texts)]
        data = ("\r\n".join(lines) + "\r\n\r\n").encode()
        for name, form in [("in.jsonl", data), ("in.jsonl.bz2", bz2.compress(data))]:
            folder = self.folder / f"out-{name}"
            self.pack(self.write(name, form), "--field", "a.b", "-o", folder)
            self.assertEqual([path.name for path in folder.iterdir()], ["shard-00000.jsonl.zst"])
            unpacked = unpack(self.shards(folder.name)[0]).decode()
            self.assertEqual([json.loads(line) for line in unpacked.removesuffix("\n").split("\n")],
                             [{"text": text} for text in texts])  # fmt: skip
            self.assertTrue(all(frame.endswith(b"\n") for frame in frames_of(self.shards(folder.name)[0])))
            # The shards can be mined like the file.
            options = ["--min-count", 1, "--alphabet", "any", "--min-pmi", -9]
            self.assertEqual(self.mine(folder, *options),
                             self.mine(self.folder / name, "--field", "a.b", *options))  # fmt: skip

    def test_text_and_json_lines_go_to_shards_of_their_own(self):
        self.write("in/1.txt", "甲\n")
        self.write("in/2.jsonl", '{"text":"乙"}\n')
        self.write("in/3.txt", "丙")
        self.write("in/4.jsonl", '{"text":"丁"}')
        self.pack(self.folder / "in", "-o", self.folder / "out")
        unpacked = {path.name: unpack(path.read_bytes()).decode()
                    for path in (self.folder / "out").iterdir()}  # fmt: skip
        self.assertEqual(unpacked, {
            "shard-00000.txt.zst": "甲\n丙\n",
            "shard-00000.jsonl.zst": '{"text":"乙"}\n{"text":"丁"}\n'})  # fmt: skip

    def test_shards_packed_again(self):
        data = self.text(random.Random(9))
        path = self.write("text", data)
        once = self.pack_to("once", path, "--frame-size", "5000", "--shard-size", "40000")
        self.assertEqual(b"".join(map(unpack, once)), as_records(data))
        sizes = ["--frame-size", "20000", "--shard-size", "64K"]
        twice = self.pack_to("twice", self.folder / "once", *sizes)
        self.assertEqual(b"".join(map(unpack, twice)), as_records(data))

    def test_a_record_longer_than_many_frames(self):
        rng = random.Random(10)
        long = "".join(rng.choices("词典里的，", k=300_000)).encode()
        for name, data in [("middle", b"a\n" * 50 + long + b"\r\nb\n"), ("first", long + b"\nb"),
                           ("last", b"a\n" + long), ("alone", long), ("two", long + b"\n" + long),
                           ("CR", long + b"\r"), ("ends", long[: 4096 * 20] + b"\n")]:  # fmt: skip
            for threads in (1, 4):
                path = self.write(name, data)
                shards = self.pack_to(f"{name}-{threads}", path, "--frame-size", 4096,
                                      "--threads", threads)  # fmt: skip
                frames = [frame for shard in shards for frame in frames_of(shard)]
                self.assertEqual(b"".join(frames), as_records(data), name)
                self.assertTrue(all(frame.endswith(b"\n") for frame in frames), name)
            packed = self.shards(f"{name}-1")
            self.assertEqual(packed, self.shards(f"{name}-4"))
            options = ["--min-count", 3, "--min-pmi", -1]
            self.assertEqual(self.mine(self.folder / f"{name}-1", *options), self.mine(path, *options))

    def test_nothing(self):
        for name, inputs in [("empty", [self.write("nothing", "")]), ("device", ["/dev/null"])]:
            result = run("pack", *inputs, "-o", self.folder / name, "--quiet")
            self.assertEqual(result.status, 0, result)
            self.assertRegex(result.errors, r"\Aciku: warning: [^\n]*\n\Z")
            self.assertEqual(len(self.shards(name)), 1)
            self.assertEqual(zstd(self.shards(name)[0], "-d"), b"")
            self.assertEqual(self.mine(self.folder / name), b"")


class RoundTripTest(PackTest):
    """Mining shards gives the same as mining the original files."""

    def check(self, data, *sizes):
        path = self.write("text", data)
        options = ["--min-count", 1, "--min-pmi", -99, "--alphabet", "any"]
        expected, report = self.mine_report(path, *options)
        subprocess.run(["rm", "-rf", self.folder / "out"], check=True)
        self.pack(path, "-o", self.folder / "out", *sizes)
        seen, packed_report = self.mine_report(self.folder / "out", *options)
        self.assertEqual(seen, expected, data[:80])
        for name in ("records", "symbols", "pieces", "invalid_bytes"):
            self.assertEqual(packed_report["results"][name], report["results"][name], data[:80])

    def test_records_that_end_in_a_carriage_return(self):
        for data in (b"a\r\r\nb\n", b"a\n\r\r", b"\r\r\n", b"a\r\r\r\n"):
            self.check(data)

    def test_a_last_record_that_is_empty(self):
        for data in (b"a\n\r", b"\r", b"a\r\n\r", b"\n"):
            self.check(data)

    def test_records_that_begin_with_a_byte_order_mark(self):
        mark = "\ufeff".encode()
        self.check(mark + b"a\n" + mark + b"b\n")
        self.check(mark + mark + b"a\n")
        line = mark + b"x" * 4092 + b"\n"
        self.check(line * 9, "--frame-size", "4K", "--shard-size", "4K")

    def test_random_text(self):
        for seed in seeds(5):
            rng = random.Random(seed)
            self.check(random_text.text(rng, 20_000, line=rng.choice([5, 50, 10**9])),
                       "--frame-size", "4K", "--shard-size", rng.choice(["4K", "1M"]))  # fmt: skip


class FolderTest(PackTest):
    """The folder of shards appears either complete or not at all."""

    def setUp(self):
        super().setUp()
        self.path = self.write("text", self.text(random.Random(11)))

    def test_new_and_empty_folders(self):
        expected = self.pack_to("new", self.path)
        self.assertEqual(sorted(self.listing()), ["new", "new/shard-00000.txt.zst", "temp", "text"])
        (self.folder / "empty").mkdir()
        self.assertEqual(self.pack_to("empty", self.path), expected)
        self.pack(self.path, "-o", f"{self.folder}/slash//")
        self.assertEqual(self.shards("slash"), expected)

    def test_an_empty_folder_by_other_names(self):
        (self.folder / "here").mkdir()
        self.pack(self.path, "-o", ".", cwd=self.folder / "here")
        (self.folder / "target").mkdir()
        (self.folder / "link").symlink_to("target")
        self.pack(self.path, "-o", self.folder / "link")
        expected = self.pack_to("new", self.path)
        self.assertEqual(self.shards("here"), expected)
        self.assertEqual(self.shards("target"), expected)
        self.assertTrue((self.folder / "link").is_symlink())

    def test_a_folder_in_use_stays_as_it_is(self):
        kept = self.write("used/file", "kept")
        arguments = ["pack", self.path, "-o"]
        self.assert_fails(1, ["used", "holds files already"], *arguments, self.folder / "used")
        self.assertEqual(kept.read_text(), "kept")
        self.write("hidden/.file", "kept")
        self.assert_fails(1, "hidden: holds files", *arguments, self.folder / "hidden")
        self.assert_fails(1, "text: is a file", *arguments, self.path)
        self.assert_fails(1, "no/such: cannot make", *arguments, self.folder / "no/such")

    def test_a_failure_in_the_middle_leaves_nothing(self):
        packed = bytearray(zstd(self.text(random.Random(12)), "-1"))
        packed[len(packed) // 2] ^= 0x10
        broken = self.write("broken.zst", packed)
        sizes = ["--frame-size", "4K", "--shard-size", "8K", "--quiet"]
        for inputs, pattern in [([self.path, broken], "broken.zst: damaged zstd"),
                                ([self.path, self.write("b.gz", gzip.compress(b"x" * 99)[:-5])],
                                 "b.gz: "),
                                ([self.path, self.write("b.jsonl", '{"text":"a"}\n{"text":}\n')],
                                 "b.jsonl: offset 13"),
                                ([self.path, self.folder / "missing"], "missing: cannot open")]:  # fmt: skip
            self.assert_fails(1, pattern, "pack", *inputs, *sizes, "-o", self.folder / "out")
        (self.folder / "empty").mkdir()
        self.assert_fails(1, "broken", "pack", self.path, broken, *sizes, "-o", self.folder / "empty")

    def test_options_out_of_range(self):
        for wrong in (["--frame-size", "4095"], ["--frame-size", "2G"], ["--shard-size", "1"],
                      ["--level", "0"], ["--level", "20"], ["--level", "x"], ["--frame-size", "-1"],
                      ["--frame-size", ""], ["--alphabet", "any"], ["--min-count", "3"]):  # fmt: skip
            self.assert_fails(2, wrong[0], "pack", self.path, *wrong, "-o", self.folder / "out")
        self.assert_fails(2, "output", "pack", self.path)

    def test_the_least_budget(self):
        for sizes in ([], ["--frame-size", "4M", "--level", "19"]):
            arguments = [self.path, *sizes, "-o", self.folder / "least"]
            memory = self.least_memory("pack", *arguments)
            self.pack(*arguments, "--memory", memory)
            self.assertEqual(b"".join(map(unpack, self.shards("least"))),
                             as_records(self.path.read_bytes()))  # fmt: skip
            subprocess.run(["rm", "-r", self.folder / "least"], check=True)


if __name__ == "__main__":
    unittest.main()
