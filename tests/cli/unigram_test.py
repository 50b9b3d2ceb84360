"""`ciku mine --method unigram`: the same lexicon whatever the run, scores, resuming, refusals."""

import random
import tempfile
import unittest

import random_text
from driver import (
    ALPHABETS,
    CORPORA,
    CliTest,
    assert_same,
    few,
    flags,
    frames_of,
    run,
    seeds,
    tool,
    unigram_job,
    zstd,
)

from resume_test import ResumeTest

METHOD = ["--method", "unigram"]
SCORED = ["word", "count", "stretches", "gain", "score"]


def columns(table, names):
    """Returns these columns of a table as TSV without its header."""
    rows = [line.split("\t") for line in table.decode().splitlines()]
    chosen = [rows[0].index(name) for name in names]
    return "".join("\t".join(row[i] for i in chosen) + "\n" for row in rows[1:])


class ScoreTest(CliTest):
    def check(self, context, inputs, plain, *more, **options):
        """Checks stretches, gains and scores for `inputs` against the oracle's for `plain`."""
        job = unigram_job(plain, {**options, "stats": True})
        words = job.words(job.find())
        expected = "".join("\t".join((word, str(count), *job.score(word))) + "\n"
                           for word, count in words)  # fmt: skip
        args = [*inputs, *METHOD, "--stats", "--alphabet", options.get("alphabet", "basic"), *more]
        args += ["--normalize", options.get("normalize", "none")]
        self.assertEqual(columns(self.mine(*args), SCORED), expected, context)

    def test_random_text(self):
        for seed in seeds(4):
            rng = random.Random(seed)
            words = random_text.vocabulary(rng, 40, random_text.SCRIPTS[:2] + random_text.UNITS[-2:])
            files = [self.write(f"{seed}/{i}.txt", random_text.text(
                rng, rng.choice([0, 100, 5000, 20_000]), line=rng.choice([5, 80, 1000]), words=words))
                for i in range(rng.randint(1, 4))]  # fmt: skip
            self.check(f"seed {seed}", [self.folder / str(seed)], files, "--threads",
                       rng.choice([1, 3]), alphabet=rng.choice(ALPHABETS))  # fmt: skip

    def test_frames_cut_anywhere(self):
        # Records go on from block to block; some cross many of them.
        for seed in seeds(3):
            rng = random.Random(seed)
            words = random_text.folded_vocabulary(rng, 20) + random_text.vocabulary(rng, 20)
            data = random_text.text(rng, 6000, line=rng.choice([30, 300, 10**9]), words=words)
            plain, packed = self.plain_and_packed(data, rng)
            self.check(f"seed {seed}", [packed], [plain], "--threads", rng.choice([1, 4]),
                       alphabet=rng.choice(ALPHABETS), normalize=rng.choice(["none", "nfkc"]))  # fmt: skip

    def check_others(self, context, inputs, plain, method, *more, **options):
        """The same for words that another method finds."""
        seen = self.mine(*inputs, *method, "--stats", "--sort", "score", *more, *flags(options))
        rows = [line.split("\t") for line in columns(seen, SCORED).splitlines()]
        job = unigram_job(plain, {"rules": "nlp-zero", "alphabet": "basic", **options})
        job.divide_by({word: int(count) for word, count, *_ in rows})
        self.assertEqual([row[2:] for row in rows], [[*job.score(row[0])] for row in rows], context)
        self.assertTrue(rows, context)
        scores = [float(row[4]) for row in rows if row[4]]
        self.assertEqual(scores, sorted(scores, reverse=True), context)

    def test_words_of_other_methods(self):
        for seed in seeds(4):
            rng = random.Random(seed)
            words = random_text.folded_vocabulary(rng, 20) + random_text.vocabulary(rng, 40)
            data = random_text.text(rng, 30_000, line=rng.choice([30, 300, 10**9]), words=words)
            plain, packed = self.plain_and_packed(data, rng)
            for method in (["--method", "pair-cut", "--min-count", 3, "--min-pmi", 0.5],
                           ["--method", "ngram", "--min-count", 2, "--thresholds", "0,1,2,3"],
                           ["--method", "word-finder", "--min-proba", 1e-4]):  # fmt: skip
                more = ["--threads", rng.choice([1, 4]), "--min-length", rng.choice([1, 2])]
                self.check_others(f"seed {seed} {method}", [packed], [plain], method, *more,
                                  alphabet=rng.choice(ALPHABETS[:3]),
                                  normalize=rng.choice(["none", "nfkc"]))  # fmt: skip

    def test_runs_longer_than_blocks(self):
        rng = random.Random(3)
        words = random_text.vocabulary(rng, 300, random_text.SCRIPTS[:1])
        data = random_text.text(rng, 1_500_000, line=10**9, separators=0, invalid=0, words=words)
        path = self.write("text", data)
        packed = self.write("text.zst", frames_of(data, rng, 50))
        args = ["--method", "pair-cut", "--min-pmi", 0.5, "--sort", "score", "--stats"]
        for folding in [], ["--normalize", "nfkc"]:
            expected = self.mine(path, *args, *folding)
            for inputs in path, packed:
                for threads in few([1, 3]):
                    more = [inputs, *args, *folding, "--threads", threads]
                    for budget in few(["1G", self.least_memory("mine", *more)]):
                        seen = self.mine(*more, "--memory", budget)
                        assert_same(self, seen, expected, (more, budget))

    def test_words_without_a_token(self):
        # The pair cut finds 'ab' and 'abc', but every 'ab' is a part of an 'abc'.
        path = self.write("text", "甲乙丙。" * 30 + "甲乙。" * 10)
        least = self.mine(path, "--method", "pair-cut", "--min-score", -5, "--min-stretches", 1)
        rows = [line.split("\t")[0] for line in least.decode().splitlines()]
        self.assertEqual(rows, ["甲乙丙", "甲乙"])
        added = self.write("added", "丙甲\t30\n")
        lines = self.mine(path, "--method", "pair-cut", "--sort", "score", "--stats",
                          "--add-counts", added)  # fmt: skip
        of_added = next(line for line in lines.decode().splitlines() if line.startswith("丙甲"))
        self.assertEqual(of_added.split("\t")[-3:], ["0", "", ""])
        least = self.mine(path, "--method", "pair-cut", "--min-score", -50, "--add-counts", added)
        self.assertNotIn("丙甲", least.decode())

    def test_sorting_takes_no_further_sweep(self):
        path = self.write("text", "词库词库，词典词典，库存\n" * 50)
        _, report = self.mine_report(path, *METHOD, "--sort", "score")
        self.assertNotIn("measure words", [each["name"] for each in report["passes"]])


