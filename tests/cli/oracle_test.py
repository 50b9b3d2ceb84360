"""`ciku mine` against the oracle in plain Python, byte for byte, on random and real text."""

import json
import random
import subprocess
import unicodedata
import unittest
from collections import Counter
from pathlib import Path

import random_text
from driver import (
    ALPHABETS,
    AS_LINES,
    CORPORA,
    RULES,
    CliTest,
    assert_same,
    flags,
    frames_of,
    oracle,
    pieces_of,
    seeds,
    statistics,
    zstd,
)

THRESHOLDS = [
    {"min_count": 1}, {"min_count": 2, "min_pmi": 0.5}, {"min_count": 3, "min_pmi": 1},
    {"min_count": 1, "min_pmi": -4}, {"min_count": 2, "min_pmi": 2, "smoothing": 0.5},
    {"min_count": 5, "min_length": 2}, {"min_count": 1, "min_length": 2, "max_length": 3},
    {"min_count": 1, "min_pmi": 30}, {"min_count": 1, "min_pmi": -30},
]  # fmt: skip
NGRAM_THRESHOLDS = [
    {"min_count": 2, "order": 2}, {"min_count": 1, "order": 3, "thresholds": "0,0.5,0.5"},
    {"min_count": 2}, {"min_count": 2, "order": 5, "thresholds": "0,-1,-1,-1,-1"},
    {"min_count": 1, "order": 6, "thresholds": "0,3,3,3,3,3"}, {"min_count": 2, "order": 8},
    {"min_count": 3, "order": 4, "thresholds": "0,1,1.5,2", "min_length": 2, "max_length": 7},
]  # fmt: skip
FINDER_THRESHOLDS = [
    {"min_proba": 1e-7}, {"min_proba": 0.001, "min_pmi": 0.5}, {"min_proba": 0.0002, "min_pmi": -2},
    {"min_proba": 1e-5, "min_pmi": 0, "min_length": 2}, {"min_proba": 0.003, "min_pmi": -30},
]  # fmt: skip
THRESHOLDS += [{"method": "word-finder", **thresholds} for thresholds in FINDER_THRESHOLDS]
FEW_STRONG = THRESHOLDS[:]
UNIGRAM_THRESHOLDS = [
    {}, {"seed_count": 1, "seed_entropy": "0,0,0,0,0,0,0"}, {"order": 2, "min_gain": "0"},
    {"order": 3, "seed_count": 3, "rounds": 1}, {"order": 4, "passes": 1, "min_count": 3},
    {"order": 5, "seed_entropy": "0.3,0.3,0.3,0.3", "min_gain": "1,1,1,1", "seed_count": 2},
    {"order": 8, "seed_entropy": "0,0,0.6,0,0,0.5,0", "min_gain": "-3,-3,-3,-3,2,2,-9"},
    {"order": 6, "seed_entropy": "1,1,1,1,1", "seed_count": 2, "min_length": 2, "max_length": 5},
]  # fmt: skip
THRESHOLDS += [{"method": "unigram", **thresholds} for thresholds in UNIGRAM_THRESHOLDS]
THRESHOLDS += [{"method": "ngram", **thresholds} for thresholds in NGRAM_THRESHOLDS]


def characters_known():
    """All of Unicode but surrogates, and what ciku's ICU may know and an older Python does not.

    New versions assign code points in the first four planes.
    """
    return [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) != "Cs"
            and (c >= 0x40000 or unicodedata.category(chr(c)) != "Cn")]  # fmt: skip


class AgainstOracle(CliTest):
    def check(self, context, inputs, plain, *more, **options):
        """Checks that lexicon and report for `inputs` are the oracle's for `plain`."""
        if options.get("method") == "unigram":
            options |= {"rules": "units"}
        lexicon, results = oracle(*plain, **options)
        as_it_is = [] if any(".jsonl" in str(path) for path in inputs) else AS_LINES
        seen, report = self.mine_report(*inputs, *as_it_is, *flags(options), *more)
        context = f"{context}, {options} {more}"
        assert_same(self, seen, lexicon, context)
        reported = {name: report["results"][name] for name in results}
        self.assertEqual(reported, results, context)


