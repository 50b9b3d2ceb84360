"""Every kind of input gives the same lexicon as its text in plain UTF-8."""

import bz2
import gzip
import json
import lzma
import os
import random
import struct
import subprocess
import unittest

from driver import SANITIZED, TIMEOUT, CliTest, frames_of, oracle, pieces_of, run, seeds, tool, zstd

# With `any`, all characters count, so that line ends and byte-order marks that are left in the text
# would be noticed. A sanitized program takes a second to set up this alphabet, each time.
ALPHABET = "letters" if SANITIZED else "any"
OPTIONS = ["--min-count", "2", "--alphabet", ALPHABET]
ANY = ["--min-count", "2", "--alphabet", "any"]
# Words that can be written in every encoding of these tests, and an empty line.
LINES = ["词典里的词", "没有标注，没有模型。", "词典", "ABC 词典里的 xyz", "", "的词，的词典", "語言學"]


class InputTest(CliTest):
    def setUp(self):
        super().setUp()
        self.text = "\n".join(LINES * 3) + "\n"
        self.expected = self.oracle(self.text)

    def oracle(self, text):
        path = self.write("plain", text)
        expected, _ = oracle(path, min_count=2, alphabet=ALPHABET)
        path.unlink()
        self.assertNotEqual(expected, b"")
        return expected

    def check(self, *inputs, options=OPTIONS, expected=None, **kwargs):
        seen = self.mine(*options, *inputs, **kwargs).decode()
        self.assertEqual(seen, (expected or self.expected).decode(), inputs)


