"""Runs in parts: whatever is mined, in however many parts, the lexicon is that of `mine`."""

import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import time
import unittest

import random_text
from driver import (
    CliTest,
    assert_same,
    command_line,
    few,
    frames_of,
    read_report,
    run,
    unless_sanitized,
)

UNIGRAM = ["--method", "unigram", "--order", "5", "--rounds", "2"]
PAIRS = ["--method", "pair-cut", "--min-count", "2"]
NGRAM = ["--method", "ngram", "--min-count", "2", "--order", "3", "--thresholds", "0,1,2"]
# Option sets with different steps.
OPTIONS = [
    [*UNIGRAM],
    [*UNIGRAM, "--stats"],
    [*UNIGRAM, "--sort", "score", "--min-stretches", "2"],
    [*UNIGRAM, "--units-listed"],
    [*UNIGRAM[:2], "--order", "3", "--rounds", "1", "--passes", "1"],
    [*UNIGRAM, "--dictionary", "DICTIONARY", "--only-new"],
    [*PAIRS],
    [*PAIRS, "--stats", "--min-entropy", "0.3", "--format", "csv"],
    [*PAIRS, "--sort", "score", "--stats"],
    [*NGRAM, "--sort", "gain", "--stats"],
    [*PAIRS, "--sort", "score", "--top", "50"],
    [*PAIRS, "--rules", "units", "--units-listed", "--lower", "--normalize", "nfkc"],
    [*PAIRS, "--alphabet", "letters", "--add-counts", "DICTIONARY", "--min-pmi=-2", "--smoothing", "1"],
    [*NGRAM],
    [*NGRAM, "--stats", "--sort", "right-entropy", "--exclude", "DICTIONARY", "--format", "jsonl"],
    ["--method", "word-finder", "--min-proba", "0.0005"],
    ["--method", "word-finder", "--min-proba", "0.0005", "--stats", "--min-documents", "3"],
]