class RandomTest(AgainstOracle):
    def thresholds(self, rng):
        """Returns different thresholds for every alphabet."""
        return zip(ALPHABETS, rng.sample(THRESHOLDS, len(ALPHABETS)))

    def test_random_text(self):
        for seed in seeds(6):
            rng = random.Random(seed)
            scripts = rng.choice([None, random_text.SCRIPTS + random_text.UNITS])
            files = [self.write(f"{seed}/{i}.txt", random_text.text(
                rng, rng.choice([0, 1, 3, 100, 5000, 30000]), line=rng.choice([5, 80, 1000]),
                invalid=rng.choice([0, 0.05]), separators=rng.choice([0, 0.1, 0.5]),
                words=random_text.vocabulary(rng, scripts=scripts)))
                for i in range(rng.randint(1, 4))]  # fmt: skip
            for alphabet, thresholds in self.thresholds(rng):
                self.check(f"seed {seed}", [self.folder / str(seed)], files, alphabet=alphabet,
                           rules=rng.choice(RULES), **thresholds)  # fmt: skip

    def test_bytes_without_meaning(self):
        # Random bytes: few symbols, but all bytes beside all others.
        for seed in seeds(4):
            rng = random.Random(seed)
            few = bytes(rng.sample(range(256), 12)) + b"\n\r\xe4\xb8\x80\xf0\x9f"
            data = rng.randbytes(4000) + bytes(rng.choices(few, k=20000))
            path = self.write(f"{seed}.bin", data)
            for alphabet, thresholds in self.thresholds(rng):
                self.check(f"seed {seed}", [path], [path], alphabet=alphabet,
                           rules=rng.choice(RULES), **thresholds)  # fmt: skip

    def test_frames_cut_anywhere(self):
        # Each frame is a block; it may end inside a character, a line end or the byte-order mark.
        for seed in seeds(6):
            rng = random.Random(seed)
            mark = rng.choice([b"", b"\xef\xbb\xbf"])
            data = mark + random_text.text(rng, 3000, line=rng.choice([3, 300, 10**9]))
            plain = self.write(f"{seed}.txt", data)
            frames = pieces_of(data, rng, 30)
            packed = self.write(f"{seed}.zst", b"".join(map(zstd, frames)))
            for alphabet, thresholds in self.thresholds(rng):
                self.check(f"seed {seed}", [packed], [plain], alphabet=alphabet,
                           rules=rng.choice(RULES), **thresholds)  # fmt: skip

    def test_frames_of_a_byte_each(self):
        for data in ("\ufeff中国\r\n中国\r\n\r中\r", "\ufeffa\rb\n\r\n\nab", "\r\n", "\r", "\ufeff"):
            frames = [data.encode()[i : i + 1] for i in range(len(data.encode()))]
            plain = self.write("plain.txt", data)
            packed = self.write("packed.zst", b"".join(map(zstd, frames)))
            for alphabet in ALPHABETS:
                self.check(repr(data), [packed], [plain], alphabet=alphabet, min_count=1, min_pmi=-9)

    def test_a_carriage_return_inside_a_line(self):
        # It is a symbol like others, even if a line is split right after it.
        options = {"alphabet": "any", "min_count": 1, "min_pmi": 30}
        plain = self.write("plain.txt", "x\ryz\n")
        packed = self.write("packed.zst", zstd(b"x\ry") + zstd(b"z\n"))
        self.check("frames", [packed], [plain], **options)
        long = self.write("long", "x\ry\r" * 200_000)
        memory = ["--memory", self.least_memory("mine", long, "--alphabet", "any")]
        self.check("long line", [long], [long], *memory, **options)

    def test_weak_joints_after_carriage_returns_alone(self):
        # Words of x, z, x again, y and a carriage return: each ratio is 5 or more, except for the
        # return before x: 2.5, because x occurs twice in a word.
        rng = random.Random(1)
        words = ["".join(chr(0x4E00 + 3 * i + j) for j in (0, 1, 0, 2)) + "\r" for i in range(20)]
        path = self.write("text", "".join(rng.choices(words, k=150_000)))
        memory = ["--memory", self.least_memory("mine", path, "--alphabet", "any")]
        for more in (memory, []):
            self.check("long line", [path], [path], *more, alphabet="any", min_pmi=1.2)

    def test_long_lines_over_block_edges(self):
        # The least budget has the smallest blocks, and a line goes on through many of them.
        for seed, (line, separators) in enumerate([(10**9, 0.2), (10**9, 0), (300000, 0.01)], 1):
            rng = random.Random(seed)
            words = random_text.vocabulary(rng, 30)
            path = self.write("text", random_text.text(rng, 900_000, line=line, invalid=0.0001,
                                                       separators=separators, words=words))  # fmt: skip
            alphabet = rng.choice(ALPHABETS)
            threads = rng.choice([1, 2, 4])
            where = [path, "--threads", threads, "--alphabet", alphabet]
            memory = ["--threads", threads, "--memory", self.least_memory("mine", *where)]
            for thresholds in rng.choice(FEW_STRONG), {"method": "ngram", "min_count": 9}:
                self.check(f"seed {seed}", [path], [path], *memory, alphabet=alphabet, **thresholds)
            where += ["--rules", "units"]
            memory[-1] = self.least_memory("mine", *where)
            self.check(f"seed {seed}", [path], [path], *memory, alphabet=alphabet, rules="units",
                       **rng.choice(FEW_STRONG))  # fmt: skip

    def test_characters_of_all_unicode(self):
        # Code points from everywhere, each beside a letter and beside itself.
        scalars = [c for c in characters_known() if c != "\n"]
        path = self.write("all", "\n".join(f"a{c}{c}" for c in scalars[::23]))
        for alphabet in ALPHABETS:
            for rules in RULES:
                self.check(alphabet, [path], [path], alphabet=alphabet, rules=rules, min_count=1)