class FilesTest(InputTest):
    def test_files_with_odd_names(self):
        for name in ["a b", "two\nlines", "-dash", "[x,y]", "[1]", "{}", "日本", "'\"$(x)`", "%s%n",
                     "mine", "--", "a.jsonl.txt", "#", ";", "\udcff\udcfe"]:  # fmt: skip
            with self.subTest(repr(name)):
                path = self.write("odd/" + name, self.text)
                self.check(path)
                self.check("--", name, cwd=self.folder / "odd")

    def test_folders(self):
        half = self.text[: len(self.text) // 2]
        half = half[: half.rindex("\n") + 1]
        self.write("in/b/c/d/1.txt", half)
        self.write("in/a.txt", self.text[len(half) :])
        (self.folder / "in/empty").mkdir()
        self.write("in/nothing", "")
        # None of these belongs to the corpus.
        for hidden in ("in/.hidden", "in/b/.git/objects/1", "in/b/c/.x.txt"):
            self.write(hidden, "被隐藏\n" * 9)
        os.mkfifo(self.folder / "in/fifo")
        self.check(self.folder / "in")
        self.check(str(self.folder / "in") + "//")
        self.check(self.folder / "in/b", self.folder / "in/a.txt")
        self.check(".", cwd=self.folder / "in")
        self.check(".", cwd=self.folder / "in/b/c/d", expected=self.oracle(half))

    def test_a_hidden_input_that_is_named_is_read(self):
        self.check(self.write(".hidden", self.text))
        self.write(".folder/text", self.text)
        self.check(self.folder / ".folder")

    def test_links(self):
        self.write("elsewhere/text", self.text)
        (self.folder / "in").mkdir()
        (self.folder / "in/link").symlink_to("../elsewhere/text")
        (self.folder / "in/loop").symlink_to(".")
        (self.folder / "link").symlink_to("in")
        for path in ("in", "link", "in/link"):
            self.check(self.folder / path)

    def test_the_same_file_twice_is_an_error(self):
        path = self.write("in/text", self.text)
        (self.folder / "link").symlink_to("in/text")
        os.link(path, self.folder / "other")
        for again in (path, f"{self.folder}/./in/text", self.folder / "link", self.folder / "other",
                      self.folder / "in"):  # fmt: skip
            result = run("mine", path, again)
            self.assertEqual((result.status, result.output), (1, b""), result)
            self.assertIn("are the same file, which would count twice", result.errors)

    def test_pipes_and_devices(self):
        path = self.write("text", self.text)
        self.check("-", stdin=self.text.encode())
        with path.open("rb") as file:
            self.check("/dev/stdin", stdin=file)
        self.check("/dev/null", path, "/dev/null")
        fifo = self.folder / "fifo"
        os.mkfifo(fifo)
        with subprocess.Popen(["cp", path, fifo]) as writer:
            self.check(fifo)
            writer.wait(TIMEOUT)
        reader, writer = os.pipe()
        with os.fdopen(writer, "wb") as file:
            file.write(self.text.encode())
        self.check(f"/dev/fd/{reader}", pass_fds=[reader])
        os.close(reader)

    def test_standard_input_that_was_read_from(self):
        path = self.write("text", "不要这行\n" + self.text)
        with path.open("rb", buffering=0) as file:
            file.read(len("不要这行\n".encode()))
            self.check("-", stdin=file)

    def test_an_output_inside_the_folder_of_inputs(self):
        self.write("in/text", self.text)
        self.check(self.folder / "in", "-o", "-")
        output = self.folder / "in/lexicon.tsv"
        self.mine(self.folder / "in", *OPTIONS, "-o", output)
        self.assertEqual(output.read_bytes(), self.expected)


class LineEndTest(InputTest):
    def test_marks_and_line_ends_are_no_part_of_the_text(self):
        for name, text in [("CRLF", self.text.replace("\n", "\r\n")),
                           ("mark", "\ufeff" + self.text), ("no end", self.text[:-1]),
                           ("both", "\ufeff" + self.text.replace("\n", "\r\n")[:-2]),
                           ("CR at the end", self.text[:-1] + "\r")]:  # fmt: skip
            data = text.encode()
            with self.subTest(name):
                self.check(self.write("text", data))
                self.check(self.write("text.gz", gzip.compress(data)))
                for cut in {1, 2, data.find(b"\r") + 1}:
                    frames = zstd(data[:cut]) + zstd(b"") + zstd(data[cut:])
                    self.check(self.write("frames.zst", frames))

    def test_crlf_over_the_edges_of_blocks(self):
        # The length of the lines is odd: some line end is at the edge of a block.
        text = "词a\r\n" * 200_001
        expected = "词a\t200001\n".encode()
        path = self.write("text", text)
        memory = self.least_memory("mine", path, *ANY)
        for inputs, kwargs in [([path], {}), (["-"], {"stdin": text.encode()}),
                               ([self.write("text.gz", gzip.compress(text.encode(), 1))], {})]:
            self.check(*inputs, "--min-pmi", "-9", "--memory", memory, options=ANY,
                       expected=expected, **kwargs)  # fmt: skip

    def test_nothing_but_separators(self):
        path = self.write("text", "，。\r\n \t" * 300_000)
        result = run("mine", path, "--memory", self.least_memory("mine", path))
        self.assertEqual((result.status, result.output), (0, b""), result)
        self.assertIn("300,001 records, 0 symbols", result.errors)


class CompressedTest(InputTest):
    def test_compressed(self):
        data = self.text.encode()
        rng = random.Random(1)
        for name, compress in [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress),
                               ("zst", zstd), ("zst", lambda part: zstd(part, "--no-check", "-19"))]:  # fmt: skip
            for count in (1, 5):
                packed = b"".join(map(compress, pieces_of(data, rng, count)))
                self.check(self.write(f"text.{name}" if count == 1 else "no ending", packed))
                self.check("-", stdin=packed)

    def test_kinds_of_zstd_frames(self):
        data = self.text.encode()
        skippable = struct.pack("<II", 0x184D2A53, 5) + b"words"
        for name, packed in [
            ("skippable first", skippable + zstd(data)),
            ("skippable between", zstd(data[:100]) + skippable * 2 + zstd(data[100:]) + skippable),
            ("no content size", zstd(data, "--no-content-size")),
            ("empty frames", zstd(b"") + zstd(data) + zstd(b"") * 2),
            ("a large window", zstd(data, "--long=27", "--no-content-size")),
            ("very fast", zstd(data, "--fast=9")),
        ]:
            with self.subTest(name):
                self.check(self.write("text.zst", packed))

    def test_a_large_window_of_a_small_content_costs_nothing(self):
        usual = self.write("text.zst", zstd(self.text.encode()))
        plain = self.least_memory("mine", usual, *OPTIONS)
        for window in ("--long=27", "--long=31"):
            packed = zstd(self.text.encode(), "--ultra", window, "--no-content-size")
            for name, data in [("alone", packed), ("last", zstd(b"\n") + packed), ("twice", packed * 2)]:
                with self.subTest(name, window=window):
                    path = self.write("text.zst", data)
                    expected = self.oracle(self.text * 2) if name == "twice" else None
                    self.check(path, "--memory", plain, expected=expected)

    def test_files_put_together(self):
        rng = random.Random(2)
        pieces = pieces_of(self.text.encode(), rng, 6)
        shards = []
        for i, piece in enumerate(pieces[:3]):
            self.pack(self.write(f"piece-{i}", piece), "-o", self.folder / f"shards-{i}")
            shards.append((self.folder / f"shards-{i}/shard-00000.txt.zst").read_bytes())
        parts = [*shards, *map(zstd, pieces[3:]), struct.pack("<II", 0x184D2A5E, 4) + b"\xb1\xea\x92\x8f",
                 zstd(b"")]  # fmt: skip
        for seed in seeds(12):
            random.Random(seed).shuffle(parts)
            path = self.write("together.zst", b"".join(parts))
            plain = self.write("plain.txt", tool("zstd", "-dqc", str(path)))
            with self.subTest(seed=seed):
                expected = self.mine(*OPTIONS, plain)
                self.check(path, expected=expected)
                self.check("-", stdin=path.read_bytes(), expected=expected)
                work = self.folder / "work"
                self.check(path, "--work-dir", work, "--checkpoint-interval", 0, expected=expected)
                # What is packed again is whole.
                self.pack(path, "-o", self.folder / f"again-{seed}")
                self.check(self.folder / f"again-{seed}", expected=expected)

    def test_large_frames_are_read_as_streams(self):
        data = self.text.encode() * 3000
        expected = self.oracle(self.text * 3000)
        path = self.write("text.zst", zstd(data[:-9], "--no-content-size") + zstd(data[-9:]))
        self.check(path, "--memory", self.least_memory("mine", path, *OPTIONS), expected=expected)

    def test_a_large_window_counts_towards_the_budget(self):
        # The frame is too large to be unpacked whole; as a stream, it needs a window of 128 MB.
        data = b"\n".join(b"%d" % i for i in range(20_000)) + bytes(150_000_000)
        large = zstd(data, "--long=27", "-1", "--no-content-size")
        skippable = struct.pack("<II", 0x184D2A50, 0)
        for name, packed in [("alone", large), ("behind a skippable frame", skippable + large),
                             ("behind another frame", zstd(b"a\n") + large)]:  # fmt: skip
            with self.subTest(name):
                path = self.write("text.zst", packed)
                self.assertGreater(int(self.least_memory("mine", path)[:-1]), 128)
        # Behind a megabyte of other frames, the window cannot be foreseen, and is refused.
        other = zstd(random.Random(1).randbytes(1_500_000).hex().encode())
        path = self.write("text.zst", other + large)
        self.assert_fails(1, "text.zst: a zstd frame near offset .* needs a larger window", "mine",
                          path, "--memory", "64M")

    def test_gzip_padded_with_zeros(self):
        self.check(self.write("text.gz", gzip.compress(self.text.encode()) + b"\0" * 512))