class DeterminismTest(CliTest):
    """The same bytes for all threads, budgets, blocks and compressions; with many spills."""

    def test_random_text(self):
        for seed in seeds(2):
            rng = random.Random(seed)
            words = random_text.vocabulary(rng, 3000, random_text.SCRIPTS[:2])
            data = random_text.text(rng, 2_000_000, line=rng.choice([80, 10**9]), words=words)
            path = self.write("text", data)
            packed = self.write("text.zst", frames_of(data, rng, 50))
            args = [*METHOD, "--sort", "score", "--seed-count", "2"]
            expected = self.mine(path, *args)
            for threads in few((1, 4)):
                for inputs in path, packed:
                    where = [inputs, *args, "--threads", threads]
                    self.assertEqual(self.mine(*where), expected)
                    least = self.least_memory("mine", *where)
                    seen, report = self.mine_report(*where, "--memory", least)
                    assert_same(self, seen, expected, where)
                    self.assertGreater(report["results"]["spilled_bytes"], 0)

    @unittest.skipUnless(CORPORA, "CIKU_CORPORA does not name a folder of corpora")
    def test_news_against_the_oracle(self):
        data = tool("zstd", "-dcq", f"{CORPORA}/news.txt.zst")[:400_000]
        path = self.write("news.txt", data)
        job = unigram_job([path], {})
        words = job.words(job.find())
        expected = "".join(f"{word}\t{count}\n" for word, count in words).encode()
        for alphabet in ("basic", "han"):
            assert_same(self, self.mine(path, *METHOD, "--alphabet", alphabet), expected, alphabet)


class ResumeUnigram(ResumeTest):
    """Runs that are interrupted in the first sweep."""

    OPTIONS = [*METHOD, "--sort", "score"]
    PASS = b"count short n-grams"

    # These tests do not depend on the method.
    test_folders_of_others = test_in_use = test_pack = test_standard_input = None
    test_another_job_is_refused = test_other_inputs_are_refused = test_signals = None
    test_says_that_it_goes_on = test_folded_text = None