def some_folding(rng):
    return rng.choice([{"normalize": "nfkc"}, {"normalize": "nfkc", "lower": True},
                       {"normalize": "nfkc"}, {"lower": True}])  # fmt: skip


def text_to_fold(rng, size, **more):
    words = random_text.folded_vocabulary(rng, rng.choice([3, 10, 60]))
    return random_text.text(rng, size, words=words, **more)


class FoldingTest(AgainstOracle):
    """--normalize and --lower, on text with many characters that they change."""

    def test_random_text(self):
        for seed in seeds(6):
            rng = random.Random(seed)
            path = self.write("text", text_to_fold(
                rng, rng.choice([20, 1000, 30000]), line=rng.choice([5, 80, 1000]),
                invalid=rng.choice([0, 0.05]), separators=rng.choice([0, 0.1, 0.5])))  # fmt: skip
            for alphabet in ALPHABETS:
                options = {"alphabet": alphabet, "rules": rng.choice(RULES),
                           **rng.choice(THRESHOLDS), **some_folding(rng)}  # fmt: skip
                self.check(f"seed {seed}", [path], [path], **options)

    def test_json_lines(self):
        for seed in seeds(6):
            rng = random.Random(seed)
            text = text_to_fold(rng, 20000, invalid=0).decode(errors="ignore").removeprefix("\ufeff")
            # A carriage return at the end of a line of plain text would not be part of the record.
            lines = [line.strip("\r") for line in text.split("\n")]
            plain = self.write("plain", "".join(line + "\n" for line in lines))
            records = [json.dumps({"text": line}, ensure_ascii=rng.random() < 0.5) for line in lines]
            path = self.write("text.jsonl", "".join(record + "\n" for record in records))
            for alphabet in ALPHABETS:
                options = {"alphabet": alphabet, "rules": rng.choice(RULES),
                           **rng.choice(THRESHOLDS), **some_folding(rng)}  # fmt: skip
                self.check(f"seed {seed}", [path], [plain], **options)

    def test_frames_cut_anywhere(self):
        # Frames are blocks. Some have only a few bytes, so that lines, runs, segments and
        # characters cross their edges.
        for seed in seeds(4):
            rng = random.Random(seed)
            data = text_to_fold(rng, 3000, line=rng.choice([30, 300, 10**9]))
            plain = self.write(f"{seed}.txt", data)
            frames = pieces_of(data, rng, 60)
            packed = self.write(f"{seed}.zst", b"".join(map(zstd, frames)))
            for alphabet in ALPHABETS:
                options = {"alphabet": alphabet, "rules": rng.choice(RULES),
                           **rng.choice(THRESHOLDS), **some_folding(rng)}  # fmt: skip
                self.check(f"seed {seed}", [packed], [plain], "--threads", rng.choice([1, 4]),
                           **options)  # fmt: skip

    def test_long_lines_over_block_edges(self):
        for seed in seeds(3):
            rng = random.Random(seed)
            path = self.write("text", text_to_fold(
                rng, 700_000, line=rng.choice([10**9, 300_000]), invalid=rng.choice([0, 0.0001]),
                separators=rng.choice([0, 0, 0.0001, 0.1])))  # fmt: skip
            options = {"alphabet": rng.choice(ALPHABETS), "normalize": "nfkc"}
            threads = rng.choice([1, 2, 4])
            where = [path, "--threads", threads, *flags(options)]
            memory = ["--threads", threads, "--memory", self.least_memory("mine", *where)]
            for thresholds in (rng.choice(FEW_STRONG), {"method": "ngram", "min_count": 9}):
                self.check(f"seed {seed}", [path], [path], *memory, **options, **thresholds)
            self.check(f"seed {seed}", [path], [path], **options, min_pmi=-30, min_count=9)

    def test_pieces_that_end_where_no_cut_can_be(self):
        # U+3314 becomes two symbols, between which a line cannot be split. In the long line only
        # the joint between these is weak: n(キロ) is m; n(キ) and n(ロ) are 2m each because of the
        # other lines; N is 12m. So its ratio is 3. The ratio of each of them with any other
        # neighbour is 6.
        rng = random.Random(1)
        words = ["".join(chr(0x4E00 + 8 * i + j) for j in range(8)) + "㌔" for i in range(20)]
        m = 30_000
        line = "".join(rng.choices(words, k=m))
        path = self.write("text", "\n".join([line, *["いキ", "ろロ"] * m]))
        options = {"alphabet": "any", "normalize": "nfkc", "min_count": 2, "min_pmi": 1.4}
        memory = ["--memory", self.least_memory("mine", path, "--alphabet", "any",
                                                "--normalize", "nfkc")]  # fmt: skip
        for more in (memory, []):
            self.check("inside", [path], [path], *more, **options)

    def test_characters_of_all_unicode(self):
        scalars = [c for c in characters_known() if c != "\n"]
        path = self.write("all", "\n".join(f"e{c}{c}\u0323" for c in scalars[:0x30000:7]))
        # All characters that change by themselves in lower case or NFKC.
        changing = [c for c in scalars if c.lower() != c or unicodedata.normalize("NFKC", c) != c]
        alone = self.write("alone", "\n".join(changing))
        for folding in ({"normalize": "nfkc", "lower": True}, {"lower": True}):
            self.check("both", [path, alone], [path, alone], alphabet="any", min_count=1, **folding)


