"""The cluster of slurm.py does what tests of clusters rely on."""

import os
import subprocess
import sys
import unittest
from pathlib import Path

import slurm

cluster = slurm.Cluster()
# What a task prints at its start: its node, and how often it was requeued.
START = "echo $SLURMD_NODENAME-${SLURM_RESTART_COUNT-0}\n"
# In its first run, a task waits for SIGTERM, and does `then` after it. It ignores the SIGTERM of another requeuing.
UNTIL_STOPPED = ("trap 'trap \"\" TERM; echo stopped; then; exit' TERM\n"
                 "[ $SLURM_RESTART_COUNT ] || { sleep 100 & wait; }")  # fmt: skip


def setUpModule():
    unittest.enterModuleContext(cluster)


def output(task):
    """Returns the words that a task has printed."""
    file = cluster.folder / f"slurm-{task}.out"
    text = file.read_text() if file.exists() else ""
    return [word for line in text.splitlines() if not line.startswith("slurmstepd") for word in line.split()]


def wait_for_start(task):
    cluster.wait_until(lambda: output(task), f"{task} has started")


def processes_of(folder):
    """Returns the command lines of all processes that have a folder in their command lines or variables."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            line = (process / "cmdline").read_bytes()
            if os.fsencode(folder) in line + (process / "environ").read_bytes():
                found.append(line)
        except OSError:
            pass  # it has ended meanwhile
    return found


class ArrayTest(unittest.TestCase):
    def test_both_nodes_run_it(self):
        job = cluster.submit(START + "hostname; nproc; sleep 1", "--array=1-4")
        tasks = [f"{job}_{i}" for i in range(1, 5)]
        self.assertEqual(cluster.wait(job), dict.fromkeys(tasks, "COMPLETED"))
        self.assertEqual({tuple(output(task)) for task in tasks}, {("n1-0", "n1", "1"), ("n2-0", "n2", "1")})

    def test_another_job_follows_it(self):
        job = cluster.submit("sleep 1; touch done.$SLURM_ARRAY_TASK_ID", "--array=1-3")
        follower = cluster.submit("ls done.1 done.2 done.3", f"--dependency=afterok:{job}")
        self.assertEqual(cluster.details(follower)["Reason"], "Dependency")
        self.assertEqual(cluster.wait(follower), {follower: "COMPLETED"})

    def test_none_follows_a_failed_task(self):
        job = cluster.submit("exit $((SLURM_ARRAY_TASK_ID == 2))", "--array=1-3")
        stays = cluster.submit("true", f"--dependency=afterok:{job}")
        goes = cluster.submit("true", f"--dependency=afterok:{job}", "--kill-on-invalid-dep=yes")
        self.assertEqual(cluster.wait(job), {f"{job}_1": "COMPLETED", f"{job}_2": "FAILED", f"{job}_3": "COMPLETED"})
        self.assertEqual(cluster.wait(goes), {goes: "CANCELLED"})
        self.assertEqual(cluster.states(stays), {stays: "PENDING"})
        self.assertEqual(cluster.details(stays)["Reason"], "DependencyNeverSatisfied")
        cluster.run("scancel", stays)

    def test_a_task_is_requeued(self):
        job = cluster.submit(START + UNTIL_STOPPED.replace("then", ":"), "--array=1-2", "--open-mode=append")
        follower = cluster.submit("true", f"--dependency=afterok:{job}")
        for task in (f"{job}_1", f"{job}_2"):
            wait_for_start(task)
            cluster.run("scontrol", "requeue", task)
            cluster.restart_now(task)
        self.assertEqual(cluster.wait(follower), {follower: "COMPLETED"})
        for task in (f"{job}_1", f"{job}_2"):
            self.assertEqual(cluster.details(task)["Restarts"], "1")
            self.assertEqual([word[2:] for word in output(task)], ["-0", "opped", "-1"])


class TaskTest(unittest.TestCase):
    def test_a_task_is_killed(self):
        job = cluster.submit("echo start; sleep 100; echo end")
        wait_for_start(job)
        cluster.kill_task(job)
        self.assertEqual(cluster.wait(job), {job: "FAILED"})
        self.assertEqual(output(job), ["start"])

    def test_a_task_is_lost_with_its_node(self):
        job = cluster.submit("echo start; sleep 100", "--nodelist=n1", "--no-requeue")
        wait_for_start(job)
        cluster.kill_node("n1")
        cluster.declare_down("n1")
        self.assertEqual(cluster.wait(job), {job: "NODE_FAIL"})
        cluster.start_node("n1")
        cluster.resume_node("n1")
        next_job = cluster.submit("true", "--nodelist=n1")
        self.assertEqual(cluster.wait(next_job), {next_job: "COMPLETED"})

    def test_a_node_has_a_full_disk(self):
        disk = cluster.folder / "disk"
        disk.mkdir()
        cluster.run_on("n1", "mount", "-t", "tmpfs", "-o", "size=64k", "none", disk)
        write = "head -c 1M /dev/zero >disk/$SLURM_JOB_ID"
        states = [cluster.wait(cluster.submit(write, f"--nodelist={node}")).popitem()[1] for node in cluster.nodes]
        self.assertEqual(states, ["FAILED", "COMPLETED"])

    def test_a_task_has_a_folder_on_its_node(self):
        job = cluster.submit("echo $SLURM_TMPDIR; ls -A $SLURM_TMPDIR; touch $SLURM_TMPDIR/file")
        self.assertEqual(cluster.wait(job), {job: "COMPLETED"})
        [folder] = output(job)
        cluster.wait_until(lambda: not Path(folder).exists(), f"{folder} is gone")


class SlowTest(unittest.TestCase):
    """What Slurm takes up to half a minute for goes on at the same time: a task on n2 meets its time limit, and n1 dies
    with its task."""

    @classmethod
    def setUpClass(cls):
        # Slurm looks at time limits every half minute, and may signal a minute too early.
        limit = ["--time=1", "--signal=B:TERM@50", "--open-mode=append"]
        again = UNTIL_STOPPED.replace("then", "scontrol requeue $SLURM_JOB_ID")
        cls.limited = cluster.submit(START + again, "--nodelist=n2", *limit)
        wait_for_start(cls.limited)
        cls.lost = cluster.submit(START + "[ $SLURM_RESTART_COUNT ] || sleep 100", "--open-mode=append")
        wait_for_start(cls.lost)
        cluster.kill_node("n1")

    def test_a_node_dies_and_comes_back(self):
        cluster.wait_until(lambda: cluster.node_states()["n1"] == "down*", "n1 is down")
        cluster.restart_now(self.lost)
        self.assertEqual(cluster.wait(self.lost), {self.lost: "COMPLETED"})
        self.assertEqual(output(self.lost), ["n1-0", "n2-1"])
        cluster.start_node("n1")
        cluster.wait_until(lambda: cluster.node_states()["n1"] == "idle", "n1 is back")

    def test_a_task_saves_itself_before_its_time_limit(self):
        cluster.restart_now(self.limited)
        self.assertEqual(cluster.wait(self.limited), {self.limited: "COMPLETED"})
        self.assertEqual(output(self.limited), ["n2-0", "stopped", "n2-1"])


class EndTest(unittest.TestCase):
    def test_nothing_is_left(self):
        with slurm.Cluster() as second:
            second.wait_for(second.submit("sleep 100"), "RUNNING")
            self.assertGreater(len(processes_of(second.folder)), 4)
        self.assertEqual(processes_of(second.folder), [])
        self.assertFalse(second.folder.exists())

    def test_it_ends_with_a_test_that_is_killed(self):
        program = "import slurm, time\nwith slurm.Cluster() as c: print(c.folder, flush=True); time.sleep(100)"
        command = [sys.executable, "-c", program]
        with subprocess.Popen(command, cwd=Path(__file__).parent, stdout=subprocess.PIPE, text=True) as test:
            folder = test.stdout.readline().strip()
            self.assertGreater(len(processes_of(folder)), 4)
            test.kill()
        cluster.wait_until(lambda: not processes_of(folder), "the other cluster has ended")
        subprocess.run(["rm", "-r", folder], check=True)


if __name__ == "__main__":
    unittest.main()