class JsonTest(InputTest):
    def records(self, make):
        return "".join(json.dumps(make(line)) + "\n" for line in self.text.split("\n"))

    def test_fields(self):
        for make, field in [
            (lambda text: {"text": text}, []),
            (lambda text: {"id": 1, "text": text, "texts": ["no", {"text": "no"}]}, []),
            (lambda text: {"body": text, "text": 7}, ["--field", "body"]),
            (lambda text: {"a": {"b": {"c": text}, "c": 0}}, ["--field", "a.b.c"]),
            (lambda text: {"正文": text}, ["--field", "正文"]),
            (lambda text: {"": text}, ["--field", '""']),
            (lambda text: {"a b\n\"": text}, ["--field", "'a b\n\"'"]),
            (lambda text: {"a.b": {"c": text}}, ["--field", '"a.b".c']),
            (lambda text: {"a": [{"b": text}, {"c": 1}]}, ["--field", "a[].b"]),
        ]:
            data = self.records(make)
            self.check(self.write("in.jsonl", data), *field)
            self.check(self.write("in.ndjson.gz", gzip.compress(data.encode())), *field)
            self.check("-", *(field or ["--field", "text"]), stdin=data.encode())

    def test_escapes(self):
        # \u escapes, also surrogate pairs, are read as the characters that they stand for.
        lines = ["\"\\/\b\f\t", "𠀀词\U0001f600", "\x7f\x00\x1f", "词\ufeff"]
        expected = self.oracle("\n".join(lines * 2))
        for ascii_only in (True, False):
            data = "".join(json.dumps({"text": line}, ensure_ascii=ascii_only) + "\r\n"
                           for line in lines * 2)  # fmt: skip
            self.check(self.write("in.jsonl", data), expected=expected)

    def test_a_line_end_inside_a_text_separates(self):
        data = json.dumps({"text": "词典\n词典\r\n词典"}) + "\n"
        self.check(self.write("in.jsonl", data), expected="词典\t3\n".encode())

    def test_empty_lines_and_marks(self):
        data = "\ufeff\n \r\n" + self.records(lambda text: {"text": text}).replace("\n", "\n\r\n\t\n")
        self.check(self.write("in.jsonl", data.rstrip()))

    def test_lines_over_blocks(self):
        data = self.records(lambda text: {"pad": "x" * 70_000, "text": text}).encode()
        rng = random.Random(1)
        self.check(self.write("in.jsonl", data), "--memory", "64M")
        frames = frames_of(data, rng, 40)
        self.check(self.write("in.jsonl.zst", frames), "--memory", "64M")

    def test_a_line_of_20_megabytes(self):
        text = self.text * 65_000
        path = self.write("in.jsonl", json.dumps({"text": text}, ensure_ascii=False))
        self.assertGreater(path.stat().st_size, 20_000_000)
        expected = self.mine(self.write("in.txt", text), *OPTIONS)
        self.check(path, "--memory", "2G", expected=expected)
        pattern = ["in.jsonl: offset 0", "longer", "--memory"]
        self.assert_fails(1, pattern, "mine", path, "--memory", "64M", "--quiet")


