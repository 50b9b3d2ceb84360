#!/usr/bin/env python3
"""Times `ciku kwic` for ten words.

Usage: bench/words_in_context.py [options] FILE...

Packs the text of the files (plain or .zst), and looks for words in it: for all occurrences, a sample of them, and all of them
sorted. First checks that the lines are those that grep counts, word by word. Prints medians.

Needs what `cmake --build --preset bench` builds, and the zstd command for .zst files.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

from timing import CIKU, gather_text, run, show

FREQUENT = "经济发展 互联网 酒店 数据库 中华人民共和国 第三条 服务器 习近平 北京 编译器".split()
RARER = "编译器 洗发水 航天员 民法典 核酸 蝙蝠 指针 麒麟 红烧肉 螺旋桨".split()


def check(text, shards, words, work):
    """Compares the numbers of lines with those of occurrences that grep finds; the words do not overlap themselves."""
    lines = work / "lines.jsonl"
    run(CIKU, "kwic", *words, shards, "-o", lines, "--quiet")
    found = {word: 0 for word in words}
    with open(lines, encoding="utf-8") as file:
        for line in file:
            found[json.loads(line)["word"]] += 1
    for word in words:
        grep = subprocess.run(["grep", "-aoF", word, text], stdout=subprocess.PIPE, env={"LC_ALL": "C"}, check=False)
        expected = grep.stdout.count(b"\n")
        if expected != found[word]:
            raise SystemExit(f"words_in_context: {word} occurs {expected} times, not {found[word]}")
    return sum(found.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--temp-dir", help="where texts and results go")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory(dir=arguments.temp_dir) as folder:
        work = pathlib.Path(folder)
        text = work / "text.txt"
        gather_text(arguments.files, text)
        size = text.stat().st_size
        shards = work / "shards"
        run(CIKU, "pack", text, "-o", shards, "--quiet")
        for name, words in (("frequent words", FREQUENT), ("rarer words", RARER)):
            lines = check(text, shards, words, work)
            jobs = {"all": [], "a sample of 20": ["--sample", 20], "sorted": ["--sort", "right"]}
            times = {job: [] for job in jobs}
            for _ in range(arguments.runs):
                for job, more in jobs.items():
                    seconds = run(CIKU, "kwic", *words, shards, "-o", work / "lines.txt", "--quiet", "-j", 2, *more)
                    times[job].append(seconds)
            for job, seconds in times.items():
                show(f"ten {name}, {job}", seconds, size, f"{lines} occurrences")


if __name__ == "__main__":
    main()
