"""Runs on inputs of every format are killed and resumed, on any number of threads, and lose nothing: the tokens are
those of the same texts in a plain file."""

import bz2
import gzip
import io
import json
import lzma
import sqlite3
import tarfile
import unittest

from driver import assert_same, run
from formats_test import WIKI_HEAD, copy_of, csv_of, page, warc_of
from resume_case import ResumeCase


def tar_of(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


class FormatsCase(ResumeCase):
    def setUp(self):
        super().setUp()
        # Lines that each are a text and nothing else in any format.
        self.options = ["--lexicon", self.lexicon] if self.COMMAND == "tokenize" else ["--min-count", "2"]
        lines = self.text(1_000_000, invalid=0).decode("utf-8", "ignore").splitlines()
        kept = str.maketrans("", "", "[]{}<>|'\"=*#:;&~_\\\t\r\x00\x85\u2028\u2029")
        lines = [" ".join(line.translate(kept).split()) for line in lines]
        self.texts = [line for line in lines if line and line.isprintable()]
        self.assertGreater(len(self.texts), 1000)
        self.paths = [self.write("plain", "\n".join(self.texts) + "\n")]
        self.expected = self.plain()

    def inputs(self):
        return self.paths

    def check(self, *paths, kills=3):
        self.paths = paths
        for more in (["--threads", "1"], ["--threads", "4", "--memory", "128M"]):
            assert_same(self, self.plain(*more), self.expected, f"{paths} {more}")
        self.kill_at_random(kills=kills)
        assert_same(self, self.out.read_bytes(), self.expected, paths)
        self.out.unlink()

    def packings(self, name, parts):
        """Yields a file whose parts are together, and with each part compressed by itself."""
        data = b"".join(parts)
        yield self.write(name, data)
        yield self.write(name + ".xz", lzma.compress(data))
        yield self.write(name + ".gz", b"".join(gzip.compress(part, 1) for part in parts))
        yield self.write(name + ".bz2", b"".join(map(bz2.compress, parts)))

    def check_all(self, name, records, *options, head="", tail=""):
        step = max(len(records) // 30, 1)
        parts = [head, *("".join(records[i : i + step]) for i in range(0, len(records), step)), tail]
        for path in self.packings(name, [part.encode() for part in parts if part]):
            with self.subTest(path.name):
                self.check(path, *options)


class TokenizeFormatsTest(FormatsCase):
    COMMAND = "tokenize"
    NOTED = b'"tokenize": {'

    def test_lines(self):
        self.check_all("in.txt", [text + "\n" for text in self.texts])

    def test_json_lines(self):
        self.check_all("in.jsonl", [json.dumps({"id": 1, "text": text}) + "\n" for text in self.texts])

    def test_tables(self):
        rows = [["1", text] for text in self.texts]
        self.check_all("in.csv", [csv_of([row]) for row in rows], "--column", "text", head="id,text\r\n")
        self.check(self.write("in.tsv", csv_of(rows, delimiter="\t")), "--column", "2")
        self.check(self.write("in.copy", copy_of(rows)), "--input-format", "copy", "--column", "2")

    def test_web_archives(self):
        records = [warc_of("conversion", [f"WARC-Target-URI: http://词/{i}"], text.encode()).decode()
                   for i, text in enumerate(self.texts)]  # fmt: skip
        self.check_all("in.wet", records)

    def test_wiki_dumps(self):
        pages = [page("条目", text) for text in self.texts]
        self.check_all("in.xml", pages, head=WIKI_HEAD, tail="</mediawiki>\n")

    def test_archives(self):
        third = len(self.texts) // 3
        parts = [self.texts[:third], [], self.texts[third : third + 10], self.texts[third + 10 :]]
        members = [(f"{i}.txt", "".join(text + "\n" for text in part).encode()) for i, part in enumerate(parts)]
        data = tar_of(members)
        for path in self.packings("in.tar", [data]):
            self.check(path)

    def test_other_encodings(self):
        data = "\n".join(self.texts)
        self.check(self.write("in.txt", data.encode("GB18030")), "--encoding", "GB18030")
        self.check(self.write("in.txt.gz", gzip.compress(data.encode("utf-16"))))

    def test_databases(self):
        path = self.folder / "in.db"
        database = sqlite3.connect(path)
        database.execute("create table t (text)")
        database.executemany("insert into t values (?)", [(text,) for text in self.texts])
        database.commit()
        database.close()
        self.check("--sqlite", path, "--query", "select text from t order by rowid")

    def test_an_input_that_has_changed_is_refused(self):
        path = self.write("in.wet.gz", b"".join(gzip.compress(warc_of("conversion", [], text.encode()))
                                                for text in self.texts))  # fmt: skip
        self.paths = [path]
        self.interrupt()
        path.write_bytes(path.read_bytes() + gzip.compress(warc_of("conversion", [], b"more")))
        self.assert_fails(1, ["in.wet.gz", "--restart"], *self.command())
        self.assertEqual(run(*self.command("--restart")).status, 0)


class MineFormatsTest(FormatsCase):
    """Files are read at the same time as members of others."""

    COMMAND = "mine"

    def test_many_files(self):
        fifth = len(self.texts) // 5
        parts = [self.texts[i * fifth : (i + 1) * fifth] for i in range(5)]
        self.paths = [self.write("plain", "".join(text + "\n" for part in parts for text in part))]
        self.expected = self.plain()
        lines = [json.dumps({"text": text}) + "\n" for text in parts[0]]
        records = [warc_of("conversion", [], text.encode()) for text in parts[1]]
        pages = [WIKI_HEAD, *(page("条目", text) for text in parts[2]), "</mediawiki>\n"]
        self.write("in/1.jsonl.gz", b"".join(gzip.compress("".join(lines[i : i + 9]).encode(), 1)
                                            for i in range(0, len(lines), 9)))  # fmt: skip
        self.write("in/2.wet.gz", b"".join(gzip.compress(record, 1) for record in records))
        self.write("in/3.xml.bz2", b"".join(bz2.compress(page.encode()) for page in pages))
        self.write("in/4.tar.xz", lzma.compress(tar_of([("a", "\n".join(parts[3]).encode())])))
        self.write("in/5.txt", "\n".join(parts[4]).encode("utf-16"))
        self.check(self.folder / "in", kills=6)


if __name__ == "__main__":
    unittest.main()