class EncodingTest(InputTest):
    def test_encodings(self):
        simple = self.text.replace("語言學", "语言")
        traditional = self.text.replace("词", "詞").replace("没", "沒").replace("标", "標")
        traditional = traditional.replace("语", "語")
        for encoding, text in [("GB18030", self.text), ("GBK", self.text), ("GB2312", simple),
                               ("Big5", traditional), ("UTF-16LE", self.text),
                               ("UTF-16BE", self.text), ("UTF-16", self.text), ("utf-8", self.text),
                               ("UTF-32LE", self.text)]:  # fmt: skip
            data = text.replace("\n", "\r\n").encode(encoding)
            expected = self.oracle(text)
            with self.subTest(encoding):
                named = ["--encoding", encoding]
                self.check(self.write("text", data), *named, expected=expected)
                self.check(self.write("text.zst", zstd(data[:7]) + zstd(data[7:])), *named,
                           expected=expected)  # fmt: skip
                self.check("-", *named, expected=expected, stdin=data)

    def test_marks_of_utf_16(self):
        for codec in ("utf-16-le", "utf-16-be"):
            data = ("\ufeff" + self.text).encode(codec)
            self.check(self.write("text", data), "--encoding", "UTF-16")
            named = "UTF-16LE" if codec.endswith("le") else "UTF-16BE"
            self.check(self.write("text", data), "--encoding", named)

    def test_long_text_in_another_encoding(self):
        # Characters of one, two and four bytes, which cross the edges of every buffer.
        rng = random.Random(3)
        words = ["词典", "𠀀", "a", "的", "㐀b", "语言", "é"]
        text = "\n".join("".join(rng.choices(words, k=rng.randint(0, 40))) for _ in range(20_000))
        expected = self.oracle(text)
        for encoding in ("GB18030", "UTF-16LE", "UTF-32BE"):
            path = self.write("text", text.encode(encoding))
            memory = self.least_memory("mine", path, *OPTIONS, "--encoding", encoding)
            self.check(path, "--encoding", encoding, "--memory", memory, expected=expected)

    def test_the_last_character_is_not_lost(self):
        # Decoders that combine characters hold one back until the next one or the end.
        for encoding in ("BIG5-HKSCS", "EUC-JISX0213"):
            text = "词典Ê\n词典Ê" if encoding == "BIG5-HKSCS" else "か\nか"
            expected = self.oracle(text.replace("词", "詞"))
            data = text.replace("词", "詞").encode(encoding.replace("JISX0213", "JIS-2004"))
            self.check(self.write("text", data), "--encoding", encoding, expected=expected)

    def test_what_is_no_character_separates_and_is_counted(self):
        good = "词典".encode("GB18030")
        path = self.write("text", good + b"\xff" + good + b"\n" + good[:-1])
        options = ["--min-count", 2, "--min-pmi", -9]
        output, report = self.mine_report(path, "--encoding", "GB18030", *options)
        self.assertEqual(output.decode(), "词典\t2\n")
        self.assertEqual(report["results"]["invalid_bytes"], 2)
        lone = "词典".encode("utf-16-le") + b"\x00\xd8" + "词典".encode("utf-16-le") + b"\x01\xdc\x00"
        path = self.write("text", lone)
        output, report = self.mine_report(path, "--encoding", "UTF-16LE", *options)
        self.assertEqual(output.decode(), "词典\t2\n")
        self.assertEqual(report["results"]["invalid_bytes"], 3)

    def test_json_lines_in_another_encoding(self):
        data = "".join(json.dumps({"text": line}, ensure_ascii=False) + "\n"
                       for line in self.text.split("\n"))  # fmt: skip
        self.check(self.write("in.jsonl", data.encode("GB18030")), "--encoding", "GB18030")


if __name__ == "__main__":
    unittest.main()
