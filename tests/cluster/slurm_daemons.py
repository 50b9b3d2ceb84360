"""The daemons of a Slurm cluster of two nodes on this machine, for the time of a test.

All that belongs to the cluster is in a scratch folder. The cluster has a key of its own, and knows nothing of a Slurm
that this machine may be part of. Each node is a name space: processes on two nodes may have the same number, and a node
dies with all its processes at once. The nodes share all files, and each runs one task at a time.
"""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import name_space
import slurm_settings

TIMEOUT = 60  # seconds; only a cluster that hangs takes that long
PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "scancel", "sinfo")
# Variables by which a job, a user or another cluster would lead clients elsewhere.
FOREIGN = re.compile(r"(SLURM|SBATCH|SQUEUE|SCANCEL|SCONTROL|SINFO|SRUN|SALLOC|MUNGE)")


def skip(reason):
    if os.environ.get("CIKU_CLUSTER"):
        raise RuntimeError(f"CIKU_CLUSTER is set, but {reason}")
    print("skipped:", reason, file=sys.stderr)
    raise unittest.SkipTest(reason)


def keep_port():
    """Returns a socket that keeps a free port. Slurm may listen there, as it sets SO_REUSEADDR, too."""
    kept = socket.socket()
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    kept.bind(("0.0.0.0", 0))
    return kept


class Daemons:
    """A context manager: the cluster and its scratch folder, `folder`, last as long as the context.

    The thread that enters the context must not end before it: the cluster ends with that thread.
    """

    nodes = ("n1", "n2")

    def __init__(self):
        self.folder = None
        self.daemons = {}  # name spaces, by the names of what runs in them
        self.ports = {}

    def __enter__(self):
        self.check()
        # TMPDIR may be too long: the path of a socket has at most 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="ciku-slurm-", dir="/tmp"))
        try:
            self.start()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_):
        self.end()

    def check(self):
        """Skips the test where there can be no cluster, or fails there if CIKU_CLUSTER is set."""
        path = self.environment()["PATH"]
        if not all(shutil.which(program, path=path) for program in PROGRAMS):
            skip("there is no Slurm here; `scripts/setup cluster` installs it")
        if os.geteuid() != 0:
            skip("only root can start a Slurm cluster")
        if reason := name_space.refusal():
            skip(f"root may make no name spaces: {reason}")

    def start(self):
        self.folder.chmod(0o755)  # for users other than root
        self.ports = {name: keep_port() for name in ("slurmctld", *self.nodes)}
        numbers = {name: kept.getsockname()[1] for name, kept in self.ports.items()}
        version = tuple(map(int, re.findall(r"\d+", self.run("slurmctld", "-V"))))
        slurm_settings.write(self.folder, numbers, self.nodes, version)
        self.start_munge()
        (self.folder / "state").mkdir()
        self.start_daemon("slurmctld", "slurmctld", "-D", "-i")
        for node in self.nodes:
            self.start_node(node)
        self.wait_until(self.is_idle, "both nodes are idle")

    def is_idle(self):
        try:
            return set(self.node_states().values()) == {"idle"}
        except RuntimeError:
            return False  # slurmctld does not answer yet

    def start_munge(self):
        key, listens = self.folder / "munge.key", self.folder / "munge.socket"
        key.touch(0o600)
        key.write_bytes(secrets.token_bytes(128))
        own = {"socket": listens, "key-file": key, "pid-file": self.folder / "munge.pid",
               "seed-file": self.folder / "munge.seed"}  # fmt: skip
        options = [f"--{option}={path}" for option, path in own.items()]
        self.start_daemon("munged", "munged", "--foreground", "--force", *options)
        self.wait_until(listens.exists, "munged listens")

    def start_daemon(self, name, *command):
        log = self.folder / f"{name}.log"
        self.daemons[name] = name_space.NameSpace(name, command, log, self.environment())

    def end(self):
        for daemon in reversed(self.daemons.values()):
            daemon.kill()
        for kept in self.ports.values():
            kept.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self):
        """Returns variables that lead clients to this cluster."""
        kept = {name: value for name, value in os.environ.items() if not FOREIGN.match(name)}
        kept["PATH"] = os.pathsep.join([kept.get("PATH", os.defpath), "/usr/sbin", "/usr/bin"])
        return kept | {"SLURM_CONF": f"{self.folder}/slurm.conf"}

    def run(self, *command, **options):
        """Runs a command in the scratch folder and returns what it prints. It has to succeed."""
        done = subprocess.run(command, env=self.environment(), cwd=self.folder, capture_output=True, text=True,
                              timeout=TIMEOUT, check=False, **options)  # fmt: skip
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(map(str, command))}: {done.stderr}")
        return done.stdout

    def node_states(self):
        lines = self.run("sinfo", "--noheader", "--Node", "--format=%N %T").splitlines()
        return dict(line.split() for line in lines)

    def kill_node(self, node):
        """Ends all processes of a node at once, as if it lost its power. Slurm finds that out after a while."""
        self.daemons.pop(node).kill()

    def declare_down(self, node):
        """Tells Slurm that a node is dead: at once, it requeues the node's task, or lets it fail."""
        self.run("scontrol", "update", f"nodename={node}", "state=down", "reason=declared")

    def start_node(self, node):
        processors = sorted(os.sched_getaffinity(0))
        own = processors[self.nodes.index(node) % len(processors)]
        self.start_daemon(node, "taskset", "--cpu-list", str(own), "slurmd", "-D", "-N", node)

    def run_on(self, node, *command):
        """Runs a command on a node, beside its tasks, and returns what it prints. What it mounts is there only."""
        return self.run(*self.daemons[node].inside(*command))

    def resume_node(self, node):
        """Tells Slurm to use a node that was down or drained, and waits until it does."""
        self.run("scontrol", "update", f"nodename={node}", "state=resume")
        self.wait_until(lambda: self.node_states()[node] in ("idle", "allocated", "mixed"), f"{node} is in use")

    def wait_until(self, holds, what, timeout=TIMEOUT):
        latest = time.monotonic() + timeout
        while not holds():
            if time.monotonic() > latest or any(daemon.ended() for daemon in self.daemons.values()):
                raise RuntimeError(f"waited in vain until {what}\n{self.report()}")
            time.sleep(0.1)

    def report(self):
        """Returns what helps to see why something failed: the queue and the ends of all logs."""
        queue = subprocess.run(["squeue", "--array", "--states=all", "--format=%i %T %r %N"], env=self.environment(),
                               capture_output=True, text=True, check=False).stdout  # fmt: skip
        logs = {log.name: log.read_text(errors="replace").splitlines()[-20:] for log in self.folder.glob("*.log")}
        return "\n".join([queue, *(f"{name}: {line}" for name, lines in sorted(logs.items()) for line in lines)])
