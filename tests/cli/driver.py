"""The common parts of the command-line tests: the built program, scratch folders, the oracles.

The environment variable CIKU names the program. CIKU_CORPORA, if it is set, names a folder of real
corpora (*.txt.zst).
"""

import argparse
import functools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "oracle"))
import ngram_cut  # noqa: E402
import pair_cut  # noqa: E402
import unigram  # noqa: E402
import word_finder  # noqa: E402
import word_statistics  # noqa: E402

CORPORA = os.environ.get("CIKU_CORPORA")
ALPHABETS = ["basic", "han", "letters", "any"]
RULES = ["nlp-zero", "units"]
# Options for every oracle.
TEXT = {"alphabet": "basic", "normalize": "none", "lower": False, "rules": "nlp-zero"}
TIMEOUT = 600  # seconds; only a hang takes that long
SANITIZED = bool(os.environ.get("CIKU_SANITIZER"))  # a sanitizer makes the program slow

# Options for random text, which may look like something else.
AS_LINES = ["--input-format", "lines", "--encoding", "UTF-8", "--allow-binary"]


def merged(ranges):
    """Returns the same code points in as few ranges as possible."""
    out = []
    for first, last in sorted(ranges):
        if out and first <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(last, out[-1][1]))
        else:
            out.append((first, last))
    return out


# Patterns are slow to compile, and slow to match if they list each letter by itself.
letter_ranges = pair_cut.letter_ranges
pair_cut.letter_ranges = lambda: merged(letter_ranges())


def program():
    path = os.environ.get("CIKU")
    if not path:
        raise RuntimeError("the environment variable CIKU has to name the program")
    return os.path.abspath(path)


class Result:
    """How a run of the program ended."""

    def __init__(self, status, output, errors):
        self.status, self.output, self.errors = status, output, errors

    def __repr__(self):
        return f"status {self.status}\nstdout: {self.output[:2000]!r}\nstderr: {self.errors[:4000]}"


# Most tests are about what all methods have in common, or about the sources' methods. What they
# leave open is that of the pair cut, which is the simplest method.
PAIR_CUT = {
    "mine": {"--method": "pair-cut"},
    "words": {"--method": "pair-cut"},
    "weigh": {"--method": "pair-cut"},
    "count": {"--order": "4", "--rules": "nlp-zero"},
}


def command_line(*args, defaults=False):
    """Returns the command line of the program, with what belongs to the pair cut if the arguments
    leave it open and `defaults` does not ask for the program's own defaults."""
    args = [os.fspath(_text(argument)) for argument in args]
    if defaults or {"--from-pieces", "--joints", "--dump"} & set(args):
        return [program(), *args]
    usual = PAIR_CUT.get(args[0], {}) if args else {}
    added = [part for option, value in usual.items() if option not in args for part in (option, value)]
    return [program(), *args[:1], *added, *args[1:]]


def run(*args, stdin=b"", env=None, cwd=None, defaults=False, **popen):
    """Runs the program; `stdin` is bytes or an open file."""
    popen |= {"input": stdin} if isinstance(stdin, bytes) else {"stdin": stdin}
    popen.setdefault("stdout", subprocess.PIPE)
    done = subprocess.run(
        command_line(*args, defaults=defaults),
        stderr=subprocess.PIPE, timeout=TIMEOUT, cwd=cwd, env={**os.environ, **(env or {})},
        check=False, **popen,
    )  # fmt: skip
    return Result(done.returncode, done.stdout or b"", done.stderr.decode("utf-8", "backslashreplace"))


def _text(argument):
    return argument if isinstance(argument, (str, bytes, os.PathLike)) else str(argument)


