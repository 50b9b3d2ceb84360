"""A Slurm cluster of two nodes on this machine, for the time of a test, and what tests do with its jobs.

A job is named by its number, as text; a task by that of its job, "7", or in an array "7_1".
"""

import contextlib
import os
import signal
from pathlib import Path

from slurm_daemons import TIMEOUT, Daemons

# States that a task leaves again.
ONGOING = {"PENDING", "CONFIGURING", "RUNNING", "COMPLETING", "STAGE_OUT", "STOPPED", "SUSPENDED", "REQUEUED",
           "REQUEUE_HOLD", "SPECIAL_EXIT", "SIGNALING", "RESIZING"}  # fmt: skip


class Cluster(Daemons):
    """A context manager, as Daemons, which says how nodes are killed and brought back."""

    def submit(self, script, *options):
        """Submits a script, by its text, and returns the job. If the options do not say otherwise, it runs in the
        scratch folder and prints to slurm-JOB.out there, a task of an array to slurm-JOB_TASK.out."""
        return self.run("sbatch", "--parsable", *options, input=f"#!/bin/sh\n{script}\n").strip()

    def states(self, job=None):
        """Returns the states of all tasks of a job, or of all jobs, by task. Those that have ended count."""
        chosen = [f"--jobs={job}"] if job else []
        lines = self.run("squeue", "--noheader", "--array", "--states=all", "--format=%i %T", *chosen)
        return dict(line.split() for line in lines.splitlines())

    def details(self, task):
        """Returns what Slurm knows of a task, by the names of Slurm's: JobState, Reason, Restarts, BatchHost, ..."""
        printed = self.run("scontrol", "--oneliner", "show", "job", task)
        return dict(word.split("=", 1) for word in printed.split() if "=" in word)

    def wait_for(self, task, state, timeout=TIMEOUT):
        self.wait_until(lambda: self.states(task)[task] == state, f"{task} is {state}", timeout)

    def wait(self, job, timeout=TIMEOUT):
        """Waits for the end of all tasks of a job. Returns their states."""
        self.wait_until(lambda: ONGOING.isdisjoint(self.states(job).values()), f"{job} has ended", timeout)
        return self.states(job)

    def restart_now(self, task, timeout=TIMEOUT):
        """Waits until Slurm has requeued a task, and spares it the two minutes that Slurm lets it wait then."""
        self.wait_until(lambda: self.details(task)["Reason"] == "BeginTime", f"{task} is requeued", timeout)
        # A node refuses to start a task again in the second in which it was stopped.
        self.run("scontrol", "update", f"jobid={task}", "starttime=now+2")

    def processes(self, task):
        """Returns the numbers of the processes of a running task, as this process sees them."""
        job, _, element = task.partition("_")
        own = [f"SLURM_ARRAY_JOB_ID={job}", f"SLURM_ARRAY_TASK_ID={element}"] if element else [f"SLURM_JOB_ID={job}"]
        wanted = {f"SLURM_CONF={self.folder}/slurm.conf", *own}
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                variables = (process / "environ").read_bytes().decode(errors="replace").split("\0")
            except OSError:
                continue  # it has ended meanwhile
            if wanted <= set(variables):
                found.append(int(process.name))
        return found

    def kill_task(self, task):
        """Kills all processes of a running task. None of them sees another one end."""
        for signal_number in (signal.SIGSTOP, signal.SIGKILL):
            for process in self.processes(task):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal_number)