class CarriedWordsTest(AgainstOracle):
    """--add-counts: the counts of an earlier run are added before words are chosen."""

    def test_random_text(self):
        for seed in seeds(6):
            rng = random.Random(seed)
            words = random_text.vocabulary(rng, 40)
            old, new = (self.write(name, random_text.text(rng, 20_000, words=words))
                        for name in ("old", "new"))  # fmt: skip
            earlier = self.write("earlier", self.mine(old, "--min-count", 3, "--min-pmi", 1))
            for min_proba in (1e-7, 0.0005):
                self.check(f"seed {seed}", [new], [new], method="word-finder",
                           add_counts=earlier, min_proba=min_proba, min_length=2)  # fmt: skip
            counts = Counter()
            for lexicon in oracle(new, min_count=1, min_pmi=1)[0], earlier.read_bytes():
                for line in lexicon.decode().splitlines():
                    word, count = line.split("\t")
                    counts[word] += int(count)
            # With --min-count 1, one occurrence is enough for a strong pair.
            expected = "".join(f"{word}\t{count}\n" for word, count in sorted(
                counts.items(), key=lambda item: (-item[1], item[0])))  # fmt: skip
            seen = self.mine(new, "--min-count", 1, "--min-pmi", 1, "--add-counts", earlier)
            assert_same(self, seen, expected.encode(), f"seed {seed}")


