"""Parts of a corpus: every record is in exactly one, and parts add up to the whole."""

import gzip
import json
import random
import shutil
import subprocess
import tarfile
import unittest

import random_text
from driver import AS_LINES, CliTest, assert_same, command_line, few, frames_of, run, seeds, tool, zstd


def records_of_parts(files, of):
    """The naive division: the records of plain files that begin in each of `of` ranges of bytes."""
    total = sum(map(len, files))
    parts = [b""] * of
    at = 0
    for data in files:
        for line in data.splitlines(keepends=True) if b"\r" not in data else data.split(b"\n"):
            part = next(i for i in range(of) if at < total * (i + 1) // of)
            parts[part] += line if line.endswith(b"\n") else line + b"\n"
            at += len(line)
    return parts


class PartsCase(CliTest):
    def packed(self, *args, kind="txt"):
        """Returns the text that `pack` makes of its inputs, or their JSON lines."""
        folder = self.folder / "packed"
        self.pack(*args, "-o", folder)
        shards = sorted(folder.glob(f"*.{kind}.zst"))
        text = b"".join(tool("zstd", "-dcq", shard) for shard in shards)
        shutil.rmtree(folder)
        return text

    def lines(self, dice, count, most=60):
        """Returns lines of text without other line ends, the last one with or without its end."""
        words = random_text.vocabulary(dice, scripts=random_text.SCRIPTS[:3])
        lines = ["".join(dice.choices(words, k=dice.randrange(most // 3))) for _ in range(count)]
        return ("\n".join(lines) + dice.choice(["", "\n"])).encode()

    def corpus(self, dice):
        """Writes inputs of all kinds, divided and not, and returns their folder."""
        folder = self.folder / "corpus"
        foreign = self.lines(dice, 150)
        self.write("corpus/a.txt", self.lines(dice, 200))
        self.write("corpus/b.zst", frames_of(foreign, dice, 30))
        self.write("corpus/c.txt.gz", gzip.compress(self.lines(dice, 80)))
        self.write("corpus/d.txt", b"")
        self.write("corpus/e.jsonl", "".join(
            json.dumps({"text": line}, ensure_ascii=False) + "\n"
            for line in self.lines(dice, 90).decode().splitlines()))  # fmt: skip
        self.write("corpus/f.zst", zstd(self.lines(dice, 100)))
        with tarfile.open(folder / "g.tar", "w") as tar:
            for name in "one.txt", "two.txt":
                tar.add(self.write(name, self.lines(dice, 40)), name)
        self.write("corpus/h.txt", self.lines(dice, 60).decode().encode("utf-16"))
        self.write("corpus/i.txt", "\ufeff".encode() + self.lines(dice, 3, most=3000))
        self.pack(self.write("plain.txt", self.lines(dice, 900)), "-o", folder / "z", "--frame-size", "4K")
        return folder

    def inputs(self, dice):
        return [self.corpus(dice)]


class RecordsTest(PartsCase):
    def test_plain_files_are_divided_where_records_begin(self):
        for seed in seeds(12):
            dice = random.Random(seed)
            files = [self.lines(dice, dice.randrange(40)) for _ in range(3)]
            files.append(b"\n" * dice.randrange(9))
            paths = [self.write(f"{i}.txt", data) for i, data in enumerate(files)]
            for of in few([1, 2, 3, 7, dice.randrange(8, 60), 997][: 5 if seed > 2 else 6]):
                expected = records_of_parts(files, of)
                for number in range(1, of + 1):
                    if of > 20 and dice.random() < 0.8:
                        continue
                    seen = self.packed(*paths, *AS_LINES, "--part", f"{number}/{of}")
                    self.assertEqual(seen, expected[number - 1], (seed, number, of))

    def test_all_parts_together_are_the_whole(self):
        for seed in seeds(4):
            dice = random.Random(seed)
            inputs = self.inputs(dice)
            for kind in "txt", "jsonl":
                whole = self.packed(*inputs, kind=kind)
                of = dice.choice([2, 5, 23])
                parts = [
                    self.packed(*inputs, "--part", f"{number}/{of}", "--threads", dice.choice([1, 2]),
                                "--memory", dice.choice(["64M", "1G"]), kind=kind)
                    for number in range(1, of + 1)
                ]  # fmt: skip
                assert_same(self, b"".join(parts), whole, (seed, of, kind))
                self.assertGreater(len(whole), 1000)
            shutil.rmtree(self.folder / "corpus")

    def test_tokens_of_all_parts_are_those_of_the_whole(self):
        dice = random.Random(5)
        inputs = self.inputs(dice)
        whole = run("tokenize", *inputs, "--quiet").output
        parts = [run("tokenize", *inputs, "--quiet", "--part", f"{i}/4").output for i in range(1, 5)]
        assert_same(self, b"".join(parts), whole, "tokens")

    def test_frames_that_hold_no_record_of_their_own(self):
        line = "一二三四五六七八九" * 4000
        data = f"{line}\n{line[:9]}\n{line}".encode()
        path = self.write("a.zst", frames_of(data, random.Random(1), 12))
        for of in 2, 5, 40:
            parts = [self.packed(path, "--part", f"{i}/{of}") for i in range(1, of + 1)]
            self.assertEqual(b"".join(parts), data + b"\n")


class ResultsTest(PartsCase):
    def do(self, *args, **kwargs):
        result = run(*args, "--quiet", **kwargs)
        self.assertEqual((result.status, result.output), (0, b""), result)

    def in_parts(self, dice, of, name, *args):
        """Runs a command on each part, adds up what it wrote, and returns the sum."""
        paths = []
        for number in range(1, of + 1):
            paths.append(self.folder / f"{number}.{name}")
            self.do(*args, "--part", f"{number}/{of}", "-o", paths[-1], "--threads", dice.choice([1, 3]),
                    "--memory", dice.choice(["64M", "1G"]))  # fmt: skip
        dice.shuffle(paths)
        few_of_them = paths[: of // 2]
        self.do("merge", *few_of_them, "-o", self.folder / "some")
        rest = paths[of // 2 :]
        self.do("merge", self.folder / "some", *rest, "--complete", "-o", self.folder / name)
        return self.folder / name

    def test_counts_and_pieces_add_up_to_the_same_bytes(self):
        for seed, method in enumerate(few([
            ["--method", "pair-cut", "--min-count", "2"],
            ["--method", "word-finder", "--min-proba", "0.001"],
            ["--method", "ngram", "--min-count", "2", "--order", "3", "--thresholds", "0,1,2"],
        ])):  # fmt: skip
            dice = random.Random(seed)
            inputs = self.inputs(dice)
            rules = ["--rules", dice.choice(["units", "nlp-zero"])]
            self.do("count", *inputs, "--order", "3", *rules, "-o", self.folder / "whole")
            counts = self.in_parts(dice, dice.randrange(2, 9), "counts", "count", *inputs, "--order", "3", *rules)
            self.assertEqual(counts.read_bytes(), (self.folder / "whole").read_bytes(), seed)

            cut = ["words", *inputs, "--counts", counts, *method, "--pieces"]
            self.do(*cut, "-o", self.folder / "all_pieces")
            pieces = self.in_parts(dice, dice.randrange(2, 9), "pieces", *cut)
            self.assertEqual(pieces.read_bytes(), (self.folder / "all_pieces").read_bytes(), seed)
            self.do("words", "--from-pieces", pieces, *method[2:4], "-o", self.folder / "lexicon.tsv")
            self.do("mine", *inputs, *method, *rules, "-o", self.folder / "mined.tsv")
            mined = (self.folder / "mined.tsv").read_bytes()
            self.assertEqual((self.folder / "lexicon.tsv").read_bytes(), mined, seed)
            self.assertGreater(mined.count(b"\n"), 20)
            shutil.rmtree(self.folder / "corpus")

    def test_a_part_is_resumed(self):
        dice = random.Random(3)
        inputs = self.inputs(dice)
        part = [*inputs, "--part", "2/3", "--method", "pair-cut", "--min-count", "2"]
        expected = self.mine(*part)
        work = ["--work-dir", self.folder / "work", "--checkpoint-interval", "0", "--memory", "64M"]
        process = subprocess.Popen(command_line("mine", *part, *work), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)  # fmt: skip
        while process.poll() is None and not (self.folder / "work/manifest").exists():
            pass
        process.kill()
        process.wait()
        assert_same(self, self.mine(*part, *work), expected, "resumed")
        if (self.folder / "work").exists():
            self.fail("the work folder is still there")


class RefusedTest(PartsCase):
    def setUp(self):
        super().setUp()
        self.text = self.write("a.txt", "中国人民\n" * 50)
        self.parts = []
        for number in range(1, 8):
            self.parts.append(self.folder / f"{number}.counts")
            self.count(self.parts[-1], "--part", f"{number}/7")

    def count(self, path, *args, text=None):
        result = run("count", text or self.text, "--order", "2", "-o", path, "--quiet", *args)
        self.assertEqual(result.status, 0, result)

    def test_missing_parts_are_named(self):
        some = [self.parts[i] for i in (0, 2, 6)]
        missing = "4 of the 7 parts of the corpus are missing: 2,4-6; "
        self.assert_fails(1, ["--complete: " + missing], "merge", *some, "--complete", "-o", self.folder / "x")
        result = run("merge", *some, "-o", self.folder / "some", "--quiet")
        self.assertEqual(result.status, 0, result)
        for counts, what in (self.folder / "some", missing), (self.parts[0], "6 of the 7"):
            self.assert_fails(1, [str(counts), what], "words", self.text, "--counts", counts)

    def test_a_part_counts_once(self):
        self.assert_fails(1, ["3.counts: holds part 3 of 7, and so does"], "merge", *self.parts, self.parts[2],
                          "-o", self.folder / "x")  # fmt: skip
        result = run("merge", *self.parts, "-o", self.folder / "all", "--quiet")
        self.assertEqual(result.status, 0, result)
        self.assert_fails(1, ["a.txt"], "merge", self.folder / "all", self.parts[0], "-o", self.folder / "x")

    def test_other_parts_do_not_go_together(self):
        other = self.folder / "other"
        self.count(other, "--part", "2/8")
        self.assert_fails(1, ["other: holds parts of 8", "parts of 7"], "merge", *self.parts, other,
                          "-o", self.folder / "x")  # fmt: skip
        text = self.write("b.txt", "中国人民\n" * 51)
        self.count(other, "--part", "1/7", text=text)
        self.assert_fails(1, ["6 of the 7 parts"], "merge", *self.parts, other, "--complete",
                          "-o", self.folder / "x")  # fmt: skip

    def test_rarer_words_than_the_pieces_were_cut_for(self):
        for method, lower in (["--method", "pair-cut", "--min-count", "3"], ["--min-count", "2"]), (
            ["--method", "word-finder", "--min-proba", "0.01"], ["--min-proba", "0.001"]):  # fmt: skip
            counts, pieces = self.folder / "c", self.folder / "p"
            self.count(counts, "--rules", "nlp-zero")
            result = run("words", self.text, "--counts", counts, *method, "--pieces", "-o", pieces, "--quiet")
            self.assertEqual(result.status, 0, result)
            self.assert_fails(2, ["were cut with " + " ".join(method[2:])], "words", "--from-pieces", pieces, *lower)

    def test_what_is_no_part(self):
        for part in "0/3", "4/3", "1", "/", "1/0", "a/b", "1/3x", "1/99999", "-1/3", "":
            self.assert_fails(2, ["--part"], "count", self.text, "--part", part, "-o", self.folder / "x")

    def test_a_pipe_is_no_corpus_of_parts(self):
        self.assert_fails(2, ["pipe", "--part needs files"], "count", "-", "--part", "1/2",
                          "-o", self.folder / "x", stdin=b"a\n")  # fmt: skip

    def test_damage(self):
        data = self.parts[1].read_bytes()
        for old, new in (b'"numbers":[2]', b'"numbers":[9]'), (b'"of":7', b'"of":1'):
            self.assertIn(old, data)
            path = self.write("damaged", data.replace(old, new))
            self.assert_fails(1, ["damaged"], "merge", path, self.parts[0], "-o", self.folder / "x")


if __name__ == "__main__":
    unittest.main()