class ResumeLongNgrams(ResumeUnigram):
    PASS = b"count long n-grams"


class ResumeFirstDivision(ResumeUnigram):
    PASS = b'"divide runs 1": {'


class ResumeLastDivision(ResumeUnigram):
    PASS = b'"divide runs 6": {'


class ResumeScores(ResumeUnigram):
    OPTIONS = ["--method", "pair-cut", "--min-count", "2", "--sort", "score"]
    PASS = b'"score words '


class UnitsListedTest(CliTest):
    def test_random_text(self):
        for seed in seeds(6):
            rng = random.Random(seed)
            words = random_text.vocabulary(rng, 40, random_text.SCRIPTS[:1] + random_text.UNITS)
            data = random_text.text(rng, 40_000, line=rng.choice([30, 500, 10**9]), words=words)
            plain, packed = self.plain_and_packed(data, rng)
            options = {"alphabet": rng.choice(ALPHABETS), "normalize": rng.choice(["none", "nfkc"])}
            args = [*rng.choice([METHOD, ["--method", "pair-cut", "--rules", "units"]]),
                    *flags(options), "--threads", rng.choice([1, 3]),
                    "--min-count", rng.choice([1, 10])]  # fmt: skip
            least = max(2, args[-1])
            expected = unigram_job([plain], options).latin_units()
            lines = self.mine(packed, *args).decode().split("\n")[:-1]
            lines += [f"{unit}\t{count}" for unit, count in expected.items() if count >= least]
            lines.sort(key=lambda line: (-int(line.split("\t")[1]), line.split("\t")[0]))
            seen = self.mine(packed, *args, "--units-listed").decode().split("\n")[:-1]
            self.assertEqual(seen, lines, f"seed {seed} {args}")

    def test_added_counts(self):
        path = self.write("text", "库存 WiFi。库存 iPhone15。\n" * 8)
        added = self.write("added", "WiFi\t5\nLaTeX\t9\n库存\t7\n词典\t3\n")
        for method in METHOD, ["--method", "pair-cut", "--rules", "units", "--min-count", "3"]:
            seen = self.mine(path, *method, "--add-counts", added, "--units-listed")
            self.assertEqual(seen.decode(), "库存\t23\nWiFi\t13\nLaTeX\t9\niPhone15\t8\n词典\t3\n")
            seen = self.mine(path, *method, "--add-counts", added)
            self.assertEqual(seen.decode(), "库存\t23\n词典\t3\n")

    def test_what_goes_with_it(self):
        path = self.write("text", "库存 WiFi\n" * 3)
        self.assert_fails(2, "needs --rules units", "mine", path, "--units-listed")
        for more in ["--stats"], ["--sort", "score"], ["--min-score", "1"]:
            self.assert_fails(2, "have no statistics", "mine", path, *METHOD, "--units-listed", *more)
        seen = self.mine(path, *METHOD, "--units-listed", "--min-length", 3, "--top", 1)
        self.assertEqual(seen, b"WiFi\t3\n")


class ResumeUnits(ResumeUnigram):
    OPTIONS = [*METHOD, "--units-listed"]
    PASS = b'"count units": {'


