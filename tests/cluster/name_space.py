"""A program in name spaces of its own for processes and for the host's name, as if on a machine of its own.

Processes in two name spaces may have the same number. All files are shared, but not what is mounted later.
"""

import contextlib
import os
import signal
import subprocess
from pathlib import Path

# The name space ends with `unshare`, which ends with the thread that starts it, even if that is killed.
UNSHARE = ["setpriv", "--pdeathsig=KILL", "unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "--uts",
           "--propagation=unchanged"]  # fmt: skip
# The first process of a name space has to wait for all that lose their parents. What is mounted in a name space is
# mounted there only; that cannot be said in a root that is no mount point, as after chroot.
FIRST = ["sh", "-c", 'mount --make-rprivate / 2>/dev/null; hostname "$1" && shift || exit; "$@" & wait $!', "sh"]


def refusal():
    """Returns why this process may make no name spaces, or an empty string if it may."""
    return subprocess.run([*UNSHARE, "true"], capture_output=True, text=True, check=False).stderr.strip()


class NameSpace:
    def __init__(self, host_name, command, log, environment):
        """Starts the command, which adds what it prints to the file `log`."""
        with Path(log).open("ab") as out:
            # In a session of its own, it does not get the SIGINT of a terminal.
            self.unshare = subprocess.Popen(
                [*UNSHARE, *FIRST, host_name, *command], env=environment, stdin=subprocess.DEVNULL, stdout=out,
                stderr=out, start_new_session=True)  # fmt: skip

    def ended(self):
        """Says whether the command has ended."""
        return self.unshare.poll() is not None

    def first(self):
        """Returns the number of the first process, as a list, which is empty if there is none."""
        with contextlib.suppress(OSError):  # it ends meanwhile
            if not self.ended():
                return Path(f"/proc/{self.unshare.pid}/task/{self.unshare.pid}/children").read_text().split()
        return []

    def inside(self, *command):
        """Returns the command line that runs a command in the name space."""
        return ["nsenter", "--pid", "--mount", "--uts", "--root", "--wd", "--target", *self.first(), *command]

    def kill(self):
        """Kills all processes at once. When this returns, none is left."""
        first = self.first()
        for process in first:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(process), signal.SIGKILL)
        if not first:
            self.unshare.kill()
        # The kernel ends all processes of a name space before it reports the end of the first one.
        self.unshare.wait()
