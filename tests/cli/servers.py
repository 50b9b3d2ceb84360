"""Database servers in scratch folders, for the time of a test.

They listen on sockets in these folders only, never on the network, and know nothing of other servers
of the machine, nor of their settings. A server ends with the test, even if the test is killed.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

TIMEOUT = 120  # seconds; only a server that hangs takes that long


class Server:
    """What all servers have in common.

    `folder` holds all that belongs to the server. `environment` leads clients to it, and to no other
    one: it has no variables that begin with one of `variables`.
    """

    def __init__(self, test_class):
        """Starts the server, which ends after all tests of this class. If it is not installed, skips
        them, or fails if CIKU_SERVERS is set."""
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(self.variables)}  # fmt: skip
        self.environment["PATH"] = os.pathsep.join([os.environ.get("PATH", os.defpath), *self.folders()])
        self.creator, self.server, self.client = self.find_programs()
        self.process = None
        # The servers refuse to run as root. The other user may have no way into TMPDIR, which may also
        # be too long: the path of a socket has at most 107 bytes.
        self.user = ["--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []
        self.folder = Path(tempfile.mkdtemp(prefix="ciku-server-", dir="/tmp"))
        test_class.addClassCleanup(self.end)
        if self.user:
            shutil.chown(self.folder, "nobody", "nogroup")
        self.environment |= {"HOME": str(self.folder), "TMPDIR": str(self.folder), "LC_ALL": "C"}
        self.lead_clients()
        self.start()

    def find_programs(self):
        found = [shutil.which(program, path=self.environment["PATH"]) for program in self.programs]
        if None not in found:
            return found
        reason = f"there is no {self.name} server here; `scripts/setup servers` installs it"
        if os.environ.get("CIKU_SERVERS"):
            raise RuntimeError(f"CIKU_SERVERS is set, but {reason}")
        print("skipped:", reason, file=sys.stderr)
        raise unittest.SkipTest(reason)

    def start(self):
        with (self.folder / "log").open("wb") as log:
            how = {"cwd": self.folder, "env": self.environment, "stdin": subprocess.DEVNULL,
                   "stdout": log, "stderr": log}  # fmt: skip
            as_user = ["setpriv", *self.user]
            if subprocess.run([*as_user, *self.create()], timeout=TIMEOUT, check=False, **how).returncode != 0:
                self.fail()
            # The server gets the signal, too, if this process dies.
            as_user += ["--pdeathsig=" + self.end_signal.name.removeprefix("SIG")]
            self.process = subprocess.Popen([*as_user, *self.serve()], **how)
        latest = time.monotonic() + TIMEOUT
        while self.send("SELECT 1;", self.first_database).returncode != 0:
            if self.process.poll() is not None or time.monotonic() > latest:
                self.fail()
            time.sleep(0.05)

    def fail(self):
        raise RuntimeError(f"{self.name} does not start:\n{(self.folder / 'log').read_text(errors='replace')}")

    def end(self):
        if self.process is not None:
            self.process.send_signal(self.end_signal)
            try:
                self.process.wait(TIMEOUT)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder)

    def send(self, sql, database):
        return subprocess.run([self.client, *self.client_options, database], input=sql.encode(),
                              env=self.environment, capture_output=True, timeout=TIMEOUT, check=False)  # fmt: skip

    def run(self, sql, database="forum"):
        """Runs statements, which have to succeed."""
        done = self.send(sql, database)
        if done.returncode != 0:
            raise RuntimeError(f"{self.name}: {done.stderr.decode('utf-8', 'replace')}")


class PostgreSql(Server):
    name = "PostgreSQL"
    programs = ("initdb", "postgres", "psql")
    variables = ("PG",)
    first_database = "postgres"
    client_options = ("-X", "-q", "-v", "ON_ERROR_STOP=1")
    end_signal = signal.SIGINT  # SIGTERM waits for clients

    def folders(self):
        # Debian has one for each version.
        found = map(str, Path("/usr/lib/postgresql").glob("*/bin"))
        return sorted(found, key=lambda path: [*map(int, re.findall("[0-9]+", path))], reverse=True)

    def lead_clients(self):
        self.environment |= {"PGHOST": str(self.folder), "PGUSER": "tester"}

    def create(self):
        return [self.creator, "--pgdata=data", "--username=tester", "--auth=trust", "--encoding=UTF8",
                "--locale=C", "--no-sync"]  # fmt: skip

    def serve(self):
        return [self.server, "-D", "data", "-k", self.folder, "-c", "listen_addresses=", "-F"]


class MariaDb(Server):
    name = "MariaDB"
    programs = ("mariadb-install-db", "mariadbd", "mariadb")
    variables = ("MYSQL", "MARIADB")
    first_database = "mysql"
    client_options = ("--batch",)
    end_signal = signal.SIGTERM

    def folders(self):
        return ["/usr/sbin"]

    def lead_clients(self):
        (self.folder / ".my.cnf").write_text(f"[client]\nsocket={self.folder}/socket\nuser=root\nskip-ssl\n")

    def create(self):
        return [self.creator, "--no-defaults", f"--datadir={self.folder}/data", "--skip-test-db",
                "--auth-root-authentication-method=normal", "--innodb-log-file-size=4M"]  # fmt: skip

    def serve(self):
        return [self.server, "--no-defaults", f"--datadir={self.folder}/data", "--skip-networking",
                f"--socket={self.folder}/socket", f"--pid-file={self.folder}/pid"]  # fmt: skip