def oracle(*paths, **options):
    """Runs the oracle of a method on plain files. Returns the lexicon that the program should
    write, and the results that its report should contain."""
    if options.get("method") == "ngram":
        return ngram_oracle(paths, options)
    if options.get("method") == "unigram":
        return unigram_oracle(paths, options)
    if options.get("method") == "word-finder":
        make = word_finder.WordFinder
        settings = {**TEXT, "min_proba": 1e-7, "min_pmi": 1.0, "add_counts": None}
    else:
        make = pair_cut.PairCut
        settings = {**TEXT, "min_count": 10, "min_pmi": 0.0, "smoothing": 0.0}
    settings |= {"min_length": 1, "max_length": None, **options}
    job = make(argparse.Namespace(files=list(paths), **settings))
    symbols, pairs = job.count()
    strong = job.weigh(symbols, pairs)
    pieces = job.cut(strong)
    words = job.words(pieces)
    results = {"records": job.records, "symbols": symbols.total(), "distinct_pairs": len(pairs)}
    results |= {"strong_pairs": len(strong), "pieces": pieces.total(), "words": len(words)}
    results |= {"invalid_bytes": job.invalid_bytes}
    return "".join(f"{word}\t{count}\n" for word, count in words).encode(), results


def numbers(text):
    return list(map(float, text.split(",")))


def unigram_job(paths, options):
    """Returns the oracle of the unigram method for these options."""
    settings = {**TEXT, "order": 8, "seed_count": None, "rounds": 3, "passes": 2, "min_count": 1, "stats": False}
    settings |= {"dictionary": None, "only_new": False}
    settings |= {"min_length": 1, "max_length": None, "rules": "units", **options}
    longer = settings["order"] - 1
    for name, usual in ("seed_entropy", unigram.ENTROPIES), ("min_gain", unigram.GAINS):
        settings[name] = numbers(options[name]) if name in options else usual[:longer]
    return unigram.Unigram(argparse.Namespace(files=list(paths), **settings))


def unigram_oracle(paths, options):
    job = unigram_job(paths, options)
    found = job.find()
    words = job.words(found)
    results = {"records": job.records, "invalid_bytes": job.invalid_bytes, "symbols": job.symbols}
    results |= {"seeds": job.number_of_seeds, "kept_words": len(found), "tokens": job.tokens}
    results |= {"words": len(words)}
    return "".join(f"{word}\t{count}\n" for word, count in words).encode(), results


def ngram_oracle(paths, options):
    settings = {**TEXT, "min_count": 10, "order": 4, "min_length": 1}
    settings |= {"max_length": None, **options}
    thresholds = options.get("thresholds")
    settings["thresholds"] = (
        numbers(thresholds)
        if thresholds
        else ngram_cut.default_thresholds(settings["order"])
    )
    job = ngram_cut.NgramCut(argparse.Namespace(files=list(paths), **settings))
    grams = job.count()
    solid = job.weigh(grams)
    pieces = job.cut(solid)
    words = job.words(pieces, solid)
    lexicon = "".join(f"{word}\t{count}\n" for word, count in words).encode()
    return lexicon, ngram_cut.summary(job, grams, solid, pieces, words)


def statistics(paths, lexicon, **options):
    """Takes a lexicon that the program wrote. Returns it with the oracle's statistics."""
    text = {name: options.get(name, default) for name, default in TEXT.items()}
    args = argparse.Namespace(files=list(map(str, paths)), **text)
    lines = lexicon.decode().split("\n")[:-1]
    words = [(word, count) for word, count in (line.rsplit("\t", 1) for line in lines)]
    return word_statistics.as_tsv(word_statistics.table(words, args))


def seeds(count):
    """Returns fixed seeds, and more from the environment variable CIKU_TEST_SEED, separated by
    spaces."""
    if SANITIZED:
        count = (count + 5) // 6
    return [*range(1, count + 1), *map(int, os.environ.get("CIKU_TEST_SEED", "").split())]


# For tests that would find no races or memory errors that similar tests do not find.
unless_sanitized = unittest.skipIf(SANITIZED, "says nothing more of a sanitized program")


def few(choices):
    """Returns all choices; for a sanitized program, only the last."""
    return choices[-1:] if SANITIZED else choices


def flags(options):
    """Turns {"min_count": 2, "lower": True} into ["--min-count", "2", "--lower"]."""
    given = {name: value for name, value in options.items()
             if value is not None and value is not False}  # fmt: skip
    return [part for name, value in given.items()
            for part in ("--" + name.replace("_", "-"), str(value)) if part != "True"]  # fmt: skip


def tool(name, *args, stdin=b""):
    """Returns another program's output for `stdin`. Skips the test if that program is missing."""
    if shutil.which(name) is None:
        raise unittest.SkipTest(f"there is no {name} here")
    return subprocess.run([name, *args], input=stdin, stdout=subprocess.PIPE, check=True).stdout


