"""Every format of inputs gives the same lexicon as its texts in a plain file."""

import bz2
import csv
import gzip
import io
import json
import lzma
import os
import random
import sqlite3
import struct
import tarfile
import unittest
import zipfile

from driver import SANITIZED, CliTest, run, zstd
from input_test import ALPHABET, LINES, InputTest

RECORDS = LINES * 3
# Texts with what formats have to escape.
ODD = ["词典,里", '"词典"', 'a"b', "词\t典", "词\\典", "\\N", "\\.", "词典\n词", "a\r\nb", "<词>&amp;", "词]]>典", ""]


def csv_of(rows, **how):
    out = io.StringIO()
    csv.writer(out, **how).writerows(rows)
    return out.getvalue()


def copy_of(rows):
    escapes = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
    return "".join(
        "\t".join("\\N" if field is None else field.translate(escapes) for field in row) + "\n" for row in rows
    )


def warc_of(kind, fields, body):
    lines = ["WARC/1.0", f"WARC-Type: {kind}", *fields, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body + b"\r\n\r\n"


def web_archive(texts):
    """Returns the records of an archive whose texts are these."""
    records = [warc_of("warcinfo", ["Content-Type: application/warc-fields"], "词头: 头\r\n".encode())]
    for i, text in enumerate(texts):
        uri = f"WARC-Target-URI: http://词/{i}"
        html = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>网页</p>".encode()
        records.append(warc_of("response", [uri, "Content-Type: application/http; msgtype=response"], html))
        records.append(warc_of("conversion", [uri, "Content-Type: text/plain"], text.encode()))
    return records


def page(title, text, ns=0, redirect=False):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (f"  <page>\n    <title>{title}</title>\n    <ns>{ns}</ns>\n    <id>1</id>\n"
            + ('    <redirect title="别处" />\n' if redirect else "")
            + "    <revision>\n      <id>2</id>\n      <timestamp>2026-01-01T00:00:00Z</timestamp>\n"
            "      <contributor><username>编者</username></contributor>\n      <comment>评论</comment>\n"
            "      <model>wikitext</model>\n      <format>text/x-wiki</format>\n"
            f'      <text bytes="{len(text)}" xml:space="preserve">{escaped}</text>\n'
            "      <sha1>x</sha1>\n    </revision>\n  </page>\n")  # fmt: skip


WIKI_HEAD = '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="zh">\n  <siteinfo>\n    <sitename>维基</sitename>\n  </siteinfo>\n'


class FormatsTest(InputTest):
    """self.text holds RECORDS, a line each; all other formats are checked against it."""

    def compressed(self, name, data):
        """Yields the file plain and in every compression."""
        yield self.write(name, data)
        yield self.write(name + ".gz", gzip.compress(data[:50]) + gzip.compress(data[50:]))
        yield self.write(name + ".bz2", bz2.compress(data))
        yield self.write(name + ".xz", lzma.compress(data))
        yield self.write(name + ".zst", zstd(data[:50]) + zstd(data[50:]))

    def check_all(self, name, data, *options, expected=None):
        for path in self.compressed(name, data.encode() if isinstance(data, str) else data):
            with self.subTest(path.name):
                self.check(path, *options, expected=expected)
                shards = self.folder / "shards"
                self.pack(path, *options, "-o", shards)
                self.check(shards, expected=expected)
                for shard in shards.iterdir():
                    shard.unlink()
                shards.rmdir()

    def test_csv(self):
        rows = [["id", "正文", "x"], *([str(i), text, "别的"] for i, text in enumerate(RECORDS))]
        self.check_all("in.csv", csv_of(rows), "--column", "正文")
        self.check_all("in.csv", "\ufeff" + csv_of(rows, quoting=csv.QUOTE_ALL), "--column", "正文")
        self.check(self.write("in.csv", csv_of(rows[1:])), "--column", "2")
        self.check(self.write("in.csv", csv_of(rows)), "--column", "2", "--skip-header")
        self.check(self.write("in.dat", csv_of(rows)), "--column", "正文")
        self.check("-", "--column", "正文", stdin=csv_of(rows).encode())
        self.check(self.write("in.tsv", csv_of(rows, delimiter="\t")), "--column", "正文")
        self.check(self.write("in.dat", csv_of(rows, delimiter="\t")), "--column", "正文")
        self.check(self.write("in.csv", csv_of(rows, delimiter=";")), "--column", "正文", "--delimiter", ";")
        self.check(self.write("in.txt", csv_of(rows)), "--column", "正文", "--input-format", "csv")
        self.check(self.write("in.csv", csv_of(rows).encode("GB18030")), "--column", "正文", "--encoding", "auto")
        self.check(self.write("in.csv", csv_of(rows).encode("utf-16")), "--column", "正文")

    def test_odd_texts(self):
        # As JSON lines, whose escapes have tests of their own.
        expected = self.mine(
            self.write("odd.jsonl", "".join(json.dumps({"text": text}) + "\n" for text in ODD * 3)),
            "--min-count", "2", "--alphabet", "any", "--min-pmi", "-9",
        )  # fmt: skip
        options = ["--min-count", "2", "--alphabet", "any", "--min-pmi", "-9"]
        rows = [["a", text, "b"] for text in ODD * 3]
        for name, data, how in [
            ("odd.csv", csv_of(rows), ["--column", "2"]),
            ("odd.tsv", csv_of(rows, delimiter="\t"), ["--column", "2"]),
            ("odd.copy", copy_of(rows), ["--input-format", "copy", "--column", "2"]),
        ]:
            with self.subTest(name):
                self.check(self.write(name, data), *how, options=options, expected=expected)
        for encoding in "UTF-8", "UTF-16le", "UTF-16be":
            for journal in "delete", "wal":
                with self.subTest(f"SQLite, {encoding}, {journal}"):
                    path = self.folder / "odd" / f"{encoding}?%20{journal}.db"
                    path.parent.mkdir(exist_ok=True)
                    self.make_database(path, encoding, journal)
                    before = path.read_bytes()
                    self.check("--sqlite", path, "--query", "select text from t order by rowid",
                               options=options, expected=expected)  # fmt: skip
                    self.assertEqual(path.read_bytes(), before)
                    self.assertEqual(list(path.parent.iterdir()), [path])
                    path.unlink()

    def make_database(self, path, encoding, journal):
        database = sqlite3.connect(path)
        database.execute(f"pragma encoding = '{encoding}'")
        database.execute(f"pragma journal_mode = {journal}")
        database.execute("create table t (text)")
        database.executemany("insert into t values (?)", [(text,) for text in ODD * 3])
        database.commit()
        database.close()

    def test_several_columns_and_fields(self):
        rows = [["甲", "乙"], ["词典", "语言"], ["词典", "语言"]]
        path = self.write("in.csv", csv_of(rows))
        options = ["--min-count", "1", "--alphabet", "han", "--min-pmi", "-9"]
        apart = "词典\t2\n语言\t2\n".encode()
        self.check(path, "--column", "甲", "--column", "乙", options=options, expected=apart)
        self.check(path, "--column", "乙", "--column", "1", "--join-fields", "", options=options,
                   expected="语言词典\t2\n".encode())  # fmt: skip
        lines = self.write("in.jsonl", '{"a": "词典", "b": [{"c": "语言"}]}\n' * 2)
        self.check(lines, "--field", "a", "--field", "b[].c", options=options, expected=apart)
        self.check(lines, "--field", "a", "--field", "b[].c", "--join-fields", "，", options=options,
                   expected=apart)  # fmt: skip
        _, report = self.mine_report(lines, "--field", "a", "--field", "b[].c", *options)
        self.assertEqual(report["results"]["records"], 4)
        _, report = self.mine_report(lines, "--field", "a", "--field", "b[].c", "--join-fields", " ", *options)
        self.assertEqual(report["results"]["records"], 2)

    def test_copy(self):
        rows = [[str(i), text, None] for i, text in enumerate(RECORDS)]
        self.check_all("dump", copy_of(rows) + "\\.\n", "--input-format", "copy", "--column", "2")
        rows = [["词典", None]] * 2 + [[None, "词典"]]
        path = self.write("dump", copy_of(rows))
        _, report = self.mine_report(path, "--input-format", "copy", "--column", "1", "--min-count", "1")
        self.assertEqual(report["results"]["records"], 3)

    def test_web_archives(self):
        records = web_archive(RECORDS)
        self.check_all("in.warc.wet", b"".join(records))
        self.check(self.write("in", b"".join(records)))
        # A member for each record, as Common Crawl has them.
        self.check(self.write("in.wet.gz", b"".join(map(gzip.compress, records))))
        output, report = self.mine_report(self.write("in.warc", b"".join(records)), "--min-count", "2")
        self.assertEqual(report["results"]["records"], len(RECORDS))
        self.assertEqual(report["results"]["passed_over"], len(RECORDS) + 1)
        plain = [warc_of("response", ["Content-Type: application/http"],
                         b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=gb18030\r\n\r\n"
                         + text.encode("gb18030")) for text in RECORDS]  # fmt: skip
        self.check(self.write("in.warc", b"".join(plain)))

    def test_old_web_archives_and_what_stands_before_them(self):
        records = b"".join(web_archive(RECORDS))
        self.check(self.write("in", records.replace(b"WARC/1.0", b"WARC/0.18")))
        self.check(self.write("in", b"\r\n\r\n" + records))
        self.check(self.write("in", b"\xef\xbb\xbf" + records))

    def test_archives_that_end_inside_a_record_without_text(self):
        image = warc_of("response", ["Content-Type: image/png"], b"x" * 200_000)
        for size in (100, 190_000):
            for store in (bytes, gzip.compress):
                path = self.write("in.warc", store(b"".join(web_archive(RECORDS)) + image[:size]))
                self.assert_fails(1, ["in.warc", "the file ends inside a record|is cut off"], "mine", path)
                self.check(path, "--skip-bad-records")
                _, report = self.mine_report(path, "--skip-bad-records")
                self.assertEqual(report["results"]["bad_records"], 1)

    def test_large_records_of_other_kinds_cost_nothing(self):
        video = warc_of("response", ["Content-Type: video/mp4"], b"\0" * 30_000_000)
        archive = b"".join(web_archive(RECORDS[:5])) + video + b"".join(web_archive(RECORDS[5:]))
        path = self.write("in.warc", archive)
        self.check(path, "--memory", self.least_memory("mine", path, "--min-count", "2", "--alphabet", ALPHABET))
        self.check(self.write("in.warc.gz", gzip.compress(archive, 1)), "--memory", "64M")

    def test_wiki_dumps(self):
        pages = [page("条目", text) for text in RECORDS]
        pages[1:1] = [page("讨论:条目", "讨论", ns=1), page("旧", "#重定向 [[新]]", redirect=True)]
        dump = WIKI_HEAD + "".join(pages) + "</mediawiki>\n"
        self.check_all("pages-articles.xml", dump)
        # Multistream: the head, some pages each, and the end.
        streams = [WIKI_HEAD, *("".join(pages[i : i + 4]) for i in range(0, len(pages), 4)), "</mediawiki>\n"]
        data = b"".join(bz2.compress(stream.encode()) for stream in streams)
        self.check(self.write("pages-articles-multistream.xml.bz2", data))
        _, report = self.mine_report(self.write("d.xml", dump), "--min-count", "2")
        self.assertEqual(report["results"]["records"], len(RECORDS))
        self.assertEqual(report["results"]["passed_over"], 2)

    def test_wikitext_is_reduced(self):
        text = "'''词典'''<ref>注</ref>是[[工具|器具]]{{模板|参数}}。\n{| 表 |}\n[[分类:书]]"
        path = self.write("d.xml", WIKI_HEAD + page("词典", text) * 2 + "</mediawiki>")
        options = ["--min-count", "1", "--alphabet", "han", "--min-pmi", "-9"]
        self.check(path, options=options, expected="词典是器具\t2\n".encode())

    def test_databases(self):
        database = sqlite3.connect(self.folder / "in.db")
        database.execute("create table t (id integer, text)")
        database.executemany("insert into t values (?, ?)", enumerate(RECORDS))
        database.execute("insert into t values (-1, null)")
        database.commit()
        query = ["--sqlite", self.folder / "in.db", "--query"]
        self.check(*query, "SELECT text FROM t ORDER BY id;")
        shards = self.folder / "shards"
        self.pack(*query, "SELECT text FROM t", "-o", shards)
        self.check(shards)
        _, report = self.mine_report(*query, "select text from t", "--min-count", "2")
        self.assertEqual(report["results"]["records"], len(RECORDS) + 1)
        for wrong, why in [("select x from t", "no such column"), ("delete from t", "one query that reads"),
                           ("", "one query that reads"), ("select 1; select 2", "one query that reads"),
                           ("insert into t values (1, 2) returning id", "one query that reads")]:  # fmt: skip
            self.assert_fails(2, ["--query", why], "mine", *query, wrong)
        self.assert_fails(1, ["is no SQLite database"], "mine", "--sqlite", self.write("x", "text"),
                          "--query", "select 1")  # fmt: skip
        self.assert_fails(2, ["--sqlite requires --query"], "mine", "--sqlite", self.folder / "in.db")
        self.assert_fails(1, ["in.db", "up to 16 MiB", "substr"], "mine", *query, "select zeroblob((1 << 24) + 1)")

    def test_tar(self):
        half = len(RECORDS) // 2
        members = [
            ("a/1.txt", "\n".join(RECORDS[:half]).encode()),
            ("a/2.jsonl", "".join(json.dumps({"text": text}) + "\n" for text in RECORDS[half : half + 3]).encode()),
            ("a/b/3.txt", ("\ufeff" + "\n".join(RECORDS[half + 3 : half + 5])).encode("utf-16-le")),
            ("empty.txt", b""),
            (".hidden", "藏起来\n".encode() * 9),
            ("4", "\n".join(RECORDS[half + 5 :]).encode()),
            ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
        ]
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w") as tar:
            folder = tarfile.TarInfo("a")
            folder.type = tarfile.DIRTYPE
            tar.addfile(folder)
            for name, data in members:
                info = tarfile.TarInfo(name)
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
            link = tarfile.TarInfo("link.txt")
            link.type, link.linkname = tarfile.SYMTYPE, "a/1.txt"
            tar.addfile(link)
        self.check_all("in.tar", out.getvalue(), "--exclude-files", "*.png")
        cut = self.write("cut.tar.gz", gzip.compress(out.getvalue()[:1800]))
        for path, why in [(self.folder / "in.tar", "in.tar:picture.png: is a PNG image"),
                          (cut, "cut.tar.gz: damaged or truncated tar archive")]:  # fmt: skip
            result = run("mine", path, "--quiet")
            self.assertEqual((result.status, result.output), (1, b""), result)
            self.assertIn(why, result.errors)
        # Also in parts, and with blocks much smaller than its files.
        large = io.BytesIO()
        with tarfile.open(fileobj=large, mode="w") as tar:
            for i in range(3):
                data = (self.text * 4000).encode()
                info = tarfile.TarInfo(f"{i}.txt")
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
        path = self.write("large.tar", large.getvalue())
        expected = self.mine(self.write("large.txt", self.text * 12_000), "--min-count", "2")
        memory = self.least_memory("mine", path)
        self.assertEqual(self.mine(path, "--min-count", "2", "--memory", memory), expected)

    def test_marks_tell_the_encoding(self):
        for encoding in ("utf-8-sig", "utf-16", "utf-32"):
            data = self.text.encode(encoding)
            self.check(self.write("in.txt", data))
            self.check("-", stdin=data)
            self.check(self.write("in.txt", data), "--encoding", "GB18030")

    def test_encoding_auto(self):
        traditional = self.text.replace("词", "詞").replace("没", "沒").replace("标", "標").replace("语", "語")
        self.write("in/1.txt", self.text)
        self.write("in/2.txt", self.text.encode("GB18030"))
        self.write("in/3.txt.gz", gzip.compress(self.text.encode("utf-16")))
        self.check(self.folder / "in", "--encoding", "auto", expected=self.oracle(self.text * 3))
        self.check(self.write("b", traditional.encode("Big5")), "--encoding", "auto", expected=self.oracle(traditional))
        for data, name in [(self.text.encode("GB18030"), "GB18030"), (traditional.encode("Big5"), "Big5")]:
            for path in (self.write("in.txt", data), self.write("in.txt.bz2", bz2.compress(data))):
                self.assert_fails(1, ["in.txt", f"--encoding {name}", "--encoding auto"], "mine", path)
        # Only far behind the beginning.
        data = b"ascii\n" * 20_000 + self.text.encode("GB18030") * 500
        self.assert_fails(1, ["--encoding GB18030"], "mine", self.write("in.txt", data))

    def test_carriage_returns_end_lines(self):
        for path in self.compressed("mac", self.text.replace("\n", "\r").encode()):
            self.check(path)
            _, report = self.mine_report(path, "--min-count", "2")
            self.assertEqual(report["results"]["records"], len(RECORDS))

    def test_names_and_contents_tell_json_lines(self):
        data = "".join(json.dumps({"text": text, "题": "目"}, ensure_ascii=False) + "\n" for text in RECORDS)
        for name in ["in.json", "in.jl", "IN.JSONL", "in.jsonlines", "wiki_00", "in.json.gz"]:
            with self.subTest(name):
                payload = gzip.compress(data.encode()) if name.endswith("gz") else data.encode()
                self.check(self.write(name, payload))
                self.check(self.write(name, payload), "--field", "text")
        self.check("-", stdin=data.encode())
        path = self.write("in.txt", data)
        with open(path, "rb") as file:
            self.check("/dev/stdin", "--field", "text", stdin=file)
        self.check(path, "--field", "text")
        self.check(path, "--input-format", "jsonl")
        result = run("mine", path, "--quiet")
        self.assertIn("looks like JSON lines", result.errors)
        self.assertIn("text".encode(), self.mine(self.write("in.jsonl", data), "--input-format", "lines", "--min-count", "2"))

    def test_json_documents(self):
        records = [{"text": text} for text in RECORDS]
        for name, data in [("in.json", json.dumps(records, indent=1)), ("in", json.dumps(records[0], indent=2)),
                           ("in.jsonl", json.dumps({"records": records}, indent=4))]:  # fmt: skip
            self.assert_fails(1, [name, "JSON document of several lines", "jq -c"], "mine", self.write(name, data))

    def test_bad_bytes_in_json(self):
        options = ["--min-count", "1", "--min-pmi", "-9"]
        data = '{"a":"'.encode() + b"\xff" + '","text":"词典'.encode() + b"\xff" + '我们\\ud800的"}\n'.encode()
        path = self.write("in.jsonl", data)
        self.check(path, options=options, expected="我们\t1\n的\t1\n词典\t1\n".encode())
        _, report = self.mine_report(path, *options)
        self.assertEqual(report["results"]["invalid_bytes"], 2)
        self.assert_fails(1, ["in.jsonl: offset 0", "invalid UTF-8", "--strict"], "mine", path, "--strict")
        # Shards keep the bytes.
        self.pack(path, "-o", self.folder / "shards")
        self.check(self.folder / "shards", options=options, expected="我们\t1\n的\t1\n词典\t1\n".encode())


def bson_of(text):
    value = text.encode() + b"\0"
    body = b"\x02body\0" + struct.pack("<i", len(value)) + value + b"\x10id\0" + struct.pack("<i", 5)
    return struct.pack("<i", len(body) + 5) + body + b"\0"


class NoTextTest(CliTest):
    """What is no text is refused."""

    def test_foreign_formats(self):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("入门", "词典\n" * 12)
        database = self.folder / "db"
        connection = sqlite3.connect(database)
        connection.execute("create table t (text)")
        connection.commit()
        counts = self.folder / "counts"
        run("count", self.write("text", "词典\n" * 12), "-o", counts)
        for data, what in [
            (archive.getvalue(), "is a ZIP archive"),
            (database.read_bytes(), "is an SQLite database; .*--sqlite"),
            (counts.read_bytes(), "is a counts file of ciku"),
            (b"PAR1" + bytes(range(200)), "is a Parquet file"),
            (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is a PDF document; .*pdftotext"),
            (b"\x89PNG\r\n\x1a\n" + bytes(64), "is a PNG image"),
            (b"\xff\xd8\xff\xe0" + bytes(64), "is a JPEG image"),
            (b"\x7fELF" + bytes(64), "is an ELF executable"),
            (b"\x04\x22\x4d\x18" + bytes(64), "is compressed with lz4; .*lz4 -dc"),
            (lzma.compress(b"text" * 99, format=lzma.FORMAT_ALONE), "is compressed with lzma"),
            (b"\xef\xbb\xbf%PDF-1.7\n", "is a PDF document"),
            (b"\r\n\n%PDF-1.7\n", "is a PDF document"),
            (b"filedesc://a.arc 0.0.0.0 20260101 text/plain 76\n", "is a web archive of the old format ARC; .*warcio"),
            (bson_of("词典编纂，" * 220) * 9, "is BSON, as mongodump writes it; .*bsondump"),
            (struct.pack("<Q", 2700) + b"abcd" + "词典".encode() * 450, "is no text: it begins with zero bytes"),
            (b"SEQ\x06\x19org.apache.hadoop.io.Text" + "词典".encode() * 2000, "is a SequenceFile of Hadoop"),
            ("日本語の辞書\n".encode("iso-2022-jp") * 9, "is not UTF-8; its bytes are valid ISO-2022-JP; .*--encoding"),
            # The zero bytes of 一 and 言 are on the other side.
            ("一言以蔽之，词典\n".encode("utf-16-le") * 20, ".*holds zero bytes; .*UTF-16LE"),
            ("一言以蔽之，词典\n".encode("utf-16-be") * 20, ".*holds zero bytes; .*UTF-16BE"),
            ("词典\n".encode("utf-16-le") * 20, ".*holds zero bytes; .*UTF-16LE"),
            ("a词典\n".encode("utf-16-be") * 20, ".*holds zero bytes; .*UTF-16BE"),
            (random.Random(1).randbytes(4000).replace(b"\0", b"\1"), "is no text: it holds many control characters"),
        ]:
            for name, stored in [("in", data), ("in.txt", data), ("in.gz", gzip.compress(data))]:
                path = self.write(name, stored)
                result = run("mine", path, "--quiet")
                self.assertEqual((result.status, result.output), (1, b""), (what, result))
                self.assertRegex(result.errors, f"^ciku: .*/{name}: {what}")
        # The user may insist.
        result = run("mine", self.write("in", b"PAR1\0\0" + "词典\n".encode() * 12), "--quiet", "--allow-binary")
        self.assertEqual((result.status, result.output.decode()), (0, "PAR1\t1\n词典\t12\n"[7:]), result)

    def test_chinese_text_far_behind_the_beginning(self):
        for text, name in (("词典编纂与自然语言处理\n", "GB18030"), ("詞典編纂與自然語言處理\n", "Big5")):
            data = b"# License: the quick brown fox jumps over\n" * 300 + text.encode(name) * 90
            for stored in (data, gzip.compress(data)):
                path = self.write("in", stored)
                self.assert_fails(1, [f"its bytes are valid {name}"], "mine", path)
                seen = self.mine(path, "--encoding", "auto", "--min-count", "90", "--alphabet", "han", "--min-pmi", "-9")
                self.assertIn(f"{text[:-1]}\t90\n", seen.decode())

    def test_arrays_of_objects_are_no_lines(self):
        data = '[{"text":"词典"},{"text":"词典"}]\n'
        for name in ("in", "in.txt", "in.json", "in.jsonl"):
            path = self.write(name, data)
            self.assert_fails(1, [f"{name}: is a JSON array", "jq -c '.\\[\\]'"], "mine", path)
            self.assertEqual(self.mine(path, "--field", "[].text", "--min-count", "2"), "词典\t2\n".encode())

    def test_dumps_in_sql_are_warned_of(self):
        for head in ("-- MySQL dump 10.13", "-- MariaDB dump 10.19", "--\n-- PostgreSQL database dump"):
            result = run("mine", self.write("in.sql", f"{head}\nINSERT INTO t VALUES ('词典');\n" * 9), "--quiet")
            self.assertIn("in.sql looks like a dump in SQL", result.errors)

    def test_words_that_begin_like_foreign_formats(self):
        for start in ("ORC", "ID3", "BM", "MZ", "PAR1", "LZIP", "RIFF", "070701", "OTTO", "GIF89a"):
            result = run("mine", self.write("in", f"{start} 词典\n" * 12), "--quiet", "--min-length", "2")
            self.assertEqual((result.status, result.errors), (0, ""), result)

    def test_tables_need_a_column(self):
        table = self.write("in.csv", "id,text\n1,词典\n")
        self.assert_fails(1, ["in.csv: is a table", "--column NAME", "1 id, 2 text", "--input-format lines"], "mine", table)
        self.assert_fails(1, ["has no column body", "1 id, 2 text"], "mine", table, "--column", "body")
        self.assert_fails(1, ["has no column 3"], "mine", table, "--column", "3")
        self.assert_fails(1, ["offset 8", "has 3 fields, and the first one has 2", "--skip-bad-records"], "mine",
                          self.write("in.csv", "id,text\n1,词,典\n"), "--column", "text")  # fmt: skip
        self.assert_fails(1, ["offset 10", "quote that opens here is not closed"], "mine",
                          self.write("in.csv", 'id,text\n1,"词典\n'), "--column", "text")  # fmt: skip


class FilesTest(CliTest):
    """Which files of folders and lists are inputs."""

    def setUp(self):
        super().setUp()
        for name, word in [("a.txt", "甲乙"), ("b/c.txt", "丙丁"), ("b/drafts/d.txt", "戊己"), ("e.md", "庚辛")]:
            self.write("in/" + name, f"{word}\n" * 12)

    def words(self, *args, **how):
        return set(self.mine(*args, **how).decode().replace("\t12", "").split())

    def test_globs(self):
        folder = self.folder / "in"
        for args, words in [
            ([], "甲乙 丙丁 戊己 庚辛"),
            (["--include", "*.txt"], "甲乙 丙丁 戊己"),
            (["--include", "*.txt", "--include", "e.*"], "甲乙 丙丁 戊己 庚辛"),
            (["--exclude-files", "drafts/"], "甲乙 丙丁 庚辛"),
            (["--exclude-files", "b"], "甲乙 庚辛"),
            (["--exclude-files", "b/*.txt"], "甲乙 戊己 庚辛"),
            (["--exclude-files", "b/**.txt"], "甲乙 庚辛"),
            (["--include", "**/c.txt", "--include", "/a.txt"], "甲乙 丙丁"),
            (["--include", "*.txt", "--exclude-files", "[ac].txt"], "戊己"),
        ]:
            self.assertEqual(self.words(folder, *args), set(words.split()), args)
        self.assertEqual(self.words("--exclude-files", "b", folder), {"甲乙", "庚辛"})  # one value each time
        self.assertEqual(self.words(folder / "a.txt", "--include", "*.md"), {"甲乙"})  # it was named
        self.assert_fails(1, ["no files in this folder that fit --include"], "mine", folder, "--include", "*.x")

    def test_lists(self):
        names = [self.folder / "in/a.txt", self.folder / "in/b"]
        lines = self.write("list", "".join(f"{name}\n" for name in names) + "\n")
        self.assertEqual(self.words("--files-from", lines), {"甲乙", "丙丁", "戊己"})
        self.assertEqual(self.words(self.folder / "in/e.md", "--files-from", lines), {"甲乙", "丙丁", "戊己", "庚辛"})
        self.assertEqual(self.words("--files-from", "-", stdin=lines.read_bytes()), {"甲乙", "丙丁", "戊己"})
        self.write("in/odd\nname.txt", "壬癸\n" * 12)
        zeros = self.write("zeros", f"{self.folder}/in/odd\nname.txt\0{self.folder}/in/a.txt\0")
        self.assertEqual(self.words("--files-from", zeros, "--null"), {"壬癸", "甲乙"})
        self.assertEqual(self.words("--files-from", zeros, "-0", "--exclude-files", "a.*"), {"壬癸"})
        zeros = self.write("zeros", "".join(f"{name}\0" for name in names))
        self.assert_fails(1, "line 1 holds a zero byte, .*pass -0", "mine", "--files-from", zeros)
        self.assert_fails(1, ["lists no files"], "mine", "--files-from", self.write("none", "\n\n"))
        self.assert_fails(1, ["no-such-file"], "mine", "--files-from", self.write("one", "no-such-file\n"))

    def test_report_lists_the_inputs(self):
        _, report = self.mine_report(self.folder / "in")
        names = [os.path.relpath(each["path"], self.folder / "in") for each in report["inputs"]]
        self.assertEqual(names, ["a.txt", "b/c.txt", "b/drafts/d.txt", "e.md"])
        self.assertEqual({each["bytes"] for each in report["inputs"]}, {84})
        self.assertEqual({each["format"] for each in report["inputs"]}, {"lines"})

    def test_linked_folders(self):
        self.write("elsewhere/f.txt", "壬癸\n" * 12)
        (self.folder / "in/link").symlink_to("../elsewhere")
        (self.folder / "elsewhere/back").symlink_to("../in")
        (self.folder / "in/loop").symlink_to(".")
        (self.folder / "in/again").symlink_to("b")
        self.assertEqual(self.words(self.folder / "in"), {"甲乙", "丙丁", "戊己", "庚辛", "壬癸"})

    def test_results_are_no_inputs(self):
        folder = self.folder / "in"
        for command, name in [("mine", "lexicon.tsv"), ("tokenize", "tokens.txt"), ("count", "all.counts")]:
            outputs = []
            for _ in range(2):
                result = run(command, folder, "-o", folder / name, "--report", folder / "report.json", "--quiet")
                self.assertEqual((result.status, result.errors), (0, ""), result)
                outputs.append((folder / name).read_bytes())
            self.assertEqual(*outputs)
            (folder / name).unlink()
            (folder / "report.json").unlink()
        for name in ("lexicon.tsv", "lexicon.csv", "lexicon.jsonl"):  # also if the shell makes the file
            outputs = []
            for mode in ("wb", "ab"):
                with (folder / name).open(mode) as out:
                    result = run("mine", folder, "--quiet", stdout=out)
                self.assertEqual((result.status, result.errors), (0, ""), result)
                outputs.append((folder / name).read_bytes())
            self.assertEqual(outputs[1], outputs[0] * 2)
            (folder / name).unlink()
        text = self.folder / "in/a.txt"
        before = text.read_bytes()
        (self.folder / "link").symlink_to(text)
        for path in (text, self.folder / "link"):
            self.assert_fails(2, ["is read, and the result would take its place"], "mine", text, "-o", path)
        with text.open("rb") as file:
            self.assert_fails(2, ["standard input: is read, and the result would take its place"], "mine", "-", "-o", text, stdin=file)
        self.assertEqual(text.read_bytes(), before)


class MembersTest(CliTest):
    """gzip and bzip2 files of many members are read in parallel."""

    def setUp(self):
        super().setUp()
        dice = random.Random(7)
        words = ["词典", "语言", "学习", "方法", "，", "的", "x1"]
        self.text = "\n".join("".join(dice.choices(words, k=30)) for _ in range(20_000 if SANITIZED else 60_000))
        self.expected = self.mine(self.write("text", self.text))

    def parts(self, size):
        data = self.text.encode()
        return [data[i : i + size] for i in range(0, len(data), size)]

    def check(self, name, data):
        path = self.write(name, data)
        for threads in "1", "2", "5":
            for memory in [], ["--memory", "64M"]:
                self.assertEqual(self.mine(path, "--threads", threads, *memory), self.expected, (name, threads, memory))

    def test_many_members(self):
        for size in (1_000, 70_001, 3_000_000):
            self.check(f"{size}.gz", b"".join(gzip.compress(part, 1) for part in self.parts(size)))
        for size in (20_000, 70_001):
            self.check(f"{size}.bz2", b"".join(map(bz2.compress, self.parts(size))))

    def test_members_inside_members(self):
        # What is stored in a member may look like members.
        inner = gzip.compress(b"inside", 1) + bz2.compress(b"inside")
        lines = [b"x " + inner.replace(b"\n", b" ") + part for part in self.parts(300_000)]
        expected = self.mine(self.write("inner", b"\n".join(lines)), "--allow-binary")
        stored = b"".join(gzip.compress(line + b"\n", 0) for line in lines)
        for threads in "1", "2", "5":
            self.assertEqual(self.mine(self.write("inner.gz", stored), "--allow-binary", "--threads", threads), expected)

    def test_damage(self):
        for pack, ending in ((gzip.compress, "gz"), (bz2.compress, "bz2")):
            data = bytearray(b"".join(pack(part) for part in self.parts(100_000)))
            data[len(data) // 2] ^= 1
            for threads in "1", "4":
                self.assert_fails(1, ["damaged"], "mine", self.write("in." + ending, data), "--threads", threads)
            self.assert_fails(1, ["in." + ending], "mine", self.write("in." + ending, data[: len(data) // 3]))

    def test_a_bad_record_ends_the_run(self):
        # However many slices are under way: none of them is waited for.
        records = [json.dumps({"text": line}, ensure_ascii=False) + "\n" for line in self.text.split("\n")[:6000]]
        for place in (3000, 5900):
            bad = records[:place] + ["{\n"] + records[place:]
            parts = ["".join(bad[i : i + 20]).encode() for i in range(0, len(bad), 20)]
            for name, data in [("members", b"".join(gzip.compress(part, 1) for part in parts)),
                               ("one", gzip.compress(b"".join(parts) * 4, 1))]:  # fmt: skip
                path = self.write(f"{name}.jsonl.gz", data)
                for threads in ("2", "8") * 5:
                    self.assert_fails(1, ["is not valid JSON"], "mine", path, "--threads", threads)


if __name__ == "__main__":
    unittest.main()