class StatisticsTest(CliTest):
    """The columns of --stats."""

    def check(self, context, inputs, plain, *more, **options):
        if options.get("method") == "unigram":
            options |= {"rules": "units"}
        args = [*inputs, *flags(options), *more]
        expected = statistics(plain, self.mine(*args), **options)
        seen = self.mine(*args, "--stats")
        if options.get("method") == "unigram":  # cuts off stretches, gain and score
            seen = b"".join(b"\t".join(line.split(b"\t")[:8]) + b"\n" for line in seen.splitlines())
        assert_same(self, seen, expected, f"{context}, {options} {more}")

    def test_random_text(self):
        for seed in seeds(6):
            rng = random.Random(seed)
            files = [self.write(f"{seed}/{i}.txt", random_text.text(
                rng, rng.choice([0, 3, 100, 5000]), line=rng.choice([5, 80, 1000]),
                invalid=rng.choice([0, 0.05]), separators=rng.choice([0, 0.1, 0.5])))
                for i in range(rng.randint(1, 4))]  # fmt: skip
            for alphabet, thresholds in zip(ALPHABETS, rng.sample(THRESHOLDS, len(ALPHABETS))):
                self.check(f"seed {seed}", [self.folder / str(seed)], files,
                           alphabet=alphabet, **thresholds)  # fmt: skip

    def test_frames_cut_anywhere(self):
        # Records and runs go on from block to block.
        for seed in seeds(6):
            rng = random.Random(seed)
            data = random_text.text(rng, 3000, line=rng.choice([3, 300, 10**9]),
                                    separators=rng.choice([0, 0.3]), invalid=rng.choice([0, 0.02]))
            plain = self.write(f"{seed}.txt", data)
            frames = pieces_of(data, rng, 60)
            packed = self.write(f"{seed}.zst", b"".join(map(zstd, frames)))
            for alphabet in ALPHABETS:
                self.check(f"seed {seed}", [packed], [plain], alphabet=alphabet, min_count=2,
                           min_pmi=-1)  # fmt: skip

    def test_long_lines_over_block_edges(self):
        for seed, (line, separators) in enumerate([(10**9, 0.2), (10**9, 0), (100000, 0.01)], 1):
            rng = random.Random(seed)
            words = random_text.vocabulary(rng, 30)
            path = self.write("text", random_text.text(rng, 400_000, line=line, invalid=0.0001,
                                                       separators=separators, words=words))  # fmt: skip
            threads = rng.choice([1, 2, 4])
            alphabet = rng.choice(["basic", "han"])
            memory = self.least_memory("mine", path, "--threads", threads, "--alphabet", alphabet)
            memory = f"{int(memory[:-1]) + 8}M"
            self.check(f"seed {seed}", [path], [path], "--threads", threads, "--memory", memory,
                       alphabet=alphabet, min_count=400, min_pmi=0.5)  # fmt: skip

    def test_line_ends_inside_records(self):
        for seed in seeds(6):
            rng = random.Random(seed)
            words = random_text.vocabulary(rng)
            texts = [random_text.text(rng, rng.choice([0, 10, 300]), line=rng.choice([5, 100]),
                                      words=words, invalid=0).decode("utf-8", "ignore")
                     for _ in range(60)]  # fmt: skip
            lines = "".join(json.dumps({"text": text}) + rng.choice(["\n", "\r\n", "\n\n"])
                            for text in texts)  # fmt: skip
            path = self.write(f"{seed}.jsonl", lines)
            frames = pieces_of(lines.encode(), rng, 20)
            packed = self.write(f"{seed}.jsonl.zst", b"".join(map(zstd, frames)))
            for inputs in path, packed:
                self.check(f"seed {seed}", [inputs], [path], alphabet=rng.choice(ALPHABETS),
                           min_count=2, min_pmi=-1)  # fmt: skip

    def test_folded_text(self):
        # The lines of a record are folded one by one; a line that is longer than a portion is
        # folded in several portions.
        for seed in seeds(6):
            rng = random.Random(seed)
            shape = rng.choice([{"line": 30}, {"line": 10**9}, {"line": 10**9, "separators": 0}])
            texts = [text_to_fold(rng, rng.choice([0, 10, 3000, 100_000 if i == 7 else 100]),
                                  invalid=0, **shape).decode("utf-8", "ignore")
                     for i in range(20)]  # fmt: skip
            lines = "".join(text.replace("\n", "\r") + "\n" for text in texts)
            plain = self.write("plain", lines)
            packed = self.write("plain.zst", frames_of(lines.encode(), rng, 20))
            records = self.write("text.jsonl", "".join(json.dumps({"text": text}) + "\n"
                                                       for text in texts))  # fmt: skip
            options = {"alphabet": rng.choice(ALPHABETS), "min_count": 9, **some_folding(rng)}
            for inputs, known in ((plain, plain), (packed, plain), (records, records)):
                self.check(f"seed {seed}", [inputs], [known], "--threads", rng.choice([1, 3]),
                           **options)  # fmt: skip

    def test_long_words(self):
        # The same line from different beginnings: each long word is a part of a longer one.
        line = "甲乙丙丁戊己庚辛" * 150
        path = self.write("text", "\n".join(line[i:] for i in range(5)) + "\n甲乙，甲乙\n" + line)
        self.check("long words", [path], [path], min_count=1, min_pmi=-9)