class ClusterCase(CliTest):
    def corpus(self, dice, size=30000):
        """Writes inputs that are divided and some that are not, and returns their folder."""
        words = random_text.vocabulary(dice)

        def text(bytes_, line=60):
            return random_text.text(dice, bytes_, line=line, words=words).replace(b"\r", b"\n") + b"\n"

        self.write("corpus/a.txt", text(size))
        self.write("corpus/b.zst", frames_of(text(size), dice, 20))
        self.write("corpus/c.txt.gz", gzip.compress(text(size // 4)))
        self.write("corpus/d.txt", text(size // 3, line=4000))
        lines = text(size // 4).decode("utf-8", "replace").split("\n")
        self.write("corpus/e.jsonl", "".join(json.dumps({"text": line}) + "\n" for line in lines))
        self.write("dictionary.tsv", "".join(f"{word}\t{i + 2}\n" for i, word in enumerate(words[::4])))
        return self.folder / "corpus"

    def inputs(self, folder):
        return [folder, "--allow-binary", "--encoding", "UTF-8"]

    def with_files(self, options):
        return [self.folder / "dictionary.tsv" if option == "DICTIONARY" else option for option in options]

    def do(self, *args, status=0, **kwargs):
        result = run("cluster", *args, **kwargs)
        self.assertEqual(result.status, status, result)
        return result

    def plan(self, *args, parts=4):
        self.do("plan", *args, "-o", self.folder / "run", "--parts", parts, "--quiet")
        return self.folder / "run"

    def status(self, folder):
        return json.loads(self.do("status", folder, "--json").output)

    def steps(self, folder):
        return [(step["step"], step["tasks"]) for step in self.status(folder)["steps"]]

    def finish(self, folder, *args):
        path = self.folder / "finished"
        self.do("finish", folder, "-o", path, "--quiet", "--temp-dir", self.temp, *args)
        return path.read_bytes()


class ResultsTest(ClusterCase):
    def test_all_options_in_parts(self):
        for seed, options in enumerate(few(OPTIONS)):
            dice = random.Random(seed)
            folder = self.corpus(dice)
            options = self.with_files(options)
            expected = self.mine(*self.inputs(folder), *options)
            run_folder = self.plan(*self.inputs(folder), *options, "--merge-tasks", [3, 16, 0][seed % 3],
                                   parts=dice.choice([1, 2, 7, 13]))  # fmt: skip
            self.do("run", run_folder, "--all", "--quiet", "--temp-dir", self.temp,
                    "--threads", dice.choice([1, 2]), "--memory", dice.choice(["128M", "1G"]))  # fmt: skip
            lexicon = next(run_folder.glob("lexicon.*"))
            assert_same(self, lexicon.read_bytes(), expected, (seed, options))
            self.assertGreater(expected.count(b"\n"), 5, options)
            self.assertTrue(self.status(run_folder)["finished"])
            # Nothing is done twice.
            before = self.listing()
            assert_same(self, self.finish(run_folder), expected, (seed, "again"))
            self.assertEqual([path for path in self.listing() if path != "finished"], before)
            for name in "run", "corpus", "finished":
                path = self.folder / name
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def test_more_parts_than_records(self):
        text = self.write("a.txt", "中国人民中国\n中国\n" * 3)
        expected = self.mine(text, "--method", "pair-cut", "--min-count", "1")
        folder = self.plan(text, "--method", "pair-cut", "--min-count", "1", parts=40)
        self.do("run", folder, "--all", "--quiet")
        self.assertEqual((folder / "lexicon.tsv").read_bytes(), expected)

    def test_tasks_one_by_one_in_any_order_on_other_budgets(self):
        dice = random.Random(5)
        folder = self.corpus(dice)
        expected = self.mine(*self.inputs(folder), *PAIRS, "--stats")
        run_folder = self.plan(*self.inputs(folder), *PAIRS, "--stats", parts=5)
        steps = self.steps(run_folder)
        self.assertEqual([name for name, _ in steps], [
            "count-pairs", "weigh-pairs", "cut-pieces", "rank-words", "measure-words", "finish"])  # fmt: skip
        for name, tasks in steps[:-1]:
            parts = [["--part", i + 1] for i in range(tasks)] if tasks > 1 else [[]]
            dice.shuffle(parts)
            for part in parts:
                self.do("run", run_folder, name, *part, "--quiet", "--memory", dice.choice(["96M", "1G"]),
                        "--resume-dir", dice.choice(["node", "shared"]), env={"TMPDIR": str(self.temp)})  # fmt: skip
        report = self.folder / "report.json"
        assert_same(self, self.finish(run_folder, "--report", report), expected, "one by one")
        whole = read_report(report)["results"]["run"]
        self.assertEqual(whole["tasks"], sum(tasks for _, tasks in steps))
        self.assertGreater(whole["processor_seconds"], 0)
        self.assertEqual(list(self.temp.iterdir()), [])
        self.assertEqual(list((run_folder / "work").iterdir()), [])

    def test_a_task_is_killed_and_goes_on(self):
        dice = random.Random(6)
        folder = self.corpus(dice, 400000)
        expected = self.mine(*self.inputs(folder), *NGRAM)
        run_folder = self.plan(*self.inputs(folder), *NGRAM, parts=2)
        for how in signal.SIGKILL, signal.SIGTERM:
            args = ["cluster", "run", run_folder, "count-n-grams", "--part", "1", "--threads", "1", "--memory", "96M",
                    "--resume-dir", "shared", "--checkpoint-interval", "0"]  # fmt: skip
            process = subprocess.Popen(command_line(*args), stderr=subprocess.PIPE)
            manifest = run_folder / "work/count-n-grams-1/manifest"
            while process.poll() is None and not manifest.exists():
                time.sleep(0.001)
            process.send_signal(how)
            errors = process.communicate()[1].decode()
            self.assertIn(process.returncode, (-how, 75, 0))
            if process.returncode == 75:
                self.assertIn("interrupted; what was done is kept", errors)
        self.do("run", run_folder, "--all", "--quiet", "--resume-dir", "shared")
        assert_same(self, (run_folder / "lexicon.tsv").read_bytes(), expected, "after kills")


class RefusedTest(ClusterCase):
    def setUp(self):
        super().setUp()
        self.text = self.write("a.txt", "中国人民，中国人\n" * 400)
        self.run_folder = self.plan(self.text, *PAIRS, "--stats", parts=4)

    def fails(self, patterns, *args, status=1, **kwargs):
        return self.assert_fails(status, patterns, "cluster", *args, **kwargs)

    def count(self, *parts):
        for part in parts:
            self.do("run", self.run_folder, "count-pairs", "--part", part, "--quiet")

    def test_what_is_not_complete(self):
        self.fails(["rank-words is not done, and step finish needs it"], "finish", self.run_folder,
                   "-o", self.folder / "x")  # fmt: skip
        self.count(1, 3)
        failures = self.run_folder / "failures"
        result = self.do("run", self.run_folder, "weigh-pairs", status=1)
        self.assertIn("step weigh-pairs needs all of step count-pairs, of which 2,4 are missing", result.errors)
        self.assertEqual([path.name for path in failures.iterdir()], ["weigh-pairs-1"])
        status = self.status(self.run_folder)
        self.assertEqual([step["missing"] for step in status["steps"]][:2], [[2, 4], [1]])
        self.assertEqual(status["steps"][1]["failed"], [1])
        self.assertIn("of which 2,4 are missing", status["steps"][1]["problem"])
        self.assertFalse(status["finished"])
        text = self.do("status", self.run_folder).output.decode()
        self.assertIn("--array=2,4", text)
        self.assertIn("ciku cluster submit", text)

    def test_a_damaged_part(self):
        self.count(1, 2, 3, 4)
        spill = next((self.run_folder / "steps/count-pairs/part-000002").glob("spill-*"))
        data = spill.read_bytes()
        spill.write_bytes(data[:-3])
        self.assertEqual(self.status(self.run_folder)["steps"][0]["missing"], [2])
        result = self.do("run", self.run_folder, "weigh-pairs", status=1)
        self.assertIn("of which 2 is missing", result.errors)
        self.count(2)
        # Damage that the size does not show.
        spill = next((self.run_folder / "steps/count-pairs/part-000003").glob("spill-*"))
        data = bytearray(spill.read_bytes())
        data[len(data) // 2] ^= 1
        spill.write_bytes(data)
        result = self.do("run", self.run_folder, "weigh-pairs", status=1)
        self.assertRegex(result.errors, r"spill-.*remove the folder \S*/part-000003 and do its task again")
        shutil.rmtree(spill.parent)
        self.do("run", self.run_folder, "--all", "--quiet")
        self.assertEqual((self.run_folder / "lexicon.tsv").read_bytes(), self.mine(self.text, *PAIRS, "--stats"))

    def test_a_damaged_work_folder(self):
        work = self.run_folder / "work/count-pairs-1"
        work.mkdir(parents=True)
        (work / "lock").write_bytes(b"")
        (work / "manifest").write_bytes(b"ciku manifest 1 3 0\n{}")
        result = self.do("run", self.run_folder, "count-pairs", "--part", 1, "--resume-dir", "shared", status=1)
        self.assertRegex(result.errors, r"manifest: .*remove the folder \S*/work/count-pairs-1 and do its task again")

    def test_inputs_and_files_that_have_changed(self):
        self.write("a.txt", "中国人民，中国人\n" * 401)
        self.do("run", self.run_folder, "count-pairs", "--part", 1, status=1)
        self.assertIn("a.txt: has changed since the run was planned", self.status(self.run_folder)["steps"][0]["problem"])
        dictionary = self.write("d.tsv", "中国\t3\n")
        shutil.rmtree(self.run_folder)
        self.plan(self.text, *PAIRS, "--exclude", dictionary)
        dictionary.write_text("中国\t4\n")
        result = self.do("run", self.run_folder, "count-pairs", "--part", 1, status=1)
        self.assertIn("d.tsv: has changed since the run was planned", result.errors)

    def test_folders_that_are_no_run(self):
        for command in ["status"], ["submit"], ["run", "--all"], ["finish", "-o", self.folder / "x"]:
            self.fails(["there is no plan in this folder", "does not share"], command[0], self.temp, *command[1:])
        self.fails(["holds files already"], "plan", self.text, "-o", self.run_folder)
        plan = self.run_folder / "plan.json"
        text = plan.read_text()
        plan.write_text(text.replace('"ciku": "', '"ciku": "9'))
        self.fails(["was planned by ciku 9"], "status", self.run_folder)
        plan.write_text(text[:-20])
        self.fails(["plan.json: damaged plan; plan a new run"], "status", self.run_folder)

    def test_a_damaged_list_of_inputs(self):
        inputs = self.run_folder / "inputs"
        data = inputs.read_bytes()
        for damaged in b"", data[:-9], data.replace(b"a.txt", b"b.txt"):
            inputs.write_bytes(damaged)
            result = self.do("run", self.run_folder, "count-pairs", "--part", 1, status=1)
            self.assertIn("inputs: damaged list of inputs; plan a new run", result.errors)

    def test_results_of_another_run(self):
        self.count(1, 2, 3, 4)
        other = self.folder / "other"
        shutil.move(self.run_folder, other)
        self.plan(self.text, *PAIRS, "--min-length", "2", parts=4)
        shutil.copytree(other / "steps", self.run_folder / "steps")
        self.fails(["belongs to another run"], "status", self.run_folder)

    def test_wrong_usage(self):
        x = self.folder / "x"
        self.fails(["--parts 50000: the inputs have"], "plan", self.text, "-o", x, "--parts", 50000, status=2)
        self.fails(["standard input, or a pipe: tasks on other machines"], "plan", "-", "-o", x, status=2, stdin=b"a")
        self.fails(["--part: the plan divides"], "plan", self.text, "-o", x, "--part", "1/2", status=2)
        self.fails(["is no step of this run, whose steps are count-pairs, "], "run", self.run_folder, "x", status=2)
        self.fails(["did you mean cut-pieces?"], "run", self.run_folder, "cut-peices", status=2)
        self.fails(["unknown option '--time'; options of sbatch stand behind --"], "submit", self.run_folder,
                   "--time=3", status=2)  # fmt: skip
        self.fails(["is done in parts: --part"], "run", self.run_folder, "count-pairs", status=2)
        self.fails(["is a single task"], "run", self.run_folder, "weigh-pairs", "--part", 1, status=2)
        self.fails(["--part 5: the run has 4 parts"], "run", self.run_folder, "count-pairs", "--part", 5, status=2)
        self.fails(["ciku cluster finish"], "run", self.run_folder, "finish", status=2)
        self.fails(["unknown command 'cluster statis'; did you mean cluster status"], "statis", status=2)
        self.fails(["COMMAND is required"], status=2)
        for name in "plan", "submit", "status", "run", "finish":
            self.assertIn(f"ciku cluster {name}", run("cluster", name, "--help").output.decode())
            self.assertIn(f"ciku cluster {name}", run("help", "cluster", name).output.decode())

    def test_names_of_runs(self):
        self.fails(["control characters"], "plan", self.text, "-o", f"{self.folder}/a\nb", status=2)
        self.fails(["is in", "which is an input"], "plan", self.folder, "-o", self.folder / "x", status=2)
        folder = self.folder / "it's 100%a \"run\" $x"
        self.do("plan", self.text, *PAIRS, "-o", folder, "--parts", 2, "--quiet")
        text = self.do("submit", folder, "--dry-run").output.decode()
        self.assertIn("100%%a", text)
        scripts = text.split("#!/bin/bash\n")[1:]
        for script in scripts:
            for part in "1", "2":
                done = subprocess.run(["bash", "-s"], input=script.encode(), stderr=subprocess.PIPE,
                                      env={**os.environ, "SLURM_ARRAY_TASK_ID": part})  # fmt: skip
                self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((folder / "lexicon.tsv").read_bytes(), self.mine(self.text, *PAIRS))

    def test_submitting_without_slurm(self):
        self.fails(["there is no sbatch on the path", "--dry-run"], "submit", self.run_folder, status=2,
                   env={"PATH": "/nowhere"})  # fmt: skip

    def test_scripts(self):
        text = self.do("submit", self.run_folder, "--dry-run", "--at-once", 3, "--", "--time=10", "-p", "long").output
        scripts = text.decode().split("#!/bin/bash\n")[1:]
        self.assertEqual(len(scripts), 6)
        for script in scripts:
            body = script.split("# submitted by:")[0]
            subprocess.run(["bash", "-n"], input=body.encode(), check=True)
            self.assertIn("--time=10 -p long", script)
        self.assertIn("--array=1-4%3", scripts[0])
        self.assertIn("--dependency=afterok:JOB1 --kill-on-invalid-dep=yes", scripts[1])
        self.assertIn("cluster finish", scripts[-1])
        self.assertFalse((self.run_folder / "scripts").exists())


if __name__ == "__main__":
    unittest.main()