class DefaultTest(CliTest):
    """What the program does if nobody names a method."""

    def setUp(self):
        super().setUp()
        rng = random.Random(7)
        words = random_text.vocabulary(rng, 300, random_text.SCRIPTS[:1] + random_text.UNITS)
        text = random_text.text(rng, 200_000, line=60, words=words).decode(errors="ignore")
        self.path = self.write("text", text)
        self.counts = self.folder / "counts"

    def do(self, *args):
        result = run(*args, self.path, "--quiet", defaults=True)
        self.assertEqual(result.status, 0, result)
        return result

    def test_mine(self):
        seen = self.do("mine").output
        self.assertEqual(seen, self.mine(self.path, *METHOD, "--rules", "units"))
        self.assertGreater(seen.count(b"\n"), 50)

    def test_words_of_what_was_counted(self):
        self.do("count", "-o", self.counts)
        result = self.do("words", "--counts", self.counts)
        self.assertEqual((result.output, result.errors), (self.mine(self.path, *METHOD), ""))

    def test_other_methods_by_the_same_counts(self):
        self.do("count", "-o", self.counts)
        for method in "pair-cut", "ngram":
            result = self.do("words", "--counts", self.counts, "--method", method)
            expected = self.mine(self.path, "--method", method, "--rules", "units")
            self.assertEqual(result.output, expected, method)
            self.assertRegex(result.errors, f"counted with --rules units; --method {method} usually")

    def test_options_of_others(self):
        path = self.write("text", "词库\n")
        self.assert_fails(2, "--min-pmi is an option of --method pair-cut and word-finder, not of unigram",
                          "mine", path, "--min-pmi", "1", "--method", "unigram")  # fmt: skip
        self.assert_fails(2, "--min-pmi is an option of --method pair-cut and word-finder, and no method has all",
                          "mine", path, "--min-pmi", "1", "--rounds", "1", defaults=True)  # fmt: skip

    def test_options_choose_a_method(self):
        path = self.write("text", "词库，词典\n" * 12)
        for options, method in [(["--min-pmi", "-9"], "pair-cut"), (["--min-proba", "0.1"], "word-finder"),
                                (["--thresholds", "0,0", "--order", "2"], "ngram"), (["--min-count", "2"], "unigram"),
                                (["--min-pmi", "0", "--min-proba", "0.1"], "word-finder")]:  # fmt: skip
            result = run("mine", path, *options, defaults=True)
            named = run("mine", path, *options, "--method", method, "--quiet")
            self.assertEqual((result.status, result.output), (0, named.output), options)
            note = f"{options[0]}: the words are found by --method {method}\n"
            self.assertEqual(result.errors.startswith(note), method != "unigram", result)


class NothingSurvivesTest(CliTest):
    """Corpora without a word of two symbols or more: a warning says which threshold to lower."""

    def warned(self, text, *args, method=METHOD):
        result = run("mine", self.write("text", text), *method, *args, "--quiet")
        self.assertEqual(result.status, 0, result)
        return result.output.decode(), result.errors

    def test_the_threshold_is_named(self):
        once, often = "词库", "词库，词典。库存，存词；" * 9
        for text, args, option in ((once, [], "--seed-count"),
                                   (once, ["--seed-count", 1, "--seed-entropy", "9,9,9,9,9,9,9"],
                                    "--seed-entropy"),
                                   (often, ["--seed-entropy", "9,9,9,9,9,9,9"], "--seed-entropy"),
                                   (often, ["--min-gain", ",".join(["99"] * 7)], "--min-gain")):  # fmt: skip
            for more in [], ["--work-dir", tempfile.mkdtemp(dir=self.folder)]:
                _, errors = self.warned(text, *args, *more)
                self.assertEqual(errors, "ciku: warning: no word of two symbols or more is left; "
                                         f"lower {option}\n")  # fmt: skip
        self.assertEqual(self.warned(often)[1], "")

    def test_other_methods(self):
        for name, option, value in (("pair-cut", "--min-count", 10), ("ngram", "--min-count", 10),
                                    ("word-finder", "--min-proba", 0.9)):  # fmt: skip
            more = ["--min-proba", "0.9"] if name == "word-finder" else []
            output, errors = self.warned("词库，典", *more, method=["--method", name])
            self.assertEqual((output, errors), ("", "ciku: warning: no word meets all conditions; "
                                                f"lower {option}, which is {value}, or set fewer conditions\n"))  # fmt: skip

    def test_odd_corpora(self):
        nothing = ("ciku: warning: the inputs hold no symbols of this alphabet except in numbers, "
                   "Latin words and punctuation: the lexicon is empty; --units-listed lists numbers and Latin words "
                   "that occur twice\n")  # fmt: skip
        empty = "ciku: warning: the inputs hold no records: the lexicon is empty\n"
        for text, lexicon, errors in (("", "", empty), ("hello, world 42!\n" * 9, "", nothing),
                                      ("好", "好\t1\n", ""), ("好\n" * 9, "好\t9\n", ""),
                                      ("今天天气很好\n" * 9, "今天天气很好\t9\n", ""),
                                      ("好好好好好好好\n" * 9, "好好好好好好好\t9\n", "")):  # fmt: skip
            self.assertEqual(self.warned(text), (lexicon, errors))


