#!/usr/bin/env python3
"""Times `ciku mine` on the same text in several formats, after checking that the words are the same.

Usage: bench/formats.py [options] FILE...

Takes the text of the files (plain or .zst), makes documents of 20 lines each, and writes them as lines, JSON
lines, CSV, PostgreSQL's COPY text format, WET and a MediaWiki dump, each plain, as one frame of zstd, as gzip with a member for each 20 documents, and as bzip2 with a stream for each 100 documents. Characters that mean
something in wikitext are taken out of the text first. Mines all of them in turns, several times: the lexicons have
to be the same, byte for byte. Prints medians, and how fast each format is against lines of the same compression.
For bzip2, also prints how long two `bzip2 -dc` take that unpack half of the file each, at the same time.

Needs the programs that `cmake --build --preset bench` builds, and the commands zstd and bzip2.
"""

import argparse
import bz2
import gzip
import json
import multiprocessing
import pathlib
import statistics
import subprocess
import tempfile
import time

from timing import CIKU, gather_text, run, show

LINES = 20  # of a document
MARKUP = str.maketrans(dict.fromkeys("[]{}<>|='*#:;&-~_\t\\\"", " "))
NAMES = {"lines": "txt", "jsonl": "jsonl", "csv": "csv", "copy": "copy", "wet": "wet", "wiki": "xml"}
OPTIONS = {"csv": ["--column", "text"], "copy": ["--input-format", "copy", "--column", "2"]}
HEADS = {
    "csv": "id,text\n",
    "wet": "WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: <urn:uuid:0>\r\nContent-Type: "
           "application/warc-fields\r\nContent-Length: 15\r\n\r\nsoftware: test\n\r\n\r\n",
    "wiki": '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="zh">\n'
            "  <siteinfo>\n    <sitename>Words</sitename>\n    <dbname>words</dbname>\n"
            '    <namespaces>\n      <namespace key="0" case="first-letter" />\n'
            '      <namespace key="1" case="first-letter">Talk</namespace>\n    </namespaces>\n  </siteinfo>\n',
}  # fmt: skip
TAILS = {"wiki": "</mediawiki>\n"}


def wikitext(lines):
    """Decorates lines with markup that leaves nothing but the lines."""
    decorated = ["{{Infobox|name=词|image=[[File:x.jpg|thumb|图]]}}"]
    for number, line in enumerate(lines):
        half = len(line) // 2
        decorated.append([f"{line}<ref name=a>{{{{cite web|title=引文}}}}</ref>", f"'''{line[:half]}'''{line[half:]}",
                          f"[[页面|{line}]]", f"<!-- 注 -->{line}"][number % 4])  # fmt: skip
        decorated.append("")
    decorated.append("[[Category:词]]")
    return "\n".join(decorated)


def record(name, number, lines):
    """Returns a document as a record of a format."""
    text = "\n".join(lines)
    if name == "lines":
        return text + "\n"
    if name == "jsonl":
        return json.dumps({"id": number, "url": f"https://example.org/{number}", "text": text}, ensure_ascii=False) + "\n"
    if name == "csv":
        return f'{number},"{text}"\n'
    if name == "copy":
        return f"{number}\t" + text.replace("\n", "\\n") + "\n"
    if name == "wet":
        size = len(text.encode())
        return ("WARC/1.0\r\nWARC-Type: conversion\r\n"
                f"WARC-Target-URI: https://example.org/{number}\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:{number}>\r\nContent-Type: text/plain\r\nContent-Length: {size}\r\n\r\n"
                f"{text}\r\n\r\n")  # fmt: skip
    return (f"  <page>\n    <title>页面{number}</title>\n    <ns>0</ns>\n    <id>{number}</id>\n    <revision>\n"
            f"      <id>{number}</id>\n      <timestamp>2024-01-01T00:00:00Z</timestamp>\n      <contributor>\n"
            f"        <username>A</username>\n        <id>1</id>\n      </contributor>\n"
            "      <model>wikitext</model>\n      <format>text/x-wiki</format>\n"
            f'      <text bytes="{len(text)}" xml:space="preserve">{escaped(wikitext(lines))}</text>\n'
            "    </revision>\n  </page>\n")  # fmt: skip


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def documents(path):
    """Yields the documents of a text, as lists of lines."""
    lines = []
    with path.open(encoding="utf-8", errors="ignore") as text:
        for line in text:
            line = " ".join(line.translate(MARKUP).split())
            if line:
                lines.append(line)
            if len(lines) == LINES:
                yield lines
                lines = []
    if lines:
        yield lines