def zstd(data, *args):
    return tool("zstd", "-q", "-c", *args, stdin=data)


def pieces_of(data, random, count):
    """Cuts `data` at random places, which may be inside lines and characters."""
    cuts = sorted(random.randrange(len(data) + 1) for _ in range(count - 1))
    return [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)])]


def frames_of(data, random, count):
    """Compresses `data` as zstd frames that are cut at random places."""
    return b"".join(map(zstd, pieces_of(data, random, count)))


def bytes_of(path):
    """Returns the bytes of a file, or nothing if the file does not exist (any more)."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


@functools.cache
def report_schema():
    """Returns what checks reports. They are checked wherever python3-jsonschema is installed."""
    try:
        import jsonschema
    except ImportError:
        return None
    schema = json.loads((ROOT / "engine/commands/report/report.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def read_report(path_or_text):
    """Returns a report, which has to be what its schema says."""
    text = path_or_text if isinstance(path_or_text, (str, bytes)) else path_or_text.read_bytes()
    report = json.loads(text)
    if report_schema() is not None:
        report_schema().validate(report)
    return report


class CliTest(unittest.TestCase):
    """A test with a scratch folder of its own, and with methods for common checks."""

    maxDiff = 4000

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="ciku-test-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.temp = self.folder / "temp"
        self.temp.mkdir()

    def write(self, name, data):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def plain_and_packed(self, data, random):
        """Writes a text as it is, and as zstd frames that are cut at random places."""
        return self.write("plain.txt", data), self.write("packed.zst", frames_of(data, random, 60))

    def mine(self, *args, **kwargs):
        """Runs `mine`, which has to succeed, and returns the lexicon from standard output."""
        result = run("mine", "--quiet", "--temp-dir", self.temp, *args, **kwargs)
        self.assertEqual(result.status, 0, result)
        return result.output

    def mine_report(self, *args, **kwargs):
        """Runs `mine`, which has to succeed, and returns the lexicon and the report."""
        path = self.folder / "report.json"
        output = self.mine("--report", path, *args, **kwargs)
        return output, read_report(path)

    def pack(self, *args, **kwargs):
        result = run("pack", "--quiet", *args, **kwargs)
        self.assertEqual((result.status, result.output), (0, b""), result)
        return result

    def listing(self):
        """Returns every path in the scratch folder, to check that nothing was left behind."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*"))

    def assert_fails(self, status, patterns, *args, **kwargs):
        """Checks that a run ends with this status, prints one line that matches all patterns, and
        leaves the folder as it was. Returns the line."""
        before = self.listing()
        result = run(*args, **kwargs)
        self.assertEqual(result.status, status, result)
        self.assertEqual(result.output, b"", result)
        # This machine may have fewer processors than the test asks for threads.
        errors = re.sub(r"\A--threads \d+: .*\n", "", result.errors)
        self.assertRegex(errors, r"\Aciku: [^\n]+\n\Z", "not one line")
        for pattern in [patterns] if isinstance(patterns, str) else patterns:
            self.assertRegex(errors, pattern)
        self.assertEqual(self.listing(), before, "something was left behind")
        return errors

    def least_memory(self, *args):
        """Returns the least budget that suffices for a command line, as the program itself says. What
        it finds in the corpus may take more than it could know at the beginning."""
        least = None
        while True:
            result = run(*args, "--memory", least or "1K")
            if least and result.status == 0:
                return least
            self.assertEqual(result.status, 2, result)
            found = re.search(r"the least that would do is (\d+M)$", result.errors.strip())
            self.assertIsNotNone(found, result)
            if not {"unigram", "score"} & set(args):
                return found.group(1)
            least = found.group(1)


def assert_same(test, seen, expected, context):
    """Compares lexicons that may be long. A failure shows only the context and the first
    difference."""
    if seen == expected:
        return
    a, b = seen.splitlines(), expected.splitlines()
    at = next((i for i, pair in enumerate(zip(a, b)) if pair[0] != pair[1]), min(len(a), len(b)))
    test.fail(
        f"{context}: {len(a)} lines instead of {len(b)}; first difference in line {at + 1}: "
        f"{a[at:at + 1]!r} instead of {b[at:at + 1]!r}"
    )