class DictionaryTest(CliTest):
    """Words of a dictionary that hold a unit or a separator cannot be found: they are warned of."""

    def warning(self, words, *args):
        path = self.write("text", "词库，词典。库存，存词；Ｔ恤" * 9)
        dictionary = self.write("dictionary", "".join(f"{word}\t{99 - i}\n" for i, word in enumerate(words)))
        result = run("mine", path, *METHOD, "--dictionary", dictionary, "--quiet", *args)
        self.assertEqual(result.status, 0, result)
        return result.errors

    def test_they_are_counted(self):
        text = ("ciku: warning: {} of the dictionary {} a unit or a character that is no symbol "
                "of the alphabet, such as '{}', and cannot be found: text is divided there first\n")
        self.assertEqual(self.warning(["词库", "库存"]), "")
        words = ["词库", "T恤", "第二天", "machine learning", "卡尔·马克思", "三十", "库存"]
        self.assertEqual(self.warning(words), text.format("5 words", "hold", "T恤"))
        # A folder of work still knows when the run goes on.
        work = ["--work-dir", self.folder / "work"]
        for _ in range(2):
            self.assertEqual(self.warning(["词库", "𠀀库"], "--alphabet", "basic", *work),
                             text.format("1 word", "holds", "𠀀库"))  # fmt: skip
        self.assertEqual(self.warning(["词库", "𠀀库"], "--alphabet", "han"), "")

    def test_folding_comes_first(self):
        self.assertEqual(self.warning(["词库", "㎏"], "--alphabet", "any"), "")
        self.assertIn("1 word of", self.warning(["词库", "㎏"], "--alphabet", "any", "--normalize", "nfkc"))

    def test_a_dictionary_without_a_word_that_can_be_found(self):
        path = self.write("text", "词库\n")
        args = ["mine", path, *METHOD, "--dictionary"]
        for content in "", "\n\n":
            empty = self.write("empty", content)
            self.assert_fails(2, "empty: the dictionary holds no words$", *args, empty)
        useless = self.write("useless", "T恤\t3\nWiFi\t2\n")
        self.assert_fails(2, "useless: every word of the dictionary holds a unit .*, such as 'T恤'; is "
                             "--alphabet right", *args, useless)  # fmt: skip


class RefusalTest(CliTest):
    def test_thresholds_that_do_not_fit_the_order(self):
        path = self.write("text", "词库\n")
        for option in "--seed-entropy", "--min-gain":
            self.assert_fails(2, [option, "2 thresholds do not fit --order 8"], "mine", path,
                              *METHOD, option, "1,2")  # fmt: skip
        self.assert_fails(2, ["--min-gain", "7 thresholds do not fit --order 3"], "mine", path,
                          *METHOD, "--order", "3", "--min-gain", "1,2,3,4,5,6,7")  # fmt: skip

    def test_runs_without_units(self):
        path = self.write("text", "词库\n")
        self.assert_fails(2, "needs --rules units", "mine", path, *METHOD, "--rules", "nlp-zero")

    def test_counts_without_what_seeds_need(self):
        path = self.write("text", "词库词典\n")
        for options, reason in ((["--order", "9"], "was counted without units; count again"),
                                (["--rules", "units", "--order", "4"],
                                 "count again with --order 9, or find shorter seeds with --order 3")):
            counts = self.folder / "counts"
            self.assertEqual(run("count", path, *options, "-o", counts, "--quiet").status, 0)
            self.assert_fails(2, reason, "words", path, "--counts", counts, *METHOD)
            counts.unlink()

    def test_numbers_are_finite(self):
        path = self.write("text", "词库\n")
        for option in "--seed-entropy", "--min-gain", "--thresholds":
            method = ["--method", "ngram"] if option == "--thresholds" else METHOD
            for number in "nan", "inf", "x":
                self.assert_fails(2, [option, f"{number} is not a finite number"], "mine", path,
                                  *method, option, f"{number},1,1,1,1,1,1")  # fmt: skip

    def test_options_of_other_methods(self):
        path = self.write("text", "词库\n")
        self.assert_fails(2, "--seed-count is an option of --method unigram, not of pair-cut",
                          "mine", path, "--method", "pair-cut", "--seed-count", 3)  # fmt: skip
        self.assert_fails(2, "--min-pmi is an option of", "mine", path, *METHOD, "--min-pmi", 1)


del ResumeTest  # it is another test's

if __name__ == "__main__":
    unittest.main()