@unittest.skipUnless(CORPORA, "CIKU_CORPORA does not name a folder of corpora")
class CorporaTest(AgainstOracle):
    SIZE = 2_000_000

    def beginning(self, name):
        """Writes the first SIZE bytes of a corpus, which may end inside a character, to a file."""
        path = Path(CORPORA) / f"{name}.txt.zst"
        if not path.exists():
            self.skipTest(f"there is no {path.name}")
        with subprocess.Popen(["zstd", "-dcq", path], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL) as unpacking:  # fmt: skip
            data = unpacking.stdout.read(self.SIZE)
            unpacking.stdout.close()
        return self.write(f"{name}.txt", data)

    def check_beginning(self, name, alphabet, **thresholds):
        path = self.beginning(name)
        self.check(name, [path], [path], alphabet=alphabet, **thresholds)


CASES = [
    ("news", "basic", {"min_count": 16, "min_pmi": 1}),
    ("poems-traditional", "han", {"min_count": 5, "min_pmi": 2}),
    ("japanese", "letters", {"min_count": 10, "min_pmi": 1}),
    ("korean", "any", {"min_count": 10, "min_pmi": 1.5}),
    ("thai", "letters", {"min_count": 10, "min_pmi": 0}),
    ("japanese", "han", {"min_count": 3, "min_pmi": 1}),
    ("english", "any", {"min_count": 20, "min_pmi": 0.5, "smoothing": 1}),
    ("news", "basic", {"method": "ngram"}),
    ("casual", "han", {"method": "ngram", "order": 5, "min_count": 5}),
    ("japanese", "letters", {"method": "ngram", "order": 3, "thresholds": "0,1,2"}),
    ("thai", "any", {"method": "ngram", "order": 2, "min_count": 20}),
    ("korean", "letters", {"min_count": 5, "min_pmi": 1}),
    ("news", "basic", {"method": "word-finder", "min_proba": 1e-6}),
    ("english", "any", {"method": "word-finder", "min_proba": 1e-5, "min_pmi": 0.5}),
    ("casual", "han", {"method": "word-finder", "min_proba": 3e-6, "min_pmi": 0}),
    ("korean", "han", {"min_count": 3}),
    ("thai", "han", {"min_count": 3}),
    ("english", "letters", {"min_count": 10, "min_pmi": 1, "lower": True}),
    ("poems-traditional", "letters", {"min_count": 5, "min_pmi": 1, "normalize": "nfkc"}),
    ("japanese", "letters", {"min_count": 5, "normalize": "nfkc", "lower": True}),
    ("korean", "letters", {"method": "ngram", "order": 3, "min_count": 5, "normalize": "nfkc"}),
    ("thai", "letters", {"min_count": 5, "min_pmi": 1, "normalize": "nfkc"}),
    ("casual", "basic", {"min_count": 5, "min_pmi": 1, "normalize": "nfkc", "lower": True}),
]


def add_case(name, alphabet, thresholds):
    def test(self):
        self.check_beginning(name, alphabet, **thresholds)

    folding = [word for word in ("normalize", "lower") if word in thresholds]
    method = "_".join([thresholds.get("method", "pair-cut"), *folding])
    setattr(CorporaTest, f"test_{name}_{alphabet}_{method}".replace("-", "_"), test)


for case in CASES:
    add_case(*case)

if __name__ == "__main__":
    unittest.main()