def write_plain(name, text, path):
    """Writes a file in a format. Returns the offsets at which every 20th record begins."""
    starts = []
    with path.open("wb") as out:
        out.write(HEADS.get(name, "").encode())
        for number, lines in enumerate(documents(text)):
            if number % 20 == 0:
                starts.append(out.tell())
            out.write(record(name, number, lines).encode())
        starts.append(out.tell())
        out.write(TAILS.get(name, "").encode())
    return starts


def compressed(part):
    ending, data = part
    return gzip.compress(data, 6, mtime=0) if ending == "gz" else bz2.compress(data)


def write_members(path, starts, ending, step):
    """Compresses a plain file in parts, each by itself. Returns the new path and where they end."""
    data = path.read_bytes()
    borders = [0, *starts[:-1:step], starts[-1], len(data)]
    parts = ((ending, data[begin:end]) for begin, end in zip(borders, borders[1:]) if begin < end)
    packed = path.with_name(f"{path.name}.{ending}")
    sizes = []
    with multiprocessing.Pool() as pool, packed.open("wb") as out:
        for member in pool.imap(compressed, parts, 16):
            out.write(member)
            sizes.append(out.tell())
    return packed, sizes


def unpack_in_halves(path, ends):
    """Returns the seconds that two bzip2 take for half of the file each."""
    middle = min(ends, key=lambda end: abs(end - ends[-1] / 2))
    data = path.read_bytes()
    halves = [path.with_name("half1.bz2"), path.with_name("half2.bz2")]
    halves[0].write_bytes(data[:middle])
    halves[1].write_bytes(data[middle:])
    start = time.monotonic()
    running = [subprocess.Popen(["bzip2", "-dc", half], stdout=subprocess.DEVNULL) for half in halves]
    for each in running:
        each.wait()
    return time.monotonic() - start


def mine(name, path, out, method):
    return run(CIKU, "mine", path, "--method", method, "-o", out, "--quiet", "--threads", "2",
               *OPTIONS.get(name, []))  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--formats", default=",".join(NAMES))
    parser.add_argument("--compressions", default="plain,zst,gz,bz2")
    parser.add_argument("--method", default="pair-cut")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--temp-dir", help="where the files go")
    arguments = parser.parse_args()
    formats = ["lines", *(name for name in arguments.formats.split(",") if name != "lines")]

    with tempfile.TemporaryDirectory(dir=arguments.temp_dir) as folder:
        work = pathlib.Path(folder)
        text = work / "all.txt"
        gather_text(arguments.files, text)
        for compression in arguments.compressions.split(","):
            paths, streams = {}, {}
            for name in formats:
                path = work / f"in.{NAMES[name]}"
                starts = write_plain(name, text, path)
                if name == "lines":
                    size = path.stat().st_size
                paths[name] = path
                if compression == "zst":
                    paths[name] = path.with_name(path.name + ".zst")
                    run("zstd", "-q", "-f", path, "-o", paths[name])
                elif compression != "plain":
                    paths[name], streams[name] = write_members(path, starts, compression, 1 if compression == "gz" else 5)
            times = {name: [] for name in formats}
            unpacking = []
            for _ in range(arguments.runs):
                for name, seconds in times.items():
                    seconds.append(mine(name, paths[name], work / f"{name}.tsv", arguments.method))
                    subprocess.run(["cmp", work / "lines.tsv", work / f"{name}.tsv"], check=True)
                if compression == "bz2":
                    unpacking.append(unpack_in_halves(paths[formats[-1]], streams[formats[-1]]))
            print(f"{compression}: {size / 1e6:.1f} MB of text, the same lexicon from all formats and runs")
            for name, seconds in times.items():
                ratio = statistics.median(a / b for a, b in zip(times["lines"], seconds))
                packed = paths[name].stat().st_size
                show(name, seconds, size, f"{ratio:.2f} of lines, {packed / 1e6:.1f} MB")
            if unpacking:
                show(f"two bzip2 -dc of {formats[-1]}", unpacking, size)


if __name__ == "__main__":
    main()
