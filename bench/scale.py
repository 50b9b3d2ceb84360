#!/usr/bin/env python3
"""What mining in parts takes, measured and predicted.

  bench/scale.py measure --gigabytes 1 5 20 --method pair-cut --folder /tmp/scale --figures bench/scale.json
      generates text, mines it once by `ciku mine` and once in parts, one task after the other, compares the two
      lexicons, and adds to the figures what each step took
  bench/scale.py check bench/scale.json
      predicts the largest measured corpus of each method from the smaller ones
  bench/scale.py predict bench/scale.json
      predicts tasks, hours, memory and traffic of larger corpora on clusters

The model: what all tasks of a step take together, and what they keep, is a power of the size of the corpus, if parts have
the same size. The exponents are those between the measured sizes. Steps in parts divide their time between all
processors of all nodes; single tasks run on one.
"""

import argparse
import json
import math
import os
import pathlib
import shutil
import subprocess
import sys

from timing import BUILD, CIKU

PART = 500e6  # bytes
CORES = 16  # of a node
DISK = 5e9  # bytes a second that the nodes' shared file system moves
GIGABYTES = (100, 1000, 100_000)
NODES = (10, 100, 1000)
KEPT = ("seconds", "result_bytes", "peak_memory", "temporary_bytes", "input_bytes", "processor_seconds")


def run(*command):
    subprocess.run([str(part) for part in command], check=True)


def measure(args):
    figures = json.loads(args.figures.read_text()) if args.figures.exists() else {}
    args.folder.mkdir(parents=True, exist_ok=True)
    for gigabytes in args.gigabytes:
        size = int(gigabytes * 1e9)
        text = args.folder / "text.txt"
        run(BUILD / "bench" / "ciku-generate", "--size", size, "-o", text)
        row = measure_one(args, text, size)
        figures.setdefault(args.method, {})[f"{gigabytes:g}"] = row
        args.figures.write_text(json.dumps(figures, indent=1) + "\n")
        text.unlink()
        print(f"{args.method}, {gigabytes:g} GB: mine {row['mine_processor_seconds']:.0f} s of processors, in "
              f"{row['parts']} parts {row['processor_seconds']:.0f} s: ratio {row['ratio']:.2f}", flush=True)  # fmt: skip


def measure_one(args, text, size):
    parts = max(2, round(size / PART))
    folder, lexicon, report = (args.folder / name for name in ("run", "lexicon.tsv", "report.json"))
    shutil.rmtree(folder, ignore_errors=True)
    options = ["--method", args.method, "--quiet"]
    how = ["--memory", args.memory, "--temp-dir", args.folder, "--quiet"]
    run(CIKU, "mine", text, *options[:2], *how, "-o", lexicon, "--report", report)
    mined = json.loads(report.read_text())
    run(CIKU, "cluster", "plan", text, *options, "-o", folder, "--parts", parts)
    steps = json.loads(subprocess.run([CIKU, "cluster", "status", folder, "--json"], check=True, capture_output=True).stdout)
    # A process for each task, as on a cluster: peak memory is that of the task.
    for step in steps["steps"][:-1]:
        for task in range(1, step["tasks"] + 1):
            part = ["--part", task] if step["tasks"] > 1 else []
            run(CIKU, "cluster", "run", folder, step["step"], *part, *how, "--threads", 1)
    finished = args.folder / "finished.tsv"
    run(CIKU, "cluster", "finish", folder, "-o", finished, *how, "--threads", 1)
    if finished.read_bytes() != lexicon.read_bytes():
        sys.exit("the two lexicons differ")
    status = json.loads(subprocess.run([CIKU, "cluster", "status", folder, "--json"], check=True, capture_output=True).stdout)
    shutil.rmtree(folder)
    rows = [{"step": step["step"], "tasks": step["tasks"], **{name: step[name] for name in KEPT}} for step in status["steps"]]
    processor = sum(step["processor_seconds"] for step in status["steps"])
    single = sum(mined["processor_seconds"].values())
    return {"parts": parts, "memory": args.memory, "processors": os.cpu_count(), "steps": rows, "ratio": processor / single,
            "processor_seconds": processor, "mine_processor_seconds": single, "mine_seconds": mined["seconds"]}  # fmt: skip


