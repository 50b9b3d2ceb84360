"""The settings of the cluster that slurm_daemons.py starts: all delays of Slurm's as short as its own timers allow."""

SLURM = """\
ClusterName=ciku
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort={ports[slurmctld]}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/%n.spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/%n.pid
ProctrackType=proctrack/pgid
TaskPlugin=task/none
TaskProlog={folder}/task_prolog
Epilog={folder}/epilog
SwitchType=switch/none
MpiDefault=none
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
PreemptType=preempt/none

# A task takes a processor, of which a node has one, and its memory: a node runs one task at a time. What the
# machine really has does not matter.
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
DefMemPerNode=1024
SlurmdParameters=config_overrides
{nodes}
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP

# A job is tried as soon as it may run, and is remembered longer than any test takes.
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
MinJobAge=3600
MaxArraySize=10001
JobRequeue=1

# A dead node is found after about 20 seconds; with a shorter timeout, nodes that live seem dead on a busy machine. It
# is used again as soon as it answers, if nobody has declared it dead.
SlurmdTimeout=15
ReturnToService=1
BatchStartTimeout=1
KillWait=5
UnkillableStepTimeout=10
MessageTimeout=5
"""

NODE = "NodeName={name} NodeHostname=localhost NodeAddr=127.0.0.1 Port={port} CPUs=1 RealMemory=8192 State=UNKNOWN\n"

# Each job has a folder of its own on its node, as on many clusters: it is new when the job starts, and gone when
# the job ends or is requeued.
TASK_PROLOG = """\
#!/bin/sh
mkdir -p "{folder}/$SLURMD_NODENAME.scratch/$SLURM_JOB_ID"
echo "export SLURM_TMPDIR={folder}/$SLURMD_NODENAME.scratch/$SLURM_JOB_ID"
"""
EPILOG = """\
#!/bin/sh
rm -rf "{folder}/$SLURMD_NODENAME.scratch/$SLURM_JOB_ID"
"""


def write(folder, ports, nodes, version):
    """Writes all files of settings. `ports` has a port for slurmctld and for each node."""
    lines = "".join(NODE.format(name=name, port=ports[name]) for name in nodes)
    for name, text in (("slurm.conf", SLURM), ("task_prolog", TASK_PROLOG), ("epilog", EPILOG)):
        (folder / name).write_text(text.format(folder=folder, ports=ports, nodes=lines))
    for name in ("task_prolog", "epilog"):
        (folder / name).chmod(0o755)
    if version >= (23,):  # earlier ones know no such plugin; later ones want control groups, used or not
        (folder / "cgroup.conf").write_text("CgroupPlugin=disabled\n")