def power(points, size):
    """Extends (size, value) points, in ascending order, by the power law through the two largest."""
    points = [point for point in points if point[1] > 0]
    if len(points) < 2:
        return points[0][1] * size / points[0][0] if points else 0
    (a, of_a), (b, of_b) = points[-2:]
    exponent = math.log(of_b / of_a) / math.log(b / a)
    return of_b * (size / b) ** min(exponent, 1.05)


def predicted(rows, gigabytes):
    """Returns the figures of all steps for a corpus of another size, from those of measured ones."""
    measured = sorted((float(name), row) for name, row in rows.items())
    steps = []
    for number, step in enumerate(measured[-1][1]["steps"]):
        in_parts = step["tasks"] > 1
        tasks = max(2, round(gigabytes * 1e9 / PART)) if in_parts else 1
        figures = {"step": step["step"], "tasks": tasks}
        for name in KEPT:
            points = [(size, row["steps"][number][name]) for size, row in measured]
            largest = in_parts and name in ("peak_memory", "temporary_bytes")  # parts have the same size
            figures[name] = max(value for _, value in points) if largest else power(points, gigabytes)
        steps.append(figures)
    return steps


def check(args):
    worst = 0
    for method, rows in json.loads(args.figures.read_text()).items():
        names = sorted(rows, key=float)
        if len(names) < 3:
            continue
        largest = names[-1]
        foreseen = predicted({name: rows[name] for name in names[:-1]}, float(largest))
        for what in ("processor_seconds", "result_bytes"):
            seen = sum(step[what] for step in rows[largest]["steps"])
            expected = sum(step[what] for step in foreseen)
            worst = max(worst, abs(expected / seen - 1))
            print(f"{method}, {largest} GB, {what}: predicted {expected:.4g}, measured {seen:.4g}: {expected / seen - 1:+.0%}")
    if worst > 0.25:
        sys.exit("a prediction is off by more than 25 %")


def predict(args):
    for method, rows in json.loads(args.figures.read_text()).items():
        for gigabytes in GIGABYTES if len(rows) > 1 else ():
            steps = predicted(rows, gigabytes)
            parallel = sum(step["seconds"] for step in steps if step["tasks"] > 1)
            singles = [step for step in steps if step["tasks"] == 1]
            serial = sum(step["seconds"] for step in singles)
            tasks = sum(step["tasks"] for step in steps)
            memory = max(step["peak_memory"] for step in steps)
            traffic = sum(step["input_bytes"] + 2 * step["result_bytes"] for step in steps)
            kept = max(step["result_bytes"] for step in steps)
            print(f"\n{method}, {gigabytes:,} GB: {tasks:,} tasks, {memory / 1e9:.1f} GB of memory for the largest, "
                  f"{kept / 1e9:,.0f} GB kept at most, {traffic / 1e12:.2f} TB moved")  # fmt: skip
            for nodes in NODES:
                waves = sum(step["seconds"] / step["tasks"] * math.ceil(step["tasks"] / (nodes * CORES))
                            for step in steps if step["tasks"] > 1)  # fmt: skip
                disk = traffic / DISK
                times = {"processors": waves, "single tasks": serial, "the shared disk": disk}
                hours = (max(waves, disk) + serial) / 3600
                slowest = max(singles, key=lambda step: step["seconds"])["step"]
                first = max(times, key=times.get)
                named = f"{first} ({slowest})" if first == "single tasks" else first
                print(f"  {nodes:5,} nodes: {hours:9.2f} h, serial share {serial / (max(waves, disk) + serial):.0%}; "
                      f"what limits it: {named}")  # fmt: skip
            print(f"  all work: {(parallel + serial) / 3600:.1f} hours of a processor")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    measuring = commands.add_parser("measure")
    measuring.add_argument("--gigabytes", type=float, nargs="+", default=[1, 5, 20])
    measuring.add_argument("--method", default="unigram")
    measuring.add_argument("--memory", default="4G")
    measuring.add_argument("--folder", type=pathlib.Path, required=True, help="for texts and runs: ten times the largest text")
    measuring.add_argument("--figures", type=pathlib.Path, required=True)
    measuring.set_defaults(call=measure)
    for name, call in (("check", check), ("predict", predict)):
        command = commands.add_parser(name)
        command.add_argument("figures", type=pathlib.Path)
        command.set_defaults(call=call)
    args = parser.parse_args()
    args.call(args)


if __name__ == "__main__":
    main()
